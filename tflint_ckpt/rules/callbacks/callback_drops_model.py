"""TFC404 callback-drops-model."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Defined
from tflint_ckpt.semantics.callbacks.model import SET_MODEL, ModelDropped, drops_model
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.docstrings import docstring
from tflint_ckpt.syntax.statements import insert_before

_OUTCOME = Outcome(Severity.ERROR, "leaves it None, and the first hook that needs it raises AttributeError")


class CallbackDropsModel(Rule):
    """`set_model` of a callback keeps no model, and a hook reads `self.model`.

    ## What it does
    Reports a method `set_model` of a class that derives from Keras' `Callback`, where it neither stores the
    model as `self.model` nor calls `super().set_model(model)`, and the class, or the callback of Keras that
    it derives from, uses `self.model`.

    ## Why
    `fit` calls `set_model` of each callback, and that of `Callback` stores the model. Where it is overridden,
    `self.model` stays `None`.

    ## When it is silent
    Where nothing uses `self.model`; where a base has a `model` of its own; where a class that derives from it
    overrides the method again; where attributes are set by name.

    ## Fix safety
    `super().set_model(model)` at the beginning of the method is safe: it only stores the model, and where it
    does more, in a callback of Keras, the callback needs that.

    ## References
    - [Callback](https://keras.io/api/callbacks/base_callback/)
    """

    code = "TFC404"
    name = "callback-drops-model"
    summary = "set_model of a callback that does not keep the model"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (Defined(SET_MODEL),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such method."""
        for found in drops_model(module):
            read = f", which is read ({module.where(found.read)})" if found.read is not None else ""
            what = f"set_model does not set self.model{read}"
            yield from self.judged(module, found.function.name, what, (_OUTCOME,), _fix(module, found))


def _fix(module: Module, found: ModelDropped) -> Fix:
    code = f"super().set_model({found.parameter})"
    title = f"call {code}"
    body = found.function.body
    if not isinstance(body, cst.IndentedBlock):
        return Fix(Applicability.MANUAL, title)
    lines = body.body[1:] if docstring(found.function) is not None else body.body
    if not lines:
        return Fix(Applicability.MANUAL, title)
    first = lines[0]
    node = first.body[0] if isinstance(first, cst.SimpleStatementLine) else first
    if isinstance(node, cst.Pass) and len(lines) == 1:
        return Fix(Applicability.SAFE, title, (Edit(module.path, *module.span(node), code),))
    return Fix(Applicability.SAFE, title, (insert_before(module, node, code),))
