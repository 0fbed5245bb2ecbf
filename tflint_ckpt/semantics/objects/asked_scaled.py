"""Optimizers that surely are a ``LossScaleOptimizer`` where they are used, since the code asks for that.

``if half: opt = LossScaleOptimizer(opt)``, and later ``if half: opt.get_scaled_loss(loss)``; or a test by
``isinstance``. What the object is otherwise does not matter there.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.syntax.forms import is_self, last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_SCALED = "LossScaleOptimizer"


def is_asked_scaled(module: Module, node: cst.Attribute) -> bool:
    """Whether the object whose attribute *node* is surely is such an optimizer, as a test around says."""
    tests = list(_tests_around(module, node))
    if any(_is_instance_test(module, test, node.value) for test in tests):
        return True
    flags = set(filter(None, map(_flag, tests)))
    assigned = list(_assigned(module, node.value)) if flags else []
    scaled = [asked for made, asked in assigned if _is_scaled(module, made)]
    if any(isinstance(made, cst.Call) and not _is_scaled(module, made) for made, _ in assigned):
        return False  # which may wrap it once more
    return any(not flags.isdisjoint(map(_flag, asked)) for asked in scaled)


def _assigned(
    module: Module, node: cst.BaseExpression
) -> Iterator[tuple[cst.BaseExpression, list[cst.BaseExpression]]]:
    """What a variable, or an attribute of ``self``, is assigned, and the tests under which it is."""
    values: list[cst.BaseExpression | None] = []
    if isinstance(node, cst.Name):
        values = [binding.value for binding in module.visible(node) if not binding.index]
    elif isinstance(node, cst.Attribute) and is_self(node.value):
        values = list(module.attribute_values(node) or ())
    for value in values:
        if isinstance(value, cst.IfExp):
            yield value.body, list(_conjuncts(value.test))
        elif value is not None:
            yield value, list(_tests_around(module, value))


def _tests_around(module: Module, node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """What surely holds where *node* runs, by the conditions around it in its function."""
    for child, above in module.steps_within(node):
        if isinstance(above, (cst.If, cst.IfExp)) and child is above.body:
            yield from _conjuncts(above.test)
        elif isinstance(above, cst.BooleanOperation) and child is above.right:
            yield from _conjuncts(above.left) if isinstance(above.operator, cst.And) else ()


def _conjuncts(test: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
        yield from _conjuncts(test.left)
        yield from _conjuncts(test.right)
    else:
        yield test


def _flag(test: cst.BaseExpression) -> str | None:
    """The name of a flag that is tested itself: ``half``, ``self.half``."""
    return last_name(test) if isinstance(test, (cst.Name, cst.Attribute)) else None


def _is_instance_test(module: Module, test: cst.BaseExpression, node: cst.BaseExpression) -> bool:
    if not isinstance(test, cst.Call) or module.builtin(test.func) != "isinstance" or len(test.args) != 2:
        return False
    tested, wanted = (argument.value for argument in test.args)
    name = module.resolve(wanted) or ""
    is_it = name.startswith("keras.") and name.rpartition(".")[2] == _SCALED
    return is_it and module.text(tested) == module.text(node)


def _is_scaled(module: Module, node: cst.BaseExpression) -> bool:
    origins = module.fact(Instances).origins(node)
    return bool(origins) and all(
        each.local is None and each.name.rpartition(".")[2] == _SCALED for each in origins
    )
