"""A dataset's pipeline, step by step, as text, JSON, Mermaid or SVG."""

from __future__ import annotations

from tflint_ckpt.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = {
    "text": "tflint_ckpt.report.pipeline.text",
    "json": "tflint_ckpt.report.pipeline.json_",
    "mermaid": "tflint_ckpt.report.pipeline.mermaid",
    "svg": "tflint_ckpt.report.pipeline.svg",
}
"""Where each format is: a module with ``render(pipeline) -> str``, imported when it is asked for."""

UNKNOWN = "not known"
"""What is said of a step whose function the code does not show."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step, ready to be shown.

    Attributes:
        place: where it stands: ``12``, or ``cell 3:12``; empty for another file.
        code: the step as it is written, on one line: ``batch(32)``.
        memory: what it holds, and about how much; empty for nothing.
        random: what is random in it, ``order`` or ``values``; :data:`UNKNOWN`; empty for nothing.
        epochs: ``every epoch`` or ``first epoch``.
        bytes: how many bytes it holds, if the code shows it.
        findings: ``TFC201 warning: …``, those of the rules that stand in this step.
        inputs: for ``zip`` and the like, the rows of each dataset it is made of.
    """

    place: str
    code: str
    memory: str = ""
    random: str = ""
    epochs: str = "every epoch"
    bytes: int | None = None
    findings: tuple[str, ...] = ()
    inputs: tuple[tuple[Row, ...], ...] = field(default=())

    @property
    def notes(self) -> list[str]:
        """What is to be said of the step, in the order of importance."""
        random = {"": "", UNKNOWN: "may be random: the code does not show it"}
        said = random.get(self.random, f"random {self.random}")
        return [note for note in (f"holds {self.memory}" if self.memory else "", said) if note]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Every way in which one dataset may come about.

    Attributes:
        path: the file.
        place: where the dataset stands, as in :attr:`Row.place`.
        code: the expression that is the dataset, shortened.
        ways: the rows of each way, the source first.
    """

    path: str
    place: str
    code: str
    ways: tuple[tuple[Row, ...], ...]


def renderer(name: str) -> Callable[[Pipeline], str]:
    """The function that writes the format *name*, one of :data:`FORMATS`."""
    from importlib import import_module

    render: Callable[[Pipeline], str] = import_module(FORMATS[name]).render
    return render


def flat(rows: tuple[Row, ...], depth: int = 0) -> list[tuple[int, Row]]:
    """*rows* with the rows of their inputs before them, each with how deep it stands."""
    found: list[tuple[int, Row]] = []
    for row in rows:
        for given in row.inputs:
            found += flat(given, depth + 1)
        found.append((depth, row))
    return found


def shown_bytes(count: int) -> str:
    """*count* bytes for people: ``188 MB``, in powers of 1000."""
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} TB"
