"""What an attribute may be once it is set: not the ``None`` that it has at first."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.code import Code
from tflint_ckpt.semantics.values.kinds import Constant, Value, Values
from tflint_ckpt.syntax.forms import is_self


def once_set(module: Code, values: Values) -> Values:
    """*values* without the ``None`` that a constructor, or the body of a class, gives an attribute.

    Where other code sets it later. A ``None`` under a condition may be meant, and stays.
    """
    rest = tuple(value for value in values if not _is_at_first(module, value))
    return rest or values


def _is_at_first(module: Code, value: Value) -> bool:
    if not isinstance(value, Constant) or value.value is not None:
        return False
    stored = module.parent(value.node)
    if not isinstance(stored, (cst.Assign, cst.AnnAssign)) or stored.value is not value.node:
        return False
    line = module.parent(stored)
    block = module.parent(line) if line is not None else None
    owner = module.parent(block) if block is not None else None
    if isinstance(owner, cst.ClassDef):
        return True
    targets = [stored.target] if isinstance(stored, cst.AnnAssign) else [one.target for one in stored.targets]
    is_made = isinstance(owner, cst.FunctionDef) and owner.name.value == "__init__"
    return is_made and all(isinstance(one, cst.Attribute) and is_self(one.value) for one in targets)
