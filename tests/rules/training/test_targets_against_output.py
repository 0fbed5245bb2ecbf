"""TFC720 targets-against-output."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.applications import MobileNet, VGG16
from tensorflow.keras.layers import Dense, Dropout, Flatten
"""
SPARSE = "sparse_categorical_crossentropy"
BASE = "b = MobileNet(weights=None, include_top=False, input_shape=(64, 64, 3))"
MODEL = "m = Sequential([b, Dense(10, activation='softmax')])"
FOLDER = "d = keras.utils.image_dataset_from_directory('a', image_size=(64, 64))"


def program(made: str, fit: str, loss: str = SPARSE) -> str:
    return f"{HEAD}{made}\nm.compile('adam', '{loss}')\nm.fit({fit})\n"


APPLICATIONS = [
    (f"{BASE}\n{MODEL}", "x, np.zeros((4, 1))", SPARSE),
    (f"{BASE}\n{MODEL}", "x, np.zeros(4)", SPARSE),
    (f"{BASE}\n{MODEL}\n{FOLDER}", "d, epochs=3", SPARSE),
    (f"{BASE}\n{MODEL}\ny = keras.utils.to_categorical(np.arange(4))", "x, y", "categorical_crossentropy"),
    (f"{BASE}\nm = Sequential([b, Dropout(0.5), Dense(1)])\ny = np.array([0, 1, 1])", "x, y",
     "binary_crossentropy"),
    (f"{BASE}\nx = Dense(9)(b.output)\nm = Model(b.input, Dense(3)(x))", "x, y=np.zeros((4, 3))",
     "categorical_crossentropy"),
    (f"{BASE}\ni = Input((64, 64, 3))\nx = b(i, training=False)\nm = Model(i, Dense(3)(x))",
     "x, np.random.randint(0, 3, 4)", SPARSE),
    (f"{BASE}\nm = Sequential()\nm.add(b)\nm.add(Dense(3))", "x, np.zeros((4,))", SPARSE),
    (f"{BASE}\n{MODEL}\ndef data(n=4):\n    rng = np.random.default_rng(1)\n"
     "    return rng.random((n, 64, 64, 3)), rng.integers(0, 3, (n, 1))\nx, y = data()", "x, y", SPARSE),
    ("b = VGG16(False)\n" + MODEL, "x, np.zeros(4)", SPARSE),
    ("b = VGG16(include_top=False, pooling=None)\n" + MODEL, "x, np.zeros(4)", SPARSE),
    (f"(x, y), _ = keras.datasets.cifar10.load_data()\n{BASE}\n{MODEL}", "x, y", SPARSE),
]  # fmt: skip

NARROW = [
    ("m = Sequential([Dense(4)])", "x, np.arange(7.0)", "mse"),
    ("m = Sequential([Dense(8), Dense(4)])\ny = np.zeros(8)", "x, y", "mae"),
    ("m = Sequential([Dense(4)])\ny = np.zeros((8, 1)).ravel()", "x, y", "mean_squared_error"),
    ("i = Input((3,))\nm = Model(i, Dense(4)(i))\ny = np.array([1.0, 2.0])", "x, y", "mse"),
]

NARROW += [
    ("m = Sequential([Dense(4)])\ny = np.arange(9.0)\ny = y[:7]", "x, y", "mse"),
    ("from sklearn.model_selection import train_test_split\nm = Sequential([Dense(4)])\n"
     "x, u, y, v = train_test_split(x, np.arange(70.0), test_size=0.3)", "x, y", "mse"),
    ("from sklearn.datasets import load_iris\nm = Sequential([Dense(4)])\n"
     "data = load_iris()\nx, y = data.data, data.target", "x, y", "mse"),
]  # fmt: skip

