"""It fails, and Keras has nothing to do with it."""

import numpy as np
from tensorflow import keras

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="sgd")
model.fit(np.ones((8, 2)), np.ones(8), epochs=1, verbose=0)
raise SystemError("not a matter of Keras")
