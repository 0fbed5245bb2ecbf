"""TFC126 csv-log-overwritten."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import datetime, glob, os
import pandas as pd
import tensorflow as tf
from tensorflow.keras.callbacks import BackupAndRestore, CSVLogger, ModelCheckpoint
def build():
    net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
    net.compile('sgd', 'mse')
    return net
m = build()
"""
LOG = "log = CSVLogger('log.csv')\n"
BEST = "best = ModelCheckpoint('best.weights.h5', save_weights_only=True)\n"
EACH = "each = ModelCheckpoint('out/w_{epoch:02d}.weights.h5', save_weights_only=True)\n"
BACKED = "m.fit(x, y, callbacks=[log, BackupAndRestore('backup')])\n"
FIT = "m.fit(x, y, callbacks=[log])\n"
LOAD = "m.load_weights('best.weights.h5')\n"

RESUMED = [
    LOG + BACKED,
    "def f(name):\n    m.fit(x, y, callbacks=[CSVLogger(name), BackupAndRestore('b')])\nf('log.csv')\n",
    LOG + BACKED + "pd.read_csv('log.csv').plot()\n",
    LOG + f"def train():\n    {BACKED}train()\npd.read_csv('log.csv').plot()\n",
    LOG + BEST + LOAD + "m.fit(x, y, callbacks=[log, best])\n",
    LOG
    + BEST
    + "if os.path.exists('best.weights.h5'):\n    "
    + LOAD
    + "m.fit(x, y, callbacks=[log, best])\n",
    LOG
    + EACH
    + "m.load_weights('out/w_07.weights.h5')\nm.fit(x, y, initial_epoch=7, callbacks=[log, each])\n",
    LOG + EACH + "m.load_weights(sorted(glob.glob('out/*.h5'))[-1])\nm.fit(x, y, callbacks=[log, each])\n",
    LOG + EACH + "m.load_weights(max(glob.glob('out/*.h5')))\nm.fit(x, y, callbacks=[log, each])\n",
    "out = input()\nlog = CSVLogger(f'{out}/log.csv')\nbest = ModelCheckpoint(f'{out}/best.keras')\n"
    "m = tf.keras.models.load_model(f'{out}/best.keras')\nm.fit(x, y, callbacks=[log, best])\n",
]
TWICE = [
    LOG + FIT + FIT,
    LOG + FIT + "m.trainable = False\n" + FIT,
    LOG + FIT + "m.fit(x, y, initial_epoch=3, callbacks=[log])\n",
    "m.fit(x, y, callbacks=[CSVLogger('./log.csv')])\nm.fit(x, y, callbacks=[CSVLogger('log.csv')])\n",
    LOG + "common = [log]\nm.fit(x, y, callbacks=common)\nm.fit(x, y, callbacks=common)\n",
    LOG + FIT + FIT + "pd.read_csv('log.csv')\n",
    "LOG = os.path.join('out', 'log.csv')\nlog = CSVLogger(LOG)\n" + FIT + FIT,
    LOG + FIT + "if more:\n    " + FIT,
]
LOOPS = [
    LOG + "for part in parts:\n    m.fit(part, callbacks=[log])\n",
    "for epoch in range(9):\n    m.fit(x, y, callbacks=[CSVLogger('log.csv')])\n",
]
OTHERS = [
    LOG + FIT + "n = build()\nn.fit(x, y, callbacks=[log])\n",
    "for seed in range(3):\n    n = build()\n    n.fit(x, y, callbacks=[CSVLogger('log.csv')])\n",
    "def train():\n    n = build()\n    n.fit(x, y, callbacks=[CSVLogger('log.csv')])\n"
    "for seed in range(3):\n    train()\n",
]

