"""Whether a model has in each pass of a loop over folds the weights that the pass before left it.

Neither ``compile`` nor ``clear_session`` gives back the first weights (run on Keras 2.10, 2.15 and 3.15).
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.bodies import Body, run_by
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.objects.uses import Kind, Use
from tflint_ckpt.semantics.training.calls import is_harmless
from tflint_ckpt.semantics.training.events import TRAINING
from tflint_ckpt.semantics.training.folds import Folds
from tflint_ckpt.semantics.training.models import uses_here
from tflint_ckpt.semantics.training.training import Training
from tflint_ckpt.syntax.forms import jumps_of, last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.scopes import Scope
    from tflint_ckpt.semantics.objects.origin import Origin
    from tflint_ckpt.semantics.training.callbacks import Callback

TESTING = tuple(
    "evaluate predict predict_on_batch test_on_batch evaluate_generator predict_generator".split()
)
_LEAVING = "compile summary save save_weights export get_weights to_json count_params get_config"
METHODS = frozenset((*TRAINING, *TESTING, *_LEAVING.split()))
"""Methods of a model that leave its weights as they are, but for training."""
_ATTRIBUTES = frozenset(
    """name history metrics_names input_shape output_shape optimizer loss metrics stop_training input
    output inputs outputs""".split()
)
_SETTING = frozenset(
    """set_weights load_weights clone_model load_model from_config model_from_json model_from_config restore
    assign assign_sub assign_add scatter_update set_value batch_set_value variables_initializer
    global_variables_initializer reset_default_graph initialize from_pretrained exec eval setattr getattr
    restore_or_initialize load_own_variables""".split()
)
"""Words of code that gives weights to a model, or to a part of one, or may well do so."""
_SETTING_AS_METHODS = frozenset(("run", "read", "build", "__init__"))
"""The same: of a session of TensorFlow 1, of ``tf.train.Checkpoint``, of what is made anew."""
_FREEZING = "trainable"
_DEFINITIONS = (BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.IMPORT)
_ENDING = frozenset("exit quit _exit abort".split())

Held = tuple["Scope | cst.ClassDef", str]
"""A variable in its scope, or an attribute of the object in whose method the loop is, in its class."""


def goes_on(module: Module, folds: Folds, held: Held, origins: tuple[Origin, ...]) -> bool:
    """Whether nothing that a pass of the loop runs, as far as it may be, gives the model other weights."""
    run = run_by(module, folds.loop.body)
    if run is None or _is_left(folds.loop):
        return False
    if any(_may_set(there, node) for there, code in run for node in descend(code)):
        return False
    home, name = held
    for use in module.uses(name, home) if not isinstance(home, cst.ClassDef) else ():
        if folds.loop in module.ancestors(use):
            parent = module.parent(use)
            if isinstance(parent, cst.Del):
                return False
            if not all(_is_quiet(module, folds, one, ()) for one in module.flows.of(use)):
                return False
    for origin in origins:
        makers = tuple(function for function, _ in origin.frames)
        if not all(_is_quiet(module, folds, one, makers) for one in uses_here(module, origin)):
            return False
    return _knows_callbacks(run)


def _may_set(module: Engine, node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Call):
        return not _is_known(module, node.func)
    if isinstance(node, cst.WithItem):
        func = node.item.func if isinstance(node.item, cst.Call) else None
        return func is None or module.local_function(func) is not None or not _is_known(module, func)
    if isinstance(node, cst.Attribute):
        return node.attr.value in _SETTING or node.attr.value in _SETTING_AS_METHODS
    return isinstance(node, cst.Name) and node.value in _SETTING


def _is_known(module: Engine, func: cst.BaseExpression) -> bool:
    """Whether a call runs what has a name: a function, a class, a method, an object of Keras."""
    if isinstance(func, cst.Attribute):
        return True
    if isinstance(func, cst.Name):
        kinds = [binding.kind for binding in module.visible(func)]
        return all(kind in _DEFINITIONS for kind in kinds) or bool(module.fact(Instances).origins(func))
    return isinstance(func, cst.Call) and (module.resolve(func.func) or "").startswith(
        ("keras.", "tensorflow.")
    )


def _is_left(loop: cst.For) -> bool:
    """Whether a pass may leave *loop*, or the rest of itself."""
    if any(not isinstance(jump, cst.Raise) for jump in jumps_of(loop.body)):
        return True
    return any(isinstance(node, cst.Call) and last_name(node.func) in _ENDING for node in descend(loop.body))


def _is_quiet(module: Module, folds: Folds, use: Use, makers: tuple[cst.CSTNode, ...]) -> bool:
    """Whether a use surely gives the model no weights but by training, while the loop is run."""
    function = module.enclosing_function(use.node)
    around = module.enclosing_function(folds.loop)
    inside = folds.loop in module.ancestors(use.node) or any(
        folds.loop in module.ancestors(call) for _, call in use.frames
    )
    elsewhere = function is not around and function not in makers
    elsewhere |= any(isinstance(above, cst.Lambda) for above in module.ancestors(use.node))
    if use.kind is Kind.SET and use.name == _FREEZING:
        return False  # it may learn nothing
    if use.kind is Kind.ESCAPE:
        return not inside and (_is_binding(module, use.node) or follows(module.facts, use.node, folds.loop))
    if use.kind is Kind.ARGUMENT:
        known = isinstance(use.node, cst.Call) and is_harmless(module, use.node)
        return known or (not inside and not elsewhere and follows(module.facts, use.node, folds.loop))
    if use.kind is Kind.METHOD and use.name in METHODS:
        return True
    if use.kind is Kind.ATTRIBUTE and use.name in _ATTRIBUTES:
        return True
    if not inside and not elsewhere:
        return not _is_held_on(module, use.node) or follows(module.facts, use.node, folds.loop)
    return use.kind is Kind.CALL


def _is_held_on(module: Module, node: cst.CSTNode) -> bool:
    """Whether a part of a model, or a method of it, gets to where other code may use it."""
    for child, above in module.steps(node):
        if isinstance(above, cst.Call) and child is not above.func:
            if module.builtin(above.func) not in ("len", "print") and not is_harmless(module, above):
                return True
        elif isinstance(above, (cst.BaseSmallStatement, cst.For)):
            return not isinstance(above, (cst.Expr, cst.For, cst.Assert)) and child is not getattr(
                above, "target", None
            )
        elif isinstance(above, (cst.List, cst.Dict, cst.Set, cst.NamedExpr)):
            return True
    return False


def _is_binding(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is a variable of the module, which other files may read."""
    return isinstance(node, cst.Name) and isinstance(
        module.parent(node), (cst.AssignTarget, cst.AnnAssign, cst.Assign)
    )


def _knows_callbacks(run: tuple[Body, ...]) -> bool:
    """Whether each fit of a pass has only callbacks of Keras, without functions: others may set weights."""
    fits = (
        fit
        for there, code in run
        for fit in there.fact(Training).fits
        if code in there.ancestors(fit.node)
    )
    return all(fit.callbacks is not None and all(map(_is_of_keras, fit.callbacks)) for fit in fits)


def _is_of_keras(callback: Callback) -> bool:
    is_own = callback.local is not None or callback.name == "keras.callbacks.LambdaCallback"
    return not is_own and callback.name.startswith("keras.callbacks.")
