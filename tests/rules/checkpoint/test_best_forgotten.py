"""TFC122 best-forgotten."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os
import keras
from keras.callbacks import BackupAndRestore, EarlyStopping, ModelCheckpoint
BEST = "ckpt/best.weights.h5"
def build():
    net = keras.Sequential([keras.layers.Dense(1)])
    net.compile("sgd", "mse")
    return net
"""
CHECKPOINT = "ModelCheckpoint(BEST, save_best_only=True, save_weights_only=True)"

TRAINER = """
class Trainer:
    def __init__(self, path):
        self.best = path
        self.net = build()
        {}
    def resume(self):
        self.net.load_weights(self.best)
    def train(self):
        {}
        self.net.fit(x, y, callbacks=[{}])
"""
MADE = "ModelCheckpoint(self.best, save_best_only=True, save_weights_only=True)"
NEW = TRAINER.format("pass", f"keep = {MADE}", "keep")
KEPT = TRAINER.format(f"self.keep = {MADE}", "pass", "self.keep")

FINDS = [
    f"""
    net = build()
    net.load_weights(BEST)
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    f"""
    net = build()
    if os.path.exists(BEST):
        net.load_weights(BEST)
    checkpoint = {CHECKPOINT}
    net.fit(x, y, validation_data=(x, y), callbacks=[checkpoint])
    """,
    f"""
    def train(rate):
        net = build()
        if os.path.exists("ckpt/best.weights.h5"):
            net.load_weights("./ckpt/best.weights.h5")
        net.fit(x, y, callbacks={CHECKPOINT})
    train(0.1)
    """,
    """
    net = keras.models.load_model("best.keras")
    net.fit(x, y, callbacks=[ModelCheckpoint("best.keras", save_best_only=True)])
    """,
    # whatever path that is
    """
    args = parse()
    net = build()
    if args.resume:
        net.load_weights(args.weights)
    net.fit(x, y, callbacks=[ModelCheckpoint(args.weights, save_best_only=True, save_weights_only=True)])
    """,
    # a test of what is there
    f"""
    net = build()
    if os.path.exists(BEST) or os.path.exists(BEST + ".index"):
        net.load_weights(BEST)
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    """
    path = "ckpt/best"
    net = build()
    if os.path.exists(path + ".index"):
        net.load_weights(path)
    net.fit(x, y, callbacks=[ModelCheckpoint(path, save_best_only=True, save_weights_only=True)])
    """,
    f"""
    net = build()
    if not os.path.exists(BEST + ".index"):
        net.load_weights(BEST)
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    f"""
    net = build()
    if os.path.exists(BEST + ".index"):
        pass
    else:
        net.load_weights(BEST)
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    f"""
    def resume():
        net = keras.Sequential([keras.layers.Dense(1)])
        net.compile("sgd", "mse")
        net.load_weights(BEST)
        return net
    net = resume()
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    f"""
    net = build()
    net.fit(x, y, callbacks=[{CHECKPOINT.replace("ModelCheckpoint", "keras.callbacks.ModelCheckpoint")}])
    net.load_weights(BEST)
    net.fit(x, y, callbacks=[ModelCheckpoint(BEST, save_best_only=True, save_weights_only=True)])
    """,
    f"""
    net = build()
    net.fit(x, y, callbacks=[BackupAndRestore("backup"), {CHECKPOINT}])
    """,
]
FINDS += [
    # in methods and functions
    f"{NEW}\nt = Trainer(BEST)\nt.resume()\nt.train()\n",
    f"{NEW}\nt = Trainer(BEST)\nt.train()\nt.resume()\nt.train()\n",
    f"{KEPT}\nt = Trainer(BEST)\nt.resume()\nt.train()\n",
    TRAINER.format("self.net.load_weights(path)", f"keep = {MADE}", "keep") + "\nTrainer(BEST).train()\n",
    f"""
    def resume(net):
        net.load_weights(BEST)
    def train(net):
        net.fit(x, y, callbacks=[{CHECKPOINT}])
    def main():
        net = build()
        resume(net)
        train(net)
    main()
    """,
]

SILENT = [
    # paths of which nothing is known
    """
    args = parse()
    net = build()
    net.load_weights(args.pretrained)
    net.fit(x, y, callbacks=[ModelCheckpoint(args.weights, save_best_only=True, save_weights_only=True)])
    """,
    """
    def start(path):
        net = build()
        net.load_weights(path)
        return net
    def go(path):
        net = start(other)
        net.fit(x, y, callbacks=[ModelCheckpoint(path, save_best_only=True, save_weights_only=True)])
    """,
    """
    args = parse()
    net = build()
    net.load_weights(args.weights)
    args.weights = next_name()
    net.fit(x, y, callbacks=[ModelCheckpoint(args.weights, save_best_only=True, save_weights_only=True)])
    """,
    # the checkpoint knows its best, or nothing is loaded before
    f"{KEPT}\nt = Trainer(BEST)\nt.train()\nt.resume()\nt.train()\n",
    f"{NEW}\nt = Trainer(BEST)\nt.train()\nt.resume()\nprint(t.net.evaluate(x, y))\n",
    f"{NEW}\nt, u = Trainer(BEST), Trainer('other.weights.h5')\nt.train()\nu.resume()\nt.train()\n",
    f"{NEW}\ndef later(t):\n    t.resume()\nt = Trainer(BEST)\nt.train()\n",
    NEW.replace("keep = ", "keep = self.callback = ").replace(
        "        self.net.fit", "        keep.best = 0.1\n        self.net.fit"
    )
    + "\nt = Trainer(BEST)\nt.resume()\nt.train()\n",
    # a value is given, or every epoch is saved
    """
    net = build()
    net.load_weights(BEST)
    net.fit(x, y, callbacks=[ModelCheckpoint(BEST, save_best_only=True, initial_value_threshold=0.3)])
    """,
    """
    net = build()
    net.load_weights(BEST)
    net.fit(x, y, callbacks=[ModelCheckpoint(BEST, save_weights_only=True)])
    """,
    f"""
    net = build()
    net.load_weights(BEST)
    checkpoint = {CHECKPOINT}
    checkpoint.best = net.evaluate(x, y)
    net.fit(x, y, callbacks=[checkpoint])
    """,
    # the checkpoint knows its best
    f"""
    net = build()
    checkpoint = {CHECKPOINT}
    net.fit(x, y, callbacks=[checkpoint])
    net.load_weights(BEST)
    net.fit(x, y, callbacks=[checkpoint])
    """,
    # loaded after the training
    f"""
    net = build()
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    net.load_weights(BEST)
    net.evaluate(x, y)
    """,
    f"""
    for fold in range(5):
        net = build()
        net.fit(x, y, callbacks=[{CHECKPOINT}])
        net.load_weights(BEST)
    """,
    # another file, or a file for each epoch
    f"""
    net = build()
    net.load_weights("pretrained.weights.h5")
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    """
    net = build()
    net.load_weights("m_03.weights.h5")
    net.fit(x, y, callbacks=[ModelCheckpoint("m_{epoch:02d}.weights.h5", save_best_only=True)])
    """,
    """
    net = build()
    net.load_weights(first)
    net.fit(x, y, callbacks=[ModelCheckpoint(second, save_best_only=True)])
    """,
    # another model, or never both
    f"""
    net, other = build(), build()
    other.load_weights(BEST)
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    f"""
    def main(evaluate):
        net = build()
        if evaluate:
            net.load_weights(BEST)
            net.evaluate(x, y)
            return
        net.fit(x, y, callbacks=[{CHECKPOINT}])
    main(True)
    """,
    f"""
    net = build()
    if evaluate:
        net.load_weights(BEST)
    else:
        net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    f"""
    def score():
        net = build()
        net.load_weights(BEST)
        return net.evaluate(x, y)
    def train():
        net = build()
        net.fit(x, y, callbacks=[{CHECKPOINT}])
    train()
    score()
    """,
    # never loaded: no HDF5 file and no .keras file has an index
    f"""
    net = build()
    if os.path.exists(BEST + ".index"):
        net.load_weights(BEST)
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    f"""
    net = build()
    found = os.path.isfile(f"{{BEST}}.index")
    if resume and found:
        net.load_weights(BEST)
    net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    """
    import tensorflow as tf
    name = "runs/" + run + ".keras"
    net = build()
    if tf.io.gfile.exists(name + ".index"):
        print("loading")
        with strategy.scope():
            net = keras.models.load_model(name)
    net.fit(x, y, callbacks=[ModelCheckpoint(name, save_best_only=True)])
    """,
    # not in sight
    f"""
    net = build()
    net.load_weights(BEST)
    run(net, [{CHECKPOINT}])
    """,
    f"""
    def train(net):
        net.load_weights(BEST)
        net.fit(x, y, callbacks=[{CHECKPOINT}])
    """,
    """
    net = build()
    net.load_weights(BEST)
    net.fit(x, y, callbacks=[ModelCheckpoint(BEST, save_best_only=True, **options)])
    """,
    # BackupAndRestore without a best file, or not in this fit
    """
    net = build()
    net.fit(x, y, callbacks=[BackupAndRestore("backup"), EarlyStopping()])
    """,
    f"""
    callbacks = [{CHECKPOINT}]
    if restart:
        callbacks.append(BackupAndRestore("backup"))
    net = build()
    net.fit(x, y, callbacks=callbacks)
    """,
]


@pytest.mark.parametrize("code", FINDS)
def test_finds(code: str) -> None:
    [found] = findings(HEAD + dedent(code), only="TFC122")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC122") == []


@pytest.mark.parametrize("target", ["2.11", "keras2", "2.16", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(HEAD + dedent(FINDS[0]), target, only="TFC122") == ["TFC122:12 warning"]


def test_message() -> None:
    [found] = findings(HEAD + dedent(FINDS[0]), only="TFC122")
    assert found.message == (
        "training resumes from a saved file (line 11), and without initial_value_threshold its score is "
        "forgotten: Keras "
        "replaces the best file after the first epoch, even by a worse model"
    )
