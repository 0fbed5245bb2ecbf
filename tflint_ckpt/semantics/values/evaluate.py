"""Evaluating expressions to abstract values, through assignments, branches, functions and attributes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope
from tflint_ckpt.semantics.values import texts
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.elements import copied_by
from tflint_ckpt.semantics.values.inference import Inference
from tflint_ckpt.semantics.values.kinds import (
    Constant,
    Frames,
    Hole,
    Instance,
    Items,
    Mapping,
    Piece,
    Text,
    Unknown,
    Value,
    Values,
    as_texts,
    distinct,
)
from tflint_ckpt.semantics.values.parts import EACH, Path
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_FORM_FIELD = "@param"
_FORM_COMMENT = pattern(rf"#[^\n\r]*{_FORM_FIELD}")
_AS_DICTIONARY = frozenset(("asdict", "_asdict", "vars", "__dict__"))
_LITERALS: dict[str, bool | None] = {"True": True, "False": False, "None": None}


class Evaluator(Inference[Values]):
    """The values of the expressions of one module: texts, numbers, containers, objects."""

    copies_deeply = True

    def of(self, node: cst.BaseExpression) -> Values:
        """Every value *node* may have; at least one, ``Unknown`` where the code does not tell."""
        return self.at(node)

    def of_call(self, node: cst.BaseExpression, frames: Frames) -> Values:
        """Every value *node* may have when the functions in *frames* were called, the outermost first."""
        return self.inside(frames, node)

    def texts(self, node: cst.BaseExpression) -> tuple[Text, ...]:
        """Every text *node* may be, as part of a longer one; what is no text becomes a hole."""
        return as_texts(self.of(node), node)

    # How alternatives add up

    def unknown(self, node: cst.CSTNode) -> Values:
        return (Unknown(node),)

    def together(self, node: cst.CSTNode, found: Iterable[Values]) -> Values:
        return tuple(value for values in found for value in values)

    def settled(self, node: cst.BaseExpression, path: Path, found: Values) -> Values:
        return distinct(found, node)

    def values(self, node: cst.BaseExpression) -> Values:
        return self.at(node)

    def peer(self, module: Engine) -> Evaluator:
        return module.fact(Evaluator)

    def brought(self, found: Values, use: cst.CSTNode) -> Values:
        return tuple(_brought(value, use) for value in found)

    def lacks(self, found: Values) -> bool:
        return any(
            isinstance(value, Unknown) or (isinstance(value, Text) and value.literal is None)
            for value in found
        )

    @staticmethod
    def may_bring(text: str, name: str) -> bool:
        # Calling a class gives an object, which is that call and no more: its file need not be parsed.
        return f"\nclass {name}(" not in text and f"\nclass {name}:" not in text

    # Literals, operators and calls

    def own(self, node: cst.BaseExpression, path: Path) -> Values | Passed:
        if path:
            return PASS
        if isinstance(node, cst.Name):
            return (Constant(_LITERALS[node.value], node),) if node.value in _LITERALS else PASS
        if isinstance(node, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)):
            return texts.literal(self, node)
        if isinstance(node, (cst.Integer, cst.Float)):
            return (Constant(node.evaluated_value, node),)
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
            return tuple(_negative(value, node) for value in self.of(node.expression))
        if isinstance(node, cst.BinaryOperation):
            return self._binary(node)
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            left = tuple(value for value in self.of(node.left) if not _is_false(value))
            return left + self.of(node.right)
        if isinstance(node, (cst.List, cst.Tuple, cst.Set)):
            starred = any(isinstance(element, cst.StarredElement) for element in node.elements)
            if starred and not isinstance(node, cst.Set):
                return (self._spread(node),)
            elements = tuple(element.value for element in node.elements)
            is_exact = not isinstance(node, cst.Set) or len(elements) < 2
            return (Items(elements, not starred, node, is_exact),)
        if isinstance(node, (cst.ListComp, cst.SetComp)):
            return (Items((node.elt,), True, node, exact=False),)
        if isinstance(node, cst.Dict):
            from tflint_ckpt.semantics.values.containers import dict_literal

            return (dict_literal(self, node),)
        if isinstance(node, cst.Call):
            return self._made(node)
        if isinstance(node, cst.Attribute):
            found = texts.attribute(self, node, self.module.resolve(node))
            return found if found is not None else self._fields(node, None)
        return PASS

    def _spread(self, node: cst.List | cst.Tuple) -> Items:
        """A list with the elements of others in it: ``[*others, 1]``."""
        found: list[cst.BaseExpression] = []
        is_complete = is_exact = is_intact = True
        tail = 0
        for element in node.elements:
            values = self.of(element.value) if isinstance(element, cst.StarredElement) else ()
            only = values[0] if len(values) == 1 else None
            if isinstance(only, Items):
                found += only.elements
                is_complete, is_exact = is_complete and only.complete, is_exact and only.exact
                is_intact = is_intact and only.intact
                tail = len(only.ending) + (tail if only.length is not None else 0)
            else:
                found.append(element.value)
                is_hidden = isinstance(element, cst.StarredElement)
                is_complete = is_complete and not is_hidden
                tail = 0 if is_hidden else tail + 1
        return Items(tuple(found), is_complete, node, is_exact, is_intact, tail)

    def _made(self, node: cst.Call) -> Values | Passed:
        name = self.module.resolve(node.func) or self.module.builtin(node.func)
        if name == "dict":
            from tflint_ckpt.semantics.values.containers import dict_call

            return (dict_call(self, node),)
        if name in ("list", "tuple") and len(node.args) == 1 and not node.args[0].star:
            held = self.of(node.args[0].value)
            if all(isinstance(value, Items) for value in held):
                return tuple(_copied(value, node) for value in held)
        copied = copied_by(self.module, node, deeply=True)
        if copied is not None:
            held = self.of(copied)
            if all(isinstance(value, (Items, Mapping)) for value in held):
                return held
        found = texts.call(self, node, name)
        return found if found is not None else self._fields(node, name)

    def _fields(self, node: cst.Call | cst.Attribute, name: str | None) -> Values | Passed:
        """A dataclass as a dictionary: ``asdict(config)``, ``config.__dict__``."""
        if last_name(node.func if isinstance(node, cst.Call) else node) not in _AS_DICTIONARY:
            return PASS
        from tflint_ckpt.semantics.values.fields import as_dictionary

        found = as_dictionary(self.module, self, node, name)
        return (found,) if found is not None else PASS

    def nothing(self, node: cst.CSTNode) -> tuple[Values, ...]:
        return ((Constant(None, node),),)

    def called(self, node: cst.Call, path: Path) -> Values:
        return (Unknown(node),) if path else (Instance(node, self.frames),)

    def made_elsewhere(self, there: Engine, node: cst.ClassDef, call: cst.Call, path: Path) -> Values:
        return self.called(call, path)

    # Variables and attributes

    def binding(self, binding: Binding, use: cst.Name, path: Path) -> Values:
        if self._is_form_field(binding):
            return (Unknown(use),)
        found = super().binding(binding, use, path)
        if binding.index or binding.kind in (BindingKind.LOOP, BindingKind.OTHER):
            return tuple(Unknown(use) if isinstance(value, Unknown) else value for value in found)
        return found

    @cached_property
    def _has_form_fields(self) -> bool:
        """Whether some line may have a comment with the mark of a form, which docstrings have, too."""
        text = self.module.source.text
        return _FORM_FIELD in text and _FORM_COMMENT.search(text) is not None

    def _is_form_field(self, binding: Binding) -> bool:
        """Whether the value is typed into a form of a notebook: ``bucket = ""  #@param``."""
        if not self._has_form_fields:
            return False
        line = self.module.parent(self.module.parent(binding.node) or binding.node)
        while line is not None and not isinstance(line, cst.SimpleStatementLine):
            line = self.module.parent(line)
        comment = self.module.written(line).trailing_whitespace.comment if line is not None else None
        return comment is not None and _FORM_FIELD in comment.value

    def several(self, value: Items | Mapping, use: cst.Name, path: Path, frames: Frames) -> Values:
        if path[:1] == (EACH,) and isinstance(value, Items) and value.length == 0:
            return ()  # nothing is iterated over
        return super().several(value, use, path, frames) if path else (value,)

    def entered(self, binding: Binding, use: cst.Name, path: Path) -> Values:
        return self.at(binding.value, (*binding.index, *path)) if binding.value else (Unknown(use),)

    def variable(self, node: cst.Name, home: Scope, path: Path, found: Values) -> Values:
        if path or not any(isinstance(value, (Items, Mapping)) for value in found):
            return found
        from tflint_ckpt.semantics.values.changes import changed_by_another_name
        from tflint_ckpt.semantics.values.containers import mutated

        if any(changed_by_another_name(self.module, each.value, each) for each in home.bindings[node.value]):
            return tuple(_opened(value) for value in found)
        return tuple(mutated(self.module, value, node, home) for value in found)

    def augmented(self, binding: Binding, use: cst.Name, path: Path) -> Values:
        statement = self.module.facts.parents[binding.node]
        if path or not isinstance(statement, cst.AugAssign) or not isinstance(binding.node, cst.Name):
            return (Unknown(use),)
        owner = self.module.facts.scopes[binding.node].node
        if not isinstance(statement.operator, cst.AddAssign) or binding.scope.node is not owner:
            return (Unknown(use),)
        return self._sum(self.of(binding.node), self.of(statement.value), use)

    def held(self, node: cst.Attribute, assigned: Iterable[cst.CSTNode], found: Values) -> Values:
        if not any(isinstance(value, (Items, Mapping)) for value in found):
            return found
        from tflint_ckpt.semantics.values.changes import changed_by_another_name
        from tflint_ckpt.semantics.values.containers import mutated_attribute

        if any(changed_by_another_name(self.module, each, None) for each in assigned):
            return tuple(_opened(value) for value in found)
        return tuple(mutated_attribute(self.module, value, node) for value in found)

    def part_of(self, node: cst.Subscript, found: Values) -> Values:
        return tuple(Unknown(node) if isinstance(value, Unknown) else value for value in found)

    # Operators

    def _binary(self, node: cst.BinaryOperation) -> Values:
        if isinstance(node.operator, cst.Add):
            return self._sum(self.of(node.left), self.of(node.right), node)
        if isinstance(node.operator, cst.Divide):
            return texts.path_division(self, node)
        if isinstance(node.operator, cst.Modulo):
            return texts.percent(self, node)
        if isinstance(node.operator, cst.BitOr):
            from tflint_ckpt.semantics.values.containers import united

            sides = product(self.of(node.left), self.of(node.right))
            return tuple(united(one, other, node) for one, other in sides)
        if isinstance(node.operator, cst.Multiply):
            return tuple(
                _product(one, other, node) for one in self.of(node.left) for other in self.of(node.right)
            )
        return (Unknown(node),)

    def _sum(self, left: Values, right: Values, node: cst.CSTNode) -> Values:
        return tuple(_add(one, other, node) for one, other in product(left, right))


