"""The names that compiled metrics have in the logs (run on Keras 2.15 and 3.15)."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.metrics import names, snake_case

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.metrics import AUC, Mean, Metric
"""
# What is given to ``compile(metrics=…)``, and the names on Keras 3; None where not all are known.
KERAS3 = [
    ("['accuracy']", ("accuracy",)),
    ("('acc', 'mae')", ("acc", "mae")),
    ("['accuracy', ['mse']]", ("accuracy", "mse")),
    ("{'out': ['accuracy']}", ("accuracy",)),
    ("{'out': 'accuracy'}", ("accuracy",)),
    ("None", ()),
    ("[]", ()),
    ("'accuracy'", None),
    ("{'accuracy'}", None),
    ("[AUC()]", ("auc",)),
    ("[AUC(name='a')]", ("a",)),
    ("[AUC(200, 'ROC', 'interpolation', 'a')]", ("a",)),
    ("[AUC(**options)]", None),
    ("[AUC(name=name)]", None),
    ("[AUC(), AUC()]", None),
    ("[AUC(name='a'), AUC(name='a')]", None),
    ("['accuracy', 'accuracy']", None),
    ("[keras.metrics.SparseCategoricalAccuracy()]", ("sparse_categorical_accuracy",)),
    ("[keras.metrics.MeanIoU(3)]", ("mean_io_u",)),
    ("[keras.metrics.mse]", ("mean_squared_error",)),
    ("[tf.reduce_mean]", None),
    ("[lambda a, b: a]", None),
    ("[unknown]", None),
    ("['accuracy'] + unknown", None),
    ("[*unknown, 'accuracy']", None),
    ("['accuracy'] if c else ['mae']", None),
    ("['accuracy'] if c else ['accuracy']", ("accuracy",)),
    ("['accuracy' if c else 'mae']", None),
]
# Code that shows such an argument.
CODE = [
    ("m = ['accuracy']\nm.append('mae')\nshow(m)", ("accuracy", "mae")),
    ("m = ['accuracy']\nif c: m.append('mae')\nshow(m)", ("accuracy", "mae")),  # no other can be there
    ("m = ['accuracy']\nfor each in more: m.append(each)\nshow(m)", None),
    ("m = ['accuracy']\nmore = m\nmore.append('mae')\nshow(m)", None),
    ("def add(m): m.append('mae')\nm = ['accuracy']\nadd(m)\nshow(m)", None),
    ("m = ['accuracy']\nshow(m)\nm.append('mae')", ("accuracy",)),
    ("def score(a, b): return a\nshow([score])", ("score",)),
    ("def myScore(a, b): return a\nshow([myScore])", ("my_score",)),
    ("def score(a, b): return a\nscore.__name__ = 'other'\nshow([score])", None),
    ("@wrapped\ndef score(a, b): return a\nshow([score])", None),
    ("def make(n):\n    def score(a, b): return a\n    return score\nshow([make(1)])", None),
    ("if c:\n    def score(a, b): return a\nelse:\n    def score(a, b): return b\nshow([score])", None),
    ("for fold in folds: show([AUC()])", None),
    ("def build(): show([AUC()])\nbuild()\nbuild()", None),
    ("def build(): show([AUC()])\nbuild()", ("auc",)),
    ("x = AUC()\nshow([AUC()])", None),
    ("class M(Mean): pass\nshow([M(name='m')])", ("m",)),
    ("class M(Mean): pass\nshow([M()])", None),
    ("class M(Mean):\n    def __init__(self): super().__init__(name='m')\nshow([M()])", ("m",)),
    ("class M(Mean):\n    def __init__(self, name='m'): super().__init__(name=name)\nshow([M()])", ("m",)),
    ("class M(Mean):\n    def __init__(self, name='m'): super().__init__(name=name)\nshow([M('n')])", ("n",)),
    (
        "class M(Mean):\n    def __init__(self, name='m'):\n        name = f'{name}_x'\n"
        "        super().__init__(name=name)\nshow([M()])",
        None,
    ),
    (
        "class M(Mean):\n    def __init__(self, name='m'):\n        name += '_x'\n"
        "        super().__init__(name=name)\nshow([M()])",
        None,
    ),
    (
        "class M(Metric):\n    def __init__(self): super().__init__(name='m')\n"
        "    def result(self): return {'a': 1, 'b': 2}\nshow([M()])",
        None,
    ),
]


