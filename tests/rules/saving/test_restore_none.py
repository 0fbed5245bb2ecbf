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
KEEP = """
def keep():
    manager.save()
"""

# A program that writes what it restores: what --fix --unsafe-fixes makes of it.
BECOMES = {
    "of a folder": (
        'ckpt.restore(tf.train.latest_checkpoint("tf_ckpts"))',
        """
        latest = tf.train.latest_checkpoint("tf_ckpts")
        if latest:
            ckpt.restore(latest)
        """,
    ),
    "by another import": (
        'ckpt.restore(latest_checkpoint("tf_ckpts"))',
        """
        latest = latest_checkpoint("tf_ckpts")
        if latest:
            ckpt.restore(latest)
        """,
    ),
    "by keyword, with options": (
        'ckpt.restore(save_path=latest_checkpoint("tf_ckpts"), options=options)',
        """
        latest = latest_checkpoint("tf_ckpts")
        if latest:
            ckpt.restore(save_path=latest, options=options)
        """,
    ),
    "the name is in use": (
        """
        latest = 3
        ckpt.restore(latest_checkpoint("tf_ckpts"))
        """,
        """
        latest = 3
        latest_path = latest_checkpoint("tf_ckpts")
        if latest_path:
            ckpt.restore(latest_path)
        """,
    ),
    "of a manager": (
        "ckpt.restore(manager.latest_checkpoint)",
        """
        if manager.latest_checkpoint:
            ckpt.restore(manager.latest_checkpoint)
        """,
    ),
    "through the manager's checkpoint": (
        "manager.checkpoint.restore(manager.latest_checkpoint)",
        """
        if manager.latest_checkpoint:
            manager.checkpoint.restore(manager.latest_checkpoint)
        """,
    ),
    "read": (
        "ckpt.read(manager.latest_checkpoint)",
        """
        if manager.latest_checkpoint:
            ckpt.read(manager.latest_checkpoint)
        """,
    ),
    "through a variable": (
        """
        path = latest_checkpoint("tf_ckpts")
        ckpt.restore(path)
        """,
        """
        path = latest_checkpoint("tf_ckpts")
        if path:
            ckpt.restore(path)
        """,
    ),
    "through a variable or a flag": (
        """
        path = latest_checkpoint("tf_ckpts") if resume else None
        ckpt.restore(path)
        """,
        """
        path = latest_checkpoint("tf_ckpts") if resume else None
        if path:
            ckpt.restore(path)
        """,
    ),
    "expect_partial checks nothing": (
        "ckpt.restore(manager.latest_checkpoint).expect_partial()",
        """
        if manager.latest_checkpoint:
            ckpt.restore(manager.latest_checkpoint).expect_partial()
        """,
    ),
    "in blocks, between comments": (
        """
        def begin():
            if resume:
                # the newest
                ckpt.restore(manager.latest_checkpoint)  # if any
            return net
        """,
        """
        def begin():
            if resume:
                # the newest
                if manager.latest_checkpoint:
                    ckpt.restore(manager.latest_checkpoint)  # if any
            return net
        """,
    ),
    "over several lines": (
        """
        ckpt.restore(
            latest_checkpoint("tf_ckpts"),  # the newest
            options=None,
        )
        """,
        """
        latest = latest_checkpoint("tf_ckpts")
        if latest:
            ckpt.restore(
                latest,  # the newest
                options=None,
            )
        """,
    ),
    "in a class": (
        """
        class Trainer:
            def __init__(self, model):
                self.ckpt = tf.train.Checkpoint(model=model)
                self.manager = tf.train.CheckpointManager(self.ckpt, "a", 3)

            def load(self):
                self.ckpt.restore(self.manager.latest_checkpoint)

            def save(self):
                self.manager.save()
        """,
        """
        class Trainer:
            def __init__(self, model):
                self.ckpt = tf.train.Checkpoint(model=model)
                self.manager = tf.train.CheckpointManager(self.ckpt, "a", 3)

            def load(self):
                if self.manager.latest_checkpoint:
                    self.ckpt.restore(self.manager.latest_checkpoint)

            def save(self):
                self.manager.save()
        """,
    ),
    "a callback whose path is a parameter, None on the first run": (
        """
        class Resume(tf.keras.callbacks.Callback):
            def restore(self, path=None):
                if path is None:
                    path = manager.latest_checkpoint
                ckpt.restore(path)
        """,
        """
        class Resume(tf.keras.callbacks.Callback):
            def restore(self, path=None):
                if path is None:
                    path = manager.latest_checkpoint
                if path:
                    ckpt.restore(path)
        """,
    ),
    "handed to a function": (
        """
        def load(path):
            ckpt.restore(path)

        load(latest_checkpoint("tf_ckpts"))
        """,
        """
        def load(path):
            if path:
                ckpt.restore(path)

        load(latest_checkpoint("tf_ckpts"))
        """,
    ),
    "saved in another run": (
        """
        def evaluate():
            ckpt.restore(manager.latest_checkpoint)

        if mode == "train":
            keep()
        if mode == "evaluate":
            evaluate()
        """,
        """
        def evaluate():
            if manager.latest_checkpoint:
                ckpt.restore(manager.latest_checkpoint)

        if mode == "train":
            keep()
        if mode == "evaluate":
            evaluate()
        """,
    ),
    "saved before in another folder": (
        """
        ckpt.save("tf_ckpts/ckpt")
        path = latest_checkpoint("tf_ckpt")
        ckpt.restore(path)
        """,
        """
        ckpt.save("tf_ckpts/ckpt")
        path = latest_checkpoint("tf_ckpt")
        if path:
            ckpt.restore(path)
        """,
    ),
}

