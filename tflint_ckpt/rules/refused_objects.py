"""Fixes for what Keras 3 refuses to be given: names with slashes, optimizers of TensorFlow 1, old texts."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.semantics.training.history import read_keys
from tflint_ckpt.syntax.arguments import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.keras_api import identifiers
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

_MUCH_THE_SAME = {"AdamOptimizer": "Adam", "GradientDescentOptimizer": "SGD"}
_OTHERS = {
    "RMSPropOptimizer": "keras.optimizers.RMSprop",
    "MomentumOptimizer": "keras.optimizers.SGD with its momentum",
    "ProximalAdagradOptimizer": "an optimizer of Keras, which has none of this kind",
}
"""Those that have another name in Keras, or none."""
_BEFORE = ".compat.v1.train."


def with_underscores(module: Module, node: cst.BaseExpression) -> Fix:
    """The name of a layer with ``_`` for each slash, where the file has that text nowhere else."""
    title = 'write "_" for each slash'
    text = module.literal(node)
    if not isinstance(node, cst.SimpleString) or node.prefix or text is None:
        return Fix(Applicability.MANUAL, title)
    if module.source.text.count(text) > 1:
        return Fix(Applicability.MANUAL, f"{title}, here and where it is looked up")
    edit = replace(module, node, module.text(node).replace("/", "_"))
    return Fix(Applicability.UNSAFE, f"{title}; not safe: weights may be loaded by it", (edit,))


def of_keras(module: Module, origin: Origin, given: cst.BaseExpression) -> Fix:
    """The optimizer of Keras of the same kind, where it is built in place with a rate alone."""
    made = origin.node
    last = origin.name.rpartition(".")[2]
    new = _MUCH_THE_SAME.get(last, last.removesuffix("Optimizer"))
    title = f"use {_OTHERS.get(last, f'keras.optimizers.{new}')}"
    if made is not given or not isinstance(made, cst.Call) or last not in _MUCH_THE_SAME:
        return Fix(Applicability.MANUAL, title)
    text = module.text(made.func)
    before, found, _ = text.partition(_BEFORE)
    if not found and text.endswith(f".train.{last}"):
        before, found = text.removesuffix(f".train.{last}"), module.spelled(made.func) or ""
    names = [each.keyword.value if each.keyword else "" for each in made.args]
    starred = any(each.star for each in made.args)
    if not found or "." in before or starred or names not in ([], [""], ["learning_rate"]):
        return Fix(Applicability.MANUAL, title)
    edit = Edit(module.path, *module.span(made.func), f"{before}.keras.optimizers.{new}")
    return Fix(Applicability.UNSAFE, f"{title}; not safe: its epsilon is another", (edit,))


def known_text(module: Module, node: cst.BaseExpression, known: identifiers.Unknown) -> Fix:
    """Another text in the place of *node*, where there is one and it is written there."""
    if not known.new:
        return Fix(Applicability.MANUAL, known.advice)
    title = f'write "{known.new}"'
    if not isinstance(node, cst.SimpleString) or node.prefix:
        return Fix(Applicability.MANUAL, title)
    edits = [replace(module, node, f"{node.quote}{known.new}{node.quote}")]
    if known.same:
        return Fix(Applicability.SAFE, title, tuple(edits))
    for key in read_keys(module, node.raw_value):
        new = key.raw_value.removesuffix(node.raw_value) + known.new
        edits.append(replace(module, key, f"{key.quote}{new}{key.quote}"))
    also = ", also where its values are read" if len(edits) > 1 else ""
    return Fix(Applicability.UNSAFE, f"{title}{also}; not safe: its key in the logs is another", tuple(edits))
