"""The fix that takes from ``tf.keras`` what ``keras`` has no more, where both are the same Keras."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.names.elsewhere import members_used
from tflint_ckpt.semantics.names.mentions import Mention, imported_at
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.syntax.callee import rename_callees
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.moved import move_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

ONLY_WITH_TENSORFLOW = "what only tf.keras has needs TensorFlow, whatever the backend of Keras is"
_TENSORFLOW = "tensorflow."
_SETTERS = frozenset(
    f"keras.backend.{name}" for name in ("batch_set_value", "set_value", "update", "update_add", "update_sub")
)
"""What ``tf.keras`` has still, but which raises AttributeError for a variable of Keras 3 (run on 3.15)."""


def is_of_tensorflow(name: str) -> bool:
    """Whether a dotted name is one of TensorFlow's."""
    return name.startswith(_TENSORFLOW)


def kept(module: Module, mention: Mention) -> str | None:
    """The name that ``tf.keras`` still has, on every release of the target, of what *mention* names."""
    if mention.name in _SETTERS:
        return None
    spelled = f"{_TENSORFLOW}{mention.name}"
    there = mention.root == "keras" and all(
        api.is_there(spelled, mention.name, release.keras) for release in module.target.releases
    )
    return spelled if there and module.is_one_keras() else None


def of_tensorflow(module: Module, mention: Mention) -> Fix | None:
    """Import the module that a chain begins with from ``tf.keras``; ``None`` where that does not have all
    that the file uses of it. A chain that begins with ``keras`` itself begins with ``tf.keras`` then."""
    new = kept(module, mention)
    if new is None or not isinstance(mention.node, cst.Attribute):
        return None
    aliases = imported_at(module, mention.node)
    alias = aliases[0] if len(aliases) == 1 else None
    if not isinstance(alias, cst.ImportAlias):
        return None
    edits = _imported_from_tensorflow(module, alias) or _below_tensorflow(module, mention.node, alias)
    if not edits:
        return None
    return unsafe(Fix(Applicability.UNSAFE, f"use {Mention(alias, new).shown}", edits), ONLY_WITH_TENSORFLOW)


def _below_tensorflow(module: Module, chain: cst.Attribute, alias: cst.ImportAlias) -> tuple[Edit, ...]:
    """Edits that write ``tf.keras.`` for the ``keras.`` that a chain begins with, and import ``tf``."""
    text = dotted(chain)
    statement = module.parent(alias)
    if text is None or text != module.text(chain) or not text.startswith("keras."):
        return ()
    found = import_module(module, "tensorflow", chain, "tf") if isinstance(statement, cst.Import) else None
    if found is None:
        return ()
    name, imported = found
    return (*imported, *rename_callees(module, [(chain, f"{name}.{text}")]))


def _imported_from_tensorflow(module: Module, alias: cst.ImportAlias) -> tuple[Edit, ...]:
    """Edits that import a module of ``keras`` from ``tf.keras``, if that has all that is used of it."""
    statement = module.parent(alias)
    if isinstance(statement, cst.ImportFrom):
        above = dotted(statement.module) if statement.module and not statement.relative else None
        spelled = f"{above}.{alias.evaluated_name}" if above else ""
    else:  # without another name, it would bind another: tensorflow
        spelled = alias.evaluated_name if alias.asname is not None else ""
    if not spelled.startswith("keras."):
        return ()
    for member in members_used(module, Mention(alias, spelled)):
        if kept(module, Mention(alias, f"{spelled}.{member}")) is None:
            return ()
    if isinstance(statement, cst.ImportFrom):
        return move_names(module, statement, {alias: f"{_TENSORFLOW}{spelled}"})
    return (Edit(module.path, *module.span(alias.name), f"{_TENSORFLOW}{spelled}"),)
