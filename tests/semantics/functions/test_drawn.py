"""What several pieces of code draw at random altogether."""

from __future__ import annotations

import libcst as cst
import pytest

from tflint_ckpt.semantics.functions.drawn import NOTHING, UNKNOWN, Draw, Drawn, either, together
from tflint_ckpt.semantics.functions.random_names import Draws

NODES = {letter: cst.Name(letter) for letter in "ab"}
A, B = (Draw(NODES[letter], letter, Draws.OPERATION) for letter in "ab")
SURE, OTHER, PERHAPS = Drawn((A,)), Drawn((B,)), Drawn((), (A,))

# What is combined, and what is sure, possible, and whether all is known.
TOGETHER = [
    ([], "", "", True),
    ([SURE, OTHER], "ab", "", True),
    ([SURE, SURE], "a", "", True),
    ([SURE, PERHAPS], "a", "a", True),
    ([SURE, UNKNOWN], "a", "", False),
    ([NOTHING, UNKNOWN], "", "", False),
]
EITHER = [
    ([], "", "", True),
    ([SURE, OTHER], "ab", "", True),
    ([SURE, NOTHING], "", "a", True),
    ([SURE, PERHAPS], "", "aa", True),
    ([SURE, UNKNOWN], "", "a", False),
    ([NOTHING, NOTHING], "", "", True),
]


def told(found: Drawn) -> tuple[str, str, bool]:
    return "".join(one.name for one in found.sure), "".join(one.name for one in found.possible), found.known


@pytest.mark.parametrize(("found", "sure", "possible", "known"), TOGETHER)
def test_all_run(found: list[Drawn], sure: str, possible: str, known: bool) -> None:
    assert told(together(found)) == (sure, possible, known)


@pytest.mark.parametrize(("found", "sure", "possible", "known"), EITHER)
def test_one_runs(found: list[Drawn], sure: str, possible: str, known: bool) -> None:
    assert told(either(found)) == (sure, possible, known)


@pytest.mark.parametrize(
    ("drawn", "random"),
    [(SURE, True), (NOTHING, False), (UNKNOWN, None), (PERHAPS, None), (Drawn((A,), (), False), True)],
)
def test_whether_anything_is_drawn(drawn: Drawn, random: bool | None) -> None:
    assert drawn.random is random
    assert drawn.perhaps().random is (False if random is False else None)


def test_in_python() -> None:
    found = Drawn((A,), (B,), False).in_python()
    assert [one.in_python for one in (*found.sure, *found.possible)] == [True, True]
    assert not found.known
