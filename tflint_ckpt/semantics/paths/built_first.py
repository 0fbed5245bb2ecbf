"""The statement that gives a model its weights before they are loaded: a call with one sample of its data."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.values.kinds import Items, Mapping
from tflint_ckpt.syntax.statements import insert_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def built_first(module: Module, reader: cst.Call) -> tuple[str, Edit] | None:
    """What builds the model that *reader* loads weights into, ``model(x[:1])``, and the edit that inserts it.

    ``None`` unless the model is in a variable of the same scope, and so is an array that is there by then and
    that every ``fit`` of the scope gets with targets: what has targets beside it is no dataset. Of a list or
    dictionary nobody can take a sample so.
    """
    func, statement = reader.func, module.parent(reader)
    line = module.parent(statement) if isinstance(statement, cst.Expr) else None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    if not isinstance(func, cst.Attribute) or not isinstance(func.value, cst.Name):
        return None
    fits = [call for call, attribute in module.method_calls("fit") if _is_of(module, attribute, func.value)]
    data = [_data(call) for call in fits]
    first = data[0] if data else None
    if first is None or any(each is None or each.value != first.value for each in data):
        return None
    name = first.value
    scope = module.facts.scopes[reader]
    bound = scope.bindings.get(name, [])
    before = module.span(line)[0]
    if not bound or any(module.span(each.node)[0] > before for each in bound):
        return None
    if any(isinstance(value, (Items, Mapping)) for value in module.evaluate(first)):
        return None
    code = f"{func.value.value}({name}[:1])"
    return code, insert_before(module, line, code)


def _is_of(module: Module, attribute: cst.Attribute, model: cst.Name) -> bool:
    """Whether a method is asked of the variable *model*, in its scope."""
    receiver = attribute.value
    same = isinstance(receiver, cst.Name) and receiver.value == model.value
    return same and module.facts.scopes[receiver] is module.facts.scopes[model]


def _data(fit: cst.Call) -> cst.Name | None:
    """The variable that a ``fit`` gets its samples from, where it gets targets, too."""
    if any(argument.star for argument in fit.args):
        return None
    given = {argument.keyword.value: argument.value for argument in fit.args if argument.keyword}
    plain = [argument.value for argument in fit.args if argument.keyword is None]
    x = plain[0] if plain else given.get("x")
    has_targets = len(plain) > 1 or "y" in given
    return x if has_targets and isinstance(x, cst.Name) else None
