"""Fixes for functions of ``keras.backend`` that have another form now, or nothing left to do."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.semantics.names.mentions import Mention, as_written
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.arguments import replace
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.moved import move
from tflint_ckpt.syntax.statements import remove_statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_TENSORFLOW = "keras.backend.tf"
_PHASE = "keras.backend.set_learning_phase"
_FORMAT = {
    "keras.backend.image_dim_ordering": "image_data_format",
    "keras.backend.set_image_dim_ordering": "set_image_data_format",
}
_ORDERINGS = {"tf": "channels_last", "th": "channels_first"}


def of_keras1(module: Module, mention: Mention) -> Fix | None:
    """What is written now for such a function; ``None`` where *mention* is none, or it cannot be told."""
    if mention.name == _TENSORFLOW:
        return _with_tensorflow(module, mention)
    call = module.call_of(mention.node)
    if call is None:
        return None
    if mention.name == _PHASE:
        return _without_phase(module, call)
    if mention.name in _FORMAT:
        return _with_format(module, mention, call)
    return None


def _with_tensorflow(module: Module, mention: Mention) -> Fix | None:
    """The module that Keras imported under that name."""
    found = import_module(module, "tensorflow", mention.node, "tf")
    if found is None:
        return None
    name, edits = found
    return Fix(Applicability.SAFE, f"use {name}", (*edits, replace(module, mention.node, name)))


def _without_phase(module: Module, call: cst.Call) -> Fix | None:
    """``fit`` trains and ``predict`` does not, whatever the phase is said to be."""
    statement = module.parent(call)
    given = call.args[0].value if len(call.args) == 1 and not call.args[0].star else None
    known = module.surely(given, lambda value: isinstance(value, Constant) and value.value in (0, 1))
    if not isinstance(statement, cst.Expr) or not known:
        return None
    fix = Fix(Applicability.UNSAFE, "remove the call", (remove_statement(module, statement),))
    return unsafe(fix, "on Keras 2 it decides for models that are called without training=")


def _with_format(module: Module, mention: Mention, call: cst.Call) -> Fix | None:
    """The same by the name that Keras 2 gave it, whose values have other names, too."""
    ordering = _ordering(module, call)
    name = f"{mention.spelled.rpartition('.')[0]}.{_FORMAT[mention.name]}"
    edits = move(module, mention, name) if ordering is not None else ()
    if ordering is None or not edits:
        return None
    value = _ORDERINGS[module.literal(ordering) or ""]
    changed: Edit = replace(module, ordering, f"'{value}'")
    return Fix(Applicability.SAFE, f"use {as_written(mention, name)} and '{value}'", (*edits, changed))


def _ordering(module: Module, call: cst.Call) -> cst.SimpleString | None:
    """The ``'tf'`` or ``'th'`` that the call is given, or what it returns compared with."""
    given = [argument.value for argument in call.args if not argument.star]
    compared = module.parent(call)
    if not call.args and isinstance(compared, cst.Comparison) and len(compared.comparisons) == 1:
        [target] = compared.comparisons
        if compared.left is call and isinstance(target.operator, (cst.Equal, cst.NotEqual)):
            given = [target.comparator]
    if len(given) != 1 or not isinstance(given[0], cst.SimpleString):
        return None
    return given[0] if module.literal(given[0]) in _ORDERINGS else None
