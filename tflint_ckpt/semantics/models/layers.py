"""One layer of a model, with the arguments of the call that makes it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls.arguments import Argument, Call, bind
from tflint_ckpt.semantics.calls.reached import api_called
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances, Origin
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Text, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_LAYERS = "keras.layers."
_APPLICATIONS = "keras.applications."
_NOT_KERAS = ("keras.layers.addons.",)
_WRAPPERS = ("TimeDistributed", "Bidirectional")
_ACTIVATIONS = ("keras.activations.", "tensorflow.nn.", "tensorflow.")
LINEAR = "linear"


@dataclass(frozen=True, slots=True)
class _Maker:
    """The call that makes a layer, and which class of ``keras.layers`` or ``keras.applications`` it calls."""

    node: cst.Call | None = None
    layer: str = ""
    application: str = ""


class _Makers:
    """The calls that make the layers of one module; told once of each, as every question to a layer asks."""

    def __init__(self, module: Engine) -> None:
        self._module = module
        self._known: dict[tuple[cst.CSTNode, str, object], _Maker] = {}
        self._calls: dict[tuple[cst.CSTNode, str], Call] = {}

    def of(self, origin: Origin) -> _Maker:
        """What makes the layer that comes from *origin*."""
        key = origin.node, origin.name, origin.local
        if key not in self._known:
            self._known[key] = self._read(origin)
        return self._known[key]

    def call(self, origin: Origin) -> Call | None:
        """That call with its arguments."""
        made = self.of(origin)
        if made.node is None:
            return None
        name = f"{_APPLICATIONS}{made.application}" if made.application else origin.name
        if (made.node, name) not in self._calls:
            self._calls[made.node, name] = bind(self._module, made.node, name)
        return self._calls[made.node, name]

    def _read(self, origin: Origin) -> _Maker:
        node, name = origin.node, origin.name
        if origin.local is not None or not isinstance(node, cst.Call):
            return _Maker()
        called = api_called(self._module, node)
        known = called is not None and families.made_by(called) == name
        if not known or called is None or not called.rpartition(".")[2][:1].isupper():
            return _Maker()
        last = name.rpartition(".")[2]
        is_layer = name.startswith(_LAYERS) and not name.startswith(_NOT_KERAS)
        return _Maker(node, last if is_layer else "", last if name.startswith(_APPLICATIONS) else "")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a model, or a model in its place.

    Attributes:
        module: the file.
        origin: how it is made; ``None`` where that is not known.
        node: where it is put into the model: the element of a list, the argument of ``add``, the call on a
            tensor.
    """

    module: Engine = field(repr=False, compare=False, hash=False)
    origin: Origin | None
    node: cst.CSTNode

    @property
    def made(self) -> cst.Call | None:
        """The call of a class of Keras that makes it; ``None`` for an object of any other class."""
        return self.module.fact(_Makers).of(self.origin).node if self.origin is not None else None

    @property
    def name(self) -> str:
        """The class of ``keras.layers`` that it is of: ``Dense``; empty for any other."""
        return self.module.fact(_Makers).of(self.origin).layer if self.origin is not None else ""

    @property
    def application(self) -> str:
        """The model of ``keras.applications`` that it is: ``ResNet50``; empty for anything else."""
        return self.module.fact(_Makers).of(self.origin).application if self.origin is not None else ""

    @property
    def is_model(self) -> bool:
        """Whether it is a model, of whichever class."""
        return self.origin is not None and families.is_a(self.origin.name, families.MODEL)

    @property
    def call(self) -> Call | None:
        """The call that makes it with its arguments; see `made`."""
        return self.module.fact(_Makers).call(self.origin) if self.origin is not None else None

    def argument(self, name: str) -> Argument | None:
        """What it is given as *name*, by keyword, or at the position that Keras 2 and 3 agree on."""
        call = self.call
        return argument_of(call, name) if call is not None else None

    def gives(self, name: str) -> bool | None:
        """Whether it is given *name*; ``None`` where arguments are out of sight."""
        call = self.call
        if call is None or call.open:
            return None
        return self.argument(name) is not None

    def values(self, name: str) -> Values | None:
        """What the argument *name* may be; empty where it is not given, ``None`` where that is not seen."""
        call = self.call
        if call is None or call.open or self.origin is None:
            return None
        given = self.argument(name)
        return self.module.evaluate(given.value, self.origin.frames) if given is not None else ()

    def constant(self, name: str, default: object = None) -> object:
        """The one number, text or ``None`` that *name* surely is; ``...`` where that is not known."""
        values = self.values(name)
        if values is None:
            return ...
        if not values:
            return default
        found = {_constant(value) for value in values}
        return found.pop() if len(found) == 1 else ...

    @property
    def inner(self) -> Layer | None:
        """The layer that ``TimeDistributed`` or ``Bidirectional`` wraps."""
        given = self.argument("layer") if self.name in _WRAPPERS else None
        if given is None or self.origin is None:
            return None
        return layer_of(self.module, given.value, self.origin)

    def activation(self, name: str = "activation") -> str | None:
        """The activation by name that the argument *name* surely is: ``linear`` where it is none."""
        values = self.values(name)
        given = self.argument(name)
        if values is None or given is None:
            return LINEAR if values == () else None
        function = _function(self.module, given.value)
        return function if function is not None else agreed(map(_told, values))


def layer_of(module: Engine, node: cst.BaseExpression, around: Origin) -> Layer:
    """The layer that *node* is, seen from where *around* is made."""
    origins = module.fact(Instances).origins(node, around.frames)
    return Layer(module, origins[0] if len(origins) == 1 else None, node)


def _function(module: Engine, node: cst.BaseExpression) -> str | None:
    """The name of an activation that is given as a function: ``tf.nn.softmax``."""
    name = module.resolve(node)
    owner, _, last = (name or "").rpartition(".")
    return last if f"{owner}." in _ACTIVATIONS and last == last.lower() else None


def _told(value: object) -> str | None:
    if isinstance(value, Text):
        return value.literal
    return LINEAR if isinstance(value, Constant) and value.value is None else None


def _constant(value: object) -> object:
    if isinstance(value, Text):
        return value.literal if value.literal is not None else ...
    return value.value if isinstance(value, Constant) else ...
