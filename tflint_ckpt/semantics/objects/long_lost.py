"""Attributes that went with TensorFlow 1, or with the optimizers of before TensorFlow 2.11.

Private ones, and those that were gone before the releases that `keras_api.instances` asks. Tried on
TensorFlow 2.10 and 2.15, and on Keras 3.3 and 3.15.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.objects import families

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

DECAYED = "_decayed_lr"
OF_OPTIMIZERS = (DECAYED,)
OF_MODELS = (
    *("total_loss", "metrics_tensors", "metrics_updates", "uses_learning_phase"),
    *("_feed_targets", "_feed_sample_weights", "_collected_trainable_weights", "_standardize_user_data"),
)
_LEGACY = ("keras.optimizers.legacy.", "tensorflow.")


def long_lost(module: Module) -> Iterator[tuple[cst.Attribute, str]]:
    """Where such an attribute is read of an object, with the family of that."""
    for family, names in ((families.OPTIMIZER, OF_OPTIMIZERS), (families.MODEL, OF_MODELS)):
        for name in names:
            found = module.attributes(name)
            if not found or any(target.attr.value == name for target, _ in module.facts.attribute_targets):
                continue  # one that the file sets is there
            for node in found:
                origins = module.objects.origins(node.value)
                if origins and all(_lacks(module, each, family, node) for each in origins):
                    yield node, family


def _lacks(module: Module, origin: Origin, family: str, node: cst.Attribute) -> bool:
    if not families.is_a(origin.name, family) or origin.name.startswith(_LEGACY):
        return False
    if origin.local is not None or module.objects.overrides(origin, node.attr.value, node.value):
        return False
    if family == families.OPTIMIZER:
        # what a model hands out may be one of before TensorFlow 2.11, from ``legacy``
        return origin.is_made or origin.name != families.OPTIMIZER
    made = origin.node
    return isinstance(made, cst.Call) and families.is_a(module.resolve(made.func) or "", families.MODEL)
