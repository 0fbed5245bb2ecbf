"""One line a finding."""

from tests.notebook.made import notebook
from tests.report.build import TRAIN, file_result, finding, removal, run_result, source
from tflint_ckpt.finding import Applicability, Fix, Severity
from tflint_ckpt.report import View
from tflint_ckpt.report.concise import render

FILE = source(TRAIN)
RESULT = run_result(
    file_result(
        FILE,
        finding(FILE, "tf", message="none"),
        finding(FILE, '"model.keras"', message="by\nhand", fix=Fix(Applicability.MANUAL, "think")),
        finding(FILE, "max_to_keep=3", fix=removal(FILE, "3")),
        finding(
            FILE,
            "3",
            code="TFC102",
            name="a-name",
            severity=Severity.INFO,
            fix=removal(FILE, "3", Applicability.UNSAFE),
        ),
    )
)


def test_a_line_says_where_what_and_whether_it_can_be_fixed() -> None:
    assert render(RESULT, View(quiet=True)) == (
        "train.py:1:22: error TFC101 none (checkpoint-max-to-keep)\n"
        "train.py:4:5: error TFC101 by hand (checkpoint-max-to-keep)\n"
        "train.py:5:5: error TFC101 [*] raises TypeError (checkpoint-max-to-keep)\n"
        "train.py:5:17: info TFC102 [-] raises TypeError (a-name)\n"
    )


def test_in_a_notebook_the_cell_stands_before_the_line() -> None:
    file = notebook("import keras", "x = 1\nlr = 1")
    assert render(run_result(file_result(file, finding(file, "lr"))), View(quiet=True)) == (
        "n.ipynb:cell 2:2:1: error TFC101 raises TypeError (checkpoint-max-to-keep)\n"
    )


def test_the_summary_follows() -> None:
    assert render(RESULT, View()).endswith(
        "(a-name)\n"
        "target: TensorFlow 2.15 (Keras 2), from requirements.txt:3: 1 file\n"
        "Found 3 errors, 1 note in 1 file. 1 fixable with --fix, 1 more with --fix --unsafe-fixes.\n"
    )


def test_colour() -> None:
    line = render(RESULT, View(color=True)).splitlines()[3]
    assert line == "\033[1mtrain.py:5:17:\033[0m \033[36minfo\033[0m TFC102 [-] raises TypeError (a-name)"
