"""TFC517 load-without-custom-object."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
def dice_loss(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
def hits(y_true, y_pred):
    return tf.reduce_mean(y_pred)
def focal(gamma):
    def loss(y_true, y_pred):
        return gamma * tf.reduce_mean(y_true - y_pred)
    return loss
class Own(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return y_true - y_pred
class Share(keras.metrics.Metric):
    pass
net = keras.Sequential([keras.layers.Dense(1)])
"""
DICE = "net.compile('adam', loss=dice_loss)\nnet.save('m.keras')\n"
LAMBDA = "net.compile('adam', loss=lambda a, b: a - b)\nnet.save('m.keras')\n"
LOAD = "again = keras.models.load_model('m.keras')"

# What stands after HEAD, and the custom_objects that --fix --unsafe-fixes adds.
FIRES = [
    (DICE + LOAD, '{"dice_loss": dice_loss}'),
    ("net.compile('adam', dice_loss)\nnet.save('m.keras')\n" + LOAD, '{"dice_loss": dice_loss}'),
    ("net.compile('adam', Own())\nnet.save('m.keras')\n" + LOAD, '{"Own": Own}'),
    (
        "net.compile('adam', dice_loss, metrics=['mae', hits])\nnet.save('m.keras')\n" + LOAD,
        '{"dice_loss": dice_loss, "hits": hits}',
    ),
    ("net.compile('adam', 'mae', metrics=[Share()])\nnet.save('m.keras')\n" + LOAD, '{"Share": Share}'),
    (
        "net.compile('adam', loss={'out': dice_loss})\nnet.save('m.keras')\n" + LOAD,
        '{"dice_loss": dice_loss}',
    ),
    ("net.compile('adam', loss=focal(2.0))\nnet.save('m.keras')\n" + LOAD, ""),
    (DICE.replace("m.keras", "m.h5") + LOAD.replace("m.keras", "m.h5"), '{"dice_loss": dice_loss}'),
    (
        "net.compile('adam', dice_loss)\nkeep = keras.callbacks.ModelCheckpoint('m.keras')\n"
        "net.fit(x, y, callbacks=[keep])\n" + LOAD,
        '{"dice_loss": dice_loss}',
    ),
    (
        "PATH = 'm.keras'\ndef train(path):\n    net.compile('adam', dice_loss)\n    net.save(path)\n"
        "def predict(path):\n    return keras.models.load_model(path)\ntrain(PATH)\npredict(PATH)",
        '{"dice_loss": dice_loss}',
    ),
    ("net.compile('adam', loss=lambda a, b: a - b)\nnet.save('m.keras')\n" + LOAD, ""),
    (
        "net.compile('adam', loss={'ctc': lambda a, b: b})\nnet.save('m.h5')\n"
        "keras.models.load_model('m.h5')",
        "",
    ),
    ("net.compile('adam', hits, [Share()])\nnet.save('m.keras')\n" + LOAD, '{"hits": hits}'),
    ("net.compile('adam', 'mae', None, [hits])\nnet.save('m.keras')\n" + LOAD, '{"hits": hits}'),
    ("net.compile('adam', 'mae', metrics=[lambda a, b: b])\nnet.save('m.keras')\n" + LOAD, ""),
    (DICE + "again = keras.models.load_model('m.keras', compile=True)", '{"dice_loss": dice_loss}'),
]