class NearbyEvaluator(Evaluator):
    """The same, with no parameter followed to its callers."""

    callers = False


def _opened(value: Value) -> Value:
    """*value*, if it is a container, after changes that cannot be seen."""
    return type(value)((), False, value.node) if isinstance(value, (Items, Mapping)) else value


def _copied(value: Value, node: cst.Call) -> Value:
    """A list or tuple of the same elements, made by *node*."""
    if not isinstance(value, Items):
        return value
    return Items(value.elements, value.complete, node, value.exact, value.intact, value.tail)


def _brought(value: Value, use: cst.CSTNode) -> Value:
    if isinstance(value, Text):
        parts = (Piece(part.text) if isinstance(part, Piece) else Hole(use) for part in value.parts)
        return Text(tuple(parts), value.is_path)
    return Constant(value.value, use) if isinstance(value, Constant) else Unknown(use)


def _is_false(value: Value) -> bool:
    """Whether ``value or other`` is surely the other."""
    if isinstance(value, Constant):
        return not value.value
    if isinstance(value, Items):
        return value.complete and not value.elements
    if isinstance(value, Mapping):
        return value.complete and not value.entries
    return isinstance(value, Text) and value.literal == ""


def _negative(value: Value, node: cst.CSTNode) -> Value:
    if isinstance(value, Constant) and isinstance(value.value, (int, float)):
        return Constant(-value.value, node)
    return Unknown(node)


def _product(one: Value, other: Value, node: cst.CSTNode) -> Value:
    if isinstance(one, Constant) and isinstance(other, Constant):
        left, right = one.value, other.value
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return Constant(left * right, node)
    return Unknown(node)


def _add(one: Value, other: Value, node: cst.CSTNode) -> Value:
    if isinstance(one, Items) and isinstance(other, Items):
        is_exact = one.exact and other.exact
        is_intact = one.intact and other.intact
        is_complete = one.complete and other.complete
        tail = len(other.ending) + (len(one.ending) if other.length is not None else 0)
        return Items(one.elements + other.elements, is_complete, node, is_exact, is_intact, tail)
    if isinstance(one, Constant) and isinstance(other, Constant):
        left, right = one.value, other.value
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return Constant(left + right, node)
    if isinstance(one, Text) or isinstance(other, Text):
        return texts.joined(one, other, node)
    return Unknown(node)


def called_there(there: Engine, call: cst.Call) -> cst.CSTNode | None:
    """The function or class of another file that *call* in the file *there* calls."""
    called = there.fact(Evaluator).called_elsewhere(call)
    return called.node if called is not None else None
