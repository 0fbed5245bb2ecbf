"""Choose fixes of real code at random, for a person to read as the maintainer who would merge them.

Every repository in REPOSITORIES is linted by itself, as ``tflint-ckpt .`` in it does. Of the findings with a
fix, so many safe and so many unsafe ones are drawn by lot, at most some of one repository and applicability,
and each is written to OUTPUT with its message and what it changes, in whatever files. The same seed draws the
same fixes from the same repositories. Nothing in them is written or run, and none of their code belongs here.

Usage: python tools/review.py [--safe 60] [--unsafe 60] [--most 5] [--seed 1] REPOSITORIES OUTPUT
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tflint_ckpt import runner  # noqa: E402
from tflint_ckpt.edits import by_path  # noqa: E402
from tflint_ckpt.finding import Finding, Fix  # noqa: E402
from tflint_ckpt.settings import Settings  # noqa: E402
from tflint_ckpt.source import Source  # noqa: E402

CONTEXT = 6
"""Lines of context: enough to see the call that a fix changes, and what stands around it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One fix: its repository, its finding, the place for people, and the diff of all files it changes."""

    repository: str
    finding: Finding
    fix: Fix
    place: str
    diff: str

    def text(self, number: int) -> str:
        """The fix as a section of Markdown."""
        return (
            f"## {number}. {self.repository}: {self.place} {self.finding.code} "
            f"{self.finding.name} ({self.finding.severity.value}, {self.fix.applicability.value})\n\n"
            f"{self.finding.message}\n\nfix: {self.fix.title}\n\n```diff\n{self.diff}```\n"
        )


def main() -> int:
    """Write the fixes that were drawn; 1 where there were fewer than asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("repositories", type=Path, metavar="REPOSITORIES")
    parser.add_argument("output", type=Path, metavar="OUTPUT")
    parser.add_argument("--safe", type=int, default=60, metavar="N")
    parser.add_argument("--unsafe", type=int, default=60, metavar="N")
    parser.add_argument("--most", type=int, default=5, metavar="N", help="of one repository")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--select", default="recommended", metavar="RULES")
    arguments = parser.parse_args()
    output = arguments.output.resolve()
    found = [
        candidate
        for folder in sorted(path for path in arguments.repositories.iterdir() if path.is_dir())
        for candidate in candidates(folder.resolve(), arguments.select.split(","))
    ]
    drawn: list[Candidate] = []
    complete = True
    for kind, wanted in (("safe", arguments.safe), ("unsafe", arguments.unsafe)):
        fitting = [each for each in found if each.fix.applicability.value == kind]
        chosen = draw(fitting, wanted, arguments.most, random.Random(arguments.seed))
        print(f"{kind}: {len(chosen)} of {len(fitting)}")
        complete = complete and len(chosen) == wanted
        drawn += chosen
    output.write_text("\n".join(each.text(number) for number, each in enumerate(drawn, 1)), "utf-8")
    return int(not complete)


def candidates(folder: Path, select: list[str]) -> Iterator[Candidate]:
    """Every fix that a run in *folder* offers, in order of place."""
    settings = Settings()
    settings.override(select=select)
    os.chdir(folder)
    result = runner.run(["."], settings, jobs=1)
    sources = {file.path: file.source for file in result.files if file.source is not None}
    for file in result.files:
        for finding in file.findings:
            if finding.fix is not None and finding.fix.edits and file.source is not None:
                place = file.source.place(finding.start)
                shown = f"{finding.path}:" + (f"cell {place.cell}:" if place.cell else "") + str(place.line)
                yield Candidate(folder.name, finding, finding.fix, shown, _diff(finding, sources))


def draw(found: list[Candidate], wanted: int, most: int, lots: random.Random) -> list[Candidate]:
    """*wanted* of *found* by lot, at most *most* of one repository, in order of repository and place."""
    chosen: list[Candidate] = []
    taken: Counter[str] = Counter()
    for each in lots.sample(found, len(found)):
        if len(chosen) < wanted and taken[each.repository] < most:
            taken[each.repository] += 1
            chosen.append(each)
    return sorted(chosen, key=lambda each: (each.repository, each.finding.sort_key))


def _diff(finding: Finding, sources: Mapping[str, Source]) -> str:
    """What the finding's fix changes; of a notebook, the code of its cells."""
    parts = []
    for path, changes in by_path([finding]).items():
        old = sources[path]
        lines = [text.splitlines(keepends=True) for text in (old.text, old.edited(changes).text)]
        diff = unified_diff(*lines, path, path, n=CONTEXT)
        parts += [line if line.endswith("\n") else f"{line}\n" for line in diff]
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
