"""TFC303 memory-growth-missing."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Name
from tflint_ckpt.semantics.devices.runtime import starters
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.order import may_be_set_elsewhere
from tflint_ckpt.syntax.definitions import top_level_import
from tflint_ckpt.syntax.forms import is_import
from tflint_ckpt.syntax.lines import line_end

_WORDS = (
    "set_memory_growth", "set_logical_device_configuration", "set_virtual_device_configuration",
    "set_visible_devices", "TF_FORCE_GPU_ALLOW_GROWTH", "TF_GPU_ALLOCATOR", "CUDA_VISIBLE_DEVICES",
    "ConfigProto", "GPUOptions", "TPUStrategy", "TPUClusterResolver", "limit_gpu", "gpu_memory",
)  # fmt: skip
"""Words of code that sees to the memory of GPUs, or to which of them are used, in a way of its own."""


class MemoryGrowthMissing(Rule):
    """A training script does not let the memory of GPUs grow, so that TensorFlow takes all of it at once.

    ## What it does
    Part of the house pattern, and off otherwise. Reports a script that trains a Keras model and nowhere calls
    `set_memory_growth`.

    ## Why
    By default TensorFlow reserves nearly all memory of each GPU when it starts. A second process on the same
    machine then finds none, and no tool shows what the model really needs. Where a machine trains one model
    at a time, the default is as good.

    ## When it is silent
    In files that are not run as scripts, or do not import TensorFlow itself at their top; where nothing is
    trained; and where the file, or another one of the project that it imports, sees to memory or devices in
    any way:
    `set_logical_device_configuration`, `CUDA_VISIBLE_DEVICES`, `TF_FORCE_GPU_ALLOW_GROWTH`, a strategy for
    TPUs.

    ## Fix safety
    The fix puts a loop behind the imports, which does nothing on a machine without a GPU. It is unsafe, since
    memory that grows may end up in pieces. It is left to you where TensorFlow starts before that place.

    ## References
    - [Limiting GPU memory growth](https://www.tensorflow.org/guide/gpu#limiting_gpu_memory_growth)
    """

    code = "TFC303"
    name = "memory-growth-missing"
    summary = "a training script that lets TensorFlow take all memory of the GPUs at once"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("canonical",)
    requires = (Name("fit", "fit_generator"), Api("tensorflow"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield at most one finding for a file."""
        if not module.call_sites.is_script or any(word in module.source.text for word in _WORDS):
            return
        trained = next((fit for fit in module.training.fits if fit.model), None)
        binding = _tensorflow(module)
        if trained is None or binding is None or may_be_set_elsewhere(module, "set_memory_growth"):
            return
        message = "nothing lets the memory of GPUs grow: TensorFlow takes all of it when it starts"
        fix = _fix(module, binding)
        yield self.finding(module, binding.node, Severity.INFO, message, fix, of=trained.node)


def _tensorflow(module: Module) -> Binding | None:
    """The import at the top of the file that binds the package itself."""
    for name, bindings in module.facts.module.bindings.items():
        if bindings[0].imported == "tensorflow" and top_level_import(module, name) is not None:
            return bindings[0]
    return None


def _fix(module: Module, binding: Binding) -> Fix:
    from tflint_ckpt.syntax.quotes import in_quotes_of

    title = "let the memory of each GPU grow"
    by_hand = Fix(Applicability.MANUAL, title)
    taken = module.facts.module.lookup("gpu") is not None
    if taken:
        return by_hand
    body = list(module.tree.body)
    around = {*module.ancestors(binding.node)}
    last = next(place for place, line in enumerate(body) if line in around)
    while last + 1 < len(body) and is_import(body[last + 1]):
        last += 1
    before = set(body[: last + 1])
    if any(before & {*module.ancestors(starter)} for starter in starters(module)):
        return by_hand
    newline, tf = module.source.newline, binding.name
    at = line_end(module.source.text, module.span(body[last])[1])
    lines = (
        "",
        "",
        in_quotes_of(module, f'for gpu in {tf}.config.list_physical_devices("GPU"):'),
        f"    {tf}.config.experimental.set_memory_growth(gpu, True)",
    )
    edit = Edit(module.path, at, at, newline.join(lines))
    return Fix(Applicability.UNSAFE, title, (edit,))
