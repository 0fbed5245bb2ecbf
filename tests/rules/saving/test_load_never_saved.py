"""TFC521 load-never-saved."""

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
    m = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    m.compile('sgd', 'mse')
    return m
"""
LINES = HEAD.count("\n")
FIT = "m = build()\nm.fit(x, callbacks=[ModelCheckpoint('out/net_best.keras', save_best_only=True)])\n"
LOAD = "b = load_model('out/best.keras')\n"
FOUND = {
    "a checkpoint": (FIT + LOAD, 3),
    "with a placeholder": (FIT.replace("net_best", "best_{epoch}") + LOAD, 3),
    "with a part that is not known": (FIT.replace("'out/net", "f'out/{name}") + LOAD, 3),
    "saved": ("m = build()\nm.save('final_model.keras')\nb = load_model('model.keras')\n", 3),
    "weights": (
        "m = build()\nm.save_weights('w/cnn_weights.weights.h5')\nb = build()\n"
        "b.load_weights('w/cnn.weights.h5')\n",
        4,
    ),
    "two that are saved": (f"{FIT}m.save('out/last.keras')\n{LOAD}", 4),
    "other files of other kinds": (f"{FIT}np.save('out/x.npy', x)\n{LOAD}", 4),
    "the folder is made where it is not there": (
        f"if not os.path.exists('out'):\n    os.makedirs('out')\n{FIT}{LOAD}",
        5,
    ),
    "a path makes it": (
        f"from pathlib import Path\nD = Path('out')\nif not D.exists():\n    D.mkdir()\n{FIT}{LOAD}",
        7,
    ),
    "another file is asked for": (f"print(os.path.exists('data/x.npy'))\n{FIT}{LOAD}", 4),
    "a text is changed": (f"print('a b'.replace('a', 'b'))\n{FIT}{LOAD}", 4),
}


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("code", "line"), FOUND.values(), ids=list(FOUND))
def test_another_name(code: str, line: int, target: str) -> None:
    (finding,) = findings(HEAD + code, target, "TFC521")
    assert "nothing in the project writes" in finding.message
    assert lint(HEAD + code, target, "TFC521") == [f"TFC521:{LINES + line} warning"]
    assert fix(HEAD + code, target, "TFC521", unsafe=True) == HEAD + code


SILENT = {
    "the same name": FIT + LOAD.replace("best", "net_best"),
    "the template may give it": FIT.replace("net_best", "{epoch}best") + LOAD,
    "the unknown part may give it": FIT.replace("'out/net_", "f'out/{name}") + LOAD,
    "nothing is saved": LOAD,
    "saved to a path that is not known": f"{FIT}m.save(path)\n{LOAD}",
    "saved to what a list says": f"{FIT}m.save(*where)\n{LOAD}",
    "saved by a helper": f"{FIT}def keep(m, p):\n    m.save(p)\n{LOAD}",
    "another folder": FIT.replace("out/", "other/") + LOAD,
    "another suffix": FIT + LOAD.replace(".keras", ".h5"),
    "another kind": FIT.replace("keras'", "weights.h5', save_weights_only=True") + LOAD,
    "no word in common": FIT + LOAD.replace("best", "teacher"),
    "what is saved is loaded, too": f"{FIT}a = load_model('out/net_best.keras')\n{LOAD}",
    "what is loaded is not known": f"{FIT}a = load_model(path)\n{LOAD}",
    "another file that is not written": f"{FIT}a = load_model('out/teacher.keras')\n{LOAD}",
    "asked for": f"{FIT}if os.path.exists('out/best.keras'):\n    {LOAD}",
    "its folder is asked for": f"{FIT}if os.path.exists('out'):\n    {LOAD}",
    "another folder is made": f"if not os.path.exists('out'):\n    os.makedirs('x')\n{FIT}{LOAD}",
    "what is asked for is not known": f"{FIT}print(os.path.exists(path))\n{LOAD}",
    "asked for by a function": f"{FIT}print(list(filter(os.path.exists, paths)))\n{LOAD}",
    "asked for elsewhere": f"{FIT}print(os.listdir('out'))\n{LOAD}",
    "caught": f"{FIT}try:\n    {LOAD}except OSError:\n    b = m\n",
    "caught as Keras 3 raises it": f"{FIT}try:\n    {LOAD}except ValueError:\n    b = m\n",
    "expected": f"{FIT}with pytest.raises(ValueError):\n    {LOAD}",
    "said twice": f"{FIT}print('out/best.keras')\n{LOAD}",
    "in a comment": f"# best.keras is on the share\n{FIT}{LOAD}",
    "renamed": f"{FIT}os.rename('out/net_best.keras', new)\n{LOAD}",
    "replaced": f"{FIT}os.replace('out/net_best.keras', new)\n{LOAD}",
    "copied": f"import shutil\n{FIT}shutil.copyfile('out/net_best.keras', new)\n{LOAD}",
    "copied by names that are not known": f"import shutil\n{FIT}shutil.copy(one, other)\n{LOAD}",
    "copied by what is imported": f"from shutil import copy\n{FIT}copy(one, other)\n{LOAD}",
    "copied by TensorFlow": f"import tensorflow as tf\n{FIT}tf.io.gfile.copy(one, other)\n{LOAD}",
    "downloaded": f"def download_all(): ...\n{FIT}{LOAD}",
    "fetched": f"{FIT}keras.utils.get_file(origin=url)\n{LOAD}",
    "unpacked": f"{FIT}import zipfile\nzipfile.ZipFile(z).extractall('out')\n{LOAD}",
    "a command": f"{FIT}os.system(line)\n{LOAD}",
    "HDF5 by hand": f"import h5py\n{FIT}{LOAD}",
    "absolute": (FIT + LOAD).replace("out/", "/data/"),
    "home": (FIT + LOAD).replace("out/", "~/out/"),
    "above": (FIT + LOAD).replace("out/", "../out/"),
    "of a parameter": f"def run(d):\n    m = build()\n    m.save('net_best.keras')\n    {LOAD}".replace(
        "'out/", "d + '/"
    ),
    "of the environment": ("D = os.environ['D']\n" + (FIT + LOAD).replace("'out/", "D + '/out/")),
    "an option": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--m', default='out/best.keras')\n"
        f"a = p.parse_args()\n{FIT}b = load_model(a.m)\n"
    ),
    "TensorFlow's own format": FIT.replace(".keras", "") + LOAD.replace(".keras", ""),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=list(SILENT))
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC521") == []


PLACES = """\
from pathlib import Path
ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / 'out'
BEST = OUT / 'best_model.keras'
"""
TRAIN = f"{HEAD}from places import OUT\n" + FIT.replace(
    "'out/net_best.keras'", "str(OUT / f'{name}_best.keras')"
)
PREDICT = "import keras\nimport places\nmodel = keras.models.load_model(places.BEST)\n"


def _across(predict: str = PREDICT, **files: str) -> list[str]:
    every = {"places": PLACES, "fitting": TRAIN, **files}
    return [each.message for each in findings(predict, "both", "TFC521", **every)]


def test_in_several_files() -> None:
    (message,) = _across()
    assert "'⟨…⟩/out/⟨…⟩_best.keras' (fitting.py, line 11)" in message
    (message,) = _across("import keras\nkeras.models.load_model('out/best.keras')\n", fitting=HEAD + FIT)
    assert "'out/net_best.keras' (fitting.py, line 10)" in message


@pytest.mark.parametrize(
    "files",
    [
        {"places": PLACES.replace("best_model", "x_best")},
        {"places": PLACES.replace("'out'", "os.environ['OUT']")},
        {"places": "import os\n" + PLACES.replace("Path(__file__)", "Path(os.environ['HERE'])")},
        {"places": PLACES.replace("Path(__file__).resolve().parent.parent", "Path.home()")},
        {"fitting": TRAIN.replace("OUT /", "places.OTHER /")},
        {"fitting": TRAIN.replace("str(OUT / f'{name}_best.keras')", "path")},
        {"fitting": TRAIN + "m.save(places.BEST)\n"},
        {"fitting": TRAIN + "import places\nm.save(places.BEST)\n"},
        {"fitting": TRAIN + "m.save(sys.argv[1])\n"},
        {"more": "import places\nimport keras\nkeras.Sequential().save(places.BEST)\n"},
        {"more": "def get(m, p):\n    m.save_weights(p)\n"},
        {"more": "# best_model.keras\n"},
        {"more": "import urllib.request\nurllib.request.urlretrieve(url, path)\n"},
        {"more": "import shutil\nshutil.move(a, b)\n"},
        {"more": "import shutil, sys\nshutil.copy(*sys.argv[1:])\n"},
        {"more": "from shutil import copy\ncopy(a, b)\n"},
        {"more": "import os\nos.replace(a, b)\n"},
        {"more": "import keras\nkeras.models.load_model('out/other.keras')\n"},
        {"more": "import keras, places\nkeras.models.load_model(places.OUT / 'a_best.keras')\n"},
        {"predict": PREDICT + "import os\nos.path.exists(places.BEST)\n"},
        {"predict": PREDICT.replace("places.BEST", "args.model or places.BEST")},
    ],
)
def test_silent_in_several_files(files: dict[str, str]) -> None:
    assert _across(**files) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("README.md", "Run train.py, then predict.py.\n", 1),
        ("README.md", "Put best.keras into out.\n", 0),
        ("README.md", "Download the model first.\n", 0),
        ("README.md", "We publish pretrained networks.\n", 0),
        ("run.sh", "python train.py && mv out/net_best.keras out/best.keras\n", 0),
        ("Makefile", "fetch:\n\tscp host:best.keras out/\n", 0),
        ("out/best.keras", "PK", 0),
        ("out/notes.txt", "ours\n", 0),
        ("out/.gitignore", "*\n", 1),
        ("predict.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', 1),
    ],
)
def test_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, expected: int
) -> None:
    (tmp_path / "train.py").write_text(HEAD + FIT + LOAD)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    (tmp_path / "tflint-ckpt.toml").write_text('select = ["TFC521"]\nfail-on = "warning"\ntarget = "2.21"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["--no-cache", "train.py"]) == expected


@pytest.mark.parametrize(("name", "expected"), [("model.keras", 0), ("model.h5", 1), ("other.keras", 1)])
def test_a_file_beside_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: int
) -> None:
    code = "m = build()\nm.save('final_model.keras')\nb = load_model('model.keras')\n"
    (tmp_path / "train.py").write_text(HEAD + code)
    (tmp_path / name).write_text("PK")
    (tmp_path / "tflint-ckpt.toml").write_text('select = ["TFC521"]\nfail-on = "warning"\ntarget = "2.21"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["--no-cache", "train.py"]) == expected
