"""Whether a condition on the counter of a loop holds in none of its rounds."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.saving.counted import chooses_rounds, never_holds, numbers

# A range, a condition on its counter e, and whether that never holds; N is 3, M is not known.
LOOPS = [
    ("range(10)", "e % 15 == 14", True),
    ("range(10)", "(e + 1) % 15 == 0", True),
    ("range(10)", "e > 9", True),
    ("range(N)", "e >= N", True),
    ("range(1, 10)", "e < 1", True),
    ("range(1, 10, 2)", "e % 2 == 0", True),
    ("range(10)", "e == 20 and M", True),
    ("range(0)", "e == 0", True),
    ("range(10)", "e % 15 == 0", False),  # in the first round
    ("range(15)", "(e + 1) % 15 == 0", False),
    ("range(10)", "e == 9", False),
    ("range(10)", "e", False),
    ("range(M)", "e == 20", False),
    ("range(10)", "e == M", False),
    ("range(10)", "e % 0 == 1", False),
    ("range(10)", "e == 20 or M", False),
    ("range(10)", "not e == 20", False),
    ("range(10)", "5 < e < 3", False),
    ("range(10, 0, 0)", "e == 20", False),
    ("range(*N)", "e == 20", False),
    ("range(5000)", "e == 9999", False),
    ("[1, 2]", "e == 20", False),
    ("enumerate(data)", "e == 20", False),
]


def never(code: str) -> bool:
    facts, test = marked(code)
    (loop,) = facts.facts.every(cst.For)
    return never_holds(facts, test, loop, ())


@pytest.mark.parametrize(("rounds", "test", "expected"), LOOPS)
def test_loops(rounds: str, test: str, expected: bool) -> None:
    assert never(f"N = 3\nfor e in {rounds}:\n    if show({test}):\n        pass\n") is expected


def test_a_counter_that_is_set_again() -> None:
    assert not never("for e in range(3):\n    e = e + 1\n    if show(e == 3):\n        pass\n")
    assert not never("for e in range(3):\n    e += first\n    if show(e == 3):\n        pass\n")
    assert not never("for e, f in range(3):\n    if show(e == 7):\n        pass\n")


def test_a_range_of_their_own() -> None:
    assert not never("def range(n): return [20]\nfor e in range(3):\n    if show(e == 20):\n        pass\n")


# A range, what is shown, the test around that, what it is in each round, and whether the test asks that.
ROUNDS = [
    ("range(4)", "e", "True", (0, 1, 2, 3), False),
    ("range(1, N)", "e + 1", "M", (2, 3), False),
    ("range(0, 9, 3)", "2 * e", "e != 3", (0, 12), True),
    ("range(9)", "e", "e % 4 == 0", (0, 4, 8), True),
    ("range(3)", "e", "good(e)", (0, 1, 2), True),  # a test that does not tell
    ("range(3)", "M", "True", None, False),
    ("range(M)", "e", "e % 4 == 0", None, True),
    ("range(5000)", "e", "True", None, False),
    ("data", "e", "True", None, False),
]


@pytest.mark.parametrize(("rounds", "node", "test", "expected", "of_counter"), ROUNDS)
def test_numbers(
    rounds: str, node: str, test: str, expected: tuple[int, ...] | None, of_counter: bool
) -> None:
    facts, shown = marked(f"N = 3\nfor e in {rounds}:\n    if {test}:\n        show({node})")
    loop = next(above for above in facts.ancestors(shown) if isinstance(above, cst.For))
    assert numbers(facts, shown, shown, loop) == expected
    assert chooses_rounds(facts, shown, loop) is of_counter


def test_rounds_that_are_left_out() -> None:
    for code in (
        "for e in range(20):\n    if e % 10: continue\n    show(e)",
        "for e in range(20):\n    if e % 10:\n        pass\n    else:\n        show(e)",
    ):
        facts, shown = marked(code)
        (loop,) = facts.facts.every(cst.For)
        assert numbers(facts, shown, shown, loop) is None
        assert chooses_rounds(facts, shown, loop)
