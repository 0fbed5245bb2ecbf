"""TFC407 optimizer-lr-attribute."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import keras
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.callbacks import Callback
from tensorflow.keras.optimizers import Adam, SGD
"""
CALLBACK = "class Warm(Callback):\n    def on_epoch_begin(self, epoch, logs=None):\n        "

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("opt = Adam(0.1)\nopt.lr = 0.2", "opt = Adam(0.1)\nopt.learning_rate = 0.2"),
    ("opt = Adam(0.1)\nprint(opt . lr)", "opt = Adam(0.1)\nprint(opt . learning_rate)"),
    ("opt = Adam(0.1)\nopt.lr *= 0.5", "opt = Adam(0.1)\nopt.learning_rate *= 0.5"),
    ("opt = Adam(0.1)\nopt.lr.assign(0.2)", "opt = Adam(0.1)\nopt.learning_rate.assign(0.2)"),
    ("tf.optimizers.SGD().lr.numpy()", "tf.optimizers.SGD().learning_rate.numpy()"),
    ("opt = Adam(0.1)\nsetattr(opt, 'lr', 0.2)", "opt = Adam(0.1)\nsetattr(opt, 'learning_rate', 0.2)"),
    ('opt = Adam(0.1)\ngetattr(opt, "lr")', 'opt = Adam(0.1)\ngetattr(opt, "learning_rate")'),
    (
        "opt = tf.keras.mixed_precision.LossScaleOptimizer(Adam(0.1))\nprint(opt.lr)",
        "opt = tf.keras.mixed_precision.LossScaleOptimizer(Adam(0.1))\nprint(opt.learning_rate)",
    ),
    (CALLBACK + "self.model.optimizer.lr = 0.1", CALLBACK + "self.model.optimizer.learning_rate = 0.1"),
    (
        CALLBACK + "K.set_value(self.model.optimizer.lr, 0.1 * epoch)",
        CALLBACK + "self.model.optimizer.learning_rate.assign(0.1 * epoch)",
    ),
    (
        CALLBACK + "logs['lr'] = K.get_value(self.model.optimizer.lr)",
        CALLBACK + "logs['lr'] = K.get_value(self.model.optimizer.learning_rate)",
    ),
    (
        "opt = SGD(0.1)\nK.set_value(opt.learning_rate, value=0.2)",
        "opt = SGD(0.1)\nopt.learning_rate.assign(0.2)",
    ),
    (
        "opt = SGD(0.1)\nkeras.backend.set_value(\n    opt.lr,\n    0.2,  # less\n)",
        "opt = SGD(0.1)\nopt.learning_rate.assign(0.2,  # less\n)",
    ),
    (
        "model = keras.Sequential()\nmodel.compile('adam', 'mse')\nmodel.optimizer.lr = 0.1",
        "model = keras.Sequential()\nmodel.compile('adam', 'mse')\nmodel.optimizer.learning_rate = 0.1",
    ),
    (  # what was loaded is a model, and so is what is annotated as one
        "model = keras.models.load_model('m.keras')\nK.set_value(model.optimizer.lr, 1e-4)",
        "model = keras.models.load_model('m.keras')\nmodel.optimizer.learning_rate.assign(1e-4)",
    ),
    (
        "def slow(model: keras.Model):\n    model.optimizer.lr = 1e-4",
        "def slow(model: keras.Model):\n    model.optimizer.learning_rate = 1e-4",
    ),
    (
        "opt = SGD(0.1)\nK.set_value(x=opt.lr, value=K.get_value(opt.lr) / 2)",
        "opt = SGD(0.1)\nopt.learning_rate.assign(K.get_value(opt.learning_rate) / 2)",
    ),
    (
        "def slow(optimizer: tf.keras.optimizers.Optimizer):\n    optimizer.lr = 1e-4",
        "def slow(optimizer: tf.keras.optimizers.Optimizer):\n    optimizer.learning_rate = 1e-4",
    ),
    (
        "def slow(optimizer: Adam | SGD | None = None):\n    return optimizer.lr",
        "def slow(optimizer: Adam | SGD | None = None):\n    return optimizer.learning_rate",
    ),
    (  # the metric of many a script
        """
        def rate_of(optimizer):
            def lr(y_true, y_pred):
                return optimizer.lr
            return lr
        adam = Adam(1e-3)
        metric = rate_of(adam)
        """,
        """
        def rate_of(optimizer):
            def lr(y_true, y_pred):
                return optimizer.learning_rate
            return lr
        adam = Adam(1e-3)
        metric = rate_of(adam)
        """,
    ),
    (
        "cb = keras.callbacks.LambdaCallback(on_epoch_end=lambda e, logs: print(net.optimizer.lr))\n"
        "net = keras.Sequential()",
        "cb = keras.callbacks.LambdaCallback(on_epoch_end=lambda e, logs: print(net.optimizer.learning_rate))"
        "\nnet = keras.Sequential()",
    ),
    (  # a test that only raises refuses Keras 3
        CALLBACK + "if not hasattr(self.model.optimizer, 'lr'):\n            raise ValueError('no lr')\n"
        "        K.set_value(self.model.optimizer.lr, 0.1)",
        CALLBACK + "if not hasattr(self.model.optimizer, 'learning_rate'):\n            "
        "raise ValueError('no lr')\n        self.model.optimizer.learning_rate.assign(0.1)",
    ),
    (  # a schedule is read by the same name
        "opt = Adam(keras.optimizers.schedules.CosineDecay(0.1, 100))\nprint(opt.lr)",
        "opt = Adam(keras.optimizers.schedules.CosineDecay(0.1, 100))\nprint(opt.learning_rate)",
    ),
    (  # the file has a schedule, and this optimizer has none
        "slow = SGD(keras.optimizers.schedules.CosineDecay(0.1, 100))\nopt = Adam(0.1)\nopt.lr = 0.2",
        "slow = SGD(keras.optimizers.schedules.CosineDecay(0.1, 100))\nopt = Adam(0.1)\n"
        "opt.learning_rate = 0.2",
    ),
]

