"""Generator functions: which function is one, and whether it ever ends."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.reached import as_partial
from tflint_ckpt.semantics.values.kinds import Instance, Items, Mapping
from tflint_ckpt.syntax.walk import children, own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_LOOPS = (cst.For, cst.While)
_INSIDE = (cst.FunctionDef, cst.Lambda, cst.ClassDef)


def is_generator(function: cst.FunctionDef) -> bool:
    """Whether calling *function* gives a generator: its own body has a ``yield``."""
    return function.asynchronous is None and any(isinstance(node, cst.Yield) for node in own_body(function))


def generator_function(module: Module, node: cst.BaseExpression) -> cst.FunctionDef | None:
    """The generator function of the module that calling *node* runs, with nothing in between.

    A function or method, a ``functools.partial`` of one, a lambda that calls one, or an object of a class
    whose ``__call__`` is one.
    """
    partial = as_partial(module, node)
    if partial is not None:
        return generator_function(module, partial.args[0].value)
    if isinstance(node, cst.Lambda):
        return generator_function(module, node.body.func) if isinstance(node.body, cst.Call) else None
    function = module.local_function(node)
    if function is None:
        value = module.only(node) if module.resolve(node) is None else None
        owner = classes.local_class(module, value.call.func) if isinstance(value, Instance) else None
        method = classes.methods(owner).get("__call__") if owner is not None else None
        function = method if isinstance(method, cst.FunctionDef) else None
    if function is None or function.decorators or not is_generator(function):
        return None
    return function


def iterating_function(module: Module, node: cst.BaseExpression) -> cst.FunctionDef | None:
    """The generator function of the module that goes through *node*: the ``__iter__`` of its class."""
    value = module.only(node) if module.resolve(node) is None else None
    owner = classes.local_class(module, value.call.func) if isinstance(value, Instance) else None
    method = classes.methods(owner).get("__iter__") if owner is not None else None
    is_one = isinstance(method, cst.FunctionDef) and not method.decorators and is_generator(method)
    return method if is_one else None


def never_ends(function: cst.FunctionDef) -> bool:
    """Whether a generator surely goes on yielding: it comes to a ``while True`` that nothing leaves."""
    for statement in function.body.body:
        if isinstance(statement, cst.While) and _is_true(statement.test):
            own = list(_own(statement.body))
            leaves = any(isinstance(node, (cst.Return, cst.Raise)) for node in own)
            return (
                not leaves
                and not _breaks(statement.body)
                and any(isinstance(node, cst.Yield) for node in own)
            )
        if any(isinstance(node, (cst.Return, cst.Raise)) for node in _own(statement)):
            return False
    return False


def surely_ends(module: Module, function: cst.FunctionDef) -> bool:
    """Whether a generator surely comes to its end: each loop goes through what is known to end."""
    for node in own_body(function):
        if isinstance(node, cst.While) and not isinstance(node.test, cst.Comparison):
            return False
        if isinstance(node, cst.For) and not is_finite(module, node.iter):
            return False
        handed_on = (
            node.value.item if isinstance(node, cst.Yield) and isinstance(node.value, cst.From) else None
        )
        if handed_on is not None and not is_finite(module, handed_on):
            return False
    return True


def is_finite(module: Module, iterable: cst.BaseExpression) -> bool:
    """Whether going through *iterable* surely ends: a display, ``range(…)``, an array, a list of files."""
    if isinstance(iterable, (cst.Tuple, cst.List, cst.Dict, cst.Set)):
        return True
    if isinstance(iterable, cst.Call):
        given = [argument.value for argument in iterable.args]
        name = module.builtin(iterable.func)
        if name in ("range", "sorted", "list", "tuple", "reversed", "len", "open"):
            return True
        if name in ("enumerate", "map", "filter", "iter"):
            return bool(given) and is_finite(module, given[0 if name in ("enumerate", "iter") else -1])
        if name == "zip":
            return any(is_finite(module, each) for each in given)
        return _makes_finite(module, iterable)
    return all(
        isinstance(value, (Items, Mapping))
        or (isinstance(value, Instance) and _makes_finite(module, value.call))
        for value in module.evaluate(iterable)
    )


def _makes_finite(module: Module, call: cst.Call) -> bool:
    name = module.resolve(call.func) or ""
    return name.startswith(("numpy.", "pandas.")) or name in ("glob.glob", "os.listdir")


def _is_true(test: cst.BaseExpression) -> bool:
    return (isinstance(test, cst.Name) and test.value == "True") or (
        isinstance(test, cst.Integer) and test.value == "1"
    )


def _own(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """*node* and what is below it, without the functions that are defined there."""
    yield node
    for child in children(node):
        if not isinstance(child, _INSIDE):
            yield from _own(child)


def _breaks(node: cst.CSTNode) -> bool:
    """Whether a ``break`` below *node* leaves the loop around it, and not one inside."""
    if isinstance(node, cst.Break):
        return True
    if isinstance(node, _LOOPS):
        return node.orelse is not None and _breaks(node.orelse)
    return any(_breaks(child) for child in children(node) if not isinstance(child, _INSIDE))
