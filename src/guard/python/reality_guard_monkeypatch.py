# pytest's monkeypatch: settings and the environment are its honest use, replaced functions are not.

import sys

from reality_guard import get_frame, load

_judging = load("reality_guard_judge")
_weighing = load("reality_guard_weigh")
_places = load("reality_guard_places")
Use, dress, hush = _judging.Use, _judging.dress, _judging.hush

RULE = "monkeypatch"


def watch_monkeypatch(module):
    kind = module.MonkeyPatch
    kind.setattr = _watch(kind.setattr, lambda *args, **kwargs: _judge_attribute(module, "setattr", *args, **kwargs))
    kind.delattr = _watch(kind.delattr, lambda *args, **kwargs: _judge_attribute(module, "delattr", *args, **kwargs))
    kind.setitem = _watch(kind.setitem, _judge_item)
    kind.undo = _watch(kind.undo, lambda *_: None)


def _watch(method, before):
    def wrapper(*args, **kwargs):
        before(*args, **kwargs)
        with hush():
            return method(*args, **kwargs)

    return dress(wrapper, method)


def _judge_attribute(module, verb, patch, target, name=None, value=None, raising=True, **_):
    if isinstance(target, str):
        # Written as one dotted name: the second argument is then the value.
        value = name if verb == "setattr" else None
        try:
            name, target = module.derive_importpath(target, False)
        except Exception:
            return
    if isinstance(name, str):
        _judge(target, name, value, "monkeypatch.%s %s %s" % (verb, "replaces" if verb == "setattr" else "removes", _weighing.show(target, name)))


def _judge(target, name, value, sentence):
    frame = get_frame(3)
    place = _places.look(frame).place
    verdict = None if place is None else _weighing.weigh(target, name, value, place)
    if verdict is not None:
        what = _weighing.show(target, name)
        _judging.judge(Use(RULE, what, sentence, verdict, ("pytest.MonkeyPatch",)), frame)


def _judge_item(patch, dic, name, value):
    if _weighing.weigh_item(dic, name, value) == "block":
        shown = "sys.modules[%r]" % name if dic is sys.modules else "the entry %r of a dictionary" % (name,)
        what = "sys.modules" if dic is sys.modules else "dict"
        _judging.judge(Use(RULE, what, "monkeypatch.setitem replaces %s" % shown, "block", ("pytest.MonkeyPatch",)), get_frame(1))
