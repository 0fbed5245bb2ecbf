"""restore-none: where None may be restored, and where somebody asks first."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os
import tensorflow as tf
from tensorflow.train import latest_checkpoint
net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
ckpt = tf.train.Checkpoint(model=net)
manager = tf.train.CheckpointManager(ckpt, "tf_ckpts", max_to_keep=3)
"""
CHECK = ".assert_existing_objects_matched()"

# What --fix --unsafe-fixes makes of a body: CHECK goes where the bar stands.
BECOMES = {
    "of a folder": 'ckpt.restore(tf.train.latest_checkpoint("tf_ckpts"))|',
    "by another import": 'ckpt.restore(latest_checkpoint("tf_ckpts"))|',
    "by keyword": 'ckpt.restore(save_path=latest_checkpoint("tf_ckpts"))|',
    "of a manager": "ckpt.restore(manager.latest_checkpoint)|",
    "through the manager's checkpoint": "manager.checkpoint.restore(manager.latest_checkpoint)|",
    "read": 'ckpt.read(latest_checkpoint("tf_ckpts"))|',
    "through a variable": """
        path = latest_checkpoint("tf_ckpts")
        ckpt.restore(path)|
    """,
    "expect_partial checks nothing": 'ckpt.restore(latest_checkpoint("tf_ckpts"))|.expect_partial()',
    "a status that nothing looks at": 'status = ckpt.restore(latest_checkpoint("tf_ckpts"))|',
    "a status that is told to expect less": """
        status = ckpt.restore(latest_checkpoint("tf_ckpts"))|
        status.expect_partial()
    """,
    "made in the same line": 'tf.train.Checkpoint(model=net).restore(latest_checkpoint("tf_ckpts"))|',
    "under a flag that says nothing of the folder": """
        if resume:
            ckpt.restore(latest_checkpoint("tf_ckpts"))|
    """,
    "in a class": """
        class Trainer:
            def __init__(self, model):
                self.ckpt = tf.train.Checkpoint(model=model)
                self.manager = tf.train.CheckpointManager(self.ckpt, "a", 3)

            def load(self):
                self.ckpt.restore(self.manager.latest_checkpoint)|
    """,
    "saved in another run": """
        def train():
            ckpt.save("tf_ckpts/ckpt")

        def evaluate():
            ckpt.restore(latest_checkpoint("tf_ckpts"))|

        if mode == "train":
            train()
        if mode == "evaluate":
            evaluate()
    """,
    "saved before in another folder": """
        ckpt.save("tf_ckpts/ckpt")
        ckpt.restore(latest_checkpoint("tf_ckpt"))|
    """,
    "both arms are the latest": """
        path = latest_checkpoint("a") if first else latest_checkpoint("b")
        ckpt.restore(path)|
    """,
    "over several lines": """
        ckpt.restore(
            latest_checkpoint("tf_ckpts")
        )|
    """,
}

