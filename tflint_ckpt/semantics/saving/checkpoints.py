"""``tf.train.Checkpoint`` objects of a module: what they hold, where they are saved and restored.

A checkpoint is known by the call that makes it, however it gets to the place where it is used: through
variables, attributes, functions of the module, or ``manager.checkpoint``.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import arguments
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.saving.status import Status, status_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

CHECKPOINT = "tensorflow.train.Checkpoint"
MANAGER = "tensorflow.train.CheckpointManager"
_SAVING = ("save", "write")
_RESTORING = ("restore", "read")


@dataclass(frozen=True, eq=False, slots=True)
class Checkpoint:
    """One ``tf.train.Checkpoint(…)`` of the module.

    Attributes:
        call: the call that makes it.
        objects: what it holds, by keyword.
        whole: whether that is all: no root object, no unknown ``**objects``, nothing set on it later.
    """

    call: Call
    objects: dict[str, Argument]
    whole: bool

    @property
    def node(self) -> cst.Call:
        """The call in the tree."""
        return self.call.node


@dataclass(frozen=True, eq=False, slots=True)
class Save:
    """One place where checkpoints are written.

    Attributes:
        node: the call.
        checkpoints: those that may be meant.
        prefix: the path that is given; ``None`` where a manager names the files.
        manager: the call that makes the manager which saves, if one does.
    """

    node: cst.Call
    checkpoints: tuple[Checkpoint, ...]
    prefix: cst.BaseExpression | None
    manager: cst.Call | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Restore:
    """One place where a checkpoint is read.

    Attributes:
        node: the call of ``restore`` or ``read``.
        checkpoints: those that may be meant, at least one.
        path: what is given as the path, if anything.
        status: what is done with the status it returns.
    """

    node: cst.Call
    checkpoints: tuple[Checkpoint, ...]
    path: cst.BaseExpression | None
    status: Status


class Checkpoints:
    """The checkpoints of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._known: dict[cst.CSTNode, Checkpoint] = {}

    @cached_property
    def all(self) -> tuple[Checkpoint, ...]:
        """Every checkpoint that the module makes, in source order."""
        made = (call for call in self._module.facts.calls if self._module.is_named(call.func, CHECKPOINT))
        return tuple(map(self._checkpoint, made))

    def of(self, node: cst.BaseExpression) -> tuple[Checkpoint, ...]:
        """The checkpoints that *node* may be; empty unless every alternative is one of the module's."""
        if isinstance(node, cst.Attribute) and node.attr.value == "checkpoint":
            managers = self.managers(node.value)
            held = [self.of(given) if (given := managed(one)) is not None else () for one in managers]
            if managers:
                return tuple(one for alternatives in held for one in alternatives) if all(held) else ()
        return tuple(map(self._checkpoint, self._made(node, CHECKPOINT)))

    def managers(self, node: cst.BaseExpression) -> tuple[cst.Call, ...]:
        """The calls that make the ``CheckpointManager`` *node* is; empty unless all are known."""
        return self._made(node, MANAGER)

    @cached_property
    def saves(self) -> tuple[Save, ...]:
        """Every call that writes a checkpoint of the module, in source order."""
        return tuple(self._find_saves())

    @cached_property
    def restores(self) -> tuple[Restore, ...]:
        """Every call that reads into a checkpoint of the module, in source order.

        Left out are those that are meant to raise, and those in tests, whose assertions look at the values.
        """
        found = []
        for node, attribute in self._module.method_calls(*_RESTORING):
            checkpoints = self.of(attribute.value)
            if checkpoints and not is_expected(self._module, node) and not self._in_test(node):
                call = arguments.bind(self._module, node, f"{CHECKPOINT}.{attribute.attr.value}")
                path = argument_of(call, "save_path")
                status = status_of(self._module, node)
                found.append(Restore(node, checkpoints, path.value if path else None, status))
        return tuple(found)

    def variable(self, checkpoint: Checkpoint) -> Binding | None:
        """The assignment that keeps *checkpoint* in a variable, where a plain one does."""
        statement = self._module.parent(checkpoint.node)
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else None
        if not isinstance(target, cst.Name) or len(statement.targets) != 1:  # type: ignore[union-attr]
            return None
        home = self._module.facts.scopes[target].home(target.value)
        return next((one for one in home.bindings[target.value] if one.node is target), None)

    def _in_test(self, node: cst.CSTNode) -> bool:
        """Whether *node* stands in a test of a test file, or of a ``TestCase``."""
        above = (each for each in self._module.ancestors(node) if isinstance(each, cst.FunctionDef))
        if not any(each.name.value.startswith("test") for each in above):
            return False
        owner = self._module.enclosing_class(node)
        file = self._module.path.rpartition("/")[2].rpartition(".")[0]
        if file.startswith("test_") or file.endswith("_test"):
            return True
        # To ask how a base is written has LibCST parse the class.
        bases = owner.bases if owner is not None and "TestCase" in self._module.source.text else ()
        return any("TestCase" in self._module.text(base.value) for base in bases)

    def _find_saves(self) -> Iterator[Save]:
        for node, attribute in self._module.method_calls(*_SAVING):
            checkpoints = self.of(attribute.value)
            if checkpoints:
                call = arguments.bind(self._module, node, f"{CHECKPOINT}.{attribute.attr.value}")
                prefix = argument_of(call, "file_prefix")
                yield Save(node, checkpoints, prefix.value if prefix else None)
                continue
            for manager in self.managers(attribute.value):
                given = managed(manager)
                yield Save(node, self.of(given) if given is not None else (), None, manager)

    def _made(self, node: cst.BaseExpression, name: str) -> tuple[cst.Call, ...]:
        origins = self._module.objects.origins(node)
        calls = tuple(one.node for one in origins if one.name == name and one.local is None)
        plain = tuple(call for call in calls if isinstance(call, cst.Call))
        return plain if len(plain) == len(origins) else ()

    def _checkpoint(self, node: cst.Call) -> Checkpoint:
        if node not in self._known:
            call = arguments.bind(self._module, node, CHECKPOINT)
            objects = {each.name: each for each in call.arguments if each.name is not None}
            whole = not call.open and all(each.name not in (None, "root") for each in call.arguments)
            self._known[node] = Checkpoint(
                call, objects, whole and bool(objects) and not self._extended(node)
            )
        return self._known[node]

    def _extended(self, node: cst.Call) -> bool:
        """Whether an object may be set on the checkpoint that *node* makes after it is made."""
        return any(
            isinstance(target.value, (cst.Name, cst.Attribute))
            and any(call is node for call in self._made(target.value, CHECKPOINT))
            for target, _ in self._module.facts.attribute_targets
        )


def managed(manager: cst.Call) -> cst.BaseExpression | None:
    """The checkpoint that a call of ``CheckpointManager`` is given."""
    for place, argument in enumerate(manager.args):
        if argument.star:
            return None
        if argument.keyword.value == "checkpoint" if argument.keyword else place == 0:
            return argument.value
    return None


def same_variable(module: Module, one: cst.CSTNode, other: cst.CSTNode) -> bool:
    """Whether two expressions are names of one variable."""
    if not (isinstance(one, cst.Name) and isinstance(other, cst.Name) and one.value == other.value):
        return False
    scopes = module.facts.scopes
    return scopes[one].lookup(one.value) is scopes[other].lookup(other.value)
