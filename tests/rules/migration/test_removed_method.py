"""TFC809 removed-method."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab, findings, fix, lint
from tflint_ckpt.target import NEWEST, Target, Targets

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, mixed_precision, optimizers
opt = optimizers.Adam(1e-3)
net = keras.Sequential([layers.Dense(1)])
dense = layers.Dense(4)
"""

FIRES = [
    "keras.layers.Dense(1).finalize_state()",
    "class Own(keras.layers.Layer):\n    def f(self):\n        self.finalize_state()",
    # of before TensorFlow 2.2, and of the optimizers of before 2.11
    "net.compile('sgd', 'mse')\nprint(net.total_loss)",
    "if net.uses_learning_phase:\n    pass",
    "net.metrics_tensors.append(loss)",
    "rate = opt._decayed_lr(tf.float32)",
    "def metric(optimizer):\n    def lr(y, p):\n        return optimizer._decayed_lr('float32')\n"
    "    return lr\nmetric(opt)",
    "scaled = mixed_precision.LossScaleOptimizer(opt)\nscaled.get_scaled_loss(loss)",
    "scaled = mixed_precision.LossScaleOptimizer(opt)\ngrads = scaled.get_unscaled_gradients(grads)",
    "if half:\n    opt = mixed_precision.LossScaleOptimizer(opt)\n"
    "loss = opt.get_scaled_loss(loss) if half else loss",
    "def f(opt, half):\n    if half: opt = mixed_precision.LossScaleOptimizer(opt)\n"
    "    return opt.get_scaled_loss(1.0) if half else 1.0",
    "def f(o):\n    if isinstance(o, mixed_precision.LossScaleOptimizer): o.get_unscaled_gradients(grads)",
    "keras.mixed_precision.LossScaleOptimizer(opt).get_weights()",
    "opt.minimize(loss, variables)",
    "weights = opt.get_weights()",
    "opt.get_gradients(loss, variables)",
    "print(opt.variables())",
    "net.compile(opt, 'mse')\nprint(net.optimizer.get_weights())",
    "class Net(keras.Model):\n    def train_step(self, data):\n"
    "        loss = self.optimizer.get_scaled_loss(self.compute_loss())\n        return {}",
    "net.compile('adam', 'mse')\nnet.optimizer.get_unscaled_gradients(grads)",
    "class Net(keras.Model):\n    def train_step(self, data):\n"
    "        self.optimizer.minimize(self.compute_loss(), self.trainable_variables)\n        return {}",
    "net.predict_classes(x)",
    "net.reset_states()",
    "print(net.input_names)",
    "keras.Model(inputs, outputs).input_names",
    "keras.applications.ResNet50().get_input_at(0)",
    "print(dense.output_shape)",
    "shape = layers.Conv2D(8, 3).input_shape[1:]",
    "dense.get_output_at(0)",
    "tensor = net.get_layer('last').get_output_at(0)",
    "nodes = net.layers[-1].inbound_nodes",
    "keras.models.load_model('m.keras').predict_classes(x)",
    # of layers that a model hands out
    "for layer in net.layers:\n    print(layer.name, layer.output_shape)",
    "for layer in net.layers:\n    if 'conv' in layer.name:\n        print(layer.output_shape)",
    "for i, layer in enumerate(net.layers):\n    print(i, layer.output_shape)",
    "print([layer.output_shape for layer in net.layers])",
    "print(net.layers[-1].input_shape)",
    "print(net.get_layer('last').output_shape)",
    "def show(model):\n    for layer in model.layers:\n        print(layer.output_shape)\nshow(net)",
    "net.add(layers.Dense(2))\nprint(net.layers[1].output_shape)",
    "base = keras.applications.VGG16()\nprint(base.layers[-2].output_shape)",
    "net = keras.Model(inputs, head(inputs))\nprint(net.layers[0].input_shape[0])",
    "net = keras.Model(inputs, head(inputs))\nfor layer in net.layers:\n    print(layer.output_shape)",
    "class Net(keras.Model):\n    def call(self, x):\n        return x\nNet().reset_states()",
    "class Lars(keras.optimizers.Optimizer):\n    def step(self, v):\n        return self.get_slot(v, 'm')",
    "class Trainer:\n    def __init__(self):\n        self.opt = optimizers.SGD()\n"
    "    def step(self):\n        self.opt.minimize(self.loss, [])",
]

