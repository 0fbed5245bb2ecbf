"""Suppressing comments in the cells of a notebook."""

from __future__ import annotations

import pytest

from tests.notebook.made import notebook
from tflint_ckpt.finding import Applicability, Finding, Severity
from tflint_ckpt.source import Source
from tflint_ckpt.suppress import Suppressions

NAME = "checkpoint-max-to-keep"
KNOWN = {"TFC101": "TFC101", NAME: "TFC101", "TFC002": "TFC002", "unused-suppression": "TFC002"}


def lint(source: Source) -> tuple[list[Finding], list[Finding]]:
    """What is left of a finding at ``HERE``, and what is said about the comments."""
    start = source.text.index("HERE")
    found = Finding("TFC101", NAME, Severity.ERROR, "", source.path, start, start + 4)
    return Suppressions.read(source).apply([found], frozenset(KNOWN.values()), KNOWN)


COMMENT = "# tflint-ckpt: ignore[TFC101]"
FILE = "# tflint-ckpt: ignore-file[TFC101]"

SUPPRESSED = {
    "at the end of the line": ["import os", f"x = HERE  {COMMENT}"],
    "on the line above": ["import os", f"{COMMENT}\nx = HERE"],
    "by noqa": ["x = 1", "x = f(\n  HERE\n)  # noqa: TFC101", "y = 1"],
    "below a magic": ["import os", f"%matplotlib inline\n!pip list\n{COMMENT}\nx = HERE"],
    "in a cell with a magic that runs it": ["import os", f"%%time\n{COMMENT}\nx = HERE"],
    "on a line that a magic runs": [f"%time x = HERE  {COMMENT}"],
    "beside a cell that is no Python": ["x = (", f"x = HERE  {COMMENT}"],
    "in all of it": [f"{FILE}\nimport os", "x = HERE"],
    "in all of it, below magics": [f"%load_ext tensorboard\n!pip list\n{FILE}\nimport os", "x = HERE"],
    "in all of it, behind a cell of magics": ["%matplotlib inline\n!pip list", f"{FILE}\nx = HERE"],
    "in all of it, behind a cell of another language": ["%%bash\nls", f"{FILE}\nx = HERE"],
    "in all of it, above the cells with statements": [FILE, "import os", "x = HERE"],
    "in all of it, below a docstring": ['"""Train."""', f"{FILE}\nimport os", "x = HERE"],
}


@pytest.mark.parametrize("cells", SUPPRESSED.values(), ids=SUPPRESSED)
@pytest.mark.parametrize("end", ["", "\n", "\n\n"], ids=["", "newline at the end", "two"])
def test_suppressed(cells: list[str], end: str) -> None:
    assert lint(notebook(*(cell + end for cell in cells))) == ([], [])


REPORTED = {
    "in the cell before": [f"import os\n{COMMENT}", "x = HERE"],
    "alone in the cell before": [COMMENT, "x = HERE"],
    "in the cell behind": ["x = HERE", f"{COMMENT}\ny = 1"],
    "in a cell of another language": [f"%%bash\n{COMMENT}", "x = HERE"],
    "for all, below a statement": [f"import os\n{FILE}", "x = HERE"],
    "for all, in a cell behind the first": ["import os", f"{FILE}\nx = HERE"],
    "for all, below a line that a magic runs": [f"%time import os\n{FILE}", "x = HERE"],
}


@pytest.mark.parametrize("cells", REPORTED.values(), ids=REPORTED)
@pytest.mark.parametrize("end", ["", "\n", "\n\n"], ids=["", "newline at the end", "two"])
def test_reported(cells: list[str], end: str) -> None:
    kept, _ = lint(notebook(*(cell + end for cell in cells)))
    assert [finding.code for finding in kept] == ["TFC101"]


REMOVED = {
    "at the end of a line": ([f"x = 1  {COMMENT}", "HERE"], ["x = 1", "HERE"]),
    "a line of its own": ([f"{COMMENT}\nx = 1", "HERE"], ["x = 1", "HERE"]),
    "the last line of a cell": ([f"x = 1\n{COMMENT}", "HERE"], ["x = 1", "HERE"]),
    "the last line of the notebook": (["HERE", f"x = 1\n{COMMENT}"], ["HERE", "x = 1\n"]),
    "all of a cell": ([COMMENT, "HERE"], ["", "HERE"]),
    "beside a magic": ([f"!pip list\n{COMMENT}\n%pwd", "HERE"], ["!pip list\n%pwd", "HERE"]),
}


@pytest.mark.parametrize(("before", "after"), REMOVED.values(), ids=REMOVED)
def test_what_suppresses_nothing_is_removed(before: list[str], after: list[str]) -> None:
    source = notebook(*before)
    _, [unused] = lint(source)
    assert unused.code == "TFC002"
    assert unused.fix is not None
    assert unused.fix.applicability is Applicability.SAFE
    assert all(map(source.takes, unused.fix.edits))
    assert source.edited(unused.fix.edits).text == notebook(*after).text
