"""The identifiers of CPython's own syntax tree, by the kind of trigger that they meet. For the gate."""

from __future__ import annotations

import _ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable
    from typing import Any

    from tflint_ckpt.rules.triggers import Either, Trigger

_LONGEST_ALIAS = 8
"""Names that are assigned to names, one after the other: as far as names are resolved."""


class Identifiers:
    """The identifiers of one file.

    Attributes:
        names: those of names, attributes and imports, and ``True`` or ``False`` given by position in a call.
        keywords: those of arguments in calls, and strings.
        parameters, attributes: what the words say.
        defined: the names of functions and methods where they are defined.
        given: the keywords that are given in calls, by the last part of the name that is called; and ``self``
            where it is given by position.
        dropped: the methods that are called in statements of their own.
        loose: identifiers that stand elsewhere than in such a call: another name may mean the same.
        chains: names with attributes, ``tf.keras.Model``.
        sources: for each name, the dotted names that it is imported as or assigned from.
        stars: the modules all of whose names are imported.
    """

    __slots__ = (
        "_apis",
        "_in_public",
        "_spelled",
        "attributes",
        "chains",
        "defined",
        "dropped",
        "given",
        "keywords",
        "loose",
        "names",
        "parameters",
        "sources",
        "stars",
    )

    def __init__(self, tree: ast.Module) -> None:
        self.names: set[str] = set()
        self.keywords: set[str] = set()
        self.parameters: set[str] = set()
        self.attributes: set[str] = set()
        self.defined: set[str] = set()
        self.dropped: set[str] = set()
        self.given: dict[str, set[str]] = {}
        self.loose: set[str] = set()
        self.chains: set[str] = set()
        self.sources: dict[str, set[str]] = {}
        self.stars: list[str] = []
        self._spelled: set[str] | None = None
        self._apis: set[str] | None = None
        self._in_public: set[str] | None = None
        self._read(tree)

    def meet(self, trigger: Trigger) -> bool:
        """Whether any word of *trigger* is there."""
        met: bool = _MEET[trigger.kind](self, trigger)
        return met

    def _name(self, trigger: Trigger) -> bool:
        return not self.names.isdisjoint(trigger.words)

    def _keyword(self, trigger: Trigger) -> bool:
        return not self.keywords.isdisjoint(trigger.words)

    def _parameter(self, trigger: Trigger) -> bool:
        return not self.parameters.isdisjoint(trigger.words)

    def _method(self, trigger: Trigger) -> bool:
        return not self.attributes.isdisjoint(trigger.words)

    def _defined(self, trigger: Trigger) -> bool:
        return not self.defined.isdisjoint(trigger.words)

    def _dropped(self, trigger: Trigger) -> bool:
        return not self.dropped.isdisjoint(trigger.words)

    def _given(self, trigger: Trigger) -> bool:
        for called, words in trigger.groups.items():
            if called in self.loose and not self.keywords.isdisjoint(words):
                return True
            if called in self.given and not self.given[called].isdisjoint(words):
                return True
        return False

    def _api(self, trigger: Trigger) -> bool:
        return not self.apis.isdisjoint(trigger.words)

    def _either(self, trigger: Either) -> bool:
        return any(self.meet(each) for each in trigger.triggers)

    def _public(self, trigger: Trigger) -> bool:
        return not self.public.isdisjoint(trigger.words)

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
        self.names |= self.loose

    def _read_name(self, node: ast.Name, stack: list[Any]) -> None:
        self.loose.add(node.id)

    def _read_attribute(self, node: ast.Attribute, stack: list[Any]) -> None:
        self.loose.add(node.attr)
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
        else:
            stack.append(below)

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
        for argument in node.args:
            if type(argument) is _ast.Constant and type(argument.value) is bool:
                self.names.add(str(argument.value))
            elif type(argument) is _ast.Name and argument.id == "self":
                self.given.setdefault(called, set()).add("self")
        stack += node.args
        for keyword in node.keywords:
            if keyword.arg is None:
                self.loose.add(called)  # ``**options``: what is given stands elsewhere
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
            self.keywords.add(node.value)

    def _read_keyword(self, node: ast.keyword, stack: list[Any]) -> None:
        self.keywords.add(node.arg or "")
        stack.append(node.value)

    def _read_parameter(self, node: ast.arg, stack: list[Any]) -> None:
        self.parameters.add(node.arg)
        if node.annotation is not None:
            stack.append(node.annotation)

    def _read_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, stack: list[Any]) -> None:
        self.defined.add(node.name)
        stack += [
            node.args,
            node.returns,
            *node.decorator_list,
            *getattr(node, "type_params", ()),
            *node.body,
        ]

    def _read_import(self, node: ast.Import, stack: list[Any]) -> None:
        for alias in node.names:
            parts = alias.name.split(".")
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
            if not node.level:
                self.sources.setdefault(alias.asname or alias.name, set()).add(f"{module}.{alias.name}")

    def _read_assign(self, node: ast.Assign, stack: list[Any]) -> None:
        for target in node.targets:
            self._assigned(target, node.value)
        stack += node.targets
        stack.append(node.value)

    def _read_assign_one(self, node: ast.AnnAssign | ast.NamedExpr, stack: list[Any]) -> None:
        if node.value is not None:
            self._assigned(node.target, node.value)
        stack += [node.target, node.value, getattr(node, "annotation", None)]

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


_MEET: dict[str, Any] = {
    "name": Identifiers._name,
    "keyword": Identifiers._keyword,
    "given": Identifiers._given,
    "api": Identifiers._api,
    "public": Identifiers._public,
    "either": Identifiers._either,
    "parameter": Identifiers._parameter,
    "method": Identifiers._method,
    "defined": Identifiers._defined,
    "dropped": Identifiers._dropped,
}

_HANDLERS: dict[type, Any] = {
    _ast.Name: Identifiers._read_name,
    _ast.Attribute: Identifiers._read_attribute,
    _ast.Call: Identifiers._read_call,
    _ast.Constant: Identifiers._read_constant,
    _ast.Expr: Identifiers._read_statement,
    _ast.keyword: Identifiers._read_keyword,
    _ast.arg: Identifiers._read_parameter,
    _ast.FunctionDef: Identifiers._read_function,
    _ast.AsyncFunctionDef: Identifiers._read_function,
    _ast.Import: Identifiers._read_import,
    _ast.ImportFrom: Identifiers._read_import_from,
    _ast.Assign: Identifiers._read_assign,
    _ast.AnnAssign: Identifiers._read_assign_one,
    _ast.NamedExpr: Identifiers._read_assign_one,
}

_fields: dict[type, tuple[str, ...]] = {}


def _fields_of(kind: type) -> tuple[str, ...]:
    """The fields of a class of CPython's tree that may hold something to look at."""
    found = tuple(name for name in getattr(kind, "_fields", ()) if name not in ("ctx", "op", "ops"))
    _fields[kind] = found
    return found
