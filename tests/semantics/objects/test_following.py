"""What happens to an object behind the expression that makes it."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.flow import Flows
from tflint_ckpt.semantics.objects.following import Following
from tflint_ckpt.semantics.objects.variables import Variables

RUN = "\nmodel.fit(data, epochs=3)\n"
"""What makes the file a script, whose variables nobody imports."""

# Code with one call of ``make``, and what happens to what that gives: methods and attributes by their names,
# "=" before those that are set, "()" where it is called, "f!" where f is given it, "?" where it is lost.
WAYS: list[tuple[str, str]] = [
    ("make().a()", "a"),
    ("x = make()\nx.a()\nx.b = 1\nx.c", "=b a c"),
    ("x = y = make()\ny.a()", "a"),
    ("x, y = make(), 1\nx.a()\ny.b()", "a"),
    ("(x := make()).a()\nx.b()", "a b"),
    ("x = make() if t else 1\nx.a()", "a"),
    ("x = z or make()\nx.a()", "a"),
    ("xs = [make()]\nxs[0].a()\nxs[1].b()", "a"),
    ("xs = []\nxs.append(make())\nfor x in xs:\n    x.a()", "a"),
    ("xs = []\nuse(xs)\nxs.append(make())\nuse(xs)", "use!"),
    ("xs = [1] + [make()]\n[x.a() for x in xs]", "a"),
    ("xs = []\nxs += [make()]\nxs[0].a()", "a"),
    ("for i, x in enumerate([make()]):\n    x.a()\n    i.b()", "a"),
    ("for x, y in zip([make()], ys):\n    x.a()\n    y.b()", "a"),
    ("d = {'k': make()}\nd['k'].a()\nd['l'].b()", "a"),
    ("d = dict(k=make())\nd['k'].a()", "a"),
    ("d = {}\nd['k'] = make()\nfor k, v in d.items():\n    v.a()", "a"),
    ("xs = [make()]\nxs.pop().a()", "a"),
    ("class T:\n    def __init__(self):\n        self.x = make()\n    def f(self):\n        self.x.a()", "a"),
    (
        "class T:\n    def __init__(self):\n        self.x, self.y = make(), 1\n"
        "    def f(self):\n        self.x.a()",
        "a",
    ),
    (
        "class T:\n    def __init__(self):\n        self.x = make()\n        self.x.a()\n        del self.x",
        "a",
    ),
    ("class T:\n    def f(self):\n        for self.x in [make()]:\n            self.x.a()", "?"),
    ("def f(x):\n    x.a()\nf(make())", "a"),
    ("def f():\n    return make()\nf().a()", "a"),
    ("def f():\n    return 1, make()\nx, y = f()\ny.a()\nx.b()", "a"),
    ("def f(x):\n    return x\nf(make()).a()", "a"),
    ("x = make()\nx(1)", "()"),
    ("x = make()\nprint(x, type(x))\nif x is None or not x:\n    del x", ""),
    ("use(make())", "use!"),
    ("x = make()\nx = 1\nx.a()", ""),
    # lost
    ("other.x = make()", "?"),
    ("with make() as x:\n    x.a()", "?"),
    ("f = lambda: make()", "?"),
    ("def f(x=make()):\n    x.a()", "?"),
    ("def f():\n    yield make()", "?"),
    ("class T:\n    x = make()", "?"),
    ("d = {**make()}", "?"),
    ("d[make()] = 1", "?"),
    ("def f(x):\n    f(x)\nf(make())", "?"),
    ("@register\ndef f():\n    return make()", "?"),
]


@pytest.mark.parametrize(("code", "expected"), WAYS)
def test_ways(code: str, expected: str) -> None:
    facts = module(code + RUN)
    (made,) = calls(facts, "make")
    assert shown(facts, facts.fact(Flows).of(made)) == expected


def shown(facts, uses) -> str:  # type: ignore[no-untyped-def]
    kinds = {"SET": "={}", "CALL": "()", "ESCAPE": "?"}
    texts = {
        f"{facts.text(use.node.func)}!"
        if use.kind.name == "ARGUMENT"
        else kinds.get(use.kind.name, "{}").format(use.name)
        for use in uses
    }
    return " ".join(sorted(texts))


def test_a_variable_that_others_may_import() -> None:
    facts = module("x = make()\nx.a()\n")
    (made,) = calls(facts, "make")
    assert shown(facts, facts.fact(Flows).of(made)) == "? a"


def test_only_the_call_that_is_followed() -> None:
    facts = module(f"def f():\n    return make()\nf().a()\nf().b(){RUN}")
    (made,) = calls(facts, "make")
    function = facts.enclosing_function(made)
    first = calls(facts, "f")[0]
    assert function is not None
    following = Following(facts, facts.fact(Variables), ((function, first),))
    assert shown(facts, following.run(made)) == "a"
