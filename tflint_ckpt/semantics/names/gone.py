"""Which names of Keras' public API that a file mentions are gone, and from which release on."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.keras_api.history import KERAS3, Span
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.names.canonical import PUBLIC
from tflint_ckpt.semantics.names.mentions import Mention, imported_from, shorter
from tflint_ckpt.target import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_STANDALONE = ("layers", "utils")
"""Where ``keras`` had modules that ``tf.keras`` never had (ran on 2.10, 2.15 and 2.21)."""
_EVER = (1_000_000, 0)
_KEPT_ON_KERAS2 = "tensorflow.compat.v1."
"""What TensorFlow 1 had below ``tf.keras`` is there on Keras 2 (ran on 2.9 to 2.12)."""


def known(module: Code, mention: Mention) -> Mention | None:
    """The longest part of *mention* that the tables know of the public API; ``None`` where there is none."""
    if is_standalone(mention):
        return mention
    for part in shorter(mention):
        if part.root in PUBLIC and api.presence(part.spelled, part.name):
            return None if _is_module_apart(part) else part
    above = imported_from(module, mention)
    # The tables do not have every name of an inner module; where that is gone, so is all that was in it.
    if above is not None and above.root in PUBLIC and api.presence(above.spelled, above.name):
        return None if _is_module_apart(above) else above
    return None


def is_standalone(mention: Mention) -> bool:
    """Whether an import takes from ``tf.keras`` a module that only ``keras`` itself ever had:
    ``tensorflow.keras.layers.core``."""
    parts = mention.spelled.split(".")
    if isinstance(mention.node, (cst.Attribute, cst.Name)) or parts[:2] != ["tensorflow", "keras"]:
        return False
    if len(parts) < 4 or parts[2] not in _STANDALONE or not parts[3].islower():
        return False
    spelled, name = ".".join(parts[:4]), ".".join(parts[1:4])
    there = bool(api.presence(name, name)) and not api.presence(spelled, name)
    return there and not api.is_there(name, name, NEWEST.keras)


def _is_module_apart(mention: Mention) -> bool:
    """Whether an import finds a module that is no attribute of its package: ``tensorflow.keras.saving``."""
    if isinstance(mention.node, cst.Attribute) or mention.root == "keras":
        return False
    parts = mention.name.split(".")
    above = [".".join(parts[:count]) for count in range(2, len(parts))]
    newest = NEWEST.keras
    return any(
        api.is_there(name, name, newest) and not api.is_there(f"tensorflow.{name}", name, newest)
        for name in above
    )


def history_of(mention: Mention) -> Iterator[Span[bool]]:
    """Where the name is there, and, from then on, where it is gone."""
    if is_standalone(mention):
        yield Span((0, 0), _EVER, False)
        return
    begun = False
    for span in api.presence(mention.spelled, mention.name):
        begun |= span.answer
        kept = span.since < KERAS3 and mention.spelled.startswith(_KEPT_ON_KERAS2)
        if span.answer or (begun and not kept):
            yield span


def is_gone(module: Code, mention: Mention) -> bool:
    """Whether some release of the target has the name no more."""
    return any(
        not span.answer and span.since <= release.keras < span.until
        for span in history_of(mention)
        for release in module.target.releases
    )


def is_module_of(mention: Mention) -> bool:
    """Whether it is the module that an import takes a name from, and not that name."""
    alias = mention.node
    return isinstance(alias, cst.ImportAlias) and not mention.spelled.endswith(f".{alias.evaluated_name}")
