"""The layers of a ``Sequential``: those of its list, and those that are added one after the other."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.chains import Chain, Start
from tflint_ckpt.semantics.models.layers import Layer, layer_of
from tflint_ckpt.semantics.models.tensors import INPUTS
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.objects.flow import Kind, Use
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.training.calls import is_harmless
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Items
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_SHAPES = ("input_shape", "input_dim", "batch_input_shape", "batch_shape")
"""By which a layer is told the shape of its input."""
_KNOWING = frozenset("TextVectorization StringLookup IntegerLookup Hashing Normalization".split())
"""Layers that may know it without being told, or have variables when they are made."""
_WRAPPERS = ("TimeDistributed", "Bidirectional")
_LISTS = ("layers", "_layers", "_self_tracked_trackables")
_CHANGING = frozenset("pop append insert extend remove clear reverse".split())


@dataclass(slots=True)
class _Stack:
    """What is known of the layers so far: all, or only those at the end.

    Attributes:
        elements: the layers at the end, in order.
        whole: whether there are no others.
        others: those that may stand before them, in any number; ``None`` where they are out of sight.
    """

    elements: list[cst.BaseExpression] = field(default_factory=list)
    whole: bool = True
    others: list[cst.BaseExpression] | None = field(default_factory=list)

    def perhaps(self, element: cst.BaseExpression | None) -> None:
        """Here may stand *element*, never, once or several times; anything at all if it is ``None``."""
        known = self.others if element is not None else None
        self.others = [*known, *self.elements, element] if known is not None and element is not None else None
        self.elements, self.whole = [], False


def sequential(module: Module, origin: Origin, until: cst.CSTNode) -> Chain | None:
    """The layers of the ``Sequential`` that *origin* makes, as it is when *until* runs.

    ``None`` where layers may be taken away, or added where nobody sees in which order. *until* may be the
    tree of the module: all that the file does counts then.
    """
    if not isinstance(origin.node, cst.Call) or origin.local is not None:
        return None
    stack = _given(module, origin)
    added = _added(module, origin, until)
    if stack is None or added is None:
        return None
    for element, is_sure in added:
        if element is None or not is_sure:
            stack.perhaps(element)
        else:
            stack.elements.append(element)
    return _chain(module, origin, stack)


def _given(module: Module, origin: Origin) -> _Stack | None:
    """The layers of the list that it is made with."""
    assert isinstance(origin.node, cst.Call)
    call = bind(module, origin.node, origin.name)
    if call.open:
        return None
    given = argument_of(call, "layers")
    if given is None:
        return _Stack()
    only = module.only(given.value, origin.frames)
    if isinstance(only, Constant) and only.value is None:
        return _Stack()
    if not isinstance(only, Items):
        return _Stack(whole=False, others=None)
    ending = list(only.ending)
    others = only.elements[: len(only.elements) - len(ending)] if only.complete else None
    return _Stack(ending, only.length is not None, list(others) if others is not None else None)


class _Changes:
    """Which uses of a ``Sequential`` tell of its layers; told once of each, as many ask for each save."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._known: dict[tuple[cst.CSTNode, Frames], list[tuple[Use, cst.BaseExpression | None]]] = {}
        self.order: dict[cst.CSTNode, int] = {call: place for place, call in enumerate(module.facts.calls)}

    def of(self, origin: Origin) -> list[tuple[Use, cst.BaseExpression | None]]:
        """The uses that add a layer, with the layer, and those that hide which come or go."""
        known = self._known.get((origin.node, origin.frames))
        if known is None:
            uses = [(use, _argument(use)) for use in self._module.flows.of(origin.node, origin.frames)]
            known = [(use, added) for use, added in uses if added is not None or _hides(self._module, use)]
            self._known[origin.node, origin.frames] = known
        return known


