# Runs inside pytest. An exception becomes a failure as the wire wants it. Never raises: the errors of users are hostile objects.

import errno
import inspect
import os
import reprlib

MAX_MESSAGE = 64 * 1024
MAX_VALUE = 8 * 1024
MAX_OUTPUT = 16 * 1024
MAX_FRAMES = 20
MAX_CAUSES = 5
# Frames of these are the framework's own, Python's own, and ours.
HIDDEN = ("/_pytest/", "/pluggy/", "<frozen ", "/reality_pytest.py", "/reality_failure.py", "/reality_guard")
STDLIB = os.path.dirname(os.path.abspath(os.__file__)) + os.sep

_repr = reprlib.Repr()
_repr.maxlevel, _repr.maxstring, _repr.maxother = 5, 2000, 2000
_repr.maxlist = _repr.maxtuple = _repr.maxdict = _repr.maxset = _repr.maxfrozenset = _repr.maxdeque = 50


def show(value):
    """A text for a value: itself when it is one already."""
    try:
        return (value if isinstance(value, str) else _repr.repr(value))[:MAX_VALUE]
    except Exception as error:
        return "<%s that cannot be shown: %s>" % (type(value).__name__, type(error).__name__)


def describe(excinfo, text=None):
    """What an ExceptionInfo of pytest holds. `text` outranks the exception's own words."""
    return describe_error(excinfo.value, text, excinfo.tb)


def describe_error(error, text=None, tb=None):
    failure = {
        "type": type(error).__name__[:200],
        "message": ((text or "").strip() or _describe_chain(error))[:MAX_MESSAGE],
        "source": "raised",
        "frames": list_frames(tb if tb is not None else error.__traceback__),
    }
    code = _find_code(error)
    if code is not None:
        failure["code"] = code
    return failure


def describe_text(kind, message):
    """Where there is no exception to look at: a report that another process made."""
    return {"type": kind, "message": (message.strip() or kind)[:MAX_MESSAGE], "source": "raised", "frames": []}


def list_frames(tb):
    """Innermost first, without the framework's own."""
    frames = []
    while tb is not None:
        code = tb.tb_frame.f_code
        if not _is_foreign(code.co_filename) and not _is_hidden(tb.tb_frame):
            name = getattr(code, "co_qualname", code.co_name)
            frames.append({"file": code.co_filename, "line": max(tb.tb_lineno or 1, 1), "column": 0, "name": name})
        tb = tb.tb_next
    return frames[::-1][:MAX_FRAMES]


def _is_foreign(file):
    if any(part in file for part in HIDDEN):
        return True
    return file.startswith(STDLIB) and "-packages" + os.sep not in file


def _is_hidden(frame):
    # Helpers of users hide themselves from tracebacks so; pytest honours it, and so do we.
    return frame.f_locals.get("__tracebackhide__") is True


def _say(error):
    try:
        text = str(error).strip()
    except Exception:
        text = "a text that cannot be shown"
    parts = getattr(error, "exceptions", None)
    if isinstance(parts, (tuple, list)) and parts:
        text += ": " + "; ".join("%s: %s" % (type(part).__name__, _say(part)) for part in parts[:10])
    return text or type(error).__name__


def _next_of(error):
    if error.__cause__ is not None:
        return error.__cause__, "caused by"
    if error.__context__ is not None and not error.__suppress_context__:
        return error.__context__, "while handling"
    return None, ""


def _chain(error):
    """The error and what led to it, each with how it is bound to the one before."""
    how = ""
    for _ in range(MAX_CAUSES + 1):
        if error is None:
            return
        yield how, error
        error, how = _next_of(error)


def _describe_chain(error):
    lines = []
    for how, one in _chain(error):
        lines.append("%s: %s: %s" % (how, type(one).__name__, _say(one)) if how else _say(one))
    return "\n".join(lines)


def _find_code(error):
    """The name of an errno, as other languages give it: ECONNREFUSED; of the error, or of what led to it."""
    for _, one in _chain(error):
        for each in (one,) + tuple(getattr(one, "exceptions", None) or ()):
            number = getattr(each, "errno", None)
            if isinstance(each, OSError) and number in errno.errorcode:
                return errno.errorcode[number]
    return None


def join_sections(sections):
    """What was printed and logged, by headings; of a flood the end."""
    text = "\n".join("--- %s ---\n%s" % (name, content.rstrip()[-MAX_OUTPUT // 2 :]) for name, content in sections)
    return text[-MAX_OUTPUT:]


def describe_unrun(values):
    """What async fixtures gave to a test that nobody ran: it explains whatever then went wrong. A map of names to values."""
    found = []
    for name, value in (values or {}).items():
        kind = "an async generator" if inspect.isasyncgen(value) else "a coroutine" if inspect.iscoroutine(value) else None
        if kind is not None:
            found.append(
                "the fixture '%s' gave the test %s that nobody runs: its set-up never happened. Use a plug-in for async "
                "fixtures (@pytest_asyncio.fixture), or a fixture that is not async" % (name, kind)
            )
    return found
