# Runs inside pytest. Which requirements a test says that it verifies: by marker, in its id, its docstring, or the comment above it.

import re

_ID = r"[A-Z][A-Z0-9]*(?:[-._][A-Za-z0-9]+)+"
BRACKETED = re.compile(rf"\[({_ID}(?:[,;\s]+{_ID})*)\]")
SEPARATOR = re.compile(r"[,;\s]+")
TAG = re.compile(r"\b(REQ-[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*)")
MARKER = "requirement"


def find_citations(item):
    """Each id once, in the order in which they are met."""
    found = []
    for marker in item.iter_markers(MARKER):
        found.extend(str(one) for one in marker.args)
    found.extend(_find_bracketed(item.nodeid))
    function = getattr(item, "obj", None)
    for owner in (function, getattr(item, "cls", None)):
        text = getattr(owner, "__doc__", None)
        if isinstance(text, str):
            found.extend(TAG.findall(text))
            found.extend(_find_bracketed(text))
    found.extend(TAG.findall("\n".join(_comment_above(function))))
    return list(dict.fromkeys(found))


def _find_bracketed(text):
    return [one for ids in BRACKETED.findall(text) for one in SEPARATOR.split(ids)]


_sources = {}


def _read_lines(path):
    """None where the file cites nothing in any comment, which is what nearly all files do."""
    if path not in _sources:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = file.read().split("\n")
        except (OSError, ValueError):
            lines = []
        _sources[path] = lines if any("#" in line and "REQ-" in line for line in lines) else None
    return _sources[path]


def _comment_above(function):
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    lines = _read_lines(code.co_filename) if code is not None else None
    if lines is None:
        return []
    first = code.co_firstlineno - 1
    found = [lines[first]] if first < len(lines) and "#" in lines[first] else []
    for index in range(min(first, len(lines)) - 1, -1, -1):
        if not lines[index].lstrip().startswith("#"):
            break
        found.insert(0, lines[index])
    return found
