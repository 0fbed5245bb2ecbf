"""``--since`` and ``--staged``: only what stands on lines that changed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.notebook.made import document
from tflint_ckpt import cli

HEAD = "from keras.callbacks import ModelCheckpoint\n"
OLD = "old = ModelCheckpoint('a_{epoch}.keras', max_to_keep=3)\n"
NEW = "new = ModelCheckpoint('b_{epoch}.keras', max_to_keep=3)\n"


class Repository:
    """A repository with one commit, and the command run in it."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self.train = path / "train.py"
        self._capsys = capsys
        self.git("init", "-q", "-b", "main")
        self.train.write_text(HEAD + OLD)
        self.commit()

    def git(self, *arguments: str) -> None:
        author = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
        subprocess.run(["git", "-C", str(self.path), *author, *arguments], check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "work")

    def lines(self, *arguments: str) -> list[str]:
        """Where the findings are: ``train.py:3``."""
        options = ["--select", "TFC101", "--target", "keras3", "--no-cache", "--format", "json"]
        assert cli.main([*options, *arguments]) in (0, 1)
        found = json.loads(self._capsys.readouterr().out)["findings"]
        return [f"{each['path']}:{each['range']['start']['line']}" for each in found]

    def complaint(self, *arguments: str) -> str:
        """What is said of a call that is no use."""
        assert cli.main(["--no-cache", *arguments]) == 2
        return self._capsys.readouterr().err


@pytest.fixture
def repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Repository:
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path, capsys)


def test_nothing_changed(repository: Repository) -> None:
    assert repository.lines() == ["train.py:2"]
    assert repository.lines("--since", "HEAD") == []


def test_changed_lines_only(repository: Repository) -> None:
    repository.train.write_text(f"import os\n{HEAD}{OLD}{NEW}")
    assert repository.lines("--since", "HEAD") == ["train.py:4"]


def test_a_finding_of_several_lines_counts_if_one_of_them_changed(repository: Repository) -> None:
    text = f"{HEAD}x = ModelCheckpoint(\n    'a_{{epoch}}.keras',\n    max_to_keep=3,\n)\n"
    repository.train.write_text(text)
    repository.commit()
    repository.train.write_text(text.replace("=3", "=4"))
    assert repository.lines("--since", "HEAD") == ["train.py:4"]


def test_since_an_older_commit(repository: Repository) -> None:
    repository.train.write_text(HEAD + OLD + NEW)
    repository.commit()
    assert repository.lines("--since", "HEAD") == []
    assert repository.lines("--since", "HEAD~1") == ["train.py:3"]


def test_a_new_file_is_new_as_a_whole(repository: Repository) -> None:
    (repository.path / "other.py").write_text(HEAD + OLD)
    assert repository.lines("--since", "HEAD") == ["other.py:2"]
    repository.commit()
    assert repository.lines("--since", "HEAD~1") == ["other.py:2"]


def test_a_renamed_file_is_compared_with_what_it_was(repository: Repository) -> None:
    repository.git("mv", "train.py", "fit.py")
    (repository.path / "fit.py").write_text(HEAD + OLD + NEW)
    repository.commit()
    assert repository.lines("--since", "HEAD~1") == ["fit.py:3"]


def test_what_the_other_branch_changed_is_no_change_of_this_one(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "feature")
    (repository.path / "other.py").write_text(HEAD + NEW)
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.train.write_text(HEAD + OLD.replace(", max_to_keep=3", ""))
    (repository.path / "new.py").write_text(HEAD)
    repository.commit()
    repository.git("switch", "-q", "feature")
    assert repository.lines() == ["other.py:2", "train.py:2"]
    assert repository.lines("--since", "main") == ["other.py:2"]
    repository.git("merge", "-q", "--no-edit", "main", "-s", "ours")
    assert repository.lines("--since", "main") == ["other.py:2", "train.py:2"]  # undoes what main mended


def test_a_history_that_joins_nowhere(repository: Repository) -> None:
    repository.git("switch", "-q", "--orphan", "alone")
    repository.train.write_text(HEAD + OLD + NEW)
    repository.commit()
    assert repository.lines("--since", "main") == ["train.py:3"]


def test_staged_before_the_first_commit(repository: Repository) -> None:
    repository.git("switch", "-q", "--orphan", "alone")
    repository.train.write_text(HEAD + OLD)
    (repository.path / "other.py").write_text(HEAD + OLD)
    repository.git("add", "train.py")
    assert repository.lines("--staged") == ["train.py:2"]


def test_paths_that_git_is_configured_to_shorten(repository: Repository) -> None:
    inner = repository.path / "inner"
    inner.mkdir()
    (inner / "other.py").write_text(HEAD + OLD)
    repository.commit()
    repository.git("config", "diff.relative", "true")
    (inner / "other.py").write_text(HEAD + OLD + NEW)
    assert repository.lines("--since", "HEAD") == ["inner/other.py:3"]


def test_staged_files_only(repository: Repository) -> None:
    (repository.path / "other.py").write_text(HEAD + OLD)
    repository.git("add", "other.py")
    repository.train.write_text(HEAD + OLD + NEW)
    assert repository.lines("--staged") == ["other.py:2"]


def test_from_a_folder_below(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = repository.path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    repository.train.write_text(HEAD + OLD + NEW)
    assert repository.lines("--since", "HEAD", "../train.py") == ["../train.py:3"]


def test_a_notebook_goes_by_its_cells(repository: Repository) -> None:
    book = repository.path / "n.ipynb"
    book.write_text(document([HEAD], [OLD]))
    repository.commit()
    book.write_text(document(["import os\n", HEAD], [OLD], [NEW]))
    assert repository.lines("--since", "HEAD") == ["n.ipynb:1"]


def test_no_such_commit(repository: Repository) -> None:
    assert "--since nowhere: " in repository.complaint("--since", "nowhere")


def test_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "train.py").write_text(HEAD + OLD)
    assert cli.main(["--since", "HEAD", "--target", "keras3"]) == 2
    assert "--since HEAD: fatal: not a git repository" in capsys.readouterr().err
    assert cli.main(["--staged", "--target", "keras3"]) == 2
    assert "--staged: fatal: not a git repository" in capsys.readouterr().err


def test_a_part_of_a_file_is_not_fixed(repository: Repository) -> None:
    assert "--since and --fix cannot be combined" in repository.complaint("--since", "HEAD", "--fix")
