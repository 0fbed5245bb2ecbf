"""What a rule reports: a finding, the fix it offers, and the text edits a fix is made of."""

from __future__ import annotations

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


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

    A ``MANUAL`` fix has no edits: its title says what the reader should do. ``name`` is what the
    configuration chooses it by, where a rule knows several ways.
    """

    applicability: Applicability
    title: str
    edits: tuple[Edit, ...] = ()
    name: str = ""


def with_edits(title: str, edits: tuple[Edit, ...], applicability: Applicability = Applicability.SAFE) -> Fix:
    """A fix of *edits*; where there are none, one for a person to do."""
    return Fix(applicability if edits else Applicability.MANUAL, title, edits)


def unsafe(fix: Fix, why: str) -> Fix:
    """*fix*, but not safe, for the reason *why*; one that is for a person to do stays as it is."""
    if fix.applicability is Applicability.MANUAL:
        return fix
    joined = ", and " if "; not safe: " in fix.title else "; not safe: "
    return replace(fix, applicability=Applicability.UNSAFE, title=f"{fix.title}{joined}{why}")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a defect does on some releases of the target.

    Attributes:
        keras: the releases of Keras for the user, such as ``Keras 3 from 3.8``.
        tensorflow: the releases of TensorFlow among the target's that have it, ``2.19..2.21``.
        severity: how bad it is there; ``None`` where it does no harm.
        text: what happens, to be read after the name of the release: ``raises TypeError``.
        majors: the major releases of Keras among the target's that have it.
    """

    keras: str
    tensorflow: str
    severity: Severity | None
    text: str
    majors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect at one place.

    ``start`` and ``end`` are offsets in characters from 0 into the decoded text of the file at
    *path*; reports turn them into lines and columns that count from 1.

    ``alternatives`` are other ways to mend it than ``fix``, which is the one that is applied. ``effects``
    say what happens on which releases, where that differs between releases. ``target`` is the one it was
    judged on, counted from 0 among those of its file, which has several where the Kerases that it imports
    run on different ones; ``None`` while that is not decided.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    start: int
    end: int
    fix: Fix | None = None
    alternatives: tuple[Fix, ...] = ()
    effects: tuple[Effect, ...] = ()
    target: int | None = 0

    def preferring(self, name: str | None) -> Finding:
        """This finding with the fix called *name* as the one that is applied, where it has that one."""
        chosen = next((each for each in self.alternatives if name and each.name == name), None)
        if chosen is None:
            return self
        others = tuple(each for each in (self.fix, *self.alternatives) if each and each is not chosen)
        return replace(self, fix=chosen, alternatives=others)

    def keeping(self, taken: Callable[[Fix], bool]) -> Finding:
        """This finding with only the fixes that can be *taken*; the title of ``fix`` is kept as advice."""
        if all(taken(fix) for fix in (self.fix, *self.alternatives) if fix is not None):
            return self
        fix = self.fix
        if fix is not None and not taken(fix):
            fix = replace(fix, applicability=Applicability.MANUAL, edits=())
        return replace(self, fix=fix, alternatives=tuple(filter(taken, self.alternatives)))

    def with_fixes(self, made: Callable[[Fix], Fix]) -> Finding:
        """This finding with what *made* makes of each fix; what loses its edits is no alternative."""
        fix = made(self.fix) if self.fix is not None else None
        others = [(each, made(each)) for each in self.alternatives]
        if fix is self.fix and all(new is old for old, new in others):
            return self
        kept = tuple(new for old, new in others if new is old or new.edits)
        return replace(self, fix=fix, alternatives=kept)

    def is_error_on(self, major: int) -> bool:
        """Whether this is an error on Keras *major*, one that the target has."""
        if not self.effects:
            return self.severity is Severity.ERROR
        return any(each.severity is Severity.ERROR and major in each.majors for each in self.effects)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of output: path, place, code; the message breaks what is left of ties."""
        return (self.path, self.start, self.end, self.code, self.message)