SILENT = [
    # layers that do have what their base lacks
    "keras.layers.StringLookup().finalize_state()",
    "keras.layers.Normalization().finalize_state()",
    "class Own(keras.layers.Discretization):\n    def f(self):\n        self.finalize_state()",
    "class Own(keras.layers.Layer):\n    def __init__(self):\n        super().__init__()\n"
    "        self.look = keras.layers.TextVectorization()\n"
    "    def f(self):\n        self.look.finalize_state()",
    "class Net(keras.Model):\n    def f(self):\n        return self.total_loss",
    "keras.models.load_model('m.keras').total_loss",
    "net.total_loss = 3\nprint(net.total_loss)",
    # of a class out of sight, which may be one of before TensorFlow 2.11
    "class Net(keras.Model):\n    def rate(self):\n        return self.optimizer._decayed_lr(tf.float32)",
    "v1 = tf.compat.v1.train.AdamOptimizer()\nprint(v1._decayed_lr(tf.float32))",
    "legacy = keras.optimizers.legacy.SGD()\nprint(legacy._decayed_lr(tf.float32))",
    "class Mine(optimizers.Adam):\n    def _decayed_lr(self, kind):\n        return 1\nMine()._decayed_lr(0)",
    "def f(optimizer):\n    return optimizer._decayed_lr(tf.float32)",
    "if hasattr(opt, '_decayed_lr'):\n    print(opt._decayed_lr(tf.float32))",
    # what is there on both
    "opt.apply_gradients(zip(grads, variables))",
    "opt.iterations, opt.learning_rate, opt.variables",
    "net.predict(x), net.layers, net.metrics_names, net.output_shape, net.input_shape",
    "dense.output, dense.input, dense.weights, dense.get_weights()",
    "net.get_weights()",
    "layers.LSTM(3).reset_states()",
    "layers.Bidirectional(layers.LSTM(3)).reset_states()",
    "keras.metrics.Mean().reset_states()",
    # of rules of their own
    "net.fit_generator(rows)",
    "print(opt.lr)",
    # of an optimizer of the file's own
    "class Scaled(keras.optimizers.Optimizer):\n    def get_scaled_loss(self, loss):\n        return loss\n"
    "net.compile(Scaled(), 'mse')\nnet.optimizer.get_scaled_loss(loss)",
    "class Own(keras.optimizers.Adam):\n    def get_scaled_loss(self, loss):\n        return loss\n"
    "one = mixed_precision.LossScaleOptimizer(opt) if half else Own()\none.get_scaled_loss(loss)",
    "opt.get_scaled_loss(loss)",
    # of other objects
    "def score(clf, x):\n    return clf.predict_proba(x)",
    "from sklearn.linear_model import LogisticRegression\nLogisticRegression().predict_proba(x)",
    "opt = tf.compat.v1.train.AdamOptimizer()\nopt.minimize(loss)",
    "tf.compat.v1.train.AdamOptimizer().get_slot(v, 'm')",
    "from scipy import optimize\noptimize.minimize(f, x0)",
    "from project import Adam\nAdam().minimize(loss)",
    "env.reset_states()",
    # layers of one's own, or that may be
    """
    class Own(layers.Layer):
        @property
        def output_shape(self):
            return (4,)
    print(Own().output_shape)
    """,
    """
    class Own(layers.Layer):
        def build(self, input_shape):
            self.updates = []
        def call(self, x):
            return self.updates
    """,
    """
    class Net(keras.Model):
        def predict_classes(self, x):
            return self.predict(x).argmax(-1)
    Net().predict_classes(x)
    """,
    """
    class Net(keras.Model):
        def reset_states(self):
            self.cell.reset_states()
    class Child(Net):
        pass
    Child().reset_states()
    """,
    "class Net(Unknown, keras.Model):\n    pass\nNet().reset_states()",
    "class Own(layers.Dense):\n    pass\nprint(Own(3).output_shape)",
    # of layers that a model hands out, which may be models, or of one's own
    "net = keras.Model(inputs, head(inputs))\nprint(net.get_layer('backbone').output_shape)",
    "net = keras.Model(inputs, head(inputs))\nprint(net.layers[1].output_shape)",
    "net = keras.Model(inputs, head(inputs))\nfor layer in net.layers[1:]:\n    print(layer.output_shape)",
    "net = keras.Model(inputs, head(inputs))\nfor layer in net.layers:\n"
    "    if isinstance(layer, keras.Model):\n        print(layer.output_shape)",
    "net = keras.Model(inputs, head(inputs))\nfor layer in net.layers:\n"
    "    if 'input' in layer.name:\n        continue\n    print(layer.output_shape)",
    "net = keras.Model(inputs, head(inputs))\nprint([e.output_shape for e in net.layers if is_model(e)])",
    "net = keras.Sequential([keras.applications.VGG16(), layers.Dense(1)])\n"
    "print(net.layers[0].output_shape)",
    "net = keras.Sequential([Backbone(), layers.Dense(1)])\nprint(net.layers[0].output_shape)",
    "net = keras.Sequential([keras.Sequential([layers.Dense(1)])])\nfor e in net.layers:\n"
    "    print(e.output_shape)",
    "net = keras.Sequential(parts)\nprint(net.layers[0].output_shape)",
    "net = keras.models.load_model(path)\nprint(net.layers[-1].output_shape)",
    "for layer in net.layers:\n    if hasattr(layer, 'output_shape'):\n        print(layer.output_shape)",
    "for layer in net.layers:\n    try:\n        print(layer.output_shape)\n"
    "    except AttributeError:\n        pass",
    "for layer in net.layers:\n    print(layer.output.shape)",
    "class Net(keras.Model):\n    def show(self):\n        for layer in self.layers:\n"
    "            print(layer.output_shape)",
    "def shape_of(layer):\n    return layer.output_shape",
    "layers.MultiHeadAttention(1, 2).output_shape",
    # set by hand
    "dense.output_shape = (4,)\nprint(dense.output_shape)",
    # only on Keras 2
    "keras.optimizers.legacy.Adam().get_weights()",
    "from keras.optimizers import optimizer_v1\noptimizer_v1.Adam().get_weights()",
    "if hasattr(opt, 'get_weights'):\n    opt.get_weights()",
    "try:\n    opt.get_weights()\nexcept AttributeError:\n    pass",
    "if keras.__version__.startswith('2'):\n    net.reset_states()",
    "with pytest.raises(AttributeError):\n    net.predict_classes(x)",
    "opt.variables",
    "[v.name for v in opt.variables]",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC809")
    assert found.severity.value == "error"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC809") == []


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("net.reset_states()", "keras2", []),
        ("net.reset_states()", "2.16", ["error"]),
        ("net.predict_classes(x)", "2.4", []),
        ("net.predict_classes(x)", "keras2", ["error"]),
        ("opt.get_weights()", "2.10", []),
        ("opt.get_weights()", "2.11", ["error"]),
        ("opt.minimize(loss, v)", "keras2", []),
        ("opt.variables()", "keras2", []),
        ("dense.output_shape", "keras2", []),
        ("dense.output_shape", "both", ["error"]),
    ],
)
def test_targets(code: str, target: str, expected: list[str]) -> None:
    assert [each.split()[1] for each in lint(HEAD + code, target, only="TFC809")] == expected


