"""Layers whose input is given by name, ``LSTM(4)(inputs=x)``, where Keras 3 calls that input otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.models.layers import Layer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

INPUTS = "inputs"
"""What Keras 2 calls the input of each layer but attention."""
SEQUENCES = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
"""Layers whose input is called ``sequences`` on Keras 3, from 3.0 to 3.15 (run): it has no other name there.
All others, ``TimeDistributed`` and the cells ``LSTMCell`` and ``GRUCell`` too, still take ``inputs``."""


def recurrent_calls_by_name(module: Module) -> Iterator[tuple[cst.Call, cst.Arg, str]]:
    """Calls of such a layer, with the argument ``inputs`` and the class of the layer."""
    for call in module.facts.calls:
        argument = next((each for each in call.args if each.keyword and each.keyword.value == INPUTS), None)
        if argument is None or module.resolve(call.func) is not None:
            continue
        names = [Layer(module, origin, call).name for origin in module.objects.origins(call.func)]
        if names and all(name in SEQUENCES for name in names):
            yield call, argument, names[0]
