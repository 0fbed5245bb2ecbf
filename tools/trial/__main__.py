"""The field trial: real training scripts, run on TensorFlow before and after the fixes, judge the linter.

    python tools/trial fetch REPOSITORIES
    python tools/trial select REPOSITORIES chosen.json
    python tools/trial run REPOSITORIES chosen.json records.jsonl --minutes 60
    python tools/trial judge records.jsonl

``run`` can be stopped and called again: what is in the records is not run twice. Of earlier records
(``--earlier``) it takes how a script ran as it is, and what the fixes left where they leave the same.
``docs/field-trial.md`` has the method, its limits and the figures.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import choose
from execute import Environment
from fetch import fetch
from judge import judge
from lint import Linter
from report import details, report
from trial import Record, Trial

TARGET = "2.21"
"""The release of TensorFlow that is linted for: what the environment ``keras3`` has."""
NAMES = ("keras3", "tf2.15")
"""The environments, the newest first."""


def main(arguments: list[str] | None = None) -> int:
    """Take one step of the trial; 1 where a judgement was to fail and did."""
    parser = argparse.ArgumentParser(
        prog="tools/trial", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = parser.add_subparsers(dest="step", required=True)

    step = steps.add_parser("fetch", help="get the repositories of repositories.json from GitHub")
    step.add_argument("root", type=Path, metavar="REPOSITORIES", help="the folder to make them in")
    step.set_defaults(take=get)

    step = steps.add_parser(
        "select", help="choose scripts and notebooks that can run with nothing but themselves"
    )
    step.add_argument("root", type=Path, metavar="REPOSITORIES", help="a folder of repositories")
    step.add_argument("chosen", type=Path, help="the list to write (JSON)")
    step.add_argument("--shuffle", type=int, metavar="SEED", help="in a random order, the same for a seed")
    step.add_argument("--most", type=int, metavar="N", help="of each repository, the first N in that order")
    step.set_defaults(take=select)

    step = steps.add_parser("run", help="run them, lint them, fix them, run them again")
    step.add_argument("root", type=Path, metavar="REPOSITORIES")
    step.add_argument("chosen", type=Path)
    step.add_argument("records", type=Path, help="where to add a JSON object a line for each script")
    step.add_argument(
        "--earlier", type=Path, metavar="RECORDS", help="take how scripts ran from an earlier trial"
    )
    step.add_argument("--known", action="store_true", help="only scripts that the earlier trial has")
    step.add_argument(
        "--linter", default="", help="the command of the linter (default: that of this checkout)"
    )
    step.add_argument(
        "--target", default=TARGET, help="the TensorFlow of the first environment (default: %(default)s)"
    )
    step.add_argument(
        "--python",
        action="append",
        metavar="NAME=PATH",
        help="an environment, the newest first (default: keras3 and tf2.15 of tools/check.py)",
    )
    step.add_argument(
        "--seconds", type=int, default=60, help="of processor time for one run (default: %(default)s)"
    )
    step.add_argument("--gigabytes", type=int, default=8, help="of memory for one run (default: %(default)s)")
    step.add_argument(
        "--minutes", type=float, default=60, help="begin no script after that (default: %(default)s)"
    )
    step.add_argument("--only", default="", help="scripts whose repository and path hold this text")
    step.set_defaults(take=run)

    step = steps.add_parser("judge", help="compare what was found with what happened")
    step.add_argument("records", type=Path)
    step.add_argument("--results", type=Path, help="also write the verdict of each script (JSON)")
    step.add_argument("--details", action="store_true", help="also list what a person has to read")
    step.add_argument("--strict", action="store_true", help="fail if a fix broke a script")
    step.set_defaults(take=judgement)

    options = parser.parse_args(arguments)
    status: int = options.take(options)
    return status


def get(options: argparse.Namespace) -> int:
    """Fetch the repositories; 1 where none can be had. One that its owner took away is no reason to stop."""
    missing = fetch(options.root)
    for name in missing:
        print(f"{name} could not be fetched")
    return int(not any(options.root.iterdir()))


def select(options: argparse.Namespace) -> int:
    """Write the list of scripts, and say what is left out."""
    chosen, refused = choose.select(options.root)
    chosen = choose.sample(chosen, options.shuffle, options.most)
    options.chosen.write_text(json.dumps(chosen, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(chosen)} chosen")
    for why, count in refused.most_common():
        print(f"{count:6} left out: {why}")
    return 0


def run(options: argparse.Namespace) -> int:
    """Add the records of scripts that are not there yet; 1 where the trial itself failed on one."""
    done, earlier = by_script(read(options.records)), by_script(read(options.earlier))
    environments = {
        name: Environment(python, options.seconds, options.gigabytes)
        for name, python in pythons(options.python)
    }
    linter = Linter(options.target, shlex.split(options.linter))
    trial = Trial(options.root.resolve(), linter, environments)
    failed = 0
    end = time.monotonic() + options.minutes * 60
    for entry in json.loads(options.chosen.read_text("utf-8")):
        key = entry["repo"], entry["path"]
        left_out = options.known and key not in earlier
        if key in done or left_out or options.only not in "/".join(key):
            continue
        if time.monotonic() > end:
            break
        record: Record
        try:
            record = trial.run(entry, earlier.get(key))
        except Exception as error:  # noqa: BLE001 (one odd file must not end the trial; the record says so)
            record = {
                **entry,
                "runs": {},
                "fixed": {},
                "findings": [],
                "harness": f"{type(error).__name__}: {error}",
            }
        failed += "harness" in record
        with options.records.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
        print(*key, told(record), flush=True)
    for environment in environments.values():
        environment.close()
    return int(failed > 0)


def judgement(options: argparse.Namespace) -> int:
    """Print the figures."""
    outcomes = [judge(record) for record in read(options.records)]
    if options.results:
        written = json.dumps([asdict(each) for each in outcomes], indent=0, ensure_ascii=False)
        options.results.write_text(written + "\n", "utf-8")
    print(report(outcomes))
    if options.details:
        print(details(outcomes))
    return int(options.strict and any(each.broken for each in outcomes))


def told(record: Record) -> str:
    """How the runs of a script ended, in one line."""
    runs = {name: f"{run['status']} {run.get('type') or ''}".strip() for name, run in record["runs"].items()}
    fixed = {
        name: f"{run['status']} {run.get('type') or ''}".strip() for name, run in record["fixed"].items()
    }
    return f"{runs} fixed {fixed} {record.get('harness', '')}"


def read(path: Path | None) -> list[Record]:
    """The records of a file; none where there is no such file."""
    if path is None or not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def by_script(records: Iterable[Record]) -> dict[tuple[str, str], Record]:
    """Records by repository and path; those that the trial itself failed on are left out."""
    return {(each["repo"], each["path"]): each for each in records if "harness" not in each}


def pythons(named: list[str] | None) -> list[tuple[str, Any]]:
    """Names and interpreters of the environments, made where none are named."""
    if named:
        return [(name, Path(path)) for name, _, path in (each.partition("=") for each in named)]
    import environments  # setting them up takes what tools/check.py takes

    return [(name, environments.interpreter(name)) for name in NAMES]


if __name__ == "__main__":
    sys.exit(main())
