# Who did it: the first line of the project on the way to a call, and where a thing that replaces another was written.

import os
import sys
import types

from reality_guard import folder, load, policy

names = load("reality_guard_names")

# Kinds of files on a stack.
OWN, LIBRARY, RUNNER, MOCK, PASSED = "own", "library", "runner", "mock", "passed"
_RUNNERS = ("_pytest", "pluggy", "pytest", "pytest_asyncio", "anyio", "pytest_twisted", "nose2", "xdist")
_PACKAGES = ("/site-packages/", "/dist-packages/", "/node_modules/", ".egg/")
_stdlib = os.path.dirname(os.__file__) + "/"
_kinds = {}


class Place:
    """A line of the project."""

    def __init__(self, file, line, column, name):
        self.file, self.line, self.column, self.name = file, line, column, name


def _list_roots():
    """A folder may be reached by a link, and be named by where it leads to."""
    given = os.path.normpath(policy()["root"])
    return tuple(dict.fromkeys((given + "/", os.path.realpath(given) + "/")))


_roots = _list_roots()


def whole(file):
    """Files are named as they were given on a command line, which may be from another folder."""
    return file if file.startswith("/") else os.path.normpath(os.path.join(policy().get("cwd") or _roots[0], file))


def package_of(file):
    """The package of a file below site-packages; the module itself where it is one file."""
    for mark in _PACKAGES:
        before, found, rest = file.rpartition(mark)
        if found:
            return rest.partition("/")[0].rpartition(".py")[0] or rest.partition("/")[0]
    return None


def kind_of(file):
    if file not in _kinds:
        _kinds[file] = _decide(file)
    return _kinds[file]


def _decide(file):
    if file.startswith("<frozen") or file.startswith(folder() + "/"):
        return PASSED
    path = whole(file)
    package = package_of(path)
    if package is not None:
        if package in _RUNNERS:
            return RUNNER
        return MOCK if names.refused(package) else LIBRARY
    if path.startswith(_stdlib) or "/lib/python%d.%d/" % sys.version_info[:2] in path:
        return MOCK if path.endswith("/unittest/mock.py") else PASSED
    return OWN if path.startswith(_roots) else PASSED


def file_of(frame):
    """Text that was made into a program belongs to the module in whose name it runs."""
    file = frame.f_code.co_filename
    if not file.startswith("<"):
        return file
    return frame.f_globals.get("__file__") or (file if file.startswith("<frozen") else "")


def is_main_text(frame):
    """`python -c …` and a program from stdin: nobody but the user wrote it."""
    return frame.f_code.co_filename in ("<string>", "<stdin>") and frame.f_globals.get("__name__") == "__main__"


class Look:
    """What a walk up the stack has found."""

    def __init__(self):
        self.place = None
        # The mocking package that the project called, where one stands between.
        self.package = None
        # Where pytest and unittest swallow only errors of the usual kind, and end with any other.
        self.soft = False


def look(frame, direct=False):
    """The line of the project that leads here. Libraries that do it for themselves end the walk; mocking packages are only on the way."""
    found = Look()
    through = False
    while frame is not None:
        file = file_of(frame)
        kind = kind_of(file) if file else PASSED
        if kind == OWN or is_main_text(frame):
            found.place = place_of(frame)
            break
        if kind == MOCK and not file.endswith("/unittest/mock.py"):
            found.package, through = package_of(whole(file)), True
        item = item_of(frame) if through else None
        if item is not None:
            found.place = item
            break
        if kind == LIBRARY or (kind == RUNNER and not through) or (direct and not file.startswith(folder())):
            break
        frame = frame.f_back
    found.soft = _is_soft(frame)
    return found


def place_of(frame):
    code = frame.f_code
    file = code.co_filename if code.co_filename in ("<string>", "<stdin>") else whole(file_of(frame))
    return Place(file, frame.f_lineno or code.co_firstlineno, _column(frame), code.co_name)


def _column(frame):
    positions = getattr(frame.f_code, "co_positions", None)
    if positions is None:
        return 1
    for index, (_, _, column, _) in enumerate(positions()):
        if index == frame.f_lasti // 2:
            return 1 if column is None else column + 1
    return 1


def item_of(frame):
    """The test for which pytest or unittest calls a mocking package: its decorator, or its fixture."""
    name, values = frame.f_code.co_name, frame.f_locals
    if name == "_callTestMethod":
        return place_of_function(values.get("method"))
    item = values.get("pyfuncitem") if name == "pytest_pyfunc_call" else None
    if name == "pytest_fixture_setup":
        item = getattr(values.get("request"), "_pyfuncitem", None)
    return None if item is None else place_of_function(getattr(item, "function", None) or getattr(item, "obj", None))


def place_of_function(function):
    """Where the project wrote it, below all that decorates it."""
    for _ in range(20):
        function = getattr(function, "__func__", function)
        if not hasattr(function, "__wrapped__"):
            break
        function = function.__wrapped__
    code = getattr(function, "__code__", None)
    if code is None or kind_of(code.co_filename) != OWN:
        return None
    return Place(whole(code.co_filename), code.co_firstlineno, 1, code.co_name)


def _is_soft(frame):
    while frame is not None:
        if frame.f_code.co_name in ("_handleClassSetUp", "_handleModuleFixture", "_importconftest"):
            return True
        frame = frame.f_back
    return False


def home(value):
    """The file in which a function, a class or an object's class is written; None for what no file holds."""
    for _ in range(5):
        kind = type(value)
        if issubclass(kind, types.MethodType):
            value = value.__func__
        elif issubclass(kind, (staticmethod, classmethod)):
            value = value.__func__
        elif kind.__module__ == "functools" and hasattr(value, "func"):
            value = value.func
        else:
            break
    kind = type(value)
    if issubclass(kind, types.FunctionType):
        file = value.__code__.co_filename
        return whole(value.__globals__.get("__file__") or file) if file.startswith("<") else whole(file)
    if issubclass(kind, types.ModuleType):
        file = value.__dict__.get("__file__")
    else:
        owner = value if issubclass(kind, type) else kind
        module = sys.modules.get(owner.__module__) if isinstance(owner.__module__, str) else None
        file = getattr(module, "__dict__", {}).get("__file__")
        if file is None and owner.__module__ == "__main__":
            return "<string>"
    return whole(file) if isinstance(file, str) else None


def is_own(value):
    """Whether the project itself wrote it, or a mocking package made it."""
    file = home(value)
    return file is not None and (file == "<string>" or kind_of(file) in (OWN, MOCK))


def line_of(value):
    value = getattr(value, "__func__", value)
    value = getattr(value, "func", value)
    return getattr(getattr(value, "__code__", None), "co_firstlineno", 1)
