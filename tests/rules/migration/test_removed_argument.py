"""TFC804 removed-argument."""

from __future__ import annotations

import pytest

from tests.lint import Lab, findings, fix, lint
from tflint_ckpt.finding import Applicability
from tflint_ckpt.target import NEWEST, Target, Targets

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
model = keras.Sequential()
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("layers.LSTM(3, time_major=False)", "layers.LSTM(3)"),
    ("keras.callbacks.TensorBoard('l', write_grads=False)", "keras.callbacks.TensorBoard('l')"),
    ("model.fit(x, y, workers=1)", "model.fit(x, y)"),
    ("model.fit(x, y, use_multiprocessing=False, epochs=2)", "model.fit(x, y, epochs=2)"),
    ("model.predict(x, max_queue_size=10)", "model.predict(x)"),
    ("model.fit(x, **{'workers': 1})", "model.fit(x, **{})"),
    ("model.fit(x, y, use_multiprocessing=flag)", "model.fit(x, y)"),
    # another name
    ("keras.regularizers.l1(l=0.001)", "keras.regularizers.l1(l1=0.001)"),
    ("keras.regularizers.L2(l=r)", "keras.regularizers.L2(l2=r)"),
    ("layers.Dense(output_dim=3, init='uniform')", "layers.Dense(units=3, kernel_initializer='uniform')"),
    ("layers.Conv2D(3, 3, border_mode='same')", "layers.Conv2D(3, 3, padding='same')"),
    ("layers.Convolution2D(3, 3, subsample=(2, 2))", "layers.Convolution2D(3, 3, strides=(2, 2))"),
    ("layers.Conv1D(9, 3, 1, border_mode='same')", "layers.Conv1D(9, 3, 1, padding='same')"),
    ("layers.MaxPooling2D(dim_ordering='th')", "layers.MaxPooling2D(data_format='channels_first')"),
    ("layers.Dropout(p=0.5)", "layers.Dropout(rate=0.5)"),
    ("keras.Model(input=a, output=b)", "keras.Model(inputs=a, outputs=b)"),
    ("model.fit(x, y, nb_epoch=3)", "model.fit(x, y, epochs=3)"),
    # what Keras 1 took and nobody gave another name
    ("layers.LSTM(3, consume_less='gpu')", "layers.LSTM(3)"),
    ("layers.LSTM(3, forget_bias_init='one')", "layers.LSTM(3)"),
    ("layers.BatchNormalization(mode=0, axis=1)", "layers.BatchNormalization(axis=1)"),
    ("layers.Embedding(3, 4, dropout=0.)", "layers.Embedding(3, 4)"),
    ("model.fit(x, y, show_accuracy=False)", "model.fit(x, y)"),
    ("layers.Conv2D(3, nb_row=n, nb_col=5)", "layers.Conv2D(3, kernel_size=(n, 5))"),
    (
        "layers.Convolution2D(nb_filter=8, nb_col=2, name='c', nb_row=3)",
        "layers.Convolution2D(filters=8, name='c', kernel_size=(3, 2))",
    ),
    (
        "ds = tf.data.Dataset.range(3)\nmodel.fit(ds, workers=4)",
        "ds = tf.data.Dataset.range(3)\nmodel.fit(ds)",
    ),
]

