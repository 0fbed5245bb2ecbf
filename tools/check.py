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
import glob
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from touched import Choice, choose

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / "build" / "check"
SUPPORTED = ("3.13", "3.12", "3.11", "3.10")
MAIN = ("keras3", "tf_keras", "tf2.15")
"""The environments of every case; ``keras3`` and ``tf_keras`` are one folder."""
ONCE = (
    *("tests/rules", "tests/semantics", "tests/mutations", "tests/processes", "tests/test_pre_commit.py"),
    *("tests/hostile/test_places.py", "tests/hostile/test_writing.py"),
)
"""The tests that are run on the newest Python only, unless with ``--all``: they take long, and say little of
one Python that they do not say of another. What a rule does to its fixtures is tested on the oldest, too."""
BETWEEN = (
    *("tests/syntax", "tests/notebook", "tests/test_source.py"),
    *("tests/test_gate.py", "tests/test_linter.py", "tests/test_suppress.py"),
    *("tests/test_newer.py", "tests/test_parseable.py", "tests/fast_libcst"),
)
"""The tests of what stands on Python's own parser and tokenizer, and that LibCST's nodes, on which rules
stand, are the same from each Python's tree."""
OLDEST_LIBCST = "libcst==1.8.4"
"""The oldest release that pyproject.toml allows, on the oldest Python."""
OLDER_KERAS = "2.16"
"""The TensorFlow under Keras 3.0 to 3.4, which do not run on NumPy 2; later ones run on the newest."""


class CheckError(Exception):
    """A check did not pass, or could not be made; the message is one line."""


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


def lint_environment() -> Path:
    """The interpreter with Ruff and Mypy."""
    return environment("lint", newest(), "-e", ".", "--group", "lint")


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
        run(test_environment(version), "-m", "pytest", "-q", "-rs", *chosen, "-n", workers())


def test_environment(version: str) -> Path:
    """The interpreter with what the tests need but TensorFlow, on Python *version*."""
    libcst = (OLDEST_LIBCST,) if version == SUPPORTED[-1] else ()
    return environment(f"tests-{version}", version, "-e", ".", "--group", "test", "pytest-xdist", *libcst)


def harm() -> None:
    """Fixes do what they say and no more, and the same bytes come out whatever the way."""
    python = test_environment(newest())
    run(python, "tools/harm.py", "fixtures")
    run(python, "tools/harm.py", "--apart", "fixtures")
    run(python, "tools/determinism.py")


def fuzz() -> None:
    """A fixed number of inputs that nobody would write, where there is the fuzzer: on Linux."""
    if sys.platform != "linux":
        print("\nno fuzzing: Atheris is installed on Linux only")
        return
    run(environment("fuzz", newest(), "-e", ".", "--group", "fuzz"), "tools/fuzz.py", "--fixed")


def environments() -> None:
    """The environments that the next step needs, and no more."""
    names = wanted()
    releases = [name for name in names if name.startswith("tf2.")]
    with ThreadPoolExecutor(2) as pool:  # of each the first half waits for the network
        list(pool.map(training_environment, releases))
    for name in names:
        training_environment(name)


def training() -> None:
    """Every claim of the fixtures on the newest TensorFlow with Keras 3, and those of the chosen rules with
    Keras 2, on 2.15, and where else a case makes claims."""
    environments()
    python = training_environment("keras3")
    choice = chosen()
    if choice is not None:
        print(f"\n{choice.text()}", flush=True)
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


@cache
def training_environment(name: str) -> Path:
    """The interpreter of the environment *name* of the fixtures. Raises `CheckError` for another name."""
    package, _, minor = name.partition(".")
    if name in ("keras3", "tf_keras"):
        groups = ("-e", ".", "--group", "test", "--group", "integration", "pytest-xdist")
        return environment("keras3", newest(), *groups)
    if package == "tf2" and minor.isdigit():
        return tensorflow(name, int(minor))
    if package == "keras3" and minor.isdigit():
        old = int(minor) < 5
        base = tensorflow(f"tensorflow-{OLDER_KERAS}", 16) if old else training_environment("keras3")
        return overlay(name, base, f"keras==3.{minor}.*")
    raise CheckError(
        f"no environment {name}; there are {', '.join(MAIN)}, and releases such as keras3.7 and tf2.11"
    )


def tensorflow(name: str, minor: int) -> Path:
    """The interpreter of an environment with TensorFlow 2.*minor*, for the processor only."""
    suited = [version for version in SUPPORTED if _runs_on(minor, version)]
    version = next(filter(interpreter, suited), None)
    if version is None:
        raise CheckError(f"TensorFlow 2.{minor} needs Python {' or '.join(suited)}: none was found")
    return environment(
        name,
        version,
        *(("numpy<1.24",) if minor < 12 else ()),  # they use names that it removed, and do not say so
        f"tensorflow-cpu==2.{minor}.*; platform_machine in 'x86_64 AMD64'",
        f"tensorflow==2.{minor}.*; platform_machine not in 'x86_64 AMD64'",
    )


