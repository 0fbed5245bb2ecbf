"""The name of what happens to an object."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.flow import Flows

USES = [
    ("make().fit(x)", "METHOD", "fit"),
    ("make().layers", "ATTRIBUTE", "layers"),
    ("make().trainable = False", "SET", "trainable"),
    ("make().counter += 1", "SET", "counter"),
    ("del make().cache", "SET", "cache"),
    ("make()(x)", "CALL", ""),
    ("other.use(make())", "ARGUMENT", "use"),
    ("use(make())", "ARGUMENT", ""),
    ("def f():\n    yield make()", "ESCAPE", ""),
]


@pytest.mark.parametrize(("code", "kind", "name"), USES)
def test_names(code: str, kind: str, name: str) -> None:
    facts = module(f"{code}\n")
    (made,) = calls(facts, "make")
    (use,) = facts.fact(Flows).of(made)
    assert (use.kind.name, use.name) == (kind, name)


def test_where_in_an_argument_it_stands() -> None:
    facts = module("use([1, make()], k=2)\n")
    (made,) = calls(facts, "make")
    (use,) = facts.fact(Flows).of(made)
    assert use.path == (1,)
    assert use.argument is not None
    assert facts.text(use.argument.value) == "[1, make()]"
