"""Which fixes can be applied in one round, and applying them."""

from __future__ import annotations

import pytest

from tflint_ckpt.edits import by_path, choose, splice
from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity


def finding(*edits: tuple[int, int, str]) -> Finding:
    fix = Fix(Applicability.SAFE, "", tuple(Edit("a.py", *edit) for edit in edits))
    return Finding("TFC999", "example", Severity.INFO, "", "a.py", 0, 0, fix)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ((0, 1, "x"), (1, 2, "y"), True),
        ((0, 2, "x"), (1, 3, "y"), False),
        ((1, 1, "x"), (1, 1, "y"), False),
        ((1, 1, "x"), (1, 2, "y"), False),
        ((1, 1, "x"), (1, 1, "x"), True),
    ],
)
def test_choose(first: tuple[int, int, str], second: tuple[int, int, str], together: bool) -> None:
    one, other = finding(first), finding(second)
    assert choose([one, other]) == ([one, other] if together else [one])


def test_a_shared_edit_is_applied_once() -> None:
    found = choose([finding((0, 0, "import os\n"), (1, 1, "A")), finding((0, 0, "import os\n"), (2, 2, "B"))])
    assert splice("xyz", by_path(found)["a.py"]) == "import os\nxAyBz"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="offset 1"):
        splice("xyz", [Edit("a.py", 0, 2, ""), Edit("a.py", 1, 3, "")])