STEPS = "m = Sequential([layers.LSTM(8, return_sequences=True, input_shape=(4, 1)), Dense({})])"
CONVOLVED = "m = Sequential([layers.Conv1D(8, 2, input_shape=(5, 1)), Dropout(0.2), Dense({})])"
PLACES = "m = Sequential([layers.Conv2D(8, 2, input_shape=(5, 5, 1)), Dense({})])"
BINARY, CLASSES = "binary_crossentropy", "categorical_crossentropy"
A_TARGET_A_SAMPLE = [
    (STEPS.format(1), "np.zeros(8)", "mse", "warning"),
    (CONVOLVED.format(1), "np.zeros(8)", "mae", "warning"),
    (PLACES.format(1), "np.zeros(8)", "huber", "warning"),
    (STEPS.format(1), "np.zeros(8)", BINARY, "error"),
    (STEPS.format("n"), "np.zeros(8)", CLASSES, "error"),
    (STEPS.format(3), "keras.utils.to_categorical(np.arange(3))", CLASSES, "error"),
    (STEPS.format(3), "np.zeros(8)", SPARSE, "error"),
    (PLACES.format(3), "np.zeros((8, 1))", SPARSE, "error"),
    (PLACES.format("n"), "np.zeros((8, 3))", CLASSES, "error"),
    ("m = Sequential([layers.Bidirectional(layers.GRU(8, return_sequences=True)), Dense(1)])", "np.zeros(8)",
     BINARY, "error"),
]  # fmt: skip
A_TARGET_A_SAMPLE.append(
    (f"{BASE}; m = Sequential([b, layers.Conv2DTranspose(3, 32, 32)])", "np.zeros(4)", SPARSE, "error")
)
A_TARGET_A_STEP = [
    (STEPS.format(1), "np.zeros((8, 4))", BINARY),
    (STEPS.format(1), "np.zeros((8, 1))", "mse"),
    (STEPS.format(3), "np.zeros((8, 4))", SPARSE),
    (STEPS.format("n"), "np.zeros((8, 4))", CLASSES),
    (STEPS.format("n"), "np.zeros(8)", "mse"),
    (STEPS.format(3), "np.zeros(8)", "mse"),
    (STEPS.format(1), "np.zeros((8, 4, 1))", "mse"),
    (PLACES.format(3), "np.zeros((8, 4, 4))", SPARSE),
    (STEPS.format(1), "np.zeros(8)", "hinge"),
    (STEPS.format(1), "y", "mse"),
    (STEPS.format(1).replace("True", "some"), "np.zeros(8)", "mse"),
    (STEPS.format(1).replace("True", "False"), "np.zeros(8)", "mse"),
    (STEPS.format(1).replace("layers.LSTM", "unseen"), "np.zeros(8)", "mse"),
    (STEPS.format(1).replace("Dense", "Flatten(), Dense"), "np.zeros(8)", "mse"),
    (CONVOLVED.format(1).replace("Dropout(0.2)", "layers.GlobalMaxPooling1D()"), "np.zeros(8)", "mse"),
    (CONVOLVED.format(1).replace("Dropout(0.2)", "layers.LSTM(4)"), "np.zeros(8)", BINARY),
]  # fmt: skip

BATCHES = [
    # how many samples and in which batches, and whether each of them can be spread
    (7, "batch_size=1", True),
    (8, "batch_size=4", True),
    (9, "batch_size=4", True),
    (10, "batch_size=4", False),
    (4, "epochs=3", True),
    (1, "epochs=3", True),
    (7, "epochs=3", False),
    (7, "batch_size=4, validation_split=0.2", True),
    (7, "batch_size=size", False),
]

