"""What a model is made of, as far as the code shows: the fact that rules about models ask for.

``module.fact(Architectures).of(origin)`` is read from ``Sequential``, functional models, subclasses with a
plain ``call`` and ``keras.applications``. What cannot be seen whole is ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.chains import Chain, Start, chain_of
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.models.outputs import Output
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.values.kinds import Entry, Frames, Items, Mapping
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_DEEPEST = 6
"""Models within models."""
_STEPS = frozenset(("train_step", "test_step", "predict_step"))
"""Methods that nothing calls but the training and what is like it."""
_GRAPH = ("inputs", "outputs")
_PLAIN = ("name", "dtype", "trainable", "dynamic", "autocast")
"""What any layer is given, and what makes of a model no functional one."""
_CLASSES = ("Sequential", "Model", "Functional")


@dataclass(frozen=True, slots=True)
class Architecture:
    """What is known of one model.

    Attributes:
        origin: how it is made.
        outputs: its outputs in order, ``None`` for one of which no layer is known; ``None`` where it is not
            known how many there are.
        names: where outputs are given by name, their names in the same order.
        inputs: how many inputs it has; ``None`` where that is not known.
        built: whether it has its variables before it is called; ``None`` where that is not known.
    """

    origin: Origin
    outputs: tuple[Output | None, ...] | None
    names: tuple[str, ...] | None = None
    inputs: int | None = None
    built: bool | None = None

    @property
    def output(self) -> Output | None:
        """Its only output; ``None`` where there are several, or nothing is known of it."""
        return self.outputs[0] if self.outputs is not None and len(self.outputs) == 1 else None


class Architectures:
    """The models of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._known: dict[tuple[Origin, cst.CSTNode], Architecture | None] = {}
        self._depth = 0

    def of(self, origin: Origin, until: cst.CSTNode | None = None) -> Architecture | None:
        """What the model that *origin* makes is made of, as it is when *until* runs; ``None`` if not known.

        *until* is the call that counts, such as its ``compile``: what is done with the model later is nothing
        to that. Without it, all that the file does with the model counts.
        """
        until = until if until is not None else self.module.tree
        key = origin, until
        if key not in self._known:
            if self._depth >= _DEEPEST:
                return None
            self._depth += 1
            try:
                self._known[key] = self._read(origin, until)
            finally:
                self._depth -= 1
        return self._known[key]

    def of_receiver(self, call: cst.Call, frames: Frames = ()) -> tuple[Architecture, ...]:
        """The models that a method is called on, one for each way in which it may have been made.

        Empty where one of them is not known.
        """
        if not isinstance(call.func, cst.Attribute):
            return ()
        return self.of_value(call.func.value, call, frames)

    def of_value(
        self, node: cst.BaseExpression, until: cst.CSTNode, frames: Frames = ()
    ) -> tuple[Architecture, ...]:
        """The models that *node* may be when *until* runs; see :meth:`of_receiver`."""
        found = [self.of(origin, until) for origin in self.module.objects.origins(node, frames)]
        known = tuple(each for each in found if each is not None)
        return known if len(known) == len(found) else ()

    def outputs(self, origins: Iterable[Origin], until: cst.CSTNode) -> tuple[Output, ...]:
        """The only output of each of these models; empty where one has several, or nothing is known of it."""
        found = [self._inside(origin, until) for origin in origins]
        known = tuple(each for each in found if each is not None)
        return known if len(known) == len(found) else ()

    def every(self) -> Iterator[Architecture]:
        """What each model that the file makes is made of, in source order, as far as it is known."""
        for call in self.module.facts.calls:
            for origin in self.module.objects.origins(call) if self._makes(call) else ():
                if origin.node is call and families.is_a(origin.name, families.MODEL):
                    found = self.of(origin)
                    if found is not None:
                        yield found

    def _makes(self, call: cst.Call) -> bool:
        """Whether *call* itself may make a model, as what is called shows: nothing is followed for that."""
        made = self.module.objects.class_made(call)
        if made is not None:
            return families.is_a(made, families.MODEL)
        return classes.local_class(self.module, call.func) is not None

    def _read(self, origin: Origin, until: cst.CSTNode) -> Architecture | None:
        layer = Layer(self.module, origin, origin.node)
        if origin.local is not None:
            return self._subclass(origin)
        made = maker(self.module, origin)
        if made == "keras.Sequential":
            return self._sequential(origin, until)
        if layer.application:
            chain = Chain((layer,), Start.OWN)
            return Architecture(origin, (self._as_output(chain),), inputs=1, built=True)
        return self._functional(origin) if made == families.MODEL else None

    def _sequential(self, origin: Origin, until: cst.CSTNode) -> Architecture | None:
        from tflint_ckpt.semantics.models.sequential import sequential

        chain = sequential(self.module, origin, until)
        if chain is None:
            return None
        built = {Start.INPUT: True, Start.DEFERRED: False, Start.SOME: False}.get(chain.start)
        if any(layer.origin is None for layer in chain.layers):
            built = built or None
        return Architecture(origin, (self._as_output(chain),), inputs=1, built=built)

    def _functional(self, origin: Origin) -> Architecture | None:
        assert isinstance(origin.node, cst.Call)
        call = bind(self.module, origin.node, origin.name)
        inputs = argument_of(call, "inputs", "input")
        outputs = argument_of(call, "outputs", "output")
        if call.open or inputs is None or outputs is None:
            return None
        listed = self._listed(inputs.value, origin.frames)
        found = self._listed(outputs.value, origin.frames)
        if found is None:
            return Architecture(origin, None, inputs=len(listed) if listed else None, built=True)
        each = tuple(self._output(outputs.value, origin.frames, path) for path in found)
        number = len(listed) if listed is not None else None
        return Architecture(origin, each, _names(found), number, built=True)

    def _output(self, node: cst.BaseExpression, frames: Frames, path: Path) -> Output | None:
        chain = chain_of(self.module, node, frames, path)
        return self._as_output(chain) if chain is not None else None

    def _as_output(self, chain: Chain) -> Output:
        return Output(self.module, self._inside, chain)

    def _inside(self, origin: Origin, until: cst.CSTNode | None) -> Output | None:
        found = self.of(origin, until)
        return found.output if found is not None else None

    def _listed(self, node: cst.BaseExpression, frames: Frames) -> tuple[Path, ...] | None:
        """Where the tensors stand in what is given as inputs or outputs; ``None`` where that is not known."""
        only = self.module.only(node, frames)
        if isinstance(only, Items):
            return tuple((place,) for place in range(only.length)) if only.length is not None else None
        if isinstance(only, Mapping) and only.complete:
            entries: tuple[Entry, ...] = only.entries
            return tuple((entry.key,) for entry in entries)
        return ((),) if chain_of(self.module, node, frames) is not None else None

    def _subclass(self, origin: Origin) -> Architecture | None:
        """A class of the module that derives from ``keras.Model`` itself and has a ``call``."""
        local = origin.local
        function = classes.methods(local).get("call") if local is not None else None
        returned = self.module.returns(function) if function is not None else None
        if local is None or returned is None or not self.is_subclassed(origin):
            return None
        built = None if self._builds_itself(local) else False
        listed = self._listed(returned[0], ()) if len(returned) == 1 else None
        if listed is None:
            return Architecture(origin, None, built=built)
        each = tuple(self._output(returned[0], (), path) for path in listed)
        return Architecture(origin, each, _names(listed), built=built)

    def is_subclassed(self, origin: Origin) -> bool:
        """Whether it is of a class of the module that derives from ``keras.Model`` itself and has a ``call``,
        and gives the base no inputs and outputs."""
        local = origin.local
        if local is None or len(local.bases) != 1 or not isinstance(origin.node, cst.Call):
            return False
        if not self.module.is_named(local.bases[0].value, "keras.Model", "keras.models.Model"):
            return False
        return "call" in classes.methods(local) and not self._is_functional(local, origin.node)

    def _builds_itself(self, local: cst.ClassDef) -> bool:
        """Whether a class may build its objects itself: it has a ``build``, or calls ``self(…)``."""
        if {"build", "__call__", "built"} & classes.names(self.module, local):
            return True
        for call in self.module.facts.calls:
            func = call.func
            name = func.attr.value if isinstance(func, cst.Attribute) else ""
            itself = is_self(func)
            if (itself or name in ("build", "__call__")) and self.module.enclosing_class(call) is local:
                function = self.module.enclosing_function(call)
                if function is None or function.name.value not in _STEPS:
                    return True
        return False

    def _is_functional(self, local: cst.ClassDef, made: cst.Call) -> bool:
        """Whether ``super().__init__(…)`` may be given inputs and outputs, so that it is a functional model.

        What it hands on, ``**kwargs``, is what the call that makes the object has more.
        """
        given = [
            argument
            for call in self.module.facts.calls
            if self.module.enclosing_class(call) is local
            for name in ("keras.Model", "keras.models.Model")
            if classes.constructs_base(self.module, call, name)
            for argument in call.args
        ]
        if any(argument.star == "**" for argument in given):
            given = [each for each in given if each.star != "**"]
            given += [
                each for each in made.args if each.star or (each.keyword and each.keyword.value in _GRAPH)
            ]
        return any(each.keyword is None or each.keyword.value not in _PLAIN for each in given)


def _names(paths: tuple[Path, ...]) -> tuple[str, ...] | None:
    """The keys of a dictionary of outputs, as they stand in it."""
    keys = tuple(str(path[0]) for path in paths if path and isinstance(path[0], str))
    return keys if len(keys) == len(paths) else None


def maker(module: Module, origin: Origin) -> str | None:
    """The class of Keras that *origin* is a call of; ``None`` where a function made it, or loaded it."""
    if not isinstance(origin.node, cst.Call):
        return None
    func = origin.node.func
    for name in ("Sequential", "Model"):
        if module.is_named(func, f"keras.{name}", f"keras.models.{name}", f"keras.engine.{name}"):
            return f"keras.{name}"
    called = module.resolve(func) or ""
    return families.made_by(called) if called.rpartition(".")[2] in _CLASSES else None
