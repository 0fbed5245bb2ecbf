"""Policies of mixed precision that are set too late; more cases are those of TFC732."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.late_policy import late_policies

NET = "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
HALF = "keras.mixed_precision.set_global_policy('mixed_float16')\n"
FIT = "m.fit(x, y)\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (NET + HALF + FIT, [("mixed_float16", "m.fit(x, y)")]),
        (NET + HALF.replace("float", "bfloat") + FIT + FIT, [("mixed_bfloat16", "m.fit(x, y)")]),
        (HALF + NET + FIT, []),
        (NET + FIT + HALF, []),
        (NET + HALF + FIT + "n = keras.layers.Dense(1)\n", []),
    ],
)
def test_late(code: str, expected: list[tuple[str, str]]) -> None:
    facts = module("import keras\n" + code)
    assert [(each.name, facts.text(each.fit.node)) for each in late_policies(facts)] == expected
