"""Names by which a stand-in is known in Python, and small questions about a syntax tree."""

import ast
import os
import sys

# The guard inside of test processes knows the same packages.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "python"))
from reality_guard_names import FIXTURES, SERVERS, refused  # noqa: E402,F401

# Of unittest.mock, what compares and names, and replaces nothing.
HARMLESS = {"ANY", "DEFAULT", "call", "sentinel"}
# Marks of pytest that let something else answer, or stop the clock.
MARKS = {"vcr", "default_cassette", "freeze_time", "httpx_mock", "respx", "responses"}
# Modules of network, processes, files and time, of which no function may be overwritten.
REAL = {
    "aiohttp", "asyncio", "builtins", "ftplib", "http", "httpx", "io", "os", "paramiko", "pika", "psycopg", "psycopg2", "redis", "requests",
    "select", "shutil", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "time", "urllib", "urllib3", "websocket", "websockets",
}
REPLACERS = ("setattr", "delattr")


def text_of(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def fixture_name(node):
    """The name under which a function is offered as a fixture; None when it is none."""
    for each in node.decorator_list:
        call = each if isinstance(each, ast.Call) else None
        if (dotted(call.func if call else each) or [""])[-1] == "fixture":
            names = [text_of(word.value) for word in (call.keywords if call else []) if word.arg == "name"]
            return names[0] if names and names[0] else node.name
    return None


def fixtures_of(tree):
    functions = (each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return {name for name in map(fixture_name, functions) if name}


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
