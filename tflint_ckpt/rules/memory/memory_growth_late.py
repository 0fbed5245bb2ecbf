"""TFC302 memory-growth-late."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.devices.called_late import Late, late_calls
from tflint_ckpt.semantics.devices.runtime import CONFIGURING, configurations, starters
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.order import Before, may_be_set_elsewhere, runs_before

_METHODS = (
    "set_memory_growth",
    "set_visible_devices",
    "set_logical_device_configuration",
    "set_virtual_device_configuration",
)


class MemoryGrowthLate(Rule):
    """Devices are configured after TensorFlow has started to use them: `RuntimeError`.

    ## What it does
    Reports `set_memory_growth`, `set_visible_devices` and `set_logical_device_configuration` that run only
    after something that starts the runtime: a tensor, a dataset, an optimizer, a model whose layers have
    their weights or that is compiled, a strategy, `list_logical_devices`. A tensor at the top of the file
    counts for a `main()` that configures, and so does what another file runs before it calls a function that
    configures.

    ## Why
    Devices are configured when the runtime starts, at the first tensor. After that TensorFlow raises
    `RuntimeError: … cannot be modified after being initialized`; for GPUs only on a machine that has one, so
    that it works on the laptop and fails on the server.

    ## When it is silent
    Where it is not certain that the other code runs before: conditions, loops, methods, functions that are
    called from several places. Where the `RuntimeError` is caught, as in TensorFlow's own guide; and where
    the same is configured earlier, in the file or in another file of the project that it imports.

    ## Fix safety
    There is no fix: the configuration goes above everything else, and what it depends on with it.

    ## References
    - [Use a GPU](https://www.tensorflow.org/guide/gpu#limiting_gpu_memory_growth)
    """

    code = "TFC302"
    name = "memory-growth-late"
    summary = "devices configured after the runtime has started: RuntimeError"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name(*_METHODS),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each configuration that comes too late."""
        configuring = list(configurations(module))
        started = list(starters(module)) if configuring else []
        for call, name in configuring:
            if is_handled(module, call, "RuntimeError") or is_expected(module, call):
                continue
            starter = next((each for each in started if _surely(module, each, call)), None)
            method = name.rpartition(".")[2]
            if starter is None:
                late = next(late_calls(module, call, [each for each, _ in configuring]), None)
                if late is not None:
                    yield self._of_caller(module, call, name, late)
                continue
            if _may_be_configured(module, call, starter, configuring):
                continue
            message = (
                f"{method} runs after {_shown(module, starter)} ({module.where(starter)}), which starts the "
                f"runtime: RuntimeError: {CONFIGURING[name]}"
            )
            advice = Fix(Applicability.MANUAL, "configure the devices before anything else")
            yield self.finding(module, call, Severity.ERROR, message, advice)


    def _of_caller(self, module: Module, call: cst.Call, name: str, late: Late) -> Finding:
        there, starter, made = late
        message = (
            f"{there.path} calls this in {there.where(made)}, after {_shown(there, starter)} "
            f"({there.where(starter)}), which starts the runtime: RuntimeError: {CONFIGURING[name]}"
        )
        advice = Fix(Applicability.MANUAL, "configure the devices before anything else")
        return self.finding(module, call, Severity.ERROR, message, advice)


def _surely(module: Module, starter: cst.Call, call: cst.Call) -> bool:
    return starter not in module.ancestors(call) and runs_before(module, starter, call) is Before.ALWAYS


def _may_be_configured(
    module: Module, call: cst.Call, starter: cst.Call, configuring: list[tuple[cst.Call, str]]
) -> bool:
    """Whether the devices may have been configured in the same way before the runtime started."""
    for other, _ in configuring:
        if other is not call and runs_before(module, other, starter) is not Before.NEVER:
            return True
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    return may_be_set_elsewhere(module, method)


def _shown(module: Module, starter: cst.Call) -> str:
    text = module.text(starter.func)
    return f"{text}(…)" if len(text) < 60 and "\n" not in text else "code"
