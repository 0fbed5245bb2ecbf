"""TFC603 host-random-in-function."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import datetime, random, time
import numpy as np
import tensorflow as tf
ds = tf.data.Dataset.range(9)
"""
F = "@tf.function\ndef step(x):\n"

# What stands after HEAD, and the call that is found.
FOUND = [
    (F + "    return x + np.random.normal()", "np.random.normal()"),
    (F + "    noise = np.random.randn(3, 3)\n    return x + noise", "np.random.randn(3, 3)"),
    (F + "    if random.random() < 0.5:\n        x = tf.reverse(x, [0])\n    return x", "random.random()"),
    (F + "    return x[random.randint(0, 9)]", "random.randint(0, 9)"),
    (F + "    return x * time.time()", "time.time()"),
    (F + "    return x * datetime.datetime.now().second", "datetime.datetime.now()"),
    (F + "    for _ in range(3):\n        x += np.random.rand()\n    return x", "np.random.rand()"),
    (F + "    return x + tf.cast(np.random.uniform(-1, 1), tf.float32)", "np.random.uniform(-1, 1)"),
    (F + "    n = np.random.rand()\n    return tf.constant(3.0) * n", "np.random.rand()"),
    ("import numpy.random as npr\n" + F + "    return x + npr.normal()", "npr.normal()"),
    ("from random import choice\n" + F + "    return choice([x, -x])", "choice([x, -x])"),
    ("rng = np.random.default_rng(3)\n" + F + "    return x + rng.normal()", "rng.normal()"),
    ("rng = np.random.RandomState(3)\n" + F + "    return x + rng.rand()", "rng.rand()"),
    ("r = random.Random(3)\n" + F + "    return x + r.gauss(0, 1)", "r.gauss(0, 1)"),
    ("step = tf.function(lambda x: x + random.random())", "random.random()"),
    ("def step(x):\n    return x + random.random()\nfast = tf.function(step)", "random.random()"),
    (
        "def noisy(x):\n    return x + np.random.normal()\n" + F + "    return noisy(x)",
        "np.random.normal()",
    ),
    (
        "class Trainer:\n    @tf.function\n    def step(self, x):\n        return self.mix(x)\n"
        "    def mix(self, x):\n        return x * np.random.beta(0.2, 0.2)",
        "np.random.beta(0.2, 0.2)",
    ),
    (
        "class Noise(tf.keras.layers.Layer):\n    @tf.function\n    def call(self, x, training=None):\n"
        "        return x + np.random.normal(size=3) if training else x",
        "np.random.normal(size=3)",
    ),
]

SILENT = [
    F + "    return x + tf.random.normal(())",
    F + "    return x + tf.random.stateless_normal((), seed=(1, 2))",
    F + "    return x * tf.timestamp()",
    # not traced
    "def step(x):\n    return x + np.random.normal()",
    "def step(x):\n    return x + np.random.normal()\nstep(1)",
    F + "    return x\nstep(np.random.rand(3))",
    F + "    return x\nfor x in ds:\n    step(x + random.random())",
    "start = time.time()\n" + F + "    return x\nprint(time.time() - start)",
    "@tf.function\ndef step(x, n=np.random.rand()):\n    return x",
    F + "    return tf.py_function(lambda: np.random.rand(), [], tf.float32)",
    F + "    return tf.numpy_function(draw, [x], tf.float32)\ndef draw(x):\n    return np.random.rand()",
    "tf.config.run_functions_eagerly(True)\n" + F + "    return x + np.random.rand()",
    "model.compile(loss='mse', run_eagerly=True)\n" + F + "    return x + np.random.rand()",
    F + "    if tf.executing_eagerly():\n        x += np.random.rand()\n    return x",
    F + "    with tf.init_scope():\n        n = np.random.rand()\n    return x",
    F + "    def draw():\n        return np.random.rand()\n    return x",
    "import jax\n@jax.jit\ndef step(x):\n    return x + np.random.rand()",
    "import numba\n@numba.njit\ndef step(x):\n    return x + np.random.rand()",
    "@traced\ndef step(x):\n    return x + np.random.rand()",
    "step = tf.function(step_fn) if graph else step_fn\ndef step_fn(x):\n    return x + np.random.rand()",
    # another rule's
    "def parse(x):\n    return x + np.random.rand()\nds.map(parse)",
    "@tf.function\ndef parse(x):\n    return x + np.random.rand()\nds.map(parse)",
    # one value is enough
    F + "    return tf.random.normal((), seed=random.randint(0, 9))",
    F + "    return tf.identity(x, name='x%d' % random.randint(0, 9))",
    F + "    return tf.identity(x, name=str(time.time()))",
    "w = None\n"
    + F
    + "    global w\n    if w is None:\n        w = tf.Variable(np.random.rand())\n    return x * w",
    "class A:\n    @tf.function\n    def step(self, x):\n        if not self.built:\n"
    "            self.build()\n        return x\n    def build(self):\n        self.w = np.random.rand(3)",
    F + "    np.random.seed(1)\n    return x + np.random.rand()",
    F + "    rng = np.random.RandomState(7)\n    return x @ rng.normal(size=(3, 3))",
    F + "    x = x + tf.Variable(np.random.rand())\n    return x",
    F + "    return x + tf.constant(np.random.uniform(-1, 1))",
    F + "    w = tf.constant(value=np.random.randn(3, 3).astype('float32'))\n    return x @ w",
    F + "    return x * tf.constant([random.random(), 1.0], dtype=tf.float32)",
    # how long a trace takes
    F + "    start = time.time()\n    y = x * x\n    print('traced in', time.time() - start)\n    return y",
    F + "    begin = time.perf_counter()\n    y = x * x\n"
    "    logging.info(time.perf_counter() - begin)\n    return y",
    # nothing random
    F + "    return x * np.float32(3)",
    F + "    return x * np.sqrt(2.0)",
    F + "    time.sleep(1)\n    return x",
    F + "    return x * random.state",
    "from mine import random\n" + F + "    return x * random.random()",
    "rng = make()\n" + F + "    return x * rng.normal()",
    F + "    return x * self.random()",
]


