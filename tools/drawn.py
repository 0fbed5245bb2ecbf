"""Choose findings of real code at random, for a person to judge in their source.

REPORTS is a folder with one JSON report a repository, written by ``tflint-ckpt --format json .`` in it or,
where FOLDER has no folder of the report's name, in FOLDER, where the paths in it begin. Of each rule so many
are drawn by lot, at most so many of one file, those first whose repository has been drawn least; the same
seed draws the same from the same reports. Each is written with its message, the lines around it, and what its
fix changes. With ``--since OLD`` those only that the reports in OLD do not have, with ``--without FILE`` none
that FILE shows, which an earlier draw wrote.

Usage: python tools/drawn.py [--each 3] [--seed 1] [--select TFC803,TFC820] REPORTS [FOLDER]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

CONTEXT = 12
"""Lines shown before a finding; a third as many behind it."""

HEADING = re.compile(r"^## \d+, of \d+ of the rule: (\S+) \S+ (.+)$", re.MULTILINE)
"""The rule and the place of a finding, as they are shown."""

Found = dict[str, Any]


def main() -> int:
    """Print what was drawn, rule by rule."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("reports", type=Path, metavar="REPORTS")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="FOLDER")
    parser.add_argument("--each", type=int, default=3, metavar="N", help="of one rule")
    parser.add_argument("--most", type=int, default=1, metavar="N", help="of one rule in one file")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--select", default="", metavar="CODES")
    parser.add_argument("--severity", default="error,warning", metavar="SEVERITIES")
    parser.add_argument("--since", type=Path, metavar="OLD", help="reports of an earlier release")
    parser.add_argument("--without", type=Path, metavar="FILE", help="what an earlier draw wrote")
    parser.add_argument("--context", type=int, default=CONTEXT, metavar="LINES")
    arguments = parser.parse_args()
    codes = set(filter(None, arguments.select.split(",")))
    by_rule: dict[str, list[Found]] = defaultdict(list)
    old = {known(each) for each in findings(arguments.since, arguments.folder)} if arguments.since else set()
    read = set(HEADING.findall(arguments.without.read_text("utf-8"))) if arguments.without else set()
    for found in findings(arguments.reports, arguments.folder):
        if known(found) in old or (found["code"], place_of(found)) in read:
            continue
        wanted = found["code"] in codes if codes else not found["code"].startswith("TFC0")
        if wanted and found["severity"] in arguments.severity.split(","):
            by_rule[found["code"]].append(found)
    number = 0
    drawn: Counter[Path] = Counter()
    for code in sorted(by_rule, key=lambda each: (len(by_rule[each]), each)):
        lots = random.Random(f"{arguments.seed} {code}")
        for found in draw(by_rule[code], arguments.each, arguments.most, lots, drawn):
            number += 1
            about = shown(found, arguments.context)
            print(f"## {number}, of {len(by_rule[code])} of the rule: {about}\n")
    print(f"{number} drawn of {len(drawn)} repositories", file=sys.stderr)
    return 0


def known(found: Found) -> tuple[object, ...]:
    """What two reports of one repository have in common of a finding."""
    return found["code"], found["severity"], place_of(found)


def place_of(found: Found) -> str:
    """Where a finding is: ``repository/train.py:12``, ``repository/a.ipynb:cell 3:4``."""
    line, cell = found["range"]["start"]["line"], found.get("cell")
    place = f"cell {cell}:{line}" if cell else str(line)
    return f"{found['root'].name}/{found['path']}:{place}"


def findings(reports: Path, folder: Path) -> Iterator[Found]:
    """All findings of the reports, in order of their names, each with the folder where its paths begin."""
    for path in sorted(reports.glob("*.json")):
        root = folder / path.stem
        for found in json.loads(path.read_text("utf-8"))["findings"]:
            yield {**found, "root": root if root.is_dir() else folder}


def draw(
    found: list[Found], wanted: int, most: int, lots: random.Random, drawn: Counter[Path]
) -> list[Found]:
    """*wanted* of *found* by lot, at most *most* of one file; *drawn* counts them by repository."""
    chosen: list[Found] = []
    taken: Counter[str] = Counter()
    left = lots.sample(found, len(found))
    while left and len(chosen) < wanted:
        each = min(left, key=lambda one: drawn[one["root"]])
        left.remove(each)
        if taken[each["path"]] < most:
            taken[each["path"]] += 1
            drawn[each["root"]] += 1
            chosen.append(each)
    return chosen


def shown(found: Found, context: int) -> str:
    """A finding with its place, what it says, the code around it, and what its fix changes."""
    root: Path = found["root"]
    line, cell = found["range"]["start"]["line"], found.get("cell")
    fix = found.get("fix") or {}
    cure = f"\nfix ({fix['applicability']}): {fix['title']}" if fix else ""
    head = f"{found['code']} {found['severity']} {place_of(found)}"
    lines = code_of(root / found["path"], cell)
    around = range(max(0, line - 1 - context), min(len(lines), line + context // 3))
    code = "\n".join(f"{'>' if at == line - 1 else ' '}{at + 1:5} {lines[at][:160]}" for at in around)
    return f"{head}\n{found['message']}{cure}\n{code}{changes(root, fix.get('edits') or [])}"


def changes(root: Path, edits: list[Found]) -> str:
    """What the edits change, as a diff of each file or cell."""
    by_place: dict[tuple[str, int | None], list[Found]] = defaultdict(list)
    for edit in edits:
        by_place[edit["path"], edit.get("cell")].append(edit)
    parts = [""]
    for (path, cell), here in by_place.items():
        old = code_of(root / path, cell)
        name = path if cell is None else f"{path} cell {cell}"
        parts += list(unified_diff(old, edited(old, here), name, name, n=1, lineterm=""))[1:]
    return "\n".join(parts)


def edited(lines: list[str], edits: list[Found]) -> list[str]:
    """The lines with the edits made, last place first."""
    text = list(lines)
    for edit in sorted(edits, key=lambda each: tuple(each["range"]["start"].values()), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        text += [""] * (end["line"] - len(text))
        first, last = text[start["line"] - 1], text[end["line"] - 1]
        new = first[: start["column"] - 1] + edit["text"] + last[end["column"] - 1 :]
        text[start["line"] - 1 : end["line"]] = new.split("\n")
    return text


def code_of(path: Path, cell: int | None) -> list[str]:
    """The lines of a script, or of the code cell with this number, from 1."""
    text = path.read_text("utf-8", errors="replace")
    if cell is None:
        return text.split("\n")
    cells = [each for each in json.loads(text)["cells"] if each["cell_type"] == "code"]
    return "".join(cells[cell - 1]["source"]).split("\n")


if __name__ == "__main__":
    sys.exit(main())
