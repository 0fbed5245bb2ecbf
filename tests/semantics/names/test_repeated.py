"""Whether an expression can be written again at another place, and gives the same there."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.repeated import is_repeatable

HEAD = "from tensorflow import keras\nimport settings\n"
SAME = [
    "v = keras.optimizers.Adam(\n    0.1)\nuse(here)",
    "v = keras.optimizers.Adam(0.1)\nuse(here)",
    "v = keras.optimizers.SGD(1e-3 / 2, momentum=-0.9, name='s')\ndef f():\n    use(here)",
    "rate = 0.1\nv = keras.optimizers.Adam(rate)\ndef f():\n    use(here)",
    "v = keras.optimizers.Adam(settings.rate)\nuse(here)",
    "def f(rate):\n    v = keras.optimizers.Adam(rate)\n    use(here)",
    "v = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.1, 100))\nuse(here)",
]
OTHER = [
    "rate = 0.1\nv = keras.optimizers.Adam(rate)\nrate = 0.2\nuse(here)",
    "rate = 0.1\nv = keras.optimizers.Adam(rate)\ndef f(rate):\n    use(here)",
    "def f(rate):\n    v = keras.optimizers.Adam(rate)\nuse(here)",
    "for rate in rates:\n    v = keras.optimizers.Adam(rate)\nuse(here)",
    "v = keras.optimizers.Adam(next(rates))\nuse(here)",
    "v = keras.optimizers.Adam(*rates)\nuse(here)",
    "v = keras.optimizers.Adam(rates[0])\nuse(here)",
    "v = keras.optimizers.Adam(0.1 if t else 0.2)\nuse(here)",
    "v = make(0.1)\nuse(here)",
]


@pytest.mark.parametrize("code", SAME)
def test_the_same_at_both_places(code: str) -> None:
    assert repeatable(code)


@pytest.mark.parametrize("code", OTHER)
def test_not_surely_the_same(code: str) -> None:
    assert not repeatable(code)


def repeatable(code: str) -> bool:
    """Of what ``v`` is assigned, at the name ``here``."""
    found = module(HEAD + code)
    (value,) = (call for call in found.facts.calls if isinstance(found.parent(call), cst.Assign))
    (use,) = (call for call in found.facts.calls if found.text(call) == "use(here)")
    return is_repeatable(found, value, use.args[0].value)
