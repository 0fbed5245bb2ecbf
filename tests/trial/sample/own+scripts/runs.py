"""It runs on Keras 2 and 3; with the fixes, too, which save to another suffix."""

import numpy as np
import tensorflow as tf

data = tf.data.Dataset.from_tensor_slices((np.ones((64, 2)), np.ones(64))).batch(8).prefetch(1000)
model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
model.compile(loss="mean_squared_error", optimizer="sgd", metrics=["mae"])
history = model.fit(data, epochs=50, validation_data=data, verbose=0)
model.save("model.h5")
print(history.history["val_mae"], tf.keras.models.load_model("model.h5").predict(data, verbose=0).shape)
