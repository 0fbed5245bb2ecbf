"""TFC803 removed-name: names of TensorFlow 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.runner import run
from tflint_ckpt.semantics.names.tensorflow1_names import IN_COMPAT, MOVED, OF_GRAPHS, gone
from tflint_ckpt.settings import Settings

# What stands after the import of TensorFlow, and what --fix makes of it.
BECOMES = [
    ("tf.set_random_seed(1)", "tf.random.set_seed(1)"),
    ("x = tf.log(tf.random_normal((2,)))", "x = tf.math.log(tf.random.normal((2,)))"),
    ("tf.logging.set_verbosity(tf.logging.INFO)", None),
    ("o = tf.train.AdamOptimizer(0.1)", "o = tf.compat.v1.train.AdamOptimizer(0.1)"),
    ("tf.enable_eager_execution()", "tf.compat.v1.enable_eager_execution()"),
    ("print(tf.__version__)\ntf.log(2.0)", "print(tf.__version__)\ntf.math.log(2.0)"),
    ("tf.lin_space(0., 1., 3)", "tf.linspace(0., 1., 3)"),
    ("from tensorflow import log", "from tensorflow.math import log"),
    (
        "from tensorflow import set_random_seed",
        "from tensorflow.random import set_seed as set_random_seed",
    ),
    ("from tensorflow import logging as l, keras", None),
]

SILENT = [
    "tf.math.log(x)",
    "tf.random.normal((2,))",
    "tf.compat.v1.placeholder(tf.float32)",
    "tf.compat.v1.log(x)",
    "tf.train.Checkpoint()",
    "tf.nn.relu(x)",
    "tf.summary.scalar('a', 1)",
    "tf.losses.mean_squared_error",
    "tf.Variable(1)",
    "try:\n    tf.set_random_seed(1)\nexcept AttributeError:\n    tf.random.set_seed(1)",
    "if hasattr(tf, 'set_random_seed'):\n    tf.set_random_seed(1)",
    "if tf.__version__.startswith('1.'):\n    tf.set_random_seed(1)",
    "IS_TF2 = parse(tf.__version__) >= parse('2.0')\ndef old():\n    return tf.get_variable('a')",
    "def run(v):\n    return v if tf.executing_eagerly() else tf.get_default_session().run(v)",
    "tf.Session = tf.compat.v1.Session\ntf.Session()",
    "config = tf.ConfigProto()\nconfig.gpu_options.allow_growth = True\ntf.Session(config=config)",
    "import tensorflow.compat.v1 as tf\ntf.placeholder(tf.float32)",
    "from project import tf\ntf.placeholder(1)",
    # contrib is tried first, so that the file knows that it may be gone
    "try:\n    from tensorflow.contrib import slim\n    old = True\nexcept:\n    old = False\n"
    "def util():\n    refuse(old)\n    from tensorflow.contrib import util as u\n    return u",
    "try:\n    tf.contrib\nexcept AttributeError:\n    new = True\ndef f(x):\n    return tf.contrib.nn.f(x)",
    "import math\nmath.log(2)",
    "tf2.log(x)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str | None) -> None:
    changed = fix(f"import tensorflow as tf\n{before}\n", only="TFC803")
    wanted = before.replace("tf.logging", "tf.compat.v1.logging") if after is None else after
    if before.startswith("from tensorflow import logging"):
        wanted = "from tensorflow.compat.v1 import logging as l\nfrom tensorflow import keras"
    assert changed == f"import tensorflow as tf\n{wanted}\n"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(f"import tensorflow as tf\n{code}\n", only="TFC803") == []


GRAPH = (
    "import tensorflow as tf\nx = tf.placeholder(tf.float32)\ny = tf.placeholder(tf.float32)\n"
    "z = tf.log(x) + tf.log(y)\nwith tf.Session() as s:\n    s.run(z)\n"
)


def test_a_program_that_builds_graphs_is_said_once_and_nothing_is_mended() -> None:
    assert fix(GRAPH, only="TFC803", unsafe=True) == GRAPH
    [found] = findings(GRAPH, only="TFC803")
    assert found.message.startswith("tf.placeholder ")
    assert found.fix is not None and "and 2 more such names" in found.fix.title


ADVICE = [
    ("s = tf.Session()", "the file is a program for TensorFlow 1: it builds a graph for a session"),
    ("x = tf.placeholder(t)\ntf.log(x)", "the file is a program for TensorFlow 1, and 1 more such name: it"),
    ("tf.contrib.layers.l1(1)", "tf.contrib is gone for good"),
    ("tf.contrib.layers.l1(1)\ntf.layers.dense(x)", "tf.contrib is gone for good, and 1 more such name"),
    ("from tensorflow.examples.tutorials import mnist", "tf.examples is gone for good"),
    ("tf.Summary()", "write for TensorFlow 2 what it does"),
    ("c = tf.ConfigProto()\ntf.enable_eager_execution(c)", "write for TensorFlow 2 what it does, and 1 more"),
    ("tf.enable_eager_execution()\ntf.placeholder", "write for TensorFlow 2 what it does, and 1 more"),
]


@pytest.mark.parametrize(("code", "title"), ADVICE)
def test_advice_says_what_the_file_shows(code: str, title: str) -> None:
    [found] = findings(f"import tensorflow as tf\n{code}\n", only="TFC803")
    assert found.fix is not None and found.fix.title.startswith(title)


def test_a_program_that_builds_graphs_is_left_alone_where_nothing_says_which_tensorflow(
    tmp_path: Path,
) -> None:
    settings = Settings()
    settings.override(select=["TFC803"])
    for requirement, found in (("", 0), ("tensorflow==2.15.0\n", 1)):
        (tmp_path / "old.py").write_text(GRAPH)
        (tmp_path / "requirements.txt").write_text(requirement)
        files = run([str(tmp_path)], settings, jobs=1).files
        assert sum(len(file.findings) for file in files) == found


def test_all_places_of_a_name_are_one_finding() -> None:
    code = "import tensorflow as tf\ndef f(x):\n    return tf.log(x)\ny = tf.log(2.0)\n"
    [found] = findings(code, only="TFC803")
    assert code[found.start : found.end] == "tf.log" and code[: found.start].count("\n") == 3
    assert fix(code, only="TFC803") == code.replace("tf.log", "tf.math.log")


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow.contrib.slim as slim\n",
        "from tensorflow.examples.tutorials.mnist import input_data\n",
    ],
)
def test_modules_that_are_gone(code: str) -> None:
    [found] = findings(code, only="TFC803")
    assert found.message.endswith("raises ImportError")


def test_no_name_is_in_two_tables() -> None:
    assert not OF_GRAPHS & (MOVED.keys() | IN_COMPAT)
    assert gone("tensorflow.train.AdamOptimizer") == "train.AdamOptimizer"
    assert gone("tensorflow.train.Checkpoint") is None
    assert gone("keras.log") is None
