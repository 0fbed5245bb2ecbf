"""Folders that the project ships: nothing has to make them, whatever rule asks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tflint_ckpt import runner
from tflint_ckpt.result import RunResult
from tflint_ckpt.settings import Settings

HEAD = """\
import os
import tensorflow as tf
from pathlib import Path

model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
"""
KEPT = {"weights/.gitkeep": ""}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is the current folder."""
    place = tmp_path / "project"
    (place / ".git").mkdir(parents=True)
    monkeypatch.chdir(place)
    return place


def write(files: Mapping[str, str]) -> None:
    """Files in the current folder, by their paths."""
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(*paths: str, only: str, fix: bool = False) -> RunResult:
    """One run over *paths* with one rule."""
    settings = Settings()
    settings.select, settings.target = (only,), "2.21"
    return runner.run(paths, settings, fix=fix, jobs=1)


def reported(path: str, only: str = "TFC102") -> bool:
    """Whether something is found in the file at *path*."""
    [file] = run(path, only=only).files
    assert not file.problems
    return bool(file.findings)


SHIPPED = [
    # what the project holds besides, the script, and the path of its checkpoint
    (KEPT, "train.py", '"weights/m.keras"'),
    (KEPT, "train.py", '"./weights/m.keras"'),
    (KEPT, "train.py", '"weights//m_{epoch}.keras"'),
    (KEPT, "train.py", '"weights/{epoch}/m.keras"'),
    (KEPT, "train.py", '"src/../weights/m.keras"'),
    (KEPT, "train.py", 'os.path.join("weights", "m.keras")'),
    (KEPT, "train.py", 'Path("weights") / "m.keras"'),
    (KEPT, "train.py", 'f"weights/{run()}.keras"'),
    (KEPT, "train.py", '"weights/a.keras" if big else "weights/b.keras"'),
    ({"weights/.gitignore": "*\n!.gitignore\n"}, "train.py", '"weights/m.keras"'),
    ({"weights/readme.txt": "weights go here"}, "train.py", '"weights/m.keras"'),
    ({"weights/first.h5": ""}, "train.py", '"weights/m.keras"'),
    ({"weights/old/first.h5": ""}, "train.py", '"weights/m.keras"'),
    ({"weights/__init__.py": ""}, "train.py", '"weights/m.keras"'),
    ({**KEPT, ".gitignore": "weights/*.keras\n"}, "train.py", '"weights/m.keras"'),
    ({**KEPT, ".gitignore": "weights/*\n!weights/.gitkeep\n"}, "train.py", '"weights/m.keras"'),
    ({"out/weights/.gitkeep": ""}, "train.py", '"out/weights/m.keras"'),
    (KEPT, "src/train.py", '"weights/m.keras"'),  # run in the root
    (KEPT, "src/train.py", '"../weights/m.keras"'),  # run in src
    ({"src/weights/.gitkeep": ""}, "src/train.py", '"weights/m.keras"'),
    ({"src/weights/.gitkeep": ""}, "src/train.py", '"src/weights/m.keras"'),
    ({"src/weights/.gitkeep": ""}, "src/deep/train.py", '"../weights/m.keras"'),
    ({}, "src/train.py", '"src/m.keras"'),
]


@pytest.mark.parametrize(("files", "script", "path"), SHIPPED)
def test_a_folder_that_the_project_ships_is_there(files: dict[str, str], script: str, path: str) -> None:
    write({**files, script: f"{HEAD}\nc = tf.keras.callbacks.ModelCheckpoint({path})\n"})
    assert not reported(script)


