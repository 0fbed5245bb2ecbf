"""Many files: find them, lint each, fix across them, and gather one result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tflint_ckpt.config import Settings
from tflint_ckpt.finding import Finding
from tflint_ckpt.source import Source
from tflint_ckpt.target import Target


@dataclass(slots=True)
class FileResult:
    """What became of one file.

    Attributes:
        path: the path as shown, forward slashes.
        original: the file as it was read; ``None`` where it could not be read.
        source: the file after fixing (the same object as ``original`` where nothing changed).
        findings: what is left, in order; their offsets are into ``source.text``.
        fixed: how many findings were fixed.
        problems: one line each for what made the file unusable or a rule fail; any makes exit status 2.
        not_judged: per rule code, how many places the rule looked at and could not decide.
    """

    path: str
    original: Source | None = None
    source: Source | None = None
    findings: list[Finding] = field(default_factory=list)
    fixed: int = 0
    problems: list[str] = field(default_factory=list)
    not_judged: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class RunResult:
    """What became of a run; ``files`` are in the order of their paths."""

    files: list[FileResult]
    target: Target
    settings: Settings
