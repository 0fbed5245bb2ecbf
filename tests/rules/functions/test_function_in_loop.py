"""TFC604 function-in-loop."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

MAKER = """\
def make(scale=1):
    @tf.function
    def step(x):
        return model(x) * scale
    return step
"""
HEAD = """\
from functools import lru_cache, partial
import tensorflow as tf
ds = tf.data.Dataset.range(99)
model = tf.keras.Sequential()
def square(x):
    return x * x
"""
STEP = "@tf.function\n    def step(x):\n        return x * x\n"

# What stands after HEAD, and where the finding stands.
FOUND = [
    # what a factory returns
    (f"{MAKER}for x in ds:\n    make()(x)", "step"),
    (f"{MAKER}for x in ds:\n    make(2)(x)", "step"),
    (f"{MAKER}for x in ds:\n    step = make()\n    step(x)", "step"),
    (f"{MAKER}for e in range(9):\n    one = make()\n    for x in ds:\n        one(x)", "step"),
    ("def make():\n    return tf.function(square)\nfor x in ds:\n    make()(x)", "tf.function(square)"),
    # which a function between the two gets for each call
    (f"{MAKER}def train(x):\n    step = make()\n    return step(x)\nfor x in ds:\n    train(x)", "step"),
    (f"{MAKER}def train(x):\n    return make()(x)\nlosses = [train(x) for x in ds]", "step"),
    (
        "class Net:\n    def make(self):\n        @tf.function\n        def step(x):\n"
        "            return model(x)\n"
        "        return step\n    def train(self, x):\n        step = self.make()\n        return step(x)\n"
        "net = Net()\nfor x in ds:\n    net.train(x)",
        "step",
    ),
    # in the loop itself
    (f"for x in ds:\n    {STEP}    step(x)", "step"),
    (f"while True:\n    {STEP}    step(1)", "step"),
    (f"for i in range(100):\n    {STEP}    print(step(tf.constant(i)))", "step"),
    (f"for i, x in enumerate(ds):\n    {STEP}    print(i, step(x))", "step"),
    (f"for i in range(100):\n    {STEP}    for x in ds.take(3):\n        step(x)", "step"),
    (f"for i in range(100):\n    {STEP}    for k in range(3):\n        step(k)", "step"),
    (f"x = tf.ones(3)\nwhile True:\n    {STEP}    x = step(x)", "step"),
    ("for x, y in ds:\n    z = tf.function(square)(tf.cast(x, 'float32'))", "tf.function(square)"),
    (f"for x in ds:\n    {STEP}    for i in range(3):\n        step(x)", "step"),
    ("for x in ds:\n    f = tf.function(square)\n    f(x)", "tf.function(square)"),
    ("for x in ds:\n    tf.function(square)(x)", "tf.function(square)"),
    ("for x in ds:\n    tf.function(lambda v: v * v)(x)", "tf.function(lambda v: v * v)"),
    ("y = [tf.function(square)(x) for x in ds]", "tf.function(square)"),
    (
        "for x in ds:\n    y = tf.function(square, jit_compile=True)(x)",
        "tf.function(square, jit_compile=True)",
    ),
    (
        "def main():\n    for x in ds:\n        f = tf.function(square)\n        f(x)\nmain()",
        "tf.function(square)",
    ),
    ("for x in ds:\n    @tf.function\n    def step(v):\n        return model(v)\n    step(x)", "step"),
    # in a function that a loop calls
    (f"def run(x):\n    {STEP}    return step(x)\nfor x in ds:\n    run(x)", "step"),
    (f"def run(x):\n    {STEP}    return step(x)\ny = [run(x) for x in ds]", "step"),
    (
        f"def run(x):\n    {STEP}    return step(x)\ndef each(x):\n    run(x)\nfor x in ds:\n    each(x)",
        "step",
    ),
    ("def run(x):\n    return tf.function(square)(x)\nfor x in ds:\n    run(x)", "tf.function(square)"),
    (
        f"def epoch(data):\n    {STEP}    for x in data:\n        step(x)\nfor e in range(10):\n"
        f"    epoch(ds)",
        "step",
    ),
    (
        "def epoch(net, data):\n    @tf.function\n    def step(x):\n        return net(x)\n"
        "    for x in data:\n"
        "        step(x)\nfor e in range(10):\n    epoch(model, ds)",
        "step",
    ),
    (
        "class Net:\n    def __init__(self):\n        self.model = model\n    def run(self, x):\n"
        "        @tf.function\n        def step(v):\n            return self.model(v)\n"
        "        return step(x)\n"
        "    def score(self):\n        for x in ds:\n            self.run(x)",
        "step",
    ),
    (
        "class Net:\n    def run(self, x):\n        return tf.function(self.inner)(x)\n"
        "    def inner(self, x):\n"
        "        return x\nnet = Net()\nfor x in ds:\n    net.run(x)",
        "tf.function(self.inner)",
    ),
    (
        "def run(x):\n    def half(v):\n        return v / 2\n    @tf.function\n    def step(v):\n"
        "        return half(v)\n    return step(x)\nfor x in ds:\n    run(x)",
        "step",
    ),
]

SILENT = [
    # what a factory returns
    f"{MAKER}step = make()\nfor x in ds:\n    step(x)",
    f"{MAKER}for x in ds:\n    steps.append(make())",
    f"{MAKER}for x in ds:\n    step = make()\n    run(step, x)",
    f"{MAKER}for k in range(9):\n    make(k)(model)",
    f"{MAKER}for k in range(9):\n    step = make(scale=k)\n    for x in ds:\n        step(x)",
    f"{MAKER}for k in range(9):\n    make()(k)",
    f"{MAKER}for k in range(3):\n    step = make()\n    for x in ds:\n        step(x)",
    f"{MAKER}for x in ds:\n    if changed:\n        step = make()\n        step(x)",
    f"{MAKER}for k in range(9):\n    model = build()\n    step = make()\n    for x in ds:\n        step(x)",
    f"{MAKER}for x in ds:\n    step = step or make()\n    step(x)",
    f"{MAKER}step = None\nfor x in ds:\n    step = make()\n    step(x)",
    f"@lru_cache\n{MAKER}for x in ds:\n    make()(x)",
    f"{MAKER.replace('return step', 'return step if fast else square')}for x in ds:\n    make()(x)",
    f"{MAKER.replace('return step', 'keep(step)')}    return step\nfor x in ds:\n    make()(x)",
    "def make():\n    net = build()\n    return tf.function(net)\nfor x in ds:\n    make()(x)",
    f"{MAKER}def train(data):\n    step = make()\n    for x in data:\n        step(x)\ntrain(ds)",
    f"{MAKER}def train(k):\n    step = make(k)\n    step(1)\nfor k in range(9):\n    train(k)",
    f"{MAKER}def train(k):\n    make()(k)\nfor k in range(9):\n    train(k)",
    f"{MAKER}def run(x):\n    if again:\n        step = make()\n        step(x)\nfor x in ds:\n    run(x)",
    f"{MAKER}def train(x):\n    keep(make())\nfor x in ds:\n    train(x)",
    "def make(net):\n    return tf.function(net.call)\ndef train(x):\n    net = build()\n"
    "    step = make(net)\n    step(x)\nfor x in ds:\n    train(x)",
    # made once
    "@tf.function\ndef step(x):\n    return x\nfor x in ds:\n    step(x)",
    "f = tf.function(square)\nfor x in ds:\n    f(x)",
    f"def run(x):\n    {STEP}    return step(x)\nrun(1)\nrun(2)",
    f"def run(data):\n    {STEP}    for x in data:\n        step(x)\nrun(ds)",
    "for x in tf.function(square)(ds):\n    print(x)",
    f"class A:\n    def __init__(self):\n        {STEP.replace(chr(10), chr(10) + '    ')}    step(1)\n"
    f"for i in ds:\n    A()",
    # another one in each pass
    "for k in range(9):\n    @tf.function\n    def step(x):\n        return x * k\n    step(k)",
    "for net in nets:\n    @tf.function\n    def step(x):\n        return net(x)\n    for x in ds:\n"
    "        step(x)",
    "for f in functions:\n    tf.function(f)(1)",
    "for fold in range(10):\n    net = build()\n    @tf.function\n    def step(x):\n"
    "        return net(x)\n    step(fold)",
    "for jit in (True, False):\n    f = tf.function(square, jit_compile=jit)\n    f(1)",
    "for n in range(9):\n    tf.function(partial(power, n))(1)",
    "def train(net):\n    @tf.function\n    def step(x):\n        return net(x)\n    step(1)\n"
    "for n in nets:\n    train(n)",
    "def train(net):\n    @tf.function\n    def step(x):\n        return net(x)\n    step(1)\n"
    "for n in range(9):\n    train(build())",
    "def train():\n    net = build()\n    @tf.function\n    def step(x):\n        return net(x)\n"
    "    step(1)\n"
    "for n in range(9):\n    train()",
    "def train(lr):\n    opt = tf.keras.optimizers.Adam(lr)\n    @tf.function\n    def step(x):\n"
    "        opt.apply_gradients(x)\n    step(1)\nfor lr in rates:\n    train(lr)",
    "class T:\n    def fit(self):\n        @tf.function\n        def step(x):\n"
    "            return self.net(x)\n"
    "        step(1)\n    def reset(self):\n        self.net = build()\nt = T()\nfor i in range(9):\n"
    "    t.fit()",
    "class T:\n    def fit(self):\n        @tf.function\n        def step(x):\n"
    "            return self.net(x)\n"
    "        step(1)\nfor i in range(9):\n    T().fit()",
    "class T:\n    def fit(self):\n        @tf.function\n        def step(x):\n"
    "            return self.net(x)\n"
    "        step(1)\nfor t in trainers:\n    t.fit()",
    "scale = 1\ndef run(x):\n    @tf.function\n    def step(v):\n        return v * scale\n"
    "    return step(x)\n"
    "for x in ds:\n    scale = scale + 1\n    run(x)",
    # a Python value that is another one in each pass needs a trace of its own anyway
    f"for i in range(100):\n    {STEP}    print(step(i))",
    f"for i, x in enumerate(ds):\n    {STEP}    step(i)",
    f"for x in rows:\n    {STEP}    step(x)",
    f"for i in range(100):\n    n = i * 2\n    {STEP}    step(n)",
    f"for i in range(100):\n    {STEP}    step(tf.zeros((i, 3)))",
    f"i = 0\nwhile i < 9:\n    {STEP}    step(i)\n    i += 1",
    f"i = 0\nwhile i < 9:\n    {STEP}    step(i)\n    i = i + 1",
    "for d in dtypes:\n    tf.function(square, jit_compile=True)(d)",
    "class T:\n    def test(self):\n        for dtype in dtypes:\n            for dim in dims:\n"
    "                tf.function(square, jit_compile=True)(self, dtype, dim)",
    "y = [tf.function(square)(n) for n in numbers]",
    f"def run(x):\n    {STEP}    return step(x)\nfor x in rows:\n    run(x)",
    f"def run(x):\n    {STEP}    return step(x)\ny = [run(n=1, x=k) for k in range(99)]",
    f"def run(*sizes):\n    {STEP}    return step(sizes[0])\nfor n in range(99):\n    run(n, 1)",
    f"def run(x):\n    {STEP}    y = x + 1\n    return step(y)\ndef each(k):\n    run(k * 2)\n"
    f"for k in range(99):\n    each(k)",
    # kept, returned, handed on
    "steps = []\nfor x in ds:\n    steps.append(tf.function(square))",
    "steps = {}\nfor k in names:\n    steps[k] = tf.function(square)",
    "class A:\n    def compile(self):\n        self.step = tf.function(square)\nfor a in range(9):\n"
    "    A().compile()",
    f"for x in ds:\n    {STEP}    strategy.run(step, args=(x,))",
    f"for k in range(9):\n"
    f"    {STEP}    tf.saved_model.save(model, 'm', signatures=step.get_concrete_function(k))",
    "model.train_function = None\nfor i in range(9):\n    model.train_function = tf.function(square)",
    # once only
    "f = None\nfor x in ds:\n    if f is None:\n        f = tf.function(square)\n    f(x)",
    "for i, x in enumerate(ds):\n    if i == 0:\n        g = tf.function(square)\n        g(x)",
    f"for x in ds:\n    {STEP}    step(x)\n    break",
    f"def f():\n    for x in ds:\n        {STEP.replace(chr(10), chr(10) + '    ')}        return step(x)",
    f"@lru_cache\ndef run(x):\n    {STEP}    return step(x)\nfor x in ds:\n    run(x)",
    f"def run(x):\n    {STEP}    return step(x)\nfor x in ds:\n    if first:\n        run(x)",
    "ran = tf.function(square)(1)\nfor x in ds:\n    square(x)",
    # few passes
    f"for x in range(3):\n    {STEP}    step(x)",
    f"for x in (1, 2):\n    {STEP}    step(x)",
    f"for name in ['eager', 'graph']:\n    {STEP}    step(name)",
    # traced with what is around it
    f"@tf.function\ndef outer(x):\n    {STEP}    return step(x)\nfor x in ds:\n    outer(x)",
    "@tf.function\ndef outer(x):\n    for i in range(9):\n        x = square(x)\n    return x",
    # never called there
    f"for x in ds:\n    {STEP}",
    "import jax\nfor x in ds:\n    f = jax.jit(square)\n    f(x)",
    "tf.config.run_functions_eagerly(True)\nfor x in ds:\n    square(x)",
]


@pytest.mark.parametrize(("code", "place"), FOUND)
def test_found(code: str, place: str) -> None:
    [found] = findings(HEAD + code, only="TFC604")
    assert (HEAD + code)[found.start : found.end] == place
    assert found.severity.value == "warning"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC604") == []


def test_what_it_says() -> None:
    run = f"def run(x):\n    {STEP}    return step(x)\n"
    code = f"{HEAD}{run}for x in ds:\n    run(x)\n    tf.function(square)(x)"
    first, second = findings(code, only="TFC604")
    assert first.message == (
        "every call of run makes step a new tf.function, and the loop in line 12 calls it: "
        "it is traced again each time"
    )
    assert first.fix is not None
    assert first.fix.title == "make the tf.function once, outside of run"
    assert second.message == (
        "every pass of the loop in line 12 makes square a new tf.function: it is traced again each time"
    )
    assert second.fix is not None
    assert second.fix.title == "make the tf.function once, before the loop"
