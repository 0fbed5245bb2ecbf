"""Where a file reads ``history.history[key]``, the record of a fit, and which keys that surely lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.monitors import monitors
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import BindingKind, Scope, all_parameters
from tflint_ckpt.semantics.names.stored import is_stored
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.semantics.training.absent import means
from tflint_ckpt.semantics.training.callbacks import CHANGING
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.flagged import is_off, may_be_told
from tflint_ckpt.semantics.training.history_elsewhere import changes_given, is_always_reached, reads_elsewhere
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Instance, Text
from tflint_ckpt.syntax.forms import is_self_or_cls, only_index
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module

_RATE = frozenset(("lr", "learning_rate"))
_SKIPPING = (cst.If, cst.Continue, cst.Break, cst.Try, cst.Return)
_DEEPEST_TEST = 4
_SAVES = ("save", "save_weights", "export")


@dataclass(frozen=True, slots=True)
class Missing:
    """A key that is read, and that the record lacks.

    Attributes:
        node: the subscript; the call of a function of another file that reads it.
        index: the expression of the key.
        key: the key.
        there: the keys that every release of the target has.
        releases: for which major releases of Keras of the target it is missing.
        validated: whether the fit validates.
        save: a call that saves the model, and is run only later.
        reader: the function that reads it, where the key comes from the call of it: by its name, and with
            its file if it is of another one, ``curves (plots.py)``.
    """

    node: cst.BaseExpression
    index: cst.BaseExpression
    key: str
    there: frozenset[str]
    releases: frozenset[int]
    validated: bool
    save: cst.Call | None
    reader: str = ""

    @property
    def other(self) -> str | None:
        """The one key that is there and means the same; ``None`` if none is, or several are."""
        same = [name for name in self.there if means(self.key, name) or {self.key, name} == _RATE]
        return same[0] if len(same) == 1 else None

    def is_rate(self, majors: Collection[int]) -> bool:
        """Whether it is the learning rate, which Keras 2 logs as ``lr`` and Keras 3 as ``learning_rate``.

        *majors* are the releases of Keras that the code may run on.
        """
        return self.key in _RATE and (self.other in _RATE or not self.releases >= set(majors))


def missing_keys(module: Module) -> Iterator[Missing | cst.BaseExpression]:
    """Each place that reads a key which the record lacks; the expression alone where that is not known."""
    reads = list(_reads(module))
    if any(_changes(module, record, use) for record, use, _ in reads):
        return
    asked = {module.facts.scopes[use] for _, use, _ in reads if _is_asked(module, use)}
    told = set[cst.BaseExpression]()
    for record, use, frames in reads:
        node = module.parent(use)
        if not isinstance(node, cst.Subscript) or node.value is not use or module.facts.scopes[use] in asked:
            continue
        fits = _fits(module, record, frames)
        index = only_index(node)
        if not fits or not isinstance(index, cst.Index) or is_off(module, node):
            continue
        around = module.enclosing_function(node)
        if any(each is around and not is_always_reached(module, around, node) for each, _ in frames):
            continue  # of one call of several, perhaps
        keys = _keys(module, index.value, frames)
        if not keys and not frames:
            for one in _by_call(module, record, node, index.value, asked):
                if not isinstance(one, Missing) or one.index not in told:
                    yield one
                if isinstance(one, Missing):
                    told.add(one.index)
        for key in keys:
            if key.startswith("val_") and may_be_told(fits, module, node):
                continue
            found = [] if index.value in told else list(_judged(module, node, index.value, key, fits))
            yield from found
            if found:
                told.add(index.value)
                break
    yield from _missing_elsewhere(module)


def read_keys(module: Module, metric: str) -> Iterator[cst.SimpleString]:
    """Where records and monitors name a metric, as it is called or with ``val_`` before it."""
    places = [monitor.argument.value for monitor in monitors(module) if monitor.argument is not None]
    for _, use, _ in _reads(module):
        node = module.parent(use)
        index = only_index(node) if isinstance(node, cst.Subscript) and node.value is use else None
        if isinstance(index, cst.Index):
            places.append(index.value)
    for place in dict.fromkeys(places):
        if isinstance(place, cst.SimpleString) and place.evaluated_value in (metric, f"val_{metric}"):
            yield place


def _missing_elsewhere(module: Module) -> Iterator[Missing]:
    """What a function of another file reads of a record that it is given here."""
    if not module.training.fits:
        return
    for read in reads_elsewhere(module, lambda node: bool(_fits(module, node, ()))):
        fits = _fits(module, read.record, ())
        if read.key.startswith("val_") and may_be_told(fits, module, read.call):
            continue
        for found in _judged(module, read.call, read.given, read.key, fits):
            if isinstance(found, Missing):
                yield replace(found, reader=f"{read.function} ({read.path})")


def _keys(module: Module, index: cst.BaseExpression, frames: Frames) -> list[str]:
    """The keys that are surely read: the one, or each that a loop over a list goes through."""
    values = module.evaluate(index, frames)
    keys = [value.literal for value in values if isinstance(value, Text) and value.literal is not None]
    if len(keys) < len(values):
        return []
    return keys if len(set(keys)) == 1 or _is_looped(module, index) else []


def _by_call(
    module: Module,
    record: cst.BaseExpression,
    node: cst.Subscript,
    index: cst.BaseExpression,
    asked: Collection[Scope],
) -> Iterator[Missing | cst.BaseExpression]:
    """The same of a key that each call of the function around it gives, where that surely reads it."""
    function = module.enclosing_function(node)
    if function is None or not is_always_reached(module, function, node):
        return
    for site in module.call_sites.in_sight(function) or ():
        if module.facts.scopes[site] in asked or is_off(module, site):
            continue
        frames = ((function, site),)
        key, fits = module.literal(index, frames), _fits(module, record, frames)
        if key is None or not fits or (key.startswith("val_") and may_be_told(fits, module, site)):
            continue
        given = _giver(module, function, site, index) or site
        for found in _judged(module, site, given, key, fits):
            yield replace(found, reader=function.name.value) if isinstance(found, Missing) else found


def _giver(
    module: Module, function: cst.FunctionDef, site: cst.Call, index: cst.BaseExpression
) -> cst.BaseExpression | None:
    """The argument of *site* that decides on *index*, where there is one."""
    names = [each.value for each in descend(index) if isinstance(each, cst.Name)]
    given = [module.bound_argument(function, site, name) for name in dict.fromkeys(names)]
    written = [argument.value for argument in site.args]
    found = [each for each in given if each is not None and each in written]
    return found[0] if len(found) == 1 else None


def _is_looped(module: Module, index: cst.BaseExpression) -> bool:
    """Whether *index* is the variable of a loop that goes through all of a list that is written out."""
    binding = module.sole_binding(index)
    loop = module.parent(binding.node) if binding is not None and binding.kind is BindingKind.LOOP else None
    while isinstance(loop, (cst.Tuple, cst.Element)):
        loop = module.parent(loop)
    if not isinstance(loop, cst.For) or not isinstance(loop.iter, (cst.List, cst.Tuple)):
        return False
    return not any(isinstance(one, _SKIPPING) for one in descend(loop.body))


def _judged(
    module: Module, node: cst.BaseExpression, index: cst.BaseExpression, key: str, fits: list[Fit]
) -> Iterator[Missing | cst.BaseExpression]:
    there: list[frozenset[str]] = []
    lacking = set[int]()
    for keras in dict.fromkeys(release.keras for release in module.target.releases):
        for fit in fits:
            logs = fit.logs(keras)
            if logs is None:
                yield node
                return
            if key not in logs:
                lacking.add(min(keras[0], 3))
            elif min(keras[0], 3) in lacking:
                return
            there.append(logs)
    if lacking:
        found = frozenset.intersection(*there)
        validated = all(fit.validation for fit in fits)
        save = _save_after(module, node)
        yield Missing(node, index, key, found, frozenset(lacking), validated, save)


def _reads(module: Module) -> Iterator[tuple[cst.BaseExpression, cst.Attribute | cst.Name, Frames]]:
    """Each use of a record: what has it as ``.history``, the expression used, and the call around it."""
    for attribute in module.attributes("history"):
        yield attribute.value, attribute, ()
        for use in module.fact(Variables).sole_reads(attribute):
            yield attribute.value, use, ()
        function = module.enclosing_function(attribute)
        if function is not None and module.returns(function) == [attribute]:
            for site in module.call_sites.in_sight(function) or ():
                for use in module.fact(Variables).sole_reads(site):
                    yield attribute.value, use, ((function, site),)
        yield from _given_on(module, attribute)


def _given_on(
    module: Module, attribute: cst.Attribute
) -> Iterator[tuple[cst.BaseExpression, cst.Name, Frames]]:
    """The same of a record that is given to a function: ``plot(h.history)``."""
    call = module.call_given(attribute)
    function = module.call_sites.callee(call) if call is not None else None
    if function is None or call is None:
        return
    sites = module.call_sites.in_sight(function) or ()
    for parameter in all_parameters(function.params) if call in sites else ():
        name, scope = parameter.name.value, module.facts.scopes[function.body]
        given = [module.bound_argument(function, site, name) for site in sites]
        if attribute not in given or len(scope.bindings.get(name, ())) != 1:
            continue
        for use in module.uses(name, scope):
            yield attribute.value, use, ((function, call),)


class _Kept:
    """The fits whose record somebody may keep, by their calls."""

    def __init__(self, module: Module) -> None:
        fits = module.training.fits
        self.fits = {fit.node: fit for fit in fits if not isinstance(module.parent(fit.node), cst.Expr)}


def _fits(module: Module, record: cst.BaseExpression, frames: Frames) -> list[Fit]:
    """The fits that *record* may be the result of; empty unless that is all it may be."""
    if isinstance(record, cst.Attribute) and record.attr.value == "history":
        mine = _fits_of_model(module, record.value)
        if mine:
            return mine
    known = module.fact(_Kept).fits
    if not known:
        return []  # nobody keeps a record
    found: list[Fit] = []
    for value in module.evaluate(record, frames):
        if isinstance(value, Constant) and value.value is None:
            continue  # ``self.history = None`` at first: it has no ``.history``
        fit = known.get(value.call) if isinstance(value, Instance) else None
        if fit is None or not isinstance(value, Instance):
            return []
        found.append(replace(fit, frames=value.frames))
    return found


def _fits_of_model(module: Module, model: cst.BaseExpression) -> list[Fit]:
    """Every fit of *model*, of which ``model.history`` is the last; empty where there may be others."""
    origins = module.objects.origins(model)
    if len(origins) != 1 or not origins[0].is_made:
        return []
    uses = module.flows.of(origins[0].node, origins[0].frames)
    if any(use.kind in (Kind.ARGUMENT, Kind.ESCAPE) for use in uses):
        return []
    return [fit for fit in module.training.fits if fit.model == origins]


def _changes(module: Module, record: cst.BaseExpression, use: cst.Attribute | cst.Name) -> bool:
    """Whether a use of a record may put keys into it."""
    if is_self_or_cls(record):
        return False
    parent = module.parent(use)
    above = module.parent(parent) if parent is not None else None
    if isinstance(parent, cst.Attribute):
        return isinstance(above, cst.Call) and parent.attr.value in CHANGING
    if isinstance(parent, cst.Subscript) and parent.value is use:
        return is_stored(module, parent)
    if isinstance(parent, cst.Arg) and isinstance(above, cst.Call):
        return changes_given(module, above, use)
    return is_stored(module, use) and isinstance(use, cst.Attribute)


def _is_asked(module: Module, use: cst.CSTNode) -> bool:
    """Whether a test asks whether a key is there, ``if "acc" in history.history``, or how many there are."""
    call = module.parent(module.parent(use) or use)
    if isinstance(call, cst.Call) and module.builtin(call.func) == "len":
        return True
    for depth, above in enumerate(module.ancestors(use)):
        if isinstance(above, cst.ComparisonTarget):
            return isinstance(above.operator, (cst.In, cst.NotIn))
        if depth > _DEEPEST_TEST:
            break
    return False


def _save_after(module: Module, node: cst.CSTNode) -> cst.Call | None:
    """A call that saves a model and surely comes after *node*, or after the call of its function."""
    places: list[cst.CSTNode] = [node]
    function = module.enclosing_function(node)
    if function is not None:
        places += module.call_sites.in_sight(function) or ()
    saves: list[Call] = [call for call, _ in module.calls_on(families.MODEL, *_SAVES)]
    return next(
        (save.node for save in saves if any(follows(module.facts, save.node, place) for place in places)),
        None,
    )