# The same program, where the restore is not a statement of its own, or does more.
BY_HAND = {
    "a status that nothing looks at": 'status = ckpt.restore(latest_checkpoint("tf_ckpts"))',
    "a status that is told to expect less": """
        status = ckpt.restore(latest_checkpoint("tf_ckpts"))
        status.expect_partial()
    """,
    "made in the same line": """
        tf.train.Checkpoint(model=net).restore(latest_checkpoint("tf_ckpts"))
        net.fit(x, y)
    """,
    "one of two on a line": "print(1); ckpt.restore(manager.latest_checkpoint)",
    "on the line of its if": "if resume: ckpt.restore(manager.latest_checkpoint)",
    "both arms are the latest": """
        ckpt.restore(latest_checkpoint("a") if first else latest_checkpoint("b"))
    """,
    "in the body of a class": """
        class Settings:
            ckpt.restore(latest_checkpoint("tf_ckpts"))
    """,
    "a comment in the path": """
        ckpt.restore(latest_checkpoint(
            "tf_ckpts"  # of the last run
        ))
    """,
}

# Nothing is written or trained: without a checkpoint, the program has nothing to go on with.
READING = {
    "nothing but a restore": 'ckpt.restore(latest_checkpoint("tf_ckpts"))',
    "it predicts": """
        ckpt.restore(manager.latest_checkpoint).expect_partial()
        print(net.predict(x))
    """,
    "trained before, by another object": """
        def train():
            tf.train.Checkpoint(model=tf.keras.Sequential()).save("tf_ckpts/ckpt")

        def test():
            ckpt.restore(latest_checkpoint("tf_ckpts"))
            print(net.evaluate(x, y))
    """,
}

# Training follows: that is evidence enough.
TRAINING = {
    "fit": "net.fit(x, y)",
    "a loop": """
        for x, y in data:
            optimizer.apply_gradients(zip(tape.gradient(loss, w), w))
    """,
    "a step of the module's own": """
        for x, y in data:
            train_step(x, y)
    """,
    "a step that a strategy runs": """
        for x, y in data:
            strategy.run(train_step, args=(x, y))
    """,
    "a step that a function of the module hands to a strategy": """
        def distributed(x, y):
            return strategy.reduce("sum", strategy.run(train_step, args=(x, y)), axis=None)

        for x, y in data:
            distributed(x, y)
    """,
}

