"""TFC214 dataset-result-unused."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Dropped
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.left_over import begin_of, called_again, is_inert
from tflint_ckpt.semantics.datasets.shown import is_shown
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.statements import remove_statement

_OPERATIONS = tuple(
    """batch cache concatenate enumerate filter flat_map interleave map padded_batch prefetch rebatch repeat
    shard shuffle skip take take_while unbatch window with_options""".split()
)


class DatasetResultUnused(Rule):
    """`ds.batch(2)` as a statement changes nothing: each operation returns a new dataset.

    ## What it does
    Reports a statement that calls operations of a `tf.data.Dataset` and keeps no result: `batch`, `shuffle`,
    `map`, `cache`, `repeat`, `prefetch` and the like.

    ## Why
    Datasets never change. What was meant to be shuffled or batched goes on as it was, without a warning.

    ## When it is silent
    The last line of a notebook's cell, which is shown (and before `# In[…]` in a script that was a notebook);
    where an exception is waited for (`pytest.raises`, `try`), and in functions `test…`, which may only want
    to see that it is traced; `apply`; what is not proved to be a dataset.

    ## Fix safety
    The fix assigns the result to the variable that the operations are called on. It is unsafe: the code
    begins to do what it says. Where the dataset goes through the same operation once more below, the
    statement is what is left over, and assigning it would do it twice: then the fix removes it, which is safe
    where it calls no function.

    ## References
    - [tf.data.Dataset](https://www.tensorflow.org/api_docs/python/tf/data/Dataset)
    """

    code = "TFC214"
    name = "dataset-result-unused"
    summary = "an operation of a dataset as a statement, whose result is lost"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Dropped(*_OPERATIONS),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such statement."""
        for operation in module.datasets.operations(*_OPERATIONS):
            statement = module.parent(operation.call)
            if not isinstance(statement, cst.Expr) or is_shown(module, statement):
                continue
            if is_expected(module, statement) or is_handled(module, statement, "Exception"):
                continue
            function = module.enclosing_function(statement)
            if function is not None and function.name.value.startswith("test"):
                continue  # to see that it can be traced
            func = operation.call.func
            assert isinstance(func, cst.Attribute)
            message = (
                f"{operation.name} returns a new dataset, which is lost here: the old one stays as it was"
            )
            fix = _left_over(module, operation, statement) or _fix(module, operation.call)
            yield self.finding(module, func.attr, Severity.WARNING, message, fix)


def _left_over(module: Module, operation: Operation, statement: cst.Expr) -> Fix | None:
    """Remove a statement whose last operation is called on the same variable again below."""
    again = called_again(module, operation)
    if again is None:
        return None
    assert isinstance(again.call.func, cst.Attribute)
    where = module.where(again.call.func.attr, preposition="at")
    name = module.text(begin_of(operation.call))
    title = f"remove it: {operation.name} is called on {name} again {where}"
    if not is_inert(operation.call):
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.SAFE, title, (remove_statement(module, statement),))


def _fix(module: Module, call: cst.Call) -> Fix:
    root = begin_of(call)
    is_variable = isinstance(root, cst.Name) or (isinstance(root, cst.Attribute) and is_self(root.value))
    own = not isinstance(root, cst.Name) or any(
        binding.scope is module.facts.scopes[root] for binding in module.bindings(root)
    )
    if not is_variable or not own or module.written(call).lpar:
        return Fix(Applicability.MANUAL, "assign the result")
    name = module.text(root)
    start = module.span(call)[0]
    return Fix(Applicability.UNSAFE, f"assign it to {name}", (Edit(module.path, start, start, f"{name} = "),))
