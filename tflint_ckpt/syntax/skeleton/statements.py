"""CPython's statements as LibCST's nodes."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Sequence

import libcst as cst

from tflint_ckpt.syntax.skeleton import nodes
from tflint_ckpt.syntax.skeleton.expressions import (
    annotation,
    arguments,
    convert,
    elements,
    maybe,
    parameters,
)
from tflint_ckpt.syntax.skeleton.lines import Lines, NotConverted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Place = tuple[int, int, int, int]
"""First line (from 1) and column (bytes, from 0), last line and column, of a statement."""


class Statements:
    """The statements of one text.

    Attributes:
        places: where each statement stands that may be parsed by itself, by the identity of its node: a
            compound statement from its first decorator on, or a line of small ones.
    """

    __slots__ = ("_lines", "places")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.places: dict[int, Place] = {}

    def block(self, statements: Sequence[ast.stmt]) -> tuple[cst.BaseStatement, ...]:
        """The statements of a module or an indented block. Raises :class:`NotConverted`."""
        found: list[cst.BaseStatement] = []
        small: list[cst.BaseSmallStatement] = []
        first: ast.stmt | None = None
        last: ast.stmt | None = None
        for each in statements:
            convert_small = _SMALL.get(type(each))
            if first is not None and last is not None:
                if convert_small is not None and self._lines.are_beside(last, each):
                    small.append(convert_small(self._lines, each))
                    last = each
                    continue
                found.append(self._line(small, first, last))
                first = None
            if convert_small is None:
                found.append(self._compound(each))
            else:
                small = [convert_small(self._lines, each)]
                first = last = each
        if first is not None and last is not None:
            found.append(self._line(small, first, last))
        return tuple(found)

    def _line(self, body: list[cst.BaseSmallStatement], first: ast.stmt, last: ast.stmt) -> cst.BaseStatement:
        made: cst.SimpleStatementLine = nodes.line(tuple(body))
        self.places[id(made)] = _place(first, last)
        return made

    def _compound(self, node: ast.stmt) -> cst.BaseCompoundStatement:
        convert_compound = _COMPOUND.get(type(node))
        if convert_compound is None:
            raise NotConverted(type(node).__name__)
        made = convert_compound(self, node)
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        line, *others = _place(node, node)
        self.places[id(made)] = (decorators[0].lineno if decorators else line, *others)  # type: ignore[assignment]
        return made

    def _body(self, statements: Sequence[ast.stmt]) -> cst.BaseSuite:
        if type(statements[0]) in _SMALL and not self._lines.begins_line(statements[0]):
            return nodes.suite(tuple(_SMALL[type(each)](self._lines, each) for each in statements))
        return nodes.block(self.block(statements))

    def _else(self, statements: Sequence[ast.stmt]) -> cst.Else | None:
        return nodes.else_(self._body(statements)) if statements else None

    def _if(self, node: ast.If) -> cst.If:
        """An ``if`` with all of its ``elif``, which are nested as deeply as there are many."""
        chain = [node]
        while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            if not self._lines.text.startswith("elif", self._lines.start(node.orelse[0])):
                break
            node = node.orelse[0]
            chain.append(node)
        rest: cst.If | cst.Else | None = self._else(node.orelse)
        for each in reversed(chain):
            rest = nodes.if_(convert(self._lines, each.test), self._body(each.body), rest)
        assert isinstance(rest, cst.If)
        return rest

    def _for(self, node: ast.For | ast.AsyncFor) -> cst.For:
        target, iterable = convert(self._lines, node.target), convert(self._lines, node.iter)
        return nodes.for_(
            target, iterable, self._body(node.body), self._else(node.orelse), _asynchronous(node)
        )

    def _while(self, node: ast.While) -> cst.While:
        return nodes.while_(convert(self._lines, node.test), self._body(node.body), self._else(node.orelse))

    def _with(self, node: ast.With | ast.AsyncWith) -> cst.With:
        items: list[cst.WithItem] = []
        for each in node.items:
            target = maybe(self._lines, each.optional_vars)
            alias = None if target is None else nodes.as_name(target)
            items.append(nodes.with_item(convert(self._lines, each.context_expr), alias))
        return nodes.with_(tuple(items), self._body(node.body), _asynchronous(node))

    def _try(self, node: ast.Try) -> cst.Try | cst.TryStar:
        is_star = type(node) is not ast.Try
        handler = nodes.except_star if is_star else nodes.except_
        handlers: tuple[cst.CSTNode, ...] = tuple(
            handler(self._body(each.body), maybe(self._lines, each.type), _as_name(each.name))
            for each in node.handlers
        )
        final = nodes.finally_(self._body(node.finalbody)) if node.finalbody else None
        make: Callable[..., cst.Try | cst.TryStar] = nodes.try_star if is_star else nodes.try_
        return make(self._body(node.body), handlers, self._else(node.orelse), final)

    def _decorators(self, each: Sequence[ast.expr]) -> tuple[cst.Decorator, ...]:
        return tuple(nodes.decorator(convert(self._lines, node)) for node in each)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> cst.FunctionDef:
        _without_type_parameters(node)
        return nodes.function(
            nodes.name(node.name),
            parameters(self._lines, node.args),
            self._body(node.body),
            self._decorators(node.decorator_list),
            annotation(self._lines, node.returns),
            _asynchronous(node),
            None,
        )

    def _class(self, node: ast.ClassDef) -> cst.ClassDef:
        _without_type_parameters(node)
        bases: list[cst.Arg] = []
        keywords: list[cst.Arg] = []
        for each in arguments(self._lines, node.bases, node.keywords):
            (keywords if each.star == "**" or each.keyword is not None else bases).append(each)
        return nodes.class_(
            nodes.name(node.name),
            self._body(node.body),
            tuple(bases),
            tuple(keywords),
            self._decorators(node.decorator_list),
            None,
        )


def _place(first: ast.stmt, last: ast.stmt) -> Place:
    assert last.end_lineno is not None
    assert last.end_col_offset is not None
    return (first.lineno, first.col_offset, last.end_lineno, last.end_col_offset)


def _asynchronous(node: ast.stmt) -> cst.Asynchronous | None:
    is_it = isinstance(node, (ast.AsyncFor, ast.AsyncWith, ast.AsyncFunctionDef))
    return nodes.ASYNCHRONOUS if is_it else None


def _without_type_parameters(node: ast.stmt) -> None:
    if getattr(node, "type_params", None):
        raise NotConverted("type parameters")


def _as_name(name: str | None) -> cst.AsName | None:
    return None if name is None else nodes.as_name(nodes.name(name))


def _expression(lines: Lines, node: ast.Expr) -> cst.Expr:
    return nodes.expression(convert(lines, node.value))


def _assign(lines: Lines, node: ast.Assign) -> cst.Assign:
    targets: list[cst.AssignTarget] = [nodes.assign_target(convert(lines, each)) for each in node.targets]
    return nodes.assign(tuple(targets), convert(lines, node.value))


def _annotated_assign(lines: Lines, node: ast.AnnAssign) -> cst.AnnAssign:
    target = convert(lines, node.target)
    return nodes.annotated_assign(target, annotation(lines, node.annotation), maybe(lines, node.value))


def _augmented_assign(lines: Lines, node: ast.AugAssign) -> cst.AugAssign:
    target = convert(lines, node.target)
    return nodes.augmented_assign(target, nodes.AUGMENTED[type(node.op)], convert(lines, node.value))


def _return(lines: Lines, node: ast.Return) -> cst.Return:
    return nodes.return_(maybe(lines, node.value))


def _raise(lines: Lines, node: ast.Raise) -> cst.Raise:
    cause = maybe(lines, node.cause)
    return nodes.raise_(maybe(lines, node.exc), None if cause is None else nodes.from_(cause))


def _assert(lines: Lines, node: ast.Assert) -> cst.Assert:
    return nodes.assert_(convert(lines, node.test), maybe(lines, node.msg))


def _delete(lines: Lines, node: ast.Delete) -> cst.Del:
    if len(node.targets) > 1:
        return nodes.delete(nodes.tuple_(elements(lines, node.targets)))
    if lines.segment(node).endswith(","):
        raise NotConverted("a tuple that CPython does not tell from its element")
    return nodes.delete(convert(lines, node.targets[0]))


def _pass(lines: Lines, node: ast.Pass) -> cst.Pass:
    return nodes.pass_()


def _break(lines: Lines, node: ast.Break) -> cst.Break:
    return nodes.break_()


def _continue(lines: Lines, node: ast.Continue) -> cst.Continue:
    return nodes.continue_()


def _dotted(name: str) -> cst.Name | cst.Attribute:
    first, *others = name.split(".")
    found: cst.Name | cst.Attribute = nodes.name(first)
    for other in others:
        found = nodes.attribute(found, nodes.name(other))
    return found


def _aliases(names: Sequence[ast.alias]) -> tuple[cst.ImportAlias, ...]:
    return tuple(nodes.import_alias(_dotted(each.name), _as_name(each.asname)) for each in names)


def _import(lines: Lines, node: ast.Import) -> cst.Import:
    return nodes.import_(_aliases(node.names))


def _import_from(lines: Lines, node: ast.ImportFrom) -> cst.ImportFrom:
    names = nodes.import_star() if node.names[0].name == "*" else _aliases(node.names)
    module = _dotted(node.module) if node.module else None
    return nodes.import_from(module, names, (nodes.DOT,) * (node.level or 0))


def _items(names: Sequence[str]) -> tuple[cst.NameItem, ...]:
    return tuple(nodes.name_item(nodes.name(name)) for name in names)


def _global(lines: Lines, node: ast.Global) -> cst.Global:
    return nodes.global_(_items(node.names))


def _nonlocal(lines: Lines, node: ast.Nonlocal) -> cst.Nonlocal:
    return nodes.nonlocal_(_items(node.names))


_SMALL: dict[type[ast.stmt], Callable[[Lines, Any], cst.BaseSmallStatement]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated_assign,
    ast.AugAssign: _augmented_assign,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Pass: _pass,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
}
_COMPOUND: dict[type[ast.stmt], Callable[[Statements, Any], cst.BaseCompoundStatement]] = {
    ast.If: Statements._if,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.While: Statements._while,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
    ast.Try: Statements._try,
    ast.FunctionDef: Statements._function,
    ast.AsyncFunctionDef: Statements._function,
    ast.ClassDef: Statements._class,
}
"""``match`` and what is newer is not here: few files have it."""
if hasattr(ast, "TryStar"):  # Python 3.11
    _COMPOUND[ast.TryStar] = Statements._try
