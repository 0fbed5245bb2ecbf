"""How each kind of LibCST node is made with its code alone: no white space, commas or parentheses.

What is not set cannot be read: the attribute is missing. Operators, of which no table of facts has a key, are
one node each for all that use them.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

import libcst as cst

from tflint_ckpt.hints import TypeVar

Node = TypeVar("Node", bound=cst.CSTNode)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class _Maker(Protocol):
        """Makes nodes of the kind that is expected of it."""

        def __call__(self, *values: object) -> Node: ...  # type: ignore[type-var]

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


_PLAIN: dict[str, Callable[..., Any]] = {
    "Name": _plain_name,
    "SimpleString": _plain_string,
    "Attribute": _plain_attribute,
    "Call": _plain_call,
    "Arg": _plain_argument,
    "Param": _plain_parameter,
    "Element": _plain_element,
    "SimpleStatementLine": _plain_line,
    "Assign": _plain_assign,
    "AssignTarget": _plain_target,
}
"""The kinds of which there are most, where the classes are not frozen, as ours are not (``fast_libcst/``): an
assignment takes a thirtieth of the time of a descriptor."""


def _maker(kind: type[Node], *fields: str) -> Callable[..., Node]:
    """A function that makes a node of *kind* from the values of *fields*, which are all it will have.

    LibCST's own classes are frozen, so each value is set by the slot's own descriptor.
    """
    FIELDS[kind] = fields
    plain = _PLAIN.get(kind.__name__)
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


_MADE: dict[str, tuple[str, ...]] = {
    "name": ("Name", "value"),
    "integer": ("Integer", "value"),
    "float_": ("Float", "value"),
    "imaginary": ("Imaginary", "value"),
    "ellipsis": ("Ellipsis",),
    "string": ("SimpleString", "value"),
    "attribute": ("Attribute", "value", "attr"),
    "call": ("Call", "func", "args"),
    "argument": ("Arg", "value", "keyword", "star"),
    "subscript": ("Subscript", "value", "slice"),
    "subscript_element": ("SubscriptElement", "slice"),
    "slice_": ("Slice", "lower", "upper", "step"),
    "index": ("Index", "value", "star"),
    "binary": ("BinaryOperation", "left", "operator", "right"),
    "unary": ("UnaryOperation", "operator", "expression"),
    "boolean": ("BooleanOperation", "left", "operator", "right"),
    "comparison": ("Comparison", "left", "comparisons"),
    "comparison_target": ("ComparisonTarget", "operator", "comparator"),
    "conditional": ("IfExp", "test", "body", "orelse"),
    "lambda_": ("Lambda", "params", "body"),
    "parameters": ("Parameters", "params", "star_arg", "kwonly_params", "star_kwarg", "posonly_params"),
    "parameter": ("Param", "name", "annotation", "default", "star"),
    "parameter_star": ("ParamStar",),
    "annotation": ("Annotation", "annotation"),
    "tuple_": ("Tuple", "elements"),
    "list_": ("List", "elements"),
    "set_": ("Set", "elements"),
    "element": ("Element", "value"),
    "starred_element": ("StarredElement", "value"),
    "dict_": ("Dict", "elements"),
    "dict_element": ("DictElement", "key", "value"),
    "starred_dict_element": ("StarredDictElement", "value"),
    "list_comprehension": ("ListComp", "elt", "for_in"),
    "set_comprehension": ("SetComp", "elt", "for_in"),
    "generator": ("GeneratorExp", "elt", "for_in"),
    "dict_comprehension": ("DictComp", "key", "value", "for_in"),
    "for_in": ("CompFor", "target", "iter", "ifs", "inner_for_in", "asynchronous"),
    "condition": ("CompIf", "test"),
    "await_": ("Await", "expression"),
    "yield_": ("Yield", "value"),
    "from_": ("From", "item"),
    "named": ("NamedExpr", "target", "value"),
    "module": ("Module", "body"),
    "block": ("IndentedBlock", "body"),
    "line": ("SimpleStatementLine", "body"),
    "suite": ("SimpleStatementSuite", "body"),
    "if_": ("If", "test", "body", "orelse"),
    "else_": ("Else", "body"),
    "for_": ("For", "target", "iter", "body", "orelse", "asynchronous"),
    "while_": ("While", "test", "body", "orelse"),
    "with_": ("With", "items", "body", "asynchronous"),
    "with_item": ("WithItem", "item", "asname"),
    "as_name": ("AsName", "name"),
    "try_": ("Try", "body", "handlers", "orelse", "finalbody"),
    "try_star": ("TryStar", "body", "handlers", "orelse", "finalbody"),
    "except_": ("ExceptHandler", "body", "type", "name"),
    "except_star": ("ExceptStarHandler", "body", "type", "name"),
    "finally_": ("Finally", "body"),
    "function": (
        *("FunctionDef", "name", "params", "body"),
        *("decorators", "returns", "asynchronous", "type_parameters"),
    ),
    "class_": ("ClassDef", "name", "body", "bases", "keywords", "decorators", "type_parameters"),
    "decorator": ("Decorator", "decorator"),
    "expression": ("Expr", "value"),
    "assign": ("Assign", "targets", "value"),
    "assign_target": ("AssignTarget", "target"),
    "annotated_assign": ("AnnAssign", "target", "annotation", "value"),
    "augmented_assign": ("AugAssign", "target", "operator", "value"),
    "return_": ("Return", "value"),
    "raise_": ("Raise", "exc", "cause"),
    "assert_": ("Assert", "test", "msg"),
    "delete": ("Del", "target"),
    "pass_": ("Pass",),
    "break_": ("Break",),
    "continue_": ("Continue",),
    "import_": ("Import", "names"),
    "import_from": ("ImportFrom", "module", "names", "relative"),
    "import_alias": ("ImportAlias", "name", "asname"),
    "import_star": ("ImportStar",),
    "global_": ("Global", "names"),
    "nonlocal_": ("Nonlocal", "names"),
    "name_item": ("NameItem", "name"),
}
"""What makes nodes: the kind, and the fields whose values it takes. Each is made when it is first asked for,
as are LibCST's classes (``fast_libcst/``): a script has about half of them."""


