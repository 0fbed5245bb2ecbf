"""TFC121 backup-shares-directory."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.lint import Lab, findings, fix, lint

HEAD = """\
import os
from datetime import datetime
from pathlib import Path
import numpy as np
import tensorflow as tf
from tensorflow.keras.callbacks import BackupAndRestore, CSVLogger, ModelCheckpoint, TensorBoard
model = tf.keras.Sequential()
"""

# What stands after HEAD, and what the message says is written there.
FIRES = [
    ("c = [BackupAndRestore('out'), ModelCheckpoint('out/m.keras')]", "ModelCheckpoint (line 8)"),
    ("c = [ModelCheckpoint('out/m_{epoch}.keras'), BackupAndRestore('out')]", "ModelCheckpoint"),
    ("c = [ModelCheckpoint('out/a/b/m.keras'), BackupAndRestore('./out/')]", "ModelCheckpoint"),
    ("c = [ModelCheckpoint('out/m.keras'), BackupAndRestore(backup_dir='out')]", "ModelCheckpoint"),
    ("c = [ModelCheckpoint('/tmp/o/m.keras'), BackupAndRestore('/tmp/o')]", "ModelCheckpoint"),
    ("c = [ModelCheckpoint('gs://b/o/m.keras'), BackupAndRestore('gs://b/o')]", "ModelCheckpoint"),
    ("c = [ModelCheckpoint('m.keras'), BackupAndRestore('.')]", "ModelCheckpoint"),
    ("c = [CSVLogger('out/log.csv'), BackupAndRestore('out')]", "CSVLogger"),
    ("c = [TensorBoard('out'), BackupAndRestore('out')]", "TensorBoard"),
    ("c = [TensorBoard(log_dir='out/logs'), BackupAndRestore('out')]", "TensorBoard"),
    ("m = tf.train.CheckpointManager(c, 'out', max_to_keep=3)\nb = BackupAndRestore('out')",
     "CheckpointManager"),
    ("np.save('out/labels.npy', y)\nb = BackupAndRestore('out')", "save (line 8)"),
    ("model.save_weights('out/first.weights.h5')\nb = BackupAndRestore('out')", "model.save_weights"),
    ("model.fit(x, callbacks=[BackupAndRestore('out')])\nmodel.save('out/last.keras')", "model.save"),
    ("b = BackupAndRestore('out')\nmodel.fit(x, callbacks=[b])\nnp.save('out/y.npy', y)", "save"),
    ("d = 'out'\nc = [ModelCheckpoint(d + '/m.keras'), BackupAndRestore(d)]", "ModelCheckpoint"),
    ("d = make()\nc = [ModelCheckpoint(os.path.join(d, 'm.keras')), BackupAndRestore(d)]",
     "ModelCheckpoint"),
    ("def f(d):\n    return [ModelCheckpoint(f'{d}/m.keras'), BackupAndRestore(d)]", "ModelCheckpoint"),
    ("def f(d):\n    return [ModelCheckpoint(f'{d}/b/m.keras'), BackupAndRestore(f'{d}/b')]",
     "ModelCheckpoint"),
    ("d = Path('out')\nc = [ModelCheckpoint(d / 'm.keras'), BackupAndRestore(d)]", "ModelCheckpoint"),
    ("DIR = 'out'\nlog = CSVLogger(DIR + '/log.csv')\ndef f():\n    return BackupAndRestore(DIR)",
     "CSVLogger"),
    ("c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('out', delete_checkpoint=True)]",
     "ModelCheckpoint"),
    ("c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('out', save_freq=10)]", "ModelCheckpoint"),
    ("c = [ModelCheckpoint('out/m.keras'), tf.keras.callbacks.experimental.BackupAndRestore('out')]",
     "ModelCheckpoint"),
    ("c = [ModelCheckpoint('out/m.keras'), CSVLogger('out/l.csv'), BackupAndRestore('out')]",
     "and so does ModelCheckpoint (line 8) and CSVLogger (line 8): Keras 3"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "said"), FIRES)
def test_it_fires(code: str, said: str) -> None:
    [found] = findings(f"{HEAD}{code}\n", "keras3", "TFC121")
    assert found.severity.value == "error"
    assert said in found.message
    assert "Keras 3 removes the whole folder" in found.message
    assert found.fix is not None
    assert not found.fix.edits
    assert fix(f"{HEAD}{code}\n", unsafe=True, only="TFC121") == f"{HEAD}{code}\n"


@pytest.mark.parametrize(("code", "said"), FIRES)
def test_keras_2_removes_its_own_files_only(code: str, said: str) -> None:
    assert lint(f"{HEAD}{code}\n", "keras2", "TFC121") == []
    assert lint(f"{HEAD}{code}\n", "2.16", "TFC121")[0].endswith(" error")


def test_a_range_names_the_release() -> None:
    code = f"{HEAD}c = [ModelCheckpoint('o/m.keras'), BackupAndRestore('o')]\n"
    [found] = findings(code, "both", "TFC121")
    assert "Keras 3 (TensorFlow 2.21) removes" in found.message
    assert (found.is_error_on(2), found.is_error_on(3)) == (False, True)


STAYS = [
    "c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('out/backup')]",
    "c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('backup')]",
    "c = [ModelCheckpoint('out2/m.keras'), BackupAndRestore('out')]",
    "c = [ModelCheckpoint('output/m.keras'), BackupAndRestore('out')]",
    "c = [ModelCheckpoint('../out/m.keras'), BackupAndRestore('out')]",
    "c = [ModelCheckpoint('/out/m.keras'), BackupAndRestore('out')]",
    "c = [ModelCheckpoint('/out/m.keras'), BackupAndRestore('.')]",
    "c = [ModelCheckpoint('../m.keras'), BackupAndRestore('.')]",
    "c = [ModelCheckpoint('m.keras'), BackupAndRestore('out')]",
    "c = [ModelCheckpoint('out'), BackupAndRestore('out/backup')]",
    "c = [TensorBoard('out'), BackupAndRestore('out/backup')]",
    "c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('out', delete_checkpoint=False)]",
    "c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('out', delete_checkpoint=d)]",
    "c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('out', 'epoch', False)]",
    "c = [ModelCheckpoint('out/m.keras'), BackupAndRestore('out', **options)]",
    "c = [ModelCheckpoint(path), BackupAndRestore('out')]",
    "c = [ModelCheckpoint('out/m.keras'), BackupAndRestore(path)]",
    "c = [ModelCheckpoint(a + '/m.keras'), BackupAndRestore(b)]",
    "c = [ModelCheckpoint(a() + '/m.keras'), BackupAndRestore(a())]",
    "c = [ModelCheckpoint(str(datetime.now()) + '/m.h5'), BackupAndRestore(str(datetime.now()))]",
    "def f(d):\n    return [ModelCheckpoint(f'{d}/m.keras'), BackupAndRestore(f'{d}/backup')]",
    "def f(d):\n    return [ModelCheckpoint(f'{d}/m.keras'), BackupAndRestore(f'{d}_b')]",
    "d = 'a'\nm = ModelCheckpoint(d + '/m.keras')\nd = 'b'\nc = [m, BackupAndRestore(d)]",
    "def f():\n    return ModelCheckpoint('out/m.keras')\ndef g():\n    return BackupAndRestore('out')",
    "if resume:\n    c = BackupAndRestore('out')\nelse:\n    c = ModelCheckpoint('out/m.keras')",
    "c = BackupAndRestore('out') if resume else ModelCheckpoint('out/m.keras')",
    "model.fit(x, callbacks=[BackupAndRestore('out')])\nos.makedirs('out')\nmodel.save('out/m.keras')",
    "model.fit(x, callbacks=[BackupAndRestore('out')])\nmodel.save('out/m.h5')",
    "os.makedirs('out')\nb = BackupAndRestore('out')",
    "b = BackupAndRestore('out')\nprint('out/log.csv')",
    "b = BackupAndRestore('out')\nmodel.load_weights('out/first.weights.h5')",
    "b = other.BackupAndRestore('out')\nc = ModelCheckpoint('out/m.keras')",
    "class BackupAndRestore:\n    pass\nc = [BackupAndRestore('out'), ModelCheckpoint('out/m.keras')]",
    "class B(BackupAndRestore):\n    def on_train_end(self, logs=None):\n        pass\n"
    "c = [B('out'), ModelCheckpoint('out/m.keras')]",
    "class B(BackupAndRestore):\n    def __init__(self, d):\n        super().__init__(d + '/b')\n"
    "c = [B('out'), ModelCheckpoint('out/m.keras')]",
    "c = [ModelCheckpoint('out/m.keras')]\n# BackupAndRestore('out')",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", STAYS)
def test_stays_as_it_is(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC121") == []
    inside = f"{HEAD}def train(x):\n{indent(code, '    ')}\n"
    assert lint(inside, target, "TFC121") == []


def test_what_cannot_be_told_is_counted() -> None:
    lab = Lab(f"{HEAD}c = [ModelCheckpoint('out/m.keras'), BackupAndRestore(path)]\n", only="TFC121")
    assert lab.check().not_judged == {"TFC121": 1}
