"""load-weights-status: a status that is there on Keras 2 only, and there for TensorFlow checkpoints only."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
"""

# The file is HDF5 by its name: what --fix makes of it, on Keras 2 as well.
BECOMES = {
    "weights": (
        'model.load_weights("m.weights.h5").expect_partial()',
        'model.load_weights("m.weights.h5")',
    ),
    "the old suffix": (
        'model.load_weights(f"{name}.hdf5").assert_consumed()',
        'model.load_weights(f"{name}.hdf5")',
    ),
    "two of them": (
        'model.load_weights("m.h5").expect_partial().assert_existing_objects_matched()',
        'model.load_weights("m.h5")',
    ),
    "a status that is kept": (
        'status = model.load_weights("m.h5")\nstatus.assert_existing_objects_matched()\nprint(1)',
        'status = model.load_weights("m.h5")\nprint(1)',
    ),
    "in a function": (
        'def load(net, d):\n    net.load_weights(d + "/m.h5").expect_partial()',
        'def load(net, d):\n    net.load_weights(d + "/m.h5")',
    ),
    "over lines": (
        'model.load_weights(\n    "m.weights.h5"\n).expect_partial()  # no optimizer',
        'model.load_weights(\n    "m.weights.h5"\n)  # no optimizer',
    ),
    "of a subclass": (
        'class Net(tf.keras.Model):\n    pass\n\nNet().load_weights("m.h5").expect_partial()',
        'class Net(tf.keras.Model):\n    pass\n\nNet().load_weights("m.h5")',
    ),
    "of self": (
        'class Net(tf.keras.Model):\n    def load(self):\n        self.load_weights("m.h5").expect_partial()',
        'class Net(tf.keras.Model):\n    def load(self):\n        self.load_weights("m.h5")',
    ),
}

# What the file is, the code does not tell. Keras 3 raises either way, Keras 2 may not.
UNKNOWN = {
    "a path that is given": "model.load_weights(path).expect_partial()",
    "kept": "status = model.load_weights(path)\nstatus.assert_consumed()",
    "in a function": "def load(net, path):\n    net.load_weights(path).expect_partial()",
    "one of two": 'model.load_weights("m.h5" if old else "m.ckpt").expect_partial()',
}

# load_weights itself raises on Keras 3, and Keras 2 has a status.
TENSORFLOW = {
    "by its suffix": 'model.load_weights("ck/cp.ckpt").assert_consumed()',
    "without a suffix": 'model.load_weights("ck/weights").expect_partial()',
    "the latest": 'model.load_weights(tf.train.latest_checkpoint("ck")).expect_partial()',
    "the latest, through a variable": """
        latest = tf.train.latest_checkpoint("ck")
        model.load_weights(latest).assert_consumed()
    """,
    "the latest, given by the caller": """
        def load(net, path):
            net.load_weights(path).expect_partial()

        load(model, tf.train.latest_checkpoint("ck"))
    """,
    "of self": """
        class Net(tf.keras.Model):
            def load(self, folder):
                latest = tf.train.latest_checkpoint(folder)
                self.load_weights(latest).assert_consumed()
    """,
}

SILENT = {
    "no status": "model.load_weights(path)",
    "a status that is kept, and left": "status = model.load_weights(path)",
    "a status that is looked at": """
        status = model.load_weights(path)
        if status is not None:
            print(status)
    """,
    "a status that is asked for": """
        status = model.load_weights(path)
        if status is not None:
            status.expect_partial()
    """,
    "another method": "model.load_weights(path).summary()",
    "a checkpoint": "tf.train.Checkpoint(model=model).restore(path).expect_partial()",
    "a method of a class of the module": """
        class Net:
            def load_weights(self, path):
                return tf.train.Checkpoint(net=self.net).restore(path)
        Net().load_weights(path).expect_partial()
    """,
    "a method that a subclass overrides": """
        class Net(tf.keras.Model):
            def load_weights(self, path):
                return tf.train.Checkpoint(net=self).restore(path)
        Net().load_weights(path).expect_partial()
    """,
    "a class of the module may be meant": """
        class Net(Base):
            def load_weights(self, path):
                return tf.train.Checkpoint(net=self).restore(path)
        def load(net):
            net.load_weights(path).expect_partial()
    """,
    "an exception that is caught": """
        try:
            model.load_weights(path).expect_partial()
        except AttributeError:
            pass
    """,
    "under a test of the version": """
        if tf.__version__ < "2.16":
            model.load_weights(path).expect_partial()
    """,
    "expected to raise": """
        import pytest
        with pytest.raises(AttributeError):
            model.load_weights(path).expect_partial()
    """,
    "a status that may be another": """
        status = tf.train.Checkpoint(model=model).restore(path)
        if weights:
            status = model.load_weights(path)
        status.expect_partial()
    """,
    "set again": """
        status = model.load_weights(path)
        status = tf.train.Checkpoint(model=model).restore(path)
        status.assert_consumed()
    """,
    "not called": "method = model.load_weights",
    "another function of the name": "load_weights(model, path).expect_partial()",
    "an attribute": "count = model.load_weights(path).count",
    "an assertion of a test": "self.assert_consumed(model.load_weights(path))",
    "of a base that nobody knows": """
        from library import Base
        class Net(Base):
            def load(self, path):
                self.load_weights(path).expect_partial()
    """,
    "a callable of unittest": """
        import unittest.mock
        unittest.mock.Mock().assert_called()
    """,
    "save_weights": "model.save_weights(path).expect_partial()",
}
SILENT_WITHOUT = "import torch\nnet.load_weights(path).expect_partial()\n"


def body(code: str) -> str:
    return HEAD + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize(("before", "after"), BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(before: str, after: str, target: str) -> None:
    assert {found.severity.value for found in findings(body(before), target, only="TFC515")} == {"error"}
    assert fix(body(before), target, only="TFC515") == body(after)


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN.keys())
@pytest.mark.parametrize("target", ["keras3", "both"])
def test_an_unknown_file_is_left_to_a_person(code: str, target: str) -> None:
    (found,) = findings(body(code), target, only="TFC515")
    assert found.severity.value == "error"
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_keras_2_may_have_a_status_of_an_unknown_file(code: str) -> None:
    assert lint(body(code), "keras2", only="TFC515") == []


@pytest.mark.parametrize("code", TENSORFLOW.values(), ids=TENSORFLOW.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_a_tensorflow_checkpoint_has_a_status_or_cannot_be_read(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC515") == []
    assert fix(body(code), target, only="TFC515", unsafe=True) == body(code)


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC515") == []


def test_silent_without_keras() -> None:
    assert lint(SILENT_WITHOUT, only="TFC515") == []


def test_a_comment_inside_is_left_to_a_person() -> None:
    code = body("(model.load_weights('m.h5')\n    # no optimizer\n    .expect_partial())")
    (found,) = findings(code, only="TFC515")
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL
