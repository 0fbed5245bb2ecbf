"""TFC816 super-init-self."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Model, layers
from tensorflow.keras.layers import Layer
"""
CLASS = """
class Net({}):
    def __init__(self):
        {}
        self.width = 4
"""

# The base, the call, and what --fix makes of it on Keras 3.
BECOMES = [
    ("Model", "super().__init__(self)", "super().__init__()"),
    ("keras.Model", "super(Net, self).__init__(self)", "super(Net, self).__init__()"),
    ("keras.models.Model", "super().__init__(self, name='net')", "super().__init__(name='net')"),
    ("Layer", "super().__init__( self )", "super().__init__(  )"),
    ("layers.Layer", "super().__init__(self, **options)", "super().__init__(**options)"),
    ("keras.callbacks.Callback", "super().__init__(self)", "super().__init__()"),
]

SILENT = [
    CLASS.format("Model", "super().__init__()"),
    CLASS.format("Model", "super(Net, self).__init__()"),
    CLASS.format("Model", "Model.__init__(self)"),
    CLASS.format("Layer", "Layer.__init__(self)"),
    CLASS.format("Model", "super().__init__(inputs, outputs)"),
    CLASS.format("Model", "super().__init__(name=self)"),
    CLASS.format("Model", "super().__init__(*self)"),
    CLASS.format("Model", "super(Other, self).__init__(self)"),
    CLASS.format("Model", "super().build(self)"),
    # other classes take an argument
    CLASS.format("layers.Dense", "super().__init__(self)"),
    CLASS.format("keras.Sequential", "super().__init__(self)"),
    CLASS.format("keras.losses.Loss", "super().__init__(self)"),
    CLASS.format("keras.utils.Sequence", "super().__init__(self)"),
    CLASS.format("threading.Thread", "super().__init__(self)"),
    CLASS.format("object", "super().__init__(self)"),
    CLASS.format("Unknown", "super().__init__(self)"),
    CLASS.format("Mixin, Model", "super().__init__(self)"),
    "class Base(Model):\n    def __init__(self, owner):\n        super().__init__()\n"
    + CLASS.format("Base", "super().__init__(self)"),
    # expected
    CLASS.format("Layer", "with pytest.raises(TypeError):\n            super().__init__(self)"),
    CLASS.format(
        "Layer", "try:\n            super().__init__(self)\n        except TypeError:\n            pass"
    ),
]


@pytest.mark.parametrize(("base", "before", "after"), BECOMES)
def test_becomes(base: str, before: str, after: str) -> None:
    assert fix(HEAD + CLASS.format(base, before), only="TFC816") == HEAD + CLASS.format(base, after)


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC816") == []


@pytest.mark.parametrize(
    ("base", "target", "expected"),
    [
        ("Model", "keras2", []),
        ("Model", "both", ["TFC816:8 error"]),
        ("Layer", "keras2", ["TFC816:8 error"]),
        ("keras.callbacks.Callback", "keras2", ["TFC816:8 error"]),
    ],
)
def test_targets(base: str, target: str, expected: list[str]) -> None:
    assert lint(HEAD + CLASS.format(base, "super().__init__(self)"), target, only="TFC816") == expected
