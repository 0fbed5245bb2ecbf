"""Is a layer surely a part of a model that is saved, so that the file holds its arguments?"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.saving.layer_classes import is_inside_layer
from tflint_ckpt.semantics.saving.proofs import is_sure
from tflint_ckpt.semantics.values.ingredients import ingredients_in_sight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

MODELS = ("keras.Model", "keras.Sequential", "keras.models.Model", "keras.models.Sequential")
_DEEPEST = 3
"""Functions that call functions that make layers."""


class Parts:
    """The layers of the models of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._seen: dict[cst.CSTNode, frozenset[cst.Call]] = {}
        self._code: dict[cst.CSTNode, frozenset[cst.CSTNode]] = {}

    def are_in_all(self, models: Sequence[Origin], layer: cst.Call) -> bool:
        """Whether the call *layer* makes a layer of each of *models*, and there are any."""
        return bool(models) and all(self.has(model, layer) for model in models)

    def has(self, model: Origin, layer: cst.Call) -> bool:
        """Whether the call *layer* makes a layer of *model*, which is functional or ``Sequential``.

        It is seen to be one, or it is made where the model is, or in a function that is called there, on no
        condition of its own, and no other model is made there; of a ``Sequential`` it is added as well, of
        another the outputs come from it. The layers of a subclass are none: it makes them itself.
        """
        made = model.node
        if model.local is not None or not isinstance(made, cst.Call):
            return False
        if self.module.as_call(made, *MODELS) is None or is_inside_layer(self.module, layer):
            return False
        if layer in self._in_sight(model):
            return True
        if model.name.endswith("Sequential") and not self._is_added(made, layer):
            return False
        home = self.module.facts.scopes[made]
        here = [call for call in self.module.calls(*MODELS) if self.module.facts.scopes[call.node] is home]
        if len(here) != 1 or not self._is_made_in(made, layer, 0):
            return False
        return model.name.endswith("Sequential") or layer in self._behind(made)

    def _is_added(self, model: cst.Call, layer: cst.Call) -> bool:
        """Whether *layer* stands in the call that makes a model, or in one of its ``add``."""
        above = [each for each in self.module.ancestors(layer) if isinstance(each, cst.Call)]
        return any(each is model or self._adds_to(model, each) for each in above)

    def _adds_to(self, model: cst.Call, call: cst.Call) -> bool:
        func = call.func
        if not isinstance(func, cst.Attribute) or func.attr.value != "add":
            return False
        return any(one.node is model for one in self.module.objects.origins(func.value))

    def _in_sight(self, model: Origin) -> frozenset[cst.Call]:
        """The layers between the model's inputs and each of its outputs, as far as they are in a row."""
        if model.node not in self._seen:
            found = self.module.fact(Architectures).of(model)
            outputs = [each for each in (found.outputs if found is not None else None) or () if each]
            layers = [layer for output in outputs for layer in output.chain.layers]
            self._seen[model.node] = frozenset(made for layer in layers for made in _made(layer))
        return self._seen[model.node]

    def _behind(self, model: cst.Call) -> frozenset[cst.CSTNode]:
        """All code that the outputs of a model may come from."""
        if model not in self._code:
            home = self.module.enclosing_function(model)
            self._code[model] = ingredients_in_sight(self.module, *model.args, of=home)
        return self._code[model]

    def _is_made_in(self, model: cst.Call, node: cst.Call, depth: int) -> bool:
        """Whether *node* surely runs in the scope in which *model* is made, or in a function called there."""
        scope = self.module.facts.scopes[node]
        if not is_sure(self.module, node, model):
            return False
        if scope is self.module.facts.scopes[model]:
            return True
        function = scope.node
        if depth >= _DEEPEST or not isinstance(function, cst.FunctionDef):
            return False
        if any(self.module.facts.scopes[call.node] is scope for call in self.module.calls(*MODELS)):
            return False
        calls = self.module.fact(CallSites).calls_of(function).calls
        return any(self._is_made_in(model, call, depth + 1) for call in calls)


def _made(layer: Layer) -> list[cst.Call]:
    """The calls that make a layer, and the layer that it wraps."""
    inner = layer.inner
    return [made for each in (layer, inner) if each is not None and (made := each.made) is not None]
