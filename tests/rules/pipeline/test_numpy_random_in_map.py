"""TFC208 numpy-random-in-map."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint

HEAD = """\
import functools
import random
import time
import numpy as np
import tensorflow as tf
from settings import AUGMENT, paths
rng = np.random.default_rng(1)
ds = tf.data.TFRecordDataset(paths)
"""
LINES = HEAD.count("\n")

# What it is, the code, and the lines of its findings.
FIRES = [
    ("a lambda", "ds = ds.map(lambda v: v * np.random.rand())\n", [1]),
    (
        "a function",
        "def f(v):\n    angle = np.random.uniform(-1, 1)\n    return v * angle\nds = ds.map(f)\n",
        [2],
    ),
    (
        "a condition that it decides itself",
        "def f(v):\n    if np.random.rand() < 0.5:\n        v = tf.image.flip_left_right(v)\n"
        "    return v\nds = ds.map(f)\n",
        [2],
    ),
    (
        "Python's own",
        "def f(v):\n    return v * random.choice([1, -1])\nds = ds.map(f, num_parallel_calls=2)\n",
        [2],
    ),
    ("imported by name", "from random import randint\nds = ds.map(lambda v: v + randint(1, 6))\n", [2]),
    ("a generator of NumPy", "ds = ds.map(lambda v: v + rng.normal())\n", [1]),
    ("the clock", "ds = ds.map(lambda v: (v, time.time()))\n", [1]),
    ("a number for each", "import uuid\nds = ds.map(lambda v: (v, str(uuid.uuid4())))\n", [2]),
    (
        "in a function of its own",
        "def g():\n    return np.random.rand()\ndef f(v):\n    return v * g()\nds = ds.map(f)\n",
        [2],
    ),
    ("in a filter", "ds = ds.filter(lambda v: np.random.rand() < 0.1)\n", [1]),
    ("in flat_map", "ds = ds.flat_map(lambda v: tf.data.Dataset.range(np.random.randint(9)))\n", [1]),
    (
        "a partial",
        "def f(v, k):\n    return v * k * np.random.rand()\nds = ds.map(functools.partial(f, k=3))\n",
        [2],
    ),
    ("two draws", "def f(v):\n    return v * np.random.rand() + np.random.rand()\nds = ds.map(f)\n", [2, 2]),
    ("mapped twice", "def f(v):\n    return v * np.random.rand()\na = ds.map(f)\nb = ds.map(f)\n", [2]),
    (
        "as a seed",
        "ds = ds.map(lambda v: tf.image.stateless_random_hue(v, 1, (np.random.randint(9), 0)))\n",
        [1],
    ),
    (
        "a flag",
        "def f(v, train=True):\n    return v * np.random.rand() if train else v\nds = ds.map(f)\n",
        [2],
    ),
    (
        "a method",
        """
        class Data:
            def turn(self, v):
                return v * np.random.rand()
            def load(self):
                return tf.data.TFRecordDataset(paths).map(self.turn)
        """,
        [4],
    ),
    ("decorated", "@tf.function\ndef f(v):\n    return v * np.random.rand()\nds = ds.map(f)\n", [3]),
    (
        "decorated, and called by a lambda",
        "@tf.autograph.experimental.do_not_convert\ndef f(v):\n    return v * np.random.rand()\n"
        "ds = ds.map(lambda v: f(v))\n",
        [3],
    ),
]

SILENT = [
    (
        "decorated as a py_function",
        "@tf.py_function(Tout=tf.float32)\ndef f(v):\n    return v * np.random.rand()\nds = ds.map(f)\n",
    ),
    (
        "decorated as a numpy_function, and called by a lambda",
        "@tf.numpy_function(Tout=tf.float32)\ndef f(v):\n    return v * np.random.rand()\n"
        "ds = ds.map(lambda v: f(v))\n",
    ),
    (
        "decorated as a py_function, and traced around it",
        "@tf.function\n@tf.py_function(Tout=tf.float32)\ndef f(v):\n    return v * np.random.rand()\n"
        "ds = ds.map(f)\n",
    ),
    (
        "decorated as a partial of py_function",
        "@functools.partial(tf.py_function, Tout=tf.float32)\ndef f(v):\n    return v * np.random.rand()\n"
        "ds = ds.map(f)\n",
    ),
    (
        "a decorator of the file",
        "def in_python(g):\n    return lambda v: tf.py_function(g, [v], tf.float32)\n"
        "@in_python\ndef f(v):\n    return v * np.random.rand()\nds = ds.map(f)\n",
    ),
    (
        "a decorator from elsewhere",
        "from other import wrapped\n@wrapped(3)\ndef f(v):\n    return v * np.random.rand()\n"
        "ds = ds.map(functools.partial(f))\n",
    ),
    (
        "a callable object whose method is decorated",
        "class Turn:\n    @tf.py_function(Tout=tf.float32)\n    def __call__(self, v):\n"
        "        return v * np.random.rand()\nds = ds.map(Turn())\n",
    ),
    ("TensorFlow's own", "ds = ds.map(lambda v: v * tf.random.uniform(()))\n"),
    ("a layer", "flip = tf.keras.layers.RandomFlip()\nds = ds.map(lambda v: flip(v, training=True))\n"),
    (
        "in a py_function",
        "def f(v):\n    return v * np.random.rand()\n"
        "ds = ds.map(lambda v: tf.py_function(f, [v], tf.float32))\n",
    ),
    (
        "in a numpy_function",
        "def g(v):\n    return v * np.random.rand()\ndef f(v):\n"
        "    return tf.numpy_function(g, [v], tf.float32)\nds = ds.map(f)\n",
    ),
    (
        "in a lambda in a py_function",
        "ds = ds.map(lambda v: tf.py_function(lambda w: w * np.random.rand(), [v], tf.float32))\n",
    ),
    (
        "in a generator",
        "def rows():\n    yield np.random.rand()\nds = tf.data.Dataset.from_generator(rows, tf.float32)\n",
    ),
    ("drawn outside", "angle = np.random.rand()\nds = ds.map(lambda v: v * angle)\n"),
    (
        "drawn outside, as an argument",
        "def f(v, k):\n    return v * k\nds = ds.map(functools.partial(f, k=np.random.rand()))\n",
    ),
    ("data", "ds = tf.data.Dataset.from_tensor_slices(np.random.rand(9)).map(tf.abs)\n"),
    (
        "a flag that is off",
        "def f(v, train=False):\n    return v * np.random.rand() if train else v\nds = ds.map(f)\n",
    ),
    (
        "a flag from elsewhere",
        "def f(v):\n    return v * np.random.rand() if AUGMENT else v\nds = ds.map(f)\n",
    ),
    ("when it is traced", "def f(v):\n    print('traced', time.time())\n    return v\nds = ds.map(f)\n"),
    ("a function from elsewhere", "from other import f\nds = ds.map(f)\n"),
    ("pandas", "frame = frame.map(lambda v: v * np.random.rand())\n"),
    ("the builtin", "rows = list(map(lambda v: v * np.random.rand(), paths))\n"),
    ("a pool", "with Pool() as pool:\n    pool.map(lambda v: random.random(), paths)\n"),
    ("a seed", "def f(v):\n    np.random.seed(1)\n    return v\nds = ds.map(f)\n"),
    ("time of something else", "ds = ds.map(lambda v: v.time)\n"),
    (
        "a function that is not called",
        "def f(v):\n    def g():\n        return np.random.rand()\n    return v\nds = ds.map(f)\n",
    ),
    ("debugged", "tf.data.experimental.enable_debug_mode()\nds = ds.map(lambda v: v * np.random.rand())\n"),
]


@pytest.mark.parametrize(("code", "lines"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_fires(code: str, lines: list[int]) -> None:
    assert lint(HEAD + dedent(code), only="TFC208") == [f"TFC208:{LINES + line} error" for line in lines]


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC208") == []


def test_the_message_says_what_and_where() -> None:
    (finding,) = findings(f"{HEAD}ds = ds.map(lambda v: v * np.random.rand())\n", only="TFC208")
    assert finding.message.startswith("numpy.random.rand draws once, when map in line 9 traces the function")
    (finding,) = findings(f"{HEAD}ds = ds.map(lambda v: v * time.time())\n", only="TFC208")
    assert finding.message.startswith("time.time reads the clock once")


# Functions of two other files that call each other.
FIRST = """\
import numpy as np
import second

