"""Which triggers the identifiers of a file meet. For the gate."""

from __future__ import annotations

import _ast

from tflint_ckpt.uncalled import defaults, is_unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator
    from typing import Any

    from tflint_ckpt.identifiers import Identifiers
    from tflint_ckpt.rules.triggers import Both, Either, Passed, Trigger

_PUBLIC_ROOTS = frozenset(("tensorflow", "keras"))
"""Roots of imports whose Keras is public; see ``tflint_ckpt.target.ROOTS``."""
_WRITTEN = frozenset(
    (
        *(_ast.Tuple, _ast.List, _ast.Set, _ast.Dict, _ast.ListComp, _ast.SetComp, _ast.DictComp),
        *(_ast.GeneratorExp, _ast.Lambda),
    )
)
"""Expressions that are neither numbers nor texts, whatever stands in them."""


def meets(found: Identifiers, trigger: Trigger) -> bool:
    """Whether any word of *trigger* is there."""
    question = _QUESTIONS.get(trigger.kind)
    if question is not None:
        return question(found, trigger)
    there: set[str] = getattr(found, _SETS[trigger.kind])
    return not there.isdisjoint(trigger.word_set)


_SETS = {
    "name": "names",
    "keyword": "keywords",
    "parameter": "parameters",
    "method": "attributes",
    "defined": "defined",
    "dropped": "dropped",
    "base": "bases",
    "api": "apis",
    "public": "public",
}
"""Where a word of a trigger has to be, for the kinds that ask no more."""


def _either(found: Identifiers, trigger: Either) -> bool:
    return any(meets(found, each) for each in trigger.triggers)


def _both(found: Identifiers, trigger: Both) -> bool:
    return all(meets(found, each) for each in trigger.triggers)


def _on_keras3(found: Identifiers, trigger: Either) -> bool:
    return found.keras3 and _either(found, trigger)


def _on_keras2(found: Identifiers, trigger: Either) -> bool:
    return found.keras2 and _either(found, trigger)


def _given(found: Identifiers, trigger: Trigger) -> bool:
    for called, words in trigger.groups.items():
        renamed = called in found.loose or called in found.bases
        if renamed and not found.keywords.isdisjoint(words):
            return True
        if called in found.given and not found.given[called].isdisjoint(words):
            return True
    return False


def _besides(found: Identifiers, trigger: Trigger) -> bool:
    for called, words in trigger.groups.items():
        if called in found.loose or called in found.bases:
            return True
        if called in found.given and not found.given[called] <= words:
            return True
    return False


def _member(found: Identifiers, trigger: Trigger) -> bool:
    wanted = found.attributes & trigger.word_set
    return not found.owned.isdisjoint(wanted) or (bool(wanted) and not found.members.isdisjoint(wanted))


def _kerases(found: Identifiers, trigger: Trigger) -> bool:
    if found.roots.isdisjoint(_PUBLIC_ROOTS):
        return False
    return len(found.roots) > 1 or not found.packages.isdisjoint(trigger.words)


def _brought(found: Identifiers, trigger: Trigger) -> bool:
    from tflint_ckpt.packages import ELSEWHERE

    names = {name for name, packages in found.imports.items() if not packages <= ELSEWHERE}
    if not names.isdisjoint(found.calls):
        return True
    parts = (chain.split(".") for chain in found.chains if names)
    return any(chain[0] in names and chain[-1] in found.calls for chain in parts)


def _yields(found: Identifiers, trigger: Trigger) -> bool:
    return found.makes_generators


def _looped(found: Identifiers, trigger: Trigger) -> bool:
    called = [call.func for word in trigger.words for call in found.calls.get(word, ())]
    for loop in found.loops if called else ():
        first, last = loop.lineno, loop.end_lineno or loop.lineno
        if any(first <= each.lineno <= last for each in called):
            return True
    return False


def _repeated(found: Identifiers, trigger: Trigger) -> bool:
    calls = [call for word in trigger.words for call in found.calls.get(word, ())]
    if len(calls) > 1 or not found.handed.isdisjoint(trigger.words):
        return True
    return any(
        around.lineno <= call.lineno <= (around.end_lineno or around.lineno)
        for call in calls
        for around in (*found.loops, *found.functions)
    )


def _doubled(found: Identifiers, trigger: Trigger) -> bool:
    given = [value for word in trigger.words for _, value in found.passed.get(word, ())]
    texts = [value.value for value in given if type(value) is _ast.Constant and type(value.value) is str]
    return len(set(texts)) < len(texts)


def _passed(found: Identifiers, trigger: Passed) -> bool:
    for called, keyword, place, wanted, is_method in trigger.arguments:
        if not called:
            if keyword in found.strings:
                return True  # as the key of a dictionary
            if any(_may_be(found, value, wanted) for _, value in found.passed.get(keyword, ())):
                return True
            continue
        if called in found.loose and not is_method:
            return True
        for call in found.calls.get(called, ()):
            if is_method and not _is_of_object(found, call):
                continue
            if any(_may_be(found, value, wanted) for value in _arguments(call, keyword, place)):
                return True
    return False


