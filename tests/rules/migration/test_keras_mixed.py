"""TFC810 keras-mixed."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab, findings, fix, lint
from tflint_ckpt.target import NEWEST, Target, Targets

HEAD = """\
import keras
import tensorflow as tf
import tensorflow_hub as hub
import tensorflow_probability as tfp
import transformers
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.python.keras.layers import Dropout
from tensorflow.python.keras.optimizer_v2.adam import Adam
from transformers import BertTokenizer, TFBertModel, TFAutoModelForSequenceClassification
"""
HELD = """
class Net(Model):
    def __init__(self):
        super().__init__()
        self.encoder = {}
"""

FIT = """
from tensorflow.python.keras.callbacks import (
    CSVLogger, EarlyStopping, LearningRateScheduler, ModelCheckpoint, ReduceLROnPlateau, TensorBoard)
import tf_keras
model = Sequential([layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y, callbacks=[{}])
"""

FIRES = [
    FIT.format("{ModelCheckpoint('best.keras')}"),
    FIT.format("{ReduceLROnPlateau('loss')}"),
    FIT.format("EarlyStopping('loss'), {LearningRateScheduler(rate)}"),
    FIT.format("{TensorBoard('logs')}, CSVLogger('log.csv')"),
    FIT.format("{tf_keras.callbacks.ReduceLROnPlateau('loss')}"),
    "Sequential([{hub.KerasLayer('handle', input_shape=(8,))}, layers.Dense(1)])",
    "features = hub.KerasLayer('handle')\nmodel = Sequential()\nmodel.add({features})",
    "def encoder():\n    return hub.KerasLayer('handle')\nmodel = Sequential([{encoder()}])",
    "import functools\nh = functools.partial(hub.KerasLayer, 'h')\nmodel = Sequential()\nmodel.add({h()})",
    "blocks = [layers.Dense(2), tfp.layers.DenseFlipout(1)]\nSequential(blocks)",
    "Sequential([layers.Dense(8), {Dropout(0.2)}, layers.Dense(1)])",
    "inputs = Input((8,))\nx = {hub.KerasLayer('handle')}(inputs)",
    "ids = Input((8,), dtype='int32')\nbert = TFBertModel.from_pretrained('b')\nx = {bert}(ids)[0]",
    "ids = Input((8,))\nbert = TFBertModel.from_pretrained('b')\nx = {bert}(input_ids=ids, mask=None)",
    "ids = Input((8,))\nbert = TFBertModel.from_pretrained('b')\nx = {bert}({'input_ids': ids})",
    "ids = Input((8,))\nbert = TFBertModel.from_pretrained('b')\nx = {bert.bert}([ids, ids])",
    "inputs = Input((8,))\nx = {transformers.TFViTModel(config)}(inputs)",
    "layers.TimeDistributed({Dropout(0.5)})",
    "model = Sequential([layers.Dense(1)])\nmodel.compile({Adam(1e-3)}, 'mse')",
    "net = TFAutoModelForSequenceClassification.from_pretrained('b')\n"
    "net.compile(optimizer={tf.keras.optimizers.Adam(3e-5)})",
    "net = TFBertModel.from_pretrained('b')\n"
    "net.compile('adam', metrics=[{tf.keras.metrics.SparseCategoricalAccuracy('accuracy')}])",
    "net = TFBertModel(config)\nstop = tf.keras.callbacks.EarlyStopping()\nnet.fit(x, callbacks=[{stop}])",
    HELD.format("{TFBertModel.from_pretrained('b')}"),
    HELD.format("{hub.KerasLayer('handle', trainable=True)}"),
    HELD.format("{tfp.layers.DenseFlipout(4)}"),
]

SILENT = [
    # what only looks at the logs, and a checkpoint that can save
    FIT.format("EarlyStopping('loss', restore_best_weights=True), CSVLogger('log.csv')"),
    FIT.format("tf_keras.callbacks.ModelCheckpoint('best.keras'), tf_keras.callbacks.EarlyStopping()"),
    FIT.format("tf.keras.callbacks.ReduceLROnPlateau('loss')"),
    FIT.format("ModelCheckpoint('best.keras') if keep else tf.keras.callbacks.ModelCheckpoint('a.keras')"),
    "from tensorflow.python.keras.callbacks import ModelCheckpoint\n"
    "class Mine(ModelCheckpoint):\n    def on_epoch_end(self, epoch, logs=None):\n        pass\n"
    "model = Sequential([layers.Dense(1)])\nmodel.fit(x, y, callbacks=[Mine('a')])",
    # one Keras
    "Sequential([layers.Dense(8), layers.Dropout(0.2), keras.layers.Dense(1)])",
    "model = Sequential([layers.Dense(1)])\nmodel.compile(tf.keras.optimizers.Adam(1e-3), 'mse')",
    "from tensorflow.python.keras.models import Sequential as S\nS([Dropout(0.1)])",
    # the private Keras computes with the layers of others, and its tensors stay its own
    "from tensorflow.python.keras.layers import Dense, Input as In\n"
    "x = Dense(3)(In((4,)))\nx = layers.BatchNormalization()(x)\ny = Dropout(0.1)(tf.nn.relu(x))",
    "from tensorflow.python.keras.layers import Input as In\n"
    "a = layers.Dense(3)(In((4,)))\nb = layers.Add()([a, a])\nc = Dropout(0.1)(b)",
    # what Keras only calls
    "model = Sequential([layers.Dense(1)])\n"
    "from tensorflow.python.keras.losses import MeanSquaredError\nmodel.compile('sgd', MeanSquaredError())",
    "from tensorflow.python.keras.regularizers import L2\n"
    "Sequential([layers.Dense(1, kernel_regularizer=L2(0.1))])",
    "net = TFBertModel(config)\nnet.compile('adam', loss=tf.keras.losses.MeanSquaredError())",
    "net = TFBertModel(config)\nnet.compile('adam', metrics=['accuracy'])",
    # by name, or of an unknown class
    "net = TFBertModel(config)\nnet.compile(optimizer='adam')",
    "net = TFBertModel(config)\noptimizer, schedule = transformers.create_optimizer(1e-3, 10, 0)\n"
    "net.compile(optimizer=optimizer)",
    "def build(encoder):\n    return Sequential([encoder, layers.Dense(1)])",
    "from project import KerasLayer\nSequential([KerasLayer('handle'), layers.Dense(1)])",
    "from project.transformers import TFBertEncoder\nSequential([TFBertEncoder(), layers.Dense(1)])",
    # run on real tensors, or on what cannot be seen
    "embed = hub.KerasLayer('handle')\nprint(embed(['a sentence']))",
    "import functools\nh = functools.partial(hub.KerasLayer, trainable=True)\nprint(h('x')(['a sentence']))",
    "embed = hub.load('handle')\nvectors = embed(['a sentence'])",
    "bert = TFBertModel.from_pretrained('b')\nout = bert(**BertTokenizer.from_pretrained('b')('text'))",
    "def call(self, ids):\n    return TFBertModel.from_pretrained('b')(ids)",
    "x = Input((8,))\ny = layers.Lambda(lambda t: hub.KerasLayer('handle')(t))(x)",
    # of a library, and not a layer of tf_keras
    "from transformers import AutoModel\nnet = AutoModel.from_pretrained('b')\n"
    "net.compile(tf.keras.optimizers.Adam())",
    "from transformers import TFTrainer\nSequential([TFTrainer, layers.Dense(1)])",
    "tfp.distributions.Normal(0.0, 1.0)",
    # a layer of one's own around it, with real tensors inside
    """
    class Embed(layers.Layer):
        def call(self, inputs):
            return hub.KerasLayer('handle')(inputs)
    Sequential([Embed(), layers.Dense(1)])
    """,
    # held, and not trained
    HELD.format("hub.KerasLayer('handle')"),
    HELD.format("hub.KerasLayer('handle', trainable=False)"),
    HELD.format("TFBertModel.from_pretrained('b')\n        self.encoder.trainable = False"),
    # expected
    "with pytest.raises(ValueError):\n    Sequential([hub.KerasLayer('handle')])",
    "try:\n    model = Sequential([hub.KerasLayer('handle')])\nexcept ValueError:\n    model = None",
    "if keras.__version__.startswith('2'):\n    model = Sequential([hub.KerasLayer('handle')])",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    code = HEAD + dedent(code)
    plain = code.replace("{'input_ids': ids}", "<ids>").replace("{", "").replace("}", "")
    plain = plain.replace("<ids>", "{'input_ids': ids}")
    [found] = findings(plain, only="TFC810")
    marked = code.replace("{'input_ids': ids}", "<ids>").partition("{")[2].partition("}")[0]
    assert plain[found.start : found.end] == marked or not marked


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC810") == []


@pytest.mark.parametrize("code", FIRES)
def test_silent_on_keras_2(code: str) -> None:
    code = HEAD + dedent(code).replace("{'input_ids': ids}", "ids").replace("{", "").replace("}", "")
    private = "Adam(1e-3)" in code or "TimeDistributed" in code
    assert bool(lint(code, "keras2", only="TFC810")) == private


def test_once_for_each_import() -> None:
    code = "Sequential([Dropout(0.1), layers.Dense(1), Dropout(0.1)])\nSequential([Dropout(0.3)])\n"
    assert lint(HEAD + code, only="TFC810") == ["TFC810:10 error"]


def test_message() -> None:
    [found] = findings(HEAD + "Sequential([hub.KerasLayer('handle')])\n", only="TFC810")
    assert found.message == (
        "hub.KerasLayer, a layer of tf_keras, is added to a Sequential of tf.keras: Keras 3 raises "
        "ValueError (Only instances of keras.Layer can be added) when the layer is added"
    )
    assert found.fix is not None
    assert found.fix.title == (
        "set TF_USE_LEGACY_KERAS=1 before TensorFlow is imported, so that tf.keras is tf_keras"
    )


@pytest.mark.parametrize(
    ("private", "public"),
    [
        ("tensorflow.python.keras.layers import Dropout", "tensorflow.keras.layers import Dropout"),
        ("tensorflow.python.keras.layers.core import Dropout", "tensorflow.keras.layers import Dropout"),
        ("tensorflow.python.keras import Dropout", "tensorflow.python.keras import Dropout"),
    ],
)
def test_becomes(private: str, public: str) -> None:
    code = "from tensorflow.keras import Sequential\nfrom {}\nmodel = Sequential([Dropout(0.1)])\n"
    assert fix(code.format(private), only="TFC810", unsafe=True) == code.format(public)


def test_not_one_statement_in_part() -> None:
    code = "from tensorflow.python.keras.layers import Dropout, Gone\nkeras.Sequential([Dropout(0.1)])\n"
    code = f"import keras\n{code}"
    assert fix(code, only="TFC810", unsafe=True) == code


def lint_installed(code: str, legacy: str | None) -> list[str]:
    """The findings on TensorFlow 2.21, where *legacy* says that ``tf.keras`` is Keras 2."""
    lab = Lab(code, only="TFC810")
    lab.targets = Targets(Target((NEWEST,), "requirements.txt:1"), legacy)
    return [found.severity.value for found in lab.check().findings]


@pytest.mark.parametrize(
    ("code", "legacy", "expected"),
    [
        ("tf.keras.Sequential([hub.KerasLayer('h')])", None, ["error"]),
        ("tf.keras.Sequential([hub.KerasLayer('h')])", "train.py:1", []),
        ("keras.Sequential([hub.KerasLayer('h')])", "train.py:1", ["error"]),
        ("keras.Sequential([tf.keras.layers.Dense(1)])", None, []),
        ("keras.Sequential([tf.keras.layers.Dense(1)])", "train.py:1", ["error"]),
        ("tf.keras.Sequential([keras.layers.Dense(1)])", "train.py:1", ["error"]),
        ("tf.keras.Sequential([tf.keras.layers.Dense(1)])", "train.py:1", []),
        ("keras.Sequential([tf_keras.layers.Dense(1)])", None, ["error"]),
        ("tf_keras.Sequential([keras.layers.Dense(1)])", None, ["error"]),
        ("tf_keras.Sequential([tf.keras.layers.Dense(1)])", "train.py:1", []),
    ],
)
def test_goes_by_the_import(code: str, legacy: str | None, expected: list[str]) -> None:
    head = (
        "import keras, tf_keras\nimport tensorflow as tf\nimport tensorflow_hub as hub\nTF_USE_LEGACY_KERAS\n"
    )
    assert lint_installed(head + code, legacy) == expected


def test_a_stand_in_for_a_library_is_not_it() -> None:
    code = """
    try:
        import tensorflow_hub as hub
    except ImportError:
        import tf_keras
        class hub:
            class KerasLayer(tf_keras.layers.Layer):
                pass
    from tensorflow import keras
    model = keras.Sequential([hub.KerasLayer("handle"), keras.layers.Dense(1)])
    """
    assert lint(code, only="TFC810") == ["TFC810:10 error"]


def test_the_import_that_is_in_effect_is_mended() -> None:
    code = (
        "from tensorflow.keras.layers import Dense, Flatten\n"
        "from tensorflow.keras.models import Sequential\n"
        "from tensorflow.python.keras.layers.core import Flatten\n"
        "model = Sequential()\nmodel.add(Flatten())\nmodel.add(Dense(1))\n"
    )
    mended = code.replace("tensorflow.python.keras.layers.core", "tensorflow.keras.layers")
    assert fix(code, unsafe=True, only="TFC810") == mended
