"""What stands in the way of renaming a parameter, and who could notice."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.callers import Callers, Site
from tflint_ckpt.semantics.calls.overrides import decorators, owner_of
from tflint_ckpt.semantics.calls.scripts import is_script
from tflint_ckpt.semantics.names.ranges import LiveRange, is_del
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, dotted
from tflint_ckpt.semantics.parameters.evidence import is_text
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.parameters.judged import Parameter

_TRANSPARENT = frozenset(
    (
        "staticmethod",
        "classmethod",
        "property",
        "tensorflow.function",
        "functools.cache",
        "functools.lru_cache",
        "contextlib.contextmanager",
    )
)
"""Decorators that pass on what they are given as it was given."""
_BY_NAME = frozenset(
    """parameterized combinations click typer hydra pytest hypothesis ddt mark gin configurable fire sacred
    capture automain command route task flow step op component dsl hook hookimpl hookspec celery""".split()
)
"""Parts of the names of decorators that pass arguments by name, from values that need not be in sight."""
_COMMANDS = pattern(r"\b(?:Fire|CLI|auto_cli)\(")
"""What makes a command of a function or class: Python Fire, jsonargparse."""
_REPLACED = "an import or definition takes its place"
_RENAMED = frozenset(BindingKind) - {BindingKind.IMPORT, BindingKind.FUNCTION, BindingKind.CLASS}


def with_texts(module: Module, parameter: Parameter) -> list[LiveRange]:
    """The range of a parameter that holds a name, and those in which the variable still holds a text."""
    return [parameter.own, *(part for part in parameter.others if _all_texts(module, part.bindings))]


def mixed_binding(module: Module, parameter: Parameter) -> Binding | None:
    """A binding to something other than a text that some use cannot tell from the name passed."""
    others = (binding for binding in parameter.own.bindings if binding is not parameter.binding)
    return next((binding for binding in others if not _all_texts(module, (binding,))), None)


def _all_texts(module: Module, bindings: Sequence[Binding]) -> bool:
    return all(
        is_del(module, binding)
        or (
            binding.kind in (BindingKind.ASSIGNMENT, BindingKind.AUGMENTED)
            and binding.value is not None
            and not binding.index
            and is_text(module, binding.value)
        )
        for binding in bindings
    )


def obstacle(module: Module, parameter: Parameter, ranges: Sequence[LiveRange], found: Callers) -> str | None:
    """Why no edit of the visible code could rename *parameter* completely; ``None`` where one can."""
    if _is_replaced(ranges):
        return _REPLACED
    reason = _obstacle_of_calls(module, parameter, found)
    if reason is not None:
        return reason
    if found.redefined and any(site.keyword(parameter.name) for site in found.sites):
        return "the function is defined more than once"
    return obstacle_here(module, parameter, ranges)


def obstacle_here(module: Module, parameter: Parameter, ranges: Sequence[LiveRange]) -> str | None:
    """The same, as far as the function itself tells, whoever calls it."""
    function, name = parameter.function, parameter.name
    if _is_replaced(ranges):
        return _REPLACED
    if _reads_names(function):
        return "the function looks its variables up by name"
    if _COMMANDS.search(module.source.text):
        return "the functions of the file are commands, whose options have the names of their parameters"
    given = re.compile(rf"[\"',\s\-]{name}[\"',\s]|\b{name}\s*=")
    names = _decorated_by(module, function)
    by_name = any(_BY_NAME & set(known.split(".")) or "register" in known.lower() for known in names)
    if by_name or any(given.search(module.text(item)) for item in function.decorators):
        return "a decorator passes it by name"
    owner = owner_of(module, function)
    if owner is not None and function.name.value == "__init__" and _in_config(owner, name):
        return "get_config stores it under that name"
    return None


def _is_replaced(ranges: Sequence[LiveRange]) -> bool:
    """Whether an import or definition takes the place of a parameter."""
    return any(binding.kind not in _RENAMED for part in ranges for binding in part.bindings)


def _obstacle_of_calls(module: Module, parameter: Parameter, found: Callers) -> str | None:
    """What hides a call that passes *parameter* by keyword: after a rename it would raise ``TypeError``."""
    function, name = parameter.function, parameter.name
    for site in (*found.sites, *found.doubtful):
        unpacked = site.unpacked(function, name)
        if unpacked:
            return f"a call passes it by the key {name!r} of a dictionary ({_place(module, site)})"
        if unpacked is None and parameter.binding.value is None:
            # Nothing else gives it: the dictionary must have the key.
            return f"a call passes it by the key {name!r} of a dictionary ({_place(module, site)})"
        if unpacked is None and _is_handed_through(site):
            return f"a call passes on the keyword arguments of its own function ({_place(module, site)})"
        if site.skip and site.value(function, name) is None:
            where = _place(module, site)
            return f"functools.partial leaves it to later calls, which may pass it by keyword ({where})"
    for site in found.doubtful:
        if site.keyword(name):
            return f"a call by keyword may be of this function or of another ({_place(module, site)})"
    if found.handed_on:
        return "it is handed on as a value, and may be called by keyword where that cannot be seen"
    if found.unseen:
        return f"{found.unseen} names it, and may pass it by keyword"
    return None


def _place(module: Module, site: Site) -> str:
    where = site.module.where(site.call)
    return where if site.module is module else f"{site.module.path}, {where}"


def _is_handed_through(site: Site) -> bool:
    """Whether a call unpacks the ``**kwargs`` of the function that it is in."""
    function = site.module.enclosing_function(site.call)
    star = function.params.star_kwarg if function is not None else None
    unpacked = [argument.value for argument in site.call.args if argument.star == "**"]
    return star is not None and any(
        isinstance(value, cst.Name) and value.value == star.name.value for value in unpacked
    )


def _decorated_by(module: Module, function: cst.FunctionDef) -> list[str]:
    """The names of the decorators of a function, and of the class whose constructor it is."""
    names = decorators(module, function)
    owner = owner_of(module, function) if function.name.value == "__init__" else None
    kept = ("register_keras_serializable", "dataclass", "final")
    if owner is not None:
        names += [name for name in decorators(module, owner) if name.rsplit(".", 1)[-1] not in kept]
    return names


def _reads_names(function: cst.FunctionDef) -> bool:
    return any(
        isinstance(node, cst.Call) and dotted(node.func) in ("locals", "vars", "eval", "exec")
        for node in descend(function.body)
    )


def _in_config(owner: cst.ClassDef, name: str) -> bool:
    method = classes.methods(owner).get("get_config")
    return method is not None and any(
        isinstance(node, cst.SimpleString) and node.evaluated_value == name for node in descend(method)
    )


def is_contained(module: Module, parameter: Parameter, found: Callers) -> bool:
    """Whether every caller is in sight, none of them can pass the argument unseen, and no output changes.

    A private or nested function has no others; neither has a function that a script calls itself.
    """
    function = parameter.function
    if found.escapes or any(name not in _TRANSPARENT for name in _decorated_by(module, function)):
        return False
    sites = (*found.sites, *found.doubtful)
    if any(site.unpacked(function, parameter.name) is not False for site in sites):
        return False
    if any(_shows_name(module, use) for use in parameter.own.uses):
        return False
    if _is_private(module, function):
        return True
    return bool(found.sites) and is_script(module) and not _is_in_package(module)


def _is_in_package(module: Module) -> bool:
    """Whether the file is a part of a package, which code outside the project may import."""
    folder = module.path.rpartition("/")[0]
    init = f"{folder}/__init__.py" if folder else "__init__.py"
    return module.project.holds(init, besides=module.path)


def _is_private(module: Module, function: cst.FunctionDef) -> bool:
    if module.enclosing_function(function) is not None:
        return True
    owner = owner_of(module, function)
    return _is_hidden(function.name.value) or (owner is not None and _is_hidden(owner.name.value))


def _is_hidden(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def _shows_name(module: Module, use: cst.Name) -> bool:
    """Whether a use is ``f"{name=}"``, whose text has the name in it."""
    parent = module.parent(use)
    return isinstance(parent, cst.FormattedStringExpression) and parent.equal is not None
