"""Keras 1 counted samples where batches are counted now: ``samples_per_epoch=len(x)``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.syntax.arguments import replace
from tflint_ckpt.syntax.forms import keyword, last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

ROUNDED = "a last, smaller batch is not counted, and Keras 1 went through all samples"
COUNTED = "give the number of batches, not of samples"
_SAMPLES = {
    "samples_per_epoch": ("generator", 0),
    "val_samples": ("generator", 0),
    "nb_val_samples": ("validation_data", None),
}
"""What counts the samples of which data, and where that is given without its name."""
_FLOWS = ("flow", "flow_from_directory", "flow_from_dataframe")
_DEFAULT = "32"
_SIMPLE = (cst.Name, cst.Integer, cst.Attribute, cst.Call, cst.Subscript)


def steps_of_samples(module: Module, call: Call) -> tuple[Edit, ...] | None:
    """Edits that divide such counts by the size of a batch; none where there are none, and ``None`` where
    the size is not in sight."""
    edits: list[Edit] = []
    for name, (of, place) in _SAMPLES.items():
        samples = call.argument(name)
        if samples is None:
            continue
        data = call.argument(of, position=place)
        size = _size(module, data.value) if data is not None else None
        if size is None or samples.unpacked:
            return None
        text = module.text(samples.value)
        if not isinstance(samples.value, _SIMPLE):
            text = f"({text})"
        edits.append(replace(module, samples.value, f"{text} // {size}"))
    return tuple(edits)


def _size(module: Module, data: cst.BaseExpression) -> str | None:
    """How the size of a batch of a generator is written, beside where this stands."""
    if isinstance(data, cst.Call):
        given = keyword(data, "batch_size")
        if given is None:
            return _DEFAULT if last_name(data.func) in _FLOWS and len(data.args) < 3 else None
        return module.text(given) if isinstance(given, (cst.Integer, cst.Name)) else None
    binding = module.sole_binding(data) if isinstance(data, cst.Name) else None
    made = binding.value if binding is not None and not binding.index else None
    if not isinstance(made, cst.Call):
        return None
    if last_name(made.func) in _FLOWS:
        return f"{module.text(data)}.batch_size"
    given = keyword(made, "batch_size")
    return module.text(given) if isinstance(given, cst.Integer) else None
