"""What the attributes of a class of the module, and of its instances, are assigned."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.overrides import decorators
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.syntax import forms
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
"""Annotations in a dataclass of what is no field, or changes the order of the fields."""
Parts = list[tuple[cst.BaseExpression, tuple[int, ...]]]
"""Assigned values, and where in them the part of an attribute stands, outermost first."""


def parts(module: Engine, node: cst.Attribute) -> Parts | None:
    """What ``self.attribute`` is assigned anywhere in its class; ``None`` where that cannot be seen.

    Of ``Settings.attribute``, what the body of that class of the module says.
    """
    if not isinstance(node.value, cst.Name):
        return None
    if node.value.value in ("self", "cls"):
        owner = module.enclosing_class(node)
        return parts_of(module, owner, node.attr.value) if owner is not None else None
    owner = classes.local_class(module, node.value)
    return parts_of(module, owner, node.attr.value, node.value) if owner is not None else None


def parts_of(
    module: Engine, owner: cst.ClassDef, name: str, by_class: cst.BaseExpression | None = None
) -> Parts | None:
    """What the attribute *name* of an object of *owner* is assigned; ``None`` where that cannot be seen.

    *by_class* is the name of the class where the attribute is asked of the class itself.
    """
    if isinstance(by_class, cst.Name):
        return of_class(module, owner, by_class.value, name)
    subclasses = module.subclasses(owner)
    ancestors = [base for base in classes.ancestry(module, owner) if isinstance(base, cst.ClassDef)]
    assigned: dict[cst.ClassDef, Parts] = {}
    for target, _ in module.facts.attribute_targets:
        if target.attr.value != name:
            continue
        if not is_self(target.value):
            return None  # ``trainer.path = …`` may mean an instance of this class
        holder = module.enclosing_class(target)
        if holder in subclasses:
            return None  # an instance of that subclass has it from there
        if holder is owner or holder in ancestors:
            part = module.facts.attribute_parts.get(target)
            if part is None:
                return None
            assigned.setdefault(holder, []).append(part)
    if any(name in classes.names(module, each) for each in subclasses):
        return None
    if module.fact(SetMembers).by_name((owner, *ancestors, *subclasses), name):
        return None
    found: Parts = []
    for one in (owner, *ancestors):
        found += assigned.get(one, ())
        if any(_is_surely_assigned(module, one, value) for value, _ in assigned.get(one, ())):
            return found
        if name in classes.names(module, one):
            held = in_body(module, one, name)
            return [*found, *held] if held else None
    return found or None


def _is_surely_assigned(module: Engine, owner: cst.ClassDef, value: cst.BaseExpression) -> bool:
    """Whether each new object gets *value* when it is made: in a line that its constructor always runs."""
    methods = classes.methods(owner)
    bodies = [methods[name].body for name in ("__init__", "__post_init__") if name in methods]
    for above in module.ancestors(value):
        if isinstance(above, (cst.BaseCompoundStatement, cst.BaseSuite)):
            return above in bodies
    return False


def of_class(module: Engine, owner: cst.ClassDef, spelled: str, name: str) -> Parts | None:
    """What the attribute *name* of the class itself is assigned, in its body; *spelled* is its name."""
    for target, _ in module.facts.attribute_targets:
        receiver = target.value
        by_name = isinstance(receiver, cst.Name) and receiver.value in (spelled, "cls")
        if target.attr.value == name and (by_name or _is_own_class(module, receiver)):
            return None
    if any(isinstance(call.func, cst.Name) and call.func.value == "setattr" for call in module.facts.calls):
        return None
    ancestry = classes.ancestry(module, owner)
    if any(isinstance(one, str) and one.startswith("enum.") for one in ancestry):
        return None  # a member, not what stands there
    for one in (owner, *ancestry):
        if not isinstance(one, cst.ClassDef) or classes.is_replaced(one):
            return None
        if name in classes.names(module, one):
            return in_body(module, one, name)
    return None


def _is_own_class(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether a node is ``type(self)`` or ``self.__class__``."""
    if isinstance(node, cst.Call):
        return module.builtin(node.func) == "type"
    return isinstance(node, cst.Attribute) and node.attr.value == "__class__"


