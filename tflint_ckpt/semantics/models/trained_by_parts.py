"""Models whose own ``train_step`` calls their parts, never the model: training a GAN does not build it.

Keras 3 builds a subclass of ``Model`` when it is called. The ``fit`` of such a class calls ``train_step``,
and that calls ``self.generator(z)``: all parts have their weights then, and the model itself is not built
(run on Keras 3.3 to 3.15). Validation calls it, unless ``test_step`` is its own, too.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_BUILDING = frozenset(
    """__call__ build build_from_config built evaluate fit make_train_function make_test_function predict
    predict_on_batch predict_step test_on_batch test_step train_on_batch train_step""".split()
)
"""Methods of a model that may build it, by what Keras does in them, and what says that it is built."""
_OF_BASE = frozenset("__init__ compile get_config reset_metrics reset_states".split())
"""Methods of the base that build nothing."""
MODELS = ("keras.Model", "keras.models.Model")
"""What such a class is derived from, and from nothing else."""
_GRAPH = frozenset(("inputs", "outputs"))
_VALIDATING = frozenset(("validation_data", "validation_split"))
_BEFORE_VALIDATION = 6
"""How many positional arguments ``fit`` has before those."""


def trains_only_parts(module: Engine, local: cst.ClassDef) -> bool:
    """Whether a class of the file has its own ``train_step``, and nothing in it calls or builds ``self``."""
    if "train_step" not in classes.methods(local) or classes.is_replaced(local):
        return False
    if set(classes.ancestry(module, local)) - set(MODELS):
        return False
    if classes.names(module, local) & (_BUILDING - {"train_step", "test_step", "predict_step"}):
        return False
    return all(_builds_nothing(module, node) for node in descend(local.body) if isinstance(node, cst.Name))


def _builds_nothing(module: Engine, node: cst.Name) -> bool:
    """Whether a name in such a class is no ``self``, or an attribute of it is meant that builds nothing."""
    above = module.parent(node)
    if node.value == "super":
        attribute = module.parent(above) if isinstance(above, cst.Call) else None
        if not isinstance(attribute, cst.Attribute) or attribute.attr.value not in _OF_BASE:
            return False
        call = module.parent(attribute)
        return attribute.attr.value != "__init__" or (isinstance(call, cst.Call) and not _has_graph(call))
    if not is_self(node):
        return True
    if isinstance(above, cst.Attribute):
        return above.attr.value not in _BUILDING
    call = module.call_given(node)
    return call is not None and module.builtin(call.func) == "super"


def _has_graph(call: cst.Call) -> bool:
    """Whether a constructor may be given inputs and outputs, which make a functional model of the class."""
    return any(
        each.star != "**" if each.keyword is None else each.keyword.value in _GRAPH for each in call.args
    )


def is_made_of_parts(module: Engine, local: cst.ClassDef, made: cst.CSTNode | None) -> bool:
    """Whether the call *made* makes an object of such a class, and no functional model."""
    if not isinstance(made, cst.Call) or not trains_only_parts(module, local):
        return False
    return not any(each.star or (each.keyword and each.keyword.value in _GRAPH) for each in made.args)


def leaves_unbuilt(module: Engine, local: cst.ClassDef, call: cst.Call) -> bool:
    """Whether a method of Keras that is called on an object of *local*, such a class, does not build it."""
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    own = "test_step" in classes.methods(local)
    if method in ("evaluate", "test_on_batch"):
        return own
    if method not in ("fit", "train_on_batch"):
        return False
    if any(each.star for each in call.args) or not _callbacks_build_nothing(module):
        return False
    given = {each.keyword.value for each in call.args if each.keyword is not None}
    placed = sum(each.keyword is None for each in call.args)
    return own or (given.isdisjoint(_VALIDATING) and placed <= _BEFORE_VALIDATION)


def _callbacks_build_nothing(module: Engine) -> bool:
    """Whether nothing in the file does more with ``self.model`` than to read its parts, as callbacks do."""
    for node in module.attributes("model"):
        above = module.parent(node)
        if is_self(node.value) and not (
            isinstance(above, cst.Attribute) and above.attr.value not in _BUILDING
        ):
            return False
    return True
