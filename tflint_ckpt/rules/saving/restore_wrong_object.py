"""TFC507 restore-wrong-object."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints, Restore
from tflint_ckpt.semantics.saving.mistaken import (
    Renamed,
    renamed_object,
    replaced_object,
    unused_successor,
)


class RestoreWrongObject(Rule):
    """The checkpoint is restored into other objects than those that are used: they keep random weights.

    ## What it does
    Reports `restore` or `read` of a `tf.train.Checkpoint` where

    - a second checkpoint was built for the new objects, nothing uses it, and the first one is restored;
    - the object has another keyword than in the checkpoint that wrote the file, `Checkpoint(net=…)` for
      `Checkpoint(model=…)`;
    - the model was built again after the checkpoint, which still holds the old one, and only the new one is
      used afterwards.

    ## Why
    A checkpoint holds objects, not variables of the program, and finds them in the file by the keywords of
    its constructor. What it does not hold, or does not find, stays as it was initialized, and `restore`
    returns as if all were well: the model is evaluated, or trained on, with random weights.

    ## When it is silent
    Where the status is checked, which raises by itself; where a checkpoint has a root object, or gets
    objects set later; where the file is not written in the same module, in a folder that the code names or
    that all callers of both functions give; where the new object gets weights in another way, or is handed
    on. What other files write counts where every folder is known that one of them saves to, and the name of
    the folder, or what makes the object, comes from a file that both import; and no name may be in the file.

    ## Fix safety
    Unsafe, because which object was meant is the author's to say: the second checkpoint is restored instead
    of the first, or the keyword becomes the one in the file, if only one there is of its kind. A model that
    was built again is left to a person.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    """

    code = "TFC507"
    name = "restore-wrong-object"
    summary = "a checkpoint is restored into other objects than those that are used"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("Checkpoint"), Name("restore", "read"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each restore that misses the object it is for."""
        for restore in module.fact(Checkpoints).restores:
            found = _missed(module, restore)
            if found is not None:
                yield self.finding(module, restore.node, Severity.ERROR, *found)


def _missed(module: Module, restore: Restore) -> tuple[str, Fix] | None:
    """What a restore misses, and how to mend that."""
    successor = unused_successor(module, restore)
    if successor is not None:
        return _successor(module, restore, successor[1])
    renamed = renamed_object(module, restore)
    if renamed is not None:
        return _renamed(module, renamed)
    replaced = replaced_object(module, restore)
    if replaced is None:
        return None
    message = (
        f"the checkpoint holds the {replaced.keyword} it was built with, not the one in {replaced.name} now, "
        "which keeps its initial weights"
    )
    fix = Fix(Applicability.MANUAL, f"build a checkpoint of the new {replaced.keyword}, and restore that")
    return message, fix


def _successor(module: Module, restore: Restore, name: str) -> tuple[str, Fix]:
    from tflint_ckpt.syntax.arguments import replace

    assert isinstance(restore.node.func, cst.Attribute)
    receiver = restore.node.func.value
    message = (
        f"{module.text(receiver)} is restored, and nothing uses {name}: the objects in {name} keep their "
        "initial weights"
    )
    title = f"restore {name}; not safe: it then gets what was saved"
    return message, Fix(Applicability.UNSAFE, title, (replace(module, receiver, name),))


def _renamed(module: Module, renamed: Renamed) -> tuple[str, Fix]:
    from tflint_ckpt.syntax.arguments import rename_argument

    name = renamed.argument.name
    saved = ""
    if renamed.there:
        from tflint_ckpt.semantics.training.fits import where

        saved = f", saved in {where(module, renamed.there)}"
    message = (
        f"the file has no {name} (it holds {', '.join(renamed.known)}{saved}): "
        f"what is given as {name} keeps its initial weights, and no exception says so"
    )
    title = f"give {name} the name it was saved by"
    if renamed.saved_as is None:
        return message, Fix(Applicability.MANUAL, title)
    edits = rename_argument(module, renamed.argument.node, renamed.saved_as)
    title = f"rename {name} to {renamed.saved_as}"
    if not edits:
        return message, Fix(Applicability.MANUAL, title)
    return message, Fix(Applicability.UNSAFE, f"{title}; not safe: it then gets what was saved", edits)
