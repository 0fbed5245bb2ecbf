"""What a fix leaves where it wrote: findings that were not there before.

A person who takes a fix must not be told next to mend what it wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from tflint_ckpt.finding import Finding
from tflint_ckpt.source import Source


def uncovered(before: Source, found: Sequence[Finding], after: Source, left: Sequence[Finding]) -> list[str]:
    """The findings *left* on lines of *after* that the fix changed, of rules with none on the old lines.

    *found* are the findings in *before*. As ``TFC202:12``, in order.
    """
    old, new = before.text.splitlines(), after.text.splitlines()
    answers = []
    for tag, start, end, first, last in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            known = {each.code for each in found if _touches(before, each, start, end)}
            answers += [
                f"{each.code}:{after.position(each.start)[0]}"
                for each in left
                if each.code not in known and _touches(after, each, first, last)
            ]
    return answers


def _touches(source: Source, finding: Finding, start: int, end: int) -> bool:
    """Whether a finding stands on one of the lines from *start*, counted from 0, to before *end*."""
    first, last = (source.position(offset)[0] - 1 for offset in (finding.start, finding.end))
    return first < end and start <= last
