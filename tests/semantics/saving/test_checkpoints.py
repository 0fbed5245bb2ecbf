"""Facts about ``tf.train.Checkpoint``: what is what, and what becomes of the status."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints
from tflint_ckpt.semantics.saving.places import directory
from tflint_ckpt.semantics.saving.status import Status

HEAD = """\
import tensorflow as tf
net = tf.keras.Sequential()
ckpt = tf.train.Checkpoint(model=net, step=tf.Variable(0))
manager = tf.train.CheckpointManager(ckpt, "./tf_ckpts/", max_to_keep=3)
"""


def test_what_a_checkpoint_holds() -> None:
    [checkpoint] = module(HEAD).fact(Checkpoints).all
    assert list(checkpoint.objects) == ["model", "step"]
    assert checkpoint.whole


@pytest.mark.parametrize(
    "code",
    [
        "c = tf.train.Checkpoint(net)",
        "c = tf.train.Checkpoint(root=net)",
        "c = tf.train.Checkpoint(**objects)",
        "c = tf.train.Checkpoint()",
        "c = tf.train.Checkpoint(a=net)\nc.b = net",
    ],
)
def test_what_is_not_known_whole(code: str) -> None:
    assert not module(f"import tensorflow as tf\nnet = object()\n{code}\n").fact(Checkpoints).all[0].whole


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ckpt.restore(p)", Status.DISCARDED),
        ("s = ckpt.restore(p)", Status.DISCARDED),
        ("s = ckpt.restore(p)\ns", Status.DISCARDED),
        ("ckpt.restore(p).expect_partial()", Status.PARTIAL),
        ("s = ckpt.restore(p).expect_partial()", Status.PARTIAL),
        ("s = ckpt.restore(p)\ns.expect_partial()", Status.PARTIAL),
        ("ckpt.restore(p).assert_consumed()", Status.CHECKED),
        ("s = ckpt.restore(p)\ns.expect_partial()\ns.assert_consumed()", Status.CHECKED),
        ("print(ckpt.restore(p))", Status.DISCARDED),
        ("print(ckpt.restore(p).expect_partial())", Status.PARTIAL),
        ("check(ckpt.restore(p))", Status.USED),
        ("def print(s): ...\nprint(ckpt.restore(p))", Status.USED),
        ("s, t = ckpt.restore(p), 1", Status.USED),
        ("ckpt.restore(p).initialize_or_restore(session)", Status.USED),
    ],
)
def test_status(code: str, status: Status) -> None:
    [restore] = module(f"{HEAD}{code}\n").fact(Checkpoints).restores
    assert restore.status is status


@pytest.mark.parametrize(
    ("code", "folder"),
    [
        ('ckpt.save("a/b/ckpt")', "a/b"),
        ('ckpt.save("./a/")', "a"),
        ('ckpt.write("ckpt")', "."),
        ("manager.save()", "tf_ckpts"),
    ],
)
def test_where_it_is_written(code: str, folder: str) -> None:
    facts = module(f"{HEAD}{code}\n")
    [save] = facts.fact(Checkpoints).saves
    assert directory(facts, save) == folder


def test_the_same_through_functions_and_attributes() -> None:
    facts = module(
        HEAD
        + """
class Trainer:
    def __init__(self):
        self.ckpt = make()
    def save(self):
        self.ckpt.save("a/ckpt")

def make():
    return tf.train.Checkpoint(model=net)

manager.checkpoint.restore(path)
"""
    )
    first, second = facts.fact(Checkpoints).all
    [save] = facts.fact(Checkpoints).saves
    [restore] = facts.fact(Checkpoints).restores
    assert save.checkpoints == (second,)
    assert restore.checkpoints == (first,)
