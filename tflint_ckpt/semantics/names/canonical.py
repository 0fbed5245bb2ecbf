"""One name for every spelling of the same API. Cheap to import: the gate asks too."""

from __future__ import annotations

# Longest first: the first prefix that fits is replaced.
_CANONICAL = (
    ("tensorflow.compat.v2.compat.v1", "tensorflow"),
    ("tensorflow.python.keras.api.keras", "keras"),
    ("tensorflow.compat.v1.keras", "keras"),
    ("tensorflow.compat.v2.keras", "keras"),
    ("tensorflow.compat.v1", "tensorflow"),
    ("tensorflow.compat.v2", "tensorflow"),
    ("tensorflow.python.keras", "keras"),
    ("tensorflow.contrib.keras", "keras"),
    ("tensorflow.keras", "keras"),
    ("tensorflow_core.keras", "keras"),
    ("keras.api._v2.keras", "keras"),
    ("keras.api", "keras"),
    ("keras.src", "keras"),
    ("tf_keras.src", "keras"),
    ("tf_keras.api", "keras"),
    ("tf_keras", "keras"),
    ("tensorflow.python.data", "tensorflow.data"),
)


def canonical(name: str) -> str:
    """The canonical form of a dotted name: every Keras becomes ``keras``, every TensorFlow ``tensorflow``."""
    for prefix, replacement in _CANONICAL:
        if name == prefix or name.startswith(prefix + "."):
            return replacement + name[len(prefix) :]
    return name


PUBLIC = ("tensorflow.keras", "tensorflow.compat.v2.keras", "tensorflow.compat.v1.keras", "keras")
"""How the public API of Keras is written; ``tf_keras`` is always Keras 2, other packages are private."""
