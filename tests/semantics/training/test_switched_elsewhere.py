"""Models that functions of other files freeze or set free."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.events import switches

OTHER = """\
def freeze(m):
    m.trainable = False
def switch(m, on=True):
    m.trainable = on
def last(m, n):
    m.trainable = True
    for layer in m.layers[:-n]:
        layer.trainable = False
def loop(m):
    for layer in m.layers:
        layer.trainable = False
def some(m, on=False):
    if on:
        for layer in m.layers:
            layer.trainable = False
def others(m, on=False):
    if not on:
        return
    for layer in m.layers:
        layer.trainable = False
def nested(m):
    for block in m.layers:
        for layer in block.layers:
            if layer.name in names:
                layer.trainable = False
def part(m):
    base = m.get_layer("base")
    base.trainable = False
def other(m, n):
    n.trainable = False
def maybe(m):
    if m.built:
        m.trainable = False
def leaves(m):
    if m.built:
        return
    m.trainable = False
def both(m):
    m.trainable = False
    m.trainable = True
@wrap
def wrapped(m):
    m.trainable = False
def own(m):
    m = copy(m)
    m.trainable = False
"""

# A call, and what it switches: the argument, whether it sets free, and whether a part only.
CALLS = [
    ("freeze(net)", [("net", False, False)]),
    ("freeze(m=net)", [("net", False, False)]),
    ("freeze(net.get_layer('a'))", [("net.get_layer('a')", False, False)]),
    ("switch(net)", [("net", True, False)]),
    ("switch(net, False)", [("net", False, False)]),
    ("switch(net, on=flag)", [("net", None, False)]),
    ("last(net, 3)", [("net", True, True)]),
    ("loop(net)", [("net", False, True)]),
    ("some(net)", [("net", None, True)]),
    ("some(net, on=flag)", [("net", None, True)]),
    ("others(net)", [("net", None, True)]),
    ("nested(net)", []),
    ("part(net)", [("net", False, True)]),
    ("other(net, base)", [("base", False, False)]),
    ("maybe(net)", [("net", None, False)]),
    ("leaves(net)", [("net", None, False)]),
    ("both(net)", [("net", None, False)]),
    ("wrapped(net)", []),
    ("own(net)", []),
    ("freeze(*nets)", []),
    ("freeze()", []),
]


@pytest.mark.parametrize("head", ["from other import {}", "from pkg import {}", "import other"])
@pytest.mark.parametrize(("call", "expected"), CALLS)
def test_switches(call: str, expected: list[tuple[str, bool | None, bool]], head: str) -> None:
    name = call.partition("(")[0]
    called = f"other.{call}" if head == "import other" else call
    facts = module(
        f"{head.format(name)}\n{called}\n", other=OTHER, **{"pkg/__init__": "from other import *\n"}
    )
    found = list(switches(facts))
    shown = [(facts.text(one.model), value, one.layers is not None) for one, value in found]
    assert shown == expected
    assert all(one.there is not None and one.there[0].path == "other.py" for one, _ in found)
