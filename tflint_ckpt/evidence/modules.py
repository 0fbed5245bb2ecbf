"""What the Python modules of a project say about the Keras and the TensorFlow of the others."""

from __future__ import annotations

import _ast as ast  # the classes of nodes alone: ``ast`` itself takes a millisecond to import
from itertools import islice

from tflint_ckpt.evidence.flags import NO, WORD, YES
from tflint_ckpt.gate import parse
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = (WORD.encode(), b"tf_keras", b"tensorflow_addons")
_LIKELY = pattern(
    rb"^[ \t]*(?:import|from)[ \t][^\n#]*\b(?:tf_keras|tensorflow_addons)\b"
    rb"|TF_USE_LEGACY_KERAS[\"']?\s*[],:=]\s*=?\s*[\"']?(?:1|0|[Tt]rue|[Ff]alse)",
    re.MULTILINE,
)
"""What is worth parsing: the words also stand in comments and tests of tools."""
_COMMAND = pattern(
    rf"^\s*(?:(?:export|env|set|(?:\S+ )?(?:ba)?sh -\w*c|\w+=\S*)\s+[\"']?)*"
    rf"{WORD}=(?P<value>1|[Tt]rue|0|[Ff]alse)"
    r"(?=\s*(?:$|[\"';&\\])|\s+(?:\w+=\S*\s+)*\S*(?:python|torchrun|horovodrun|mpirun|pytest|sh\b|\./))"
    rf"|[\s;&\"']{WORD}=(?P<inner>1|[Tt]rue|0|[Ff]alse)"
    r" (?:\w+=\S* )*\S*(?:python|torchrun|horovodrun|mpirun|pytest)"
)
"""A command, or its beginning: not a sentence that has the variable in it."""
_IMPORT = pattern(
    r"^(?P<indent>[ \t]*)(?:from[ \t]+|import[ \t]+(?:[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*)"
    r"(?P<root>tf_keras|tensorflow_addons)(?:[ \t.,;#]|$)",
    re.MULTILINE,
)
_MOST_IMPORTS = 20
_TELLING = frozenset(
    "print warn warning info error debug exception critical log write add_argument ImportError".split()
)
_STARTING = frozenset(
    "subprocess system Popen popen execv execve execvp execvpe spawnv spawnve runpy".split()
)


def may_say(data: bytes) -> bool:
    """Whether the content of a module may say anything."""
    return any(word in data for word in _WORDS) and _LIKELY.search(data) is not None


class Said:
    """What one module says.

    Attributes:
        flag: the line where it sets ``TF_USE_LEGACY_KERAS``, and whether to yes; ``None`` where it does not.
        starts: whether that is for processes that it starts, not for its own.
        tf_keras, addons: the line where it imports ``tf_keras`` and ``tensorflow_addons``, else 0.
        imports: what it imports, by the first of its names, where it sets the variable.
    """

    __slots__ = ("addons", "flag", "imports", "starts", "tf_keras")

    def __init__(self) -> None:
        self.flag: tuple[int, bool] | None = None
        self.imports: set[str] = set()
        self.starts = False
        self.tf_keras = 0
        self.addons = 0


def said(text: str) -> Said | None:
    """What the module *text* says; ``None`` where nothing, or where it is no Python.

    Imports that may fail, and what is only printed or raised, say nothing.
    """
    plain = _plain_imports(text)
    if plain is not None:
        return plain
    result = Said()
    try:
        tree = parse(text, "")
        for kind, node, value in _looked_through(tree):
            if kind == "tf_keras":
                result.tf_keras = result.tf_keras or node.lineno
            elif kind == "tensorflow_addons":
                result.addons = result.addons or node.lineno
            elif kind == "starting":
                result.starts = True
            elif kind.startswith("import "):
                result.imports.add(kind.removeprefix("import "))
            else:
                if result.flag is None or (value and not result.flag[1]):
                    result.flag = node.lineno, value
                result.starts = result.starts or kind == "for others"
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if result.flag is None and not result.tf_keras and not result.addons:
        return None
    return result


def _plain_imports(text: str) -> Said | None:
    """What a module says that has imports of ours only at the top level; ``None`` where it has to be parsed.

    That saves 15 ms a module. A line inside a text of several lines is no import.
    """
    matches = list(islice(_IMPORT.finditer(text), _MOST_IMPORTS))
    if WORD in text or not matches or len(matches) == _MOST_IMPORTS:
        return None
    result = Said()
    for match in matches:
        before = text[: match.start()]
        if match["indent"] or before.count('"""') % 2 or before.count("'''") % 2:
            return None
        line = before.count("\n") + 1
        if match["root"] == "tf_keras":
            result.tf_keras = result.tf_keras or line
        else:
            result.addons = result.addons or line
    return result


_Found = tuple[str, "ast.stmt | ast.expr", bool]


def _looked_through(tree: ast.Module) -> Iterator[_Found]:
    from ast import dump, iter_child_nodes

    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Raise, ast.Assert)) or (
            isinstance(node, ast.Call) and _name(node.func) in _TELLING
        ):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        yield from _of(node)
        if isinstance(node, ast.Call) and _name(node.func) == "update" and "environ" in dump(node.func):
            node.args = []  # a table for the process itself, not for one that it starts
        children = list(iter_child_nodes(node))
        if isinstance(node, ast.If) and _name(node.test) == "TYPE_CHECKING":
            children = list(node.orelse)
        if isinstance(node, (ast.Try, ast.ExceptHandler)):
            children = [child for child in children if not isinstance(child, (ast.Import, ast.ImportFrom))]
        pending += reversed(children)


def _of(node: ast.AST) -> Iterator[_Found]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield from _imported(node, alias.name)
    elif isinstance(node, ast.ImportFrom):
        if not node.level:
            yield from _imported(node, node.module or "")
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript) and _text(target.slice) == WORD:
                owner = "itself" if _name(target.value) == "environ" else "for others"
                yield from _set(node, owner, node.value)
    elif isinstance(node, ast.Call):
        function = _name(node.func)
        if function in ("setdefault", "putenv", "setenv") and [*map(_text, node.args)][:1] == [WORD]:
            for value in node.args[1:2]:
                yield from _set(node, "itself", value)
        if function == "update" and node.args and isinstance(node.args[0], ast.Dict):
            for key, value in zip(node.args[0].keys, node.args[0].values, strict=True):
                if key is not None and _text(key) == WORD:
                    yield from _set(key, "itself", value)
        for keyword in node.keywords:
            if keyword.arg == WORD:
                owner = "itself" if function == "update" else "for others"
                yield from _set(keyword.value, owner, keyword.value)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None and _text(key) == WORD:
                yield from _set(key, "for others", value)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and WORD in node.value and (match := _COMMAND.search(node.value)):
            yield "for others", node, (match["value"] or match["inner"]) in YES
    elif isinstance(node, (ast.Name, ast.Attribute)) and _name(node) in _STARTING:
        yield "starting", node, False


def _imported(node: ast.stmt, module: str) -> Iterator[_Found]:
    root = module.partition(".")[0]
    yield root if root in ("tf_keras", "tensorflow_addons") else f"import {root}", node, True


def _set(node: ast.stmt | ast.expr, owner: str, value: ast.expr) -> Iterator[_Found]:
    text = _text(value)
    if text is not None and text in YES | NO:
        yield owner, node, text in YES


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
