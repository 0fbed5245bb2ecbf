"""No fix removes a comment: what stands around one is left to a person."""

from __future__ import annotations

import pytest

from tests.lint import fix, lint

CODE = {
    "TFC110, the key of a dictionary": (
        "import keras\n"
        "given = {'verbose': 1, 'options'  # {}\n    : None}\n"
        "keras.callbacks.ModelCheckpoint('a.keras', **given)\n"
    ),
    "TFC110, an argument": (
        "import keras\nkeras.callbacks.ModelCheckpoint('a.keras', options=None  # {}\n    , verbose=1)\n"
    ),
    "TFC508, what is replaced": (
        "import tensorflow as tf\n"
        "model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])\n"
        "model.compile('sgd', 'mse')\n"
        "checkpoint = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.SGD(  # {}\n    0.01))\n"
        "model.fit([[1, 2]], [1])\n"
        "checkpoint.save('a')\n"
    ),
    "TFC515, a statement": (
        "import keras\nmodel = keras.Sequential([keras.Input((2,))])\n"
        "status = model.load_weights('a.weights.h5')\n"
        "status.assert_consumed(  # {}\n)\n"
    ),
}


@pytest.mark.parametrize("what", CODE)
def test_a_comment_is_kept(what: str) -> None:
    code, plain = CODE[what].replace("{}", "why"), CODE[what].replace("  # {}", "")
    found = lint(plain, only=what[:6])
    assert len(found) == 1
    assert lint(code, only=what[:6]) == found
    assert fix(plain, only=what[:6], unsafe=True) != plain
    assert fix(code, only=what[:6], unsafe=True) == code
