"""TFC803 removed-name."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = "import keras\nimport tensorflow as tf\n"

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    (
        "tf.keras.layers.experimental.preprocessing.Rescaling(1.0)",
        "tf.keras.layers.Rescaling(1.0)",
    ),
    (
        "o = tf.keras.dtensor.experimental.optimizers.Adam(0.1, beta_1=0.8)",
        "o = tf.keras.optimizers.Adam(0.1, beta_1=0.8)",
    ),
    (
        "x = tf.keras.experimental.CosineDecay(0.1, 3)",
        "x = tf.keras.optimizers.schedules.CosineDecay(0.1, 3)",
    ),
    (
        "layers = tf.keras.layers\nlayers.experimental.preprocessing.Rescaling(1.0)",
        "layers = tf.keras.layers\nlayers.Rescaling(1.0)",
    ),
    (
        "from tensorflow.keras.layers.experimental.preprocessing import Rescaling\nRescaling(1.0)",
        "from tensorflow.keras.layers import Rescaling\nRescaling(1.0)",
    ),
    (
        "from keras.utils.np_utils import to_categorical as onehot",
        "from keras.utils import to_categorical as onehot",
    ),
    (
        "from keras.layers.core import Dense, Activation",
        "from keras.layers import Dense\nfrom keras.layers import Activation",
    ),
    ("keras.utils.np_utils.to_categorical(y)", "keras.utils.to_categorical(y)"),
]

MANUAL = [
    "o = tf.keras.dtensor.experimental.optimizers.Adam(0.1, mesh=mesh)",
    "tf.keras.backend.set_learning_phase(1)",
    "from tensorflow.keras.wrappers.scikit_learn import KerasClassifier",
    "from keras.preprocessing.image import ImageDataGenerator",
    "from keras.utils import np_utils",
    "from keras.layers.core import Flatten",  # a name that the tables do not have, of a module that is gone
    "tf.keras.optimizers.legacy.Adam(0.1)",
    "from tensorflow.keras.layers.experimental import preprocessing\npreprocessing.Rescaling(1.0)",
]

SILENT = [
    "tf.keras.layers.Dense(3)",
    "tf.keras.layers.Rescaling(1.0)",
    "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
    "from tensorflow.keras.saving import load_model",
    "from keras.saving import load_model",
    "tf.keras.backend.clear_session()",
    "tf.keras.backend.mean(x)",
    "keras.ops.abs(x)",
    "tf.keras.optimizers.Adam(0.1)",
    # never there, or not public
    "tf.keras.layers.Dence(3)",
    "from tensorflow.python.keras.layers.experimental import preprocessing",
    "from tensorflow.python.keras.utils import np_utils",
    "from keras.nothing import Something",
    "tf.contrib.keras.layers.Dense(3)",
    "tf.Session()",
    # not Keras
    "from mykeras.layers.core import Dense",
    "class keras:\n    backend = None\nkeras.backend.set_learning_phase(1)",
    "def f(keras):\n    keras.backend.set_learning_phase(1)",
    "x.experimental.CosineDecay(0.1, 3)",
    "from .keras.utils import np_utils",
    # several releases
    "try:\n    from keras.utils import np_utils\nexcept ImportError:\n    np_utils = None",
    "try:\n    from tensorflow.keras.layers import Rescaling\nexcept ImportError:\n"
    "    from tensorflow.keras.layers.experimental.preprocessing import Rescaling",
    "if tf.__version__ < '2.6':\n    x = tf.keras.experimental.CosineDecay(0.1, 3)",
    "if hasattr(tf.keras.optimizers, 'legacy'):\n    o = tf.keras.optimizers.legacy.Adam()",
    "o = tf.keras.optimizers.legacy.Adam() if hasattr(tf.keras.optimizers, 'legacy') else None",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC803") == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC803")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
    assert fix(HEAD + code, only="TFC803", unsafe=True) == HEAD + code


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC803") == []


@pytest.mark.parametrize(
    ("target", "expected"), [("2.11", 0), ("keras2", 0), ("2.16", 1), ("keras3", 1), ("both", 1)]
)
def test_targets(target: str, expected: int) -> None:
    assert len(lint(HEAD + "tf.keras.backend.set_learning_phase(1)", target, only="TFC803")) == expected


def test_names_that_keras_2_dropped() -> None:
    assert lint("from tensorflow.keras.models import model_from_yaml", "2.15", only="TFC803") == []
    assert lint("from keras.utils import np_utils", "2.11", only="TFC803") == []
    assert lint("from keras.utils import np_utils", "2.15", only="TFC803") == ["TFC803:1 error"]


def test_message() -> None:
    [found] = findings(HEAD + "tf.keras.backend.set_learning_phase(1)", "both", only="TFC803")
    assert found.message == (
        "tf.keras.backend.set_learning_phase is gone: Keras 2 (TensorFlow 2.15) has it; "
        "Keras 3 (TensorFlow 2.21) raises AttributeError"
    )


@pytest.mark.parametrize(
    "code",
    ["from keras.optimizers import legacy", "from tensorflow.keras.optimizers import legacy\nlegacy.Adam()"],
)
def test_the_module_of_the_stand_ins_can_be_imported(code: str) -> None:
    [found] = findings(code, "keras3", only="TFC803")
    assert found.message.endswith(
        "is gone: Keras 3 only has stand-ins in it, which raise ImportError when they are built"
    )
    assert found.fix is not None
    assert found.fix.title == "take the optimizers without .legacy, which know neither lr nor decay"
