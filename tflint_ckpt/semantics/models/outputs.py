"""What is known of an output of a model: activation, units, rank, and the layers that decide them."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.models import ranks
from tflint_ckpt.semantics.models.chains import Chain
from tflint_ckpt.semantics.models.layers import LINEAR, Layer
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

_RESHAPING = frozenset("Reshape Flatten Permute".split())
"""Layers behind which the numbers are the same, in another order or shape."""
_KEEPING_UNITS = frozenset("Activation Softmax Dropout BatchNormalization LayerNormalization ReLU".split())
_CONVOLUTIONS = frozenset(f"{kind}{size}D" for kind in ("Conv", "SeparableConv") for size in (1, 2, 3))
_TRANSPOSED = frozenset(f"Conv{size}DTranspose" for size in (1, 2, 3))
COMPUTING = frozenset(("Dense", *_CONVOLUTIONS, *_TRANSPOSED))
"""Layers with an argument ``activation`` that is none by default."""
_OF_ITS_NAME = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu"}


@dataclass(frozen=True, slots=True)
class Decided:
    """Something known of an output, and the layer that decides it."""

    value: object
    layer: Layer


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a model.

    Attributes:
        module: the file.
        inside: the output of another model of the file, which stands in this one as a layer.
        chain: the layers that lead to it.
    """

    module: Module = field(repr=False, compare=False, hash=False)
    inside: Callable[[Origin, cst.CSTNode | None], Output | None] = field(
        repr=False, compare=False, hash=False
    )
    chain: Chain

    @property
    def activation(self) -> str | None:
        """The activation of the output: ``softmax``, ``linear`` where there is none."""
        decided = self.activated_by
        return str(decided.value) if decided is not None else None

    @property
    def activated_by(self) -> Decided | None:
        """The same with the layer that has it; ``Reshape`` and the like are looked through."""
        if self._changes_activations:
            return None
        for layer in reversed(self.chain.layers):
            if layer.name in _RESHAPING:
                continue
            found = self._activation(layer)
            if found is None or layer.name != "Activation" or found.value != LINEAR:
                return found
        return None

    @property
    def _changes_activations(self) -> bool:
        """Whether the file gives a layer another activation: ``model.layers[-1].activation = …``."""
        by_name = self.module.fact(SetMembers).by_name((), "activation")
        return by_name or self.module.fact(SetMembers).sets("activation")

    @property
    def _turns_images(self) -> bool:
        """Whether the file may say that channels come first where no layer says otherwise."""
        return any(last_name(call.func) == "set_image_data_format" for call in self.module.facts.calls)

    def _activation(self, layer: Layer) -> Decided | None:
        core = layer.inner if layer.name == "TimeDistributed" else layer
        if core is None:
            return None
        if core.name in _OF_ITS_NAME:
            return Decided(_OF_ITS_NAME[core.name], core)
        if core.name in COMPUTING or core.name == "Activation":
            told = core.activation()
            return Decided(told, core) if told is not None else None
        if core.application:
            return _of_application(core)
        inner = self._inside(core)
        return inner.activated_by if inner is not None else None

    @property
    def units(self) -> int | None:
        """How many numbers stand on the last axis of the output; ``None`` where that is not known."""
        decided = self.sized_by
        return decided.value if decided is not None and isinstance(decided.value, int) else None

    @property
    def sized_by(self) -> Decided | None:
        """The same with the layer that has so many units."""
        for layer in reversed(self.chain.layers):
            if layer.name in _KEEPING_UNITS:
                continue
            core = layer.inner if layer.name == "TimeDistributed" else layer
            if core is None:
                return None
            argument = "units" if core.name == "Dense" else "filters" if core.name in COMPUTING else ""
            if argument:
                size = core.constant(argument)
                told = core.gives("data_format") is not False or self._turns_images
                channels_last = core.name == "Dense" or not told
                return Decided(size, core) if type(size) is int and channels_last else None
            if core.application and core.constant("include_top", True) is True:
                size = core.constant("classes", 1000)
                return Decided(size, core) if type(size) is int else None
            inner = self._inside(core)
            return inner.sized_by if inner is not None else None
        return None

    @property
    def rank(self) -> int | None:
        """How many axes the output has, that of the batch included; ``None`` where that is not known."""
        decided = self.ranked_by
        return decided.value if decided is not None and isinstance(decided.value, int) else None

    @property
    def ranked_by(self) -> Decided | None:
        """The same with the last layer that decides it, whatever comes before; not where an input does."""
        added = 0
        for layer in reversed(self.chain.layers):
            if layer.name == "Embedding":
                added += 1
                continue
            if ranks.keeps(layer):
                continue
            fixed = ranks.fixed(layer)
            if fixed is not None:
                return Decided(fixed + added, layer)
            inner = self._inside(layer)
            found = inner.ranked_by if inner is not None else None
            return Decided(int(str(found.value)) + added, found.layer) if found is not None else None
        rank = ranks.of_input(self.module, self.chain.input, self.chain.frames)
        first = self.chain.layers[0] if self.chain.layers else None
        return Decided(rank + added, first) if rank is not None and first is not None else None

    def _inside(self, layer: Layer) -> Output | None:
        """The output of a model of the module that stands here as a layer."""
        if layer.application or not layer.is_model or layer.origin is None:
            return None
        until = layer.node if isinstance(layer.node, cst.Call) else None
        return self.inside(layer.origin, until)


def _of_application(layer: Layer) -> Decided | None:
    """The activation of a model of ``keras.applications`` that has its top."""
    if layer.constant("include_top", True) is not True:
        return None
    given = layer.gives("classifier_activation")
    told = layer.activation("classifier_activation") if given else "softmax" if given is False else None
    return Decided(told, layer) if told is not None else None
