"""The model of a fit: what happens to it before, and whether its class changes how it is trained."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.elsewhere import TRAINING, VALIDATION
from tflint_ckpt.semantics.objects.flow import Flows, Kind
from tflint_ckpt.semantics.objects.instances import Instances, Origin
from tflint_ckpt.semantics.training.calls import is_harmless
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.values.kinds import Items, Mapping
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.objects.uses import Use

OVERRIDES = frozenset(
    """train_step test_step fit compile compute_metrics metrics reset_metrics make_train_function
    make_test_function compute_loss get_metrics_result train_function evaluate fit_generator""".split()
)
"""What a class may define that decides which names are in the logs."""
_TAMPERING = OVERRIDES | {"compiled_metrics", "metrics_names", "metrics_tensors", "_metrics", "compiled_loss"}
_LOOKING = frozenset("zip len print list tuple sorted enumerate str".split())
"""Builtins that take a list and do not change it."""
_KERAS3 = (3, 0)
_SINGLE = "keras.Sequential"
_SEVERAL = frozenset(
    """unstack moments top_k unique unique_with_counts meshgrid svd eig eigh qr lu while_loop
    weighted_moments sufficient_statistics slogdet""".split()
)
"""Functions of TensorFlow that give several tensors."""
_MORE = ("return_state", "return_attention_scores")
"""With these a layer gives more than its output."""


@dataclass(frozen=True, slots=True)
class Life:
    """What happens to a model after it was made.

    Attributes:
        compiles: the calls of ``compile`` on it; ``None`` where there may be others.
        tampered: whether its metrics or steps may be changed otherwise than by compiling it.
    """

    compiles: tuple[Compile, ...] | None
    tampered: bool


class Models:
    """The models of one module, and what happens to them; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._lives: dict[Origin, Life] = {}

    def life(self, origin: Origin) -> Life:
        """What happens to a model after it was made."""
        if origin not in self._lives:
            self._lives[origin] = _life(self.module, origin)
        return self._lives[origin]

    @cached_property
    def has_metrics_inside(self) -> bool:
        """Whether a layer or model class of the file may bring metrics of its own into the logs."""
        return _has_metrics_inside(self.module)


def seen_here(module: Engine, origin: Origin) -> Origin:
    """*origin* as made by the call that gets it here, if another file makes it."""
    call = module.parent(origin.node) if origin.elsewhere is not None else None
    return replace(origin, node=call) if isinstance(call, cst.Call) else origin


def uses_here(module: Engine, origin: Origin) -> tuple[Use, ...]:
    """What the file does with the object of *origin*, from where it gets it."""
    here, known = seen_here(module, origin), origin.elsewhere
    path = known.path if known is not None and isinstance(here.node, cst.Call) else ()
    return module.fact(Flows).of(here.node, here.frames, path)


def _life(module: Engine, origin: Origin) -> Life:
    """What happens to the model that *origin* makes."""
    if origin.elsewhere is not None and origin.elsewhere.given:
        files = (module, *origin.elsewhere.files)
        return Life(None, any(map(_may_tamper, files)))
    if not isinstance(seen_here(module, origin).node, cst.Call):
        return Life(None, True)
    compiles: list[Compile] = []
    tampered = hidden = False
    for use in uses_here(module, origin):
        attribute = use.name
        if use.kind is Kind.METHOD and isinstance(use.node, cst.Call):
            if attribute == "compile":
                compiles.append(Compile(module, bind(module, use.node, "keras.Model.compile"), use.frames))
            tampered |= attribute in ("add_metric", "_set_save_spec")
        elif use.kind is Kind.SET:
            tampered |= attribute in _TAMPERING
        elif use.kind is Kind.ATTRIBUTE:
            tampered |= attribute in _TAMPERING and _is_changed(module, use.node)
        elif use.kind is Kind.ARGUMENT:
            hidden |= not (isinstance(use.node, cst.Call) and is_harmless(module, use.node))
        elif use.kind is Kind.ESCAPE:
            hidden = True
    if origin.local is not None:
        own = _compiles_itself(module, origin.local)
        compiles += own
    return Life(None if hidden else tuple(dict.fromkeys(compiles)), tampered)


