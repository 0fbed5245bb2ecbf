"""TFC208 numpy-random-in-map."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.datasets.api import FUNCTIONS
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.functions.drawn import Draw
from tflint_ckpt.semantics.functions.random_names import CLOCKS, Draws
from tflint_ckpt.semantics.functions.randomness import draws_at_random
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.walk import descend

_WORDS = ("random", "time", "uuid")
"""What a file has that names something which draws, or the clock: ``urandom``, ``datetime`` …"""


class NumpyRandomInMap(Rule):
    """`numpy.random` in the function of a `map`: one number, drawn once, for all elements.

    ## What it does
    Reports `numpy.random`, Python's `random`, `uuid` and the clock where a function calls them that is given
    to `map`, `filter`, `flat_map` or `interleave` of a `tf.data.Dataset`.

    ## Why
    TensorFlow runs the function once, to trace it. What Python draws then is a constant of the graph: every
    picture is turned by the same angle, and nothing warns. `tf.random` and `tf.image.random_…` are
    operations, and draw for each element.

    ## When it is silent
    In a `tf.py_function` or `tf.numpy_function`, called or as a decorator: Python runs for each element;
    in a function under a decorator of another kind than `tf.function`; where a condition that the code does
    not tell may leave it out; what is only printed; a function of another file that sets a seed; a file that
    calls `tf.data.experimental.enable_debug_mode`.

    ## Fix safety
    There is no edit: `np.random.rand()` becomes `tf.random.uniform(())`, and for a choice between branches
    `tf.cond`.

    ## References
    - [Better performance with tf.function](https://www.tensorflow.org/guide/function#executing_python_side_effects)
    - [tf.random](https://www.tensorflow.org/api_docs/python/tf/random)
    """

    code = "TFC208"
    name = "numpy-random-in-map"
    summary = "numpy.random, random or the clock in a mapped function: one constant for all elements"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Method(*FUNCTIONS),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each draw of Python in a function that is traced."""
        if "enable_debug_mode" in module.source.text:
            return
        if not _may_draw(module.source.text, "") and not _is_given_one(module):
            return
        seen: set[cst.CSTNode] = set()
        for operation in module.datasets.operations(*FUNCTIONS):
            for draw in _drawn(module, operation):
                if draw.node in seen:
                    continue
                seen.add(draw.node)
                assert isinstance(operation.call.func, cst.Attribute)
                where = module.where(operation.call.func.attr, preposition="in")
                drawn = "reads the clock" if draw.name in CLOCKS else "draws"
                message = (
                    f"{draw.name} {drawn} once, when {operation.name} {where} traces the function: it is one "
                    "constant for all elements"
                )
                if draw.there is not None:
                    from tflint_ckpt.semantics.training.fits import where as place

                    message += f" (drawn in {place(module, [draw.there])})"
                fix = Fix(Applicability.MANUAL, "draw with tf.random or tf.image.random_…")
                yield self.finding(module, draw.node, Severity.ERROR, message, fix)


def _may_draw(text: str, name: str) -> bool:
    """Whether a file with that text names what draws, or the clock; asked before it is parsed."""
    return any(map(text.__contains__, _WORDS))


def _is_given_one(module: Module) -> bool:
    """Whether something of another file is mapped that may draw, where the file names nothing random."""
    for call, method in module.method_calls(*FUNCTIONS):
        function = Operation(method.attr.value, call).function
        binding = module.sole_binding(function) if isinstance(function, cst.Name) else None
        held = binding.value if binding is not None and binding.value is not None else function
        for node in descend(held) if held is not None else ():
            spelled = module.spelled(node) if isinstance(node, (cst.Name, cst.Attribute)) else None
            if spelled is None or spelled.partition(".")[0] in ELSEWHERE:
                continue
            if module.fact(Definitions).of(spelled, _may_draw) is not None:
                return True
    return False


def _drawn(module: Module, operation: Operation) -> Iterator[Draw]:
    for draw in draws_at_random(module, operation.function, operation.frames).sure:
        if draw.kind is Draws.HOST and not draw.in_python and module.parent(draw.node) is not None:
            yield draw
