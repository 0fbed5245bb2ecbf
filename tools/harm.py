"""Fix real code and look for harm: nothing may change but what the fixes say they change.

Every folder that is given, or every repository in it with ``--each``, is linted and fixed in memory with
unsafe fixes, and each round of edits is judged by itself:

- the new text parses, and so does every cell that parsed before;
- statements differ only where an edit touches them, and new ones stand only where an edit put them;
- comments stay, but for those inside an edit;
- of a notebook, only the ``source`` of edited cells differs;
- a second run changes nothing, and no rule finds more in a file than it did before;
- a file that was given another name in one place has it in every script and notebook of the folder.

Then the command itself fixes a copy of the folder, which must give the same bytes. Nothing is fetched and
nothing in the folders is written or run. Exit status: 1 where anything was harmed.

No file is given up for the time it takes, so that what comes out does not hang on what else the machine does.

With ``--apart`` each script and notebook is a project by itself, and its fixes are judged in memory only:
many small programs that have nothing to do with each other would else share the names of their files.

Usage: python tools/harm.py [--each | --apart] [--target RELEASE] [--select RULES] FOLDER ...
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.harm.judge import Round, file_names, harm_across, harm_of_round, harm_of_run  # noqa: E402
from tflint_ckpt import files, runner  # noqa: E402
from tflint_ckpt.around.around import MOST_ENTRIES  # noqa: E402
from tflint_ckpt.around.kinds import kind_of  # noqa: E402
from tflint_ckpt.linter import Linter  # noqa: E402
from tflint_ckpt.settings import Settings  # noqa: E402


class Counts(Counter[str]):
    """What was looked at, and what was harmed, by name."""

    def line(self) -> str:
        """All of it in one line."""
        return ", ".join(f"{count} {name}" for name, count in self.items())


def main() -> int:
    """Judge each folder; 1 where anything was harmed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--each", action="store_true", help="each folder in FOLDER is a repository of its own"
    )
    parser.add_argument("--apart", action="store_true", help="each script is a project of its own")
    parser.add_argument("--target", default="keras3", metavar="RELEASE")
    parser.add_argument(
        "--select", default="recommended", metavar="RULES", help="comma-separated (default: recommended)"
    )
    arguments = parser.parse_args()
    began, total = time.monotonic(), Counts()
    find = _apart if arguments.apart else partial(_repositories, each=arguments.each)
    folders = [path for folder in arguments.folders for path in find(folder)]
    for folder in folders:
        selected = arguments.select.split(",")
        counts, harm = judged(folder, arguments.target, selected, by_command=not arguments.apart)
        if harm or not arguments.apart:
            print(f"{folder.name}: {counts.line()}", flush=True)
        for line in harm:
            print(f"  HARM {line}", flush=True)
        total.update(counts)
        total["harmed"] += len(harm)
    print(f"\nin all: {len(folders)} folders, {total.line()}, {time.monotonic() - began:.0f} s")
    return int(total["harmed"] > 0)


def _repositories(folder: Path, each: bool) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if each else [folder]


def _apart(folder: Path) -> list[Path]:
    return sorted(path for suffix in files.SUFFIXES for path in folder.rglob(f"*{suffix}"))


