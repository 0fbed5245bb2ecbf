"""Whether a function may choose the names of its parameters, or an interface has chosen them."""

from __future__ import annotations

import builtins

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.wrapping import hands_on
from tflint_ckpt.semantics.names.scopes import all_parameters, dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_NEUTRAL_BASES = frozenset(("abc.ABC", "typing.Generic", *dir(builtins)))
_SELF_CHOSEN = ("__init__", "__new__")
PASSING = frozenset(
    """staticmethod classmethod property cached_property functools.cached_property functools.cache
    functools.lru_cache tensorflow.function tensorflow.autograph.experimental.do_not_convert typing.final
    typing.override abc.abstractmethod abc.abstractproperty""".split()
)
"""Decorators under which a call still runs the function with these arguments, and gives what it returns."""


def owner_of(module: Code, function: cst.FunctionDef) -> cst.ClassDef | None:
    """The class whose method *function* is."""
    owner = module.facts.scopes[function].node
    return owner if isinstance(owner, cst.ClassDef) else None


def is_dictated(module: Code, function: cst.FunctionDef, parameter: str) -> bool:
    """Whether an interface gives *parameter* its name, or pytest injects a value by it.

    True for stubs and overloads; for methods of a class with a base outside the module, unless they are
    constructors or tests; for overrides of a local method that has the parameter or is abstract.
    """
    if is_stub(function) or _is_decorated(module, function, "overload", "abstractmethod", "setter"):
        return True
    owner = owner_of(module, function)
    if owner is None:
        return is_injected(module, function)
    name = function.name.value
    bases = classes.ancestry(module, owner)
    is_case = any(isinstance(base, str) and base.endswith("TestCase") for base in bases)
    if name in _SELF_CHOSEN or (is_case and name.startswith("test")):
        return False
    if any(_is_foreign(module, one) for one in (owner, *bases) if isinstance(one, cst.ClassDef)):
        return True
    for base in bases:
        if isinstance(base, cst.ClassDef) and (method := classes.methods(base).get(name)) is not None:
            params = {param.name.value for param in all_parameters(method.params)}
            if parameter in params or _is_decorated(module, method, "abstractmethod"):
                return True
    return is_injected(module, function)


def is_stub(function: cst.FunctionDef) -> bool:
    """Whether a body only documents, passes, or raises ``NotImplementedError``."""
    statements: list[cst.CSTNode] = []
    for line in function.body.body:
        statements += line.body if isinstance(line, cst.SimpleStatementLine) else (line,)
    return all(
        isinstance(statement, cst.Pass)
        or (isinstance(statement, cst.Expr) and isinstance(statement.value, (cst.BaseString, cst.Ellipsis)))
        or (isinstance(statement, cst.Raise) and "NotImplemented" in _raised(statement))
        for statement in statements
    )


def _raised(statement: cst.Raise) -> str:
    error = statement.exc.func if isinstance(statement.exc, cst.Call) else statement.exc
    return (dotted(error) or "") if error is not None else ""


def _is_foreign(module: Code, node: cst.ClassDef) -> bool:
    """Whether a class has a base that is neither of this module nor without methods of its own."""
    for argument in node.bases:
        base = argument.value.value if isinstance(argument.value, cst.Subscript) else argument.value
        known = classes.local_class(module, base) is not None
        if argument.star or not (known or (module.resolve(base) or dotted(base)) in _NEUTRAL_BASES):
            return True
    return False


def decorators(module: Code, function: cst.FunctionDef | cst.ClassDef) -> list[str]:
    """The qualified name of each decorator, as written where it does not resolve; ``""`` for no name.

    Those of the file that hand on what a function is given, and gives, are left out.
    """
    found = []
    for item in function.decorators:
        if isinstance(function, cst.FunctionDef) and hands_on(module, item.decorator):
            continue
        node = item.decorator.func if isinstance(item.decorator, cst.Call) else item.decorator
        found.append(module.resolve(node) or dotted(node) or "")
    return found


def _is_decorated(module: Code, function: cst.FunctionDef, *last: str) -> bool:
    return any(name.rsplit(".", 1)[-1] in last for name in decorators(module, function))


def is_injected(module: Code, function: cst.FunctionDef) -> bool:
    """Whether pytest fills the parameters by their names: a fixture, or a test of a test file."""
    if any("fixture" in name.rsplit(".", 1)[-1] for name in decorators(module, function)):
        return True
    if not function.name.value.startswith("test"):
        return False
    file = module.path.rsplit("/", 1)[-1]
    named = file.startswith(("test_", "conftest")) or file.rsplit(".", 1)[0].endswith(("_test", "_tests"))
    return (
        named
        or any(name.startswith("pytest.") for name in decorators(module, function))
        or _uses_pytest(module)
    )


def _uses_pytest(module: Code) -> bool:
    return any(
        (binding.imported or "").split(".")[0] == "pytest"
        for bindings in module.facts.module.bindings.values()
        for binding in bindings
    )
