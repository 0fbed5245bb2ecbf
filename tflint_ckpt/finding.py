"""What a rule reports: a finding, the fix it offers, and the text edits a fix is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(str, Enum):
    """How bad a finding is on the target release; the order of members is from worst to mildest."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for info."""
        return _RANKS[self]

    def at_least(self, other: Severity) -> bool:
        """Whether this severity is as bad as *other*, or worse."""
        return self.rank <= other.rank


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Applicability(str, Enum):
    """Who may apply a fix: ``--fix``, ``--fix --unsafe-fixes``, or only a person."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the characters ``start:end`` of the file at *path* by *text*.

    Offsets count characters from 0 in the file's decoded text (without a byte order mark).
    ``start == end`` is an insertion.
    """

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding. All its edits are applied together, or none.

    A ``MANUAL`` fix has no edits: its title says what the reader should do.
    """

    applicability: Applicability
    title: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect at one place.

    ``start`` and ``end`` are offsets in characters from 0 into the decoded text of the file at
    *path*; reports turn them into lines and columns that count from 1.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    start: int
    end: int
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of output: path, place, code; the message breaks what is left of ties."""
        return (self.path, self.start, self.end, self.code, self.message)
