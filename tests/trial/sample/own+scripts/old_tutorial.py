"""As tutorials had it: an unused import, lists from a generator, tensors in functions of TensorFlow."""

import numpy as np
import tensorflow as tf
from keras.utils import np_utils  # noqa: F401
from tensorflow.keras import backend
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Model, Sequential

x_train, y_train = np.ones((64, 4), "float32"), np.zeros(64, "int32")


def batches(size=16):
    while True:
        rows = np.random.randint(0, len(x_train), size)
        yield [x_train[rows], y_train[rows]]


def scaled(tensor):
    return tf.math.l2_normalize(tensor, axis=-1)


model = Sequential([Input((4,)), Dense(8, activation="relu"), Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics="acc")
model.fit(batches(), steps_per_epoch=4, epochs=2, verbose=0)
hidden = Model(model.input, model.layers[0].output)
inputs = Input((4,))
pooled = Model(inputs, backend.mean(scaled(inputs), axis=1))
print(hidden.predict(x_train).shape, pooled.predict(x_train).shape, model.predict(x_train).shape)
