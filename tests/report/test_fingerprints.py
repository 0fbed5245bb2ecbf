"""What a finding is known by from run to run."""

from __future__ import annotations

from tests.report.build import file_result, finding, source
from tflint_ckpt.report.fingerprints import fingerprints

LINE = "x = ModelCheckpoint('m', max_to_keep=3)\n"


def of(text: str, *marked: str, path: str = "train.py", code: str = "TFC101") -> list[str]:
    file = source(text, path)
    return fingerprints(file_result(file, *(finding(file, each, code=code) for each in marked)))


def test_moved_and_indented_lines_keep_it() -> None:
    assert of(LINE, "max_to_keep=3") == of(f"import keras\n\nif True:\n    {LINE}", "max_to_keep=3")


def test_another_line_another_rule_and_another_file_do_not() -> None:
    every = [
        *of(LINE, "max_to_keep=3"),
        *of(LINE.replace("x", "y", 1), "max_to_keep=3"),
        *of(LINE, "max_to_keep=3", code="TFC105"),
        *of(LINE, "max_to_keep=3", path="other.py"),
    ]
    assert len(set(every)) == len(every)


def test_equal_lines_are_told_apart_by_their_order() -> None:
    file = source(LINE * 2)
    first = finding(file, "max_to_keep=3")
    one, two = fingerprints(file_result(file, first, first))
    assert one != two
    assert of(LINE, "max_to_keep=3") == [one]
