"""Models that train under a distribution strategy, and whether they were made under it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.semantics.objects.instances import Origin

MIRRORED = "tensorflow.distribute.MirroredStrategy"
_ENTERING = ("experimental_set_strategy", "__enter__", "enter_context")
_USING = ("compile", "fit", "fit_generator")


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """A model that is compiled or trained under a strategy, and was made outside of its scope.

    Attributes:
        use: the call of ``compile`` or ``fit``.
        scope: the ``with strategy.scope()`` around it.
        made: where the model is made.
    """

    use: cst.Call
    scope: cst.With
    made: cst.CSTNode


def out_of_scope(module: Module) -> Iterator[OutOfScope]:
    """The first such use of each model, of a strategy that provably is a ``MirroredStrategy``."""
    if any(name in module.source.text for name in _ENTERING):
        return
    scopes = [node for node in module.facts.every(cst.With) if _enters(module, node)]
    seen: set[cst.CSTNode] = set()
    for call, _ in module.calls_on(MODEL, *_USING):
        node = call.node
        scope = next((each for each in scopes if each.body in set(module.ancestors(node))), None)
        assert isinstance(node.func, cst.Attribute)
        made = module.objects.origins(node.func.value) if scope is not None else ()
        if scope is None or len(made) != 1 or not made[0].is_made or not _is_mirrored(module, scope):
            continue
        place = _place(made[0])
        way = (made[0].node, *(call for _, call in made[0].frames))
        if any(_in_scope(module, each) for each in way):
            continue
        if place not in seen and follows(module.facts, scope, place):
            seen.add(place)
            yield OutOfScope(node, scope, place)


def _place(origin: Origin) -> cst.CSTNode:
    """Where the code around the strategy has the model made: the call of the function that makes it."""
    return origin.frames[0][1] if origin.frames else origin.node


def _enters(module: Module, block: cst.With) -> bool:
    return any(_strategy(item) is not None for item in block.items)


def _strategy(item: cst.WithItem) -> cst.BaseExpression | None:
    """The strategy whose scope ``with strategy.scope()`` enters."""
    call = item.item
    if not isinstance(call, cst.Call) or call.args or not isinstance(call.func, cst.Attribute):
        return None
    return call.func.value if call.func.attr.value == "scope" else None


def _is_mirrored(module: Module, block: cst.With) -> bool:
    strategies = [_strategy(item) for item in block.items]
    return any(
        bool(made := module.objects.origins(each)) and all(one.name == MIRRORED for one in made)
        for each in strategies
        if each is not None
    )


def _in_scope(module: Module, place: cst.CSTNode) -> bool:
    """Whether *place* stands in any ``with`` that may be the scope of a strategy, or under a condition."""
    for _, above in module.steps_within(place):
        if isinstance(above, cst.With) and any("scope" in module.text(item.item) for item in above.items):
            return True
        if isinstance(above, (cst.If, cst.Try)):
            return True
    return False