def in_body(module: Engine, owner: cst.ClassDef, name: str) -> Parts | None:
    """What the body of a class assigns to *name*, if that is the only thing that binds it there."""
    scope = module.facts.scopes.get(owner.body)
    bindings = scope.bindings.get(name, []) if scope else []
    if len(bindings) == 1 and bindings[0].kind is BindingKind.ASSIGNMENT and bindings[0].value:
        annotated = isinstance(module.parent(bindings[0].node), cst.AnnAssign)
        if annotated and (owner.decorators or owner.bases):
            return None  # a field of a dataclass or the like: only the default of a parameter
        return [(bindings[0].value, bindings[0].index)]
    return None


def field_of(
    module: Engine, owner: cst.ClassDef, name: str, call: cst.Call
) -> tuple[cst.BaseExpression, bool] | None:
    """What a field of the dataclass or ``NamedTuple`` that *call* makes has, and whether *call* gives it.

    Else it is the default. ``None`` where that cannot be seen, or an attribute of that name is set anywhere.
    """
    fields = _fields(module, owner)
    if fields is None or name not in fields:
        return None
    if any(target.attr.value == name for target, _ in module.facts.attribute_targets):
        return None
    if module.fact(SetMembers).by_name((owner,), name) or any(argument.star for argument in call.args):
        return None
    given = forms.argument(call, name, list(fields).index(name))
    if given is not None:
        return given, True
    default = fields[name]
    return (default, False) if default is not None else None


def _fields(module: Engine, owner: cst.ClassDef) -> dict[str, cst.BaseExpression | None] | None:
    """The fields of a dataclass or ``NamedTuple`` in order, with defaults; ``None`` for another class."""
    named = len(owner.bases) == 1 and module.is_named(owner.bases[0].value, "typing.NamedTuple")
    plain = not owner.bases and set(decorators(module, owner)) == {"dataclasses.dataclass"}
    if not (named and not owner.decorators) and not plain:
        return None
    if {"__init__", "__new__", "__post_init__", "__getattribute__"} & set(classes.names(module, owner)):
        return None
    found: dict[str, cst.BaseExpression | None] = {}
    for line in owner.body.body:
        if isinstance(line, (cst.If, cst.Try, cst.With, cst.For, cst.While)):
            return None
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if not isinstance(small, cst.AnnAssign) or not isinstance(small.target, cst.Name):
                continue
            if any(word in module.text(small.annotation) for word in _NO_FIELDS):
                return None
            default = small.value
            if isinstance(default, cst.Call) and module.is_named(default.func, "dataclasses.field"):
                if {"init", "kw_only"} & forms.keywords(default):
                    return None
                made = forms.keyword(default, "default_factory")
                default = made.body if isinstance(made, cst.Lambda) else forms.keyword(default, "default")
            found[small.target.value] = default
    return found


def is_read_elsewhere(module: Engine, relatives: list[cst.ClassDef], attribute: str) -> bool:
    """Whether code out of sight may read an attribute of a class: of an unknown base, another file."""
    for one in relatives:
        for argument in one.bases:
            base = argument.value
            known = module.resolve(base) or classes.local_class(module, base) is not None
            builtin = isinstance(base, cst.Name) and base.value in ("object", "Exception")
            if argument.star or not (known or builtin):
                return True
            name = module.resolve(base) or "keras."
            if not name.startswith(("keras.", "tensorflow.", "abc.", "unittest.", "typing.")):
                return True
        if module.fact(CallSites).exported(one.name.value):
            both = re.compile(rf"(?s)\A(?=.*\.{attribute})(?=.*{one.name.value})")
            if module.project.somewhere(both, f".{attribute}", besides=module.path):
                return True
    return False