SILENT = [
    (
        "from sklearn.model_selection import train_test_split\nm = Sequential([Dense(4)])\n"
        "x, u, y, v = train_test_split(x, np.zeros((8, 4)))",
        "x, y",
        "mse",
    ),
    (
        "from sklearn.model_selection import train_test_split\nm = Sequential([Dense(4)])\n"
        "x, u, y, v = train_test_split(*data)",
        "x, y",
        "mse",
    ),
    (
        "from sklearn.datasets import load_linnerud\nm = Sequential([Dense(3)])\ny = load_linnerud().target",
        "x, y",
        "mse",
    ),
    ("m = Sequential([Dense(4)])\ny = data.target", "x, y", "mse"),
    ("m = Sequential([Dense(4)])\ny = np.zeros((8, 4))[:, :2]", "x, y", "mse"),
    # something takes height and width away
    (f"{BASE}\nm = Sequential([b, Flatten(), Dense(10)])", "x, np.zeros(4)", SPARSE),
    (f"{BASE}\nm = Sequential([b, layers.GlobalAveragePooling2D(), Dense(10)])", "x, np.zeros(4)", SPARSE),
    (f"{BASE}\nm = Sequential([b, unseen, Dense(10)])", "x, np.zeros(4)", SPARSE),
    (f"{BASE}\nm = Sequential([b, layers.Reshape((-1,)), Dense(10)])", "x, np.zeros(4)", SPARSE),
    (f"{BASE}\nm = Sequential([b, layers.Lambda(f), Dense(10)])", "x, np.zeros(4)", SPARSE),
    ("b = VGG16(include_top=False, pooling='avg')\n" + MODEL, "x, np.zeros(4)", SPARSE),
    ("b = VGG16(include_top=False, pooling=p)\n" + MODEL, "x, np.zeros(4)", SPARSE),
    ("b = VGG16(include_top=top)\n" + MODEL, "x, np.zeros(4)", SPARSE),
    ("b = VGG16(**options)\n" + MODEL, "x, np.zeros(4)", SPARSE),
    ("b = VGG16()\n" + MODEL, "x, np.zeros(4)", SPARSE),
    # a class for each place
    (f"{BASE}\n{MODEL}", "x, np.zeros((4, 2, 2, 1))", SPARSE),
    (f"{BASE}\n{MODEL}", "x, np.zeros((4, 2, 2))", SPARSE),
    (f"{BASE}\nm = Sequential([b, layers.Conv2DTranspose(3, 32, 32)])", "x, np.zeros((4, 64, 64))", SPARSE),
    # targets or losses out of sight
    (f"{BASE}\n{MODEL}", "x, y", SPARSE),
    (f"{BASE}\n{MODEL}", "data", SPARSE),
    (f"{BASE}\n{MODEL}", "x, load(np.zeros(4))", SPARSE),
    (f"{BASE}\n{MODEL}", "x, np.zeros(shape)", SPARSE),
    (f"{BASE}\n{MODEL}\ny = np.zeros(4)\nif grid:\n    y = grids()", "x, y", SPARSE),
    (f"{BASE}\n{MODEL}\n{FOLDER}.map(f)", "d", SPARSE),
    (f"{BASE}\n{MODEL}", "x, np.zeros(4)", "mse"),
    (f"{BASE}\n{MODEL}", "*data", SPARSE),
    # as many axes as the output
    ("m = Sequential([Dense(4)])", "x, np.zeros((8, 4))", "mse"),
    ("m = Sequential([Dense(4)])", "x, np.zeros((8, 1))", "mse"),
    ("m = Sequential([Dense(1)])", "x, np.zeros(8)", "mse"),
    ("m = Sequential([Dense(n)])", "x, np.zeros(8)", "mse"),
    ("m = Sequential([Dense(4), layers.Lambda(f)])", "x, np.zeros(8)", "mse"),
    ("m = Sequential([Dense(4)])", "x, np.arange(8).reshape(-1, 4)", "mse"),
    ("m = Sequential([Dense(4)])", "x, np.zeros(8)", SPARSE),
    ("m = Sequential([Dense(4)])", "x, np.arange(8)[indices]", "mse"),
    ("m = Sequential([Dense(4)])", "x, np.zeros(8)", "unseen"),
]


@pytest.mark.parametrize(("made", "fit", "loss"), [*APPLICATIONS, *NARROW])
def test_fires(made: str, fit: str, loss: str) -> None:
    (found,) = lint(program(made, fit, loss), "keras3", "TFC720")
    assert found.endswith("error")
    (found,) = lint(program(made, fit, loss), "keras2", "TFC720")
    assert found.endswith("warning" if (made, fit, loss) in NARROW else "error")


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("made", "targets", "loss", "severity"), A_TARGET_A_SAMPLE)
def test_an_output_for_each_step(made: str, targets: str, loss: str, severity: str, target: str) -> None:
    assert lint(program(made, f"x, {targets}", loss), target, "TFC720") == [f"TFC720:9 {severity}"]


@pytest.mark.parametrize(("made", "targets", "loss"), A_TARGET_A_STEP)
def test_a_target_for_each_step(made: str, targets: str, loss: str) -> None:
    assert lint(program(made, f"x, {targets}", loss), "both", "TFC720") == []


@pytest.mark.parametrize(("made", "fit", "loss"), SILENT)
def test_silent(made: str, fit: str, loss: str) -> None:
    assert lint(program(made, fit, loss), "both", "TFC720") == []


def test_expected() -> None:
    code = program(f"{BASE}\n{MODEL}", "x, np.zeros(4)")
    code = code.replace("m.fit", "with pytest.raises(ValueError):\n    m.fit")
    assert lint(code, "both", "TFC720") == []