MANUAL = [
    "opt = Adam(keras.optimizers.schedules.CosineDecay(0.1, 100))\nopt.lr = 0.1",
    "rate = keras.optimizers.schedules.CosineDecay(0.1, 100)\nopt = Adam(learning_rate=rate)\n"
    "K.set_value(opt.lr, 0.1)",
    "class Mine(keras.optimizers.schedules.LearningRateSchedule): pass\nopt = Adam(Mine())\nopt.lr = 0.1",
    CALLBACK + "print(self.model.optimizer.lr(epoch))",
    CALLBACK + "print(self.model.optimizer.lr.read_value())",
    CALLBACK + "print(self.model.optimizer.lr.decay_steps)",
    CALLBACK + "K.set_value(self.model.optimizer.lr, *rates)",
    CALLBACK + "K.set_value(value=0.1, x=self.model.optimizer.lr)",
    CALLBACK + "K.set_value(self.model.optimizer.lr, **{'value': 0.1})",
    CALLBACK + "K.set_value(\n            self.model.optimizer.lr,  # the rate\n            0.1)",
]

SILENT = [
    # the new name
    "opt = Adam(0.1)\nopt.learning_rate = 0.2",
    "opt = Adam(0.1)\nopt.learning_rate.assign(0.2)",
    CALLBACK + "K.get_value(self.model.optimizer.learning_rate)",
    # no optimizer of Keras
    "opt.lr = 0.1",
    "args.lr = 0.1\nopt = Adam(args.lr)",
    "def f(optimizer):\n    optimizer.lr = 0.1",
    "self.model.optimizer.lr = 0.1",
    "from torch.optim import Optimizer\ndef f(optimizer: Optimizer):\n    optimizer.lr = 0.1",
    "def f(optimizer: Adam | Other):\n    optimizer.lr = 0.1",
    "def f(optimizer: tf.keras.optimizers.legacy.Optimizer):\n    optimizer.lr = 0.1",
    "def f(rate: keras.optimizers.schedules.LearningRateSchedule):\n    rate.lr = 0.1",
    "class Trainer:\n    def step(self):\n        self.model.optimizer.lr = 0.1",
    "class Config:\n    lr = 0.1\nopt = Config()\nprint(opt.lr)",
    "from torch.optim import Adam\nopt = Adam(net.parameters())\nopt.lr = 0.1",
    "import torch\nopt = torch.optim.SGD(net.parameters(), 0.1)\nopt.param_groups[0]['lr'] = 0.2\nopt.lr = 1",
    "import optax\nopt = optax.adam(0.1)\nprint(opt.lr)",
    "import tensorflow_addons as tfa\nopt = tfa.optimizers.LAMB(0.1)\nopt.lr = 0.2",
    "opt = tf.keras.optimizers.legacy.Adam(0.1)\nopt.lr = 0.2",
    "opt = tf.compat.v1.train.AdamOptimizer(0.1)\nopt.lr = 0.2",
    "from pytorch_lightning import Callback\n" + CALLBACK + "self.model.optimizer.lr = 0.1",
    "import horovod.tensorflow.keras as hvd\nopt = hvd.DistributedOptimizer(Adam(0.1))\nopt.lr = 0.2",
    "opt = Adam(0.1)\nif other:\n    opt = make()\nopt.lr = 0.2",
    "schedule = keras.optimizers.schedules.CosineDecay(0.1, 100)\nschedule.lr = 0.1",
    # TensorFlow 1, or TensorFlow 2 that behaves like it
    "with tf.Session() as session:\n    opt = Adam(0.1)\n    opt.lr = 0.2",
    "x = tf.placeholder(tf.float32)\n" + CALLBACK + "K.set_value(self.model.optimizer.lr, 0.1)",
    "K.set_session(tf.Session(config=tf.ConfigProto()))\n" + CALLBACK + "print(self.model.optimizer.lr)",
    "tf.compat.v1.disable_v2_behavior()\nopt = Adam(0.1)\nopt.lr = 0.2",
    # other attributes, and other variables
    "opt = Adam(0.1)\nopt.lr_mult = 3",
    "opt = Adam(0.1)\nprint(hasattr(opt, 'lrate'))",
    "opt = Adam(0.1)\nlr = 0.3",
    "layer = keras.layers.Dense(1)\nK.set_value(layer.kernel, 0)",
    "opt = SGD(0.1, momentum=0.9)\nK.set_value(opt.momentum, 0.8)",
    "def set_value(variable, value): pass\nopt = SGD(0.1)\nset_value(opt.learning_rate, 0.1)",
    # an lr of its own
    "class Mine(Adam):\n    lr = 3\nopt = Mine()\nopt.lr = 0.1",
    "class Mine(Adam):\n    @property\n    def lr(self): return self.learning_rate\nprint(Mine().lr)",
    "class Mine(Adam):\n    def __init__(self, lr):\n        super().__init__()\n        self.lr = lr\n"
    "    def get(self):\n        return self.lr",
    "class Mine(Adam):\n    def __init__(self, lr):\n        self.lr = lr\n"
    + CALLBACK
    + "K.set_value(self.model.optimizer.lr, 0.1)",
    "class Base(Adam):\n    lr = 3\nclass Mine(Base): pass\nprint(Mine().lr)",
    # a callback with a model of its own
    "class Mine(Callback):\n    def __init__(self, model):\n        self.model = model\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        self.model.optimizer.lr = 0.1",
    # several releases
    "opt = Adam(0.1)\nif hasattr(opt, 'lr'):\n    opt.lr = 0.1\nelse:\n    opt.learning_rate = 0.1",
    "opt = Adam(0.1)\nname = 'lr' if hasattr(opt, 'lr') else 'learning_rate'\nsetattr(opt, name, 0.1)",
    "opt = Adam(0.1)\ngetattr(opt, 'lr', None)",
    "opt = Adam(0.1)\ntry:\n    opt.lr = 0.1\nexcept AttributeError:\n    opt.learning_rate = 0.1",
    "opt = Adam(0.1)\nif tf.__version__ < '2.16':\n    opt.lr = 0.1",
    CALLBACK + "if not hasattr(self.model.optimizer, 'lr'):\n            return\n        "
    "self.model.optimizer.lr = 0.1",
    CALLBACK + "if not hasattr(self.model.optimizer, 'lr'):\n            raise ValueError\n        "
    "try:\n            K.set_value(self.model.optimizer.lr, 0.1)\n        except AttributeError:\n"
    "            self.model.optimizer.learning_rate = 0.1",
    "import pytest\nopt = Adam(0.1)\nwith pytest.raises(AttributeError):\n    opt.lr",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + dedent(before), only="TFC407") == HEAD + dedent(after)


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    assert fix(HEAD + code, only="TFC407", unsafe=True) == HEAD + code
    [found] = findings(HEAD + code, only="TFC407")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC407") == []