# Something is tested, printed or saved, and there may be no checkpoint all the same.
NO_PROOF = {
    "a save that returns before": """
        def save(dry=True):
            if dry:
                return
            ckpt.save("a/ck")

        save()
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a save that may return before": """
        def save(dry):
            if dry:
                print("not saved")
                return
            ckpt.save("a/ck")

        save(argv[1] == "dry")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a method that returns before it saves": """
        class Run:
            def __init__(self, dry=True):
                self.dry = dry

            def save(self):
                if self.dry:
                    return
                ckpt.save("a/ck")

            def load(self):
                ckpt.restore(latest_checkpoint("a"))

        run = Run()
        run.save()
        run.load()
    """,
    "a flag": """
        flag = "--resume" in argv
        if flag:
            ckpt.restore(manager.latest_checkpoint)
    """,
    "a flag that decides on the path, too": """
        path = latest_checkpoint("a") if resume else None
        if resume:
            ckpt.restore(path)
    """,
    "a parameter": """
        def load(path, resume=True):
            if resume:
                ckpt.restore(path)

        load(manager.latest_checkpoint)
    """,
    "a look for another file": """
        if os.path.exists("data.csv"):
            ckpt.restore(latest_checkpoint("a"))
    """,
    "a look at another folder, by a variable": """
        files = os.listdir("images")
        if files:
            ckpt.restore(latest_checkpoint("a"))
    """,
    "a test of another manager": """
        other = tf.train.CheckpointManager(tf.train.Checkpoint(), "b", 3)
        if other.latest_checkpoint:
            print("there is one")
        ckpt.restore(manager.latest_checkpoint)
    """,
    "a test of the latest in another folder": """
        if latest_checkpoint("b") is None:
            print("from scratch")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "the status is printed": 'print(ckpt.restore(latest_checkpoint("a")))',
    "the status is printed after": """
        status = ckpt.restore(latest_checkpoint("a"))
        print("restored:", status)
    """,
    "the status is printed in a text": """
        status = ckpt.restore(latest_checkpoint("a")).expect_partial()
        print(f"restored {status}" + "!")
        print("restored %s" % status, "restored {}".format(status))
    """,
    "the status is logged": """
        import logging
        logging.info("restored %s", ckpt.restore(latest_checkpoint("a")))
    """,
    "the status ends a cell": """
        status = ckpt.restore(latest_checkpoint("a"))
        status
    """,
    "saved before under a condition": """
        if keep_it:
            ckpt.save("a/ckpt")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before under a condition that is false": """
        keep_it = False
        if keep_it:
            ckpt.save("a/ckpt")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before under a condition on the last of a loop": """
        for epoch in range(10):
            step()
        if epoch % 5 == 0:
            manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before in a loop that never gets there": """
        def train(epochs):
            for epoch in range(1, epochs):
                if (epoch + 1) % 20 == 0:
                    manager.save()

        train(10)
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before in a loop under a condition of the whole run": """
        for epoch in range(10):
            if keep_it:
                manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before by a function under a condition": """
        def train(epochs, keep_it):
            for epoch in range(epochs):
                step()
            if keep_it:
                manager.save()

        train(3, flag)
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before in one of two arms": """
        if big:
            manager.save()
        else:
            print("not saved")
        ckpt.restore(manager.latest_checkpoint)
    """,
}

SILENT = {
    "a save that does not return before": """
        def save(dry=False):
            if dry:
                return
            ckpt.save("a/ck")

        save()
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a save that returns where it is there": """
        def save():
            if os.path.exists("a/checkpoint"):
                return
            ckpt.save("a/ck")

        save()
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a save that only one process gets to": """
        def save():
            if not is_chief():
                return
            ckpt.save("a/ck")

        save()
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a save before something returns": """
        def save(dry=True):
            ckpt.save("a/ck")
            if dry:
                return
            print("saved")

        save()
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a save behind a test of what the loop counts": """
        for epoch in range(9):
            if epoch % 2:
                continue
            ckpt.save("a/ck")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "a method that saves": """
        class Run:
            def __init__(self, dry=False):
                self.dry = dry

            def save(self):
                if self.dry:
                    return
                ckpt.save("a/ck")

            def load(self):
                ckpt.restore(latest_checkpoint("a"))

        run = Run()
        run.save()
        run.load()
    """,
    "a method that another one saves by": """
        class Run:
            def write(self):
                ckpt.save("a/ck")

            def save(self):
                self.write()

            def load(self):
                ckpt.restore(latest_checkpoint("a"))

        run = Run()
        run.save()
        run.load()
    """,
    "a flag that says whether there is one": """
        path = latest_checkpoint("a")
        found = bool(path)
        if found:
            ckpt.restore(path)
    """,
    "a look at the folder, by a variable": """
        files = os.listdir("./a/")
        if files:
            ckpt.restore(latest_checkpoint("a"))
    """,
    "a look at a file in the folder": """
        if os.path.exists("a/checkpoint"):
            ckpt.restore(latest_checkpoint("a"))
    """,
    "a look at a folder that is not known": """
        if os.path.exists(folder):
            ckpt.restore(latest_checkpoint("a"))
    """,
    "a look for the folder that is not known": """
        if os.path.exists("a"):
            ckpt.restore(latest_checkpoint(folder))
    """,
    "a test of a manager of the same folder": """
        other = tf.train.CheckpointManager(tf.train.Checkpoint(), "tf_ckpts", 3)
        if other.latest_checkpoint:
            print("there is one")
        ckpt.restore(manager.latest_checkpoint)
    """,
    "a test of a manager that is not known": """
        if managers[0].latest_checkpoint:
            print("there is one")
        ckpt.restore(manager.latest_checkpoint)
    """,
    "a status that is looked at": """
        status = ckpt.restore(latest_checkpoint("a"))
        print(status.assert_consumed())
    """,
    "a status that a function looks at": """
        status = ckpt.restore(latest_checkpoint("a"))
        print(check(status))
    """,
    "saved before in some round of a loop": """
        for epoch in range(epochs):
            if (epoch + 1) % 15 == 0:
                manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before where it was the best": """
        best = 0.0
        for epoch in range(10):
            accuracy = evaluate()
            if accuracy > best:
                best = accuracy
                manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before where a counter says so": """
        for batch in data:
            if int(ckpt.step) % 10 == 0:
                manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before by the first of several processes": """
        if hvd.rank() == 0:
            manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before if there is a manager": """
        if manager is not None:
            manager.save()
        ckpt.restore(manager.latest_checkpoint)
    """,
    "saved before in either arm": """
        if big:
            ckpt.save("a/ckpt")
        else:
            ckpt.save("a/ckpt")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before under a condition that is true": """
        keep_it = True
        if keep_it:
            ckpt.save("a/ckpt")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before under the same condition": """
        if keep_it:
            ckpt.save("a/ckpt")
        if keep_it:
            ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before in the same arm": """
        if keep_it:
            ckpt.save("a/ckpt")
            ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before unless there was one": """
        if not os.path.exists("a"):
            ckpt.save("a/ckpt")
        ckpt.restore(latest_checkpoint("a"))
    """,
    "saved before by a function that is called in the main part": """
        def train():
            manager.save()

        if __name__ == "__main__":
            train()
            ckpt.restore(manager.latest_checkpoint)
    """,
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
    "asked for by the caller of a function": """
        def load(path):
            ckpt.restore(path)

        path = latest_checkpoint("a")
        if path:
            load(path)
    """,
    "asked for as an attribute": """
        class Trainer:
            def __init__(self):
                self.path = latest_checkpoint("a")
                if self.path is None:
                    raise FileNotFoundError
                ckpt.restore(self.path)
    """,
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


def body(code: str, head: str = HEAD + KEEP) -> str:
    return head + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize(("before", "after"), BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(before: str, after: str, target: str) -> None:
    code = body(before)
    (found,) = findings(code, target, only="TFC505")
    assert found.severity.value == "warning"
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert fix(code, target, only="TFC505", unsafe=True) == body(after)
    assert fix(code, target, only="TFC505") == code


@pytest.mark.parametrize(("before", "after"), BECOMES.values(), ids=BECOMES.keys())
def test_nothing_is_said_of_what_the_fix_wrote(before: str, after: str) -> None:
    assert lint(body(after), only="TFC50") == []


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND.keys())
def test_is_left_to_a_person(code: str) -> None:
    (found,) = findings(body(code), only="TFC505")
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL
    assert "only where there is a checkpoint" in found.fix.title


@pytest.mark.parametrize("code", NO_PROOF.values(), ids=NO_PROOF.keys())
def test_a_test_of_something_else_is_no_guard(code: str) -> None:
    assert [found.severity.value for found in findings(body(code, HEAD), only="TFC505")] == ["warning"]


@pytest.mark.parametrize("code", READING.values(), ids=READING.keys())
def test_a_reader_is_told_to_stop(code: str) -> None:
    (found,) = findings(body(code, HEAD), only="TFC505")
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL
    assert "stop where latest_checkpoint is None" in found.fix.title


@pytest.mark.parametrize("code", TRAINING.values(), ids=TRAINING.keys())
def test_training_begins_without_a_checkpoint(code: str) -> None:
    head = f"{HEAD}\ndef train_step(x, y):\n    optimizer.minimize(loss, net.weights)\n"
    before = body("ckpt.restore(manager.latest_checkpoint)", head)
    guarded = body("if manager.latest_checkpoint:\n    ckpt.restore(manager.latest_checkpoint)", head)
    rest = dedent(code)
    assert fix(before + rest, only="TFC505", unsafe=True) == guarded + rest


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code, HEAD), target, only="TFC505") == []


def test_replaces_the_milder_finding() -> None:
    code = body('ckpt.restore(latest_checkpoint("a"))', HEAD)
    assert lint(code, only="TFC50") == ["TFC505:7 warning"]


def test_keeps_the_line_endings_and_the_indentation_of_the_file() -> None:
    head = HEAD + KEEP.replace("    ", "  ")
    code = body("def begin():\n  ckpt.restore(\n    manager.latest_checkpoint)", head)
    fixed = fix(code.replace("\n", "\r\n"), only="TFC505", unsafe=True)
    assert fixed.endswith(
        "def begin():\r\n  if manager.latest_checkpoint:\r\n"
        "    ckpt.restore(\r\n      manager.latest_checkpoint)\r\n"
    )


BEGINNING = {
    "a loop behind it": """
        ckpt.restore(tf.train.latest_checkpoint("runs"))
        for step in range(9):
            with tf.GradientTape() as tape:
                loss = loss_of(model(x))
            optimizer.apply_gradients(zip(tape.gradient(loss, w), w))
        """,
    "fit behind it": """
        ckpt.restore(manager.latest_checkpoint)
        model.fit(x, y)
        """,
    "a function that trains": """
        def train():
            model.fit(x, y)

        ckpt.restore(tf.train.latest_checkpoint("runs"))
        train()
        """,
    "a function that calls one that trains": """
        def step(x):
            with tf.GradientTape() as tape:
                loss = loss_of(model(x))
            optimizer.apply_gradients(zip(tape.gradient(loss, w), w))

        def train(data):
            for x in data:
                step(x)

        ckpt.restore(tf.train.latest_checkpoint("runs"))
        for epoch in range(9):
            train(data)
        """,
    "a step that a strategy runs": """
        def step(x):
            with tf.GradientTape() as tape:
                loss = loss_of(model(x))
            optimizer.apply_gradients(zip(tape.gradient(loss, w), w))

        @tf.function
        def distributed(x):
            return strategy.run(step, args=(x,))

        ckpt.restore(tf.train.latest_checkpoint("runs"))
        for x in data:
            distributed(x)
        """,
    "a callback": """
        class Resume(tf.keras.callbacks.Callback):
            def __init__(self, network):
                self.checkpoint = tf.train.Checkpoint(network=network)

            def load(self):
                self.checkpoint.restore(tf.train.latest_checkpoint("runs"))

            def on_train_begin(self, logs=None):
                self.load()
        """,
}
GOING_ON = {
    "nothing behind it": 'ckpt.restore(tf.train.latest_checkpoint("runs"))\nmodel.predict(x)\n',
    "trained before": """
        model.fit(x, y)
        ckpt.restore(tf.train.latest_checkpoint("runs"))
        model.evaluate(x, y)
        """,
    "saved behind it": 'ckpt.restore(tf.train.latest_checkpoint("runs"))\nmanager.save()\n',
}


@pytest.mark.parametrize("code", BEGINNING.values(), ids=BEGINNING)
def test_a_program_that_trains_after_it_may_begin_anew(code: str) -> None:
    (found,) = findings(body(code), only="TFC505")
    assert found.severity.value == "info"
    assert found.message.endswith("the run begins anew, also where the folder is only misspelled")


@pytest.mark.parametrize("code", GOING_ON.values(), ids=GOING_ON)
def test_what_does_not_train_after_it_goes_on_without(code: str) -> None:
    (found,) = findings(body(code), only="TFC505")
    assert found.severity.value == "warning"
    assert found.message.endswith("the run goes on with the weights it has")


OF_PREFIX = {
    "the same text": """
        ckpt.save("out/ckpt")
        ckpt.restore(tf.train.latest_checkpoint("out/ckpt"))
    """,
    "one variable": """
        prefix = os.path.join("./out", "ckpt")
        def train():
            ckpt.save(file_prefix=prefix)
        train()
        status = ckpt.restore(latest_checkpoint(prefix))
    """,
    "somebody asks": """
        prefix = os.path.join("out", "ckpt")
        latest = latest_checkpoint(prefix)
        if latest:
            ckpt.restore(latest)
        ckpt.save(prefix)
    """,
    "written in two ways": """
        ckpt.save("./out/ckpt")
        ckpt.restore(latest_checkpoint("out/ckpt"))
    """,
}
OF_FOLDER = {
    "the folder": """
        ckpt.save("out/ckpt")
        ckpt.restore(latest_checkpoint("out")).assert_consumed()
    """,
    "a prefix that is a folder": """
        ckpt.save("out/")
        ckpt.restore(latest_checkpoint("out/")).assert_consumed()
    """,
    "a folder of the name of a prefix": """
        ckpt.save("out/ckpt")
        ckpt.save("out/ckpt/ckpt")
        ckpt.restore(latest_checkpoint("out/ckpt")).assert_consumed()
    """,
    "a manager of that folder": """
        ckpt.save("tf_ckpts")
        manager.save()
        ckpt.restore(latest_checkpoint("tf_ckpts")).assert_consumed()
    """,
    "a save somewhere": """
        ckpt.save("out/ckpt")
        ckpt.save(folder + "/ckpt")
        ckpt.restore(latest_checkpoint("out/ckpt")).assert_consumed()
    """,
    "another prefix": """
        ckpt.save("out/ckpt_1")
        ckpt.restore(latest_checkpoint("out/ckpt")).assert_consumed()
    """,
    "another file of states": """
        ckpt.save("out/ckpt")
        ckpt.restore(latest_checkpoint("out/ckpt", "states")).assert_consumed()
    """,
    "one of two": """
        ckpt.save("out/ckpt")
        ckpt.restore(latest_checkpoint("out/ckpt" if old else "out")).assert_consumed()
    """,
}


@pytest.mark.parametrize("code", OF_PREFIX.values(), ids=OF_PREFIX)
def test_the_prefix_in_the_place_of_the_folder(code: str) -> None:
    [found] = findings(body(code, HEAD), only="TFC505")
    assert found.severity.value == "error"
    assert "is always None" in found.message
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", OF_FOLDER.values(), ids=OF_FOLDER)
def test_a_folder(code: str) -> None:
    assert lint(body(code, HEAD), only="TFC505") == []