def __getattr__(name: str) -> _Maker:
    """What makes the nodes of a kind."""
    try:
        kind, *fields = _MADE[name]
    except KeyError:
        raise AttributeError(f"no nodes are made by {name}") from None
    made: Any = _maker(getattr(cst, kind), *fields)
    globals()[name] = made
    return made  # type: ignore[no-any-return]


# Signs, shared by all that use them

SHARED: set[int] = set()
"""The identities of the signs that stand in many places of many trees."""


def _shared(kind: str, *values: object) -> Any:
    node = _maker(getattr(cst, kind), *("value",)[: len(values)])(*values)
    SHARED.add(id(node))
    return node


class _Signs(dict[type[ast.AST], "Any"]):
    """LibCST's node of each of CPython's operators, made when there is one."""

    def __init__(self, **names: str) -> None:
        self._names = names

    def __missing__(self, kind: type[ast.AST]) -> Any:
        name = self._names[kind.__name__]
        sign = self[kind] = _shared(name, "!=") if name == "NotEqual" else _shared(name)
        return sign


ASYNCHRONOUS = _shared("Asynchronous")
DOT = _shared("Dot")
NO_STAR = cst.MaybeSentinel.DEFAULT
"""What LibCST has for the star of a signature that has none."""

BINARY = _Signs(
    Add="Add", Sub="Subtract", Mult="Multiply", Div="Divide", FloorDiv="FloorDivide", Mod="Modulo",
    Pow="Power", LShift="LeftShift", RShift="RightShift", BitOr="BitOr", BitAnd="BitAnd", BitXor="BitXor",
    MatMult="MatrixMultiply",
)

AUGMENTED = _Signs(
    Add="AddAssign", Sub="SubtractAssign", Mult="MultiplyAssign", Div="DivideAssign",
    FloorDiv="FloorDivideAssign", Mod="ModuloAssign", Pow="PowerAssign", LShift="LeftShiftAssign",
    RShift="RightShiftAssign", BitOr="BitOrAssign", BitAnd="BitAndAssign", BitXor="BitXorAssign",
    MatMult="MatrixMultiplyAssign",
)

UNARY = _Signs(Not="Not", USub="Minus", UAdd="Plus", Invert="BitInvert")

BOOLEAN = _Signs(And="And", Or="Or")

COMPARE = _Signs(
    Eq="Equal", Lt="LessThan", Gt="GreaterThan", LtE="LessThanEqual", GtE="GreaterThanEqual",
    NotEq="NotEqual", In="In", NotIn="NotIn", Is="Is", IsNot="IsNot",
)
