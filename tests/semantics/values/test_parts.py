"""Where something stands in nested lists, tuples and dictionaries."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.kinds import Items, Mapping
from tflint_ckpt.semantics.values.parts import ANY, EACH, Path, chosen, is_display, is_index, key, within

KEYS = [
    ("a[0]", 0),
    ("a[-1]", -1),
    ("a[-n]", ANY),
    ("a[+1]", ANY),
    ("a['x']", "x"),
    ("a[n]", ANY),
    ("a[1:]", ANY),
    ("a[0, 1]", ANY),
    ("a[1.5]", ANY),
]
# A path, the part of a tuple that is taken, and what is left of the path there.
WITHIN: list[tuple[Path, tuple[int, ...], Path | None]] = [
    ((), (), ()),
    ((0,), (), (0,)),
    ((0, "x"), (0,), ("x",)),
    ((ANY, 1), (0,), (1,)),
    ((EACH, 1), (2,), (1,)),
    ((0, 1, 2), (0, 1), (2,)),
    ((1,), (0,), None),
    ((), (0,), None),
    (("x",), (0,), None),
]
# A list or dictionary, a place in it, and the elements that may be meant; None where one may be out of sight.
CHOSEN: list[tuple[str, int | str, str | None]] = [
    ("[a, b]", 0, "a"),
    ("[a, b]", -1, "b"),
    ("[a, b]", ANY, "a b"),
    ("[a, b]", EACH, "a b"),
    ("[a, b]", 2, None),
    ("[a, *b]", -1, None),
    ("[*a, b]", 0, None),
    ("[a, b]", "x", None),
    ("{'x': a, 'y': b}", "x", "a"),
    ("{'x': a, 'y': b}", ANY, "a b"),
    ("{'x': a}", "z", None),
    ("{'x': a, **b}", "z", None),
]


@pytest.mark.parametrize(("code", "expected"), KEYS)
def test_the_key_of_a_subscript(code: str, expected: int | str) -> None:
    node = cst.parse_expression(code)
    assert isinstance(node, cst.Subscript)
    assert key(node) == expected


@pytest.mark.parametrize(("path", "index", "expected"), WITHIN)
def test_what_is_left_in_a_part(path: Path, index: tuple[int, ...], expected: Path | None) -> None:
    assert within(path, index) == expected


@pytest.mark.parametrize(("code", "place", "expected"), CHOSEN)
def test_the_elements_at_a_place(code: str, place: int | str, expected: str | None) -> None:
    facts, node = marked(f"show({code})")
    value = facts.only(node)
    assert isinstance(value, (Items, Mapping))
    found = chosen(value, place)
    assert (None if found is None else " ".join(map(facts.text, found))) == expected


def test_what_is_an_index_and_what_a_list_that_is_written_out() -> None:
    assert [is_index(place) for place in (0, ANY, EACH, "x")] == [True, True, True, False]
    texts = ("[a]", "{'a': b}", "{a, b}", "dict(a=b)", "(a, b)", "a", "f(a)")
    found = [text for text in texts if is_display(cst.parse_expression(text))]
    assert found == ["[a]", "{'a': b}", "{a, b}", "dict(a=b)"]
