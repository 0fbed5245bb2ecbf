"""The batches that generators and sequences hand out."""

from __future__ import annotations

from textwrap import indent

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.batches import batches_of, lists_in

HEAD = "from tensorflow import keras\n"
SEQUENCE = "class S(keras.utils.Sequence):\n    def __len__(self):\n        return 3\n"
GET = "def __getitem__(self, i):\n    return [a, b], y\n"

# Code that shows data, and the batches that it has.
DATA: list[tuple[str, list[str] | None]] = [
    ("def g():\n    while True:\n        yield x, y\nshow(g())", ["x, y"]),
    ("def g():\n    if t:\n        yield x, y\n    yield [a, b], y\nd = g()\nshow(d)", ["x, y", "[a, b], y"]),
    ("show((x, y) for x, y in pairs)", ["(x, y)"]),
    (f"{SEQUENCE}{indent(GET, '    ')}show(S())", ["[a, b], y"]),
    (f"{SEQUENCE}{indent(GET, '    ')}class T(S):\n    pass\ns = S()\nshow(s)", ["[a, b], y"]),
    ("def g():\n    def inner():\n        yield z\n    yield x, y\nshow(g())", ["x, y"]),
    # not known
    ("show(x)", None),
    ("show(g())", None),
    ("def g():\n    return x, y\nshow(g())", None),
    (f"{SEQUENCE}show(S())", None),
    (f"{SEQUENCE}    @cached\n{indent(GET, '    ')}show(S())", None),
    (f"class S:\n{indent(GET, '    ')}show(S())", None),
    ("def g():\n    yield x, y\nd = g() if t else other\nshow(d)", None),
]


@pytest.mark.parametrize(("code", "expected"), DATA)
def test_batches(code: str, expected: list[str] | None) -> None:
    facts, node = marked(HEAD + code)
    found = batches_of(facts, node)
    assert ([facts.text(each) for each in found.values] if found is not None else None) == expected


def test_a_generator_is_told_from_a_sequence() -> None:
    for code, expected in (
        (f"{SEQUENCE}{indent(GET, '    ')}show(S())", False),
        ("show(x for x in y)", True),
    ):
        found = batches_of(*marked(HEAD + code))
        assert found is not None
        assert found.is_generator is expected


LISTS = [
    ("([a, b], y)", ["[a, b]"]),
    ("([a, [b]], [y])", ["[a, [b]]", "[b]", "[y]"]),
    ("[a, b]", []),
    ("([1, -2], ['a'], [])", []),
    ("f([a])", []),
]


@pytest.mark.parametrize(("batch", "expected"), LISTS)
def test_lists_in_a_batch(batch: str, expected: list[str]) -> None:
    node = cst.parse_expression(batch)
    shown = [cst.Module([]).code_for_node(each) for each in lists_in(node, itself=False)]
    assert shown == expected


def test_a_batch_that_is_a_list_itself() -> None:
    (found,) = lists_in(cst.parse_expression("[x, y]"), itself=True)
    assert len(found.elements) == 2
