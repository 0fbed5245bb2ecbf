"""Schedules of the module, of optimizers that are saved with a model: without ``get_config`` they cannot be,
and with it ``load_model`` has to be given the class.

Source: run on TensorFlow 2.10 and 2.15 and with Keras 3.3 and 3.15. ``save`` and ``ModelCheckpoint`` of a
whole model, to ``.keras`` or ``.h5``, raise ``NotImplementedError``. Weights are saved, and so is ``.h5``
with ``include_optimizer=False``, or what was compiled with another optimizer since.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.order import Before, runs_before
from tflint_ckpt.semantics.saving.whole import WholeSave
from tflint_ckpt.syntax.forms import keyword
from tflint_ckpt.target import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin


def unsaved_schedules(module: Module, save: WholeSave) -> Iterator[tuple[cst.ClassDef, cst.CSTNode]]:
    """The classes without ``get_config`` that *save* surely saves, with where their objects are made."""
    yield from _schedules(module, save, with_config=False)


def named_schedules(module: Module, save: WholeSave) -> Iterator[tuple[cst.ClassDef, cst.CSTNode]]:
    """The same of those with ``get_config``, which the file only names.

    Run on TensorFlow 2.10 and 2.15 and with Keras 3.3 and 3.15: ``load_model`` raises ``TypeError`` or
    ``ValueError`` for ``.keras`` and for ``.h5``; not with ``compile=False``.
    """
    yield from _schedules(module, save, with_config=True)


def _schedules(
    module: Module, save: WholeSave, *, with_config: bool
) -> Iterator[tuple[cst.ClassDef, cst.CSTNode]]:
    call = next((each for each in module.ancestors(save.path) if isinstance(each, cst.Call)), None)
    if call is None or keyword(call, "include_optimizer") is not None:
        return
    nodes = {origin.node for origin in save.models}
    is_callback = module.is_named(call.func, "keras.callbacks.ModelCheckpoint")
    found: list[tuple[cst.ClassDef, cst.CSTNode] | None] = []
    for compiled in module.training.compiles:
        func = compiled.node.func
        made = module.objects.origins(func.value, compiled.frames) if isinstance(func, cst.Attribute) else ()
        if not made or nodes & {origin.node for origin in made}:
            given = compiled.argument("optimizer", NEWEST.keras)
            optimizers = module.objects.origins(given.value, compiled.frames) if given is not None else ()
            only = optimizers[0] if len(optimizers) == 1 else None
            found.append(_schedule(module, only, with_config) if only is not None else None)
        if not is_callback and runs_before(module, compiled.node, call) is Before.NEVER:
            return
    if None not in found and len(nodes) == 1:
        yield from dict.fromkeys(each for each in found if each is not None)


def _schedule(
    module: Module, optimizer: Origin, with_config: bool
) -> tuple[cst.ClassDef, cst.CSTNode] | None:
    """The class of the schedule that *optimizer* is made with, if it has a ``get_config``, or has none."""
    made = optimizer.node
    if optimizer.local is not None or not isinstance(made, cst.Call):
        return None
    rate = argument_of(bind(module, made, optimizer.name), "learning_rate", "lr")
    origins = module.objects.origins(rate.value, optimizer.frames) if rate is not None else ()
    owner = origins[0].local if len(origins) == 1 else None
    if owner is None or owner.decorators:
        return None
    line = [owner, *classes.ancestry(module, owner)]
    own = [base for base in line if isinstance(base, cst.ClassDef)]
    others = [base for base in line if not isinstance(base, cst.ClassDef)]
    has_config = any("get_config" in classes.names(module, each) for each in own)
    if others != [families.SCHEDULE] or has_config is not with_config:
        return None
    return owner, origins[0].node
