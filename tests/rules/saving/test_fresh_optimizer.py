"""checkpoint-fresh-optimizer: an optimizer in a checkpoint that trains nothing."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
from tensorflow.keras.optimizers import Adam
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
"""

BECOMES = {
    "built in the call": (
        """
        model.compile(optimizer=Adam(0.01), loss="mse")
        model.fit(x, y)
        checkpoint = tf.train.Checkpoint(optimizer=Adam(), model=model)
        checkpoint.save("ck/ckpt")
        """,
        "tf.train.Checkpoint(optimizer=model.optimizer, model=model)",
    ),
    "compiled by name": (
        """
        model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.Adam())
        checkpoint.save("ck/ckpt")
        """,
        "tf.train.Checkpoint(model=model, optimizer=model.optimizer)",
    ),
    "in a variable that nothing else uses": (
        """
        model.compile(optimizer=Adam(0.01), loss="mse")
        optimizer = Adam(0.01)
        checkpoint = tf.train.Checkpoint(optimizer=optimizer, net=model)
        checkpoint.write("ck/ckpt")
        """,
        "tf.train.Checkpoint(optimizer=model.optimizer, net=model)",
    ),
    "written by a manager": (
        """
        model.compile("sgd", "mse")
        checkpoint = tf.train.Checkpoint(opt=tf.keras.optimizers.SGD(), model=model)
        manager = tf.train.CheckpointManager(checkpoint, "ck", max_to_keep=3)
        manager.save()
        """,
        "tf.train.Checkpoint(opt=model.optimizer, model=model)",
    ),
    "restored before training": (
        """
        model.compile("sgd", "mse")
        checkpoint = tf.train.Checkpoint(optimizer=tf.keras.optimizers.SGD(), model=model)
        checkpoint.restore(tf.train.latest_checkpoint("ck"))
        model.fit(x, y)
        """,
        "tf.train.Checkpoint(optimizer=model.optimizer, model=model)",
    ),
    "nothing but the optimizer": (
        """
        model.compile("sgd", "mse")
        model.fit(x, y)
        checkpoint = tf.train.Checkpoint(optimizer=tf.keras.optimizers.SGD())
        checkpoint.save("ck/ckpt")
        """,
        "tf.train.Checkpoint(optimizer=model.optimizer)",
    ),
    "compiled by the function that builds it": (
        """
        def build():
            net = tf.keras.Sequential()
            net.compile(optimizer="adam", loss="mse")
            return net
        trained = build()
        checkpoint = tf.train.Checkpoint(model=trained, optimizer=Adam())
        checkpoint.save("ck/ckpt")
        """,
        "tf.train.Checkpoint(model=trained, optimizer=trained.optimizer)",
    ),
    "two checkpoints share it": (
        """
        model.compile("adam", "mse")
        optimizer = Adam()
        first = tf.train.Checkpoint(model=model, optimizer=optimizer)
        first.save("ck/ckpt")
        """,
        "tf.train.Checkpoint(model=model, optimizer=model.optimizer)",
    ),
}

MANUAL = {
    "compiled after": """
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        model.compile("adam", "mse")
        model.fit(x, y)
        checkpoint.save("ck/ckpt")
    """,
    "compiled on one way": """
        if train:
            model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.save("ck/ckpt")
    """,
}

