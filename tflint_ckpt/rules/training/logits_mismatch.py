"""TFC702 logits-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Brought, Either, Name, Passed
from tflint_ckpt.semantics.models.architecture import Architecture
from tflint_ckpt.semantics.models.made_elsewhere import models_of
from tflint_ckpt.semantics.models.outputs import COMPUTING, Decided, Output
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.flow import Kind, Use
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.training.fits import where as place
from tflint_ckpt.semantics.training.loss import Loss, losses_of
from tflint_ckpt.semantics.training.models import overrides, seen_here

_TRAINING = frozenset("fit fit_generator train_on_batch".split())
_EVALUATING = frozenset("evaluate test_on_batch".split())
_NEEDS = {
    "sparse_categorical_crossentropy": "softmax",
    "categorical_crossentropy": "softmax",
    "binary_crossentropy": "sigmoid",
}
_NO_PROBABILITIES = ("linear", "relu", "tanh")
_KERAS3 = (3, 0)
_CLIPS = "clips what is not between 0 and 1, and"
_TRAINS = "the model trains badly without a word"
_EVALUATES = "the loss that it reports means nothing"


class LogitsMismatch(Rule):
    """The model gives logits, and the loss takes probabilities.

    ## What it does
    Reports a model that is trained or evaluated, that is compiled with a cross-entropy (by name, by function,
    or by class without `from_logits=True`) and whose last layer has no `softmax` or `sigmoid`: none, `relu`
    or `tanh`. Where it may be compiled with one of several losses, each of them is judged. Another file may
    make the model.

    ## Why
    Without `from_logits=True` the loss takes the output for probabilities: it clips numbers below 0 and
    above 1, where no gradient is left, and scales the rest. Nothing is raised; the model trains badly, or not
    at all, and the loss of one that is only evaluated means nothing. In a function `test…`, which hardly asks
    how well a model is trained, it is information.

    ## When it is silent
    Where the last layer or the loss is not in sight, where the class of the model trains in a way of its own,
    for several outputs, and for a model that nobody is seen to train or evaluate: one that is compiled but
    only called as a part of others, as the generator of a GAN, or that another file gets. `softmax` with
    `from_logits=True` is not reported: Keras notices and computes the right loss.

    ## Fix safety
    There is no automatic fix. `from_logits=True` keeps the output as it is, `activation="softmax"` in the
    last layer (`"sigmoid"` for `binary_crossentropy`) changes what `predict` returns.

    ## References
    - [Probabilistic losses](https://keras.io/api/losses/probabilistic_losses/)
    """

    code = "TFC702"
    name = "logits-mismatch"
    summary = "a cross-entropy of probabilities for a model whose output has no softmax or sigmoid"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (
        Passed("compile.loss.1=~crossentropy", "compile.loss.1=~bce"),
        Either(Name(*sorted(COMPUTING)), Brought()),
        Name(*sorted(_TRAINING | _EVALUATING)),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each loss that takes the logits of a model for probabilities."""
        for compiled in module.training.compiles:
            losses = [
                loss for loss in losses_of(compiled, _KERAS3) if loss.logits is False and loss.name in _NEEDS
            ]
            if not losses:
                continue
            models, trained = _models(module, compiled)
            outputs = [model.output for model in models]
            decided = [output.activated_by if output is not None else None for output in outputs]
            known = [each for each in decided if each is not None]
            if not known or len(known) < len(decided):
                module.not_judged[self.code] += 1
            elif all(each.value in _NO_PROBABILITIES for each in known):
                severity = Severity.INFO if _is_in_test(module, compiled) else Severity.WARNING
                text = f"{_CLIPS} {_TRAINS if trained else _EVALUATES}"
                outcomes = on_keras2(severity, text), on_keras3(severity, text)
                for loss in losses:
                    advice = Fix(Applicability.MANUAL, _advice(loss))
                    what = _message(module, loss, known[0], outputs[0])
                    yield from self.judged(module, loss.node, what, outcomes, advice, of=compiled.node)


def _models(module: Module, compiled: Compile) -> tuple[tuple[Architecture, ...], bool]:
    """The models that are compiled, where they train as Keras does, and one of them is seen to be trained or
    evaluated itself, unlike the generator of a GAN; and whether one is trained."""
    found = models_of(module, compiled.node, compiled.frames)
    if any(overrides(module, here) for _, here in found):
        return (), False
    methods = {method for _, here in found for method in _called(module, here)}
    models = tuple(model for model, _ in found)
    return models if methods & (_TRAINING | _EVALUATING) else (), bool(methods & _TRAINING)


def _called(module: Module, origin: Origin) -> set[str]:
    """The methods of a model that are called."""
    methods = {_method(use) for use in module.flows.of(origin.node, origin.frames)}
    trained = (seen_here(module, each) for fit in module.training.fits for each in fit.models)
    if any(each.node is origin.node for each in trained):
        methods.add("fit")
    return methods


def _is_in_test(module: Module, compiled: Compile) -> bool:
    function = module.enclosing_function(compiled.node)
    return function is not None and function.name.value.startswith("test")


def _method(use: Use) -> str:
    """The method of a model that is called."""
    func = use.node.func if use.kind is Kind.METHOD and isinstance(use.node, cst.Call) else None
    return func.attr.value if isinstance(func, cst.Attribute) else ""


def _message(module: Module, loss: Loss, decided: Decided, output: Output | None) -> str:
    last = decided.layer.made
    where = ""
    if last is not None:
        there = output.module if output is not None else module
        where = f" ({place(module, [(there, last)])})"
    given = "no activation" if decided.value == "linear" else str(decided.value)
    return f"{loss.name} takes probabilities, and the last layer of the model{where} has {given}"


def _advice(loss: Loss) -> str:
    needed = _NEEDS[loss.name]
    if loss.made is not None:
        return f'add from_logits=True, or give the last layer activation="{needed}"'
    name = "".join(part.title() for part in loss.name.split("_"))
    return f'use keras.losses.{name}(from_logits=True), or give the last layer activation="{needed}"'
