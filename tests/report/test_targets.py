"""What a run says of the targets of its files: the same in every format, in whatever order they come."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations

import pytest

from tests.report.build import KERAS_2, KERAS_3, TRAIN, file_result, finding, run_result, source
from tflint_ckpt.finding import Effect, Finding, Severity
from tflint_ckpt.report import View, json_, statistics
from tflint_ckpt.report.statistics import Statistics
from tflint_ckpt.report.summary import summary
from tflint_ckpt.result import FileResult, RunResult
from tflint_ckpt.target import Release, Target, parse

LEGACY = Target((Release((2, 21), (2, 21)),), "train.py:2 (TF_USE_LEGACY_KERAS)")
BOTH = parse("2.15..2.21", "setup.py:4")


def linted(path: str, *targets: Target, judged_on: tuple[int, ...] = ()) -> FileResult:
    """A file that runs on *targets*, with a finding for each of *judged_on*."""
    file = source(TRAIN, path)
    return file_result(file, *(found_in(file.path, each) for each in judged_on), targets=by_root(targets))


def found_in(path: str, target: int) -> Finding:
    return replace(finding(source(TRAIN, path), "3"), target=target)


def by_root(targets: tuple[Target, ...]) -> dict[str, Target]:
    return dict(zip(("tensorflow", "keras"), targets, strict=False))


def lines(result: RunResult, view: View | None = None) -> list[str]:
    said = summary(result, view or View()).splitlines()
    return [line for line in said if line.startswith(("target:", "and "))]


def test_the_target_of_most_files_comes_first() -> None:
    files = [
        linted("a.py", KERAS_3, judged_on=(0,)),
        linted("b.py", KERAS_2),
        linted("c.py", KERAS_2),
        file_result(source("x = 1\n", "d.py")),  # no rule looked at it
    ]
    assert lines(run_result(*files)) == [
        "target: TensorFlow 2.15 (Keras 2), from requirements.txt:3: 2 files",
        "target: TensorFlow 2.21 (Keras 3), by default: 1 file",
    ]


def test_the_order_of_the_files_changes_nothing() -> None:
    """Of targets with as many files, the source decides."""
    files = [
        linted("a.py", KERAS_3, judged_on=(0,)),
        linted("b.py", LEGACY, KERAS_3, judged_on=(1, 0)),
        linted("c.py", KERAS_2),
        linted("d.py", KERAS_2),
    ]
    said = {tuple(lines(run_result(*order))) for order in permutations(files)}
    assert said == {
        (
            "target: TensorFlow 2.21 (Keras 3), by default: 2 files",
            "target: TensorFlow 2.15 (Keras 2), from requirements.txt:3: 2 files",
            "target: TensorFlow 2.21 (Keras 2), from train.py:2 (TF_USE_LEGACY_KERAS): 1 file",
        )
    }


@pytest.mark.parametrize(
    ("count", "shown", "rest"), [(5, 5, ""), (6, 6, ""), (7, 5, "and 2 more targets: 2 files")]
)
def test_no_more_than_a_few_lines(count: int, shown: int, rest: str) -> None:
    files = [
        linted(f"{n}.py", Target((Release((2, n), (2, n)),), f"{n}/setup.py:1"), judged_on=(0,))
        for n in range(count)
    ]
    said = lines(run_result(*files))
    assert said[: shown + 1] == [
        *(f"target: TensorFlow 2.{n} (Keras 2), from {n}/setup.py:1: 1 file" for n in range(shown)),
        *([rest] if rest else []),
    ]


def test_the_places_of_one_release_are_one_line() -> None:
    """As where each of many notebooks installs TensorFlow."""
    notebooks = [(f"{n}.ipynb", Target(KERAS_3.releases, f"{n}.ipynb:cell 1:1")) for n in "12"]
    result = run_result(
        *(linted(path, target, judged_on=(0,)) for path, target in notebooks),
        *(linted(f"{n}.py", KERAS_3) for n in "345"),
        linted("6.py", KERAS_2),
        linted("7.py", Target(KERAS_2.releases, "setup.py:1")),
    )
    assert lines(result)[:2] == [
        "target: TensorFlow 2.21 (Keras 3), by default, and from 2 other places: 5 files",
        "target: TensorFlow 2.15 (Keras 2), from requirements.txt:3 and 1 other place: 2 files",
    ]
    assert len(json.loads(json_.render(result, View()))["targets"]) == 5


def test_a_run_that_looked_at_nothing_names_what_it_would_have_run_on() -> None:
    result = run_result(file_result(source("x = 1\n")))
    assert lines(result) == []
    said = ["target: TensorFlow 2.15 (Keras 2), from requirements.txt:3"]
    assert lines(result, View(verbose=True)) == said
    document = json.loads(json_.render(result, View()))
    assert (document["target"]["tensorflow"], document["targets"], document["files"]) == ("2.15", [], [])


def test_json_says_of_each_file_and_finding_on_which_target() -> None:
    unread = finding(source("(\n", "z.py"), "(", code="TFC001", name="syntax-error")
    result = run_result(
        linted("a.py", LEGACY, KERAS_3, judged_on=(1, 0)),
        linted("b.py", KERAS_3, judged_on=(0,)),
        linted("c.py", KERAS_2),
    )
    result.files.append(file_result(source("(\n", "z.py"), unread))
    document = json.loads(json_.render(result, View()))
    sources = [target["source"] for target in document["targets"]]
    assert sources == ["default", "requirements.txt:3", "train.py:2 (TF_USE_LEGACY_KERAS)"]
    assert [target["files"] for target in document["targets"]] == [2, 1, 1]
    assert document["target"] == {"tensorflow": "2.21", "keras": "3", "source": "default"}
    assert [(found["path"], found["target"]) for found in document["findings"]] == [
        ("a.py", 0),
        ("a.py", 2),
        ("b.py", 0),
        ("z.py", None),
    ]
    assert document["files"] == [
        {"path": "a.py", "target": 2, "targets": [2, 0]},
        {"path": "b.py", "target": 0, "targets": [0]},
        {"path": "c.py", "target": 1, "targets": [1]},
    ]


def test_text_statistics_and_json_agree() -> None:
    result = run_result(
        linted("a.py", LEGACY, KERAS_3, judged_on=(0, 1)),
        linted("b.py", KERAS_2, judged_on=(0,)),
        linted("c.py", BOTH, judged_on=(0, 0)),
        linted("d.py", BOTH),
    )
    figures = Statistics(result, {})
    document = json.loads(json_.render(result, View()))
    counted = json.loads(statistics.render_json(figures))
    assert document["targets"] == counted["targets"]
    assert document["target"] == counted["target"]
    said = lines(result)
    assert said == statistics.render(figures).splitlines()[-len(said) :]
    for line, target in zip(said, document["targets"], strict=True):
        assert f"TensorFlow {target['tensorflow']} (Keras {target['keras']})" in line
        assert line.endswith(f"{target['files']} file{'s' if target['files'] != 1 else ''}")
    assert len(document["findings"]) == counted["total"]["count"]
    on_three = [document["targets"][each["target"]]["keras"] for each in document["findings"]]
    assert counted["total"]["errors_keras2"] == sum("2" in keras for keras in on_three) == 4
    assert counted["total"]["errors_keras3"] == sum("3" in keras for keras in on_three) == 3


def test_an_error_counts_on_the_keras_that_its_own_file_runs_on() -> None:
    """And what moving breaks counts only where the code runs on both."""
    only_on_three = (Effect("Keras 3", "2.21", Severity.ERROR, "raises ValueError", (3,)),)
    three = linted("b.py", KERAS_3)
    three.findings = [replace(found_in("b.py", 0), effects=only_on_three)]
    figures = Statistics(
        run_result(linted("a.py", KERAS_2, judged_on=(0,)), three, linted("c.py", BOTH, judged_on=(0,))), {}
    )
    assert (figures.total.errors[2], figures.total.errors[3], figures.breaking.count) == (2, 2, 1)
    assert "1 place breaks on Keras 3 (TensorFlow 2.16 to 2.21)" in statistics.render(figures)