def _added(
    module: Module, origin: Origin, until: cst.CSTNode
) -> list[tuple[cst.BaseExpression | None, bool]] | None:
    """What is added to it, in order, ``None`` for what a function adds, and whether it surely is, once:
    in no branch or loop."""
    found: list[tuple[int, int, cst.BaseExpression | None, bool]] = []
    block, _ = _place(module, origin.node, None)
    changes = module.fact(_Changes)
    for use, added in changes.of(origin):
        if _is_later(module, use, until):
            continue
        if added is None or _hides(module, use):
            return None
        node = _stands_for(use, origin)
        place = _place(module, node, block)[1] if node is not None else None
        if node is None or place is None:
            return None
        if _may_be_left_out(module, origin, place, block, until):
            return None
        here = added if node is use.node else None
        is_sure = here is not None and _is_straight(module, node, block)
        found.append((place, changes.order.get(use.node, 0), here, is_sure))
    return [(added, is_sure) for _, _, added, is_sure in sorted(found, key=lambda each: each[:2])]


def _may_be_left_out(
    module: Module, origin: Origin, place: int, block: cst.CSTNode | None, until: cst.CSTNode
) -> bool:
    """Whether *until* may get the model before statement *place*: ``if not top: return model``."""
    if block is None or until is module.tree or _place(module, until, block)[1] is not None:
        return False  # it stands behind it, in the same block
    first = _place(module, origin.node, block)[1] or 0
    body = block.body if isinstance(block, (cst.IndentedBlock, cst.Module)) else ()
    return any(_hands_out(module, statement) for statement in body[first:place])


def _hands_out(module: Module, statement: cst.CSTNode) -> bool:
    """Whether a statement may leave its block with what was made before."""
    if statement not in module.facts.jumping or isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
        return False
    for node in descend(statement):
        if isinstance(node, cst.Return) and node.value is not None and not is_none(node.value):
            return True
        if isinstance(node, (cst.Break, cst.Continue)) and not _is_of_loop_in(module, node, statement):
            return True
    return False


def _is_of_loop_in(module: Module, jump: cst.CSTNode, statement: cst.CSTNode) -> bool:
    """Whether a ``break`` is that of a loop that *statement* is or has in it."""
    for above in module.ancestors(jump):
        if isinstance(above, (cst.For, cst.While)):
            return True
        if above is statement:
            return False
    return False


def _is_later(module: Module, use: Use, until: cst.CSTNode) -> bool:
    """Whether a use surely comes after *until*, or is that itself."""
    if until is module.tree:
        return False
    return use.node is until or follows(module.facts, use.node, until)


def _hides(module: Module, use: Use) -> bool:
    """Whether layers may come or go by a use in a way that is not seen."""
    if use.kind is Kind.ESCAPE:
        # Who gets what a function returns, or a variable of a module, gets it when this file is through.
        return not isinstance(use.node, (cst.Return, cst.Name))
    if use.kind is Kind.ARGUMENT:
        return not (isinstance(use.node, cst.Call) and is_harmless(module, use.node))
    name = use.name
    if use.kind is Kind.METHOD:
        return name == "pop"
    if use.kind is Kind.SET:
        return name in _LISTS
    if use.kind is Kind.ATTRIBUTE and name in ("add", "pop"):
        return True  # ``add = model.add``
    return use.kind is Kind.ATTRIBUTE and name in _LISTS and _is_changed(module, use.node)


def _is_changed(module: Module, node: cst.CSTNode) -> bool:
    parent = module.parent(node)
    if isinstance(parent, cst.Attribute):
        return parent.attr.value in _CHANGING
    return isinstance(parent, (cst.AugAssign, cst.Del, cst.AssignTarget))


def _argument(use: Use) -> cst.BaseExpression | None:
    """What ``model.add(…)`` adds."""
    if use.kind is not Kind.METHOD or use.name != "add" or not isinstance(use.node, cst.Call):
        return None
    return use.node.args[0].value if use.node.args else None


def _stands_for(use: Use, origin: Origin) -> cst.CSTNode | None:
    """The use, or the call of a function in which it is run, where the model is made."""
    known = len(origin.frames)
    if use.frames == origin.frames:
        return use.node
    return use.frames[known][1] if use.frames[:known] == origin.frames else None