@pytest.mark.parametrize(("code", "place"), FOUND)
def test_found(code: str, place: str) -> None:
    [found] = findings(HEAD + code, only="TFC603")
    assert (HEAD + code)[found.start : found.end] == place
    assert found.severity.value == "error"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC603") == []


def test_what_it_says() -> None:
    code = HEAD + "def noisy(x):\n    return x + np.random.rand()\n" + F + "    return noisy(x) + time.time()"
    first, second = findings(code, only="TFC603")
    assert first.message == (
        "np.random.rand runs only while TensorFlow traces this function (it is called from step, "
        "which line 7 makes a tf.function): every later call gets the value of the first one"
    )
    assert first.fix is not None
    assert first.fix.title == "draw with tf.random, which draws at every call"
    assert "(line 7 makes it a tf.function)" in second.message
    assert second.fix is not None
    assert second.fix.title == "use tf.timestamp()"


LATENT = """\
import random, time
import numpy as np
import tensorflow as tf
def sample(n, noisy=True):
    if not noisy:
        return np.zeros(n)
    return np.random.normal(size=n)
def twice(n):
    return sample(n), sample(n)
def plain(n):
    return tf.random.normal((n,))
def maybe(n, noise):
    return np.random.normal(size=n) if noise else np.zeros(n)
def seeded(n):
    np.random.seed(3)
    return np.random.normal(size=n)
def weight(n):
    return tf.Variable(np.random.normal(size=n))
def fixed(n):
    return tf.constant(np.random.normal(size=n))
def in_python(n):
    return tf.numpy_function(lambda: np.random.normal(size=n), [], tf.float64)
def timed(x):
    start = time.time()
    y = x * x
    print(time.time() - start)
    return y
def now():
    return time.time()
class Timer:
    def start(self):
        self.begun = time.time()
kept = None
def once(n):
    global kept
    if kept is None:
        kept = np.random.normal(size=n)
    return kept
class Noise:
    def __init__(self, n):
        self.n = n
        self.rng = np.random.default_rng(1)
    def sample(self):
        return np.random.normal(size=self.n)
    def of_generator(self):
        return self.rng.normal(size=self.n)
    def plain(self):
        return tf.random.normal((self.n,))
    def __call__(self, n):
        return np.random.normal(size=n)
"""
STEP = "@tf.function\ndef step(x):\n"

