"""TFC523 load-model-of-weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import findings, lint
from tflint_ckpt.cli import main

HEAD = """\
import os
import shutil
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.models import load_model
net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
"""
WRITES = "net.save_weights('w.weights.h5')\n"
BEST = "best = ModelCheckpoint('w.weights.h5', save_weights_only=True)\n"
LOADS = "load_model('w.weights.h5')\n"

FIRES = [
    WRITES + LOADS,
    BEST + LOADS,
    LOADS + WRITES,
    WRITES + BEST + LOADS,
    "net.save_weights('old.h5')\nload_model('old.h5')",
    "net.save_weights('out/w.hdf5')\nload_model(filepath='./out/w.hdf5')",
    WRITES + "tf.keras.models.load_model('w.weights.h5', compile=False)",
    "W = os.path.join('out', 'w.weights.h5')\nnet.save_weights(W)\nload_model(W)",
    "root = input()\nnet.save_weights(f'{root}/out/w.weights.h5')\nload_model(f'{root}/out/w.weights.h5')",
    WRITES + "net.save('model.keras')\n" + LOADS,
    "for k in r: net.save_weights(f'fold_{k}.weights.h5')\n[load_model(f'fold_{i}.weights.h5') for i in r]",
    "for k in r:\n    net.save_weights(f'out/fold_{k}.h5')\n[load_model(f'out/fold_{k}.h5') for k in r]",
    "net.save_weights(f'{args.out}/w.h5')\nload_model(f'{args.out}/w.h5')",
    WRITES + "if os.path.exists('w.weights.h5'):\n    load_model('w.weights.h5')",
    WRITES + "print('w.weights.h5')\n" + LOADS,
    WRITES + "try:\n    load_model('w.weights.h5')\nexcept KeyError:\n    pass",
    "def keep(model, path):\n    model.save_weights(path)\nkeep(net, 'w.weights.h5')\n" + LOADS,
    WRITES + "os.makedirs(os.path.dirname('w.weights.h5'))\nprint(len('w.weights.h5'))\n" + LOADS,
    "def save(model: tf.keras.Model):\n    model.save_weights('w.weights.h5')\n" + LOADS,
]

SILENT = [
    LOADS,
    WRITES + "net.load_weights('w.weights.h5')",
    WRITES + "load_model('other.weights.h5')",
    WRITES + "load_model('out/w.weights.h5')",
    WRITES + "load_model(path)",
    WRITES + "load_model(os.path.join(folder, name))",
    WRITES + "net.save('w.weights.h5')\n" + LOADS,
    WRITES + "net.save(path)\n" + LOADS,
    WRITES + "tf.keras.models.save_model(net, 'w.weights.h5')\n" + LOADS,
    "ModelCheckpoint('w.weights.h5')\n" + LOADS,
    "ModelCheckpoint('w.weights.h5', save_weights_only=flag)\n" + LOADS,
    BEST + "ModelCheckpoint('w.weights.h5', save_best_only=True)\n" + LOADS,
    BEST + "ModelCheckpoint(path)\n" + LOADS,
    WRITES + "shutil.copy('model.h5', 'w.weights.h5')\n" + LOADS,
    WRITES + "os.replace(found, 'w.weights.h5')\n" + LOADS,
    WRITES + "open('w.weights.h5', 'wb').write(data)\n" + LOADS,
    WRITES + "fetch(url, 'w.weights.h5')\n" + LOADS,
    WRITES + "try:\n    load_model('w.weights.h5')\nexcept ValueError:\n    pass",
    WRITES + "try:\n    load_model('w.weights.h5')\nexcept Exception:\n    pass",
    "agent.save_weights('w.weights.h5')\n" + LOADS,
    "class Agent:\n    def save_weights(self, path): self.net.save(path)\n"
    "Agent().save_weights('w.weights.h5')\n" + LOADS,
    "from own import load_model\n" + WRITES + LOADS,
    WRITES + "agent.load_model('w.weights.h5')",
    "net.save_weights('w.keras')\nload_model('w.keras')",
    "net.save_weights('ckpt/w')\nload_model('ckpt/w')",
    "for n in range(3):\n    net.save_weights(f'{n}.weights.h5')\nload_model('1.weights.h5' if x else path)",
    "net.save_weights(f'{folder}/a.weights.h5')\nload_model(f'{other}/b.weights.h5')",
    "net.save_weights(a)\nload_model(a)",
    "net.save_weights(f'{a}.h5')\nload_model(f'{a}.h5')",
    "net.save_weights(f'{k}/w.h5')\nload_model(f'{args.pretrained}/w.h5')",
    "net.save_weights(f'fold_{k}.h5')\nload_model(f'model_{k}.h5')",
    "net.save_weights(f'fold_{k}.h5')\nnet.save(f'fold_{n}.h5')\nload_model(f'fold_{k}.h5')",
    "net.save_weights(f'fold_{k}.h5')\nnet.save('fold_all.h5')\nload_model(f'fold_{k}.h5')",
]

HERE = "from pathlib import Path\nBEST = Path(__file__).parent / 'best.weights.h5'\n"
UNTOLD = "import sys\nBEST = sys.argv[1] + '/best.weights.h5'\n"
PATHS = "ROOT = 'out'\nBEST = ROOT + '/best.weights.h5'\nLAST = ROOT + '/last.keras'\n"
TRAIN = """\
import keras
import paths
def train(net, x, y):
    net.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint(paths.BEST, save_weights_only=True)])
