"""Files that name neither TensorFlow nor Keras, and train what another file of the project makes."""

from __future__ import annotations

import pytest

from tests.lint import Lab, lint
from tflint_ckpt.asking.handed import imports_keras_user, is_given_by_keras_user

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


SAVING = """\
import os
def path_of(folder):
    return os.path.join(folder, "weights.h5")
def store(model, folder):
    model.save_weights(path_of(folder), overwrite=True)
class Store:
    def __init__(self, net):
        self.net = net
    def save(self):
        self.net.save_weights("a/weights.h5")
"""
USER = "from models import build\n{}\n"
GIVEN = [
    (SAVING, {"models": MODEL, "cli": USER.format("from train import store\nstore(build(), 'a')")}),
    (SAVING, {"models": MODEL, "cli": USER.format("import train\ntrain.store(build(), folder='a')")}),
    (
        SAVING,
        {"models": MODEL, "cli": USER.format("from train import store as s\ns(folder='a', model=build())")},
    ),
    (
        SAVING,
        {
            "models": MODEL,
            "pkg/__init__": "from train import store\n",
            "cli": USER.format("import keras\nfrom pkg import store\nnet = build()\nstore(net, 'a')"),
        },
    ),
    (SAVING, {"models": MODEL, "cli": USER.format("from train import Store\nStore(build()).save()")}),
]  # fmt: skip
GIVEN_OTHERS = [
    (SAVING, {"models": MODEL}),
    (SAVING, {"models": MODEL, "cli": USER.format("store(build(), 'a')")}),
    (SAVING, {"models": MODEL, "cli": USER.format("from other import store\nstore(build(), 'a')")}),
    (SAVING, {"models": MODEL, "cli": USER.format("from train import store\nstore(wrap(build()), 'a')")}),
    (
        SAVING,
        {
            "models": MODEL,
            "cli": USER.format("from train import store\nstore(build(), 'a')"),
            "torch_cli": "from nets import Net\nfrom train import store\nstore(Net(), 'a')\n",
        },
    ),
    (SAVING, {"models": MODEL, "cli": USER.format("from train import store\nstore(build() if a else b, o)")}),
    (SAVING, {"cli": "import torch\nfrom train import store\nstore(torch.nn.Linear(3, 3), 'a')\n"}),
    (SAVING.replace("weights.h5", "my.weights.h5"),
     {"models": MODEL, "cli": USER.format("from train import store\nstore(build(), 'a')")}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "files"), GIVEN)
def test_finds_what_is_given_a_model(code: str, files: dict[str, str]) -> None:
    [found] = lint(code, only="TFC501", **files)
    assert found.endswith(" error")


@pytest.mark.parametrize(("code", "files"), GIVEN_OTHERS)
def test_silent_where_it_may_be_given_others(code: str, files: dict[str, str]) -> None:
    assert lint(code, only="TFC501", **files) == []


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("def store(model):\n    model.save_weights(p)\n", True),
        ("class Store:\n    def save(self):\n        self.net.save_weights(p)\n", True),
        ("def store():\n    net.save_weights(p)\n", False),
        ("def store(model):\n    return model\nnet.save_weights(p)\n", True),
        ("def store(model):\n    return model\ndef other():\n    net.fit(x)\n", False),
        ("net.save_weights(p)\n", False),
    ],
)
def test_given(code: str, given: bool) -> None:
    user = "import keras\nfrom train import store, Store, other\n"
    lab = Lab(code, user=user)
    assert is_given_by_keras_user(lab.sources["train.py"], lambda: lab.project) is given
    lab = Lab(code, user=user.replace("keras", "numpy"))
    assert not is_given_by_keras_user(lab.sources["train.py"], lambda: lab.project)


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


@pytest.mark.parametrize(
    "code",
    [
        "def train():\n    net.compile()\n    net.fit(x, y)\n",
        "import re\nnet.fit(x, y)\ndef words(text):\n    return re.compile(text)\n",
    ],
)
def test_nor_for_those_who_may_call_where_no_function_trains_what_it_is_given(code: str) -> None:
    lab = Lab(code)

    def made() -> None:
        raise AssertionError

    assert not is_given_by_keras_user(lab.sources["train.py"], made)  # type: ignore[arg-type]


def test_a_circle_of_imports_ends() -> None:
    lab = Lab("import a\na.net.fit(x, y)\n", a="import b\n", b="import a\nimport train\n")
    assert not imports_keras_user(lab.sources["train.py"], lambda: lab.project)


def test_the_answer_is_noted_for_the_file() -> None:
    lab = Lab(BUILT, models=MODEL)
    assert imports_keras_user(lab.sources["train.py"], lambda: lab.project)
    assert "models.py" in lab.project.news()["train.py"].read
