"""Folders that a path begins with and the code does not name: that of a file, or a variable of the system."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_SAME = frozenset("abspath realpath normpath fspath str Path PurePath resolve absolute join".split())
"""Functions and methods that give the path they get, or one that begins with it."""
_READING = ("os.environ.get", "os.getenv")
_DEEPEST = 8


class Root(Enum):
    """Where a path begins."""

    FILE = "the folder of a file of the project"
    ENVIRONMENT = "what a variable of the environment says, or else the code"


def root_of(module: Engine, node: cst.CSTNode | None, deeper: int = _DEEPEST) -> Root | None:
    """Where the path that *node* gives begins; ``None`` for any other place."""
    if node is None or not deeper:
        return None
    if isinstance(node, cst.Name) and node.value == "__file__":
        return Root.FILE
    if isinstance(node, cst.Call):
        if module.is_named(node.func, *_READING):
            return Root.ENVIRONMENT if len(node.args) == 2 else None
        if last_name(node.func) == "dirname" and node.args:
            return _above(module, node.args[0].value, deeper)
        return root_of(module, _given(node), deeper - 1)
    if isinstance(node, cst.Attribute) and node.attr.value in ("parent", "parents"):
        return _above(module, node.value, deeper)
    if isinstance(node, cst.Subscript):
        return root_of(module, node.value, deeper - 1)  # ``.parents[1]``
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Add, cst.Divide)):
        return root_of(module, node.left, deeper - 1)
    if isinstance(node, cst.FormattedString) and isinstance(node.parts[0], cst.FormattedStringExpression):
        return root_of(module, node.parts[0].expression, deeper - 1)
    return _named(module, node, deeper) if isinstance(node, (cst.Name, cst.Attribute)) else None


def _above(module: Engine, node: cst.CSTNode, deeper: int) -> Root | None:
    """The same of the folder of what *node* gives, which may be a folder that the code names."""
    root = root_of(module, node, deeper - 1)
    return root if root is Root.FILE else None


def is_setting(module: Engine, node: cst.CSTNode | None) -> bool:
    """Whether *node*, or what it is a variable for, is what the environment says, and no folder below."""
    if isinstance(node, cst.Call):
        return module.is_named(node.func, *_READING) and len(node.args) == 2
    binding = module.sole_binding(node) if isinstance(node, (cst.Name, cst.Attribute)) else None
    if binding is not None:
        return not binding.index and isinstance(binding.value, cst.Call) and is_setting(module, binding.value)
    spelled = module.spelled(node) if isinstance(node, (cst.Name, cst.Attribute)) else None
    found = module.fact(Definitions).of(spelled) if spelled is not None else None
    value = found.binding.assigned if found is not None else None
    return found is not None and isinstance(value, cst.Call) and is_setting(found.module, value)


def _given(call: cst.Call) -> cst.CSTNode | None:
    """What a function that gives back its path is given, or a method of one is called on."""
    name = last_name(call.func)
    if call.args and name in _SAME:
        return call.args[0].value if not call.args[0].star else None
    is_method = name in _SAME and not call.args and isinstance(call.func, cst.Attribute)
    return call.func.value if is_method and isinstance(call.func, cst.Attribute) else None


def _named(module: Engine, node: cst.Name | cst.Attribute, deeper: int) -> Root | None:
    """The same of a variable, which this file or another one assigns once."""
    held = module.assigned(node)
    if held is not None:
        return root_of(module, held, deeper - 1)
    spelled = module.spelled(node)
    found = module.fact(Definitions).of(spelled) if spelled is not None else None
    return root_of(found.module, found.binding.assigned, deeper - 1) if found is not None else None
