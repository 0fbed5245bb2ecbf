"""The names in CPython's own syntax tree, read once, by what they stand for. For the gate."""

from __future__ import annotations

import _ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator
    from typing import Any

_AS_DICTIONARY = frozenset(("asdict", "_asdict", "vars", "__dict__"))
"""What makes a dictionary of a dataclass."""


class TreeNames:
    """The names of one file, by what they stand for.

    Attributes:
        names: those of names, attributes and imports, and ``True`` or ``False`` given by position in a call.
        keywords: those of arguments in calls, and strings.
        loops: the statements that are loops.
        makes_generators: whether there is a ``yield`` or a generator expression.
        strings: constants that are strings.
        owned: the attributes of ``self``, and of what is no name.
        parameters, attributes: what the words say.
        defined: the names of functions and methods where they are defined.
        calls: the calls, by the last part of the name that is called.
        passed: for each keyword that is given in calls, the last part of the name that is called, each with
            the value.
        given: the keywords that are given in calls, by the last part of the name that is called; and ``self``
            where it is given by position.
        dropped: the methods that are called in statements of their own.
        bases: the last parts of the names of classes that others are derived from.
        loose: identifiers that stand elsewhere than in such a call, or are called with ``**options``: another
            name may mean the same.
        chains: names with attributes, ``tf.keras.Model``.
        sources: for each name, the dotted names that it is imported as or assigned from.
        imports: for each name that is imported, the packages it is from; the empty text for one of dots.
        stars: the modules all of whose names are imported.
        open_parameters, defaults: see ``tflint_ckpt.uncalled``; ``None`` until somebody asks there.
        opened: what is called with ``**options``: what is given stands elsewhere.
        handed: identifiers that stand elsewhere than in a call.
        stored: names that are assigned to somewhere.
        kept: for each attribute that is set, what it is set to, and ``None`` where that is not an expression.
        functions, classes: the definitions, lambdas among the functions.
        keras2, keras3: whether the file may run on Keras 2, and on Keras 3.
    """

    __slots__ = (
        "attributes",
        "bases",
        "calls",
        "chains",
        "classes",
        "defaults",
        "defined",
        "dropped",
        "functions",
        "given",
        "handed",
        "imports",
        "kept",
        "keras2",
        "keras3",
        "keywords",
        "loops",
        "loose",
        "makes_generators",
        "names",
        "open_parameters",
        "opened",
        "owned",
        "parameters",
        "passed",
        "sources",
        "stars",
        "stored",
        "strings",
    )

    def __init__(self, tree: ast.Module) -> None:
        self.names: set[str] = set()
        self.keywords: set[str] = set()
        self.parameters: set[str] = set()
        self.attributes: set[str] = set()
        self.defined: set[str] = set()
        self.dropped: set[str] = set()
        self.calls: dict[str, list[ast.Call]] = {}
        self.passed: dict[str, list[tuple[str, ast.expr]]] = {}
        self.given: dict[str, set[str]] = {}
        self.bases: set[str] = set()
        self.makes_generators = False
        self.loops: list[ast.For | ast.AsyncFor | ast.While] = []
        self.loose: set[str] = set()
        self.chains: set[str] = set()
        self.sources: dict[str, set[str]] = {}
        self.imports: dict[str, set[str]] = {}
        self.stars: list[str] = []
        self.stored: set[str] = set()
        self.strings: set[str] = set()
        self.owned: set[str] = set()
        self.keras2 = self.keras3 = True
        self.opened: set[str] = set()
        self.handed: set[str] = set()
        self.kept: dict[str, list[ast.expr | None]] = {}
        self.functions: list[ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda] = []
        self.classes: list[ast.ClassDef] = []
        self.open_parameters: set[str] | None = None
        self.defaults: dict[str, list[ast.expr]] | None = None
        self._read(tree)

    def _read(self, tree: ast.Module) -> None:
        stack: list[Any] = [tree]
        loose, strings = self.loose, self.strings
        while stack:
            node = stack.pop()
            kind = type(node)
            if kind is _ast.Name:  # half of the nodes are these two: no call for each
                loose.add(node.id)
                if type(node.ctx) is not _ast.Load:
                    self.stored.add(node.id)
                continue
            if kind is _ast.Constant:
                if type(node.value) is str:
                    strings.add(node.value)
                continue
            handler = _HANDLERS.get(kind)
            if handler is not None:
                handler(self, node, stack)
                continue
            for field in _fields.get(kind) or _fields_of(kind):
                value = getattr(node, field, None)
                if type(value) is list:
                    stack += value
                elif value is not None:
                    stack.append(value)
        self.handed = set(self.loose)
        self.loose |= self.opened
        self.names |= self.loose
        self.names |= self.bases
        if not self.names.isdisjoint(_AS_DICTIONARY):
            strings.update(self._fields())
        self.keywords |= self.strings
        self.keywords.update(self.passed)

    def _fields(self) -> Iterator[str]:
        """The fields of dataclasses, which may be the keys of a dictionary."""
        for each in self.classes:
            for line in each.body:
                if type(line) is _ast.AnnAssign and type(line.target) is _ast.Name:
                    yield line.target.id

    def _read_binding(self, name: str, stack: list[Any]) -> None:
        """A name that stands in the tree as a text: of a class, an exception, or in a pattern."""
        self.stored.add(name)

    def _read_lambda(self, node: ast.Lambda, stack: list[Any]) -> None:
        self.functions.append(node)
        stack += [node.args, node.body]

    def _read_attribute(self, node: ast.Attribute, stack: list[Any]) -> None:
        self.loose.add(node.attr)
        if type(node.ctx) is _ast.Store:
            self.kept.setdefault(node.attr, []).append(None)
        self._chain(node, stack)

    def _chain(self, node: ast.Attribute, stack: list[Any]) -> None:
        parts = [node.attr]
        below = node.value
        while type(below) is _ast.Attribute:
            self.loose.add(below.attr)
            parts.append(below.attr)
            below = below.value
        self.attributes.update(parts)
        if type(below) is _ast.Name:
            self.loose.add(below.id)
            if below.id != "self":
                parts.append(below.id)
                parts.reverse()
                self.chains.add(".".join(parts))
                return
        else:
            stack.append(below)
        self.owned.update(parts)

    def _read_call(self, node: ast.Call, stack: list[Any]) -> None:
        func = node.func
        called = ""
        if type(func) is _ast.Name:
            called = func.id
        elif type(func) is _ast.Attribute:
            called = func.attr
            self._chain(func, stack)
        else:
            stack.append(func)
        self.names.add(called)
        self.calls.setdefault(called, []).append(node)
        for argument in node.args:
            if type(argument) is _ast.Constant and type(argument.value) is bool:
                self.names.add(str(argument.value))
            elif type(argument) is _ast.Name and argument.id == "self":
                self.given.setdefault(called, set()).add("self")
        if called == "super" and node.args and type(node.args[0]) is _ast.Name:
            self.names.add(node.args[0].id)  # ``super(Model, self)`` hands nobody the class
            stack += node.args[1:]
        else:
            stack += node.args
        for keyword in node.keywords:
            if keyword.arg is None:
                self.opened.add(called)
            else:
                self.passed.setdefault(keyword.arg, []).append((called, keyword.value))
                self.given.setdefault(called, set()).add(keyword.arg)
            stack.append(keyword.value)

    def _read_statement(self, node: ast.Expr, stack: list[Any]) -> None:
        if type(node.value) is _ast.Call and type(node.value.func) is _ast.Attribute:
            self.dropped.add(node.value.func.attr)
        if type(node.value) is not _ast.Constant:  # a docstring is nothing that code could look at
            stack.append(node.value)

    def _read_keyword(self, node: ast.keyword, stack: list[Any]) -> None:
        self.keywords.add(node.arg or "")
        stack.append(node.value)

    def _read_parameter(self, node: ast.arg, stack: list[Any]) -> None:
        self.parameters.add(node.arg)
        self._annotated(node.annotation, stack)

    def _read_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, stack: list[Any]) -> None:
        self.defined.add(node.name)
        self.functions.append(node)
        self._annotated(node.returns, stack)
        stack += [
            node.args,
            *node.decorator_list,
            *getattr(node, "type_params", ()),
            *node.body,
        ]

    def _read_loop(self, node: ast.For | ast.AsyncFor | ast.While, stack: list[Any]) -> None:
        self.loops.append(node)
        stack += [*node.body, *node.orelse]
        if isinstance(node, _ast.While):
            stack.append(node.test)
        else:
            stack += [node.target, node.iter]

    def _read_generator(self, node: ast.Yield | ast.YieldFrom | ast.GeneratorExp, stack: list[Any]) -> None:
        self.makes_generators = True
        if isinstance(node, _ast.GeneratorExp):
            stack += [node.elt, *node.generators]
        elif node.value is not None:
            stack.append(node.value)

    def _read_class(self, node: ast.ClassDef, stack: list[Any]) -> None:
        self.stored.add(node.name)
        self.classes.append(node)
        for base in node.bases:
            if type(base) is _ast.Attribute:
                self.bases.add(base.attr)
                self._chain(base, stack)
            elif type(base) is _ast.Name:
                self.bases.add(base.id)
            else:
                stack.append(base)
        stack += [*node.keywords, *node.decorator_list, *getattr(node, "type_params", ()), *node.body]

    def _annotated(self, annotation: ast.expr | None, stack: list[Any]) -> None:
        """An annotation, which may be written as a text."""
        if type(annotation) is _ast.Constant and type(annotation.value) is str:
            text = annotation.value
            self.names.update("".join(each if each.isidentifier() else " " for each in text).split())
        if annotation is not None:
            stack.append(annotation)

    def _read_import(self, node: ast.Import, stack: list[Any]) -> None:
        for alias in node.names:
            parts = alias.name.split(".")
            self.imports.setdefault(alias.asname or parts[0], set()).add(parts[0])
            (self.loose if alias.asname else self.names).update(parts)
            self.sources.setdefault(alias.asname or parts[0], set()).add(
                alias.name if alias.asname else parts[0]
            )
            self.chains.add(alias.name)

    def _read_import_from(self, node: ast.ImportFrom, stack: list[Any]) -> None:
        module = node.module or ""
        self.names.update(module.split("."))
        for alias in node.names:
            if alias.name == "*":
                self.stars += [] if node.level else [module]
                continue
            (self.loose if alias.asname else self.names).add(alias.name)
            package = module.partition(".")[0] if not node.level else ""
            self.imports.setdefault(alias.asname or alias.name, set()).add(package)
            if not node.level:
                self.sources.setdefault(alias.asname or alias.name, set()).add(f"{module}.{alias.name}")

    def _read_assign(self, node: ast.Assign, stack: list[Any]) -> None:
        for target in node.targets:
            self._assigned(target, node.value)
            self._kept(target, node.value, stack)
        stack.append(node.value)

    def _read_assign_one(self, node: ast.AnnAssign | ast.NamedExpr, stack: list[Any]) -> None:
        if node.value is not None:
            self._assigned(node.target, node.value)
        self._kept(node.target, node.value, stack)
        stack.append(node.value)
        self._annotated(getattr(node, "annotation", None), stack)

    def _kept(self, target: ast.expr, value: ast.expr | None, stack: list[Any]) -> None:
        """The target of an assignment."""
        if type(target) is _ast.Attribute:
            self.kept.setdefault(target.attr, []).append(value)
            self.loose.add(target.attr)
            self._chain(target, stack)
        else:
            stack.append(target)

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        if type(target) is _ast.Name:
            parts = []
            while type(value) is _ast.Attribute:
                parts.append(value.attr)
                value = value.value
            if type(value) is _ast.Name:
                parts.append(value.id)
                self.sources.setdefault(target.id, set()).add(".".join(reversed(parts)))
        elif isinstance(target, (_ast.Tuple, _ast.List)) and isinstance(value, (_ast.Tuple, _ast.List)):
            for one, its_value in zip(target.elts, value.elts, strict=False):
                self._assigned(one, its_value)


