"""What a call reaches through other names of a function: ``again = f``, ``p = partial(f, 1)``, ``self.p``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding

_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Reached:
    """The expression of the function that a call reaches, and what that function is given.

    Attributes:
        func: the function, as it is named behind all other names.
        arguments: what it is given, that of a ``functools.partial`` first.
        partial: whether the call is ``functools.partial(…)`` itself, so that more arguments may follow.
    """

    func: cst.BaseExpression
    arguments: tuple[cst.Arg, ...]
    partial: bool = False


def reached(module: Engine, call: cst.Call) -> Reached:
    """What *call* reaches, through variables and attributes of classes that have one value only."""
    func, arguments = call.func, tuple(call.args)
    made = as_partial(module, call)
    if made is not None:
        func, arguments = made.args[0].value, tuple(made.args[1:])
    for _ in range(_MOST_STEPS):
        held = _held(module, func)
        inner = as_partial(module, held) if held is not None else None
        if inner is not None:
            func, arguments = inner.args[0].value, (*inner.args[1:], *arguments)
        elif isinstance(held, (cst.Name, cst.Attribute, cst.Lambda)):
            func = held
        else:
            break
    return Reached(func, arguments, made is not None)


def api_called(module: Engine, call: cst.Call) -> str | None:
    """The canonical name of what *call* calls, also by another name of it; see :func:`arguments_of`."""
    name = module.resolve(call.func)
    if name is None and call in module.fact(OtherNames).calls:
        name = module.resolve(reached(module, call).func)
    return name


def arguments_of(module: Engine, call: cst.Call) -> Sequence[cst.Arg]:
    """What is given to what *call* calls; what a ``functools.partial`` has of it first."""
    return reached(module, call).arguments if call in module.fact(OtherNames).calls else call.args


def as_partial(module: Code, node: cst.CSTNode | None) -> cst.Call | None:
    """*node* where it is ``functools.partial(function, …)``."""
    if not isinstance(node, cst.Call) or not node.args or not module.is_named(node.func, "functools.partial"):
        return None
    first = node.args[0]
    return node if not first.star and first.keyword is None else None


def _held(module: Engine, func: cst.BaseExpression) -> cst.BaseExpression | None:
    """The expression that *func* is a variable or attribute for, or itself where it is a call."""
    if isinstance(func, cst.Call):
        return func
    if isinstance(func, cst.Attribute):
        return _in_class(module, func)
    return module.assigned(func)


def _in_class(module: Engine, func: cst.Attribute) -> cst.BaseExpression | None:
    """What the class attribute ``self.make`` holds, if that is called without the object before the dot."""
    if func.attr.value not in module.fact(OtherNames).attributes:
        return None
    parts = module.attribute_parts(func)
    if parts is None or len(parts) != 1 or parts[0][1]:
        return None
    value = parts[0][0]
    if isinstance(value, cst.Call) and value.args and module.builtin(value.func) == "staticmethod":
        return value.args[0].value
    name = module.resolve(value)
    is_function = module.local_function(value) is not None or (name is not None and not _is_class_name(name))
    if as_partial(module, value) is not None or (is_class(value) and not is_function):
        return value
    return None


def is_class(node: cst.CSTNode | None) -> bool:
    """Whether *node* is spelled as a class is, which no attribute of a class binds to an object."""
    return isinstance(node, (cst.Name, cst.Attribute)) and _is_class_name(last_name(node))


def _is_class_name(name: str) -> bool:
    return name.rpartition(".")[2][:1].isupper()


class OtherNames:
    """By which names a file calls what has another name where it is defined.

    Attributes:
        variables: those that are assigned ``functools.partial(…)``.
        attributes: those of classes and their objects that are assigned that, a class or a static method.
        calls: the calls by one of these, and of ``functools.partial(…)`` at once, in source order.
        only_called: each ``functools.partial(…)`` that is called at once, or by its variable and no more:
            what it gives is told of these calls.
        shared: each ``functools.partial(…)`` that more than one place calls, or uses otherwise.
    """

    def __init__(self, module: Code) -> None:
        partials = module.call_index.named("functools.partial")
        self.variables: set[str] = set()
        self.attributes: set[str] = set()
        self.only_called = {call for call in partials if _is_only_called(module, call)}
        for call in partials:
            for target in _targets(module, call):
                names = self.attributes if _is_of_class(module, target) else self.variables
                names.add(last_name(target))
        for node in module.facts.classes:
            scope = module.facts.scopes.get(node.body)
            for name, bindings in scope.bindings.items() if scope is not None else ():
                if any(map(_is_handed_on, bindings)):
                    self.attributes.add(name)
        self.attributes.update(
            target.attr.value for target, value in module.facts.attribute_targets if is_class(value)
        )
        self.calls: dict[cst.Call, None] = {}
        if self.variables or self.attributes or partials:
            named = (each for each in module.facts.calls if self._is_named_so(each.func, partials))
            self.calls = dict.fromkeys(named)
        self.shared = [call for call in partials if self._is_shared(module, call)]

    def _is_shared(self, module: Code, made: cst.Call) -> bool:
        targets = list(_targets(module, made))
        called = [last_name(each.func) for each in self.calls if isinstance(each.func, cst.Attribute)]
        if len(targets) != 1 or _is_of_class(module, targets[0]):
            return len(targets) > 1 or any(called.count(last_name(each)) > 1 for each in targets)
        home = module.home(targets[0])
        return home is not None and len(module.uses(last_name(targets[0]), home)) > 2

    def _is_named_so(self, func: cst.BaseExpression, partials: Sequence[cst.Call]) -> bool:
        if isinstance(func, cst.Call):
            return func in partials
        names = self.attributes if isinstance(func, cst.Attribute) else self.variables
        return last_name(func) in names


def _targets(module: Code, value: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """The names and attributes that *value* as a whole is assigned to."""
    statement = module.parent(value)
    if isinstance(statement, cst.Assign):
        yield from (each.target for each in statement.targets)
    elif isinstance(statement, cst.AnnAssign):
        yield statement.target


def _is_only_called(module: Code, made: cst.Call) -> bool:
    if module.call_of(made) is not None:
        return True
    [target, *others] = [*_targets(module, made)] or [made]
    binding = module.sole_binding(target)
    if others or binding is None or binding.value is not made:
        return False
    uses = [use for use in module.uses(binding.name, binding.scope) if use is not target]
    return bool(uses) and all(module.call_of(use) is not None for use in uses)


def _is_of_class(module: Code, target: cst.BaseExpression) -> bool:
    home = module.home(target)
    return isinstance(target, cst.Attribute) or (home is not None and home.is_class)


def _is_handed_on(binding: Binding) -> bool:
    """Whether the body of a class gives another name to a class, or to a function that is no method."""
    value = binding.value if binding.kind is BindingKind.ASSIGNMENT and not binding.index else None
    is_static = isinstance(value, cst.Call) and last_name(value.func) == "staticmethod" and value.args
    return bool(is_static) or is_class(value)
