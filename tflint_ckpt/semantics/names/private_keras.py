"""Imports from ``tensorflow.python.keras``, the Keras that TensorFlow keeps for itself, that raise."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.scopes import dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.keras_api.reader import Version
    from tflint_ckpt.semantics.code import Code

PRIVATE = "tensorflow.python.keras"
_LAYERS = f"{PRIVATE}.layers"
_GONE: dict[str, Version] = {
    **dict.fromkeys(
        """AlphaDropout BatchNormalization Bidirectional GaussianDropout GaussianNoise LayerNormalization
        LocallyConnected1D LocallyConnected2D MultiHeadAttention TimeDistributed Wrapper""".split(),
        (2, 10),
    ),
    **dict.fromkeys(("CuDNNGRU", "CuDNNLSTM"), (2, 13)),
    **dict.fromkeys(("GRU", "GRUCell", "LSTM", "LSTMCell"), (2, 15)),
}
"""Layers that the private Keras had, and the TensorFlow from which on it is known not to have them.
Source: its names on each TensorFlow from 2.10 to 2.16, and on 2.21."""
TRAINS_UNTIL: Version = (2, 14)
"""The last TensorFlow on which `fit` of the private Keras may run: 2.11 has what its data handler
asks for; 2.15, 2.16 and 2.21 have it not."""


def is_from(name: str) -> bool:
    """Whether a qualified name, as a file writes it, is one of the private Keras."""
    return f"{name}.".startswith(f"{PRIVATE}.")


@dataclass(frozen=True, slots=True)
class Missing:
    """What one statement imports in vain.

    Attributes:
        statement: the statement.
        names: the layers that are gone, in its order.
    """

    statement: cst.ImportFrom
    names: tuple[str, ...]


def missing(module: Code, alias: cst.CSTNode) -> Missing | None:
    """What the statement of *alias* imports that the private Keras has no more; ``None`` where it has all."""
    statement = module.parent(alias)
    if not isinstance(statement, cst.ImportFrom) or isinstance(statement.names, cst.ImportStar):
        return None
    if statement.relative or statement.module is None or dotted(statement.module) != _LAYERS:
        return None
    oldest = min(release.tensorflow for release in module.target.releases)
    every = (each.evaluated_name for each in statement.names)
    names = tuple(name for name in every if _GONE.get(name, (9, 0)) <= oldest)
    return Missing(statement, names) if names else None
