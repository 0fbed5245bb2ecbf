"""TFC822 eager-disabled."""

from __future__ import annotations

import pytest

from tests.lint import fix, lint

HEAD = "import tensorflow as tf\n"
MODEL = "model = tf.keras.Sequential([tf.keras.layers.Dense(1)])\nmodel.compile('sgd', 'mse')\n"
OFF = "tf.compat.v1.disable_eager_execution()\n"

FIRES = [
    HEAD + OFF + MODEL + "model.fit(x, y)",
    HEAD + MODEL + OFF + "model.predict(x)",
    HEAD + "tf.compat.v1.disable_v2_behavior()\n" + MODEL + "model.evaluate(x, y)",
    "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n" + MODEL + "model.fit(x, y)",
    HEAD
    + "from tensorflow.python.framework.ops import disable_eager_execution\ndisable_eager_execution()\n"
    + MODEL
    + "model.fit(x, y)",
    HEAD
    + OFF
    + "def main():\n    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])\n    model.fit(x, y)\nmain()",
]

SILENT = [
    HEAD + MODEL + "model.fit(x, y)\n" + OFF,
    HEAD + "if graph:\n    " + OFF + MODEL + "model.fit(x, y)",
    HEAD + "if tf.__version__ < '2.16':\n    " + OFF + MODEL + "model.fit(x, y)",
    HEAD + "def off():\n    " + OFF + MODEL + "model.fit(x, y)",
    HEAD + OFF + MODEL + "tf.compat.v1.enable_eager_execution()\nmodel.fit(x, y)",
    HEAD + OFF + MODEL + "try:\n    model.fit(x, y)\nexcept RuntimeError:\n    pass",
    HEAD + OFF + MODEL + "model.train_on_batch(x, y)",
    HEAD + OFF + "estimator.fit(x, y)",
    HEAD + OFF + "from project import model\nmodel.fit(x, y)",
    HEAD + OFF + "import tf_keras\nmodel = tf_keras.Sequential([tf_keras.layers.Dense(1)])\nmodel.fit(x, y)",
    HEAD + "tf.compat.v1.disable_v2_tensorshape()\n" + MODEL + "model.fit(x, y)",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    assert len(lint(code, only="TFC822")) == 1


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC822") == []


def test_the_call_goes() -> None:
    code = HEAD + OFF + MODEL + "model.fit(x, y)"
    assert fix(code, only="TFC822", unsafe=True) == HEAD + MODEL + "model.fit(x, y)"
    assert fix(code, only="TFC822") == code


@pytest.mark.parametrize(
    "code",
    ["s = tf.compat.v1.Session()", "from tensorflow.keras import backend as K", "model.add_loss(z)"],
)
def test_what_was_written_for_graphs_is_left(code: str) -> None:
    code = HEAD + OFF + MODEL + f"{code}\nmodel.fit(x, y)"
    assert fix(code, only="TFC822", unsafe=True) == code


@pytest.mark.parametrize(
    ("comment", "left"),
    [("# disable eager execution\n", True), ("# the seed\n\n", False), ("# faster\n", False)],
)
def test_a_comment_of_the_call_does_not_stay_alone(comment: str, left: bool) -> None:
    code = HEAD + comment + OFF + MODEL + "model.fit(x, y)"
    fixed = HEAD + comment + MODEL + "model.fit(x, y)"
    assert fix(code, only="TFC822", unsafe=True) == (code if left else fixed)
