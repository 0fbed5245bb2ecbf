"""The format for programs, to the letter."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.notebook.made import notebook
from tests.report.build import KERAS_3, file_result, finding, run_result, source
from tflint_ckpt.finding import Applicability, Edit, Effect, Fix, Severity
from tflint_ckpt.report import View
from tflint_ckpt.report.json_ import render

TRAIN = source('# \u691c\u67fb\r\ncall("\u70b9", max_to_keep=3)\r\n', path="src/train.py")
OTHER = source("\n\nname = 1\n", path="src/other.py")


def test_every_key_in_its_place() -> None:
    start = TRAIN.text.index(", max")
    end = TRAIN.text.index(")")
    fix = Fix(
        Applicability.SAFE,
        "remove the argument",
        (Edit("src/train.py", start, end, ""), Edit("src/other.py", 2, 2, "import os\n")),
    )
    result = run_result(
        file_result(OTHER, fixed=1),
        file_result(TRAIN, finding(TRAIN, "max_to_keep=3", message="raises \u201cTypeError\u201d", fix=fix)),
        target=KERAS_3,
    )
    assert (
        render(result, View())
        == """\
{
  "version": "0.1.0",
  "target": {
    "tensorflow": "2.21",
    "keras": "3",
    "source": "default"
  },
  "targets": [
    {
      "tensorflow": "2.21",
      "keras": "3",
      "source": "default",
      "files": 1
    }
  ],
  "summary": {
    "files": 2,
    "errors": 1,
    "warnings": 0,
    "infos": 0,
    "fixable": 1,
    "fixed": 1
  },
  "findings": [
    {
      "code": "TFC101",
      "name": "checkpoint-max-to-keep",
      "severity": "error",
      "message": "raises \\u201cTypeError\\u201d",
      "url": "https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/rules/checkpoint-max-to-keep.md",
      "path": "src/train.py",
      "cell": null,
      "range": {
        "start": {
          "line": 2,
          "column": 11
        },
        "end": {
          "line": 2,
          "column": 24
        }
      },
      "fix": {
        "applicability": "safe",
        "title": "remove the argument",
        "edits": [
          {
            "path": "src/train.py",
            "cell": null,
            "range": {
              "start": {
                "line": 2,
                "column": 9
              },
              "end": {
                "line": 2,
                "column": 24
              }
            },
            "text": ""
          },
          {
            "path": "src/other.py",
            "cell": null,
            "range": {
              "start": {
                "line": 3,
                "column": 1
              },
              "end": {
                "line": 3,
                "column": 1
              }
            },
            "text": "import os\\n"
          }
        ]
      },
      "alternatives": [],
      "releases": [],
      "target": 0
    }
  ],
  "files": [
    {
      "path": "src/train.py",
      "target": 0,
      "targets": [
        0
      ]
    }
  ],
  "problems": []
}
"""
    )


def test_of_a_notebook_the_cell_and_lines_and_columns_in_it() -> None:
    file = notebook("import tensorflow as tf", "x = 1\nf(\n    max_to_keep=3,\n)", "y = 1\nlr = 2")
    start, last = file.text.index("    max"), file.text.index("\nlr")
    edits = (
        Edit("n.ipynb", 0, 0, "import os\n"),
        Edit("n.ipynb", start, file.text.index(")"), ""),
        Edit("n.ipynb", last, last + len("\nlr = 2"), ""),
    )
    fix = Fix(Applicability.SAFE, "remove it", edits)
    [shown] = json.loads(
        render(run_result(file_result(file, finding(file, "max_to_keep=3", fix=fix))), View())
    )["findings"]
    assert _cell_and_range(shown) == (2, (3, 5), (3, 18))
    assert [_cell_and_range(edit) for edit in shown["fix"]["edits"]] == [
        (1, (1, 1), (1, 1)),
        (2, (3, 1), (4, 1)),
        (3, (1, 6), (2, 7)),
    ]


@pytest.mark.parametrize("last", ["  lr)", "  lr)\n"])
def test_the_last_line_of_a_cell_ends_in_that_cell(last: str) -> None:
    file = notebook(f"f(\n{last}", "y = 1")
    start = file.text.index("  lr)")
    fix = Fix(Applicability.SAFE, "remove it", (Edit("n.ipynb", start, start + len("  lr)\n"), ""),))
    report = json.loads(render(run_result(file_result(file, finding(file, "lr", fix=fix))), View()))
    [edit] = report["findings"][0]["fix"]["edits"]
    assert _cell_and_range(edit) == (1, (2, 1), (3, 1))


def test_other_fixes_and_what_happens_where() -> None:
    found = replace(
        finding(OTHER, "name", fix=Fix(Applicability.SAFE, "remove it")),
        alternatives=(Fix(Applicability.UNSAFE, "keep three", (Edit("src/other.py", 2, 2, "x\n"),), "keep"),),
        effects=(
            Effect("Keras 2", "2.15", None, "ignores it"),
            Effect("Keras 3", "2.16..2.21", Severity.ERROR, "raises TypeError"),
        ),
    )
    [shown] = json.loads(render(run_result(file_result(OTHER, found)), View()))["findings"]
    [other] = shown["alternatives"]
    assert (other["name"], other["applicability"], other["edits"][0]["text"]) == ("keep", "unsafe", "x\n")
    assert shown["releases"] == [
        {"tensorflow": "2.15", "keras": "Keras 2", "severity": None, "message": "ignores it"},
        {
            "tensorflow": "2.16..2.21",
            "keras": "Keras 3",
            "severity": "error",
            "message": "raises TypeError",
        },
    ]
    chosen = found.preferring("keep")
    assert chosen.fix is found.alternatives[0]
    assert chosen.alternatives == (found.fix,)
    assert found.preferring("unheard of") is found


def test_a_run_without_findings() -> None:
    assert (
        render(run_result(file_result(OTHER)), View(quiet=True))
        == """\
{
  "version": "0.1.0",
  "target": {
    "tensorflow": "2.15",
    "keras": "2",
    "source": "requirements.txt:3"
  },
  "targets": [],
  "summary": {
    "files": 1,
    "errors": 0,
    "warnings": 0,
    "infos": 0,
    "fixable": 0,
    "fixed": 0
  },
  "findings": [],
  "files": [],
  "problems": []
}
"""
    )


def test_no_fix_is_null_and_advice_has_no_edits() -> None:
    advice = Fix(Applicability.MANUAL, "think")
    result = run_result(file_result(OTHER, finding(OTHER, "name"), finding(OTHER, "1", fix=advice)))
    report = json.loads(render(result, View()))
    assert [found["fix"] for found in report["findings"]] == [
        None,
        {"applicability": "manual", "title": "think", "edits": []},
    ]


def test_fixable_counts_safe_fixes_only() -> None:
    edit = (Edit("src/other.py", 0, 0, "\n"),)
    kinds = (Applicability.SAFE, Applicability.UNSAFE)
    findings = [finding(OTHER, "1", severity=Severity.INFO, fix=Fix(kind, "", edit)) for kind in kinds]
    summary = json.loads(render(run_result(file_result(OTHER, *findings)), View()))["summary"]
    assert summary == {"files": 1, "errors": 0, "warnings": 0, "infos": 2, "fixable": 1, "fixed": 0}


def test_a_file_name_that_is_not_text_is_carried_over() -> None:
    file = source("lr = 1\n", path="caf\udce9.py")
    report = render(run_result(file_result(file, finding(file, "lr"))), View())
    assert report.isascii()
    assert json.loads(report)["findings"][0]["path"] == "caf\udce9.py"


def _cell_and_range(place: dict[str, Any]) -> tuple[int | None, tuple[int, int], tuple[int, int]]:
    """The cell, and line and column of start and end."""
    start, end = ((each["line"], each["column"]) for each in (place["range"]["start"], place["range"]["end"]))
    return place["cell"], start, end
