"""The gate on every fixture: it holds nothing back that a rule would find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.claims import FIXTURES
from tests.lint import Lab, lint
from tflint_ckpt import gate
from tflint_ckpt.rules.catalogue import RULES


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*/*/before.py")), ids=lambda path: path.parent.name)
def test_nothing_that_a_rule_finds_is_held_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = path.read_bytes().decode()
    with_gate = lint(code)
    monkeypatch.setattr(gate, "by_words", lambda text, rules, **_: [rule for rule in rules if rule.requires])
    monkeypatch.setattr(gate, "by_triggers", lambda tree, rules, *_: rules)
    assert lint(code) == with_gate
    assert len(RULES) > 3


ONE_SIDED = {
    "keras2": [each for each in RULES if each.requires and each.keras2 is None],
    "keras3": [each for each in RULES if each.requires and each.keras3 is None],
}
"""The rules that say of themselves that they are silent on one Keras: they are not asked there."""


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*/*/before.py")), ids=lambda path: path.parent.name)
def test_a_rule_that_says_it_is_silent_on_a_keras_is(path: Path) -> None:
    code = path.read_bytes().decode()
    for target, rules in ONE_SIDED.items():
        module = Lab(code, target).module
        found = [each.code for each in rules for _ in each.load()().check(module)]
        assert found == [], target
