"""Is a layer surely a part of a model that is saved, so that the file holds its arguments?"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.saving.reloading import is_inside_layer
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.scopes import Scope
    from tflint_ckpt.semantics.objects.instances import Origin

MODELS = ("keras.Model", "keras.Sequential", "keras.models.Model", "keras.models.Sequential")
_DEEPEST = 3
"""Functions that call functions that make layers."""


class Parts:
    """The layers of the models of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._seen: dict[cst.CSTNode, frozenset[cst.Call]] = {}

    def are_in_all(self, models: Sequence[Origin], layer: cst.Call) -> bool:
        """Whether the call *layer* makes a layer of each of *models*, and there are any."""
        return bool(models) and all(self.has(model, layer) for model in models)

    def has(self, model: Origin, layer: cst.Call) -> bool:
        """Whether the call *layer* makes a layer of *model*, which is functional or ``Sequential``.

        It is seen to be one, or it is made where the model is, or in a function that is called there, and no
        other model is made there; of a ``Sequential`` it is added as well. The layers of a subclass are none:
        it makes them itself.
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
        return len(here) == 1 and self._is_made_in(home, layer, 0)

    def _is_added(self, model: cst.Call, layer: cst.Call) -> bool:
        """Whether *layer* stands in the call that makes a model, or in one of ``add``."""
        above = [each for each in self.module.ancestors(layer) if isinstance(each, cst.Call)]
        return any(each is model or last_name(each.func) == "add" for each in above)

    def _in_sight(self, model: Origin) -> frozenset[cst.Call]:
        """The layers between the model's inputs and each of its outputs, as far as they are in a row."""
        if model.node not in self._seen:
            found = self.module.fact(Architectures).of(model)
            outputs = [each for each in (found.outputs if found is not None else None) or () if each]
            layers = [layer for output in outputs for layer in output.chain.layers]
            self._seen[model.node] = frozenset(made for layer in layers for made in _made(layer))
        return self._seen[model.node]

    def _is_made_in(self, home: Scope, node: cst.Call, depth: int) -> bool:
        scope = self.module.facts.scopes[node]
        if scope is home:
            return True
        function = scope.node
        if depth >= _DEEPEST or not isinstance(function, cst.FunctionDef):
            return False
        if any(self.module.facts.scopes[call.node] is scope for call in self.module.calls(*MODELS)):
            return False
        calls = self.module.fact(CallSites).calls_of(function).calls
        return any(self._is_made_in(home, call, depth + 1) for call in calls)


def _made(layer: Layer) -> list[cst.Call]:
    """The calls that make a layer, and the layer that it wraps."""
    inner = layer.inner
    return [made for each in (layer, inner) if each is not None and (made := each.made) is not None]
