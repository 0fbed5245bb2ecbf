"""The command with a cache: the same output, the options that name its folder, and what is kept out of it."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from tests.cache.projects import write
from tflint_ckpt import cli
from tflint_ckpt.cache import folder
from tflint_ckpt.cache.database import RESULTS_NAME
from tflint_ckpt.options import DRAWINGS, OPTIONS

FORMATS = next(row.choices for section in OPTIONS.values() for row in section if row.destination == "format")


class Command:
    """The command, run in a small project."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, stdout, stderr."""
        status = cli.main([".", *arguments] if "-" not in arguments else arguments)
        return (status, *self._capsys.readouterr())


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # junit has the time
    monkeypatch.chdir(write(tmp_path / "project"))
    return Command(capsys)


SHOWN = [
    *(["--format", name] for name in FORMATS if name not in DRAWINGS),
    ["--statistics"],
    ["--statistics", "--format", "json"],
    ["--diff"],
    ["--diff", "--unsafe-fixes"],
    ["--quiet"],
    ["--select", "all"],
    ["--isolated", "--target", "2.15..2.21"],
]


@pytest.mark.parametrize("arguments", SHOWN, ids=" ".join)
def test_what_is_shown_is_the_same(command: Command, cache_folder: str, arguments: list[str]) -> None:
    without = command(*arguments, "--no-cache")
    assert not os.path.exists(cache_folder)
    assert without[1]
    assert [command(*arguments) for _ in range(3)] == [without] * 3
    assert os.path.exists(cache_folder)


def test_what_is_written_is_the_same(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = []
    for arguments in (["--no-cache"], [], []):
        write(tmp_path / "project")
        shown = command("--fix", "--unsafe-fixes", *arguments)
        states.append((shown, {str(path): path.read_bytes() for path in Path.cwd().rglob("*.py")}))
    assert states[0] == states[1] == states[2]


def test_verbose_says_what_was_replayed(command: Command, cache_folder: str) -> None:
    name = cache_folder
    assert command("-v")[2] == f"tflint-ckpt: note: cache: 0 of 8 results are from {name}\n"
    assert command("-v")[2] == f"tflint-ckpt: note: cache: 8 of 8 results are from {name}\n"
    assert command("-v", "--no-cache")[2] == ""


def test_a_cache_that_cannot_be_used_is_no_error(command: Command, cache_folder: str) -> None:
    Path(cache_folder).write_text("")
    without = command("--no-cache")
    assert command() == without
    assert "nothing new is kept" in command("-v")[2]


def test_stdin_is_not_kept(command: Command, cache_folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"import keras\nx = keras.callbacks.ModelCheckpoint('a.keras', max_to_keep=3)\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert command("-")[0] == 1
    assert not os.path.exists(cache_folder)


def test_the_option_goes_before_the_variable_and_that_before_the_setting(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tflint-ckpt.toml").write_text('cache-dir = "by-setting"\n')
    monkeypatch.setenv("TFLINT_CKPT_CACHE_DIR", "by-variable")
    made = []
    for arguments in (["--cache-dir", "by-option"], [], []):
        command(*arguments)
        made.append([path.parent.name for path in Path.cwd().glob(f"*/{RESULTS_NAME}")])
        for path in Path.cwd().glob(f"*/{RESULTS_NAME}"):
            path.unlink()
        if not arguments:
            monkeypatch.delenv("TFLINT_CKPT_CACHE_DIR", raising=False)
    assert made == [["by-option"], ["by-variable"], ["by-setting"]]


def test_the_folder_of_a_setting_is_beside_the_configuration(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TFLINT_CKPT_CACHE_DIR")
    Path("tflint-ckpt.toml").write_text('cache-dir = "kept"\n')
    monkeypatch.chdir("sub")
    command()
    assert (Path.cwd().parent / "kept" / RESULTS_NAME).exists()


def test_the_folder_is_shown_with_the_settings(command: Command) -> None:
    shown = json.loads(command("--show-settings", "--format", "json", "--cache-dir", "kept")[1])
    assert shown["settings"]["cache-dir"] == "kept"


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "~/.cache/tflint-ckpt"),
        ("linux", {"XDG_CACHE_HOME": "/xdg"}, "/xdg/tflint-ckpt"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "~/.cache/tflint-ckpt"),
        ("darwin", {}, "~/Library/Caches/tflint-ckpt"),
        ("darwin", {"XDG_CACHE_HOME": "/xdg"}, "~/Library/Caches/tflint-ckpt"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/tflint-ckpt"),
        ("win32", {}, "~/AppData/Local/tflint-ckpt"),
    ],
)
def test_the_folder_of_the_user_is_where_the_system_wants_it(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    platform: str,
    variables: dict[str, str],
    expected: str,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert folder.user_folder() == expected.replace("~", str(tmp_path))


def test_without_a_home_there_is_no_cache(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TFLINT_CKPT_CACHE_DIR")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert folder.user_folder() is None
    assert command() == command("--no-cache")
