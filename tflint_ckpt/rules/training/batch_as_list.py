"""TFC724 batch-as-list."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Defined, Either, Method, Yields
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.batches import Batches, batches_of, lists_in

_DATA = {
    "fit": ("x", "validation_data"),
    "evaluate": ("x",),
    "predict": ("x",),
    "fit_generator": ("generator", "validation_data"),
    "evaluate_generator": ("generator",),
    "predict_generator": ("generator",),
}
"""The arguments that take a generator or a ``Sequence``."""
_TAKEN = on_keras2(None, "takes it")
_ITSELF = on_keras3(Severity.ERROR, "raises ValueError: the generator must return a tuple")
_INSIDE = on_keras3(Severity.ERROR, "raises TypeError: output_signature must not contain a list")


class BatchAsList(Rule):
    """A generator or `Sequence` makes batches with lists of arrays: Keras 3 takes tuples of arrays.

    ## What it does
    Reports generators of the module that yield a list, `yield [x, y]`, and generators and `Sequence`
    objects whose batches have a list in them, `yield [left, right], labels`, where they are given to `fit`,
    `evaluate` or `predict` of what provably is a Keras model.

    ## Why
    Keras 3 makes a `tf.data.Dataset` of a generator, for which a list is no structure: `ValueError: the
    generator must return a tuple`, and, for a list among the inputs or targets, `TypeError:
    output_signature must contain objects that are subclass of tf.TypeSpec but found <class 'list'>`. Both
    come before the first step. Keras 2 took tuples and lists alike. Arrays that are given to `fit`
    themselves may stand in a list.

    ## When it is silent
    Lists that are not written in the `yield` or `return` itself, lists of numbers, a `Sequence` that returns
    `[x, y]`, which Keras 3 takes, and generators that a decorator changes. What only `from_generator` reads.
    What stands in a `try` that catches the exception.

    ## Fix safety
    A tuple in the place of the list is safe: both Kerases take it, and read the same from it.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    """

    code = "TFC724"
    name = "batch-as-list"
    summary = "a generator or Sequence whose batches are, or hold, lists of arrays"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE,)
    presets = ("recommended", "keras3")
    requires = (Method(*_DATA), Api("keras"), Either(Yields(), Defined("__getitem__")))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such list."""
        reported: set[cst.CSTNode] = set()
        for call, _ in module.calls_on(families.MODEL, *_DATA):
            if is_guarded(module, call.node, "ValueError", "TypeError"):
                continue
            for name in _DATA[call.name.rpartition(".")[2]]:
                given = argument_of(call, name)
                batches = batches_of(module, given.value) if given is not None else None
                for batch in batches.values if batches is not None else ():
                    yield from self._of_batch(module, batches, batch, reported)

    def _of_batch(
        self,
        module: Module,
        batches: Batches | None,
        batch: cst.BaseExpression,
        reported: set[cst.CSTNode],
    ) -> Iterator[Finding]:
        assert batches is not None
        for node in lists_in(batch, itself=batches.is_generator):
            if node in reported:
                continue
            reported.add(node)
            what = f"each batch {'is' if node is batch else 'has'} a list of arrays"
            outcomes = (_TAKEN, _ITSELF if node is batch else _INSIDE)
            yield from self.judged(module, node, what, outcomes, _fix(module, node))


def _fix(module: Module, node: cst.List) -> Fix:
    """The list as a tuple: its brackets become parentheses, and one element gets a comma."""
    start, end = module.span(node)
    last = node.elements[-1]
    comma = "" if len(node.elements) > 1 or isinstance(last.comma, cst.Comma) else ","
    edits = (Edit(module.path, start, start + 1, "("), Edit(module.path, end - 1, end, f"{comma})"))
    return Fix(Applicability.SAFE, "write a tuple", edits)
