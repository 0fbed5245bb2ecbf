"""restore-unchecked: a status that nothing looks at."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
ckpt = tf.train.Checkpoint(model=net)
manager = tf.train.CheckpointManager(ckpt, "tf_ckpts", max_to_keep=3)
"""
CHECK = ".assert_existing_objects_matched()"

MODELS = """
def build(units=1):
    return tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(units)])

def functional():
    x = tf.keras.Input((8,))
    return tf.keras.Model(x, tf.keras.layers.Dense(1)(x))

path = tf.train.Checkpoint(model=build(), epoch=tf.Variable(0)).save("m/ckpt")
"""

# The module wrote the file, of objects that are made in the same way: what --fix --unsafe-fixes makes of it.
BECOMES = {
    "made by the same function": "tf.train.Checkpoint(model=build()).restore(path)|",
    "read": "tf.train.Checkpoint(model=build(2)).read(path)|  # the last one",
    "kept and forgotten": "status = tf.train.Checkpoint(model=build()).restore(path)|",
    "functional models, under another name": """
        first = functional()
        saved = tf.train.Checkpoint(net=first).write("b/ckpt")
        second = functional()
        reader = tf.train.Checkpoint(net=second)
        reader.restore(saved)|
    """,
    "in a function, whose callers give what was saved": """
        def load(saved):
            tf.train.Checkpoint(model=build()).restore(saved)|

        load(path)
    """,
}

# Nobody can say that all of it is there: the check may stop a program that ran.
BY_HAND = {
    "asserted before": """
        assert os.path.exists("a")
        ckpt.restore("a/ckpt-1")
    """,
    "asserted much later": """
        ckpt.restore("a/ckpt-1")
        one()
        two()
        three()
        assert ready
    """,
    "asserted elsewhere": """
        if resume:
            ckpt.restore("a/ckpt-1")
        assert ready
    """,
    "a literal path": 'ckpt.restore("a/ckpt-1")',
    "read": 'ckpt.read("a/ckpt")',
    "a path that is given": "ckpt.restore(given)",
    "guarded": """
        if manager.latest_checkpoint:
            ckpt.restore(manager.latest_checkpoint)
    """,
    "options": "ckpt.restore(given, options=options)",
    "made in another way": """
        other = tf.train.Checkpoint(model=tf.keras.Sequential())
        other.restore(path)
    """,
    "variables that are made later": """
        def lazy():
            return tf.keras.Sequential([tf.keras.layers.Dense(1)])

        saved = tf.train.Checkpoint(model=lazy()).save("b/ckpt")
        tf.train.Checkpoint(model=lazy()).restore(saved)
    """,
    "compiled only where it is restored, with an optimizer that is not in the file": """
        other = build()
        other.compile("adam", "mse")
        tf.train.Checkpoint(model=other).restore(path)
    """,
    "a class of its own": """
        class Net(tf.keras.Model):
            pass

        def make():
            return Net()

        saved = tf.train.Checkpoint(model=make()).save("b/ckpt")
        tf.train.Checkpoint(model=make()).restore(saved)
    """,
    "the optimizer of other variables": """
        optimizer = tf.keras.optimizers.Adam()
        w = tf.Variable(1.0)
        saved = tf.train.Checkpoint(w=w, optimizer=optimizer).save("b/ckpt")
        w = tf.Variable(2.0)
        tf.train.Checkpoint(w=w, optimizer=optimizer).restore(saved)
    """,
    "the path may be None": """
        def load(path=None):
            tf.train.Checkpoint(model=build()).restore(path)
    """,
    "a status that is only printed": """
        status = ckpt.restore("a/ckpt-1")
        print("restored", status)
    """,
    "saved later": """
        ckpt.restore(given)
        ckpt.save("a/ckpt")
    """,
    "in a function": """
        def load(model, path):
            tf.train.Checkpoint(model=model).restore(path)
    """,
}

