"""Texts that Keras 2 took for an activation, a constraint, a loss or a metric, and Keras 3 does not know.

All were run on TensorFlow 2.11 and 2.15 and with Keras 3.3, 3.9 and 3.15.
"""

from __future__ import annotations

from tflint_ckpt.records import dataclass


@dataclass(frozen=True, slots=True)
class Unknown:
    """A text that Keras 3 does not know.

    Attributes:
        new: the text that means the same on both Kerases; empty if there is none.
        same: whether nothing else is another with *new*: a metric gets another key in the logs.
        keras2: whether Keras 2 takes the text.
        advice: what to write where no other text means the same.
    """

    new: str = ""
    same: bool = True
    keras2: bool = True
    advice: str = ""


ACTIVATIONS = {
    "ReLU": Unknown("relu"),
    "Softmax": Unknown("softmax"),
    "ELU": Unknown("elu"),
    "LeakyReLU": Unknown(
        advice='give keras.layers.LeakyReLU(0.3), which is what it meant; "leaky_relu" has a slope of 0.2'
    ),
    "PReLU": Unknown(advice="put a keras.layers.PReLU() behind the layer"),
    "ThresholdedReLU": Unknown(advice="give a function that compares with the threshold, 1 as it was"),
}
CONSTRAINTS = {
    "maxnorm": Unknown("max_norm"),
    "nonneg": Unknown("non_neg"),
    "unitnorm": Unknown("unit_norm"),
}
REGULARIZERS = {
    "l1_l2": Unknown(
        advice='give keras.regularizers.L1L2(l1=0.01, l2=0.01), which it meant; "L1L2" has none of both'
    ),
}
LOSSES = {
    "huber_loss": Unknown("huber"),
    "kullback_leibler_divergence": Unknown("kl_divergence"),
    "logcosh": Unknown("log_cosh"),
    "cosine_proximity": Unknown("cosine_similarity", keras2=False),
    "cosine": Unknown("cosine_similarity", keras2=False),
}
_NONE_FITS = "name the crossentropy that is the loss, such as binary_crossentropy"
METRICS = {
    "kullback_leibler_divergence": Unknown("KLDivergence", same=False),
    "kld": Unknown("KLDivergence", same=False, keras2=False),
    "logcosh": Unknown("LogCoshError", same=False),
    "log_cosh": Unknown("LogCoshError", same=False),
    "cosine_proximity": Unknown("cosine_similarity", same=False),
    "cosine": Unknown("cosine_similarity", same=False, keras2=False),
    "rmse": Unknown("RootMeanSquaredError", same=False, keras2=False),
    "crossentropy": Unknown(advice=_NONE_FITS),
    "ce": Unknown(advice=_NONE_FITS),
}
OF_LAYERS = {
    "activation": ACTIVATIONS,
    "recurrent_activation": ACTIVATIONS,
    **dict.fromkeys(
        (
            f"{part}_constraint"
            for part in ("kernel", "bias", "recurrent", "embeddings", "depthwise", "pointwise")
        ),
        CONSTRAINTS,
    ),
    **dict.fromkeys(
        (f"{part}_regularizer" for part in ("kernel", "bias", "recurrent", "embeddings", "activity")),
        REGULARIZERS,
    ),
}
"""The texts by the argument of a layer that they may be given as."""
