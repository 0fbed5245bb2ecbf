"""One name for every spelling of an API, and from which import root it comes."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.names.canonical import canonical, import_root

MC = "keras.callbacks.ModelCheckpoint"

CANONICAL = [
    ("tensorflow.keras.callbacks.ModelCheckpoint", MC),
    ("tf_keras.callbacks.ModelCheckpoint", MC),
    ("tf_keras.src.callbacks.ModelCheckpoint", MC),
    ("keras.callbacks.ModelCheckpoint", MC),
    ("keras.src.callbacks.ModelCheckpoint", MC),
    ("keras.api.callbacks.ModelCheckpoint", MC),
    ("keras.api._v2.keras.callbacks.ModelCheckpoint", MC),
    ("tensorflow.python.keras.callbacks.ModelCheckpoint", MC),
    ("tensorflow.compat.v1.keras.callbacks.ModelCheckpoint", MC),
    ("tensorflow.compat.v2.keras.callbacks.ModelCheckpoint", MC),
    ("tensorflow.contrib.keras.callbacks.ModelCheckpoint", MC),
    ("tensorflow.compat.v1.train.Saver", "tensorflow.train.Saver"),
    ("tensorflow.data.Dataset", "tensorflow.data.Dataset"),
    ("tensorflow.python.data.Dataset", "tensorflow.data.Dataset"),
    ("tensorflow", "tensorflow"),
    ("tensorflow.keras", "keras"),
    ("tensorflow.keras_tuner", "tensorflow.keras_tuner"),
    ("keras_cv.layers", "keras_cv.layers"),
    ("keras.applications", "keras.applications"),
    ("kerastuner", "kerastuner"),
    ("tf_keras_vis.x", "tf_keras_vis.x"),
    ("tensorflow.compat.v2.compat.v1.train.Saver", "tensorflow.train.Saver"),
    ("tensorflow.compat", "tensorflow.compat"),
    (".keras.Model", ".keras.Model"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "expected"), CANONICAL)
def test_canonical(name: str, expected: str) -> None:
    assert canonical(name) == expected


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("keras", "keras"),
        ("keras.src.Model", "keras"),
        ("tf_keras.Model", "tf_keras"),
        ("tensorflow.keras", "tensorflow"),
        ("tensorflow.compat.v1.keras.Model", "tensorflow"),
        ("tensorflow_addons.optimizers.AdamW", "tensorflow"),
        ("tensorflow.optimizers.Adam", "tensorflow"),
        ("tensorflow.python.keras", "tensorflow.python.keras"),
        ("tensorflow.python.keras.layers.Dense", "tensorflow.python.keras"),
        ("tensorflow.python.keras_tensors", None),
        ("tensorflow", None),
        ("tensorflow.data.Dataset", None),
        ("keras_cv.layers", None),
        (".keras.Model", None),
    ],
)
def test_import_root(name: str, root: str | None) -> None:
    assert import_root(name) == root
