"""Reads Python test files by their own syntax tree: paths on stdin, one JSON object with findings on stdout."""

import ast
import json
import os
import sys

PACKAGES = {
    "mock", "pytest_mock", "responses", "requests_mock", "httpretty", "vcr", "vcrpy", "aioresponses", "respx", "pook", "mocket",
    "freezegun", "time_machine", "libfaketime", "moto", "fakeredis", "mongomock", "mongomock_motor", "pyfakefs", "flexmock", "doublex",
    "mockito", "pytest_httpx", "pytest_httpserver", "pytest_localserver", "pytest_responses", "pytest_vcr", "asynctest", "mockfs",
    "betamax", "sure", "testfixtures.mock", "pytest_mockito", "mock_alchemy", "alchemy_mock", "pytest_freezegun", "pytest_socket_mock",
    "wiremock", "hoverfly", "smtpdfix", "aiosmtpd_mock", "boto3_mock", "google_cloud_mock", "unittest_mock",
}
# The fixtures that packages of this kind offer, by name.
FIXTURES = {
    "mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker", "requests_mock", "responses", "httpx_mock", "respx_mock",
    "aioresponses", "httpserver", "freezer", "fs", "fake_redis", "mock_env_server",
}
TELLING = {"mock", "mocks", "mocker", "stub", "stubs"}
INNOCENT = {"faker", "mimesis", "factory", "factory_boy", "toxiproxy"}


def refused(module):
    """The package of a dotted name when it stands in for real parts."""
    if module == "unittest.mock" or module.startswith("unittest.mock."):
        return "unittest.mock"
    top = module.split(".")[0]
    if top in INNOCENT:
        return None
    if top in PACKAGES or TELLING & set(top.split("_")):
        return top
    return None


def dotted(node):
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return None if base is None else base + [node.attr]
    if isinstance(node, ast.Subscript):
        base = dotted(node.value)
        return None if base is None else base + ["[]"]
    return None


class Reader(ast.NodeVisitor):
    """Findings and first-party imports of one file."""

    def __init__(self, is_own):
        # Whether a dotted name leads to a file of the project: names there say nothing.
        self.is_own = is_own
        self.findings = []
        self.imports = []
        self.names = {}
        self.tries = 0
        self.checking = 0

    def say(self, node, rule, sentence, verdict="block"):
        place = {"line": node.lineno, "column": node.col_offset + 1}
        self.findings.append({"rule": rule, "verdict": verdict, "sentence": sentence, **place})

    def load(self, node, module):
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
        for alias in node.names:
            whole = f"{module}.{alias.name}" if module else alias.name
            if node.level == 0:
                self.load(node, whole if module == "unittest" else module)
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
        is_fixture = any((dotted(d.func if isinstance(d, ast.Call) else d) or [""])[-1] == "fixture" for d in node.decorator_list)
        if node.name.startswith("test") or is_fixture:
            for argument in own:
                if argument.arg in FIXTURES:
                    self.say(argument, "mock-fixture", f"the fixture {argument.arg} is asked for")
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Call(self, node):
        path = dotted(node.func) or []
        first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
        if path[-1:] == ["import_module"] or path == ["__import__"]:
            if isinstance(first, str):
                self.load(node, first)
        if len(path) == 2 and "monkeypatch" in path[0] and path[1] in ("setattr", "delattr"):
            self.say(node, "monkeypatch", f"{path[0]}.{path[1]} replaces {self.shown(node)}")
        if len(path) == 2 and "monkeypatch" in path[0] and path[1] == "setitem" and node.args:
            if dotted(node.args[0]) == ["sys", "modules"]:
                self.say(node, "monkeypatch", "a module is replaced in sys.modules")
        if path == ["setattr"] and node.args and self.is_module(node.args[0]):
            self.say(node, "module-replaced", f"{self.shown(node)} of a module is overwritten")
        self.generic_visit(node)

    def shown(self, node):
        words = [ast.unparse(one) for one in node.args[:2]] if hasattr(ast, "unparse") else []
        return ", ".join(words)[:80] or "something"

    def is_module(self, node):
        path = dotted(node)
        return path is not None and path[0] in self.names and path[0] in ("subprocess", "socket", "requests", "httpx", "aiohttp", "os", "time", "asyncio", "urllib", "http", "websockets")

    def visit_Assign(self, node):
        for target in node.targets:
            path = dotted(target) or []
            if path[:2] == ["sys", "modules"] and len(path) == 3:
                self.say(node, "module-replaced", "a module is replaced in sys.modules")
            elif isinstance(target, ast.Attribute) and len(path) > 1 and self.is_module(target.value):
                self.say(node, "module-replaced", f"{'.'.join(path)} is overwritten")
        self.generic_visit(node)


def first_party(level, module, file, root):
    """The file of the project that an import leads to."""
    base = os.path.dirname(file)
    for _ in range(max(0, level - 1)):
        base = os.path.dirname(base)
    places = [base] if level else [base, root, os.path.join(root, "src"), os.path.join(root, "tests")]
    parts = [part for part in module.split(".") if part]
    for place in places:
        for found in (os.path.join(place, *parts) + ".py", os.path.join(place, *parts, "__init__.py")):
            if os.path.isfile(found) and found.startswith(root + os.sep) and "site-packages" not in found:
                return found
    return None


def conftests(file, root):
    """pytest loads every conftest.py between the project and a test file."""
    folder = os.path.dirname(file)
    while folder.startswith(root):
        path = os.path.join(folder, "conftest.py")
        if os.path.isfile(path):
            yield path
        if folder == root:
            return
        folder = os.path.dirname(folder)


def main():
    request = json.load(sys.stdin)
    root = request["root"]
    queue = [(file, []) for file in request["files"]]
    seen = set(request["files"])
    findings, problems = [], []
    while queue:
        file, through = queue.pop(0)
        try:
            with open(file, "rb") as stream:
                tree = ast.parse(stream.read(), file)
        except (SyntaxError, ValueError, OSError) as error:
            problems.append(f"{file} cannot be read as a program: {error}")
            continue
        reader = Reader(lambda module, file=file: first_party(0, module, file, root) is not None)
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
