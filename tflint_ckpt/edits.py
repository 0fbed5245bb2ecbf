"""Choosing the edits of a round, and applying them to text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tflint_ckpt.finding import Edit, Finding


def choose(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes can be applied together: in order, each that overlaps no earlier one.

    An edit that several fixes share, such as an import, is no overlap. What is left out is found again,
    and applied, in the next round.
    """
    taken: dict[str, list[Edit]] = defaultdict(list)
    chosen = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        if edits and not any(_clash(edit, other) for edit in edits for other in taken[edit.path]):
            chosen.append(finding)
            for edit in edits:
                taken[edit.path].append(edit)
    return chosen


def _clash(one: Edit, other: Edit) -> bool:
    """Whether two edits touch: overlap, or begin at the same place, so that their order would matter."""
    if one == other:
        return False
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def by_path(findings: Iterable[Finding]) -> Mapping[str, list[Edit]]:
    """The edits of these findings' fixes, grouped by the file they change; shared ones once."""
    grouped: dict[str, list[Edit]] = defaultdict(list)
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            if edit not in grouped[edit.path]:
                grouped[edit.path].append(edit)
    return grouped


def splice(text: str, edits: Iterable[Edit]) -> str:
    """*text* with *edits* applied; they must not overlap. Raises ``ValueError`` if they do."""
    pieces = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise ValueError(f"overlapping edits at offset {edit.start}")
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)
