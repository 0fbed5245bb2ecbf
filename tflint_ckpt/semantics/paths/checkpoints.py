"""What a call of ``ModelCheckpoint`` is asked to save, and which suffixes Keras goes by."""

from __future__ import annotations

from tflint_ckpt.keras_api.boundaries import CHECKPOINT_MODEL_H5_ACCEPTED, CHECKPOINT_SUFFIX_CHECKED
from tflint_ckpt.keras_api.history import LAST
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls.classes import ancestry
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.keras_api.reader import Version
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.shape import PathTemplate
    from tflint_ckpt.semantics.paths.templates import Template

RETENTION = ("max_to_keep", "keep_checkpoint_max", "keep_checkpoints", "keep_max")
"""Arguments by which other APIs are told how many checkpoints to keep."""


def weights_only(module: Module, call: Call) -> bool | None:
    """What ``save_weights_only`` is; ``None`` where the code does not tell."""
    return _flag(module, call, "save_weights_only")


def best_only(module: Module, call: Call) -> bool | None:
    """What ``save_best_only`` is; ``None`` where the code does not tell."""
    return _flag(module, call, "save_best_only")


def _flag(module: Module, call: Call, name: str) -> bool | None:
    """A switch that is off unless it is given."""
    argument = argument_of(call, name)
    if argument is None:
        return None if call.open or call.partial else False
    values = module.evaluate(argument.value)
    return agreed(bool(value.value) if isinstance(value, Constant) else None for value in values)


def path_is_set_again(module: Module) -> bool:
    """Whether the path of some checkpoint is set after it was built: ``checkpoint.filepath = …``."""
    return any(target.attr.value == "filepath" for target, _ in module.facts.attribute_targets)


def best_is_set(module: Module) -> bool:
    """Whether the best value of some checkpoint is set after it was built: ``checkpoint.best = …``."""
    return any(
        target.attr.value == "best" and not _is_of_another(module, target)
        for target, _ in module.facts.attribute_targets
    )


def _is_of_another(module: Module, target: cst.Attribute) -> bool:
    """Whether ``self.best`` is an attribute of a class that is no callback: a path, say."""
    owner = module.enclosing_class(target) if is_self(target.value) else None
    return owner is not None and not any(
        base is None or (isinstance(base, str) and base.startswith("keras.callbacks."))
        for base in ancestry(module, owner)
    )


def needed_suffix(only_weights: bool) -> str:
    """The suffix that runs on every release of Keras."""
    return ".weights.h5" if only_weights else ".keras"


def tested_suffixes(module: Module, only_weights: bool) -> tuple[str, ...]:
    """The suffixes by which some release of the target tells the format, the longest first.

    Keras 2 takes any other path for a TensorFlow checkpoint or SavedModel; Keras 3 raises, and takes
    ``.h5`` for a whole model from 3.8 on.
    """
    needed = needed_suffix(only_weights)
    if module.target.keras2:
        return tuple(dict.fromkeys((needed, ".keras", ".hdf5", ".h5")))
    accepted = all(release.keras >= CHECKPOINT_MODEL_H5_ACCEPTED for release in module.target.releases)
    if accepted and not only_weights:
        return (needed, ".h5")
    return (needed,)


def spaced_suffix(module: Module, template: Template, only_weights: bool) -> tuple[int, int] | None:
    """Where *template* ends in a suffix that Keras would go by if it had no spaces."""
    if not any(map(str.isspace, template.text)):
        return None
    for suffix in tested_suffixes(module, only_weights):
        pattern = r"\.\s*" + r"\s*\.\s*".join(suffix.split(".")[1:]) + r"\s*$"
        match = re.search(pattern, template.text)
        if match is not None:
            return match.span() if match[0] != suffix else None
    return None


def refused_until(module: Module, call: Call, paths: tuple[PathTemplate, ...]) -> Version:
    """The first Keras 3 that takes the ending of one of *paths*: the first of all, where any is taken."""
    from tflint_ckpt.semantics.paths.suffix import ends_in

    only = weights_only(module, call)
    first = LAST
    for path in paths:
        taken = {True: (".weights.h5",), False: (".keras",), None: (".weights.h5", ".keras")}[only]
        if ends_in(path.text, *taken) is not False:
            return CHECKPOINT_SUFFIX_CHECKED
        if only is not True and ends_in(path.text, ".h5") is not False:
            first = CHECKPOINT_MODEL_H5_ACCEPTED
    return first
