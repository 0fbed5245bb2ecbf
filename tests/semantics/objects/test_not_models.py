"""What is seen to be no Keras model."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tests.semantics.marked import marked
from tflint_ckpt.semantics.objects.not_models import imports_others, is_api_model, is_other

HEAD = "import keras\nimport numpy as np\nfrom sklearn.svm import SVC\nfrom mine import Net\n"
VALUES = [
    ("SVC()", True),
    ("torch.nn.Linear(1)", False),
    ("[keras.Sequential()]", True),
    ("'model.keras'", True),
    ("3", True),
    ("lambda: 1", True),
    ("dict(a=1)", True),
    ("open('a')", True),
    ("Net", True),
    ("keras.layers.Dense(1)", True),
    ("keras.Sequential() if t else SVC()", True),
    ("keras.Sequential()", False),
    ("Net()", False),
    ("build()", False),
    ("None", False),
    ("other", False),
    ("self.model", False),
]


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_values(value: str, expected: bool) -> None:
    facts = module(f"{HEAD}x = {value}\n")
    assert is_other(facts, assigned(facts, "x")) is expected


CLASSES = [
    ("class A: pass", True),
    ("class A(object): pass", True),
    ("from abc import ABC\nclass A(ABC): pass", True),
    ("from torch import nn\nclass A(nn.Module): pass", True),
    ("class A(keras.Model):\n    def fit(self, x): pass", True),
    ("class B(keras.Model):\n    def save(self, x): pass\nclass A(B): pass", True),
    ("class A(keras.Model): pass", False),
    ("class A(Net): pass", False),
    ("class A(Net, object): pass", False),
]


@pytest.mark.parametrize(("code", "expected"), CLASSES)
def test_classes(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}{code}\nx = A()\n")
    assert is_other(facts, assigned(facts, "x")) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import torch", True),
        ("from skorch import NeuralNet", True),
        ("def f():\n    import pytorch_lightning as pl", True),
        ("from rl.agents import *", True),
        ("import sklearn", False),
        ("import keras", False),
    ],
)
def test_imports(code: str, expected: bool) -> None:
    assert imports_others(module(code)) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("keras.models.load_model('a')", True),
        ("keras.Sequential()", True),
        ("keras.applications.ResNet50()", True),
        ("keras.layers.Dense(1)", False),
        ("Net()", False),
        ("keras.Sequential", False),
    ],
)
def test_models_of_the_api(code: str, expected: bool) -> None:
    assert is_api_model(*marked(f"{HEAD}show({code})")) is expected
