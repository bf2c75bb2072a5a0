# Functions of network, processes and time: that nobody of the project puts another one into their place, not even for a moment.

import sys
from types import ModuleType

from reality_guard import get_frame, load

_NAMES = {
    "socket": "socket SocketType create_connection create_server socketpair fromfd gethostbyname getaddrinfo",
    "subprocess": "Popen run call check_call check_output getoutput getstatusoutput",
    "os": "system popen execv execve execvp execvpe spawnv spawnve spawnvp posix_spawn posix_spawnp fork kill",
    "time": "time sleep monotonic perf_counter time_ns monotonic_ns process_time",
    "datetime": "datetime date",
    "ssl": "SSLSocket SSLContext create_default_context",
    "shutil": "which",
    "urllib.request": "urlopen urlretrieve build_opener install_opener Request OpenerDirector",
    "http.client": "HTTPConnection HTTPSConnection HTTPResponse",
    "smtplib": "SMTP SMTP_SSL",
    "ftplib": "FTP FTP_TLS",
    "asyncio": "sleep open_connection open_unix_connection start_server create_subprocess_exec create_subprocess_shell wait_for",
    "asyncio.subprocess": "create_subprocess_exec create_subprocess_shell",
    "asyncio.streams": "open_connection start_server",
    "asyncio.tasks": "sleep wait_for",
    "requests": "get post put patch delete head options request Session session",
    "requests.api": "get post put patch delete head options request",
    "requests.sessions": "Session session",
    "httpx": "get post put patch delete head options request stream Client AsyncClient",
    "aiohttp": "ClientSession request TCPConnector",
    "aiohttp.client": "ClientSession request",
    "urllib3": "PoolManager request HTTPConnectionPool",
    "websockets": "connect serve",
    "websockets.client": "connect",
    "websockets.asyncio.client": "connect",
    "websockets.sync.client": "connect",
    "websocket": "create_connection WebSocket WebSocketApp",
    "paramiko": "SSHClient Transport",
    "psycopg2": "connect",
    "psycopg": "connect Connection AsyncConnection",
    "redis": "Redis StrictRedis from_url",
    "redis.client": "Redis StrictRedis",
    "pymongo": "MongoClient",
    "boto3": "client resource Session",
    "docker": "from_env DockerClient",
    "grpc": "insecure_channel secure_channel",
    "cv2": "VideoCapture",
}
# Their methods are looked at after each test: a class cannot be made to tell when one is set.
_CLASSES = {
    "socket": "socket",
    "subprocess": "Popen",
    "http.client": "HTTPConnection HTTPResponse",
    "urllib.request": "OpenerDirector",
    "requests.sessions": "Session",
    "requests.adapters": "HTTPAdapter",
    "httpx": "Client AsyncClient HTTPTransport AsyncHTTPTransport",
    "aiohttp.client": "ClientSession",
    "urllib3.connectionpool": "HTTPConnectionPool",
    "urllib3": "PoolManager",
    "redis.client": "Redis",
    "smtplib": "SMTP",
}
# Code that serves also overwrites it, to prefer one family of addresses.
_LISTED = frozenset(("socket.getaddrinfo",))
RULE = "module-replaced"

_originals = {}
_classes = []
_told = set()
# Entries of sys.modules that were looked at.
_seen = {}


class _Pinned(ModuleType):
    """A module that tells when something is put into the place of a function; else it is what it was."""

    def __setattr__(self, name, value):
        originals = _originals.get(id(self), {})
        if name in originals and value is not originals[name]:
            _judge(self.__name__, name, value)
        ModuleType.__setattr__(self, name, value)

    def __reduce__(self):
        # cloudpickle and dill know plain modules by their class.
        return __import__, (self.__name__, None, None, ["*"])


_Pinned.__name__ = _Pinned.__qualname__ = "module"
_Pinned.__module__ = "builtins"


def pin(module):
    values = vars(module)
    names = [name for name in _NAMES.get(module.__name__, "").split() if name in values]
    _originals[id(module)] = {name: values[name] for name in names}
    for name in _CLASSES.get(module.__name__, "").split():
        if isinstance(values.get(name), type):
            _classes.append((values[name], dict(vars(values[name]))))
    if type(module) is ModuleType and names:
        module.__class__ = _Pinned


