# Packages that stand in for real parts, at the moment in which they are put to use. Installed and imported they do no harm.

import types

from reality_guard import get_frame, load

_judging = load("reality_guard_judge")
_places = load("reality_guard_places")
_names = load("reality_guard_names")

# Where each begins to answer; for the others any call from the project counts.
_USES = {
    "responses": "RequestsMock.start",
    "requests_mock.mocker": "MockerCore.start",
    "requests_mock.adapter": "Adapter.__init__",
    "respx.router": "MockRouter.start",
    "respx.transports": "MockTransport.__init__ AsyncMockTransport.__init__ SyncMockTransport.__init__",
    "httpx._transports.mock": "MockTransport.__init__",
    "httpretty.core": "httpretty.enable",
    "aioresponses.core": "aioresponses.start",
    "vcr.cassette": "CassetteContextDecorator.__enter__ CassetteContextDecorator._patch_generator",
    "moto.core.models": "BaseMockAWS.start MockAWS.start",
    "moto.core.decorator": "mock_aws",
    "freezegun.api": "_freeze_time.start",
    "time_machine": "travel.start",
    "pyfakefs.fake_filesystem_unittest": "Patcher.setUp",
    "pyfakefs.fake_filesystem": "FakeFilesystem.__init__",
    "aiohttp.test_utils": "make_mocked_request make_mocked_coro",
    "botocore.stub": "Stubber.activate",
    "testfixtures.replace": "Replacer.replace",
}
_KNOWN = frozenset(name.partition(".")[0] for name in _USES) | frozenset(("pytest_mock", "mock", "pytest_httpx", "unittest"))


def watch_package(module):
    name = module.__name__
    top = name.partition(".")[0]
    if name in _USES:
        for path in _USES[name].split():
            _watch_path(module, path)
    elif top not in _KNOWN and _is_installed(module):
        _watch_all(module, top)


def _is_installed(module):
    """A file of the project may be called so, and hold data."""
    file = getattr(module, "__file__", None) or getattr(getattr(module, "__spec__", None), "origin", None)
    return isinstance(file, str) and _places.package_of(_places.whole(file)) is not None


def _watch_path(module, path):
    holder, _, last = path.rpartition(".")
    owner = getattr(module, holder, None) if holder else module
    held = vars(owner).get(last) if owner is not None else None
    if held is None:
        return
    name = module.__name__ if module.__name__ in ("aiohttp.test_utils", "botocore.stub") else module.__name__.partition(".")[0]
    setattr(owner, last, _watch(held, name, path, False))


def _watch(held, name, path, direct):
    function = getattr(held, "__func__", held)

    def before(*_args, **_kwargs):
        use = _judging.Use("mock-package", name, _judging.describe_package(name), "block", ("%s.%s" % (name, path),))
        _judging.judge(use, get_frame(2), direct)

    watched = _judging.precede(function, before)
    watched.reality_watched = True
    return type(held)(watched) if isinstance(held, (classmethod, staticmethod)) else watched


def _watch_all(module, top):
    """Nothing is known of it but what it is for: each of its own functions and classes, when the project calls it."""
    for name, value in list(vars(module).items()):
        if name.startswith(("_", "pytest_")) or getattr(value, "__module__", "").partition(".")[0] != top:
            continue
        if isinstance(value, types.FunctionType) and _is_plain(value):
            setattr(module, name, _watch(value, top, name, True))
        elif isinstance(value, type) and isinstance(vars(value).get("__init__"), types.FunctionType):
            if not issubclass(value, BaseException) and _is_plain(value.__init__):
                value.__init__ = _watch(vars(value)["__init__"], top, name, True)


def _is_plain(function):
    """Not watched already, not one of pytest's, and none that must be recognized as a generator or as asynchronous."""
    marks = ("reality_watched", "pytest_impl", "_pytestfixturefunction", "__pytest_wrapped__")
    return not any(mark in vars(function) for mark in marks) and not function.__code__.co_flags & (0x20 | 0x80 | 0x200)
