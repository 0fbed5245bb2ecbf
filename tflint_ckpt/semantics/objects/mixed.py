"""Objects of one Keras that are given to an object of another one, which does not know them.

There are three Kerases, whatever the imports call them: Keras 3, Keras 2 (``tf_keras``, ``tf.keras`` before
TensorFlow 2.16), and the one that TensorFlow keeps for itself, ``tensorflow.python.keras``. Some libraries
build on ``tf_keras``.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.reached import api_called
from tflint_ckpt.semantics.contracts import given_to
from tflint_ckpt.semantics.names.private_keras import PRIVATE
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.symbolic import Symbolic
from tflint_ckpt.semantics.values.kinds import Instance, Items
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

LIBRARIES = ("tensorflow_hub", "tensorflow_probability", "transformers")
"""Packages with layers or models of ``tf_keras`` (ran: tensorflow_hub 0.16, tensorflow_probability 0.25 and
transformers 4.49, on TensorFlow 2.21)."""

_SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")
_MODEL = ("keras.Model", "keras.models.Model")
_WRAPPERS = ("keras.layers.TimeDistributed",)


class How(Enum):
    """In which way the two objects meet."""

    ADDED = "a layer of a Sequential"
    CALLED = "a layer called on a symbolic tensor"
    INPUTS = "the inputs of a Model"
    WRAPPED = "the layer in a TimeDistributed"
    OPTIMIZER = "the optimizer of compile"
    METRIC = "a metric of compile"
    CALLBACK = "a callback of fit"
    HELD = "a layer in an attribute of a class of the module"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two.

    Attributes:
        root: where its Keras is imported from; ``tf_keras`` for an object of a library.
        node: the expression, or what it is seen to be made by.
        library: the class of a library that it is of: ``hub.KerasLayer``.
    """

    root: str
    node: cst.CSTNode
    library: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An object that is given to another Keras than its own.

    Attributes:
        how: in which way.
        place: the expression that gives it.
        given: its own side.
        to: the side that takes it.
    """

    how: How
    place: cst.BaseExpression
    given: Side
    to: Side


class Mixed:
    """The meetings in one module."""

    def __init__(self, module: Module) -> None:
        from tflint_ckpt.semantics.roots import Roots

        self.module = module
        self._roots = module.fact(Roots)
        self._symbolic = Symbolic(module)

    def meetings(self) -> Iterator[Meeting]:
        """Those of objects whose import roots are known and differ."""
        for how, place, to in self._gifts():
            given = self.side(place)
            if how is How.CALLED and given is not None and given.root == PRIVATE:
                to = self._first(to)
            taking = self.side(to)
            if given is not None and taking is not None and given.root != taking.root:
                yield Meeting(how, place, given, taking)

    def side(self, node: cst.BaseExpression) -> Side | None:
        """Which Keras an object, or a class of the module, is of."""
        library = self._library(node)
        if library:
            return Side("tf_keras", node, library)
        root = self._roots.of_object(node)
        return Side(root, self._made(node)) if root else None

    def _first(self, tensor: cst.BaseExpression) -> cst.BaseExpression:
        """The symbolic tensor that *tensor* was computed from first.

        The private Keras computes with layers of any other: its tensors stay its own.
        """
        seen = set[cst.BaseExpression]()
        while tensor not in seen:
            seen.add(tensor)
            made = tensor
            if isinstance(tensor, cst.Name):
                found = self.module.visible(tensor)
                made = found[0].value if len(found) == 1 and found[0].value is not None else tensor
            given = [argument.value for argument in made.args] if isinstance(made, cst.Call) else []
            tensor = next(
                (leaf for each in given for leaf in self._leaves(each) if self._symbolic.holds(leaf)), tensor
            )
        return tensor

    def _made(self, node: cst.BaseExpression) -> cst.CSTNode:
        """The call that makes an object; of a class of the module the API class that it is derived from."""
        origins = self.module.objects.origins(node)
        owner = origins[0].local if origins else None
        if owner is None:
            return origins[0].node if origins else self._value(node)
        while owner.bases:
            local = classes.local_class(self.module, owner.bases[0].value)
            if local is None or local is owner:
                return owner.bases[0].value
            owner = local
        return owner

    def _value(self, node: cst.BaseExpression) -> cst.CSTNode:
        """What the variable that *node* is was assigned, such as a symbolic tensor."""
        binding = self.module.sole_binding(node)
        return binding.value if binding is not None and binding.value is not None else node

    def _library(self, node: cst.BaseExpression) -> str:
        """The class of a library that an object surely is of, or a part of one: ``encoder.bert``."""
        if not self._imports_library:
            return ""
        if isinstance(node, cst.Attribute):
            inner = self._library(node.value)
            if inner.startswith("TF"):
                return inner
        values = self.module.evaluate(node)
        made = [self._class(value.call) if isinstance(value, Instance) else "" for value in values]
        return made[0] if made and all(made) else ""

    @cached_property
    def _imports_library(self) -> bool:
        return self.module.imports(*LIBRARIES)

    def _class(self, call: cst.Call) -> str:
        name = api_called(self.module, call) or self._imported(call.func)
        if name == "tensorflow_hub.KerasLayer":
            return "hub.KerasLayer"
        if name.startswith("tensorflow_probability.layers."):
            last = name.rpartition(".")[2]
            return f"tfp.layers.{last}" if last[:1].isupper() else ""
        package, _, rest = name.partition(".")
        owner, _, method = rest.partition(".")
        of_model = package == "transformers" and owner.startswith("TF") and owner[2:3].isalpha()
        return owner if of_model and method in ("", "from_pretrained", "from_config") else ""

    def _imported(self, node: cst.BaseExpression) -> str:
        """The dotted name of an import that has a stand-in: ``except ImportError: class hub: …``."""
        if isinstance(node, cst.Attribute):
            above = self._imported(node.value)
            return f"{above}.{node.attr.value}" if above else ""
        bindings = self.module.bindings(node) if isinstance(node, cst.Name) else []
        found = [each for each in bindings if each.imported]
        others = [each.node for each in bindings if not each.imported]
        only_else = all(
            any(isinstance(above, cst.ExceptHandler) for above in self.module.ancestors(each))
            for each in others
        )
        return found[0].imported or "" if len(found) == 1 and only_else else ""

    # Where objects are given

    def _gifts(self) -> Iterator[tuple[How, cst.BaseExpression, cst.BaseExpression]]:
        """Each object that is given, how, and what takes it."""
        module = self.module
        for call in module.facts.calls:
            self._symbolic.is_tensor(call)  # in the order of the code
            if module.is_named(call.func, *_SEQUENTIAL):
                given = given_to(call, "keras.Sequential", "layers")
                yield from ((How.ADDED, each, call) for each in self._items(given))
            elif module.is_named(call.func, *_MODEL):
                given = given_to(call, "keras.Model", "inputs")
                yield from ((How.INPUTS, each, call) for each in self._items(given))
            elif module.is_named(call.func, *_WRAPPERS):
                given = given_to(call, _WRAPPERS[0], "layer")
                yield from ((How.WRAPPED, each, call) for each in (given,) if each is not None)
            elif isinstance(call.func, cst.Attribute) and call.func.attr.value in _METHODS:
                yield from self._method(call, call.func)
            yield from self._called(call)
        yield from self._held()

    def _method(
        self, call: cst.Call, func: cst.Attribute
    ) -> Iterator[tuple[How, cst.BaseExpression, cst.BaseExpression]]:
        receiver = func.value
        if not self._library(receiver) and not self.module.is_instance(receiver, families.MODEL):
            return
        for name, position, how in _METHODS[func.attr.value]:
            given = argument(call, name, position)
            yield from ((how, each, receiver) for each in self._items(given))

    def _called(self, call: cst.Call) -> Iterator[tuple[How, cst.BaseExpression, cst.BaseExpression]]:
        given = [argument.value for argument in call.args if not argument.star]
        tensor = next((each for each in given if self._symbolic.holds(each)), None)
        if tensor is None:
            return
        if self._library(call.func) or self.module.is_instance(call.func, families.LAYER):
            yield How.CALLED, call.func, next(self._leaves(tensor), tensor)

    def _held(self) -> Iterator[tuple[How, cst.BaseExpression, cst.BaseExpression]]:
        """``self.encoder = TFBertModel(…)`` in a model or layer of the module."""
        for target, value in self.module.facts.attribute_targets:
            owner = self.module.enclosing_class(target)
            holder = target.value
            if owner is None or not isinstance(value, cst.Call) or not isinstance(holder, cst.Name):
                continue
            if holder.value == "self" and (
                self._library(value) or self.module.is_instance(value, families.LAYER)
            ):
                yield How.HELD, value, holder

    def _items(self, node: cst.BaseExpression | None) -> Iterator[cst.BaseExpression]:
        """*node*, or the elements of the list that it is."""
        if node is None:
            return
        only = self.module.only(node)
        yield from only.elements if isinstance(only, Items) else (node,)

    def _leaves(self, node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
        """*node*, or the symbolic tensors of the list or dictionary that it is."""
        if isinstance(node, (cst.List, cst.Tuple, cst.Dict)):
            yield from (each.value for each in node.elements if self._symbolic.holds(each.value))
        else:
            yield node


_METHODS = {
    "add": (("layer", 0, How.ADDED),),
    "compile": (("optimizer", 0, How.OPTIMIZER), ("metrics", 2, How.METRIC)),
    "fit": (("callbacks", 5, How.CALLBACK),),
}
