# The guard of one Python process: its policy, its ledger, and the modules that it looks at as soon as they are loaded.
# What every process pays is here; all else is loaded when a module that matters is.

import posix
import sys
from _frozen_importlib import module_from_spec, spec_from_loader
from _frozen_importlib_external import SourceFileLoader
from time import monotonic, time

VERSION = 1
MAX_LINE = 4096
MAX_TEXT = 600
# Lines of one kind from one place in one test: more of them say nothing new, and a loop must not fill the disk.
MAX_ALIKE = 50

# Some mocks look for functions of files and time in all modules and replace them there; in a tuple they are not found.
_SYSTEM = (posix.open, posix.write, posix.close, posix.getpid, monotonic)
_EPOCH_MS = (time() - monotonic()) * 1000

_state = {"policy": None, "folder": "", "told": {}, "node": ""}


def arm(path, folder):
    policy = _read_policy(path)
    _state.update(policy=policy, folder=folder, node=_preload_of_node())
    _tell_armed()
    posix_fork = getattr(__import__("os"), "register_at_fork", None)
    if posix_fork is not None:
        posix_fork(after_in_child=_tell_armed)
    sys.meta_path.insert(0, _finder)
    _audit_at_exit()
    for name in [name for name in sys.modules if name in WATCHED]:
        _look(name)


def _audit_at_exit():
    import atexit

    # Registered before all others, so that it runs after them.
    atexit.register(lambda: "reality_guard_pins" in sys.modules and load("reality_guard_pins").audit())


def policy():
    return _state["policy"]


def node_preload():
    """What the runner has put into NODE_OPTIONS, so that a child that lost it can be told."""
    return _state["node"]


def folder():
    return _state["folder"]


def _read_policy(path):
    with open(path, encoding="utf-8") as file:
        found = _parse(file.read().strip())
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise ValueError("%s is no policy of version %d" % (path, VERSION))
    for key in ("nonce", "ledger", "root"):
        if not isinstance(found.get(key), str):
            raise ValueError("%s names no %s" % (path, key))
    return found


def _parse(text):
    """The scanner alone: the whole of json costs as much as the rest of the guard."""
    try:
        from _json import make_scanner

        rules = {"strict": True, "object_hook": None, "object_pairs_hook": None, "parse_float": float, "parse_int": int, "parse_constant": float}
        return make_scanner(type("Rules", (), {**rules, "memo": {}}))(text, 0)[0]
    except (ImportError, AttributeError, TypeError, StopIteration):
        import json

        return json.loads(text)


def _preload_of_node():
    import os

    options = os.environ.get("NODE_OPTIONS", "")
    return next((word.strip("\"'") for word in options.split() if "preload.c" in word), "")


# The ledger


def _tell_armed():
    version = "%d.%d.%d" % sys.version_info[:3]
    write("armed", startTime=_start_time(), runtime="python " + version, program=_program(), guard=VERSION, thread=0)


def _start_time():
    """Clock ticks since boot; the name of the program may hold spaces and brackets."""
    with open("/proc/self/stat", "rb") as file:
        return int(file.read().rpartition(b")")[2].split()[19])


def _program():
    with open("/proc/self/cmdline", "rb") as file:
        words = file.read().decode("utf-8", "replace").split("\0")
    named = [words[0].rpartition("/")[2]]
    for word in words[1:]:
        named.append(word.rpartition("/")[2][:80])
        if not word.startswith("-"):
            break
    return " ".join(named).strip()


