"""What the parts that follow expressions ask of each other: values, classes, functions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import libcst as cst

from tflint_ckpt.project_files import ProjectFiles
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.code import Code
from tflint_ckpt.semantics.values.kinds import Constant, Frame, Instance, Text, Value, Values
from tflint_ckpt.source import Source
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.target import Targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast


class Engine(Code, ABC):
    """A source file whose expressions can be followed to what they are.

    The call graph asks for values, values for objects, objects for calls. None of them imports who answers:
    each takes an engine, and a module (:class:`tflint_ckpt.semantics.module.Module`) puts them together.
    """

    def __init__(
        self,
        source: Source,
        targets: Targets,
        project: ProjectFiles,
        parse: Callable[[Source], Code | None],
        syntax: _ast.Module | None = None,
    ) -> None:
        super().__init__(source, targets, project, parse, syntax)
        self._returns: dict[cst.FunctionDef, list[cst.BaseExpression] | None] = {}
        self._none: dict[cst.FunctionDef, bool] = {}
        self._bases: dict[cst.ClassDef, list[cst.ClassDef | str | None]] | None = None

    @abstractmethod
    def evaluate(self, node: cst.BaseExpression, frames: Sequence[Frame] = ()) -> Values:
        """Everything *node* may be; see :mod:`tflint_ckpt.semantics.values.kinds`.

        *frames* are calls of functions of this module, the outermost first, whose arguments count.
        """

    def only(self, node: cst.BaseExpression, frames: Sequence[Frame] = ()) -> Value | None:
        """The value of *node*, as :meth:`evaluate` gives it; ``None`` where it may be one of several."""
        values = self.evaluate(node, frames)
        return values[0] if len(values) == 1 else None

    def literal(self, node: cst.BaseExpression, frames: Sequence[Frame] = ()) -> str | None:
        """The one text that *node* is, where all of it is known."""
        only = self.only(node, frames)
        return only.literal if isinstance(only, Text) else None

    def is_text(self, node: cst.BaseExpression) -> bool:
        """Whether *node* surely is a string or path, whatever is in it."""
        return all(isinstance(value, Text) for value in self.evaluate(node))

    def is_constant(self, node: cst.BaseExpression | None, constant: object) -> bool:
        """Whether *node* is given, and surely is *constant*: ``True``, ``False`` or ``None``."""
        return self.surely(node, lambda value: isinstance(value, Constant) and value.value is constant)

    def is_number(self, node: cst.BaseExpression | None) -> bool:
        """Whether *node* is given, and surely a number that is written in the code."""
        return self.surely(
            node, lambda value: isinstance(value, Constant) and type(value.value) in (int, float)
        )

    def made_by(self, node: cst.BaseExpression | None, package: str, frames: Sequence[Frame] = ()) -> bool:
        """Whether *node* is given, and surely what something of the canonical *package* returned."""

        def is_made(value: Value) -> bool:
            name = self.resolve(value.call.func) if isinstance(value, Instance) else None
            return name is not None and name.startswith(f"{package}.")

        return self.surely(node, is_made, frames)

    def surely(
        self,
        node: cst.BaseExpression | None,
        holds: Callable[[Value], object],
        frames: Sequence[Frame] = (),
    ) -> bool:
        """Whether *node* is given, and *holds* is true of each value that it may have."""
        return node is not None and all(holds(value) for value in self.evaluate(node, frames))

    @abstractmethod
    def attribute_parts(
        self, node: cst.Attribute
    ) -> list[tuple[cst.BaseExpression, tuple[int, ...]]] | None:
        """What ``self.attribute`` is assigned in its class, and where in each value its part stands.

        ``None`` where that cannot be seen. Of ``self.a, self.b = f()`` the value of ``self.b`` is the call,
        and its part is 1.
        """

    @abstractmethod
    def evaluate_nearby(self, node: cst.BaseExpression) -> Values:
        """As :meth:`evaluate`, but no parameter is followed to its callers: on this the callers are found."""

    @abstractmethod
    def instance_of(self, node: cst.BaseExpression) -> str | None:
        """The class of what *node* provably is: ``keras.metrics.Mean``, or the family that all ways share.

        For an object of a class of the module: the API class that it derives from.
        """

    def subclasses(self, owner: cst.ClassDef) -> list[cst.ClassDef]:
        """The classes of the module that inherit from *owner*."""
        if self._bases is None:
            found = [node for node in self.facts.classes if node.bases]
            self._bases = {node: classes.ancestry(self, node) for node in found}
        return [node for node, bases in self._bases.items() if owner in bases]

    def local_function(self, node: cst.BaseExpression) -> cst.FunctionDef | None:
        """The function of this module that a name, or ``self.name``, means where that is certain."""
        binding = self.sole_binding(node)
        if binding is not None and isinstance(binding.node, cst.FunctionDef):
            return binding.node
        on = node.value if isinstance(node, cst.Attribute) else None
        if isinstance(node, cst.Attribute) and is_self(on):
            owner = self.enclosing_class(node)
            return classes.methods(owner).get(node.attr.value) if owner else None
        return None

    def returns(self, function: cst.FunctionDef | cst.Lambda) -> list[cst.BaseExpression] | None:
        """The expressions a function may return; ``None`` for a generator, coroutine or wrapped function."""
        if isinstance(function, cst.Lambda):
            return [function.body]
        if function not in self._returns:
            from tflint_ckpt.semantics.calls.overrides import PASSING, decorators
            from tflint_ckpt.semantics.calls.returns import returned_values

            passing = set(decorators(self, function)) <= PASSING
            self._returns[function] = returned_values(function) if passing else None
        return self._returns[function]

    def may_give_none(self, function: cst.FunctionDef | cst.Lambda) -> bool:
        """Whether a function that returns something may also end without, which gives ``None``."""
        if isinstance(function, cst.Lambda):
            return False
        if function not in self._none:
            from tflint_ckpt.semantics.calls.returns import may_give_none

            self._none[function] = may_give_none(function)
        return self._none[function]