def test_is_not_safe_beside_a_schedule_of_unknown_use() -> None:
    code = HEAD + "rate = keras.optimizers.schedules.CosineDecay(0.1, 100)\n" + CALLBACK
    code += "self.model.optimizer.lr = 0.1\n"
    [found] = findings(code, only="TFC407")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.UNSAFE


@pytest.mark.parametrize(
    "line",
    [
        "tf.compat.v1.disable_eager_execution()",
        "tf.compat.v1.keras.backend.set_session(tf.compat.v1.Session())",
        "from tensorflow.compat.v1 import InteractiveSession\nsession = InteractiveSession()",
        "session = tf.compat.v1.Session(config=config)",
        "K.get_session()",
    ],
)
def test_is_not_safe_where_graphs_are_built(line: str) -> None:
    for use in ("self.model.optimizer.lr = 0.1\n", "K.set_value(self.model.optimizer.lr, 0.1)\n"):
        [found] = findings(f"{HEAD}{line}\n{CALLBACK}{use}", only="TFC407")
        assert found.fix is not None
        assert found.fix.applicability is Applicability.UNSAFE


def test_another_session_is_no_graph() -> None:
    code = HEAD + "import requests\nsession = requests.Session()\nopt = Adam(0.1)\nopt.lr = 0.2\n"
    assert fix(code, only="TFC407") == code.replace("opt.lr", "opt.learning_rate")


