"""A call that stands for a cell that is not read, and may use and change what the other cells name."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Collection, Iterable, Iterator

_WORD = pattern(r"(?<![\w.])[^\W\d]\w*")
_MOST, _LONGEST_LINE = 100_000, 300
"""Characters of a cell, and of a line, in which what a name is set to is looked for."""
_UNKNOWN = "__"
"""A function that nothing defines: what it is given leaves the sight of the notebook."""


def variables(tree: ast.Module) -> set[str]:
    """The names that a module's own statements, or its functions and classes at the top, define."""
    import ast

    found: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return found


def words_set(text: str) -> set[str]:
    """The same of a text of which there is no tree, and perhaps a few names more."""
    from keyword import iskeyword

    return {word for word in set(_WORD.findall(text)) if not iskeyword(word) and _may_set(text, word)}


def stand_in(text: str, names: Collection[str]) -> str | None:
    """Code as long as *text*, and with its line endings, that hands to somebody each of *names* in it.

    A name that *text* may set is set to something unknown. ``None`` where there is none, or no room.
    """
    used = sorted(set(_WORD.findall(text)).intersection(names))
    for sets in (True, False):
        parts = [part for name in used for part in _handed(name, sets and _may_set(text, name))]
        if parts and (code := _laid_out([f"{_UNKNOWN}(", *parts, ")"], text)) is not None:
            return code
    return None


def _handed(name: str, is_set: bool) -> list[str]:
    return ["(", name, ":=", f"{_UNKNOWN}(", name, "))", ","] if is_set else [name, ","]


def _may_set(text: str, name: str) -> bool:
    """Whether a line of *text* looks as if it gave *name* a value: for all that can be told of no Python."""
    if len(text) > _MOST or max(map(len, text.splitlines())) > _LONGEST_LINE:
        return True
    targets = r"(?:[\w \t.*,\[\]=]|(?<!\w)\(|\))*"
    assigned = rf"^{targets}(?<![\w.]){name}\b[\w \t.*,)\[\]]*(?::[^=\n]*)?(?:=(?!=)|[-+*/|&]=)"
    bound = rf"\b(?:for|as|def|class|import|global|del)[ \t](?:(?!\bin\b)[\w \t,()])*\b{name}\b"
    return re.search(f"{assigned}|{bound}", text, re.MULTILINE) is not None


def _laid_out(tokens: Iterable[str], text: str) -> str | None:
    """*tokens* on the lines of *text*, which is theirs to fill; ``None`` where they do not fit."""
    waiting = list(tokens)
    lines = []
    for line in _lines(text):
        room = len(line.rstrip("\r\n"))
        code = ""
        while waiting and len(code) + len(waiting[0]) <= room:
            code += waiting.pop(0)
        lines.append(code.ljust(room) + line[room:])
    return None if waiting else "".join(lines)


def _lines(text: str) -> Iterator[str]:
    return (match.group() for match in re.finditer(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+\Z", text))
