"""What a fix leaves where it wrote: findings that were not there before.

A person who takes a fix must not be told next to mend what it wrote. `tests/test_uncovered.py` holds every
fixture to that, and :func:`tests.lint.fix` what the tests of rules fix. Usually a share of them, the same in
every run; all, in both presets, with ``TFLINT_MUTATIONS=nightly``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import SequenceMatcher
from zlib import crc32

from tflint_ckpt.finding import Finding
from tflint_ckpt.source import Source

NIGHTLY = os.environ.get("TFLINT_MUTATIONS") == "nightly"
PRESETS = ("recommended", "canonical")


def presets_for(name: str, share: int) -> tuple[str, ...]:
    """The presets that a text is fixed with: usually one, of one text in *share*."""
    if NIGHTLY:
        return PRESETS
    number = crc32(name.encode())
    return (PRESETS[number // share % 2],) if number % share == 0 else ()


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