INPUTS = [
    # as most files write it: nothing is imported but TensorFlow
    (
        "net = tf.keras.Sequential([\n    tf.keras.layers.Embedding(9, 8,\n"
        "                              batch_input_shape=[size, None]),\n    tf.keras.layers.Dense(9)])",
        "net = tf.keras.Sequential([\n    keras.Input(batch_shape=[size, None]),\n"
        "    tf.keras.layers.Embedding(9, 8),\n    tf.keras.layers.Dense(9)])",
    ),
    # the first of a list, in the list and added
    (
        "keras.Sequential([layers.LSTM(3, batch_input_shape=(1, 20, 8), stateful=True), layers.Dense(1)])",
        "keras.Sequential([keras.Input(batch_shape=(1, 20, 8)), layers.LSTM(3, stateful=True), "
        "layers.Dense(1)])",
    ),
    (
        "net = keras.Sequential([\n    layers.GRU(3, batch_input_shape=[1, None, 8]),\n"
        "    layers.Dense(1),\n])",
        "net = keras.Sequential([\n    keras.Input(batch_shape=[1, None, 8]),\n    layers.GRU(3),\n"
        "    layers.Dense(1),\n])",
    ),
    (
        "net = keras.Sequential()\nnet.add(layers.LSTM(3, batch_input_shape=(1, 20, 8)))\n"
        "net.add(layers.Dense(1))",
        "net = keras.Sequential()\nnet.add(keras.Input(batch_shape=(1, 20, 8)))\nnet.add(layers.LSTM(3))\n"
        "net.add(layers.Dense(1))",
    ),
    # a later one
    (
        "keras.Sequential([layers.Dense(3), layers.Dense(3, batch_input_shape=(1, 3))])",
        "keras.Sequential([layers.Dense(3), layers.Dense(3)])",
    ),
    ("layers.LSTM(3, batch_input_shape=(1, 20, 8))(x)", "layers.LSTM(3)(x)"),
    # a length
    ("layers.Embedding(3, 4, input_length=5)(x)", "layers.Embedding(3, 4)(x)"),
    ("layers.Embedding(3, 4, input_length=None)", "layers.Embedding(3, 4)"),
    (
        "net = keras.Sequential()\nnet.add(layers.Embedding(input_dim=3, output_dim=4, input_length=n))",
        "net = keras.Sequential()\nnet.add(keras.Input((n,)))\n"
        "net.add(layers.Embedding(input_dim=3, output_dim=4))",
    ),
    (
        "net = keras.Sequential([layers.Embedding(3, 4, input_length=5), layers.Flatten()])",
        "net = keras.Sequential([keras.Input((5,)), layers.Embedding(3, 4), layers.Flatten()])",
    ),
]


@pytest.mark.parametrize("given", ["'temporal'", "None", "mode"])
def test_a_mode_of_weights_that_nothing_looks_at(given: str) -> None:
    """Keras 2 has taken it for nothing since TensorFlow 2.2: two axes of weights say the same."""
    code = HEAD + f"net = keras.Sequential()\nnet.compile('sgd', 'mse', sample_weight_mode={given})\n"
    assert fix(code, only="TFC804") == code.replace(f", sample_weight_mode={given}", "")
    assert findings(code, "keras2", only="TFC804") == []


def test_a_switch_that_nothing_looks_at() -> None:
    """Keras 2 takes it through ``**kwargs``, which signatures do not show; Keras 3 raises TypeError."""
    code = HEAD + "net = keras.Sequential()\nnet.compile('sgd', 'mse', experimental_run_tf_function=False)\n"
    assert fix(code, only="TFC804") == code.replace(", experimental_run_tf_function=False", "")
    assert findings(code, "keras2", only="TFC804") == []


def test_a_comment_that_speaks_of_the_switch_makes_it_unsafe() -> None:
    said = "# Specify `experimental_run_tf_function=False`, so that ours is used.\n"
    before = HEAD + "net = keras.Sequential()\n" + said
    code = before + "net.compile('sgd', 'mse',\n            experimental_run_tf_function=False)\n"
    assert fix(code, only="TFC804") == code
    assert fix(code, only="TFC804", unsafe=True) == before + "net.compile('sgd', 'mse')\n"