def test_message() -> None:
    [found] = findings(HEAD + "net.predict_classes(x)", only="TFC809")
    assert (
        found.message == "a Sequential has no predict_classes any more: Keras from 2.6 raises AttributeError"
    )
    assert found.fix is not None
    assert found.fix.title == 'compare with a half: (predict(…) > 0.5).astype("int32")'


@pytest.mark.parametrize(
    ("before", "after", "applicability"),
    [
        ("print(dense.output_shape)", "print(dense.output.shape)", "unsafe"),
        ("dense.input_shape[1:]", "dense.input.shape[1:]", "unsafe"),
        ("len(opt.variables())", "len(opt.variables)", "safe"),
    ],
)
def test_becomes(before: str, after: str, applicability: str) -> None:
    lab = Lab(HEAD + before, only="TFC809")
    lab.targets = Targets(Target((NEWEST,), "--target"))
    [found] = lab.check().findings
    assert found.fix is not None
    assert found.fix.applicability.value == applicability
    assert fix(HEAD + before, only="TFC809", unsafe=True) == HEAD + after


def test_variables_are_a_method_on_older_releases() -> None:
    [found] = findings(HEAD + "opt.variables()", "2.10 2.21", only="TFC809")
    assert found.fix is not None
    assert found.fix.applicability.value == "unsafe"


