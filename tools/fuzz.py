"""Fuzz what reads bytes that others wrote: one target after the other, guided by coverage.

Needs Atheris, the dependency group ``fuzz``: Linux or macOS. What each target found interesting stays in
``build/fuzz/TARGET/corpus``, and the next run goes on from there. With ``--fixed`` it does not: each target
is given the number of inputs in `RUNS`, and they are the same in every run, which is what continuous
integration does. An input that breaks a promise is shrunk, shown with its traceback and left in
``build/fuzz/TARGET``; put it into ``tests/fuzz/crashes/TARGET`` under a name that tells the story, and the
tests replay it for good. The exit status is 1 where there was one.

Usage: python tools/fuzz.py [--seconds N | --total N | --fixed] [TARGET ...]
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tests.fuzz import HERE, TARGETS, kept  # noqa: E402

BUILD = ROOT / "build" / "fuzz"
LONGEST = 2048
"""Bytes of the longest input: what goes wrong in more goes wrong in less, and less is faster."""
SLOW = 10
"""Seconds in which every input must be done with; milliseconds are usual."""
HUNG = 120
"""The same in a run with a fixed number of inputs: no other process may make it fail."""
LONG_RUN = 60
"""Seconds from which on a run also begins with the fixtures, which take some to read."""
FIXTURES = ("source", "suppressions", "skeleton")
"""The targets that take a Python file."""
RUNS = {
    "source": 5000,
    "suppressions": 3000,
    "configuration": 1500,
    "requirements": 150,
    "options": 1500,
    "notebook": 5000,
    "skeleton": 1500,
}
"""How many inputs each target is given with ``--fixed``: two to four seconds of one core."""


def main() -> int:
    """Fuzz the targets that are asked for, all by default."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", metavar="TARGET", nargs="*", help=f"{', '.join(TARGETS)} (default: all)")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--seconds", type=int, default=300, help="for each target (default: %(default)s)")
    length.add_argument("--total", type=int, help="seconds for all together")
    length.add_argument("--fixed", action="store_true", help="the same inputs in every run")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no target {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    names = arguments.targets or TARGETS
    if arguments.fixed:
        with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
            return max(pool.map(fuzz_fixed, names))
    if arguments.total is None:
        return max([fuzz(name, arguments.seconds) for name in names])
    shares = [arguments.total * (place + 1) // len(names) for place in range(len(names))]
    lengths = (max(end - start, 1) for start, end in zip([0, *shares], shares, strict=False))
    return max([fuzz(name, seconds) for name, seconds in zip(names, lengths, strict=True)])


def fuzz(name: str, seconds: int) -> int:
    """Fuzz one target for so long, from what was kept and into it. The exit status."""
    corpus = BUILD / name / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = [each for each in (HERE / "seeds" / name, HERE / "crashes" / name) if each.is_dir()]
    if name in FIXTURES and seconds >= LONG_RUN:
        seeds.append(ROOT / "fixtures")
    return engine(name, f"-max_total_time={seconds}", f"-timeout={SLOW}", corpus, *seeds)


def fuzz_fixed(name: str) -> int:
    """Fuzz one target with the inputs that every run has. The exit status.

    The inputs to begin with are a list, because a file system gives the files of a folder in an order of its
    own; and none is kept, because the next run would begin with it. Nor are the values used that the code
    compares: with them one run in ten took another course.
    """
    seeds = ",".join(str(path.relative_to(ROOT)) for path in kept(name))
    (BUILD / name).mkdir(parents=True, exist_ok=True)
    same = ("-seed=1", "-use_cmp=0", "-use_memmem=0")
    return engine(name, f"-runs={RUNS[name]}", *same, f"-timeout={HUNG}", f"-seed_inputs={seeds}")


def engine(name: str, *arguments: str | Path) -> int:
    """Run libFuzzer on one target, and say in a line what came of it. The exit status."""
    folder = BUILD / name
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.engine", name),
            *(f"-max_len={LONGEST}", "-print_final_stats=1", f"-artifact_prefix={folder}/"),
            *arguments,
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},  # the order of a set decides what is reached first
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    print(f"{name:<15} {summary(done.stdout)}", flush=True)
    if not done.returncode:
        return 0
    found = [Path(written) for written in re.findall(r"Test unit written to (.+)", done.stdout)]
    for path in found:
        print(f"{name}: {path.relative_to(ROOT)} breaks a promise", flush=True)
        if path.name.startswith("crash-"):
            subprocess.run([sys.executable, "-m", "tests.fuzz.shrink", name, path], cwd=ROOT)
    if not any(path.name.startswith("crash-") for path in found):
        print(done.stdout[-4000:], flush=True)
    return 1


def summary(told: str) -> str:
    """How many inputs were tried, and what of our code they reached: with the kept inputs, and at the end."""
    executions = re.findall(r"^stat::number_of_executed_units: *(\d+)", told, re.MULTILINE)
    # Between them are pulses, which come with the seconds.
    states = re.findall(r"^#\d+\s+(?:INITED|DONE)\s+cov: (\d+) ft: (\d+) corp: (\d+)", told, re.MULTILINE)
    if not (executions and states):
        return "came to nothing"
    (first, first_features, _), (last, features, corpus) = states[0], states[-1]
    return (
        f"{executions[-1]} inputs, coverage {first} to {last}, features {first_features} to {features}, "
        f"{corpus} kept"
    )


if __name__ == "__main__":
    sys.exit(main())
