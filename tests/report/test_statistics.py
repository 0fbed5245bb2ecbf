"""Figures by rule."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.report.build import KERAS_2, TRAIN, file_result, finding, removal, run_result, source
from tflint_ckpt.finding import Applicability, Effect, Severity
from tflint_ckpt.report.statistics import Statistics, render, render_json
from tflint_ckpt.target import Target, parse

FILE = source(TRAIN)
WEIGHTS = replace(
    finding(FILE, "3", code="TFC105", name="checkpoint-weights-suffix"),
    effects=(
        Effect("Keras 2", "2.15", None, "", (2,)),
        Effect("Keras 3", "2.16..2.21", Severity.ERROR, "raises ValueError", (3,)),
    ),
)
NAMES = {"TFC102": "checkpoint-missing-makedirs"}


def figures_for(target: Target) -> Statistics:
    files = (
        file_result(
            FILE,
            finding(FILE, "3", fix=removal(FILE, "3")),
            WEIGHTS,
            finding(FILE, "3", fix=removal(FILE, "3", Applicability.UNSAFE)),
            not_judged={"TFC105": 11},
        ),
        file_result(
            FILE, finding(FILE, "3", severity=Severity.WARNING), not_judged={"TFC105": 1, "TFC102": 2}
        ),
    )
    return Statistics(run_result(*files, target=target), NAMES)


FIGURES = figures_for(KERAS_2)


def test_a_row_for_every_rule_the_busiest_first() -> None:
    assert render(FIGURES) == (
        "found  errors  safe  unsafe  by hand  not judged  rule\n"
        "    3       2     1       1        1           0  TFC101  checkpoint-max-to-keep\n"
        "    1       0     0       0        1          12  TFC105  checkpoint-weights-suffix\n"
        "    0       0     0       0        0           2  TFC102  checkpoint-missing-makedirs\n"
        "    4       2     1       1        2          14          in all\n"
        "\n"
        "target: TensorFlow 2.15 (Keras 2), from requirements.txt:3: 2 files\n"
    )


def test_what_moving_to_keras_3_breaks() -> None:
    assert render(figures_for(parse("2.15..2.21", "--target"))) == (
        "found  errors on Keras 2  errors on Keras 3  safe  unsafe  by hand  not judged  rule\n"
        "    3                  2                  2     1       1        1           0  "
        "TFC101  checkpoint-max-to-keep\n"
        "    1                  0                  1     0       0        1          12  "
        "TFC105  checkpoint-weights-suffix\n"
        "    0                  0                  0     0       0        0           2  "
        "TFC102  checkpoint-missing-makedirs\n"
        "    4                  2                  3     1       1        2          14          in all\n"
        "\n"
        "3 places break on Keras 3 (TensorFlow 2.16 to 2.21): "
        "--fix mends 1, --unsafe-fixes 1 more, 1 by hand.\n"
        "\n"
        "target: TensorFlow 2.15..2.21 (Keras 2..3), from --target: 2 files\n"
    )


def test_a_file_that_cannot_be_read_does_not_break_on_keras_3() -> None:
    unread = finding(FILE, "3", code="TFC001", name="syntax-error")
    figures = Statistics(run_result(file_result(FILE, unread), target=parse("2.15..2.21", "")), {})
    assert "0 places break on Keras 3" in render(figures)


def test_one_rule_needs_no_total() -> None:
    only = Statistics(run_result(file_result(FILE, finding(FILE, "3"))), {})
    assert render(only).partition("\n\n")[0].count("\n") == 1


def test_json() -> None:
    document = json.loads(render_json(FIGURES))
    assert document["target"] == {"tensorflow": "2.15", "keras": "2", "source": "requirements.txt:3"}
    assert document["targets"] == [{**document["target"], "files": 2}]
    assert document["statistics"][1] == {
        "code": "TFC105",
        "name": "checkpoint-weights-suffix",
        "count": 1,
        "safe": 0,
        "unsafe": 0,
        "manual": 1,
        "not_judged": 12,
        "errors_keras2": 0,
    }
    assert document["total"] == {
        "count": 4,
        "safe": 1,
        "unsafe": 1,
        "manual": 2,
        "not_judged": 14,
        "errors_keras2": 2,
    }


def test_nothing_to_count() -> None:
    assert render(Statistics(run_result(file_result(FILE)), {})) == "No findings.\n"