SILENT = [
    LOG + FIT,
    LOG + "m.fit(x, y)\n" + FIT,
    LOG + FIT + "m.evaluate(x, y, callbacks=[log])\n",
    # it appends, or says that it does not
    "log = CSVLogger('log.csv', append=True)\n" + BACKED,
    "log = CSVLogger('log.csv', ',', True)\n" + FIT + FIT,
    "log = CSVLogger('log.csv', append=resumed)\n" + BACKED,
    "log = CSVLogger('log.csv', append=False)\n" + FIT + FIT,
    "log = CSVLogger('log.csv', **options)\n" + FIT + FIT,
    LOG + FIT + "log.append = True\n" + FIT,
    LOG + FIT + "log.filename = 'second.csv'\n" + FIT,
    # another file
    "m.fit(x, y, callbacks=[CSVLogger('a.csv')])\nm.fit(x, y, callbacks=[CSVLogger('b.csv')])\n",
    "for fold in range(3):\n    m.fit(x, y, callbacks=[CSVLogger(f'log_{fold}.csv')])\n",
    "for rate in (0.1, 0.2):\n    m.fit(x, y, callbacks=[CSVLogger(f'log_{rate}.csv')])\n",
    "def train(name):\n    m.fit(x, y, callbacks=[CSVLogger(name)])\ntrain('a.csv')\ntrain('b.csv')\n",
    "log = CSVLogger(name)\n" + FIT + FIT,
    "log = CSVLogger(os.environ['LOG'])\n" + BACKED,
    "now = datetime.datetime.now().strftime('%H%M')\nlog = CSVLogger(f'{now}.csv')\n" + BACKED,
    "now = datetime.datetime.now().strftime('%H%M')\nlog = CSVLogger(f'{now}/log.csv')\n"
    "best = ModelCheckpoint(f'{now}/best.keras')\n"
    "m.fit(x, y, callbacks=[log, best, BackupAndRestore(f'{now}/backup')])\n",
    LOG + "m.fit(x, y, callbacks=[log, BackupAndRestore(folder)])\n",
    LOG + "m.fit(x, y, callbacks=[log, *([BackupAndRestore('b')] if flag else [])])\n",
    # the file is kept, or read
    LOG + FIT + "os.rename('log.csv', 'first.csv')\n" + FIT,
    LOG + FIT + "import shutil\nshutil.copy('log.csv', 'first.csv')\n" + FIT,
    LOG + FIT + "first = pd.read_csv('log.csv')\n" + FIT,
    LOG + FIT + "plot('log.csv')\n" + FIT,
    LOG + FIT + "pd.read_csv(log.filename).plot()\n" + FIT,
    LOG + "for fold in range(3):\n    m.fit(x, y, callbacks=[log])\n    pd.read_csv(log.filename).plot()\n",
    "def plot(path='log.csv'):\n    pd.read_csv(path).plot()\n" + LOG + FIT + "plot()\n" + FIT,
    LOG + FIT + "with open('log.csv') as lines:\n    print(lines.read())\n" + FIT,
    LOG + "for fold in range(3):\n    m.fit(x, y, callbacks=[log])\n    upload('log.csv')\n",
    "def keep():\n    upload('log.csv')\n" + LOG + FIT + FIT,
    LOG + f"def train():\n    {BACKED}upload('log.csv')\ntrain()\n",
    LOG + "if os.path.exists('log.csv'):\n    keep()\n" + BACKED,
    # not in one run
    LOG + "if first:\n    " + FIT + "else:\n    " + FIT,
    LOG + "if first:\n    " + FIT + FIT,
    LOG + "def first():\n    " + FIT + "def second():\n    " + FIT,
    LOG + "for seed in range(3):\n    m.fit(x, y, callbacks=[log])\n    if good():\n        break\n",
    LOG + "for seed in range(1):\n    m.fit(x, y, callbacks=[log])\n",
    LOG + "for seed in range(3):\n    if seed == 2:\n        m.fit(x, y, callbacks=[log])\n",
    LOG + "while True:\n    m.fit(x, y, callbacks=[log])\n",
    # what is loaded is of this run, of another training, or of another model
    LOG + BEST + "m.fit(x, y, callbacks=[best])\n" + LOAD + "m.fit(x, y, callbacks=[log, best])\n",
    LOG + BEST + "m.fit(x, y, callbacks=[log, best])\n" + LOAD + "m.evaluate(x, y)\n",
    LOG + BEST + "m.load_weights('pretrained.weights.h5')\nm.fit(x, y, callbacks=[log, best])\n",
    LOG + BEST + "n = build()\nn.load_weights('best.weights.h5')\nm.fit(x, y, callbacks=[log, best])\n",
    LOG + EACH + "m.load_weights(path)\nm.fit(x, y, callbacks=[log, each])\n",
    LOG + EACH + "m.load_weights('out/last.weights.h5')\nm.fit(x, y, callbacks=[log, each])\n",
    LOG + EACH + "m.load_weights(max(glob.glob('old/*.h5')))\nm.fit(x, y, callbacks=[log, each])\n",
    "log = CSVLogger(f'{now}/log.csv')\n" + BEST + LOAD + "m.fit(x, y, callbacks=[log, best])\n",
    # no callback of Keras, or nobody sees where it goes
    "from own import CSVLogger\n" + LOG + FIT + FIT,
    "from pytorch_lightning.loggers import CSVLogger\n" + LOG + FIT + FIT,
    "class Log(CSVLogger):\n    pass\nlog = Log('log.csv')\n" + FIT + FIT,
    LOG + "train(log)\ntrain(log)\n",
]


@pytest.mark.parametrize("target", ["2.15", "2.21"])
@pytest.mark.parametrize("code", RESUMED + TWICE + LOOPS)
def test_goes_on(code: str, target: str) -> None:
    (found,) = findings(HEAD + code, target, only="TFC126")
    assert found.severity.value == "warning"
    fixed = fix(HEAD + code, target, only="TFC126", unsafe=True)
    assert "append=True" in fixed
    assert lint(fixed, target, only="TFC126") == []
    assert fix(HEAD + code, target, only="TFC126") == HEAD + code


@pytest.mark.parametrize("code", OTHERS)
def test_of_other_models(code: str) -> None:
    (found,) = findings(HEAD + code, only="TFC126")
    assert found.fix is not None and found.fix.title == "give each training a file of its own"
    assert fix(HEAD + code, only="TFC126", unsafe=True) == HEAD + code


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC126") == []


def test_says_why() -> None:
    (backed,) = findings(HEAD + LOG + BACKED, only="TFC126")
    assert backed.message.startswith("training goes on from an earlier run (line 11): Keras empties the file")
    (twice,) = findings(HEAD + LOG + FIT + FIT, only="TFC126")
    assert twice.message.startswith("an earlier fit (line 11) writes its epochs to this file")
    (looped,) = findings(HEAD + LOOPS[0], only="TFC126")
    assert looped.message.startswith("each pass of a loop (line 11) trains with this file")
