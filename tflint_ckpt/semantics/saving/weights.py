"""``model.load_weights``: of what format the file is, and what is done with the status it may return."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.keras_api.reader import snapshots
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls import arguments, classes
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.semantics.saving.latest import sources
from tflint_ckpt.semantics.saving.places import is_latest
from tflint_ckpt.semantics.saving.status import is_asked
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module

_HDF5 = (".h5", ".hdf5", ".keras")
"""By these Keras 2 takes a file for HDF5; by others for a TensorFlow checkpoint, which has a status."""


def is_sharded(call: Call) -> bool:
    """Whether ``save_weights`` is asked for several files, as the newest releases can be by position too."""
    place = api.place("keras.Model", "save_weights", "max_shard_size", snapshots()[-1])
    return call.argument("max_shard_size", position=place) is not None


_METHODS = frozenset(
    "expect_partial assert_consumed assert_existing_objects_matched assert_nontrivial_match".split()
)


@dataclass(frozen=True, eq=False, slots=True)
class StatusCall:
    """A method of a load status that is called on what ``load_weights`` returned.

    Attributes:
        node: the call of the method.
        hdf5: whether the weights are HDF5 by their suffix; ``None`` where the code does not tell.
        direct: whether it is called on the result itself, not on a variable that keeps it.
    """

    node: cst.Call
    hdf5: bool | None
    direct: bool


def status_calls(module: Module) -> Iterator[StatusCall]:
    """Every status method that is called on the result of a Keras ``load_weights``, in source order."""
    if not module.imports("keras", "tensorflow"):
        return
    for node, attribute in module.method_calls("load_weights"):
        if _is_own(module, attribute.value):
            continue
        hdf5 = _is_hdf5(module, node)
        for link in _links(module, node):
            yield StatusCall(link, hdf5, True)
        for use in _kept(module, node):
            for link in _links(module, use):
                yield StatusCall(link, hdf5, False)


def _links(module: Module, node: cst.CSTNode) -> Iterator[cst.Call]:
    """The status methods called on *node*, the first of a chain only: the others never run."""
    method, link = module.method_on(node)
    if link is not None and method in _METHODS:
        yield link


def _kept(module: Module, node: cst.Call) -> Iterator[cst.Name]:
    """The uses of the variable that keeps what *node* returns, where they see nothing else.

    None of a variable that a test asks about: it may well be ``None``.
    """
    variables = module.fact(Variables)
    bound = variables.bound_to(node)
    uses = (use for binding in bound for use in module.uses(binding.name, binding.scope))
    if not any(is_asked(module, use) for use in uses):
        yield from variables.sole_reads(node)


def _is_own(module: Module, receiver: cst.BaseExpression) -> bool:
    """Whether ``load_weights`` of *receiver* may be that of a class of the module, or of an unknown base."""
    origins = module.objects.origins(receiver)
    if origins:
        return any(module.objects.overrides(one, "load_weights", receiver) for one in origins)
    if is_self(receiver):
        return True
    return any("load_weights" in classes.names(module, owner) for owner in module.facts.classes)


def _is_hdf5(module: Module, node: cst.Call) -> bool | None:
    """Whether the path ends as HDF5 does; ``False`` as well for the latest of TensorFlow's checkpoints."""
    path = argument_of(arguments.bind(module, node, "keras.Model.load_weights"), "filepath")
    found = sources(module, path.value) if path is not None else None
    if any(is_latest(module, one) for one in found or ()):
        return False
    values = module.evaluate(path.value) if path is not None else ()
    tails = [value.tail for value in values if isinstance(value, Text)]
    if not tails or len(tails) != len(values):
        return None
    kinds = {tail.endswith(_HDF5) for tail in tails if tail}
    return kinds.pop() if len(kinds) == 1 and all(tails) else None
