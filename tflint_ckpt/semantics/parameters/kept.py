"""What the methods of a class do with what one of them keeps in ``self``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.parameters.evidence import Evidence, of_use
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


def of_attribute(module: Engine, use: cst.Name) -> Iterator[Evidence]:
    """What proves of ``self.x``, which only ever holds *use*, that it is an object."""
    parent = module.parent(use)
    if not isinstance(parent, cst.Assign) or len(parent.targets) != 1:
        return
    target, owner = parent.targets[0].target, module.enclosing_class(use)
    if owner is None or not isinstance(target, cst.Attribute) or not is_self(target.value):
        return
    name = target.attr.value
    if any(other.attr.value == name and other is not target for other, _ in module.facts.attribute_targets):
        return
    for read in module.attributes(name):
        if is_self(read.value) and module.enclosing_class(read) is owner and read is not target:
            found = of_use(module, read)
            if found is not None and found.proof.of_object:
                yield found
