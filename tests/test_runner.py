"""Many files: fixes that span them, per-file ignores, unreadable files, order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tflint_ckpt.report import View, renderer
from tflint_ckpt.result import RunResult
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings

MODEL = """\
import tensorflow as tf
def build(model, units=3):
    if model == "cnn":
        return tf.keras.Sequential()
    return tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)
"""
CALLER = """\
import tensorflow as tf
from model import build
first = tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)
build(model="cnn"); second = tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)
build(model="y", units=3)
"""


def written(folder: Path, **files: str) -> Path:
    """*folder* with Python files of these names and texts."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def texts(result: RunResult) -> dict[str, str]:
    """The text of each file after the run, by its name."""
    return {Path(file.path).stem: file.source.text for file in result.files if file.source}


def codes(result: RunResult) -> list[tuple[str, str]]:
    return [(Path(file.path).stem, finding.code) for file in result.files for finding in file.findings]


@pytest.mark.parametrize("order", [("caller", "model"), ("model", "caller")])
def test_a_rename_across_files_fits_what_other_fixes_made_of_them(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    """Both files get shorter by other fixes first: the rename must use where the calls are by then."""
    written(tmp_path, model=MODEL, caller=CALLER)
    result = run([str(tmp_path / f"{name}.py") for name in order], Settings(), fix=True, unsafe=True)
    assert texts(result) == {
        "model": MODEL.replace(", max_to_keep=3", "")
        .replace("model,", "model_name,")
        .replace("model ==", "model_name =="),
        "caller": CALLER.replace(", max_to_keep=3", "").replace("model=", "model_name="),
    }
    assert codes(result) == []
    assert [sorted(Path(path).stem for path in group) for group in result.together] == [["caller", "model"]]


def test_without_unsafe_fixes_the_rename_is_left(tmp_path: Path) -> None:
    written(tmp_path, model=MODEL, caller=CALLER)
    result = run([str(tmp_path)], Settings(), fix=True)
    assert codes(result) == [("model", "TFC104")]
    assert not result.together


def test_per_file_ignores_may_name_a_rule_that_is_not_selected(tmp_path: Path) -> None:
    written(tmp_path, model=MODEL)
    settings = Settings()
    settings.select = ("TFC104",)
    settings.per_file_ignores = {"model.py": ("TFC101",)}
    settings.root = str(tmp_path)
    assert codes(run([str(tmp_path)], settings)) == [("model", "TFC104")]


def test_an_ignored_finding_is_not_fixed(tmp_path: Path) -> None:
    written(tmp_path, model=MODEL)
    settings = Settings()
    settings.per_file_ignores = {"model.py": ("checkpoint-max-to-keep", "TFC104")}
    settings.root = str(tmp_path)
    result = run([str(tmp_path)], settings, fix=True, unsafe=True)
    assert texts(result) == {"model": MODEL}
    assert codes(result) == []


def test_a_target_from_the_configuration_is_named_after_it(tmp_path: Path) -> None:
    settings = Settings()
    settings.target, settings.target_source = "2.15", "pyproject.toml"
    result = run([str(written(tmp_path, model=MODEL))], settings)
    assert (result.target.tensorflow, result.target.source) == ("2.15", "pyproject.toml")


def test_what_is_no_text_is_one_finding_and_the_rest_is_linted(tmp_path: Path) -> None:
    written(tmp_path, model=MODEL)
    (tmp_path / "latin.py").write_bytes("# caf\xe9\n".encode("latin-1"))
    (tmp_path / "null.py").write_bytes(b"x = 1\0\n")
    (tmp_path / "wide.py").write_bytes("import keras\n".encode("utf-16"))
    result = run([str(tmp_path)], Settings())
    assert codes(result) == [
        ("latin", "TFC001"),
        ("model", "TFC104"),
        ("model", "TFC101"),
        ("null", "TFC001"),
        ("wide", "TFC001"),
    ]
    assert not result.problems


def test_the_targets_of_a_run_do_not_depend_on_the_order_of_names(tmp_path: Path) -> None:
    """Nor on who was looked at for the sake of whom: ``calls`` is parsed for ``model``, and has no target."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "requirements.txt").write_text("tensorflow==2.12\n")
    (tmp_path / "old" / "setup.py").write_text("")
    written(tmp_path / "old", train="import keras\nkeras.callbacks.ModelCheckpoint('a.h5', max_to_keep=3)\n")
    written(
        tmp_path,
        model=MODEL.replace("import tensorflow as tf", "import keras").replace("tf.keras", "keras"),
        calls="from model import build\nbuild(model='y', units=3)\n",
        two="import tf_keras\nimport keras\nkeras.optimizers.Adam(lr=1)\ntf_keras.optimizers.Adam(lr=1)\n",
    )
    names = ["old/train.py", "calls.py", "model.py", "two.py"]
    said = set()
    for order in permutations(names):
        result = run([str(tmp_path / name) for name in order], Settings(), jobs=1)
        said.add(renderer("json")(result, View()) + renderer("text")(result, View()))
    assert len(said) == 1
    targets = [(each.target.tensorflow, each.target.keras, each.files) for each in result.targets.every]
    assert targets == [("2.21", "3", 2), ("2.12", "2", 1), ("2.21", "2", 1)]
    assert [Path(file.path).stem for file in result.files if not file.targets] == ["calls"]
