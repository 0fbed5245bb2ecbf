"""The catalogue and the pages of rules."""

from __future__ import annotations

import json
import sys
from types import ModuleType

import pytest

from tflint_ckpt.report import rules
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.registry import RuleEntry
from tflint_ckpt.rules.selection import PRESETS


class CheckpointPeriod:
    """The argument is gone.

    ## Why
    Training stops:

        TypeError
    """


@pytest.fixture(autouse=True)
def rule_module(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = {"example": "", "runs": [], "more": 0}
    of = rules.examples.of
    made_up = (PERIOD.code, JOIN.code)
    monkeypatch.setattr(rules.examples, "of", lambda code: nothing if code in made_up else of(code))
    module = ModuleType("made_up.checkpoint.period")
    module.CheckpointPeriod = CheckpointPeriod  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


PERIOD = RuleEntry(
    "TFC111",
    "checkpoint-period",
    "made_up.checkpoint.period",
    "CheckpointPeriod",
    "period= is gone",
    "warning",
    "error",
    ("safe", "manual"),
    ("recommended",),
    (),
)
JOIN = RuleEntry(
    "TFC119",
    "checkpoint-path-join",
    "made_up.checkpoint.join",
    "Join",
    "joined by +",
    None,
    "info",
    (),
    (),
    (),
)


@pytest.mark.parametrize("word", ["TFC111", "tfc111", "checkpoint-period", "Checkpoint-Period", " TFC111 "])
def test_a_rule_is_found_by_code_and_name(word: str) -> None:
    assert rules.find(word, (JOIN, PERIOD)) is PERIOD


def test_no_other_rule_is_found() -> None:
    assert rules.find("TFC11", (JOIN, PERIOD)) is None


def test_the_catalogue() -> None:
    assert rules.catalogue((PERIOD, JOIN)) == (
        "code    name                  Keras 2  Keras 3  fix           presets      summary\n"
        "TFC111  checkpoint-period     warning  error    safe, manual  recommended  period= is gone\n"
        "TFC119  checkpoint-path-join  -        info     -             -            joined by +\n"
    )


def test_the_catalogue_in_json() -> None:
    assert json.loads(rules.catalogue_json((PERIOD,))) == {
        "version": "0.1.0",
        "rules": [
            {
                "code": "TFC111",
                "name": "checkpoint-period",
                "group": "checkpoint",
                "summary": "period= is gone",
                "keras2": "warning",
                "keras3": "error",
                "fixes": ["safe", "manual"],
                "alternatives": [],
                "presets": ["recommended"],
                "url": "https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/rules/checkpoint-period.md",
            }
        ],
    }


def test_a_page() -> None:
    assert rules.page(PERIOD) == (
        "# checkpoint-period (TFC111)\n"
        "\n"
        "Keras 2: warning. Keras 3: error.\n"
        "Fix: safe, manual.\n"
        "Presets: recommended, all.\n"
        "\n"
        "The argument is gone.\n"
        "\n"
        "## Why\n"
        "Training stops:\n"
        "\n"
        "    TypeError\n"
        "\n"
        "https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/rules/checkpoint-period.md\n"
    )


def test_a_page_with_an_example_and_what_was_run(monkeypatch: pytest.MonkeyPatch) -> None:
    run = {
        "title": "Every third epoch",
        "scripts": {"before": {"Keras 3": "**TypeError**", "Keras 2": "runs"}},
    }
    shown = {"example": "## Example\n\n    period=3\n", "runs": [run], "more": 2}
    monkeypatch.setattr(rules.examples, "of", lambda code: shown)
    assert rules.page(PERIOD).endswith(
        "    TypeError\n"
        "\n"
        "## Example\n"
        "\n"
        "    period=3\n"
        "\n"
        "## What was run\n"
        "Training scripts that the test suite runs, as they stand and as fixed.\n"
        "\n"
        "Every third epoch\n"
        "  before:\n"
        "    Keras 3: **TypeError**\n"
        "    Keras 2: runs\n"
        "\n"
        "2 more on the page:\n"
        "\n"
        "https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/rules/checkpoint-period.md\n"
    )


def test_the_example_stands_before_what_is_said_of_the_fix() -> None:
    """In the order of the page, for every rule that has both."""
    order = ("## Example", "## Fix safety", "## What was run")
    for rule in RULES:
        headings = dict.fromkeys(line for line in rules.page(rule).splitlines() if line in order)
        assert list(headings) == [each for each in order if each in headings], rule.name


def test_a_preset_a_group_and_a_prefix() -> None:
    assert rules.page_of_several("Keras3", RULES).startswith(
        "# Keras3\n\nA preset: what runs on Keras 2, and on Keras 3 raises or does something else. "
        "--select Keras3 runs "
    )
    assert rules.page_of_several("TFC111", (JOIN, PERIOD)) == (
        "# TFC111\n\nA part of the rules. --select TFC111 runs 1 rule:\n\n" + rules.catalogue((PERIOD,))
    )
    assert "TFC201" in rules.page_of_several("pipeline", RULES)
    assert set(rules.ABOUT) == set(PRESETS)


def test_a_page_in_json() -> None:
    page = json.loads(rules.page_json(PERIOD))
    assert page["code"] == "TFC111"
    assert page["explanation"] == "The argument is gone.\n\n## Why\nTraining stops:\n\n    TypeError"
