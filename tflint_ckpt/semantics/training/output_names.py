"""By which names losses, metrics and targets can be given to a model, an entry for each output."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.architecture import Architecture, Architectures, maker
from tflint_ckpt.semantics.models.outputs import Output
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.training.batches import batches_of
from tflint_ckpt.semantics.training.models import overrides
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Frames, Instance, Items, Mapping, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

SEQUENTIAL = "a Sequential model"
SUBCLASS = "a subclassed model"
FUNCTIONAL = "a functional model"
KEYED = "a model with a dictionary of outputs"
_KERAS3 = (3, 15)
_ON_DATA = ("fit", "evaluate", "train_on_batch", "test_on_batch")
_ON_GENERATORS = ("fit", "evaluate", "fit_generator", "evaluate_generator")


@dataclass(frozen=True, slots=True)
class OutputNames:
    """The outputs of one model, as dictionaries speak of them.

    Attributes:
        kind: `FUNCTIONAL`: each output has the name of the layer that makes it; `KEYED`: its key in the
            dictionary that the model gives; `SEQUENTIAL` and `SUBCLASS`: Keras 3 knows none.
        number: how many outputs it has.
        names: the name of each in order, ``None`` for one that is not known.
    """

    kind: str
    number: int
    names: tuple[str | None, ...]

    @property
    def is_nameless(self) -> bool:
        """Whether Keras 3 knows no names of its outputs."""
        return self.kind in (SEQUENTIAL, SUBCLASS)

    @property
    def by_layer(self) -> bool:
        """Whether the names are those of layers, so that Keras 3 takes a dictionary for all or none."""
        return self.kind == FUNCTIONAL

    def unknown(self, keys: Collection[str]) -> tuple[str, ...]:
        """Those of *keys* that name no output; none where a name is not known, or two are alike."""
        if None in self.names or len(set(self.names)) < self.number:
            return ()
        return tuple(key for key in keys if key not in self.names)

    def missing(self, keys: Collection[str]) -> tuple[str, ...] | None:
        """The outputs that no key names; ``None`` where keys are too few, and nobody knows for which."""
        if None in self.names or len(set(self.names)) < self.number:
            return None if len(keys) < self.number else ()
        return tuple(name for name in self.names if name is not None and name not in keys)


def output_names(module: Module, call: cst.Call, frames: Frames = ()) -> OutputNames | None:
    """The outputs of the model that a method is called on; ``None`` where they are not known for sure.

    Nor where the class of the model decides itself what becomes of its losses and metrics.
    """
    if not isinstance(call.func, cst.Attribute):
        return None
    origins = module.objects.origins(call.func.value, frames)
    return agreed(_of(module, origin, call) for origin in origins) if origins else None


def _of(module: Module, origin: Origin, until: cst.CSTNode) -> OutputNames | None:
    if overrides(module, origin):
        return None
    known = module.fact(Architectures).of(origin, until)
    if origin.local is None and maker(module, origin) == "keras.Sequential":
        name = _name(known.output) if known is not None else None
        return OutputNames(SEQUENTIAL, 1, (name,))
    if known is None or known.outputs is None:
        return None
    if known.names is not None:
        return OutputNames(KEYED, len(known.names), known.names)
    if origin.local is not None:
        # Keras 2 counts them.
        names = tuple(f"output_{number + 1}" for number in range(len(known.outputs)))
        return OutputNames(SUBCLASS, len(names), names)
    return _functional(module, origin, known)


def _functional(module: Module, origin: Origin, known: Architecture) -> OutputNames | None:
    if maker(module, origin) != "keras.Model" or known.outputs is None:
        return None
    names = tuple(_name(output) for output in known.outputs)
    return OutputNames(FUNCTIONAL, len(names), names)


def _name(output: Output | None) -> str | None:
    """The name that the last layer on the way to an output is given."""
    layers = output.chain.layers if output is not None else ()
    name = layers[-1].constant("name") if layers else None
    return name if isinstance(name, str) else None


def by_name(module: Module, node: cst.BaseExpression, frames: Frames = ()) -> Mapping | None:
    """The dictionary that *node* surely is, where all its keys are known and there is one."""
    only = module.only(node, frames)
    return only if isinstance(only, Mapping) and only.complete and only.entries else None


def targets_given(module: Module) -> Iterator[tuple[cst.Call, cst.BaseExpression]]:
    """What is given as targets, validation data and batches of a generator included, and to which call."""
    for call, _ in module.calls_on(families.MODEL, *_ON_DATA):
        given = argument_of(call, "y")
        if given is not None:
            yield call.node, given.value
        pair = argument_of(call, "validation_data")
        yield from ((call.node, each) for each in _second(module, pair.value if pair is not None else None))
    for call, _ in module.calls_on(families.MODEL, *_ON_GENERATORS):
        for name in ("x", "generator", "validation_data"):
            given = argument_of(call, name)
            batches = batches_of(module, given.value) if given is not None else None
            for batch in batches.values if batches is not None else ():
                yield from ((call.node, each) for each in _second(module, batch))


def _second(module: Module, node: cst.BaseExpression | None) -> Iterator[cst.BaseExpression]:
    """The targets of a tuple of inputs and targets."""
    pair = module.only(node) if node is not None else None
    if isinstance(pair, Items) and pair.exact and len(pair.elements) in (2, 3):
        yield pair.elements[1]


def wants_all_targets(module: Module, call: cst.Call) -> bool:
    """Whether the model that a method is called on surely has a loss for each of its outputs.

    Of a list of losses with a ``None``, Keras 3 takes targets for the others alone.
    """
    if not isinstance(call.func, cst.Attribute):
        return False
    origins = set(module.objects.origins(call.func.value))
    losses = [
        compiled.argument("loss", _KERAS3)
        for compiled in module.training.compiles
        if isinstance(compiled.node.func, cst.Attribute)
        and not origins.isdisjoint(module.objects.origins(compiled.node.func.value, compiled.frames))
    ]
    return bool(losses) and all(loss is not None and _is_for_all(module, loss.value) for loss in losses)


def _is_for_all(module: Module, loss: cst.BaseExpression) -> bool:
    for value in module.evaluate(loss):
        if isinstance(value, Items):
            if not value.exact or not value.complete or any(map(_may_be_none, value.elements)):
                return False
        elif not isinstance(value, (Text, Instance, Mapping)):
            named = module.resolve(loss) or ""
            return named.startswith("keras.losses.") or module.local_function(loss) is not None
    return True


def _may_be_none(node: cst.BaseExpression) -> bool:
    return not isinstance(node, (cst.SimpleString, cst.Call, cst.Lambda, cst.Attribute))


def is_expected_to_fail(module: Module, compiled: cst.Call) -> bool:
    """Whether all that is done with the model in the function around its ``compile`` may raise, in a test."""
    function = module.enclosing_function(compiled)
    used = [
        call.node
        for call, _ in module.calls_on(families.MODEL, *_ON_DATA)
        if module.enclosing_function(call.node) is function and _same(call.node, compiled)
    ]
    errors = ("ValueError", "TypeError", "KeyError")
    return bool(used) and all(is_guarded(module, call, *errors) for call in used)


def _same(call: cst.Call, other: cst.Call) -> bool:
    """Whether two methods are called on what is written alike: ``model``."""
    one = call.func.value if isinstance(call.func, cst.Attribute) else call
    return isinstance(other.func, cst.Attribute) and one.deep_equals(other.func.value)
