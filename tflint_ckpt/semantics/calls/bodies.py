"""What a piece of code runs: the functions, methods and constructors of the project that it calls."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.engine import Engine

_MOST_FUNCTIONS = 40

Body = tuple["Engine", cst.CSTNode]


def run_by(module: Engine, code: cst.CSTNode) -> tuple[Body, ...] | None:
    """*code* and each function of the project that it may run, with its file; ``None`` if they are too many.

    Of a method of an object that nobody sees made, each of that name in the files that are run is taken.
    """
    found: list[Body] = [(module, code)]
    unseen = set[str]()
    for there, body in found:
        for call in (node for node in descend(body) if isinstance(node, cst.Call)):
            found += (each for each in _called(there, call, unseen) if each not in found)
        for name in tuple(unseen):
            found += (each for each in _methods(found, name) if each not in found)
        if len(found) > _MOST_FUNCTIONS:
            return None
    return tuple(found)


def _called(module: Engine, call: cst.Call, unseen: set[str]) -> Iterator[Body]:
    function = module.fact(CallSites).run_by(call)
    if function is not None:
        yield module, function
        return
    evaluator = module.fact(Evaluator)
    defined = evaluator.called_elsewhere(call) or evaluator.class_elsewhere(call)
    if defined is not None:
        node = defined.node
        if isinstance(node, cst.ClassDef):
            node = defined.module.fact(CallSites).method(node, "__init__") or node
        yield defined.module, node
    elif isinstance(call.func, cst.Attribute) and module.resolve(call.func) is None:
        unseen.add(call.func.attr.value)


def _methods(found: list[Body], name: str) -> list[Body]:
    """The methods called *name* of the classes of the files that are run."""
    files = dict.fromkeys(there for there, _ in found)
    return [
        (there, methods[name])
        for there in files
        for owner in there.facts.classes
        if name in (methods := classes.methods(owner))
    ]
