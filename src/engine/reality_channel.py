# Runs inside pytest. The way to the runner: whole lines, each in one write, to the FIFO of the attempt.

import hashlib
import json
import os
import time

# What a pipe takes in one piece (PIPE_BUF), less the newlines around it.
MAX_LINE = 4094
# Bound now: tests replace functions of `os`, and file systems as a whole.
_open, _write, _fstat, _getpid, _make = os.open, os.write, os.fstat, os.getpid, open
# Escaped to ASCII: half a surrogate pair may stand in any text, and has no bytes of its own.
_to_json = json.JSONEncoder(separators=(",", ":")).encode


class Channel:
    """Without REALITY_EVENTS (a suite run by hand) everything is dropped."""

    def __init__(self, environ, side_dir):
        self._path = environ.get("REALITY_EVENTS") or None
        self._nonce = environ.get("REALITY_NONCE", "")
        self._side_dir = side_dir
        # A test that forks takes us with it; only the process that was started speaks.
        self._pid = _getpid()
        self._fd, self._identity = -1, None
        # The wall clock as it is now, and from now on a clock that nobody sets; kept here, where no test looks for clocks to replace.
        self._elapsed = time.monotonic
        self._origin = time.time() - self._elapsed()

    def silence(self):
        self._path = None

    def send(self, kind, **fields):
        if self._path is None or _getpid() != self._pid:
            return
        try:
            self._put(self._encode(kind, fields))
        except OSError:
            # The pipe or its reader is gone. That is told by others; the tests go on.
            pass

    def _encode(self, kind, fields):
        line = self._dump(kind, fields)
        if len(line) <= MAX_LINE:
            return line
        if "tests" in fields and isinstance(fields["tests"], list):
            return self._dump(kind, {"side": self._write_side(fields["tests"])})
        if "failure" in fields:
            line = self._dump(kind, dict(fields, failure={"side": self._write_side(fields["failure"])}))
            if len(line) <= MAX_LINE:
                return line
        return self._dump("warning", {"text": "an event was too long to be told: " + kind})

    def _dump(self, kind, fields):
        at_ms = round((self._origin + self._elapsed()) * 1000, 3)
        return _to_json(dict({"atMs": at_ms}, nonce=self._nonce, kind=kind, **fields)).encode("ascii")

    def _write_side(self, value):
        data = _to_json(value).encode("ascii")
        name = hashlib.sha256(data).hexdigest() + ".json"
        with _make(os.path.join(self._side_dir, name), "wb") as file:
            file.write(data)
        return name

    def _put(self, line):
        if not self._is_ours():
            self._open()
        # A newline before it too: what a test may have written into the pipe ends there, and cannot swallow this line.
        _write(self._fd, b"\n" + line + b"\n")

    def _is_ours(self):
        """A test may have closed the descriptor, and another file may have its number by now."""
        try:
            found = _fstat(self._fd)
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == self._identity

    def _open(self):
        # Read-write, so that neither the opening nor a write ever fails for want of a reader.
        self._fd = _open(self._path, os.O_RDWR | os.O_APPEND | getattr(os, "O_CLOEXEC", 0))
        found = _fstat(self._fd)
        self._identity = (found.st_dev, found.st_ino)
