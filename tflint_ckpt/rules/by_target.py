"""The findings of a rule in a file that imports Kerases with different targets."""

from __future__ import annotations

from collections import Counter

from tflint_ckpt.counts import Counts
from tflint_ckpt.finding import Applicability
from tflint_ckpt.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.rules.rule import Rule
    from tflint_ckpt.semantics.module import Module

_CAREFUL = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)

Place = tuple[int, int, int]


def check(rule: Rule, module: Module) -> list[Finding]:
    """What *rule* finds in *module*, each place judged on what its own Keras runs on.

    The rule looks at the file once for each target. Of what it finds then, only what is about a Keras of
    that target counts. Where the code does not tell which Keras a place uses, it is reported only if it is
    a defect on all targets, and as the mildest of them has it.
    """
    kept: list[Finding] = []
    undecided: list[dict[Place, Finding]] = []
    others, skipped = module.not_judged, Counter[str]()
    judged = module.target
    try:
        for number, target in enumerate(module.targets.values()):
            module.not_judged, module.target = Counts(), target
            found = list(rule.check(module))
            skipped |= Counter(module.not_judged)  # the larger number: mostly these are the same places
            kept += [each for each in found if each.target == number]
            undecided.append(_by_place([each for each in found if each.target is None], number))
    finally:
        module.target = judged
        module.not_judged = Counts(Counter(others) + skipped)
    first, *rest = undecided
    for place in first:
        if all(place in found for found in rest):
            kept.append(max((found[place] for found in undecided), key=_mildness))
    return kept


def _by_place(findings: Sequence[Finding], target: int) -> dict[Place, Finding]:
    """The findings by where they stand, several at one place told apart by their order."""
    seen: Counter[tuple[int, int]] = Counter()
    found: dict[Place, Finding] = {}
    for each in findings:
        span = each.start, each.end
        place = (*span, seen[span])
        found[place] = replace(each, target=target)
        seen[span] += 1
    return found


def _mildness(finding: Finding) -> tuple[int, int]:
    careful = _CAREFUL.index(finding.fix.applicability) if finding.fix else len(_CAREFUL)
    return finding.severity.rank, careful
