"""Data, labels and layers that another file of the project gives."""

from __future__ import annotations

import pytest

from tests.lint import lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
"""
MODEL = """\
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
"""
DATA = "tf.data.Dataset.from_tensor_slices((np.zeros((8, 4)), np.zeros((8,))))"


def data(*lines: str, head: str = "def data(size=4):") -> str:
    """The other file."""
    return f"{HEAD}{head}\n" + "".join(f"    {line}\n" for line in lines)


def program(*lines: str) -> str:
    """The file with the model."""
    return HEAD + "from data import data\n" + MODEL + "\n".join(lines) + "\n"


ONE_HOT = data("x = np.zeros((8, 4))", "y = keras.utils.to_categorical(np.zeros(8), 3)", "return x, y")
INTEGERS = data("return np.zeros((8, 4)), np.random.randint(0, 3, 8)")
BATCHED = data(f"ds = {DATA}", "return ds.shuffle(8).batch(4)")

PREFETCHED = data(f"return {DATA}.map(f).batch(4).prefetch(tf.data.AUTOTUNE)")
METHOD = f"""{HEAD}class data:
    def pictures(self):
        return tf.data.TFRecordDataset(self.names).batch(4)
    def arrays(self):
        return self.pictures()
    @staticmethod
    def shared():
        return tf.data.TFRecordDataset(NAMES).batch(4)
    def other(self):
        return load(self.names)
"""

SCALE = (
    HEAD
    + """\
class data(keras.layers.Layer):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor
    def call(self, x):
        return x * self.factor
"""
)
SAVED = (
    HEAD
    + """\
from data import data
model = keras.Sequential([keras.Input((4,)), data(2.0), keras.layers.Dense(1)])
model.save("m.keras")
"""
)

TRAINED = (
    HEAD
    + """\