ADD_METRIC = """
    from tensorflow import keras

    class Scaled(keras.layers.Layer):
        def call(self, inputs):
            self.add_metric(inputs, name="mean")
            return inputs
    """


def test_add_metric_is_there_and_raises() -> None:
    assert lint(ADD_METRIC, only="TFC809") == ["TFC809:6 error"]
    assert lint(ADD_METRIC, "keras2", only="TFC809") == []
    model = 'from tensorflow import keras\nmodel = keras.Sequential()\nmodel.add_metric(1.0, "one")\n'
    assert lint(model, only="TFC809") == ["TFC809:3 error"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def call", "def add_metric(self, value, name): ...\n        def call"),
        ("keras.layers.Layer", "Base"),
        ("(keras.layers.Layer)", ""),
    ],
)
def test_an_add_metric_of_ones_own_is_silent(old: str, new: str) -> None:
    assert lint(ADD_METRIC.replace(old, new), only="TFC809") == []


FUNCTIONAL = """\
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
"""
ENDS = [
    "m = keras.Sequential([layers.Dense(1)])\nkeras.Model(m.«input», m.layers[0].output)",
    "m = keras.models.Sequential()\nm.add(layers.Dense(1))\nprint(m.«output»)",
    "m = keras.Sequential([keras.Input((4,))])\nm.compile('sgd', 'mse')\nm.fit(x, y)\nprint(m.«output»)",
    "m = keras.Sequential([layers.Dense(1)])\nprint(m.summary())\nm.save('m.keras')\nprint(m.«input».shape)",
    "def make():\n    m = keras.Sequential([layers.Dense(1)])\n    return m\nprint(make().«output»)",
]
HAVE_ENDS = [
    "m = keras.Sequential([layers.Dense(1)])\nm(keras.Input((4,)))\nprint(m.output)",
    "m = keras.Sequential([layers.Dense(1)])\nn = keras.Sequential([m, layers.Dense(1)])\nprint(m.output)",
    "m = keras.Sequential([layers.Dense(1)])\nn = keras.Sequential()\nn.add(m)\nprint(m.output)",
    "m = keras.Sequential([layers.Dense(1)])\nwrap(m)\nprint(m.output)",
    "m = keras.models.load_model('m.keras')\nprint(m.output)",
    "m = keras.Sequential([layers.Dense(1)])\nprint(m.inputs[0], m.outputs, m.layers[0].output)",
    "class Net(keras.Sequential):\n    pass\nprint(Net().output)",
    "def show(m):\n    print(m.output)",
    "m = keras.applications.VGG16()\nprint(m.output)",
    "i = keras.Input((4,))\nm = keras.Model(i, layers.Dense(1)(i))\nprint(m.input, m.output)",
    "dense = layers.Dense(1)\ndense(keras.Input((4,)))\nprint(dense.output)",
    "m = keras.Sequential([layers.Dense(1)]) if flat else keras.Model(i, o)\nprint(m.output)",
    "m = keras.Sequential([layers.Dense(1)])\ntry:\n    m.output\nexcept AttributeError:\n    pass",
    "m = keras.Sequential([layers.Dense(1)])\ngan = keras.Model(z, m(g(z)))\nprint(m.input)",
]


@pytest.mark.parametrize("code", ENDS)
def test_a_sequential_that_nothing_calls_has_no_ends(code: str) -> None:
    before = FUNCTIONAL + code.replace("«", "").replace("»", "")
    assert lint(before, only="TFC809") == lint(before, target="both", only="TFC809") != []
    assert lint(before, target="keras2", only="TFC809") == []
    after = FUNCTIONAL + code.replace("«input»", "inputs[0]").replace("«output»", "outputs[0]")
    assert fix(before, only="TFC809") == after


@pytest.mark.parametrize("code", HAVE_ENDS)
def test_other_models_have_ends(code: str) -> None:
    assert lint(FUNCTIONAL + code, only="TFC809") == []


