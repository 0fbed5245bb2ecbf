"""TFC705 optimizer-shared."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.repeated import is_repeatable
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.semantics.training.shared_optimizers import Shared, shared_optimizers
from tflint_ckpt.syntax.statements import remove_statement

_FOR_ANY = (2, 11)
"""From this Keras on an optimizer refuses variables that it was not built with."""
_OUTCOMES = (
    on_keras2(None, "trains both", until=_FOR_ANY),
    on_keras2(Severity.ERROR, "raises KeyError when the second one is trained", since=_FOR_ANY),
    on_keras3(Severity.ERROR, "raises ValueError when the second one is trained"),
)


class OptimizerShared(Rule):
    """One optimizer object is given to several models: the second one cannot be trained.

    ## What it does
    Reports an optimizer that is made once and given to the `compile` of two models which share no layer and
    are both trained: two models, one of a function that is called twice, or one that each pass of a loop
    makes, as in a cross-validation.

    ## Why
    An optimizer keeps its state for the variables of the first model that is trained with it. With others
    Keras 3 raises `ValueError: Unknown variable … This optimizer can only be called for the variables it
    was originally built with`, Keras 2 from 2.11 on `KeyError`. By then the first model is trained.

    ## When it is silent
    Where the models may share layers, as those of a GAN or an autoencoder do; where one of them is not
    trained in sight; where each is trained under a test of its own, or made in only some passes of a loop;
    for `keras.optimizers.legacy`, and for a name such as `"adam"`, which makes an optimizer each time.

    ## Fix safety
    The call that makes the optimizer is written in the `compile`, if nothing but `compile` uses the variable
    and the call gives the same there. It is unsafe: the second model begins with the rate and the moments of
    a new optimizer, as Keras wants it.

    ## References
    - [Optimizers](https://keras.io/api/optimizers/)
    """

    code = "TFC705"
    name = "optimizer-shared"
    summary = "one optimizer object for several models that are trained"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("compile"),
        Name("fit", "train_on_batch", "fit_generator"),
        Name(
            "optimizers", "Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam", "Ftrl"
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each optimizer that a second model gets."""
        for shared in shared_optimizers(module):
            if not is_guarded(module, shared.compiled, "ValueError", "KeyError"):
                models = "a new model in each pass of the loop" if shared.loop else "two models"
                what = f"the optimizer made in {module.where(shared.made)} is given to {models}"
                yield from self.judged(
                    module, shared.given, what, _OUTCOMES, _of_its_own(module, shared), of=shared.compiled
                )


def _of_its_own(module: Module, shared: Shared) -> Fix:
    """An optimizer that is made where it is given."""
    bindings = module.fact(Variables).bound_to(shared.made)
    plain = isinstance(shared.given, cst.Name) and len(bindings) == 1 and not bindings[0].index
    reads = module.fact(Variables).reads(bindings[0]) if plain else []
    given = [argument_of(compiled.call, "optimizer") for compiled in module.training.compiles]
    compiled = {argument.value for argument in given if argument is not None}
    if (
        not plain
        or shared.given not in reads
        or not compiled.issuperset(reads)
        or not is_repeatable(module, shared.made, shared.given)
    ):
        return Fix(Applicability.MANUAL, "make an optimizer for each model")
    edits = [Edit(module.path, *module.span(shared.given), module.text(shared.made))]
    statement = module.parent(shared.made)
    if reads == [shared.given] and isinstance(statement, cst.Assign) and len(statement.targets) == 1:
        edits.append(remove_statement(module, statement))
    fix = Fix(Applicability.SAFE, "make it in the compile", tuple(edits))
    return unsafe(fix, "each model begins with a new optimizer, which has none of the state of the other")
