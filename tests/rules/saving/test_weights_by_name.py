"""TFC518 weights-by-name."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import os
from tensorflow import keras
net = keras.Sequential([keras.layers.Dense(1)])
"""

# What stands after HEAD, what --fix makes of it on Keras 3, and whether that is safe.
BECOMES = [
    ("net.load_weights('a.weights.h5', by_name=True)", "net.load_weights('a.weights.h5')", "unsafe"),
    ("net.load_weights('a.weights.h5', by_name=False)", "net.load_weights('a.weights.h5')", "safe"),
    (
        "net.load_weights('m.keras', by_name=True, skip_mismatch=True)",
        "net.load_weights('m.keras', skip_mismatch=True)",
        "unsafe",
    ),
    (
        "path = os.path.join(folder, 'a.weights.h5')\nnet.load_weights(path, by_name=True)",
        "path = os.path.join(folder, 'a.weights.h5')\nnet.load_weights(path)",
        "unsafe",
    ),
    (
        "net.load_weights(filepath=f'{name}.weights.h5', by_name=flag)",
        "net.load_weights(filepath=f'{name}.weights.h5')",
        "unsafe",
    ),
]

SILENT = [
    "net.load_weights('a.h5', by_name=True)",
    "net.load_weights('a.hdf5', by_name=True, skip_mismatch=True)",
    "net.load_weights('a.weights.h5')",
    "net.load_weights('a.weights.h5', skip_mismatch=True)",
    "net.load_weights(path, by_name=True)",
    "net.load_weights('a.ckpt', by_name=True)",
    "path = 'a.h5' if old else 'a.weights.h5'\nnet.load_weights(path, by_name=True)",
    "def load(model):\n    model.load_weights('a.weights.h5', by_name=True)",
    "class Net(keras.Model):\n    def load_weights(self, path, by_name=False):\n        pass\n"
    "Net().load_weights('a.weights.h5', by_name=True)",
    "from project import Net\nNet().load_weights('a.weights.h5', by_name=True)",
    "try:\n    net.load_weights('a.weights.h5', by_name=True)\nexcept ValueError:\n    pass",
    "with pytest.raises(ValueError):\n    net.load_weights('a.weights.h5', by_name=True)",
    "if keras.__version__ < '3':\n    net.load_weights('a.weights.h5', by_name=True)",
    "net.save_weights('a.weights.h5')",
]


@pytest.mark.parametrize(("before", "after", "applicability"), BECOMES)
def test_becomes(before: str, after: str, applicability: str) -> None:
    [found] = findings(HEAD + before, only="TFC518")
    assert found.fix is not None
    assert found.fix.applicability.value == applicability
    assert fix(HEAD + before, only="TFC518", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC518") == []


@pytest.mark.parametrize(("target", "expected"), [("keras2", []), ("both", ["error"]), ("2.16", ["error"])])
def test_targets(target: str, expected: list[str]) -> None:
    found = lint(HEAD + "net.load_weights('a.weights.h5', by_name=True)", target, only="TFC518")
    assert [each.split()[1] for each in found] == expected


def test_in_a_dictionary() -> None:
    code = "options = {'by_name': True}\nnet.load_weights('a.weights.h5', **options)"
    [found] = findings(HEAD + code, only="TFC518")
    assert found.fix is not None
    assert not found.fix.edits
