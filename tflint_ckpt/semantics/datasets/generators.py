"""``ImageDataGenerator``: which one pictures flow from, and whether it changes them at random."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Instance, Items, Text, Value
from tflint_ckpt.syntax.forms import JUMPS
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

GENERATOR = "keras.preprocessing.image.ImageDataGenerator"
FLOWS = ("flow", "flow_from_directory", "flow_from_dataframe")
_FUNCTIONS = (cst.FunctionDef, cst.Lambda)
_RANDOM = (
    "rotation_range", "width_shift_range", "height_shift_range", "brightness_range", "shear_range",
    "zoom_range", "channel_shift_range", "horizontal_flip", "vertical_flip",
)  # fmt: skip


def generator_of(module: Module, flow: cst.Call, frames: Frames = ()) -> cst.Call | None:
    """The only ``ImageDataGenerator(…)`` that *flow*, a call of one of its methods, may be called on.

    *frames* are the calls inside which it is run, where that matters.
    """
    if not isinstance(flow.func, cst.Attribute) or flow.func.attr.value not in FLOWS:
        return None
    made = module.objects.origins(flow.func.value, frames)
    if len(made) != 1 or made[0].name != GENERATOR or made[0].local is not None:
        return None
    return made[0].node if isinstance(made[0].node, cst.Call) else None


def flow_of(module: Module, node: cst.BaseExpression) -> cst.Call | None:
    """The call ``generator.flow…(…)`` that *node* surely comes from."""
    values = module.evaluate(node)
    call = values[0].call if len(values) == 1 and isinstance(values[0], Instance) else None
    return call if call is not None and generator_of(module, call) is not None else None


def flows(module: Module) -> Iterator[tuple[cst.Call, cst.Call, Frames]]:
    """Each call of a method that lets pictures flow, with the generator that it is called on.

    Once for each way that leads there, with the calls on it.
    """
    for node, _ in module.method_calls(*FLOWS):
        for frames in _contexts(module, node):
            generator = generator_of(module, node, frames)
            if generator is not None:
                yield node, generator, frames


def _contexts(module: Module, node: cst.Call) -> Iterator[Frames]:
    """The calls inside which *node* may be run, those of a lambda around it, too."""
    around = next((above for above in module.ancestors(node) if isinstance(above, _FUNCTIONS)), None)
    sites = module.call_sites.in_sight(around) if isinstance(around, cst.Lambda) else None
    if not sites or around is None:
        yield from module.call_sites.contexts(node)
        return
    for site in sites:
        for frames in module.call_sites.contexts(site):
            yield (*frames, (around, site))


def subsets(module: Module, given: cst.BaseExpression, frames: Frames) -> set[str | None]:
    """The subsets that a call with the argument *given* surely takes; ``None`` among them for any other.

    Those that a loop goes through are all taken, where each pass makes the call.
    """
    values = module.evaluate(given, frames)
    known = {value.literal if isinstance(value, Text) else None for value in values}
    return known if len(known) == 1 or _is_of_each_pass(module, given) else {None}


def _is_of_each_pass(module: Module, node: cst.BaseExpression) -> bool:
    """Whether *node* is the variable of a loop or comprehension whose every pass evaluates it there."""
    binding = module.sole_binding(node)
    if binding is None or binding.index or binding.kind not in (BindingKind.LOOP, BindingKind.OTHER):
        return False
    for child, above in module.steps_within(node):
        if isinstance(above, cst.For):
            is_of_it = above.iter is binding.value and child is above.body
            return is_of_it and not any(isinstance(each, JUMPS) for each in descend(above.body))
        if isinstance(above, (cst.ListComp, cst.DictComp)):
            loop = above.for_in
            return loop.iter is binding.value and not loop.ifs and loop.inner_for_in is None
        if isinstance(above, (cst.If, cst.IfExp, cst.BooleanOperation, cst.Try, cst.While)):
            return False
    return False


def random_options(module: Module, generator: cst.Call) -> list[str]:
    """The arguments with which a generator surely changes its pictures at random."""
    call = module.as_call(generator, GENERATOR)
    return [name for name in _RANDOM if call is not None and _is_on(module, call, name)]


def _is_on(module: Module, call: Call, name: str) -> bool:
    given = call.argument(name)
    return given is not None and module.surely(given.value, _changes)


def _changes(value: Value) -> bool:
    if isinstance(value, Items):
        return len(value.elements) > 1
    return isinstance(value, Constant) and bool(value.value)
