"""Whether a file asks which TensorFlow or Keras runs, so that any part of it may be for another one."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.release_forms import VERSIONS
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_WORDS = ("__version__", "VERSION", "executing_eagerly")
"""What such a file has some of."""
_EAGER = "executing_eagerly"
"""The last word of what asks whether graphs are built, TensorFlow's own or a function around it."""
_SHOWING = frozenset("print format info debug warning log write".split())
"""Functions and methods that show a release to a person."""
_TESTING = frozenset("startswith endswith match fullmatch search".split())
_DEEPEST = 6
"""Variables that a release goes through, one after the other."""


def asks_which_runs(module: Code) -> bool:
    """Whether the file compares the release that is installed, however it takes it apart, or asks for graphs.

    A release that is only shown, ``print(tf.__version__)``, asks nothing.
    """
    if not any(word in module.source.text for word in _WORDS):
        return False
    if any(last_name(call.func).endswith(_EAGER) for call in module.facts.calls):
        return True
    return any(_is_compared(module, node, _DEEPEST) for node in _releases(module))


def _releases(module: Code) -> Iterator[cst.CSTNode]:
    """The expressions that are an installed release, ``tf.__version__``."""
    for kind in (cst.Attribute, cst.Name):
        for node in module.facts.every(kind):
            if module.resolve(node) in VERSIONS:
                yield node


def _is_compared(module: Code, node: cst.CSTNode, depth: int) -> bool:
    """Whether what is made of *node* decides on something: it is compared, tested, returned."""
    for child, above in module.steps(node):
        if isinstance(above, (cst.Comparison, cst.Return, cst.Lambda, cst.Assert)):
            return True
        if isinstance(above, (cst.If, cst.IfExp, cst.While)):
            return child is above.test
        if isinstance(above, cst.Call):
            if last_name(above.func) in _SHOWING:
                return False
            if child is above.func and last_name(above.func) in _TESTING:
                return True
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            return depth > 0 and any(_is_compared(module, use, depth - 1) for use in _uses(module, above))
    return False


def _uses(module: Code, statement: cst.CSTNode) -> Iterator[cst.Name]:
    """Where the variables are used that *statement* assigns."""
    targets = statement.targets if isinstance(statement, cst.Assign) else ()
    names = [each.target for each in targets]
    if isinstance(statement, cst.AnnAssign):
        names = [statement.target]
    for target in names:
        parts = [each.value for each in target.elements] if isinstance(target, cst.Tuple) else [target]
        for part in parts:
            home = module.home(part)
            if home is not None and isinstance(part, cst.Name):
                yield from (use for use in module.uses(part.value, home) if use is not part)
