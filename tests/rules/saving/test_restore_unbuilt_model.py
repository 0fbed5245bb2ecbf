"""TFC527 restore-unbuilt-model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.cli import main

HEAD = """\
import tensorflow as tf
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.layers import Dense, Dropout, Layer
class Net(Model):
    def __init__(self, n=2):
        super().__init__()
        self.a = Dense(n)
    def call(self, x):
        return self.a(x)
"""
MADE = "net = Net()\nstate = tf.train.Checkpoint(net=net)\n"
RESTORE = "state.restore(tf.train.latest_checkpoint('x'))\n"
CALL = "y = net(x)\n"
STEP = "def step(x):\n    return net(x)\n"
FOUND = {
    "called behind it": MADE + RESTORE + CALL,
    "fitted": f"{MADE}{RESTORE}net.compile('sgd', 'mse')\nnet.fit(x, y)\n",
    "predicts": f"{MADE}{RESTORE}net.predict(x)\n",
    "partial": MADE + RESTORE.replace("))", ")).expect_partial()") + CALL,
    "what exists is asserted": MADE + RESTORE.replace("))", ")).assert_existing_objects_matched()") + CALL,
    "compiled before": MADE.replace("\n", "\nnet.compile('sgd', 'mse')\n", 1) + RESTORE + CALL,
    "the root": MADE.replace("net=net", "net") + RESTORE + CALL,
    "by a manager": f"{MADE}m = tf.train.CheckpointManager(state, 'x', 3)\n"
    f"if m.latest_checkpoint:\n    state.restore(m.latest_checkpoint)\n{CALL}",
    "with an optimizer": MADE.replace("net=net", "net=net, opt=tf.keras.optimizers.Adam()") + RESTORE + CALL,
    "in a function defined before": f"{MADE}{STEP}{RESTORE}for x in data:\n    step(x)\n",
    "in a function": f"{STEP.replace('step(x)', 'step(net, x)')}{MADE}{RESTORE}step(net, x)\n",
    "all in a function": "def main():\n"
    + "".join(f"    {line}\n" for line in (MADE + RESTORE + CALL).splitlines())
    + "main()\n",
    "in a constructor": "class Trainer:\n    def __init__(self):\n        self.net = Net()\n"
    "        self.state = tf.train.Checkpoint(net=self.net)\n"
    "        self.state.restore(tf.train.latest_checkpoint('x'))\n"
    "    def train(self, x):\n        return self.net(x)\nTrainer().train(x)\n",
    "of layers of your own": HEAD.replace("class Net", "class Part").replace("(Model)", "(Layer)")
    + "class Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.part = Part()\n"
    + MADE
    + RESTORE
    + CALL,
    "a layer": HEAD.replace("(Model)", "(Layer)") + MADE + RESTORE + CALL,
}


@pytest.mark.parametrize("code", FOUND.values(), ids=list(FOUND))
def test_restored_before_the_first_call(code: str) -> None:
    code = code if "class Net" in code else HEAD + code
    (finding,) = findings(code, "keras3", "TFC527")
    assert "Keras 3 restores none of the variables that its first call makes" in finding.message
    assert ".restore(" in code[finding.start : finding.end]
    assert lint(code, "keras2", "TFC527") == []
    assert fix(code, "keras3", "TFC527", unsafe=True) == code


def with_lines(old: str, new: str) -> str:
    """The script with another class."""
    assert old in HEAD
    return HEAD.replace(old, new) + MADE + RESTORE + CALL


SILENT = {
    "called before": HEAD + f"net = Net()\nnet(x)\nstate = tf.train.Checkpoint(net=net)\n{RESTORE}{CALL}",
    "called behind the checkpoint": HEAD + MADE + CALL + RESTORE + CALL,
    "built before": HEAD + f"{MADE}net.build((None, 3))\n{RESTORE}{CALL}",
    "built behind": HEAD + f"{MADE}{RESTORE}net.build((None, 3))\n{CALL}",
    "handed to somebody before": HEAD + f"{MADE}warm_up(net)\n{RESTORE}{CALL}",
    "called in a function before": HEAD + f"{MADE}{STEP}step(x)\n{RESTORE}{CALL}",
    "in a loop with the call": HEAD + f"{MADE}for x in data:\n    {RESTORE}    {CALL}",
    "called under a condition before": HEAD + f"{MADE}if t:\n    net(x)\n{RESTORE}{CALL}",
    "fitted before": HEAD + f"{MADE}net.fit(x, y)\n{RESTORE}{CALL}",
    "trained before": HEAD + f"{MADE}{STEP}for x in data:\n    step(x)\n{RESTORE}{CALL}",
    "never called in sight": HEAD + MADE + RESTORE,
    "a build of its own": with_lines(
        "    def call", "    def build(self, s):\n        self.a.build(s)\n    def call"
    ),
    "built in the constructor": with_lines(
        "self.a = Dense(n)", "self.a = Dense(n)\n        self.a.build((1, 3))"
    ),
    "calls itself in the constructor": with_lines(
        "self.a = Dense(n)", "self.a = Dense(n)\n        self(tf.ones((1, 3)))"
    ),
    "a graph in the constructor": with_lines(
        "self.a = Dense(n)", "self.a = Dense(n)\n        self.a(Input((3,)))"
    ),
    "no layers with weights": with_lines("Dense(n)", "Dropout(0.1)"),
    "of layers that are built": HEAD.replace("class Net", "class Part").replace(
        "self.a = Dense(n)", "self.a = Dense(n)\n        self.a.build((1, 3))"
    )
    + "class Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.part = Part()\n"
    + MADE
    + RESTORE
    + CALL,
    "of a Sequential": with_lines("Dense(n)", "Sequential([Input((3,)), Dense(n)])"),
    "an unknown base": with_lines("(Model)", "(Unknown)"),
    "a module": with_lines("(Model)", "(tf.Module)"),
    "all is asserted": HEAD + MADE + RESTORE.replace("))", ")).assert_consumed()") + CALL,
    "asserted later": HEAD + MADE + "s = " + RESTORE + CALL + "s.assert_consumed()\n",
    "its values are asserted": HEAD + MADE + RESTORE + "assert ok(net)\n" + CALL,
    "Sequential": HEAD + MADE.replace("Net()", "Sequential([Dense(1)])") + RESTORE + CALL,
    "functional": HEAD
    + "i = Input((3,))\n"
    + MADE.replace("Net()", "Model(i, Dense(1)(i))")
    + RESTORE
    + CALL,
    "another object": HEAD + MADE.replace("net=net", "net=other") + RESTORE + CALL,
    "weights of Keras": HEAD + "net = Net()\nnet.load_weights('a.weights.h5')\n" + CALL,
}


@pytest.mark.parametrize("code", SILENT.values(), ids=list(SILENT))
def test_silent(code: str) -> None:
    assert lint(code, "keras3", "TFC527") == []


USE = "import tensorflow as tf\nfrom net import Net, make\n" + MADE + RESTORE + CALL
OF_OTHERS = [
    (HEAD, USE, 1),
    (HEAD, USE.replace("net(x)", "net.fit(x, y)"), 1),
    (HEAD, USE.replace("state =", "net(x)\nstate ="), 0),
    (HEAD, USE.replace("Net()", "make()"), 0),
    (HEAD.replace("Dense(n)", "Dense(n)\n        self.a.build((1, 3))"), USE, 0),
    (HEAD.replace("    def call", "    def build(self, s):\n        self.a.build(s)\n    def call"), USE, 0),
    (HEAD.replace("tensorflow.keras", "tf_keras"), USE, 0),
]


@pytest.mark.parametrize(("net", "code", "count"), OF_OTHERS)
def test_a_class_of_another_file(
    net: str,
    code: str,
    count: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    made = "def make():\n    net = Net()\n    net(tf.ones((1, 3)))\n    return net\n"
    (tmp_path / "net.py").write_text(net + made, encoding="utf-8")
    (tmp_path / "run.py").write_text(code, encoding="utf-8")
    options = ["--no-cache", "--isolated", "--target", "2.21", "--select", "TFC527", "--format", "concise"]
    assert main([*options, "."]) == bool(count)
    assert capsys.readouterr().out.count("run.py:5:1: error TFC527 net, a Net, was not called yet") == count
