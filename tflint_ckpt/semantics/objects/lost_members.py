"""What optimizers, layers and models had on Keras 2 and lack on Keras 3."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.keras_api.instances import (
    every_attribute,
    families_of,
    is_gone,
    is_gone_from_layers,
    is_plain_layer,
    is_uncalled,
)
from tflint_ckpt.keras_api.reader import every_name
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.models.handed_out import Kind, kind_of
from tflint_ckpt.semantics.models.never_called import is_never_called
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.asked_scaled import is_asked_scaled
from tflint_ckpt.semantics.objects.instances import Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ELSEWHERE = ("fit_generator", "evaluate_generator", "predict_generator", "lr")
"""What rules of their own are about."""
SCALED = "keras.mixed_precision.LossScaleOptimizer"
"""On Keras 2 from 2.9 on it makes objects of other classes, of which the tables of its own say nothing."""
FAMILIES = (
    (SCALED, "a LossScaleOptimizer"),
    (families.OPTIMIZER, "an optimizer"),
    ("keras.Sequential", "a Sequential"),
    (families.MODEL, "a model"),
    (families.LAYER, "a layer"),
)
"""The narrowest first, each in words."""
HYPER = "_set_hyper"
"""How an optimizer of one's own kept its rate before TensorFlow 2.11."""
DECAY = "decay"
"""What optimizers had before TensorFlow 2.11, by ``__getattr__``, so that no table of attributes has it."""
_NEWEST = (3, 15)
_SHAPES = ("output_shape", "input_shape")
"""What models of Keras 3 have, and no other layers."""
_KEEPING = ("keras.optimizers.legacy.", "keras.optimizers.optimizer_v1.")
"""Where the optimizers are that lose nothing."""
_OF_SEQUENTIAL = ("predict_classes", "predict_proba")
"""What other models never had."""
_OF_ANY_LAYER = frozenset(
    "get_input_at get_output_at get_input_shape_at get_output_shape_at get_input_mask_at get_output_mask_at "
    "inbound_nodes outbound_nodes".split()
)
"""What a class of the user's hardly has itself, so that it is told of layers that a model hands out."""


@dataclass(frozen=True, slots=True)
class LostMember:
    """An attribute that is read or called of an object, and that its class lacks on Keras 3.

    Attributes:
        node: the attribute.
        family: the family of the object.
        owner: its class.
        kinds: what kinds of layers it may be, where a model hands it out.
        is_made: whether the code shows how it is made; else it may be of a class for Keras 2 alone.
    """

    node: cst.Attribute
    family: str
    owner: str
    kinds: frozenset[Kind] = frozenset()
    is_made: bool = True

    @property
    def name(self) -> str:
        """The name of the attribute."""
        return self.node.attr.value

    @property
    def is_list_now(self) -> bool:
        """Whether it is there, and only its call is refused."""
        return is_uncalled(self.family, self.name)


def lost_members(module: Module) -> Iterator[LostMember]:
    """What is read or called of objects whose class is in sight; then the shapes of layers of models."""
    never_made = lost_constructors(module)
    for name in (*every_attribute(), DECAY):
        for node in _unset(module, name) if name not in _ELSEWHERE else ():
            origins = module.objects.origins(node.value)
            family = _lacking(module, node, origins)
            if family is not None and module.enclosing_class(node) not in never_made:
                is_made = all(each.is_made for each in origins)
                yield LostMember(node, family, _narrow(origins[0]), is_made=is_made)
            elif not origins and _is_of_scaled_alone(module, name) and is_asked_scaled(module, node):
                yield LostMember(node, SCALED, SCALED)
    for name in _SHAPES:
        for node in _unset(module, name):
            origins = module.objects.origins(node.value)
            kinds = {kind_of(module, each, node) for each in origins if each.name == families.LAYER}
            known = frozenset(kind for kind in kinds if kind is not None)
            if kinds and len(known) == len(kinds) and all(each.name == families.LAYER for each in origins):
                yield LostMember(node, families.LAYER, families.LAYER, known)


def lost_constructors(module: Module) -> dict[cst.ClassDef | None, cst.Attribute]:
    """The optimizer classes of the file that cannot be made from TensorFlow 2.11 on, each with the first
    attribute that its constructor does not find."""
    found: dict[cst.ClassDef | None, cst.Attribute] = {}
    for node in _unset(module, HYPER):
        owner, function = module.enclosing_class(node), module.enclosing_function(node)
        if owner is None or owner in found or function is None or function.name.value != "__init__":
            continue
        if _lacking(module, node, module.objects.origins(node.value)) == families.OPTIMIZER:
            found[owner] = node
    return found


