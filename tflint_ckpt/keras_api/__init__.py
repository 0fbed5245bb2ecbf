"""What the public API of Keras is on each release, read from tables that were made from installed ones.

`find` a name and ask it ``at`` a release; see ``docs/keras-api.md``. Nothing is read before the first
question.
"""

from tflint_ckpt.keras_api.reader import (
    Api,
    Change,
    Member,
    aliases,
    bases,
    every_name,
    find,
    is_a,
    renamed_arguments,
    snapshots,
    subclasses,
)
from tflint_ckpt.keras_api.signature import Kind, Parameter, ParameterKind, Signature, Takes

__all__ = (
    "Api",
    "Change",
    "Kind",
    "Member",
    "Parameter",
    "ParameterKind",
    "Signature",
    "Takes",
    "aliases",
    "bases",
    "every_name",
    "find",
    "is_a",
    "renamed_arguments",
    "snapshots",
    "subclasses",
)
