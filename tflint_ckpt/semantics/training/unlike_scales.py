"""Fits whose pictures an ``ImageDataGenerator`` brings to another scale than those that validate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.generators import GENERATOR, generator_of
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.training.calls import validation_of
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.kept_arrays import is_kept
from tflint_ckpt.semantics.training.rescaled_twice import THEMSELVES
from tflint_ckpt.semantics.training.rescaling import factor, is_255th, number, parts_of, scales
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Instance
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_OTHERWISE = (
    "preprocessing_function", "featurewise_center", "samplewise_center", "featurewise_std_normalization",
    "samplewise_std_normalization", "zca_whitening",
)  # fmt: skip
"""Options of a generator that bring pictures to a scale of their own."""
_WHATEVER = (
    "LayerNormalization", "GroupNormalization", "UnitNormalization", "per_image_standardization",
    "l2_normalize", "normalize", "standardize", "divide", "truediv",
)  # fmt: skip
"""What makes the scale of what goes in matter little."""
_KEEPING = tuple(
    f"numpy.{name}" for name in ("asarray", "ascontiguousarray", "reshape", "squeeze", "expand_dims")
)
_KEEPING_METHODS = frozenset(("astype", "reshape", "copy"))
_SPLIT = "sklearn.model_selection.train_test_split"
_PICTURES = frozenset("imread load_img decode_image decode_jpeg decode_png".split())
"""Functions that read pictures from files, which gives 0 … 255."""
_GOING = frozenset("enumerate iter list sorted tqdm zip".split())
"""Functions that give the elements of what they are given."""
_ASKING = (cst.Comparison, cst.BooleanOperation, cst.Match, cst.Index)
_LEAST = 1.9
"""By so much scales differ that are not meant to be one: 1/255 and 1/256 are."""


@dataclass(frozen=True, slots=True)
class Side:
    """The pictures that a fit trains on, or those that validate.

    Attributes:
        flow: the call ``generator.flow…(…)``.
        frames: the calls inside which it is run.
        generator: the call of ``ImageDataGenerator``.
        rescale: its argument, where it is given.
        scale: by what it multiplies pictures; ``None`` where that is not known, or not all that it does.
    """

    flow: cst.Call
    frames: Frames
    generator: cst.Call
    rescale: Argument | None
    scale: float | None


@dataclass(frozen=True, slots=True)
class Unlike:
    """One fit whose sides are multiplied by different numbers."""

    training: Side
    validation: Side

    @property
    def plain(self) -> Side:
        """The side that is to be like the other one."""
        return self.training if self.training.scale == 1 else self.validation

    @property
    def other(self) -> Side:
        """The other one."""
        return self.validation if self.plain is self.training else self.training


def unlike_scales(module: Module) -> Iterator[tuple[Unlike, bool]]:
    """Each such fit, once for two generators, and whether the plain one serves for nothing else."""
    if _is_set_later(module):
        return
    fits = [(fit, sides) for fit in module.training.fits for sides in _sides(module, fit)]
    found: dict[tuple[cst.Call, cst.Call], Unlike] = {}
    settled = set[cst.Call]()
    partners: dict[cst.Call, set[float | None]] = {}
    for fit, (training, validation) in fits:
        if training is not None and validation is not None and _differ(module, training, validation):
            unlike = Unlike(training, validation)
            partners.setdefault(unlike.plain.generator, set()).add(unlike.other.scale)
            settled.add(unlike.other.generator)
            if _is_plain(module, fit):
                found.setdefault((training.generator, validation.generator), unlike)
        else:
            settled |= {side.generator for side in (training, validation) if side is not None}
    for unlike in found.values():
        plain = unlike.plain.generator
        yield unlike, plain not in settled and len(partners[plain]) == 1


def _sides(module: Module, fit: Fit) -> Iterator[tuple[Side | None, Side | None]]:
    """What a fit trains on and validates with, for each way that leads to it."""
    if fit.call.open:
        return
    given = argument_of(fit.call, "x", "generator"), validation_of(fit.call)
    for frames in module.call_sites.contexts(fit.node, fit.frames):
        training, validation = (_side(module, each, frames) for each in given)
        if training is not None or validation is not None:
            yield training, validation


def _side(module: Module, given: Argument | None, frames: Frames) -> Side | None:
    value = module.only(given.value, frames) if given is not None else None
    if not isinstance(value, Instance):
        return None
    generator = generator_of(module, value.call, value.frames)
    call = module.as_call(generator, GENERATOR) if generator is not None else None
    if generator is None or call is None:
        return None
    rescale = call.argument("rescale")
    options = [call.argument(name) for name in _OTHERWISE]
    is_seen = not (call.open or call.partial or call.inherited)
    is_seen = is_seen and all(option is None or module.surely(option.value, _is_off) for option in options)
    scale = (1.0 if rescale is None else _scale(module, rescale.value)) if is_seen else None
    return Side(value.call, value.frames, generator, rescale, scale)


def _is_off(value: object) -> bool:
    return isinstance(value, Constant) and not value.value


def _scale(module: Module, node: cst.BaseExpression) -> float | None:
    return 1.0 if module.surely(node, _is_off) else factor(module, node)


def _differ(module: Module, one: Side, other: Side) -> bool:
    """Whether two sides have pictures of one scale, and multiply them by different numbers."""
    if not one.scale or not other.scale:
        return False
    ratio = one.scale / other.scale
    if 1 / _LEAST < ratio < _LEAST:
        return False
    kinds = {last_name(side.flow.func) for side in (one, other)}
    if "flow" not in kinds:
        return True  # files: what is read from them is 0 … 255
    if len(kinds) > 1 or one.frames != other.frames:
        return False
    arrays = [_array(module, side.flow) for side in (one, other)]
    return arrays[0] is not None and arrays[0] == arrays[1]


def _array(module: Module, flow: cst.Call) -> tuple[object, ...] | None:
    """Where the pictures of ``flow(x, …)`` come from."""
    given = next((arg for arg in flow.args if arg.keyword is not None and arg.keyword.value == "x"), None)
    if given is None and flow.args and flow.args[0].keyword is None and not flow.args[0].star:
        given = flow.args[0]
    return _source(module, given.value) if given is not None else None


def _source(module: Module, node: cst.BaseExpression) -> tuple[object, ...] | None:
    """What *node* is a part of, whose parts all have one scale; ``None`` where it may have been changed."""
    node = _whole(module, node)
    if not isinstance(node, cst.Name) or not is_kept(module, node):
        return None
    bindings = module.visible(node)
    if len(bindings) != 1 or bindings[0].kind is not BindingKind.ASSIGNMENT or bindings[0].value is None:
        return None
    return _part(module, bindings[0].value, bindings[0].index)


def _whole(module: Module, node: cst.BaseExpression) -> cst.BaseExpression:
    """The array that *node* is a slice of, or another form of, with the scale that it has."""
    while True:
        if isinstance(node, cst.Subscript) and all(isinstance(each.slice, cst.Slice) for each in node.slice):
            node = node.value
        elif not isinstance(node, cst.Call):
            return node
        elif isinstance(node.func, cst.Attribute) and node.func.attr.value in _KEEPING_METHODS:
            node = node.func.value
        elif module.is_named(node.func, *_KEEPING) and node.args and not node.args[0].star:
            node = node.args[0].value
        else:
            return node


def _made(module: Module, node: cst.BaseExpression) -> tuple[object, ...] | None:
    """The same of what a variable is set to, which may be an array of its own."""
    whole = _whole(module, node)
    if isinstance(whole, cst.Name) and module.home(whole) is not None and not is_kept(module, whole):
        return None
    return _source(module, node) or (node,)


def _part(module: Module, value: cst.BaseExpression, index: Sequence[object]) -> tuple[object, ...] | None:
    """The part *index* of an assigned *value*: of a tuple, of a split, of a data set of Keras."""
    function = module.call_sites.callee(value) if isinstance(value, cst.Call) else None
    if isinstance(value, cst.Call) and function is not None and _reads_pictures(module, function):
        numbers = _given(module, function, value)
        return (function, *numbers, *index) if numbers is not None else None
    if not index:
        return _made(module, value)
    if isinstance(value, cst.Tuple) and len(index) == 1 and isinstance(index[0], int):
        elements = value.elements
        return _source(module, elements[index[0]].value) if index[0] < len(elements) else None
    if not isinstance(value, cst.Call):
        return None
    if module.is_named(value.func, _SPLIT) and len(index) == 1 and isinstance(index[0], int):
        given = [argument.value for argument in value.args if argument.keyword is None and not argument.star]
        place = index[0] // 2
        return _made(module, given[place]) if 0 <= place < len(given) else None
    name = module.resolve(value.func) or ""
    is_loaded = name.startswith("keras.datasets.") and name.endswith(".load_data")
    return (value,) if is_loaded and len(index) == 2 and index[1] == 0 else None


def _given(module: Module, function: cst.FunctionDef, call: cst.Call) -> tuple[object, ...] | None:
    """The numbers that *call* gives to a function that reads pictures, each with its parameter.

    ``None`` where it gives something else than these, paths, and what the function only goes through.
    """
    found: list[object] = []
    for place, argument in enumerate(call.args):
        value = argument.value
        if argument.star:
            return None
        if module.is_text(value):
            continue
        given = argument.keyword.value if argument.keyword is not None else place
        param = module.call_sites.parameter(function, call, given)
        only = module.only(value)
        if param is None:
            return None
        if isinstance(only, Constant):
            found.append((param.name.value, only.value))
        elif not _goes_through(module, function, param):
            return None
    return tuple(sorted(found, key=str))


def _goes_through(module: Module, function: cst.FunctionDef, param: cst.Param) -> bool:
    """Whether a function does nothing with a parameter but to take one element after the other."""
    uses = module.uses(param.name.value, module.facts.scopes[function.body])
    return bool(uses) and all(_is_gone_through(module, use) for use in uses)


def _is_gone_through(module: Module, node: cst.BaseExpression) -> bool:
    """Whether a loop takes the elements of *node*, or somebody asks how many there are."""
    parent = module.parent(node)
    call = module.parent(parent) if isinstance(parent, cst.Arg) else None
    if isinstance(call, cst.Call) and last_name(call.func) in _GOING:
        return _is_gone_through(module, call)
    if isinstance(call, cst.Call) and module.builtin(call.func) == "len":
        return True
    return isinstance(parent, (cst.For, cst.CompFor)) and node is parent.iter


def _reads_pictures(module: Module, function: cst.FunctionDef) -> bool:
    """Whether *function* reads files of pictures, and does the same with all of them.

    None of its parameters is tested, or looked up; it calls no function of the file, and multiplies by
    numbers alone, in no branch.
    """
    names = {node.name.value for node in descend(function.params) if isinstance(node, cst.Param)}
    reads, returns = False, 0
    for node in descend(function.body):
        if isinstance(node, cst.Call):
            reads |= last_name(node.func) in _PICTURES
            if module.call_sites.callee(node) is not None:
                return False
        returns += isinstance(node, cst.Return)
        tested = node.test if isinstance(node, (cst.If, cst.IfExp, cst.While)) else node
        if isinstance(node, (*_ASKING, cst.If, cst.IfExp, cst.While)) and _has_any((tested,), names):
            return False
        if _may_scale(module, node, function):
            return False
    return reads and returns == 1


def _may_scale(module: Module, node: cst.CSTNode, function: cst.FunctionDef) -> bool:
    """Whether *node* may multiply some pictures by another number than others."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Divide, cst.Multiply)):
        by = node.right
    elif isinstance(node, cst.AugAssign) and isinstance(
        node.operator, (cst.DivideAssign, cst.MultiplyAssign)
    ):
        by = node.value
    else:
        return False
    if isinstance(node, cst.BinaryOperation) and module.is_text(node):
        return False  # a path
    is_constant = isinstance(by, (cst.Integer, cst.Float)) or is_255th(module, by)
    branches = (cst.If, cst.IfExp, cst.ExceptHandler, cst.Match, cst.BooleanOperation)
    return not is_constant or any(isinstance(above, branches) for _, above in module.steps_within(node))


