"""TFC408 callback-lr-schedule."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import keras
import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.callbacks import EarlyStopping, LearningRateScheduler, ReduceLROnPlateau
from tensorflow.keras.optimizers import Adam, SGD
from tensorflow.keras.optimizers.schedules import CosineDecay, ExponentialDecay
model = keras.Sequential([layers.Dense(1)])
"""

FINDS = [
    "model.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nmodel.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "model.compile(optimizer=SGD(learning_rate=CosineDecay(0.1, 100)), loss='mse')\n"
    "model.fit(x, y, callbacks=[LearningRateScheduler(lambda e: 0.1)])",
    "model.compile(SGD(CosineDecay(0.1, 100)), 'mse')\nmodel.fit(x, y, callbacks=LearningRateScheduler(f))",
    """
    rate = ExponentialDecay(0.1, 100, 0.9)
    opt = SGD(rate)
    model.compile(opt, 'mse')
    callbacks = [EarlyStopping()]
    callbacks.append(ReduceLROnPlateau(factor=0.1))
    model.fit(x, y, callbacks=callbacks)
    """,
    """
    decay = ExponentialDecay(0.1, 100, 0.9)
    def build():
        net = keras.Sequential([layers.Dense(1)])
        optimizer = tf.keras.optimizers.RMSprop(decay)
        net.compile(optimizer=optimizer, loss="mse")
        return net
    net = build()
    reduce = ReduceLROnPlateau()
    net.fit(x, y, callbacks=[reduce])
    """,
    """
    class Warm(keras.optimizers.schedules.LearningRateSchedule):
        def __call__(self, step):
            return step
    model.compile(Adam(Warm()), 'mse')
    model.fit(x, y, callbacks=[ReduceLROnPlateau()])
    """,
    """
    class Mine(ReduceLROnPlateau):
        pass
    model.compile(Adam(CosineDecay(0.1, 100)), 'mse')
    model.fit(x, y, callbacks=[Mine()])
    """,
    """
    opt = tf.keras.mixed_precision.LossScaleOptimizer(Adam(CosineDecay(0.1, 100)))
    model.compile(opt, 'mse')
    model.fit(x, y, callbacks=[ReduceLROnPlateau()])
    """,
]

SILENT = [
    # no schedule, or no callback that sets the rate
    "model.compile(Adam(0.1), 'mse')\nmodel.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "model.compile('adam', 'mse')\nmodel.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "model.compile(Adam(), 'mse')\nmodel.fit(x, y, callbacks=[LearningRateScheduler(f)])",
    "model.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nmodel.fit(x, y, callbacks=[EarlyStopping()])",
    "model.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nr = ReduceLROnPlateau()\nmodel.fit(x, y)",
    # a function is no schedule
    "def decay(epoch):\n    return 0.1 ** epoch\nmodel.compile(Adam(0.1), 'mse')\n"
    "model.fit(x, y, callbacks=[LearningRateScheduler(decay)])",
    # the schedule is of another model, or compiled over
    "other = keras.Sequential([layers.Dense(1)])\nother.compile(Adam(CosineDecay(0.1, 100)), 'mse')\n"
    "model.compile(Adam(0.1), 'mse')\nmodel.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "model.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nmodel.compile(Adam(0.1), 'mse')\n"
    "model.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    # not in sight, or one of two
    "rate = CosineDecay(0.1, 100) if cosine else 0.1\nmodel.compile(Adam(rate), 'mse')\n"
    "model.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "if cosine:\n    opt = Adam(CosineDecay(0.1, 100))\nelse:\n    opt = Adam(0.1)\n"
    "model.compile(opt, 'mse')\nmodel.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "model.compile(make_optimizer(CosineDecay(0.1, 100)), 'mse')\n"
    "model.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "model.compile(Adam(rate), 'mse')\nmodel.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "def train(net):\n    net.compile(Adam(CosineDecay(0.1, 100)), 'mse')\n"
    "    prepare(net)\n    run(net, [ReduceLROnPlateau()])",
    "model.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nrun(model, [ReduceLROnPlateau()])",
    "from torch.optim.lr_scheduler import ReduceLROnPlateau\n"
    "model.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nmodel.fit(x, y, callbacks=[ReduceLROnPlateau(opt)])",
    "from here import ReduceLROnPlateau\nmodel.compile(Adam(CosineDecay(0.1, 100)), 'mse')\n"
    "model.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    # sets the rate otherwise
    """
    class Mine(ReduceLROnPlateau):
        def on_epoch_end(self, epoch, logs=None):
            print(logs)
    model.compile(Adam(CosineDecay(0.1, 100)), 'mse')
    model.fit(x, y, callbacks=[Mine()])
    """,
    # expected
    "import pytest\nmodel.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nwith pytest.raises(TypeError):\n"
    "    model.fit(x, y, callbacks=[ReduceLROnPlateau()])",
    "model.compile(Adam(CosineDecay(0.1, 100)), 'mse')\nreduce = ReduceLROnPlateau()\ntry:\n"
    "    model.fit(x, y, callbacks=[reduce])\nexcept TypeError:\n    model.fit(x, y)",
    # the callback is for the model without a schedule
    "callbacks = []\nif not cosine:\n    callbacks.append(ReduceLROnPlateau())\n"
    "model.compile(Adam(CosineDecay(0.1, 100) if cosine else 0.1), 'mse')\n"
    "model.fit(x, y, callbacks=callbacks)",
]


