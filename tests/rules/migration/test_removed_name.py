"""TFC803 removed-name."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability, Severity

HEAD = "import keras\nimport tensorflow as tf\n"

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    (
        "from tensorflow.keras.layers.experimental import preprocessing\npreprocessing.Rescaling(1.0)",
        "from tensorflow.keras import layers as preprocessing\npreprocessing.Rescaling(1.0)",
    ),
    (
        "from keras.utils import Sequence, np_utils\ny = np_utils.to_categorical(y)",
        "from keras.utils import Sequence\nfrom keras import utils as np_utils\n"
        "y = np_utils.to_categorical(y)",
    ),
    (
        "from keras.utils import np_utils\nto_categorical = np_utils.to_categorical",
        "from keras import utils as np_utils\nto_categorical = np_utils.to_categorical",
    ),
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
        "from keras.layers import Dense, Activation",
    ),
    (
        "from keras.layers.core import (\n    Dense,  # the last\n    Flatten,\n)",
        "from keras.layers import (\n    Dense,  # the last\n    Flatten,\n)",
    ),
    (
        "from keras.engine import Layer, Model as Network, InputSpec  # old",
        "from keras.layers import Layer, InputSpec\nfrom keras import Model as Network  # old",
    ),
    (
        "from keras.layers import Dense, merge as m, core\ncore.Dense(3)",
        "from keras.layers import Dense\nfrom keras import layers as core\ncore.Dense(3)",
    ),
    ("from keras.layers.advanced_activations import PReLU", "from keras.layers import PReLU"),
    (
        "from keras.layers.normalization import BatchNormalization",
        "from keras.layers import BatchNormalization",
    ),
    (
        "from keras.layers.convolutional import Convolution2D, Conv1D\nConvolution2D(32, 3)\nConv1D(8, 3, 1)",
        "from keras.layers import Convolution2D, Conv1D\nConvolution2D(32, 3)\nConv1D(8, 3, 1)",
    ),
    ("from keras.layers.recurrent import LSTM, GRU", "from keras.layers import LSTM, GRU"),
    ("from keras.engine.topology import Layer", "from keras.layers import Layer"),
    (
        "from keras.models import Sequential, Input",
        "from keras.models import Sequential\nfrom keras import Input",
    ),
    # a module of which each function that is used is elsewhere
    (
        "from keras.utils import np_utils\ny = np_utils.to_categorical(y, 3)",
        "from keras.utils import to_categorical\ny = to_categorical(y, 3)",
    ),
    (
        "from keras.utils import np_utils as u\na, b = u.normalize(a), u.to_categorical(b)",
        "from keras.utils import normalize, to_categorical\na, b = normalize(a), to_categorical(b)",
    ),
    ("keras.utils.np_utils.to_categorical(y)", "keras.utils.to_categorical(y)"),
    ("x = tf.keras.losses.mean_squared_error(y, p)", "x = tf.keras.losses.MSE(y, p)"),
    ("c = keras.constraints.maxnorm(3)", "c = keras.constraints.MaxNorm(3)"),
    # what has no other name, and nothing uses, goes
    ("from keras.layers.core import Dense, Merge, Flatten", "from keras.layers import Dense, Flatten"),
    ("from keras.utils import plot_model, multi_gpu_model as m", "from keras.utils import plot_model"),
    ("from keras.layers import merge, Dense  # all", "from keras.layers import Dense  # all"),
    (
        "from keras.layers import (\n    Dense,\n    MaxoutDense,\n    Merge,\n)",
        "from keras.layers import (\n    Dense,\n)",
    ),
    (
        "from keras.layers import (Dense,\n" + " " * 26 + "merge,\n" + " " * 26 + "Flatten)",
        "from keras.layers import (Dense,\n" + " " * 26 + "Flatten)",
    ),
    ("from keras.metrics import fmeasure, matthews_correlation\nx = 1", "x = 1"),
    ("import keras.backend.tensorflow_backend as KTF\nx = 1", "x = 1"),
    (
        "K = keras.backend\nK.set_image_dim_ordering('th')",
        "K = keras.backend\nK.set_image_data_format('channels_first')",
    ),
    (
        "from keras import backend as K\nif K.image_dim_ordering() == 'tf':\n    a = 1",
        "from keras import backend as K\nif K.image_data_format() == 'channels_last':\n    a = 1",
    ),
    ("x = keras.backend.image_dim_ordering()", "x = keras.backend.image_dim_ordering()"),
    ("keras.backend.set_image_dim_ordering(o)", "keras.backend.set_image_dim_ordering(o)"),
    ("if 'th' == keras.backend.image_dim_ordering(): a", "if 'th' == keras.backend.image_dim_ordering(): a"),
    (
        "keras.backend.image_dim_ordering() in ('tf', 'th')",
        "keras.backend.image_dim_ordering() in ('tf', 'th')",
    ),
    (
        "def f():\n    from keras.layers import merge, Merge\n    return 1",
        "def f():\n    return 1",
    ),
    (
        "from keras.engine import Layer, Model, merge",
        "from keras.layers import Layer\nfrom keras import Model",
    ),
    (
        "from keras.layers import Dense, merge, Merge\nmerge([], mode='cos')",
        "from keras.layers import Dense, merge, Merge\nmerge([], mode='cos')",
    ),
]

# Lines that are aligned to the parenthesis move with it; others stay.
UNSAFE = [
    (
        "from keras.layers import CuDNNLSTM\nCuDNNLSTM(3)",
        "from keras.layers import LSTM as CuDNNLSTM\nCuDNNLSTM(3)",
    ),
    (
        "from tensorflow.compat.v1.keras.layers import CuDNNGRU as GRU\nGRU(3, return_sequences=True)",
        "from tensorflow.keras.layers import GRU\nGRU(3, return_sequences=True)",
    ),
    (
        "p = tf.keras.mixed_precision.experimental.Policy('mixed_float16')",
        "p = tf.keras.mixed_precision.Policy('mixed_float16')",
    ),
]
"""What does the same, and is another object."""
PHASES = [
    (
        "from keras import backend as K\nK.set_learning_phase(1)\nx = 1",
        "from keras import backend as K\nx = 1",
    ),
    ("def f():\n    tf.keras.backend.set_learning_phase(False)", "def f():\n    pass"),
    (
        "from keras import backend as K\nK.set_learning_phase(0)\nx = K.exp(y)",
        "from tensorflow.keras import backend as K\nx = K.exp(y)",
    ),
    ("tf.keras.backend.set_learning_phase(phase)", "tf.keras.backend.set_learning_phase(phase)"),
    ("f(tf.keras.backend.set_learning_phase(0))", "f(tf.keras.backend.set_learning_phase(0))"),
    ("f = tf.keras.backend.set_learning_phase", "f = tf.keras.backend.set_learning_phase"),
]
"""``fit`` and ``predict`` need none of these."""
CONVOLUTION = "from keras.layers.convolutional import Convolution2D, MaxPooling2D\n"
KERAS_1 = [
    (
        CONVOLUTION + "Convolution2D(8, 3, 3, border_mode='same')\nConvolution2D(8, 5, 5)",
        "from keras.layers import Convolution2D, MaxPooling2D\n"
        "Convolution2D(8, (3, 3), border_mode='same')\nConvolution2D(8, (5, 5))",
    ),
    (CONVOLUTION + "Convolution2D(8, 3, 3)", CONVOLUTION + "Convolution2D(8, 3, 3)"),  # strides on tf.keras
    (
        CONVOLUTION + "Convolution2D(8, n, n, border_mode='same')",
        CONVOLUTION + "Convolution2D(8, n, n, border_mode='same')",
    ),
]
"""The sides of a kernel, one by one, as the file shows elsewhere that it is for Keras 1."""
UNUSED = [
    "from keras.utils import np_utils",
    "from keras.layers.core import Nothing",
    "from tensorflow.keras.wrappers.scikit_learn import KerasClassifier",
]

ALIGNED = [
    (
        "x = tf.keras.experimental.CosineDecay(0.1,\n                                      3)",
        "x = tf.keras.optimizers.schedules.CosineDecay(0.1,\n" + " " * 46 + "3)",
    ),
    (
        "keras.constraints.maxnorm(3,  # of all\n                          # axes\n" + " " * 26 + "axis=0)",
        "keras.constraints.MaxNorm(3,  # of all\n                          # axes\n" + " " * 26 + "axis=0)",
    ),
    (
        "model.add(keras.layers.experimental.preprocessing.Rescaling(1.0,\n" + " " * 60 + "offset=2))",
        "model.add(keras.layers.Rescaling(1.0,\n" + " " * 33 + "offset=2))",
    ),
    (
        "y = keras.layers.experimental.preprocessing.Rescaling(1.0)(x,\n" + " " * 59 + "training=False)",
        "y = keras.layers.Rescaling(1.0)(x,\n" + " " * 32 + "training=False)",
    ),
    (
        "f(x,\n  keras.utils.np_utils.to_categorical(keras.utils.np_utils.normalize(y,\n"
        + " " * 69
        + "axis=1),\n"
        + " " * 38
        + "3),\n  z)",
        "f(x,\n  keras.utils.to_categorical(keras.utils.normalize(y,\n"
        + " " * 51
        + "axis=1),\n"
        + " " * 29
        + "3),\n  z)",
    ),
    (
        "from keras.utils import np_utils as u\ny = u.to_categorical(u.normalize(y,\n"
        "                                 axis=1),\n                     3)",
        "from keras.utils import normalize, to_categorical\ny = to_categorical(normalize(y,\n"
        "                             axis=1),\n                   3)",
    ),
    (
        "x = keras.layers.experimental.preprocessing.Rescaling(\n    1.0,\n    offset=2,\n)",
        "x = keras.layers.Rescaling(\n    1.0,\n    offset=2,\n)",
    ),
    (
        "x = keras.layers.experimental.preprocessing.Rescaling(1.0,\n    offset=2)",
        "x = keras.layers.Rescaling(1.0,\n    offset=2)",
    ),
    (
        "f(1, keras.layers.experimental.preprocessing.Rescaling,\n  2)",
        "f(1, keras.layers.Rescaling,\n  2)",
    ),
    (
        "from keras.layers.core import (Dense,\n                               Flatten)\n"
        "x = Dense(3,\n          name='x')",
        "from keras.layers import (Dense,\n                               Flatten)\n"
        "x = Dense(3,\n          name='x')",
    ),
    (
        "from keras.layers.experimental.preprocessing import Rescaling\n"
        "x = Rescaling(1.0,\n              offset=2)",
        "from keras.layers import Rescaling\nx = Rescaling(1.0,\n              offset=2)",
    ),
]

MANUAL = [
    "o = tf.keras.dtensor.experimental.optimizers.Adam(0.1, mesh=mesh)",
    "tf.keras.backend.set_learning_phase(phase)",
    "from tensorflow.keras.wrappers.scikit_learn import KerasClassifier\nf(KerasClassifier)",
    "from keras.layers.core import Nothing\nf(Nothing)",  # not in the tables, of a module that is gone
    "from keras.layers.core import *",
    "import keras.utils.np_utils",
    # not all of a statement, or not plainly
    "from keras.utils import Sequence, np_utils\ny = np_utils.probas_to_classes(y)",
    "from keras.utils import np_utils\nf(np_utils)",
    "from keras.layers.convolutional import Convolution2D\nConvolution2D(32, 3, 3)",  # with strides
    "from keras.utils import np_utils\nnp_utils.to_categorical(np_utils.probas_to_classes(y))",
    # gone before TensorFlow 2
    "from keras.layers import Merge\nf(Merge)",
    "from keras import initializations\nf(initializations)",
    "from keras.utils import multi_gpu_model\nf(multi_gpu_model)",
    "tf.keras.backend.get_session()",
    "class Mine(tf.keras.optimizers.legacy.Optimizer): pass",
    "tf.keras.optimizers.legacy.Adam(0.1, decay=0.1)",
    "from keras.layers.experimental import preprocessing\npreprocessing.RandomHeight(0.1)",
]

SILENT = [
    "tf.keras.layers.Dense(3)",
    "tf.keras.layers.Rescaling(1.0)",
    "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
    "from tensorflow.keras.saving import load_model",
    "from keras.applications.resnet50 import ResNet50",
    "from keras.layers import Convolution2D",
    "def f(o: tf.keras.optimizers.legacy.Optimizer | None): pass",
    "from tensorflow.keras.optimizers.legacy import Adam\ndef f(o: Adam): pass",
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
    "tf.Sesion()",
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


# What stands after star imports of layers, models, losses and the backend.
STARS = "".join(f"from tensorflow.keras.{name} import *\n" for name in ("layers", "models", "losses"))
OF_STARS = [
    ("CuDNNLSTM(3)", "LSTM(3)"),
    ("def loss(y, x):\n    return mean_squared_error(y, x)", "def loss(y, x):\n    return MSE(y, x)"),
    ("LocallyConnected1D(3, 2)", "LocallyConnected1D(3, 2)"),
    ("MSE = 1\nmean_squared_error(y, x)", "MSE = 1\nmean_squared_error(y, x)"),
    (
        "from tensorflow.keras import losses\nMSE = 1\nmean_squared_error(y, x)",
        "from tensorflow.keras import losses\nMSE = 1\nlosses.MSE(y, x)",
    ),
]
SILENT_STARS = [
    "Dense(3)",
    "Sequential([Rescaling(1.0)])",
    "def CuDNNLSTM(units):\n    return LSTM(units)\nCuDNNLSTM(3)",
    "class LocallyConnected1D(Layer):\n    pass\nLocallyConnected1D()",
    "def build(CuDNNLSTM):\n    return CuDNNLSTM(3)",
    "for CuDNNLSTM in every: CuDNNLSTM(3)",
    "layers.CuDNNLSTM(3)",
    "x.CuDNNLSTM",
    "build(CuDNNLSTM=True)",
    "from project import *\nCuDNNLSTM(3)",
    "from tensorflow import *\nCuDNNLSTM(3)",
    "from project import CuDNNLSTM\nCuDNNLSTM(3)",
    "try:\n    CuDNNLSTM(3)\nexcept NameError:\n    LSTM(3)",
    "from keras.backend import *\nabs(x), sum(x), pow(x, 2), any(x), all(x), max(x), round(x)",
]


@pytest.mark.parametrize(("before", "after"), OF_STARS)
def test_names_of_star_imports(before: str, after: str) -> None:
    [found] = findings(STARS + before, only="TFC803")
    assert "raises NameError" in found.message
    assert fix(STARS + before, only="TFC803", unsafe=True) == STARS + after


@pytest.mark.parametrize("code", SILENT_STARS)
def test_silent_of_star_imports(code: str) -> None:
    assert lint(STARS + code, only="TFC803") == []


def test_a_star_import_of_a_module_that_is_gone_is_said_once() -> None:
    code = "from keras.layers.recurrent import *\nx = LSTM(3)\ny = GRU(3)"
    assert [each.split()[0] for each in lint(code, only="TFC803")] == ["TFC803:1"]


@pytest.mark.parametrize(("before", "after"), [*BECOMES, *ALIGNED])
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC803") == HEAD + after


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_what_does_the_same(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC803") == HEAD + before
    assert fix(HEAD + before, only="TFC803", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", UNUSED)
def test_an_import_that_nothing_uses_goes(code: str) -> None:
    assert fix(f"{HEAD}{code}\nprint(1)\n", only="TFC803") == f"{HEAD}print(1)\n"
    assert code in fix(f"{HEAD}{code}\nprint(1)\n", "2.4 2.21", only="TFC803")


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


@pytest.mark.parametrize(
    ("code", "there", "gone"),
    [
        ("from keras.utils import np_utils", "2.12", "2.13"),
        ("from tensorflow.keras.wrappers.scikit_learn import KerasClassifier", "2.12", "2.13"),
        ("from keras.layers.core import Dense", "2.12", "2.13"),
        ("from keras.engine import base_layer", "2.12", "2.13"),
        ("from keras.layers.advanced_activations import PReLU", "2.4", "2.10"),
        ("from keras.layers.merge import concatenate", "2.4", "2.10"),
        ("import tensorflow as tf\ntf.compat.v1.keras.layers.CuDNNLSTM(3)", "2.15", "2.21"),
        ("import tensorflow as tf\ntf.compat.v1.keras.backend.get_session()", "2.4", "2.21"),
    ],
)
def test_names_that_keras_2_dropped(code: str, there: str, gone: str) -> None:
    assert lint(code, there, only="TFC803") == []
    [found] = findings(code, gone, only="TFC803")
    assert found.severity is Severity.ERROR


def test_message() -> None:
    [found] = findings(HEAD + "tf.keras.backend.set_learning_phase(1)", "both", only="TFC803")
    assert found.message == (
        "tf.keras.backend.set_learning_phase was removed: Keras 2 (TensorFlow 2.15) has it; "
        "Keras 3 (TensorFlow 2.21) raises AttributeError"
    )


@pytest.mark.parametrize(
    "code",
    ["from keras.optimizers import legacy", "from tensorflow.keras.optimizers import legacy\nlegacy.Adam()"],
)
def test_the_module_of_the_stand_ins_can_be_imported(code: str) -> None:
    [found] = findings(code, "keras3", only="TFC803")
    assert found.message.endswith(
        "was removed: Keras 3 only has stand-ins in it, which raise ImportError when they are built"
    )
    assert found.fix is not None
    assert found.fix.title == "use the optimizers without .legacy, which have neither lr nor decay"


@pytest.mark.parametrize(
    ("code", "target", "message", "title"),
    [
        (
            "from keras.utils import np_utils",
            "keras2",
            "keras.utils.np_utils was removed: Keras from 2.13 raises ImportError",
            "remove the import: the file does not use it",
        ),
        (
            "from keras.utils import Sequence, np_utils\ny = np_utils.probas_to_classes(y)",
            "keras3",
            "keras.utils.np_utils was removed: Keras from 2.13 raises ImportError",
            "what was in it is in keras.utils, or gone",
        ),
        (
            "from tensorflow.keras.layers import CuDNNLSTM\nCuDNNLSTM(3)",
            "keras2",
            "tf.keras.layers.CuDNNLSTM was removed: Keras from 2.2 raises ImportError",
            "use tf.keras.layers.LSTM",
        ),
        (
            "from keras.wrappers.scikit_learn import KerasClassifier\nKerasClassifier(make)",
            "keras3",
            "keras.wrappers.scikit_learn.KerasClassifier was removed: Keras from 2.13 raises ImportError",
            "use the package scikeras, or keras.wrappers.SKLearnClassifier and SKLearnRegressor",
        ),
        (
            "from tensorflow.keras.wrappers.scikit_learn import KerasClassifier\nKerasClassifier(make)",
            "2.16",
            "tf.keras.wrappers.scikit_learn.KerasClassifier was removed: Keras from 2.13 raises ImportError",
            "use the package scikeras",
        ),
        (
            "from keras.layers.core import Dense, Activation, Merge\nMerge([])",
            "keras3",
            "keras.layers.core.Dense was removed: Keras from 2.13 raises ImportError",
            "use keras.layers.Dense and keras.layers.Activation; Merge, imported with it, has no other name",
        ),
        (
            "from tensorflow import keras\nkeras.backend.get_session()",
            "2.15",
            "tf.keras.backend.get_session was removed: Keras from 2.2 raises AttributeError",
            "there are no sessions in TensorFlow 2: run the code eagerly",
        ),
        (
            "from keras import backend as K\nK.sum(x)",
            "keras3",
            "keras.backend.sum was removed: Keras 3 raises AttributeError",
            "use tf.keras.backend.sum; not safe: what only tf.keras has needs TensorFlow, whatever the "
            "backend of Keras is",
        ),
        (
            # ran: tf.keras.backend.set_value of a variable of Keras 3.3 and 3.15 raises AttributeError
            "import keras\nkeras.backend.set_value(model.count, 2)",
            "keras3",
            "keras.backend.set_value was removed: Keras 3 raises AttributeError",
            "call the method assign of the variable",
        ),
        (
            # nor is the module taken from tf.keras
            "from keras import backend as K\nK.set_value(model.count, 2)",
            "keras3",
            "keras.backend.set_value was removed: Keras 3 raises AttributeError",
            "call the method assign of the variable",
        ),
        (
            "from keras import backend as K\nK.get_value(model.count)",
            "keras3",
            "keras.backend.get_value was removed: Keras 3 raises AttributeError",
            "use tf.keras.backend.get_value; not safe: what only tf.keras has needs TensorFlow, whatever "
            "the backend of Keras is",
        ),
        (
            "from tensorflow import keras\nkeras.saving.get_custom_objects()",
            "keras3",
            "tf.keras.saving.get_custom_objects was removed: Keras 3 raises AttributeError",
            "use keras.utils.get_custom_objects",
        ),
        (
            "from tensorflow import keras\nkeras.saving.load_model('m.keras')",
            "keras3",
            "tf.keras.saving.load_model was removed: Keras 3 raises AttributeError",
            "use keras.models.load_model",
        ),
        (
            "from tensorflow import keras\nkeras.experimental.CosineDecay(1, 2)",
            "keras3",
            "tf.keras.experimental.CosineDecay was removed: Keras 3 raises AttributeError",
            "use keras.optimizers.schedules.CosineDecay",
        ),
        (
            "from keras.constraints import maxnorm\nmaxnorm(3)",
            "keras3",
            "keras.constraints.maxnorm was removed: Keras from 2.13 raises ImportError",
            "use keras.constraints.MaxNorm",
        ),
        (
            "import tensorflow as tf\nclass Mine(tf.keras.optimizers.legacy.Optimizer): pass",
            "keras3",
            "tf.keras.optimizers.legacy.Optimizer was removed: Keras 3 only has a stand-in, which raises "
            "ImportError when it is built",
            "base the class on keras.optimizers.Optimizer, whose update_step is another method",
        ),
    ],
)
def test_what_is_told(code: str, target: str, message: str, title: str) -> None:
    found = findings(code, target, only="TFC803")[0]
    assert found.fix is not None
    assert (found.message, found.fix.title) == (message, title)


def test_an_import_is_mended_whole_or_not_at_all() -> None:
    code = "from keras.layers.core import Dense, Activation, Merge\nMerge([])\n"
    assert len(findings(code, "keras3", only="TFC803")) == 3
    assert fix(code, "keras3", only="TFC803", unsafe=True) == code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("o = tf.keras.optimizers.legacy.Adam()", "error"),
        ("class Mine(tf.keras.optimizers.legacy.Adam): pass", "error"),
        ("make = tf.keras.optimizers.legacy.Adam\nmake()", "error"),
        ("make = tf.keras.optimizers.legacy.Adam\nisinstance(o, make)\nmake()", "error"),
        ("make = tf.keras.optimizers.legacy.Adam", "error"),
        ("make = tf.keras.optimizers.legacy.Adam\nrun(make)", "error"),
        ("make = tf.keras.optimizers.legacy.Adam\nmake = other\nisinstance(o, make)", "error"),
        ("kinds = (tf.keras.optimizers.legacy.Adam,)\nkinds[0]()", "error"),
        ("kind = tf.keras.optimizers.legacy.Adam\nisinstance(o, kind)", "info"),
        ("kinds = (A, tf.keras.optimizers.legacy.Adam)\nisinstance(o, kinds)", "info"),
        ("one = tf.keras.optimizers.legacy.Adam\nkind = one\nif type(o) is kind: pass", "info"),
        ("isinstance(o, tf.keras.optimizers.legacy.Optimizer)", "info"),
        ("issubclass(t, (keras.optimizers.Optimizer, keras.optimizers.legacy.Optimizer))", "info"),
        ("if type(o) is keras.optimizers.legacy.Adam: pass", "info"),
    ],
)
def test_a_stand_in_raises_where_it_is_built(code: str, expected: str) -> None:
    found = findings(HEAD + code, only="TFC803")[0]
    assert found.severity.value == expected
    assert ("when it is built" in found.message) is (expected == "error")


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("isinstance(o, legacy.Adam)", ["info"]),
        ("kind = legacy.Optimizer\nisinstance(o, kind)", ["info"]),
        ("isinstance(o, legacy.Adam)\nlegacy.SGD()", ["error"]),
        ("def f(o: legacy.Optimizer): pass", []),
        ("run(legacy)", ["error"]),
    ],
)
def test_the_module_of_the_stand_ins_goes_by_what_is_used_of_it(use: str, expected: list[str]) -> None:
    found = findings(f"from tensorflow.keras.optimizers import legacy\n{use}", "keras3", only="TFC803")
    assert [finding.severity.value for finding in found] == expected


TRIED = (
    "try:\n    from tensorflow.keras.optimizers.legacy import Adam\n"
    "except ImportError:\n    from tensorflow.keras.optimizers import Adam\n"
)
BUILDS = "model.compile(Adam(0.1), 'mse')\n"
IN_VAIN = {
    "built": TRIED + BUILDS,
    "in a function": f"{TRIED}def make(rate):\n    return Adam(rate)\n",
    "handed on": f"{TRIED}make(Adam)\n",
    "a class below it": f"{TRIED}class Mine(Adam):\n    pass\n",
    "the module": "try:\n    from tensorflow.keras.optimizers import legacy as opts\n"
    "except Exception:\n    from tensorflow.keras import optimizers as opts\nopts.Adam(0.1)\n",
    "an attribute": "import tensorflow as tf\ntry:\n    Adam = tf.keras.optimizers.legacy.Adam\n"
    "except AttributeError:\n    Adam = tf.keras.optimizers.Adam\nAdam(0.1)\n",
    "in a function, import and all": "def make():\n"
    + "".join(f"    {line}\n" for line in TRIED.splitlines())
    + "    return Adam(0.1)\n",
}
NOT_IN_VAIN = {
    "nothing builds it": TRIED,
    "it is caught, too": f"{TRIED}try:\n    Adam(0.1)\nexcept ImportError:\n    pass\n",
    "built in the same try": TRIED.replace("Adam\n", "Adam\n    o = Adam(0.1)\n"),
    "a type": f"{TRIED}def f(o: Adam):\n    pass\n",
    "the other way round": "try:\n    from tensorflow.keras.optimizers import Adam\n"
    "except ImportError:\n    from tensorflow.keras.optimizers.legacy import Adam\n" + BUILDS,
    "something else may fail": TRIED.replace("try:\n", "try:\n    import tensorflow_addons\n") + BUILDS,
    "the release is asked": "import keras\nif keras.__version__ < '3':\n"
    + "".join(f"    {line}\n" for line in TRIED.splitlines())
    + "else:\n    from keras.optimizers import Adam\n"
    + BUILDS,
    "the release is asked where it is built": (
        f"import keras\n{TRIED}o = Adam(0.1) if keras.__version__ < '3' else 0\n"
    ),
    "the name is another one in the end": f"{TRIED}Adam = other\n{BUILDS}",
}


@pytest.mark.parametrize("code", IN_VAIN.values(), ids=list(IN_VAIN))
def test_a_stand_in_that_is_tried_does_not_raise_when_it_is_imported(code: str) -> None:
    (found,) = findings(code, "keras3", "TFC803")
    assert " ImportError when built (line " in found.message
    assert found.severity.value == "error"
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"
    assert lint(code, "keras2", "TFC803") == []


@pytest.mark.parametrize("code", NOT_IN_VAIN.values(), ids=list(NOT_IN_VAIN))
def test_a_stand_in_that_is_tried_for_a_reason(code: str) -> None:
    assert lint(code, "keras3", "TFC803") == []


@pytest.mark.parametrize("imported", [TRIED, TRIED.splitlines()[1].strip() + "\n"])
@pytest.mark.parametrize(
    "use",
    [
        f"from train import Adam\n{BUILDS}",
        "import train\nmodel.compile(train.Adam(0.1), 'mse')\n",
        "from train import Adam as Legacy\ndef make():\n    return Legacy(0.1)\n",
    ],
)
def test_a_stand_in_that_another_file_builds(imported: str, use: str) -> None:
    (found,) = findings(imported, "keras3", "TFC803", net=f"import keras\n{use}")
    assert " ImportError when built (net.py, line " in found.message
    assert found.fix is not None
    assert not found.fix.edits, "the other file imports it from here"
    tested = "import keras\nfrom train import Adam\nisinstance(o, Adam)\n"
    assert lint(imported, "keras3", "TFC803", net=tested) == []


@pytest.mark.parametrize(
    ("comment", "expected"),
    [("  # tf 2.8.2", "unsafe"), ("  # TensorFlow==2.3", "unsafe"), ("", "safe"), ("  # two of 2.8", "safe")],
)
def test_a_line_for_one_release_is_not_mended_safely(comment: str, expected: str) -> None:
    code = f"from keras.layers.core import Dense{comment}\nDense(1)\n"
    [finding] = findings(code, "keras3", "TFC803")
    assert finding.fix is not None
    assert finding.fix.applicability.value == expected


NEVER = [
    (
        "from tensorflow.keras.layers.core import Dense, Dropout",
        "from tensorflow.keras.layers import Dense, Dropout",
    ),
    ("from tensorflow.keras.layers.merge import Add", "from tensorflow.keras.layers import Add"),
    (
        "from tensorflow.keras.utils import np_utils\nnp_utils.to_categorical(y)",
        "from tensorflow.keras.utils import to_categorical\nto_categorical(y)",
    ),
]
NEVER_SILENT = [
    "from tensorflow.keras.layers import Dense",
    "from tensorflow.keras.utils import to_categorical",
    "import tensorflow.keras.layers as layers",
    "from tensorflow.python.keras.layers.core import Dense",
    "from tf_keras.layers.core import Dense",
    "from tensorflow.keras.layers.nothing import Dense",
    "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
    "try:\n    from tensorflow.keras.layers.core import Dense\nexcept ImportError:\n    Dense = None",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), NEVER)
def test_modules_that_tensorflow_never_had(before: str, after: str, target: str) -> None:
    found = findings(before, target, only="TFC803")
    assert found and all("never in tf.keras" in each.message for each in found)
    assert fix(before, target, only="TFC803") == after


@pytest.mark.parametrize("code", NEVER_SILENT)
def test_silent_of_modules(code: str) -> None:
    assert lint(code, only="TFC803") == []


@pytest.mark.parametrize(("before", "after"), KERAS_1)
def test_sides_of_a_kernel_go_with_the_import(before: str, after: str) -> None:
    assert fix(before, only="TFC803") == before
    assert fix(before, only="TFC803", unsafe=True) == after


@pytest.mark.parametrize(("before", "after"), PHASES)
def test_a_phase_that_nothing_needs_goes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC803") == HEAD + before
    assert fix(HEAD + before, only="TFC803", unsafe=True) == HEAD + after


@pytest.mark.parametrize("handed_on", ["__all__ = ['np_utils']", "__all__ = []\n__all__ += ('np_utils',)"])
def test_an_import_that_the_file_hands_on_is_not_removed(handed_on: str) -> None:
    code = f"from keras.utils import np_utils\n{handed_on}\n"
    [found] = findings(code, "keras2", only="TFC803")
    assert found.fix is not None
    assert "remove" not in found.fix.title
    assert fix(code, "keras2", only="TFC803", unsafe=True) == code
