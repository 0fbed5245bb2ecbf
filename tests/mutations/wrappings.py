"""Dressings that put statements into a block, a function or a class, or an expression into another.

The first of them change nothing about what a script does; the others may change what can be proved.
"""

from __future__ import annotations

import ast

from tests.mutations.names import without_traces
from tests.mutations.script import Change, Pick, Script

CONTEXT = "from contextlib import nullcontext as dressed\n"


def if_true(script: Script, pick: Pick) -> list[Change]:
    """``if True:`` around statements that follow each other."""
    return _around(script, pick, "if True:\n")


def if_main(script: Script, pick: Pick) -> list[Change]:
    """``if __name__ == "__main__":`` around what follows the imports."""
    return _around(script, pick, 'if __name__ == "__main__":\n', below_imports=True)


def with_nullcontext(script: Script, pick: Pick) -> list[Change]:
    """``with nullcontext():`` around statements that follow each other."""
    return _around(script, pick, f"{CONTEXT}with dressed():\n")


def try_finally(script: Script, pick: Pick) -> list[Change]:
    """``try: … finally: pass`` around statements that follow each other."""
    return _around(script, pick, "try:\n", "finally:\n    pass\n")


def try_reraised(script: Script, pick: Pick) -> list[Change]:
    """``try: … except Exception: raise`` around statements that follow each other."""
    return _around(script, pick, "try:\n", "except Exception:\n    raise\n")


def try_printed(script: Script, pick: Pick) -> list[Change]:
    """``try: … except Exception as error: print(error)`` around statements that follow each other."""
    return _around(script, pick, "try:\n", "except Exception as error:\n    print(error)\n")


def match_anything(script: Script, pick: Pick) -> list[Change]:
    """``match 1: case _:`` around statements that follow each other."""
    return _around(script, pick, "match 1:\n  case _:\n")


def in_function(script: Script, pick: Pick) -> list[Change]:
    """The whole script in a function, which is called."""
    return _in_definition(script, "def dressed():\n", "dressed()\n")


def in_function_below_imports(script: Script, pick: Pick) -> list[Change]:
    """What follows the imports in a function, which is called if the script is the program."""
    after = 'if __name__ == "__main__":\n    dressed()\n'
    return _in_definition(script, "def dressed():\n", after, below_imports=True)


def in_decorated_function(script: Script, pick: Pick) -> list[Change]:
    """The whole script in a function with a decorator, which is called."""
    before = "import functools\n@functools.lru_cache(maxsize=None)\ndef dressed():\n"
    return _in_definition(script, before, "dressed()\n")


def in_class(script: Script, pick: Pick) -> list[Change]:
    """The whole script in the body of a class."""
    return _in_definition(script, "class Dressed:\n", "")


def in_method(script: Script, pick: Pick) -> list[Change]:
    """What follows the imports in a method, which is called. ``self`` is a parameter more."""
    before = "class Dressed:\n  def run(self):\n"
    return _in_definition(script, before, "Dressed().run()\n", below_imports=True)


def walrus(script: Script, pick: Pick) -> list[Change]:
    """``(a := b)`` for ``a = b``."""
    changes = []
    code = script.code()
    for place, node in enumerate(ast.walk(script.tree)):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and len(node.targets) == 1
            and not isinstance(node.value, (ast.Tuple, ast.Yield, ast.YieldFrom))
            and pick(place)
        ):
            start, end = script.place(node)
            behind = script.place(node.targets[0])[1]
            sign = next(each for each in code if each.start >= behind and each.text == "=")
            changes += [
                Change(end, end, ")"),
                Change(start, start, "("),
                Change(sign.start, sign.end, ":="),
            ]
    return changes


