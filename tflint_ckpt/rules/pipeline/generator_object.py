"""TFC209 generator-object."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Method, Name, Yields
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.onward import ends
from tflint_ckpt.semantics.functions.generator_objects import GeneratorObject, iterator_object
from tflint_ckpt.semantics.module import Module


class GeneratorObjectGiven(Rule):
    """`from_generator(rows())` gets a generator, and wants the function that makes one.

    ## What it does
    Reports `tf.data.Dataset.from_generator` that is given a generator (`rows()`, `(x for x in y)`), and a
    lambda that gives the same generator each time (`g = rows()`, then `lambda: g`). What `iter` makes of a
    list, an array, or an object whose `__iter__` is a generator function of the file counts, too.

    ## Why
    A dataset calls its generator function each time it is read. A generator is no function: `TypeError`
    (`generator must be a Python callable`). With `lambda: g` the first epoch reads the generator to its end,
    and all later ones are empty.

    ## When it is silent
    Generator functions of other files; a generator that never ends, or a `cache()` behind it, where the
    lambda works; in a `try` or a test that waits for the exception.

    ## Fix safety
    Dropping the call is safe, since the line cannot have run. It is unsafe where the generator function has
    arguments, which the lambda in its place evaluates later. A lambda that gives the same generator is left
    to you.

    ## References
    - [tf.data.Dataset.from_generator](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#from_generator)
    """

    code = "TFC209"
    name = "generator-object"
    summary = "from_generator with a generator in the place of the function that makes it"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("from_generator"), Either(Yields(), Name("iter")))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``from_generator`` with a generator that is made already."""
        for call in module.calls(api.FROM_GENERATOR):
            given = argument_of(call, "generator")
            if given is None or is_guarded(module, call.node, "TypeError", "ValueError"):
                continue
            found = iterator_object(module, given.value)
            if found is not None:
                message = (
                    "from_generator wants the function that makes the generator: raises TypeError "
                    "(generator must be a Python callable)"
                )
                yield self.finding(module, given.value, Severity.ERROR, message, _fix(module, found))
            elif isinstance(given.value, cst.Lambda):
                shared = _shared(module, call, given.value)
                if shared is not None:
                    where = module.where(shared.node, preposition="in")
                    message = (
                        f"the lambda gives the generator made {where} each time: it is exhausted after the "
                        "first epoch, and all later ones are empty"
                    )
                    fix = Fix(Applicability.MANUAL, "make the generator in the lambda")
                    yield self.finding(module, given.value, Severity.ERROR, message, fix)


def _shared(module: Module, call: Call, function: cst.Lambda) -> GeneratorObject | None:
    """The generator outside of a lambda that returns nothing else, where it is read to its end."""
    found = iterator_object(module, function.body)
    if found is None or not found.held or not found.surely_ends(module):
        return None
    return None if any(end.has("cache", "snapshot") for end in ends(module, call.node)) else found


def _fix(module: Module, found: GeneratorObject) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    if found.held:
        return Fix(Applicability.MANUAL, "give the function, not the generator")
    if not isinstance(found.node, cst.Call):
        text = module.text(found.node)
        code = f"lambda: {text}" if text.startswith("(") else f"lambda: ({text})"
        edit = replace(module, found.node, code)
        return Fix(Applicability.SAFE, "give a lambda that makes the generator", (edit,))
    if not found.node.args:
        edit = replace(module, found.node, module.text(found.node.func))
        return Fix(Applicability.SAFE, "give the function, without calling it", (edit,))
    edit = replace(module, found.node, f"lambda: {module.text(found.node)}")
    fix = Fix(Applicability.UNSAFE, "give a lambda that makes the generator", (edit,))
    return unsafe(fix, "its arguments are evaluated each time")
