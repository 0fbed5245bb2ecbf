"""TFC815 iterator-next."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.kinds import Instance

OUTCOMES = (
    on_keras2(None, "still has it"),
    on_keras3(Severity.ERROR, "raises AttributeError"),
)
_GENERATOR = "keras.preprocessing.image.ImageDataGenerator"
_FLOWS = ("flow", "flow_from_directory", "flow_from_dataframe")
_ITERATORS = tuple(
    f"keras.preprocessing.image.{name}"
    for name in ("Iterator", "NumpyArrayIterator", "DirectoryIterator", "DataFrameIterator")
)


class IteratorNext(Rule):
    """`.next()` of the iterators of `ImageDataGenerator`: Keras 3 has only `next(iterator)`.

    ## What it does
    Reports `.next()` on what `flow`, `flow_from_directory` or `flow_from_dataframe` of an
    `ImageDataGenerator` returns.

    ## Why
    The method is one of Python 2. Keras 2 kept it; Keras 3 raises
    `AttributeError: 'DirectoryIterator' object has no attribute 'next'`. The builtin `next` works on both.

    ## When it is silent
    On other iterators, and on objects that are not seen to come from an `ImageDataGenerator`; in a `try` that
    catches `AttributeError`, and under a test of the version or of `hasattr`.

    ## Fix safety
    `next(iterator)` gives the same batch on Keras 2 and Keras 3: safe. It is left to a person where the file
    has another `next`.

    ## References
    - [Image data loading](https://keras.io/api/data_loading/image/)
    """

    code = "TFC815"
    name = "iterator-next"
    summary = ".next() of an ImageDataGenerator's iterator, which Keras 3 does not have"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Method("next"), Method(*_FLOWS))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        for call, func in module.method_calls("next"):
            if call.args or not _is_iterator(module, func.value) or is_guarded(module, call, *MISSING):
                continue
            what = "an iterator of ImageDataGenerator has no next() any more"
            yield from self.judged(module, func.attr, what, OUTCOMES, _fix(module, call, func), of=call)


def _is_iterator(module: Module, node: cst.BaseExpression) -> bool:
    """Whether *node* surely is what an ``ImageDataGenerator`` returns."""
    values = module.evaluate(node)
    return all(isinstance(value, Instance) and _makes_iterator(module, value.call) for value in values)


def _makes_iterator(module: Module, call: cst.Call) -> bool:
    if module.is_named(call.func, *_ITERATORS):
        return True
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value not in _FLOWS:
        return False
    origins = module.objects.origins(call.func.value)
    flow = call.func.attr.value
    return bool(origins) and all(
        origin.name == _GENERATOR and not module.objects.overrides(origin, flow) for origin in origins
    )


def _fix(module: Module, call: cst.Call, func: cst.Attribute) -> Fix:
    receiver = module.text(func.value)
    title = f"write next({receiver})" if len(receiver) <= 40 and "\n" not in receiver else "call next()"
    scope = module.facts.scopes.get(func.attr) or module.facts.scopes.get(call)
    start, end = module.span(call)
    inner_start, inner_end = module.full_span(func.value)
    if scope is None or scope.lookup("next") is not None or "#" in module.source.text[inner_end:end]:
        return Fix(Applicability.MANUAL, title)
    edits = (Edit(module.path, start, inner_start, "next("), Edit(module.path, inner_end, end, ")"))
    return Fix(Applicability.SAFE, title, edits)
