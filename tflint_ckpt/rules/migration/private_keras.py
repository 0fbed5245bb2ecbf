"""TFC820 private-keras."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.private_keras import PRIVATE, TRAINS_UNTIL, is_from, missing
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.compiles import surely_before
from tflint_ckpt.syntax.private_keras import public_import

_LOOPS = ("fit", "evaluate", "predict", "fit_generator", "evaluate_generator", "predict_generator")
"""What a model does with a data handler, which is broken; batch by batch it still trains."""
_MOST = 20
"""Calls of one scope that are looked at for whether they raise before another one."""


class PrivateKeras(Rule):
    """A model of `tensorflow.python.keras` is trained, or a layer imported that it has no more.

    ## What it does
    Reports imports of layers that `tensorflow.python.keras.layers` has no more (`LSTM`, `GRU`,
    `BatchNormalization`), and `fit`, `evaluate` and `predict` of models that are made of
    `tensorflow.python.keras`.

    ## Why
    It is a copy of Keras that TensorFlow keeps for itself since 2.6, and which editors like to import from.
    Nobody mends it: since TensorFlow 2.15 such a model is made and compiled, and then `fit` raises
    `AttributeError: module 'tensorflow.python.distribute.input_lib' has no attribute
    'DistributedDatasetInterface'`; the import of `LSTM` raises `ImportError`.

    ## When it is silent
    Where the target may be an older TensorFlow. What stands behind a call that raises already. Models of
    your own classes, `train_on_batch`, and models whose class is not in sight. In a `try` that catches the
    exception, and under a test of the version. What of it meets the public Keras has a rule of its own,
    `keras-mixed`.

    ## Fix safety
    All names are imported from `tensorflow.keras`, where that has each of them under the same name: unsafe,
    since it is another Keras, which may refuse what the old one took.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC820"
    name = "private-keras"
    summary = "a model or layer of tensorflow.python.keras, which TensorFlow keeps for itself and lets decay"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Name("python"), Name("keras"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each import that raises, and, where none does, for each such call."""
        imported = [
            binding
            for bindings in module.facts.module.bindings.values()
            for binding in bindings
            if binding.imported is not None and is_from(binding.imported)
        ]
        gone = {found.statement: found for each in imported if (found := missing(module, each.node))}
        for statement, found in gone.items():
            if not is_guarded(module, statement, "ImportError"):
                names = " and no ".join(found.names)
                what = f"{PRIVATE}.layers has no {names} any more: the import raises ImportError"
                yield self.finding(module, statement, Severity.ERROR, what, _fix(module, imported))
        if not gone and min(release.tensorflow for release in module.target.releases) > TRAINS_UNTIL:
            yield from self._trained(module, imported)

    def _trained(self, module: Module, imported: list[Binding]) -> Iterator[Finding]:
        raised = defaultdict[object, list[cst.Call]](list)
        for call, _ in module.calls_on(families.MODEL, *_LOOPS):
            func = call.node.func
            if not isinstance(func, cst.Attribute) or not _is_private(module, func.value):
                continue
            if is_guarded(module, call.node, "AttributeError"):
                continue
            before = raised[module.facts.scopes[call.node]]
            if any(surely_before(module, one, call.node) for one in before[:_MOST]):
                continue  # never reached
            before.append(call.node)
            what = (
                f"{func.attr.value} of a model of {PRIVATE} raises AttributeError: "
                "TensorFlow has no DistributedDatasetInterface any more"
            )
            yield self.finding(module, func.attr, Severity.ERROR, what, _fix(module, imported), of=call.node)


def _is_private(module: Module, node: cst.BaseExpression) -> bool:
    """Whether an object is surely made of a class of the private Keras."""
    origins = module.objects.origins(node)
    return bool(origins) and all(
        each.local is None
        and isinstance(each.node, cst.Call)
        and is_from(module.spelled(each.node.func) or "")
        for each in origins
    )


def _fix(module: Module, imported: list[Binding]) -> Fix:
    """Imports of all that the file has of the private Keras from the public one."""
    title = "import all of it from tensorflow.keras"
    edits: list[Edit] = []
    for binding in imported:
        made = public_import(module, binding, "tensorflow.keras")
        if not made:
            return Fix(Applicability.MANUAL, title)
        edits += [edit for edit in made if edit not in edits]
    if not edits:
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.UNSAFE, f"{title}; not safe: that is another Keras", tuple(edits))
