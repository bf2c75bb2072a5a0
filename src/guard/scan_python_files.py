"""Which files of a project belong to a test file in Python."""

import ast
import functools
import os
import re

from scan_python_words import fixtures_of


def first_party(level, module, file, root):
    """The file of the project that an import leads to."""
    base = os.path.dirname(file)
    for _ in range(max(0, level - 1)):
        base = os.path.dirname(base)
    places = [base] if level else [base, root, os.path.join(root, "src"), os.path.join(root, "tests")]
    parts = [part for part in module.split(".") if part]
    for place in places:
        for found in (os.path.join(place, *parts) + ".py", os.path.join(place, *parts, "__init__.py")):
            if os.path.isfile(found) and found.startswith(root + os.sep) and "site-packages" not in found:
                return found
    return None


def conftests(file, root):
    """pytest loads every conftest.py between the project and a test file."""
    folder = os.path.dirname(file)
    while folder.startswith(root):
        path = os.path.join(folder, "conftest.py")
        if os.path.isfile(path):
            yield path
        if folder == root:
            return
        folder = os.path.dirname(folder)


# Nobody writes a test as large as this by hand, and its tree takes a hundred times as much memory.
MAX_BYTES = 8 * 1024 * 1024


@functools.lru_cache(maxsize=None)
def parse(file):
    if os.path.getsize(file) > MAX_BYTES:
        raise ValueError("it is larger than 8 MB")
    with open(file, "rb") as stream:
        return ast.parse(stream.read(), file)


def own_fixtures(file, root):
    """Fixtures that the project itself makes for a file; of a conftest that is no program there are none."""
    own = set()
    for path in [file, *conftests(file, root)]:
        try:
            own |= fixtures_of(parse(path))
        except (SyntaxError, ValueError, OSError):
            pass
    return own


def plugins_of(root):
    """Plug-ins that the settings of pytest load by name: `addopts = -p support.clock`."""
    for name in ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg"):
        path = os.path.join(root, name)
        if os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
            if "addopts" in text:
                yield from re.findall(r"""(?:^|[\s"'=])-p(?:[\s"',=]+)([A-Za-z_][\w.]*)(?![\w.:])""", text)
