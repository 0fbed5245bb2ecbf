"""A script whose training is short: the same statements on the same lines, with few epochs and batches."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import CodeType

EPOCHS = re.compile(
    r"(?i)(?:^|_)(?:n?_?epochs?|nb_epoch|episodes?|iterations?|n_?iters?|epochs?_num|num_epochs?)$"
)
"""How a number of epochs is called, in scripts, parameters and options."""
FEW = "__few__"
"""A name that the run defines: it cuts a dataset to some batches, and gives anything else back."""


def shorten(text: str, path: Path, epochs: int) -> CodeType:
    """The code of *text* with numbers of epochs of at most *epochs*. Raises `SyntaxError`."""
    tree = _Shorten(epochs).visit(ast.parse(text, str(path)))
    code: CodeType = compile(ast.fix_missing_locations(tree), str(path), "exec", dont_inherit=True)
    return code


class _Shorten(ast.NodeTransformer):
    def __init__(self, epochs: int) -> None:
        self.epochs = epochs

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        self.generic_visit(node)
        if any(isinstance(target, ast.Name) and EPOCHS.search(target.id) for target in node.targets):
            node.value = self._small(node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        names = {keyword.arg for keyword in node.keywords}
        for keyword in node.keywords:
            if keyword.arg and EPOCHS.search(keyword.arg) and "initial_epoch" not in names:
                keyword.value = self._small(keyword.value)
        first = node.args[0] if node.args else None
        option = first.value if isinstance(first, ast.Constant) else None
        if isinstance(option, str) and EPOCHS.search(option.strip("-")):  # of argparse
            for keyword in node.keywords:
                if keyword.arg == "default":
                    keyword.value = self._small(keyword.value)
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        target = node.target.id if isinstance(node.target, ast.Name) else ""
        call = node.iter
        if EPOCHS.search(target) and isinstance(call, ast.Call) and call.args:
            last = min(1, len(call.args) - 1)
            call.args[last] = self._small(call.args[last])
        node.iter = self._few(node.iter)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        arguments = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        for index, argument in enumerate(arguments):
            if EPOCHS.search(argument.arg):
                node.args.defaults[index] = self._small(node.args.defaults[index])
        return node

    def _small(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value > self.epochs:
            return ast.copy_location(ast.Constant(self.epochs), node)
        return node

    def _few(self, node: ast.expr) -> ast.expr:
        wraps = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if wraps and node.func.id in ("enumerate", "zip", "tqdm"):  # type: ignore[attr-defined]
            node.args = [self._few(argument) for argument in node.args]  # type: ignore[attr-defined]
            return node
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
            call = ast.Call(ast.Name(FEW, ast.Load()), [node], [])
            return ast.fix_missing_locations(ast.copy_location(call, node))
        return node
