"""The identifiers of CPython's own syntax tree, by what they stand for. For the gate."""

from __future__ import annotations

import _ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable
    from typing import Any


_LONGEST_ALIAS = 8
"""Names that are assigned to names, one after the other: as far as names are resolved."""


class Identifiers:
    """The identifiers of one file.

    Attributes:
        names: those of names, attributes and imports, and ``True`` or ``False`` given by position in a call.
        keywords: those of arguments in calls, and strings.
        loops: the statements that are loops.
        strings: constants that are strings.
        owned: the attributes of ``self``, and of what is no name.
        parameters, attributes: what the words say.
        defined: the names of functions and methods where they are defined.
        calls: the calls, by the last part of the name that is called.
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
        open_parameters: see ``tflint_ckpt.uncalled``; ``None`` until somebody asks there.
        opened: what is called with ``**options``: what is given stands elsewhere.
        handed: identifiers that stand elsewhere than in a call.
        stored: names that are assigned to somewhere.
        kept: for each attribute that is set, what it is set to, and ``None`` where that is not an expression.
        functions, classes: the definitions, lambdas among the functions.
        keras2, keras3: whether the file may run on Keras 2, and on Keras 3.
    """

    __slots__ = (
        "_apis",
        "_in_public",
        "_libraries",
        "_roots",
        "_spelled",
        "attributes",
        "bases",
        "calls",
        "chains",
        "classes",
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
        "names",
        "open_parameters",
        "opened",
        "owned",
        "parameters",
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
        self.given: dict[str, set[str]] = {}
        self.bases: set[str] = set()
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
        self._libraries: dict[str, bool] = {}
        self._roots: set[str] | None = None
        self._spelled: set[str] | None = None
        self._apis: set[str] | None = None
        self._in_public: set[str] | None = None
        self._read(tree)

    @property
    def members(self) -> set[str]:
        """The attributes but for those that are spelled below an import of TensorFlow or Keras only."""
        found = set(self.owned)
        for chain in self.chains:
            first, _, rest = chain.partition(".")
            if not self.is_library(first):
                found.update(rest.split("."))
        return found

    def is_library(self, name: str) -> bool:
        """Whether a name is nowhere but an import of TensorFlow or Keras, or of a module in it."""
        known = self._libraries.get(name)
        if known is None:
            sources = self.sources.get(name, ())
            known = bool(sources) and not (
                name in self.stored or name in self.parameters or name in self.defined
            )
            known = known and all(
                source.partition(".")[0] in _LIBRARIES and source.rpartition(".")[2].islower()
                for source in sources
            )
            self._libraries[name] = known
        return known

    def is_in_library(self, node: ast.expr) -> bool:
        """Whether an attribute is spelled below an import of TensorFlow or Keras."""
        while type(node) is _ast.Attribute:
            node = node.value
        return type(node) is _ast.Name and self.is_library(node.id)

    def names_of(self, name: str) -> set[str]:
        """*name*, and what the file imports or assigns it as."""
        found, size = {name}, 0
        while len(found) > size:
            size = len(found)
            found.update(
                other
                for other, sources in self.sources.items()
                if any(source.rpartition(".")[2] in found for source in sources)
            )
        return found

    @property
    def roots(self) -> set[str]:
        """What Keras is imported from; see ``tflint_ckpt.target.ROOTS``."""
        if self._roots is None:
            from tflint_ckpt.semantics.names.canonical import import_root

            self._roots = {root for root in map(import_root, self.spelled) if root is not None}
        return self._roots

    @property
    def packages(self) -> set[str]:
        """The packages that something is imported from."""
        names = [*self.stars, *(name for names in self.sources.values() for name in names)]
        return {name.partition(".")[0] for name in names}

    @property
    def spelled(self) -> set[str]:
        """Dotted names of what is imported or spelled out below an import."""
        if self._spelled is None:
            whole = {name for names in self.sources.values() for name in names}
            for chain in self.chains:
                whole.update(self._expanded(chain, _LONGEST_ALIAS))
            whole.update(f"{star}.{name}" for star in self.stars for name in self.names)
            self._spelled = whole
        return self._spelled

    @property
    def apis(self) -> set[str]:
        """Canonical names of what is spelled, and of what that is in."""
        if self._apis is None:
            from tflint_ckpt.semantics.names.canonical import canonical

            self._apis = _with_all_above(map(canonical, self.spelled))
        return self._apis

    @property
    def public(self) -> set[str]:
        """The same of what is spelled as Keras' public API."""
        if self._in_public is None:
            from tflint_ckpt.semantics.names.canonical import PUBLIC

            names = (
                f"keras{name[len(root) :]}"
                for root in PUBLIC
                for name in self.spelled
                if name == root or name.startswith(f"{root}.")
            )
            self._in_public = _with_all_above(names)
        return self._in_public

    def _expanded(self, chain: str, depth: int) -> list[str]:
        """The dotted names that *chain* may mean."""
        first, dot, rest = chain.partition(".")
        found = [f"{star}.{chain}" for star in self.stars]
        for source in self.sources.get(first, ()) if depth else ():
            found += [f"{source}{dot}{rest}"]
            if source.partition(".")[0] != first:
                found += [f"{longer}{dot}{rest}" for longer in self._expanded(source, depth - 1)]
        return found

    def _read(self, tree: ast.Module) -> None:
        stack: list[Any] = [tree]
        while stack:
            node = stack.pop()
            kind = type(node)
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
        self.keywords |= self.strings

    def _read_name(self, node: ast.Name, stack: list[Any]) -> None:
        self.loose.add(node.id)
        if type(node.ctx) is not _ast.Load:
            self.stored.add(node.id)

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
                self.keywords.add(keyword.arg)
                self.given.setdefault(called, set()).add(keyword.arg)
            stack.append(keyword.value)

    def _read_statement(self, node: ast.Expr, stack: list[Any]) -> None:
        if type(node.value) is _ast.Call and type(node.value.func) is _ast.Attribute:
            self.dropped.add(node.value.func.attr)
        stack.append(node.value)

    def _read_constant(self, node: ast.Constant, stack: list[Any]) -> None:
        if type(node.value) is str:
            self.strings.add(node.value)

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


def _with_all_above(names: Iterable[str]) -> set[str]:
    """Dotted names, and all that they begin with."""
    found = set()
    for name in names:
        found.add(name)
        found.update(name[:place] for place, letter in enumerate(name) if letter == ".")
    return found


_LIBRARIES = frozenset(("tensorflow", "keras", "tf_keras"))
_HANDLERS: dict[type, Any] = {
    _ast.Name: Identifiers._read_name,
    _ast.Attribute: Identifiers._read_attribute,
    _ast.Call: Identifiers._read_call,
    _ast.Lambda: Identifiers._read_lambda,
    _ast.Constant: Identifiers._read_constant,
    _ast.Expr: Identifiers._read_statement,
    _ast.keyword: Identifiers._read_keyword,
    _ast.arg: Identifiers._read_parameter,
    _ast.FunctionDef: Identifiers._read_function,
    _ast.AsyncFunctionDef: Identifiers._read_function,
    _ast.ClassDef: Identifiers._read_class,
    _ast.For: Identifiers._read_loop,
    _ast.AsyncFor: Identifiers._read_loop,
    _ast.While: Identifiers._read_loop,
    _ast.Import: Identifiers._read_import,
    _ast.ImportFrom: Identifiers._read_import_from,
    _ast.Assign: Identifiers._read_assign,
    _ast.AnnAssign: Identifiers._read_assign_one,
    _ast.NamedExpr: Identifiers._read_assign_one,
    str: Identifiers._read_binding,
}

_fields: dict[type, tuple[str, ...]] = {}


def _fields_of(kind: type) -> tuple[str, ...]:
    """The fields of a class of CPython's tree that may hold something to look at."""
    found = tuple(name for name in getattr(kind, "_fields", ()) if name not in ("ctx", "op", "ops"))
    _fields[kind] = found
    return found
