"""What becomes of a keyword argument of an API class, release by release; which parameter was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.keras_api.history import Span, history
from tflint_ckpt.keras_api.reader import Version, find, is_a, snapshots
from tflint_ckpt.keras_api.signature import ParameterKind, Takes
from tflint_ckpt.light_functools import cache
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.engine import Engine

TAKEN = (Takes.NAMED, Takes.ACCEPTED)
_CALLBACKS = "keras.callbacks"
_LEAST_ALIKE = 0.7
"""Of two names by ``difflib``: ``monital`` and ``monitor`` are, ``filename`` and ``filepath`` are not."""


@cache
def fates(owner: str, argument: str) -> tuple[Span[Takes], ...]:
    """What the API class *owner* does with the keyword *argument*, on the releases of which that is known."""
    api = find(owner)

    def answer(keras: Version) -> Takes | None:
        told = api.at(keras) if api is not None else None
        takes = told.takes(argument) if told is not None else Takes.UNKNOWN
        return None if takes is Takes.UNKNOWN else takes

    return history(answer)


def callback_names(module: Engine) -> list[str]:
    """Canonical names of the callbacks of Keras that the module may build, by the words it calls."""
    nodes = [call.func for call in module.facts.calls]
    nodes += [call.args[0].value for call in module.facts.calls if call.args]
    nodes += [base.value for node in module.facts.classes for base in node.bases]
    last = dict.fromkeys(word for node in nodes for word in _words(module, node))
    names = (f"{_CALLBACKS}.{word}" for word in last if word[:1].isupper())
    newest = snapshots()[-1], (2, 15)
    return [name for name in names if any(is_a(name, f"{_CALLBACKS}.Callback", keras) for keras in newest)]


def _words(module: Engine, node: cst.BaseExpression) -> Iterator[str]:
    """The last word of what is called, and of what that is another name for."""
    yield last_name(node)
    for binding in module.bindings(node) if isinstance(node, cst.Name) else ():
        if binding.imported:
            yield binding.imported.rpartition(".")[2]
        elif binding.value is not None:
            yield last_name(binding.value)


def meant(call: Call, argument: Argument, releases: Iterable[Version]) -> str | None:
    """The parameter of the API that the misspelled *argument* means: one on all *releases*, not yet given.

    ``None`` where some release took *argument* as it is, or no name is much like it.
    """
    if any(fate.answer in TAKEN for fate in fates(call.name, argument.name or "")):
        return None
    api = find(call.name)
    told = [api.at(version) if api is not None else None for version in releases]
    given = {each.name for each in call.arguments}
    places = sum(each.name is None for each in call.arguments)
    common: set[str] | None = None
    for signature in told:
        named = [] if signature is None else [
            parameter.name
            for place, parameter in enumerate(signature.parameters)
            if place >= places and parameter.kind in (ParameterKind.EITHER, ParameterKind.KEYWORD)
        ]  # fmt: skip
        common = set(named) if common is None else common & set(named)
    names = sorted((common or set()) - given)
    from difflib import get_close_matches

    close = get_close_matches(argument.name or "", names, n=1, cutoff=_LEAST_ALIKE)
    return close[0] if close else None


def says_nothing(module: Engine, owner: str, argument: Argument) -> bool:
    """Whether an argument has the value it has anyway: its default, or none or false where that is hidden."""
    only = module.only(argument.value)
    if not isinstance(only, (Constant, Text)):
        return False
    value = only.literal if isinstance(only, Text) else only.value
    api = find(owner)
    signatures = [api.at(version) if api is not None else None for version in snapshots()]
    defaults = {
        parameter.default
        for signature in signatures
        if signature is not None and (parameter := signature.parameter(argument.name or "")) is not None
    }
    return defaults == {repr(value)} if defaults else value is None or value is False