@pytest.mark.parametrize(("before", "after"), INPUTS)
def test_shapes_of_inputs(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC804") == HEAD + after


@pytest.mark.parametrize(
    "code",
    [
        "first = layers.LSTM(3, batch_input_shape=(1, 20, 8))",
        "def build():\n    model.add(layers.LSTM(3, batch_input_shape=(1, 20, 8)))",
        "net = keras.Sequential(name='n')\nnet.add(layers.LSTM(3, batch_input_shape=shape()))",
        "net = load()\nnet.add(layers.LSTM(3, batch_input_shape=(1, 20, 8)))",
    ],
)
def test_a_shape_whose_layer_may_not_be_the_first(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC804")
    assert found.fix is not None
    assert not found.fix.edits


LAYERS = "from keras.models import Sequential\nfrom keras.layers import {}\nnet = Sequential()\n"


def test_an_input_that_is_not_imported_is() -> None:
    """With the other layers; a first layer is built by it, on Keras 2 as before and on Keras 3."""
    layers = "net.add(Embedding(9, 2, input_length=5))\nnet.add(Dense(1))\n"
    after = "net.add(Input((5,)))\nnet.add(Embedding(9, 2))\nnet.add(Dense(1))\n"
    before = LAYERS.format("Dense, Embedding") + layers
    assert fix(before, only="TFC804") == LAYERS.format("Dense, Embedding, Input") + after
    assert fix(LAYERS.format("Embedding, Dense as D") + layers, only="TFC804") == (
        LAYERS.format("Embedding, Dense as D, Input") + after
    )
    assert fix(LAYERS.format("Dense, Embedding, LSTM") + layers, only="TFC804") == (
        LAYERS.format("Dense, Embedding, Input, LSTM") + after
    )
    taken = before.replace("net =", "Input = 3\nnet =")
    assert fix(taken, only="TFC804", unsafe=True) == taken


def test_the_length_of_a_layer_in_a_variable_is_left() -> None:
    """Without it the layer has no weights until it is called: ``set_weights`` fails."""
    code = HEAD + "net = keras.Sequential()\nfirst = layers.Embedding(3, 4, input_length=5)\nnet.add(first)\n"
    [found] = findings(code, only="TFC804")
    assert found.fix is not None and not found.fix.edits


@pytest.mark.parametrize(
    ("target", "expected"), [("keras2", []), ("both", ["info unsafe"]), ("keras3", ["info safe"])]
)
def test_length_of_an_embedding(target: str, expected: list[str]) -> None:
    found = findings(HEAD + "layers.Embedding(3, 4, input_length=5)(x)", target, only="TFC804")
    assert [f"{each.severity.value} {each.fix.applicability.value}" for each in found if each.fix] == expected


MANUAL = [
    "layers.LSTM(3, time_major=True)",
    "layers.Dense(3, batch_input_shape=(2, 3))",
    "model.fit(generator, workers=4)",
    "model.predict(x, use_multiprocessing=flag)",
    "layers.Attention(causal=True)",
    # would run, with the second side for the strides
    "layers.Convolution2D(32, size, size, border_mode='same')",
    "layers.Convolution2D(32, 3, 3, 'uniform', border_mode='same')",
    "layers.Convolution2D(32, (3, 3), (2, 2), border_mode='same')",
    "layers.Convolution2D(32, 3, 3, border_mode='same')\nlayers.Conv2D(32, *sides, 3)",
    "layers.Convolution3D(32, 3, 3, border_mode='same')",
    "layers.MaxPooling2D(dim_ordering=order)",
    "layers.Dense(3, weights=[w])",
    "layers.SeparableConv2D(3, 3, kernel_regularizer='l2')",
    "layers.Dense(3, output_dim=3)",
    "layers.BatchNormalization(mode=1)",
    "layers.LSTM(3, forget_bias_init='zero')",
    "layers.Conv2D(3, nb_row=3)",
    "layers.Conv2D(3, nb_row=f(), nb_col=3)",
    "keras.callbacks.TensorBoard('l', write_grads=choose())",
]

SILENT = [
    "layers.LSTM(3)",
    "layers.Dense(3, input_shape=(3,))",
    "layers.Dense(3, name='d', dtype='float32', trainable=False)",
    "model.fit(x, y, epochs=3, batch_size=2)",
    "keras.callbacks.TensorBoard('l', write_graph=True)",
    "layers.Dense(units=3, kernel_initializer='uniform')",
    # never there
    "layers.Dense(3, activatoin='relu')",
    # of others, or with a size
    "layers.Dense(3, mode=0)",
    "layers.Embedding(3, 4, **{'name': 'e'})",
    "class Embedding(layers.Embedding):\n    def __init__(self, n, dropout): pass\nEmbedding(3, dropout=0.5)",
    "try:\n    layers.BatchNormalization(mode=0)\nexcept TypeError:\n    pass",
    "def embed(n, dropout): pass\nembed(3, dropout=0.5)",
    "model.fit(x, y, wokers=3)",
    # rules of their own
    "keras.optimizers.Adam(lr=0.1)",
    "keras.optimizers.Adam(decay=0.1)",
    "keras.callbacks.ModelCheckpoint('m', period=2)",
    "model.fit_generator(g, workers=4)",
    # not proved, or of one's own
    "def f(model):\n    model.fit(x, workers=4)",
    "from elsewhere import model\nmodel.fit(x, workers=4)",
    "from torch.utils.data import DataLoader\nDataLoader(d, workers=4)",
    "class Net(keras.Model):\n    def fit(self, x, workers): pass\nNet().fit(x, workers=3)",
    "class Mine(layers.Dense):\n    def __init__(self, batch_input_shape): pass\nMine(batch_input_shape=3)",
    "def LSTM(n, time_major): pass\nLSTM(3, time_major=True)",
    "f(workers=4)",
    "model.fit(x, **given)",
    "from tensorflow.python.keras.layers import LSTM\nLSTM(3, time_major=True)",
    # expected
    "with pytest.raises(TypeError):\n    model.fit(x, workers=4)",
    "try:\n    model.fit(x, workers=4)\nexcept TypeError:\n    model.fit(x)",
    "if tf.__version__ < '2.16':\n    model.fit(x, workers=4)\nelse:\n    model.fit(x)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC804") == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC804")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
    assert fix(HEAD + code, only="TFC804", unsafe=True) == HEAD + code


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC804") == []


@pytest.mark.parametrize(
    ("target", "expected"), [("2.11", 0), ("keras2", 0), ("2.16", 1), ("keras3", 1), ("both", 1)]
)
def test_targets(target: str, expected: int) -> None:
    assert len(lint(HEAD + "model.fit(x, workers=1)", target, only="TFC804")) == expected


@pytest.mark.parametrize(
    ("code", "what", "exception"),
    [
        ("layers.LSTM(3, time_major=True)", "LSTM no longer accepts time_major", "ValueError"),
        ("model.fit(x, workers=4)", "fit no longer accepts workers", "TypeError"),
    ],
)
def test_message(code: str, what: str, exception: str) -> None:
    [found] = findings(HEAD + code, "both", only="TFC804")
    assert found.message == (
        f"{what}: Keras 2 (TensorFlow 2.15) takes it; Keras 3 (TensorFlow 2.21) raises {exception}"
    )


def test_what_keras_2_would_decide_for_itself_is_not_removed_safely() -> None:
    code = "import keras\nkeras.layers.BatchNormalization(fused=False)\n"
    bare = code.replace("fused=False", "")
    assert fix(code, "keras3", "TFC804") == bare
    assert fix(code, "both", "TFC804") == code
    assert fix(code, "both", "TFC804", unsafe=True) == bare


def test_what_keras_2_took_and_did_not_look_at_begins_to_act() -> None:
    code = HEAD + "layers.DepthwiseConv2D(3, kernel_regularizer='l2')\n"
    assert fix(code, "keras3", "TFC804") == code
    renamed = code.replace("kernel_regularizer", "depthwise_regularizer")
    assert fix(code, "keras3", "TFC804", unsafe=True) == renamed


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("layers.Attention(causal=True)", "give use_causal_mask=True where the layer is called"),
        ("layers.LSTM(3, time_major=True)", "make the batch the first axis of what goes in and comes out"),
        (
            "layers.LSTM(3, batch_input_shape=(2, 3, 4))",
            "give the shape to an input of its own: keras.Input(batch_shape=(2, 3, 4))",
        ),
        ("layers.Dense(3, weights=[w])", "call set_weights([w]) once the layer is built"),
        (
            "layers.Convolution2D(32, size, size, border_mode='same')",
            "write padding, and the sides of the kernel as one tuple",
        ),
        ("model.fit(g, workers=4)", "give it to the keras.utils.PyDataset that is read on Keras 3"),
        (
            "layers.SeparableConv2D(3, 3, kernel_regularizer='l2')",
            "write depthwise_regularizer and pointwise_regularizer",
        ),
    ],
)
def test_no_argument_that_means_something_is_just_removed(code: str, title: str) -> None:
    [found] = findings(HEAD + code, only="TFC804")
    assert found.fix is not None
    assert found.fix.title == title


