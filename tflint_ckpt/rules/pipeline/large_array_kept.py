"""TFC218 large-array-kept."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name
from tflint_ckpt.semantics.datasets.kept import Kept, kept_arrays
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.lines import begins_line, indentation, line_end, rest_of_line


class LargeArrayKept(Rule):
    """An array stays in memory while the model trains on the copy that `from_tensor_slices` made of it.

    ## What it does
    Part of the house pattern, and off otherwise. Reports a NumPy array of 100 MB or more that is given to
    `from_tensor_slices`, is not needed any more, and is still there when the model trains on the dataset.

    ## Why
    The dataset holds the data itself, as tensors: an array of 410 MB took 1214 MB of memory together with its
    dataset, and 824 MB after `del`. Nothing frees an array that a variable of the script, or of the function
    that trains, holds.

    ## When it is silent
    Where the code does not show how large an array is (that of a file, `np.load`); where it is used again, by
    a function too; where something else may hold it as well: another name, a part of it (`x[:1000]`,
    `x.reshape(…)` share its memory), a function that it was given to; in loops; where the function that makes
    the dataset returns something.

    ## Fix safety
    The fix puts `del` behind the statement. It is unsafe: whoever imports the script, or runs on from its end
    by hand, may still want the array. In notebooks it is left to you, since a cell may be run again.

    ## References
    - [Consuming NumPy arrays](https://www.tensorflow.org/guide/data#consuming_numpy_arrays)
    """

    code = "TFC218"
    name = "large-array-kept"
    summary = "an array kept in memory beside the copy of it that the dataset holds"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("canonical",)
    requires = (Method("from_tensor_slices"), Name("fit"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such dataset."""
        for kept in kept_arrays(module):
            names = [node.value for node in kept.names]
            stay = "stays" if len(names) == 1 else "stay"
            message = (
                f"{' and '.join(names)} {stay} in memory during training, beside the copy that the dataset "
                f"holds: {kept.size / 1e6:,.0f} MB"
            )
            yield self.finding(module, kept.names[0], Severity.INFO, message, _fix(module, kept))


def _fix(module: Module, kept: Kept) -> Fix:
    code = f"del {', '.join(node.value for node in kept.names)}"
    line = module.parent(kept.statement)
    text = module.source.text
    start, end = module.span(kept.statement)
    alone = isinstance(line, cst.SimpleStatementLine) and rest_of_line(text, end)[:1] in ("", "#")
    if kept.trains or not alone or not begins_line(text, start) or module.path.endswith(".ipynb"):
        return Fix(Applicability.MANUAL, f"{code} once the dataset is made")
    at, indent = line_end(text, end), indentation(text, start)
    edit = Edit(module.path, at, at, f"{module.source.newline}{indent}{code}")
    return Fix(Applicability.UNSAFE, code, (edit,))
