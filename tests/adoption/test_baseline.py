"""A baseline: what was there stays quiet, what is new does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tflint_ckpt import cli

HEAD = "from keras.callbacks import ModelCheckpoint\n"
OLD = "old = ModelCheckpoint('a_{epoch}.keras', max_to_keep=3)\n"
NEW = "new = ModelCheckpoint('b_{epoch}.keras', max_to_keep=3)\n"
BASELINE = "tflint-ckpt-baseline.json"

LEFT_OUT = f"tflint-ckpt: note: 1 finding is left out, since {BASELINE} has it\n"


class Project:
    """A folder with one script, and the command run in it."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self.train = path / "train.py"
        self.train.write_text(HEAD + OLD)
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """The exit status, and what was written to stdout and stderr."""
        status = cli.main(["--select", "TFC101", "--target", "keras3", "--no-cache", *arguments])
        out, err = self._capsys.readouterr()
        return status, out, err


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    monkeypatch.chdir(tmp_path)
    found = Project(tmp_path, capsys)
    assert found.run("--write-baseline") == (0, "", f"tflint-ckpt: note: 1 finding written to {BASELINE}\n")
    return found


def test_what_it_has_is_left_out(project: Project) -> None:
    assert project.run()[0] == 1
    status, out, err = project.run("--baseline", BASELINE)
    assert (status, "All checks passed." in out) == (0, True)
    assert err == LEFT_OUT
    assert project.run("--baseline", BASELINE, "-q") == (0, "", "")


def test_it_is_said_how_much_is_left_out(project: Project) -> None:
    project.train.write_text(HEAD + OLD + OLD)
    project.run("--write-baseline")
    err = project.run("--baseline", BASELINE, "--format", "sarif")[2]
    assert err == f"tflint-ckpt: note: 2 findings are left out, since {BASELINE} has them\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n\nimport os\n{OLD}",
        f"{HEAD}def f():\n    {OLD}",
        f"{HEAD}x = 1\n{OLD}y = 2\n",
    ],
    ids=["moved", "indented", "among others"],
)
def test_edits_elsewhere_leave_it_valid(project: Project, text: str) -> None:
    project.train.write_text(text)
    assert project.run("--baseline", BASELINE)[0] == 0


@pytest.mark.parametrize(
    "text", [HEAD + OLD + NEW, HEAD + NEW + OLD, HEAD + OLD + OLD], ids=["below", "above", "the same again"]
)
def test_a_new_defect_is_found(project: Project, text: str) -> None:
    project.train.write_text(text)
    status, out, _ = project.run("--baseline", BASELINE)
    assert (status, out.count("TFC101")) == (1, 1)


def test_the_same_line_in_another_file_is_new(project: Project) -> None:
    (project.path / "other.py").write_text(HEAD + OLD)
    assert project.run("--baseline", BASELINE)[0] == 1


def test_the_folder_it_is_run_in_does_not_matter(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = project.path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert project.run("--baseline", f"../{BASELINE}", "../train.py")[0] == 0


def test_entries_that_are_no_longer_found_are_told(project: Project) -> None:
    project.train.write_text(HEAD)
    status, _, err = project.run("--baseline", BASELINE)
    assert status == 0
    assert f"1 entry is no longer found: --write-baseline brings {BASELINE} up to date" in err
    project.run("--write-baseline", "--baseline", BASELINE)
    assert project.run("--baseline", BASELINE)[2] == ""


def test_entries_of_files_outside_the_run_are_not(project: Project) -> None:
    (project.path / "other.py").write_text(HEAD)
    project.train.write_text(HEAD)
    assert project.run("--baseline", BASELINE, "other.py")[2] == ""


def test_entries_of_a_file_that_is_gone_are_told(project: Project) -> None:
    (project.path / "other.py").write_text(HEAD)
    project.train.unlink()
    assert "1 entry is no longer found" in project.run("--baseline", BASELINE)[2]


@pytest.mark.parametrize("name", ["fit.py", "below/train.py"])
def test_a_renamed_file_takes_its_entries_with_it(project: Project, name: str) -> None:
    (project.path / "below").mkdir()
    project.train.rename(project.path / name)
    assert project.run("--baseline", BASELINE)[0::2] == (0, LEFT_OUT)
    (project.path / name).write_text(HEAD + OLD + NEW + OLD)
    status, out, _ = project.run("--baseline", BASELINE)
    assert (status, out.count("TFC101")) == (1, 2)


def test_one_entry_goes_with_one_file(project: Project) -> None:
    project.train.rename(project.path / "fit.py")
    (project.path / "other.py").write_text(HEAD + OLD)
    status, out, _ = project.run("--baseline", BASELINE)
    assert (status, out.count("TFC101")) == (1, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read b.json: No such file or directory"),
        ("[]", "b.json is no baseline; --write-baseline writes one"),
        ("{", "b.json is no baseline"),
        ('{"version": "2", "findings": []}', "b.json is a baseline of another version"),
    ],
)
def test_what_is_no_baseline(project: Project, content: str | None, message: str) -> None:
    if content is not None:
        (project.path / "b.json").write_text(content)
    status, _, err = project.run("--baseline", "b.json")
    assert (status, message in err) == (2, True)


@pytest.mark.parametrize("other", ["--fix", "--diff", "--staged"])
def test_writing_it_and_fixing_are_two_things(project: Project, other: str) -> None:
    status, _, err = project.run("--write-baseline", other)
    assert (status, f"--write-baseline and {other} cannot be combined" in err) == (2, True)
