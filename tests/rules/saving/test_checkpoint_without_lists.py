"""TFC526 checkpoint-without-lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.cli import main

HEAD = """\
import tensorflow as tf
from tensorflow.keras import Model, Sequential, layers
from tensorflow.keras.layers import BatchNormalization, Dense, Dropout, Layer
"""
LINES = HEAD.count("\n")
SAVE = "net = Net()\ntf.train.Checkpoint(net=net).save('a/b')\n"


def network(*lines: str, call: str = "for each in self.parts:\n            x = each(x)") -> str:
    """A model whose constructor has these lines."""
    body = "\n        ".join(lines)
    return (
        f"class Net(Model):\n    def __init__(self, n=2):\n        super().__init__()\n        {body}\n"
        f"    def call(self, x):\n        {call}\n        return x\n{SAVE}"
    )


FOUND = {
    "a list": network("self.parts = [Dense(3), Dense(3)]"),
    "of one": network("self.parts = [Dense(3)]"),
    "a comprehension": network("self.parts = [Dense(3) for _ in range(n)]"),
    "one of two has weights": network("self.parts = [Dropout(0.1), BatchNormalization()]"),
    "a dictionary": network("self.parts = {'a': Dense(3)}", call="x = self.parts['a'](x)"),
    "dict()": network("self.parts = dict(a=Dense(3))", call="x = self.parts['a'](x)"),
    "of comprehension": network(
        "self.parts = {k: Dense(3) for k in 'ab'}",
        call="for each in self.parts.values():\n            x = each(x)",
    ),
    "appended": network("self.parts = []", "for _ in range(n):", "    self.parts.append(Dense(3))"),
    "a variable is appended": network(
        "self.parts = []", "for _ in range(n):", "    one = Dense(3)", "    self.parts.append(one)"
    ),
    "added": network("self.parts = []", "self.parts += [Dense(3)]"),
    "extended": network("self.parts = list()", "self.parts.extend([Dense(3)])"),
    "by key": network("self.parts = {}", "self.parts['a'] = Dense(3)", call="x = self.parts['a'](x)"),
    "appended in build": network("self.parts = []").replace(
        "    def call", "    def build(self, s):\n        self.parts.append(Dense(3))\n    def call"
    ),
    "a block": "class Block(Layer):\n    def __init__(self):\n        super().__init__()\n"
    "        self.a = Dense(1)\n"
    + network("self.parts = [Block() for _ in range(n)]"),
    "small models": network("self.parts = [Sequential([Dense(3)]) for _ in range(n)]"),
    "with enumerate": network(
        "self.parts = [Dense(3) for _ in range(n)]",
        call="for i, each in enumerate(self.parts):\n            x = each(x)",
    ),
    "by index": network(
        "self.parts = [Dense(3)]", call="for i in range(len(self.parts)):\n            x = self.parts[i](x)"
    ),
    "in a layer of it": "class Block(Layer):\n    def __init__(self):\n        super().__init__()\n"
    "        self.parts = [Dense(1)]\n" + network("self.block = Block()", call="x = self.block(x)"),
    "in its base": "class Base(Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.parts = [Dense(1)]\nclass Net(Base):\n    pass\n" + SAVE,
    "in a Sequential": "class Block(Layer):\n    def __init__(self):\n        super().__init__()\n"
    "        self.parts = [Dense(1)]\nnet = Sequential([Block(), Dense(1)])\ntf.train.Checkpoint(net=net)\n",
}


@pytest.mark.parametrize("code", FOUND.values(), ids=list(FOUND))
def test_layers_in_a_list(code: str) -> None:
    (finding,) = findings(HEAD + code, "keras3", "TFC526")
    assert "Keras 3 leaves them out of the checkpoint" in finding.message
    assert HEAD.count("\n") < (HEAD + code).count("\n", 0, finding.start)
    assert lint(HEAD + code, "keras2", "TFC526") == []


SILENT = {
    "a tuple": network("self.parts = (Dense(3), Dense(3))"),
    "a tuple of a comprehension": network("self.parts = tuple(Dense(3) for _ in range(n))"),
    "attributes of their own": network("self.a = Dense(3)", call="x = self.a(x)"),
    "an attribute as well": network("self.a = Dense(3)", "self.parts = [self.a]"),
    "a variable is an attribute as well": network("one = Dense(3)", "self.a = one", "self.parts = [one]"),
    "setattr": network(
        "self.parts = [Dense(3) for _ in range(n)]",
        "for i, one in enumerate(self.parts):",
        "    setattr(self, f'part{i}', one)",
    ),
    "a Sequential of them": network("self.parts = [Dense(3)]", "self.all = Sequential(self.parts)"),
    "handed on": network("self.parts = [Dense(3)]", "keep(self.parts)"),
    "returned": network("self.parts = [Dense(3)]", call="return self.parts"),
    "no weights": network("self.parts = [Dropout(0.1), layers.ReLU()]"),
    "numbers": network("self.parts = [1, 2]"),
    "layers of others": network("self.parts = [make() for _ in range(n)]"),
    "a local list": network("parts = [Dense(3)]", "self.parts = Sequential(parts)"),
    "a base that is not known": network("self.parts = [Dense(3)]").replace("(Model)", "(Unknown)"),
    "a module": network("self.parts = [Dense(3)]").replace("(Model)", "(tf.Module)"),
    "no class of Keras": network("self.parts = [Dense(3)]").replace("(Model)", ""),
    "tracked by itself": network("self.parts = [Dense(3)]").replace(
        "    def call", "    def _trackable_children(self, *a, **k):\n        return {}\n    def call"
    ),
    "saved with Keras": network("self.parts = [Dense(3)]").replace(
        SAVE, "Net().save_weights('a.weights.h5')\n"
    ),
    "another object": network("self.parts = [Dense(3)]").replace("net=net", "net=other"),
    "only its optimizer": network("self.parts = [Dense(3)]").replace("net=net", "step=tf.Variable(1)"),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=list(SILENT))
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "keras3", "TFC526") == []


FIXED = [
    ("[Dense(3), Dense(3)]", "(Dense(3), Dense(3))"),
    ("[Dense(3)]", "(Dense(3),)"),
    ("[Dense(3),]", "(Dense(3),)"),
    ("[\n            Dense(3),\n        ]", "(\n            Dense(3),\n        )"),
    ("[Dense(3),  # one\n        ]", "(Dense(3),  # one\n        )"),
    ("[Dense(3) for _ in range(n)]", "tuple(Dense(3) for _ in range(n))"),
]


@pytest.mark.parametrize(("old", "new"), FIXED)
def test_a_list_becomes_a_tuple(old: str, new: str) -> None:
    code = HEAD + network(f"self.parts = {old}")
    assert fix(code, "keras3", "TFC526") == code
    assert fix(code, "keras3", "TFC526", unsafe=True) == HEAD + network(f"self.parts = {new}")


BESIDE = [
    ("step=tf.Variable(1)", "", "leaves them out of the checkpoint"),
    ("opt=tf.keras.optimizers.Adam()", "", "unless the optimizer is built"),
    ("opt=other", "", "unless the optimizer is built"),
    ("opt=tf.keras.optimizers.Adam()", "net.build((1, 3))\n", "unless the optimizer is built"),
    ("opt=tf.keras.optimizers.Adam()", "opt.build(net.trainable_variables)\n", None),
    ("step=tf.Variable(1)", "net.compile('adam', 'mse')\n", "unless the optimizer is built"),
    ("step=tf.Variable(1)", "word = re.compile('a')\n", "leaves them out of the checkpoint"),
]


@pytest.mark.parametrize(("given", "more", "said"), BESIDE)
def test_an_optimizer_beside_it(given: str, more: str, said: str | None) -> None:
    code = HEAD + network("self.parts = [Dense(3)]").replace("net=net)", f"net=net, {given})") + more
    found = findings(code, "keras3", "TFC526")
    assert len(found) == bool(said)
    assert all(said is not None and said in each.message for each in found)


@pytest.mark.parametrize(
    "lines",
    [
        ("self.parts = [Dense(3)]", "self.parts.append(Dense(3))"),
        ("self.parts = [Dense(3)]", "if n:", "    self.parts = [Dense(4)]"),
        ("self.parts = [Dense(3)]", "self.parts[0] = Dense(4)"),
    ],
)
def test_a_list_that_changes_is_left_to_a_person(lines: tuple[str, ...]) -> None:
    code = HEAD + network(*lines)
    assert findings(code, "keras3", "TFC526")
    assert fix(code, "keras3", "TFC526", unsafe=True) == code


NET = HEAD + network("self.parts = [Dense(3)]").replace(SAVE, "")
STATE = """\
import tensorflow as tf
def manager(model, folder):
    return tf.train.CheckpointManager(tf.train.Checkpoint(net=model), folder, max_to_keep=3)
