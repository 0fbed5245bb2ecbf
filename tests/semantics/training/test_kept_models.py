"""Models that go on learning from fold to fold; the rule's own tests have the many forms."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.kept_models import kept_models

HEAD = """\
import keras
from sklearn.model_selection import KFold
m = keras.Sequential([keras.layers.Dense(1)])
"""
LOOP = "for a, b in KFold().split(x):\n"
BODY = "    m.fit(x[a])\n    m.predict(x[b])\n"

# What stands behind HEAD, and the models that are kept, with whether the loop compiles them.
KEPT: list[tuple[str, list[tuple[str, bool]]]] = [
    (LOOP + BODY, [("m", False)]),
    (LOOP + "    m.compile('adam')\n" + BODY, [("m", True)]),
    ("n = m\n" + LOOP + BODY + BODY.replace("m.", "n."), [("m", False), ("n", False)]),
    ("def f(net, c):\n    net.fit(c)\n" + LOOP + "    f(m, x[a])\n    m.predict(x[b])\n", [("net", False)]),
    (
        "def f(net, c):\n    net.fit(c)\n" + LOOP + "    f(m, x[a])\n    f(m, x[a])\n    m.predict(x[b])\n",
        [("net", False)],
    ),
    (LOOP + "    for i in k:\n        m.train_on_batch(x[a][i])\n    m.predict(x[b])\n", [("m", False)]),
    (
        "def f(n, c):\n    if n:\n        return\n    m.fit(c)\n" + LOOP + "    f(b[0], x[a])\n"
        "    m.predict(x[b])\n",
        [],
    ),
    (
        "def f(net, c):\n    h = net.fit(c)\n    return h\n" + LOOP + "    f(m, x[a])\n    m.predict(x[b])\n",
        [("net", False)],
    ),
    (LOOP + "    m = keras.Sequential([])\n" + BODY, []),
    (LOOP + "    if b[0]:\n        m.fit(x[a])\n    m.predict(x[b])\n", []),
    (LOOP + "    try:\n        pass\n    except E:\n        m.fit(x[a])\n    m.predict(x[b])\n", []),
    (LOOP + BODY + "    for i in k:\n        break\n", [("m", False)]),
    (LOOP + BODY + "    for i in k:\n        return_now()\n    continue\n", []),
    (LOOP + BODY + "    exit()\n", []),
    (LOOP + BODY + "    keep(m)\n", []),
    (LOOP + BODY + "keep(m)\n", [("m", False)]),
    ("keep(m)\n" + LOOP + BODY, []),
    (LOOP + BODY + "    m.trainable = False\n", []),
    (LOOP + BODY + "    print(m, m.name, len(m.get_weights()))\n", [("m", False)]),
]


@pytest.mark.parametrize(("code", "kept"), KEPT)
def test_kept(code: str, kept: list[tuple[str, bool]]) -> None:
    assert [(one.model.value, one.compiled) for one in kept_models(module(HEAD + code))] == kept
