"""Findings are shown while the run goes on, in the order in which a report at its end has them."""

from __future__ import annotations

import json
import os
import signal
import time
from itertools import permutations
from pathlib import Path

import pytest

from tests.processes.test_workers import BROKEN, start, unix, written
from tests.report.build import TRAIN, file_result, finding, run_result, source
from tflint_ckpt.command_line import parse
from tflint_ckpt.report import FORMATS, View, module, renderer
from tflint_ckpt.reporting import live
from tflint_ckpt.result import FileResult
from tflint_ckpt.runner import InOrder
from tflint_ckpt.session import Session
from tflint_ckpt.settings import Settings

NAMES = ("a.py", "b.py", "c.py", "d.py")


def results(*clean: str) -> dict[str, FileResult]:
    """A result for each of the names, with a finding but for those of *clean*."""
    files = {name: source(TRAIN, name) for name in NAMES}
    return {
        name: file_result(file, *([] if name in clean else [finding(file, "max_to_keep=3")]))
        for name, file in files.items()
    }


@pytest.mark.parametrize("coming", list(permutations(NAMES)), ids="".join)
def test_whatever_comes_first_the_order_is_that_of_the_paths(coming: tuple[str, ...]) -> None:
    every, come = results("b.py"), dict[str, FileResult]()
    shown: list[str] = []
    order = InOrder(Session(NAMES, Settings()), come, lambda file, _: shown.append(file.path))
    for path in coming:
        come[path] = every[path]
        order.came(path)
        before = [name for name in NAMES if name not in come]
        assert shown == [name for name in NAMES if name != "b.py" and name < min(before, default="z")]
    order.rest()
    assert shown == ["a.py", "c.py", "d.py"]


def test_at_the_end_the_rest_is_shown_with_its_gaps() -> None:
    every = results()
    shown: list[str] = []
    come = {path: every[path] for path in ("b.py", "d.py")}
    order = InOrder(Session(NAMES, Settings()), come, lambda file, _: shown.append(file.path))
    order.came()
    assert shown == []
    order.rest()
    assert shown == ["b.py", "d.py"]


@pytest.mark.parametrize("names", [NAMES, NAMES[:2]], ids=["while others are waited for", "after the last"])
def test_a_file_that_was_shown_and_is_given_up_later_is_shown_again(names: tuple[str, ...]) -> None:
    every, come = results(), dict[str, FileResult]()
    shown: list[str] = []
    order = InOrder(Session(names, Settings()), come, lambda file, _: shown.append(file.findings[0].message))
    for path in names[:2]:
        come[path] = every[path]
        order.came(path)
    file = source(TRAIN, "a.py")
    come["a.py"] = file_result(file, finding(file, "tf", message="is not linted"))
    order.came("a.py")
    assert shown == ["raises TypeError", "raises TypeError", "is not linted"]


LIVE = [form for form in FORMATS if hasattr(module(form), "of_file")]


def test_formats_that_can_be_written_in_parts() -> None:
    assert LIVE == ["text", "concise", "json-lines", "github", "azure", "pylint"]


@pytest.mark.parametrize("form", LIVE)
def test_the_parts_are_the_report(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = run_result(*results("b.py").values())
    options = parse(["--format", form, "--color", "never"])
    shown = live(options, result.settings)
    assert shown is not None
    for file in result.files:
        if file.findings:
            shown.show(file, lambda path: source(TRAIN, path))
    shown.close(result)
    assert capsys.readouterr().out == renderer(form)(result, View())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "sarif"],
        ["--fix"],
        ["--diff"],
        ["--statistics"],
        ["--baseline", "b.json"],
        ["--since", "main"],
        ["--staged"],
        ["--min-severity", "error"],
        ["--output", "out.txt"],
    ],
    ids=" ".join,
)
def test_what_waits_for_the_end(arguments: list[str]) -> None:
    assert live(parse(arguments), Settings()) is None


@unix
@pytest.mark.parametrize(("jobs", "rest"), [("1", []), ("2", ["c.py"])])
def test_findings_come_before_the_end_and_ctrl_c_shows_the_rest(
    tmp_path: Path, jobs: str, rest: list[str]
) -> None:
    """The second file never ends; a second process, which begins with the biggest, has linted the third."""
    written(tmp_path, a=BROKEN, b="# loop\n", c=BROKEN + "# long\n" * 20_000)
    process = start(tmp_path, "--jobs", jobs, "--format", "concise")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("a.py:2:")
    assert process.poll() is None
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert [line.partition(":")[0] for line in out.splitlines()] == rest
    assert err == f"tflint-ckpt: interrupted: {jobs} of 3 files were looked at\n"
    assert process.returncode == 130


def interrupted(tmp_path: Path, *options: str) -> tuple[str, str]:
    """What a run with *options* says whose second file of three never ends, when it is interrupted."""
    written(tmp_path, a=BROKEN, b="# loop\n", c=BROKEN)
    process = start(tmp_path, "--jobs", "1", *options)
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    return out, err


SAID = "tflint-ckpt: interrupted: 1 of 3 files were looked at"


@unix
@pytest.mark.parametrize("form", ["junit", "markdown"])
def test_ctrl_c_reports_what_was_found_in_formats_of_one_piece(tmp_path: Path, form: str) -> None:
    out, err = interrupted(tmp_path, "--format", form)
    assert "a.py" in out and "checkpoint-max-to-keep" in out
    assert err == f"{SAID}\n"


@unix
def test_ctrl_c_says_to_programs_that_it_is_not_all(tmp_path: Path) -> None:
    options = "--format json --output sarif:out.sarif --min-severity error"
    out, _ = interrupted(tmp_path, *options.split())
    said = "interrupted: 1 of 3 files were looked at"
    assert json.loads(out)["problems"] == [said]
    assert json.loads(out)["summary"]["errors"] == 1
    [invocation] = json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"] == [{"level": "error", "message": {"text": said}}]


@unix
def test_ctrl_c_writes_the_other_outputs_of_a_report_that_was_shown(tmp_path: Path) -> None:
    out, err = interrupted(tmp_path, "--format", "concise", "--output", "json:out.json")
    assert [line.partition(":")[0] for line in out.splitlines()] == ["a.py"]
    assert len(json.loads((tmp_path / "out.json").read_text())["findings"]) == 1
    assert err == f"{SAID}\n"


@unix
@pytest.mark.parametrize(
    ("option", "undone"),
    [
        ("--fix", "no file was changed"),
        ("--diff", "no diff is shown"),
        ("--write-baseline", "no baseline was written"),
        ("--add-ignore", "no comment was written"),
    ],
)
def test_ctrl_c_says_what_was_not_done(tmp_path: Path, option: str, undone: str) -> None:
    assert interrupted(tmp_path, option) == ("", f"{SAID}, and {undone}\n")
    assert {path.name for path in tmp_path.iterdir()} == {"a.py", "b.py", "c.py"}
    assert (tmp_path / "a.py").read_text() == BROKEN
