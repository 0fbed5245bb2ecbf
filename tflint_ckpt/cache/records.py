"""A result as bytes, and back: JSON, since reading it can do nothing but give data."""

from __future__ import annotations

from tflint_ckpt.cache.keys import plain_target, same_target
from tflint_ckpt.finding import Applicability, Edit, Effect, Finding, Fix, Severity
from tflint_ckpt.plain_json import dumps, loads
from tflint_ckpt.target import ROOTS, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from tflint_ckpt.result import FileResult


class Record:
    """The parts of a result that are kept: all but its file.

    Attributes:
        targets: what the file runs on, as :func:`plain_targets` writes it; empty where no rule asked.
        left_out_on: the same, where a rule was not asked for what the file runs on.
        not_judged: per rule code, how many places were not decided.
        findings: in order.
    """

    __slots__ = ("findings", "left_out_on", "not_judged", "targets")

    def __init__(
        self,
        targets: list[Any],
        not_judged: Mapping[str, int],
        findings: Sequence[Finding],
        left_out_on: list[Any],
    ) -> None:
        self.targets = targets
        self.left_out_on = left_out_on
        self.not_judged = not_judged
        self.findings = findings


def encode(result: FileResult) -> bytes:
    """A result as bytes; no bytes at all for a file at which no rule looked, whatever it runs on."""
    row = plain(result)
    if row is None and not result.left_out_on:
        return b""
    return dumps([*(row or [[], {}, []]), plain_targets(result.left_out_on)]).encode()


def plain(result: FileResult) -> list[Any] | None:
    """A result as data; ``None`` for a file without findings at which no rule looked."""
    if not result.findings and not result.targets and not result.not_judged:
        return None
    findings = [_plain(finding) for finding in result.findings]
    return [plain_targets(result.targets), dict(result.not_judged), findings]


def decode(data: bytes) -> Record | None:
    """The result that was encoded; ``None`` where *data* was not written by :func:`encode`."""
    if not data:
        return Record([], {}, [], [])
    try:
        targets, not_judged, findings, left_out_on = loads(data.decode())
        targets, left_out_on = _targets(targets), _targets(left_out_on)
        return Record(targets, not_judged, [finding_of(*row) for row in findings], left_out_on)
    except (ValueError, TypeError, RecursionError):
        return None


def _targets(rows: list[Any]) -> list[Any]:
    return [[ROOTS[ROOTS.index(root)], plain] for root, plain in rows]


def plain_targets(targets: Mapping[str, Target]) -> list[Any]:
    """The targets of a file, each with its import root."""
    return [[root, plain_target(target)] for root, target in targets.items()]


def is_on(rows: list[Any], targets: Mapping[str, Target]) -> bool:
    """Whether *rows* of :func:`plain_targets` are of these *targets*, wherever each is written."""
    kept = [[root, [Target((), source).is_assumed, *rest]] for root, (source, *rest) in rows]
    return kept == [[root, same_target(target)] for root, target in targets.items()]


def _plain(value: object) -> object:
    """A finding or a part of one, each object as the list of its fields in order."""
    if isinstance(value, (Severity, Applicability)):
        return value.value
    if isinstance(value, (Finding, Fix, Edit, Effect)):
        return [_plain(getattr(value, name)) for name in value.__slots__]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def finding_of(
    code: str,
    name: str,
    severity: str,
    message: str,
    path: str,
    start: int,
    end: int,
    fix: list[Any] | None,
    alternatives: list[list[Any]],
    effects: list[list[Any]],
    target: int | None,
) -> Finding:
    """The finding whose fields are these, as :func:`plain` gives them."""
    return Finding(
        code,
        name,
        Severity(severity),
        message,
        path,
        start,
        end,
        _fix(*fix) if fix is not None else None,
        tuple(_fix(*fields) for fields in alternatives),
        tuple(_effect(*fields) for fields in effects),
        target,
    )


def _fix(applicability: str, title: str, edits: list[list[Any]], name: str) -> Fix:
    return Fix(Applicability(applicability), title, tuple(Edit(*edit) for edit in edits), name)


def _effect(keras: str, tensorflow: str, severity: str | None, text: str, majors: list[int]) -> Effect:
    return Effect(
        keras, tensorflow, Severity(severity) if severity is not None else None, text, tuple(majors)
    )
