"""Set up the environments and pass every check, training on real TensorFlow included.

Needs pip and network access; Python 3.10 to 3.13, of which 3.10 or 3.11 must be there for TensorFlow 2.15.
The environments are made in ``build/check`` and kept: a second run installs what has changed only.

Usage: python tools/check.py [--fresh] [STEP ...]
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
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / "build" / "check"
SUPPORTED = ("3.13", "3.12", "3.11", "3.10")
FOR_TENSORFLOW_215 = ("3.11", "3.10")
TENSORFLOW_215 = (
    "tensorflow-cpu==2.15.*; platform_machine in 'x86_64 AMD64'",
    "tensorflow==2.15.*; platform_machine not in 'x86_64 AMD64'",
)


class CheckError(Exception):
    """A check did not pass, or could not be made; the message is one line."""


def lint() -> None:
    """Ruff, and the generated pages and catalogue against what they are made from."""
    python = lint_environment()
    run(python, "-m", "ruff", "check", ".")
    run(python, "tools/catalogue.py", "--check")
    run(python, "tools/docs.py", "--check")


def types() -> None:
    """Mypy."""
    run(lint_environment(), "-m", "mypy")


def lint_environment() -> Path:
    """Mypy reads the code as Python 3.10 does, which needs tomli."""
    return environment("lint", newest(), "-e", ".", "--group", "lint", "tomli")


def tests() -> None:
    """The tests that need no TensorFlow, on every Python that is there."""
    for version in filter(interpreter, SUPPORTED):
        python = environment(f"tests-{version}", version, "-e", ".", "--group", "test")
        run(python, "-m", "pytest", "-q", "--ignore=tests/integration")


def training() -> None:
    """Every claim of the fixtures, on the newest TensorFlow with Keras 3 and Keras 2, and on 2.15."""
    version = next(filter(interpreter, FOR_TENSORFLOW_215), None)
    if version is None:
        raise CheckError(f"TensorFlow 2.15 needs Python {' or '.join(FOR_TENSORFLOW_215)}: none was found")
    old = environment("tensorflow-2.15", version, *TENSORFLOW_215)
    python = environment(
        "tensorflow", newest(), "-e", ".", "--group", "test", "--group", "integration", "pytest-xdist"
    )
    run(
        python,
        *("-m", "pytest", "-q", "tests/integration", "--require-tensorflow"),
        *("-n", str(max(1, min(os.cpu_count() or 1, 4)))),
        TFLINT_TF_PYTHON=str(python),
        TFLINT_TF215_PYTHON=str(old),
    )


STEPS: dict[str, Callable[[], None]] = {"lint": lint, "types": types, "tests": tests, "training": training}


def main() -> int:
    """Pass the steps that are asked for, all by default; 1 where one failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("steps", metavar="STEP", nargs="*", help=f"{', '.join(STEPS)} (default: all)")
    parser.add_argument("--fresh", action="store_true", help="make the environments anew")
    arguments = parser.parse_args()
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
        print(f"{name:<10} {seconds:5.0f} s  {verdict}")
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
    wanted = "\n".join([version, *requirements, (ROOT / "pyproject.toml").read_text("utf-8")])
    if complete.is_file() and complete.read_text("utf-8") == wanted:
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
    complete.write_text(wanted, "utf-8")
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
        told = subprocess.run([candidate, "-c", code], capture_output=True, text=True)
        if told.stdout.strip() == version:
            return candidate
    return None


if __name__ == "__main__":
    sys.exit(main())
