"""How each kind of LibCST node is made with its code alone: no white space, commas or parentheses.

What is not set cannot be read: the attribute is missing. Operators, of which no table of facts has a key, are
one node each for all that use them.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

import libcst as cst

from tflint_ckpt.hints import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Node = TypeVar("Node", bound=cst.CSTNode)

_new = object.__new__

FIELDS: dict[type[cst.CSTNode], tuple[str, ...]] = {}
"""For each kind that is made here, the fields that hold its code."""


def _plain_name(value: str) -> cst.Name:
    node: Any = _new(cst.Name)
    node.value = value
    return node  # type: ignore[no-any-return]


def _plain_string(value: str) -> cst.SimpleString:
    node: Any = _new(cst.SimpleString)
    node.value = value
    return node  # type: ignore[no-any-return]


def _plain_attribute(value: cst.BaseExpression, attr: cst.Name) -> cst.Attribute:
    node: Any = _new(cst.Attribute)
    node.value = value
    node.attr = attr
    return node  # type: ignore[no-any-return]


def _plain_call(func: cst.BaseExpression, args: tuple[cst.Arg, ...]) -> cst.Call:
    node: Any = _new(cst.Call)
    node.func = func
    node.args = args
    return node  # type: ignore[no-any-return]


def _plain_argument(value: cst.BaseExpression, keyword: cst.Name | None, star: str) -> cst.Arg:
    node: Any = _new(cst.Arg)
    node.value = value
    node.keyword = keyword
    node.star = star
    return node  # type: ignore[no-any-return]


def _plain_parameter(name: cst.Name, annotation: object, default: object, star: str) -> cst.Param:
    node: Any = _new(cst.Param)
    node.name = name
    node.annotation = annotation
    node.default = default
    node.star = star
    return node  # type: ignore[no-any-return]


def _plain_element(value: cst.BaseExpression) -> cst.Element:
    node: Any = _new(cst.Element)
    node.value = value
    return node  # type: ignore[no-any-return]


def _plain_line(body: tuple[cst.BaseSmallStatement, ...]) -> cst.SimpleStatementLine:
    node: Any = _new(cst.SimpleStatementLine)
    node.body = body
    return node  # type: ignore[no-any-return]


def _plain_assign(targets: tuple[cst.AssignTarget, ...], value: cst.BaseExpression) -> cst.Assign:
    node: Any = _new(cst.Assign)
    node.targets = targets
    node.value = value
    return node  # type: ignore[no-any-return]


def _plain_target(target: cst.BaseExpression) -> cst.AssignTarget:
    node: Any = _new(cst.AssignTarget)
    node.target = target
    return node  # type: ignore[no-any-return]


_PLAIN: dict[type[cst.CSTNode], Callable[..., Any]] = {
    cst.Name: _plain_name,
    cst.SimpleString: _plain_string,
    cst.Attribute: _plain_attribute,
    cst.Call: _plain_call,
    cst.Arg: _plain_argument,
    cst.Param: _plain_parameter,
    cst.Element: _plain_element,
    cst.SimpleStatementLine: _plain_line,
    cst.Assign: _plain_assign,
    cst.AssignTarget: _plain_target,
}
"""The kinds of which there are most, where the classes are not frozen, as ours are not (``fast_libcst/``): an
assignment takes a thirtieth of the time of a descriptor."""


def _maker(kind: type[Node], *fields: str) -> Callable[..., Node]:
    """A function that makes a node of *kind* from the values of *fields*, which are all it will have.

    LibCST's own classes are frozen, so each value is set by the slot's own descriptor.
    """
    FIELDS[kind] = fields
    plain = _PLAIN.get(kind)
    if plain is not None and kind.__setattr__ is object.__setattr__:
        return plain
    setters = [getattr(kind, field).__set__ for field in fields]
    if len(setters) == 1:
        (set_only,) = setters

        def make_1(value: Any) -> Node:
            node = _new(kind)
            set_only(node, value)
            return node

        return make_1
    if len(setters) == 2:
        set_first, set_second = setters

        def make_2(first: Any, second: Any) -> Node:
            node = _new(kind)
            set_first(node, first)
            set_second(node, second)
            return node

        return make_2
    if len(setters) == 3:
        set_a, set_b, set_c = setters

        def make_3(a: Any, b: Any, c: Any) -> Node:
            node = _new(kind)
            set_a(node, a)
            set_b(node, b)
            set_c(node, c)
            return node

        return make_3

    def make(*values: Any) -> Node:
        node = _new(kind)
        for set_field, value in zip(setters, values, strict=True):
            set_field(node, value)
        return node

    return make


# Expressions

name = _maker(cst.Name, "value")
integer = _maker(cst.Integer, "value")
float_ = _maker(cst.Float, "value")
imaginary = _maker(cst.Imaginary, "value")
ellipsis = _maker(cst.Ellipsis)
string = _maker(cst.SimpleString, "value")
attribute = _maker(cst.Attribute, "value", "attr")
call = _maker(cst.Call, "func", "args")
argument = _maker(cst.Arg, "value", "keyword", "star")
subscript = _maker(cst.Subscript, "value", "slice")
subscript_element = _maker(cst.SubscriptElement, "slice")
slice_ = _maker(cst.Slice, "lower", "upper", "step")
index = _maker(cst.Index, "value", "star")
binary = _maker(cst.BinaryOperation, "left", "operator", "right")
unary = _maker(cst.UnaryOperation, "operator", "expression")
boolean = _maker(cst.BooleanOperation, "left", "operator", "right")
comparison = _maker(cst.Comparison, "left", "comparisons")
comparison_target = _maker(cst.ComparisonTarget, "operator", "comparator")
conditional = _maker(cst.IfExp, "test", "body", "orelse")
lambda_ = _maker(cst.Lambda, "params", "body")
parameters = _maker(cst.Parameters, "params", "star_arg", "kwonly_params", "star_kwarg", "posonly_params")
parameter = _maker(cst.Param, "name", "annotation", "default", "star")
parameter_star = _maker(cst.ParamStar)
annotation = _maker(cst.Annotation, "annotation")
tuple_ = _maker(cst.Tuple, "elements")
list_ = _maker(cst.List, "elements")
set_ = _maker(cst.Set, "elements")
element = _maker(cst.Element, "value")
starred_element = _maker(cst.StarredElement, "value")
dict_ = _maker(cst.Dict, "elements")
dict_element = _maker(cst.DictElement, "key", "value")
starred_dict_element = _maker(cst.StarredDictElement, "value")
list_comprehension = _maker(cst.ListComp, "elt", "for_in")
set_comprehension = _maker(cst.SetComp, "elt", "for_in")
generator = _maker(cst.GeneratorExp, "elt", "for_in")
dict_comprehension = _maker(cst.DictComp, "key", "value", "for_in")
for_in = _maker(cst.CompFor, "target", "iter", "ifs", "inner_for_in", "asynchronous")
condition = _maker(cst.CompIf, "test")
await_ = _maker(cst.Await, "expression")
yield_ = _maker(cst.Yield, "value")
from_ = _maker(cst.From, "item")
named = _maker(cst.NamedExpr, "target", "value")

# Statements

module = _maker(cst.Module, "body")
block = _maker(cst.IndentedBlock, "body")
line = _maker(cst.SimpleStatementLine, "body")
suite = _maker(cst.SimpleStatementSuite, "body")
if_ = _maker(cst.If, "test", "body", "orelse")
else_ = _maker(cst.Else, "body")
for_ = _maker(cst.For, "target", "iter", "body", "orelse", "asynchronous")
while_ = _maker(cst.While, "test", "body", "orelse")
with_ = _maker(cst.With, "items", "body", "asynchronous")
with_item = _maker(cst.WithItem, "item", "asname")
as_name = _maker(cst.AsName, "name")
try_ = _maker(cst.Try, "body", "handlers", "orelse", "finalbody")
try_star = _maker(cst.TryStar, "body", "handlers", "orelse", "finalbody")
except_ = _maker(cst.ExceptHandler, "body", "type", "name")
except_star = _maker(cst.ExceptStarHandler, "body", "type", "name")
finally_ = _maker(cst.Finally, "body")
function = _maker(
    cst.FunctionDef, "name", "params", "body", "decorators", "returns", "asynchronous", "type_parameters"
)
class_ = _maker(cst.ClassDef, "name", "body", "bases", "keywords", "decorators", "type_parameters")
decorator = _maker(cst.Decorator, "decorator")
expression = _maker(cst.Expr, "value")
assign = _maker(cst.Assign, "targets", "value")
assign_target = _maker(cst.AssignTarget, "target")
annotated_assign = _maker(cst.AnnAssign, "target", "annotation", "value")
augmented_assign = _maker(cst.AugAssign, "target", "operator", "value")
return_ = _maker(cst.Return, "value")
raise_ = _maker(cst.Raise, "exc", "cause")
assert_ = _maker(cst.Assert, "test", "msg")
delete = _maker(cst.Del, "target")
pass_ = _maker(cst.Pass)
break_ = _maker(cst.Break)
continue_ = _maker(cst.Continue)
import_ = _maker(cst.Import, "names")
import_from = _maker(cst.ImportFrom, "module", "names", "relative")
import_alias = _maker(cst.ImportAlias, "name", "asname")
import_star = _maker(cst.ImportStar)
global_ = _maker(cst.Global, "names")
nonlocal_ = _maker(cst.Nonlocal, "names")
name_item = _maker(cst.NameItem, "name")

# Signs, shared by all that use them

ASYNCHRONOUS = _new(cst.Asynchronous)
DOT = _new(cst.Dot)
NO_STAR = cst.MaybeSentinel.DEFAULT
"""What LibCST has for the star of a signature that has none."""

BINARY: dict[type[ast.operator], cst.BaseBinaryOp] = {
    ast.Add: _new(cst.Add),
    ast.Sub: _new(cst.Subtract),
    ast.Mult: _new(cst.Multiply),
    ast.Div: _new(cst.Divide),
    ast.FloorDiv: _new(cst.FloorDivide),
    ast.Mod: _new(cst.Modulo),
    ast.Pow: _new(cst.Power),
    ast.LShift: _new(cst.LeftShift),
    ast.RShift: _new(cst.RightShift),
    ast.BitOr: _new(cst.BitOr),
    ast.BitAnd: _new(cst.BitAnd),
    ast.BitXor: _new(cst.BitXor),
    ast.MatMult: _new(cst.MatrixMultiply),
}
AUGMENTED: dict[type[ast.operator], cst.BaseAugOp] = {
    ast.Add: _new(cst.AddAssign),
    ast.Sub: _new(cst.SubtractAssign),
    ast.Mult: _new(cst.MultiplyAssign),
    ast.Div: _new(cst.DivideAssign),
    ast.FloorDiv: _new(cst.FloorDivideAssign),
    ast.Mod: _new(cst.ModuloAssign),
    ast.Pow: _new(cst.PowerAssign),
    ast.LShift: _new(cst.LeftShiftAssign),
    ast.RShift: _new(cst.RightShiftAssign),
    ast.BitOr: _new(cst.BitOrAssign),
    ast.BitAnd: _new(cst.BitAndAssign),
    ast.BitXor: _new(cst.BitXorAssign),
    ast.MatMult: _new(cst.MatrixMultiplyAssign),
}
UNARY: dict[type[ast.unaryop], cst.BaseUnaryOp] = {
    ast.Not: _new(cst.Not),
    ast.USub: _new(cst.Minus),
    ast.UAdd: _new(cst.Plus),
    ast.Invert: _new(cst.BitInvert),
}
BOOLEAN: dict[type[ast.boolop], cst.BaseBooleanOp] = {ast.And: _new(cst.And), ast.Or: _new(cst.Or)}
COMPARE: dict[type[ast.cmpop], cst.BaseCompOp] = {
    ast.Eq: _new(cst.Equal),
    ast.Lt: _new(cst.LessThan),
    ast.Gt: _new(cst.GreaterThan),
    ast.LtE: _new(cst.LessThanEqual),
    ast.GtE: _new(cst.GreaterThanEqual),
    ast.NotEq: _maker(cst.NotEqual, "value")("!="),
    ast.In: _new(cst.In),
    ast.NotIn: _new(cst.NotIn),
    ast.Is: _new(cst.Is),
    ast.IsNot: _new(cst.IsNot),
}
SHARED = frozenset(
    id(node)
    for node in (
        ASYNCHRONOUS,
        DOT,
        *BINARY.values(),
        *AUGMENTED.values(),
        *UNARY.values(),
        *BOOLEAN.values(),
        *COMPARE.values(),
    )
)
"""The identities of the signs that stand in many places of many trees."""