KERAS_1 = [
    ("layers.Embedding(3, 4, dropout=0.2)", "layers.Embedding(3, 4)"),
    ("layers.BatchNormalization(mode=2)", "layers.BatchNormalization()"),
    ("model.evaluate(x, y, show_accuracy=True)", "model.evaluate(x, y)"),
    ("layers.Convolution2D(8, 3, 3, subsample=(2, 2))", "layers.Convolution2D(8, (3, 3), strides=(2, 2))"),
    (
        "layers.Convolution2D(8, 3, 3, dim_ordering='tf')",
        "layers.Convolution2D(8, (3, 3), data_format='channels_last')",
    ),
    (
        "layers.Convolution2D(32, 3, 3, border_mode='same')",
        "layers.Convolution2D(32, (3, 3), padding='same')",
    ),
    ("layers.Conv2D(32, 5, 7, init='uniform')", "layers.Conv2D(32, (5, 7), kernel_initializer='uniform')"),
    # one that is forgotten would run, with its second side for the strides
    (
        "side = 3\nlayers.Convolution2D(8, side, side,\n"
        "                     border_mode='same', subsample=(2, 2))\n"
        "layers.Convolution2D(4, side, side)\nlayers.Convolution2D(4, 3)\nlayers.Conv1D(4, 3, 1)",
        "side = 3\nlayers.Convolution2D(8, (side, side),\n"
        "                     padding='same', strides=(2, 2))\n"
        "layers.Convolution2D(4, (side, side))\nlayers.Convolution2D(4, 3)\nlayers.Conv1D(4, 3, 1)",
    ),
    (
        "keras.callbacks.TensorBoard('l', write_grads=True, batch_size=32)",
        "keras.callbacks.TensorBoard('l')",
    ),
]
"""What is not safe, and what --fix --unsafe-fixes makes of it."""


