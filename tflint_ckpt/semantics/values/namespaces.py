"""Objects that only hold what they are given: ``SimpleNamespace(path="m.h5")``, ``EasyDict({…})``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Instance, Items, Mapping, Text
from tflint_ckpt.syntax.forms import argument, keyword, last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.answers import Answers
    from tflint_ckpt.semantics.values.kinds import Frames

_HOLDING = (
    *("types.SimpleNamespace", "argparse.Namespace", "easydict.EasyDict", "addict.Dict", "munch.Munch"),
    *("box.Box", "ml_collections.ConfigDict", "ml_collections.config_dict.ConfigDict"),
)
_TUPLE = "collections.namedtuple"
_CHANGING = frozenset("update pop setdefault clear merge_from_file merge_from_list __dict__ unlock".split())
_SETTING = (cst.AssignTarget, cst.AugAssign, cst.Del)
_PARSING = ("parse_args", "parse_known_args")
"""Methods of a parser that write into the namespace that they are given."""
_WORDS = ("Namespace", "EasyDict", "namedtuple", "addict", "Munch", "Box", "ConfigDict")


class _Named:
    """Whether a file names any of these at all."""

    def __init__(self, module: Engine) -> None:
        self.any = any(word in module.source.text for word in _WORDS)


class _Changed:
    """What a file sets items of, has other methods change, or lets a parser write into."""

    def __init__(self, module: Engine) -> None:
        facts = module.facts
        found = [each.value for each in facts.every(cst.Attribute) if each.attr.value in _CHANGING]
        found += [
            each.value for each in facts.every(cst.Subscript) if isinstance(module.parent(each), _SETTING)
        ]
        found += [
            argument.value
            for call in facts.calls
            if last_name(call.func) in _PARSING
            for argument in call.args
        ]
        self.holders = [each for each in found if isinstance(each, (cst.Name, cst.Attribute))]


def given(answers: Answers[Any], node: cst.Attribute) -> tuple[cst.BaseExpression, Frames] | None:
    """What the object that *node* is an attribute of was given under that name, and within which calls.

    ``None`` where that is not seen, or the file sets an attribute of that name.
    """
    module, name = answers.module, node.attr.value
    if not module.fact(_Named).any:
        return None
    values = answers.values(node.value)
    only = values[0] if len(values) == 1 else None
    if not isinstance(only, Instance) or any(arg.star == "*" for arg in only.call.args):
        return None
    if _may_be_changed(module, node.value) or _is_changed_by_another_name(answers, only.call):
        return None
    targets = [target for target, _ in module.facts.attribute_targets if target.attr.value == name]
    if module.is_named(only.call.func, *_HOLDING):
        found = _held(module, only.call, name)
        if targets and found is None:
            found = _set_once(module, targets, only.call)
            return (found, ()) if found is not None else None
    else:
        found = _field(module, only.call, name)
    return (found, only.frames) if found is not None and not targets else None


def _may_be_changed(module: Engine, holder: cst.BaseExpression) -> bool:
    """Whether the file sets what *holder* holds otherwise than as an attribute: ``c["path"] = …``."""
    name = last_name(holder)
    if any(module.builtin(call.func) in ("setattr", "vars") for call in module.facts.calls):
        return True
    for use in (*module.facts.named(name), *module.attributes(name)):
        above = module.parent(use)
        if isinstance(above, cst.Attribute) and above.value is use and above.attr.value in _CHANGING:
            return True
        if isinstance(above, cst.Subscript) and isinstance(module.parent(above), _SETTING):
            return True
    return False


def _is_changed_by_another_name(answers: Answers[Any], made: cst.Call) -> bool:
    """Whether the file sets what is in the object that *made* gives under any name: ``other["path"] = …``."""
    return any(
        isinstance(value, Instance) and value.call is made
        for changed in answers.module.fact(_Changed).holders
        for value in answers.values(changed)
    )


def _held(module: Engine, call: cst.Call, name: str) -> cst.BaseExpression | None:
    value = keyword(call, name)
    if value is not None or any(arg.star for arg in call.args):
        return value if not any(arg.star for arg in call.args) else None
    first = call.args[0].value if len(call.args) == 1 and call.args[0].keyword is None else None
    mapping = module.only(first) if first is not None else None
    if not isinstance(mapping, Mapping) or not mapping.complete:
        return None
    values = [entry.value for entry in mapping.entries if entry.key == name]
    return values[0] if len(values) == 1 else None


def _set_once(module: Engine, targets: list[cst.Attribute], call: cst.Call) -> cst.BaseExpression | None:
    """What the one assignment in the file gives: ``c = EasyDict()`` and ``c.path = "m.h5"``."""
    holder = targets[0].value
    binding = module.sole_binding(holder) if len(targets) == 1 else None
    part = module.facts.attribute_parts.get(targets[0])
    if binding is None or binding.value is not call or part is None or part[1]:
        return None
    return part[0]


def _field(module: Engine, call: cst.Call, name: str) -> cst.BaseExpression | None:
    """What a named tuple is given for a field."""
    binding = module.sole_binding(call.func)
    made = binding.value if binding is not None else None
    if not isinstance(made, cst.Call) or not module.is_named(made.func, _TUPLE) or len(made.args) != 2:
        return None
    fields = _fields(module, made.args[1].value)
    if name not in fields or any(arg.star for arg in call.args):
        return None
    return argument(call, name, fields.index(name))


def _fields(module: Engine, node: cst.BaseExpression) -> list[str]:
    only = module.only(node)
    if isinstance(only, Text) and only.literal is not None:
        return only.literal.replace(",", " ").split()
    if not isinstance(only, Items) or only.length is None:
        return []
    return [module.literal(each) or "" for each in only.elements]