def ends_never_made(module: Module, *names: str) -> Iterator[cst.Attribute]:
    """Where ``input`` or ``output`` is read of a ``Sequential`` that is called on no symbolic tensor."""
    for name in names:
        for node in module.attributes(name):
            origins = module.objects.origins(node.value)
            if origins and all(is_never_called(module, each) for each in origins):
                yield node


def _unset(module: Module, name: str) -> list[cst.Attribute]:
    """The attributes of that name, if the file sets none: one that is set is there."""
    found = module.attributes(name)
    is_set = found and any(target.attr.value == name for target, _ in module.facts.attribute_targets)
    return [] if is_set else found


def lost_attributes(*, of_optimizers: bool) -> list[str]:
    """What optimizers only have lost; or the rest."""
    wanted = [name for name in every_attribute() if name not in _ELSEWHERE]
    return [name for name in wanted if (families_of(name) <= {SCALED, families.OPTIMIZER}) is of_optimizers]


def lost_on_keras2(*, of_optimizers: bool) -> list[str]:
    """Those that objects have on some release of Keras 2 and lack on another."""
    classes = [
        name
        for name in every_name()
        if name.rpartition(".")[2][0].isupper() and any(families.is_a(name, each) for each, _ in FAMILIES)
    ]
    return [
        name
        for name in lost_attributes(of_optimizers=of_optimizers)
        if any(api.comes_or_goes(owner, name, KERAS3) for owner in classes)
    ]


def _lacking(module: Module, node: cst.Attribute, origins: tuple[Origin, ...]) -> str | None:
    """The family of an object that lacks the attribute on Keras 3; ``None`` where it may have it."""
    name = node.attr.value
    if not origins or any(module.objects.overrides(each, name, node.value) for each in origins):
        return None
    if any(each.name.startswith(_KEEPING) for each in origins):
        return None
    if not all(each.is_made or _is_told_of(each, name) for each in origins):
        return None
    called = module.call_of(node) is not None
    for family, _ in FAMILIES:
        owners = [families.is_a(_narrow(each), family) for each in origins]
        fits = (
            is_one or _may_be(module, each, family, name, is_met=any(owners))
            for each, is_one in zip(origins, owners, strict=True)
        )
        if all(fits):
            if family == families.LAYER and any(api.signature(each.name, name, _NEWEST) for each in origins):
                return None
            own = family == families.OPTIMIZER and name == DECAY
            if own or name == HYPER or is_gone(family, name) or (called and is_uncalled(family, name)):
                return family
            if (
                family == families.MODEL
                and name in _OF_SEQUENTIAL
                and all(not each.local for each in origins)
            ):
                return family
            plain = family == families.LAYER and all(
                each.local is None and is_plain_layer(each.name) for each in origins
            )
            if plain and is_gone_from_layers(name):
                return family
    return None


def _narrow(origin: Origin) -> str:
    """The class of an object; ``keras.optimizers`` has the wrapper for a loss scale, too."""
    scaled = origin.name.rpartition(".")[2] == "LossScaleOptimizer"
    return SCALED if scaled else origin.name


def _may_be(module: Module, origin: Origin, family: str, name: str, *, is_met: bool) -> bool:
    """Whether an optimizer lacks what only *family* has had, unless a class of the file has it.

    Such as ``model.optimizer``, whose class is not in sight; or, where one of the family *is_met* too, the
    optimizer that stands there in other cases: it has never had it, so the code asks first which it is.
    """
    if family != SCALED or origin.local is not None or is_gone(families.OPTIMIZER, name):
        return False
    fits = families.is_a(origin.name, families.OPTIMIZER) and is_met
    is_any = origin.name == families.OPTIMIZER and not origin.is_made
    return (fits or is_any) and name not in module.facts.function_names


def _is_of_scaled_alone(module: Module, name: str) -> bool:
    """Whether of all optimizers only the wrapper for a loss scale has had *name*, and lost it."""
    is_lost = is_gone(SCALED, name) and not is_gone(families.OPTIMIZER, name)
    return is_lost and name not in module.facts.function_names


def _is_told_of(origin: Origin, attribute: str) -> bool:
    """Whether an object that Keras hands out, made out of sight, counts."""
    if families.is_a(origin.name, families.MODEL):
        return attribute in ("predict_classes", "predict_proba", "to_yaml", "input_names")
    if families.is_a(origin.name, families.LAYER):
        return attribute in _OF_ANY_LAYER
    return families.is_a(origin.name, families.OPTIMIZER)
