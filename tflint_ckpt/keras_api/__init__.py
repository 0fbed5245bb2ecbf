"""What the public API of Keras is on each release, read from tables that were made from installed ones.

`find` a name and ask it ``at`` a release; see ``docs/keras-api.md``. Nothing is read before the first
question, and what reads it is imported no sooner: most rules want no more of here than ``boundaries``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def __getattr__(name: str) -> object:
    if name not in __all__:  # a module of the package, which is looked for next
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tflint_ckpt.keras_api import reader, signature

    return getattr(reader, name) if hasattr(reader, name) else getattr(signature, name)
