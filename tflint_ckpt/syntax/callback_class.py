"""How a file would write the base class of a callback of its own."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.syntax.definitions import top_level_import
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.statements import statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_PACKAGES = ("tensorflow.keras", "keras", "tf_keras")


def callback_class(module: Code, at: cst.CSTNode) -> tuple[str, tuple[Binding, ...], tuple[Edit, ...]] | None:
    """``Callback`` of the Keras whose API the file calls, as an import at its top level makes it known.

    With the import it stands on, and the edits that add one where there is none yet, for use at *at*.
    ``None`` where the file calls no Keras, or several: ``tf_keras`` and TensorFlow's own Keras 3 do not go
    together.
    """
    spelled = {module.spelled(call.func) or "" for call in module.facts.calls}
    used = [each for each in _PACKAGES if any(name.startswith(f"{each}.") for name in spelled)]
    if len(used) != 1:
        return None
    wanted = f"{used[0]}.callbacks.Callback"
    known = [
        (len(binding.imported or ""), name, binding)
        for name in module.facts.module.bindings
        if (binding := top_level_import(module, name)) is not None
        and f"{wanted}.".startswith(f"{binding.imported}.")
    ]
    if known:
        length, name, binding = max(known, key=lambda each: each[:2])
        return name + wanted[length:], (binding,), ()
    package, alias = ("tensorflow", "tf") if used[0] == "tensorflow.keras" else (used[0], "")
    added = import_module(module, package, statement_of(module, at), alias)
    return (added[0] + wanted[len(package) :], (), added[1]) if added is not None else None