# What is imported, and the function; what draws there, and on which line.
IN_OTHER_FILES = [
    ("from gan.latent import sample", STEP + "    return x + sample(3)", "sample draws with", 7),
    ("from gan import sample", STEP + "    return x + sample(n=3)", "sample draws with", 7),
    ("from gan import sample as draw", STEP + "    return x + draw(3)", "draw draws with", 7),
    ("import gan", STEP + "    return x + gan.sample(3)", "gan.sample draws with", 7),
    ("from gan import latent", STEP + "    return x + latent.sample(3, True)", "latent.sample draws", 7),
    ("from gan.latent import twice", STEP + "    return x + twice(3)[0]", "twice draws with", 7),
    ("from gan.latent import now", STEP + "    return x + now()", "now reads time.time", 29),
    (
        "from gan import sample",
        "class Steps:\n    @tf.function\n    def train(self, x):\n        return x + sample(8)",
        "sample draws with",
        7,
    ),
    (
        "from gan import sample",
        "def noisy(x):\n    return x + sample(3)\n" + STEP + "    return noisy(x)",
        "sample draws with",
        7,
    ),
    (
        "from gan.latent import Noise",
        "class Steps:\n    def __init__(self):\n        self.noise = Noise(3)\n    @tf.function\n"
        "    def train(self, x):\n        return x + self.noise.sample()",
        "self.noise.sample draws with",
        44,
    ),
    ("from gan.latent import Noise", "n = Noise(3)\n" + STEP + "    return x + n.sample()", "n.sample", 44),
    ("from gan.latent import Noise", "n = Noise(3)\n" + STEP + "    return x + n(3)", "n draws with", 50),
]

SILENT_ABOUT_OTHER_FILES = [
    ("from gan.latent import sample", "sample(3)\n" + STEP + "    return x"),
    ("from gan.latent import sample", "def step(x):\n    return x + sample(3)"),
    ("from gan.latent import sample", "z = sample(3)\n" + STEP + "    return x + z"),
    ("from gan.latent import sample", STEP + "    return x\nstep(sample(3))"),
    ("from gan.latent import sample", STEP + "    return x + sample(3, noisy=False)"),
    ("from gan.latent import sample", STEP + "    return x + sample(3, False)"),
    ("from gan.latent import sample", STEP + "    return x + sample(3, flag)"),
    ("from gan.latent import sample", STEP + "    return tf.numpy_function(sample, [3], tf.float64)"),
    ("from gan.latent import sample", STEP + "    return x + tf.Variable(sample(3))"),
    ("from gan.latent import sample", STEP + "    return x + tf.constant(sample(3))"),
    ("from gan.latent import sample", STEP + "    if w is None:\n        x += sample(3)\n    return x"),
    ("from gan.latent import sample", STEP + "    if tf.executing_eagerly():\n        x += sample(3)"),
    ("from gan.latent import sample", "def sample(n):\n    return n\n" + STEP + "    return x + sample(3)"),
    ("from gan.latent import plain", STEP + "    return x + plain(3)"),
    ("from gan.latent import maybe", STEP + "    return x + maybe(3, flag)"),
    ("from gan.latent import seeded", STEP + "    return x + seeded(3)"),
    ("from gan.latent import weight", STEP + "    return x + weight(3)"),
    ("from gan.latent import fixed", STEP + "    return x + fixed(3)"),
    ("from gan.latent import in_python", STEP + "    return x + in_python(3)"),
    ("from gan.latent import timed", STEP + "    return timed(x)"),
    ("from gan.latent import once", STEP + "    return x + once(3)"),
    ("from gan.latent import now", STEP + "    print(now())\n    return x"),
    ("from gan.latent import Timer", "t = Timer()\n" + STEP + "    t.start()\n    return x"),
    ("from gan.latent import Noise", "n = Noise(3)\n" + STEP + "    return x + n.plain()"),
    ("from gan.latent import Noise", STEP + "    return x + other.sample()"),
    ("from gan.latent import Noise", "n = Noise(3)\nn = other\n" + STEP + "    return x + n(3)"),
    ("from gan.latent import Noise", "n = Noise(3) if a else b\n" + STEP + "    return x + n.sample()"),
    ("from gan.latent import Noise", "n = Noise(3)\nn.sample = f\n" + STEP + "    return x + n.sample()"),
    ("from mine import sample", STEP + "    return x + sample(3)"),
]
FILES = {"gan/latent": LATENT, "gan/__init__": "from gan.latent import sample\n"}


@pytest.mark.parametrize(("line", "code", "said", "drawn"), IN_OTHER_FILES)
def test_drawn_in_another_file(line: str, code: str, said: str, drawn: int) -> None:
    [found] = findings(f"import tensorflow as tf\n{line}\n{code}", only="TFC603", **FILES)
    assert found.message.startswith(said)
    assert f"(gan/latent.py, line {drawn}), which runs only while TensorFlow traces" in found.message


@pytest.mark.parametrize(("line", "code"), SILENT_ABOUT_OTHER_FILES)
def test_not_drawn_in_another_file(line: str, code: str) -> None:
    assert lint(f"import tensorflow as tf\n{line}\n{code}", only="TFC603", **FILES) == []
