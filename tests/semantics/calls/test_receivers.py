"""Which classes stand before a dot, and which methods are found there."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import marked
from tflint_ckpt.semantics.calls.receivers import Receivers

CLASSES = """\
class A:
    def f(self): pass
    def g(self): pass
class B(A):
    def f(self): pass
class C(B, Mixin): pass
"""

# Code that shows a receiver, and the classes of the module that it may be, or be an object of; None where
# nothing tells.
RECEIVERS = [
    ("show(A())", "A"),
    ("show(A)", "A"),
    ("a = B()\nshow(a)", "B"),
    ("a = A() if t else B()\nshow(a)", "A B"),
    ("def h(a: A):\n    show(a)", "A B C"),
    ("show(unknown)", None),
    ("show(3)", ""),
    ("a = unknown()\nshow(a)", ""),
    ("a = A() if t else unknown()\nshow(a)", "A"),
]


@pytest.mark.parametrize(("code", "expected"), RECEIVERS)
def test_classes_of(code: str, expected: str | None) -> None:
    facts, node = marked(CLASSES + code)
    found = facts.fact(Receivers).classes_of(node)
    names = None if found is None else " ".join(sorted(one.name.value for one in found))
    assert names == expected


@pytest.mark.parametrize(
    ("owner", "name", "expected"),
    [("A", "f", "A"), ("B", "f", "B"), ("B", "g", "A"), ("C", "f", "B"), ("A", "h", None)],
)
def test_where_a_method_is_found(owner: str, name: str, expected: str | None) -> None:
    facts = module(CLASSES)
    receivers = facts.fact(Receivers)
    node = next(one for one in facts.facts.classes if one.name.value == owner)
    found = receivers.method(node, name)
    place = facts.enclosing_class(found) if found is not None else None
    assert (place.name.value if isinstance(place, cst.ClassDef) else None) == expected


def test_the_order_of_classes_and_who_derives_from_them() -> None:
    facts = module(CLASSES)
    receivers = facts.fact(Receivers)
    nodes = {one.name.value: one for one in facts.facts.classes}
    assert [one.name.value for one in receivers.order(nodes["C"])] == ["C", "B", "A"]
    heirs = receivers.with_heirs(nodes["A"])
    assert {one.name.value for one in heirs if one is not None} == {"A", "B", "C"}