ONE = "m = keras.Sequential([layers.Dense(1, activation='sigmoid')])\n"
FOUR = "m = keras.Sequential([layers.Dense(4, activation='softmax')])\n"
STATEFUL = "getattr(layer, 'stateful', False)"
WRITTEN = [
    (FOUR, "c = m.predict_classes(x)", "c = m.predict(x).argmax(axis=-1)"),
    (FOUR, "m.predict_classes(x, batch_size=8)[0]", "m.predict(x, batch_size=8).argmax(axis=-1)[0]"),
    (ONE, "c = m.predict_classes(x)", "c = (m.predict(x) > 0.5).astype('int32')"),
    (ONE, "c = m.predict_proba(x)[:, 0]", "c = m.predict(x)[:, 0]"),
    (ONE, "m._make_predict_function()\nm.predict(x)", "m.predict(x)"),
    (
        ONE,
        "for i in range(3):\n  m.reset_states()",
        f"for i in range(3):\n  for layer in m.layers:\n    if {STATEFUL}:\n      layer.reset_states()",
    ),
    (
        ONE,
        "f = lambda: m.reset_states()",
        f"f = lambda: [layer.reset_states() for layer in m.layers if {STATEFUL}]",
    ),
]
BY_HAND = [
    (ONE, "done = m.reset_states()"),
    (ONE, "layer = 1\nm.reset_states()"),
    (ONE, "m.reset_states(); m.fit(x, y)"),
    ("m = keras.models.load_model('m.keras')\n", "m.predict_classes(x)"),
    ("m = keras.Sequential([layers.Dense(n)])\n", "m.predict_classes(x)"),
    (ONE, "f = m.predict_classes"),
    (ONE, "f = m._make_predict_function() or 1"),
]


@pytest.mark.parametrize(("head", "code", "expected"), WRITTEN)
def test_what_a_method_did_is_written(head: str, code: str, expected: str) -> None:
    assert fix(FUNCTIONAL + head + code, only="TFC809") == FUNCTIONAL + head + expected


@pytest.mark.parametrize(("head", "code"), BY_HAND)
def test_what_it_did_is_not_known(head: str, code: str) -> None:
    [found] = findings(FUNCTIONAL + head + code, only="TFC809")
    assert found.fix is not None and found.fix.applicability.value == "manual"


@pytest.mark.parametrize(
    ("layer", "mended"),
    [
        ("layers.Dense(len(words), activation='softmax')", True),
        ("layers.TimeDistributed(layers.Dense(n, activation='softmax'))", True),
        ("layers.Dense(n), layers.Softmax()", True),
        ("layers.Dense(n, activation='sigmoid')", False),
        ("layers.Dense(n, activation=chosen)", False),
        ("layers.Dense(n)", False),
    ],
)
def test_classes_of_a_softmax_of_unknown_units(layer: str, mended: bool) -> None:
    """A softmax has several units; of a single one the fix would say 0, and the method said 1."""
    code = f"{FUNCTIONAL}m = keras.Sequential([{layer}])\nc = m.predict_classes(x)\n"
    after = code.replace("m.predict_classes(x)", "m.predict(x).argmax(axis=-1)")
    assert fix(code, only="TFC809") == code
    assert fix(code, only="TFC809", unsafe=True) == (after if mended else code)


TENSORS = "from tensorflow import keras\nfrom tensorflow.keras import layers\nx = keras.Input((4,))\n"
SHAPES = [
    ("print(x.get_shape())", "print(x.shape)"),
    ("n = x.get_shape()[-1]", "n = x.shape[-1]"),
    ("n = x.get_shape().as_list()[-1]", "n = list(x.shape)[-1]"),
    ("n = x.shape.as_list()", "n = list(x.shape)"),
    ("n = x.shape.ndims", "n = len(x.shape)"),
    ("n = x.shape.rank", "n = len(x.shape)"),
    ("n = x.get_shape().ndims", "n = len(x.shape)"),
    ("y = layers.Dense(3)(x)\nn = int(y._keras_shape[1])", "y = layers.Dense(3)(x)\nn = int(y.shape[1])"),
    ("n = (x + x).get_shape()", "n = (x + x).shape"),
    ("s = x.shape\nprint(s.as_list())", "s = x.shape\nprint(list(s))"),
    ("m = keras.Model(x, f(x))\nm.output.shape.as_list()", "m = keras.Model(x, f(x))\nlist(m.output.shape)"),
    (
        "def f(t):\n    return layers.Dense(t.get_shape().as_list()[1])(t)\nf(x)",
        "def f(t):\n    return layers.Dense(list(t.shape)[1])(t)\nf(x)",
    ),
    ("list = [1]\nn = x.shape.as_list()", "list = [1]\nn = x.shape.as_list()"),
]
SILENT_SHAPES = [
    "n = x.shape[1]",
    "n = list(x.shape)",
    "n = tuple(x.shape)[1:]",
    "n = keras.backend.int_shape(x)",
    "import tensorflow as tf\nn = tf.ones((2, 3)).shape.as_list()",
    "import tensorflow as tf\nn = tf.Variable(1.0).get_shape()",
    "class Own(layers.Layer):\n    def call(self, t):\n        return t.get_shape().as_list()",
    "layers.Lambda(lambda t: t[:, : t.get_shape()[1]])(x)",
    "def shape(t):\n    return t.get_shape().as_list()",
    "def shape(t):\n    return t.get_shape()\nshape(x)\nshape(other)",
    "import tensorflow as tf\n@tf.function\ndef f(t):\n    return t.shape.ndims",
    "if hasattr(x, 'get_shape'):\n    n = x.get_shape()",
    "try:\n    n = x.get_shape()\nexcept AttributeError:\n    n = x.shape",
    "import pandas as pd\nframe = pd.DataFrame()\nframe.rank()",
    "s = x.shape\nif other:\n    s = make()\nprint(s.as_list())",
    "x.shape.index(4)",
]


