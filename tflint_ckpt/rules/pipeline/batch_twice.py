"""TFC219 pipeline-batch-twice."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Brought, Either, Method, Name, Repeated
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.datasets.api import KERAS_LOADERS
from tflint_ckpt.semantics.datasets.batching import BATCH, Twice, batched_twice
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.data import given
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.syntax.chains import link_place

_HIGHER = ("Conv3D", "ConvLSTM", "TimeDistributed", "GRU", "LSTM", "RNN")
"""Layers that take one more dimension than others, so that windows may be meant."""
_LOADERS = sorted({name.rpartition(".")[2] for name in KERAS_LOADERS})


class PipelineBatchTwice(Rule):
    """A dataset that is batched twice: the model gets batches of batches.

    ## What it does
    Reports a `tf.data.Dataset` that goes through `batch` twice by the same size on its way into `fit`,
    `evaluate` or `predict`, or once behind a loader such as `image_dataset_from_directory`, which gives
    batches itself.

    ## Why
    `batch` adds a dimension each time, so that pictures arrive in shape `(8, 8, 28, 28, 3)`. A convolution
    or `Flatten` raises `ValueError` in the first step, and so does, on Keras 3, an `Input` of another rank.
    A model of `Dense` layers alone takes any rank, and trains on the wrong shape without a word.

    ## When it is silent
    Where the first `batch` cuts windows (`batch(length + 1, drop_remainder=True)`, another size than the
    second, a function in between that takes the batch apart); `unbatch`, `window`, `flat_map` in between;
    `batch(1)`; where only some ways lead through both; a model with a `train_step` of its own, and a file
    with layers for sequences (`LSTM`, `TimeDistributed`, `Conv3D`).

    ## Fix safety
    There is no edit: which of the two has to go depends on the functions in between.

    ## References
    - [tf.data.Dataset.batch](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#batch)
    """

    code = "TFC219"
    name = "pipeline-batch-twice"
    summary = "a dataset that is batched twice: the model gets batches of batches"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (
        Method(*BATCH),
        Name("fit", "evaluate", "predict"),
        Either(Repeated(*BATCH), Name(*_LOADERS), Brought()),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each second ``batch`` on the way into a model."""
        if any(word in module.source.text for word in _HIGHER):
            return
        found: dict[cst.Call, Twice] = {}
        for data in given(module, "fit", "evaluate", "predict"):
            twice = [batched_twice(module, chain) for chain in module.datasets.chains(data.data)]
            first = twice[0] if twice else None
            if first is None or not all(twice) or is_guarded(module, data.call.node, "ValueError"):
                continue
            fit = Fit(module, data.call)
            if fit.is_custom is False and (first.is_here or fit.model):
                found.setdefault(first.second.call, first)
        for twice_ in found.values():
            yield self._finding(module, twice_)

    def _finding(self, module: Module, twice: Twice) -> Finding:
        first = twice.first.func
        name = first.attr if isinstance(first, cst.Attribute) else first
        where = module.where(name, preposition="in")
        message = (
            f"{module.text(name)} {where} gives batches already: the model gets batches of batches, which "
            "raises ValueError in the first step (a model of Dense layers may train on the wrong shape)"
        )
        place = link_place(module, twice.second.call)
        return self.finding(module, place, Severity.ERROR, message, Fix(Applicability.MANUAL, "batch once"))
