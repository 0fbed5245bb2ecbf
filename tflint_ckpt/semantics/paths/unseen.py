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
    if isinstance(target, cst.Attribute):
        name, pattern = target.attr.value, rf"\.{target.attr.value}\b"
    elif isinstance(target, cst.Name) and isinstance(home, cst.ClassDef):
        name, pattern = target.value, rf"\.{target.value}\b"
    elif isinstance(target, cst.Name) and home is module.tree:
        name = target.value
        stem = re.escape(module.path.rpartition("/")[2].partition(".")[0])
        pattern = rf"import[ \t(][^#\n]*\b{name}\b|\b{stem}\.{name}\b"
    else:
        return ""
    having = module.project.having(re.compile(pattern), name, besides=module.path, in_line=True)
    using = next(having, "")
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
