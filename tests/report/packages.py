"""Packages that have the schemas and parsers of others, so that none of them is copied here.

A test that needs one is skipped where npm is missing, or there is no network; in continuous integration only
where npm is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest


def from_npm(package: str, folder: Path) -> Path:
    """The files of *package*, with its version, unpacked in *folder*; what it depends on is not brought."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"npm, which brings {package}, is not installed")
    _brought([npm, "pack", "--loglevel=error", package], package, folder)
    return _unpacked(folder, "*.tgz")


def source_from_pip(requirement: str, folder: Path) -> Path:
    """The source distribution that *requirement* names with its version, unpacked in *folder*."""
    name = requirement.partition("=")[0]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", name]
    _brought([*pip, "--dest", ".", requirement], requirement, folder)
    return _unpacked(folder, "*.tar.gz")


def _brought(command: list[str], package: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"{package} cannot be brought: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr


def _unpacked(folder: Path, pattern: str) -> Path:
    [archive] = folder.glob(pattern)
    with tarfile.open(archive) as package:
        package.extractall(folder, filter="data")
    [unpacked] = (path for path in folder.iterdir() if path.is_dir())
    return unpacked
