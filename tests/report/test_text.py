"""The format for people, as they see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.notebook.made import document, notebook
from tests.report.build import KERAS_3, TRAIN, file_result, finding, removal, run_result, source, train_result
from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.notebook.notebook import Notebook
from tflint_ckpt.report import View
from tflint_ckpt.report.text import render
from tflint_ckpt.source import Source


def test_a_finding_with_its_line_its_caret_and_its_fix() -> None:
    assert render(train_result(), View()) == (
        "train.py:5:5: error TFC101 checkpoint-max-to-keep\n"
        "  raises TypeError\n"
        "  |\n"
        "5 |     max_to_keep=3,\n"
        "  |     ^^^^^^^^^^^^^\n"
        "  fix: remove `max_to_keep=3,` (safe)\n"
        "\n"
        "target: TensorFlow 2.15 (Keras 2), from requirements.txt:3: 1 file\n"
        "Found 1 error in 1 file. 1 fixable with --fix.\n"
    )


def test_other_fixes_stand_below_with_the_setting_that_chooses_them() -> None:
    file = source(TRAIN)
    other = Fix(Applicability.UNSAFE, "keep three with a callback", (), "keep-last-n")
    found = replace(finding(file, "max_to_keep=3", fix=removal(file, "3")), alternatives=(other,))
    assert "  fix: remove `3` (safe)\n  or (unsafe): keep three with a callback, with " in (
        text := render(run_result(file_result(file, found)), View())
    )
    assert 'with fixes.checkpoint-max-to-keep = "keep-last-n"\n' in text


def note(file: Source, marked: str, title: str = "keep it") -> Finding:
    start = file.text.index(f"{marked}(")
    fix = Fix(Applicability.MANUAL, title)
    end, what = start + len(marked), f"about {marked}"
    return Finding("TFC104", "model-parameter", Severity.INFO, what, file.path, start, end, fix)


def test_what_many_notes_of_a_file_advise_is_said_once() -> None:
    file = source("def a(model): ...\ndef bb(model): ...\n\ndef ccc(model): ...\n")
    notes = [note(file, "a"), note(file, "bb"), note(file, "ccc", "another")]
    assert render(run_result(file_result(file, *notes)), View(quiet=True)) == (
        "train.py:1:5: info TFC104 model-parameter\n"
        "  about a\n"
        "  |\n"
        "1 | def a(model): ...\n"
        "  |     ^\n"
        "  help: keep it\n"
        "\n"
        "train.py:2:5: info TFC104 model-parameter\n"
        "  about bb (help: as in 1:5)\n"
        "\n"
        "train.py:4:5: info TFC104 model-parameter\n"
        "  about ccc\n"
        "  |\n"
        "4 | def ccc(model): ...\n"
        "  |     ^^^\n"
        "  help: another\n"
        "\n"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"severity": Severity.WARNING},
        {"code": "TFC807"},
        {"alternatives": (Fix(Applicability.UNSAFE, "rename it", (), "rename"),)},
    ],
)
def test_what_is_more_than_the_same_note_is_shown_whole(changed: dict[str, object]) -> None:
    file = source("def a(model): ...\ndef bb(model): ...\n")
    other = replace(note(file, "bb"), **changed)  # type: ignore[arg-type]
    shown = render(run_result(file_result(file, note(file, "a"), other)), View())
    assert "as in" not in shown
    assert "2 | def bb" in shown


def test_a_note_with_a_fix_is_shown_whole() -> None:
    file = source("def a(model): ...\ndef bb(model): ...\n")
    notes = [replace(note(file, name), fix=removal(file, name)) for name in ("a", "bb")]
    assert "as in" not in render(run_result(file_result(file, *notes)), View())


def test_quiet_leaves_out_the_summary() -> None:
    assert render(train_result(), View(quiet=True)).endswith("(safe)\n\n")


def test_the_target_is_shown_without_findings_only_when_asked_for() -> None:
    clean = run_result(file_result(source(TRAIN)), target=KERAS_3)
    assert render(clean, View()) == "All checks passed.\n"
    assert render(clean, View(verbose=True)) == (
        "target: TensorFlow 2.21 (Keras 3), by default\n"
        "settings: no configuration file\n"
        "checked: 1 file\n"
        "All checks passed.\n"
    )


@pytest.mark.parametrize(
    ("applicability", "unsafe_fixes", "line"),
    [
        (Applicability.SAFE, False, "  fix: remove `max_to_keep=3,` (safe)"),
        (Applicability.UNSAFE, False, "  fix (unsafe): remove `max_to_keep=3,`, apply with --unsafe-fixes"),
        (Applicability.UNSAFE, True, "  fix (unsafe): remove `max_to_keep=3,`"),
    ],
)
def test_the_line_of_a_fix(applicability: Applicability, unsafe_fixes: bool, line: str) -> None:
    file = source(TRAIN)
    fix = removal(file, "    max_to_keep=3,\n", applicability)
    shown = render(
        run_result(file_result(file, finding(file, "max_to_keep", fix=fix))), View(unsafe=unsafe_fixes)
    )
    assert line in shown.splitlines()


def test_a_manual_fix_is_advice() -> None:
    file = source(TRAIN)
    advice = Fix(Applicability.MANUAL, "use tf.train.CheckpointManager")
    shown = render(run_result(file_result(file, finding(file, "max_to_keep", fix=advice))), View())
    assert "  help: use tf.train.CheckpointManager\n" in shown
    assert shown.endswith("Found 1 error in 1 file.\n")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_of_several_lines_the_first_is_marked_to_its_end(newline: str) -> None:
    file = source(newline.join(["f(", "  a(  ", "    1),", ")", ""]))
    assert _block(render(run_result(file_result(file, finding(file, f"a(  {newline}    1)"))), View())) == [
        "  |",
        "2 |   a(",
        "  |   ^^",
    ]


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    file = source("\n" * 99 + "\tlr = 1\n")
    assert _block(render(run_result(file_result(file, finding(file, "lr"))), View())) == [
        "    |",
        "100 |     lr = 1",
        "    |     ^^",
    ]


def test_a_finding_at_the_end_of_the_file() -> None:
    file = source("f(\n")
    end = finding(file, "f(")
    at_end = type(end)(end.code, end.name, end.severity, end.message, end.path, 3, 3)
    assert _block(render(run_result(file_result(file, at_end)), View())) == ["  |", "2 |", "  | ^"]


def test_in_a_notebook_the_line_is_one_of_the_cell() -> None:
    file = notebook("import tensorflow as tf\n!pip list", "x = 1\nmodel.fit(\n\tx, lr=1,\n)\n")
    shown = render(run_result(file_result(file, finding(file, "lr=1,\n)"))), View(quiet=True))
    assert shown == (
        "n.ipynb:cell 2:3:5: error TFC101 checkpoint-max-to-keep\n"
        "  raises TypeError\n"
        "  In [1]: x = 1\n"
        "  |\n"
        "3 |     x, lr=1,\n"
        "  |        ^^^^^\n"
        "\n"
    )


def test_a_shell_line_of_a_notebook_is_shown_as_it_is() -> None:
    file = notebook("!pip install tensorflow")
    shown = render(run_result(file_result(file, finding(file, "pip"))), View())
    assert shown.splitlines()[2:6] == ["  In [0]", "  |", "1 | !pip install tensorflow", "  |  ^^^"]


def test_a_message_of_several_lines_is_indented() -> None:
    file = source("lr = 1\n")
    shown = render(run_result(file_result(file, finding(file, "lr", message="one\ntwo"))), View())
    assert "  one\n  two\n" in shown


def test_a_path_cannot_act_on_the_terminal() -> None:
    file = source("lr = 1\n", path="a\n\x1b[2J\udce9é.py")
    shown = render(run_result(file_result(file, finding(file, "lr"))), View())
    assert shown.startswith("a\\n\\x1b[2J\\udce9é.py:1:1: error")


def test_colour_follows_severity() -> None:
    file = source("lr = 1\n")
    shown = render(
        run_result(file_result(file, finding(file, "lr", severity=Severity.WARNING))), View(color=True)
    )
    assert shown == (
        "\033[1mtrain.py:1:1:\033[0m \033[1m\033[33mwarning\033[0m TFC101 checkpoint-max-to-keep\n"
        "  raises TypeError\n"
        "\033[34m  |\033[0m\n"
        "\033[34m1 |\033[0m lr = 1\n"
        "\033[34m  |\033[0m \033[33m^^\033[0m\n"
        "\n"
        "target: TensorFlow 2.15 (Keras 2), from requirements.txt:3: 1 file\n"
        "\033[1mFound 1 warning in 1 file.\033[0m\n"
    )


def _block(shown: str) -> list[str]:
    """The gutter, the line of source and the carets."""
    return shown.splitlines()[2:5]


def test_a_narrow_terminal_gets_shorter_lines() -> None:
    file = source("f(" + "x, " * 40 + "max_to_keep=3)\n")
    message = "ModelCheckpoint has no argument max_to_keep: Keras 3 raises TypeError when it is built"
    found = finding(file, "max_to_keep=3", message=message, fix=removal(file, "max_to_keep=3"))
    shown = render(run_result(file_result(file, found)), View(width=50, quiet=True))
    assert shown == (
        "train.py:1:123: error TFC101 checkpoint-max-to-keep\n"
        "  ModelCheckpoint has no argument max_to_keep:\n"
        "  Keras 3 raises TypeError when it is built\n"
        "  |\n"
        "1 | \u2026x, x, x, x, x, x, x, x, x, x, max_to_keep=3)\n"
        "  |                                ^^^^^^^^^^^^^\n"
        "  fix: remove `max_to_keep=3` (safe)\n"
        "\n"
    )
    assert all(len(line) <= 50 for line in shown.splitlines()[1:])


def test_the_code_is_a_link_to_its_page_where_the_terminal_follows_them() -> None:
    shown = render(train_result(), View(links=True))
    assert "error \033]8;;https://github.com/" in shown
    assert "/checkpoint-max-to-keep.md\033\\TFC101\033]8;;\033\\ checkpoint-max-to-keep\n" in shown


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["import keras", "\nepochs = 3\nlr = 1"], "  In [1]: epochs = 3"),
        (["lr = 1"], "  In [0]"),
    ],
)
def test_a_cell_is_shown_as_jupyter_shows_it(cells: list[str], line: str) -> None:
    file = notebook(*cells)
    shown = render(run_result(file_result(file, finding(file, "lr"))), View())
    assert shown.splitlines()[2] == line


def test_a_cell_that_was_never_run() -> None:
    text = document("lr = 1").replace('"execution_count": 0', '"execution_count": null')
    file = Notebook("n.ipynb", text.encode())
    shown = render(run_result(file_result(file, finding(file, "lr"))), View())
    assert shown.splitlines()[2] == "  In [ ]"
