"""Does the path that a call is handed end in a suffix that Keras takes there?"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Text, Value, Values
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.kinds import Frame

_MOST_CALLERS = 16
_WEIGHTS_END = pattern(r"\.weights[\"']")
"""A text to which somebody adds ``.h5``."""


@dataclass(frozen=True, slots=True)
class Endings:
    """How the paths of one argument end.

    Attributes:
        wrong: the paths of the ways to the call in which every path ends in something else.
        is_open: whether the code does not tell for some way; true as well where the paths disagree.
        by_default: whether they are the defaults of options, which a user may give otherwise.
    """

    wrong: tuple[Text, ...]
    is_open: bool
    by_default: bool = False


def endings(
    module: Module,
    node: cst.Call,
    path: cst.BaseExpression,
    suffixes: tuple[str, ...],
    *,
    callers: bool = True,
) -> Endings:
    """Which paths that the argument *path* of *node* may be do not end in one of *suffixes*.

    Where the function around the call decides nothing, its *callers* in the module are asked. What
    reads a file must not ask them: ``weights="imagenet"`` is sorted out before it gets there.
    """
    wrong: list[Text] = []
    is_open = False
    values = module.evaluate(path)
    if callers:  # no call takes ``None`` for a path to write
        values = tuple(value for value in values if not _is_none(value)) or values
    answer = _verdict(module, values, suffixes)
    if answer is None:
        for frames in _ways(module, node) if callers else ():
            inside = module.evaluate(path, frames)
            answer = _verdict(module, inside, suffixes)
            if answer is False:
                wrong += (value for value in inside if isinstance(value, Text))
            is_open |= answer is None
        if callers and not wrong and not _is_asked(module, node, path):
            given = _by_default(module, path, suffixes)
            if given:
                return Endings(given, False, True)
        return Endings(tuple(dict.fromkeys(wrong)), is_open or not wrong)
    texts = tuple(value for value in values if isinstance(value, Text))
    return Endings(texts if answer is False else (), False)


def _by_default(module: Module, path: cst.BaseExpression, suffixes: tuple[str, ...]) -> tuple[Text, ...]:
    """The paths where no option is given, if every one is wrong."""
    from tflint_ckpt.semantics.values.options import Defaults

    values = module.fact(Defaults).of(path)
    wrong = _verdict(module, values, suffixes) is False
    return tuple(value for value in values if isinstance(value, Text)) if wrong else ()


def _is_asked(module: Module, node: cst.Call, path: cst.BaseExpression) -> bool:
    """Whether a test around *node* asks how *path* looks: ``if args.path.endswith(".h5")``."""
    names = {last_name(each) for each in descend(path) if isinstance(each, (cst.Name, cst.Attribute))}
    for _, above in module.steps_within(node):
        test = above.test if isinstance(above, (cst.If, cst.IfExp)) else None
        asks = (cst.Call, cst.Comparison)
        for asked in descend(test) if test is not None else ():
            if isinstance(asked, asks) and any(last_name(each) in names for each in descend(asked)):
                return True
    return False


def _ways(module: Module, node: cst.Call) -> Iterator[tuple[Frame, ...]]:
    """The calls in the module of the function that *node* is in."""
    function = module.enclosing_function(node)
    if function is None:
        return
    for caller in module.call_sites.calls_of(function).giving[:_MOST_CALLERS]:
        yield ((function, caller),)


def _verdict(module: Module, values: Values, suffixes: tuple[str, ...]) -> bool | None:
    """Whether every path ends in one of *suffixes*, or none does; ``None`` where that is open."""
    return agreed(_ends(module, value, suffixes) if isinstance(value, Text) else None for value in values)


def _is_none(value: Value) -> bool:
    return isinstance(value, Constant) and value.value is None


def _ends(module: Module, text: Text, suffixes: tuple[str, ...]) -> bool | None:
    from tflint_ckpt.semantics.values.numbers import with_numbers

    answer = ends_in(with_numbers(module, text), *suffixes)
    if answer is None and text.tail == ".h5" and ".weights.h5" in suffixes:
        # ``f"{name}.h5"`` is fine where the name ends in ``.weights``; then some string of the project does.
        is_here = _WEIGHTS_END.search(module.source.text) is not None
        if not is_here and not module.project.somewhere(_WEIGHTS_END, ".weights", besides=module.path):
            return False
    return answer
