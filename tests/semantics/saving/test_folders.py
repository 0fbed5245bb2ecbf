"""Calls that raise where the folder of their file is missing."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.folders import Writings

HEAD = """\
import keras, functools
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt
from PIL import Image
model = keras.Sequential()
ds = tf.data.Dataset.range(3)
"""
WRITINGS = [
    ("np.save('a/b', x)", "ARRAY 'a/b'"),
    ("np.savetxt(X=x, fname='a/b')", "ARRAY 'a/b'"),
    ("keras.callbacks.CSVLogger('a/b')", "LOGGER 'a/b'"),
    ("ds.cache('a/b')", "CACHE 'a/b'"),
    ("plt.savefig('a/b.png')", "FIGURE 'a/b.png'"),
    ("figure, axes = plt.subplots()\nfigure.savefig(fname='a/b.png')", "FIGURE 'a/b.png'"),
    ("Image.open(p).save('a/b.png')", "PICTURE 'a/b.png'"),
    ("image = Image.fromarray(x)\nimage.save('a/b.png')", "PICTURE 'a/b.png'"),
    ("model.save('a/b.keras')", "MODEL 'a/b.keras'"),
    ("keras.models.save_model(model, 'a/b.keras')", "MODEL 'a/b.keras'"),
    ("model.save_weights('a/b.weights.h5')", "WEIGHTS 'a/b.weights.h5'"),
    ("model.save_weights(f'{d}/b.weights.h5')", "WEIGHTS f'{d}/b.weights.h5'"),
    ("model.save_weights('a/b.h5')", "WEIGHTS_KERAS2 'a/b.h5'"),
    ("def f(m):\n    m.save_weights('a/b.weights.h5')", "WEIGHTS 'a/b.weights.h5'"),
    # these make the folder, or nobody knows
    ("model.save('a/b.h5')", ""),
    ("model.save('a/b')", ""),
    ("model.save(name)", ""),
    ("model.save('a/b.keras' if t else 'a/b.h5')", ""),
    ("model.save('a/b.keras', save_format='h5')", ""),
    ("model.save(*names)", ""),
    ("model.save_weights('a/b.ckpt')", ""),
    ("keras.callbacks.ModelCheckpoint('a/b.keras')", ""),
    ("ds.cache()", ""),
    ("make().save('a/b.keras')", ""),
    ("functools.partial(np.save, 'a/b')", ""),
    ("class Log(keras.callbacks.CSVLogger): pass\nLog('a/b')", ""),
    ("class M(keras.Model):\n    def save(self, p): pass\nM().save('a/b.keras')", ""),
    ("class T:\n    def f(self):\n        self.save('a/b.keras')", ""),
    ("image = unknown.open(p)\nimage.save('a/b.png')", ""),
]


@pytest.mark.parametrize(("code", "expected"), WRITINGS)
def test_writings(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = facts.fact(Writings)
    assert ", ".join(f"{one.kind.name} {facts.text(one.path)}" for one in found.every) == expected
    assert found.calls == {one.node for one in found.every}
