# Whether something put into the place of something else stands in for a real part, or is a setting, or the test's own affair.

import os
import sys
import types

from reality_guard import load

places = load("reality_guard_places")

# Settings of the process and its streams, which a test may arrange: nobody answers there.
_OF_SYS = frozenset("argv path stdin stdout stderr __stdin__ __stdout__ __stderr__ dont_write_bytecode modules path_hooks meta_path excepthook".split())
_DATA = (type(None), bool, int, float, complex, str, bytes, bytearray, tuple, list, dict, set, frozenset, range)
ABSENT = object()


def weigh(target, name, new, place):
    """`block`, `warn` (a setting of real code: listed only), or None for what is innocent."""
    old = current(target, name)
    if target is sys and name in _OF_SYS and not _is_mock(new):
        return None
    if target is os.environ or (target is os and name == "environ"):
        return None
    if _is_of_mocks(target) or _is_of_test(target, old, place):
        return None
    return "warn" if _is_setting(old, new) else "block"


def weigh_item(target, key, new):
    """Of a dictionary. Plain values are settings; what can be called, or is a module, stands in for something."""
    if target is os.environ:
        return None
    if target is sys.modules:
        return "block"
    return "block" if _is_mock(new) or (callable(new) and callable(target.get(key) if hasattr(target, "get") else None)) else None


def current(target, name):
    """Without calling what a property would call."""
    holders = [target] if not isinstance(target, type) else list(target.__mro__)
    for holder in holders:
        values = getattr(holder, "__dict__", {})
        if name in values:
            return values[name]
    return getattr(type(target), name, ABSENT) if not isinstance(target, (types.ModuleType, type)) else ABSENT


def _is_setting(old, new):
    return (old is ABSENT or is_data(old)) and is_data(new)


def is_data(value):
    """Plain values, and plain values that a class of the standard library holds (a path, a date, a pattern)."""
    if isinstance(value, _DATA):
        return not isinstance(value, type)
    if callable(value) or isinstance(value, types.ModuleType) or _is_mock(value):
        return False
    return type(value).__module__ in ("pathlib", "datetime", "decimal", "re", "uuid", "enum", "ipaddress", "fractions")


def _is_mock(value):
    return type(value).__module__ in ("unittest.mock", "mock.mock") or any(
        base.__module__ in ("unittest.mock", "mock.mock") for base in type(value).__mro__
    )


def _is_of_mocks(target):
    """A guard of the user's own may forbid mocks by replacing them."""
    file = places.home(target)
    return file is not None and places.kind_of(file) == places.MOCK


def _is_of_test(target, old, place):
    """What is written in the file of the test itself, both the thing and what it held: nothing real is replaced."""
    if place is None or places.home(target) != place.file:
        return False
    return old is ABSENT or not callable(old) or places.home(old) == place.file


def show(target, name=None):
    """`subprocess.run`, `camera.client.Client.get`."""
    if isinstance(target, types.ModuleType):
        base = target.__name__
    else:
        owner = target if isinstance(target, type) else type(target)
        base = owner.__qualname__ if owner.__module__ == "builtins" else "%s.%s" % (owner.__module__, owner.__qualname__)
    return base if name is None else "%s.%s" % (base, name)
