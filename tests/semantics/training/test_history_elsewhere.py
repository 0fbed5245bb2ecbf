"""Keys of a record that a function of another file reads."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.history_elsewhere import reads_elsewhere

# A call in this file, the function in another one, and what it surely reads of the record ``h``.
READS: list[tuple[str, str, list[str]]] = [
    ("curves(h)", "def curves(r):\n    plot(r.history['acc'])", ["acc"]),
    ("curves(h.history)", "def curves(r):\n    plot(r['acc'], r['loss'])", ["acc", "loss"]),
    ("curves(r=h)", "def curves(a=1, *, r):\n    plot(r.history['acc'])", ["acc"]),
    (
        "curves(h)",
        "def curves(r):\n    with f():\n        return [r.history['acc'], 1 + r.history['mae']]",
        ["acc", "mae"],
    ),
    # not surely, or anything else
    (
        "curves(h)",
        "def curves(r):\n    if t:\n        plot(r.history['acc'])\n    plot(r.history['mae'])",
        ["mae"],
    ),
    ("curves(h)", "def curves(r):\n    for i in n:\n        plot(r.history['acc'])", []),
    ("curves(h)", "def curves(r):\n    if t:\n        return\n    plot(r.history['acc'])", []),
    ("curves(h)", "def curves(r):\n    if 'acc' in r.history:\n        pass\n    plot(r.history['acc'])", []),
    ("curves(h)", "def curves(r):\n    r.history['acc'] = 1\n    plot(r.history['acc'])", []),
    ("curves(h)", "def curves(r):\n    r = f(r)\n    plot(r.history['acc'])", []),
    ("curves(h)", "def curves(r, key):\n    plot(r.history[key])", []),
    ("curves(h)", "def curves(r):\n    plot(r['acc'])", []),
    ("curves(h.history)", "def curves(r):\n    plot(r.history['acc'])", []),
    ("curves(h)", "@cached\ndef curves(r):\n    plot(r.history['acc'])", []),
    (
        "curves(h)",
        "def curves(r):\n    try:\n        plot(r.history['acc'])\n    except KeyError:\n        pass",
        [],
    ),
    ("curves(h)", "def curves(r):\n    yield r.history['acc']", []),
    ("curves(other)", "def curves(r):\n    plot(r.history['acc'])", []),
    ("curves()", "def curves(r=h):\n    plot(r.history['acc'])", []),
    ("h.curves(h)", "def curves(r):\n    plot(r.history['acc'])", []),
]


@pytest.mark.parametrize(("call", "function", "expected"), READS)
def test_reads(call: str, function: str, expected: list[str]) -> None:
    facts = module(f"from plots import curves\n{call}\n", plots=function + "\n")
    found = list(reads_elsewhere(facts, lambda node: facts.text(node) == "h"))
    assert [each.key for each in found] == expected
    assert all((each.function, each.path) == ("curves", "plots.py") for each in found)