@pytest.mark.parametrize(("before", "after"), KERAS_1)
def test_sides_of_a_kernel_become_one_tuple(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC804") == HEAD + before
    assert fix(HEAD + before, only="TFC804", unsafe=True) == HEAD + after


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("from tensorflow.keras.layers import Dense\nDense(output_dim=3)", "2.4", 0),
        ("from keras.layers import Dense\nDense(output_dim=3)", "2.10", 1),
        ("from keras.layers import Dense\nDense(output_dim=3)", "keras3", 1),
        ("from keras.regularizers import l1\nl1(l=0.1)", "keras2", 0),
    ],
)
def test_names_of_keras_1(code: str, target: str, expected: int) -> None:
    assert len(lint(code, target, only="TFC804")) == expected


def test_an_argument_that_has_to_be_given_is_missed_by_python_itself() -> None:
    [found] = findings(HEAD + "layers.Dense(output_dim=3)", only="TFC804")
    assert found.message == "Dense no longer accepts output_dim: Keras from 2.6 raises TypeError"


@pytest.mark.parametrize(
    ("code", "is_safe"),
    [
        ("layers.LSTM(3, time_major=False)", True),
        ("layers.LSTM(3, time_major=False)  # batches first", True),
        ("layers.LSTM(3, time_major=False)  # no time_majority", True),
        ("layers.LSTM(3, time_major=False)  # see time_major_layer", True),
        ("# time_major is the old way\n\nlayers.LSTM(3, time_major=False)", True),
        ("x = 1  # time_major\nlayers.LSTM(3, time_major=False)", True),
        ("layers.LSTM(3, time_major=False)\n# time_major", True),
        ("x = 'time_major'; layers.LSTM(3, time_major=False)", True),
        ("x = [layers.LSTM(3, time_major=False),\n  # time_major\n  3]", True),
        # the comment would be left behind
        ("layers.LSTM(3, time_major=False)  # TODO: set time_major=True", False),
        ("# TODO: set time_major=True\nlayers.LSTM(3, time_major=False)", False),
        ("# time_major: batches come first,\n# as they always do\nlayers.LSTM(3, time_major=False)", False),
        ("if x:\n    # time_major?\n    y = layers.LSTM(3, time_major=False)", False),
        ("# no time_major\r\n# here\r\nlayers.LSTM(3, time_major=False)", False),
        ("layers.LSTM(\n    3,  # not time_major\n    time_major=False,\n)", False),
        ("layers.LSTM(\n    3,\n    time_major=False,\n)  # not time_major", False),
        ("x = [\n    # time_major\n    layers.LSTM(3, time_major=False),\n]", False),
        ("# time_major\nx = [\n    layers.LSTM(3, time_major=False),\n]", False),
        ("a = {\n    'time_major': False,  # time_major\n}\nlayers.LSTM(3, **a)", False),
    ],
)
def test_not_safe_where_a_comment_names_it(code: str, is_safe: bool) -> None:
    [found] = findings(HEAD + code, only="TFC804")
    assert found.fix is not None
    assert found.fix.edits
    assert found.fix.applicability is (Applicability.SAFE if is_safe else Applicability.UNSAFE)
    assert ("a comment beside it names time_major" in found.fix.title) is not is_safe


