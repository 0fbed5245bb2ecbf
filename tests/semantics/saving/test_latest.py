"""The latest checkpoint of a folder: whether there may be none, and who asks."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints, Restore
from tflint_ckpt.semantics.saving.latest import (
    is_looked_at,
    is_surely_given,
    is_written_before,
    latest_of,
    may_restore_nothing,
    resumes,
    written,
)

HEAD = """\
import os
import tensorflow as tf
net = tf.keras.Sequential()
ckpt = tf.train.Checkpoint(model=net)
manager = tf.train.CheckpointManager(ckpt, "a", max_to_keep=3)
"""


def restored(code: str) -> tuple[Module, Restore]:
    facts = module(HEAD + code)
    return facts, facts.fact(Checkpoints).restores[-1]


LATEST = "tf.train.latest_checkpoint('a')"
# Code that restores, and whether it may be given None with nothing that shows otherwise.
NOTHING = [
    (f"ckpt.restore({LATEST})", True),
    ("ckpt.restore(manager.latest_checkpoint).expect_partial()", True),
    (f"p = {LATEST}\nckpt.restore(p)", True),
    (f"def find():\n    return {LATEST}\nckpt.restore(find())", True),
    (f"def load(p=None):\n    ckpt.restore(p)\nload({LATEST})", True),
    (f"if dry:\n    ckpt.save('a/c')\nckpt.restore({LATEST})", True),
    (f"ckpt.save('b/c')\nckpt.restore({LATEST})", True),
    (f"for e in range(3):\n    if e == 7:\n        ckpt.save('a/c')\nckpt.restore({LATEST})", True),
    # asked, checked, written before, or of another kind
    ("ckpt.restore('a/c-1')", False),
    (f"p = {LATEST}\nif p:\n    ckpt.restore(p)", False),
    (f"p = {LATEST}\nckpt.restore(p)\nprint('fresh' if p is None else p)", False),
    (f"ckpt.restore({LATEST} or 'b/c')", False),
    (f"if os.path.exists('a'):\n    ckpt.restore({LATEST})", False),
    (f"ckpt.restore({LATEST}).assert_consumed()", False),
    (f"ckpt.save('a/c')\nckpt.restore({LATEST})", False),
    (f"manager.save()\nckpt.restore({LATEST})", False),
    (f"for e in range(3):\n    ckpt.save('a/c')\nckpt.restore({LATEST})", False),
    (f"def train():\n    ckpt.save('a/c')\ntrain()\nckpt.restore({LATEST})", False),
    (f"def test():\n    ckpt.restore({LATEST})\nckpt.save('a/c')\ntest()", False),
    (f"net.fit(x, callbacks=[c])\nckpt.restore({LATEST})", False),
    (f"p = {LATEST}\nif t:\n    p = 'b/c'\nckpt.restore(p)", False),
    ("def load(p):\n    ckpt.restore(p)\nuse(load)", False),
]


@pytest.mark.parametrize(("code", "expected"), NOTHING)
def test_may_restore_nothing(code: str, expected: bool) -> None:
    assert may_restore_nothing(*restored(code)) is expected


def test_the_looks_that_give_the_path() -> None:
    facts, restore = restored(f"p = None\nif t:\n    p = {LATEST}\nckpt.restore(p)")
    assert [facts.text(one) for one in latest_of(facts, restore)] == [LATEST]
    assert latest_of(*restored(f"p = {LATEST}, 1\nckpt.restore(p[0])")) == ()


# Code around a restore, and whether it asks for the checkpoint.
LOOKS = [
    (f"ckpt.restore({LATEST})", False),
    (f"if os.listdir('a'):\n    ckpt.restore({LATEST})", True),
    (f"if os.listdir('b'):\n    ckpt.restore({LATEST})", False),
    (f"there = os.path.isdir('a')\nif there:\n    ckpt.restore({LATEST})", True),
    (f"assert {LATEST}\nckpt.restore({LATEST})", True),
    (f"assert tf.train.latest_checkpoint('b')\nckpt.restore({LATEST})", False),
    (f"if args.resume:\n    ckpt.restore({LATEST})", False),
    ("ckpt.restore(manager.latest_checkpoint)\nif manager.latest_checkpoint:\n    print(1)", True),
]


@pytest.mark.parametrize(("code", "expected"), LOOKS)
def test_looks(code: str, expected: bool) -> None:
    assert is_looked_at(*restored(code)) is expected


# Code, and whether a run without a checkpoint is meant to begin anew.
RESUMES = [
    (f"ckpt.restore({LATEST})", False),
    (f"ckpt.restore({LATEST})\nckpt.save('a/c')", True),
    (f"ckpt.restore({LATEST})\nmanager.save()", True),
    (f"ckpt.restore({LATEST})\nnet.fit(x)", True),
    (f"net.fit(x)\nckpt.restore({LATEST})", False),
    (f"def step():\n    o.apply_gradients(g)\nckpt.restore({LATEST})\nstep()", True),
    (f"def load():\n    ckpt.restore({LATEST})\nload()\nnet.fit(x)", True),
    (f"class C:\n    def on_train_begin(self, logs):\n        ckpt.restore({LATEST})", True),
    (f"ckpt.restore({LATEST})\nnet.predict(x)", False),
]


@pytest.mark.parametrize(("code", "expected"), RESUMES)
def test_resumes(code: str, expected: bool) -> None:
    assert resumes(*restored(code)) is expected


# Code, whether the path cannot be None, and the lines of the saves that may write the file.
GIVEN = [
    ("ckpt.restore('a/c-1')", True, []),
    ("p = ckpt.save('a/c')\nckpt.restore(p)", True, [6]),
    ("p = ckpt.save('a/c') if t else None\nckpt.restore(p)", False, [6]),
    (f"ckpt.save('a/c')\nckpt.restore({LATEST})", False, [6]),
    (f"ckpt.save('b/c')\nckpt.restore({LATEST})", False, []),
    (f"p = {LATEST}\nif p:\n    ckpt.restore(p)", True, []),
    (f"p = {LATEST}\nif p is not None:\n    ckpt.restore(p)", True, []),
    (f"p = {LATEST}\nif not p:\n    ckpt.restore(p)", False, []),
    (f"p = {LATEST}\nif p is None:\n    ckpt.restore(p)", False, []),
    (f"p = {LATEST}\nif p:\n    pass\nelse:\n    ckpt.restore(p)", False, []),
    ("manager.save()\nckpt.restore(manager.latest_checkpoint)", False, [6]),
]


@pytest.mark.parametrize(("code", "is_sure", "lines"), GIVEN)
def test_surely_given_and_written(code: str, is_sure: bool, lines: list[int]) -> None:
    facts, restore = restored(code)
    assert is_surely_given(facts, restore) is is_sure
    assert [line(facts, save.node) for save in written(facts, restore)] == lines


BEFORE = [
    ("ckpt.save('a/c')\nckpt.restore(p)", True),
    ("ckpt.restore(p)\nckpt.save('a/c')", False),
    ("tf.train.Checkpoint(model=net).save('a/c')\nckpt.restore(p)", False),
    ("def f():\n    ckpt.save('a/c')\nf()\nckpt.restore(p)", True),
    ("def f():\n    ckpt.restore(p)\nckpt.save('a/c')\nf()", True),
    ("def f():\n    ckpt.restore(p)\nf()\nckpt.save('a/c')\nf()", False),
]


@pytest.mark.parametrize(("code", "expected"), BEFORE)
def test_written_before(code: str, expected: bool) -> None:
    facts, restore = restored(code)
    (checkpoint,) = restore.checkpoints
    assert is_written_before(facts, restore.node, checkpoint) is expected
