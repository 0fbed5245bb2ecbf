"""Files that only TensorFlow 1 can run."""

from __future__ import annotations

import json

import pytest

from tests.evidence.made import NEW, NOTHING, installed, tf_keras, write
from tflint_ckpt.detection import Detector

TF = "import tensorflow as tf\n"

USES = [
    (f"{TF}session = tf.Session()\n", "2 (tf.Session)"),
    (f"{TF}import keras\nwith tf.Session() as session:\n    pass\n", "3 (tf.Session)"),
    (f"{TF}x = tf.placeholder(tf.float32)\n", "2 (tf.placeholder)"),
    (f"{TF}config = tf.ConfigProto()\nsession = tf.Session(config=config)\n", "2 (tf.ConfigProto)"),
    (f"{TF}tf.reset_default_graph()\n", "2 (tf.reset_default_graph)"),
    (f"{TF}x = tf.contrib.layers.flatten(y)\n", "2 (tf.contrib)"),
    ("import tensorflow.contrib.slim as slim\n", "1 (tensorflow.contrib.slim)"),
    ("from tensorflow.contrib import rnn\n", "1 (tensorflow.contrib.rnn)"),
    ("from tensorflow import keras, placeholder\n", "1 (tensorflow.placeholder)"),
    ("import tensorflow\ns = tensorflow.InteractiveSession()\n", "2 (tensorflow.InteractiveSession)"),
    (f'{TF}def main():\n    tf.Session()\nif __name__ == "__main__":\n    main()\n', "3 (tf.Session)"),
    (
        f"{TF}def a():\n    return tf.get_default_graph()\ndef b():\n    a()\nb()\n",
        "3 (tf.get_default_graph)",
    ),
    (f"{TF}class Net:\n    x = tf.placeholder(tf.float32)\n", "3 (tf.placeholder)"),
    (f"{TF}tf.Session()\nif hasattr(model, 'x'):\n    pass\n", "2 (tf.Session)"),
    (f"{TF}if gpu:\n    import os\ntf.Session()\n", "4 (tf.Session)"),
    (f"# Licensed under the Apache License, Version 2.0\n{TF}tf.Session()\n", "3 (tf.Session)"),
    (f"{TF}version = 3\ntf.Session()\n", "3 (tf.Session)"),
]

SILENT = [
    f"%tensorflow_version 2.x\n{TF}tf.Session()\n",
    f"{TF}session = tf.compat.v1.Session()\n",
    "import tensorflow.compat.v1 as tf\ntf.Session()\n",
    "from tensorflow.compat import v1 as tf\ntf.Session()\n",
    f"{TF}tf = tf.compat.v1\ntf.Session()\n",
    f"{TF}print(tf.__version__)\ntf.Session()\n",
    f"{TF}print(tf.VERSION)\ntf.Session()\n",
    f"{TF}from tensorflow import VERSION\ntf.Session()\n",
    f"{TF}tf.disable_v2_behavior()\ntf.Session()\n",
    f"{TF}try:\n    tf.Session()\nexcept AttributeError:\n    pass\n",
    "try:\n    from tensorflow.contrib import rnn\nexcept ImportError:\n    rnn = None\n",
    f"{TF}if old:\n    tf.Session()\n",
    f"{TF}if new:\n    pass\nelse:\n    tf.Session()\n",
    f"{TF}session = tf.Session() if old else None\n",
    f"{TF}session = old and tf.Session()\n",
    f"{TF}if hasattr(tf, 'Session'):\n    tf.Session()\n",
    f"{TF}if new:\n    raise SystemExit\ntf.Session()\n",
    f"{TF}import sys\nif new:\n    sys.exit()\ntf.Session()\n",
    f"{TF}def unused():\n    tf.Session()\n",
    f"{TF}def main():\n    if new:\n        return\n    tf.Session()\nmain()\n",
    f"{TF}class Net:\n    def run(self):\n        tf.Session()\nNet()\n",
    f"{TF}run = lambda: tf.Session()\n",
    f"{TF}import contextlib\nwith contextlib.suppress(AttributeError):\n    tf.Session()\n",
    f"{TF}setattr(tf, 'Session', Session)\ntf.Session()\n",
    "from helpers import *\ntf.Session()\n",
    f"{TF}tf.Session = Session\ntf.Session()\n",
    f"{TF}# tf.Session()\n",
    f'{TF}text = "tf.Session()"\n',
    f'"""\ntf.Session()\n"""\n{TF}',
    "from our.tensorflow1 import tf\ntf.Session()\n",
    f"{TF}import ours as tf\ntf.Session()\n",
    f"{TF}tf.keras.backend.placeholder((2,))\n",
    f"{TF}import requests\nrequests.Session()\n",
    f"{TF}tf.contribution()\n",
    f"{TF}tf.Session(\n",
]


@pytest.mark.parametrize(("text", "place"), USES)
def test_a_file_that_fails_on_every_release_of_tensorflow_2(text: str, place: str) -> None:
    write({"pkg/train.py": text})
    assert installed() == tf_keras() == ("2.0/2", f"pkg/train.py:{place}")


@pytest.mark.parametrize("text", SILENT)
def test_a_file_that_may_run(text: str) -> None:
    write({"pkg/train.py": text})
    assert installed() == NOTHING


@pytest.mark.parametrize(
    ("helpers", "target"),
    [
        (TF, "2.0/2"),
        ("import tensorflow.compat.v1 as tf\n", NEW),
        (f"{TF}tf.compat.v1.disable_eager_execution()\n", NEW),
        ("import numpy as np\n", NEW),
    ],
)
def test_a_file_that_has_its_tf_from_a_helper(helpers: str, target: str) -> None:
    write({"pkg/train.py": "from helpers import *\ntf.Session()\n", "pkg/helpers.py": helpers})
    assert installed()[0] == target


USE = {"pkg/train.py": f"{TF}tf.Session()\n"}

BESIDE = [
    ("requirements.txt", "tensorflow\n", "2.0/2"),
    ("requirements.txt", "tensorflow>=2.8\n", "2.0/2"),
    ("requirements.txt", "tensorflow>=2.2,<3\nkeras>=2.2\n", "2.0/2"),
    ("requirements.txt", "tensorflow>=2.16\n", NEW),
    ("requirements.txt", "tensorflow==2.21\n", NEW),
    ("requirements.txt", "tensorflow==2.9\n", "2.9/2"),
    ("requirements.txt", "tensorflow>=2.10,<2.18\n", "2.10..2.17/2..3"),
    ("Dockerfile", "FROM tensorflow/tensorflow:2.17.0\n", "2.17/3"),
    ("pkg/other.py", "import tensorflow_addons\n", "2.0/2"),
]


@pytest.mark.parametrize(("name", "text", "target"), BESIDE)
def test_what_the_project_asks_for_is_believed_where_it_chose(name: str, text: str, target: str) -> None:
    write(USE | {name: text})
    assert installed()[0] == target


@pytest.mark.parametrize("install", ["%pip install tensorflow==2.17\n", "%pip install -U tensorflow\n"])
def test_what_the_file_installs_is_believed(install: str) -> None:
    write({"pkg/train.py": f"{install}{USE['pkg/train.py']}"})
    assert installed()[1].startswith("pkg/train.py:1 ")


def test_the_others_of_its_folder_are_not_meant() -> None:
    write(USE | {"pkg/other.py": TF})
    assert installed("pkg/other.py") == NOTHING


def test_where_a_release_is_asked_for_it_says_nothing() -> None:
    write(USE)
    assert Detector("2.21").target("pkg/train.py", USE["pkg/train.py"]).source == "--target"


def test_a_notebook() -> None:
    from tflint_ckpt.session import Session
    from tflint_ckpt.settings import Settings

    source = f"%matplotlib inline\n{TF}tf.reset_default_graph()"
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
    write({"n.ipynb": json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})})
    session = Session(["n.ipynb"], Settings())
    notebook = session.original("n.ipynb")
    assert notebook is not None
    assert session.target_of(notebook).source == "n.ipynb:cell 1:3 (tf.reset_default_graph)"