@pytest.mark.parametrize(("before", "after"), SHAPES)
def test_shapes_of_symbolic_tensors(before: str, after: str) -> None:
    assert [each.severity.value for each in findings(TENSORS + before, only="TFC809")] == ["error"]
    assert fix(TENSORS + before, only="TFC809") == TENSORS + after


@pytest.mark.parametrize("code", SILENT_SHAPES)
def test_silent_of_shapes(code: str) -> None:
    assert lint(TENSORS + code, only="TFC809") == []


@pytest.mark.parametrize(
    ("code", "expected"), [("x.get_shape()", []), ("x.shape.as_list()", []), ("x._keras_shape", ["error"])]
)
def test_shapes_on_keras_2(code: str, expected: list[str]) -> None:
    assert [each.severity.value for each in findings(TENSORS + code, "keras2", only="TFC809")] == expected


OWN = """\
import tensorflow as tf
class Own(tf.keras.optimizers.Optimizer):
    def __init__(self, rate, name="Own"):
        super().__init__(name)
        self._set_hyper("learning_rate", rate)
        self._set_hyper("decay", 0.0)

    def _create_slots(self, variables):
        for variable in variables:
            self.add_slot(variable, "momentum")
"""


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        (OWN, "keras3", ["TFC809:5 error"]),
        (OWN, "2.11", ["TFC809:5 error"]),
        (OWN, "2.10", []),
        (OWN.replace('        self._set_hyper("learning_rate", rate)\n', "")
         .replace('        self._set_hyper("decay", 0.0)\n', ""), "keras3", ["TFC809:8 error"]),
        (OWN.replace("tf.keras.optimizers", "tf.keras.optimizers.legacy"), "2.15", []),
        (OWN.replace("tf.keras.optimizers.Optimizer", "Base"), "keras3", []),
        (OWN + "    def _set_hyper(self, name, value):\n        setattr(self, name, value)\n", "keras3",
         ["TFC809:10 error"]),
        (OWN.replace("__init__(self, rate", "change(self, rate"), "keras3", ["TFC809:10 error"]),
    ],
)  # fmt: skip
def test_an_optimizer_of_the_old_kind(code: str, target: str, expected: list[str]) -> None:
    assert lint(code, target, only="TFC809") == expected


def test_an_optimizer_of_the_old_kind_may_raise_before() -> None:
    assert "Keras 3 raises ValueError, TypeError or " in findings(OWN, "keras3", only="TFC809")[0].message
    assert "Keras 2 from 2.11 raises AttributeError " in findings(OWN, "2.11", only="TFC809")[0].message


