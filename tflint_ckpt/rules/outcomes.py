"""What a defect does on which Keras: the severity, the words and the releases of a finding come from it.

A rule says once what happens where::

    OUTCOMES = (
        on_keras2(None, "ignores it"),
        on_keras3(Severity.ERROR, "raises TypeError when the callback is built"),
    )

and :meth:`Rule.judged <tflint_ckpt.rules.rule.Rule.judged>` reports what holds on the target.
"""

from __future__ import annotations

from collections.abc import Iterable

from tflint_ckpt.finding import Effect, Severity
from tflint_ckpt.keras_api.history import FIRST, KERAS3, LAST
from tflint_ckpt.records import dataclass
from tflint_ckpt.target import Release, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.keras_api.reader import Version


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens on the releases whose Keras is at least *since* and older than *until*.

    Attributes:
        severity: how bad it is there; ``None`` where it does no harm.
        text: what happens, read after the name of the release: ``raises TypeError``.
        since: the first Keras, as ``(major, minor)``.
        until: the first one for which it no longer holds.
    """

    severity: Severity | None
    text: str
    since: Version = FIRST
    until: Version = LAST

    def holds(self, release: Release) -> bool:
        """Whether this is what happens on *release*."""
        return self.since <= release.keras < self.until

    @property
    def keras(self) -> str:
        """The releases it is about, for the user: ``Keras 3``, ``Keras 3 from 3.8``, ``Keras before 3.8``."""
        if (self.since, self.until) == (FIRST, LAST):
            return "Keras"
        if self.since == FIRST and self.until > KERAS3:
            return f"Keras before {_dotted(self.until)}"
        if self.since < KERAS3 < self.until:
            return f"Keras from {_dotted(self.since)}"
        if self.since < KERAS3:
            name, begins, ends = "Keras 2", self.since == FIRST, self.until == KERAS3
        else:
            name, begins, ends = "Keras 3", self.since == KERAS3, self.until == LAST
        if begins:
            return name if ends else f"{name} before {_dotted(self.until)}"
        if ends:
            return f"{name} from {_dotted(self.since)}"
        return f"{name} from {_dotted(self.since)} and before {_dotted(self.until)}"


def on_keras2(
    severity: Severity | None, text: str, *, since: Version = FIRST, until: Version = KERAS3
) -> Outcome:
    """What happens on Keras 2, or on its releases from *since* and before *until*.

    Keras 2 of TensorFlow 2.16 and later (tf_keras) counts as 2.16 and later.
    """
    return Outcome(severity, text, since, until)


def on_keras3(
    severity: Severity | None, text: str, *, since: Version = KERAS3, until: Version = LAST
) -> Outcome:
    """What happens on Keras 3, or on its releases from *since* and before *until*."""
    return Outcome(severity, text, since, until)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What outcomes mean on one target.

    Attributes:
        severity: the worst of them.
        text: what happens on which release, ready for a message.
        effects: the same as data, one for each outcome that some release of the target has.
    """

    severity: Severity
    text: str
    effects: tuple[Effect, ...]


def judge(target: Target, outcomes: Iterable[Outcome]) -> Verdict | None:
    """What *outcomes* mean on *target*; ``None`` where they do no harm on any of its releases."""
    effects = []
    for outcome in _joined(outcomes):
        releases = tuple(release for release in target.releases if outcome.holds(release))
        if releases:
            where = Target(releases, target.source).tensorflow
            majors = tuple(sorted({release.keras[0] for release in releases}))
            effects.append(Effect(outcome.keras, where, outcome.severity, outcome.text, majors))
    severities = [effect.severity for effect in effects if effect.severity is not None]
    if not severities:
        return None
    texts = [f"{effect.keras}{_which(target, effect)} {effect.text}" for effect in effects if effect.text]
    worst = min(severities, key=lambda severity: severity.rank)
    return Verdict(worst, "; ".join(texts), tuple(effects))


def _joined(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """*outcomes* in order, those that say the same and follow one another as one."""
    found: list[Outcome] = []
    for outcome in outcomes:
        last = found[-1] if found else None
        if last and (last.until, last.severity, last.text) == (outcome.since, outcome.severity, outcome.text):
            found[-1] = Outcome(last.severity, last.text, last.since, outcome.until)
        else:
            found.append(outcome)
    return found


def _which(target: Target, effect: Effect) -> str:
    """The releases of TensorFlow that are meant, where the target has others too."""
    if effect.tensorflow == target.tensorflow:
        return ""
    return f" (TensorFlow {effect.tensorflow.replace('..', ' to ')})"


def _dotted(version: Version) -> str:
    return f"{version[0]}.{version[1]}"