def _judge(module, name, value):
    judging, places = load("reality_guard_judge"), load("reality_guard_places")
    frame = get_frame(2)
    # Mocks were judged where they were asked for.
    if judging.is_hushed() or places.kind_of(places.file_of(frame) or "<frozen>") != places.OWN and not places.is_main_text(frame):
        return
    if places.is_own(value):
        judging.judge(_describe("%s.%s" % (module, name)), frame, True)


def _describe(what):
    judging = load("reality_guard_judge")
    return judging.Use(RULE, what, "%s is overwritten" % what, "warn" if what in _LISTED else "block")


def audit(function=None):
    """
    What stands in the place of something else now; `function` is the test during which it was seen. It is put back, so that the next test has
    the real part, unless it is allowed. The first sentence that blocks, or None.
    """
    found = [*_audit_classes(), *_audit_modules(), *_audit_entries()]
    sentences = []
    for what, value, put_back in found:
        if (what, id(value)) in _told:
            continue
        sentence = _tell(what, value, function)
        if sentence is not None and put_back is not None:
            put_back()
        else:
            _told.add((what, id(value)))
        sentences.append(sentence)
    return next((sentence for sentence in sentences if sentence is not None), None)


def _tell(what, value, function):
    judging, places = load("reality_guard_judge"), load("reality_guard_places")
    file = places.home(value) or ""
    package = places.package_of(file)
    if what.startswith("sys.modules"):
        use = judging.Use(RULE, what[13:-2], "%s is replaced by something made by hand" % what, "block", ("sys.modules",))
    elif package is not None:
        use = judging.Use("mock-package", package, "%s overwrites %s" % (package, what), "block", (what,))
    else:
        use = _describe(what)
    spot = places.place_of_function(function) if package is not None else None
    return judging.record(use, spot or places.Place(file, places.line_of(value), 1, getattr(value, "__name__", "")))


def _audit_classes():
    for kind, before in _classes:
        for name, value in list(vars(kind).items()):
            if before.get(name) is not value and callable(getattr(value, "__func__", value)) and _is_own(value):
                yield "%s.%s.%s" % (kind.__module__, kind.__qualname__, name), value, lambda k=kind, n=name, b=before: _put_back(k, n, b)


def _put_back(kind, name, before):
    if name in before:
        setattr(kind, name, before[name])
    else:
        delattr(kind, name)


def _audit_modules():
    """By way of the module's own dictionary nothing is told."""
    for module in [module for module in list(sys.modules.values()) if type(module) is _Pinned]:
        now = vars(module)
        originals = _originals.get(id(module), {})
        for name, value in originals.items():
            if now.get(name, value) is not value and _is_own(now[name]):
                yield "%s.%s" % (module.__name__, name), now[name], lambda n=name, v=now, o=originals: v.update({n: o[n]})


def _audit_entries():
    """A thing in sys.modules that no import has made, and that the project wrote."""
    if len(_seen) == len(sys.modules) and all(_seen.get(name) is module for name, module in list(sys.modules.items())):
        return
    for name, module in list(sys.modules.items()):
        if _seen.get(name) is module:
            continue
        _seen[name] = module
        if module is None or _is_loaded(module):
            continue
        if _is_made_by_hand(module):
            yield "sys.modules[%r]" % name, _first_own(module) if isinstance(module, ModuleType) else module, None


def _is_loaded(module):
    """By an import, or by one of those who run a file as a module."""
    values = vars(module) if isinstance(module, ModuleType) else {}
    return values.get("__spec__") is not None or isinstance(values.get("__file__"), str) or values.get("__name__") == "__main__"


def _is_made_by_hand(module):
    return _first_own(module) is not None if isinstance(module, ModuleType) else _is_own(module)


def _first_own(module):
    return next((value for value in vars(module).values() if callable(value) and _is_own(value)), None)


def _is_own(value):
    return load("reality_guard_places").is_own(value)