def walrus_in_arguments(script: Script, pick: Pick) -> list[Change]:
    """``f((dressed_1 := a))`` for ``f(a)``, in functions and at the top level."""
    places = []
    waiting: list[ast.AST] = [script.tree]
    while waiting:
        node = waiting.pop()
        closed = (ast.JoinedStr, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
        if not isinstance(node, (*closed, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Call):
            places += [each for each in node.args if not isinstance(each, (ast.Starred, ast.GeneratorExp))]
            places += [each.value for each in node.keywords if each.arg]
    opened, closing = [], []
    for place, node in enumerate(places):
        if pick(place):
            start, end = script.place(node)
            opened.append(Change(start, start, f"(dressed_{place} := "))
            closing.append(Change(end, end, ")"))
    return closing + opened


def nested_calls(script: Script, pick: Pick) -> list[Change]:
    """``print(f(a))`` for the statement ``f(a)``."""
    changes = []
    for place, node in enumerate(ast.walk(script.tree)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and pick(place):
            start, end = script.place(node)
            changes += [Change(start, start, "print("), Change(end, end, ")")]
    return changes


def unwrapped(tree: ast.Module) -> ast.Module:
    """What undoes a wrapping of statements in a syntax tree; imports come first in it."""
    return imports_first(ast.Module(_without_wrappings(tree.body), []))


def _without_wrappings(statements: list[ast.stmt]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for node in statements:
        if ast.dump(node) in _CALLS:
            continue
        inside = _wrapped(node)
        found += [node] if inside is None else _without_wrappings(inside)
    return found


def _wrapped(node: ast.stmt) -> list[ast.stmt] | None:
    """The statements in the block of a wrapping; ``None`` for any other statement."""
    for wrapping in _WRAPPINGS:
        if type(wrapping) is type(node) and _header(wrapping) == _header(node):
            return node.cases[0].body if isinstance(node, ast.Match) else node.body  # type: ignore[attr-defined,no-any-return]
    return None


def _header(node: ast.stmt) -> list[str]:
    """All that a statement says but its first block."""
    if isinstance(node, ast.Match):
        return [ast.dump(node.subject), ast.dump(node.cases[0].pattern)]
    parts = [part for name, part in ast.iter_fields(node) if name != "body"]
    nodes = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    return [ast.dump(each) if isinstance(each, ast.AST) else str(each) for each in nodes]


_WRAPPINGS = ast.parse(
    """
if True: ...
if __name__ == "__main__": ...
with dressed(): ...
try: ...
finally:
    pass
try: ...
except Exception:
    raise
try: ...
except Exception as error:
    print(error)
match 1:
    case _: ...
def dressed(): ...
@functools.lru_cache(maxsize=None)
def dressed(): ...
class Dressed: ...
def run(self): ...
"""
).body
_CALLS = [ast.dump(each) for each in ast.parse("dressed()\nDressed().run()").body]


def without_names_in_arguments(tree: ast.Module) -> ast.Module:
    """*tree* with ``f(a)`` for ``f((dressed_1 := a))``."""

    class Undo(ast.NodeTransformer):
        def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
            self.generic_visit(node)
            return node.value if node.target.id.startswith("dressed_") else node

    return Undo().visit(tree)  # type: ignore[no-any-return]


def without_prints(tree: ast.Module) -> ast.Module:
    """*tree* with ``f(a)`` for the statement ``print(f(a))``."""

    class Undo(ast.NodeTransformer):
        def visit_Expr(self, node: ast.Expr) -> ast.stmt:
            value = node.value
            while isinstance(value, ast.Call) and ast.dump(value.func) == _PRINT and len(value.args) == 1:
                value = value.args[0]
            return ast.Expr(value)

    return Undo().visit(tree)  # type: ignore[no-any-return]


_PRINT = ast.dump(ast.parse("print", mode="eval").body)


def imports_first(tree: ast.Module) -> ast.Module:
    """*tree* with the imports of the top level sorted and before all else, that of a wrapping left out."""
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    others = [node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
    own = [ast.dump(each) for each in ast.parse(f"{CONTEXT}import functools").body]
    kept = [node for node in imports if ast.dump(node) not in own]
    return ast.Module([*sorted(kept, key=ast.dump), *others], [])


def without_walrus(tree: ast.Module) -> ast.Module:
    """*tree* with ``a = b`` for the statement ``(a := b)``."""

    class Undo(ast.NodeTransformer):
        def visit_Expr(self, node: ast.Expr) -> ast.stmt:
            self.generic_visit(node)
            if isinstance(node.value, ast.NamedExpr):
                return ast.Assign([node.value.target], node.value.value)
            return node

    return without_traces(Undo().visit(tree))


def _around(
    script: Script, pick: Pick, before: str, after: str = "", *, below_imports: bool = False
) -> list[Change]:
    """A block around the first statements of the top level that *pick* picks one after the other."""
    statements = _statements(script, below_imports)
    places = [place for place in range(len(statements)) if below_imports or pick(place)]
    if not places:
        return []
    first = last = places[0]
    while last + 1 in places:
        last += 1
    start, end = statements[first][0], statements[last][1]
    return [Change(start, start, before), *_indented(script, start, end, before), Change(end, end, after)]


def _in_definition(script: Script, before: str, after: str, *, below_imports: bool = False) -> list[Change]:
    """All statements in the body of a definition; none where one of them may not stand there."""
    for node in ast.walk(script.tree):
        star = isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        if isinstance(node, (ast.Global, ast.Nonlocal)) or star:
            return []
    return _around(script, lambda place: True, before, after, below_imports=below_imports)


def _statements(script: Script, below_imports: bool) -> list[tuple[int, int]]:
    """Whole lines of the top level that hold statements, without the docstring and ``__future__``."""
    found: list[tuple[int, int]] = []
    for place, node in enumerate(script.tree.body):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and not place
        is_import = isinstance(node, (ast.Import, ast.ImportFrom))
        if (
            is_text
            or (isinstance(node, ast.ImportFrom) and node.module == "__future__")
            or (is_import and below_imports and not found)
        ):
            continue
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        start, end = script.line_starts[first - 1], script.line_starts[node.end_lineno or first]
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _indented(script: Script, start: int, end: int, before: str) -> list[Change]:
    last = before.splitlines()[-1]
    width = len(last) - len(last.lstrip()) + 4
    return [
        Change(offset, offset, " " * width)
        for offset, line in script.lines()
        if start <= offset < end and line.strip()
    ]
