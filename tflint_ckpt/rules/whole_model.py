"""The fix that saves a whole model to ``.keras``, where the model can be loaded again from it."""

from __future__ import annotations

from tflint_ckpt.finding import Applicability, Fix
from tflint_ckpt.keras_api.boundaries import KERAS_FORMAT
from tflint_ckpt.rules.another_suffix import Folder, suffix_fix
from tflint_ckpt.semantics.paths.roles import Role
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.reloading import refused_lambda, unsaved_class
from tflint_ckpt.syntax.forms import keywords

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin
    from tflint_ckpt.semantics.paths.renaming import Renaming
    from tflint_ckpt.semantics.values.kinds import Text

SUFFIX = ".keras"
WEIGHTS = "save the weights, save_weights(…) to a path that ends in .weights.h5"
TOO_EARLY = "give a whole model .keras on TensorFlow 2.13 and later, .h5 before"


def writes_no_keras(module: Module) -> bool:
    """Whether the target has a release whose ``model.save`` writes HDF5 to a path in ``.keras``."""
    return any(release.keras < KERAS_FORMAT for release in module.target.releases)


def keras_fix(
    module: Module,
    renaming: Renaming,
    text: Text,
    models: tuple[Origin, ...] | None,
    *,
    instead: str,
    never_ran: bool = False,
    folder: Folder | None = None,
    also: str = "",
) -> Fix:
    """Rename the file at *text* to ``.keras``, see :func:`suffix_fix`.

    *models* are all that may be saved to it, ``None`` where some may be out of sight. Where ``load_model``
    could not read such a file, it is left to a person; *instead* says how to save the weights. Where it may
    not be able to, the fix is not safe, and left to a person unless what is there *never_ran*.
    """
    lost = unsaved_class(module, models or ())
    if lost is not None and lost.is_sure:
        return Fix(
            Applicability.MANUAL, f"{instead}: {lost.text}, which load_model needs for a {SUFFIX} file"
        )
    refused = refused_lambda(module, models or ())
    if refused is not None and not never_ran:
        return Fix(Applicability.MANUAL, f"{instead}: {refused.text}")
    loads = [use.call for use in renaming.uses if use.role is Role.READS_MODEL and use.call is not None]
    classes = [model.local for model in models or () if model.local is not None]
    own = next((each.name.value for each in classes if not each.decorators), None)
    if own and ends_in(text, ".h5", ".hdf5") is not True and any(map(_lacks_classes, loads)):
        reason = (
            f"a SavedModel holds what {own} computes; for a {SUFFIX} file load_model needs custom_objects"
        )
        return Fix(Applicability.MANUAL, f"{instead}: {reason}")
    doubts = [each.text for each in (lost, refused) if each is not None]
    if models is None:
        doubts.append("the model that is saved is not in sight")
    doubt = doubts[0] if doubts else ""
    if doubt and not never_ran:
        return Fix(
            Applicability.MANUAL, f"write a path of a file that ends in {SUFFIX}; left to you: {doubt}"
        )
    return suffix_fix(renaming, text, SUFFIX, never_ran=never_ran, folder=folder, doubt=doubt, also=also)


def _lacks_classes(load: cst.Call) -> bool:
    """Whether ``load_model`` is given nothing but the path, and no classes of one's own."""
    names = keywords(load)
    return len(load.args) - len(names) <= 1 and "custom_objects" not in names
