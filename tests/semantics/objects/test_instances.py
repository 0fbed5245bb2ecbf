"""What an expression provably is, and calls of methods on it."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families

HEAD = """\
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from keras.layers import Dense
from keras.models import Model, Sequential
"""


def shown(code: str) -> tuple[Module, cst.BaseExpression]:
    """The module *code*, and the argument of its call ``show(…)``."""
    facts = module(HEAD + dedent(code))
    (call,) = (
        node for node in facts.facts.calls if isinstance(node.func, cst.Name) and node.func.value == "show"
    )
    return facts, call.args[0].value


# Code with one show(…), and the class of what is shown.
KNOWN = [
    ("show(Sequential([Dense(1)]))", "keras.Sequential"),
    ("show(tf.keras.Sequential())", "keras.Sequential"),
    ("show(Model(a, b))", "keras.Model"),
    ("show(tf.keras.models.Model(a, b))", "keras.Model"),
    ("show(keras.models.load_model('a'))", "keras.Model"),
    ("show(keras.models.model_from_json(x))", "keras.Model"),
    ("show(keras.models.clone_model(x))", "keras.Model"),
    ("show(Model.from_config(x))", "keras.Model"),
    ("show(keras.applications.ResNet50())", "keras.applications.ResNet50"),
    ("from keras.engine.training import Model as M\nshow(M(a, b))", "keras.Model"),
    ("show(keras.optimizers.Adam(1e-3))", "keras.optimizers.Adam"),
    ("show(tf.optimizers.Adam(1e-3))", "keras.optimizers.Adam"),
    ("show(keras.metrics.Mean())", "keras.metrics.Mean"),
    ("show(layers.LSTM(3))", "keras.layers.LSTM"),
    ("show(keras.callbacks.EarlyStopping())", "keras.callbacks.EarlyStopping"),
    ("show(tf.train.Checkpoint(a=b))", "tensorflow.train.Checkpoint"),
    ("show(tf.train.CheckpointManager(a, b, 3))", "tensorflow.train.CheckpointManager"),
    ("import tensorflow_addons as tfa\nshow(tfa.metrics.F1Score(3))", "tensorflow_addons.metrics.F1Score"),
    ("def build(*a):\n    return a[0]\nshow(build(Sequential()))", "keras.Sequential"),
    # Through variables, branches and conditions.
    ("m = Sequential()\nshow(m)", "keras.Sequential"),
    ("if t:\n    m = Sequential()\nelse:\n    m = Model(a, b)\nshow(m)", "keras.Model"),
    ("m = Sequential() if t else Model(a, b)\nshow(m)", "keras.Model"),
    ("m = None\nif t:\n    m = Sequential()\nshow(m)", "keras.Sequential"),
    ("m = x = Sequential()\nshow(x)", "keras.Sequential"),
    ("show((m := Sequential()))", "keras.Sequential"),
    ("m = old or Sequential()\nold = None\nshow(keras.metrics.AUC())", "keras.metrics.AUC"),
    ("a, b = Sequential(), keras.metrics.Mean()\nshow(b)", "keras.metrics.Mean"),
    ("with strategy.scope():\n    m = Sequential()\nshow(m)", "keras.Sequential"),
    ("with tf.GradientTape() as tape:\n    show(tape)", "tensorflow.GradientTape"),
    ("m = keras.metrics.Mean() if t else keras.metrics.AUC()\nshow(m)", "keras.metrics.Metric"),
    # Through functions of the module.
    ("def build():\n    m = Sequential()\n    m.compile()\n    return m\nshow(build())", "keras.Sequential"),
    ("def build(m):\n    return m\nshow(build(Sequential()))", "keras.Sequential"),
    (
        "def build():\n    if t:\n        return Sequential()\n    return Model(a, b)\nshow(build())",
        "keras.Model",
    ),
    ("def build():\n    return Sequential(), 3\nm, n = build()\nshow(m)", "keras.Sequential"),
    ("def build(n):\n    return build(n - 1) if n else Sequential()\nshow(build(3))", "keras.Sequential"),
    ("m = Sequential()\nfor i in n:\n    m = m if t else Model(a, b)\nshow(m)", "keras.Model"),
    ("m = Sequential()\ndef train():\n    show(m)", "keras.Sequential"),
    # Attributes.
    (
        "class T:\n    def __init__(self):\n        self.m = Sequential()\n"
        "    def fit(self):\n        show(self.m)",
        "keras.Sequential",
    ),
    (
        "class T:\n    def __init__(self):\n        self.m = None\n        self.m = self.build()\n"
        "    def build(self):\n        return Sequential()\n    def fit(self):\n        show(self.m)",
        "keras.Sequential",
    ),
    (
        "class T:\n    def __init__(self):\n        self.n, self.m = self.build()\n"
        "    def build(self):\n        return 3, Sequential()\n    def fit(self):\n        show(self.m)",
        "keras.Sequential",
    ),
    (
        "class T:\n    def __init__(self):\n        self.ms = {'a': keras.metrics.Mean()}\n"
        "        self.ms['b'] = keras.metrics.Mean()\n    def reset(self):\n"
        "        for m in self.ms.values():\n            show(m)",
        "keras.metrics.Mean",
    ),
    ("class C(keras.callbacks.Callback):\n    def f(self):\n        show(self.model)", "keras.Model"),
    (
        "class C(keras.callbacks.Callback):\n    def f(self):\n        show(self.model.optimizer)",
        "keras.optimizers.Optimizer",
    ),
    ("m = Sequential()\nshow(m.optimizer)", "keras.optimizers.Optimizer"),
    ("m = Sequential()\nshow(m.layers[-1])", "keras.layers.Layer"),
    ("m = Sequential()\nshow(m.get_layer('a'))", "keras.layers.Layer"),
    # Classes of the module.
    ("class Net(Model):\n    pass\nshow(Net())", "keras.Model"),
    ("class Net(Model):\n    pass\nclass Big(Net):\n    pass\nshow(Big())", "keras.Model"),
    ("class Net(Model):\n    def f(self):\n        show(self)", "keras.Model"),
    ("class Net(Model):\n    def f(self):\n        show(super())", "keras.Model"),
    ("class F1(keras.metrics.Mean):\n    pass\nshow(F1())", "keras.metrics.Mean"),
    ("@keras.saving.register_keras_serializable()\nclass Net(Model):\n    pass\nshow(Net())", "keras.Model"),
    ("class M(unknown, keras.Model):\n    pass\nshow(M())", "keras.Model"),
    # Annotations; more in test_model_evidence.py.
    ("def f(m: Model):\n    show(m)", "keras.Model"),
    # Elements of containers.
    ("for m in [keras.metrics.Mean(), keras.metrics.Mean()]:\n    show(m)", "keras.metrics.Mean"),
    (
        "a = keras.metrics.Mean()\nb = keras.metrics.AUC()\nfor m in (a, b):\n    show(m)",
        "keras.metrics.Metric",
    ),
    ("ms = []\nms.append(keras.metrics.Mean())\nfor m in ms:\n    show(m)", "keras.metrics.Mean"),
    ("ms = {'a': keras.metrics.Mean()}\nfor m in ms.values():\n    show(m)", "keras.metrics.Mean"),
    ("ms = {'a': keras.metrics.Mean()}\nfor k, m in ms.items():\n    show(m)", "keras.metrics.Mean"),
    ("ms = {'a': keras.metrics.Mean(), 'b': 3}\nshow(ms['a'])", "keras.metrics.Mean"),
    ("ms = dict(a=keras.metrics.Mean())\nshow(ms['a'])", "keras.metrics.Mean"),
    ("ms = [keras.metrics.Mean() for n in names]\nshow(ms[0])", "keras.metrics.Mean"),
    ("ms = {n: keras.metrics.Mean() for n in names}\nshow(ms[x])", "keras.metrics.Mean"),
    ("ms = [keras.metrics.Mean(), keras.metrics.AUC()]\n[show(m) for m in ms]", "keras.metrics.Metric"),
    ("m = Sequential()\nfor x in m.metrics:\n    show(x)", "keras.metrics.Metric"),
    ("m = Sequential()\nfor i, x in enumerate(m.layers):\n    show(x)", "keras.layers.Layer"),
    ("m = Sequential()\nfor x in m.layers[:-3]:\n    show(x)", "keras.layers.Layer"),
    ("m = Sequential()\nfor i, x in zip(y, reversed(m.layers)):\n    show(x)", "keras.layers.Layer"),
    ("for m in [keras.metrics.Mean()] + [keras.metrics.Mean()]:\n    show(m)", "keras.metrics.Mean"),
]

UNKNOWN = [
    "show(x)",
    "show(3)",
    "show(make())",
    "show(other.Sequential())",
    "show(keras.Input((3,)))",
    "show(layers.Input((3,)))",
    "show(Dense(3)(x))",
    "m = Sequential()\nshow(m(x))",
    "show(Sequential)",
    "show(layers.add([a, b]))",
    "show(None)",
    "def f(m):\n    show(m)\nf(Sequential())\nf(x)",
    "def f(m):\n    show(m)\nf(Sequential())\ng(f)",
    "def f(m=Sequential()):\n    show(m)",
    "m = Sequential()\nif t:\n    m = wrap(m)\nshow(m)",
    "m = Sequential() if t else x\nshow(m)",
    "m = Sequential() if t else keras.metrics.Mean()\nshow(m)",
    "m = x or Sequential()\nshow(m)",
    "m = Sequential()\nm += 1\nshow(m)",
    "for m in models:\n    show(m)",
    "for m in [Sequential(), x]:\n    show(m)",
    "for m in Sequential():\n    show(m)",
    "ms = [Sequential()]\nms.append(x)\nshow(ms[1])",
    "if t:\n    ms = [Sequential()]\nelse:\n    ms = []\nms.append(x)\nfor m in ms:\n    show(m)",
    "ms = [Sequential()]\nms.extend(x)\nfor m in ms:\n    show(m)",
    "ms = {'a': Sequential()}\nms[x] = y\nshow(ms['a'])",
    "ms = {'a': Sequential()}\nshow(ms['b'])",
    "ms = [Sequential()]\nshow(ms[3])",
    "ms = {'a': Sequential()}\nfor m in ms:\n    show(m)",
    "ms = {'a': Sequential()}\nfor k, m in ms.items():\n    show(k)",
    "ms = {n: Sequential() for n in x}\nfor m in ms:\n    show(m)",
    "ms = {'a': Sequential()}\nfor m in list(ms):\n    show(m)",
    "m, n = Sequential()\nshow(m)",
    "def build():\n    yield Sequential()\nshow(build())",
    "@wraps\ndef build():\n    return Sequential()\nshow(build())",
    "async def build():\n    return Sequential()\nshow(build())",
    "def build():\n    return Sequential()\ndef build():\n    return 3\nshow(build())",
    "def build():\n    if t:\n        return Sequential()\n    return x\nshow(build())",
    "def build(*a):\n    return a[1]\nshow(build(Sequential()))",
    "def build(*a):\n    return a\nshow(build(Sequential()))",
    "class T:\n    def set(self, m):\n        self.m = m\n    def fit(self):\n        show(self.m)",
    "class T:\n    def fit(self):\n        show(self.m)",
    (
        "class T:\n    def __init__(self):\n        self.ms = [keras.metrics.Mean()]\n"
        "        self.ms.append(x)\n    def reset(self):\n        for m in self.ms:\n            show(m)"
    ),
    (
        "class T:\n    def __init__(self):\n        self.n, self.m = self.build()\n"
        "    def build(self):\n        return Sequential(), x\n    def fit(self):\n        show(self.m)"
    ),
    (
        "class T:\n    def __init__(self):\n        self.m = Sequential()\n    def fit(self):\n"
        "        show(self.m)\nt = T()\nt.m = x"
    ),
    "class T(Base):\n    def fit(self):\n        show(self)",
    "class Net(Base):\n    pass\nshow(Net())",
    "class Net:\n    pass\nshow(Net())",
    "class Net(Model):\n    def __new__(cls):\n        return 3\nshow(Net())",
    "@replaced\nclass Net(Model):\n    pass\nshow(Net())",
    "class Sequential:\n    pass\nshow(Sequential())",
    "class C(Base):\n    def f(self):\n        show(self.model)",
    "class C(keras.callbacks.Callback):\n    def __init__(self, m):\n        self.model = m\n"
    "    def f(self):\n        show(self.model)",
    "class Net(Model):\n    @property\n    def metrics(self):\n        return []\n"
    "n = Net()\nfor m in n.metrics:\n    show(m)",
    "import torch\nshow(torch.nn.Sequential())",
    "import tensorflow_addons as tfa\nshow(tfa.text.parse())",
    "with Sequential() as m:\n    show(m)",
    "global_model = Sequential()\ndef f():\n    global global_model\n    global_model = x\n"
    "def g():\n    show(global_model)",
    "del m\nshow(m)",
    "m = m\nshow(m)",
    "show(lambda: Sequential())",
    "show([Sequential()])",
]


@pytest.mark.parametrize(("code", "expected"), KNOWN)
def test_known(code: str, expected: str) -> None:
    facts, node = shown(code)
    assert facts.instance_of(node) == expected


@pytest.mark.parametrize("code", UNKNOWN)
def test_unknown(code: str) -> None:
    facts, node = shown(code)
    assert facts.instance_of(node) is None


def test_star_imports() -> None:
    facts = module("from keras.layers import *\nfrom keras.models import *\nm = Sequential()\nl = LSTM(3)\n")
    values = [facts.facts.module.bindings[name][0].value for name in ("m", "l")]
    made = [facts.instance_of(value) for value in values if value]
    assert made == ["keras.Sequential", "keras.layers.LSTM"]


FAMILIES = [
    ("keras.Sequential", ("keras.Model", "keras.layers.Layer"), ("keras.callbacks.Callback",)),
    ("keras.layers.LSTM", ("keras.layers.RNN", "keras.layers.Layer"), ("keras.Model",)),
    ("keras.layers.LSTMCell", ("keras.layers.Layer",), ("keras.layers.RNN",)),
    ("keras.applications.vgg16.VGG16", ("keras.Model",), ("keras.metrics.Metric",)),
    ("keras.optimizers.legacy.SGD", ("keras.optimizers.Optimizer",), ()),
    (
        "keras.optimizers.schedules.CosineDecay",
        ("keras.optimizers.schedules.LearningRateSchedule",),
        ("keras.optimizers.Optimizer",),
    ),
    ("tensorflow_addons.optimizers.AdamW", ("keras.optimizers.Optimizer",), ()),
    ("tensorflow.train.AdamOptimizer", ("tensorflow.train.Optimizer",), ("keras.optimizers.Optimizer",)),
    ("tensorflow.train.Checkpoint", (), ("tensorflow.train.Optimizer",)),
    ("tensorflow.distribute.MirroredStrategy", ("tensorflow.distribute.Strategy",), ()),
    ("keras.callbacks.CallbackList", (), ("keras.callbacks.Callback",)),
    ("keras.metrics.Metric", ("keras.metrics.Metric",), ()),
]


@pytest.mark.parametrize(("name", "inside", "outside"), FAMILIES)
def test_families(name: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert families.is_a(name, name)
    assert all(families.is_a(name, family) for family in inside)
    assert not any(families.is_a(name, family) for family in outside)


# Code, the family and methods, and each call with the class of its receiver.
CALLS = [
    ("m = Sequential()\nm.save('a')\nx.save('b')", "keras.Model", "save", ["keras.Sequential.save 'a'"]),
    ("m = Model(a, b)\nm.save(filepath='a')", "keras.Model", "save", ["keras.Model.save 'a'"]),
    ("m = Model(a, b)\nm.save(**{'filepath': 'a'})", "keras.Model", "save", ["keras.Model.save 'a'"]),
    ("m = Model(a, b)\nm.save(*x)", "keras.Model", "save", ["keras.Model.save open"]),
    ("Model(a, b).save('a')", "keras.Model", "save", ["keras.Model.save 'a'"]),
    ("m = keras.metrics.Mean()\nm.reset_states()", "keras.Model", "reset_states", []),
    ("class Net(Model):\n    pass\nNet().save('a')", "keras.Model", "save", ["keras.Model.save 'a'"]),
    ("class Net(Model):\n    def save(self, f):\n        pass\nNet().save('a')", "keras.Model", "save", []),
    ("class Net(Model, unknown):\n    pass\nNet().save('a')", "keras.Model", "save", []),
    (
        "class Net(Model):\n    def save(self, f):\n        super().save('a')",
        "keras.Model",
        "save",
        ["keras.Model.save 'a'"],
    ),
    (
        "class Net(Model):\n    def f(self):\n        self.save('a')",
        "keras.Model",
        "save",
        ["keras.Model.save 'a'"],
    ),
    (
        "class Net(Model):\n    def f(self):\n        self.save('a')\n"
        "class Big(Net):\n    def save(self, f):\n        pass",
        "keras.Model",
        "save",
        [],
    ),
]


@pytest.mark.parametrize(("code", "family", "method", "expected"), CALLS)
def test_calls_on(code: str, family: str, method: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    found = []
    for call, name in facts.calls_on(family, method):
        given = call.argument("filepath", position=0)
        assert call.name == f"{name}.{method}"
        found.append(f"{call.name} {facts.text(given.value) if given else 'open' if call.open else ''}")
    assert found == expected
