"""Time tflint-ckpt beside Ruff and Fixit, whole processes, in turn; print Markdown tables.

Usage: python benchmarks/measure.py short
       python benchmarks/measure.py files [RUNS]
       python benchmarks/measure.py tree FOLDER [RUNS]
       python benchmarks/measure.py fixit FOLDER
       python benchmarks/measure.py jobs FOLDER [RUNS]
       python benchmarks/measure.py project FOLDER [RUNS]

`tflint-ckpt`, `ruff` and `fixit` are taken from the folder of the interpreter that runs this script.
CPU time is user and system time of the finished process (wait4), averaged over the runs, because one
clock tick is a large part of a short run; memory is the largest resident size of any run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BIN = Path(sys.executable).parent
UNTOUCHED = """\
import json


def read_settings(path):
    with open(path) as file:
        return json.load(file)
"""
"""Nothing in it is of interest to any rule."""
CLEAN = """\
import tensorflow as tf


def build_model():
    model = tf.keras.Sequential([tf.keras.layers.Input((4,)), tf.keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model
"""
GOOD = """\
import os

import tensorflow as tf

os.makedirs("out", exist_ok=True)
model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
ds = tf.data.Dataset.from_tensor_slices((tf.zeros((8, 4)), tf.zeros((8, 1)))).batch(4)
checkpoint = tf.keras.callbacks.ModelCheckpoint("out/model.keras", monitor="val_loss", save_best_only=True)
model.fit(ds, validation_data=ds, epochs=2, callbacks=[checkpoint])
"""
"""What people commit: rules look at it, and find nothing."""
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
    """One command and its runs; seconds and bytes."""

    name: str
    command: list[str]
    environment: dict[str, str] | None = None
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """CPU time of a run."""
        return statistics.mean(self.cpu)

    def forget(self) -> None:
        """Leave out the runs so far: of warming up."""
        for figures in (self.cpu, self.wall, self.memory):
            figures.clear()

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
        self.memory.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


Goals = Mapping[str, tuple[str, float]]
"""Name of a command → that of another, and the most times its CPU time that it is to take."""


def compare(commands: Sequence[Timed], folder: Path, runs: int, goals: Goals) -> None:
    """Run all in turn, once to warm up, and print a table."""
    for number in range(-1, runs):
        for command in commands:
            command.run(folder)
            if number < 0:
                command.forget()
    show(commands, goals)


def show(commands: Sequence[Timed], goals: Goals) -> None:
    """Print what the runs of *commands* took."""
    by_name = {command.name: command for command in commands}
    print(
        f"| command | CPU, mean of {len(commands[0].cpu)} | wall, median | memory | CPU, to another | goal |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    for command in commands:
        figures = [f"{command.mean * 1e3:.1f} ms", f"{statistics.median(command.wall) * 1e3:.1f} ms"]
        figures.append(f"{max(command.memory) / 1e6:.0f} MB")
        other, most = goals.get(command.name, ("", 0.0))
        if other:
            figures += [f"{command.mean / by_name[other].mean:.2f} x {other}", f"≤ {most:g}"]
        else:
            figures += ["", ""]
        print(f"| {command.name} | {' | '.join(figures)} |")


def tflint(*arguments: str, name: str = "tflint-ckpt", cache: Path | None = None) -> Timed:
    """The command under test, on its own defaults whatever project is around, with no cache but *cache*."""
    command = [str(BIN / "tflint-ckpt"), "--isolated", *arguments]
    if cache is None:
        return Timed(name, [*command, "--no-cache"])
    return Timed(name, command, {**os.environ, "TFLINT_CKPT_CACHE_DIR": str(cache)})


def compare_files(folder: Path, runs: int) -> None:
    """One file of each kind, without a cache and with a full one, beside what does nothing or less."""
    kinds = {"no trigger": UNTOUCHED, "a model": CLEAN, "good script": GOOD, "findings": DEFECTS}
    ours, cached = [], []
    for name, text in kinds.items():
        path = folder / f"{name.replace(' ', '_')}.py"
        path.write_text(text)
        ours.append(tflint(path.name, name=name))
        cached.append(tflint(path.name, name=f"{name}, from the cache", cache=folder / "cache"))
    (folder / ".git").mkdir()  # as for a hook: what is above a repository is not looked at
    (folder / ".gitignore").write_text("__pycache__/\n*.py[cod]\n/build/\n.venv/\n*.egg-info/\n!kept.py\n")
    bare = Timed("python -c pass", [sys.executable, "-c", "pass"])
    others = [ruff("findings.py"), bare, fixit("findings.py")]
    goals = {
        "no trigger": ("ruff check", 3),
        "good script": ("ruff check", 9),
        "good script, from the cache": ("ruff check", 4),
        "findings": ("fixit, one rule", 1 / 6),
    }
    compare([*ours, *cached, *others], folder, runs, goals)


def starts(folder: Path, runs: int = 7) -> dict[str, float]:
    """What small runs take beyond starting Python, in bare starts of it: CPU time, the least of *runs*.

    Such ratios hang little on the machine: the tests hold them, so that an import too many is noticed. The
    command is the package that the interpreter of this process finds. A bare start is one without ``site``,
    which takes as long as the environment has packages that hook into it.
    """
    (folder / "tree").mkdir()
    for number in range(20):
        (folder / "tree" / f"settings{number}.py").write_text(UNTOUCHED)
    for name, text in (("untouched.py", UNTOUCHED), ("good.py", GOOD), ("tree/good.py", GOOD)):
        (folder / name).write_text(text)
    (folder / ".git").mkdir()
    # Whatever the environment says, compiled code is kept, as it is after an installation.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    bare = Timed("", [sys.executable, "-S", "-c", "pass"], environment)
    start = Timed("", [sys.executable, "-c", "pass"], environment)
    command = "from tflint_ckpt.__main__ import run; run()"
    options = ["--isolated", "--no-cache", "--jobs", "1"]
    measured = [
        Timed(name, [sys.executable, "-c", command, *options, path], environment)
        for name, path in (("no trigger", "untouched.py"), ("good script", "good.py"), ("tree", "tree"))
    ]
    for _ in range(runs):
        for each in (bare, start, *measured):
            each.run(folder)
    return {each.name: (min(each.cpu) - min(start.cpu)) / min(bare.cpu) for each in measured}


def compare_tree(tree: Path, folder: Path, runs: int) -> None:
    """A copy of *tree*: without a cache, with an empty one, a full one, after an edit; what fixes cost."""
    shutil.copytree(tree, folder / "tree")
    cache = folder / "cache"
    cold, diff, beside = (
        tflint("tree", name="cold"),
        tflint("--diff", "tree", name="cold, --diff"),
        ruff("tree"),
    )
    empty, full, edited = (
        tflint("tree", name=name, cache=cache) for name in ("filling a cache", "warm", "one file edited")
    )
    first = min(folder.glob("tree/**/*.py"))
    commands = (cold, diff, empty, full, edited, beside)
    for number in range(runs):
        shutil.rmtree(cache, ignore_errors=True)
        for command in commands:
            if command is edited:
                with first.open("a", encoding="utf-8") as file:
                    file.write(f"\n# edit {number}\n")
            command.run(folder)
    goals = {
        "cold": ("ruff check", 5),
        "cold, --diff": ("cold", 1.25),
        "warm": ("ruff check", 0.3),
        "one file edited": ("cold", 0.05),
    }
    show(commands, goals)
    size = sum(path.stat().st_size for path in cache.iterdir())
    print(
        f"\nThe cache takes {size / 1e6:.1f} MB. Replayed after an edit: {_replayed(edited, folder, first)}."
    )


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
                command.forget()
    print(f"| one file named | CPU, mean of {runs} | wall, median | to the same file alone (CPU) |")
    print("| --- | --- | --- | --- |")
    pairs = [(first, first), (warm, first), (cold, first), (bare, bare), (without, bare)]
    for command, other in [*pairs, (reading, reading), (among, reading)]:
        cpu, wall = statistics.mean(command.cpu), statistics.median(command.wall)
        ratio = cpu / statistics.mean(other.cpu)
        print(f"| {command.name} | {cpu * 1e3:.0f} ms | {wall * 1e3:.0f} ms | {ratio:.2f} |")
    print(f"\nThe words of the project take {(kept / 'words-1.sqlite3').stat().st_size / 1e6:.1f} MB.")


def _replayed(command: Timed, folder: Path, edited: Path) -> str:
    """How many results of how many files are from the cache after an edit, by the command's own account."""
    with edited.open("a", encoding="utf-8") as file:
        file.write("# the last edit\n")
    verbose = [*command.command, "-v"]
    done = subprocess.run(verbose, cwd=folder, env=command.environment, capture_output=True, text=True)
    return done.stderr.partition("cache: ")[2].partition(" results")[0]


def ruff(path: str) -> Timed:
    """Ruff with its default rules."""
    return Timed("ruff check", [str(BIN / "ruff"), "check", "--no-cache", "--isolated", path])


def fixit(path: str) -> Timed:
    """Fixit, which parses with LibCST, too, with a rule that has little to do."""
    rules = ["--rules", "fixit.rules:NoNamedTuple"]
    return Timed("fixit, one rule", [str(BIN / "fixit"), *rules, "lint", path])


def compare_jobs(tree: Path, folder: Path, runs: int) -> None:
    """One process, two, and as many as the command takes, for four small files and for *tree*."""
    small = folder / "small"
    small.mkdir()
    for number in range(4):
        (small / f"clean{number}.py").write_text("import json\n")
    for where, times in ((small, 25), (tree, runs)):
        each = [tflint("--jobs", jobs, str(where), name=jobs) for jobs in ("1", "2", "auto")]
        compare(each, folder, times, {})
        print()


def main() -> int:
    """Run the benchmark that the command line names."""
    what, *rest = sys.argv[1:] or [""]
    tree = Path(rest[0]).resolve() if rest and not rest[0].isdigit() else None
    runs = int(rest[-1]) if rest and rest[-1].isdigit() else 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if what == "short":
            for name, ratio in starts(folder).items():
                print(f"{name}: {ratio:.1f} bare starts of Python")
        elif what == "files":
            compare_files(folder, runs or 20)
        elif tree is None:
            print(__doc__, file=sys.stderr)
            return 2
        elif what == "tree":
            compare_tree(tree, folder, runs or 3)
        elif what == "fixit":
            goals = {"cold": ("fixit, one rule", 1 / 60)}
            compare([tflint(str(tree), name="cold"), fixit(str(tree))], folder, 1, goals)
        elif what == "jobs":
            compare_jobs(tree, folder, runs or 5)
        elif what == "project":
            compare_projects(tree, folder, runs or 10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
