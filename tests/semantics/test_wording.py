"""How a message names lines, of a file and of a notebook's cells."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.wording import in_words
from tflint_ckpt.source import Place

WORDS = [
    ("a line", [(3, None)], "", "line 3"),
    ("two", [(3, None), (9, None)], "", "lines 3, 9"),
    ("the same one twice", [(3, None), (3, None)], "", "line 3"),
    ("a line of a cell", [(3, 7)], "", "cell 7, line 3"),
    ("two of one cell", [(3, 7), (9, 7)], "", "cell 7, lines 3, 9"),
    ("of two cells", [(3, 2), (1, 5)], "", "cell 2, line 3, and cell 5, line 1"),
    (
        "of many",
        [(3, 2), (4, 2), (4, 2), (1, 5), (1, 9)],
        "",
        "cell 2, lines 3, 4, cell 5, line 1, and cell 9, line 1",
    ),
    ("on a line", [(3, None)], "on", "on line 3"),
    ("at lines", [(3, None), (9, None)], "at", "at lines 3, 9"),
    ("but in a cell", [(3, 7)], "on", "in cell 7, line 3"),
]


@pytest.mark.parametrize(
    ("places", "preposition", "words"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS]
)
def test_places_in_words(places: list[tuple[int, int | None]], preposition: str, words: str) -> None:
    assert in_words([Place(line, 1, cell) for line, cell in places], preposition) == words


def test_a_module_says_where_its_nodes_are_in_the_order_of_the_text() -> None:
    facts = module("f()\n\nf()\nx = f(f())\n")
    calls = [*facts.facts.calls][::-1]
    assert facts.where(*calls) == "lines 1, 3, 4"
    assert facts.where(calls[-1], preposition="on") == "on line 1"
