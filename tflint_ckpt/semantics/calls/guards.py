"""Code that is written for several releases: what stands under a test of the version runs on some of them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls.handlers import catches, is_expected, passes_on
from tflint_ckpt.syntax.forms import last_name, left_before
from tflint_ckpt.syntax.walk import descend, own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

MISSING = ("ImportError", "ModuleNotFoundError", "AttributeError")
"""What is raised where an API is not there."""

_PACKAGES = ("keras", "tensorflow", "numpy")
_MOST_STEPS = 4
"""The test itself, and variables and functions that stand for one another."""
_ASKS = pattern(
    r"__version__|looseversion|parse_version|hasattr|signature|argspec"
    r"|(keras|tf|tensorflow)_?v?[123]|(keras|tf|tensorflow)\w*version|version\w*(keras|tf|tensorflow)",
    re.IGNORECASE,
)
"""Names that a test of the installed release is made of: ``tf.__version__``, ``hasattr``, ``IS_TF2``."""

_LOOKING = {"getattr": 3, "dir": 1, "vars": 1}
"""Functions that tell what a module has, by how many arguments they are given for that."""


def is_made_to_fail(module: Code, node: cst.CSTNode, *exceptions: str) -> bool:
    """Whether objects of the class around *node* are only made where one of *exceptions* is waited for."""
    owner = module.enclosing_class(node)
    uses = module.uses(owner.name.value, module.facts.scopes[owner]) if owner is not None else []
    made = [use for use in uses if owner is not None and use is not owner.name]
    return bool(made) and all(is_guarded(module, use, *exceptions) for use in made)


def is_guarded(module: Code, node: cst.CSTNode, *exceptions: str) -> bool:
    """Whether *node* may be left out, or fail, on some releases on purpose.

    It stands in a ``try`` that catches one of *exceptions* and does not raise it again (body or handler),
    under a test of the version or of ``hasattr``, behind one that leaves the function, or in what a
    decorator skips by version.
    """
    return is_expected(module, node) or any(
        _tries(child, above, exceptions) or _tests(module, child, above)
        for child, above in module.steps(node)
    )


def _tries(child: cst.CSTNode, above: cst.CSTNode, exceptions: tuple[str, ...]) -> bool:
    if not isinstance(above, (cst.Try, cst.TryStar)) or child is above.finalbody:
        return False
    return any(
        catches(handler, exceptions) and not (child is above.body and passes_on(handler))
        for handler in above.handlers
    )


def _tests(module: Code, child: cst.CSTNode, above: cst.CSTNode) -> bool:
    if isinstance(above, (cst.If, cst.IfExp, cst.While)):
        return child is not above.test and _asks(module, above.test)
    if isinstance(above, cst.Match):
        return child is not above.subject and _asks(module, above.subject)
    if isinstance(above, cst.BooleanOperation):
        return child is above.right and _asks(module, above.left)
    if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
        return any(_asks(module, item.decorator) for item in above.decorators)
    if isinstance(above, (cst.IndentedBlock, cst.Module)):
        return left_before(above.body, child, lambda test: _asks(module, test))
    return False


def _asks(module: Code, test: cst.CSTNode) -> bool:
    """Whether an expression asks which release is installed, itself or through variables and functions."""
    asked: list[cst.CSTNode] = [test]
    for _ in range(_MOST_STEPS):
        names: list[cst.Name] = []
        for node in (node for each in asked for node in descend(each)):
            if _is_question(node) or _is_of_module(module, node):
                return True
            if isinstance(node, cst.Name):
                names.append(node)
        asked = [held for name in names for held in _behind(module, name)]
    return False


def _behind(module: Code, use: cst.Name) -> list[cst.CSTNode]:
    """What the variable *use* holds, or what the function that it is gives where it is called."""
    found: list[cst.CSTNode] = []
    for binding in module.bindings(use):
        if binding.value is not None:
            found.append(binding.value)
        elif isinstance(binding.node, cst.FunctionDef) and module.call_of(use) is not None:
            found += [node for node in own_body(binding.node) if isinstance(node, cst.Return)]
    return found


def _is_of_module(module: Code, node: cst.CSTNode) -> bool:
    """Whether *node* asks a module what it has: ``getattr(np, "trapezoid", None)``, ``dir(np)``."""
    if isinstance(node, cst.Attribute) and node.attr.value == "__dict__":
        return module.resolve(node.value) is not None
    looking = module.builtin(node.func) if isinstance(node, cst.Call) else None
    if not isinstance(node, cst.Call) or len(node.args) != _LOOKING.get(looking or ""):
        return False
    asked = module.resolve(node.args[0].value)
    if asked is None or looking != "getattr":
        return asked is not None
    return asked.startswith(_PACKAGES) and isinstance(node.args[1].value, cst.SimpleString)


def _is_question(node: cst.CSTNode) -> bool:
    return _ASKS.search(last_name(node)) is not None
