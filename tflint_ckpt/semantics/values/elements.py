"""What stands in a list or dictionary, by its key or by ``get``, if it still is what was put there."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.values.answers import PASS, Answers, Passed, R
from tflint_ckpt.semantics.values.kinds import Items, Mapping, Value
from tflint_ckpt.semantics.values.parts import Path, chosen
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tflint_ckpt.semantics.code import Code


_GETTING = ("get", "pop")


def elements(answers: Answers[R], node: cst.BaseExpression, path: Path) -> Iterator[R]:
    """What stands at *path* in each container that *node* may be."""
    for value in answers.values(node):
        nodes = chosen(value, path[0]) if isinstance(value, (Items, Mapping)) else None
        if nodes is None or _is_changed_inside(answers, value, nodes):
            yield answers.unknown(node)
        else:
            yield answers.all(nodes, path[1:], node)


def got(
    answers: Answers[R],
    node: cst.Call,
    path: Path,
    imported: Callable[[cst.BaseExpression, Path], R | Passed],
) -> R | Passed:
    """What ``d.get("key", default)`` or ``pop`` gives, of a dictionary wholly in sight, or *imported*."""
    func, given = node.func, [argument.value for argument in node.args if not argument.keyword]
    if not isinstance(func, cst.Attribute) or func.attr.value not in _GETTING or len(given) != len(node.args):
        return PASS
    if not given or not isinstance(given[0], cst.SimpleString):
        return PASS
    place = given[0].evaluated_value
    elsewhere = imported(func.value, (str(place), *path))
    if elsewhere is not PASS:
        return elsewhere
    found: list[R] = []
    for value in answers.values(func.value):
        if not isinstance(value, Mapping) or not value.complete or not isinstance(place, str):
            return PASS
        nodes = chosen(value, place) or []
        entries = [entry for entry in value.entries if entry.key == place]
        is_there = any(answers.module.parent(entry.node) is value.node for entry in entries)
        if _is_changed_inside(answers, value, nodes) or (not is_there and len(given) == 1):
            return PASS
        found.append(answers.all(nodes if is_there else [*nodes, *given[1:]], path, node))
    return answers.together(node, found)


def copied_by(module: Code, node: cst.Call, *, deeply: bool) -> cst.BaseExpression | None:
    """The list or dictionary that a call copies: ``d.copy()``, ``copy.copy(d)``, *deeply* ``deepcopy(d)``."""
    name = last_name(node.func)
    if len(node.args) > 1 or not (name == "copy" or (deeply and name == "deepcopy")):
        return None
    if not node.args:
        return node.func.value if isinstance(node.func, cst.Attribute) and name == "copy" else None
    is_copied = module.is_named(node.func, "copy.copy", "copy.deepcopy") and not node.args[0].star
    return node.args[0].value if is_copied else None


def _is_changed_inside(answers: Answers[R], value: Value, nodes: Iterable[cst.BaseExpression]) -> bool:
    """Whether the elements *nodes* of *value* may hold something else than is written there."""
    if not isinstance(value, (Items, Mapping)) or value.intact:
        return False
    held = (each for node in nodes for each in answers.values(node))
    return any(isinstance(each, (Items, Mapping)) for each in held)
