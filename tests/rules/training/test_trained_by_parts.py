"""TFC723 of a model whose own ``train_step`` calls no more than its parts: training does not build it."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.callbacks import Callback, ModelCheckpoint
from tensorflow.keras.layers import Dense
opt = keras.optimizers.Adam()
"""
GAN = """\
class Gan(keras.Model):
    def __init__(self, generator, **kwargs):
        super().__init__(**kwargs)
        self.generator = generator
        self.judge = keras.Sequential([keras.Input((4,)), Dense(1)])
    def compile(self, optimizer):
        super(Gan, self).compile()
        self.opt = optimizer
    def call(self, x):
        return self.judge(self.generator(x))
    def train_step(self, data):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.judge(self.generator(data)))
        names = self.judge.trainable_variables
        self.opt.apply_gradients(zip(tape.gradient(loss, names), names))
        return {"loss": loss}
"""
MADE = "gan = Gan(keras.Sequential([keras.Input((3,)), Dense(4)]))\ngan.compile(opt)\n"
SAVES = "ModelCheckpoint('a.weights.h5', save_weights_only=True)"
FIT = f"gan.fit(x, epochs=3, callbacks=[{SAVES}])\n"
STEP = GAN + "    def test_step(self, data):\n        return {'loss': self.judge(data)}\n"
PICTURES = "class Show(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        {}\n"

FIRES = [
    GAN + MADE + FIT,
    GAN + MADE + "gan.fit(x)\n" + FIT,
    GAN + MADE + "gan.generator.summary()\ngan.summary()\n" + FIT,
    GAN + MADE + f"save = {SAVES}\ngan.fit(x, y, 8, 2, 1, [save])\n",
    GAN + MADE + "gan.fit(x)\ngan.save_weights('a.weights.h5')\n",
    GAN + MADE + "gan.fit(x)\ngan.generator.predict(z)\ngan.save_weights('a.weights.h5')\n",
    STEP + MADE + f"gan.fit(x, validation_data=v, callbacks=[{SAVES}])\n",
    STEP + MADE + "gan.fit(x)\ngan.evaluate(x)\ngan.save_weights('a.weights.h5')\n",
    GAN + PICTURES.format("show(self.model.generator(z))") + MADE
    + f"gan.fit(x, callbacks=[Show(), {SAVES}])\n",
    GAN.replace("    def call(self, x):\n        return self.judge(self.generator(x))\n", "") + MADE + FIT,
    GAN + f"def main():\n    gan = Gan(None)\n    gan.compile(opt)\n    {FIT}main()\n",
]  # fmt: skip

SILENT = [
    # what calls the model, or builds it
    GAN.replace("self.judge(self.generator(data))", "self(data)") + MADE + FIT,
    GAN.replace("self.judge(self.generator(data))", "self.__call__(data)") + MADE + FIT,
    GAN.replace("self.opt = optimizer", "self.build((None, 3))") + MADE + FIT,
    GAN.replace("self.opt = optimizer", "self.built = True") + MADE + FIT,
    GAN.replace("self.opt = optimizer", "prepare(self)") + MADE + FIT,
    GAN.replace("loss = tf.", "loss = super().train_step(data)['loss'] + tf.") + MADE + FIT,
    GAN + "    def build(self, shape):\n        pass\n" + MADE + FIT,
    GAN + MADE + "gan(x)\n" + FIT,
    GAN + MADE + "gan.build((None, 3))\n" + FIT,
    GAN + MADE + "gan.built = True\n" + FIT,
    GAN + MADE + "gan.predict(x)\n" + FIT,
    GAN + MADE + "gan.evaluate(x)\n" + FIT,
    GAN + MADE + "warm(gan)\n" + FIT,
    GAN + MADE + f"gan.fit(x, validation_data=v, callbacks=[{SAVES}])\n",
    GAN + MADE + f"gan.fit(x, validation_split=0.1, callbacks=[{SAVES}])\n",
    GAN + MADE + f"gan.fit(x, y, 8, 2, 1, [{SAVES}], 0.1)\n",
    GAN + MADE + f"gan.fit(x, callbacks=[{SAVES}], **more)\n",
    GAN + PICTURES.format("self.model(x)") + MADE + f"gan.fit(x, callbacks=[Show(), {SAVES}])\n",
    GAN + PICTURES.format("self.model.predict(x)") + MADE + f"gan.fit(x, callbacks=[Show(), {SAVES}])\n",
    GAN + PICTURES.format("show(self.model)") + MADE + f"gan.fit(x, callbacks=[Show(), {SAVES}])\n",
    GAN + MADE + "gan.fit(x)\ngan.predict(x)\ngan.save_weights('a.weights.h5')\n",
    # other classes, other checkpoints
    GAN.replace("keras.Model", "Base") + MADE + FIT,
    GAN.replace("train_step", "learn") + MADE + FIT,
    GAN.replace("super().__init__(**kwargs)", "super().__init__(generator.input, generator.output)")
    + MADE + FIT,
    GAN + "gan = Gan(None, inputs=i, outputs=o)\ngan.compile(opt)\n" + FIT,
    GAN + "gan = Gan(*parts, **more)\ngan.compile(opt)\n" + FIT,
    GAN + MADE + "gan.fit(x, callbacks=[ModelCheckpoint('a.keras')])\n",
    GAN + MADE + "gan.fit(x, callbacks=[ModelCheckpoint('a.weights.h5', save_weights_only=flag)])\n",
    GAN + MADE + f"try:\n    {FIT}except ValueError:\n    pass\n",
    GAN + f"def train(gan):\n    {FIT}",
]  # fmt: skip


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    (found,) = lint(HEAD + code, only="TFC723")
    assert found.endswith("error")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC723") == []


@pytest.mark.parametrize(("target", "expected"), [("keras2", 0), ("2.16", 0), ("keras3", 1), ("both", 1)])
def test_targets(target: str, expected: int) -> None:
    assert len(lint(HEAD + FIRES[0], target, only="TFC723")) == expected


def test_message() -> None:
    (found,) = findings(HEAD + FIRES[0], only="TFC723")
    assert found.message == (
        "fit (line 24) calls the parts of the model, never itself, so that it is not built: "
        "Keras 3 from 3.7 raises ValueError when the weights are to be saved"
    )
