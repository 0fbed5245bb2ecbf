"""TFC608 numpy-in-function."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import numpy as np
import pytest
import tensorflow as tf
ds = tf.data.Dataset.range(9)
model = tf.keras.Sequential()
w = tf.Variable(1.0)
"""
F = "@tf.function\ndef step(x, n=3):\n"
GIVEN = "\nstep(tf.ones(3))"

# What stands after HEAD, and the place of the finding.
FOUND = [
    # .numpy()
    (F + "    return x.numpy()", "x.numpy()"),
    (F + "    y = tf.square(x)\n    print(y.numpy())\n    return y", "y.numpy()"),
    (F + "    return tf.reduce_mean(x).numpy()", "tf.reduce_mean(x).numpy()"),
    (F + "    losses.append(model(tf.cast(x, tf.float32)).numpy())", "model(tf.cast(x, tf.float32)).numpy()"),
    (F + "    return w.numpy() * x", "w.numpy()"),
    ("step = tf.function(lambda x: x.numpy())", "x.numpy()"),
    ("ds.map(lambda x: x.numpy())", "x.numpy()"),
    ("def parse(path):\n    return path.numpy().decode()\nds.map(parse)", "path.numpy()"),
    (
        "def parse(path, label):\n    return label.numpy()\nds.map(parse, num_parallel_calls=2)",
        "label.numpy()",
    ),
    ("def read(p):\n    return p.numpy()\nds.map(lambda p: read(p))", "p.numpy()"),
    ("ds.filter(lambda x: x.numpy() > 3)", "x.numpy()"),
    # NumPy
    (F + "    return np.mean(x)" + GIVEN, "np.mean(x)"),
    (F + "    return np.mean(tf.square(x))", "np.mean(tf.square(x))"),
    (F + "    y = tf.square(x)\n    return np.sqrt(y)", "np.sqrt(y)"),
    (F + "    return np.array(x)" + GIVEN, "np.array(x)"),
    (F + "    return np.array([tf.square(x), 1.0])", "np.array([tf.square(x), 1.0])"),
    (F + "    return np.concatenate([x, x])" + GIVEN, "np.concatenate([x, x])"),
    (F + "    return np.sum(a=x)" + GIVEN, "np.sum(a=x)"),
    (F + "    return np.float32(x)" + GIVEN, "np.float32(x)"),
    (F + "    return np.linalg.norm(x - 1)" + GIVEN, "np.linalg.norm(x - 1)"),
    (F + "    return np.mean(x)\nfor x in ds:\n    step(x)", "np.mean(x)"),
    ("ds.map(lambda x: np.sqrt(x))", "np.sqrt(x)"),
    ("def norm(x):\n    return (x - np.mean(x)) / 2\nds.map(norm)", "np.mean(x)"),
    ("def norm(x):\n    return np.abs(x)\n" + F + "    return norm(tf.square(x))", "np.abs(x)"),
    ("def step(x):\n    return np.mean(x)\nfast = tf.function(step)\nfast(np.ones(3))", "np.mean(x)"),
]

