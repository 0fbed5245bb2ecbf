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

BECOMES = {
    "a literal path": 'ckpt.restore("a/ckpt-1")|',
    "read": 'ckpt.read("a/ckpt")|',
    "a path that is given": "ckpt.restore(path)|",
    "guarded": """
        if manager.latest_checkpoint:
            ckpt.restore(manager.latest_checkpoint)|
    """,
    "kept and forgotten": 'status = ckpt.restore("a/ckpt-1")|',
    "options": "ckpt.restore(path, options=options)|",
    "saved, but by another checkpoint": """
        path = ckpt.save("a/ckpt")
        other = tf.train.Checkpoint(model=tf.keras.Sequential())
        other.restore(path)|
    """,
    "saved later": """
        ckpt.restore(path)|
        ckpt.save("a/ckpt")
    """,
    "in a function": """
        def load(model, path):
            tf.train.Checkpoint(model=model).restore(path)|
    """,
    "with a comment": "ckpt.restore(path)|  # the best so far",
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
    "the same object was saved": """
        path = ckpt.save("a/ckpt")
        ckpt.restore(path)
    """,
    "its manager saved": """
        manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "the same object was saved by a function": """
        def train():
            manager.save()

        train()
        ckpt.restore(manager.latest_checkpoint)
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
    return HEAD + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize("code", BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(code: str, target: str) -> None:
    before, after = body(code.replace("|", "")), body(code.replace("|", CHECK))
    (found,) = findings(before, target, only="TFC506")
    assert found.severity.value == "info"
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert fix(before, target, only="TFC506", unsafe=True) == after
    assert fix(before, target, only="TFC506") == before


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC506") == []


def test_in_a_test_file_the_assertions_look() -> None:
    code = body("def test_resume():\n    ckpt.restore(path)")
    assert lint(code, only="TFC506") == ["TFC506:6 info"]


@pytest.mark.parametrize(
    ("code", "applicability"),
    [
        (
            """
            ckpt.restore(manager.latest_checkpoint)
            if manager.latest_checkpoint:
                print("restored")
            """,
            Applicability.MANUAL,
        ),
        (
            """
            path = manager.latest_checkpoint
            if path:
                ckpt.restore(path)
            """,
            Applicability.UNSAFE,
        ),
    ],
)
def test_a_run_that_may_start_anew_is_not_stopped(code: str, applicability: Applicability) -> None:
    [finding] = findings(HEAD + dedent(code), only="TFC506")
    assert finding.fix is not None
    assert finding.fix.applicability is applicability
