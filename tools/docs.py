"""Write ``docs/rules/`` and what ``--explain`` shows from docstrings and fixtures; ``--check`` only compares.

Usage: python tools/docs.py [--check]
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]  # the claims are read by the tests' own reader

from tests import claims  # noqa: E402
from tflint_ckpt.report.rules import ABOUT  # noqa: E402
from tflint_ckpt.rules.catalogue import RULES  # noqa: E402
from tflint_ckpt.rules.registry import RuleEntry  # noqa: E402
from tools.excerpts import differing, excerpt  # noqa: E402

PAGES = ROOT / "docs" / "rules"
EXAMPLES = ROOT / "tflint_ckpt" / "report" / "examples.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
ENVIRONMENTS = (
    ("keras3", "keras3", "Keras 3 (TF 2.21)"),
    ("tf_keras", "keras2", "Keras 2 (TF 2.21, tf_keras)"),
    ("tf2.15", "keras2", "Keras 2 (TF 2.15)"),
)
"""Environment and Keras major of the claims, and the column's title: what the suite was last run on."""
_ENDINGS = "endings.svg", "Which ending each way of saving writes, and reads back, by release"
PICTURES = {
    "checkpoint-weights-suffix": _ENDINGS,
    "checkpoint-model-suffix": _ENDINGS,
    "save-weights-suffix": _ENDINGS,
    "model-save-suffix": _ENDINGS,
    "h5-legacy": _ENDINGS,
    "load-unsupported-format": _ENDINGS,
    "pipeline-cache": ("cache-memory.svg", "Memory that caches take, at each place in a pipeline"),
    "pipeline-prefetch": ("prefetch-memory.svg", "Memory that a prefetch takes, by its number of batches"),
}
"""Of a rule the picture that its page shows, drawn by ``tools/pictures.py``, and what it shows in words."""
EXPLAINED = 3
"""Of how many scripts ``--explain`` says what happened; the page has all."""
GROUPS = {
    "checkpoint": "ModelCheckpoint: where it writes, what, when, and what it watches",
    "pipeline": "`tf.data`: order, `cache`, `shuffle`, `batch`, `map`, what is repeated or dropped",
    "memory": "memory that grows, GPUs, random seeds, `predict` in a loop",
    "callbacks": "callbacks that stop nothing, hide a metric, or are given what they do not take",
    "saving": "saving and restoring: endings, folders, what cannot be loaded again",
    "functions": "`tf.function`: traces, side effects, variables, randomness",
    "training": "`compile` and `fit`: losses, activations, labels, frozen layers, mixed precision",
    "migration": "what Keras 3 took away, renamed, or refuses",
    "tool": "files that cannot be read, and comments that suppress nothing",
}
"""What the rules of each group are about, for the README."""
PRESETS = (
    "Severities are the worst that a rule gives on that Keras. `--select` and the configuration take rules "
    "by code, name, prefix of codes (`TFC2`), group (`pipeline`) or preset:\n\n"
    "| preset | rules |\n| --- | --- |\n"
    + "".join(f"| `{preset}` | {about} |\n" for preset, about in ABOUT.items())
    + "\n"
)


def main() -> int:
    """Write the pages and the README's table, or name those that are stale."""
    check = "--check" in sys.argv[1:]
    wanted = {PAGES / f"{rule.name}.md": page(rule) for rule in RULES}
    wanted[PAGES / "README.md"] = f"# Rules\n\n{PRESETS}{table('')}"
    wanted[EXAMPLES] = explained()
    readme = README.read_text("utf-8")
    head, _, rest = readme.partition(BEGIN)
    wanted[README] = f"{head}{BEGIN}\n{overview()}{END}{rest.partition(END)[2]}"
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    stale += [path for path in sorted(PAGES.glob("*.md")) if path not in wanted]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is stale: run python tools/docs.py", file=sys.stderr)
        elif path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], "utf-8", newline="\n")
        else:
            path.unlink()
    return int(check and bool(stale))


