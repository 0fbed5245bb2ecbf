"""A result comes back as it was, whatever its findings hold; what is no result is none."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tflint_ckpt.cache.records import decode, encode, plain_targets
from tflint_ckpt.finding import Applicability, Edit, Effect, Finding, Fix, Severity
from tflint_ckpt.result import FileResult
from tflint_ckpt.target import Release, Target

EDIT = Edit("a\udcff.py", 3, 5, "é\u2028\n")
FIX = Fix(Applicability.UNSAFE, "do `this`", (EDIT, Edit("b.py", 0, 0, "")), "this")
FULL = Finding(
    "TFC101",
    "checkpoint-max-to-keep",
    Severity.INFO,
    "says 'x' \"y\" \ud800",
    "a\udcff.py",
    3,
    9,
    FIX,
    (Fix(Applicability.MANUAL, "or that"), FIX),
    (
        Effect("Keras 3", "2.16..2.21", Severity.ERROR, "raises", (3,)),
        Effect("Keras 2", "2.15", None, "", (2, 3)),
    ),
    1,
)
PLAIN = Finding("TFC001", "syntax-error", Severity.ERROR, "", "", 0, 0)


def result(*findings: Finding, **not_judged: int) -> FileResult:
    made = FileResult("a.py")
    made.findings, made.not_judged = list(findings), not_judged
    return made


def run_on(targets: dict[str, Target]) -> FileResult:
    made = FileResult("a.py")
    made.targets = targets
    return made


@pytest.mark.parametrize("findings", [(), (FULL,), (PLAIN,), (PLAIN, FULL, PLAIN)])
def test_findings_come_back(findings: tuple[Finding, ...]) -> None:
    record = decode(encode(result(*findings, TFC101=3)))
    assert record is not None
    assert tuple(record.findings) == findings
    assert record.not_judged == {"TFC101": 3}
    assert record.targets == []


@pytest.mark.parametrize("value", [FULL, FIX, EDIT, FULL.effects[0]], ids=lambda value: type(value).__name__)
def test_the_example_has_something_in_every_field(value: object) -> None:
    """So that a field that is not written down, or not read, shows in the test above."""
    assert all(getattr(value, field.name) for field in fields(value))  # type: ignore[arg-type]


def test_the_targets_are_compared_by_all_they_say() -> None:
    old, new = Target((Release((2, 15), (2, 15)),), "default"), Target((Release((2, 16), (3, 3)),), "default")
    targets = [
        {"tensorflow": old},
        {"keras": old},
        {"tensorflow": Target(old.releases, "--target")},
        {"tensorflow": new},
        {"tensorflow": Target((Release((2, 16), (2, 16)),), "default")},
        {"tensorflow": Target((*old.releases, *new.releases), "default")},
        {"tensorflow": old, "keras": new},
    ]
    kept = [decode(encode(run_on(each))) for each in targets]
    for place, each in enumerate(targets):
        same = [record is not None and record.targets == plain_targets(each) for record in kept]
        assert same == [other == place for other in range(len(targets))]


def test_a_clean_file_takes_no_bytes() -> None:
    assert encode(result()) == b""
    record = decode(b"")
    assert record is not None
    assert not record.findings


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"\xff",
        b"{}",
        b"[]",
        b"[1,2]",
        b"[[],{},[[]]]",
        b"[[],{},[1]]",
        b"[null,{},[]]",
        b"[[1],{},[]]",
        b'[[["torch",[]]],{},[]]',
        b'[[],{},[["c","n","bad","m","p",0,1,null,[],[],0]]]',
        b'[[],{},[["c","n","error","m","p",0,1,[1],[],[],0]]]',
        b"[" * 10_000,
    ],
)
def test_what_is_no_result_is_none(data: bytes) -> None:
    assert decode(data) is None
