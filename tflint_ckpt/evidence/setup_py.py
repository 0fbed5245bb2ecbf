"""What a ``setup.py`` requires: read as a syntax tree, and never run."""

from __future__ import annotations

import _ast as ast  # the classes of nodes alone: ``ast`` itself takes a millisecond to import
import os

from tflint_ckpt.evidence.lists import included
from tflint_ckpt.evidence.metadata import with_extras
from tflint_ckpt.evidence.requirement import Requirement, normalized
from tflint_ckpt.gate import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_BYTES = 300_000
_MOST_STEPS = 20_000
"""Looks at a node, which a tree could otherwise be made to need any number of."""
_DEEPEST = 60
_LONGEST = 10_000
"""Characters of a text that is put together."""
_LISTS = (".txt", ".in")
_PATHS = ("join", "joinpath", "Path", "abspath", "open")


def setup_py(text: str, path: str) -> list[Requirement]:
    """The requirements that a ``setup.py`` hands to ``setup``: what runs needs, else its extras.

    Followed are names, lists put together, functions and files of requirements that are read. What is
    computed in another way says nothing.
    """
    if len(text) > _MOST_BYTES:
        return []
    try:
        tree = parse(text, path)
        script = _Script(tree, path)
        runtime = [each for value in script.given("install_requires") for each in script.requirements(value)]
        extras = [
            each
            for key in ("extras_require", "tests_require")
            for value in script.given(key)
            for each in script.requirements(value)
        ]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return with_extras(runtime, extras)


