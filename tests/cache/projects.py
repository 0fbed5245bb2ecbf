"""A small project whose files depend on each other and on its requirements, and what a run says of it."""

from __future__ import annotations

from pathlib import Path

from tflint_ckpt.cache.cache import Cache
from tflint_ckpt.report import View, renderer
from tflint_ckpt.result import RunResult
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings

FILES = {
    "model.py": """\
import tensorflow as tf
def build(model, units=3):
    if model == "cnn":
        return tf.keras.Sequential()
    return tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)
""",
    "caller.py": """\
import tensorflow as tf
from model import build
build(model="cnn"); second = tf.keras.callbacks.ModelCheckpoint("runs/m.h5", save_weights_only=True)
build(model="y", units=3)
""",
    "reader.py": """\
import tensorflow as tf
net = tf.keras.Sequential()
net.load_weights("runs/m.h5")
""",
    "clean.py": "import os\nprint(os.getcwd())\n",
    "half.py": "import keras\nclass Broken(:\n",
    "refused.py": "import keras\n(x): int = 3\nkeras.callbacks.ModelCheckpoint('a.keras', max_to_keep=3)\n",
    "sub/helper.py": "import keras\nx = keras.callbacks.ModelCheckpoint('{epoch}.h5')\n",
    "two_kerases.py": """\
import os
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import keras
import tensorflow as tf
a = tf.keras.optimizers.Adam(lr=0.1)
b = keras.optimizers.Adam(lr=0.1)
""",
    "sub/requirements.txt": "tensorflow==2.12\n",
}


BOOK = (
    '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": '
    '["%%fast\\n", "import keras\\n", "keras.callbacks.ModelCheckpoint(\'b.keras\', max_to_keep=1)"]}], '
    '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
)
"""A notebook with a defect in a cell that holds Python only if the settings say so."""


def write(folder: Path) -> Path:
    """The project in *folder*."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def settings(**values: object) -> Settings:
    """All rules, and these settings."""
    made = Settings()
    made.select = ("all",)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def lint(
    folder: Path,
    cache: Cache | None,
    asked: Settings | None = None,
    *,
    fix: bool = False,
    unsafe: bool = False,
) -> RunResult:
    """One run over *folder*."""
    return run([str(folder)], asked or settings(), fix=fix, unsafe=unsafe, cache=cache)


def said(result: RunResult) -> list[object]:
    """All that a run says."""
    files = [
        (
            file.path,
            file.findings,
            file.fixed,
            file.problems,
            dict(file.not_judged),
            file.source.data if file.source else None,
        )
        for file in result.files
    ]
    view = View(color=False, quiet=False, verbose=True, unsafe=True)
    reports = [renderer(name)(result, view) for name in ("text", "json")]
    return [files, result.problems, result.together, *reports]


def replayed(cache: Cache) -> str:
    """How many results of how many files are from the cache: ``3 of 7``."""
    return cache.note.removeprefix("cache: ").partition(" results")[0]
