"""TFC524 resume-without-initial-epoch."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import glob, os
import tensorflow as tf
from tensorflow.keras.callbacks import BackupAndRestore, ModelCheckpoint
m = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
m.compile('sgd', 'mean_squared_error')
"""
EACH = "each = ModelCheckpoint('out/m_{epoch:02d}.weights.h5', save_weights_only=True)\n"
WHOLE = "each = ModelCheckpoint('out/m_{epoch:02d}.keras')\n"
TENTH = "m.load_weights('out/m_10.weights.h5')\n"
FIT = "m.fit(x, y, epochs=10, callbacks=[each])\n"

FIRES = [
    EACH + TENTH + FIT,
    EACH + "if os.path.exists('out/m_10.weights.h5'):\n    " + TENTH + FIT,
    EACH + "m.load_weights(sorted(glob.glob('out/m_*.h5'))[-1])\n" + FIT,
    EACH + "files = sorted(glob.glob('out/*.h5'))\nif files:\n    m.load_weights(files[-1])\n" + FIT,
    EACH + TENTH + "stop = tf.keras.callbacks.TerminateOnNaN()\n" + FIT.replace("each]", "each, stop]"),
    WHOLE + "last = ModelCheckpoint('last.keras')\nm = tf.keras.models.load_model('last.keras')\n"
    "m.fit(x, y, callbacks=[each, last])\n",
    WHOLE + "m = tf.keras.models.load_model('out/m_03.keras')\n" + FIT,
    WHOLE + "m = tf.keras.models.load_model(max(glob.glob('out/*.keras')))\n" + FIT,
    "each = ModelCheckpoint('out/m_{epoch:02d}.ckpt', save_weights_only=True)\n"
    "m.load_weights(tf.train.latest_checkpoint('out'))\n" + FIT,
    "root = input()\neach = ModelCheckpoint(root + '/m_{epoch}.keras')\n"
    "m = tf.keras.models.load_model(max(glob.glob(root + '/*.keras')))\n" + FIT,
    EACH.replace("only=True", "only=True, save_best_only=True") + TENTH + FIT,
    "def f():\n    each = ModelCheckpoint('m_{epoch}.h5')\n    m.load_weights('m_9.h5')\n    "
    + FIT
    + "f()\n",
]

SILENT = [
    EACH + FIT,
    EACH + FIT + TENTH,
    EACH + FIT + TENTH + FIT,
    EACH + TENTH + "m.fit(x, y, callbacks=[each], initial_epoch=10, epochs=20)\n",
    EACH + TENTH + "m.fit(x, y, 32, 20, 1, [each], 0.0, None, True, None, None, 10)\n",
    EACH + TENTH + "m.fit(x, y, callbacks=[each], **options)\n",
    EACH + TENTH + "m.fit(x, y, callbacks=[each, BackupAndRestore('b')])\n",
    EACH + TENTH + "m.fit(x, y, callbacks=[each, *others])\n",
    EACH + TENTH + "m.fit(x, y, callbacks=[stop])\n",
    EACH + TENTH + "for part in range(3):\n    " + FIT,
    EACH + TENTH + "m.evaluate(x, y)\n",
    # other files
    EACH + "m.load_weights('old/m_10.weights.h5')\n" + FIT,
    EACH + "m.load_weights('out/pretrained.weights.h5')\n" + FIT,
    EACH + "m.load_weights(path)\n" + FIT,
    EACH + "m.load_weights(max(glob.glob('old/*.h5')))\n" + FIT,
    EACH + "m.load_weights(max(glob.glob(pattern)))\n" + FIT,
    EACH + "latest = tf.train.latest_checkpoint('out')\nif latest:\n    m.load_weights(latest)\n" + FIT,
    EACH + "m.load_weights('out/m_{epoch:02d}.weights.h5')\n" + FIT,
    "each = ModelCheckpoint(f'{run}/m_{{epoch}}.keras')\n"
    "m = tf.keras.models.load_model(f'{other}/m_3.keras')\n" + FIT,
    # the numbers do not decide which file it is
    "each = ModelCheckpoint('out/m_{epoch}_{val_loss:.3f}.h5')\nm.load_weights('out/m_3_0.1.h5')\n" + FIT,
    "each = ModelCheckpoint('out/best.h5')\nm.load_weights('out/best.h5')\n" + FIT,
    EACH + TENTH + "each.filepath = 'new/{epoch}.h5'\n" + FIT,
    "each = ModelCheckpoint(template)\nm.load_weights(template.format(epoch=3))\n" + FIT,
    # another model, or no callback of Keras
    EACH + "n = tf.keras.Sequential()\nn.load_weights('out/m_10.weights.h5')\n" + FIT,
    EACH + TENTH + "m = tf.keras.Sequential([tf.keras.layers.Dense(1)])\n" + FIT,
    "from own import ModelCheckpoint\n" + EACH + TENTH + FIT,
    "class Own(ModelCheckpoint):\n    pass\n" + EACH.replace("ModelC", "Own  # C") + TENTH + FIT,
    EACH + f"if evaluate:\n    {TENTH}    raise SystemExit\n" + FIT,
    EACH + f"if evaluate:\n    {TENTH}else:\n    {FIT}",
]


@pytest.mark.parametrize("target", ["2.15", "2.21"])
@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str, target: str) -> None:
    (found,) = lint(HEAD + code, target, only="TFC524")
    assert found.endswith(" warning")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC524") == []


def test_says_where() -> None:
    (found,) = findings(HEAD + EACH + TENTH + FIT, only="TFC524")
    assert found.message.startswith(
        "the model is loaded from a file of an earlier run (line 7), and without initial_epoch fit: "
        "Keras counts epochs from 1 again"
    )
