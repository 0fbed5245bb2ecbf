"""Which builtins a star import takes the place of: ``from tensorflow import *`` brings a ``print``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.names.scopes import Scope

_NUMPY = frozenset("abs all any bool divmod max min pow round sum".split())
_BACKEND = frozenset("abs all any eval max min pow round sum".split())
_OPS = frozenset("abs all any map max min round slice sum".split())
_BROUGHT = {
    "keras.backend": _BACKEND,
    "keras.ops": _OPS,
    "matplotlib.pylab": _NUMPY,
    "numpy": _NUMPY,
    "pylab": _NUMPY,
    "tensorflow": frozenset("abs bool complex pow print range round slice tuple".split()),
    "tensorflow.keras.backend": _BACKEND,
    "tensorflow.keras.ops": _OPS,
    "tensorflow.math": frozenset(("abs", "pow", "round")),
    "tf_keras.backend": _BACKEND,
}
"""What ``from … import *`` gives that Python has as well, read from NumPy 1.26 and 2.5 and from TensorFlow
2.15 and 2.21 with their Keras; a name that any of them gives counts."""


def takes_place(scope: Scope, name: str) -> bool:
    """Whether a star import that *scope* sees brings something else by the name of a builtin."""
    current: Scope | None = scope
    while current is not None:
        for star in current.star_imports:
            if name in _BROUGHT.get(star, ()):
                return True
        current = current.parent
    return False
