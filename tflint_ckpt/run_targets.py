"""Every target of a run, and how many of its files run on each."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.target import Target

    Key = tuple[str, tuple[tuple[int, int, int, int], ...]]

    class HasTargets(Protocol):
        """The result of a file, as far as it counts here."""

        @property
        def targets(self) -> Mapping[str, Target]: ...


_MOST_LINES = 5
"""A repository of many projects has a target for each of them."""


class RunTarget:
    """One target of a run.

    Attributes:
        target: the releases, and where they are written.
        files: how many files run on it.
    """

    __slots__ = ("files", "target")

    def __init__(self, target: Target) -> None:
        self.target = target
        self.files = 0


class RunTargets:
    """The targets of a run, those of most files first, then by their source.

    Only the files that some rule looked at have one: of the others nobody asked what they run on. A file
    that imports two Kerases with different targets (``tf.keras`` with ``TF_USE_LEGACY_KERAS=1``, and
    ``keras``) counts for each of them, so that the files of all targets may be more than there are.

    Attributes:
        every: the targets.
    """

    __slots__ = ("_places", "every")

    def __init__(self, files: Iterable[HasTargets]) -> None:
        found: dict[Key, RunTarget] = {}
        for file in files:
            for target in file.targets.values():
                found.setdefault(_key(target), RunTarget(target)).files += 1
        ordered = sorted(found.items(), key=lambda item: (-item[1].files, item[0]))
        self._places = {key: place for place, (key, _) in enumerate(ordered)}
        self.every = [each for _, each in ordered]

    def of_file(self, file: HasTargets) -> list[int]:
        """Which targets, counted from 0, a file has; none where no rule looked at it."""
        return [self._places[_key(target)] for target in file.targets.values()]

    def of_finding(self, file: HasTargets, finding: Finding) -> int | None:
        """On which target a finding of *file* was judged; ``None`` where no rule looked at the file."""
        mine = self.of_file(file)
        return mine[finding.target or 0] if mine else None

    def lines(self) -> list[str]:
        """One line for each of the first releases, for people, and how many more there are.

        Releases that several places name, such as a ``pip install`` in each of many notebooks, are one line.
        """
        groups: dict[str, list[RunTarget]] = {}
        for each in self.every:
            groups.setdefault(f"{each.target.tensorflow} {each.target.keras}", []).append(each)
        ordered = sorted(groups.values(), key=_count, reverse=True)
        shown = ordered[:_MOST_LINES] if len(ordered) > _MOST_LINES + 1 else ordered
        lines = [f"target: {_described(group)}: {_files(_count(group))}" for group in shown]
        if len(shown) < len(ordered):
            rest = ordered[len(shown) :]
            lines.append(f"and {len(rest)} more targets: {_files(sum(map(_count, rest)))}")
        return lines

    def plain(self) -> list[dict[str, object]]:
        """All targets as data."""
        return [{**plain(each.target), "files": each.files} for each in self.every]


def plain(target: Target) -> dict[str, object]:
    """A target as data."""
    return {"tensorflow": target.tensorflow, "keras": target.keras, "source": target.source}


def _key(target: Target) -> Key:
    return target.source, tuple((*each.tensorflow, *each.keras) for each in target.releases)


def _count(group: Iterable[RunTarget]) -> int:
    return sum(each.files for each in group)


def _described(group: Sequence[RunTarget]) -> str:
    """The releases of *group*, and where they are written: the place of most files, and how many others."""
    first, others = group[0].target, len(group) - 1
    if not others:
        return first.describe()
    also = ", and from" if first.is_assumed else " and"
    return f"{first.describe()}{also} {others} other place{'s' if others > 1 else ''}"


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"