def test_a_callback_whose_base_another_file_defines() -> None:
    code = """\
    import tensorflow as tf
    from base import Reporter
    class Rate(Reporter):
        def on_epoch_end(self, epoch, logs=None):
            print(self.model.optimizer.lr)
    """
    base = "import keras\nclass Reporter(keras.callbacks.Callback):\n    pass\n"
    assert lint(code, only="TFC407", base=base) == ["TFC407:5 error"]
    assert lint(code, only="TFC407", base="class Reporter:\n    pass\n") == []
    own = base + "    def use(self, model):\n        self.model = model\n"
    assert lint(code, only="TFC407", base=own) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [("2.11", False), ("keras2", False), ("2.16", True), ("keras3", True), ("both", True)],
)
def test_targets(target: str, expected: bool) -> None:
    assert lint(HEAD + "Adam().lr", target, only="TFC407") == (["TFC407:6 error"] if expected else [])


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "print(Adam().lr)",
            "optimizers have no attribute lr any more, only learning_rate: Keras 2 (TensorFlow 2.15) takes "
            "it; Keras 3 (TensorFlow 2.21) raises AttributeError",
        ),
        (
            "Adam().lr = 3",
            "optimizers have no attribute lr any more, only learning_rate: Keras 2 (TensorFlow 2.15) takes "
            "it; Keras 3 (TensorFlow 2.21) makes an attribute of that name, and the learning rate stays as "
            "it was",
        ),
        (
            "K.set_value(Adam().learning_rate, 0.1)",
            "backend.set_value cannot set a learning rate any more: Keras 2 (TensorFlow 2.15) takes it; "
            "Keras 3 (TensorFlow 2.21) raises AttributeError",
        ),
    ],
)
def test_message(code: str, message: str) -> None:
    [found] = findings(HEAD + code, "both", only="TFC407")
    assert found.message == message