def judged(
    folder: Path, target: str, select: list[str], *, by_command: bool = True
) -> tuple[Counts, list[str]]:
    """What was looked at in *folder*, or in that file, and a line for each harm that its fixes do."""
    settings = Settings()
    settings.override(target=target, select=select, exclude=(), file_timeout=0)
    rounds: list[Round] = []
    with tempfile.TemporaryDirectory(prefix="harm-") as temporary:
        # Two copies, so that neither sees what happens to lie around the folder.
        here, copy = (copied(folder, Path(temporary) / name / folder.name) for name in ("here", "copy"))
        before = runner.run([str(here)], settings, jobs=1)
        with patch.object(Linter, "apply", _watched(rounds)):
            # In this process, where the rounds can be watched; the command below uses as many as it likes.
            fixed = runner.run([str(here)], settings, fix=True, unsafe=True, jobs=1)
        harm = [line for each in rounds for line in harm_of_round(each)]
        harm += [f"{folder}: {line}" for file in fixed.files for line in file.problems if "internal" in line]
        originals = [file.original for file in before.files if file.original and file.original.readable]
        results = [file.source for file in fixed.files if file.source and file.source.readable]
        harm += harm_across(originals, results)
        if by_command:
            harm += _by_command(copy, here, fixed, target, select)
        else:
            for file in fixed.files:
                if file.is_changed and file.source:
                    (copy / Path(file.path).relative_to(here)).write_bytes(file.source.data)
        again = runner.run([str(copy)], settings, fix=True, unsafe=True, jobs=1)
        harm += harm_of_run(before, fixed, again, str(here), str(copy))
        harm = [line.replace(str(here), str(folder)) for line in harm]
    counts = Counts()
    counts["files"] = len(fixed.files)
    counts["of them notebooks"] = sum(file.path.endswith(".ipynb") for file in fixed.files)
    counts["findings"] = sum(len(file.findings) for file in before.files)
    counts["fixed"] = sum(file.fixed for file in fixed.files)
    counts["changed files"] = sum(file.is_changed for file in fixed.files)
    counts["edits"] = sum(len(each.edits) for each in rounds)
    counts["rounds"] = len(rounds)
    old, new = ({name for source in each for name in file_names(source)} for each in (originals, results))
    counts["names of files given up"] = len(old - new)
    return counts, harm


def _watched(rounds: list[Round]):  # type: ignore[no-untyped-def]
    """``Linter.apply``, with each use of it noted."""
    apply = Linter.apply

    def watched(linter, source, changes):  # type: ignore[no-untyped-def]
        changed, problem = apply(linter, source, changes)
        if changed is not None:
            rounds.append(Round(source, tuple(changes), changed))
        return changed, problem

    return watched


def copied(folder: Path, copy: Path) -> Path:
    """Copy the scripts of *folder*, and all that may name a file, to *copy*, which is given back.

    Of each other folder with files the copy has one file, empty.
    The copy is a repository, as the folder may be, so that it is a project by itself.
    """
    if folder.is_file():
        there = [(folder, folder.name)]
    else:
        shipped: dict[str, os.DirEntry[str]] = {}
        found = files.tracked(
            str(folder), lambda name: kind_of(name) != "", most=MOST_ENTRIES, shipped=shipped
        )
        there = [(folder / path, path) for path, _ in found or ()]
        for inside, entry in shipped.items():  # the folder counts as one that each copy has
            (copy / inside).mkdir(parents=True, exist_ok=True)
            (copy / inside / entry.name).touch()
    for old, inside in there:
        new = copy / inside
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old, new)
        new.chmod(0o644)
    (copy / ".git").mkdir(parents=True, exist_ok=True)
    return copy


def _by_command(
    copy: Path, folder: Path, fixed: runner.RunResult, target: str, select: list[str]
) -> Iterator[str]:
    """Where the command leaves other bytes in *copy* than the run in memory."""
    command = [sys.executable, "-m", "tflint_ckpt", "--isolated", "--no-cache"]
    command += ["--fix", "--unsafe-fixes", "--quiet", "--file-timeout", "0"]
    command += ["--target", target, "--select", ",".join(select), "--format", "concise", str(copy)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1) and any(not file.problems for file in fixed.files):
        yield from (f"{folder}: {line}" for line in done.stderr.splitlines() if "internal" in line)
    for file in fixed.files:
        source = file.source or file.original
        if source is None:
            continue
        data = (copy / Path(file.path).relative_to(folder)).read_bytes()
        if data != source.data:
            yield f"{file.path}: the command wrote other bytes than the run in memory"


if __name__ == "__main__":
    sys.exit(main())