def _named(found: Identifiers, trigger: Passed) -> bool:
    return any(
        _may_be(found, value, wanted)
        for called, keyword, place, wanted, _ in trigger.arguments
        if called in found.names
        for name in found.names_of(called)
        for call in found.calls.get(name, ())
        for value in _arguments(call, keyword, place)
    )


def _made(found: Identifiers, trigger: Passed) -> bool:
    from tflint_ckpt.composed import may_have

    return any(
        may_have(found, value, wanted[1:])
        for _, keyword, _, wanted, _ in trigger.arguments
        for called, value in found.passed.get(keyword, ())
        if called[:1].isupper() or called in found.sources
    )


def _is_of_object(found: Identifiers, call: ast.Call) -> bool:
    """Whether a call is one of an attribute, and not of a function of TensorFlow or Keras."""
    return type(call.func) is _ast.Attribute and not found.is_in_library(call.func)


def _arguments(call: ast.Call, keyword: str, place: int) -> Iterator[ast.expr]:
    """What *call* may give to the parameter *keyword*, or at *place* (-1: at none).

    Of ``**options`` only where there is a place: else their keys are asked for by themselves.
    """
    named = [each.value for each in call.keywords if each.arg == keyword]
    yield from named
    for each in call.keywords if place >= 0 and not named else ():
        if each.arg is None:
            yield call.func  # ``**options``: as good as any expression
    for number, argument in enumerate(call.args[: place + 1]):
        if number == place or type(argument) is _ast.Starred:
            yield argument


def _may_be(found: Identifiers, node: ast.expr, wanted: str) -> bool:
    """Whether an expression may have a value that is *wanted*; see ``Passed``."""
    if wanted == "any":
        return True
    is_text = wanted[0] == "'"
    if type(node) is _ast.Constant:
        return _is_value(node.value, wanted)
    if wanted[0] in "~!":
        return True
    if wanted == "items":
        return not _is_text(node)
    if is_unknown(found, node):
        # But for what it is by default, which calls in other files may leave as it is.
        known = [each for each in defaults(found, node) if not is_unknown(found, each)]
        return any(_may_be(found, each, wanted) for each in known)
    if wanted == "dict":
        return _may_be_dict(found, node)
    if type(node) is _ast.JoinedStr:
        return is_text
    if type(node) is _ast.Subscript and type(node.slice) is _ast.Slice:
        return is_text  # a part of a sequence is one
    if type(node) is _ast.Attribute and is_text and node.attr != wanted[1:-1]:
        return not found.is_in_library(node)
    if wanted == "float" and type(node) is _ast.Call and type(node.func) is _ast.Name:
        return node.func.id not in ("int", "len")
    return type(node) not in _WRITTEN


def _may_be_dict(found: Identifiers, node: ast.expr) -> bool:
    """Whether an expression may be a dictionary, which no function, API or other display is."""
    if type(node) in _WRITTEN or type(node) is _ast.JoinedStr:
        return type(node) in (_ast.Dict, _ast.DictComp)
    if type(node) is _ast.Name:
        return node.id in found.stored or node.id not in found.defined
    return not found.is_in_library(node.func if type(node) is _ast.Call else node)


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is written as a text, or put together with one."""
    while type(node) is _ast.BinOp:
        if _is_text(node.right):
            return True
        node = node.left
    return type(node) is _ast.JoinedStr or (type(node) is _ast.Constant and type(node.value) is str)


def _fits(value: str, known: str) -> bool:
    """Whether a text is one that is known, in quotes, or has the ending that is."""
    return value == known[1:-1] if known[0] == "'" else value.endswith(known)


def _is_value(value: object, wanted: str) -> bool:
    """Whether a constant is *wanted*; see ``Passed``."""
    if wanted[0] == "'":
        return type(value) is str and value == wanted[1:-1]
    if wanted == "~ ":
        return isinstance(value, str) and any(map(str.isspace, value))
    if wanted[0] == "~":
        return isinstance(value, str) and wanted[1:] in value.lower()
    if wanted[0] == "!":
        return type(value) is not str or not any(_fits(value, each) for each in wanted[1:].split("|"))
    if wanted in ("items", "dict"):
        return False
    if wanted == "float":
        return type(value) is float
    if wanted == "integer":
        return type(value) is int
    if wanted == "number":
        return type(value) in (int, float, complex)
    return type(value) is not str and value == int(wanted)


_QUESTIONS: dict[str, Callable[[Identifiers, Any], bool]] = {
    "either": _either,
    "both": _both,
    "on keras 2": _on_keras2,
    "on keras 3": _on_keras3,
    "given": _given,
    "besides": _besides,
    "member": _member,
    "brought": _brought,
    "kerases": _kerases,
    "yields": _yields,
    "looped": _looped,
    "repeated": _repeated,
    "doubled": _doubled,
    "passed": _passed,
    "named": _named,
    "made": _made,
}
