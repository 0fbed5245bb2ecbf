"""Arguments of Keras 1 that no later Keras renamed: the first releases of Keras 2 took them apart by hand."""

from __future__ import annotations

_SIDED = (
    *("Conv2D", "Convolution2D", "SeparableConv2D", "SeparableConvolution2D"),
    *("ConvLSTM2D", "Conv2DTranspose", "LocallyConnected2D"),
)
"""Layers whose kernel had ``nb_row`` and ``nb_col``."""
_BOTH = "TypeError"
_LATER = "ValueError"

GONE = {
    ("keras.layers.Embedding", "", "dropout"): (_BOTH, _LATER),
    ("keras.layers.BatchNormalization", "", "mode"): (_BOTH, _LATER),
    ("keras.layers.LSTM", "", "forget_bias_init"): (_BOTH, _LATER),
    **{(f"keras.layers.{name}", "", "nb_row"): (_BOTH, _BOTH) for name in _SIDED},
    ("keras.Model", "fit", "show_accuracy"): (_BOTH, _BOTH),
    ("keras.Model", "evaluate", "show_accuracy"): (_BOTH, _LATER),
}
"""What is raised for each, on Keras 2 and on Keras 3 by the class or method that took it."""
OTHER_SIDE = "nb_col"


def words() -> list[str]:
    """Triggers, ``Embedding.dropout``, of these arguments."""
    return [f"{method or owner.rpartition('.')[2]}.{argument}" for owner, method, argument in GONE]
