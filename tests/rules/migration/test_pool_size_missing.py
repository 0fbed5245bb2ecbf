"""TFC821 pool-size-missing."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.layers import AveragePooling2D, AvgPool2D
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("AveragePooling2D()", "AveragePooling2D(pool_size=2)"),
    ("AvgPool2D()(x)", "AvgPool2D(pool_size=2)(x)"),
    ("layers.AveragePooling1D(strides=2)", "layers.AveragePooling1D(strides=2, pool_size=2)"),
    (
        "tf.keras.layers.AveragePooling3D(name='a',)",
        "tf.keras.layers.AveragePooling3D(name='a', pool_size=2,)",
    ),
    (
        "keras.layers.AvgPool1D(\n    padding='same'\n)",
        "keras.layers.AvgPool1D(\n    padding='same',\n    pool_size=2\n)",
    ),
]

SILENT = [
    "AveragePooling2D(2)",
    "AveragePooling2D((2, 2), strides=1)",
    "AveragePooling2D(pool_size=3)",
    "AveragePooling2D(*sizes)",
    "AveragePooling2D(**options)",
    "layers.MaxPooling2D()",
    "layers.GlobalAveragePooling2D()",
    "tf.nn.avg_pool2d(x)",
    "from project import AvgPool2D\nAvgPool2D()",
    "class AvgPool2D(layers.Layer):\n    pass\nAvgPool2D()",
    "print(AveragePooling2D)",
    "try:\n    AveragePooling2D()\nexcept TypeError:\n    AveragePooling2D(2)",
    "with pytest.raises(TypeError):\n    AveragePooling2D()",
    "if keras.__version__.startswith('2'):\n    AveragePooling2D()",
]


@pytest.mark.parametrize(("code", "fixed"), BECOMES)
def test_fix(code: str, fixed: str) -> None:
    assert fix(f"{HEAD}{code}\n", only="TFC821") == f"{HEAD}{fixed}\n"
    assert lint(f"{HEAD}{fixed}\n", only="TFC821") == []


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(f"{HEAD}{code}\n", only="TFC821") == []


def test_silent_on_keras_2() -> None:
    assert lint(f"{HEAD}AveragePooling2D()\n", "keras2", "TFC821") == []
    assert lint(f"{HEAD}AveragePooling2D()\n", "both", "TFC821") == ["TFC821:5 error"]


def test_message() -> None:
    [found] = findings(f"{HEAD}AvgPool2D()\n", only="TFC821")
    assert found.message == (
        "AvgPool2D is given no pool_size: Keras 3 raises TypeError (missing 1 required positional argument)"
    )
