"""TFC216 iterator-restarted."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from settings import FIRST, STEPS, paths
ds = tf.data.TFRecordDataset(paths).map(tf.io.parse_tensor).batch(8)
"""
LINES = HEAD.count("\n")

# What it is, the code, and the line of its finding.
FIRES = [
    ("a step", "for step in range(STEPS):\n    x = next(iter(ds))\n    train_step(x)\n", 2),
    ("given at once", "for step in range(STEPS):\n    model.train_on_batch(next(iter(ds)))\n", 2),
    ("two parts", "for step in range(STEPS):\n    x, y = next(iter(ds))\n    trainer.train(x, y)\n", 2),
    ("while", "while True:\n    x = next(iter(ds))\n    train_step(x)\n", 2),
    ("as NumPy", "for step in range(9):\n    x = next(ds.as_numpy_iterator())\n    train_step(x)\n", 2),
    (
        "under a tape",
        "for step in range(9):\n    x = next(iter(ds))\n    with tf.GradientTape() as tape:\n"
        "        loss = model(x)\n"
        "    optimizer.apply_gradients(tape.gradient(loss, v))\n",
        2,
    ),
    (
        "in a function",
        "def run(model):\n    for step in range(STEPS):\n        x = next(iter(ds))\n        train_step(x)\n",
        3,
    ),
    (
        "in a with",
        "for step in range(9):\n    with summary:\n        x = next(iter(ds))\n        train_step(x)\n",
        3,
    ),
    (
        "repeated",
        "data = ds.repeat()\nfor step in range(9):\n    x = next(iter(data))\n    train_step(x)\n",
        3,
    ),
]

SILENT = [
    ("made before", "it = iter(ds)\nfor step in range(9):\n    x = next(it)\n    train_step(x)\n"),
    ("no loop", "x = next(iter(ds))\ntrain_step(x)\n"),
    (
        "a sample to look at",
        "for epoch in range(9):\n    for x in ds:\n        train_step(x)\n"
        "    x = next(iter(ds))\n    show(model(x))\n",
    ),
    (
        "a sample for validation",
        "for epoch in range(9):\n    train_step(epoch)\n    held = next(iter(ds))\n    evaluate(held)\n",
    ),
    (
        "shuffled",
        "data = ds.shuffle(9)\nfor step in range(9):\n    x = next(iter(data))\n    train_step(x)\n",
    ),
    (
        "random",
        "data = ds.map(lambda v: v * tf.random.uniform(()))\nfor step in range(9):\n"
        "    x = next(iter(data))\n    train_step(x)\n",
    ),
    (
        "a function from elsewhere",
        "data = ds.map(f)\nfor step in range(9):\n    x = next(iter(data))\n    train_step(x)\n",
    ),
    (
        "set in the loop",
        "for step in range(9):\n    ds = ds.skip(1)\n    x = next(iter(ds))\n    train_step(x)\n",
    ),
    ("one of several", "for data in (ds, ds):\n    x = next(iter(data))\n    train_step(x)\n"),
    ("made in the loop", "for step in range(9):\n    x = next(iter(ds.skip(step)))\n    train_step(x)\n"),
    (
        "only the first time",
        "for step in range(9):\n    if step == 0:\n        x = next(iter(ds))\n        train_step(x)\n",
    ),
    ("left at once", "while True:\n    x = next(iter(ds))\n    train_step(x)\n    break\n"),
    ("a comprehension", "samples = [next(iter(ds)) for _ in range(3)]\n"),
    (
        "a function that a loop calls",
        "def one():\n    return next(iter(ds))\nfor step in range(9):\n    train_step(one())\n",
    ),
    (
        "from elsewhere",
        "from data import ds\nfor step in range(9):\n    x = next(iter(ds))\n    train_step(x)\n",
    ),
    (
        "a parameter",
        "def run(ds: tf.data.Dataset):\n    for step in range(9):\n"
        "        x = next(iter(ds))\n        train_step(x)\n",
    ),
    ("a list", "rows = [1, 2]\nfor step in range(9):\n    x = next(iter(rows))\n    train_step(x)\n"),
    ("with a default", "for step in range(9):\n    x = next(iter(ds), None)\n    train_step(x)\n"),
    (
        "files mixed",
        "data = ds.interleave(f)\nfor step in range(9):\n    x = next(iter(data))\n    train_step(x)\n",
    ),
    (
        "trained in a loop inside",
        "for epoch in range(9):\n    x = next(iter(ds))\n    for step in range(3):\n        train_step(x)\n",
    ),
]


@pytest.mark.parametrize(("code", "line"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_fires(code: str, line: int) -> None:
    assert lint(HEAD + code, only="TFC216") == [f"TFC216:{LINES + line} warning"]


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC216") == []


def test_the_message_says_which_loop() -> None:
    (finding,) = findings(HEAD + FIRES[0][1], only="TFC216")
    assert "the loop in line 5: it trains on the first element of ds each time" in finding.message
