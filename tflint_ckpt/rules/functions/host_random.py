"""TFC603 host-random-in-function."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Brought, Either, Name
from tflint_ckpt.semantics.functions.conditions import asks_once, is_asked
from tflint_ckpt.semantics.functions.drawn import Draw
from tflint_ckpt.semantics.functions.host_elsewhere import drawn_elsewhere
from tflint_ckpt.semantics.functions.random_names import (
    CLOCKS,
    HOST_DRAWS,
    HOST_GENERATORS,
    HOST_WORDS,
    is_drawing,
)
from tflint_ckpt.semantics.functions.traced import Kind, Trace, Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.kinds import Instance

_SHOWING = ("print", "logging", "logger", "log")
_DRAWN_ONCE = frozenset(("seed", "name", "shared_name", "initializer"))
"""Arguments for which one value is enough."""
_CREATING = ("tensorflow.Variable", "keras.Variable", "tensorflow.constant")
"""What is given its value once; who writes ``tf.constant`` says that it stays."""


class HostRandomInFunction(Rule):
    """Random numbers of Python or NumPy, or the time, in a `tf.function` are drawn once and never again.

    ## What it does
    Reports calls of `random`, `numpy.random`, of a generator made by one of them, and of clocks such as
    `time.time`, in a function that `tf.function` traces: one that it decorates or wraps, or that is called
    from one. Where such a function calls one of another file of the project, that is followed, and the
    message says where it draws.

    ## Why
    TensorFlow runs the Python code of a `tf.function` only to trace it. What such a call returns then is a
    constant of the graph: every later call gets the same number, the same augmentation, the same noise, and
    nothing says so. `tf.random` makes an operation, which draws at every call.

    ## When it is silent
    Where nothing shows that the function is traced, or it may also run eagerly on purpose: the file calls
    `tf.config.run_functions_eagerly`, or asks `tf.executing_eagerly()`. In what `tf.py_function` and
    `tf.numpy_function` run. For a seed, a name, the first value of a variable, the value of a `tf.constant`,
    and what is made only once (`if self.w is None`). Where the function seeds the generator itself, so that a
    constant is meant. Clocks in a function that prints. The same in a function of another file, and what that
    draws under a condition that the call does not decide. Functions that are mapped over a dataset have a
    rule of their own.

    ## Fix safety
    There is no automatic fix: the distributions have other names and arguments in `tf.random`, and the
    numbers will be others. For the time there is `tf.timestamp()`.

    ## References
    - [Better performance with tf.function](https://www.tensorflow.org/guide/function#executing_python_side_effects)
    - [Random number generation](https://www.tensorflow.org/guide/random_numbers)
    """

    code = "TFC603"
    name = "host-random-in-function"
    summary = "random numbers of Python or NumPy, or the time, in a tf.function: the same at every call"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Api("tensorflow.function"), Either(Name(*HOST_WORDS), Brought()))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        traced = module.fact(Traced)
        for function, trace in traced.functions(Kind.FUNCTION):
            if any(one.kind is Kind.DATASET for one in traced.traces(function)):
                continue
            calls = traced.calls_in(function)
            if any(_seeds(module, call) for call in calls):
                continue
            shows = any(_shows(call) for call in calls)
            for call in calls:
                is_clock = module.is_named(call.func, *CLOCKS)
                there = None
                if not (is_clock or _draws(module, call)):
                    there = _elsewhere(module, call, function)
                    is_clock = there is not None and there.name in CLOCKS
                    if there is None:
                        continue
                if not (is_clock and shows) and not _is_kept_once(module, call, traced.is_once(call, trace)):
                    yield self._found(module, call, trace, there, is_clock=is_clock)

    def _found(
        self, module: Module, call: cst.Call, trace: Trace, there: Draw | None, *, is_clock: bool
    ) -> Finding:
        text = module.text(call.func)
        if there is not None and there.there is not None:
            from tflint_ckpt.semantics.training.fits import where

            does = "reads" if is_clock else "draws with"
            text = f"{text} {does} {there.name} ({where(module, [there.there])}), which"
        what = f"{text} runs only while TensorFlow traces this function ({trace.why})"
        message = f"{what}: every later call gets the value of the first one"
        instead = "use tf.timestamp()" if is_clock else "draw with tf.random, which draws at every call"
        return self.finding(module, call, Severity.ERROR, message, Fix(Applicability.MANUAL, instead))


def _elsewhere(module: Module, call: cst.Call, function: cst.CSTNode) -> Draw | None:
    """What a function of another file draws that *call* runs, unless one value is what is wanted there."""
    found = drawn_elsewhere(module, call, function)
    if found is None or found.there is None:
        return None
    if found.name in CLOCKS and isinstance(module.parent(call), cst.Expr):
        return None  # ``timer.start()``: how long a trace takes
    there, node = found.there
    around = there.enclosing_function(node)
    calls = [one for one in there.facts.calls if there.enclosing_function(one) is around]
    if any(_seeds(there, one) or (found.name in CLOCKS and _shows(one)) for one in calls):
        return None
    return None if _is_kept_once(there, node, asks_once(there, node)) else found


def _draws(module: Module, call: cst.Call) -> bool:
    if module.is_named(call.func, *HOST_DRAWS):
        return True
    func = call.func
    if not (isinstance(func, cst.Attribute) and is_drawing(func.attr.value)):
        return False
    return module.surely(
        func.value,
        lambda value: isinstance(value, Instance) and module.is_named(value.call.func, *HOST_GENERATORS),
    )


def _seeds(module: Module, call: cst.Call) -> bool:
    """Whether *call* seeds a generator, so that what it draws is a constant anyway."""
    if module.is_named(call.func, "random.seed", "numpy.random.seed"):
        return True
    return bool(call.args) and module.is_named(call.func, *HOST_GENERATORS)


def _shows(call: cst.Call) -> bool:
    func = call.func
    if isinstance(func, cst.Name):
        return func.value in _SHOWING
    base = func.value if isinstance(func, cst.Attribute) else None
    return isinstance(base, cst.Name) and base.value in _SHOWING


def _is_kept_once(module: Module, call: cst.CSTNode, is_once: bool) -> bool:
    """Whether one value is what is wanted, or it is not certain that a trace runs *call*."""
    if is_once or is_asked(module, call):
        return True
    for _, above in module.steps_within(call):
        if isinstance(above, cst.Arg) and above.keyword and above.keyword.value in _DRAWN_ONCE:
            return True
        if isinstance(above, cst.Call) and (
            module.is_named(above.func, *_CREATING)
            or (isinstance(above.func, cst.Attribute) and above.func.attr.value == "add_weight")
        ):
            return True
    return False
