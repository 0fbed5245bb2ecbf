"""The last line of a report."""

from __future__ import annotations

import pytest

from tests.report.build import TRAIN, file_result, finding, removal, run_result, source
from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.report import View
from tflint_ckpt.report.summary import summary
from tflint_ckpt.result import FileResult

FILE = source(TRAIN)
SAFE = finding(FILE, "3", fix=removal(FILE, "3"))
UNSAFE = finding(FILE, "3", severity=Severity.WARNING, fix=removal(FILE, "3", Applicability.UNSAFE))
MANUAL = finding(FILE, "3", severity=Severity.INFO, fix=Fix(Applicability.MANUAL, "think"))


def left(*findings: Finding) -> FileResult:
    return file_result(FILE, *findings)


def mended(fixed: int, *findings: Finding) -> FileResult:
    return file_result(FILE, *findings, fixed=fixed, original=source("lr = 1\n"))


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ([left()], "All checks passed."),
        ([left(MANUAL)], "Found 1 note in 1 file."),
        ([left(SAFE)], "Found 1 error in 1 file. 1 fixable with --fix."),
        ([left(UNSAFE)], "Found 1 warning in 1 file. 1 fixable with --fix --unsafe-fixes."),
        (
            [left(SAFE, SAFE, UNSAFE), left(SAFE), left()],
            "Found 3 errors, 1 warning in 2 files. "
            "3 fixable with --fix, 1 more with --fix --unsafe-fixes.",
        ),
        ([left(UNSAFE, UNSAFE, MANUAL, MANUAL)], "Found 2 warnings, 2 notes in 1 file. "
         "2 fixable with --fix --unsafe-fixes."),
        ([mended(1)], "Fixed 1 finding in 1 file. All checks passed."),
        ([mended(2), mended(1), left()], "Fixed 3 findings in 2 files. All checks passed."),
        (
            [mended(2, UNSAFE), left(MANUAL)],
            "Fixed 2 findings in 1 file. 1 warning, 1 note left in 2 files. "
            "1 fixable with --fix --unsafe-fixes.",
        ),
        # one finding whose fix edits a second file too
        ([mended(1), mended(0)], "Fixed 1 finding in 2 files. All checks passed."),
    ],
)  # fmt: skip
def test_the_last_line(files: list[FileResult], line: str) -> None:
    assert summary(run_result(*files), View()).splitlines()[-1] == line


def test_with_unsafe_fixes_switched_on_they_need_no_more_than_fix() -> None:
    line = summary(run_result(left(SAFE, UNSAFE)), View(unsafe=True)).splitlines()[-1]
    assert line == "Found 1 error, 1 warning in 1 file. 2 fixable with --fix."


def test_quiet_says_nothing() -> None:
    assert summary(run_result(left(SAFE)), View(quiet=True)) == ""


def test_nothing_checked_is_no_pass() -> None:
    assert summary(run_result(), View()) == ""
