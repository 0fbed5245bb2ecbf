"""TFC525 resume-without-optimizer."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
"""
ADAM = "opt = tf.keras.optimizers.Adam(0.01)\n"
CKPT = "ckpt = tf.train.Checkpoint(net=net)\n"
MANAGER = "manager = tf.train.CheckpointManager(ckpt, 'out', max_to_keep=3)\n"
READ = "ckpt.restore(manager.latest_checkpoint)\n"
LOOP = """\
for x, y in data:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(x) - y) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    opt.apply_gradients(zip(grads, net.trainable_variables))
    manager.save()
"""
STEP = """\
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(x) - y) ** 2)
    weights = net.trainable_weights
    opt.apply_gradients(zip(tape.gradient(loss, weights), weights))
"""
CALLS = "for x, y in data:\n    step(x, y)\nmanager.save()\n"
ALL = ADAM + CKPT + MANAGER + READ + LOOP

FIXED = [
    ALL,
    ADAM + STEP + CKPT + MANAGER + READ + CALLS,
    ADAM
    + CKPT
    + MANAGER
    + "latest = tf.train.latest_checkpoint('out')\nif latest:\n    ckpt.restore(latest)\n"
    + LOOP,
    ADAM + CKPT + MANAGER + "ckpt.restore('out/ckpt-3').assert_existing_objects_matched()\n" + LOOP,
    ADAM + "epoch = tf.Variable(0)\n" + CKPT.replace("=net", "=net, epoch=epoch") + MANAGER + READ + LOOP,
    ADAM + CKPT + MANAGER + READ + "opt.learning_rate = 0.1\n" + LOOP + "print(opt.learning_rate)\n",
    ALL.replace("Adam", "RMSprop"),
    ALL + "print(opt.iterations.numpy())\n",
    ADAM
    + CKPT
    + READ.replace("manager.latest_checkpoint", "path")
    + LOOP.replace("manager.save()", "ckpt.save(path)"),
    "from models import make\nnet = make()\n" + ALL,
]
BY_HAND = [
    CKPT + ADAM + MANAGER + READ + LOOP,
]

SILENT = [
    ALL.replace("net=net", "net=net, opt=opt"),
    ALL.replace("net=net", "net=net, optimizer=opt"),
    ALL.replace("net=net", "**parts"),
    ALL.replace("net=net", "net"),
    ALL.replace(CKPT, CKPT + "ckpt.opt = opt\n"),
    # the state is kept elsewhere, or may be
    ADAM + "net.compile(opt, 'mse')\n" + CKPT + MANAGER + READ + LOOP,
    ADAM + "net.opt = opt\n" + CKPT + MANAGER + READ + LOOP,
    ADAM + "keep(opt)\n" + CKPT + MANAGER + READ + LOOP,
    ADAM + "both = tf.train.Checkpoint(opt=opt)\n" + CKPT + MANAGER + READ + LOOP,
    ALL + "pickle.dump(opt.get_weights(), file)\n",
    ALL + "save(opt.variables)\n",
    ALL + "step = opt.iterations\n",
    ADAM + CKPT.replace("=net", "=net, step=opt.iterations") + MANAGER + READ + LOOP,
    ADAM + "opt = tf.keras.mixed_precision.LossScaleOptimizer(opt)\n" + CKPT + MANAGER + READ + LOOP,
    # nothing goes on from it
    ADAM + CKPT + MANAGER + LOOP,
    ADAM + CKPT + MANAGER + LOOP + READ,
    ADAM + CKPT + "ckpt.restore('pretrained/ckpt-1')\n" + LOOP.replace("manager", "model"),
    ADAM + CKPT + MANAGER + READ + "print(net(x))\n" + STEP,
    CKPT + MANAGER + READ + "net.compile('adam', 'mse')\nnet.fit(x, y)\nmanager.save()\n",
    # the optimizer has its state: it has taken steps before, in the same run
    ADAM + CKPT + MANAGER + LOOP + READ + LOOP,
    ADAM + STEP + CKPT + MANAGER + CALLS + READ + CALLS,
    ADAM
    + STEP
    + CKPT
    + MANAGER
    + "for x, y in data:\n    if bad(x):\n        "
    + READ
    + "    step(x, y)\nmanager.save()\n",
    ADAM + STEP + CKPT + MANAGER + "def back():\n    " + READ + CALLS + "back()\n" + CALLS,
    # another model, or no moments
    ALL.replace("net=net", "other=other"),
    "old = tf.keras.Sequential()\n" + ALL.replace("net=net", "old=old"),
    ALL.replace("Adam(0.01)", "SGD(0.01)"),
    ALL.replace("tf.keras.optimizers.Adam(0.01)", "make_optimizer()"),
    "class Adam:\n    def apply_gradients(self, pairs): pass\n"
    + ALL.replace("tf.keras.optimizers.Adam(0.01)", "Adam()"),
    ALL.replace("tf.train.Checkpoint", "own.Checkpoint"),
]


@pytest.mark.parametrize("target", ["2.15", "2.21"])
@pytest.mark.parametrize("code", FIXED)
def test_fixed(code: str, target: str) -> None:
    (found,) = lint(HEAD + code, target, only="TFC525")
    assert found.endswith(" warning")
    fixed = fix(HEAD + code, target, only="TFC525", unsafe=True)
    assert ", optimizer=opt)" in fixed
    assert lint(fixed, target, only="TFC525") == []
    assert fix(HEAD + code, target, only="TFC525") == HEAD + code


@pytest.mark.parametrize("code", BY_HAND)
def test_by_hand(code: str) -> None:
    (found,) = findings(HEAD + code, only="TFC525")
    assert found.fix is not None and found.fix.title == "give the checkpoint optimizer=opt"
    assert fix(HEAD + code, only="TFC525", unsafe=True) == HEAD + code


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC525") == []


def test_says_where() -> None:
    (found,) = findings(HEAD + ALL, only="TFC525")
    assert found.message.startswith(
        "the optimizer of net (line 3) is not in this checkpoint, from which training goes on (line 6): Keras"
    )
