"""What a module writes, and where."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.outputs import outputs

HEAD = "import keras\nimport numpy as np\nimport tensorflow as tf\nnet = keras.Sequential()\n"
# Code, and each output: its name, its path; / for a folder, ! where it is written at once.
OUTPUTS = [
    ("net.save('a')", "model.save 'a'!"),
    ("net.save_weights(filepath='a')", "model.save_weights 'a'!"),
    ("keras.models.save_model(net, 'a')", "save_model 'a'!"),
    ("from keras.saving import save_model as put\nput(net, 'a')", "put 'a'!"),
    ("np.savez('a', x)", "savez 'a'!"),
    ("keras.callbacks.ModelCheckpoint('a')", "ModelCheckpoint 'a'"),
    ("from keras.callbacks import CSVLogger as Log\nLog('a')", "CSVLogger 'a'"),
    ("keras.callbacks.TensorBoard(log_dir='a')", "TensorBoard 'a'/"),
    ("tf.train.CheckpointManager(c, 'a', 3)", "CheckpointManager 'a'/"),
    ("class M(keras.Model):\n    def f(self):\n        self.save('a')", "model.save 'a'!"),
    ("keras.callbacks.TensorBoard()", ""),
    ("keras.models.load_model('a')", ""),
    ("net.load_weights('a')", ""),
    ("other.save('a')", ""),
    ("np.save(*x)", ""),
]


@pytest.mark.parametrize(("code", "expected"), OUTPUTS)
def test_outputs(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [
        f"{one.name} {facts.text(one.path)}{'/' * one.is_folder}{'!' * one.at_once}" for one in outputs(facts)
    ]
    assert ", ".join(found) == expected