def _may_tamper(module: Engine) -> bool:
    """Whether something in a file may change the metrics or steps of a model."""
    targets = (target.attr.value for target, _ in module.facts.attribute_targets)
    return not _TAMPERING.isdisjoint(targets) or any(True for _ in module.method_calls("add_metric"))


def _is_changed(module: Engine, node: cst.CSTNode) -> bool:
    """Whether an attribute such as ``model.metrics_names`` gets an element or is handed on."""
    parent = module.parent(node)
    if isinstance(parent, cst.Attribute):
        return parent.attr.value in ("append", "extend", "insert")
    call = module.call_given(node)
    looks = call is not None and module.builtin(call.func) in _LOOKING
    return isinstance(parent, (cst.AugAssign, cst.Arg)) and not looks


def _compiles_itself(module: Engine, local: cst.ClassDef) -> list[Compile]:
    """The calls ``self.compile(…)`` in a class of the module and its bases."""
    inside = {local, *classes.ancestry(module, local)}
    return [
        Compile(module, bind(module, call, "keras.Model.compile"), ())
        for call, func in module.method_calls("compile")
        if isinstance(func.value, cst.Name)
        and func.value.value == "self"
        and module.enclosing_class(call) in inside
    ]


def overrides(module: Engine, origin: Origin) -> bool:
    """Whether the class of a model has its own way to train: ``train_step``, ``fit``, ``metrics`` …"""
    known = origin.elsewhere
    if known is not None:
        return not known.plain or known.there is None or overrides(*known.there)
    every = _classes(module, origin)
    return every is None or any(OVERRIDES & classes.names(module, one) for one in every)


def may_validate(module: Engine, origin: Origin) -> bool:
    """Whether a model may put ``val_…`` into the logs though ``fit`` gets no validation data.

    Its class does the training itself, or writes such a name somewhere, or is not wholly in sight.
    """
    known = origin.elsewhere
    if known is not None:
        return not known.plain or module.fact(Models).life(origin).tampered
    every = _classes(module, origin)
    if every is None or module.fact(Models).life(origin).tampered:
        return True
    return any(
        TRAINING & classes.names(module, one) or VALIDATION.search(module.text_of_definition(one))
        for one in every
    )


def _classes(module: Engine, origin: Origin) -> list[cst.ClassDef] | None:
    """The class of a model and its bases, as far as they are of the module; ``None`` if some are unknown."""
    if origin.local is None:
        return []
    bases = classes.ancestry(module, origin.local)
    if not all(
        isinstance(base, cst.ClassDef) or (base and families.is_a(base, families.MODEL)) for base in bases
    ):
        return None
    return [origin.local, *(base for base in bases if isinstance(base, cst.ClassDef))]


def _has_metrics_inside(module: Engine) -> bool:
    if any(True for _ in module.method_calls("add_metric")):
        return True
    for call in module.facts.calls:
        owner = module.enclosing_class(call)
        if owner is None:
            continue
        name = module.resolve(call.func)
        local = classes.local_class(module, call.func)
        metric = name is not None and families.is_a(name, families.METRIC)
        metric |= local is not None and _derives(module, local, families.METRIC)
        if metric and _derives(module, owner, families.LAYER):
            return True
    return False


def _derives(module: Engine, node: cst.ClassDef, family: str) -> bool:
    return any(
        base is None or (isinstance(base, str) and families.is_a(base, family))
        for base in classes.ancestry(module, node)
    )


# Outputs


