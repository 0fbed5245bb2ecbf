"""TFC703 softmax-single-unit."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.layers import Activation, Conv2D, Dense, Softmax
"""

# The lines that are found, line 5 being the first after HEAD.
FIRES = [
    ("d = Dense(1, activation='softmax')", ["5"]),
    ("d = Dense(1, 'softmax')", ["5"]),
    ("d = Dense(units=1, activation=tf.nn.softmax)", ["5"]),
    ("d = Dense(1, activation=keras.activations.softmax)", ["5"]),
    ("N = 1\nd = Dense(N, activation='softmax')", ["6"]),
    ("act = 'softmax'\nd = Dense(1, activation=act)", ["6"]),
    ("o = {'units': 1, 'activation': 'softmax'}\nd = Dense(**o)", ["5"]),
    ("def make(n):\n    return Sequential([Dense(n, activation='softmax')])\nm = make(1)", ["6"]),
    ("m = Sequential([Dense(4), Dense(1, activation='softmax')])", ["5"]),
    ("m = Sequential([Dense(4), Dense(1), Activation('softmax')])", ["5"]),
    ("m = Sequential([Dense(4), Dense(1), Softmax()])", ["5"]),
    ("m = Sequential()\nm.add(Dense(1))\nm.add(Activation('softmax'))", ["7"]),
    ("def make():\n    m = Sequential()\n    m.add(Dense(1))\n    m.add(Softmax())\n    return m", ["8"]),
    ("i = Input((3,))\nx = Dense(1)(i)\nx = Softmax()(x)\nm = Model(i, x)", ["7"]),
    ("i = Input((3,))\nx = layers.Activation('softmax')(Dense(1)(i))\nm = Model(i, Dense(4)(x))", ["6"]),
    ("m = layers.TimeDistributed(Dense(1, activation='softmax'))", ["5"]),
    ("d = Conv2D(1, 3, activation='softmax')", ["5"]),
    ("for _ in range(3):\n    x = Dense(1, activation='softmax')(x)", ["6"]),
]

SILENT = [
    "d = Dense(2, activation='softmax')",
    "d = Dense(1, activation='sigmoid')",
    "d = Dense(1)",
    "d = Dense(n, activation='softmax')",
    "n = 1 if binary else 10\nd = Dense(n, activation='softmax')",
    "def make(n):\n    return Dense(n, activation='softmax')\na = make(1), make(10)",
    "def make(n=1):\n    return Dense(n, activation='softmax')",
    "import os\nd = Dense(int(os.environ['N']), activation='softmax')",
    "d = Dense(1, activation='softmax' if many else 'sigmoid')",
    "d = Dense(1, **options)",
    "d = Dense(*sizes, activation='softmax')",
    # softmax over another axis
    "m = Sequential([Input((5, 4)), Dense(1), Softmax(axis=1)])",
    "i = Input((5, 4))\nx = Dense(1, activation='tanh')(i)\nx = layers.Flatten()(x)\n"
    "m = Model(i, Activation('softmax')(x))",
    "d = Conv2D(1, 3, activation='softmax', data_format='channels_first')",
    "keras.backend.set_image_data_format('channels_first')\nd = Conv2D(1, 3, activation='softmax')",
    # attention: softmax over time, by a function
    "i = Input((5, 4))\nx = Dense(1)(i)\nw = keras.ops.softmax(x, axis=1)\nm = Model(i, w)",
    # not one behind the other
    "m = Sequential([Dense(1), Dense(3), Activation('softmax')])",
    "m = Sequential([Dense(1)])\nif many:\n    m.add(Activation('softmax'))",
    "m = Sequential()\nfor n in (1, 3):\n    m.add(Dense(n))\nm.add(Activation('softmax'))",
    "m = Sequential([Dense(1), unseen, Activation('softmax')])",
    "i = Input((3,))\nx = layers.concatenate([Dense(1)(i), Dense(1)(i)])\nm = Model(i, Softmax()(x))",
    # other libraries and classes
    "class Dense(layers.Layer): pass\nd = Dense(1, activation='softmax')",
    "class Mine(layers.Dense):\n    def __init__(self, n, activation): super().__init__(n)\n"
    "d = Mine(1, activation='softmax')",
    "from mylayers import Dense\nd = Dense(1, activation='softmax')",
    "import tensorlayer\nd = tensorlayer.layers.Dense(1, activation='softmax')",
]