SILENT = [
    DICE + "keras.models.load_model('m.keras', compile=False)",
    DICE + "keras.models.load_model('m.keras', custom_objects={'dice_loss': dice_loss})",
    DICE + "keras.models.load_model('m.keras', {'dice_loss': dice_loss})",
    DICE + "keras.models.load_model('m.keras', **options)",
    DICE + "keras.models.load_model('m.keras', compile=resumed)",
    DICE + "with keras.utils.custom_object_scope({'dice_loss': dice_loss}):\n    " + LOAD,
    "keras.utils.get_custom_objects()['dice_loss'] = dice_loss\n" + DICE + LOAD,
    # a lambda whose code is run, or that nothing needs
    LAMBDA + "keras.models.load_model('m.keras', safe_mode=False)",
    LAMBDA + "keras.models.load_model('m.keras', safe_mode=trusted)",
    LAMBDA + "keras.models.load_model('m.keras', compile=False)",
    LAMBDA + "keras.models.load_model('m.keras', custom_objects={'<lambda>': None})",
    "keras.config.enable_unsafe_deserialization()\n" + LAMBDA + LOAD,
    LAMBDA.replace("m.keras", "other.keras") + LOAD,
    LAMBDA.replace("net.save", "net.compile('adam', 'mae')\nnet.save") + LOAD,
    # Keras' own, or known to it
    "net.compile('adam', 'mae')\nnet.save('m.keras')\n" + LOAD,
    "net.compile('adam', keras.losses.Huber(), metrics=[keras.metrics.AUC()])\nnet.save('m.keras')\n" + LOAD,
    "@keras.saving.register_keras_serializable()\ndef own(a, b):\n    return a\n"
    "net.compile('adam', own)\nnet.save('m.keras')\n" + LOAD,
    "@keras.utils.register_keras_serializable('pkg')\nclass Mine(keras.losses.Loss):\n    pass\n"
    "net.compile('adam', Mine())\nnet.save('m.keras')\n" + LOAD,
    "def mean_squared_error(a, b):\n    return a\nnet.compile('adam', mean_squared_error)\n"
    "net.save('m.keras')\n" + LOAD,
    # another file, another model
    DICE + "keras.models.load_model('other.keras')",
    DICE + "keras.models.load_model(path)",
    "net.compile('adam', dice_loss)\nnet.save(path)\n" + LOAD,
    "net.compile('adam', dice_loss)\nnet.save_weights('m.weights.h5')\n" + LOAD,
    "other = keras.Sequential()\nother.compile('adam', dice_loss)\nnet.compile('adam', 'mae')\n"
    "net.save('m.keras')\n" + LOAD,
    "net.compile('adam', dice_loss)\nnet.compile('adam', 'mae')\nnet.save('m.keras')\n" + LOAD,
    "net.save('m.keras')\n" + LOAD,
    "net.compile('adam', loss)\nnet.save('m.keras')\n" + LOAD,
    # what comes third is loss_weights on Keras 3
    "net.compile('adam', 'mae', [hits])\nnet.save('m.keras')\n" + LOAD,
    # metrics of an .h5 file are left out by Keras 3
    "net.compile('adam', 'mae', metrics=[hits])\nnet.save('m.h5')\n"
        "keras.models.load_model('m.h5')",
    # expected
    DICE + "with pytest.raises(TypeError):\n    " + LOAD,
    DICE + "try:\n    " + LOAD + "\nexcept (TypeError, ValueError):\n    again = None",
]


@pytest.mark.parametrize(("code", "given"), FIRES)
def test_fires(code: str, given: str) -> None:
    [found] = findings(HEAD + code, only="TFC517")
    assert found.severity.value == "error"
    fixed = fix(HEAD + code, only="TFC517", unsafe=True)
    assert fixed.count("custom_objects") == bool(given)
    assert f"custom_objects={given})" in fixed or not given


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC517") == []


@pytest.mark.parametrize("target", ["keras2", "both", "2.16"])
def test_on_both(target: str) -> None:
    assert lint(HEAD + DICE + LOAD, target, only="TFC517") == ["TFC517:19 error"]


def test_metrics_of_hdf5_on_keras_2() -> None:
    code = "net.compile('adam', 'mae', metrics=[hits])\nnet.save('m.h5')\nkeras.models.load_model('m.h5')"
    assert lint(HEAD + code, "keras2", only="TFC517") == ["TFC517:19 error"]


@pytest.mark.parametrize(("target", "count"), [("keras2", 1), ("2.10", 1), ("keras3", 0), ("both", 0)])
def test_metrics_by_their_place(target: str, count: int) -> None:
    code = "net.compile('adam', 'mae', [hits])\nnet.save('m.h5')\nkeras.models.load_model('m.h5')"
    assert len(lint(HEAD + code, target, only="TFC517")) == count


LOSSES = """\
import tensorflow as tf
def overlap(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
def sharp(gamma):
    def loss(y_true, y_pred):
        return gamma * tf.reduce_mean(y_true - y_pred)
    return loss
@decorated
def wrapped(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
def dice(y_true, y_pred):
    return tf.reduce_mean(y_true - y_pred)
"""


@pytest.mark.parametrize(
    ("imported", "given", "others", "found"),
    [
        ("from losses import overlap", "overlap", LOSSES, 1),
        ("from losses import overlap as o", "o", LOSSES, 1),
        ("import losses", "losses.overlap", LOSSES, 1),
        ("from losses import sharp", "sharp(2.0)", LOSSES, 1),
        ("from losses import wrapped", "wrapped", LOSSES, 0),
        ("from losses import dice", "dice", LOSSES, 0),  # the name of one of Keras' own
        ("from losses import missing", "missing", LOSSES, 0),
        (
            "from losses import overlap",
            "overlap",
            LOSSES + "tf.keras.utils.get_custom_objects()['overlap'] = overlap\n",
            0,
        ),
    ],
)
def test_a_loss_of_another_file(imported: str, given: str, others: str, found: int) -> None:
    code = f"{imported}\n{HEAD}net.compile('adam', loss={given})\nnet.save('m.keras')\n{LOAD}\n"
    assert len(lint(code, only="TFC517", losses=others)) == found


def test_the_fix_for_a_loss_of_another_file() -> None:
    code = f"from losses import overlap\n{HEAD}net.compile('adam', overlap)\nnet.save('m.keras')\n{LOAD}\n"
    fixed = fix(code, only="TFC517", unsafe=True, losses=LOSSES)
    assert 'custom_objects={"overlap": overlap}' in fixed
    other = code.replace("import overlap", "import overlap as o").replace("'adam', overlap", "'adam', o")
    assert fix(other, only="TFC517", unsafe=True, losses=LOSSES) == other
