# unittest.mock and its backport `mock`: objects that answer by themselves, and patches.

import os
import sys

from reality_guard import get_frame, load

_judging = load("reality_guard_judge")
_weighing = load("reality_guard_weigh")
_places = load("reality_guard_places")
Use, dress, hush, judge, judge_at = _judging.Use, _judging.dress, _judging.hush, _judging.judge, _judging.judge_at

RULE_OBJECT, RULE_PATCH = "mock-object", "patch"


def watch_mock(module):
    _watch_objects(module)
    _watch_patch(module)
    _watch_patch_dict(module)


def _watch_objects(module):
    made = module.NonCallableMock.__new__

    def __new__(cls, *args, **kwargs):
        # What a mock gives of itself was judged with the mock.
        if not _judging.is_hushed() and get_frame(1).f_code.co_name != "_get_child_mock":
            kind = next((base for base in cls.__mro__ if base.__module__ == module.__name__), cls)
            what = "unittest.mock." + kind.__name__
            name = kind.__name__ if kind is cls else "%s, a %s," % (cls.__name__, kind.__name__)
            judge(Use(RULE_OBJECT, what, "%s is made: an object that answers by itself" % name))
        return made(cls, *args, **kwargs)

    module.NonCallableMock.__new__ = dress(__new__, made)


def _watch_patch(module):
    kind = module._patch
    made, entered = kind.__init__, kind.__enter__

    def __init__(self, *args, **kwargs):
        made(self, *args, **kwargs)
        self.reality_look = _places.look(get_frame(1))

    def __enter__(self):
        use, place = _judge_patch(self, module)
        if use is None:
            return entered(self)
        judge_at(use, place)
        with hush():
            return entered(self)

    kind.__init__ = dress(__init__, made)
    kind.__enter__ = dress(__enter__, entered)


def _judge_patch(patch, module):
    """By the line that wrote the patch: a decorator is entered by whoever calls the test."""
    found = getattr(patch, "reality_look", None)
    if found is None or found.place is None:
        return None, None
    try:
        target = patch.getter()
    except Exception:
        # It fails in the patch itself, with a better error.
        return None, None
    verdict = "block"
    if patch.new is not module.DEFAULT:
        verdict = _weighing.weigh(target, patch.attribute, patch.new, found.place)
    elif patch.new_callable is not None and target is sys:
        verdict = _weighing.weigh(target, patch.attribute, None, found.place)
    if verdict is None:
        return None, None
    what = _weighing.show(target, patch.attribute)
    if found.package is not None:
        sentence = "%s replaces %s" % (found.package, what)
        return Use("mock-package", found.package, sentence, verdict, ("unittest.mock.patch", what)), found.place
    return Use(RULE_PATCH, "unittest.mock.patch", "patch replaces %s" % what, verdict, (what,)), found.place


def _watch_patch_dict(module):
    kind = module._patch_dict
    made, patched = kind.__init__, kind._patch_dict

    def __init__(self, *args, **kwargs):
        made(self, *args, **kwargs)
        self.reality_look = _places.look(get_frame(1))

    def _patch_dict(self):
        use = _judge_dict(self, module)
        if use is not None:
            judge_at(use, self.reality_look.place)
        return patched(self)

    kind.__init__ = dress(__init__, made)
    kind._patch_dict = dress(_patch_dict, patched)


def _judge_dict(patch, module):
    found = getattr(patch, "reality_look", None)
    if found is None or found.place is None:
        return None
    target = patch.in_dict
    if isinstance(target, str):
        if target == "os.environ":
            return None
        try:
            target = module._importer(target) if hasattr(module, "_importer") else _resolve(target)
        except Exception:
            return None
    if target is os.environ:
        return None
    values = patch.values if isinstance(patch.values, dict) else dict(patch.values)
    if not any(_weighing.weigh_item(target, key, value) == "block" for key, value in values.items()):
        return None
    shown = "sys.modules" if target is sys.modules else "a dictionary of %s" % ", ".join(str(key) for key in list(values)[:3])
    use = Use(RULE_PATCH, "unittest.mock.patch", "patch.dict replaces entries of %s" % shown, "block", ("unittest.mock.patch.dict",))
    return use


def _resolve(name):
    from pkgutil import resolve_name

    return resolve_name(name)
