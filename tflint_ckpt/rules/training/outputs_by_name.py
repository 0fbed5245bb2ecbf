"""TFC725 outputs-by-name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import (
    LOSS_FOR_EACH_OUTPUT,
    NAMED_METRICS_OF_ONE_OUTPUT,
    NO_NAMED_TARGETS_OF_ONE_OUTPUT,
    TARGETS_FOR_EACH_OUTPUT,
)
from tflint_ckpt.records import dataclass
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Method, OnKeras3, Passed
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.compiles import Compile, is_replaced_at_once
from tflint_ckpt.semantics.training.output_names import (
    KEYED,
    OutputNames,
    by_name,
    is_expected_to_fail,
    output_names,
    targets_given,
    wants_all_targets,
)
from tflint_ckpt.semantics.values.kinds import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.keras_api.reader import Version

_KERAS3 = (3, 15)
_ERRORS = ("ValueError", "TypeError", "KeyError")
_RAISES = "raises {} in the first step of fit or evaluate"
_FOUND = on_keras2(None, "finds the output by its name")
_STRANGE = on_keras2(Severity.ERROR, _RAISES.format("ValueError"))
_REFUSED = on_keras3(Severity.ERROR, _RAISES.format("TypeError or ValueError"))
_UNKNOWN = on_keras3(Severity.ERROR, _RAISES.format("ValueError or KeyError"))


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with one dictionary.

    Attributes:
        what: it in words.
        outcomes: what it does.
        missing: the names of the outputs that it has no entry for, as far as they are known.
        unnamed: whether the only thing in it is wanted instead of it.
        strange: whether it has a name that no output has.
    """

    what: str
    outcomes: tuple[Outcome, ...]
    missing: tuple[str, ...] = ()
    unnamed: bool = False
    strange: bool = False