"""
FILES = {
    "where it is imported": {
        "net.py": NET,
        "run.py": f"import tensorflow as tf\nfrom net import Net\n{SAVE}",
    },
    "given to a function of a third file": {
        "net.py": NET,
        "state.py": STATE,
        "run.py": "from net import Net\nfrom state import manager\nm = manager(Net(), 'a')\nm.save()\n",
    },
    "in an object": {
        "net.py": NET,
        "run.py": "import tensorflow as tf\nfrom net import Net\nclass Trainer:\n"
        "    def __init__(self, net):\n"
        "        self.net = net\n        self.state = tf.train.Checkpoint(net=self.net)\n"
        "    def run(self):\n        self.state.save('a')\nt = Trainer(Net())\nt.run()\n",
    },
}


@pytest.mark.parametrize("files", FILES.values(), ids=list(FILES))
def test_a_class_of_another_file(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = {name: (tmp_path / name).read_text() for name in files}
    options = ["--no-cache", "--isolated", "--target", "keras3", "--select", "TFC526"]
    assert main([*options, "--format", "concise", "."]) == 1
    said = capsys.readouterr().out
    assert said.count("TFC526") == 1
    assert "Net.parts (net.py, line 7) is a list of layers" in said
    assert main([*options, "--fix", "--unsafe-fixes", "."]) == 1
    assert {name: (tmp_path / name).read_text() for name in files} == before


def test_keras_2_beside_tensorflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``tf_keras`` is Keras 2 on every TensorFlow, also where the checkpoint is in another file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.py").write_text(NET.replace("tensorflow.keras", "tf_keras"), encoding="utf-8")
    (tmp_path / "run.py").write_text(
        f"import tensorflow as tf\nfrom net import Net\n{SAVE}", encoding="utf-8"
    )
    code = HEAD.replace("tensorflow.keras", "tf_keras") + network("self.parts = [Dense(3)]")
    (tmp_path / "one.py").write_text(code, encoding="utf-8")
    assert main(["--no-cache", "--isolated", "--target", "2.21", "--select", "TFC526", "."]) == 0
    assert "TFC526" not in capsys.readouterr().out
