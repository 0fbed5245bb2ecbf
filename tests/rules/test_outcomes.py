"""What happens on which Keras, put into a severity and words."""

from __future__ import annotations

import pytest

from tests.lint import target_of
from tflint_ckpt.finding import Severity
from tflint_ckpt.rules.outcomes import Outcome, judge, on_keras2, on_keras3
from tflint_ckpt.target import parse

LOST = (
    on_keras2(Severity.WARNING, "never writes a file"),
    on_keras3(Severity.ERROR, "never writes one either", until=(3, 10)),
    on_keras3(Severity.INFO, "writes one every epoch", since=(3, 10)),
)
ONLY_KERAS3 = (on_keras2(None, "ignores it"), on_keras3(Severity.ERROR, "raises TypeError"))


@pytest.mark.parametrize(
    ("target", "severity", "text"),
    [
        ("2.15", "warning", "Keras 2 never writes a file"),
        ("2.16", "error", "Keras 3 before 3.10 never writes one either"),
        ("2.21", "info", "Keras 3 from 3.10 writes one every epoch"),
        (
            "2.15..2.21",
            "error",
            "Keras 2 (TensorFlow 2.15) never writes a file; "
            "Keras 3 before 3.10 (TensorFlow 2.16 to 2.19) never writes one either; "
            "Keras 3 from 3.10 (TensorFlow 2.20 to 2.21) writes one every epoch",
        ),
        ("2.14..2.15", "warning", "Keras 2 never writes a file"),
    ],
)
def test_the_worst_release_decides(target: str, severity: str, text: str) -> None:
    verdict = judge(parse(target, ""), LOST)
    assert verdict is not None
    assert (verdict.severity.value, verdict.text) == (severity, text)


def test_silent_where_it_does_no_harm() -> None:
    assert judge(target_of("keras2"), ONLY_KERAS3) is None
    both = judge(target_of("both"), ONLY_KERAS3)
    assert both is not None
    assert both.severity is Severity.ERROR
    assert both.text.startswith("Keras 2 (TensorFlow 2.15) ignores it; Keras 3")
    assert [effect.severity for effect in both.effects] == [None, Severity.ERROR]


def test_what_says_the_same_is_said_once() -> None:
    outcomes = (
        on_keras2(Severity.ERROR, "never saves"),
        on_keras3(Severity.ERROR, "never saves", until=(3, 10)),
        on_keras3(Severity.ERROR, "saves all", since=(3, 10)),
    )
    verdict = judge(parse("2.15..2.16", ""), outcomes)
    assert verdict is not None
    assert verdict.text == "Keras before 3.10 never saves"


@pytest.mark.parametrize(
    ("outcome", "keras"),
    [
        (on_keras2(None, ""), "Keras 2"),
        (on_keras2(None, "", until=(2, 12)), "Keras 2 before 2.12"),
        (on_keras2(None, "", since=(2, 12)), "Keras 2 from 2.12"),
        (on_keras3(None, ""), "Keras 3"),
        (on_keras3(None, "", until=(3, 8)), "Keras 3 before 3.8"),
        (on_keras3(None, "", since=(3, 1), until=(3, 8)), "Keras 3 from 3.1 and before 3.8"),
        (Outcome(None, ""), "Keras"),
        (Outcome(None, "", until=(3, 8)), "Keras before 3.8"),
        (Outcome(None, "", since=(2, 11)), "Keras from 2.11"),
    ],
)
def test_names_of_releases(outcome: Outcome, keras: str) -> None:
    assert outcome.keras == keras
