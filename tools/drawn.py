"""Choose findings of real code at random, for a person to judge in their source.

REPORTS is a folder with one JSON report a repository, written by ``tflint-ckpt --format json`` in FOLDER,
where the paths in it begin. Of each rule so many are drawn by lot, errors and warnings alike, at most
so many of one file; the same seed draws the same from the same reports. Each is written with its message, its
fix and the lines around it.

Usage: python tools/drawn.py [--each 3] [--seed 1] [--select TFC803,TFC820] REPORTS [FOLDER]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONTEXT = 12
"""Lines shown before a finding; a third as many behind it."""

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
    parser.add_argument("--infos", action="store_true")
    parser.add_argument("--context", type=int, default=CONTEXT, metavar="LINES")
    arguments = parser.parse_args()
    codes = set(filter(None, arguments.select.split(",")))
    by_rule: dict[str, list[Found]] = defaultdict(list)
    for found in findings(arguments.reports):
        wanted = found["code"] in codes if codes else not found["code"].startswith("TFC0")
        if wanted and (arguments.infos or found["severity"] != "info"):
            by_rule[found["code"]].append(found)
    number = 0
    for code in sorted(by_rule):
        lots = random.Random(f"{arguments.seed} {code}")
        for found in draw(by_rule[code], arguments.each, arguments.most, lots):
            number += 1
            about = shown(found, arguments.folder, arguments.context)
            print(f"## {number}, of {len(by_rule[code])} of the rule: {about}\n")
    print(f"{number} drawn", file=sys.stderr)
    return 0


def findings(reports: Path) -> Iterator[Found]:
    """All findings of the reports, in order of their names."""
    for path in sorted(reports.glob("*.json")):
        yield from json.loads(path.read_text("utf-8"))["findings"]


def draw(found: list[Found], wanted: int, most: int, lots: random.Random) -> list[Found]:
    """*wanted* of *found* by lot, at most *most* of one file."""
    chosen: list[Found] = []
    taken: Counter[str] = Counter()
    for each in lots.sample(found, len(found)):
        if len(chosen) < wanted and taken[each["path"]] < most:
            taken[each["path"]] += 1
            chosen.append(each)
    return chosen


def shown(found: Found, folder: Path, context: int) -> str:
    """A finding with its place, what it says, what is to be done, and the code around it."""
    line, cell = found["range"]["start"]["line"], found.get("cell")
    place = f"cell {cell}:{line}" if cell else str(line)
    fix = found.get("fix") or {}
    cure = f"\nfix ({fix['applicability']}): {fix['title']}" if fix else ""
    head = f"{found['code']} {found['severity']} {found['path']}:{place}"
    lines = code_of(folder / found["path"], cell)
    around = range(max(0, line - 1 - context), min(len(lines), line + context // 3))
    code = "\n".join(f"{'>' if at == line - 1 else ' '}{at + 1:5} {lines[at][:160]}" for at in around)
    return f"{head}\n{found['message']}{cure}\n{code}"


def code_of(path: Path, cell: int | None) -> list[str]:
    """The lines of a script, or of the code cell with this number, from 1."""
    text = path.read_text("utf-8", errors="replace")
    if cell is None:
        return text.splitlines()
    cells = [each for each in json.loads(text)["cells"] if each["cell_type"] == "code"]
    return "".join(cells[cell - 1]["source"]).splitlines()


if __name__ == "__main__":
    sys.exit(main())
