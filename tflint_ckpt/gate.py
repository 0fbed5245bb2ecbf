"""Which rules may have something to say about a file, decided before the costly parse.

Two looks: the words a rule requires on the text, then its declared triggers on the identifiers of
CPython's own syntax tree. Both over-approximate, and hold no rule logic.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Sequence

    from tflint_ckpt.rules.registry import RuleEntry

_ONLY_AST = 0x400
"""``ast.PyCF_ONLY_AST``; the module ``ast`` itself costs several milliseconds to import."""


def parse(text: str, path: str) -> ast.Module:
    """CPython's syntax tree of *text*. Raises ``SyntaxError``, ``RecursionError`` or ``MemoryError``."""
    import _warnings

    if _IGNORE_ALL not in _warnings.filters:
        _warnings.filters.insert(0, _IGNORE_ALL)  # an invalid escape in linted code is not our news
    tree: ast.Module = compile(text, path, "exec", _ONLY_AST, dont_inherit=True)
    return tree


_IGNORE_ALL = ("ignore", None, Warning, None, 0)


def by_words(text: str, rules: Iterable[RuleEntry]) -> list[RuleEntry]:
    """The rules each of whose triggers has a word in *text*, in a file that names TensorFlow or Keras."""
    if "keras" not in text and "tensorflow" not in text:
        return []
    return [
        rule
        for rule in rules
        if rule.requires
        and all(
            any(_has_word(text, trigger.kind, word) for word in trigger.words) for trigger in rule.requires
        )
    ]


def _has_word(text: str, kind: str, word: str) -> bool:
    if word not in text:
        return False
    return kind != "parameter" or _may_be_parameter(text, word)


def _may_be_parameter(text: str, word: str) -> bool:
    """Whether *word* stands between a ``def`` and the first line that ends with a colon after it."""
    import re

    header = rf"\bdef\s(?:[^\n]|(?<!:)\n)*?(?<!\w){word}(?!\w)"
    return re.search(header, text) is not None


def by_triggers(tree: ast.Module, rules: Sequence[RuleEntry]) -> list[RuleEntry]:
    """The rules each of whose triggers is met by an identifier of *tree*."""
    if not rules:
        return []
    found = _identifiers(tree)
    return [
        rule
        for rule in rules
        if all(any(word in found[trigger.kind] for word in trigger.words) for trigger in rule.requires)
    ]


def _identifiers(tree: ast.Module) -> dict[str, set[str]]:
    """The identifiers of a tree by the kind of trigger they meet."""
    import _ast

    names: set[str] = set()
    keywords: set[str] = set()
    parameters: set[str] = set()
    attributes: set[str] = set()
    stack: list[_ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, _ast.Name):
            names.add(node.id)
            continue
        if isinstance(node, _ast.Attribute):
            attributes.add(node.attr)
        elif isinstance(node, _ast.keyword):
            keywords.add(node.arg or "")
        elif isinstance(node, _ast.arg):
            parameters.add(node.arg)
        elif isinstance(node, _ast.Constant):
            if isinstance(node.value, str):
                keywords.add(node.value)
            continue
        elif isinstance(node, _ast.ImportFrom):
            names.update((node.module or "").split("."))
        elif isinstance(node, _ast.alias):
            names.update(node.name.split("."))
            continue
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, _ast.AST):
                stack.append(value)
            elif isinstance(value, list):
                stack += [item for item in value if isinstance(item, _ast.AST)]
    names |= attributes
    return {"name": names, "keyword": keywords, "parameter": parameters, "method": attributes}