SILENT = {
    "a test of the manager": """
        if manager.latest_checkpoint:
            ckpt.restore(manager.latest_checkpoint)
    """,
    "a test after it": """
        ckpt.restore(manager.latest_checkpoint)
        if manager.latest_checkpoint:
            print("restored")
        else:
            print("from scratch")
    """,
    "a test of the path": """
        path = latest_checkpoint("tf_ckpts")
        if path is not None:
            ckpt.restore(path)
    """,
    "a test of the path, which is named where it is restored": """
        ckpt.restore((path := latest_checkpoint("tf_ckpts")))
        if path is None:
            print("from scratch")
    """,
    "a return where there is none": """
        def load():
            path = latest_checkpoint("tf_ckpts")
            if not path:
                return
            ckpt.restore(path)
    """,
    "an assertion": """
        path = latest_checkpoint("tf_ckpts")
        assert path, "no checkpoint"
        ckpt.restore(path)
    """,
    "an alternative": 'ckpt.restore(latest_checkpoint("tf_ckpts") or "pretrained/ckpt-1")',
    "a walrus": """
        if path := latest_checkpoint("tf_ckpts"):
            ckpt.restore(path)
    """,
    "a test in the caller": """
        def load():
            ckpt.restore(manager.latest_checkpoint)

        if manager.latest_checkpoint:
            load()
    """,
    "a look at the folder": """
        if os.path.exists("tf_ckpts"):
            ckpt.restore(latest_checkpoint("tf_ckpts"))
    """,
    "a listing": """
        if os.listdir("tf_ckpts"):
            ckpt.restore(latest_checkpoint("tf_ckpts"))
    """,
    "checked at once": 'ckpt.restore(latest_checkpoint("a")).assert_consumed()',
    "checked after": """
        status = ckpt.read(latest_checkpoint("a"))
        status.assert_existing_objects_matched()
    """,
    "checked after expect_partial": (
        'ckpt.restore(latest_checkpoint("a")).expect_partial().assert_existing_objects_matched()'
    ),
    "checked much later": """
        status = ckpt.restore(latest_checkpoint("a"))
        net.fit(x, y)
        status.assert_consumed()
    """,
    "returned": """
        def load():
            return ckpt.restore(latest_checkpoint("a"))
    """,
    "handed on": 'check(ckpt.restore(latest_checkpoint("a")))',
    "run in a session": 'ckpt.restore(latest_checkpoint("a")).initialize_or_restore(session)',
    "saved before": """
        ckpt.save("a/ckpt")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before in a loop": """
        for epoch in range(10):
            if epoch % 5 == 4:
                manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before by a function": """
        def train(epochs):
            for epoch in range(epochs):
                ckpt.save("a/ckpt")

        train(3)
        ckpt.restore(latest_checkpoint("a"))
    """,
    "weights written by a callback before": """
        net.fit(x, y, callbacks=[tf.keras.callbacks.ModelCheckpoint("a/ckpt", save_weights_only=True)])
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a path that is given": "ckpt.restore(path)",
    "a literal path": 'ckpt.restore("a/ckpt-1")',
    "one arm is another path": """
        path = latest_checkpoint("a") if resume else "pretrained/ckpt-1"
        ckpt.restore(path)
    """,
    "a parameter": """
        def load(path):
            ckpt.restore(path)
    """,
    "restore_or_initialize of a manager": "manager.restore_or_initialize()",
    "another object with the same method": """
        from library import Saver
        Saver().restore(latest_checkpoint("a"))
        state.restore(latest_checkpoint("a"))
    """,
    "a local class of the name": """
        class Checkpoint:
            def restore(self, path): ...
        Checkpoint().restore(latest_checkpoint("a"))
    """,
    "a subclass with a restore of its own": """
        class Strict(tf.train.Checkpoint):
            def restore(self, path): ...
        Strict(model=net).restore(latest_checkpoint("a"))
    """,
    "expected to raise": """
        with self.assertRaises(ValueError):
            ckpt.restore(latest_checkpoint("a"))
    """,
    "in a test case": """
        class CheckpointTest(tf.test.TestCase):
            def test_resume(self):
                ckpt.restore(latest_checkpoint("a"))
    """,
}


def body(code: str) -> str:
    return HEAD + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize("code", BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(code: str, target: str) -> None:
    before, after = body(code.replace("|", "")), body(code.replace("|", CHECK))
    (found,) = findings(before, target, only="TFC505")
    assert found.severity.value == "warning"
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert fix(before, target, only="TFC505", unsafe=True) == after


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC505") == []


def test_replaces_the_milder_finding() -> None:
    code = body('ckpt.restore(latest_checkpoint("a"))')
    assert lint(code, only="TFC50") == ["TFC505:7 warning"]


def test_a_run_that_writes_the_first_checkpoint_is_not_stopped() -> None:
    code = """
    ckpt.restore(latest_checkpoint("tf_ckpts"))
    for step in range(3):
        ckpt.save("tf_ckpts/ckpt")
    """
    [finding] = findings(HEAD + dedent(code), only="TFC505")
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.MANUAL
