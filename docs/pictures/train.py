import tensorflow as tf
from tensorflow import keras

(x, y), _ = keras.datasets.cifar10.load_data()
x = x.astype("float32") / 255.0


def augment(image, label):
    return tf.image.random_flip_left_right(image), label


train = (
    tf.data.Dataset.from_tensor_slices((x, y))
    .map(augment)
    .cache()
    .shuffle(10_000)
    .batch(64)
    .prefetch(1000)
)
