"""TFC714 labels-against-loss."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.layers import Dense, Flatten
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import image_dataset_from_directory, to_categorical
"""
C, S, B = "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"


def program(data: str, output: str, loss: str, fit: str = "d, epochs=2") -> str:
    loss = loss if "(" in loss or "." in loss else f"'{loss}'"
    return (
        f"{HEAD}{data}\nm = Sequential([Input((8, 8, 3)), Flatten(), {output}])\n"
        f"m.compile('adam', {loss})\nm.fit({fit})\n"
    )


SOFTMAX, SIGMOID = "Dense(3, activation='softmax')", "Dense(1, activation='sigmoid')"
INTEGERS = "d = image_dataset_from_directory('a')"
VECTORS = "d = image_dataset_from_directory('a', label_mode='categorical')"
FLOW = "g = ImageDataGenerator(rescale=1.0)\nd = g.flow_from_directory('a'{})"

# The data, the output and the loss that do not fit.
FIRES = [
    (INTEGERS, SOFTMAX, C),
    (INTEGERS, SOFTMAX, "keras.losses.CategoricalCrossentropy()"),
    (INTEGERS, SOFTMAX, "keras.losses.categorical_crossentropy"),
    (INTEGERS, "Dense(classes, activation='softmax')", C),
    (INTEGERS, "Dense(3)", "keras.losses.CategoricalCrossentropy(from_logits=True)"),
    (INTEGERS, SOFTMAX, B),
    ("d = image_dataset_from_directory('a', 'inferred', 'int')", SOFTMAX, C),
    ("d = image_dataset_from_directory('a', label_mode='binary')", "Dense(2, activation='softmax')", C),
    ("d = tf.keras.preprocessing.image_dataset_from_directory('a')", SOFTMAX, C),
    ("d = keras.utils.text_dataset_from_directory('a')", SOFTMAX, C),
    ("d = image_dataset_from_directory('a').cache().prefetch(2)", SOFTMAX, C),
    ("d = image_dataset_from_directory('a').map(lambda x, y: (x / 255, y))", SOFTMAX, C),
    ("def f(x, y):\n    return x / 255, y\nd = image_dataset_from_directory('a').map(f)", SOFTMAX, C),
    ("d, v = image_dataset_from_directory('a', subset='both', validation_split=0.2, seed=1)", SOFTMAX, C),
    (VECTORS, SOFTMAX, S),
    (VECTORS, "Dense(3)", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"),
    (VECTORS, SIGMOID, B),
    (FLOW.format(", class_mode='sparse'"), SOFTMAX, C),
    (FLOW.format(", class_mode='binary'"), "Dense(2, activation='softmax')", C),
    (FLOW.format(", class_mode='binary'"), "Dense(2, activation='softmax')", B),
    (FLOW.format(""), SOFTMAX, S),
    (FLOW.format(", (8, 8), 'rgb', None, 'categorical'"), SOFTMAX, S),
    (FLOW.format(""), SIGMOID, B),
    ("d = ImageDataGenerator().flow_from_directory('a')", SOFTMAX, S),
]

SILENT = [
    (INTEGERS, SOFTMAX, S),
    (VECTORS, SOFTMAX, C),
    (VECTORS, "Dense(3, activation='sigmoid')", B),  # one number for each class
    (VECTORS, SOFTMAX, "mse"),
    (INTEGERS, SIGMOID, B),
    (INTEGERS, "Dense(1, activation='sigmoid')", C),  # another defect, which does not raise
    (INTEGERS, "Dense(n)", C),
    (FLOW.format(""), SOFTMAX, C),
    (FLOW.format(""), "Dense(2, activation='sigmoid')", B),
    (FLOW.format(", class_mode='sparse'"), SOFTMAX, S),
    (FLOW.format(", class_mode='binary'"), "Dense(2, activation='softmax')", S),
    (FLOW.format(", class_mode='binary'"), SIGMOID, B),
    (FLOW.format(", class_mode=None"), SOFTMAX, S),
    (FLOW.format(", class_mode=mode"), SOFTMAX, S),
    (FLOW.format(", **options"), SOFTMAX, S),
    # labels that something changes, or that are not known
    ("d = image_dataset_from_directory('a', labels=None)", SOFTMAX, C),
    ("d = image_dataset_from_directory('a', label_mode=mode)", SOFTMAX, C),
    ("d = image_dataset_from_directory('a').map(lambda x, y: (x, tf.one_hot(y, 3)))", SOFTMAX, C),
    ("d = image_dataset_from_directory('a').map(prepare)", SOFTMAX, C),
    ("def f(x, y):\n    y = tf.one_hot(y, 3)\n    return x, y\n"
     "d = image_dataset_from_directory('a').map(f)", SOFTMAX, C),
    ("d = mine(image_dataset_from_directory('a'))", SOFTMAX, C),
    ("d = image_dataset_from_directory('a')\nif hot:\n    d = encoded(d)", SOFTMAX, C),
    ("d = image_dataset_from_directory('a', label_mode='categorical' if hot else 'int')", SOFTMAX, C),
    ("class G(ImageDataGenerator):\n    def flow_from_directory(self, d): return mine(d)\n"
     "d = G().flow_from_directory('a')", SOFTMAX, S),
    ("d = Other().flow_from_directory('a')", SOFTMAX, S),
    # a loss or a model that is not known
    (INTEGERS, SOFTMAX, "unseen()"),
    (INTEGERS, SOFTMAX, "losses.mine"),
    (INTEGERS, "layers.Lambda(f)", C),
    (INTEGERS, "unseen", C),
]  # fmt: skip


@pytest.mark.parametrize(("data", "output", "loss"), FIRES)
def test_fires(data: str, output: str, loss: str) -> None:
    code = program(data, output, loss)
    line = code.splitlines().index("m.fit(d, epochs=2)")
    for target in ("keras2", "keras3"):
        assert lint(code, target, "TFC714") == [f"TFC714:{line} error"]


@pytest.mark.parametrize(("data", "output", "loss"), SILENT)
def test_silent(data: str, output: str, loss: str) -> None:
    assert lint(program(data, output, loss), "both", "TFC714") == []


# What is given to fit as y.
NUMPY = "import numpy as np\nx = load()\n"
ENCODER = "from sklearn.preprocessing import LabelEncoder\nx, names = load()\n"
SLICES = "d = tf.data.Dataset.from_tensor_slices((x, np.random.randint(0, 3, 100)))"
ENCODED = [
    ("x, y = load()\ny = to_categorical(y)", "x, y", SOFTMAX, S, True),
    ("x, y = load()\ny = tf.one_hot(y, 3)", "x, y=y", SOFTMAX, S, True),
    ("x, y = load()\ny, z = to_categorical(y), 1", "x, y", SIGMOID, B, True),
    ("x, y = load()", "x, keras.utils.to_categorical(y, 3), epochs=3", SOFTMAX, S, True),
    ("x, y = load()\ny = to_categorical(y)", "x, y", SOFTMAX, C, False),
    ("x, y = load()\ny = to_categorical(y)", "x, y", "Dense(3, activation='sigmoid')", B, False),
    ("x, y = load()\nz = to_categorical(y)", "x, y", SOFTMAX, S, False),
    ("x, y = load()\ny = to_categorical(y).argmax(1)", "x, y", SOFTMAX, S, False),
    ("x, y = load()\nif hot:\n    y = to_categorical(y)", "x, y", SOFTMAX, S, False),
    ("x, y = load()\ny = to_categorical(y)", "x, y, **more", SOFTMAX, S, False),
    ("from mine import to_categorical\nx, y = load()\ny = to_categorical(y)", "x, y", SOFTMAX, S, False),
    # labels as they are loaded
    ("(x, y), _ = keras.datasets.mnist.load_data()", "x, y", SOFTMAX, C, True),
    ("_, (x, y) = keras.datasets.cifar10.load_data()", "x, y", SOFTMAX, C, True),
    ("(x, y), _ = keras.datasets.mnist.load_data()\nx = x / 255", "x, y", SOFTMAX, C, True),
    ("(x, y), _ = keras.datasets.mnist.load_data()", "x, y", SOFTMAX, S, False),
    ("(x, y), _ = keras.datasets.mnist.load_data()\ny = to_categorical(y)", "x, y", SOFTMAX, C, False),
    ("(x, y), _ = keras.datasets.mnist.load_data()\ny = y.astype('int')", "x, y", SOFTMAX, C, True),
    ("(x, y), _ = keras.datasets.mnist.load_data()\ny = y[:100]", "x[:100], y", SOFTMAX, C, True),
    ("(x, y), _ = keras.datasets.mnist.load_data()\ny = prepare(y)", "x, y", SOFTMAX, C, False),
    (
        "class Data:\n    def load(self):\n        return keras.datasets.mnist.load_data()\n"
        "(x, y), _ = Data().load()",
        "x, y",
        SOFTMAX,
        C,
        True,
    ),
    (
        "def load(hot=False):\n    (x, y), _ = keras.datasets.mnist.load_data()\n    if hot:\n"
        "        y = to_categorical(y)\n    return x, y\nx, y = load()",
        "x, y",
        SOFTMAX,
        C,
        True,
    ),
    (
        "def load(hot=False):\n    (x, y), _ = keras.datasets.mnist.load_data()\n    if hot:\n"
        "        y = to_categorical(y)\n    return x, y\nx, y = load(hot=True)",
        "x, y",
        SOFTMAX,
        C,
        False,
    ),
    # numbers that are drawn, and encoded
    (f"{NUMPY}y = np.random.randint(0, 3, 100)", "x, y", SOFTMAX, C, True),
    (f"{NUMPY}y = np.random.randint(0, 3, size=(100,)).astype('int32')", "x, y", SOFTMAX, C, True),
    (f"{NUMPY}rng = np.random.default_rng(1)\ny = rng.integers(0, 3, 100)", "x, y", SOFTMAX, C, True),
    (f"{NUMPY}y = np.eye(3)[np.random.default_rng(1).integers(0, 3, 100)]", "x, y", SOFTMAX, S, True),
    (f"{NUMPY}rng = np.random.default_rng(1)\ny = rng.integers(0, 2, (100, 3))", "x, y", SOFTMAX, C, False),
    (f"{NUMPY}rng = mine(1)\ny = rng.integers(0, 3, 100)", "x, y", SOFTMAX, C, False),
    (f"{NUMPY}y = np.random.randint(0, 2, (100, 3))", "x, y", SOFTMAX, C, False),
    (f"{NUMPY}y = np.random.randint(0, 2, n)", "x, y", SOFTMAX, C, False),
    (f"{NUMPY}y = np.random.rand(100)", "x, y", SOFTMAX, C, False),
    (f"{NUMPY}y = np.random.randint(0, 2, 100)", "x, y", SIGMOID, B, False),
    (f"{NUMPY}y = np.eye(3)[np.random.randint(0, 3, 100)]", "x, y", SOFTMAX, S, True),
    (f"{NUMPY}y = np.eye(3)[np.random.randint(0, 3, 100)]", "x, y", SOFTMAX, C, False),
    (f"{NUMPY}y = np.eye(3)", "x, y", SOFTMAX, S, False),
    (f"{ENCODER}y = LabelEncoder().fit_transform(names)", "x, y", SOFTMAX, C, True),
    (f"{ENCODER}code = LabelEncoder()\ncode.fit(names)\ny = code.transform(names)", "x, y", SOFTMAX, C, True),
    (f"{ENCODER}y = to_categorical(LabelEncoder().fit_transform(names))", "x, y", SOFTMAX, C, False),
    ("y = OneHotEncoder().fit_transform(names)", "x, y", SOFTMAX, C, False),
    (
        f"{NUMPY}from sklearn.model_selection import train_test_split\ny = np.random.randint(0, 3, 100)\n"
        "a, b, c, d = train_test_split(x, y)",
        "a, c",
        SOFTMAX,
        C,
        True,
    ),
    (f"{NUMPY}{SLICES}.shuffle(9).batch(4)", "d, epochs=2", SOFTMAX, C, True),
    (f"{NUMPY}{SLICES}.map(lambda a, b: (a, tf.one_hot(b, 3))).batch(4)", "d", SOFTMAX, C, False),
    (f"{NUMPY}{SLICES}.batch(4)", "d", SOFTMAX, S, False),
    ("(x, y), _ = keras.datasets.mnist.load_data()", "x, x", SOFTMAX, C, False),
    ("(x, y), _ = keras.datasets.boston_housing.load_data()", "x, y", SOFTMAX, C, False),
    ("(x, y), _ = load_data()", "x, y", SOFTMAX, C, False),
    # one-hot steps of a sequence against integers of a longer one
    ("x, y = load()\ny = to_categorical(y)", "x, y", "layers.Reshape((4, 3))", S, False),
]


@pytest.mark.parametrize(("data", "given", "output", "loss", "found"), ENCODED)
def test_encoded(data: str, given: str, output: str, loss: str, found: bool) -> None:
    assert bool(lint(program(data, output, loss, given), "both", "TFC714")) is found


def test_other_ways_to_train() -> None:
    own = "class Net(Model):\n    def train_step(self, d): pass\n    def call(self, x):\n        return x\n"
    code = f"{HEAD}{own}{INTEGERS}\nm = Net()\nm.compile('adam', '{C}')\nm.fit(d)\n"
    assert lint(code, "both", "TFC714") == []
    code = program(INTEGERS, SOFTMAX, C)
    expected = code.replace("m.fit(d, epochs=2)", "with pytest.raises(ValueError):\n    m.fit(d)")
    assert lint(expected, "both", "TFC714") == []
    again = code.replace("m.fit", f"m.compile('adam', '{S}')\nm.fit")
    assert lint(again, "both", "TFC714") == []


@pytest.mark.parametrize(
    ("data", "before", "after"),
    [
        (INTEGERS, C, S),
        (VECTORS, S, C),
        (INTEGERS, "keras.losses.categorical_crossentropy", f"keras.losses.{S}"),
        (INTEGERS, "keras.losses.CategoricalCrossentropy()", "keras.losses.CategoricalCrossentropy()"),
    ],
)
def test_fix(data: str, before: str, after: str) -> None:
    code = program(data, SOFTMAX, before)
    assert fix(code, "both", "TFC714", unsafe=True) == program(data, SOFTMAX, after)
    assert fix(code, "both", "TFC714") == code


def test_messages() -> None:
    (found,) = findings(program(INTEGERS, SOFTMAX, C), "keras3", "TFC714")
    assert found.message == (
        'the labels are integers (label_mode="int", line 7), categorical_crossentropy takes one-hot vectors: '
        "Keras raises ValueError in the first step of fit"
    )
    (found,) = findings(program(FLOW.format(""), SIGMOID, B), "both", "TFC714")
    assert found.message == (
        'the labels are one-hot vectors (class_mode="categorical", line 8), binary_crossentropy takes one '
        "number for each unit of the output: Keras 2 (TensorFlow 2.15) compares every column with the one "
        "output; "
        "Keras 3 (TensorFlow 2.21) raises ValueError in the first step of fit"
    )
    assert found.fix is not None
    assert found.fix.title == 'use class_mode="binary"'


def test_says_what_each_keras_raises() -> None:
    [found] = findings(program(VECTORS, SOFTMAX, S), target="2.15", only="TFC714")
    assert "Keras 2 raises InvalidArgumentError in the first step of fit (ValueError for" in found.message


@pytest.mark.parametrize("caught", ["ValueError", "tf.errors.InvalidArgumentError"])
def test_silent_where_the_error_is_caught(caught: str) -> None:
    code = program(VECTORS, SOFTMAX, S).replace("m.fit(", "try:\n    m.fit(").rstrip("\n")
    assert lint(f"{code}\nexcept {caught}:\n    pass\n", only="TFC714") == []
