"""Set up the environments and pass every check, training on real TensorFlow included.

Needs pip and network access; Python 3.10 to 3.13, of which 3.10 or 3.11 must be there for TensorFlow 2.15,
and 3.10 for 2.11 and before. The environments are made in ``build/check`` and kept: a second run installs
what has changed only. Those of releases that no fixture has a section for are not made.

Every fixture is trained on Keras 3; in the other environments those of the rules that the change touches, and
of a quarter of the others (`tools/touched.py`). What is left out is shown; ``--all`` leaves out nothing.

Usage: python tools/check.py [--fresh] [--all | --since COMMIT | --environments keras3.7,tf2.11] [STEP ...]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache

from pythons import (
    ENVIRONMENTS,
    MAIN,
    SUPPORTED,
    fuzz_environment,
    interpreter,
    lint_environment,
    newest,
    test_environment,
    training_environment,
)
from running import ROOT, CheckError, both, each, run, table, tell
from touched import Choice, choose

ONCE = (
    *("tests/rules", "tests/semantics", "tests/mutations", "tests/test_uncovered.py"),
    *("tests/test_gate_fixtures.py", "tests/test_projects.py", "tests/test_catalogue.py"),
    *("tests/processes", "tests/hostile/test_places.py", "tests/hostile/test_writing.py", "tests/harm"),
    *("tests/test_memory.py", "tests/test_growth.py", "tests/test_pre_commit.py", "tests/test_action.py"),
    *("tests/report", "tests/test_reporting.py", "tests/test_completion.py", "tests/test_docs.py"),
    *("tests/cache/test_cache.py", "tests/cache/test_command.py", "tests/cache/test_keys.py"),
    *("tests/cache/test_unchanged.py", "tests/test_imports.py"),
)
"""The tests that are run on the newest Python only, unless with ``--all``: they take long, and say little of
one Python that they do not say of another. What a rule does to its fixtures is tested on the oldest, too.
The table in CONTRIBUTING.md says what holds in their place on the oldest."""
OF_LINT = ("tests/test_catalogue.py::test_it_is_up_to_date",)
"""Tests that do what the step of lint does, and are left to it where it is run."""
BETWEEN = (
    *("tests/syntax", "tests/notebook", "tests/test_source.py"),
    *("tests/test_gate.py", "tests/test_linter.py", "tests/test_suppress.py"),
    *("tests/test_newer.py", "tests/test_parseable.py", "tests/fast_libcst"),
    *("--ignore=tests/syntax/test_positions.py", "--ignore=tests/syntax/test_walk.py"),
)
"""The tests of what stands on Python's own parser and tokenizer, and that LibCST's nodes, on which rules
stand, are the same from each Python's tree. Not those that ask only LibCST's parser, of its own tree: it is
the same release on all Pythons but the oldest."""


def lint() -> None:
    """Ruff, and the generated pages and catalogue against what they are made from."""
    python = lint_environment()
    run(python, "-m", "ruff", "check", ".")
    run(python, "tools/catalogue.py", "--check")
    run(python, "tools/docs.py", "--check")
    run(python, "tools/configuration.py", "--check")
    run(python, "tools/pictures.py", "--check")


def types() -> None:
    """Mypy."""
    run(lint_environment(), "-m", "mypy")


def workers() -> str:
    """How many processes share the tests of one step: one for each core, four at most."""
    return str(max(1, min(os.cpu_count() or 1, 4)))


def tests() -> None:
    """The tests that need no TensorFlow: on the newest Python all, on the oldest most, between them some."""
    versions = list(filter(interpreter, SUPPORTED))
    for version in versions:
        chosen: Sequence[str] = BETWEEN
        if version in (versions[0], versions[-1]):
            left_out = () if version == versions[0] or OPTIONS.all else ONCE
            chosen = [f"--ignore={path}" for path in ("tests/integration", *left_out)]
            if not OPTIONS.steps or "lint" in OPTIONS.steps:
                chosen += [f"--deselect={test}" for test in OF_LINT]
            if left_out:
                tell(f"\nPython {version} does without {', '.join(left_out)}: --all does not")
        run(test_environment(version), "-m", "pytest", "-q", "-rs", *chosen, "-n", workers())


def harm() -> None:
    """Fixes do what they say and no more, and the same bytes come out whatever the way."""
    python = test_environment(newest())
    run(python, "tools/harm.py", "fixtures")
    run(python, "tools/harm.py", "--apart", "fixtures")
    run(python, "tools/determinism.py")


def fuzz() -> None:
    """A fixed number of inputs that nobody would write, where there is the fuzzer: on Linux."""
    if sys.platform != "linux":
        tell("\nno fuzzing: Atheris is installed on Linux only")
        return
    run(fuzz_environment(), "tools/fuzz.py", "--fixed")


def environments() -> None:
    """The environments that the next step needs, and no more."""
    names = wanted()
    releases = [name for name in names if name.startswith("tf2.")]
    each(training_environment, releases)  # half of the time they wait for the network
    for name in names:
        training_environment(name)


def training() -> None:
    """Every claim of the fixtures on the newest TensorFlow with Keras 3, and those of the chosen rules with
    Keras 2, on 2.15, and where else a case makes claims."""
    environments()
    python = training_environment("keras3")
    choice = chosen()
    if choice is not None:
        tell(f"\n{choice.text()}")
    run(
        python,
        *("-m", "pytest", "-q", "tests/integration", "--require-tensorflow"),
        *(("--environments", OPTIONS.environments) if OPTIONS.environments else ()),
        *(("--everywhere", ",".join(choice.everywhere)) if choice is not None else ()),
        *("-n", workers(), "--dist", "worksteal"),
        TFLINT_ENVIRONMENTS=str(ENVIRONMENTS),
        TFLINT_TF_PYTHON="",
        TFLINT_TF215_PYTHON="",
    )


def wanted() -> tuple[str, ...]:
    """The environments of ``--environments``; without it the main ones, and those that some case names which
    is trained everywhere."""
    if OPTIONS.environments:
        return ("keras3", *OPTIONS.environments.split(","))
    choice = chosen()
    rules = None if choice is None else choice.everywhere
    code = f"from tests.claims import releases; print(*releases(rules={rules!r}))"
    asked = subprocess.run(
        [training_environment("keras3"), "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return (*MAIN, *asked.stdout.split())


@cache
def chosen() -> Choice | None:
    """What is trained everywhere; ``None`` for all. Raises `CheckError` where ``--since`` names no commit."""
    if OPTIONS.all or OPTIONS.environments:
        return None
    try:
        return choose(ROOT, OPTIONS.since)
    except ValueError as error:
        raise CheckError(str(error)) from None


STEPS: dict[str, Callable[[], None]] = {
    "lint": lint,
    "types": types,
    "tests": tests,
    "environments": environments,
    "fuzz": fuzz,
    "harm": harm,
    "training": training,
}
FOREGROUND = ("tests", "training")
"""The steps that use every core. The others, each a process or two, run behind them, in their order here."""
OPTIONS = argparse.Namespace(environments=None, all=False, since=None, steps=[])


def main() -> int:
    """Pass the steps that are asked for, all by default; 1 where one failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("steps", metavar="STEP", nargs="*", help=f"{', '.join(STEPS)} (default: all)")
    parser.add_argument("--fresh", action="store_true", help="make the environments anew")
    trained = parser.add_mutually_exclusive_group()
    trained.add_argument(
        "--all",
        action="store_true",
        help="leave nothing out: every fixture wherever it makes claims, every test on the oldest Python too",
    )
    trained.add_argument(
        "--since",
        metavar="COMMIT",
        help="the fixtures of rules that were changed since then are trained wherever they make claims "
        "(default: where the branch left the main one, or the commit before)",
    )
    trained.add_argument(
        "--environments",
        metavar="NAMES",
        help="train every fixture in these only, comma-separated: keras3, tf_keras, tf2.15, and releases "
        "such as keras3.7",
    )
    arguments = parser.parse_args(namespace=OPTIONS)
    unknown = [step for step in arguments.steps if step not in STEPS]
    if unknown:
        parser.error(f"no step {', '.join(unknown)}; there are {', '.join(STEPS)}")
    if arguments.fresh:
        shutil.rmtree(ENVIRONMENTS, ignore_errors=True)
    steps = arguments.steps or list(STEPS)
    front = [name for name in steps if name in FOREGROUND]
    behind = [name for name in steps if name not in FOREGROUND]
    results = both(front, behind, STEPS) if front else both(behind, (), STEPS)
    print(f"\n{table(results)}")
    if "tests" in steps and not OPTIONS.all:
        print(f"\nnot on the oldest Python: {len(ONCE)} files and folders of tests (--all does)")
    if "training" in steps and (choice := chosen()) and choice.left_out:
        print(f"\nnot trained everywhere: {len(choice.left_out)} of {choice.count} subjects (--all does)")
    return int(any(result.verdict != "passed" for result in results))


if __name__ == "__main__":
    sys.exit(main())
