# What comes of a stand-in: a line in the ledger, and an error at the spot that says what was done and what to do instead.

import sys

from reality_guard import get_frame, load, policy
from reality_guard_ledger import write_mock

places = load("reality_guard_places")

MEND = "start the real part as a component of reality.yaml and let the test talk to it"
_hushed = set()


class MockRefused(BaseException):
    """No `except Exception` of a test or of the code under test takes it for an error of the real part."""


class MockRefusedAtSetUp(Exception):
    """Where anything else would end the whole run, and with it the evidence of the other tests."""


MockRefused.__module__ = MockRefusedAtSetUp.__module__ = "reality_guard"


class Use:
    """Something that stands in for a real part. `also` are more words by which an entry of `allow` may name it."""

    def __init__(self, rule, what, sentence, verdict="block", also=()):
        self.rule, self.what, self.sentence, self.verdict, self.also = rule, what, sentence, verdict, also


def is_hushed():
    """Within something that was judged already: how it does its work is told once."""
    return _thread() in _hushed


class hush:
    """While a judged stand-in is put into its place."""

    def __init__(self):
        self._own = False

    def __enter__(self):
        self._own = _thread() not in _hushed
        _hushed.add(_thread())

    def __exit__(self, *_):
        if self._own:
            _hushed.discard(_thread())


def _thread():
    from _thread import get_ident

    return get_ident()


def judge(use, frame=None, direct=False):
    """Judges by the first line of the project that leads here; without one it is somebody else's affair. Throws what is blocked."""
    if is_hushed():
        return
    found = places.look(frame or get_frame(1), direct)
    if found.place is None:
        return
    if found.package is not None and use.rule != "mock-package":
        # What the project called is the package; by which means that does its work is a detail.
        use = Use("mock-package", found.package, describe_package(found.package), use.verdict, (use.what, *use.also))
    sentence = record(use, found.place)
    if sentence is not None:
        raise error_of(sentence, found.soft)


def judge_at(use, place):
    """As `judge`, where the line is known from before."""
    if is_hushed() or place is None:
        return
    sentence = record(use, place)
    if sentence is not None:
        raise error_of(sentence, places.look(get_frame(1)).soft)


def describe_package(package):
    return "%s is used: a package that stands in for real parts" % package


def record(use, place):
    """Into the ledger. The sentence to be thrown, or None for what is only listed or is allowed."""
    reason = _find_reason(use)
    facts = {"rule": use.rule, "verdict": use.verdict, "what": use.what, "sentence": use.sentence, "mend": MEND}
    spot = {"file": place.file, "line": place.line, "column": place.column, "name": place.name}
    allowed = {} if reason is None else {"allowed": reason}
    write_mock((use.rule, use.what, place.file, place.line), **facts, **spot, **allowed)
    if use.verdict != "block" or reason is not None:
        return None
    return "%s, at %s:%d (reality guard). Instead: %s" % (use.sentence, place.file, place.line, MEND)


def _find_reason(use):
    """An entry names the rule, the thing, or what the thing is a part of: `unittest.mock` allows all of it."""
    for entry in policy().get("allow") or []:
        name = entry.get("what", "")
        for word in (use.rule, use.what, *use.also):
            if word == name or (name and word.startswith(name + ".")):
                return entry.get("reason") or "no reason given"
    return None


def error_of(sentence, soft=False):
    if soft:
        return MockRefusedAtSetUp(sentence)
    outcomes = sys.modules.get("_pytest.outcomes")
    return MockRefused(sentence) if outcomes is None else outcomes.Failed(sentence, pytrace=False)


def dress(wrapper, function):
    """It looks like what it wraps."""
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        if hasattr(function, name):
            setattr(wrapper, name, getattr(function, name))
    wrapper.__dict__.update(getattr(function, "__dict__", {}))
    wrapper.__wrapped__ = function
    return wrapper


def precede(function, before):
    """The function, with a look at its call. The look may throw."""

    def wrapper(*args, **kwargs):
        before(*args, **kwargs)
        return function(*args, **kwargs)

    return dress(wrapper, function)