DECAY_READ = [
    "print(opt.decay)",
    "print(keras.backend.get_value(opt.decay))",
]
DECAY_OF_A_MODEL = [
    "class Show(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        print(self.model.optimizer.decay)",
    "net.compile(opt, 'mse')\nrate = opt.learning_rate / (1 + net.optimizer.decay * 3)",
]
DECAY_SILENT = [
    "opt.decay = 0.1\nprint(opt.decay)",
    "print(getattr(opt, 'decay', 0))",
    "if hasattr(opt, 'decay'):\n    print(opt.decay)",
    "try:\n    print(opt.decay)\nexcept AttributeError:\n    pass",
    "print(optimizers.legacy.Adam().decay)",
    "print(net.decay, dense.decay)",
    "class Own(optimizers.SGD):\n    decay = 0.1\nprint(Own().decay)",
    "class Own(optimizers.SGD):\n    @property\n    def decay(self):\n        return 0.1\nprint(Own().decay)",
    "ema = tf.train.ExponentialMovingAverage(0.9)\nprint(ema.decay)",
    "print(args.decay)",
]


@pytest.mark.parametrize("code", DECAY_READ)
def test_decay_that_is_read(code: str) -> None:
    for target, severity in (("keras3", "error"), ("2.15", "error"), ("2.11", "error"), ("both", "error")):
        found = findings(HEAD + code + "\n", target, only="TFC809")
        assert [each.severity.value for each in found] == [severity]
    assert lint(HEAD + code + "\n", "2.10", only="TFC809") == []


@pytest.mark.parametrize("code", DECAY_OF_A_MODEL)
def test_decay_of_an_optimizer_that_nobody_sees(code: str) -> None:
    """On Keras 2 it may be one of ``optimizers.legacy``, which has it."""
    assert [each.rpartition(" ")[2] for each in lint(HEAD + code + "\n", only="TFC809")] == ["error"]
    assert lint(HEAD + code + "\n", "2.15", only="TFC809") == []


@pytest.mark.parametrize("code", DECAY_SILENT)
def test_decay_of_something_else(code: str) -> None:
    assert lint(HEAD + code + "\n", only="TFC809") == []


@pytest.mark.parametrize(("target", "safe"), [("keras3", True), ("2.11", True), ("both", True)])
def test_the_rate_of_an_optimizer(target: str, safe: bool) -> None:
    code = HEAD + "rate = opt._decayed_lr(tf.float32)\n"
    after = HEAD + "rate = opt.learning_rate\n"
    assert fix(code, target, only="TFC809") == (after if safe else code)
    assert fix(code, target, unsafe=True, only="TFC809") == after
    assert lint(code, "2.10", only="TFC809") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = dense.get_output_at(0)", "x = dense.output"),
        ("x = net.layers[0].get_input_at(0)", "x = net.layers[0].input"),
        ("x = dense.get_output_shape_at(0)[1:]", "x = dense.output.shape[1:]"),
        ("x = dense.get_output_at(-1)", "x = dense.get_output_at(-1)"),
        ("x = dense.get_output_at(node_index)", "x = dense.get_output_at(node_index)"),
        ("x = dense.get_output_at(1)", "x = dense.get_output_at(1)"),
    ],
)
def test_what_a_layer_gave_at_its_first_call(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC809") == HEAD + before
    assert fix(HEAD + before, unsafe=True, only="TFC809") == HEAD + after


# What an optimizer with a loss scale has on which release.
SCALED = [
    ("minimize(loss, variables)", {"2.10": 0, "2.11": 0, "keras2": 0, "keras3": 1}),
    ("get_weights()", {"2.10": 0, "2.11": 1, "keras2": 1, "keras3": 1}),
    ("get_gradients(loss, variables)", {"2.10": 0, "2.11": 1, "keras2": 1, "keras3": 1}),
    ("get_scaled_loss(loss)", {"2.10": 0, "2.11": 0, "keras2": 0, "keras3": 1}),
    ("apply_gradients(pairs)", {"2.10": 0, "2.11": 0, "keras2": 0, "keras3": 0}),
]


@pytest.mark.parametrize(("called", "found"), SCALED)
def test_the_optimizer_that_scales_the_loss(called: str, found: dict[str, int]) -> None:
    code = f"{HEAD}keras.mixed_precision.LossScaleOptimizer(opt).{called}\n"
    assert {target: len(lint(code, target, "TFC809")) for target in found} == found


def test_an_optimizer_that_is_wrapped_under_its_own_name() -> None:
    code = f"{HEAD}opt = keras.mixed_precision.LossScaleOptimizer(opt)\n"
    code += "def step(loss):\n    return opt.get_scaled_loss(loss)\n"
    assert len(lint(code, "keras3", "TFC809")) == 1
    assert lint(code.replace("opt = keras.m", "other = keras.m"), "keras3", "TFC809") == []
