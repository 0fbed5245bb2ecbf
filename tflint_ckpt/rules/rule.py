"""What every rule is: its metadata, its triggers, and one generator of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Effect, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, judge
from tflint_ckpt.rules.triggers import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from tflint_ckpt.semantics.module import Module


class Rule:
    """A query over the facts of one module.

    The class docstring is the rule's page: a first line that says the defect, then sections headed
    ``## What it does``, ``## Why``, ``## When it is silent``, ``## Fix safety`` and
    ``## References``. The two snippets and the table of what was run come from the rule's fixtures.
    """

    code: ClassVar[str]
    """Stable identifier such as ``TFC101``; never reused."""
    name: ClassVar[str]
    """Primary identifier, read after "allow": ``checkpoint-max-to-keep``."""
    summary: ClassVar[str]
    """One line for the catalogue."""
    keras2: ClassVar[Severity | None]
    """The worst severity when the code runs on Keras 2; ``None`` where the rule is silent there."""
    keras3: ClassVar[Severity | None]
    """The worst severity when the code runs on Keras 3."""
    fixes: ClassVar[tuple[Applicability, ...]] = ()
    """Every applicability a finding of this rule can have."""
    alternatives: ClassVar[tuple[str, ...]] = ()
    """Names of the fixes that the configuration may choose instead of the first one."""
    presets: ClassVar[tuple[str, ...]] = ("recommended",)
    """Presets that switch the rule on, besides ``all``: ``recommended``; ``canonical`` for the house
    pattern (that preset also has every recommended rule, but for those with ``not canonical``, which the
    pattern goes against); ``keras3`` too where Keras 3 breaks what ran on Keras 2."""
    requires: ClassVar[tuple[Trigger, ...]]
    """What a file must contain, all of it, for the rule to have anything to say (see ``gate``)."""

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield the defects of *module*, in any order."""
        raise NotImplementedError

    def finding(
        self,
        module: Module,
        node: cst.CSTNode | tuple[int, int],
        severity: Severity,
        message: str,
        fix: Fix | None = None,
        *,
        alternatives: tuple[Fix, ...] = (),
        effects: tuple[Effect, ...] = (),
        of: cst.CSTNode | None = None,
    ) -> Finding:
        """A finding of this rule at *node*, or at an explicit ``(start, end)`` pair of offsets.

        *of* is the call or object it is about, where that is not around *node*: its Keras counts, in a file
        that imports several. A fix that would remove a comment is left to a person,
        and so is one of what a ``functools.partial`` gives several calls.
        """
        start, end = node if isinstance(node, tuple) else module.span(node)
        fix = _of_one_call(module, _with_comments(module, fix)) if fix else None
        others = tuple(_with_comments(module, each) for each in alternatives)
        target = module.target_number(of or node)
        return Finding(
            self.code, self.name, severity, message, module.path, start, end, fix, others, effects, target
        )

    def judged(
        self,
        module: Module,
        node: cst.CSTNode | tuple[int, int],
        what: str,
        outcomes: Iterable[Outcome],
        fix: Fix | None = None,
        *,
        alternatives: tuple[Fix, ...] = (),
        of: cst.CSTNode | None = None,
    ) -> Iterator[Finding]:
        """The finding at *node*, if *outcomes* do harm on the target.

        Its message is *what* and then what happens on each release: ``{what}: Keras 3 raises …``. For *of*
        see :meth:`finding`.
        """
        verdict = judge(module.target, outcomes)
        if verdict is not None:
            message = f"{what}: {verdict.text}" if verdict.text else what
            yield self.finding(
                module,
                node,
                verdict.severity,
                message,
                fix,
                alternatives=alternatives,
                effects=verdict.effects,
                of=of,
            )


def _with_comments(module: Module, fix: Fix) -> Fix:
    from tflint_ckpt.syntax.comments import loses_comment

    return Fix(Applicability.MANUAL, fix.title, name=fix.name) if loses_comment(module, fix.edits) else fix


def _of_one_call(module: Module, fix: Fix) -> Fix:
    from tflint_ckpt.semantics.calls.reached import OtherNames

    for made in module.fact(OtherNames).shared if fix.edits else ():
        start, end = module.span(made)
        if any(edit.path == module.path and start < edit.start < end for edit in fix.edits):
            return Fix(Applicability.MANUAL, fix.title, name=fix.name)
    return fix
