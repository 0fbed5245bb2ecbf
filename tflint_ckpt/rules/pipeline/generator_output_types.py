"""TFC210 generator-output-types."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.data import Given, given
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.syntax.forms import keywords

_KEEPING = frozenset(
    "batch cache enumerate filter prefetch repeat shard shuffle skip take with_options".split()
)
"""Operations behind which a shape that was unknown is unknown still."""


class GeneratorOutputTypes(Rule):
    """`from_generator` with `output_types` alone says nothing of shapes, and `fit` needs their rank.

    ## What it does
    Reports `fit` of a Keras model with a dataset from `tf.data.Dataset.from_generator` that is given
    `output_types`, and neither `output_shapes` nor `output_signature`.

    ## Why
    Elements of such a dataset have an unknown shape, not even the number of dimensions is known, and `batch`
    does not add one to nothing. Keras 3 raises `ValueError` before the first step (`as_list() is not defined
    on an unknown TensorShape`). Keras 2 raises that or `TypeError` for a `Sequential`; a functional model
    has inputs of a known shape there, and may train.

    ## When it is silent
    With `output_shapes` or `output_signature`; where a function may set the shape in between (`map`,
    `padded_batch`, `apply`); on Keras 2, a model that is no `Sequential`; a `train_step` of one's own,
    loops over the dataset, and `predict`, which take unknown shapes.

    ## Fix safety
    There is no edit: the shapes are for you to say, as in
    `output_signature=(tf.TensorSpec((24,), tf.float32), tf.TensorSpec((), tf.int64))`.

    ## References
    - [tf.data.Dataset.from_generator](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#from_generator)
    """

    code = "TFC210"
    name = "generator-output-types"
    summary = "from_generator with output_types alone, in fit: no shape is known"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("from_generator"), Name("fit"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``fit`` with such a dataset."""
        for data in given(module, "fit"):
            fit = Fit(module, data.call)
            made = _made(module, data)
            if made is None or fit.is_custom is not False:
                continue
            if is_guarded(module, data.call.node, "ValueError", "TypeError"):
                continue
            what = f"from_generator {module.where(made, preposition='in')} is given types and no shapes"
            advice = "give output_signature=tf.TensorSpec(shape, dtype), one for each part of an element"
            fix = Fix(Applicability.MANUAL, advice)
            yield from self.judged(module, data.data, what, _outcomes(fit), fix, of=data.call.node)


def _made(module: Module, data: Given) -> cst.Call | None:
    """The ``from_generator`` without shapes that the data of a ``fit`` comes from, whatever way it takes."""
    if data.argument != "x":
        return None
    calls = {_without_shapes(module, chain) for chain in module.datasets.chains(data.data)}
    return calls.pop() if len(calls) == 1 else None


def _without_shapes(module: Module, chain: Chain) -> cst.Call | None:
    call = chain.source.node
    if chain.source.name != api.FROM_GENERATOR or chain.source.brought or not isinstance(call, cst.Call):
        return None
    names = keywords(call)
    if any(argument.star for argument in call.args) or names & {"output_shapes", "output_signature"}:
        return None
    source = Operation("from_generator", call)
    shaped = source.argument("output_shapes") is not None
    kept = all(step.name in _KEEPING for step in chain.operations)
    return call if kept and not shaped and source.argument("output_types") is not None else None


def _outcomes(fit: Fit) -> tuple[Outcome, Outcome]:
    if all(origin.name == "keras.Sequential" for origin in fit.model):
        keras2 = on_keras2(Severity.ERROR, "raises TypeError or ValueError in the first step")
    else:
        keras2 = on_keras2(None, "gives the inputs the shape of the model's, where nothing asks for more")
    return keras2, on_keras3(Severity.ERROR, "raises ValueError before the first step")
