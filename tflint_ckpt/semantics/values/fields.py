"""Dataclasses and named tuples as dictionaries: ``asdict(config)``, ``vars(config)``, ``t._asdict()``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.values.kinds import Entry, Evaluating, Instance, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


def as_dictionary(
    module: Engine, evaluator: Evaluating, node: cst.Call | cst.Attribute, name: str | None
) -> Mapping | None:
    """The fields of a dataclass or ``NamedTuple`` of the module that *node* makes a dictionary of.

    *name* is what is called. The entries stand where the fields are declared, where no fix gives one another
    name or takes it away. ``None`` where it is no such call, or nothing of the object is seen.
    """
    holder = _holder(node, name)
    values = evaluator.of(holder) if holder is not None else ()
    only = values[0] if len(values) == 1 else None
    owner = classes.local_class(module, only.call.func) if isinstance(only, Instance) else None
    if owner is None or not isinstance(only, Instance):
        return None
    from tflint_ckpt.semantics.values import attributes

    lines = [line for line in owner.body.body if isinstance(line, cst.SimpleStatementLine)]
    declared = [each for line in lines for each in line.body if isinstance(each, cst.AnnAssign)]
    named = [(each.target.value, each) for each in declared if isinstance(each.target, cst.Name)]
    found = [(key, each, attributes.field_of(module, owner, key, only.call)) for key, each in named]
    by = node if isinstance(node, cst.Call) else None
    entries = [Entry(key, value[0], each, by) for key, each, value in found if value is not None]
    return Mapping(tuple(entries), len(entries) == len(found), node) if entries else None


def _holder(node: cst.Call | cst.Attribute, name: str | None) -> cst.BaseExpression | None:
    """The object whose fields *node* gives."""
    if isinstance(node, cst.Attribute):
        return node.value if node.attr.value == "__dict__" else None
    if name in ("dataclasses.asdict", "vars"):
        return node.args[0].value if len(node.args) == 1 and not node.args[0].star else None
    is_method = isinstance(node.func, cst.Attribute) and node.func.attr.value == "_asdict"
    return node.func.value if isinstance(node.func, cst.Attribute) and is_method and not node.args else None
