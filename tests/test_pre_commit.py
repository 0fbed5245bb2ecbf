"""The hooks of ``.pre-commit-hooks.yaml``, run by the real pre-commit in a scratch repository.

Needs git, pre-commit (of the ``test`` group) and the package index, from which pre-commit installs the
hook's own environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
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


def run_hook(
    hooks: tuple[Path, str, Path], project: Path, hook: str, staged: Sequence[str] = (), options: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one hook on *project*, a folder that becomes a repository: on all its files, or those *staged*."""
    folder, commit, home = hooks
    config = f"repos:\n- repo: {folder}\n  rev: {commit}\n  hooks:\n  - id: {hook}\n    verbose: true\n"
    (project / ".pre-commit-config.yaml").write_text(config + (f"    args: [{options}]\n" if options else ""))
    committed(project)
    for name in staged:
        with (project / name).open("a") as file:
            file.write("# edited\n")
        git(project, "add", name)
    command = [
        sys.executable,
        "-m",
        "pre_commit",
        "run",
        "--color=never",
        *([] if staged else ["--all-files"]),
    ]
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
    assert "fixed in train.py:\n  1 TFC101 checkpoint-max-to-keep\n" in result.stdout
    assert (tmp_path / "train.py").read_text() == FIXED
    assert (tmp_path / "train.ipynb").read_text() == document(*FIXED.split("\n\n"))


MODEL = """\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
"""
PROJECT = {
    "requirements.txt": "tensorflow==2.19.0\n",
    "train.py": MODEL
    + """\
best = tf.keras.callbacks.ModelCheckpoint("runs/best.h5", save_weights_only=True)
model.fit([[0.0] * 4], [0.0], callbacks=[best])
model.load_weights("runs/best.h5")
""",
    "evaluate.py": MODEL + 'model.load_weights("runs/best.h5")\n',
    "serve.sh": "#!/bin/sh\n\npython evaluate.py --weights runs/best.h5\n",
}
ALONE = {"requirements.txt", "train.py"}
IN_PYTHON = {*ALONE, "evaluate.py"}
STAGED = [
    # the files of the project, those that are staged, options, whether all is renamed, and what is said
    (ALONE, ["train.py"], "", True, ""),
    (IN_PYTHON, ["train.py"], "", False, "evaluate.py would have to be edited as well"),
    (IN_PYTHON, ["train.py"], "--unsafe-fixes", False, "`tflint-ckpt --fix --unsafe-fixes .` does all of it"),
    (IN_PYTHON, ["train.py", "evaluate.py"], "", False, "not safe: evaluate.py:5 is edited too"),
    (IN_PYTHON, ["train.py", "evaluate.py"], "--unsafe-fixes", True, ""),
    (set(PROJECT), ["train.py"], "", False, "serve.sh:3 names such a file too"),
    (set(PROJECT), ["train.py", "evaluate.py"], "--unsafe-fixes", False, "serve.sh:3 names such a file too"),
    (set(PROJECT), [], "--unsafe-fixes", False, "serve.sh:3 names such a file too"),
]


@pytest.mark.parametrize(("names", "staged", "options", "renamed", "said"), STAGED)
def test_the_fixing_hook_renames_all_uses_of_a_file_or_none(
    hooks: tuple[Path, str, Path],
    tmp_path: Path,
    names: set[str],
    staged: list[str],
    options: str,
    renamed: bool,
    said: str,
) -> None:
    for name in names:
        (tmp_path / name).write_text(PROJECT[name])
    result = run_hook(hooks, tmp_path, "tflint-ckpt-fix", staged, options)
    assert result.returncode == 1, result.stdout + result.stderr
    assert said in result.stdout
    for name in names:
        text = (tmp_path / name).read_text()
        assert ("best.weights.h5" in text) is (renamed and name.endswith(".py")), name
        assert ("best.h5" in text) is (not renamed and name != "requirements.txt"), name
