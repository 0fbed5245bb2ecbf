"""TFC819 value-not-taken."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, losses
from tensorflow.keras.layers import Activation, Dense
from tensorflow.keras.optimizers import SGD, Adadelta
model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("SGD(learning_rate=1)", "SGD(learning_rate=1.0)"),
    ("Adadelta(1)", "Adadelta(1.0)"),
    ("rate = 1\nSGD(rate)", "rate = 1\nSGD(float(rate))"),
    ("SGD(10 ** 0)", "SGD(float(10 ** 0))"),
    ("SGD(0x1)", "SGD(float(0x1))"),
    (
        'losses.BinaryCrossentropy(from_logits=True, reduction="auto")',
        "losses.BinaryCrossentropy(from_logits=True)",
    ),
    ("losses.Huber(reduction='auto', name='h')", "losses.Huber(name='h')"),
    ('Dense(2, activation="ReLU")', 'Dense(2, activation="relu")'),
    ("Dense(2, 'Softmax')", "Dense(2, 'softmax')"),
    ("Activation('ELU')", "Activation('elu')"),
    ('layers.LSTM(2, recurrent_activation="ReLU")', 'layers.LSTM(2, recurrent_activation="relu")'),
    ("Dense(2, kernel_constraint='maxnorm')", "Dense(2, kernel_constraint='max_norm')"),
    ('model.compile("sgd", "huber_loss")', 'model.compile("sgd", "huber")'),
    ("model.compile('sgd', loss='logcosh')", "model.compile('sgd', loss='log_cosh')"),
    ("model.compile('sgd', loss={'a': 'logcosh'})", "model.compile('sgd', loss={'a': 'log_cosh'})"),
    (
        "model.compile('sgd', loss=['mse', 'kullback_leibler_divergence'])",
        "model.compile('sgd', loss=['mse', 'kl_divergence'])",
    ),
]

UNSAFE = [
    (
        "model.compile('sgd', 'mse', metrics=['mae', 'cosine_proximity'])",
        "model.compile('sgd', 'mse', metrics=['mae', 'cosine_similarity'])",
    ),
    (
        "model.compile('sgd', 'mse', metrics=['cosine'])",
        "model.compile('sgd', 'mse', metrics=['cosine_similarity'])",
    ),
    (
        "model.compile('sgd', 'mse', metrics=['rmse'])",
        "model.compile('sgd', 'mse', metrics=['RootMeanSquaredError'])",
    ),
    (
        "model.compile('sgd', 'mse', metrics=['cosine'])\nh = model.fit(x, y)\n"
        "plot(h.history['cosine'], h.history[\"val_cosine\"], label='cosine', x=row['cosine'])",
        "model.compile('sgd', 'mse', metrics=['cosine_similarity'])\nh = model.fit(x, y)\n"
        "plot(h.history['cosine_similarity'], h.history[\"val_cosine_similarity\"], label='cosine', "
        "x=row['cosine'])",
    ),
    (
        "model.compile('sgd', 'mse', metrics=['rmse'])\n"
        "stop = keras.callbacks.EarlyStopping(monitor='val_rmse')",
        "model.compile('sgd', 'mse', metrics=['RootMeanSquaredError'])\n"
        "stop = keras.callbacks.EarlyStopping(monitor='val_RootMeanSquaredError')",
    ),
    (
        'model.compile("sgd", "mse", weighted_metrics=["logcosh"])',
        'model.compile("sgd", "mse", weighted_metrics=["LogCoshError"])',
    ),
]

MANUAL = [
    ('Dense(2, activation="LeakyReLU")', "LeakyReLU(0.3)"),
    ('Activation("PReLU")', "keras.layers.PReLU()"),
    ('Dense(2, kernel_regularizer="l1_l2")', "L1L2(l1=0.01, l2=0.01)"),
    ("model.compile('sgd', 'mse', metrics=['ce'])", "the crossentropy that is the loss"),
    ("name = 'ReLU'\nDense(2, activation=name)", 'write "relu"'),
    ("options = {'learning_rate': 1}\nSGD(**options)", "write 1.0"),
]

EPSILONS = [
    ("keras.optimizers.Adam(0.1, epsilon=None)", "keras.optimizers.Adam(0.1)"),
    ("keras.optimizers.RMSprop(epsilon=None, rho=0.9)", "keras.optimizers.RMSprop(rho=0.9)"),
    ("losses.Huber(reduction=tf.keras.losses.Reduction.AUTO)", "losses.Huber()"),
]
"""What meant the default."""


@pytest.mark.parametrize(("before", "after"), EPSILONS)
def test_what_meant_the_default_is_left_out(before: str, after: str) -> None:
    head = "import tensorflow as tf\n" + HEAD
    assert fix(head + before, only="TFC819") == head + after


def test_an_epsilon_of_none_is_none_of_late_releases() -> None:
    code = HEAD + "keras.optimizers.Adam(epsilon=None)"
    assert [lint(code, target, only="TFC819") == [] for target in ("2.10", "keras2", "keras3")] == [
        True,
        False,
        False,
    ]


SILENT = [
    "keras.optimizers.Adam(epsilon=1e-7)",
    "keras.optimizers.Adam(epsilon=small)",
    "keras.optimizers.legacy.Adam(epsilon=None)",
    "layers.BatchNormalization(epsilon=None)",
    "losses.Huber(reduction=losses.Reduction.SUM)",
    "SGD(1.0)",
    "SGD(learning_rate=1e-3)",
    "SGD()",
    "SGD(rate)",
    "SGD(float(1))",
    "SGD(np.float64(1))",
    "SGD(0.1 * 2)",
    "SGD(10 ** -3)",
    "SGD(10 ** power)",
    "power = -3\nSGD(10 ** power)",
    "SGD(1 if fast else 0.1)",
    "SGD(keras.optimizers.schedules.ExponentialDecay(1, 10, 0.9))",
    "model.compile('sgd', 'mse')\nmodel.optimizer.learning_rate = 1",
    "def make(rate):\n    return SGD(rate)",
    "import torch\ntorch.optim.SGD(parameters, 1)",
    "from project import SGD\nSGD(1)",
    "keras.optimizers.legacy.SGD(1)",
    "try:\n    SGD(1)\nexcept ValueError:\n    pass",
    "losses.Huber(reduction='sum')",
    "losses.Huber(reduction='none')",
    "losses.Huber(reduction=None)",
    "losses.Huber(reduction=how)",
    "keras.callbacks.EarlyStopping(mode='auto')",
    "Dense(2, activation='relu')",
    "Dense(2, activation='leaky_relu')",
    "Dense(2, activation=layers.LeakyReLU())",
    "Dense(2, activation=layers.ReLU())",
    "Dense(2, activation='ReLU' if old else 'relu')",
    "layers.Dense('ReLU')",
    "print('ReLU', activation='ReLU')",
    "class Dense:\n    pass\nDense(activation='ReLU')",
    "from torch.nn import Activation\nActivation('ReLU')",
    "layers.Dense(2, name='ReLU', kernel_constraint='max_norm')",
    "keras.utils.get_custom_objects()['ReLU'] = relu\nDense(2, activation='ReLU')",
    "with keras.utils.custom_object_scope({'huber_loss': f}):\n    model.compile('sgd', 'huber_loss')",
    "@keras.saving.register_keras_serializable()\ndef f(a): ...\nmodel.compile('sgd', metrics=['rmse'])",
    "model.compile('sgd', loss='huber', metrics=['kl_divergence', 'RootMeanSquaredError', 'acc'])",
    "model.compile('sgd', 'log_cosh')",
    "def rmse(a, b): ...\nmodel.compile('sgd', 'mse', metrics=[rmse])",
    "study.compile('sgd', 'logcosh')",
    "history['rmse']",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC819") == HEAD + after


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_unsafe(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC819") == HEAD + before
    assert fix(HEAD + before, unsafe=True, only="TFC819") == HEAD + after


@pytest.mark.parametrize(("code", "advice"), MANUAL)
def test_manual(code: str, advice: str) -> None:
    [found] = findings(HEAD + code, "keras3", only="TFC819")
    assert found.fix is not None and not found.fix.edits
    assert advice in found.fix.title


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC819") == []


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("SGD(1)", "keras2", []),
        ("SGD(1)", "2.16", ["error"]),
        ("SGD(lr=1)", "2.21", ["error"]),
        ("losses.Huber(reduction='auto')", "keras2", []),
        ("Dense(2, activation='ReLU')", "keras2", []),
        ("Dense(2, activation='ReLU')", "both", ["error"]),
        ("model.compile('sgd', 'logcosh')", "keras2", []),
        ("model.compile('sgd', 'cosine')", "keras2", ["error"]),
        ("model.compile('sgd', 'mse', metrics=['rmse'])", "keras2", ["error"]),
        ("model.compile('sgd', 'mse', metrics=['ce'])", "keras2", []),
    ],
)
def test_targets(code: str, target: str, expected: list[str]) -> None:
    assert [each.split()[1] for each in lint(HEAD + code, target, only="TFC819")] == expected


def test_an_old_rate_becomes_one_that_is_taken() -> None:
    assert fix(HEAD + "SGD(lr=1)", only="") == HEAD + "SGD(learning_rate=1.0)"


REFUSED = [
    ('Dense(2, name="head/out")', 'Dense(2, name="head_out")'),
    ("keras.optimizers.Adam(0.1, name='my/adam')", "keras.optimizers.Adam(0.1, name='my_adam')"),
    (
        "class Own(layers.Layer):\n    def build(self, s):\n"
        "        self.w = self.add_weight(shape=(1,), name='own/w')",
        "class Own(layers.Layer):\n    def build(self, s):\n"
        "        self.w = self.add_weight(shape=(1,), name='own_w')",
    ),
    ('keras.Input((3,), name="a/b/c")', 'keras.Input((3,), name="a_b_c")'),
    ("keras.Sequential([Dense(2)], name='a/b')", "keras.Sequential([Dense(2)], name='a_b')"),
    (
        "model.compile(tf.compat.v1.train.AdamOptimizer(), 'mse')",
        "model.compile(tf.keras.optimizers.Adam(), 'mse')",
    ),
    (
        "model.compile(optimizer=tf.compat.v1.train.GradientDescentOptimizer(learning_rate=r), loss='mse')",
        "model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=r), loss='mse')",
    ),
]
REFUSED_MANUAL = [
    'Dense(2, name="head/out")\nmodel.get_layer("head/out")',
    "def block(x, name):\n    return Dense(2, name=name + '/out')(x)",
    "def block(x, name):\n    return Dense(2, name=f'{name}/out')(x)",
    "opt = tf.compat.v1.train.AdamOptimizer(0.1)\nmodel.compile(opt, 'mse')",
    "model.compile(tf.compat.v1.train.RMSPropOptimizer(0.1), 'mse')",
    "model.compile(tf.compat.v1.train.AdamOptimizer(0.1, beta1=0.5), 'mse')",
    "SGD(clipnorm=1.0, clipvalue=0.5)",
    "SGD(0.1, clipnorm=1, global_clipnorm=1)",
]
TAKEN = [
    "keras.metrics.Mean(name='a/b')",
    "tf.Variable(1.0, name='a/b')",
    "keras.losses.MeanSquaredError(name='a/b')",
    "tf.compat.v1.train.AdamOptimizer(0.1, name='a/b')",
    "class Own:\n    def build(self, s):\n        self.w = self.add_weight(shape=(1,), name='own/w')",
    "Dense(2, name=name)",
    "Dense(2, name='a_b')",
    "Dense(2, name=choose() or 'a/b')",
    "class Own(layers.Layer):\n    pass\nOwn(name='a/b')",
    "try:\n    Dense(2, name='a/b')\nexcept ValueError:\n    pass",
    "if keras.__version__.startswith('2'):\n    Dense(2, name='a/b')",
    "SGD(clipnorm=1.0)",
    "SGD(clipnorm=None, clipvalue=0.5)",
    "SGD(clipnorm=args.clipnorm, clipvalue=0.5)",
    "def make(norm=None):\n    return SGD(clipnorm=norm, clipvalue=0.5)",
    "tf.compat.v1.train.AdamOptimizer(0.1).minimize(loss)",
    "tf.train.AdamOptimizer(0.1)\nmodel.compile(tf.train.AdamOptimizer(0.1), 'mse')",
    "model.compile(tf.optimizers.Adam(0.1), 'mse')",
    "opt = tf.compat.v1.train.AdamOptimizer(0.1)\nopt = SGD()\nmodel.compile(opt, 'mse')",
    "net.compile(tf.compat.v1.train.AdamOptimizer(0.1))",
    "with pytest.raises(ValueError):\n    model.compile(tf.compat.v1.train.AdamOptimizer(0.1), 'mse')",
]


@pytest.mark.parametrize(("before", "after"), REFUSED)
def test_names_and_optimizers(before: str, after: str) -> None:
    assert [each.severity.value for each in findings(HEAD + before, only="TFC819")] == ["error"]
    assert fix(HEAD + before, only="TFC819") == HEAD + before
    assert fix(HEAD + before, only="TFC819", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", REFUSED_MANUAL)
def test_what_only_a_person_can_choose(code: str) -> None:
    assert [each.severity.value for each in findings(HEAD + code, only="TFC819")] == ["error"]
    assert fix(HEAD + code, only="TFC819", unsafe=True) == HEAD + code


@pytest.mark.parametrize(
    ("old", "title"),
    [
        ("RMSPropOptimizer(0.1)", "use keras.optimizers.RMSprop"),
        ("MomentumOptimizer(0.1, 0.9)", "use keras.optimizers.SGD with its momentum"),
        ("ProximalAdagradOptimizer(0.1)", "use an optimizer of Keras, which has none of this kind"),
        ("FtrlOptimizer(0.1)", "use keras.optimizers.Ftrl"),
        ("AdadeltaOptimizer(0.1)", "use keras.optimizers.Adadelta"),
    ],
)
def test_what_keras_calls_it(old: str, title: str) -> None:
    (found,) = findings(HEAD + f"model.compile(tf.compat.v1.train.{old}, 'mse')", only="TFC819")
    assert found.fix is not None
    assert found.fix.title == title


@pytest.mark.parametrize("code", TAKEN)
def test_taken(code: str) -> None:
    assert findings(HEAD + code, only="TFC819") == []


@pytest.mark.parametrize("code", [*(before for before, _ in REFUSED), *REFUSED_MANUAL[:-1]])
def test_keras_2_takes_names_and_optimizers(code: str) -> None:
    assert findings(HEAD + code, "keras2", only="TFC819") == []


def test_an_optimizer_of_tensorflow_1_where_that_is_imported_as_tf() -> None:
    code = (
        "import tensorflow.compat.v1 as tf\nm = tf.keras.Sequential([tf.keras.layers.Dense(2)])\n"
        "m.compile(optimizer=tf.train.AdamOptimizer(), loss='mse')\n"
    )
    changed = code.replace("tf.train.AdamOptimizer", "tf.keras.optimizers.Adam")
    assert fix(code, only="TFC819", unsafe=True) == changed
