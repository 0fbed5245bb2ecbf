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
    from tflint_ckpt.rules.triggers import Trigger

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


def read(text: str, path: str) -> ast.Module | None:
    """The same; ``None`` where only a newer Python than the one that runs knows the syntax."""
    try:
        return parse(text, path)
    except SyntaxError:
        from tflint_ckpt.newer import is_newer

        if is_newer(text):
            return None
        raise


_MANY = 16
"""A trigger of more words is not asked of the text: looking for each costs more than it saves."""


def by_words(text: str, rules: Iterable[RuleEntry]) -> list[RuleEntry]:
    """The rules each of whose triggers has a word in *text*, in a file that names TensorFlow or Keras."""
    if "keras" not in text and "tensorflow" not in text:
        return []
    known: dict[tuple[str, str], bool] = {}
    return [
        rule
        for rule in rules
        if rule.requires and all(_has_word(text, trigger, known) for trigger in rule.requires)
    ]


def _has_word(text: str, trigger: Trigger, known: dict[tuple[str, str], bool]) -> bool:
    if len(trigger.words) > _MANY:
        return True
    for word in trigger.words:
        told = known.get((trigger.kind, word))
        if told is None:
            told = all(part in text for part in word.split("."))
            if told and trigger.kind == "parameter":
                told = _may_be_parameter(text, word)
            known[trigger.kind, word] = told
        if told:
            return True
    return False


def _may_be_parameter(text: str, word: str) -> bool:
    """Whether *word* stands between a ``def`` and the first line that ends with a colon after it."""
    import re

    header = rf"\bdef\s(?:[^\n]|(?<!:)\n)*?(?<!\w){word}(?!\w)"
    return re.search(header, text) is not None


def by_triggers(tree: ast.Module | None, rules: Sequence[RuleEntry]) -> list[RuleEntry]:
    """The rules each of whose triggers is met by an identifier of *tree*; all where there is none."""
    if tree is None or not rules:
        return list(rules)
    from tflint_ckpt.identifiers import Identifiers

    found = Identifiers(tree)
    return [rule for rule in rules if all(found.meet(trigger) for trigger in rule.requires)]
