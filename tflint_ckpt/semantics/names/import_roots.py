"""The roots that a file imports Keras from: ``tensorflow``, ``keras``, ``tf_keras``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.canonical import import_root
from tflint_ckpt.semantics.names.resolve import Names
from tflint_ckpt.semantics.names.scopes import Scopes
from tflint_ckpt.target import ROOTS

_MODULES = ("keras", "initializers", "losses", "metrics", "optimizers")
"""Attributes of TensorFlow that are, or hold, its Keras."""


def imported_roots(facts: Scopes, names: Names) -> tuple[str, ...]:
    """The roots that a file imports Keras from, in the order of ``ROOTS``."""
    found: set[str | None] = set()
    for scope in facts.each_scope:
        found.update(import_root(star) for star in scope.star_imports)
        for bindings in scope.bindings.values():
            found.update(import_root(each.imported) for each in bindings if each.imported)
    for node in facts.every(cst.Attribute):
        if node.attr.value in _MODULES:
            found.update(map(import_root, names.spellings(node)))
    return tuple(root for root in ROOTS if root in found)
