"""Calls of ``compile``, and which of them is in effect when a fit begins."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls, line
from tflint_ckpt.semantics.training.compiles import is_replaced_at_once, surely_before

HEAD = "from tensorflow import keras\nm = keras.Sequential()\n"

# Code with one fit, and the lines of the compiles that may be in effect there; None where it is not known.
COMPILED = [
    ("m.compile('sgd', 'mse')\nm.fit(x)", "3"),
    ("m.compile('sgd', 'mse')\nm.compile('adam', 'mse')\nm.fit(x)", "4"),
    ("m.compile('sgd', 'mse')\nif t:\n    m.compile('adam', 'mse')\nm.fit(x)", "3 5"),
    ("if t:\n    m.compile('sgd', 'mse')\nelse:\n    m.compile('adam', 'mse')\nm.fit(x)", "4 6"),
    ("m.compile('sgd', 'mse')\nm.fit(x)\nm.compile('adam', 'mse')", "3"),
    ("def f():\n    m.compile('sgd', 'mse')\nf()\nm.fit(x)", "4"),
    ("m.fit(x)", None),
    ("other.compile('sgd', 'mse')\nm.fit(x)", None),
]
# What compile is given, the release, and where the metrics are.
METRICS = [
    ("'sgd', 'mse', metrics=a", (2, 15), "a"),
    ("'sgd', 'mse', metrics=a", (3, 15), "a"),
    ("'sgd', 'mse', a, b", (2, 4), "a"),
    ("'sgd', 'mse', a, b", (2, 15), "a"),
    ("'sgd', 'mse', a, b", (3, 3), "b"),
    ("'sgd', 'mse', a, b", (3, 15), "b"),
    ("'sgd', 'mse', a", (3, 15), None),
    ("'sgd', a", (2, 15), None),
    ("'sgd', 'mse', *a", (2, 15), None),
]
# What stands behind a compile, and whether it compiles the model again before anything uses it.
REPLACED = [
    ("m.compile('adam')", True),
    ("x = load()\nm.compile(m.optimizer)\nm.fit(x)", True),
    ("m.fit(x)\nm.compile('adam')", False),
    ("if t:\n    m.compile('adam')", False),
    ("n.compile('adam')", False),
    ("h = m.compile('adam')", False),
    ("", False),
]
BEFORE = [
    ("a()\nb()", True),
    ("a()\nif t:\n    b()", True),
    ("if t:\n    a()\n    b()", True),
    ("if t:\n    a()\nb()", False),
    ("for x in y:\n    a()\nb()", False),
    ("b()\na()", False),
    ("try:\n    a()\nexcept E:\n    pass\nb()", False),
]


@pytest.mark.parametrize(("given", "keras", "expected"), METRICS)
def test_where_the_metrics_are(given: str, keras: tuple[int, int], expected: str | None) -> None:
    facts = module(f"{HEAD}m.compile({given})\n")
    (compiled,) = facts.training.compiles
    found = compiled.argument("metrics", keras)
    assert (None if found is None else facts.text(found.value)) == expected


@pytest.mark.parametrize(("code", "expected"), COMPILED)
def test_in_effect(code: str, expected: str | None) -> None:
    facts = module(HEAD + code)
    (fit,) = facts.training.fits
    lines = sorted(line(facts, one.node) for one in fit.compiles or ())
    assert (None if fit.compiles is None else " ".join(map(str, lines))) == expected


@pytest.mark.parametrize(("code", "expected"), BEFORE)
def test_surely_before(code: str, expected: bool) -> None:
    facts = module(code)
    (first,), (second,) = calls(facts, "a"), calls(facts, "b")
    assert surely_before(facts, first, second) is expected


@pytest.mark.parametrize(("behind", "expected"), REPLACED)
def test_is_replaced_at_once(behind: str, expected: bool) -> None:
    facts = module(f"{HEAD}m.compile('sgd')\n{behind}\n")
    assert is_replaced_at_once(facts, facts.training.compiles[0]) is expected
