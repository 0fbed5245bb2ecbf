"""The environments that the checks run in: which Pythons there are, and what is installed for them.

They are made in ``build/check`` and kept: a second run installs what has changed only. One of them has pip,
which installs into the others. Environments may be asked for in several threads at once.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import RLock

from running import ROOT, CheckError, step, tell

ENVIRONMENTS = ROOT / "build" / "check"
SUPPORTED = ("3.13", "3.12", "3.11", "3.10")
MAIN = ("keras3", "tf_keras", "tf2.15")
"""The environments of every case; ``keras3`` and ``tf_keras`` are one folder."""
OLDEST_LIBCST = "libcst==1.8.4"
"""The oldest release that pyproject.toml allows, on the oldest Python."""
OLDER_KERAS = "2.16"
"""The TensorFlow under Keras 3.0 to 3.4, which do not run on NumPy 2; later ones run on the newest."""
PIP = "pip>=25.1"
"""Older ones know no ``--group``."""

_LOCKS: dict[str, RLock] = {}
"""One for each environment that is being made."""
_OURS = RLock()
"""Setuptools writes into our own folder when it installs from it."""


def lint_environment() -> Path:
    """The interpreter with Ruff and Mypy."""
    return environment("lint", newest(), "-e", ".", "--group", "lint")


def test_environment(version: str) -> Path:
    """The interpreter with what the tests need but TensorFlow, on Python *version*."""
    libcst = (OLDEST_LIBCST,) if version == SUPPORTED[-1] else ()
    return environment(f"tests-{version}", version, "-e", ".", "--group", "test", "pytest-xdist", *libcst)


def fuzz_environment() -> Path:
    """The interpreter with Atheris."""
    return environment("fuzz", newest(), "-e", ".", "--group", "fuzz")


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
    with _LOCKS.setdefault(name, RLock()):
        if complete.is_file() and complete.read_text("utf-8") == stamp:
            return python
        tell(f"\nsetting up {folder.relative_to(ROOT)} (over {below}) …")
        step([base, "-m", "venv", "--clear", "--without-pip", folder])
        own = folder / Path(below).relative_to(base.parent.parent)
        install(base, "--no-deps", "--target", own, requirement)
        # Searched after its own packages; a path alone would leave the .pth files there unread.
        (own / "below.pth").write_text(f"import site; site.addsitedir({below!r})\n", "utf-8")
        complete.write_text(stamp, "utf-8")
    return python


@cache
def environment(name: str, version: str, *requirements: str) -> Path:
    """The interpreter of the virtual environment *name*, on Python *version*, with *requirements*.

    Made anew only where the file in it, written last, tells of other requirements.
    """
    ours = (ROOT / "pyproject.toml").read_text("utf-8") if "--group" in requirements else ""
    stamp = "\n".join([version, *requirements, ours])
    with _LOCKS.setdefault(name, RLock()):
        python, made = _empty(name, version, stamp)
        if not made:
            return python
        if "-e" in requirements:
            with _OURS:
                install(python, *requirements)
        else:
            install(python, *requirements)
        (ENVIRONMENTS / name / "complete.txt").write_text(stamp, "utf-8")
    return python


def install(python: Path, *arguments: str | Path) -> None:
    """Install with the one pip for *python*. Raises `CheckError` where that fails."""
    step([pip(), "-m", "pip", "--python", python, "install", "--quiet", *arguments])


def pip() -> Path:
    """The interpreter of the one environment that has pip: in each, it would take longer than what is
    installed."""
    with _LOCKS.setdefault("pip", RLock()):
        python, made = _empty("pip", newest(), PIP)
        if made:
            if subprocess.run([python, "-m", "ensurepip"], capture_output=True).returncode:
                # Debian's Python comes without ensurepip; the pip that is there can install another.
                step([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", PIP])
            step([python, "-m", "pip", "install", "--quiet", "--upgrade", PIP])
            (ENVIRONMENTS / "pip" / "complete.txt").write_text(PIP, "utf-8")
    return python


def _empty(name: str, version: str, stamp: str) -> tuple[Path, bool]:
    """The interpreter of the environment *name*, and whether it was made just now, with nothing in it.

    It was not where the file in it, written last, has the text *stamp*.
    """
    folder = ENVIRONMENTS / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    complete = folder / "complete.txt"
    if complete.is_file() and complete.read_text("utf-8") == stamp:
        return python, False
    tell(f"\nsetting up {folder.relative_to(ROOT)} (Python {version}) …")
    shutil.rmtree(folder, ignore_errors=True)
    base = interpreter(version)
    assert base is not None
    step([base, "-m", "venv", "--clear", "--without-pip", folder])
    return python, True


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
    candidates: Sequence[str] = [
        sys.executable,
        *filter(None, (shutil.which(name, path=folder) for folder in os.get_exec_path())),
        *sorted(glob.glob(f"{_pyenv()}/versions/{version}.*/bin/{name}"), reverse=True),
    ]
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    for candidate in candidates:
        try:  # a shim of pyenv runs, and says that there is none
            told = subprocess.run([candidate, "-c", code], capture_output=True, text=True)
        except OSError:
            continue
        if told.stdout.strip() == version:
            return candidate
    return None


def _pyenv() -> str:
    return os.environ.get("PYENV_ROOT") or str(Path.home() / ".pyenv")
