"""Reads Python test files by their own syntax tree: paths on stdin, one JSON object with findings on stdout."""

import ast
import json
import os
import sys

# The interpreter is told to look nowhere by itself (-I), and nothing is to be left in the folder of the package.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scan_python_files import conftests, first_party, own_fixtures, parse, plugins_of  # noqa: E402
from scan_python_words import FIXTURES, HARMLESS, MARKS, REAL, REPLACERS, SERVERS, dotted, fixture_name, refused, text_of  # noqa: E402


class Reader(ast.NodeVisitor):
    """Findings and first-party imports of one file."""

    def __init__(self, is_own, own_fixtures):
        # Whether a dotted name leads to a file of the project: names there say nothing.
        self.is_own = is_own
        # Names of fixtures that the project makes itself.
        self.own_fixtures = own_fixtures
        self.findings = []
        self.imports = []
        self.names = {}
        # Names that stand for a MonkeyPatch.
        self.patchers = {"monkeypatch"}
        self.functions = set()
        self.called = set()
        self.tries = 0
        self.checking = 0

    def say(self, node, rule, sentence, verdict="block"):
        place = {"line": node.lineno, "column": node.col_offset + 1}
        self.findings.append({"rule": rule, "verdict": verdict, "sentence": sentence, **place})

    def load(self, node, module):
        if module.split(".")[0] in SERVERS:
            self.say(node, "mock-package", f"{module} is imported: its server may play a real one", "warn")
        name = refused(module)
        if name and not self.checking and not self.is_own(module):
            tried = self.tries > 0
            text = f"{name} is imported where it may be missing" if tried else f"{name} is imported"
            self.say(node, "mock-package", text, "warn" if tried else "block")

    def visit_Import(self, node):
        for alias in node.names:
            self.load(node, alias.name)
            self.imports.append([0, alias.name])
            self.names[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]

    def visit_ImportFrom(self, node):
        module = node.module or ""
        # One place, one sentence, however many names are taken.
        loads = {f"{module}.{alias.name}" if module == "unittest" else module for alias in node.names}
        harmless = module == "unittest.mock" and all(alias.name in HARMLESS for alias in node.names)
        for whole in [] if node.level or harmless else sorted(loads):
            self.load(node, whole)
        for alias in node.names:
            whole = f"{module}.{alias.name}" if module else alias.name
            self.imports.append([node.level, whole])
            self.imports.append([node.level, module])
            self.names[alias.asname or alias.name] = whole

    def visit_Try(self, node):
        self.tries += 1 if node.handlers else 0
        for one in node.body:
            self.visit(one)
        self.tries -= 1 if node.handlers else 0
        for one in [*node.handlers, *node.orelse, *node.finalbody]:
            self.visit(one)

    def visit_If(self, node):
        path = dotted(node.test) or []
        only_types = path[-1:] == ["TYPE_CHECKING"]
        self.checking += only_types
        for one in node.body:
            self.visit(one)
        self.checking -= only_types
        for one in node.orelse:
            self.visit(one)

    def visit_FunctionDef(self, node):
        own = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        asks = node.name.startswith("test") or fixture_name(node)
        for argument in own:
            if asks and argument.arg in FIXTURES - self.own_fixtures:
                self.say(argument, "mock-fixture", f"{argument.arg} is asked for, a fixture that mocks")
            if argument.annotation is not None and (dotted(argument.annotation) or [""])[-1] == "MonkeyPatch":
                self.patchers.add(argument.arg)
        self.functions.add(node.name)
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_With(self, node):
        for item in node.items:
            self.note_patcher(item.optional_vars, item.context_expr)
        self.generic_visit(node)

    def note_patcher(self, target, value):
        """`mp = pytest.MonkeyPatch()`, `with MonkeyPatch.context() as mp`, `mp = monkeypatch`."""
        path = dotted(value.func if isinstance(value, ast.Call) else value) or []
        made = path[-1:] == ["MonkeyPatch"] or path[-2:] == ["MonkeyPatch", "context"]
        if target is not None and dotted(target) and (made or self.is_patcher(path)):
            self.patchers.add(".".join(dotted(target)))

    def is_patcher(self, path):
        return ".".join(path) in self.patchers or (len(path) == 1 and "monkeypatch" in path[0])

    def visit_Call(self, node):
        path = dotted(node.func) or []
        first = text_of(node.args[0]) if node.args else None
        if path[-1:] in (["import_module"], ["importorskip"]) or path == ["__import__"]:
            if first is not None:
                self.load(node, first)
        if self.is_patcher(path[:-1]) and path[-1] in REPLACERS:
            self.called.add(id(node.func))
            # A number or a text in place of another is a setting of real code: listed, as the guard lists it.
            is_setting = path[-1] == "setattr" and len(node.args) > 1 and self.is_setting(node.args[-1])
            self.say(node, "monkeypatch", f"{'.'.join(path)} replaces {self.shown(node)}", "warn" if is_setting else "block")
        if self.is_patcher(path[:-1]) and path[-1] == "setitem" and node.args:
            if dotted(node.args[0]) == ["sys", "modules"]:
                self.say(node, "monkeypatch", "sys.modules is given another module")
        if path[:2] == ["sys", "modules"] and path[2:] in (["update"], ["setdefault"], ["__setitem__"]):
            self.say(node, "module-replaced", "sys.modules is given another module")
        if path == ["setattr"] and len(node.args) == 3 and not self.is_setting(node.args[2]) and self.is_real(node.args[0]):
            self.say(node, "module-replaced", f"{self.shown(node)} of a module is overwritten")
        if path[-1:] in (["usefixtures"], ["getfixturevalue"]):
            for each in node.args:
                if text_of(each) in FIXTURES - self.own_fixtures:
                    self.say(each, "mock-fixture", f"{text_of(each)} is asked for, a fixture that mocks")
        self.generic_visit(node)

    def visit_Attribute(self, node):
        path = dotted(node) or []
        if len(path) == 2 and self.names.get(path[0]) == "unittest" and path[1] == "mock" and not self.imports_mock():
            self.say(node, "mock-package", "unittest.mock is used")
        if self.is_patcher(path[:-1]) and path[-1] in REPLACERS and id(node) not in self.called:
            self.say(node, "monkeypatch", f"{'.'.join(path)} is handed on")
        if len(path) == 3 and path[-2] == "mark" and path[-1] in MARKS:
            self.say(node, "mock-fixture", f"{path[-1]} is a mark that lets something else answer")
        self.generic_visit(node)

    def imports_mock(self):
        return any(module.startswith("unittest.mock") for _, module in self.imports)

    def shown(self, node):
        words = [ast.unparse(one) for one in node.args[:2]] if hasattr(ast, "unparse") else []
        return ", ".join(words)[:80] or "something"

    def origin(self, node):
        """The module that a name was imported from; None for what the file made itself."""
        path = dotted(node)
        return self.names.get(path[0]) if path else None

    def is_real(self, node):
        module = self.origin(node)
        return module is not None and module.split(".")[0] in REAL and not self.is_own(module.split(".")[0])

    def is_setting(self, node):
        """A number, a text, true or false: `requests.adapters.DEFAULT_RETRIES = 3`."""
        return isinstance(node, ast.Constant) and node.value is not None

    def visit_Assign(self, node):
        for target in node.targets:
            path = dotted(target) or []
            self.note_patcher(target, node.value)
            if path == ["pytest_plugins"]:
                self.load_plugins(node.value)
            elif path[:2] == ["sys", "modules"] and len(path) == 3:
                self.say(node, "module-replaced", "sys.modules is given another module")
            elif isinstance(target, ast.Attribute) and len(path) > 1 and not self.is_setting(node.value):
                self.judge_write(node, target, path)
        self.generic_visit(node)

    def judge_write(self, node, target, path):
        is_function = isinstance(node.value, ast.Lambda) or (dotted(node.value) or [""])[0] in self.functions
        if self.is_real(target.value):
            self.say(node, "module-replaced", f"{'.'.join(path)} is overwritten")
        # `sys.excepthook = …` listens and replaces nothing.
        elif is_function and self.origin(target.value) is not None and not path[-1].endswith("hook"):
            self.say(node, "module-replaced", f"{'.'.join(path)} is overwritten", "warn")

    def load_plugins(self, value):
        """pytest loads them before the tests."""
        for each in value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]:
            name = text_of(each)
            if name is not None:
                self.load(each, name)
                self.imports.append([0, name])


def main():
    request = json.load(sys.stdin)
    root = request["root"]
    seen = set(request["files"])
    plugins = (first_party(0, name, os.path.join(root, "pytest.ini"), root) for name in plugins_of(root))
    seen |= {path for path in plugins if path}
    queue = [(file, []) for file in sorted(seen)]
    findings, problems = [], []
    while queue:
        file, through = queue.pop(0)
        try:
            tree = parse(file)
        except (SyntaxError, ValueError, OSError) as error:
            problems.append(f"{file} cannot be read as a program: {error}")
            continue
        own = own_fixtures(file, root)
        reader = Reader(lambda module, file=file: first_party(0, module, file, root) is not None, own)
        reader.visit(tree)
        for finding in reader.findings:
            findings.append({"file": file, **finding, **({"through": through} if through else {})})
        ways = [first_party(level, module, file, root) for level, module in reader.imports]
        for path in [*ways, *conftests(file, root)]:
            if path and path not in seen:
                seen.add(path)
                queue.append((path, [*through, file]))
    json.dump({"findings": findings, "files": sorted(seen), "problems": problems}, sys.stdout)


main()
