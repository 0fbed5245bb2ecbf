"""CPython's expressions as LibCST's nodes."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Sequence

import libcst as cst

from tflint_ckpt.syntax.skeleton import nodes
from tflint_ckpt.syntax.skeleton.lines import Lines, NotConverted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def convert(lines: Lines, node: ast.expr) -> cst.BaseExpression:
    """The nodes of an expression. Raises :class:`NotConverted`.

    The most frequent kinds ask the table themselves: a call less for each node.
    """
    return _CONVERTERS[type(node)](lines, node)


def maybe(lines: Lines, node: ast.expr | None) -> cst.BaseExpression | None:
    """The same for one that may be missing."""
    return None if node is None else convert(lines, node)


def _by_libcst(lines: Lines, node: ast.expr) -> cst.BaseExpression:
    """LibCST's own nodes, of what CPython's do not tell: where a string has its parts, whose parentheses."""
    from tflint_ckpt.syntax.parse import parse_expression

    try:
        found = parse_expression(f"({lines.segment(node)})")
    except cst.ParserSyntaxError as error:
        raise NotConverted(str(error)) from None
    # It has the parentheses that were put around it here, and not those of the text.
    object.__delattr__(found, "lpar")
    object.__delattr__(found, "rpar")
    return found


def _name(lines: Lines, node: ast.Name) -> cst.Name:
    return nodes.name(node.id)


def _constant(lines: Lines, node: ast.Constant) -> cst.BaseExpression:
    value = node.value
    if isinstance(value, (str, bytes)):
        return _string(lines, node, len(value))
    kind = type(value)
    if kind is bool or value is None:
        return nodes.name(str(value))
    if kind is int:
        return nodes.integer(lines.segment(node))
    if kind is float:
        return nodes.float_(lines.segment(node))
    if kind is complex:
        return nodes.imaginary(lines.segment(node))
    return nodes.ellipsis()


def _string(lines: Lines, node: ast.Constant, length: int) -> cst.BaseExpression:
    source = lines.segment(node)
    is_plain = len(source) == length + 2 and node.lineno == node.end_lineno
    if is_plain or _is_one_token(source):
        return nodes.string(source)
    return _by_libcst(lines, node)


def _is_one_token(source: str) -> bool:
    """Whether the first string literal of *source*, which has nothing but string literals, is all of it."""
    start = next(place for place, sign in enumerate(source) if sign in "\"'")
    quote = source[start]
    if source.startswith(quote * 3, start):
        quote *= 3
    end = source.find(quote, start + len(quote))
    while end >= 0 and _is_escaped(source, end):
        end = source.find(quote, end + 1)
    return end + len(quote) == len(source)


def _is_escaped(source: str, place: int) -> bool:
    """Whether an odd number of backslashes stands right before *place*."""
    start = place
    while source[start - 1] == "\\":
        start -= 1
    return (place - start) % 2 == 1


def _attribute(lines: Lines, node: ast.Attribute) -> cst.Attribute:
    value = node.value
    return nodes.attribute(_CONVERTERS[type(value)](lines, value), nodes.name(node.attr))


def arguments(lines: Lines, args: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> tuple[cst.Arg, ...]:
    """The arguments of a call or class in the order in which they are written."""
    found: list[cst.Arg] = []
    is_starred = False
    for each in args:
        if type(each) is ast.Starred:
            is_starred = True
            found.append(nodes.argument(convert(lines, each.value), None, "*"))
        else:
            found.append(nodes.argument(_CONVERTERS[type(each)](lines, each), None, ""))
    for keyword in keywords:
        value = _CONVERTERS[type(keyword.value)](lines, keyword.value)
        if keyword.arg is None:
            found.append(nodes.argument(value, None, "**"))
        else:
            found.append(nodes.argument(value, nodes.name(keyword.arg), ""))
    if is_starred and keywords:  # a ``*args`` may stand behind a keyword
        places = [(node.lineno, node.col_offset) for node in args]
        places += [(node.lineno, node.col_offset) for node in keywords]
        found = [found[place] for place in sorted(range(len(found)), key=places.__getitem__)]
    return tuple(found)


def _call(lines: Lines, node: ast.Call) -> cst.Call:
    func = node.func
    return nodes.call(_CONVERTERS[type(func)](lines, func), arguments(lines, node.args, node.keywords))


def _subscript(lines: Lines, node: ast.Subscript) -> cst.BaseExpression:
    parts: Sequence[ast.expr] = (node.slice,)
    if isinstance(node.slice, ast.Tuple) and node.slice.elts:
        parts = node.slice.elts
        if lines.text[lines.start(node.slice)] == "(" and lines.text[lines.end(node.slice) - 1] == ")":
            return _by_libcst(lines, node)  # one tuple, or two parts in parentheses
    elements: list[cst.SubscriptElement] = [nodes.subscript_element(_part(lines, part)) for part in parts]
    return nodes.subscript(convert(lines, node.value), tuple(elements))


def _part(lines: Lines, part: ast.expr) -> cst.BaseSlice:
    if isinstance(part, ast.Slice):
        return nodes.slice_(maybe(lines, part.lower), maybe(lines, part.upper), maybe(lines, part.step))
    if isinstance(part, ast.Starred):
        return nodes.index(convert(lines, part.value), "*")
    return nodes.index(convert(lines, part), None)


def _binary(lines: Lines, node: ast.BinOp) -> cst.BaseExpression:
    chain = [node]  # a long sum is nested as deeply as it is long
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    left = convert(lines, chain[-1].left)
    for each in reversed(chain):
        left = nodes.binary(left, nodes.BINARY[type(each.op)], convert(lines, each.right))
    return left


def _unary(lines: Lines, node: ast.UnaryOp) -> cst.UnaryOperation:
    return nodes.unary(nodes.UNARY[type(node.op)], convert(lines, node.operand))


def _boolean(lines: Lines, node: ast.BoolOp) -> cst.BaseExpression:
    operator = nodes.BOOLEAN[type(node.op)]
    left, *others = [convert(lines, value) for value in node.values]
    for right in others:
        left = nodes.boolean(left, operator, right)
    return left


def _compare(lines: Lines, node: ast.Compare) -> cst.Comparison:
    left = convert(lines, node.left)
    targets: tuple[cst.ComparisonTarget, ...] = tuple(
        nodes.comparison_target(nodes.COMPARE[type(operator)], convert(lines, right))
        for operator, right in zip(node.ops, node.comparators, strict=True)
    )
    return nodes.comparison(left, targets)


def _conditional(lines: Lines, node: ast.IfExp) -> cst.IfExp:
    body = convert(lines, node.body)
    return nodes.conditional(convert(lines, node.test), body, convert(lines, node.orelse))


def _lambda(lines: Lines, node: ast.Lambda) -> cst.Lambda:
    return nodes.lambda_(parameters(lines, node.args), convert(lines, node.body))


def parameters(lines: Lines, args: ast.arguments) -> cst.Parameters:
    """The signature of a function or lambda."""
    positional = [*args.posonlyargs, *args.args]
    defaults = [*[None] * (len(positional) - len(args.defaults)), *args.defaults]
    made = [_parameter(lines, *each) for each in zip(positional, defaults, strict=True)]
    count = len(args.posonlyargs)
    star: object = nodes.NO_STAR
    if args.vararg is not None:
        star = _parameter(lines, args.vararg, None, "*")
    elif args.kwonlyargs:
        star = nodes.parameter_star()
    pairs = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    keyword_only = tuple(_parameter(lines, *each) for each in pairs)
    rest = None if args.kwarg is None else _parameter(lines, args.kwarg, None, "**")
    return nodes.parameters(tuple(made[count:]), star, keyword_only, rest, tuple(made[:count]))


def _parameter(lines: Lines, arg: ast.arg, default: ast.expr | None, star: str = "") -> cst.Param:
    return nodes.parameter(
        nodes.name(arg.arg), annotation(lines, arg.annotation), maybe(lines, default), star
    )


def annotation(lines: Lines, node: ast.expr | None) -> cst.Annotation | None:
    """An annotation, if there is one."""
    return None if node is None else nodes.annotation(convert(lines, node))


def elements(lines: Lines, each: Sequence[ast.expr]) -> tuple[cst.BaseElement, ...]:
    """The elements of a tuple, list or set."""
    return tuple(
        nodes.starred_element(convert(lines, node.value))
        if isinstance(node, ast.Starred)
        else nodes.element(convert(lines, node))
        for node in each
    )


def _tuple(lines: Lines, node: ast.Tuple) -> cst.Tuple:
    return nodes.tuple_(elements(lines, node.elts))


def _list(lines: Lines, node: ast.List) -> cst.List:
    return nodes.list_(elements(lines, node.elts))


def _set(lines: Lines, node: ast.Set) -> cst.Set:
    return nodes.set_(elements(lines, node.elts))


def _dict(lines: Lines, node: ast.Dict) -> cst.Dict:
    found: list[cst.BaseDictElement] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            found.append(nodes.starred_dict_element(convert(lines, value)))
        else:
            found.append(nodes.dict_element(convert(lines, key), convert(lines, value)))
    return nodes.dict_(tuple(found))


def _for_in(lines: Lines, generators: Sequence[ast.comprehension]) -> cst.CompFor | None:
    inner: cst.CompFor | None = None
    for each in reversed(generators):
        tests: tuple[cst.CompIf, ...] = tuple(nodes.condition(convert(lines, test)) for test in each.ifs)
        asynchronous = nodes.ASYNCHRONOUS if each.is_async else None
        target, iterable = convert(lines, each.target), convert(lines, each.iter)
        inner = nodes.for_in(target, iterable, tests, inner, asynchronous)
    return inner


def _list_comprehension(lines: Lines, node: ast.ListComp) -> cst.ListComp:
    return nodes.list_comprehension(convert(lines, node.elt), _for_in(lines, node.generators))


def _set_comprehension(lines: Lines, node: ast.SetComp) -> cst.SetComp:
    return nodes.set_comprehension(convert(lines, node.elt), _for_in(lines, node.generators))


def _generator(lines: Lines, node: ast.GeneratorExp) -> cst.GeneratorExp:
    return nodes.generator(convert(lines, node.elt), _for_in(lines, node.generators))


def _dict_comprehension(lines: Lines, node: ast.DictComp) -> cst.DictComp:
    key, value = convert(lines, node.key), convert(lines, node.value)
    return nodes.dict_comprehension(key, value, _for_in(lines, node.generators))


def _await(lines: Lines, node: ast.Await) -> cst.Await:
    return nodes.await_(convert(lines, node.value))


def _yield(lines: Lines, node: ast.Yield) -> cst.Yield:
    return nodes.yield_(maybe(lines, node.value))


def _yield_from(lines: Lines, node: ast.YieldFrom) -> cst.Yield:
    return nodes.yield_(nodes.from_(convert(lines, node.value)))


def _named(lines: Lines, node: ast.NamedExpr) -> cst.NamedExpr:
    return nodes.named(convert(lines, node.target), convert(lines, node.value))


def _never(lines: Lines, node: ast.expr) -> cst.BaseExpression:
    raise NotConverted(type(node).__name__)


class _Converters(dict[type[ast.expr], Callable[..., cst.BaseExpression]]):
    """By the kind of expression; what has none here, f-strings among them, is left to LibCST."""

    def __missing__(self, kind: type[ast.expr]) -> Callable[[Lines, Any], cst.BaseExpression]:
        return _by_libcst


_CONVERTERS = _Converters(
    {
        ast.Name: _name,
        ast.Constant: _constant,
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.Subscript: _subscript,
        ast.BinOp: _binary,
        ast.UnaryOp: _unary,
        ast.BoolOp: _boolean,
        ast.Compare: _compare,
        ast.IfExp: _conditional,
        ast.Lambda: _lambda,
        ast.Tuple: _tuple,
        ast.List: _list,
        ast.Set: _set,
        ast.Dict: _dict,
        ast.ListComp: _list_comprehension,
        ast.SetComp: _set_comprehension,
        ast.GeneratorExp: _generator,
        ast.DictComp: _dict_comprehension,
        ast.Await: _await,
        ast.Yield: _yield,
        ast.YieldFrom: _yield_from,
        ast.NamedExpr: _named,
        ast.Starred: _never,
        ast.Slice: _never,
    }
)
