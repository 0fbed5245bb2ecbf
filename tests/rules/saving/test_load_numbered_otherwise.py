"""TFC522 load-numbered-otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.cli import main

HEAD = """\
import os
import keras
from keras.callbacks import ModelCheckpoint
from keras.models import load_model
def build():
    return keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
"""
LINES = HEAD.count("\n")
SAVE = "for k, fold in enumerate(folds, 1):\n    m = build()\n    m.save(f'out/fold_{k}.keras')\n"
LOAD = "every = [load_model(f'out/fold_{k}.keras') for k in range(5)]\n"
TRAIN = (
    "def train(k):\n    m = build()\n    m.save(f'out/fold_{k}.keras')\nfor i in range(1, 6):\n    train(i)\n"
)
NUMBERS = "def numbers(n):\n    for k in range(n):\n        yield k + 1, folds[k]\n"
FOUND = {
    "enumerate": (SAVE + LOAD, 4),
    "start as a keyword is a number, too": (
        SAVE.replace("enumerate(folds, 1)", "enumerate(folds, start=1)") + LOAD,
        4,
    ),
    "range": (SAVE.replace("k, fold in enumerate(folds, 1)", "k in range(1, 6)") + LOAD, 4),
    "one more": (SAVE.replace("enumerate(folds, 1)", "enumerate(folds)").replace("{k}", "{k + 1}") + LOAD, 4),
    "padded": ((SAVE + LOAD).replace("{k}", "{k:02d}"), 4),
    "format": ((SAVE + LOAD).replace("f'out/fold_{k}.keras'", "'out/fold_{}.keras'.format(k)"), 4),
    "a generator": (NUMBERS + SAVE.replace("enumerate(folds, 1)", "numbers(5)") + LOAD, 7),
    "in a loop": (SAVE + "for i in range(5):\n    every.append(load_model(f'out/fold_{i}.keras'))\n", 5),
    "a checkpoint": (
        SAVE.replace(
            "m.save(f'out/fold_{k}.keras')", "m.fit(x, callbacks=[ModelCheckpoint(f'out/fold_{k}.keras')])"
        )
        + LOAD,
        4,
    ),
    "weights": (
        SAVE.replace("save(", "save_weights(").replace(".keras", ".weights.h5")
        + "for k in range(5):\n    m.load_weights(f'out/fold_{k}.weights.h5')\n",
        5,
    ),
    "a counter": (
        "k = 1\n" + SAVE.replace("k, fold in enumerate(folds, 1)", "fold in folds") + "    k += 1\n" + LOAD,
        6,
    ),
    "a parameter": (
        TRAIN + "train(6)\n" + LOAD,
        7,
    ),
    "from 10 on": (SAVE.replace(", 1)", ", 10)") + LOAD.replace("range(5)", "range(9, 14)"), 4),
}


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("code", "line"), FOUND.values(), ids=list(FOUND))
def test_numbered_otherwise(code: str, line: int, target: str) -> None:
    (finding,) = findings(HEAD + code, target, "TFC522")
    assert "at the first one, which nobody writes" in finding.message
    assert lint(HEAD + code, target, "TFC522") == [f"TFC522:{LINES + line} error"]
    assert fix(HEAD + code, target, "TFC522", unsafe=True) == HEAD + code


SILENT = {
    "alike": SAVE + LOAD.replace("range(5)", "range(1, 6)"),
    "both from 0": SAVE.replace(", 1)", ")") + LOAD,
    "read from a later one": SAVE.replace(", 1)", ")") + LOAD.replace("range(5)", "range(1, 5)"),
    "one more in the name": SAVE + LOAD.replace("{k}", "{k + 1}"),
    "where it begins is not known": SAVE.replace(", 1)", ", begin)") + LOAD,
    "what is read is not known": SAVE + LOAD.replace("range(5)", "range(*limits)"),
    "what is read is a list": SAVE + LOAD.replace("range(5)", "[1, 2, 3]"),
    "backwards": SAVE + LOAD.replace("range(5)", "range(5, 0, -1)"),
    "another name": SAVE + LOAD.replace("fold_", "model_"),
    "another folder": SAVE + LOAD.replace("out/", "other/"),
    "another padding": SAVE.replace("{k}", "{k}{n}") + LOAD,
    "also saved otherwise": f"{SAVE}build().save('out/fold_0.keras')\n{LOAD}",
    "also saved to what is not known": f"{SAVE}build().save(path)\n{LOAD}",
    "also saved from 0 on": f"{SAVE}for k in range(5):\n    build().save(f'out/fold_{{k}}.keras')\n{LOAD}",
    "the first is left out": SAVE + LOAD.replace("range(5)]", "range(5) if k]"),
    "the first is passed over": (
        SAVE + "for k in range(5):\n    if k == 0:\n        continue\n    load_model(f'out/fold_{k}.keras')\n"
    ),
    "only some": SAVE + "for k in range(5):\n    if k in good:\n        load_model(f'out/fold_{k}.keras')\n",
    "asked for": (
        SAVE
        + "for k in range(5):\n    if os.path.exists(name(k)):\n        load_model(f'out/fold_{k}.keras')\n"
    ),
    "caught": SAVE
    + (
        "for k in range(5):\n    try:\n        load_model(f'out/fold_{k}.keras')\n"
        "    except OSError:\n        pass\n"
    ),
    "set anew": SAVE + "for k in range(5):\n    k = k + 1\n    load_model(f'out/fold_{k}.keras')\n",
    "a number of its own": SAVE + "load_model(f'out/fold_{best}.keras')\n",
    "two numbers": (SAVE + LOAD).replace("{k}", "{k}_{k}"),
    "the number is a folder": (SAVE + LOAD).replace("fold_{k}", "{k}/fold"),
    "another file in the place of the first": SAVE
    + "for k in range(5):\n    load_model(f'out/fold_{k}.keras' if k else 'out/base.keras')\n",
    "nothing is saved": LOAD,
    "copied": f"import shutil\n{SAVE}shutil.copy(teacher, 'out/fold_0.keras')\n{LOAD}",
    "copied by names that are not known": f"import shutil\n{SAVE}shutil.copy(one, other)\n{LOAD}",
    "renamed": f"{SAVE}os.rename(one, other)\n{LOAD}",
    "fetched": f"{SAVE}keras.utils.get_file('fold_0.keras', url, cache_subdir='out')\n{LOAD}",
    "written by hand": f"{SAVE}open('out/fold_0.keras', 'wb').write(data)\n{LOAD}",
    "unpacked": f"import zipfile\n{SAVE}zipfile.ZipFile(z).extractall('out')\n{LOAD}",
    "said in a comment": f"# out/fold_0.keras is the teacher\n{SAVE}{LOAD}",
    "a counter from 0 on": (
        "k = 0\n" + SAVE.replace("k, fold in enumerate(folds, 1)", "fold in folds") + "    k += 1\n" + LOAD
    ),
    "a parameter that is given the first one, too": (TRAIN + "train(0)\n" + LOAD),
    "a parameter that is given what is not known": (TRAIN + "train(n)\n" + LOAD),
    "a parameter of a function that is handed on": (TRAIN + "list(map(train, n))\n" + LOAD),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=list(SILENT))
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC522") == []


CV = "FOLDS = 5\nFILE = 'models/fold_{k}.keras'\n"
SPLIT = "def folds(n, k):\n    for i in range(k):\n        yield i + 1, rest[i], parts[i]\n"
CROSS = """\
import keras
from cv import FILE, FOLDS
from split import folds
def run():
    for k, tr, va in folds(len(x), FOLDS):
        m = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        m.fit(x[tr], callbacks=[keras.callbacks.ModelCheckpoint(FILE.format(k=k))])
