"""Whether a model surely has no variables yet at a place."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.models.sequential import is_plain
from tflint_ckpt.semantics.models.trained_by_parts import MODELS, is_made_of_parts, leaves_unbuilt
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.objects.flow import Kind, Use
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.order import places, surely_after
from tflint_ckpt.semantics.values.kinds import Constant, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_HARMLESS = frozenset("compile add summary get_config to_json".split())
"""Methods that build no model."""
_READ = frozenset(
    "name layers optimizer loss metrics trainable trainable_variables trainable_weights variables weights "
    "non_trainable_variables non_trainable_weights built dtype".split()
)


def is_unbuilt(module: Module, origin: Origin, place: cst.CSTNode) -> bool:
    """Whether the model that *origin* makes surely has no variables when *place* is reached.

    It has none when it is made, and nothing that may build it comes before.
    """
    if not isinstance(origin.node, cst.Call):
        return False
    if not _begins_unbuilt(module, origin, place):
        return False
    uses = module.flows.of(origin.node, origin.frames)
    return not any(
        may_build(use)
        and not _trains_parts(module, origin, use)
        and not is_later(module, origin, use.node, place)
        for use in uses
    )


def _begins_unbuilt(module: Module, origin: Origin, place: cst.CSTNode) -> bool:
    """Whether a model surely has no variables of its own when it is made."""
    if origin.local is not None and is_made_of_parts(module, origin.local, origin.node):
        return True
    made = module.fact(Architectures).of(origin, place)
    return made is not None and made.built is False


def fits_unbuilt(module: Module, origin: Origin, fit: cst.Call) -> bool:
    """Whether a model surely is not built when an epoch of *fit* ends: nothing built it before, and its
    ``train_step`` calls no more than its parts."""
    local = origin.local
    if local is None or not is_made_of_parts(module, local, origin.node):
        return False
    return leaves_unbuilt(module, local, fit) and is_unbuilt(module, origin, fit)


def begins_to_train(module: Module, origin: Origin) -> bool:
    """Whether a class of the file leaves the beginning of ``fit`` to Keras: it has no more than steps."""
    local = origin.local
    if local is None or set(classes.ancestry(module, local)) - set(MODELS):
        return False
    return not classes.names(module, local) & {
        "fit",
        "make_train_function",
        "train_function",
        "stop_training",
    }


def _trains_parts(module: Module, origin: Origin, use: Use) -> bool:
    """Whether a use of an object of such a class trains it, or gets a part of it."""
    local = origin.local
    if local is None or use.kind not in (Kind.METHOD, Kind.ATTRIBUTE):
        return False
    if not is_made_of_parts(module, local, origin.node):
        return False
    if use.kind is Kind.METHOD:
        return isinstance(use.node, cst.Call) and leaves_unbuilt(module, local, use.node)
    targets = (target for target, _ in module.facts.attribute_targets)
    kept = {target.attr.value for target in targets if module.enclosing_class(target) is local}
    return isinstance(use.node, cst.Attribute) and use.node.attr.value in kept


def has_no_variables(module: Module, origin: Origin, place: cst.CSTNode) -> bool:
    """The same, where its layers surely have none of their own: no model among them, no ``tf.Variable``."""
    made = module.fact(Architectures).of(origin, place) if is_unbuilt(module, origin, place) else None
    if made is None:
        return False
    if origin.local is not None:
        return _has_plain_layers(module, origin.local)
    return made.output is not None and all(is_plain(module, layer) for layer in made.output.chain.layers)


def _has_plain_layers(module: Module, local: cst.ClassDef) -> bool:
    """Whether all that a class keeps in attributes are such layers, texts and numbers."""
    if any(
        module.enclosing_class(call) is local
        and ((module.resolve(call.func) or "").endswith(".Variable") or _named(call) == "add_weight")
        for call in module.facts.calls
    ):
        return False
    kept = [
        value for target, value in module.facts.attribute_targets if module.enclosing_class(target) is local
    ]
    return all(value is not None and _is_plain_value(module, value) for value in kept)


def _is_plain_value(module: Module, value: cst.BaseExpression) -> bool:
    origins = module.objects.origins(value)
    if origins:
        return all(is_plain(module, Layer(module, origin, value)) for origin in origins)
    return all(isinstance(each, (Constant, Text)) for each in module.evaluate(value))


def _named(call: cst.Call) -> str:
    return call.func.attr.value if isinstance(call.func, cst.Attribute) else ""


def may_build(use: Use) -> bool:
    """Whether what is done with a model may give it variables."""
    if use.kind is Kind.ESCAPE:
        return not isinstance(use.node, (cst.Return, cst.Name))
    if use.kind is Kind.METHOD:
        func = use.node.func if isinstance(use.node, cst.Call) else None
        return not isinstance(func, cst.Attribute) or func.attr.value not in _HARMLESS
    if use.kind is Kind.ATTRIBUTE:
        return not isinstance(use.node, cst.Attribute) or use.node.attr.value not in _READ
    return use.kind is not Kind.SET or use.name == "built"


def is_later(module: Module, origin: Origin, use: cst.CSTNode, place: cst.CSTNode) -> bool:
    """Whether a use of the model comes after *place*, by itself or in a function that is defined after it;
    or in a method of the object whose constructor makes the model, or is given it, and has *place*, too.
    """
    around = (use, *module.ancestors(use))
    if use is place or any(follows(module.facts, each, place) for each in around):
        return True
    if module.enclosing_function(origin.node) is module.enclosing_function(place):
        return surely_after(module, [use], [place])
    # The calls that lead here are those of one run: the constructor of each object that is given the model.
    uses = places(module, use)
    return all(surely_after(module, later, earlier) for earlier in places(module, place) for later in uses)
