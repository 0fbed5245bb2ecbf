"""Time tflint-ckpt beside Ruff and Fixit, whole processes, in turn; print Markdown tables.

Usage: python benchmarks/measure.py startup
       python benchmarks/measure.py findings
       python benchmarks/measure.py tree FOLDER
       python benchmarks/measure.py jobs FOLDER [RUNS]
       python benchmarks/measure.py cache FOLDER [RUNS]
       python benchmarks/measure.py project FOLDER [RUNS]

`tflint-ckpt`, `ruff` and `fixit` are taken from the folder of the interpreter that runs this script.
CPU time is user and system time of the finished process (wait4), averaged over the runs, because one
clock tick is a large part of a short run; wall time is the median.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

BIN = Path(sys.executable).parent
CLEAN = """\
import tensorflow as tf


def build_model():
    model = tf.keras.Sequential([tf.keras.layers.Input((4,)), tf.keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model
"""
DEFECTS = (
    CLEAN
    + """

net = build_model()
checkpoint = tf.keras.callbacks.ModelCheckpoint("net_{epoch: 02d}.keras", max_to_keep=3)
net.fit([[0.0] * 4], [[0.0]], callbacks=[checkpoint])
"""
)

RENAMED = (
    CLEAN
    + """

net = build_model()
best = tf.keras.callbacks.ModelCheckpoint("runs/best_of_all.h5", save_weights_only=True)
net.fit([[0.0] * 4], [[0.0]], callbacks=[best])
net.load_weights("runs/best_of_all.h5")
"""
)
"""The fix gives the file another name, so every file of the project is searched for the old one."""
READER = CLEAN + """\nbuild_model().load_weights("runs/best_of_all.h5")\n"""


@dataclass
class Timed:
    """One command and its runs; seconds."""

    name: str
    command: list[str]
    environment: dict[str, str] | None = None
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """Run once in *folder*, output thrown away. Raises ``RuntimeError`` if the command fails to work."""
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            cwd=folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1, 99):  # 99: Fixit found something
            raise RuntimeError(f"{self.name} ended with {process.returncode}")
        self.wall.append(time.perf_counter() - start)
        self.cpu.append(usage.ru_utime + usage.ru_stime)


def compare(commands: list[Timed], folder: Path, runs: int, against: dict[str, float]) -> None:
    """Run all in turn, and print a table; *against* names the goals as largest ratios of CPU time."""
    for command in commands:
        command.run(folder)
        command.cpu.clear()
        command.wall.clear()
    for _ in range(runs):
        for command in commands:
            command.run(folder)
    ours = statistics.mean(commands[0].cpu)
    print(f"| command | CPU, mean of {runs} | wall, median | tflint-ckpt / it (CPU) | goal |")
    print("| --- | --- | --- | --- | --- |")
    for command in commands:
        cpu = statistics.mean(command.cpu)
        goal = f"≤ {against[command.name]:g}" if command.name in against else ""
        wall = statistics.median(command.wall)
        print(f"| {command.name} | {cpu * 1e3:.1f} ms | {wall * 1e3:.1f} ms | {ours / cpu:.2f} | {goal} |")


def tflint(*arguments: str, name: str = "tflint-ckpt", cache: Path | None = None) -> Timed:
    """The command under test, on its own defaults whatever project is around, with no cache but *cache*."""
    command = [str(BIN / "tflint-ckpt"), "--isolated", *arguments]
    if cache is None:
        return Timed(name, [*command, "--no-cache"])
    return Timed(name, command, {**os.environ, "TFLINT_CKPT_CACHE_DIR": str(cache)})


def compare_caches(tree: Path, folder: Path, runs: int) -> None:
    """Lint a copy of *tree* without a cache, with an empty one, with a full one, and after an edit."""
    shutil.copytree(tree, folder / "tree")
    cache = folder / "cache"
    without = tflint("tree", name="without")
    empty, full, edited = (
        tflint("tree", name=name, cache=cache) for name in ("empty", "full", "one file edited")
    )
    first = min(folder.glob("tree/**/*.py"))
    for number in range(runs):
        shutil.rmtree(cache, ignore_errors=True)
        without.run(folder)
        empty.run(folder)
        full.run(folder)
        with first.open("a", encoding="utf-8") as file:
            file.write(f"\n# edit {number}\n")
        edited.run(folder)
    print(f"| cache | CPU, mean of {runs} | wall, median | of the run without (CPU) | replayed |")
    print("| --- | --- | --- | --- | --- |")
    for command in (without, empty, full, edited):
        cpu, wall = statistics.mean(command.cpu), statistics.median(command.wall)
        share = cpu / statistics.mean(without.cpu)
        replayed = _replayed(command, folder, first)
        print(f"| {command.name} | {cpu * 1e3:.0f} ms | {wall * 1e3:.0f} ms | {share:.1%} | {replayed} |")
    size = sum(path.stat().st_size for path in cache.iterdir())
    print(f"\nThe cache takes {size / 1e6:.1f} MB.")


def compare_projects(tree: Path, folder: Path, runs: int) -> None:
    """Lint one file alone, and in a copy of *tree*: that it is named alone is to cost little.

    What was found in the file is not replayed: before each run its last line is written anew.
    """
    project, alone, kept = folder / "project", folder / "alone", folder / "kept"
    shutil.copytree(tree, project)
    alone.mkdir()
    shutil.copytree(alone, folder / "pair")
    for each in (project, alone, folder / "pair"):
        (each / "pyproject.toml").write_text("")
    (folder / "pair" / "reader.py").write_text(READER)
    there = sum(path.suffix in (".py", ".ipynb") for path in project.rglob("*"))
    cold = tflint("--diff", "train.py", name=f"among {there:,}, no index yet", cache=folder / "cold")
    warm = tflint("--diff", "train.py", name=f"among {there:,}", cache=kept)
    without = tflint("--diff", "train.py", name=f"among {there:,}, --no-cache")
    first = tflint("--diff", "train.py", name="alone", cache=kept)
    bare = tflint("--diff", "train.py", name="alone, --no-cache")
    reading = tflint("--diff", "train.py", name="with one that names it too", cache=kept)
    among = tflint("--diff", "train.py", name=f"among {there:,}, one of which names it too", cache=kept)
    ways = [(first, alone), (warm, project), (bare, alone), (without, project), (cold, project)]
    ways += [(reading, folder / "pair"), (among, project)]
    for number in range(-1, runs):
        for command, place in ways:
            (project / "reader.py").unlink(missing_ok=True)
            if command is among:
                (project / "reader.py").write_text(READER)
            if command is cold:
                shutil.rmtree(folder / "cold", ignore_errors=True)
            (place / "train.py").write_text(f"{RENAMED}# run {number}\n")
            command.run(place)
            if number < 0:
                command.cpu.clear()
                command.wall.clear()
    print(f"| one file named | CPU, mean of {runs} | wall, median | to the same file alone (CPU) |")
    print("| --- | --- | --- | --- |")
    pairs = [(first, first), (warm, first), (cold, first), (bare, bare), (without, bare)]
    for command, other in [*pairs, (reading, reading), (among, reading)]:
        cpu, wall = statistics.mean(command.cpu), statistics.median(command.wall)
        ratio = cpu / statistics.mean(other.cpu)
        print(f"| {command.name} | {cpu * 1e3:.0f} ms | {wall * 1e3:.0f} ms | {ratio:.2f} |")
    print(f"\nThe words of the project take {(kept / 'words-1.sqlite3').stat().st_size / 1e6:.1f} MB.")


def _replayed(command: Timed, folder: Path, edited: Path) -> str:
    """How many results of how many files are from the cache in such a run, by its own account."""
    if command.name in ("without", "empty"):
        return ""
    if command.name != "full":
        with edited.open("a", encoding="utf-8") as file:
            file.write("# the last edit\n")
    verbose = [*command.command, "-v"]
    done = subprocess.run(verbose, cwd=folder, env=command.environment, capture_output=True, text=True)
    return done.stderr.partition("cache: ")[2].partition(" results")[0]


def main() -> int:
    """Run the benchmark that the command line names."""
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fixit = Timed("fixit, one rule", [str(BIN / "fixit"), "--rules", "fixit.rules:NoNamedTuple", "lint"])
        ruff = Timed("ruff check", [str(BIN / "ruff"), "check", "--no-cache", "--isolated"])
        cache = folder / "cache"
        if what == "startup":
            (folder / "clean.py").write_text(CLEAN)
            cached = tflint("clean.py", name="tflint-ckpt, with a cache", cache=cache)
            bare = Timed("python -c pass", [sys.executable, "-c", "pass"])
            ruff.command.append("clean.py")
            compare([tflint("clean.py"), cached, bare, ruff], folder, 100, {"ruff check": 3})
        elif what == "findings":
            (folder / "train.py").write_text(DEFECTS)
            cached = tflint("train.py", name="tflint-ckpt, with a full cache", cache=cache)
            fixit.command.append("train.py")
            compare([tflint("train.py"), cached, fixit], folder, 20, {"fixit, one rule": 0.25})
        elif what == "tree" and len(sys.argv) == 3:
            tree = Path(sys.argv[2]).resolve()
            ruff.command.append(str(tree))
            compare([tflint(str(tree)), ruff], folder, 5, {"ruff check": 2.5})
            print()
            fixit.command.append(str(tree))
            compare([tflint(str(tree)), fixit], folder, 1, {"fixit, one rule": 0.02})
        elif what == "jobs" and len(sys.argv) > 2:
            small = folder / "small"
            small.mkdir()
            for number in range(4):
                (small / f"clean{number}.py").write_text("import json\n")
            runs = int(sys.argv[3]) if sys.argv[3:] else 5
            for where, times in ((small, 25), (Path(sys.argv[2]).resolve(), runs)):
                each = [tflint("--jobs", jobs, str(where), name=jobs) for jobs in ("1", "2", "auto")]
                compare(each, folder, times, {})
                print()
        elif what == "cache" and len(sys.argv) > 2:
            compare_caches(Path(sys.argv[2]).resolve(), folder, int(sys.argv[3]) if sys.argv[3:] else 3)
        elif what == "project" and len(sys.argv) > 2:
            tree = Path(sys.argv[2]).resolve()
            compare_projects(tree, folder, int(sys.argv[3]) if sys.argv[3:] else 10)
        else:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
