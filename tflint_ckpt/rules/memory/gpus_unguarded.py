"""TFC304 gpus-unguarded."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.devices.gpus import FirstGpu, first_gpus
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.lines import begins_line, indentation

_CONFIG = tuple(f"tensorflow.config.{place}" for place in ("", "experimental."))
_EACH = tuple(f"{place}set_memory_growth" for place in _CONFIG)
_VISIBLE = tuple(f"{place}set_visible_devices" for place in _CONFIG)
_FIRST = (
    "tensorflow.config.set_logical_device_configuration",
    "tensorflow.config.experimental.set_virtual_device_configuration",
    "tensorflow.config.experimental.set_logical_device_configuration",
)


class GpusUnguarded(Rule):
    """The first GPU of a list that is empty on a machine without one: `IndexError`.

    ## What it does
    Reports `gpus[0]` of what `tf.config.list_physical_devices("GPU")` (or `list_logical_devices`) returns,
    where nothing tests for GPUs first; the same of `gpus[args.number]`, where that is 0 if nobody says
    otherwise.

    ## Why
    Without a GPU, or with a driver that TensorFlow cannot use, the list is empty and the program ends with
    `IndexError: list index out of range`: on a laptop, in continuous integration, or after an update of
    the driver. Written as a loop, the same code runs everywhere.

    ## When it is silent
    Under or behind a test that has to do with GPUs (`if gpus:`, `assert len(gpus) > 0`,
    `tf.test.is_gpu_available()`, a flag such as `use_gpu`), in a loop over the list or its indices, and where
    the `IndexError` is caught.

    ## Fix safety
    `set_memory_growth` gets a loop over all GPUs, which TensorFlow wants to be alike anyway. Other
    configurations go over `gpus[:1]`, the first one or none. That is safe: with a GPU, it does the same.
    Anything else is left to you.

    ## References
    - [Use a GPU](https://www.tensorflow.org/guide/gpu)
    """

    code = "TFC304"
    name = "gpus-unguarded"
    summary = "gpus[0] without a test for GPUs: IndexError on a machine without one"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (Name("list_physical_devices", "list_logical_devices"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such index."""
        for gpu in first_gpus(module):
            if gpu.index in (0, -1):
                message = "the list of GPUs is empty on a machine without one: this raises IndexError"
                yield self.finding(module, gpu.node, Severity.WARNING, message, _fix(module, gpu))


def _fix(module: Module, gpu: FirstGpu) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    call = module.call_given(gpu.node)
    gpus = module.text(gpu.node.value)
    by_hand = Fix(Applicability.MANUAL, f"test for GPUs first: if {gpus}:")
    if call is None or call.args[0].value is not gpu.node or not _is_zero(gpu.node):
        return by_hand
    if module.is_named(call.func, *_VISIBLE):
        edit = replace(module, gpu.node, f"{gpus}[:1]")
        return Fix(Applicability.SAFE, f"write {gpus}[:1]", (edit,))
    each = gpus if module.is_named(call.func, *_EACH) else f"{gpus}[:1]"
    if not module.is_named(call.func, *_EACH, *_FIRST):
        return by_hand
    edits = _looped(module, call, gpu, each)
    title = f"write a loop: for gpu in {each}"
    return Fix(Applicability.SAFE, title, edits) if edits else by_hand


def _is_zero(node: cst.Subscript) -> bool:
    part = node.slice[0].slice
    return isinstance(part, cst.Index) and isinstance(part.value, cst.Integer)


def _looped(module: Module, call: cst.Call, gpu: FirstGpu, each: str) -> tuple[Edit, ...]:
    """Edits that make a statement, one line of its own, the body of a loop; none where it is none."""
    from tflint_ckpt.syntax.arguments import replace

    statement = module.parent(call)
    line = module.parent(statement) if isinstance(statement, cst.Expr) else None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return ()
    text, newline = module.source.text, module.source.newline
    start, end = module.span(line)
    scope = module.facts.scopes[call]
    if not begins_line(text, start) or scope.lookup("gpu") is not None or "\n" in text[start:end].rstrip():
        return ()
    indent = indentation(text, start)
    step = "\t" if "\t" in indent else module.tree.default_indent
    loop = f"for gpu in {each}:{newline}{indent}{step}"
    return (Edit(module.path, start, start, loop), replace(module, gpu.node, "gpu"))
