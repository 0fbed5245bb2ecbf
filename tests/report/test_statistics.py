"""Figures by rule."""

import json

from tests.report.build import TRAIN, file_result, finding, removal, run_result, source
from tflint_ckpt.finding import Applicability
from tflint_ckpt.report import statistics

FILE = source(TRAIN)
RESULT = run_result(
    file_result(
        FILE,
        finding(FILE, "3", fix=removal(FILE, "3")),
        finding(FILE, "3", code="TFC105", name="checkpoint-weights-suffix"),
        finding(FILE, "3", fix=removal(FILE, "3", Applicability.UNSAFE)),
        not_judged={"TFC105": 11},
    ),
    file_result(FILE, finding(FILE, "3"), not_judged={"TFC105": 1, "TFC102": 2}),
)
ROWS = statistics.statistics(RESULT, {"TFC102": "checkpoint-missing-makedirs"})


def test_a_row_for_every_rule_the_busiest_first() -> None:
    assert statistics.render(ROWS) == (
        "found  safe  unsafe  not judged  rule\n"
        "    3     1       1           0  TFC101  checkpoint-max-to-keep\n"
        "    1     0       0          12  TFC105  checkpoint-weights-suffix\n"
        "    0     0       0           2  TFC102  checkpoint-missing-makedirs\n"
    )


def test_json() -> None:
    assert json.loads(statistics.render_json(ROWS[1:])) == {
        "version": "0.1.0",
        "statistics": [
            {
                "code": "TFC105",
                "name": "checkpoint-weights-suffix",
                "count": 1,
                "safe": 0,
                "unsafe": 0,
                "not_judged": 12,
            },
            {
                "code": "TFC102",
                "name": "checkpoint-missing-makedirs",
                "count": 0,
                "safe": 0,
                "unsafe": 0,
                "not_judged": 2,
            },
        ],
    }


def test_nothing_to_count() -> None:
    assert statistics.render([]) == "No findings.\n"
