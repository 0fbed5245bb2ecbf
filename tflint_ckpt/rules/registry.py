"""The rules as data: what the run needs to know of each before its code is imported."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_ckpt.rules.rule import Rule
    from tflint_ckpt.rules.triggers import Trigger
    from tflint_ckpt.target import Target


class RuleEntry:
    """One row of the catalogue: a rule's metadata, and where its class is.

    Severities and applicabilities are their values as strings; see :class:`Rule` for each field.
    """

    __slots__ = (
        "_first_words",
        "alternatives",
        "class_name",
        "code",
        "fixes",
        "group",
        "keras2",
        "keras3",
        "module",
        "name",
        "presets",
        "requires",
        "summary",
    )

    def __init__(
        self,
        code: str,
        name: str,
        module: str,
        class_name: str,
        summary: str,
        keras2: str | None,
        keras3: str | None,
        fixes: tuple[str, ...],
        presets: tuple[str, ...],
        requires: tuple[Trigger, ...],
        alternatives: tuple[str, ...] = (),
    ) -> None:
        self.code = code
        self.name = name
        self.module = module
        self.class_name = class_name
        self.summary = summary
        self.keras2 = keras2
        self.keras3 = keras3
        self.fixes = fixes
        self.presets = presets
        self.requires = requires
        self.alternatives = alternatives
        self._first_words: tuple[frozenset[str] | None] | None = None
        self.group = module.split(".")[-2]

    @property
    def first_words(self) -> frozenset[str] | None:
        """Words one of which a text must have; ``None`` where nothing says which."""
        if self._first_words is None:
            self._first_words = (self.requires[0].needed() if self.requires else None,)
        return self._first_words[0]

    @property
    def one_sided(self) -> bool:
        """Whether less is to be said on one Keras than on the other."""
        return not (self.keras2 and self.keras3) or any(trigger.one_sided for trigger in self.requires)

    def may_speak(self, targets: Iterable[Target]) -> bool:
        """Whether the rule has anything to say of code that runs on one of *targets*."""
        return any(
            (self.keras2 is not None and target.keras2) or (self.keras3 is not None and target.keras3)
            for target in targets
        )

    def load(self) -> type[Rule]:
        """The class of the rule; this imports its file, and LibCST with it."""
        module = __import__(self.module, fromlist=(self.class_name,))
        rule: type[Rule] = getattr(module, self.class_name)
        return rule
