"""TFC308 session-growth."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Keyword, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.devices.sessions import (
    FRACTION,
    OPTIONS,
    MemoryConfig,
    memory_configs,
    sessions_with,
)
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names import tensorflow1
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.lines import begins_line, indentation
from tflint_ckpt.syntax.quotes import in_quotes_of
from tflint_ckpt.syntax.statements import remove_statement

_LIMIT = (
    "limit the memory of each GPU with tf.config.set_logical_device_configuration(gpu, "
    "[tf.config.LogicalDeviceConfiguration(memory_limit=megabytes)])"
)


class SessionGrowth(Rule):
    """The memory of GPUs is set by a session of TensorFlow 1, which TensorFlow 2 does not have.

    ## What it does
    Reports `tf.ConfigProto` and `tf.GPUOptions` that set `allow_growth` or
    `per_process_gpu_memory_fraction`, in code for TensorFlow 2; and `set_session` with such a session of
    `tf.compat.v1`, for Keras 3.

    ## Why
    TensorFlow 2 has neither these nor `tf.Session`: it raises `AttributeError`. Memory growth is a matter of
    the devices there: `tf.config.experimental.set_memory_growth`, and for a share of the memory
    `tf.config.set_logical_device_configuration` with a limit in megabytes.

    ## When it is silent
    On `tf.compat.v1`, which is there, unless the session goes to `set_session`, which Keras 3 does not have;
    where the code may be for TensorFlow 1, and in files that are by their content (`tf.placeholder`,
    `tf.layers`, a session that runs something); where growth is set to `False`; under a test of the version;
    where the `AttributeError` is caught; and for configurations of anything else.

    ## Fix safety
    The fix puts a loop with `set_memory_growth` in the place of the configuration, and takes away the session
    that got it, where nothing else uses the two. It is unsafe: the loop must come before the first tensor.
    All else is left to you.

    ## References
    - [Use a GPU](https://www.tensorflow.org/guide/gpu#limiting_gpu_memory_growth)
    """

    code = "TFC308"
    name = "session-growth"
    summary = "memory growth set by a session of TensorFlow 1 in code for TensorFlow 2"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("ConfigProto", "GPUOptions"), Either(Name(*OPTIONS), Keyword(*OPTIONS)))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such configuration."""
        if tensorflow1.may_be_target(module):
            return
        for config in memory_configs(module):
            node = config.node
            if is_guarded(module, node, "AttributeError") or tensorflow1.is_program(module):
                continue
            name = module.text(node.func)
            message = f"{name} is of TensorFlow 1: TensorFlow 2 raises AttributeError"
            if config.setting is not None:
                message = f"the session of {name} goes to set_session, which Keras 3 does not have"
            shared = any(each.name == FRACTION for each in config.options)
            fix = Fix(Applicability.MANUAL, _LIMIT) if shared else _fix(module, config)
            yield self.finding(module, config.setting or node.func, Severity.ERROR, message, fix, of=node)


def _fix(module: Module, config: MemoryConfig) -> Fix:
    title = "call tf.config.experimental.set_memory_growth for each GPU"
    by_hand = Fix(Applicability.MANUAL, title)
    node, binding = config.node, config.binding
    made = module.parent(node)
    grown = next((each.node for each in config.options if isinstance(each.node, cst.Assign)), None)
    if binding is None or grown is None or not isinstance(made, cst.Assign) or node.args:
        return by_hand
    if not isinstance(grown.value, cst.Name) or grown.value.value != "True" or not _is_growth(grown):
        return by_hand
    taken: list[list[cst.CSTNode]] = [[grown], *sessions_with(module, binding, grown)]
    if len(taken) != len(module.flows.reads(binding)):
        return by_hand
    text, newline = module.source.text, module.source.newline
    start, end = module.span(made)
    known = import_module(module, "tensorflow", node, "tf")
    if known is None or not begins_line(text, start):
        return by_hand
    (tf, imports), indent = known, indentation(text, start)
    loop = (
        f'for gpu in {tf}.config.list_physical_devices("GPU"):{newline}{indent}    '
        f"{tf}.config.experimental.set_memory_growth(gpu, True)"
    )
    removed = [remove_statement(module, each) for several in taken for each in several]
    edit = Edit(module.path, start, end, in_quotes_of(module, loop))
    return Fix(Applicability.UNSAFE, title, (*imports, edit, *removed))


def _is_growth(grown: cst.Assign) -> bool:
    target = grown.targets[0].target
    return isinstance(target, cst.Attribute) and target.attr.value == "allow_growth"
