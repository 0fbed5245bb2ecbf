"""Lint and fix the same files in many ways, and compare every byte that comes out.

The ways: hash seeds, orders in which the files are given, numbers of workers, a cache that is cold, warm or
off, the gate on or off, and files parsed whole by LibCST or not. What is compared: the text, JSON and
statistics of a run, and the diff of all fixes. Without ``--full`` the ways are chosen so that each two
choices of two kinds meet once at least, what is compared being one of the kinds: each hash seed with each
order, each number of workers with each format.

With ``--gate`` only the last two, for large folders: a run for which every rule sees every file, and one for
which LibCST parses all.

Usage: python tools/determinism.py [--full] [--gate] [--each] [FOLDER ...]

Without a folder: a small tree of fixtures, fixes across files, notebooks and files that cannot be read.
Exit status: 1 where two ways gave different bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import combinations, product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SEEDS = range(8)
ORDERS = ("sorted", "reversed", "shuffled")
JOBS = (1, 2, 4)
CACHES = ("off", "cold", "warm")
ON_OR_OFF = (True, False)
SWITCHES = ((True, True), (False, True), (True, False))
"""The gate and the skeletons, on or off."""
REPORTS = {
    "text": ["--format", "text", "--verbose"],
    "json": ["--format", "json"],
    "statistics": ["--statistics"],
    "diff": ["--diff", "--unsafe-fixes"],
}
COMMON = ["--isolated", "--target", "2.15..2.21", "--select", "all", "--color", "never"]


@dataclass(frozen=True)
class Way:
    """One way to run the tool."""

    seed: int
    order: str
    jobs: int
    cache: str
    gate: bool = True
    skeletons: bool = True
    reports: tuple[str, ...] = tuple(REPORTS)

    def __str__(self) -> str:
        switches = f"gate {_shown(self.gate)}, skeletons {_shown(self.skeletons)}"
        return f"hash seed {self.seed}, {self.order}, {self.jobs} jobs, cache {self.cache}, {switches}"


def _shown(switch: bool) -> str:
    return "on" if switch else "off"


PLAIN = Way(0, "sorted", 1, "off")
"""The way that all others are compared with."""


def ways(full: bool) -> list[Way]:
    """`PLAIN`, and all ways, or so many that each two choices of two kinds meet."""
    kinds: tuple[Sequence[object], ...] = (SEEDS, ORDERS, JOBS, CACHES, ON_OR_OFF, ON_OR_OFF)
    if full:
        return [PLAIN, *(Way(*choice) for choice in product(*kinds))]  # type: ignore[arg-type]
    chosen = pairwise(*kinds, [(report,) for report in REPORTS])
    return [PLAIN, *(Way(*choice) for choice in chosen)]  # type: ignore[arg-type]


def pairwise(*kinds: Sequence[object]) -> list[tuple[object, ...]]:
    """Few combinations, one choice of each of the *kinds*, in which each two choices of two kinds meet.

    Each is the one in which most of those meet that have not met yet; the first of several, so the choice
    that costs least should be the first of its kind.
    """
    pairs = {each: set(combinations(enumerate(each), 2)) for each in product(*kinds)}
    missing = set().union(*pairs.values())
    chosen = []
    while missing:
        chosen.append(max(pairs, key=lambda each: len(pairs[each] & missing)))
        missing -= pairs[chosen[-1]]
    return chosen


def main() -> int:
    """Compare; 1 where two ways gave different bytes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--full", action="store_true", help="every combination, not only every pair")
    parser.add_argument("--gate", action="store_true", help="only compare without the gate or skeletons")
    parser.add_argument("--each", action="store_true", help="each folder in FOLDER is one of its own")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        return _child(*arguments.child)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="determinism-") as temporary:
        room = Path(temporary)
        folders = [path for folder in arguments.folders for path in _each(folder, arguments.each)]
        if not folders:
            from tests.harm.tree import plant

            folders = [plant(room / "tree")]
        differences, runs = 0, 0
        for folder in folders:
            chosen = (
                [replace(PLAIN, gate=gate, skeletons=skeletons) for gate, skeletons in SWITCHES]
                if arguments.gate
                else ways(arguments.full)
            )
            runs += len(chosen)
            for line in differing(folder, chosen, room):
                differences += 1
                print(f"DIFFERENT {line}", flush=True)
    print(f"{len(folders)} folders, {runs} runs, {differences} differences, {time.monotonic() - began:.0f} s")
    return int(differences > 0)


def _each(folder: Path, each: bool) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if each else [folder]


def differing(folder: Path, chosen: Sequence[Way], room: Path) -> Iterator[str]:
    """A line for each report of a way that is not that of the first way."""
    warm = room / "warm"
    shutil.rmtree(warm, ignore_errors=True)
    if any(way.cache == "warm" for way in chosen):
        run(folder, replace(PLAIN, cache="warm"), room, warm)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        given = list(pool.map(lambda way: run(folder, way, room, warm), chosen))
    for way, reports in zip(chosen, given, strict=True):
        for name, text in reports.items():
            if text != given[0][name]:
                yield f"{folder.name}: {name} of {way}: {_first_difference(given[0][name], text)}"


def _first_difference(one: str, other: str) -> str:
    lines = zip([*one.splitlines(), ""], [*other.splitlines(), ""], strict=False)
    return next((f"{a!r} became {b!r}" for a, b in lines if a != b), "its length")[:400]


def run(folder: Path, way: Way, room: Path, warm: Path) -> dict[str, str]:
    """The reports of one way, each by its name."""
    with tempfile.TemporaryDirectory(dir=room) as own:
        cache = warm if way.cache == "warm" else Path(own) / "cache"
        command = [
            sys.executable,
            __file__,
            "--child",
            json.dumps({**asdict(way), "cached": str(cache)}),
            own,
        ]
        environment = {**os.environ, "PYTHONHASHSEED": str(way.seed)}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            return dict.fromkeys(way.reports, f"exit status {done.returncode}: {done.stderr[-2000:]}")
        return {name: (Path(own) / name).read_text("utf-8") for name in way.reports}


def _child(choice: str, own: str) -> int:
    """Write the reports of one way over the current folder to the folder *own*."""
    from tflint_ckpt import cli, settings

    way = json.loads(choice)
    given = sorted(str(path) for path in Path().rglob("*") if path.suffix in (".py", ".pyi", ".ipynb"))
    if way["order"] == "reversed":
        given.reverse()
    elif way["order"] == "shuffled":
        random.Random(way["seed"]).shuffle(given)
    begin = settings.Settings.__init__

    def switched(self: settings.Settings) -> None:
        begin(self)
        self.gated, self.skeletons = way["gate"], way["skeletons"]

    settings.Settings.__init__ = switched  # type: ignore[method-assign]
    for name in way["reports"]:
        cache = ["--no-cache"] if way["cache"] == "off" else ["--cache-dir", way["cached"]]
        more = [*cache, "--jobs", str(way["jobs"]), "--output", str(Path(own) / name)]
        if cli.main([*COMMON, *REPORTS[name], *more, *given]) not in (0, 1, 2):
            return 1
        if way["cache"] == "cold":
            shutil.rmtree(way["cached"], ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