def table(prefix: str) -> str:
    """The catalogue as a Markdown table; links begin with *prefix*."""
    rows = ["| code | rule | what it finds | Keras 2 | Keras 3 | fix |", "| --- " * 6 + "|"]
    for rule in RULES:
        link = f"[{rule.name}]({prefix}{rule.name}.md)"
        levels = f"{rule.keras2 or '-'} | {rule.keras3 or '-'}"
        rows.append(f"| {rule.code} | {link} | {rule.summary} | {levels} | {', '.join(rule.fixes) or '-'} |")
    return "\n".join(rows) + "\n"


def overview() -> str:
    """How many rules there are about what, as a Markdown table."""
    rows = ["| codes | rules | about |", "| --- | --- | --- |"]
    for group, about in GROUPS.items():
        codes = [rule.code for rule in RULES if rule.group == group]
        link = f"[{codes[0][:4]}…](https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/rules/README.md)"
        rows.append(f"| {link} | {len(codes)} | {about} |")
    assert set(GROUPS) == {rule.group for rule in RULES}, "a group that the README says nothing of"
    return "\n".join(rows) + "\n"


def explained() -> str:
    """What ``--explain`` shows beside the docstring of each rule, by code, as JSON: one rule a line."""
    lines = []
    for rule in RULES:
        cases = [claims.read(folder) for folder in claims.case_folders() if folder.parent.name == rule.name]
        shown = sorted(cases, key=lambda case: not case.example)[:EXPLAINED]
        entry = {
            "example": re.sub(
                r" \(\[the whole script\]\(.*?\)\)",
                "",
                "\n".join(example(case) for case in shown if case.example),
            ),
            "runs": [
                {
                    "title": case.title,
                    "scripts": {
                        label: {
                            title: outcome(case.outcome(script, name, major))
                            for name, major, title in ENVIRONMENTS
                        }
                        for script, label in _scripts(case)
                    },
                }
                for case in shown
            ],
            "more": len(cases) - len(shown),
        }
        lines.append(f"  {json.dumps(rule.code)}: {json.dumps(entry, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def page(rule: RuleEntry) -> str:
    """The Markdown page of one rule."""
    headline, _, body = inspect.cleandoc(rule.load().__doc__ or "").partition("\n\n")
    facts = [
        f"| code | `{rule.code}` |",
        "| --- | --- |",
        f"| on Keras 2 | {rule.keras2 or 'silent'} |",
        f"| on Keras 3 | {rule.keras3 or 'silent'} |",
        f"| fix | {', '.join(rule.fixes) or 'none'} |",
        f"| switched on by | {', '.join(f'`{preset}`' for preset in rule.presets or ('all',))} |",
    ]
    parts = [f"# {rule.name}\n", f"**{headline}**\n", "\n".join(facts) + "\n"]
    cases = [claims.read(folder) for folder in claims.case_folders() if folder.parent.name == rule.name]
    before_fix, marker, after_fix = body.partition("## Fix safety")
    parts.append(before_fix.strip() + "\n")
    parts += [example(case) for case in cases if case.example]
    if rule.name in PICTURES:
        file, words = PICTURES[rule.name]
        parts.append(f"## Measured\n\n![{words}](../pictures/{file})\n")
    parts.append((marker + after_fix).strip() + "\n")
    if cases:
        parts.append(runs(cases))
    return "\n".join(parts)


def example(case: claims.Case) -> str:
    """The statements that a fix changes, before and after, with a little context; else what is found."""
    where = f"fixtures/{case.group}/{case.rule}/{case.name}"
    head = f"## Example\n\n{case.title} ([the whole script](../../{where}/before.py)):\n\n"
    text = case.text("before")
    if text == case.text("after"):
        lines = {int(found.rpartition(":")[2]) for lint in case.lint for found in lint.findings}
        return f"{head}```python\n{excerpt(text, [(line - 1, line) for line in sorted(lines)])}\n```\n"
    old, new = differing(text, case.text("after"))
    fix = case.lint[0].fix
    how = None if fix == "none" else "--fix" if fix == "safe" else "--fix --unsafe-fixes"
    title = f"What `{how}` makes of it:" if how else "Use instead:"
    settings = case.folder / claims.SETTINGS
    if how and settings.exists():
        own = settings.read_text("utf-8").strip()
        title = f"{title[:-1]}, with this in `{claims.SETTINGS}`:\n\n```toml\n{own}\n```"
    return f"{head}```python\n{old}\n```\n\n{title}\n\n```python\n{new}\n```\n"


def runs(cases: list[claims.Case]) -> str:
    """What happened when the scripts were run, by release."""
    head = "| case | script | " + " | ".join(title for _, _, title in ENVIRONMENTS) + " |"
    rows = [head, "| --- " * (2 + len(ENVIRONMENTS)) + "|"]
    for case in cases:
        rows += _case_rows(case)
    intro = (
        "## What was run\n\n"
        "Every row is a training script that the test suite runs on these releases, as it stands and as "
        "fixed. The suite fails when a row is no longer true.\n"
    )
    notes = "".join(line for case in cases for line in _release_lines(case))
    notes += "".join(_memory_line(case) for case in cases if case.memory)
    return intro + "\n" + "\n".join(rows) + "\n" + (f"\n{notes}" if notes else "")


def _release_lines(case: claims.Case) -> Iterator[str]:
    """What happened on the other releases that a case has a section for."""
    for release in case.releases:
        package, _, minor = release.partition(".")
        title = f"Keras 3.{minor}" if package == "keras3" else f"Keras 2 (TF 2.{minor})"
        major = "keras3" if package == "keras3" else "keras2"
        told = [
            f"{label.capitalize()}: {outcome(case.outcome(script, release, major))}."
            for script, label in _scripts(case)
        ]
        yield f"- {case.title}, on {title}. {' '.join(told)}\n"


def _scripts(case: claims.Case) -> tuple[tuple[claims.Script, str], ...]:
    """The scripts that were run, and what to call them."""
    if case.text("before") == case.text("after"):
        return (("before", "stays as it is"),)
    return (("before", "before"), ("after", "after"))


def _memory_line(case: claims.Case) -> str:
    assert case.memory is not None
    when = "at its peak" if case.memory.at == "peak" else "at the end of the last epoch"
    return (
        f"- {case.title}: what the process takes beyond TensorFlow itself {when} is at least "
        f"{case.memory.ratio_at_least:g} times as much before the fix as after it (two fresh processes).\n"
    )


def _case_rows(case: claims.Case) -> Iterator[str]:
    where = f"../../fixtures/{case.group}/{case.rule}/{case.name}"
    for script, label in _scripts(case):
        cells = [outcome(case.outcome(script, name, major)) for name, major, _ in ENVIRONMENTS]
        title = case.title if script == "before" else ""
        yield f"| {title} | [{label}]({where}/{script}.py) | " + " | ".join(cells) + " |"


def outcome(claim: claims.Outcome) -> str:
    """One cell: what is claimed of a run, in a few words."""
    words = []
    if claim.raises is not None:
        when = f" after {claim.trained_epochs} epochs" if claim.trained_epochs else ""
        message = f": {_code(claim.message)}" if claim.message else ""
        words.append(f"**{claim.raises}**{when}{message}")
    else:
        words.append("runs")
    written = list(dict.fromkeys([*(claim.files_exactly or ()), *claim.files]))
    if written:
        words.append("writes " + ", ".join(map(_code, written[:3])) + (" …" if len(written) > 3 else ""))
    elif claim.files_exactly == ():
        words.append("writes nothing")
    if claim.absent:
        words.append("not " + ", ".join(map(_code, claim.absent)))
    if claim.reloads:
        words.append("reloads equal")
    if claim.warns:
        words.append("warns " + ", ".join(map(_code, claim.warns)))
    return "; ".join(words)


def _code(text: str) -> str:
    """Text as code in a table cell."""
    text = text.replace("|", "\\|").replace("\n", " ")
    return f"`` {text} ``" if "`" in text else f"`{text}`"


if __name__ == "__main__":
    sys.exit(main())
