"""Fields that are meant for Keras and that Python fills in already when the path is built."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.reaching import reaching
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.saved import is_keras_field
from tflint_ckpt.semantics.paths.templates import Field, Template
from tflint_ckpt.semantics.values.kinds import Constant, Hole, Text
from tflint_ckpt.syntax.forms import keyword, keywords

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_DYNAMIC = pattern(
    r"\bexec\(|\bglobals\(\)|\blocals\(\)|%run\b|%load\b|%store\b|run_line_magic\(\s*['\"](run|load|store)"
)
"""Source text that may bind names which no statement binds."""
_CONTENT = (cst.FormattedStringText, cst.FormattedStringExpression)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A field of an f-string whose name has one value for the whole training.

    Attributes:
        node: the field.
        name: its name.
    """

    node: cst.FormattedStringExpression
    name: str


@dataclass(frozen=True, slots=True)
class Unbound:
    """A field of an f-string whose name is bound nowhere, so that building the path raises ``NameError``."""

    node: cst.FormattedStringExpression
    name: str


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A call of ``str.format`` that gives nothing to fields of Keras, and so raises ``KeyError``.

    Attributes:
        call: the call.
        receiver: what it formats.
        template: the same as ``format`` sees it.
        fields: the fields of Keras that get nothing.
        complete: whether all others get something.
    """

    call: cst.Call
    receiver: cst.BaseExpression
    template: Template
    fields: tuple[Field, ...]
    complete: bool


def consumed(module: Module, text: Text) -> Iterator[Unbound | Frozen | Unfilled]:
    """The fields for Keras that are lost while *text* is built; each may come several times."""
    for node in _formatted_fields(module, text):
        name = node.expression
        if not isinstance(name, cst.Name) or node.equal is not None or not is_keras_field(name.value):
            continue
        if _is_unbound(module, name):
            yield Unbound(node, name.value)
        elif _is_frozen(module, name):
            yield Frozen(node, name.value)
    for part in text.parts:
        call = part.node if isinstance(part, Hole) else None
        if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute):
            unfilled = _unfilled(module, call, call.func.value) if call.func.attr.value == "format" else None
            if unfilled is not None:
                yield unfilled


def _formatted_fields(module: Module, text: Text) -> Iterator[cst.FormattedStringExpression]:
    """The fields of every f-string that *text* is built of."""
    strings: dict[cst.FormattedString, None] = {}
    for part in text.parts:
        content = part.node
        if content is not None and not isinstance(content, cst.FormattedStringText):
            content = module.parent(content)
        string = module.parent(content) if isinstance(content, _CONTENT) else None
        if isinstance(string, cst.FormattedString):
            strings[string] = None
    for string in strings:
        for content in string.parts:
            if isinstance(content, cst.FormattedStringExpression):
                yield content


def _is_unbound(module: Module, name: cst.Name) -> bool:
    """Whether no binding of *name* can have been made where it is read."""
    scope, home = module.facts.scopes[name], module.home(name)
    if home is not None:
        return scope is home and not reaching(module.facts, home.bindings[name.value], name)
    stars = any(each.star_imports for each in module.facts.each_scope)
    return not stars and _DYNAMIC.search(module.source.text) is None


def _is_frozen(module: Module, name: cst.Name) -> bool:
    """Whether *name* surely has the value it was given once: what a loop that is over left, or a number."""
    scope, home = module.facts.scopes[name], module.home(name)
    if home is None:
        return False
    bindings = module.visible(name)
    if scope is home and bindings and all(binding.kind is BindingKind.LOOP for binding in bindings):
        around = set(module.ancestors(name))
        return not any(module.parent(binding.node) in around for binding in bindings)
    if any(binding.kind is not BindingKind.ASSIGNMENT for binding in home.bindings[name.value]):
        return False  # counted up somewhere, in a function perhaps
    values = module.evaluate(name)
    numbers = {value.value for value in values if isinstance(value, Constant)}
    if len(numbers) != 1 or len(values) != 1 or not isinstance(next(iter(numbers)), (int, float)):
        return False
    stores = {binding.node for binding in home.bindings[name.value]}
    uses = [use for use in module.uses(name.value, home) if use not in stores]
    return all(isinstance(module.parent(use), cst.FormattedStringExpression) for use in uses) and not (
        numbers & _trained_epochs(module)
    )


def _trained_epochs(module: Module) -> set[object]:
    """Every number that the module gives as ``epochs`` to a call: a file may well be named by it."""
    given = (keyword(call, "epochs") for call in module.facts.calls)
    values = (value for node in given if node is not None for value in module.evaluate(node))
    return {value.value for value in values if isinstance(value, Constant)}


def _unfilled(module: Module, call: cst.Call, receiver: cst.BaseExpression) -> Unfilled | None:
    text = module.only(receiver)
    if not isinstance(text, Text):
        return None
    template = Template(text)
    named = keywords(call)
    positional = sum(argument.keyword is None for argument in call.args)
    missing = [field for field in template.fields if not _gets_value(field, named)]
    fields = tuple(field for field in missing if is_keras_field(field.name.strip()))
    automatic = sum(field.name == "" for field in template.fields)
    complete = len(fields) == len(missing) and automatic <= positional
    return Unfilled(call, receiver, template, fields, complete) if fields else None


def _gets_value(field: Field, keywords: set[str]) -> bool:
    """Whether a field has an argument; of one by position that is taken for granted."""
    head = re.split(r"[.\[]", field.name, maxsplit=1)[0]
    return head == "" or head.isdigit() or head in keywords