@pytest.mark.parametrize(("code", "lines"), FIRES)
def test_fires(code: str, lines: list[str]) -> None:
    for target in ("keras2", "keras3"):
        found = lint(HEAD + code, target, "TFC703")
        assert found == [f"TFC703:{line} error" for line in lines]


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC703") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dense(1, activation='softmax')", "Dense(1, activation='sigmoid')"),
        ('Dense(1, activation="softmax")', 'Dense(1, activation="sigmoid")'),
        ("Dense(1, tf.nn.softmax)", "Dense(1, tf.nn.sigmoid)"),
        ("Dense(1), Activation('softmax')", "Dense(1), Activation('sigmoid')"),
    ],
)
def test_fix(before: str, after: str) -> None:
    code = HEAD + "m = Sequential([Dense(4), {}])\nm.compile('sgd', 'binary_crossentropy')\n"
    assert fix(code.format(before), "both", "TFC703", unsafe=True) == code.format(after)
    assert fix(code.format(before), "both", "TFC703") == code.format(before)


@pytest.mark.parametrize(
    "code",
    [
        "m = Sequential([Dense(4), Dense(1), Softmax()])\nm.compile('sgd', 'binary_crossentropy')",
        "m = Sequential([Dense(1, activation='softmax')])\nm.compile('sgd', 'categorical_crossentropy')",
        "m = Sequential([Dense(1, activation='softmax'), Dense(1)])\nm.compile('sgd', 'binary_crossentropy')",
        "a = 'softmax'\nm = Sequential([Dense(1, activation=a)])\nm.compile('sgd', 'binary_crossentropy')",
    ],
)
def test_left_to_a_person(code: str) -> None:
    (found,) = findings(HEAD + dedent(code), "keras3", "TFC703")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


HEADS = """
from keras.layers import Dense
def head(x, classes=1, activation='softmax'):
    return Dense(classes, activation=activation)(x)
"""


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ("head(x)", ["TFC703:4 error"]),
        ("head(x, classes=1)", ["TFC703:4 error"]),
        ("head(x)\nhead(y, 1)", ["TFC703:4 error"]),
        # Some caller has it otherwise, or may, or there is none.
        ("head(x, activation='sigmoid')", []),
        ("head(x, 3)", []),
        ("head(x)\nhead(y, classes=4)", []),
        ("head(x, **options)", []),
        ("each(head)", []),
        ("", []),
    ],
)
def test_what_other_files_leave_as_it_is(calls: str, expected: list[str]) -> None:
    assert lint(HEADS, "keras3", "TFC703", net=f"from train import head\n{calls}") == expected


def test_message() -> None:
    (found,) = findings(HEAD + "d = Dense(1, activation='softmax')", "keras2", "TFC703")
    assert found.message == (
        "softmax over a single unit is always 1: Keras 2 trains without a word, and this output never changes"
    )


ONCE = "m = Sequential([Dense(4), last(1)])\nm.compile('adam', 'binary_crossentropy')\n"


def test_a_partial_that_several_layers_are_made_by_is_left_to_a_person() -> None:
    made = HEAD + "import functools\nlast = functools.partial(layers.Dense, activation='softmax')\n"
    once, twice = made + ONCE, made + ONCE + "last(10)\n"
    assert fix(once, only="TFC703", unsafe=True) == once.replace("softmax", "sigmoid")
    assert lint(twice, only="TFC703") == lint(once, only="TFC703") != []
    assert fix(twice, only="TFC703", unsafe=True) == twice
