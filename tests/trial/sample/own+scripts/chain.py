"""Three crashes on the way, one after the other: the rate, the metrics, and a key of the history."""

import numpy as np
from tensorflow import keras

x_train, y_train = np.ones((64, 4)), np.zeros(64)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
optimizer = keras.optimizers.Adam(lr=0.01)
model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics="accuracy")
history = model.fit(x_train, y_train, epochs=30, validation_split=0.2, verbose=0)
print(history.history["val_acc"])
