"""checkpoint-brace-prefix: fields that nothing fills in."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
checkpoint = tf.train.Checkpoint(model=model)
"""

BECOMES = {
    "a literal": ('checkpoint.save("ck/cp-{epoch:04d}.ckpt")', 'checkpoint.save("ck/cp.ckpt")'),
    "single quotes, by keyword": (
        "checkpoint.save(file_prefix='ck/model_{epoch}')",
        "checkpoint.save(file_prefix='ck/model')",
    ),
    "two fields": (
        'checkpoint.save("ck/cp-{epoch:02d}-{val_loss:.2f}")',
        'checkpoint.save("ck/cp")',
    ),
    "in the middle": ('checkpoint.save("ck/{epoch}_weights")', 'checkpoint.save("ck/_weights")'),
    "write": ('checkpoint.write("ck/cp-{epoch}")', 'checkpoint.write("ck/cp")'),
    "a variable": (
        """
        prefix = "ck/cp-{epoch:04d}.ckpt"
        checkpoint.save(prefix)
        """,
        """
        prefix = "ck/cp.ckpt"
        checkpoint.save(prefix)
        """,
    ),
    "a join": (
        'checkpoint.save(os.path.join("ck", "cp-{epoch}"))',
        'checkpoint.save(os.path.join("ck", "cp"))',
    ),
    "a variable that is joined": (
        """
        prefix = os.path.join("ck", "ckpt_{epoch}")
        checkpoint.save(file_prefix=prefix)
        """,
        """
        prefix = os.path.join("ck", "ckpt")
        checkpoint.save(file_prefix=prefix)
        """,
    ),
    "the loop knows the epoch": (
        """
        for epoch in range(10):
            checkpoint.save("ck/cp-{epoch:04d}")
        """,
        """
        for epoch in range(10):
            checkpoint.save("ck/cp-{epoch:04d}".format(epoch=epoch))
        """,
    ),
    "the loop knows the epoch of a variable": (
        """
        prefix = "ck/cp-{epoch}"
        for epoch, batch in enumerate(batches):
            checkpoint.save(file_prefix=prefix)
        """,
        """
        prefix = "ck/cp-{epoch}"
        for epoch, batch in enumerate(batches):
            checkpoint.save(file_prefix=prefix.format(epoch=epoch))
        """,
    ),
    "a parameter": (
        """
        def save(epoch):
            checkpoint.save("ck/cp-{epoch}")
        """,
        """
        def save(epoch):
            checkpoint.save("ck/cp-{epoch}".format(epoch=epoch))
        """,
    ),
    "the name that a manager gives": (
        'manager = tf.train.CheckpointManager(checkpoint, "ck", 3, checkpoint_name="cp-{epoch}")',
        'manager = tf.train.CheckpointManager(checkpoint, "ck", 3, checkpoint_name="cp")',
    ),
    "braces that an f-string has left": (
        'checkpoint.save(f"{folder}/cp-{{epoch}}")',
        None,
    ),
    "nothing would be left": ('checkpoint.save("ck/{epoch}")', None),
    "a callback has it too": (
        """
        prefix = "ck/cp-{epoch}.ckpt"
        callback = tf.keras.callbacks.ModelCheckpoint(prefix, save_weights_only=True)
        checkpoint.save(prefix)
        """,
        None,
    ),
    "in the folder": ('checkpoint.save("ck/{epoch}/cp")', None),
}

SILENT = {
    "no field": 'checkpoint.save("ck/ckpt")',
    "an f-string": """
        for epoch in range(3):
            checkpoint.save(f"ck/cp-{epoch:04d}")
    """,
    "format": """
        for epoch in range(3):
            checkpoint.save("ck/cp-{epoch:04d}".format(epoch=epoch))
    """,
    "format of a variable": """
        prefix = "ck/cp-{epoch:04d}"
        for epoch in range(3):
            checkpoint.save(prefix.format(epoch=epoch))
    """,
    "percent": 'checkpoint.save("ck/cp-%d" % step)',
    "percent, as it stands": 'checkpoint.save("ck/cp-%d")',
    "doubled braces": 'checkpoint.save("ck/{{literal}}")',
    "no name in the braces": 'checkpoint.save("ck/{}")',
    "a number in the braces": 'checkpoint.save("ck/{0}")',
    "not known": "checkpoint.save(prefix)",
    "one of two is not known": """
        prefix = "ck/cp-{epoch}" if debug else path()
        checkpoint.save(prefix)
    """,
    "one of two has none": """
        prefix = "ck/cp-{epoch}" if debug else "ck/ckpt"
        checkpoint.save(prefix)
    """,
    "filled in by a function": """
        def name(epoch):
            return "ck/cp-{epoch}".format(epoch=epoch)
        checkpoint.save(name(3))
    """,
    "the callback": 'c = tf.keras.callbacks.ModelCheckpoint("ck/cp-{epoch}.keras")',
    "weights": 'model.save_weights("ck/cp-{epoch}.weights.h5")',
    "a model": 'model.save("ck/cp-{epoch}.keras")',
    "a figure": """
        import matplotlib.pyplot as plt
        plt.save("a-{epoch}")
    """,
    "a parameter": """
        def save(checkpoint):
            checkpoint.save("ck/cp-{epoch}")
    """,
    "a local class": """
        class Checkpoint:
            def save(self, prefix):
                open(prefix.format(epoch=1), "w")
        Checkpoint().save("ck/cp-{epoch}")
    """,
    "a subclass": """
        class Named(tf.train.Checkpoint):
            def save(self, prefix):
                return super().save(prefix.format(epoch=1))
        Named(model=model).save("ck/cp-{epoch}")
    """,
    "Orbax": """
        import orbax.checkpoint as ocp
        manager = ocp.CheckpointManager("ck", options)
        manager.save("ck/cp-{epoch}")
    """,
    "a manager without a name": 'manager = tf.train.CheckpointManager(checkpoint, "ck", 3)',
}


def body(code: str) -> str:
    return HEAD + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize(("before", "after"), BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(before: str, after: str | None, target: str) -> None:
    (found,) = findings(body(before), target, only="TFC509")
    assert found.severity.value == "warning"
    expected = Applicability.MANUAL if after is None else Applicability.UNSAFE
    assert found.fix is not None and found.fix.applicability is expected
    assert fix(body(before), target, only="TFC509", unsafe=True) == body(after or before)


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC509") == []
