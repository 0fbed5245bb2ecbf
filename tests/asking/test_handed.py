"""Files that name neither TensorFlow nor Keras, and train what another file of the project makes."""

from __future__ import annotations

import pytest

from tests.lint import Lab, lint
from tflint_ckpt.asking.handed import imports_keras_user, keras_user_imports

MODEL = """\
from tensorflow import keras
def build():
    net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    net.compile("adam", "mse")
    return net
class Net(keras.Model):
    def call(self, x):
        return x
"""
BUILT = "from models import build\nnet = build()\nnet.save_weights('w.ckpt')\n"
PASSING = "from models import build\n"

FINDS = [
    (BUILT, {"models": MODEL}),
    ("import models\nnet = models.Net()\nnet.save_weights('w.ckpt')\n", {"models": MODEL}),
    ("from nets import build\nnet = build()\nnet.save_weights('w.ckpt')\n",
     {"nets": PASSING, "models": MODEL}),
    ("from models import (\n    build,\n)\nnet = build()\nnet.save_weights('w.ckpt')\n", {"models": MODEL}),
]  # fmt: skip
KEEP = "def keep(net, name):\n    net.save_weights(name + '.h5')\n"
CALLING = (
    "import keras\nfrom train import keep\nnet = keras.Sequential([keras.Input((1,))])\nkeep(net, 'a')\n"
)
FINDS += [
    (KEEP, {"run": CALLING}),
    (
        KEEP,
        {"run": CALLING.replace("from train import keep", "import train as t").replace("keep(", "t.keep(")},
    ),
]
PACKAGE = {"tools/__init__": "from train import keep\n"}
FINDS.append((KEEP, {**PACKAGE, "run": CALLING.replace("from train", "from tools")}))
SILENT = [
    (KEEP, {"run": CALLING.replace("keras", "own")}),
    (KEEP, {"run": f"{CALLING}import own\nkeep(own.net(), 'b')\n"}),
    (KEEP, {"run": CALLING.replace("train", "other")}),
    (BUILT, {"models": MODEL.replace("from tensorflow import keras", "keras = None")}),
    (BUILT, {"models": "from sklearn.svm import SVC\ndef build():\n    return SVC()\n# unlike keras\n"}),
    (BUILT, {"other": MODEL}),
    ("import numpy\nnet.save_weights('w.ckpt')\n", {"models": MODEL}),
    ("from models import build\nnet = wrap(build())\nnet.save_weights('w.ckpt')\n", {"models": MODEL}),
]


@pytest.mark.parametrize(("code", "files"), FINDS)
def test_finds(code: str, files: dict[str, str]) -> None:
    [found] = lint(code, only="TFC501", **files)
    assert found.endswith(" error")


@pytest.mark.parametrize(("code", "files"), SILENT)
def test_silent(code: str, files: dict[str, str]) -> None:
    assert lint(code, only="TFC501", **files) == []


def test_no_project_is_made_where_no_import_is_of_it() -> None:
    lab = Lab("import os\nimport numpy as np\nfrom sklearn.svm import SVC\nSVC().fit(x, y)\n")

    def made() -> None:
        raise AssertionError

    assert not imports_keras_user(lab.sources["train.py"], made)  # type: ignore[arg-type]


def test_nor_for_those_who_may_call_where_no_method_is_of_keras_alone() -> None:
    lab = Lab("def train(net, x, y):\n    net.compile()\n    net.fit(x, y)\n")

    def made() -> None:
        raise AssertionError

    assert not keras_user_imports(lab.sources["train.py"], made)  # type: ignore[arg-type]


def test_a_circle_of_imports_ends() -> None:
    lab = Lab("import a\na.net.fit(x, y)\n", a="import b\n", b="import a\nimport train\n")
    assert not imports_keras_user(lab.sources["train.py"], lambda: lab.project)


def test_the_answer_is_noted_for_the_file() -> None:
    lab = Lab(BUILT, models=MODEL)
    assert imports_keras_user(lab.sources["train.py"], lambda: lab.project)
    assert "models.py" in lab.project.news()["train.py"].read
