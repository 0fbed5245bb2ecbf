"""Which folders the commands bring that Python itself runs: ``os.system``, ``subprocess.run``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.semantics.paths.shape import shape
from tflint_ckpt.semantics.paths.unpacking import brought, is_below
from tflint_ckpt.semantics.values.kinds import Hole, Items, Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

Mark = Callable[[Hole], str]
"""A character for what a hole holds."""
_RUNNING = frozenset("system popen run call check_call check_output Popen getoutput getstatusoutput".split())


def may_bring(module: Module, call: cst.Call, directory: str, mark: Mark) -> bool:
    """Whether *call* runs a command that may bring *directory*, as an archive or a clone does."""
    if last_name(call.func) not in _RUNNING or not call.args:
        return False
    places = (place for line in _lines(module, call.args[0].value, mark) for place in brought(line, _nobody))
    return any(place is None or is_below(place, directory) for place in places)


def _nobody(name: str) -> tuple[str, ...]:
    """The paths of a variable of a shell: nobody can say."""
    return ()


def _lines(module: Module, node: cst.BaseExpression, mark: Mark) -> Iterator[str]:
    """The commands that *node*, a text or a list of words, may be."""
    if isinstance(node, cst.Call) and last_name(node.func) == "split":
        given = [argument.value for argument in node.args]
        node = given[0] if given else node.func.value if isinstance(node.func, cst.Attribute) else node
    for value in module.evaluate(node):
        if isinstance(value, Text):
            yield shape(value, mark)
        elif isinstance(value, Items):
            texts = [module.only(element) for element in value.elements]
            if all(isinstance(text, Text) for text in texts):
                yield " ".join(shape(text, mark) for text in texts if isinstance(text, Text))
