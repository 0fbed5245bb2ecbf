"""The gate: which rules a file is parsed for. It may let too much through, never too little."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.claims import FIXTURES
from tests.lint import lint
from tflint_ckpt import gate
from tflint_ckpt.project import Project
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.registry import RuleEntry
from tflint_ckpt.rules.triggers import (
    Api,
    Defined,
    Dropped,
    Either,
    Given,
    Keyword,
    Method,
    Name,
    Parameter,
    Public,
    Trigger,
)
from tflint_ckpt.runner import run
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source


def rule(*requires: Trigger) -> RuleEntry:
    """A rule that requires these."""
    return RuleEntry("TFC999", "example", "a.b.c", "C", "", None, None, (), (), requires)


TRIGGERED = [
    (Name("Model"), "Model()", True),
    (Name("Model"), "keras.Model", True),
    (Name("Model"), "from keras import Model as M", True),
    (Name("models"), "import keras.models.x", True),
    (Name("models"), "from keras.models.x import y", True),
    (Name("models"), "from . import y", False),
    (Name("Model"), "def f(x: Model): pass", True),
    (Name("Model"), "'Model'", False),
    (Name("Model"), "# Model", False),
    (Name("Model"), "MyModel", False),
    (Name("a", "Model"), "Model", True),
    (Keyword("keep"), "f(keep=1)", True),
    (Keyword("keep"), "dict(keep=1)", True),
    (Keyword("keep"), "{'keep': 1}", True),
    (Keyword("keep"), "class C(keep=1): pass", True),
    (Keyword("keep"), "keep = 1", False),
    (Keyword("keep"), "f(keeps=1)", False),
    (Parameter("model"), "def f(model): pass", True),
    (Parameter("model"), "def f(\n    a,\n    model=None,\n): pass", True),
    (Parameter("model"), "def f(a: dict[str, int],\n      *, model): pass", True),
    (Parameter("model"), "async def f(model): pass", True),
    (Parameter("model"), "class C:\n    def f(self, a=':', *model): pass", True),
    (Parameter("model"), "def f(a): pass\nmodel = 1", False),
    (Parameter("model"), "f(model=1)", False),
    (Parameter("model"), "def model(): pass", False),
    (Defined("on_end"), "class C:\n    def on_end(self): pass", True),
    (Defined("on_end"), "async def on_end(): pass", True),
    (Defined("inner"), "def on_end(a=lambda: 0) -> int:\n    def inner(): pass", True),
    (Dropped("map"), "ds.map(f)", True),
    (Dropped("map"), "if a:\n    make(1).map(f)", True),
    (Dropped("map"), "ds = ds.map(f)\nmap(f)\nds.map", False),
    (Given("__init__.self"), "super().__init__(self)", True),
    (Given("__init__.self"), "super().__init__(units)\nf(self)", False),
    (Name("True"), "layer(x, True)", True),
    (Name("True"), "layer(x, training=True)", False),
    (Defined("on_end"), "a.on_end(on_end)\non_end = 'on_end'", False),
    (Name("base"), "@base.kept\ndef f(): pass", True),
    (Name("base"), "def f(a: base = 0): pass", True),
    (Name("base"), "def f() -> base: pass", True),
    (Method("cache"), "a.cache()", True),
    (Method("cache"), "a.cache", True),
    (Method("cache"), "cache()", False),
    (Given("Dense.weights"), "Dense(3, weights=w)", True),
    (Given("Dense.weights"), "keras.layers.Dense(3, weights=w)", True),
    (Given("Dense.weights"), "Dense(3, **options)\nf(weights=w)", True),
    (Given("Dense.weights"), "Dense(3, **{'weights': w})", True),
    (Given("Dense.weights"), "from keras.layers import Dense as D\nD(weights=w)", True),
    (Given("Dense.weights"), "D = Dense\nD(weights=w)", True),
    (Given("Dense.weights"), "for D in (layers.Dense, other):\n    D(weights=w)", True),
    (Given("Dense.weights"), "layers.Dense(3)(x).f(weights=w)", False),
    (Given("Dense.weights"), "from keras.layers import Dense\nDense(3)\nResNet50(weights=w)", False),
    (Given("Dense.weights"), "Dense(weights)", False),
    (Given("Dense.a", "Model.b"), "Model(b=1)", True),
    (Given("Dense.a", "Model.b"), "Model(a=1)\nDense(b=1)", False),
    (Api("keras.Input"), "keras.Input(3)", True),
    (Api("keras.Input"), "import tensorflow as tf\ntf.keras.Input(3)", True),
    (Api("keras.Input"), "from tensorflow import keras as k\nk.Input(3)", True),
    (Api("keras.Input"), "from tensorflow.keras import Input", True),
    (Api("keras.Input"), "from tensorflow.keras import *\nInput(3)", True),
    (Api("keras.layers.Input"), "from keras import *\nlayers.Input(3)", True),
    (Api("keras.Input"), "import tensorflow as tf\nk = tf.keras\nk.Input(3)", True),
    (Api("keras.Input"), "k: object = keras\nk.Input(3)", True),
    (Api("keras.Input"), "k, l = keras, keras.layers\nk.Input(3)", True),
    (Api("keras.Input"), "[(k, _)] = [(keras, 1)]\nk.Input(3)", True),
    (Api("keras.Input"), "(k := keras).x\nk.Input(3)", True),
    (Api("keras.Input"), "k = keras\nk2 = k\nk2.Input(3)", True),
    (Api("keras.Input"), "keras = keras\nkeras.Input(3)", True),
    (Api("keras.Input"), "f(keras.Input.x(1)[2])", True),
    (Api("keras.Input"), "import keras.Input.x", True),
    (Api("keras.Input"), "import tensorflow.keras.Input as I", True),
    (Api("keras.Input"), "if t:\n    import tensorflow.compat.v2 as tf\ndef f(x=tf.keras.Input): pass", True),
    (Api("keras.Input"), "Input(3)", False),
    (Api("keras.Input"), "keras.Inputs(3)", False),
    (Api("keras.Input"), "keras.layers.Input(3)", False),
    (Api("keras.Input"), "from .keras import Input", False),
    (Api("keras.Input"), "from torch import *\nInput(3)", False),
    (Public("keras.x"), "keras.x", True),
    (Public("keras.x"), "from tensorflow.keras.x import y", True),
    (Public("keras.x"), "import tensorflow as tf\nk = tf.compat.v1.keras\nk.x.y()", True),
    (Public("keras"), "f()", True),
    (Public("keras.x"), "import tf_keras as keras_2\nkeras_2.x", False),
    (Public("keras.x"), "from tensorflow.python.keras import x", False),
    (Public("keras.x"), "from keras.src import x", False),
    (Either(Name("a"), Method("b")), "a", True),
    (Either(Name("a"), Method("b")), "x.b", True),
    (Either(Name("a"), Method("b")), "b", False),
    (Name(*(f"name{number}" for number in range(100))), "name7", True),
    (Name(*(f"name{number}" for number in range(100))), "names", False),
]


def triggered(code: str, *requires: Trigger) -> bool:
    """Whether a rule that requires these is run on *code*."""
    text = f"import keras\n{code}\n"
    return bool(gate.by_triggers(gate.parse(text, "x.py"), gate.by_words(text, [rule(*requires)])))


@pytest.mark.parametrize(("trigger", "code", "expected"), TRIGGERED)
def test_triggers(trigger: Trigger, code: str, expected: bool) -> None:
    assert triggered(code, trigger) is expected


def test_every_trigger_must_be_met() -> None:
    assert triggered("Model(keep=1)", Name("Model"), Keyword("keep"))
    assert not triggered("Model(other=1)", Name("Model"), Keyword("keep"))
    assert not triggered("f(keep=1)", Name("Model"), Keyword("keep"))


def test_words_are_made_when_they_are_asked_for() -> None:
    trigger = Name(made_by=lambda: ["a", "b"])
    assert trigger.words == ("a", "b")
    assert repr(trigger) == "Name('a', 'b')"
    assert repr(Either(trigger, Method("c"))) == "Either(Name('a', 'b'), Method('c'))"


def test_a_rule_without_triggers_is_not_run_by_the_gate() -> None:
    assert not triggered("Model()")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import tensorflow as tf\nModel", True),
        ("from tf_keras import Model", True),
        ("import torch\nModel", False),
    ],
)
def test_only_files_that_name_the_libraries(text: str, expected: bool) -> None:
    assert bool(gate.by_words(text, [rule(Name("Model"))])) is expected


@pytest.mark.parametrize(
    "text", ["def f(:", "x = ", "(" * 1000, "x = '", "\tx\n  y", "print 'a'", "x = 1\0", "f'{'", "return = 1"]
)
def test_what_python_cannot_parse(text: str) -> None:
    with pytest.raises((SyntaxError, ValueError)):
        gate.parse(text, "x.py")


def test_parsing_warns_of_nothing() -> None:
    parse = "gate.parse(\"x = '\\\\d'; assert (1, 2); x is 'a'\", 'x.py')"
    code = f"from tflint_ckpt import gate; {parse}"
    done = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True, check=True)
    assert done.stderr == b""


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*/*/before.py")), ids=lambda path: path.parent.name)
def test_nothing_that_a_rule_finds_is_held_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = path.read_bytes().decode()
    with_gate = lint(code)
    monkeypatch.setattr(gate, "by_words", lambda text, rules: [rule for rule in rules if rule.requires])
    monkeypatch.setattr(gate, "by_triggers", lambda tree, rules: rules)
    assert lint(code) == with_gate
    assert len(RULES) > 3


@pytest.mark.parametrize(("gated", "parsed"), [(True, ["keras.py"]), (False, ["keras.py", "other.py"])])
def test_it_can_be_left_open_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gated: bool, parsed: list[str]
) -> None:
    """Else the comparison of ``tools/determinism.py`` would compare a thing with itself."""
    (tmp_path / "keras.py").write_text("import keras\nkeras.callbacks.ModelCheckpoint('x', max_to_keep=1)\n")
    (tmp_path / "other.py").write_text("print()\n")
    seen: list[str] = []
    parse = Project.parse

    def noted(self: Project, source: Source, *syntax: ast.Module) -> Module:
        seen.append(Path(source.path).name)
        return parse(self, source, *syntax)

    monkeypatch.setattr(Project, "parse", noted)
    settings = Settings()
    settings.gated = gated
    run([str(tmp_path)], settings, jobs=1)
    assert sorted(set(seen)) == parsed
