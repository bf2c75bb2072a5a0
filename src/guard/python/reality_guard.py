# The guard of one Python process: its policy, its ledger, and the modules that it looks at as soon as they are loaded.
# What every process pays is here; all else is loaded when a module that matters is.

import os
import sys
from _frozen_importlib import module_from_spec, spec_from_loader
from _frozen_importlib_external import SourceFileLoader

from reality_guard_ledger import VERSION, open_ledger, tell_armed

# Tests take it away to play another interpreter.
get_frame = sys._getframe

_state = {"policy": None, "folder": "", "node": ""}


def arm(path, folder):
    policy = _read_policy(path)
    _state.update(policy=policy, folder=folder, node=_preload_of_node())
    open_ledger(policy["ledger"], policy["nonce"])
    tell_armed()
    os.register_at_fork(after_in_child=tell_armed)
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
    options = os.environ.get("NODE_OPTIONS", "")
    return next((word.strip("\"'") for word in options.split() if "preload.c" in word), "")


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
        # Loaded anew, it holds again what is not looked at.
        _looked.discard(id(module))
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
    """Others put their finders first as well, or clear them away; ours must see what they find."""
    if not sys.meta_path or sys.meta_path[0] is not _finder:
        sys.meta_path[:] = [_finder, *(one for one in sys.meta_path if one is not _finder)]
