"""Who may read a variable without being seen: another file, or code that has its name in a text."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_NAMESPACES = frozenset("globals locals vars eval exec".split())
"""Functions that give or read variables by their names."""


def read_unseen(module: Module, target: cst.BaseExpression) -> str:
    """Why what is assigned to *target* may be read unseen; empty where nothing does."""
    return _by_another_file(module, target) or _by_name(module, target)


def _by_another_file(module: Module, target: cst.BaseExpression) -> str:
    home = module.facts.scopes[target].home(target.value).node if isinstance(target, cst.Name) else None
    is_global = isinstance(target, cst.Name) and home is module.tree
    if isinstance(target, cst.Attribute):
        name, pattern = target.attr.value, rf"\.{target.attr.value}\b"
    elif isinstance(target, cst.Name) and isinstance(home, cst.ClassDef):
        name, pattern = target.value, rf"\.{target.value}\b"
    elif is_global and isinstance(target, cst.Name):  # in a package it may be handed on under that name
        name, pattern = target.value, rf"import[ \t(][^#\n]*\b{target.value}\b"
    else:
        return ""
    project, path = module.project, module.path
    using = next(project.having(re.compile(pattern), name, besides=path, in_line=True), "")
    if not using and is_global:
        word = re.compile(rf"\b{name}\b")
        importers = (each for each in project.importers(name, besides=path) if word.search(each.text))
        using = next((each.path for each in importers), "")
    return f"{using} uses {name} too" if using else ""


def _by_name(module: Module, target: cst.BaseExpression) -> str:
    name = target.value if isinstance(target, cst.Name) else ""
    name = target.attr.value if isinstance(target, cst.Attribute) else name
    for call in module.facts.calls:
        reader = last_name(call.func)
        if reader == "getattr" and len(call.args) > 1:
            texts = module.evaluate(call.args[1].value)
            if any(not isinstance(text, Text) or text.literal in (None, name) for text in texts):
                return "getattr() may read it"
        elif isinstance(call.func, cst.Name) and reader in _NAMESPACES:
            return f"{reader}() may read it"
    return ""
