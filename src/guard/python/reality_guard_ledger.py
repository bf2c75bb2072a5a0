# The ledger of an attempt: what a process says of itself, outside of the test.

import posix
import sys
from time import monotonic, time

VERSION = 1
MAX_LINE = 4096
MAX_TEXT = 600
# Lines of one kind from one place in one test: more of them say nothing new, and a loop must not fill the disk.
MAX_ALIKE = 50

# Some mocks look for functions of files and time in all modules and replace them there; in a tuple they are not found.
_SYSTEM = (posix.open, posix.write, posix.close, posix.getpid, monotonic)
_EPOCH_MS = (time() - monotonic()) * 1000

_state = {"path": "", "nonce": "", "told": {}}


def open_ledger(path, nonce):
    _state.update(path=path, nonce=nonce)


def tell_armed():
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
    line = {"kind": kind, "nonce": _state["nonce"], "pid": _getpid(), "atMs": round(_EPOCH_MS + _monotonic() * 1000, 3), **facts}
    text = _encode(line)
    if len(text) >= MAX_LINE:
        text = _encode({key: value[:MAX_TEXT // 2] if isinstance(value, str) and key != "file" else value for key, value in line.items()})
    try:
        ledger = _open(_state["path"], posix.O_WRONLY | posix.O_APPEND | posix.O_CREAT | posix.O_CLOEXEC, 0o600)
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
