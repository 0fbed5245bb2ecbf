"""TFC823 tensorflow1-argument."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = "import tensorflow as tf\nfrom tensorflow import keras, nn\n"

BECOMES = [
    ("tf.reduce_sum(x, axis=1, keep_dims=True)", "tf.reduce_sum(x, axis=1, keepdims=True)"),
    ("tf.reduce_mean(x, reduction_indices=[1])", "tf.reduce_mean(x, axis=[1])"),
    ("tf.math.reduce_max(x, 1, keep_dims = True)", "tf.math.reduce_max(x, 1, keepdims = True)"),
    ("tf.nn.softmax(x, dim=1)", "tf.nn.softmax(x, axis=1)"),
    ("nn.softmax(x, dim=1)", "nn.softmax(x, axis=1)"),
    ("tf.argmax(x, dimension=1)", "tf.argmax(x, axis=1)"),
    ("tf.expand_dims(x, dim=1)", "tf.expand_dims(x, axis=1)"),
    ("tf.squeeze(x, squeeze_dims=[1])", "tf.squeeze(x, axis=[1])"),
    ("tf.concat(concat_dim=1, values=[x, y])", "tf.concat(axis=1, values=[x, y])"),
    ("tf.nn.conv2d(x, filter=w, strides=1, padding='SAME')",
     "tf.nn.conv2d(x, filters=w, strides=1, padding='SAME')"),
    ("tf.nn.max_pool(value=x, ksize=2, strides=2, padding='SAME')",
     "tf.nn.max_pool(input=x, ksize=2, strides=2, padding='SAME')"),
    ("class A(keras.layers.Layer):\n    def call(self, x):\n        return tf.norm(x, keep_dims=True)",
     "class A(keras.layers.Layer):\n    def call(self, x):\n        return tf.norm(x, keepdims=True)"),
]  # fmt: skip

SILENT = [
    "tf.reduce_sum(x, axis=1, keepdims=True)",
    "tf.nn.softmax(x, axis=1)",
    "tf.nn.l2_normalize(x, dim=1)",  # runs: it is deprecated only
    "tf.nn.max_pool(x, 2, 2, 'SAME')",
    "tf.split(x, 3, axis=1)",
    "tf.compat.v1.reduce_sum(x, keep_dims=True)",
    "import numpy as np\nnp.sum(x, keep_dims=True)",
    "import tensorflow.compat.v1 as tf1\ntf1.reduce_sum(x, keep_dims=True)",
    "def reduce_sum(x, keep_dims): pass\nreduce_sum(x, keep_dims=True)",
    "mine.reduce_sum(x, keep_dims=True)",
    "from tensorflow.keras import backend as K\nK.sum(x, keep_dims=True)",
    "tf.reduce_sum(x, **{'axis': 1})",
    "try:\n    tf.reduce_sum(x, keep_dims=True)\nexcept TypeError:\n    tf.reduce_sum(x, keepdims=True)",
    "if tf.__version__ < '2':\n    tf.reduce_sum(x, keep_dims=True)\nelse:\n    tf.reduce_sum(x)",
    # programs for TensorFlow 1
    "with tf.Session() as s:\n    s.run(tf.reduce_sum(x, keep_dims=True))",
    "x = tf.placeholder(tf.float32)\ntf.reduce_sum(x, keep_dims=True)",
    "tf.compat.v1.disable_v2_behavior()\ntf.reduce_sum(x, keep_dims=True)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC823") == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC823") == []


def test_other_tensorflows() -> None:
    code = (
        "import tensorflow.compat.v1 as tf\nfrom tensorflow import keras\ntf.reduce_sum(x, keep_dims=True)\n"
    )
    assert lint(code, only="TFC823") == []
    code = "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf\n"
    assert lint(code + "tf.reduce_sum(x, keep_dims=True)\n", only="TFC823") == []


@pytest.mark.parametrize("target", ["2.4", "2.11", "keras2", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(HEAD + BECOMES[0][0], target, only="TFC823") == ["TFC823:3 error"]


def test_what_is_kept_is_the_opposite_of_the_rate() -> None:
    [found] = findings(HEAD + "tf.nn.dropout(x, keep_prob=0.8)", only="TFC823")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
    assert found.message == "tf.nn.dropout no longer accepts keep_prob: TensorFlow 2 raises TypeError"