SILENT = [
    # eager
    "def step(x):\n    return x.numpy()\nstep(tf.ones(3))",
    "def step(x):\n    return np.mean(x)\nstep(tf.ones(3))",
    F + "    return x\nprint(step(1).numpy())",
    F + "    return x\nfor x in ds:\n    np.mean(step(x))",
    "for x in ds.map(lambda x: x + 1):\n    print(x.numpy(), np.mean(x))",
    "for x in ds:\n    print(x.numpy())",
    "tf.config.run_functions_eagerly(True)\n" + F + "    return x.numpy()",
    "model.compile(run_eagerly=True)\n" + F + "    return x.numpy()",
    F + "    if tf.executing_eagerly():\n        print(x.numpy())\n    return x",
    F + "    if hasattr(x, 'numpy'):\n        x = x.numpy()\n    return x",
    F + "    if isinstance(x, tf.__internal__.EagerTensor):\n        x = x.numpy()\n    return x",
    # what py_function runs
    F + "    return tf.py_function(lambda v: v.numpy(), [x], tf.float32)",
    "def load(p):\n    return np.load(p.numpy())\nds.map(lambda p: tf.py_function(load, [p], tf.float32))",
    "def load(p):\n    return np.mean(p)\nds.map(lambda p: tf.numpy_function(load, [p], tf.float32))",
    "def load(p):\n    return np.mean(p)\ndef parse(p):\n"
    "    return tf.numpy_function(load, [p], tf.float32)\nds.map(parse)",
    F + "    def show():\n        print(x.numpy())\n    return x",
    # no tensor
    F + "    return np.prod(x.shape)" + GIVEN,
    F + "    return x * np.sqrt(x.shape[-1])" + GIVEN,
    F + "    return x * np.sqrt(len(x.shape))" + GIVEN,
    F + "    return x * np.sqrt(n)" + GIVEN,
    F + "    return x * np.sqrt(2.0)" + GIVEN,
    F + "    return x + np.ones(3)" + GIVEN,
    F + "    return x * np.mean(np.arange(3))" + GIVEN,
    F + "    return np.mean(x)",
    F + "    return np.mean(x)\nstep(3)",
    F + "    return x + np.mean(table)" + GIVEN,
    F + "    return np.shape(x)" + GIVEN,
    F + "    return np.ndim(x)" + GIVEN,
    F + "    return np.flip(x)" + GIVEN,
    F + "    return np.random.rand()" + GIVEN,
    F + "    return np.full((3,), n)" + GIVEN,
    F + "    return table.numpy()" + GIVEN,
    F + "    return self.table.numpy()" + GIVEN,
    F + "    x = table\n    return x.numpy()" + GIVEN,
    "class A:\n    @tf.function\n    def f(self):\n        return self.numpy()",
    "def h(x):\n    return np.sqrt(x)\n" + F + "    return x * h(2.0)",
    "frame.map(lambda x: np.sqrt(x))",
    "list(map(lambda x: np.sqrt(x), ds))",
    "import tensorflow.experimental.numpy as np\n" + F + "    return np.mean(x)" + GIVEN,
    # caught
    F + "    try:\n        print(x.numpy())\n    except AttributeError:\n        pass\n    return x",
    F + "    return x.numpy()\nwith pytest.raises(AttributeError):\n    step(1)",
    F + "    return np.mean(x)\ntry:\n    step(tf.ones(3))\nexcept NotImplementedError as e:\n    print(e)",
    "import jax\n@jax.jit\ndef f(x):\n    return np.mean(x)\nf(tf.ones(3))",
]


@pytest.mark.parametrize(("code", "place"), FOUND)
def test_found(code: str, place: str) -> None:
    [found] = findings(HEAD + code, only="TFC608")
    assert (HEAD + code)[found.start : found.end] == place
    assert found.severity.value == "error"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC608") == []


MESSAGES = [
    (
        "ds.map(lambda x: x.numpy())",
        ".numpy() is called on a symbolic tensor in a traced function (line 7 maps it over a dataset): "
        "raises AttributeError",
    ),
    (
        F + "    return w.numpy()",
        ".numpy() is called on a tf.Variable in a traced function (line 7 makes it a tf.function): "
        "raises NotImplementedError",
    ),
    (
        F + "    return np.mean(tf.square(x))",
        "np.mean is given a symbolic tensor in a traced function (line 7 makes it a tf.function): raises "
        "NotImplementedError (Cannot convert a symbolic tf.Tensor to a numpy array)",
    ),
]


@pytest.mark.parametrize(("code", "message"), MESSAGES)
def test_what_it_says(code: str, message: str) -> None:
    assert [found.message for found in findings(HEAD + code, only="TFC608")] == [message]
