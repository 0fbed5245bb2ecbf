"""Values: texts with holes, containers whose length is known or not, and what alternatives come to."""

from __future__ import annotations

import libcst as cst
import pytest

from tflint_ckpt.semantics.values.kinds import (
    MOST_ALTERNATIVES,
    Constant,
    Hole,
    Items,
    Piece,
    Text,
    Unknown,
    as_text,
    distinct,
)

NODE = cst.Name("x")


def text(*parts: str | None) -> Text:
    return Text(tuple(Hole(None) if part is None else Piece(part) for part in parts))


@pytest.mark.parametrize(
    ("value", "literal", "shown", "tail"),
    [
        (text(), "", "", ""),
        (text("a", "b"), "ab", "ab", "ab"),
        (text(None), None, "⟨…⟩", ""),
        (text("a", None, "b", "c"), None, "a⟨…⟩bc", "bc"),
        (text("a", None), None, "a⟨…⟩", ""),
    ],
)
def test_texts(value: Text, literal: str | None, shown: str, tail: str) -> None:
    assert (value.literal, value.shown, value.tail) == (literal, shown, tail)


@pytest.mark.parametrize(
    ("complete", "exact", "expected"), [(True, True, 1), (True, False, None), (False, True, None)]
)
def test_a_length_is_known_where_every_element_is(complete: bool, exact: bool, expected: int | None) -> None:
    assert Items((NODE,), complete, NODE, exact).length == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Constant(3, NODE), "3"),
        (Constant(-3, NODE), "-3"),
        (Constant(True, NODE), "⟨…⟩"),  # it may be written as 1 as well: "%d" % True
        (Constant(1.5, NODE), "⟨…⟩"),
        (Constant(None, NODE), "⟨…⟩"),
        (Unknown(NODE), "⟨…⟩"),
        (text("a"), "a"),
    ],
)
def test_what_a_value_is_in_a_text(value: Constant | Unknown | Text, shown: str) -> None:
    assert as_text(value, NODE).shown == shown


def test_too_many_alternatives_are_no_answer() -> None:
    several = [Constant(number, NODE) for number in range(MOST_ALTERNATIVES)]
    assert distinct(several, NODE) == tuple(several)
    assert distinct([*several, *several], NODE) == tuple(several)
    assert distinct([*several, Constant(-1, NODE)], NODE) == (Unknown(NODE),)
    assert distinct([], NODE) == (Unknown(NODE),)


def test_equal_numbers_of_other_types_are_other_values() -> None:
    several = [Constant(1, NODE), Constant(True, NODE), Constant(1.0, NODE)]
    found = [value.value for value in distinct(several, NODE) if isinstance(value, Constant)]
    assert [type(each) for each in found] == [int, bool, float]


def test_where_a_value_is_written_makes_it_no_other_value() -> None:
    assert Constant(1, NODE) == Constant(1, cst.Name("y"))
    assert Piece("a", NODE, 3) == Piece("a")
    assert Constant(1, NODE) != Constant(2, NODE)