MISSING = [
    ({}, "train.py", '"weights/m.keras"'),
    (KEPT, "train.py", '"weight/m.keras"'),
    (KEPT, "train.py", '"Weights/m.keras"'),
    (KEPT, "train.py", '"weights/best/m.keras"'),
    (KEPT, "train.py", 'f"weights/{run()}/m.keras"'),
    (KEPT, "train.py", '"weights/m.keras" if big else "other/m.keras"'),
    (KEPT, "train.py", '"../weights/m.keras"'),  # beside the project
    (KEPT, "train.py", '"src/weights/m.keras"'),
    ({"weights": "a file of that name"}, "train.py", '"weights/m.keras"'),
    ({"lib/weights/.gitkeep": ""}, "train.py", '"weights/m.keras"'),
    ({"lib/weights/.gitkeep": ""}, "src/train.py", '"weights/m.keras"'),
    ({"src/weights/.gitkeep": ""}, "src/deep/train.py", '"weights/m.keras"'),
    ({**KEPT, ".gitignore": "weights/\n"}, "train.py", '"weights/m.keras"'),
    ({"weights/m.keras": "", ".gitignore": "*.keras\n"}, "train.py", '"weights/m.keras"'),
    ({"weights/m.keras": "", "weights/.gitignore": "*\n"}, "train.py", '"weights/m.keras"'),
    ({**KEPT, "weights/best/m.keras": "", ".gitignore": "*.keras\n"}, "train.py", '"weights/best/m.keras"'),
    ({**KEPT, ".git/info/exclude": "weights\n"}, "train.py", '"weights/m.keras"'),
]


@pytest.mark.parametrize(("files", "script", "path"), MISSING)
def test_any_other_folder_is_missing(files: dict[str, str], script: str, path: str) -> None:
    write({**files, script: f"{HEAD}\nc = tf.keras.callbacks.ModelCheckpoint({path})\n"})
    assert reported(script)


def test_an_empty_folder_is_in_no_copy_of_the_project() -> None:
    write({"train.py": f"{HEAD}\nc = tf.keras.callbacks.ModelCheckpoint('weights/m.keras')\n"})
    Path("weights/best").mkdir(parents=True)
    assert reported("train.py")


def test_an_absolute_folder_is_none_of_the_project(project: Path) -> None:
    code = f"{HEAD}\nmodel.save_weights('{project.as_posix()}/weights/a.weights.h5')\n"
    write({"train.py": code + "model.save_weights('weights/b.weights.h5')\n"})
    assert reported("train.py", "TFC511")
    write(KEPT)
    assert not reported("train.py", "TFC511")


SAVED = [
    'model.save("weights/m.keras")',
    'model.save_weights("weights/m.weights.h5")',
    'tf.keras.callbacks.CSVLogger("weights/log.csv")',
    'tf.data.Dataset.range(3).cache("weights/data")',
]


@pytest.mark.parametrize("call", SAVED)
def test_what_is_saved_needs_no_other_folder(call: str) -> None:
    write({"train.py": f"{HEAD}\n{call}\n"})
    assert reported("train.py", "TFC511")
    write(KEPT)
    assert not reported("train.py", "TFC511")


def test_a_new_suffix_brings_no_folder_that_is_there() -> None:
    write({"train.py": f"{HEAD}\nmodel.save('weights/m.h5')\n"})
    fix = run("train.py", only="TFC510").files[0].findings[0].fix
    assert fix
    assert any("makedirs" in edit.text for edit in fix.edits)
    write(KEPT)
    fix = run("train.py", only="TFC510").files[0].findings[0].fix
    assert fix
    assert fix.edits
    assert not any("makedirs" in edit.text for edit in fix.edits)


def test_a_file_that_cannot_be_searched_makes_this_fix_no_less_safe() -> None:
    """Only folders are asked about, and the fix makes none that is there."""
    write({"train.py": f"{HEAD}\nc = tf.keras.callbacks.ModelCheckpoint('out/m.keras')\n"})
    with open("data.json", "wb") as file:
        file.truncate(20_000_000)
    [found] = run("train.py", only="TFC102").files[0].findings
    assert found.fix
    assert (found.fix.applicability.value, "searched" in found.fix.title) == ("safe", False)
