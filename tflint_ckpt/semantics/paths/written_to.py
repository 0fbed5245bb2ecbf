"""The file that a checkpoint writes, and what reads it again, also where an object names both.

``store.best`` and ``store.latest()`` are read in the file of the class of ``store``, where both are said of
one ``self``.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.named import is_property
from tflint_ckpt.semantics.calls.receivers import Receivers
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.calls.used_elsewhere import CallsElsewhere
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.named_folders import NamedFolders
from tflint_ckpt.semantics.paths.newest import last_of
from tflint_ckpt.semantics.paths.same_file import Sameness, same_file
from tflint_ckpt.semantics.saving.latest import sources
from tflint_ckpt.semantics.saving.places import is_latest
from tflint_ckpt.semantics.values.evaluate import Evaluator, called_there
from tflint_ckpt.semantics.values.foreign import is_set
from tflint_ckpt.semantics.values.kinds import Text, Unknown, as_text
from tflint_ckpt.syntax.forms import argument, is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_NOT_LATEST = (".h5", ".hdf5", ".keras")
"""Files that ``latest_checkpoint`` does not see."""


@dataclass(frozen=True, slots=True)
class Written:
    """The file that a checkpoint writes.

    Attributes:
        module: the file of the code that says so.
        path: its path.
        owner: the class there of the object that has it; ``None`` where the path is said where it is used.
        held: the text of the expression for that object.
    """

    module: Module
    path: Text
    owner: cst.ClassDef | None = None
    held: str = ""


def is_one_file(written: Written | None) -> bool:
    """Whether Keras fills nothing in, so that each epoch writes the same file."""
    return written is not None and not any("{" in part.text for part in written.path.pieces)


def written_path(module: Module, node: cst.BaseExpression) -> Written | None:
    """The one path that *node* is, or that an attribute or property of an object of another file is."""
    path = module.only(node)
    if isinstance(path, Text):
        return Written(module, path)
    if not isinstance(node, cst.Attribute):
        return None
    owner = _class_of(module, node.value)
    if owner is None:
        unknown = _text(module, node)
        return Written(module, unknown) if unknown is not None else None
    if is_set(module, owner[0], node.attr.value):
        return None
    there, made = owner
    method = there.fact(Receivers).method(made, node.attr.value)
    returned = there.returns(method) if method is not None and is_property(there, method) else None
    found = there.only(returned[0]) if returned is not None and len(returned) == 1 else None
    return Written(there, found, made, module.text(node.value)) if isinstance(found, Text) else None


def is_written_to(module: Module, written: Written, node: cst.BaseExpression) -> bool:
    """Whether *node*, which is read, is the file *written*, or the last by name of those of a template."""
    if written.owner is not None:
        return _is_of_object(module, written, node)
    path = _text(module, node)
    return path is not None and same_file(module, written.path, path) is Sameness.SAME


def is_one_of(module: Module, written: Written, node: cst.BaseExpression) -> bool:
    """Whether *node*, which is read, is one of the files that the template *written* makes, or the last."""
    if written.owner is not None or is_one_file(written):
        return False
    path = _text(module, node)
    if path is not None and path.literal is not None:
        return same_file(module, written.path, path) is Sameness.ONE_OF
    folder, name = module.fact(NamedFolders).split(written.path)
    known = [each for each in sources(module, node) or () if not is_none(each)]
    if folder is None or len(known) != 1:
        return False
    if isinstance(known[0], cst.Call) and is_latest(module, known[0]):
        if name.endswith(_NOT_LATEST):
            return False
        given = argument(known[0], "checkpoint_dir", 0)
        place = module.only(given) if given is not None else None
        return isinstance(place, Text) and module.fact(NamedFolders).of(place) == folder
    listed = last_of(module, known[0])
    return listed is not None and listed.has(folder, name)


def _text(module: Module, node: cst.BaseExpression) -> Text | None:
    """The one path that *node* is; all of it may be unknown: ``args.weights`` names a file, too."""
    only = module.only(node)
    if isinstance(only, Unknown) and isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name):
        targets = module.facts.attribute_targets
        return None if any(one.attr.value == node.attr.value for one, _ in targets) else as_text(only, node)
    return only if isinstance(only, Text) else None


def _is_of_object(module: Module, written: Written, node: cst.BaseExpression) -> bool:
    """Whether the same object says so of what is read: ``store.best``, ``store.latest()``."""
    node = module.assigned(node) or node
    func = node.func if isinstance(node, cst.Call) and not node.args else node
    if not isinstance(func, cst.Attribute) or module.text(func.value) != written.held:
        return False
    there, owner = written.module, written.owner
    method = there.fact(Receivers).method(owner, func.attr.value) if owner is not None else None
    if method is None or is_property(there, method) is isinstance(node, cst.Call):
        return False
    known = [each for each in there.returns(method) or () if not is_none(each)]
    only = known[0] if len(known) == 1 else None
    if isinstance(only, cst.IfExp):
        sides = [side for side in (only.body, only.orelse) if not is_none(side)]
        only = sides[0] if len(sides) == 1 else None
    if only is None:
        return False
    path, folders = there.only(only), there.fact(NamedFolders)
    folder, name = folders.split(written.path)
    if folder is None:
        return False
    if isinstance(path, Text):
        return folders.split(path) == (folder, name)
    listed = last_of(there, only)
    return listed is not None and listed.has(folder, name)


def _class_of(module: Module, node: cst.BaseExpression) -> tuple[Module, cst.ClassDef] | None:
    """The class of another file that *node* is an object of: ``self.store``, given to the constructor.

    Every call that gives it makes an object of that class.
    """
    given = _given(module, node)
    if given is None:
        made = module.only(node)
        return _made(module, getattr(made, "call", None))
    found = {_made(there, value) for there, value in given}
    return found.pop() if len(found) == 1 else None


def _given(module: Module, node: cst.BaseExpression) -> list[tuple[Engine, cst.BaseExpression]] | None:
    """What all calls give to the parameter that *node* is, or that an attribute of ``self`` is set to."""
    if isinstance(node, cst.Attribute) and is_self(node.value):
        values = module.attribute_values(node) or ()
        node = values[0] if len(values) == 1 else node
    binding = module.sole_binding(node) if isinstance(node, cst.Name) else None
    function = binding.scope.node if binding is not None else None
    if (
        binding is None
        or binding.kind is not BindingKind.PARAMETER
        or not isinstance(function, cst.FunctionDef)
    ):
        return None
    here = module.fact(CallSites).in_sight(function)
    others = None if here else module.fact(CallsElsewhere).of(function, called_there)
    calls = [(module, call) for call in here] if here else others
    found = [
        (there, module.fact(CallSites).bound_argument(function, call, binding.name))
        for there, call in calls or ()
    ]
    known = [(there, value) for there, value in found if value is not None and value is not binding.value]
    return known if known and len(known) == len(found) else None


def _made(module: Engine, call: cst.CSTNode | None) -> tuple[Module, cst.ClassDef] | None:
    if not isinstance(call, cst.Call):
        return None
    found = module.fact(Evaluator).class_elsewhere(call)
    if found is None or not isinstance(found.module, Module) or not isinstance(found.node, cst.ClassDef):
        return None
    return found.module, found.node