@pytest.mark.parametrize("code", FINDS)
def test_finds(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC408")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC408") == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [("2.10", "error"), ("2.11", "warning"), ("keras2", "warning"), ("2.16", "error"), ("both", "error")],
)
def test_targets(target: str, expected: str) -> None:
    assert lint(HEAD + FINDS[0], target, only="TFC408") == [f"TFC408:9 {expected}"]


def test_message() -> None:
    [found] = findings(HEAD + FINDS[0], "both", only="TFC408")
    assert found.message == (
        "the optimizer (line 8) follows a schedule: Keras 2 from 2.11 (TensorFlow 2.15) lets the schedule "
        "set the rate again at every step: the callback has no effect; Keras 3 (TensorFlow 2.21) raises "
        "TypeError when the callback lowers the rate"
    )


OPTIMIZERS = "import keras\nfrom keras.optimizers import Adam, schedules\n"
SCHEDULED = f"{OPTIMIZERS}def make(lr=0.1):\n    return Adam(schedules.CosineDecay(lr, 100))\n"
MADE = "from other import make\nmodel.compile(make(), 'mse')\n"
MADE += "model.fit(x, y, callbacks=[ReduceLROnPlateau()])"
# What stands in ``other.py``, which makes the optimizer.
MADE_ELSEWHERE = [
    SCHEDULED,
    f"{OPTIMIZERS}def make():\n    rate = schedules.CosineDecay(0.1, 100)\n    made = Adam(rate)\n"
    "    return made\n",
    f"{OPTIMIZERS}def make(n=1):\n    if n:\n        return Adam(schedules.CosineDecay(n, 100))\n"
    "    return Adam(schedules.ExponentialDecay(n, 100, 0.9))\n",
    "from third import make\n",
    "from third import make as third\ndef make():\n    return third()\n",
]
MADE_OTHERWISE = [
    f"{OPTIMIZERS}def make(lr=0.1):\n    return Adam(lr)\n",
    f"{OPTIMIZERS}def make(n=1):\n    if n:\n        return Adam(schedules.CosineDecay(n, 100))\n"
    "    return Adam(0.1)\n",
    f"{OPTIMIZERS}def make(n=1):\n    if n:\n        return Adam(schedules.CosineDecay(n, 100))\n"
    "    return other()\n",
    f"{OPTIMIZERS}@wrapped\ndef make():\n    return Adam(schedules.CosineDecay(0.1, 100))\n",
    f"{SCHEDULED}make = other(make)\n",
    "def make():\n    return 'adam'\n",
]


@pytest.mark.parametrize("other", MADE_ELSEWHERE)
def test_an_optimizer_of_another_file(other: str) -> None:
    (finding,) = findings(HEAD + MADE, "keras3", "TFC408", other=other, third=SCHEDULED)
    assert ".py, line" in finding.message


@pytest.mark.parametrize("other", MADE_OTHERWISE)
def test_an_optimizer_of_another_file_may_have_a_plain_rate(other: str) -> None:
    assert findings(HEAD + MADE, "keras3", "TFC408", other=other) == []