# No compile is in sight, and nothing else trains with what is saved.
ALONE = {
    "built in the call": """
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.save("ck/ckpt")
    """,
    "in a variable, restored after": """
        optimizer = tf.keras.optimizers.Adam(learning_rate=0.001)
        root = tf.train.Checkpoint(optimizer=optimizer, model=model)
        root.save("ck/ckpt")
        root.restore(tf.train.latest_checkpoint("ck"))
    """,
    "written by a manager": """
        checkpoint = tf.train.Checkpoint(step=tf.Variable(1), optimizer=Adam(), net=model)
        manager = tf.train.CheckpointManager(checkpoint, "ck", max_to_keep=3)
        manager.save()
    """,
    "made in the call that saves": """
        tf.train.Checkpoint(model=model, optimizer=Adam()).save("ck/ckpt")
    """,
    "kept on an object": """
        class Trainer:
            def __init__(self, net):
                self.checkpoint = tf.train.Checkpoint(model=net, optimizer=Adam())
                self.manager = tf.train.CheckpointManager(self.checkpoint, "ck", 3)
            def keep(self):
                self.checkpoint.save("ck/ckpt")
    """,
    "a model that is a parameter": """
        def save(net):
            tf.train.Checkpoint(model=net, optimizer=Adam()).save("ck/ckpt")
    """,
    "another model is compiled": """
        other = tf.keras.Sequential()
        other.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.save("ck/ckpt")
    """,
    "another optimizer trains by hand": """
        trainer = Adam()
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        for batch in batches:
            trainer.apply_gradients(zip(step(batch), model.trainable_variables))
            checkpoint.save("ck/ckpt")
    """,
}

SILENT = {
    "the model's own": """
        model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=model.optimizer)
        checkpoint.save("ck/ckpt")
    """,
    "the one it was compiled with": """
        optimizer = Adam()
        model.compile(optimizer=optimizer, loss="mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
        checkpoint.save("ck/ckpt")
    """,
    "a loop by hand": """
        model.compile(loss="mse")
        optimizer = Adam()
        checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
        for batch in batches:
            optimizer.apply_gradients(zip(step(batch), model.trainable_variables))
        checkpoint.save("ck/ckpt")
    """,
    "a loop in a function": """
        model.compile("adam", "mse")
        optimizer = Adam()
        checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
        def step(grads):
            optimizer.apply_gradients(zip(grads, model.trainable_variables))
        checkpoint.save("ck/ckpt")
    """,
    "restored before it is saved": """
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.restore("old/ckpt-1")
        checkpoint.save("ck/ckpt")
    """,
    "restored by its manager before it is saved": """
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        manager = tf.train.CheckpointManager(checkpoint, "ck", 3)
        manager.restore_or_initialize()
        manager.save()
    """,
    "restored and saved in rounds": """
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        for number in range(3):
            checkpoint.save("ck/ckpt")
            checkpoint.restore("ck/ckpt-1")
    """,
    "no compile, and only read": """
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.restore("ck/ckpt-1")
    """,
    "no compile, and the checkpoint is handed on": """
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        train(checkpoint)
        checkpoint.save("ck/ckpt")
    """,
    "no compile, and the checkpoint is returned": """
        def make():
            checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
            checkpoint.save("ck/ckpt")
            return checkpoint
    """,
    "no compile, and a loop by hand": """
        optimizer = Adam()
        checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
        for batch in batches:
            train_step(model, batch, optimizer)
        checkpoint.save("ck/ckpt")
    """,
    "kept on an object that hands it on": """
        class Trainer:
            def __init__(self, net):
                self.checkpoint = tf.train.Checkpoint(model=net, optimizer=Adam())
                train(self.checkpoint)
            def keep(self):
                self.checkpoint.save("ck/ckpt")
    """,
    "kept on an object, whose optimizer trains": """
        class Trainer:
            def __init__(self, net):
                self.checkpoint = tf.train.Checkpoint(model=net, optimizer=Adam())
            def step(self, grads):
                self.checkpoint.optimizer.apply_gradients(grads)
                self.checkpoint.save("ck/ckpt")
    """,
    "no compile, in a test": """
        def test_saves(tmp_path):
            checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
            checkpoint.save(str(tmp_path / "ckpt"))
    """,
    "used through the checkpoint": """
        model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.optimizer.apply_gradients(grads)
        checkpoint.save("ck/ckpt")
    """,
    "handed on": """
        model.compile("adam", "mse")
        optimizer = Adam()
        train(model, optimizer)
        checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
        checkpoint.save("ck/ckpt")
    """,
    "set again": """
        model.compile("adam", "mse")
        optimizer = Adam()
        optimizer = model.optimizer
        checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
        checkpoint.save("ck/ckpt")
    """,
    "only read, and only evaluated": """
        model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.restore("ck/ckpt-1")
        model.evaluate(x, y)
    """,
    "never written": """
        model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
    """,
    "a parameter": """
        def save(model, optimizer):
            model.compile("adam", "mse")
            tf.train.Checkpoint(model=model, optimizer=optimizer).save("ck/ckpt")
    """,
    "an optimizer that nobody knows": """
        from library import make
        model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=make())
        checkpoint.save("ck/ckpt")
    """,
    "no optimizer": """
        model.compile("adam", "mse")
        checkpoint = tf.train.Checkpoint(model=model, step=tf.Variable(0))
        checkpoint.save("ck/ckpt")
    """,
    "a learning rate schedule": """
        model.compile("adam", "mse")
        schedule = tf.keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
        checkpoint = tf.train.Checkpoint(model=model, schedule=schedule)
        checkpoint.save("ck/ckpt")
    """,
    "two optimizers of a GAN": """
        generator, discriminator = tf.keras.Sequential(), tf.keras.Sequential()
        discriminator.compile("adam", "mse")
        g_opt, d_opt = Adam(), Adam()
        checkpoint = tf.train.Checkpoint(g=generator, d=discriminator, g_opt=g_opt, d_opt=d_opt)
        def step():
            g_opt.apply_gradients(gs)
            d_opt.apply_gradients(ds)
        checkpoint.save("ck/ckpt")
    """,
    "kept on an object": """
        class Trainer:
            def __init__(self, net):
                self.optimizer = Adam()
                net.compile("adam", "mse")
                self.checkpoint = tf.train.Checkpoint(model=net, optimizer=self.optimizer)
                self.checkpoint.save("ck/ckpt")
    """,
    "the compile of something else": """
        import re
        re.compile("adam")
        checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
        checkpoint.restore("ck/ckpt-1")
        model.fit(x, y)
    """,
    "PyTorch": """
        import torch
        checkpoint = {"optimizer": torch.optim.Adam(model.parameters())}
        torch.save(checkpoint, "x.pt")
    """,
    "a local class": """
        class Checkpoint: ...
        model.compile("adam", "mse")
        Checkpoint(model=model, optimizer=Adam()).save("ck/ckpt")
    """,
    "returned": """
        def make(net):
            optimizer = Adam()
            net.compile("adam", "mse")
            tf.train.Checkpoint(model=net, optimizer=optimizer).save("ck/ckpt")
            return optimizer
    """,
}


