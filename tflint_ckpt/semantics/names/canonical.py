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


_BY_FIRST: dict[str, list[tuple[str, str, str]]] = {}
"""What may be replaced, also with a dot behind it, by the first part of the name."""
for _prefix, _replacement in _CANONICAL:
    _BY_FIRST.setdefault(_prefix.partition(".")[0], []).append((_prefix, f"{_prefix}.", _replacement))


HANDED_ON = frozenset(
    """tf tensorflow keras tfk tfkl K KB L KL layers Sequential Model Input load_model Dense Conv1D Conv2D
    MaxPooling2D Dropout Flatten BatchNormalization LSTM GRU Embedding Activation Adam SGD RMSprop Adagrad
    Adadelta Nadam ModelCheckpoint EarlyStopping ReduceLROnPlateau TensorBoard CSVLogger LearningRateScheduler
    LambdaCallback Callback BackupAndRestore ImageDataGenerator to_categorical""".split()
)
"""What files hand on to others of their project; others are not looked for, which would cost a look at
each file that is imported. Words such as ``models`` are the names of files of most projects."""


def canonical(name: str) -> str:
    """The canonical form of a dotted name: every Keras becomes ``keras``, every TensorFlow ``tensorflow``."""
    for prefix, dotted, replacement in _BY_FIRST.get(name.partition(".")[0], ()):
        if name == prefix or name.startswith(dotted):
            return replacement + name[len(prefix) :]
    return name


PUBLIC = ("tensorflow.keras", "tensorflow.compat.v2.keras", "tensorflow.compat.v1.keras", "keras")
"""How the public API of Keras is written; ``tf_keras`` is always Keras 2, other packages are private."""

_PRIVATE = "tensorflow.python.keras"
_ALIASES = tuple(f"tensorflow.{name}" for name in ("initializers", "losses", "metrics", "optimizers"))
"""Modules of ``tf.keras`` that TensorFlow has a second name for."""


def import_root(name: str) -> str | None:
    """From which of ``tflint_ckpt.target.ROOTS`` a dotted name, as it is imported, takes Keras.

    ``None`` for what is not of Keras. TensorFlow Addons builds on ``tf.keras``.
    """
    first = name.partition(".")[0]
    if first in ("keras", "tf_keras"):
        return first
    if first == "tensorflow_addons":
        return "tensorflow"
    if name == _PRIVATE or name.startswith(f"{_PRIVATE}."):
        return _PRIVATE
    known = canonical(name)
    of_keras = known == "keras" or known.startswith("keras.")
    return "tensorflow" if of_keras or known.startswith(_ALIASES) else None