def f(v, n):
    noise = np.random.rand()
    return second.g(v, n - 1) + noise if n else v
"""
SECOND = """\
import first

def g(v, n):
    return first.f(v, n - 1) if n else v
"""


def test_functions_of_two_files_that_call_each_other() -> None:
    code = f"{HEAD}from first import f\nfrom second import g\nds = ds.map(lambda v: f(v, 3))\n"
    assert lint(code, only="TFC208", first=FIRST, second=SECOND) == [f"TFC208:{LINES + 3} error"]
    use = "ds = ds.map(lambda v: g(v, 3))\nds = ds.map(lambda v: np.random.rand())\n"
    code = f"{HEAD}from second import g\n{use}"
    found = lint(code, only="TFC208", first=FIRST, second=SECOND)
    assert found == [f"TFC208:{LINES + 3} error"]  # what ``g`` draws hangs on ``n``


def test_what_a_function_of_another_file_draws_does_not_hang_on_who_asks_first() -> None:
    ways = ["ds = ds.map(lambda v: f(v, 3))\n", "ds = ds.map(lambda v: g(v, 3))\n"]
    head = f"{HEAD}from first import f\nfrom second import g\n"
    for first, then in (ways, ways[::-1]):
        line = LINES + 3 + (first == ways[1])
        found = lint(head + first + then, only="TFC208", first=FIRST, second=SECOND)
        assert found == [f"TFC208:{line} error"]


PLAIN = "import tensorflow as tf\nds = tf.data.TFRecordDataset(paths)\n"
JITTER = "import random\nclass Jitter:\n    def __init__(self, p=0.5):\n        self.p = p\n"
# What is mapped, in a file that names nothing random, and what stands in ``other.py``.
ELSEWHERE = [
    ("from other import f\nds.map(f)", "import random\ndef f(v):\n    return v * random.random()"),
    ("import other\nds.map(other.f)", "import numpy as np\ndef f(v):\n    return v * np.random.rand()"),
    (
        "from other import Jitter\nds.map(Jitter())",
        f"{JITTER}    def __call__(self, v):\n        return v * random.random()",
    ),
    (
        "from other import Jitter\nj = Jitter(0.3)\nds.map(j, num_parallel_calls=4)",
        f"{JITTER}    def __call__(self, v):\n        if random.random() < self.p:\n            v = -v\n"
        "        return v",
    ),
]
SILENT_ELSEWHERE = [
    ("from other import f\nds.map(f)", "import random\ndef f(v):\n    return v"),
    (
        "from other import f\nds.map(f)",
        "import tensorflow as tf\ndef f(v):\n    return v * tf.random.uniform(())",
    ),
    ("from other import f\nds.map(f)", "import random\n@wrapped\ndef f(v):\n    return v * random.random()"),
    (
        "from other import Jitter\nds.map(Jitter())",
        f"{JITTER}    def __call__(self, v):\n        if self.p > 0.5:\n            v *= random.random()\n"
        "        return v",
    ),
    ("from other import Jitter\nds.map(Jitter().turn)", f"{JITTER}    def turn(self, v):\n        return v"),
    (
        "from other import Jitter\nds.map(Jitter)",
        f"{JITTER}    def __call__(self, v):\n        return random.random()",
    ),
    (
        "from other import f\nds.map(lambda v: tf.py_function(f, [v], tf.float32))",
        "import random\ndef f(v):\n    return v * random.random()",
    ),
]


@pytest.mark.parametrize(("code", "other"), ELSEWHERE)
def test_a_function_or_callable_object_of_another_file(code: str, other: str) -> None:
    (finding,) = findings(PLAIN + code, only="TFC208", other=other)
    assert "draws once, when map in line" in finding.message


@pytest.mark.parametrize(("code", "other"), SILENT_ELSEWHERE)
def test_silent_about_another_file(code: str, other: str) -> None:
    assert lint(PLAIN + code, only="TFC208", other=other) == []