def test_a_layer_that_would_choose_for_itself_on_an_older_keras_is_not_mended_safely() -> None:
    lab = Lab("import keras\nkeras.layers.BatchNormalization(fused=False)\n", only="TFC804")
    for source, expected in (("default", "unsafe"), ("requirements.txt:1", "safe")):
        lab.targets = Targets(Target((NEWEST,), source))
        lab.project.forget()
        [finding] = lab.check().findings
        assert finding.fix is not None
        assert finding.fix.applicability.value == expected


@pytest.mark.parametrize(
    ("layer", "shape", "after"),
    [
        ("LSTM(4, input_length=5, input_dim=2)", "(5, 2)", "LSTM(4)"),
        ("LSTM(4, input_dim=2, input_length=n)", "(n, 2)", "LSTM(4)"),
        ("LSTM(4, input_dim=size(), input_length=n)", "(n, size())", None),
        ("SimpleRNN(input_length=5, units=4, input_dim=2)", "(5, 2)", "SimpleRNN(units=4)"),
        ("GRU(4, input_length=5, name='g', input_dim=n)", "(5, n)", "GRU(4, name='g')"),
    ],
)
def test_the_shape_of_a_recurrent_layer(layer: str, shape: str, after: str | None) -> None:
    """Length and size of a step are one shape: an ``Input`` of the length alone has one axis too few."""
    code = HEAD + f"net = keras.Sequential([layers.{layer}, layers.Dense(1)])\n"
    [found] = findings(code, "keras3", only="TFC804")
    assert found.fix is not None and found.fix.title == f"begin the Sequential with Input({shape})"
    expected = code.replace(f"[layers.{layer}", f"[keras.Input({shape}), layers.{after}") if after else code
    assert fix(code, "keras3", only="TFC804") == expected


def test_the_length_of_a_recurrent_layer_alone() -> None:
    code = HEAD + "net = keras.Sequential([layers.LSTM(4, input_length=5)])\n"
    [found] = findings(code, "keras3", only="TFC804")
    assert found.fix is not None and not found.fix.edits


EVALUATE = """\
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
"""


def test_evaluate_hides_what_it_refuses_in_its_keywords() -> None:
    code = EVALUATE + "model.evaluate(rows, workers=4)"
    assert lint(code, only="TFC804") == ["TFC804:3 error"]
    assert lint(code, target="keras2", only="TFC804") == []
    both = EVALUATE + "model.evaluate(x, y, max_queue_size=10, verbose=0)"
    assert fix(both, only="TFC804") == EVALUATE + "model.evaluate(x, y, verbose=0)"