@pytest.mark.parametrize(("code", "expected"), [*((f"show({code})", said) for code, said in KERAS3), *CODE])
def test_names_on_keras_3(code: str, expected: tuple[str, ...] | None) -> None:
    facts, node = marked(HEAD + code)
    assert names(facts, node, (), (3, 15)) == expected


SCORE = "def score(a, b): return a"
OWN = "from keras.metrics import Metric\nclass M(Metric):\n    def __init__(self, name='m', **more):\n"
OWN += "        super().__init__(name=name, **more)\n"
# The same with what stands in ``other.py``.
ELSEWHERE = [
    ("from other import LIST\nshow(LIST)", "LIST = ['accuracy', 'mae']", ("accuracy", "mae")),
    ("from other import *\nshow(LIST)", "LIST = ['accuracy']", ("accuracy",)),
    ("import other\nshow(other.LIST)", "LIST = ('acc',)", ("acc",)),
    ("import other\nshow(other.LIST)", f"{SCORE}\nLIST = [score]", ("score",)),
    ("from other import score\nshow([score])", SCORE, ("score",)),
    ("from other import score as s\nshow([s])", SCORE, ("score",)),
    ("import other\nshow([other.score, 'mae'])", SCORE, ("score", "mae")),
    ("from other import M\nshow([M()])", OWN, ("m",)),
    ("from other import M\nshow([M('n')])", OWN, ("n",)),
    ("from other import M\nN = 'n'\nshow([M(name=N)])", OWN, ("n",)),
    ("from other import M\nshow([M(name=unknown())])", OWN, None),
    ("from other import M\nshow([M(**unknown())])", OWN, None),
    ("from other import M\nshow([M()])", OWN.replace("(Metric)", "(Other)"), None),
    ("from other import M\nshow([M()])", f"{OWN}    def result(self): return {{'a': 1, 'b': 2}}", None),
    ("from other import score\nshow([score])", f"{SCORE}\nscore.__name__ = 'other'", None),
    ("from other import score\nscore.__name__ = 'b'\nshow([score])", SCORE, None),
    ("from other import score\nshow([score])", f"@wrapped\n{SCORE}", None),
    ("from other import score\nshow([score])", f"{SCORE}\nscore = wrapped(score)", None),
    ("from other import LIST\nshow(LIST)", "LIST = ['accuracy']\nLIST.append('mae')", None),
    ("import other\nother.LIST.append('mae')\nshow(other.LIST)", "LIST = ['accuracy']", None),
    ("from other import LIST\nshow(LIST)", "LIST = ['accuracy']\nif more:\n    LIST = ['mae']", None),
    ("from other import LIST\nLIST = unknown()\nshow(LIST)", "LIST = ['accuracy']", None),
]


@pytest.mark.parametrize(("code", "other", "expected"), ELSEWHERE)
def test_names_of_another_file(code: str, other: str, expected: tuple[str, ...] | None) -> None:
    facts, node = marked(HEAD + code, other=other)
    assert names(facts, node, (), (3, 15)) == expected


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("'accuracy'", ("accuracy",)),
        ("['AUC']", None),
        ("['MeanSquaredError']", ("mean_squared_error",)),
        ("[AUC()]", ("auc",)),
    ],
)
def test_names_on_keras_2(argument: str, expected: tuple[str, ...] | None) -> None:
    facts, node = marked(f"{HEAD}show({argument})")
    assert names(facts, node, (), (2, 15)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AUC", "auc"),
        ("MeanIoU", "mean_io_u"),
        ("F1Score", "f1_score"),
        ("R2Score", "r2_score"),
        ("TopKCategoricalAccuracy", "top_k_categorical_accuracy"),
        ("already_snake", "already_snake"),
        ("BinaryIoU", "binary_io_u"),
    ],
)
def test_the_name_that_keras_makes_of_a_class(name: str, expected: str) -> None:
    assert snake_case(name) == expected
