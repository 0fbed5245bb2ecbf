"""Files that only TensorFlow 1 can run, by what they use when they are run."""

from __future__ import annotations

import ast
import os

from tflint_ckpt.evidence.tensorflow1 import BOTH, GONE
from tflint_ckpt.evidence.text import read_text
from tflint_ckpt.gate import parse
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_USUAL = ("tf", "tensorflow")
_TF = pattern(r"^import tensorflow as (tf)[ \t]*$", re.MULTILINE)
_LARGEST = 100_000
"""Bytes of a helper that is read."""
_HOLDING = ("raises", "suppress", "assertRaises", "assertRaisesRegex")
"""Contexts in which a statement may fail."""
_MAGIC = pattern(r"^([ \t]*)(?:[!?]|%(?!%)|%%(?:time|capture)\b)[^\n]*$", re.MULTILINE)


def first_use(text: str, folder: str) -> tuple[int, str] | None:
    """The line, from 1, and the name of what *text* uses, whenever it is run, and TensorFlow 2 has not.

    Only what is surely reached counts: statements of the module, and functions that they call by name, but
    nothing in a ``try``, under a condition, or in a method. *folder* is where the file is: its ``tf``
    may come by ``from helpers import *``.
    """
    try:
        return _in_tree(parse(_MAGIC.sub(r"\1pass", text), ""), folder)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _in_tree(tree: ast.Module, folder: str) -> tuple[int, str] | None:
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    names: set[str] = set()
    uses: list[tuple[int, str, str]] = []
    pending: list[Sequence[ast.stmt]] = [tree.body]
    while pending:
        for node in _reached(pending.pop()):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for name, bound in _imported(node):
                    if bound == "*" and (helper := _helper(name, folder)):
                        if BOTH.search(helper):
                            return None
                        names.update(_TF.findall(helper))
                    elif name == "tensorflow":
                        names.add(bound)
                    elif bound in _USUAL:
                        return None  # another of that name
                    elif _is_gone(name):
                        uses.append((node.lineno, name, ""))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in GONE:
                if not isinstance(node.ctx, ast.Load):
                    return None  # somebody puts it back
                uses.append((node.lineno, f"{node.value.id}.{node.attr}", node.value.id))
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in _USUAL:
                return None
            elif isinstance(node, ast.Call) and (called := functions.pop(_called(node), None)) is not None:
                pending.append(called.body)
    return min(((line, word) for line, word, root in uses if not root or root in names), default=None)


def _helper(name: str, folder: str) -> str:
    """The text of the module beside the file that ``from module import *`` takes all from."""
    module = name.removesuffix(".*")
    return read_text(os.path.join(folder, f"{module}.py"), _LARGEST) or "" if module.isidentifier() else ""


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """What an import names, whole, and the name that it binds."""
    for each in node.names:
        if isinstance(node, ast.Import):
            yield each.name, each.asname or each.name
        else:
            yield f"{'.' * node.level}{node.module or ''}.{each.name}", each.asname or each.name


def _is_gone(name: str) -> bool:
    root, _, rest = name.partition(".")
    return root == "tensorflow" and rest.partition(".")[0] in GONE


def _reached(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """All that is run whenever *body* is, as far as that is sure: up to a condition that leaves it."""
    pending = list(reversed(body))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and _is_main(node.test):
            pending += reversed(node.body)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Try)) or _may_fail(
            node
        ):
            continue
        elif isinstance(node, (ast.If, ast.While)):
            if any(isinstance(each, (ast.Return, ast.Raise)) or _exits(each) for each in ast.walk(node)):
                return
            pending.append(node.test)
        elif isinstance(node, ast.IfExp):
            pending.append(node.test)
        elif isinstance(node, ast.BoolOp):
            pending.append(node.values[0])
        elif isinstance(node, ast.ClassDef):
            pending += reversed(node.body)
        else:
            yield node
            pending += reversed(list(ast.iter_child_nodes(node)))


def _may_fail(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any(_name(each.context_expr) in _HOLDING for each in node.items)


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _exits(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node) in ("exit", "_exit", "quit", "skip")


def _name(call: ast.expr) -> str:
    """The last part of the name of what *call* calls."""
    function = call.func if isinstance(call, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))
