"""The catalogue of rules, the page of one, and that of a preset."""

from __future__ import annotations

from inspect import cleandoc

from tflint_ckpt import __version__
from tflint_ckpt.report import examples, rule_url
from tflint_ckpt.report.json_ import dump
from tflint_ckpt.report.table import table
from tflint_ckpt.rules.selection import PRESETS, matching

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from tflint_ckpt.report.examples import Example
    from tflint_ckpt.rules.registry import RuleEntry


ABOUT = {
    "recommended": "what is wrong, or costs memory, time or files; the default",
    "canonical": "the recommended rules and the house pattern in full: a path joined from a folder and "
    "a name, a folder that is made, arguments that are written out",
    "keras3": "what runs on Keras 2, and on Keras 3 raises or does something else",
    "all": "every rule, also those that only some projects want",
}
"""What each preset has."""


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


def page_of_several(word: str, rules: Sequence[RuleEntry]) -> str:
    """The page of a preset, a group or a prefix of codes: the rules that it stands for.

    Raises ``ConfigError`` for a word that is none of these.
    """
    word = word.strip()
    _, chosen = matching(rules, word)
    about = f"A preset: {ABOUT[word.lower()]}." if word.lower() in PRESETS else "A part of the rules."
    number = "1 rule" if len(chosen) == 1 else f"{len(chosen)} rules"
    return f"# {word}\n\n{about} --select {word} runs {number}:\n\n{catalogue(chosen)}"


def page(rule: RuleEntry) -> str:
    """The page of a rule: its metadata, the sections of its docstring, an example, and what was run."""
    head, heading, safety = _docstring(rule).partition("## Fix safety")
    shown = examples.of(rule.code)
    return (
        f"# {rule.name} ({rule.code})\n"
        "\n"
        f"Keras 2: {rule.keras2 or 'silent'}. Keras 3: {rule.keras3 or 'silent'}.\n"
        f"Fix: {', '.join(rule.fixes) or 'none'}.\n"
        f"Presets: {', '.join((*rule.presets, 'all'))}.\n"
        "\n"
        f"{_joined(head, shown['example'], heading + safety, _runs(shown))}\n"
        "\n"
        f"{rule_url(rule.name)}\n"
    )


def _joined(*sections: str) -> str:
    return "\n\n".join(section.strip() for section in sections if section)


def _runs(shown: Example) -> str:
    """What happened when the fixtures were run; one line for each release."""
    if not shown["runs"]:
        return ""
    lines = ["## What was run", "Training scripts that the test suite runs, as they stand and as fixed."]
    for run in shown["runs"]:
        lines += ["", f"{run['title']}"]
        for script, outcomes in run["scripts"].items():
            lines.append(f"  {script}:")
            lines += (f"    {release}: {outcome}" for release, outcome in outcomes.items())
    if shown["more"]:
        lines += ["", f"{shown['more']} more on the page:"]
    return "\n".join(lines)


def page_json(rule: RuleEntry) -> str:
    """The page of a rule as one JSON object."""
    return dump({**_metadata(rule), "explanation": _docstring(rule), **examples.of(rule.code)})


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
