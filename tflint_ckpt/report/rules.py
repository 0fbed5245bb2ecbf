"""The catalogue of rules, and the page of one."""

from __future__ import annotations

from inspect import cleandoc

from tflint_ckpt import __version__
from tflint_ckpt.report import rule_url
from tflint_ckpt.report.json_ import dump
from tflint_ckpt.report.table import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from tflint_ckpt.rules.registry import RuleEntry


def find(word: str, rules: Iterable[RuleEntry]) -> RuleEntry | None:
    """The rule with the name or code *word*, whatever its case."""
    word = word.strip().lower()
    return next((rule for rule in rules if word in (rule.name, rule.code.lower())), None)


def catalogue(rules: Sequence[RuleEntry]) -> str:
    """One line a rule: code, name, severity on Keras 2 and 3, fixes, presets, summary."""
    head = ("code", "name", "Keras 2", "Keras 3", "fix", "presets", "summary")
    return table(
        head,
        [
            (
                rule.code,
                rule.name,
                rule.keras2 or "-",
                rule.keras3 or "-",
                ", ".join(rule.fixes) or "-",
                ", ".join(rule.presets) or "-",
                rule.summary,
            )
            for rule in rules
        ],
    )


def catalogue_json(rules: Iterable[RuleEntry]) -> str:
    """The catalogue as one JSON object."""
    return dump({"version": __version__, "rules": [_metadata(rule) for rule in rules]})


def page(rule: RuleEntry) -> str:
    """The page of a rule: its metadata, then the sections of its docstring."""
    return (
        f"# {rule.name} ({rule.code})\n"
        "\n"
        f"Keras 2: {rule.keras2 or 'silent'}. Keras 3: {rule.keras3 or 'silent'}.\n"
        f"Fix: {', '.join(rule.fixes) or 'none'}.\n"
        f"Presets: {', '.join((*rule.presets, 'all'))}.\n"
        "\n"
        f"{_docstring(rule)}\n"
        "\n"
        f"{rule_url(rule.name)}\n"
    )


def page_json(rule: RuleEntry) -> str:
    """The page of a rule as one JSON object."""
    return dump({**_metadata(rule), "explanation": _docstring(rule)})


def _docstring(rule: RuleEntry) -> str:
    return cleandoc(rule.load().__doc__ or rule.summary)


def _metadata(rule: RuleEntry) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "group": rule.group,
        "summary": rule.summary,
        "keras2": rule.keras2,
        "keras3": rule.keras3,
        "fixes": list(rule.fixes),
        "alternatives": list(rule.alternatives),
        "presets": list(rule.presets),
        "url": rule_url(rule.name),
    }