def _runs_on(tensorflow: int, python: str) -> bool:
    """Whether there are wheels of TensorFlow 2.*tensorflow* for *python*."""
    newest = 10 if tensorflow < 12 else 11 if tensorflow < 16 else 12 if tensorflow < 20 else 13
    return int(python.partition(".")[2]) <= newest


def overlay(name: str, base: Path, requirement: str) -> Path:
    """The interpreter of an environment with *requirement*, a pure-Python wheel, and all else from *base*."""
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    told = subprocess.run(
        [base, "-c", "import sys, sysconfig; print(sys.version_info[:2], sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    below = told.stdout.strip().rpartition(" ")[2]
    complete = folder / "complete.txt"
    stamp = f"{requirement} over {told.stdout}"
    if complete.is_file() and complete.read_text("utf-8") == stamp:
        return python
    print(f"\nsetting up {folder.relative_to(ROOT)} (over {below}) …", flush=True)
    step([base, "-m", "venv", "--clear", "--without-pip", folder])
    own = folder / Path(below).relative_to(base.parent.parent)
    step([base, "-m", "pip", "install", "--quiet", "--no-deps", "--target", own, requirement])
    # Searched after this environment's own packages; a path alone would leave the .pth files there unread.
    (own / "below.pth").write_text(f"import site; site.addsitedir({below!r})\n", "utf-8")
    complete.write_text(stamp, "utf-8")
    return python


STEPS: dict[str, Callable[[], None]] = {
    "lint": lint,
    "types": types,
    "tests": tests,
    "harm": harm,
    "fuzz": fuzz,
    "environments": environments,
    "training": training,
}
OPTIONS = argparse.Namespace(environments=None, all=False, since=None)


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
    results = []
    for name in arguments.steps or STEPS:
        began = time.monotonic()
        try:
            STEPS[name]()
            verdict = "passed"
        except CheckError as failure:
            verdict = f"FAILED: {failure}"
        results.append((name, verdict, time.monotonic() - began))
    print()
    for name, verdict, seconds in results:
        print(f"{name:<12} {seconds:5.0f} s  {verdict}")
    if any(name == "training" for name, _, _ in results) and (choice := chosen()) and choice.left_out:
        print(f"\nnot trained everywhere: {len(choice.left_out)} of {choice.count} subjects (--all does)")
    return int(any(verdict != "passed" for _, verdict, _ in results))


def run(python: Path, *arguments: str, **variables: str) -> None:
    """Run *python* at the root of the repository. Raises `CheckError` where its status is not 0."""
    shown = " ".join((str(python.relative_to(ROOT)), *arguments))
    print(f"\n$ {shown}", flush=True)
    status = subprocess.run([python, *arguments], cwd=ROOT, env={**os.environ, **variables}).returncode
    if status:
        raise CheckError(f"exit status {status} of {shown}")


@cache
def environment(name: str, version: str, *requirements: str) -> Path:
    """The interpreter of the virtual environment *name*, on Python *version*, with *requirements*.

    Made anew only where the file in it, written last, tells of other requirements.
    """
    folder = ENVIRONMENTS / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    complete = folder / "complete.txt"
    ours = (ROOT / "pyproject.toml").read_text("utf-8") if "--group" in requirements else ""
    stamp = "\n".join([version, *requirements, ours])
    if complete.is_file() and complete.read_text("utf-8") == stamp:
        return python
    print(f"\nsetting up {folder.relative_to(ROOT)} (Python {version}) …", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    base = interpreter(version)
    assert base is not None
    if subprocess.run([base, "-m", "venv", folder], capture_output=True).returncode:
        # Debian's Python comes without ensurepip; the pip that is there can install another.
        step([base, "-m", "venv", "--clear", "--without-pip", folder])
        step([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "pip>=25.1"])
    step([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1"])
    step([python, "-m", "pip", "install", "--quiet", *requirements])
    complete.write_text(stamp, "utf-8")
    return python


def step(command: Sequence[str | Path]) -> None:
    """One step of setting up. Raises `CheckError` where it fails; what it says is shown."""
    if subprocess.run(command, cwd=ROOT).returncode:
        raise CheckError(f"could not set up: {' '.join(map(str, command))}")


def newest() -> str:
    """The newest supported Python that is there. Raises `CheckError` if there is none."""
    found = next(filter(interpreter, SUPPORTED), None)
    if found is None:
        raise CheckError(f"none of Python {', '.join(SUPPORTED)} was found")
    return found


@cache
def interpreter(version: str) -> str | None:
    """A Python of *version* that runs: this one, one on the path, or one of pyenv's."""
    name = f"python{version}"
    candidates = [sys.executable]
    for folder in os.get_exec_path():
        candidates += filter(None, [shutil.which(name, path=folder)])
    pyenv = os.environ.get("PYENV_ROOT") or str(Path.home() / ".pyenv")
    candidates += sorted(glob.glob(f"{pyenv}/versions/{version}.*/bin/{name}"), reverse=True)
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    for candidate in candidates:
        try:  # a shim of pyenv runs, and says that there is none
            told = subprocess.run([candidate, "-c", code], capture_output=True, text=True)
        except OSError:
            continue
        if told.stdout.strip() == version:
            return candidate
    return None


if __name__ == "__main__":
    sys.exit(main())
