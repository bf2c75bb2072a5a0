"""Names by which a stand-in is known in Python, and small questions about a syntax tree."""

import ast

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
# Packages of types end so, and what gRPC calls a stub is a client of the real service.
TYPES = ("_stubs", "_stubs_ext")
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


def refused(module):
    """The package of a dotted name when it stands in for real parts."""
    if module == "unittest.mock" or module.startswith("unittest.mock."):
        return "unittest.mock"
    top = module.split(".")[0]
    if top in INNOCENT:
        return None
    words = set(top.split("_"))
    if top in PACKAGES or (TELLING & words and not top.endswith(TYPES) and not words & {"grpc", "pb2"}):
        return top
    return None


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