def has_compiled_metrics(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether *node* is a model with one output that is compiled with metrics, whenever it is compiled, and
    whose class leaves them to Keras."""
    origins = module.fact(Instances).origins(node)
    if not origins or not all(families.is_a(origin.name, families.MODEL) for origin in origins):
        return False
    for origin in origins:
        life = module.fact(Models).life(origin)
        if life.tampered or overrides(module, origin) or not has_one_output(module, origin):
            return False
        if not life.compiles or not all(map(_gives_metrics, life.compiles)):
            return False
    return True


def _gives_metrics(compiled: Compile) -> bool:
    given = compiled.argument("metrics", _KERAS3)
    values = compiled.module.evaluate(given.value, compiled.frames) if given is not None else ()
    return bool(values) and all(
        (isinstance(value, Items) and bool(value.elements))
        or (isinstance(value, Mapping) and bool(value.entries))
        for value in values
    )


def has_one_output(module: Engine, origin: Origin) -> bool:
    """Whether a model provably has a single output, so that its metrics have no prefix."""
    if origin.elsewhere is not None:
        return origin.elsewhere.there is not None and has_one_output(*origin.elsewhere.there)
    if not isinstance(origin.node, cst.Call):
        return False
    if origin.local is not None:
        return _returns_one(module, origin.local)
    if origin.name == _SINGLE or origin.name.startswith("keras.applications."):
        return True
    if origin.name != families.MODEL:
        return False
    called = bind(module, origin.node, origin.name)
    if (module.resolve(origin.node.func) or "").rpartition(".")[2] not in ("Model", "Functional"):
        return False
    outputs = argument_of(called, "outputs", "output")
    return outputs is not None and is_one_tensor(module, outputs.value, origin)


def _returns_one(module: Engine, local: cst.ClassDef) -> bool:
    call = module.fact(CallSites).method(local, "call")
    returned = module.returns(call) if call is not None else None
    return bool(returned) and all(_is_applied(module, node, 0) for node in returned or ())


def is_one_tensor(module: Engine, node: cst.BaseExpression, origin: Origin) -> bool:
    """Whether *node*, the outputs of a model, is one tensor, or a list or dictionary of one."""
    if isinstance(node, (cst.List, cst.Tuple)):
        return len(node.elements) == 1 and _is_applied(module, node.elements[0].value, 0)
    values = module.evaluate(node, origin.frames)
    for value in values:
        if isinstance(value, (Items, Mapping)):
            inner = (
                list(value.elements) if isinstance(value, Items) else [entry.value for entry in value.entries]
            )
            is_whole = value.complete and (isinstance(value, Mapping) or value.exact)
            if not (is_whole and len(inner) == 1 and _is_applied(module, inner[0], 0)):
                return False
        elif not _is_applied(module, getattr(value, "call", None), 0):
            return False
    return True


def _is_applied(module: Engine, node: cst.CSTNode | None, depth: int) -> bool:
    """Whether an expression is what a layer gives: ``Dense(1)(x)``, ``self.dense(x)``, ``add([a, b])``."""
    if depth > 12 or node is None:
        return False
    if isinstance(node, cst.Name):
        values = module.evaluate(node)
        return all(_is_applied(module, getattr(value, "call", None), depth + 1) for value in values)
    if not isinstance(node, cst.Call):
        return False
    resolved = module.resolve(node.func)
    if resolved is not None and resolved.startswith(("keras.layers.", "tensorflow.")):
        last = resolved.rpartition(".")[2]
        return last[:1].islower() and last not in _SEVERAL and "split" not in last
    if module.local_function(node.func) is not None:
        return False
    name = module.instance_of(node.func)
    if name is None or families.is_a(name, "keras.layers.Lambda") or _gives_more(module, node):
        return False
    if families.is_a(name, families.MODEL):
        return name == _SINGLE
    return families.is_a(name, families.LAYER) and name.startswith("keras.layers.") and name != families.LAYER


def _gives_more(module: Engine, call: cst.Call) -> bool:
    """Whether a call of a layer may give states or scores, too: ``LSTM(3, return_state=True)(x)``."""
    made = (origin.node for origin in module.fact(Instances).origins(call.func))
    given = [*call.args, *(part for node in made for part in descend(node) if isinstance(part, cst.Arg))]
    return any(
        each.keyword is not None
        and each.keyword.value in _MORE
        and not (isinstance(each.value, cst.Name) and each.value.value == "False")
        for each in given
    )
