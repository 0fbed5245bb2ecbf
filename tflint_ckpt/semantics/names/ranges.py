"""Live ranges of a variable: which of its uses, and which of its bindings, have to share one name."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


@dataclass(frozen=True, slots=True)
class LiveRange:
    """Bindings of one variable that some use cannot tell apart, and the uses that see them.

    Two ranges of one variable can have two names without a change of meaning.
    """

    bindings: tuple[Binding, ...]
    uses: tuple[cst.Name, ...]


def live_ranges(module: Code, name: str, home: Scope) -> tuple[LiveRange, ...]:
    """The ranges of the variable *name* of scope *home*, in the order of their first bindings."""
    bindings = home.bindings[name]
    groups = {binding: {binding} for binding in bindings}
    seen: list[tuple[cst.Name, list[Binding]]] = []
    for use in loads(module, name, home):
        found = module.visible(use)
        if found:
            seen.append((use, found))
            merged = set().union(*(groups[binding] for binding in found))
            groups.update((binding, merged) for binding in merged)
    ranges = []
    for group in {id(group): group for group in groups.values()}.values():
        uses = tuple(use for use, found in seen if found[0] in group)
        ranges.append(LiveRange(tuple(binding for binding in bindings if binding in group), uses))
    return tuple(ranges)


def loads(module: Code, name: str, home: Scope) -> list[cst.Name]:
    """The uses of a variable that need it to be bound: reads, ``del``, and targets of ``+=``."""
    stores = {
        binding.node
        for binding in home.bindings[name]
        if binding.kind is not BindingKind.AUGMENTED and not isinstance(module.parent(binding.node), cst.Del)
    }
    return [use for use in module.uses(name, home) if use not in stores and not _declares(module, use)]


def is_del(module: Code, binding: Binding) -> bool:
    """Whether a binding is a ``del``, which takes the value away."""
    return isinstance(module.parent(binding.node), cst.Del)


def _declares(module: Code, use: cst.Name) -> bool:
    """Whether a use is the target of ``name: type``, which neither reads nor binds it."""
    parent = module.parent(use)
    return isinstance(parent, cst.AnnAssign) and parent.target is use
