"""TensorFlow does not install TensorBoard: a person has to."""

import numpy as np
from tensorflow import keras

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="sgd")
callbacks = [keras.callbacks.TensorBoard("logs")]
model.fit(np.ones((8, 2)), np.ones(8), epochs=1, verbose=0, callbacks=callbacks)
