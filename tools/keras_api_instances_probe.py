"""Tell which attributes objects of the installed Keras have; ``tools/keras_api_instances.py`` runs it.

Usage: python keras_api_instances_probe.py FILE. Writes ``{"keras": "3.15.1", "objects": {class: {attribute:
whether it is called, as a method is}}}`` there. Layers have been called in a model, so that all of their
attributes are set.
"""

from __future__ import annotations

import json
import sys
import warnings

import numpy as np
import tensorflow as tf

keras = tf.keras
layers = keras.layers

_ARGUMENTS = {
    "Dense": (2,),
    "Activation": ("relu",),
    **dict.fromkeys(("Dropout", "GaussianNoise", "GaussianDropout", "AlphaDropout"), (0.1,)),
    "Reshape": ((1, 3),),
    "RepeatVector": (2,),
    "Permute": ((1,),),
    "Lambda": (lambda x: x,),
    "EinsumDense": ("ab,bc->ac", 2),
}
_FLAT = (
    "Dense Activation Dropout Flatten Reshape RepeatVector Permute Lambda BatchNormalization "
    "LayerNormalization ReLU LeakyReLU PReLU ELU Softmax GaussianNoise GaussianDropout AlphaDropout "
    "ActivityRegularization UnitNormalization Masking EinsumDense"
).split()
_STEPS = {
    "LSTM": (2,),
    "GRU": (2,),
    "SimpleRNN": (2,),
    "Conv1D": (2, 2),
    "Conv1DTranspose": (2, 2),
    "MaxPooling1D": (2,),
    "AveragePooling1D": (2,),
    "GlobalAveragePooling1D": (),
    "GlobalMaxPooling1D": (),
    "UpSampling1D": (),
    "ZeroPadding1D": (),
    "Cropping1D": (),
    "SpatialDropout1D": (0.1,),
}
_IMAGES = {
    "Conv2D": (2, 2),
    "Conv2DTranspose": (2, 2),
    "SeparableConv2D": (2, 2),
    "DepthwiseConv2D": (2,),
    "MaxPooling2D": (2,),
    "AveragePooling2D": (2,),
    "GlobalAveragePooling2D": (),
    "GlobalMaxPooling2D": (),
    "UpSampling2D": (),
    "ZeroPadding2D": (),
    "Cropping2D": (),
    "SpatialDropout2D": (0.1,),
    "GroupNormalization": (1,),
}
_PAIRS = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot")
_OPTIMIZERS = "SGD RMSprop Adam AdamW Adadelta Adagrad Adamax Nadam Ftrl Adafactor Lion".split()
_METRICS = (
    "Mean Sum MeanSquaredError MeanAbsoluteError RootMeanSquaredError Accuracy BinaryAccuracy "
    "CategoricalAccuracy SparseCategoricalAccuracy TopKCategoricalAccuracy AUC Precision Recall "
    "TruePositives FalsePositives CosineSimilarity KLDivergence BinaryCrossentropy CategoricalCrossentropy"
).split()


def attributes(instance: object) -> dict[str, bool]:
    """The public attributes that can be read, and whether each is called."""
    found = {}
    for name in dir(instance):
        if not name.startswith("_"):
            try:
                found[name] = callable(getattr(instance, name))
            except AttributeError:
                continue
            except Exception:  # noqa: BLE001 - it is there, and wants something else first
                found[name] = False
    return found


def called_layers() -> dict[str, object]:
    """Layers that were called on an input."""
    made: dict[str, object] = {}
    for name in _FLAT:
        made[name] = (_ARGUMENTS.get(name, ()), keras.Input((3,)))
    for table, shape in ((_STEPS, (4, 3)), (_IMAGES, (4, 4, 2))):
        for name, given in table.items():
            made[name] = (given, keras.Input(shape))
    for name in _PAIRS:
        made[name] = ((1,) if name == "Dot" else (), [keras.Input((3,)), keras.Input((3,))])
    made["Embedding"] = ((4, 2), keras.Input((3,)))
    found: dict[str, object] = {}
    for name, (given, inputs) in made.items():
        kind = getattr(layers, name, None)
        if kind is not None:
            layer = kind(*given)
            layer(inputs)
            found[f"keras.layers.{name}"] = layer
    for name in ("Bidirectional", "TimeDistributed", "RNN"):
        inner = {"Bidirectional": layers.LSTM, "TimeDistributed": layers.Dense, "RNN": layers.LSTMCell}[name](
            2
        )
        layer = getattr(layers, name)(inner)
        layer(keras.Input((4, 3)))
        found[f"keras.layers.{name}"] = layer
    attention = layers.MultiHeadAttention(1, 2)
    inputs = keras.Input((4, 3))
    attention(inputs, inputs)
    found["keras.layers.MultiHeadAttention"] = attention
    return found


def models() -> dict[str, object]:
    """A functional model, a ``Sequential``, and one of a class of its own, all trained for a step."""

    class Own(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.last = layers.Dense(1)

        def call(self, inputs: object) -> object:
            return self.last(inputs)

    inputs = keras.Input((3,))
    found = {
        "keras.Model": keras.Model(inputs, layers.Dense(1)(inputs)),
        "keras.Sequential": keras.Sequential([keras.Input((3,)), layers.Dense(1)]),
        "own": Own(),
    }
    for model in found.values():
        model.compile(optimizer="sgd", loss="mse", metrics=["mae"])
        model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
    return found


class OwnLayer(layers.Layer):
    """What every layer is at least."""

    def call(self, inputs: object) -> object:
        """Hand on *inputs*."""
        return inputs


def main(file: str) -> None:
    """Write what objects have."""
    objects = {**called_layers(), **models()}
    own = OwnLayer()
    own(keras.Input((3,)))
    objects["keras.layers.Layer"] = own
    variable = tf.Variable([1.0])
    for name in _OPTIMIZERS:
        kind = getattr(keras.optimizers, name, None)
        if kind is not None:
            optimizer = kind()
            optimizer.apply_gradients([(tf.constant([1.0]), variable)])
            objects[f"keras.optimizers.{name}"] = optimizer
    scaled = keras.mixed_precision.LossScaleOptimizer(keras.optimizers.SGD())
    objects["keras.mixed_precision.LossScaleOptimizer"] = scaled
    for name in _METRICS:
        kind = getattr(keras.metrics, name, None)
        if kind is not None:
            objects[f"keras.metrics.{name}"] = kind()
    release = getattr(keras, "__version__", None) or getattr(keras, "version", lambda: "")()
    if not release:
        import keras as alone

        release = alone.__version__
    told = {name: attributes(each) for name, each in objects.items()}
    with open(file, "w", encoding="utf-8") as stream:
        json.dump({"keras": release, "objects": told}, stream)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1])
