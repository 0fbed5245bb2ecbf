"""Importing from the public Keras what a file takes from ``tensorflow.python.keras``."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.syntax.moved import move_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.scopes import Binding

_PRIVATE = "tensorflow.python.keras"
_OPTIMIZERS = (f"{_PRIVATE}.optimizer_v2",)
"""Packages with a module for each optimizer, ``adam`` with the class ``Adam``."""


def public_import(module: Module, binding: Binding, root: str) -> tuple[Edit, ...]:
    """Edits that make the ``from`` import of *binding* one of the Keras *root*, ``tensorflow.keras``.

    Empty where the target does not have all its names below one public module.
    """
    statement = module.parent(binding.node)
    if not isinstance(statement, cst.ImportFrom) or statement.relative or statement.module is None:
        return ()
    old = dotted(statement.module) or ""
    if not f"{old}.".startswith(f"{_PRIVATE}.") or isinstance(statement.names, cst.ImportStar):
        return ()
    if old in _OPTIMIZERS:
        return _optimizers(module, statement.names, root)
    below = set[str]()
    for alias in statement.names:
        name = canonical(f"{old}.{alias.evaluated_name}")
        name = name if _is_there(module, root, name) else api.replacement(name) or ""
        if not _is_there(module, root, name) or name.rpartition(".")[2] != alias.evaluated_name:
            return ()
        below.add(name.rpartition(".")[0])
    if len(below) != 1:
        return ()
    new = root + below.pop().removeprefix("keras")
    return (Edit(module.path, *module.span(statement.module), new),)


def _optimizers(module: Module, aliases: Sequence[cst.ImportAlias], root: str) -> tuple[Edit, ...]:
    """``optimizers as adam`` for the private module ``adam``, of which the file asks for classes."""
    if len(aliases) != 1:
        return ()
    bound = aliases[0].evaluated_alias or aliases[0].evaluated_name
    statement = module.parent(aliases[0])
    assert statement is not None
    scope = module.facts.scopes[statement]
    uses = [each for each in module.uses(bound, scope) if module.parent(each) is not aliases[0].asname]
    chains = [module.parent(each) for each in uses]
    used = sorted({each.attr.value for each in chains if isinstance(each, cst.Attribute)})
    only = all(
        (isinstance(each, cst.Attribute) and each.value is use) or each is aliases[0]
        for use, each in zip(uses, chains, strict=True)
    )
    if not only or len(scope.bindings.get(bound, ())) != 1:
        return ()
    known = [name for name in used if _is_there(module, root, f"keras.optimizers.{name}")]
    return move_module(module, aliases[0], {name: f"{root}.optimizers.{name}" for name in known}, used)


def _is_there(module: Module, root: str, name: str) -> bool:
    if not name.startswith("keras."):
        return False
    spelled = root + name.removeprefix("keras")
    return all(api.is_there(spelled, name, release.keras) for release in module.target.releases)
