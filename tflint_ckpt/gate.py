"""Which rules may have something to say about a file, decided before the costly parse.

Three looks: the words a rule requires on the text, then its declared triggers on the identifiers of
CPython's own syntax tree, and whether it has anything to say on the Keras that the file runs on. All
over-approximate, and hold no rule logic.
"""

from __future__ import annotations

from tflint_ckpt.source import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Sequence

    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.rules.triggers import Trigger
    from tflint_ckpt.target import Targets

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


def names_keras(text: str) -> bool:
    """Whether a text names TensorFlow or Keras; in any other no rule has anything to say."""
    return "keras" in text or "tensorflow" in text


_TRAINS = (".fit(", ".compile(", ".save_weights(", ".load_weights(", ".fit_generator(")
"""What is called of models that another file may have made."""


def may_train(text: str) -> bool:
    """Whether a text that does not name Keras calls what models have."""
    return any(word in text for word in _TRAINS)


def by_words(text: str, rules: Iterable[RuleEntry], *, handed: bool = False) -> list[RuleEntry]:
    """The rules each of whose triggers has a word in *text*, in a file that names TensorFlow or Keras.

    Or is *handed* what another file makes with them.
    """
    if not handed and not names_keras(text):
        return []
    words = words_of(text)
    found = []
    for rule in rules:
        first = rule.first_words
        if first is not None and first.isdisjoint(words):
            continue  # most rules, in most files
        for trigger in rule.requires:
            if not trigger.may_be_in(words) or (trigger.kind == "parameter" and not _in_head(text, trigger)):
                break
        else:
            if rule.requires:
                found.append(rule)
    return found


def _in_head(text: str, trigger: Trigger) -> bool:
    """Whether a word of *trigger* stands between a ``def`` and the next line that ends with a colon."""
    start = text.find("def")
    while start >= 0:
        after = text[start + 3 : start + 4]
        if after.isspace() or after == "\\":
            end = text.find(":\n", start)
            head = text[start : end if end >= 0 else len(text)]
            if any(word in head for word in trigger.words):
                return True
            start += len(head) - 3
        start = text.find("def", start + 3)
    return False


def by_triggers(
    tree: ast.Module | None,
    rules: Sequence[RuleEntry],
    text: str = "",
    targets_of: Callable[[], Targets] | None = None,
) -> list[RuleEntry]:
    """The rules each of whose triggers is met by an identifier of *tree*; all where there is none.

    With *targets_of*, which says on what *text* runs, rules that are silent there are left out.
    """
    if tree is None or not rules:
        return list(rules)
    from tflint_ckpt.identifiers import Identifiers
    from tflint_ckpt.met import meets

    found = Identifiers(tree)

    def is_met(rule: RuleEntry) -> bool:
        return all(meets(found, trigger) for trigger in rule.requires)

    met = list(filter(is_met, rules))
    if targets_of is None or not any(rule.one_sided for rule in met):
        return met
    targets = targets_of()
    # A file that imports no Keras, as far as is seen, is judged as one of ``tf.keras``.
    roots = {"tensorflow", *found.roots} if targets.may_differ(text) else {"tensorflow"}
    every = [targets.of(root) for root in roots]
    found.keras2 = any(target.keras2 for target in every)
    found.keras3 = any(target.keras3 for target in every)
    is_both = found.keras2 and found.keras3
    return [rule for rule in met if rule.may_speak(every) and (is_both or not rule.one_sided or is_met(rule))]
