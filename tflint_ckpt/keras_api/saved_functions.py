"""Functions of TensorFlow and Keras that layers are given, and that Keras does not find again by their names.

A file of a whole model holds of a function only what it calls itself, ``softmax_v2``, and ``load_model``
looks that up among its own objects. All were saved and loaded with ``Dense(activation=…)``, as ``.keras``
and ``.h5``, on TensorFlow 2.10 and 2.15 and with Keras 3.3, 3.10 and 3.15. ``relu``, ``relu6``, ``elu``,
``selu``, ``gelu``, ``tanh``, ``sigmoid``, ``softplus``, ``softsign`` and ``leaky_relu`` of ``tf.nn`` are
found on all.
"""

from __future__ import annotations

from tflint_ckpt.records import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """A function, as a saved model names it.

    Attributes:
        name: what the file calls it.
        text: the text that means the same activation on Keras 2 and 3; empty if there is none.
        keras2: whether Keras 2 finds it.
        is_other: whether Keras 3 finds another function of that name.
    """

    name: str
    text: str = ""
    keras2: bool = False
    is_other: bool = False


_SOFTMAX = Saved("softmax_v2", "softmax", keras2=True)
_SILU = Saved("swish", "swish", keras2=True)
_LOG_SOFTMAX = Saved("log_softmax_v2")
_HARD_SIGMOID = Saved("hard_sigmoid", "hard_sigmoid", keras2=True, is_other=True)
"""``0.2 * x + 0.5`` between its ends, as on Keras 2; that of ``keras.activations`` has 1 / 6 on Keras 3."""
_NONE_FITS = {name: Saved(name) for name in ("abs", "cos", "log", "sin", "sqrt", "square")}
_APPLICATIONS = (
    "convnext densenet efficientnet efficientnet_v2 imagenet_utils inception_resnet_v2 inception_v3 "
    "mobilenet mobilenet_v2 mobilenet_v3 nasnet resnet resnet50 resnet_v2 vgg16 vgg19 xception"
).split()

ACTIVATIONS = {
    "tensorflow.nn.softmax": _SOFTMAX,
    "tensorflow.math.softmax": _SOFTMAX,
    "tensorflow.nn.silu": _SILU,
    "tensorflow.nn.swish": _SILU,
    "tensorflow.nn.log_softmax": _LOG_SOFTMAX,
    "tensorflow.math.log_softmax": _LOG_SOFTMAX,
    "tensorflow.nn.crelu": Saved("crelu_v2"),
    "tensorflow.nn.l2_normalize": Saved("l2_normalize"),
    "tensorflow.math.l2_normalize": Saved("l2_normalize"),
    "keras.backend.l2_normalize": Saved("l2_normalize"),
    "tensorflow.exp": Saved("exp", "exponential"),
    "tensorflow.math.exp": Saved("exp", "exponential"),
    "keras.backend.exp": Saved("exp", "exponential"),
    "keras.ops.exp": Saved("exp", "exponential"),
    "tensorflow.identity": Saved("identity", "linear"),
    "keras.backend.hard_sigmoid": _HARD_SIGMOID,
    **{
        f"{place}.{name}": saved
        for place in ("tensorflow", "tensorflow.math", "keras.backend", "keras.ops")
        for name, saved in _NONE_FITS.items()
    },
}
"""By their canonical names. Those of ``tf.compat.v1`` have other names of their own, which Keras finds."""

LAMBDAS = {
    **{name: saved for name, saved in ACTIVATIONS.items() if saved.name != "abs" and not saved.is_other},
    "tensorflow.image.per_image_standardization": Saved("per_image_standardization"),
    "tensorflow.image.rgb_to_grayscale": Saved("rgb_to_grayscale"),
    **{f"keras.applications.{name}.preprocess_input": Saved("preprocess_input") for name in _APPLICATIONS},
}
"""What Keras 3 does not find of what a ``Lambda`` layer is given (run on 3.3 and 3.15): ``abs`` is found, by
3.3, as that of Python. Keras 2 saves a function with its code, and refuses it, or not, for other reasons."""
