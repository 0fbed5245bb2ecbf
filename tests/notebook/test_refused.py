"""What is said of notebooks that are not linted."""

from __future__ import annotations

import json

import pytest

from tests.notebook.made import document
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings

R = {"kernelspec": {"language": "R", "name": "ir"}}

REFUSED = {
    "in another language": (
        document("x <- 1", **R),
        "info 1:1 is not linted: a notebook in R, not in Python",
    ),
    "of an older format": (
        json.dumps({"worksheets": [], "nbformat": 3}),
        "warning 1:1 is not linted: a notebook of format 3, and only 4 is read; "
        "'jupyter nbconvert --to notebook --inplace' converts it",
    ),
    "of a newer format": (
        json.dumps({"cells": [], "nbformat": 5}),
        "warning 1:1 is not linted: a notebook of format 5, and only 4 is known",
    ),
    "no notebook": ("{}", "error 1:1 is not linted: no notebook: it has no nbformat"),
    "no JSON": ('{"cells": [\n  1 2', "error 2:5 is not linted: not JSON: expecting ',' delimiter"),
    "nothing": ("", "error 1:1 is not linted: not JSON: expecting an object"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_a_notebook_that_is_not_linted_is_one_finding(text: str, said: str) -> None:
    [file] = run(["-"], Settings(), stdin=text.encode(), stdin_filename="n.ipynb").files
    assert file.source is not None
    [finding] = file.findings
    assert f"{finding.severity.value} {file.source.place(finding.start)} {finding.message}" == said
    assert (finding.code, finding.fix, file.problems) == ("TFC001", None, [])


def test_a_file_that_is_no_text_is_refused_as_before() -> None:
    [file] = run(["-"], Settings(), stdin=b"\xff", stdin_filename="x.py").files
    assert [(found.severity.value, found.message) for found in file.findings] == [
        ("error", "cannot be read as text: not utf-8 text: invalid start byte")
    ]
