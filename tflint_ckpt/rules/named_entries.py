"""Fixes of dictionaries with an entry for each output of a model."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from tflint_ckpt.finding import Applicability, Fix, with_edits
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.kinds import Mapping
from tflint_ckpt.syntax.arguments import add_entry, replace

_NEUTRAL = {"loss": "None", "loss_weights": "1.0"}
"""What an output gets that Keras 2 finds no entry for."""
_LISTS = ("metrics", "weighted_metrics")


def unnamed(
    module: Module, node: cst.BaseExpression, given: Mapping, name: str, *, of: cst.Call
) -> Fix:
    """What stands in a dictionary with one entry, given as the argument *name* instead of the dictionary.

    *name* is empty for targets. Where *node* does not stand in the call *of* itself, others may read it.
    """
    (entry, *others) = given.entries
    if others:
        return Fix(Applicability.MANUAL, "give it as a list, in the order of the outputs")
    if isinstance(node, cst.Dict) and entry.node in node.elements:
        start, end = module.full_span(entry.value)  # with its parentheses: they may make it a tuple
        text = module.source.text[start:end].strip()
    elif isinstance(node, cst.Name):
        text = f'{node.value}["{entry.key}"]'
    else:
        return Fix(Applicability.MANUAL, "give what stands in the dictionary")
    if name in _LISTS and not (isinstance(node, cst.Dict) and isinstance(entry.value, (cst.List, cst.Tuple))):
        if not isinstance(node, cst.Dict):
            return Fix(Applicability.MANUAL, "give the list of metrics that stands in the dictionary")
        text = f"[{text}]"
    applicability = Applicability.SAFE if of in module.ancestors(node) else Applicability.UNSAFE
    return Fix(applicability, f"write {name}{'=' * bool(name)}{text}", (replace(module, node, text),))


def completed(
    module: Module, node: cst.BaseExpression, given: Mapping, name: str, missing: Collection[str]
) -> Fix:
    """The dictionary with an entry for each of the outputs *missing*, if one says the same as none."""
    neutral, written = _NEUTRAL.get(name), given.node
    if neutral is None or not missing or not isinstance(written, cst.Dict) or not _are_texts(written):
        what = {"loss": "a loss", "loss_weights": "a weight"}.get(name, "targets")
        return Fix(Applicability.MANUAL, f"give {what} for each output")
    first = written.elements[0]
    assert isinstance(first, cst.DictElement)
    quote = module.text(first.key)[-1]
    text = ", ".join(f"{quote}{key}{quote}: {neutral}" for key in missing)
    applicability = Applicability.SAFE if written is node else Applicability.UNSAFE
    return with_edits(f"add {text}", add_entry(module, written, text), applicability)


def _are_texts(node: cst.Dict) -> bool:
    return all(
        isinstance(each, cst.DictElement) and isinstance(each.key, cst.SimpleString) for each in node.elements
    )
