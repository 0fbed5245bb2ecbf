"""Verdicts of records: whose a crash is, whether it was said, and what the fixes did."""

from __future__ import annotations

from typing import Any

import pytest
from causes import cause
from judge import compared, judge, origin
from report import details, report

Run = dict[str, Any]


def ok(*lines: int) -> Run:
    """A run to the end."""
    return {"status": "ok", "trained": True, "ran": {"s.py": list(lines)}}


def crash(kind: str, message: str, line: int, **more: Any) -> Run:
    """A run that ended in an exception of Keras on *line*."""
    return {
        "status": "exception",
        "type": kind,
        "message": message,
        "file": "s.py",
        "line": line,
        "code": f"line {line}",
        "raised": "keras/src/trainers/trainer.py",
        "trained": True,
        "ran": {"s.py": list(range(1, line + 1))},
        "statements": [["s.py", line, line]],
        **more,
    }


def finding(code: str, line: int, message: str = "", severity: str = "error") -> dict[str, Any]:
    """Something that the linter said."""
    return {"code": code, "severity": severity, "message": message, "file": "s.py", "lines": [line, line]}


def record(before: Run, after: Run | None = None, *findings: dict[str, Any], **older: Run) -> dict[str, Any]:
    """What happened to one script."""
    return {
        "repo": "a+b",
        "path": "s.py",
        "findings": list(findings),
        "runs": {"K3": before, **older},
        "fixed": {} if after is None else {"K3": after},
    }


METRICS = crash("ValueError", "Expected `metrics` argument to be a list, tuple, or dict", 5)
LR = crash("ValueError", "Argument(s) not recognized: {'lr': 0.1}", 3)


@pytest.mark.parametrize(
    ("found", "predicted"),
    [
        (finding("TFC708", 5), True),
        (finding("TFC708", 4), False),  # another statement
        (finding("TFC801", 5), False),  # a rule of another cause
        (finding("TFC708", 5, severity="info"), False),  # nobody would stop for that
    ],
)
def test_a_crash_is_predicted_by_a_rule_of_its_cause_where_it_is(
    found: dict[str, Any], predicted: bool
) -> None:
    outcome = judge(record(METRICS, None, found))
    assert (outcome.crashed, outcome.said is not None) == (True, predicted)


def test_a_finding_elsewhere_that_names_what_the_exception_names_predicts() -> None:
    removed = crash("AttributeError", "no attribute 'dim'", 5, lacking=["keras.ops", "ops", "dim"])
    assert judge(record(removed, None, finding("TFC803", 2, "`dim` was removed"))).said
    assert not judge(record(removed, None, finding("TFC803", 9, "`dim` was removed"))).said  # never ran
    text = crash("ValueError", "Could not interpret metric identifier: cosine", 5)
    assert judge(record(text, None, finding("TFC819", 2, 'Keras 3 knows no metric "cosine"'))).said
    assert not judge(record(text, None, finding("TFC819", 2, 'Keras 3 knows no metric "ce"'))).said


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (METRICS, ok(), "MENDED"),
        (METRICS, {"status": "time up"}, "MENDED (to the limit)"),
        (METRICS, METRICS, "SAME"),
        (LR, METRICS, "PROGRESSED"),
        (METRICS, LR, "BROKEN (crashes sooner)"),
        (ok(), LR, "BROKEN"),
        (ok(), ok(), "still ok"),
    ],
)
def test_what_the_fixes_did(before: Run, after: Run, expected: str) -> None:
    assert compared(before, after) == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (ok(), None),
        (METRICS, "keras"),
        ({**METRICS, "offline": "the network"}, "offline"),
        ({**METRICS, "raised": None, "type": "AssertionError", "message": ""}, "script"),
        ({**METRICS, "raised": "pandas/core/frame.py", "message": ""}, "another library"),
        ({**METRICS, "type": "FileNotFoundError", "message": "No such file: 'data.bin'"}, "data"),
        ({**METRICS, "type": "OSError", "message": "Unable to create file: No such file"}, "keras"),
        ({**METRICS, "type": "ImportError", "message": "", "lacking": ["keras.engine", "", "x"]}, "keras"),
        ({**METRICS, "type": "ImportError", "message": "", "lacking": ["gym", "", None]}, "another library"),
        ({**METRICS, "type": "KeyError", "raised": None, "code": "history.history['acc']"}, "keras"),
    ],
)
def test_whose_a_crash_is(run: Run, expected: str | None) -> None:
    assert origin(run) == expected


