"""Names of Keras 3 that only raise when they are built: what their uses do."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

STAND_INS = "keras.optimizers.legacy"
"""A module that Keras 3 has. Its classes can be imported, tested against and written down as a type; building
one, or a class below it, raises ``ImportError`` (ran on 3.3, 3.8 and 3.15)."""
_DEEPEST = 3
_TESTS = ("isinstance", "issubclass")
_AROUND = (
    cst.Element,
    cst.Tuple,
    cst.List,
    cst.BinaryOperation,
    cst.Subscript,
    cst.SubscriptElement,
    cst.Index,
    cst.ComparisonTarget,
)


class Use(Enum):
    """What is done with a stand-in, from the worst."""

    BUILT = "built, or handed on to where it may be"
    TESTED = "only tested against"
    WRITTEN = "only written down, as a type or as an import"


def use_of(module: Code, node: cst.CSTNode) -> Use:
    """The worst that is done with what *node*, an import or a chain of attributes, names."""
    if isinstance(node, cst.ImportAlias):
        found = {_of(module, use) for use in uses_of_import(module, node)}
        return next((use for use in Use if use in found), Use.WRITTEN)
    return _of(module, node)


def is_used(module: Code, node: cst.CSTNode) -> bool:
    """Whether *node* is no import, or what it imports is used in its own file."""
    return not isinstance(node, cst.ImportAlias) or bool(uses_of_import(module, node))


def uses_of_import(module: Code, node: cst.ImportAlias) -> list[cst.CSTNode]:
    """What of its own file uses what *node* imports."""
    statement = module.parent(node)
    assert statement is not None
    uses = module.uses(node.evaluated_alias or node.evaluated_name, module.facts.scopes[statement])
    return [use for use in uses if not _is_inside(module, use, node)]


def _is_inside(module: Code, node: cst.CSTNode, above: cst.CSTNode) -> bool:
    return any(each is above for each in module.ancestors(node))


def _of_variable(module: Code, statement: cst.Assign, depth: int) -> Use:
    """The worst that is done with the one variable that *statement* sets, if it has no other value."""
    target = statement.targets[0].target if len(statement.targets) == 1 else None
    binding = module.sole_binding(target) if isinstance(target, cst.Name) else None
    uses = module.uses(binding.name, binding.scope) if binding is not None else ()
    found = {_of(module, use, depth) for use in uses if use is not target}
    return next((use for use in Use if use in found), Use.BUILT)


def _of(module: Code, node: cst.CSTNode, depth: int = 0) -> Use:
    for above in module.ancestors(node):
        if isinstance(above, cst.Annotation):
            return Use.WRITTEN
        if isinstance(above, cst.Comparison):
            return Use.TESTED
        if isinstance(above, cst.Arg):
            call = module.parent(above)
            named = (
                isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value in _TESTS
            )
            return Use.TESTED if named else Use.BUILT
        if isinstance(above, cst.Assign) and depth < _DEEPEST:
            return _of_variable(module, above, depth + 1)
        if not isinstance(above, _AROUND) and not (isinstance(above, cst.Attribute) and above.value is node):
            return Use.BUILT
        node = above
    return Use.BUILT