class _Script:
    """A syntax tree, with all values that each of its names gets, wherever that is."""

    def __init__(self, tree: ast.Module, path: str) -> None:
        self._path = path
        self._calls: list[ast.Call] = []
        self._values: dict[str, list[ast.expr]] = {}
        self._functions: dict[str, ast.FunctionDef] = {}
        self._steps = 0
        self._read: set[str] = set()
        from ast import walk

        for node in walk(tree):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value is not None:
            self._bind(node.target, node.value)
        elif isinstance(node, (ast.For, ast.comprehension)):
            self._bind(node.target, node.iter)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self._bind(node.optional_vars, node.context_expr)
        elif isinstance(node, ast.FunctionDef):
            self._functions[node.name] = node
            positional = node.args.args[len(node.args.args) - len(node.args.defaults) :]
            for parameter, default in zip(positional, node.args.defaults, strict=False):
                self._values.setdefault(parameter.arg, []).append(default)
        elif isinstance(node, ast.Call):
            self._calls.append(node)
            function = node.func
            if isinstance(function, ast.Attribute) and function.attr in ("append", "extend", "update", "add"):
                for argument in node.args:
                    self._bind(function.value, argument)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        while isinstance(target, ast.Subscript):  # extras["tf"] = …
            target = target.value
        for each in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(each, ast.Name):
                self._values.setdefault(each.id, []).append(value)

    def given(self, key: str) -> Iterator[ast.expr]:
        """What ``setup`` gets for *key*, by name or in a table that is unpacked."""
        for call in self._calls:
            if _name(call.func) == "setup":
                for keyword in call.keywords:
                    if keyword.arg == key:
                        yield keyword.value
                    elif keyword.arg is None:
                        yield from self._entries(keyword.value, key)

    def _entries(self, node: ast.expr, key: str) -> Iterator[ast.expr]:
        for table in self._values.get(node.id, []) if isinstance(node, ast.Name) else [node]:
            if isinstance(table, ast.Dict):
                for name, value in zip(table.keys, table.values, strict=True):
                    if isinstance(name, ast.Constant) and name.value == key:
                        yield value
            elif isinstance(table, ast.Call):
                yield from (keyword.value for keyword in table.keywords if keyword.arg == key)

    def requirements(self, node: ast.expr) -> Iterator[Requirement]:
        """The requirements in the value of an expression."""
        return self._of(node, frozenset())

    def _of(self, node: ast.expr, inside: frozenset[str]) -> Iterator[Requirement]:
        self._steps += 1
        if self._steps > _MOST_STEPS or len(inside) > _DEEPEST:
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for number, line in enumerate(node.value.splitlines()):
                last = node.end_lineno or node.lineno
                if requirement := Requirement.parse(line, min(node.lineno + number, last)):
                    yield requirement
        elif (
            isinstance(node, (ast.JoinedStr, ast.BinOp, ast.Call))
            and (text := self._text(node, inside)) is not None
        ):
            from ast import copy_location

            yield from self._of(copy_location(ast.Constant(text), node), inside)
        elif isinstance(node, ast.Name):
            if node.id not in inside:
                for value in self._values.get(node.id, ()):
                    yield from self._of(value, inside | {node.id})
        elif isinstance(node, ast.Call):
            yield from self._of_call(node, inside)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield from self._of_entry(node.value, str(node.slice.value), inside)
        else:
            for part in _parts(node):
                yield from self._of(part, inside)

    def _of_call(self, node: ast.Call, inside: frozenset[str]) -> Iterator[Requirement]:
        """What a call gives: the requirements in the file that it reads, or in what it is made of."""
        name = _name(node.func)
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(node.func, ast.Attribute) and name in ("read_text", "open"):
            given.append(node.func.value)  # a path's own method
        names = [*self._files(given)]
        for file in names:
            yield from included(os.path.join(os.path.dirname(self._path), file), self._read)
        if names:
            return
        function = self._functions.get(name) if isinstance(node.func, ast.Name) else None
        if function is not None and name not in inside:
            yield from self._of_function(function, node, inside | {name})
        elif isinstance(node.func, ast.Attribute):
            if name == "format":
                return
            yield from self._of(node.func.value, inside)
        if function is None:
            for argument in node.args:
                if not isinstance(argument, ast.Constant):
                    yield from self._of(argument, inside)

    def _of_function(
        self, function: ast.FunctionDef, call: ast.Call, inside: frozenset[str]
    ) -> Iterator[Requirement]:
        """What a function returns, and the entries of tables that it looks up for its arguments."""
        names = [each.value for each in call.args if isinstance(each, ast.Constant)]
        from ast import walk

        for each in walk(function):
            if isinstance(each, ast.Return) and each.value is not None:
                yield from self._of(each.value, inside)
            elif isinstance(each, ast.Subscript) and not isinstance(each.slice, ast.Constant):
                for name in names:
                    yield from self._of_entry(each.value, str(name), inside)

    def _of_entry(self, node: ast.expr, key: str, inside: frozenset[str]) -> Iterator[Requirement]:
        """What a table has for *key*: a list of its own, or the requirement of that name."""
        entries = list(self._entries(node, key))
        for entry in entries:
            yield from self._of(entry, inside)
        if not entries:
            yield from (each for each in self._of(node, inside) if each.name == normalized(key))

    def _files(self, nodes: Iterable[ast.expr]) -> Iterator[str]:
        """The lists of requirements that *nodes* name, each as a path from the project's folder."""
        for node in nodes:
            known = [constant for constant in self._constants(node, 3) if "\n" not in constant]
            if known and known[-1].endswith(_LISTS) and not known[-1].startswith("-"):
                yield os.path.join(*(part.lstrip("/\\") for part in known))

    def _constants(self, node: ast.expr, depth: int) -> Iterator[str]:
        """The texts that a path is put together from, in order."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node.value
        elif isinstance(node, ast.Name):
            if depth and len(values := self._values.get(node.id, [])) == 1:
                yield from self._constants(values[0], depth - 1)
        elif isinstance(node, ast.BinOp):
            yield from self._constants(node.left, depth)
            yield from self._constants(node.right, depth)
        elif isinstance(node, ast.Call) and _name(node.func) in (
            "join",
            "joinpath",
            "Path",
            "abspath",
            "open",
        ):
            for part in node.args:
                yield from self._constants(part, depth)
        elif isinstance(node, ast.JoinedStr):
            for value in node.values:
                yield from self._constants(value, depth)

    def _text(self, node: ast.expr, inside: frozenset[str], depth: int = 8) -> str | None:
        """The text that is put together, if all of it is known."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        self._steps += 1
        if not depth or self._steps > _MOST_STEPS:
            return None
        if isinstance(node, ast.FormattedValue):
            return self._text(node.value, inside, depth - 1)
        if isinstance(node, ast.Name):
            values = self._values.get(node.id, [])
            return self._text(values[0], inside, depth - 1) if len(values) == 1 else None
        parts: list[ast.expr] = []
        hole = ""
        if isinstance(node, ast.JoinedStr):
            parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            right = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            parts, hole = [node.left, *right], "%s" if isinstance(node.op, ast.Mod) else ""
        elif (
            isinstance(node, ast.Call)
            and _name(node.func) == "format"
            and isinstance(node.func, ast.Attribute)
        ):
            parts, hole = [node.func.value, *node.args], "{}"
        known = [self._text(part, inside, depth - 1) for part in parts]
        texts = [text for text in known if text is not None]
        if not texts or len(texts) < len(known) or sum(map(len, texts)) > _LONGEST:
            return None
        if not hole:
            return "".join(texts)
        pieces = texts[0].split(hole)
        if len(pieces) != len(texts):
            return None
        return "".join(piece + text for piece, text in zip(pieces, [*texts[1:], ""], strict=True))


def _parts(node: ast.expr) -> Iterable[ast.expr]:
    """The expressions from which the items of a value come."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return node.elts
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.BitOr)):
        parts = [node.left, node.right]
        # Of a text, the rest of which is not known, nothing is.
        return [] if any(isinstance(part, (ast.Constant, ast.JoinedStr)) for part in parts) else parts
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, (ast.Starred, ast.Subscript, ast.Attribute)):
        return [node.value]
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [node.generators[0].iter]
    if isinstance(node, ast.DictComp):
        return [node.value]
    return []


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