"""


BRINGING = [
    "import shutil\nshutil.copy(best, 'w.weights.h5')",
    "import shutil\nshutil.move(best, to='./w.weights.h5')",
    "import os\nos.replace(best, 'w.weights.h5')",
    "import urllib.request\nurllib.request.urlretrieve(url, 'w.weights.h5')",
    "import keras\nkeras.utils.get_file('w.weights.h5', url)",
    "open('w.weights.h5', 'wb').write(data)",
    "def (",
]
OTHERS = [
    "print('w.weights.h5')",
    "import keras\nkeras.models.load_model('w.weights.h5')",
    "W = 'w.weights.h5'",
]


@pytest.mark.parametrize("code", FIRES)
@pytest.mark.parametrize("target", ["2.15", "2.21"])
def test_fires(code: str, target: str) -> None:
    [found] = lint(HEAD + code, target, only="TFC523")
    assert found.endswith(" error")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC523") == []


@pytest.mark.parametrize(
    ("code", "train", "fires"),
    [
        ("import paths\nfrom keras.models import load_model\nload_model(paths.BEST)", TRAIN, True),
        ("from paths import BEST\nimport keras\nkeras.saving.load_model(BEST)", TRAIN, True),
        ("import paths\nfrom keras.models import load_model\nload_model(paths.LAST)", TRAIN, False),
        (
            "import paths\nfrom keras.models import load_model\nload_model(paths.BEST)",
            TRAIN + "    net.save(paths.BEST)\n",
            False,
        ),
        (
            "import paths\nfrom keras.models import load_model\nload_model(paths.BEST)",
            TRAIN + "def keep(net, path):\n    net.save(path)\n",
            False,
        ),
        ("from keras.models import load_model\nload_model('best.weights.h5')", TRAIN, False),
    ],
)
def test_across_files(code: str, train: str, fires: bool) -> None:
    found = findings(code, only="TFC523", paths=PATHS, training=train)
    assert len(found) == fires
    assert all("(training.py, line 4)" in each.message for each in found)


@pytest.mark.parametrize(("more", "fires"), [*((one, 0) for one in BRINGING), *((one, 1) for one in OTHERS)])
def test_another_file_brings_it(more: str, fires: int) -> None:
    assert len(lint(f"{HEAD}{WRITES}{LOADS}", only="TFC523", more=f"# w.weights.h5\n{more}")) == fires


@pytest.mark.parametrize(
    ("name", "fires"),
    [("w.weights.h5", 0), ("other.h5", 1), ("README.md", 0), ("out/w.weights.h5", 1), ("fetch.sh", 0)],
)
def test_the_project_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, fires: int) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("get w.weights.h5\n" if name.endswith((".md", ".sh")) else "HDF")
    (tmp_path / "train.py").write_text(f"{HEAD}{WRITES}{LOADS}")
    (tmp_path / "tflint-ckpt.toml").write_text('select = ["TFC523"]\ntarget = "2.21"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["--no-cache", "train.py"]) == fires


@pytest.mark.parametrize(
    ("path", "name", "fires"),
    [
        ("f'fold_{k}.weights.h5'", "README.md", 0),
        ("f'fold_{k}.weights.h5'", "fold_0.weights.h5", 0),
        ("f'fold_{k}.weights.h5'", "fold_all.weights.h5.md", 0),
        ("f'old_{k}.weights.h5'", "README.md", 1),
        ("f'old_{k}.weights.h5'", "fold_0.weights.h5", 1),
        ("Path(__file__).parent / 'fold_3.weights.h5'", "fold_3.weights.h5", 0),
        ("Path(__file__).parent / 'fold_3.weights.h5'", "README.md", 0),
        ("Path(__file__).parent / 'old.weights.h5'", "README.md", 1),
    ],
)
def test_the_project_has_what_is_not_wholly_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, name: str, fires: int
) -> None:
    (tmp_path / name).write_text("get fold_3.weights.h5\n" if name.endswith(".md") else "HDF")
    code = f"from pathlib import Path\nfor k in r:\n    net.save_weights({path})\n    load_model({path})\n"
    (tmp_path / "train.py").write_text(f"{HEAD}{code}")
    (tmp_path / "tflint-ckpt.toml").write_text('select = ["TFC523"]\ntarget = "2.21"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["--no-cache", "train.py"]) == fires


@pytest.mark.parametrize(("more", "fires"), [("shutil.copy(best, f'fold_{n}.weights.h5')", 0), ("n = 1", 1)])
def test_another_file_brings_one_of_several(more: str, fires: int) -> None:
    path = "f'fold_{k}.weights.h5'"
    code = f"for k in r:\n    net.save_weights({path})\n    load_model({path})\n"
    assert len(lint(f"{HEAD}{code}", only="TFC523", more=f"import shutil\n{more}")) == fires


@pytest.mark.parametrize(("paths", "fires"), [(HERE, True), (UNTOLD, False)])
def test_the_folder_of_a_file(paths: str, fires: bool) -> None:
    code = "from paths import BEST\nimport keras\nkeras.saving.load_model(BEST)"
    assert len(findings(code, only="TFC523", paths=paths, training=TRAIN)) == fires


@pytest.mark.parametrize(("name", "fires"), [("fold_{k}.weights.h5", True), ("fold_{k}.h5", False)])
def test_numbers_across_files(name: str, fires: bool) -> None:
    train = f"import keras\nfor k in r:\n    keras.Sequential().save_weights(f'out/{name}')\n"
    code = f"import keras\nfor k in r:\n    keras.saving.load_model(f'out/{name}')\n"
    assert len(findings(code, only="TFC523", training=train)) == fires


BESIDE = "import keras\nfrom pathlib import Path\nHERE = Path(__file__).parent\n"


@pytest.mark.parametrize(
    ("name", "here", "fires"),
    [
        ("training", "HERE", True),
        ("training", "Path(__file__).parent", True),
        ("training", "HERE.parent", False),
        ("other/training", "HERE", False),
    ],
)
def test_beside_the_program(name: str, here: str, fires: bool) -> None:
    code = f"{BESIDE}keras.saving.load_model({here} / 'w.weights.h5')"
    train = f"{BESIDE}keras.Sequential().save_weights(HERE / 'w.weights.h5')\n"
    assert len(findings(code, only="TFC523", **{name: train})) == fires