def write(kind, **facts):
    """One whole line by one write: lines of several processes never mix, and a test that swallows an error leaves it here."""
    _open, _write, _close, _getpid, _monotonic = _SYSTEM
    line = {"kind": kind, "nonce": _state["policy"]["nonce"], "pid": _getpid(), "atMs": round(_EPOCH_MS + _monotonic() * 1000, 3), **facts}
    text = _encode(line)
    if len(text) >= MAX_LINE:
        text = _encode({key: value[:MAX_TEXT // 2] if isinstance(value, str) and key != "file" else value for key, value in line.items()})
    try:
        ledger = _open(_state["policy"]["ledger"], posix.O_WRONLY | posix.O_APPEND | posix.O_CREAT | posix.O_CLOEXEC, 0o600)
        try:
            _write(ledger, text.encode("ascii"))
        finally:
            _close(ledger)
    except OSError:
        # The ledger is gone with the attempt: whoever outlives it is told of by other means.
        pass


def write_mock(key, **facts):
    """As `write`, but not for ever: the same use in the same test is told a few times only."""
    from os import environ

    test = environ.get("PYTEST_CURRENT_TEST")
    told = _state["told"]
    told[key, test] = told.get((key, test), 0) + 1
    if told[key, test] <= MAX_ALIKE:
        # Tests of several processes overlap in time: pytest itself says which one it is.
        write("mock", **facts, **({} if test is None else {"during": test}))


def _encode(line):
    try:
        from _json import encode_basestring_ascii as quote
    except ImportError:
        from json import dumps as quote
    parts = []
    for key, value in line.items():
        if isinstance(value, bool):
            shown = "true" if value else "false"
        else:
            shown = quote(value[:MAX_TEXT] if key != "file" else value) if isinstance(value, str) else repr(value)
        parts.append(quote(key) + ":" + shown)
    return "{" + ",".join(parts) + "}\n"


# What is looked at when it is loaded

WATCHED = {
    "unittest.mock": ("reality_guard_mock", "watch_mock"),
    "mock.mock": ("reality_guard_mock", "watch_mock"),
    "unittest.case": ("reality_guard_runners", "watch_unittest"),
    "_pytest.assertion": ("reality_guard_runners", "watch_assertion"),
    "_pytest.runner": ("reality_guard_runners", "watch_runner"),
    "_pytest.monkeypatch": ("reality_guard_monkeypatch", "watch_monkeypatch"),
    "subprocess": ("reality_guard_programs", "watch_subprocess"),
    "socket": ("reality_guard_programs", "watch_socket"),
    "os": ("reality_guard_programs", "watch_os"),
}
# Loaded by nearly every program; what they pay should be small.
PINNED = frozenset(
    "socket subprocess os time datetime ssl shutil urllib.request http.client smtplib ftplib asyncio asyncio.subprocess asyncio.streams "
    "asyncio.tasks requests requests.api requests.sessions requests.adapters httpx aiohttp aiohttp.client urllib3 urllib3.connectionpool "
    "websockets websockets.client websockets.asyncio.client websockets.sync.client websocket paramiko psycopg2 psycopg redis redis.client "
    "pymongo boto3 docker grpc cv2".split()
)
_looked = set()


def load(name):
    """A module of the guard, by its file: our folder is on nobody's path."""
    if name not in sys.modules:
        loader = SourceFileLoader(name, "%s/%s.py" % (_state["folder"], name))
        module = module_from_spec(spec_from_loader(name, loader))
        sys.modules[name] = module
        # Compiling it anew in every process would cost more than all that it does.
        kept, sys.dont_write_bytecode = sys.dont_write_bytecode, False
        try:
            loader.exec_module(module)
        finally:
            sys.dont_write_bytecode = kept
    return sys.modules[name]


def _is_mock_package(name):
    """Known by name, or by a word of its name; whether it is the project's own is seen when it is there."""
    top = name.partition(".")[0]
    if top not in _known:
        _known[top] = load("reality_guard_names").refused(top) is not None if _may_tell(top) else False
    return _known[top]


_known = {}


def _may_tell(top):
    return top not in sys.builtin_module_names and not top.startswith(("_", "reality_guard"))


def _matters(name):
    return name in WATCHED or name in PINNED or name in USED or _is_mock_package(name)


# Not mocks as a whole, but with a part that is one.
USED = frozenset(("aiohttp.test_utils", "httpx._transports.mock", "botocore.stub", "testfixtures.replace"))


def _look(name):
    """Once for each module object: a second look would wrap what is wrapped."""
    module = sys.modules.get(name)
    if module is None or id(module) in _looked:
        return
    _looked.add(id(module))
    try:
        if name in WATCHED:
            where, what = WATCHED[name]
            getattr(load(where), what)(module)
        if name in PINNED:
            load("reality_guard_pins").pin(module)
        if name in USED or _is_mock_package(name):
            load("reality_guard_packages").watch_package(module)
    except Exception as error:
        sys.stderr.write("reality: %s is not guarded here: %s: %s\n" % (name, type(error).__name__, error))


def sweep():
    """What was loaded past us, by a finder that stood before ours."""
    for name in [name for name in sys.modules if name in WATCHED or name in PINNED or name in USED]:
        _look(name)


class _Watching:
    """Loads a module by its own loader, so that it looks as it would without us, and then looks at it."""

    def __init__(self, loader):
        self._loader = loader

    def create_module(self, spec):
        return self._loader.create_module(spec) if hasattr(self._loader, "create_module") else None

    def exec_module(self, module):
        loader = module.__loader__ = module.__spec__.loader = self._loader
        loader.exec_module(module)
        _look(module.__name__)

    def __getattr__(self, name):
        return getattr(self._loader, name)


class _Finder:
    """Finds nothing of its own: asks the others for the few modules that matter."""

    def find_spec(self, name, path=None, target=None):
        if not _matters(name):
            return None
        for finder in sys.meta_path:
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec = None if find is None else find(name, path, target)
            if spec is not None:
                if spec.loader is not None and hasattr(spec.loader, "exec_module"):
                    spec.loader = _Watching(spec.loader)
                return spec
        return None

    def invalidate_caches(self):
        return None


_finder = _Finder()


def stand_first():
    """Others put their finders first as well; ours must see what they find."""
    if sys.meta_path and sys.meta_path[0] is not _finder and _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
        sys.meta_path.insert(0, _finder)