from data import data
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=["accuracy"])
history = model.fit(np.zeros((8, 4)), np.zeros((8, 1)))
"""
)


def plots(*lines: str, head: str = "def data(h):") -> str:
    """Another file, with a function that is given the record of the training."""
    return f"{head}\n" + "".join(f"    {line}\n" for line in lines)


ACC, LOSS = plots('plot(h.history["acc"])'), plots('plot(h.history["loss"])')

FIRES = [
    ("TFC711", f"{TRAINED}data(history)\n", ACC),
    ("TFC711", f"{TRAINED}data(h=history)\n", ACC),
    ("TFC711", f"{TRAINED}data(history.history)\n", plots('a = h["loss"]', 'return h["val_loss"]')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('with figure():\n        plot(h.history["acc"])')),
    ("TFC516", SAVED, SCALE),
    ("TFC516", SAVED.replace("from data import data", "import data as d").replace("data(", "d.data("), SCALE),
    ("TFC516", SAVED.replace("data(2.0)", "data(keras.layers.Dense(2))"), SCALE),
    ("TFC714", program("x, y = data()", "model.fit(x, y)"), ONE_HOT),
    ("TFC714", program("pair = data()", "model.fit(pair[0], pair[1])"), ONE_HOT),
    ("TFC219", program("model.fit(data().batch(4))"), BATCHED),
    ("TFC219", program("ds = data()", "ds = ds.batch(4).prefetch(1)", "model.fit(ds)"), BATCHED),
    ("TFC219", program("model.evaluate(data().repeat().batch(4))"), BATCHED),
    ("TFC710", program("model.fit(data(), epochs=3, steps_per_epoch=100)"), BATCHED),
    ("TFC710", program("ds = data().prefetch(1)", "model.fit(ds, epochs=3, steps_per_epoch=100)"), BATCHED),
    ("TFC710", program("model.fit(data().take(1), epochs=3, steps_per_epoch=2)"), BATCHED),
    # this is the only call, so that the size is what it has by default
    ("TFC710", program("model.fit(data(), epochs=3, steps_per_epoch=9)"), data(f"return {DATA}.batch(size)")),
]
FIRES += [
    # no caller gives the size, so the branch is taken
    (
        "TFC714",
        program("x, y = data()", "model.fit(x, y)"),
        data("y = np.random.randint(0, 3, 8)", "if size: y = keras.utils.to_categorical(y)", "return x, y"),
    ),
    ("TFC202", program("ds = data().prefetch(1000)", "model.fit(ds)"), BATCHED),
    ("TFC202", program("ds = data(8)", "ds = ds.prefetch(buffer_size=1000)", "model.fit(ds)"), BATCHED),
    ("TFC202", program("model.fit(data().prefetch(tf.data.AUTOTUNE))"), PREFETCHED),
    ("TFC202", program("model.fit(data().repeat().prefetch(2), steps_per_epoch=2)"), PREFETCHED),
    ("TFC202", program("ds = data(4).pictures().prefetch(1000)", "model.fit(ds)"), METHOD),
    ("TFC202", program("d = data(4)", "ds = d.pictures()", "model.fit(ds.prefetch(1000))"), METHOD),
    ("TFC202", program("d = data(4)", "ds = d.arrays()", "model.fit(ds.prefetch(1000))"), METHOD),
    ("TFC202", program("ds = data.shared()", "model.fit(ds.prefetch(1000))"), METHOD),
    ("TFC203", program("model.fit(data().cache(), epochs=3)"), BATCHED),
    ("TFC203", program("ds = data()", "ds = ds.map(scale).cache()", "model.fit(ds, epochs=3)"), BATCHED),
]
FIRES += [  # by what the call gives, a default among it
    (
        "TFC202",
        program("model.fit(data().prefetch(2))"),
        data(f"ds = {DATA}.map(f)", "if size: ds = ds.prefetch(1)", "return ds"),
    ),
    (
        "TFC203",
        program("model.fit(data().cache(), epochs=3)"),
        data(f"ds = {DATA}", "if size: ds = ds.shuffle(8)", "return ds.batch(4)"),
    ),
    (
        "TFC219",
        program("model.fit(data().batch(4))"),
        data(f"ds = {DATA}", "if size: ds = ds.batch(4)", "return ds"),
    ),
]
SILENT = [
    ("TFC202", program("model.fit(data().map(scale).prefetch(2))"), BATCHED),
    ("TFC202", program("model.fit(data().map(scale).prefetch(2))"), PREFETCHED),
    ("TFC202", program("model.fit(data().prefetch(2))"), PREFETCHED.replace("AUTOTUNE)", "AUTOTUNE).map(f)")),
    ("TFC202", program("model.fit(data().prefetch(2))"), PREFETCHED.replace("tf.data.AUTOTUNE", "0")),
    (
        "TFC202",
        program("model.fit(data(unknown()).prefetch(2))"),
        data(f"ds = {DATA}.map(f)", "if size: ds = ds.prefetch(1)", "return ds"),
    ),
    ("TFC202", program("ds = data(4).other().prefetch(1000)", "model.fit(ds)"), METHOD),
    ("TFC202", program("d = data(4)", "d = wrap(d)", "model.fit(d.pictures().prefetch(1000))"), METHOD),
    ("TFC202", program("model.fit(data(4).pictures.prefetch(1000))"), METHOD),
    ("TFC202", program("model.fit(data(4).pictures().prefetch(1000))"), METHOD.replace("def pic", "def p")),
    ("TFC203", program("model.fit(data().cache())"), BATCHED),
    *(
        ("TFC203", program("model.fit(data().cache(), epochs=3)"), BATCHED.replace(".shuffle(8)", steps))
        for steps in (
            ".shuffle(8, reshuffle_each_iteration=False)",
            ".shuffle(8, reshuffle_each_iteration=again)",
            ".shuffle(*size)",
            ".shuffle(1)",
            ".shuffle(8).interleave(read)",
        )
    ),
    ("TFC203", program("model.fit(data().cache().shuffle(8), epochs=3)"), BATCHED),
    (
        "TFC203",
        program("model.fit(data(unknown()).cache(), epochs=3)"),
        data(f"ds = {DATA}", "if size: ds = ds.shuffle(8)", "return ds.batch(4)"),
    ),
    ("TFC711", f"{TRAINED}data(history)\n", LOSS),
    ("TFC711", f"{TRAINED}data(history)\n", plots('if "acc" in h.history: plot(h.history["acc"])')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('if old: plot(h.history["acc"])')),
    ("TFC711", f"{TRAINED}data(history)\n", plots("if new: return", 'plot(h.history["acc"])')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('h.history["acc"] = 1', 'plot(h.history["acc"])')),
    ("TFC711", f"{TRAINED}data(history)\n", plots("h = change(h)", 'plot(h.history["acc"])')),
    ("TFC711", f"{TRAINED}data(history)\n", plots("change(h)", 'plot(h.history["acc"])')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('h.history.setdefault("acc")', 'plot(h.history["acc"])')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('yield h.history["acc"]')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('return lambda: h.history["acc"]')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('try: plot(h.history["acc"])', "except KeyError: pass")),
    ("TFC711", f"{TRAINED}data(history)\n", plots('plot(h.history.get("acc"))')),
    ("TFC711", f"{TRAINED}data(history)\n", plots('plot(h.records["acc"])')),
    ("TFC711", f"{TRAINED}data(other)\n", ACC),
    ("TFC711", f"{TRAINED}data(*history)\n", ACC),
    ("TFC711", f"{TRAINED}data(history.history)\n", ACC),
    ("TFC711", f"{TRAINED}try:\n    data(history)\nexcept KeyError:\n    pass\n", ACC),
    ("TFC711", f"{TRAINED}data(history)\n", "@wraps\n" + ACC),
    ("TFC711", f"{TRAINED}data(history)\n", plots("pass", head="def data(h, k='acc'):")),
    ("TFC516", SAVED, SCALE + "    def get_config(self):\n        return {}\n"),
    ("TFC516", SAVED, SCALE.replace("factor)", "factor, **kwargs)")),
    ("TFC516", SAVED, SCALE.replace("factor)", "factor, name=None, trainable=True, dtype=None)")),
    ("TFC516", SAVED, SCALE.replace("keras.layers.Layer", "Base")),
    ("TFC516", SAVED, SCALE.replace("keras.layers.Layer", "Mixin, keras.layers.Layer")),
    ("TFC516", SAVED, SCALE.replace("(keras.layers.Layer)", "")),
    ("TFC516", SAVED, SCALE + "data = wrap(data)\n"),
    ("TFC516", SAVED, "from other import data\n"),
    ("TFC516", SAVED.replace("m.keras", "m.weights.h5").replace("save(", "save_weights("), SCALE),
    ("TFC714", program("x, y = data()", "model.fit(x, y)"), INTEGERS),
    ("TFC714", program("x, y = data()", "model.fit(y, x)"), ONE_HOT),
    ("TFC714", program("x, y = data()", "y = y.argmax(1)", "model.fit(x, y)"), ONE_HOT),
    ("TFC714", program("x, y = data()", "model.fit(x, y)"), data("return load()")),
    (
        "TFC714",
        program("x, y = data()", "model.fit(x, y)"),
        data("y = np.random.randint(0, 3, 8)", "if load(): y = keras.utils.to_categorical(y)", "return x, y"),
    ),
    (
        "TFC714",
        program("x, y = data(0)", "model.fit(x, y)"),
        data("y = np.random.randint(0, 3, 8)", "if size: y = keras.utils.to_categorical(y)", "return x, y"),
    ),
    ("TFC219", program("model.fit(data())"), BATCHED),
    ("TFC219", program("model.fit(data().batch(8))"), BATCHED),
    ("TFC219", program("model.fit(data().unbatch().batch(4))"), BATCHED),
    ("TFC219", program("model.fit(data().map(flat).batch(4))"), BATCHED),
    ("TFC219", program("model.fit(data().batch(4))"), data(f"return {DATA}.batch(size)")),
    ("TFC219", program("model.fit(data().batch(4))"), data(f"return {DATA}.batch(4, True)")),
    ("TFC219", program("model.fit(data().batch(4))"), data(f"return {DATA}.batch(4).map(flat)")),
    ("TFC219", program("model.fit(data().batch(1))"), data(f"return {DATA}.batch(1)")),
    ("TFC219", program("model.fit(data().batch(4))"), data(f"return {DATA}.batch(4).window(2)")),
    ("TFC219", program("model.fit(data().batch(4))"), data("return load().cache()")),
    (
        "TFC219",
        program("model.fit(data(unknown()).batch(4))"),
        data(f"ds = {DATA}", "if size: ds = ds.batch(4)", "return ds"),
    ),
    ("TFC710", program("model.fit(data(), epochs=3, steps_per_epoch=2)"), BATCHED),
    ("TFC710", program("model.fit(data().repeat(), epochs=3, steps_per_epoch=9)"), BATCHED),
    ("TFC710", program("model.fit(data(), epochs=3, steps_per_epoch=9)"), data(f"return {DATA}.repeat()")),
    (
        "TFC710",
        program("model.fit(data(), epochs=3, steps_per_epoch=9)", "held = data(1)"),
        data(f"return {DATA}.batch(size)"),
    ),
    ("TFC710", program("model.fit(data(), epochs=3, steps_per_epoch=9)"), data("return load().batch(4)")),
    ("TFC710", program("model.fit(data(), epochs=3, steps_per_epoch=9)"), data("yield 1")),
    (
        "TFC710",
        program("model.fit(data(), epochs=3, steps_per_epoch=9)"),
        data(f"ds = {DATA}.batch(4)", "return ds if size else ds.repeat()"),
    ),
]


@pytest.mark.parametrize(("code", "text", "other"), FIRES)
def test_fires(code: str, text: str, other: str) -> None:
    assert [found.partition(":")[0] for found in lint(text, only=code, data=other)] == [code]


@pytest.mark.parametrize(("code", "text", "other"), SILENT)
def test_silent(code: str, text: str, other: str) -> None:
    assert lint(text, only=code, data=other) == []


def test_silent_with_a_model_from_elsewhere() -> None:
    text = HEAD + "from models import build\nfrom data import data\nbuild().fit(data().batch(4))\n"
    models = HEAD + "def build():\n    " + MODEL.replace("\n", "\n    ") + "return model\n"
    assert lint(text, only="TFC219", data=BATCHED, models=models) == []  # who knows what it does with windows