def test_fix() -> None:
    code = program(f"{BASE}\n{MODEL}", "x, np.zeros((4, 1))")
    pooled = code.replace("(64, 64, 3))", "(64, 64, 3), pooling='avg')")
    assert fix(code, "both", "TFC720", unsafe=True) == pooled
    assert fix(code, "both", "TFC720") == code


def test_messages() -> None:
    (found,) = findings(program(f"{BASE}\n{MODEL}", "x, np.zeros((4, 1))"), "keras3", "TFC720")
    assert found.message == (
        "MobileNet without its top and without pooling (line 7) gives a feature map, and the targets are "
        "one class an image: Keras 3 raises ValueError in the first step of fit"
    )
    (found,) = findings(program("m = Sequential([Dense(4)])", "x, np.zeros(8)", "mse"), "keras3", "TFC720")
    assert found.message == (
        "the targets have one number a sample, and the output (line 7) has 4 units: Keras 3 raises "
        "in the first step of fit, unless the shapes of a batch happen to broadcast"
    )


@pytest.mark.parametrize(("count", "batches", "spread"), BATCHES)
def test_batches(count: int, batches: str, spread: bool) -> None:
    code = program("m = Sequential([Dense(4)])", f"x, np.zeros({count}), {batches}", "mse")
    (found,) = lint(code, "keras3", "TFC720")
    assert found.endswith("warning" if spread else "error")


def test_evaluate() -> None:
    code = program("m = Sequential([Dense(4)])\ny = np.arange(13.0)", "x, y[:7], batch_size=1", "mse")
    code += "m.evaluate(x, y[7:10])\nm.evaluate(x, y[:4])\nother.evaluate(x, y[7:10])\n"
    assert lint(code, "keras3", "TFC720") == ["TFC720:10 warning", "TFC720:11 error"]


def trained(
    metrics: str = "['accuracy', 'binary_crossentropy']", units: int = 1, given: str = "x, y", rest: str = ""
) -> str:
    """A model of some units that is trained on the labels of imdb, with these metrics."""
    return (
        "import numpy as np\nfrom tensorflow import keras\n"
        "(x, y), (a, b) = keras.datasets.imdb.load_data()\n"
        f"m = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense({units}, activation='sigmoid')])\n"
        f"m.compile('adam', 'binary_crossentropy', metrics={metrics})\nm.fit({given})\n{rest}"
    )


COLUMNS = [
    (trained(), trained(given="x, y.reshape(-1, 1)")),
    (
        trained("['bce']", given="x, y, validation_data=(a, b)"),
        trained("['bce']", given="x, y.reshape(-1, 1), validation_data=(a, b.reshape(-1, 1))"),
    ),
    (
        trained("[keras.metrics.BinaryCrossentropy()]", given="x[:9], y[:9]"),
        trained("[keras.metrics.BinaryCrossentropy()]", given="x[:9], y[:9].reshape(-1, 1)"),
    ),
    (
        trained(rest="m.evaluate(a, b)"),
        trained(given="x, y.reshape(-1, 1)", rest="m.evaluate(a, b.reshape(-1, 1))"),
    ),
    # where the validation data come from is not in sight
    (trained(given="x, y, validation_data=seen"), trained(given="x, y, validation_data=seen")),
]
NO_COLUMNS = [
    trained("['accuracy']"),
    trained("['mse', 'hinge']"),
    trained("[keras.metrics.AUC()]"),
    trained("metrics"),
    trained("None"),
    trained(units=2),
    trained(given="x, y.reshape(-1, 1)"),
    trained(given="x, np.expand_dims(y, 1)"),
    trained(given="x, z"),
    trained(given="dataset"),
    trained().replace("m.fit(x, y)", "try:\n    m.fit(x, y)\nexcept ValueError:\n    pass"),
    trained().replace("imdb", "cifar10"),
]


@pytest.mark.parametrize(("before", "after"), COLUMNS)
def test_a_metric_that_takes_no_targets_of_one_axis(before: str, after: str) -> None:
    assert (
        set(lint(before, only="TFC720", target="keras3"))
        and fix(before, only="TFC720", unsafe=True, target="keras3") == after
    )


@pytest.mark.parametrize("code", NO_COLUMNS)
def test_metrics_and_targets_that_agree(code: str) -> None:
    assert lint(code, only="TFC720", target="keras3") == []
