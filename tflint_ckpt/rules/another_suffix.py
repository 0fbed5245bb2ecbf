"""The fix that gives a file another suffix, with every use of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_ckpt.finding import Applicability, Fix
from tflint_ckpt.semantics.paths.suffix import resuffixed

if TYPE_CHECKING:
    from tflint_ckpt.semantics.paths.renaming import Renaming
    from tflint_ckpt.semantics.values.kinds import Text


def suffix_fix(renaming: Renaming, text: Text, suffix: str, *, never_ran: bool) -> Fix:
    """Rename the file at *text*: safe where what is there *never_ran* and every use is seen.

    By hand where the end of the path is not written in the code, or something names the file that is not
    edited. The title says why it is not safe.
    """
    name = resuffixed(text, suffix)
    if renaming.by_hand:
        return Fix(Applicability.MANUAL, f"write '{name}', wherever the file is named: {renaming.by_hand}")
    if not renaming.edits:
        return Fix(Applicability.MANUAL, f"write a path of a file that ends in {suffix}")
    title = f"write '{name}', wherever the file is used"
    if renaming.why_not:
        title += f"; not safe: {renaming.why_not}"
    safe = renaming.certain and never_ran
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, renaming.edits)
