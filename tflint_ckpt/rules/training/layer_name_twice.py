"""TFC729 layer-name-twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Doubled, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.models.architecture import Architecture, Architectures
from tflint_ckpt.semantics.models.behind import layers_behind
from tflint_ckpt.semantics.module import Module


class LayerNameTwice(Rule):
    """Two layers of one model have the same name, and the model cannot be made.

    ## What it does
    Reports layers of a `Sequential` or functional model that are given a `name` which another layer of the
    model is given, too, as happens where a line is copied.

    ## Why
    Every Keras wants the names in a model to be unique, and raises `ValueError` when the model is made, or
    when the second layer is added to it: `The name "dense3" is used 2 times in the model`.

    ## When it is silent
    Where one layer is used twice, which is fine. Where only one of the two is in the model, or nobody sees
    that both are; for layers inside a model that is a layer of another one, whose names are its own.

    ## Fix safety
    The fix adds a number to the later name. It is unsafe, since weights that are loaded `by_name`, or a
    `get_layer`, may want another one.

    ## References
    - [The Layer class](https://keras.io/api/layers/base_layer/)
    """

    code = "TFC729"
    name = "layer-name-twice"
    summary = "two layers of one model have the same name"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Doubled("name"), Name("Sequential", "Model"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each layer whose name is taken."""
        members = module.fact(SetMembers)
        if members.sets("_name") or members.sets("name"):
            return
        reported: set[cst.CSTNode] = set()
        for model in module.fact(Architectures).every():
            own = model.origin.local is not None
            if own or is_guarded(module, model.origin.node, "ValueError"):
                continue
            for name, given in _names(module, model).items():
                first, *others = sorted(given, key=lambda node: module.span(node)[0])
                for node in others:
                    if node not in reported:
                        reported.add(node)
                        yield self._finding(module, name, node, first)

    def _finding(self, module: Module, name: str, node: cst.BaseExpression, first: cst.CSTNode) -> Finding:
        message = (
            f'two layers of the model have the name "{name}" (the other: {module.where(first)}): Keras '
            "raises ValueError when the model is made"
        )
        return self.finding(module, node, Severity.ERROR, message, _fix(module, name, node))


def _names(module: Module, model: Architecture) -> dict[str, set[cst.BaseExpression]]:
    """Where different layers of a model are given each name."""
    found: dict[str, dict[cst.CSTNode, cst.BaseExpression]] = defaultdict(dict)
    for layer in layers_behind(module, model):
        given = layer.argument("name") if layer.name else None
        name = layer.constant("name") if given is not None else None
        if given is not None and layer.made is not None and isinstance(name, str):
            found[name][layer.made] = given.value
    return {name: set(nodes.values()) for name, nodes in found.items()}


def _fix(module: Module, name: str, node: cst.BaseExpression) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    cure = "give each layer a name of its own"
    if not isinstance(node, cst.SimpleString) or node.raw_value != name or not name:
        return Fix(Applicability.MANUAL, cure)
    number = 2
    while f"{name}_{number}" in module.source.text:
        number += 1
    text = f"{node.prefix}{node.quote}{name}_{number}{node.quote}"
    return Fix(Applicability.UNSAFE, f"write name={text}", (replace(module, node, text),))
