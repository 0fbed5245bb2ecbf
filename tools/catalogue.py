"""Write ``tflint_ckpt/rules/catalogue.py`` from the rule files; ``--check`` only compares.

Usage: python tools/catalogue.py [--check]
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]  # the rules of this checkout, whatever is installed

from tflint_ckpt import rules  # noqa: E402
from tflint_ckpt.rules.rule import Rule  # noqa: E402
from tflint_ckpt.rules.triggers import Either, Trigger  # noqa: E402

LONGEST_LINE = 110
"""Characters, with the line ending left out: longer imports are written one name a line, as Ruff has them."""
MANY = 60
"""Words of a trigger from which on they are written as one text."""
CATALOGUE = ROOT / "tflint_ckpt" / "rules" / "catalogue.py"

HEADER = '''"""Every rule, by code. Written by ``python tools/catalogue.py`` from the rule files."""

from tflint_ckpt.rules.registry import RuleEntry
{imports}
RULES: tuple[RuleEntry, ...] = (
'''


def rule_classes() -> list[type[Rule]]:
    """Every rule class of the package, by code. Raises ``ValueError`` if two share a code or a name."""
    found: dict[str, type[Rule]] = {}
    for info in pkgutil.walk_packages(rules.__path__, "tflint_ckpt.rules."):
        if info.name == "tflint_ckpt.rules.catalogue":
            continue
        module = importlib.import_module(info.name)
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Rule) and kind is not Rule and kind.__module__ == info.name:
                for key in (kind.code, kind.name):
                    if found.setdefault(key, kind) is not kind:
                        raise ValueError(f"{key} is used twice: {found[key].__name__} and {kind.__name__}")
    return sorted(set(found.values()), key=lambda kind: kind.code)


def render() -> str:
    """The text of the catalogue."""
    classes = rule_classes()
    names = sorted({name for kind in classes for trigger in kind.requires for name in _classes(trigger)})
    rows = []
    for kind in classes:
        fields = [
            _quoted(kind.code),
            _quoted(kind.name),
            _quoted(kind.__module__),
            _quoted(kind.__name__),
            _quoted(kind.summary),
            _quoted(kind.keras2.value) if kind.keras2 else "None",
            _quoted(kind.keras3.value) if kind.keras3 else "None",
            _tuple([_quoted(fix.value) for fix in kind.fixes]),
            _tuple([_quoted(preset) for preset in kind.presets]),
            _tuple([_trigger(trigger) for trigger in kind.requires]),
        ]
        if kind.alternatives:
            fields.append(_tuple([_quoted(name) for name in kind.alternatives]))
        rows.append("    RuleEntry(\n" + "".join(f"        {field},\n" for field in fields) + "    ),\n")
    imports = f"from tflint_ckpt.rules.triggers import {', '.join(names)}\n"
    if len(imports.rstrip()) > LONGEST_LINE:
        listed = "".join(f"    {each},\n" for each in names)
        imports = f"from tflint_ckpt.rules.triggers import (\n{listed})\n"
    return HEADER.format(imports=imports if names else "") + "".join(rows) + ")\n"


def _classes(trigger: Trigger) -> list[str]:
    inner = trigger.triggers if isinstance(trigger, Either) else ()
    return [type(trigger).__name__, *(name for each in inner for name in _classes(each))]


def _trigger(trigger: Trigger) -> str:
    if isinstance(trigger, Either):
        return f"{type(trigger).__name__}({', '.join(map(_trigger, trigger.triggers))})"
    inside = ", ".join(map(_quoted, trigger.words))
    if len(trigger.words) > MANY:  # to read one text and split it takes a fraction of reading each word
        inside = f"*{_quoted(' '.join(trigger.words))}.split()"
    return f"{type(trigger).__name__}({inside})"


def _quoted(text: str) -> str:
    """*text* as Ruff would write it."""
    return json.dumps(text, ensure_ascii=False)


def _tuple(items: list[str]) -> str:
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def main() -> int:
    """Write the catalogue, or say whether it is stale."""
    text = render()
    if "--check" in sys.argv[1:]:
        stale = CATALOGUE.read_text("utf-8") != text
        if stale:
            print("tflint_ckpt/rules/catalogue.py is stale: run python tools/catalogue.py", file=sys.stderr)
        return int(stale)
    CATALOGUE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
