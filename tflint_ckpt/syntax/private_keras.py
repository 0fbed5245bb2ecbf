"""Importing from the public Keras what a file takes from ``tensorflow.python.keras``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.scopes import dotted

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.scopes import Binding

_PRIVATE = "tensorflow.python.keras"


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


def _is_there(module: Module, root: str, name: str) -> bool:
    if not name.startswith("keras."):
        return False
    spelled = root + name.removeprefix("keras")
    return all(api.is_there(spelled, name, release.keras) for release in module.target.releases)