def test_what_runs_with_the_older_keras_only_is_the_crash_of_keras() -> None:
    own = {**METRICS, "raised": None, "type": "AssertionError", "message": ""}
    assert not judge(record(own)).crashed
    assert judge(record(own, None, K2=ok())).crashed


def test_errors_of_lines_that_ran_are_to_be_read() -> None:
    said = [finding("TFC801", 2), finding("TFC801", 9), finding("TFC202", 1, severity="warning")]
    assert judge(record(ok(1, 2, 3), None, *said)).alarms == ["TFC801 s.py:2 "]


@pytest.mark.parametrize(
    ("kind", "message", "code"),
    [
        ("ValueError", "Argument(s) not recognized: {'lr': 0.1}", "TFC801"),
        ("KeyError", "'val_acc'", "TFC711"),
        ("AttributeError", "'NumpyArrayIterator' object has no attribute 'next'", "TFC815"),
        ("ValueError", "Unrecognized data type: x=[1]", "TFC718"),
        ("ImportError", "cannot import name 'merge'", "TFC803"),
    ],
)
def test_causes(kind: str, message: str, code: str) -> None:
    assert code in cause(kind, message)[1]


@pytest.mark.parametrize(
    ("kind", "message", "code"),
    [
        ("ValueError", "Argument `name` must be a string and cannot contain character `/`.", "TFC819"),
        ("RuntimeError", "`tf.data.Dataset` only supports Python-style iteration in eager mode", "TFC822"),
    ],
)
def test_causes_that_came_later(kind: str, message: str, code: str) -> None:
    assert code in cause(kind, message)[1]


def test_the_figures() -> None:
    again = {
        **record(LR, METRICS, finding("TFC801", 3), finding("TFC708", 5)),
        "next": [finding("TFC708", 5)],
    }
    records = [
        record(METRICS, ok(), finding("TFC708", 5)),
        again,
        record(ok(1), LR),
        record({**METRICS, "offline": "the network"}),
    ]
    outcomes = [judge(each) for each in records]
    text = report(outcomes)
    assert "4 tried, 3 runnable" in text
    assert "crashes of Keras: 2, predicted 2 (100 %), mended 1 (50 %)" in text
    assert "| 1 | 1 | 1 | 1 | metrics is no list |" in text
    assert "fixed, K3: MENDED 1, PROGRESSED 1, BROKEN 1" in text
    assert "crash later after the fixes: 1; 1 are said of what the fixes left, 1 were said at first" in text
    assert "== broken: 1" in details(outcomes)


def test_a_crash_further_on_in_a_statement_of_several_lines_is_no_sooner_one() -> None:
    before = crash("AttributeError", "no attribute 'next'", 9, begun={"s.py": 5})
    after = crash("FileNotFoundError", "No such file", 5, begun={"s.py": 5})
    assert compared(before, after) == "SAME (another error)"
    assert compared(before, {**after, "begun": {"s.py": 4}}) == "BROKEN (crashes sooner)"


@pytest.mark.parametrize(("fed", "said"), [(["fit", "board"], True), (["fit", "others"], False)])
def test_where_an_object_is_made_counts_if_it_goes_into_what_raises(fed: list[str], said: bool) -> None:
    run = crash("TBNotInstalledError", "tensorboard is not installed", 9, fed=fed)
    made = finding("TFC818", 3, "TensorBoard needs tensorboard") | {"assigned": ["board"]}
    assert bool(judge(record(run, None, made)).said) == said