_HANDLERS: dict[type, Any] = {
    _ast.Attribute: TreeNames._read_attribute,
    _ast.Call: TreeNames._read_call,
    _ast.Lambda: TreeNames._read_lambda,
    _ast.Expr: TreeNames._read_statement,
    _ast.keyword: TreeNames._read_keyword,
    _ast.arg: TreeNames._read_parameter,
    _ast.FunctionDef: TreeNames._read_function,
    _ast.AsyncFunctionDef: TreeNames._read_function,
    _ast.ClassDef: TreeNames._read_class,
    _ast.For: TreeNames._read_loop,
    _ast.AsyncFor: TreeNames._read_loop,
    _ast.While: TreeNames._read_loop,
    _ast.Yield: TreeNames._read_generator,
    _ast.YieldFrom: TreeNames._read_generator,
    _ast.GeneratorExp: TreeNames._read_generator,
    _ast.Import: TreeNames._read_import,
    _ast.ImportFrom: TreeNames._read_import_from,
    _ast.Assign: TreeNames._read_assign,
    _ast.AnnAssign: TreeNames._read_assign_one,
    _ast.NamedExpr: TreeNames._read_assign_one,
    str: TreeNames._read_binding,
}

_fields: dict[type, tuple[str, ...]] = {}


def _fields_of(kind: type) -> tuple[str, ...]:
    """The fields of a class of CPython's tree that may hold something to look at."""
    found = tuple(name for name in getattr(kind, "_fields", ()) if name not in ("ctx", "op", "ops"))
    _fields[kind] = found
    return found
