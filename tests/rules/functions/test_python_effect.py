"""TFC602 python-effect-in-function."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import collections
import tensorflow as tf
ds = tf.data.Dataset.range(9)
"""
F = "@tf.function\ndef step(x):\n"
L = "history = []\n" + F
SHOW = "\nprint(history)"

# What stands after HEAD, and the place of the finding.
FOUND = [
    (L + "    y = tf.square(x)\n    history.append(y)\n    return y" + SHOW, "history.append(y)"),
    (L + "    history.append(loss(x))\n    return x" + SHOW, "history.append(loss(x))"),
    (L + "    history.append(x[0])\n    return x" + SHOW, "history.append(x[0])"),
    (L + "    history.extend(x)\n    return x" + SHOW, "history.extend(x)"),
    ("history = list()\n" + F + "    history.append(x)\n    return x" + SHOW, "history.append(x)"),
    ("history = collections.deque()\n" + F + "    history.append(x)" + SHOW, "history.append(x)"),
    ("history = []\ndef log(x):\n    history.append(x)\n" + F + "    log(x)" + SHOW, "history.append(x)"),
    (
        "class T:\n    def __init__(self):\n        self.losses = []\n    @tf.function\n"
        "    def step(self, x):\n"
        "        self.losses.append(x)\nt = T()\nprint(t.losses)",
        "self.losses.append(x)",
    ),
    (
        "def train(ds):\n    losses = []\n    @tf.function\n    def step(x):\n        losses.append(x)\n"
        "    for x in ds:\n        step(x)\n    return losses",
        "losses.append(x)",
    ),
    ("n = 0\n" + F + "    global n\n    n += 1\n    return x", "n += 1"),
    ("n = 0.0\n" + F + "    global n\n    n += tf.reduce_sum(x)\n    return x", "n += tf.reduce_sum(x)"),
    (
        "class T:\n    def __init__(self):\n        self.steps = 0\n    @tf.function\n"
        "    def step(self, x):\n"
        "        self.steps += 1\n        return x",
        "self.steps += 1",
    ),
    (
        "def train(ds):\n    n = 0\n    @tf.function\n    def step(x):\n        nonlocal n\n        n += 1\n"
        "    return step",
        "n += 1",
    ),
    (
        "last = None\n" + F + "    global last\n    last = tf.square(x)\n    return x\nprint(last)",
        "last = tf.square(x)",
    ),
]

SILENT = [
    "history = []\nds.map(parse)\ndef parse(x):\n    history.append(x)\n    return x" + SHOW,
    "history = []\ndef step(x):\n    history.append(x)\nstep(1)\nprint(history)",
    F + "    history = []\n    history.append(x)\n    return tf.stack(history)",
    F + "    n = 0\n    n += 1\n    return x + n",
    "history = []\n" + F + "    return x\nfor x in ds:\n    history.append(step(x))\nprint(history)",
    "n = 0\n" + F + "    return x\nfor x in ds:\n    step(x)\n    n += 1",
    "@tf.function\ndef outer(x):\n    found = []\n    def inner(y):\n        found.append(y)\n"
    "    inner(x)\n    return found",
    "@tf.function\ndef outer(x):\n    n = 0\n    def inner():\n        nonlocal n\n        n += 1\n"
    "    inner()\n    return n",
    # traces are counted
    "traces = []\n" + F + "    traces.append(x)\nprint(traces)",
    "n = 0\n" + F + "    global n\n    n += 1  # counts the tracings\n    return x\nprint('traced', n)",
    "class T:\n    def __init__(self):\n        self.trace_count = 0\n    @tf.function\n    def step(self):\n"
    "        self.trace_count += 1",
    "calls = 0\n" + F + "    global calls\n    calls += 1\nstep(1)\nstep(2)\nassert calls == 1",
    "class T(tf.test.TestCase):\n    def test(self):\n        n = 0\n        @tf.function\n        def f():\n"
    "            nonlocal n\n            n += 1\n        f()\n        self.assertEqual(n, 1)",
    # once on purpose, or not while tracing
    "history = []\n" + F + "    if tf.executing_eagerly():\n        history.append(x)\nprint(history)",
    "w = None\n" + F + "    global w\n    if w is None:\n        w = tf.ones(3)\n    return x * w\nprint(w)",
    "history = []\n" + F + "    if not history:\n        history.append(x)\nprint(history)",
    "history = []\n" + F + "    tf.py_function(history.append, [x], [])\nprint(history)",
    "history = []\ndef log(x):\n    history.append(x)\n"
    + F
    + "    tf.py_function(log, [x], [])\nprint(history)",
    "tf.config.run_functions_eagerly(True)\nn = 0\n" + F + "    global n\n    n += 1",
    # what a trace keeps for itself
    "parts = []\n" + F + "    parts.append(x)\n    return tf.stack(parts)",
    "class L(tf.keras.layers.Layer):\n    def __init__(self):\n        self.parts = []\n    @tf.function\n"
    "    def call(self, x):\n        self.parts = []\n        self.parts.append(x)\n"
    "        return self.parts\n"
    "l = L()\nprint(l.parts)",
    "history = []\n" + F + "    history.append('called')\nprint(history)",
    "history = []\n" + F + "    history.append(x.shape)\nprint(history)",
    "cache = {}\n" + F + "    cache['x'] = x\nprint(cache)",
    # no list or number of Python
    "history = Logger()\n" + F + "    history.append(x)\nprint(history)",
    "n = tf.Variable(0)\n" + F + "    n.assign_add(1)",
    "n = tf.Variable(0)\n" + F + "    global n\n    n += 1",
    "class T:\n    def __init__(self):\n        self.n = tf.Variable(0)\n    @tf.function\n    def f(self):\n"
    "        self.n += 1",
    "array = tf.TensorArray(tf.float32, 3)\n" + F + "    array.append(x)\nprint(array)",
    "def make(history):\n    @tf.function\n    def f(x):\n        history.append(x)\n    return f, history",
    "class T:\n    @tf.function\n    def f(self, x):\n        self.last = tf.square(x)\nt = T()\n"
    "print(t.last)",
    "import jax\nn = 0\n@jax.jit\ndef f(x):\n    global n\n    n += 1\nprint(n)",
]


@pytest.mark.parametrize(("code", "place"), FOUND)
def test_found(code: str, place: str) -> None:
    [found] = findings(HEAD + code, only="TFC602")
    assert (HEAD + code)[found.start : found.end] == place
    assert found.severity.value == "warning"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC602") == []


MESSAGES = [
    (
        L + "    history.append(tf.square(x))" + SHOW,
        "history grows only while TensorFlow traces this function (line 5 makes it a tf.function), "
        "not at every call, by a symbolic tensor, which raises TypeError where it is used outside",
    ),
    (
        L + "    history.append(f(x))" + SHOW,
        "history grows only while TensorFlow traces this function (line 5 makes it a tf.function), "
        "not at every call",
    ),
    (
        "n = 0\n" + F + "    global n\n    n += 1",
        "n is increased only while TensorFlow traces this function (line 5 makes it a tf.function): "
        "it counts traces, not calls",
    ),
]


@pytest.mark.parametrize(("code", "message"), MESSAGES)
def test_what_it_says(code: str, message: str) -> None:
    assert [found.message for found in findings(HEAD + code, only="TFC602")] == [message]