def _place(
    module: Module, node: cst.CSTNode, block: cst.CSTNode | None
) -> tuple[cst.CSTNode | None, int | None]:
    """The block of statements that *node* stands in, or *block*, and which of its statements that is."""
    for child, above in module.steps(node):
        if above is block or (block is None and isinstance(above, (cst.IndentedBlock, cst.Module))):
            body = above.body if isinstance(above, (cst.IndentedBlock, cst.Module)) else ()
            return above, next((place for place, each in enumerate(body) if each is child), None)
    return None, None


def _is_straight(module: Module, node: cst.CSTNode, block: cst.CSTNode | None) -> bool:
    """Whether *node* is run once, with the statements of *block*: ``model.add(x)`` as a statement."""
    parent = module.parent(node)
    line = module.parent(parent) if isinstance(parent, cst.Expr) else None
    return isinstance(line, cst.SimpleStatementLine) and module.parent(line) is block


def _chain(module: Module, origin: Origin, stack: _Stack) -> Chain:
    """The chain of what is on the stack."""
    elements = stack.elements
    if not stack.whole:
        every = [*stack.others, *elements] if stack.others is not None else ()
        is_deferred = bool(every) and all(_are_deferred(module, each, origin) for each in every)
        return Chain(_layers(module, elements, origin), Start.SOME if is_deferred else Start.UNKNOWN)
    if elements and isinstance(elements[0], cst.Call) and module.is_named(elements[0].func, *INPUTS):
        layers = _layers(module, elements[1:], origin)
        return Chain(layers, Start.INPUT, elements[0], origin.frames)
    layers = _layers(module, elements, origin)
    first = layers[0] if layers else None
    if first is None:
        return Chain((), Start.DEFERRED)
    if first.name == "InputLayer":
        return Chain(layers[1:], Start.INPUT, first.made, first.origin.frames if first.origin else ())
    if first.is_model:
        return Chain(layers, Start.OWN)
    return Chain(layers, *_told(module, first))


def knows_its_shape(module: Module, layer: Layer) -> bool:
    """Whether a layer may know the shape of its input without being told.

    ``Embedding`` does on Keras 2, so that a ``Sequential`` that begins with it is built: run on TensorFlow
    2.10 and 2.15, and on Keras 3.3 to 3.15, which wait for the first data.
    """
    return layer.name in _KNOWING or (layer.name == "Embedding" and module.target.keras2)


def is_plain(module: Module, layer: Layer) -> bool:
    """Whether a layer of Keras has no variables before it is called."""
    if layer.name in _WRAPPERS:
        inner = layer.inner
        return inner is not None and is_plain(module, inner)
    return layer.name not in ("", "RNN") and not knows_its_shape(module, layer)


def _are_deferred(module: Module, element: cst.BaseExpression, origin: Origin) -> bool:
    """Whether each layer that *element* may be is plain, and is told no shape."""
    layers = [Layer(module, each, element) for each in module.objects.origins(element, origin.frames)]
    return bool(layers) and all(
        is_plain(module, layer) and _told(module, layer)[0] is Start.DEFERRED for layer in layers
    )


def _told(module: Module, first: Layer) -> tuple[Start, cst.CSTNode | None, Frames]:
    """What stands before the first layer: the shape that it is told."""
    told = [first.gives(name) for name in _SHAPES if (first.name, name) != ("Embedding", "input_dim")]
    if first.made is None or None in told:
        return Start.UNKNOWN, None, ()
    if any(told):
        return Start.INPUT, first.made, first.origin.frames if first.origin else ()
    is_deferred = first.name and not knows_its_shape(module, first)
    return Start.DEFERRED if is_deferred else Start.UNKNOWN, None, ()


def _layers(module: Module, elements: list[cst.BaseExpression], origin: Origin) -> tuple[Layer, ...]:
    return tuple(layer_of(module, element, origin) for element in elements)