def _has_any(nodes: Sequence[cst.CSTNode], names: set[str]) -> bool:
    return any(isinstance(part, cst.Name) and part.value in names for node in nodes for part in descend(node))


def _is_plain(module: Module, fit: Fit) -> bool:
    """Whether the model of a fit is in sight, and brings pictures to no scale of its own."""
    for origin in fit.model:
        parts = parts_of(module, origin) if not origin.local else None
        if parts is None or scales(module, parts):
            return False
        calls = [last_name(node.func) or "" for node in parts if isinstance(node, cst.Call)]
        if any(name.startswith(("load_", "model_from", *THEMSELVES, *_WHATEVER)) for name in calls):
            return False
        if any(_divides_by_its_own(module, node) for node in parts):
            return False
    return bool(fit.model)


def _divides_by_its_own(module: Module, node: cst.CSTNode) -> bool:
    """Whether pictures may be divided by what is no number, as by the greatest value of each."""
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Divide):
        return False
    return number(module, node.right) is None


def _is_set_later(module: Module) -> bool:
    """Whether the scale of some generator is set after it was made: ``generator.rescale = …``."""
    set_later = (*_OTHERWISE, "rescale", "standardize")
    if any(target.attr.value in set_later for target, _ in module.facts.attribute_targets):
        return True
    return module.fact(SetMembers).hides(*set_later)