SILENT = {
    "checked": "ckpt.restore(path).assert_consumed()",
    "checked otherwise": "ckpt.restore(path).assert_nontrivial_match()",
    "checked later": """
        status = ckpt.restore(path)
        status.assert_existing_objects_matched()
    """,
    "checked under a condition": """
        status = ckpt.restore(path)
        if strict:
            status.assert_consumed()
    """,
    "values that are asserted": """
        ckpt.restore(path)
        assert 2. == v.numpy()
    """,
    "values that a test asserts": """
        def test(self):
            ckpt.restore(path)
            x = net(y)
            self.assertAllClose(x, z)
    """,
    "values that NumPy compares": """
        ckpt.restore(path)
        np.testing.assert_allclose(net(x), y)
    """,
    "deliberate": "ckpt.restore(path).expect_partial()",
    "deliberate, later": """
        status = ckpt.read(path)
        status.expect_partial()
    """,
    "returned": """
        def load(path):
            return ckpt.restore(path)
    """,
    "returned from a variable": """
        def load(path):
            status = ckpt.restore(path)
            return status
    """,
    "kept on the object": "self.status = ckpt.restore(path)",
    "handed on": "log(ckpt.restore(path))",
    "in a lambda": "load = lambda path: ckpt.restore(path)",
    "a session runs it": "ckpt.restore(path).run_restore_ops()",
    "the same object was saved under a condition": """
        if keep_it:
            ckpt.save("a/ckpt")
        ckpt.restore("a/ckpt-1")
    """,
    "the same object was saved": """
        path = ckpt.save("a/ckpt")
        ckpt.restore(path)
    """,
    "its manager saved": """
        manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "the same object was saved by a method": """
        class Run:
            def write(self):
                ckpt.save("a/ckpt")
            def read(self):
                ckpt.restore("a/ckpt-1")

        run = Run()
        run.write()
        run.read()
    """,
    "the same object was saved by a function under another name": """
        def train():
            manager.save()

        work = train
        work()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "the same object was saved by a function": """
        def train():
            manager.save()

        train()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "a run that goes on from its own last one": """
        if manager.latest_checkpoint:
            ckpt.restore(manager.latest_checkpoint)
        net.fit(x, y)
        manager.save()
    """,
    "the same, through a variable": """
        newest = tf.train.latest_checkpoint("tf_ckpts") if resume else None
        if newest:
            ckpt.restore(newest)
        while True:
            manager.save()
    """,
    "a run that goes on to train": """
        newest = tf.train.latest_checkpoint("tf_ckpts")
        if newest:
            ckpt.restore(newest)
        net.fit(x, y)
    """,
    "restore-none says more": "ckpt.restore(manager.latest_checkpoint)",
    "restore-none says more of a folder": 'ckpt.restore(tf.train.latest_checkpoint("a"))',
    "a manager that restores": "manager.restore_or_initialize()",
    "a parameter": """
        def load(ckpt, path):
            ckpt.restore(path)
    """,
    "a saver": """
        saver = tf.compat.v1.train.Saver()
        saver.restore(session, path)
    """,
    "a file": "open(path).read()",
    "a state of Horovod": """
        import horovod.tensorflow.elastic as hvd
        state = hvd.TensorFlowKerasState(net, net.optimizer)
        state.restore()
    """,
    "a local class": """
        class Checkpoint:
            def restore(self, path): ...
        Checkpoint().restore(path)
    """,
    "one alternative is something else": """
        saver = ckpt if first else library.Saver()
        saver.restore(path)
    """,
    "expected to raise": """
        import pytest
        with pytest.raises(ValueError):
            ckpt.restore(path)
    """,
    "in a test case": """
        class CheckpointTest(tf.test.TestCase):
            def testResume(self):
                ckpt.restore(path)
    """,
}


def body(code: str) -> str:
    return HEAD + MODELS + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize("code", BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(code: str, target: str) -> None:
    before, after = body(code.replace("|", "")), body(code.replace("|", CHECK))
    (found,) = findings(before, target, only="TFC506")
    assert found.severity.value == "info"
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert fix(before, target, only="TFC506", unsafe=True) == after
    assert fix(before, target, only="TFC506") == before


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_is_left_to_a_person(code: str, target: str) -> None:
    (found,) = findings(body(code), target, only="TFC506")
    assert found.severity.value == "info"
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC506") == []


def test_in_a_test_file_the_assertions_look() -> None:
    code = HEAD + "def test_resume():\n    ckpt.restore(path)"
    assert lint(code, only="TFC506") == ["TFC506:6 info"]
