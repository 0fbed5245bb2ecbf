"""A small tree with all that may depend on an order: many files, fixes across them, files that are none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"
EVERY = 24
"""One fixture in so many."""

MODEL = """\
import tensorflow as tf


def build(model, units=3):
    if model == "cnn":
        return tf.keras.Sequential()
    return tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=units)
"""
CALLER = """\
import tensorflow as tf
from model import build

first = tf.keras.callbacks.ModelCheckpoint("first.ckpt", save_weights_only=True, max_to_keep=3)
build(model="cnn")
build(model="rnn", units=3)
"""
CELLS = [
    "import tensorflow as tf\n%matplotlib inline",
    "!pip install -q keras\nfrom package.model import build",
    'callback = tf.keras.callbacks.ModelCheckpoint("n.ckpt", save_weights_only=True)\nbuild(model="x")',
    "optimizer = tf.keras.optimizers.Adam(lr=1e-3)\nmodel.fit(x, y, callbacks=[callback])",
]
READER = """\
import tensorflow as tf

net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
net.load_weights("second.ckpt")
"""
WRITER = """\
import tensorflow as tf

net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
one = tf.keras.callbacks.ModelCheckpoint("second.ckpt", save_weights_only=True)
two = tf.keras.callbacks.ModelCheckpoint("third.ckpt", save_weights_only=True)
"""


def plant(folder: Path) -> Path:
    """Write the tree into *folder*, which is made; returns it."""
    folder.mkdir()
    for before in sorted(FIXTURES.glob("*/*/*/before.py"))[::EVERY]:
        _, rule, case, _ = before.relative_to(FIXTURES).parts
        shutil.copyfile(before, folder / f"{rule}--{case}.py")
    for name in ("package", "other"):
        (folder / name).mkdir()
        (folder / name / "model.py").write_text(MODEL)
        (folder / name / "caller.py").write_text(CALLER)
    (folder / "reader.py").write_text(READER)
    (folder / "writer.py").write_text(WRITER)
    (folder / "serve.sh").write_text("serve third.ckpt\n")
    (folder / "link.py").symlink_to("package/caller.py")
    (folder / "notebook.ipynb").write_text(json.dumps(notebook(CELLS), indent=1) + "\n")
    (folder / "broken.ipynb").write_text(json.dumps(notebook([*CELLS, "def ("]), indent=1))
    (folder / "none.ipynb").write_text("{")
    (folder / "broken.py").write_text("import keras\ndef (\n")
    (folder / "bytes.py").write_bytes(b"import keras\nx = '\xff'\n")
    (folder / "empty.py").write_text("")
    return folder


def notebook(cells: list[str]) -> dict[str, object]:
    """A notebook of these code cells, with a Markdown cell in front."""
    code = [
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [],
            "source": cell.splitlines(True),
        }
        for cell in cells
    ]
    first = {"cell_type": "markdown", "metadata": {}, "source": ["# A title"]}
    return {"cells": [first, *code], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
