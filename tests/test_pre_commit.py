"""The hooks of ``.pre-commit-hooks.yaml``, run by the real pre-commit in a scratch repository.

Needs git, pre-commit (of the ``test`` group) and the package index, from which pre-commit installs the
hook's own environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.notebook.made import document

ROOT = Path(__file__).resolve().parents[1]
HOOK_FILES = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "tflint_ckpt")
TRAIN = """\
import tensorflow as tf

checkpoint = tf.keras.callbacks.ModelCheckpoint(
    "net.keras",
    max_to_keep=3,
)
"""
FIXED = TRAIN.replace("    max_to_keep=3,\n", "")
EMPTY = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'


def git(folder: Path, *arguments: str) -> str:
    """Run git in *folder* as somebody, and return what it prints."""
    someone = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
    command = ["git", *someone, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def committed(folder: Path) -> str:
    """Make *folder* a repository with all its files in one commit; the commit's name."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """The project as a repository of hooks, its commit, and a home for pre-commit's environments."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in HOOK_FILES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder, committed(folder), tmp_path_factory.mktemp("pre-commit-home")


def run_hook(hooks: tuple[Path, str, Path], project: Path, hook: str) -> subprocess.CompletedProcess[str]:
    """Run one hook on all files of *project*, a folder that becomes a repository."""
    folder, commit, home = hooks
    config = f"repos:\n- repo: {folder}\n  rev: {commit}\n  hooks:\n  - id: {hook}\n    verbose: true\n"
    (project / ".pre-commit-config.yaml").write_text(config)
    committed(project)
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home)}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)


def test_the_check_fails_on_a_defect_and_changes_nothing(
    hooks: tuple[Path, str, Path], tmp_path: Path
) -> None:
    (tmp_path / "train.py").write_text(TRAIN)
    (tmp_path / "train.ipynb").write_text(document(*TRAIN.split("\n\n")))
    result = run_hook(hooks, tmp_path, "tflint-ckpt")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "train.py:5:5: error TFC101 checkpoint-max-to-keep" in result.stdout
    assert "train.ipynb:cell 2:3:5: error TFC101 checkpoint-max-to-keep" in result.stdout
    assert (tmp_path / "train.py").read_text() == TRAIN
    assert (tmp_path / "train.ipynb").read_text() == document(*TRAIN.split("\n\n"))


def test_the_check_passes_on_clean_files(hooks: tuple[Path, str, Path], tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(FIXED)
    (tmp_path / "empty.ipynb").write_text(EMPTY)
    (tmp_path / "train.ipynb").write_text(document(*FIXED.split("\n\n")))
    result = run_hook(hooks, tmp_path, "tflint-ckpt")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_fixing_hook_mends_the_files_and_fails_once(
    hooks: tuple[Path, str, Path], tmp_path: Path
) -> None:
    (tmp_path / "train.py").write_text(TRAIN)
    (tmp_path / "train.ipynb").write_text(document(*TRAIN.split("\n\n")))
    result = run_hook(hooks, tmp_path, "tflint-ckpt-fix")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "files were modified by this hook" in result.stdout
    assert (tmp_path / "train.py").read_text() == FIXED
    assert (tmp_path / "train.ipynb").read_text() == document(*FIXED.split("\n\n"))
