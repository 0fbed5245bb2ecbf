"""Keys of ``history.history`` that a function of another file reads, which is given the record of a fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import arguments
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.names.scopes import all_parameters
from tflint_ckpt.semantics.names.stored import is_stored
from tflint_ckpt.semantics.training.callbacks import CHANGING
from tflint_ckpt.syntax.forms import only_index
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_ALWAYS = (
    *(cst.Arg, cst.Call, cst.Attribute, cst.Subscript, cst.Assign, cst.Expr, cst.Return, cst.Element),
    *(cst.Tuple, cst.List, cst.SimpleStatementLine, cst.IndentedBlock, cst.BinaryOperation, cst.With),
    *(cst.Index, cst.SubscriptElement),
)
"""What a read may stand in that surely is run when its function is."""


@dataclass(frozen=True, slots=True)
class ReadElsewhere:
    """One such read.

    Attributes:
        call: the call of the function, in this file.
        given: its argument.
        record: the record that this is, or that it is the ``.history`` of.
        key: the key that is read.
        function: the name of the function.
        path: the file it is in.
    """

    call: cst.Call
    given: cst.BaseExpression
    record: cst.BaseExpression
    key: str
    function: str
    path: str


def reads_elsewhere(
    module: Engine, is_record: Callable[[cst.BaseExpression], bool]
) -> Iterator[ReadElsewhere]:
    """The reads of literal keys by functions of other files, of each argument that *is_record*."""
    for call in module.facts.calls:
        spelled = module.spelled(call.func) if isinstance(call.func, (cst.Name, cst.Attribute)) else None
        if spelled is None or spelled.partition(".")[0] in ELSEWHERE:
            continue
        if not any(each.star or is_record(_record(each.value)) for each in call.args):
            continue  # before another file is parsed
        found = module.fact(Definitions).of(spelled)
        function = found.binding.node if found is not None else None
        if found is None or not isinstance(function, cst.FunctionDef) or function.decorators:
            continue
        for parameter in all_parameters(function.params):
            name = parameter.name.value
            given = arguments.bound_argument(function.params, call.args, name, bound_first=False)
            if given is None or given is parameter.default:
                continue
            record = _record(given)
            if not is_record(record):
                continue
            for key in _keys(found.module, function, parameter, of_dict=record is not given):
                yield ReadElsewhere(call, given, record, key, function.name.value, found.module.path)


def changes_given(module: Engine, call: cst.Call, given: cst.BaseExpression) -> bool:
    """Whether the function that is called, here or elsewhere, sets entries of the dictionary *given*."""
    there, function = module, module.local_function(call.func)
    if function is None:
        spelled = module.spelled(call.func) if isinstance(call.func, (cst.Name, cst.Attribute)) else None
        if spelled is None or spelled.partition(".")[0] in ELSEWHERE:
            return False
        found = module.fact(Definitions).of(spelled)
        if found is None or not isinstance(found.binding.node, cst.FunctionDef):
            return False
        there, function = found.module, found.binding.node
    scope = there.facts.scopes[function.body]
    for parameter in all_parameters(function.params):
        name = parameter.name.value
        if arguments.bound_argument(function.params, call.args, name, bound_first=False) is given:
            return any(_sets(there, use) for use in there.uses(name, scope))
    return False


def _sets(there: Engine, use: cst.CSTNode) -> bool:
    """Whether a use of a dictionary sets an entry of it."""
    above = there.parent(use)
    if isinstance(above, cst.Attribute):
        return above.attr.value in CHANGING
    return isinstance(above, cst.Subscript) and above.value is use and is_stored(there, above)


def _record(given: cst.BaseExpression) -> cst.BaseExpression:
    """The record that an argument is, or that it is the ``.history`` of."""
    whole = isinstance(given, cst.Attribute) and given.attr.value == "history"
    return given.value if whole and isinstance(given, cst.Attribute) else given


def _keys(there: Engine, function: cst.FunctionDef, parameter: cst.Param, *, of_dict: bool) -> Iterator[str]:
    """The keys that *function* surely reads from its parameter; none where it does anything else with it."""
    scope = there.facts.scopes[function.body]
    name = parameter.name.value
    if len(scope.bindings.get(name, ())) != 1 or there.returns(function) is None:
        return
    if _may_leave(there, function):
        return
    keys: list[str] = []
    for use in there.uses(name, scope):
        if use is parameter.name:
            continue
        held: cst.CSTNode | None = use
        if not of_dict:
            above = there.parent(use)
            held = above if isinstance(above, cst.Attribute) and above.attr.value == "history" else None
        node = there.parent(held) if held is not None else None
        key = _literal(node) if isinstance(node, cst.Subscript) and node.value is held else None
        if node is None or key is None or is_stored(there, node):
            return  # it may test for keys, or set them
        if _is_always_run(there, node, function):
            keys.append(key)
    yield from dict.fromkeys(keys)


def _literal(node: cst.Subscript) -> str | None:
    index = only_index(node)
    text = index.value if isinstance(index, cst.Index) else None
    value = text.evaluated_value if isinstance(text, cst.SimpleString) else None
    return value if isinstance(value, str) else None


def is_always_reached(there: Engine, function: cst.FunctionDef, node: cst.CSTNode) -> bool:
    """Whether every run of *function* comes to *node*, if nothing raises before."""
    return not _may_leave(there, function) and _is_always_run(there, node, function)


def _may_leave(there: Engine, function: cst.FunctionDef) -> bool:
    leaves = (node for node in descend(function.body) if isinstance(node, (cst.Return, cst.Raise)))
    return not all(_is_always_run(there, node, function) for node in leaves)


def _is_always_run(there: Engine, node: cst.CSTNode, function: cst.FunctionDef) -> bool:
    for above in there.ancestors(node):
        if above is function:
            return True
        if not isinstance(above, _ALWAYS):
            return False
    return False
