"""What proves a variable to be a dataset besides its value."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked

HEAD = "import tensorflow as tf\nfrom typing import Optional\nAUTO = tf.data.AUTOTUNE\n"

# Code that shows what is a dataset by its use, its annotation or a check.
PROVED = [
    "def f(ds: tf.data.Dataset):\n    show(ds)",
    "def f(ds: 'tf.data.Dataset'):\n    show(ds)",
    "def f(ds: Optional[tf.data.Dataset]):\n    show(ds)",
    "def f(ds: tf.data.Dataset | None):\n    show(ds)",
    "def f() -> tf.data.Dataset:\n    return g()\nshow(f())",
    "def f(ds):\n    ds = ds.map(g, num_parallel_calls=AUTO)\n    show(ds)",
    "def f(ds):\n    ds.shuffle(3).prefetch(tf.data.AUTOTUNE)\n    show(ds)",
    "def f(ds):\n    assert isinstance(ds, tf.data.Dataset)\n    show(ds)",
    "def f(ds):\n    if isinstance(ds, tf.data.Dataset):\n        show(ds)",
]
OTHERS = [
    "def f(ds):\n    show(ds)",
    "def f(ds: list):\n    show(ds)",
    "def f(ds: tf.data.Dataset | list):\n    show(ds)",
    "def f(ds: Mine.Dataset):\n    show(ds)",
    "def f(ds):\n    ds = ds.map(g)\n    show(ds)",
    "def f(ds):\n    ds = ds.process(AUTO)\n    show(ds)",
    "def f(ds):\n    show(ds)\n    assert isinstance(ds, tf.data.Dataset)",
    "def f(ds):\n    if isinstance(ds, tf.data.Dataset):\n        pass\n    show(ds)",
    "def f(ds):\n    if not isinstance(ds, tf.data.Dataset):\n        show(ds)",
    "def f(ds, other):\n    assert isinstance(other, tf.data.Dataset)\n    show(ds)",
]


@pytest.mark.parametrize("code", PROVED)
def test_proved(code: str) -> None:
    facts, node = marked(HEAD + code)
    assert facts.datasets.chains(node)


@pytest.mark.parametrize("code", OTHERS)
def test_not_proved(code: str) -> None:
    facts, node = marked(HEAD + code)
    assert not facts.datasets.chains(node)
