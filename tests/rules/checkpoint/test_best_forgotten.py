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


BESIDE = """
net = build()
{}
net.fit(x, y, callbacks=[ModelCheckpoint({}), ModelCheckpoint("best.keras", save_best_only=True)])
"""

# What is loaded, what another checkpoint in the training writes, and whether the best score is forgotten.
OTHER_FILES = [
    ('net.load_weights("last.keras")', '"last.keras"', 1),
    ('net = keras.models.load_model("last.keras")', '"last.keras"', 1),
    ('net = keras.models.load_model("last.keras")', 'filepath="./last.keras"', 1),
    ('import glob\nnet.load_weights(sorted(glob.glob("ep*.keras"))[-1])', '"ep{epoch:03d}.keras"', 0),
    ('net = keras.models.load_model("pretrained.keras")', '"last.keras"', 0),
    ("net = keras.models.load_model(path)", '"last.keras"', 0),
    ("print(1)", '"last.keras"', 0),
    ('build().load_weights("last.keras")', '"last.keras"', 0),
]


@pytest.mark.parametrize(("load", "other", "found"), OTHER_FILES)
def test_the_last_file_is_loaded_rather_than_the_best(load: str, other: str, found: int) -> None:
    every = findings(HEAD + BESIDE.format(load, other), only="TFC122")
    assert len(every) == found
    assert all("the best score is forgotten" in each.message for each in every)


def test_a_checkpoint_of_another_training_writes_what_is_loaded() -> None:
    code = """
    net = build()
    net.fit(x, y, callbacks=[ModelCheckpoint("last.keras")])
    net.load_weights("last.keras")
    net.fit(x, y, callbacks=[ModelCheckpoint("best.keras", save_best_only=True)])
    """
    assert lint(HEAD + dedent(code), only="TFC122") == []


ENGINE = """\
import keras
from keras.callbacks import ModelCheckpoint
class Engine:
    def __init__(self, net, store):
        self.net = net
        self.store = store
        self.net.compile("adam", "mse")
    def callbacks(self):
        return [
            ModelCheckpoint(self.store.pattern, save_weights_only=True),
            ModelCheckpoint({best}, save_best_only=True, save_weights_only=True{more}),
        ]
    def resume(self):
        {load}
    def run(self, data):
        return self.net.fit(data, epochs=9, callbacks=self.callbacks())
"""
LAST = """\
last = self.store.latest()
        if last is None:
            return
        self.net.load_weights(last)"""
STORE = """\
import glob
import os
class Store:
    BEST = "best.weights.h5"
    def __init__(self, out):
        self.dir = os.path.join(out, "weights")
    @property
    def pattern(self):
        return os.path.join(self.dir, "ep{epoch:03d}.weights.h5")
    @property
    def best(self):
        return os.path.join(self.dir, self.BEST)
    @property
    def numbered(self):
        return os.path.join(self.dir, "best_{epoch}.weights.h5")
    def latest(self):
        files = sorted(glob.glob(os.path.join(self.dir, "ep*.weights.h5")))
        return files[-1] if files else None
    def of_others(self):
        return sorted(glob.glob(os.path.join(self.dir, "pre*.weights.h5")))[-1]
    def best_path(self):
        return os.path.join(self.dir, self.BEST)
"""
MAIN = "from train import Engine\nfrom store import Store\nengine = Engine(build(), Store(out))\n{}"
INORDER = "engine.resume()\nengine.run(data)\n"

# How the best file is called, what else its checkpoint is given, what is loaded, and what another file does.
ENGINES = [
    ("self.store.best", "", LAST, INORDER, 1),
    ("filepath=self.store.best", "", LAST, INORDER, 1),
    ("self.store.best", "", "self.net.load_weights(self.store.best)", INORDER, 1),
    ("self.store.best", "", "self.net.load_weights(self.store.best_path())", INORDER, 1),
    ("self.store.best", "", "self.net.load_weights(self.store.latest())", INORDER, 1),
    ("self.store.best", "", LAST, "if flags.resume:\n    engine.resume()\nengine.run(data)\n", 1),
    ("self.store.best", "", LAST, f"def main():\n    engine.run(data)\n{INORDER}", 0),
    ("self.store.best", "", LAST, "engine.run(data)\nengine.resume()\nengine.run(data)\n", 1),
    # the same file is known here
    ("'a/best.weights.h5'", "", "self.net.load_weights('a/best.weights.h5')", INORDER, 1),
    # another file, another order, another object
    ("self.store.best", "", "self.net.load_weights(self.store.of_others())", INORDER, 0),
    ("self.store.best", "", "self.net.load_weights(self.other.latest())", INORDER, 0),
    ("self.store.best", "", "self.net.load_weights('pretrained.weights.h5')", INORDER, 0),
    ("self.store.best", "", "pass", INORDER, 0),
    ("self.store.best", "", "self.teacher.load_weights(self.store.best)", INORDER, 0),
    ("self.store.numbered", "", LAST, INORDER, 0),
    ("self.store.best", ", initial_value_threshold=0.3", LAST, INORDER, 0),
    ("self.store.best", "", LAST, "engine.run(data)\n", 0),
    ("self.store.best", "", LAST, "engine.run(data)\nengine.resume()\n", 0),
    ("self.store.best", "", LAST, "if a:\n    engine.resume()\nelse:\n    engine.run(data)\n", 0),
    ("self.store.best", "", LAST, "if a:\n    engine.resume()\n    exit()\nengine.run(data)\n", 0),
    ("self.store.best", "", LAST, "other.resume()\nengine.run(data)\n", 0),
    ("self.store.best", "", LAST, "e = Engine(build(), Store(out))\ne.resume()\nengine.run(data)\n", 0),
    ("self.store.best", "", LAST, "engine = wrap(engine)\nengine.resume()\nengine.run(data)\n", 0),
    ("self.store.best", "", LAST, f"{INORDER}engine.store.best = 'b'\n", 0),
    ("self.store.best", "", LAST, f"engine.net = other\n{INORDER}", 0),
    ("self.store.best", "", LAST, f"second = Engine(build(), Paths(out))\n{INORDER}", 0),
]  # fmt: skip


@pytest.mark.parametrize(("best", "more", "load", "main", "found"), ENGINES)
def test_another_file_resumes_and_trains(best: str, more: str, load: str, main: str, found: int) -> None:
    code = ENGINE.format(best=best, more=more, load=load)
    every = findings(code, only="TFC122", store=STORE, main=MAIN.format(main))
    assert len(every) == found
    assert all("; main.py, line " in each.message for each in every)


def test_through_a_package() -> None:
    code = ENGINE.format(best="self.store.best", more="", load=LAST)
    files = {"run/store": STORE, "run/__init__": "from .store import Store\nfrom train import Engine\n"}
    main = MAIN.format(INORDER).replace("from store", "from run").replace("from train", "from run")
    (finding,) = findings(code, only="TFC122", main=main, **files)
    assert "(line 17; main.py, line 4)" in finding.message
