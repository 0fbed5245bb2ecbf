"""Fit a line, and lose the checkpoints: what a script looks like before anybody ran it to the end.

Try it: ``tflint-ckpt examples/train.py``, then with ``--diff`` or ``--fix``.
"""

import os

import numpy as np
import tensorflow as tf


def get_callbacks(folder):
    os.makedirs(folder, exist_ok=True)
    return [
        tf.keras.callbacks.ModelCheckpoint(
            os.path.join(folder, "model_{epoch :02d}.weights.h5"),
            save_weights_only=True,
            max_to_keep=5,
        )
    ]


x = np.random.rand(4096, 8).astype("float32")
y = x.sum(axis=1)
dataset = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(4096).batch(64).prefetch(1000)

model = tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(1)])
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss="mse")
model.fit(dataset, epochs=3, callbacks=get_callbacks("checkpoints"))
model.save_weights("fitted.h5")
