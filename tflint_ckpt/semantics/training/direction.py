"""Monitors whose direction Keras cannot infer, because no compiled metric of that name says which is better.

Ran on Keras 3.3, 3.10, 3.11 and 3.15 (``EarlyStopping`` from 3.0 on, the others from 3.11 on): a function as
a metric, an object of a class that derives from ``Metric`` itself, and the names that the losses and metrics
of several outputs have in the logs, raise ``ValueError`` at the end of the first epoch; ``loss``, strings,
and metric objects of Keras do not.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.training.metrics import function_of, of_element
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Items, Mapping, Text
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.compiles import Compile

_KERAS3 = (3, 15)
_METRIC = "keras.metrics.Metric"


def is_undirected(module: Module, callback: cst.Call, monitor: str) -> bool:
    """Whether Keras 3 provably knows no direction of *monitor* in every fit that *callback* reaches."""
    name = monitor.removeprefix("val_")
    fits = module.training.fits_everywhere(callback)
    if not fits or name == "loss":
        return False
    every = [fit.compiles_everywhere for fit in fits]
    return all(
        bool(compiles) and all(_is_undirected(compiled, name) for compiled in compiles or ())
        for compiles in every
    )


def _is_undirected(compiled: Compile, name: str) -> bool:
    module = compiled.module
    if compiled.call.open:
        return False
    metrics = compiled.argument("metrics", _KERAS3)
    if metrics is not None and _is_own(module, metrics.value, name):
        return True
    return _is_of_output(module, compiled, name)


def _is_own(module: Engine, metrics: cst.BaseExpression, name: str) -> bool:
    """Whether a function or metric class of the project logs *name*, and no other of the metrics may."""
    listed = module.fact(Evaluator).display_elsewhere(metrics)
    if listed is not None and isinstance(listed.node, cst.BaseExpression):
        module, metrics = listed.module, listed.node
    values = module.evaluate(metrics)
    if len(values) != 1 or not isinstance(values[0], Items) or not values[0].complete:
        return False
    elements = values[0].elements
    own = [element for element in elements if _is_undirected_metric(module, element, name)]
    texts = [each for element in elements for each in module.evaluate(element)]
    return len(own) == 1 and not any(isinstance(text, Text) and text.literal == name for text in texts)


def _is_undirected_metric(module: Engine, node: cst.BaseExpression, name: str) -> bool:
    function, _ = function_of(module, node)
    if function is not None:
        return function.name.value == name
    if not isinstance(node, cst.Call) or of_element(module, node, (), _KERAS3) != (name,):
        return False
    elsewhere = module.fact(Evaluator).class_elsewhere(node)
    there = elsewhere.module if elsewhere is not None else module
    local = elsewhere.node if elsewhere is not None else classes.local_class(module, node.func)
    if not isinstance(local, cst.ClassDef) or "_direction" in there.source.text:
        return False
    bases = classes.ancestry(there, local)
    return all(isinstance(base, cst.ClassDef) or base == _METRIC for base in bases) and _METRIC in bases


def _is_of_output(module: Engine, compiled: Compile, name: str) -> bool:
    """Whether *name* is one that only the output of a model with several has: ``<output>_loss``."""
    loss = compiled.argument("loss", _KERAS3)
    metrics = compiled.argument("metrics", _KERAS3)
    losses = module.evaluate(loss.value) if loss is not None else ()
    if len(losses) != 1:
        return False
    if isinstance(losses[0], Mapping) and losses[0].complete and len(losses[0].entries) > 1:
        outputs = [entry.key for entry in losses[0].entries]
        return any(name.startswith(f"{output}_") for output in outputs) and not _spells(module, metrics, name)
    several = isinstance(losses[0], Items) and (losses[0].length or 0) > 1
    return several and name.endswith("_loss") and not _spells(module, metrics, name)


def _spells(module: Engine, metrics: Argument | None, name: str) -> bool:
    """Whether the argument *metrics* may hold a metric of this very name."""
    if metrics is None:
        return False
    written = (node for node in descend(metrics.value) if isinstance(node, (cst.SimpleString, cst.Name)))
    return any(module.text(node).strip("\"'") == name for node in written)
