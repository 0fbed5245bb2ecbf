"""TFC217 map-after-batch."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.one_by_one import batch_after, calls_python
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.chains import link_place


class MapAfterBatch(Rule):
    """`map` runs its function for one element at a time, though it could take batches or wait less.

    ## What it does
    Reports a `map` before `batch` whose function does the same to a batch as to each element (`tf.cast`, a
    division, `tf.one_hot`), and a `map` of Python code (`tf.py_function`, `tf.numpy_function`) without
    `num_parallel_calls`.

    ## Why
    - TensorFlow starts the function anew for each element. `tf.cast(image, tf.float32) / 255.0` on 20,000
      pictures of 28 by 28 took 0.7 to 1.1 seconds of a processor before `batch(100)`, and 0.07 to 0.09
      behind it.
    - Without `num_parallel_calls` Python is called for one element at a time: 40 that wait 20 ms each took
      0.9 to 1.3 seconds, and 0.43 on two cores with `tf.data.AUTOTUNE`. What computes in Python gains
      nothing, since one thread of Python runs at a time.

    ## When it is silent
    It is switched on by `all`, or by its name: training may be no faster where the accelerator is the
    bottleneck. Where the function does anything that means something else to a batch (shapes, axes, indices,
    sums, conditions, two tensors together, random numbers, which a batch would share), or cannot be seen;
    where it leaves out parts of elements that are not in memory, whose sizes may differ; where a `cache`,
    `filter` or another `map` stands before the `batch`; before `padded_batch`, whose padding would change.
    It asks for no `num_parallel_calls` where no Python is called: on two cores that took longer.

    ## Fix safety
    There is no fix: whether the function will always do for batches, and the Python code bears several
    threads, is for you to say.

    ## References
    - [Vectorizing mapping](https://www.tensorflow.org/guide/data_performance#vectorizing_mapping)
    - [Parallelizing data transformation](https://www.tensorflow.org/guide/data_performance#parallelizing_data_transformation)
    """

    code = "TFC217"
    name = "map-after-batch"
    summary = "map() that works on single elements where it could take batches, or calls Python one at a time"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.MANUAL,)
    presets = ()
    requires = (Method("map"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield at most one finding for each ``.map(…)`` of a dataset."""
        for operation in module.datasets.operations("map"):
            judged = _before_batch(module, operation) or _one_at_a_time(module, operation)
            if judged is not None:
                message, title = judged
                place = link_place(module, operation.call)
                fix = Fix(Applicability.MANUAL, title)
                yield self.finding(module, place, Severity.INFO, message, fix)


def _before_batch(module: Module, operation: Operation) -> tuple[str, str] | None:
    batch = batch_after(module, operation)
    if batch is None:
        return None
    assert isinstance(batch.call.func, cst.Attribute)
    where = module.where(batch.call.func.attr)
    message = (
        f"map() runs its function once for each element, before batch ({where}): behind it, once for each "
        "batch does the same"
    )
    return message, "batch first, and map whole batches"


def _one_at_a_time(module: Module, operation: Operation) -> tuple[str, str] | None:
    call = operation.call
    parallel = operation.argument("num_parallel_calls")
    if parallel is not None or any(argument.star for argument in call.args):
        return None
    name = calls_python(module, operation.argument("map_func"))
    if name is None:
        return None
    message = f"map() runs the Python code of tf.{name.rpartition('.')[2]} for one element at a time"
    advice = "add num_parallel_calls=tf.data.AUTOTUNE if it waits for files or a network, and bears threads"
    return message, advice
