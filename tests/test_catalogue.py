"""The catalogue is what the rule files say."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tflint_ckpt.finding import Applicability, Severity
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.registry import RuleEntry
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name

ROOT = Path(__file__).resolve().parents[1]
SECTIONS = ["What it does", "Why", "When it is silent", "Fix safety", "References"]


def tool() -> ModuleType:
    """``tools/catalogue.py`` as a module."""
    spec = importlib.util.spec_from_file_location("catalogue_tool", ROOT / "tools" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/catalogue.py", "--check"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_it_says_when_it_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tool()
    some = made.rule_classes()[:3]  # the words of all rules take ten seconds
    monkeypatch.setattr(made, "rule_classes", lambda: some)
    copy = tmp_path / "catalogue.py"
    copy.write_text(made.render() + "# by hand\n", "utf-8")
    monkeypatch.setattr(made, "CATALOGUE", copy)
    monkeypatch.setattr(sys, "argv", ["catalogue.py", "--check"])
    assert made.main() == 1
    monkeypatch.setattr(sys, "argv", ["catalogue.py"])
    assert made.main() == 0
    assert copy.read_text("utf-8") == made.render()


def test_a_summary_may_hold_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Quoting(Rule):
        code, name, summary = "TFC999", "quoting", 'Keras\' own "words"'
        keras2 = keras3 = Severity.INFO
        requires = (Name("a'b"),)

    made = tool()
    monkeypatch.setattr(made, "rule_classes", lambda: [Quoting])
    found: dict[str, tuple[RuleEntry, ...]] = {}
    exec(made.render(), found)
    [entry] = found["RULES"]
    assert entry.summary == Quoting.summary
    assert entry.requires[0].words == ("a'b",)


def test_importing_the_rules_reads_no_api_table() -> None:
    code = (
        "from tflint_ckpt.rules.catalogue import RULES\n"
        "from tflint_ckpt.keras_api import reader\n"
        "for entry in RULES: entry.load()\n"
        "print([name for name, each in vars(reader).items() if hasattr(each, 'cache_info')\n"
        "       and each.cache_info().misses])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize("entry", RULES, ids=lambda entry: entry.code)
def test_each_rule(entry: RuleEntry) -> None:
    rule = entry.load()
    assert re.fullmatch(r"TFC\d{3}", entry.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", entry.name)
    assert (rule.code, rule.name) == (entry.code, entry.name)
    assert rule.__doc__ is not None
    assert len(rule.__doc__.splitlines()[0]) <= 110
    headings = re.findall(r"^ *## (.*)$", rule.__doc__, re.MULTILINE)
    assert [heading for heading in headings if heading in SECTIONS] == [
        section for section in SECTIONS if section in headings
    ]
    assert {"What it does", "Why"} <= set(headings)
    assert set(entry.fixes) <= {item.value for item in Applicability}
    assert {entry.keras2, entry.keras3} <= {None, *(item.value for item in Severity)}


def test_codes_and_names_are_used_once_and_in_order() -> None:
    assert [entry.code for entry in RULES] == sorted({entry.code for entry in RULES})
    assert len({entry.name for entry in RULES}) == len(RULES)
