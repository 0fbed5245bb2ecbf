"""Models that are used under a strategy and were made outside of its scope."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.strategies import out_of_scope

HEAD = "import keras\nimport tensorflow as tf\ns = tf.distribute.MirroredStrategy()\n"
MODEL = "m = keras.Sequential([keras.layers.Dense(1)])\n"
UNDER = "with s.scope():\n    m.compile('sgd', 'mse')\n"

USES: list[tuple[str, list[str]]] = [
    (f"{MODEL}{UNDER}m.fit(x)", ["m.compile('sgd', 'mse')"]),
    (f"{MODEL}with s.scope():\n    m.fit(x)", ["m.fit(x)"]),
    (f"{MODEL}with tf.distribute.MirroredStrategy().scope():\n    m.fit(x)", ["m.fit(x)"]),
    (f"def b():\n    return keras.Sequential()\nm = b()\n{UNDER}", ["m.compile('sgd', 'mse')"]),
    (f"{MODEL}{UNDER}    m.fit(x)", ["m.compile('sgd', 'mse')"]),
    # made in the scope, under a condition, not known, or another strategy
    (f"with s.scope():\n    {MODEL}    m.compile('sgd', 'mse')", []),
    (f"with s.scope():\n    {MODEL}{UNDER}", []),
    (f"def b():\n    with s.scope():\n        return keras.Sequential()\nm = b()\n{UNDER}", []),
    (
        "def b():\n    return keras.Sequential()\nwith s.scope():\n    m = b()\n    m.compile('sgd', 'mse')",
        [],
    ),
    (f"if t:\n    {MODEL}{UNDER}", []),
    (f"{MODEL}m.compile('sgd', 'mse')\nm.fit(x)", []),
    (f"m = build()\n{UNDER}", []),
    (f"s = tf.distribute.OneDeviceStrategy('/cpu:0')\n{MODEL}{UNDER}", []),
    (f"s = strategy()\n{MODEL}{UNDER}", []),
    (f"s = tf.distribute.MirroredStrategy() if t else tf.distribute.get_strategy()\n{MODEL}{UNDER}", []),
    (f"s.scope().__enter__()\n{MODEL}{UNDER}", []),
    (
        f"def train(m):\n    with s.scope():\n        m.compile('sgd', 'mse')\nwith s.scope():\n"
        f"    {MODEL}train(m)",
        [],
    ),
]


@pytest.mark.parametrize(("code", "expected"), USES)
def test_uses(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [facts.text(found.use) for found in out_of_scope(facts)] == expected
