"""``--watch``: linted at once, and whenever a file changes that the findings may follow from."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tflint_ckpt import cli, watch

CODE = """\
import keras

checkpoint = keras.callbacks.ModelCheckpoint("model.keras", max_to_keep=3)
"""
PATIENCE = 120
"""Seconds after which a process that says nothing is stuck: on a busy machine, 30 have not been enough."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_the_package_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert cli.main(["--watch"]) == 2
    assert capsys.readouterr().err == (
        'tflint-ckpt: error: --watch needs the package watchfiles: pip install "tflint-ckpt[watch]"\n'
    )


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("src/train.py", True),
        ("src/deep/nb.ipynb", True),
        ("src/requirements.txt", True),
        ("src/Dockerfile", True),
        ("src/build/x.py", False),
        ("src/.git/x.py", False),
        ("src/data.h5", False),
        ("src/out.json", False),
        ("named.txt", True),
        ("other.py", False),
        ("srcs/other.py", False),
    ],
)
def test_which_changes_count(folder: Path, path: str, counts: bool) -> None:
    wanted = watch._Filter(frozenset({str(folder / "src"), str(folder / "named.txt")}))
    assert wanted(None, str(folder / path)) is counts


def test_of_a_file_the_folder_is_watched(folder: Path) -> None:
    Path("src").mkdir()
    Path("a.py").touch()
    assert watch._folders(["src", "a.py", "src/b.py"]) == [".", "src"]


class Watching:
    """The command, watching; what it printed so far is read as it comes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.output = folder.parent / "output.txt"
        self._file = self.output.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tflint_ckpt", "--watch", "--format", "concise", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=self._file,
            stderr=subprocess.STDOUT,
        )

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until it has printed *text* so often."""
        end = time.monotonic() + PATIENCE
        while self.output.read_text().count(text) < times:
            assert time.monotonic() < end, self.output.read_text()
            assert self.process.poll() is None, self.output.read_text()
            time.sleep(0.05)

    def stop(self) -> int:
        """End it as Ctrl-C does; its exit status."""
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE)
        self._file.close()
        return status


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    (folder / "train.py").write_text(CODE)
    made = Watching(folder, "--select", "TFC101")
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent otherwise there")
def test_a_change_is_linted_and_ctrl_c_ends_it(folder: Path, watching: Watching) -> None:
    watching.wait_for("Ctrl-C ends it")
    watching.wait_for("train.py:3:61")
    (folder / "train.py").write_text(f"\n{CODE}")
    watching.wait_for("train.py:4:61")
    (folder / "tflint-ckpt.toml").write_text("selct = []\n")
    watching.wait_for('unknown key "selct"')
    (folder / "tflint-ckpt.toml").write_text("")
    watching.wait_for("train.py:4:61", times=2)
    assert watching.stop() == 0
