"""What LibCST's classes are, and what it makes of some code: the program that a test runs twice.

Usage: python said.py [--fast] FILE…
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if sys.argv[1] == "--fast":
    from tflint_ckpt.fast_libcst.finder import install

    install()

import libcst as cst

ODD = (
    *("def f(:\n", "x = (\n", "'a' b'b'\n", "return(x)\n", "(x): int = 3\n", "print 'a'\n", "\\\nx=1\n"),
    *("f'{x!r:>{w}}' 'a' f'b'\n", "0777\n", "assert(x)\n", "for(x)in(y):pass\n", "t'a' t'b'\n"),
    *(
        "x = 1\x0c\n",
        "if x:\n\ty\n        z\n",
        "async def f():\n  await x; yield\n",
        "match x:\n case {**y}: pass\n",
    ),
)
"""Code that LibCST refuses, or reads in a way of its own."""
MADE = {
    "no name": lambda: cst.Name(""),
    "no number": lambda: cst.Integer("x"),
    "no white space": lambda: cst.SimpleWhitespace("x"),
    "no comment": lambda: cst.Comment("x"),
    "no newline": lambda: cst.Newline("x"),  # type: ignore[arg-type]
    "a float": lambda: cst.Float("1.5").evaluated_value,
    "an imaginary number": lambda: cst.Imaginary("2j").evaluated_value,
    "a text": lambda: cst.SimpleString(" '\\x41'".strip()).evaluated_value,
    "bytes": lambda: cst.SimpleString("b'a'").evaluated_value,
    "two texts": lambda: getattr(cst.parse_expression("'a' 'b'"), "evaluated_value"),  # noqa: B009
    "changed": lambda: cst.Name("a").with_changes(value="b"),
    "cloned": lambda: cst.parse_expression("f(a, *b)").deep_clone(),
    "the same": lambda: cst.Name("a").deep_equals(cst.Name("a")),
    "equal": lambda: cst.Name("a") == cst.Name("a"),
    "an expression": lambda: cst.parse_expression("a.b(c)"),
    "a statement": lambda: cst.parse_statement("if x: pass"),
    "code of a node": lambda: cst.Module([]).code_for_node(cst.parse_expression("a . b")),
    "a docstring": lambda: cst.parse_module("'''a\n\n   b'''").get_docstring(),
    "another type": lambda: cst.ensure_type(cst.Name("a"), cst.Call),
    "by position": lambda: cst.Name("a", [cst.LeftParen()], [cst.RightParen()]),
    "defaults": lambda: cst.Param(cst.Name("a")),
}


def classes() -> Iterator[str]:
    """Each class of nodes: its bases, its fields and their defaults."""
    for name in sorted(dir(cst)):
        kind = getattr(cst, name)
        if isinstance(kind, type) and issubclass(kind, cst.CSTNode) and name[0] != "_":
            fields: dict[str, Any] = dict(getattr(kind, "__dataclass_fields__", {}))
            fields.pop("__slots__", None)  # a class variable, which dataclasses notes as well
            defaults = {key: _default(field) for key, field in fields.items()}
            bases = [base.__name__ for base in kind.__mro__]
            yield f"{name} {kind.__module__} {kind.__qualname__} {bases} {defaults}"


def _default(field: Any) -> str:
    if callable(field.default_factory):
        return repr(field.default_factory())
    return "" if "MISSING" in repr(field.default) or type(field.default) is object else repr(field.default)


def outcome(make: Any) -> str:
    """What *make* returns, or the exception that it raises."""
    try:
        return repr(make())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        return f"{type(error).__module__}.{type(error).__qualname__}: {error!r} {error}"


def tree(path: str) -> str:
    """The tree of a file, the code it gives back, and the children of each statement."""
    module = cst.parse_module(Path(path).read_text(encoding="utf-8"))
    children = [[type(child).__name__ for child in node.children] for node in module.body]
    return f"{module!r} {module.code} {children}"


if __name__ == "__main__":
    sys.setrecursionlimit(5000)
    for line in classes():
        print(line)
    for code in ODD:
        print(repr(code), outcome(lambda code=code: cst.parse_module(code)))
    for what, make in MADE.items():
        print(what, outcome(make))
    for path in sys.argv[1:]:
        if path != "--fast":
            print(path, outcome(lambda path=path: tree(path)))
