"""The gate: which rules a file is parsed for. It may let too much through, never too little."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tflint_ckpt import gate
from tflint_ckpt.project import Project
from tflint_ckpt.rules.registry import RuleEntry
from tflint_ckpt.rules.triggers import (
    Api,
    Base,
    Besides,
    Both,
    Brought,
    Defined,
    Dropped,
    Either,
    Given,
    Kerases,
    Keyword,
    Looped,
    Made,
    Member,
    Method,
    Name,
    Named,
    OnKeras2,
    OnKeras3,
    Parameter,
    Passed,
    Public,
    Repeated,
    Trigger,
    Yields,
)
from tflint_ckpt.runner import run
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source
from tflint_ckpt.target import Targets, parse


def rule(*requires: Trigger) -> RuleEntry:
    """A rule that requires these."""
    return RuleEntry("TFC999", "example", "a.b.c", "C", "", None, None, (), (), requires)


KEPT = """\
class A(keras.layers.Layer):
    def __init__(self, n):
        super(A, self).__init__()
        self.n = n
    def build(self, shape):
        self.dense = Dense(self.n)
"""
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
    (Member("lost"), "optimizer.lost", True),
    (Member("lost"), "self.optimizer.lost()", True),
    (Member("lost"), "make().lost", True),
    (Member("lost"), "from project import optimizer\noptimizer.lost", True),
    (Member("lost"), "tf = make()\nimport tensorflow as tf\ntf.lost", True),
    (Member("lost"), "import tensorflow as tf\ndef f(tf): tf.lost", True),
    (Member("lost"), "import tensorflow as tf\nclass tf: pass\ntf.lost", True),
    (Member("lost"), "import tensorflow as tf\nwith tf.lost('a'): pass", False),
    (Member("lost"), "from tensorflow.keras import backend as K\nK.lost", False),
    (Member("lost"), "lost()", False),
    (Passed("Dense.units.0=float"), "Dense(0.5)", True),
    (Passed("Dense.units.0=float"), "layers.Dense(units=0.5)", True),
    (Passed("Dense.units.0=float"), "Dense(size)", True),
    (Passed("Dense.units.0=float"), "Dense(size / 2)", True),
    (Passed("Dense.units.0=float"), "Dense(*sizes)", True),
    (Passed("Dense.units.0=float"), "Dense(**options)", True),
    (Passed("Dense.units.0=float"), "make = Dense\nmake(3)", True),
    (Passed("Dense.units.0=float"), "from keras.layers import Dense as D\nD(3)", True),
    (Passed("Dense.units.0=float"), "f(layers.Dense)", True),
    (Passed("Dense.units.0=float"), "Dense(3)\nDense(units=int(size))", False),
    (Passed("Dense.units.0=float"), "Dense(3, 0.5)\nOther(0.5)", False),
    (Passed("Dense.units.0=float"), "class D(layers.Dense): pass\nD(0.5)", False),
    (Made(".name.=~/"), "Dense(1, name='a/b')", True),
    (Made(".name.=~/"), "from keras.layers import Dense as dense\ndense(1, name='a/b')", True),
    (Made(".name.=~/"), "make = Dense\nmake(1, name=f'a/{b}')", True),
    (Made(".name.=~/"), "for i in range(3): Dense(1, name='a/%d' % i)", True),
    (Made(".name.=~/"), "def f(name):\n    Dense(1, name='a/' + name)", True),
    (Made(".name.=~/"), "def f(name):\n    Dense(1, name=name)\nf('a/b')", True),
    (Made(".name.=~/"), "from there import NAME\nDense(1, name=NAME)", True),
    (Made(".name.=~/"), "Dense(1, name=name_of('a', 'b'))", True),
    (Made(".name.=~/"), "Dense(1, name='{}/b'.format(a))", True),
    (Made(".name.=~/"), "for i in range(3): Dense(1, name='a%d' % i)", False),
    (Made(".name.=~/"), "def f(name):\n    Dense(1, name=name + '_a')\nx = 'a/b'", False),
    (Made(".name.=~/"), "'a/b'\nfor i in range(3): Dense(1, name='a' + str(i))", False),
    (Made(".name.=~/"), "scope(name='a/b')\nDense(1, title='a/b')\nx = {'name': 'a/b'}", False),
    (Passed("Dense.units.0=1"), "Dense(1)", True),
    (Passed("Dense.units.0=1"), "Dense(1.0)\n", True),
    (Passed("Dense.units.0=1"), "Dense(2)\nDense('1')\nDense(None)\nDense((1,))", False),
    (Passed("Dense.activation.1='softmax'"), "Dense(1, 'softmax')", True),
    (Passed("Dense.activation.1='softmax'"), "Dense(1, activation=f'softmax')", True),
    (Passed("Dense.activation.1='softmax'"), "import tensorflow as tf\nDense(1, tf.nn.softmax)", True),
    (Passed("Dense.activation.1='softmax'"), "Dense(1, self.relu)", True),
    (Passed("Dense.activation.1='softmax'"), "import tensorflow as tf\nDense(1, tf.nn.relu)", False),
    (Passed("Dense.activation.1='softmax'"), "Dense(1, 'relu')\nDense(1)", False),
    (Passed("Input.shape.0=number"), "Input(3)\n", True),
    (Passed("Input.shape.0=number"), "Input((3,))\nInput(shape=[3])\nInput(shape[1:])\nInput()", False),
    (Passed(".input_shape.=number"), "any.thing(input_shape=3)", True),
    (Passed("SGD.learning_rate.0=integer"), "SGD(1)\n", True),
    (Passed("SGD.learning_rate.0=integer"), "SGD(learning_rate=rate)\n", True),
    (Passed("SGD.learning_rate.0=integer"), "SGD(0.1)\nSGD(learning_rate='x')\nSGD(True)\nSGD()", False),
    (Passed(".input_shape.=number"), "options = {'input_shape': 3}", True),
    (Passed(".input_shape.=number"), "f(input_shape=(3,))\ng(3)", False),
    (Passed(".save.path.0=any"), "model.save('a')", True),
    (Passed(".save.path.0=any"), "self.model.save(path='a')", True),
    (Passed(".save.path.0=any"), "make().save(**options)", True),
    (Passed(".save.path.0=any"), "import tensorflow as tf\ntf.saved_model.save(m, 'a')", False),
    (Passed(".save.path.0=any"), "save('a')\nmodel.save\nmodel.save()", False),
    (Passed("compile.loss.1=~bce"), "model.compile('adam', 'BCE')", True),
    (Passed("compile.loss.1=~bce"), "model.compile('adam', loss=['bce'])", True),
    (Passed("compile.loss.1=~bce"), "model.compile('adam', loss=chosen)", True),
    (Passed("compile.loss.1=~bce"), "model.compile('adam', 'mse')\nmodel.compile('bce')", False),
    (Passed("add_weight..0=items"), "self.add_weight((3,))", True),
    (Passed("add_weight..0=items"), "self.add_weight(shape)", True),
    (Passed("add_weight..0=items"), "self.add_weight([1] + shape)", True),
    (Passed("add_weight..0=items"), "self.add_weight('a')\nself.add_weight(f'{a}')", False),
    (Passed("add_weight..0=items"), "self.add_weight(name + '_max')\nself.add_weight('%s_b' % name)", False),
    (Passed("MC.path.0=!.keras"), "MC('a.h5')\nMC(path='a.keras')", True),
    (Passed("MC.path.0=!.keras"), "MC(path)", True),
    (Passed("MC.path.0=!.keras"), "MC(f'{a}.keras')", True),
    (Passed("MC.path.0=!.keras"), "MC('a' '.h5')", True),
    (Passed("MC.path.0=!.keras"), "MC(None)\n", True),
    (Passed("MC.path.0=!.keras"), "MC(**options)", True),
    (Passed("MC.path.0=!.keras"), "functools.partial(MC, 'a.keras')", True),
    (Passed("MC.path.0=!.keras"), "MC('a.keras')\nMC(path='b.keras')\nMC()", False),
    (Passed("MC.path.0=~ "), "MC('a b')", True),
    (Passed("MC.path.0=~ "), "MC('a\xa0b')", True),
    (Passed("MC.path.0=~ "), "MC(f'ab')", True),
    (Passed("MC.path.0=~ "), "MC('ab')\nMC(3)", False),
    (Passed("MC.mode.1=!'min'|'auto'"), "MC(a, 'max')", True),
    (Passed("MC.mode.1=!'min'|'auto'"), "MC(a, mode='a min')", True),
    (Passed("MC.mode.1=!'min'|'auto'"), "MC(a, 'min')\nMC(a, mode='auto')", False),
    (Besides("Dense.units", "Dense.bias"), "Dense(units=3, unit=3)", True),
    (Besides("Dense.units", "Dense.bias"), "layers.Dense(unit=3)", True),
    (Besides("Dense.units", "Dense.bias"), "Dense(units=3, **options)", True),
    (Besides("Dense.units", "Dense.bias"), "make = Dense\nmake(3)", True),
    (Besides("Dense.units", "Dense.bias"), "class D(Dense): pass", True),
    (Besides("Dense.units", "Dense.bias"), "from keras.layers import Dense as D", True),
    (Besides("Dense."), "Dense(units=3)", True),
    (Besides("Dense.units", "Dense.bias"), "Dense(3, bias=0)\nOther(unit=3, units=Dense(2))", False),
    (Named("Dense.units.0=float"), "Dense(units=3, **options)", False),
    (Passed("Dense.units.0=float"), "def f(units): Dense(units)\nf(0.5)", True),
    (Passed("Dense.units.0=float"), "def f(units): Dense(units)\ng(f)", True),
    (Passed("Dense.units.0=float"), "def f(units): Dense(units)", False),
    (Passed("Dense.units.0=float"), "def f(units=0.5, n=2): Dense(units * n)", False),
    # Calls in other files may leave a parameter as it is by default.
    (Passed("Dense.units.0=1"), "def f(units=1): Dense(units)", True),
    (Passed("Dense.units.0=1"), "def f(a, units=2, *, n=1): Dense(units)", False),
    (Passed("Dense.units.0=1"), "def f(a, units): Dense(units)\ndef g(units=2, a=1): pass", False),
    (Passed("Dense.units.0=1"), "def f(a=3, *, units=1): Dense(units)", True),
    (Passed("Dense.units.0=1"), "def f(units=units): Dense(units)", False),
    (Passed("Dense.units.0=1"), "def f(units=ONE): Dense(units)", True),
    (Passed("Dense.activation.1='softmax'"), "def f(n, name='softmax'): Dense(n, name)", True),
    (Passed("Dense.activation.1='softmax'"), "def f(n, name='relu'): Dense(n, name)", False),
    (Passed("Dense.units.0=1"), f"{KEPT.replace('self, n', 'self, n=1')}", True),
    (Passed("Dense.units.0=1"), "def f(units=1): Dense(units)\nf()", True),
    (Passed("Dense.units.0=1"), "units = 1\ndef f(n): Dense(units)", True),
    (Passed("Dense.activation.1='softmax'"), "def f(name): Dense(1, name)", False),
    (Passed("Dense.activation.1='softmax'"), "def f(name): Dense(1, name)\nf(x)", True),
    (Passed("Input.shape.0=number"), "def f(size): Input(size)", False),
    (Passed("Input.shape.0=number"), "def f(size): Input(size)\ng(f)", True),
    (Passed("Dense.units.0=float"), "def f(units): Dense(units)\nunits = 0.5", True),
    (Passed("Dense.units.0=float"), "def f(units): Dense(units)\nfrom project import units", True),
    (Passed("Dense.units.0=float"), "def f(units): Dense(units)\nh = lambda units: 0", True),
    (Passed("Dense.units.0=float"), "class A:\n    def call(self, units): Dense(units)", True),
    (Passed("Dense.units.0=float"), f"{KEPT}", False),
    (Passed("Dense.units.0=float"), f"{KEPT}\nA(0.5)", True),
    (Passed("Dense.units.0=float"), f"{KEPT}\nclass B(A): pass\nB(0.5)", True),
    (Passed("Dense.units.0=float"), f"{KEPT}    @classmethod\n    def g(cls, o): return cls(**o)", False),
    (Passed("Dense.units.0=float"), f"{KEPT}    @classmethod\n    def g(cls, o): return cls(0.5)", True),
    (Passed("Dense.units.0=float"), f"{KEPT}    def g(self): return self.__class__(0.5)", True),
    (Passed("Dense.units.0=float"), f"{KEPT}    def g(self): return type(self)(0.5)", True),
    (Passed("Dense.units.0=float"), f"{KEPT}    def g(self): self.n = 0.5", True),
    (Passed("Dense.units.0=float"), f"{KEPT}    def g(self): self.n, b = c", True),
    (Passed("Dense.units.0=float"), f"{KEPT}    n = 0.5", True),
    (Passed("Dense.units.0=float"), f"{KEPT}class B(C):\n    def g(self): Dense(self.n)", True),
    (Passed("Dense.units.0=float"), "class A:\n    def f(self): self.n = self.n * 2; Dense(self.n)", True),
    (Named("Dense.units.0=float"), "Dense(0.5)", True),
    (Named("Dense.units.0=float"), "Dense(**options)", True),
    (Named("Dense.units.0=float"), "make = keras.layers.Dense\nmade = make\nmade(0.5)", True),
    (Named("Dense.units.0=float"), "from keras.layers import Dense as D\nD(0.5)", True),
    (Named("Dense.units.0=float"), "make = Dense\nmake(3)\nother(0.5)", False),
    (Named("Dense.units.0=float"), "f(layers.Dense, 0.5)", False),
    (OnKeras3(Name("a")), "a", True),
    (OnKeras3(Name("a")), "b", False),
    (OnKeras2(Name("a")), "a", True),
    (OnKeras2(Name("a")), "b", False),
    (Brought(), "from data import load\nload()", True),
    (Brought(), "from .data import load as l\nx = f(l(1))", True),
    (Brought(), "from . import data\ndata.load()", True),
    (Brought(), "import data.parts\ndata.parts.load()", True),
    (Brought(), "from numpy import load\nload()", False),
    (Brought(), "import numpy as np\nimport os\nnp.load(os.path.join(a, b))", False),
    (Brought(), "from data import load\nprint(load)", False),
    (Brought(), "import data\nload()", False),
    (Brought(), "def load(): pass\nload()", False),
    (Yields(), "def f():\n    yield 1", True),
    (Yields(), "def f():\n    x = yield from g()", True),
    (Yields(), "f(x for x in y)", True),
    (Yields(), "async def f():\n    g((yield))", True),
    (Yields(), "[x for x in y]\n'yield'\nfor x in y: f(x)  # yield", False),
    (Looped("next"), "for x in y:\n    if x:\n        next(it)", True),
    (Looped("next"), "while True:\n    def f(): next(it)", True),
    (Looped("next"), "next(it)\nfor x in y: pass", False),
    (Repeated("batch"), "ds.batch(8).batch(8)", True),
    (Repeated("batch"), "ds = ds.batch(8)\nother = ds.batch(4)", True),
    (Repeated("batch", "padded_batch"), "ds.batch(8).padded_batch(8)", True),
    (Repeated("batch"), "for x in y:\n    ds = ds.batch(8)", True),
    (Repeated("batch"), "while x:\n    ds = ds.batch(8)", True),
    (Repeated("batch"), "def f(ds):\n    return ds.batch(8)", True),
    (Repeated("batch"), "f = lambda ds: ds.batch(8)", True),
    (Repeated("batch"), "class C:\n    def f(self, ds):\n        return ds.batch(8)", True),
    (Repeated("batch"), "f = ds.batch\nf(8)", True),
    (Repeated("batch"), "ds.batch(8)", False),
    (Repeated("batch"), "for x in y: pass\ndef f(): pass\nds.map(f).batch(8).prefetch(1)", False),
    (Repeated("batch"), "if x:\n    ds = ds.batch(8)", False),
    (Repeated("batch"), "'batch'\nf(batch=1)", False),
    (Base("Layer"), "class A(keras.layers.Layer): pass", True),
    (Base("Layer"), "class A(Layer): pass", True),
    (Base("Layer"), "class Layer(keras.Model): pass\nLayer()", False),
    (Kerases("hub"), "import tf_keras, keras\nkeras.Model", True),
    (Kerases("hub"), "import tensorflow as tf\nimport tf_keras\ntf.keras.Model", True),
    (Kerases("hub"), "import tensorflow as tf, hub\nk = tf.keras\nhub.Layer()", True),
    (Kerases("hub"), "from keras import *\nfrom hub.layers import Layer\nModel", True),
    (Kerases("hub"), "from tensorflow.keras import Model\nfrom tensorflow.python.keras import layers", True),
    (Kerases("hub"), "import tensorflow as tf\nimport tf_keras\ntf.function", True),
    (Both(Name("a"), Method("b")), "a(x.b)", True),
    (Both(Name("a"), Method("b")), "a\nb", False),
    (Name("Model"), "def f(x: 'keras.Model'): pass", True),
    (Name("Model"), "def f() -> 'Model | None': pass", True),
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


def test_two_kerases_are_not_looked_for_without_a_word_of_a_public_one() -> None:
    rules = [rule(Kerases("tensorflow_hub"))]
    code = "import tensorflow as tf\nimport tf_keras\nimport tensorflow_hub\n"
    assert not gate.by_words(code, rules)
    for line in ("import keras", "tf.keras.Model", "import tensorflow_addons", "tf.losses", "tf.metrics"):
        assert gate.by_words(code + line, rules), line


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
    ("text", "words"),
    [
        ("a.b(c)", {"a", "b", "c"}),
        ("keep_2 = 'x.y-z'", {"keep_2", "x", "y", "z"}),
        ("a=b\tc\x0cd\0e", {"a", "b", "c", "d", "e"}),
    ],
)
def test_words(text: str, words: set[str]) -> None:
    assert gate.words_of(text) == words


def test_a_word_with_other_letters_is_not_its_part() -> None:
    assert "model" not in gate.words_of("mod\u00e8le_model = '\ud800'")


def test_the_words_of_a_text_hold_back_what_its_tree_would() -> None:
    """Before the tree is walked: a file that lacks one part of a word is not looked at."""
    [dotted] = gate.by_words("import tensorflow as tf\nf = tf.function", [rule(Api("tensorflow.function"))])
    assert dotted.requires
    assert not gate.by_words("import keras\nlayers", [rule(Api("keras.layers.Input"))])
    assert not gate.by_words("import keras\nmodel = 1", [rule(Parameter("model"))])
    assert not gate.by_words("import keras\nunits = 3", [rule(Passed("Dense.units.0=float"))])


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


def targets(environment: str, legacy: str | None = None) -> Targets:
    return Targets(parse(environment, "--target"), legacy)


@pytest.mark.parametrize(
    ("code", "told", "asked"),
    [
        ("import keras", targets("2.15"), False),
        ("import keras", targets("2.21"), True),
        ("import keras", targets("2.15..2.21"), True),
        ("import keras", targets("2.21", "a.py:1"), True),  # the flag leaves it alone
        ("import tensorflow as tf\ntf.keras", targets("2.21", "a.py:1"), False),
        ("import tf_keras", targets("2.21", "a.py:1"), False),
        ("import tf_keras", targets("2.21"), True),  # a model that it is given may be one of Keras 3
        ("import tf_keras, keras", targets("2.21", "a.py:1"), True),
        ("from tensorflow.python import keras", targets("2.21"), True),
    ],
)
def test_rules_that_are_silent_on_what_a_file_runs_on_are_not_asked(
    code: str, told: Targets, asked: bool
) -> None:
    only_keras3 = rule(Name("fit"))
    only_keras3.keras3 = "error"
    text = f"{code}\nmodel.fit()\n"
    admitted = gate.by_triggers(gate.parse(text, "x.py"), [only_keras3], text, lambda: told)
    assert bool(admitted) is asked


@pytest.mark.parametrize(
    ("environment", "asked"),
    [("2.15", ["a", "c"]), ("2.21", ["a", "b"]), ("2.15..2.21", ["a", "b", "c"])],
)
def test_what_a_rule_looks_for_on_one_keras_only(environment: str, asked: list[str]) -> None:
    """A rule that speaks on both Kerases may have less to say on one of them."""
    both = rule(Either(Name("a"), OnKeras3(Name("b")), OnKeras2(Name("c"))))
    both.keras2 = both.keras3 = "error"
    found = []
    for name in ("a", "b", "c", "d"):
        text = f"import keras\n{name}\n"
        if gate.by_triggers(gate.parse(text, "x.py"), [both], text, lambda: targets(environment)):
            found.append(name)
    assert found == asked


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


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (Name("fit", "compile"), {"fit", "compile"}),
        (Api("keras.layers.Input", "tensorflow.function"), {"Input", "function"}),
        (Passed("Dense.units.0=float", ".input_shape.=number"), {"Dense", "input_shape"}),
        (Either(Name("fit"), Both(Name("compile"), Name("lr"))), {"fit", "compile"}),
        (Either(Name("fit"), Kerases("transformers")), None),
        (Kerases("transformers"), None),
    ],
)
def test_a_text_without_a_word_of_a_trigger_has_none_of_it(trigger: Trigger, words: set[str] | None) -> None:
    """The first step holds back no text that the second would let through."""
    assert trigger.needed() == words
    if words is not None:
        assert not trigger.may_be_in({"keras", "tensorflow", "model"})