OPTIMIZER = HEAD + "opt = keras.optimizers.Adam()\n"
BESIDE = [
    ("opt.apply_gradients(zip(g, v), name='step')", "opt.apply_gradients(zip(g, v))"),
    ("opt.apply_gradients(pairs, skip_gradients_aggregation=False)", "opt.apply_gradients(pairs)"),
    (
        "class Net(keras.Model):\n    def train_step(self, data):\n"
        "        self.optimizer.apply_gradients(pairs, name='s')",
        "class Net(keras.Model):\n    def train_step(self, data):\n"
        "        self.optimizer.apply_gradients(pairs)",
    ),
    ("i = keras.Input(batch_input_shape=(None, 3))", "i = keras.Input(batch_shape=(None, 3))"),
    ("i = layers.Input(name='i', batch_input_shape=s)", "i = layers.Input(name='i', batch_shape=s)"),
    ("y = keras.utils.to_categorical(y, 10, 'float32')", "y = keras.utils.to_categorical(y, 10)"),
    ("y = keras.utils.to_categorical(y, dtype='float32')", "y = keras.utils.to_categorical(y)"),
]
BESIDE_UNSAFE = [
    ("keras.utils.to_categorical(y, 10, 'uint8')", "keras.utils.to_categorical(y, 10).astype('uint8')"),
    ("y = keras.utils.to_categorical(y, dtype=int)[0]", "y = keras.utils.to_categorical(y).astype(int)[0]"),
]
BESIDE_MANUAL = [
    "opt.apply_gradients(pairs, name=next(names))",
    "opt.apply_gradients(pairs, experimental_aggregate_gradients=False)",
    "y = keras.utils.to_categorical(y, 10, choose())",
    "i = keras.Input(**{'batch_input_shape': (None, 3)})",
]
BESIDE_SILENT = [
    "opt.apply_gradients(zip(g, v))",
    "tf.compat.v1.train.AdamOptimizer().apply_gradients(pairs, name='step')",
    "keras.optimizers.legacy.Adam().apply_gradients(pairs, name='step')",
    "unknown.apply_gradients(pairs, name='step')",
    "class Own(keras.optimizers.Optimizer):\n    def apply_gradients(self, pairs, name=None):\n        pass\n"
    "Own().apply_gradients(pairs, name='step')",
    "try:\n    opt.apply_gradients(pairs, name='s')\nexcept TypeError:\n    opt.apply_gradients(pairs)",
    "if keras.__version__.startswith('2'):\n    opt.apply_gradients(pairs, name='s')",
    "i = keras.Input(batch_shape=(None, 3))",
    "layers.InputLayer(batch_input_shape=(None, 3))",
    "y = keras.utils.to_categorical(y, 10)",
    "y = keras.utils.to_categorical(y, *rest)",
    "y = mine.to_categorical(y, 10, 'uint8')",
    "def to_categorical(y, n, dtype):\n    return y\ny = to_categorical(y, 10, 'uint8')",
]


@pytest.mark.parametrize(("before", "after"), BESIDE)
def test_what_other_names_and_calls_do(before: str, after: str) -> None:
    assert [each.severity.value for each in findings(OPTIMIZER + before, only="TFC804")] == ["error"]
    assert fix(OPTIMIZER + before, only="TFC804") == OPTIMIZER + after


@pytest.mark.parametrize(("before", "after"), BESIDE_UNSAFE)
def test_the_type_of_an_encoding(before: str, after: str) -> None:
    assert fix(OPTIMIZER + before, only="TFC804") == OPTIMIZER + before
    assert fix(OPTIMIZER + before, only="TFC804", unsafe=True) == OPTIMIZER + after


@pytest.mark.parametrize("code", BESIDE_MANUAL)
def test_what_is_left_to_a_person(code: str) -> None:
    assert [each.severity.value for each in findings(OPTIMIZER + code, only="TFC804")] == ["error"]
    assert fix(OPTIMIZER + code, only="TFC804", unsafe=True) == OPTIMIZER + code


@pytest.mark.parametrize("code", BESIDE_SILENT)
def test_silent_beside(code: str) -> None:
    assert lint(OPTIMIZER + code, only="TFC804") == []


@pytest.mark.parametrize("code", [before for before, _ in BESIDE])
def test_keras_2_takes_them(code: str) -> None:
    assert lint(OPTIMIZER + code, "keras2", only="TFC804") == []


def test_the_keras_of_tensorflow_1_takes_other_arguments_on_keras_2() -> None:
    code = (
        "import tensorflow.compat.v1 as tf\nlayer = tf.keras.layers.LSTM(3, batch_input_shape=(1, 2, 3))\n"
        "tf.keras.layers.Dense(3, output_dim=4)\n"
    )
    assert lint(code, only="TFC804", target="keras3") == ["TFC804:2 error", "TFC804:3 error"]
    assert lint(code, only="TFC804", target="2.15") == []


def test_the_comments_of_a_file_are_looked_for_once_and_not_where_there_are_none_beside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tflint_ckpt.syntax.skeleton import comments

    real, looked = comments.comments, []
    monkeypatch.setattr(comments, "comments", lambda source: looked.append(source) or real(source))
    call = "model.compile('adam', 'mse', experimental_run_tf_function=False)"
    head = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    assert len(lint(f"{head}# A model.\n\n{call}\n{call}\n", only="TFC804")) == 2
    assert not looked
    assert len(lint(f"{head}{call}  # ours\n{call}  # ours\n{call}  # ours\n", only="TFC804")) == 3
    assert len(looked) == 1