"""
ENSEMBLE = (
    "import keras\nfrom cv import FILE, FOLDS\n"
    "models = [keras.models.load_model(FILE.format(k=k)) for k in range(FOLDS)]\n"
)


def _across(ensemble: str = ENSEMBLE, **files: str) -> list[str]:
    every = {"cv": CV, "split": SPLIT, "cross": CROSS, **files}
    return [each.message for each in findings(ensemble, "both", "TFC522", **every)]


def test_in_several_files() -> None:
    (message,) = _across()
    assert "'models/fold_⟨…⟩.keras' is loaded from 0 on, and saved from 1 on (cross.py, line 7)" in message


@pytest.mark.parametrize(
    "files",
    [
        {"ensemble": ENSEMBLE.replace("range(FOLDS)", "range(1, FOLDS + 1)")},
        {"split": SPLIT.replace("i + 1", "i")},
        {"split": SPLIT + "    yield 0, rest, parts\n"},
        {"split": "@once\n" + SPLIT},
        {"cross": CROSS.replace("FILE.format(k=k)", "path")},
        {"more": CROSS.replace("folds(len(x), FOLDS)", "zip(range(9), a, b)")},
        {"more": "import shutil\nshutil.copy(teacher, path)\n"},
        {"more": "FIRST = 'models/fold_0.keras'\n"},
    ],
)
def test_silent_in_several_files(files: dict[str, str]) -> None:
    assert _across(**files) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("fold_0.keras", 0), ("fold_0.h5", 1), ("out/fold_0.keras", 1), ("README.md", 1), ("HOWTO.md", 0)],
)
@pytest.mark.parametrize("folder", ["", "out/"])
def test_the_first_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, folder: str, expected: int
) -> None:
    name = name if name.endswith(".md") else f"{folder}{name}"
    texts = {"README.md": "Run train.py.\n", "HOWTO.md": "Put fold_0.keras there.\n"}
    (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / name).write_text(texts.get(name, "PK"))
    (tmp_path / "train.py").write_text(HEAD + (SAVE + LOAD).replace("out/", folder))
    (tmp_path / "tflint-ckpt.toml").write_text('select = ["TFC522"]\ntarget = "2.21"\n')
    monkeypatch.chdir(tmp_path)
    shipped = folder and not name.endswith(".md")  # any file in it
    assert main(["--no-cache", "train.py"]) == (0 if shipped else expected)
