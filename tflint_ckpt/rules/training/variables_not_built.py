"""TFC723 variables-not-built."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Both, Either, Method, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import given_to
from tflint_ckpt.semantics.models.building import fits_unbuilt, has_no_variables, is_unbuilt
from tflint_ckpt.semantics.models.trained_by_parts import is_made_of_parts
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.training.fits import where
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import is_self, keyword, only_index

_LISTS = ("trainable_variables", "trainable_weights")
_TRAINING = frozenset("gradient apply_gradients apply build minimize jacobian".split())
_EMPTY = on_keras3(Severity.ERROR, "gives an empty list, and the optimizer raises ValueError")
_SUBCLASS = (on_keras2(Severity.ERROR, "gives an empty list, and nothing is trained, without a word"), _EMPTY)
_SEQUENTIAL = (on_keras2(Severity.ERROR, "raises ValueError: the weights have not yet been created"), _EMPTY)
_SAVED = on_keras3(Severity.ERROR, "raises ValueError, or saves none in its first releases")
_SAVED_SUBCLASS = (on_keras2(None, "saves none"), _SAVED)
_LOADED = (
    on_keras2(Severity.ERROR, "raises ValueError: it has no variables yet"),
    on_keras3(Severity.ERROR, "raises ValueError, or loads nothing in its first releases"),
)
_HDF5 = (".h5", ".hdf5", ".keras")
"""Files that are read at once; a checkpoint of TensorFlow waits on Keras 2 until there are variables."""
_SAVED_SEQUENTIAL = (on_keras2(Severity.ERROR, "raises ValueError, or saves none"), _SAVED)
_SO = "so that it is not built"
_ADVICE = "set self.built = True at the end of its __init__, where it has its parts"
_CHECKPOINT = "keras.callbacks.ModelCheckpoint"
_CHECKPOINTED = (
    on_keras2(None, "saves the weights of the parts"),
    on_keras3(None, "saves the weights of the parts", until=(3, 7)),
    on_keras3(Severity.ERROR, "raises ValueError when the weights are to be saved", since=(3, 7)),
)


class VariablesNotBuilt(Rule):
    """The variables of a model are taken before the model has any.

    ## What it does
    Reports `model.trainable_variables` of a `Sequential` without an `Input`, or of a subclass of `Model`,
    that nothing has built or called yet, where the list goes to `tape.gradient`, `apply_gradients` or the
    like; `save_weights` of such a model; and `load_weights` from an HDF5 file into it. Also a
    `ModelCheckpoint` of weights in the `fit` of a class whose own `train_step` calls the parts of the model,
    a generator and a discriminator, and never the model.

    ## Why
    Layers make their variables when they first see an input. Taken before, the list is empty, and stays so.
    Keras 3 raises `ValueError` in `apply_gradients`; Keras 2 skips the step of a subclass in silence, and
    raises for a `Sequential`. Weights that are not there yet cannot be saved either: Keras 3 raises
    `ValueError: You are saving a model that has not yet been built`. Nor can they be loaded: both Kerases
    raise, and the first releases of Keras 3 load nothing into a subclass, without a word. A checkpoint of
    TensorFlow is another matter: Keras 2 keeps it until the variables are made. A model of which only the
    parts are called is not built either, from Keras 3.7 on: the checkpoint raises at the end of the first
    epoch.

    ## When it is silent
    Where the layers of the model, or what happens to it before, are not all in sight, and where the class
    makes variables itself or has a model in it. Where validation, a callback or anything else may call the
    model. On Keras 2, where a `Sequential` begins with `Embedding`, which knows its shape there.

    ## Fix safety
    Take the variables after the first call of the model, or build it first. Before `load_weights` the fix
    inserts `model(x[:1])`, where the `fit` behind it shows such data: unsafe, since the model runs once more.
    There is no automatic fix for the rest.

    ## References
    - [Making new layers and models](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
    """

    code = "TFC723"
    name = "variables-not-built"
    summary = "trainable_variables taken before the model is built"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Either(
            Both(Name(*_LISTS), Name("gradient", "apply_gradients", "minimize", "apply")),
            Method("save_weights", "load_weights"),
            Both(Name("ModelCheckpoint"), Name("train_step")),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such list."""
        for node in (each for name in _LISTS for each in module.attributes(name)):
            if is_self(node.value) or not _trains(module, node) or is_guarded(module, node, "ValueError"):
                continue
            models = module.objects.origins(node.value)
            if not models or not all(families.is_a(origin.name, families.MODEL) for origin in models):
                continue
            if all(has_no_variables(module, origin, node) for origin in models):
                outcomes: tuple[Outcome, ...] = _SEQUENTIAL if _are_sequential(models) else _SUBCLASS
                what = f"{module.text(node)} is read before the model has variables"
                advice = "read it after the first call of the model, or call model.build(shape) before"
                yield from self.judged(module, node, what, outcomes, Fix(Applicability.MANUAL, advice))
        yield from self._saved(module)
        yield from self._loaded(module)
        yield from self._checkpointed(module)

    def _saved(self, module: Module) -> Iterator[Finding]:
        """Weights that are saved before there are any."""
        for call, _ in module.calls_on(families.MODEL, "save_weights"):
            func = call.node.func
            models = module.objects.origins(func.value) if isinstance(func, cst.Attribute) else ()
            if not models or is_guarded(module, call.node, "ValueError"):
                continue
            if all(is_unbuilt(module, origin, call.node) for origin in models):
                outcomes: tuple[Outcome, ...] = (
                    _SAVED_SEQUENTIAL if _are_sequential(models) else _SAVED_SUBCLASS
                )
                advice = "save them after the first call of the model, or call model.build(shape) before"
                what = "the weights are saved before the model has any"
                if any(
                    origin.local and is_made_of_parts(module, origin.local, origin.node) for origin in models
                ):
                    what = f"nothing calls the model itself, only its parts, {_SO}"
                    outcomes, advice = _CHECKPOINTED, _ADVICE
                fix = Fix(Applicability.MANUAL, advice)
                yield from self.judged(module, call.node, what, outcomes, fix)

    def _checkpointed(self, module: Module) -> Iterator[Finding]:
        """Checkpoints of the weights of a model that its own training does not build."""
        for call in module.calls(_CHECKPOINT):
            given = given_to(call.node, _CHECKPOINT, "save_weights_only")
            if given is None or not module.is_constant(given, True):
                continue
            for fit in module.training.fits_of(call.node) or ():
                models, there = fit.model, fit.module
                assert isinstance(there, Module)
                unbuilt = models and all(fits_unbuilt(there, origin, fit.node) for origin in models)
                if unbuilt and not is_guarded(there, fit.node, "ValueError"):
                    place = where(module, [(there, fit.node)])
                    what = f"fit ({place}) calls the parts of the model, never itself, {_SO}"
                    fix = Fix(Applicability.MANUAL, _ADVICE)
                    yield from self.judged(module, call.node.func, what, _CHECKPOINTED, fix)
                    break

    def _loaded(self, module: Module) -> Iterator[Finding]:
        """Weights that are loaded before there are any."""
        for read in file_calls(module, Action.LOAD_WEIGHTS):
            node = read.call.node
            if read.path is None or read.receiver is None or read.call.open or keyword(node, "by_name"):
                continue
            paths = module.evaluate(read.path.value)
            if not paths or not all(isinstance(path, Text) and ends_in(path, *_HDF5) for path in paths):
                continue
            models = module.objects.origins(read.receiver)
            if not models or is_guarded(module, node, "ValueError") or _is_for_a_checkpoint(module, node):
                continue
            if all(has_no_variables(module, origin, node) for origin in models):
                what = "weights are loaded into a model that has none yet"
                yield from self.judged(module, node, what, _LOADED, _build(module, node))


def _is_for_a_checkpoint(module: Module, node: cst.Call) -> bool:
    """Whether it is only run where a checkpoint of TensorFlow is there: ``if exists(path + ".index")``."""
    tests = [above.test for above in module.ancestors(node) if isinstance(above, cst.If)]
    return any(".index" in module.text(test) for test in tests)


def _build(module: Module, node: cst.Call) -> Fix:
    from tflint_ckpt.semantics.paths.built_first import built_first

    first = built_first(module, node)
    if first is None:
        advice = "load them after the first call of the model, or call model.build(shape) before"
        return Fix(Applicability.MANUAL, advice)
    code, edit = first
    return unsafe(Fix(Applicability.SAFE, f"insert {code} before", (edit,)), "the model runs once more")


def _are_sequential(models: tuple[Origin, ...]) -> bool:
    return all(origin.name == "keras.Sequential" and origin.local is None for origin in models)


def _trains(module: Module, node: cst.BaseExpression) -> bool:
    """Whether a list goes to a function that trains, by a variable or an attribute of ``self``, too."""
    if _is_given(module, node):
        return True
    parent = module.parent(node)
    if not isinstance(parent, cst.Assign):
        part = _part(module, node)
        return part is not None and _is_kept(module, *part)
    bindings = module.flows.bound_to(node)
    reads = [use for binding in bindings if not binding.index for use in module.flows.reads(binding)]
    return any(_is_given(module, use) for use in reads) or _is_kept(module, parent, "")


def _part(module: Module, node: cst.BaseExpression) -> tuple[cst.Assign, str] | None:
    """The statement that sets something to a list or dictionary with *node* in it, and its index there."""
    element = module.parent(node)
    display = module.parent(element) if isinstance(element, (cst.Element, cst.DictElement)) else None
    statement = module.parent(display) if isinstance(display, (cst.List, cst.Tuple, cst.Dict)) else None
    if not isinstance(statement, cst.Assign):
        return None
    if isinstance(element, cst.DictElement):
        return statement, module.text(element.key)
    assert isinstance(display, (cst.List, cst.Tuple))
    return statement, str([each.value for each in display.elements].index(node))


def _is_kept(module: Module, statement: cst.Assign, index: str) -> bool:
    """Whether ``self.name``, which nothing else sets, gets the list, and goes to such a function.

    With an *index* that part of it.
    """
    target = statement.targets[0].target if len(statement.targets) == 1 else None
    if not isinstance(target, cst.Attribute) or not is_self(target.value):
        return False
    owner = module.enclosing_class(target)
    uses = [use for use in module.attributes(target.attr.value) if is_self(use.value)]
    own = [use for use in uses if module.enclosing_class(use) is owner]
    if module.attribute_values(target) != [statement.value]:
        return False
    if not index:
        return any(_is_given(module, use) for use in own)
    above = [module.parent(use) for use in own]
    parts = [part for part in above if isinstance(part, cst.Subscript)]
    return any(_index(module, part) == index and _is_given(module, part) for part in parts)


def _index(module: Module, node: cst.Subscript) -> str:
    found = only_index(node)
    return module.text(found.value) if isinstance(found, cst.Index) else ""


def _is_given(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is an argument of ``tape.gradient``, ``apply_gradients(zip(…))`` or the like."""
    call = module.call_given(node)
    if call is None:
        return False
    if isinstance(call.func, cst.Attribute):
        return call.func.attr.value in _TRAINING
    return module.builtin(call.func) == "zip" and _is_given(module, call)
