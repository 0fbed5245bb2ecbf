"""The models that a method is called on, those that other files make among them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import replace
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.models.architecture import Architecture, Architectures
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.training.calls import is_harmless
from tflint_ckpt.semantics.training.models import seen_here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.objects.flow import Use
    from tflint_ckpt.semantics.objects.instances import Origin

_CHANGING = frozenset(("add", "pop"))
_LISTS = frozenset(("layers", "_layers", "_self_tracked_trackables"))


def models_of(module: Module, call: cst.Call, frames: Frames = ()) -> tuple[tuple[Architecture, Origin], ...]:
    """What each model is made of that a method is called on, and how it came about as this file sees it.

    Empty where nothing is known of one of them.
    """
    receiver = call.func.value if isinstance(call.func, cst.Attribute) else None
    found: list[tuple[Architecture, Origin]] = []
    for origin in module.objects.origins(receiver, frames) if receiver is not None else ():
        made = _made(module, origin, call)
        if made is None:
            return ()
        found.append((made, seen_here(module, origin)))
    return tuple(found)


def _made(module: Module, origin: Origin, until: cst.CSTNode | None = None) -> Architecture | None:
    """What a model is made of, here or in the file that makes it, if no file on the way changes it."""
    known = origin.elsewhere
    if known is None:
        return module.fact(Architectures).of(origin, until)
    there = known.there
    if there is None or known.given or not isinstance(there[0], Module):
        return None
    made = _made(there[0], _seen_there(*there))
    members = module.fact(SetMembers)
    if made is None or members.sets("activation") or members.by_name((), "activation"):
        return None
    if made.origin.name == "keras.Sequential":
        here = seen_here(module, origin)
        if any(_may_change(module, use) for use in module.flows.of(here.node, here.frames)):
            return None
    return made


def _seen_there(module: Engine, origin: Origin) -> Origin:
    """*origin* as its own file sees it, whichever call of another file was followed."""
    return replace(origin, frames=tuple(one for one in origin.frames if module.parent(one[1]) is not None))


def _may_change(module: Module, use: Use) -> bool:
    """Whether a use of a ``Sequential`` may add layers, or take some away."""
    if use.kind is Kind.METHOD:
        return use.name in _CHANGING
    if use.kind is Kind.ATTRIBUTE:
        return use.name in _LISTS
    if use.kind is Kind.ARGUMENT:
        return not (isinstance(use.node, cst.Call) and is_harmless(module, use.node))
    return use.kind is Kind.ESCAPE and not isinstance(use.node, cst.Return)