class OutputsByName(Rule):
    """Losses, metrics or targets by the names of outputs, which Keras 3 does not find, or not for all.

    ## What it does
    Reports dictionaries that are given as `loss`, `loss_weights`, `metrics` or `weighted_metrics` of
    `compile`, or as targets of `fit` and `evaluate`, where the model provably has no such outputs:
    `loss={"out": "mse"}` for a `Sequential` or subclassed model, whose outputs have no names on Keras 3; a
    loss, a weight or targets for some of the outputs of a functional model; targets by name for a model with
    one output; a name that no output has.

    ## Why
    An output of a functional model has the name of the layer that makes it, and Keras 2 took a dictionary of
    these names wherever it took a list, for some of the outputs as well. Keras 3 compares the dictionary with
    what the model gives, and each release does it more strictly: `compile` passes, and the first step of
    `fit` or `evaluate` raises, often in words that name something else: `Expected float32, but got out of
    type 'str'`.

    ## When it is silent
    Where the outputs of the model, or the keys of the dictionary, are not in sight, and where its class
    computes losses or metrics itself; where the model is compiled again at once. A name is only called wrong
    where the names of all outputs are known. Dictionaries in datasets, and, where no loss or metric is given
    by name, those that a generator gives. Targets for some outputs, where the losses are a list with `None`:
    Keras 3 takes them.

    ## Fix safety
    For a model with one output, what stands in the dictionary is given instead of it, which is the same on
    every Keras: safe. An output without a loss gets `None`, one without a weight `1.0`, which is what Keras 2
    does: safe where the dictionary stands in the call, unsafe where something else may use it. The rest is
    left to a person.

    ## References
    - [Model.compile](https://keras.io/api/models/model_training_apis/)
    """

    code = "TFC725"
    name = "outputs-by-name"
    summary = "losses, metrics or targets by names of outputs that Keras 3 does not find"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Method("compile", "fit", "evaluate", "train_on_batch"),
        Either(
            Passed("compile.loss.1=dict", "compile.metrics.2=dict", "compile.weighted_metrics.4=dict"),
            OnKeras3(Passed("fit.y.1=dict", "evaluate.y.1=dict", "train_on_batch.y.1=dict")),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each dictionary."""
        for compiled in module.training.compiles:
            if not compiled.call.open and not is_guarded(module, compiled.node, *_ERRORS):
                yield from self._of_compile(module, compiled)
        reported = set()
        for call, node in targets_given(module):
            given = by_name(module, node) if node not in reported else None
            if given is None or is_guarded(module, call, *_ERRORS):
                continue
            outputs, keys = output_names(module, call), [entry.key for entry in given.entries]
            defect = _targets(outputs, keys) if outputs is not None else None
            is_sure = outputs is not None and (outputs.number == 1 or wants_all_targets(module, call))
            if defect is not None and is_sure:
                reported.add(node)
                yield from self._reported(module, node, given, defect, "", call)

    def _of_compile(self, module: Module, compiled: Compile) -> Iterator[Finding]:
        for name, judge in _ARGUMENTS.items():
            argument = compiled.argument(name, _KERAS3)
            given = by_name(module, argument.value, compiled.frames) if argument is not None else None
            if argument is None or given is None:
                continue
            outputs = output_names(module, compiled.node, compiled.frames)
            if outputs is None:
                return
            loss = compiled.argument("loss", _KERAS3)
            if name == "loss_weights" and (loss is None or by_name(module, loss.value) is None):
                continue
            defect = judge(outputs, [entry.key for entry in given.entries])
            if defect is None or is_expected_to_fail(module, compiled.node):
                continue
            if not is_replaced_at_once(module, compiled):
                yield from self._reported(module, argument.value, given, defect, name, compiled.node)

    def _reported(
        self,
        module: Module,
        node: cst.BaseExpression,
        given: Mapping,
        defect: Defect,
        name: str,
        call: cst.Call,
    ) -> Iterator[Finding]:
        from tflint_ckpt.rules.named_entries import completed, unnamed

        if defect.unnamed:
            fix = unnamed(module, node, given, name, of=call)
        elif defect.strange:
            fix = Fix(Applicability.MANUAL, "use the names of the outputs")
        else:
            fix = completed(module, node, given, name, defect.missing)
        yield from self.judged(module, node, defect.what, defect.outcomes, fix, of=call)


def _loss(outputs: OutputNames, keys: Collection[str]) -> Defect | None:
    unknown = outputs.unknown(keys)
    if outputs.is_nameless:
        what = f"losses by name for {outputs.kind}, whose outputs have no names"
        return Defect(what, (_STRANGE if unknown else _FOUND, _REFUSED), unnamed=outputs.number == 1)
    if unknown:
        ignored = on_keras2(None, "ignores it")
        return _strange(outputs, unknown, (ignored if outputs.kind == KEYED else _STRANGE, _UNKNOWN))
    return _incomplete(outputs, keys, "loss", _without("trains without", LOSS_FOR_EACH_OUTPUT, "ValueError"))


def _weights(outputs: OutputNames, keys: Collection[str]) -> Defect | None:
    if outputs.is_nameless or outputs.unknown(keys):
        return None
    outcomes = _without("takes 1", LOSS_FOR_EACH_OUTPUT, "KeyError or ValueError")
    return _incomplete(outputs, keys, "loss weight", outcomes)


def _metrics(outputs: OutputNames, keys: Collection[str]) -> Defect | None:
    unknown = outputs.unknown(keys)
    taken = on_keras3(None, "takes them", since=NAMED_METRICS_OF_ONE_OUTPUT)
    refused = on_keras3(Severity.ERROR, _REFUSED.text, until=NAMED_METRICS_OF_ONE_OUTPUT)
    is_plain = outputs.number == 1 and outputs.kind != KEYED
    late: tuple[Outcome, ...] = (refused, taken) if is_plain else (_REFUSED,)
    if outputs.is_nameless:
        what = f"metrics by name for {outputs.kind}, whose outputs have no names"
        return Defect(what, (_STRANGE if unknown else _FOUND, *late), unnamed=outputs.number == 1)
    return _strange(outputs, unknown, (_STRANGE, *late)) if unknown else None


def _targets(outputs: OutputNames, keys: Collection[str]) -> Defect | None:
    unknown = outputs.unknown(keys)
    found = _STRANGE if unknown else _FOUND
    if outputs.kind == KEYED:
        return _strange(outputs, unknown, (_STRANGE, _UNKNOWN)) if unknown else None
    if outputs.number == 1:
        _, *late = _without("takes them", NO_NAMED_TARGETS_OF_ONE_OUTPUT, "TypeError")
        return Defect("targets by name for a model with one output", (found, *late), unnamed=True)
    outcomes = _without("trains without", TARGETS_FOR_EACH_OUTPUT, "KeyError, ValueError or TypeError")
    if outputs.is_nameless:
        what = f"targets by name for {outputs.kind}, whose outputs have no names"
        return Defect(what, (found, *outcomes[1:]))
    if unknown:
        return _strange(outputs, unknown, (_STRANGE, *outcomes[1:]))
    return _incomplete(outputs, keys, "targets", outcomes)


def _without(text: str, since: Version, errors: str) -> tuple[Outcome, ...]:
    """What came before Keras 3 raised for an output without an entry, and that it does."""
    old = on_keras2(None, text), on_keras3(None, text, until=since)
    return (*old, on_keras3(Severity.ERROR, _RAISES.format(errors), since=since))


_ARGUMENTS = {
    "loss": _loss,
    "loss_weights": _weights,
    "metrics": _metrics,
    "weighted_metrics": _metrics,
}


def _strange(outputs: OutputNames, unknown: Collection[str], outcomes: tuple[Outcome, ...]) -> Defect:
    known = " and ".join(f"'{name}'" for name in outputs.names)
    strange = " and ".join(f"'{key}'" for key in unknown)
    are = "is no output" if len(unknown) == 1 else "are no outputs"
    return Defect(f"{strange} {are} of the model, which has {known}", outcomes, strange=True)


def _incomplete(
    outputs: OutputNames, keys: Collection[str], what: str, outcomes: tuple[Outcome, ...]
) -> Defect | None:
    missing = outputs.missing(keys)
    if not outputs.by_layer or missing == ():
        return None
    if missing is None:
        given = "1 entry" if len(keys) == 1 else f"{len(keys)} entries"
        return Defect(f"{given} with {what} for {outputs.number} outputs", outcomes)
    named = " and ".join(f"'{name}'" for name in missing)
    return Defect(f"no {what} for the output{'s' * (len(missing) > 1)} {named}", outcomes, missing)