def body(code: str) -> str:
    return HEAD + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize(("code", "call"), BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(code: str, call: str, target: str) -> None:
    before = body(code)
    (found,) = findings(before, target, only="TFC508")
    assert found.severity.value == "error"
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    after = fix(before, target, only="TFC508", unsafe=True)
    assert call in after
    changed = [
        pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]
    ]
    assert len(changed) == 1


@pytest.mark.parametrize("code", MANUAL.values(), ids=MANUAL.keys())
def test_is_left_to_a_person(code: str) -> None:
    (found,) = findings(body(code), only="TFC508")
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", ALONE.values(), ids=ALONE.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_nothing_trains_with_it(code: str, target: str) -> None:
    (found,) = findings(body(code), target, only="TFC508")
    assert found.severity.value == "error"
    assert "nothing in this file trains with it" in found.message
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC508") == []


def test_says_where_the_state_is() -> None:
    code = """
    model.compile("adam", "mse")
    checkpoint = tf.train.Checkpoint(model=model, optimizer=Adam())
    checkpoint.save("ck/ckpt")
    alone = tf.train.Checkpoint(optimizer=Adam())
    alone.save("ck/alone")
    """
    messages = [found.message for found in findings(body(code), only="TFC508")]
    assert "only as part of model" in messages[0]
    assert "not in the file at all" in messages[1]
