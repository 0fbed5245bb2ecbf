"""TFC723 variables-not-built."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.layers import Dense
class Net(Model):
    def __init__(self, units=1):
        super().__init__()
        self.units = 3
        self.out = Dense(units)
    def call(self, x):
        return self.out(x)
opt = keras.optimizers.Adam(0.1)
"""
STEP = """\
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(m(x))
opt.apply_gradients(zip(tape.gradient(loss, v), v))
"""
OWN = "class Own(Model):\n    def __init__(self, base=None):\n        super().__init__()\n"
CALL = "    def call(self, x):\n        return self.base(x)\nm = Own(unseen)\n"
READ = "v = m.trainable_variables\n"


def holder(kept: str, used: str, first: str = "", later: str = "", model: str = "Net()") -> str:
    """A class whose constructor keeps the list, and whose method uses it."""
    return (
        f"class T:\n    def __init__(self):\n        self.m = {model}\n{first}        {kept}\n{later}"
        f"    def step(self, x):\n        with tf.GradientTape() as tape:\n            loss = self.m(x)\n"
        f"        opt.apply_gradients(zip(tape.gradient(loss, {used}), {used}))\nT().step(1)\n"
    )


def given(calls: str, first: str = "") -> str:
    """A class whose constructor keeps the list of a model that it is given."""
    return (
        f"class T:\n    def __init__(self, m):\n        self.m = m\n{first}"
        f"        self.v = self.m.trainable_variables\n"
        f"    def step(self, x):\n        with tf.GradientTape() as tape:\n            loss = self.m(x)\n"
        f"        opt.apply_gradients(zip(tape.gradient(loss, self.v), self.v))\n{calls}\n"
    )


LIST = "self.m.trainable_variables"
FIRES = [
    f"m = Net()\n{READ}{STEP}",
    f"m = Net(4)\nm.compile(opt)\n{READ}{STEP}",
    f"m = Sequential([Dense(1)])\n{READ}{STEP}",
    f"m = Sequential()\nm.add(Dense(4))\nm.add(Dense(1))\nv = m.trainable_weights\n{STEP}",
    f"def make():\n    return Sequential([Dense(1)])\nm = make()\n{READ}{STEP}",
    f"m = Net()\nopt.build(m.trainable_variables)\n{STEP}",
    f"def train(x):\n    m = Net()\n    {READ}    {STEP.replace(chr(10), chr(10) + '    ')}",
    holder(f"self.v = {LIST}", "self.v"),
    holder(f"self.v = [{LIST}]", "self.v[0]"),
    holder(f"self.v = {{'m': {LIST}}}", "self.v['m']"),
    holder(f"self.v = {LIST}", "self.v", model="Sequential([Dense(1)])"),
    given("T(Net()).step(1)"),
    given("t = T(Net())\nfor x in y: t.step(x)\nt.m.summary()\nt.m.evaluate(x)"),
    given(
        "def main():\n    m = Sequential([Dense(n) for n in (4, 1)])\n    t = T(m)\n    t.step(1)\n"
        "    m.fit(x)\nmain()"
    ),
]
SILENT = [
    # given by a caller
    given("m = Net()\nm(x)\nt = T(m)\nt.step(1)"),
    given("m = Net()\nt = T(m)\nt.step(1)\nu = T(m)\nu.step(1)"),
    given("m = Net()\nfor x in y:\n    t = T(m)\n    t.step(x)"),
    given("m = Net()\ndef fit(m): T(m).step(1)\nfit(m)\nfit(m)"),
    given("t = T(Net())\nu = T(make())\nt.step(1)\nu.step(1)"),
    given("T(Net()).step(1)", first="        self.m(tf.zeros((1, 3)))\n"),
    given("T(Net()).step(1)", first="        self.step(1)\n"),
    given("T(Net()).step(1)", first="        warm(self.m)\n"),
    # kept in an attribute
    holder(f"self.v = {LIST}", "self.v", first="        self.m(Input((3,)))\n"),
    holder(f"self.v = {LIST}", "self.v", first="        self.m.build((None, 3))\n"),
    holder(f"self.v = {LIST}", "self.v", first="        self.step(1)\n"),
    holder(f"self.v = {LIST}", "self.v", first="        warm(self.m)\n"),
    holder(f"self.v = {LIST}", "self.v", later=f"    def again(self):\n        self.v = {LIST}\n"),
    holder(f"self.v = {LIST}", "self.m.trainable_variables"),
    holder(f"self.v = {LIST}", "self.w"),
    holder(f"self.v = [1, {LIST}]", "self.v[0]"),
    holder(f"self.v = {{'m': {LIST}}}", "self.v['n']"),
    holder(f"self.v = {{'m': {LIST}}}", "self.v[name]"),
    holder(f"self.v = len({LIST})", "self.v"),
    holder(f"self.v = {LIST}", "self.v", model="Sequential([Input((3,)), Dense(1)])"),
    holder(f"self.v = {LIST}", "self.v", model="keras.models.load_model('a')"),
    holder(f"self.v = {LIST}", "self.v", model="unseen"),
    # something may build it first
    f"m = Net()\nm(x)\n{READ}{STEP}",
    f"m = Net()\nm.build((None, 3))\n{READ}{STEP}",
    f"m = Net()\nm.predict(x)\n{READ}{STEP}",
    f"m = Net()\nm.load_weights('a')\n{READ}{STEP}",
    f"m = Net()\nwarm(m)\n{READ}{STEP}",
    f"m = Net()\ntf.train.Checkpoint(m=m).restore('a')\n{READ}{STEP}",
    f"m = Sequential([Input((3,)), Dense(1)])\n{READ}{STEP}",
    f"m = Sequential([Dense(1, input_shape=(3,))])\n{READ}{STEP}",
    f"i = Input((3,))\nm = Model(i, Dense(1)(i))\n{READ}{STEP}",
    f"m = keras.applications.VGG16()\n{READ}{STEP}",
    f"m = keras.models.load_model('a')\n{READ}{STEP}",
    f"m = Sequential([keras.applications.VGG16(), Dense(1)])\n{READ}{STEP}",
    f"m = Sequential([layers.Embedding(9, 4), Dense(1)])\n{READ}{STEP}",
    f"m = Sequential([unseen, Dense(1)])\n{READ}{STEP}",
    f"m = Sequential(parts)\n{READ}{STEP}",
    # in an order that is not known
    f"m = Net()\nfor x in data:\n    {READ}    {STEP.replace(chr(10), chr(10) + '    ')}",
    "m = Net()\ndef step(x):\n    with tf.GradientTape() as t:\n        y = m(x)\n"
    "    g = t.gradient(y, m.trainable_variables)\n    opt.apply_gradients(zip(g, m.trainable_variables))\n",
    f"m = Net()\nif restore:\n    m(x)\n{READ}{STEP}",
    f"def run(m):\n    {READ}    {STEP.replace(chr(10), chr(10) + '    ')}",
    f"m = Net() if new else keras.models.load_model('a')\n{READ}{STEP}",
    # the list is only looked at
    "m = Net()\nprint(len(m.trainable_variables))\nopt.apply_gradients(g)",
    f"m = Net()\nprint(m.trainable_variables)\ny = m(x)\n{READ}{STEP}",
    f"m = Net()\nold = m.trainable_variables\ny = m(x)\n{READ}{STEP}",
    # classes with variables of their own
    f"{OWN}        self.w = tf.Variable(1.0)\n{CALL}{READ}{STEP}",
    f"{OWN}        self.w = self.add_weight(shape=())\n{CALL}{READ}{STEP}",
    f"{OWN}        self.base = base\n{CALL}{READ}{STEP}",
    f"{OWN}        self.base = keras.applications.VGG16()\n{CALL}{READ}{STEP}",
    f"{OWN}        self.base = Sequential([Input((3,)), Dense(3)])\n{CALL}{READ}{STEP}",
    f"{OWN}        self.base = layers.Embedding(9, 4)\n{CALL}{READ}{STEP}",
    f"{OWN}        self.parts = [Dense(n) for n in sizes]\n{CALL}{READ}{STEP}",
    f"{OWN}        self.base = Dense(3)\n        self(Input((3,)))\n{CALL}{READ}{STEP}",
    f"class Own(Net):\n    pass\nm = Own()\n{READ}{STEP}",
    f"class Own(tf.Module):\n    def call(self, x):\n        return x\nm = Own()\n{READ}{STEP}",
    # expected
    f"m = Net()\ntry:\n    {READ}except ValueError:\n    v = []\n{STEP}",
]  # fmt: skip


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    for target in ("keras2", "keras3"):
        (found,) = lint(HEAD + code, target, "TFC723")
        assert found.endswith("error")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC723") == []


def test_messages() -> None:
    (found,) = findings(HEAD + FIRES[0], "both", "TFC723")
    assert found.message == (
        "m.trainable_variables is read before the model has variables: "
        "Keras 2 (TensorFlow 2.15) gives an empty list, and nothing is trained, without a word; "
        "Keras 3 (TensorFlow 2.21) gives an empty list, and the optimizer raises ValueError"
    )
    (found,) = findings(HEAD + FIRES[2], "keras2", "TFC723")
    assert found.message.endswith("Keras 2 raises ValueError: the weights have not yet been created")


SAVED = [
    "m = Net()\nm.save_weights('a.weights.h5')",
    "m = Sequential([Dense(1)])\nm.compile('sgd', 'mse')\nm.save_weights('a.weights.h5')\nm.fit(x, y)",
]
SAVED_BUILT = [
    "m = Net()\nm.fit(x, y)\nm.save_weights('a.weights.h5')",
    "m = Net()\nm(x)\nm.save_weights('a.weights.h5')",
    "m = Net()\nm.build((None, 3))\nm.save_weights('a.weights.h5')",
    "m = Sequential([Input((3,)), Dense(1)])\nm.save_weights('a.weights.h5')",
    "m = Sequential([Dense(1, input_shape=(3,))])\nm.save_weights('a.weights.h5')",
    "m = Sequential([Dense(1, input_dim=3)])\nm.save_weights('a.weights.h5')",
    "m = Net()\ntrain(m)\nm.save_weights('a.weights.h5')",
    "m = Net()\nm.load_weights('b.ckpt')\nm.save_weights('a.weights.h5')",
    "m = Net()\ntry:\n    m.save_weights('a.weights.h5')\nexcept ValueError:\n    pass",
    "m = unseen()\nm.save_weights('a.weights.h5')",
    "m = keras.Model(a, b)\nm.save_weights('a.weights.h5')",
    "def save(m):\n    m.save_weights('a.weights.h5')\nm = Net()\nm.fit(x, y)\nsave(m)",
]


@pytest.mark.parametrize("code", SAVED)
def test_weights_that_are_saved_before_there_are_any(code: str) -> None:
    assert len(lint(HEAD + code, only="TFC723")) == 1


@pytest.mark.parametrize("code", SAVED_BUILT)
def test_weights_of_a_model_that_may_be_built(code: str) -> None:
    assert lint(HEAD + code, only="TFC723") == []


DEFERRED = "m = Sequential([Dense(4), Dense(1)])\n"
LOADED = [
    "m = Net()\nm.load_weights('b.weights.h5')\nm.save_weights('a.weights.h5')",  # and saved nothing
    "m = Net()\nm.load_weights('a.weights.h5')",
    "m = Net()\nm.load_weights('a.h5')",
    "m = Net()\nm.load_weights(filepath='a.hdf5')",
    DEFERRED + "m.load_weights('a.weights.h5')",
    DEFERRED + "m.compile('sgd', 'mse')\nm.load_weights('a.keras')\nm.fit(x, y)",
    DEFERRED + "PATH = f'{name}.weights.h5'\nm.load_weights(PATH)",
    "def make():\n    m = Sequential([Dense(4)])\n    m.load_weights('a.weights.h5')\n    return m",
    "def make():\n    return Net()\nm = make()\nm.load_weights('a.weights.h5')\nm.predict(x)",
]
LOADED_BUILT = [
    DEFERRED + "m.load_weights('a.ckpt')",  # Keras 2 waits, and on Keras 3 TFC504 speaks
    DEFERRED + "m.load_weights('a')",
    DEFERRED + "m.load_weights(path)",
    DEFERRED + "m.load_weights(tf.train.latest_checkpoint('a'))",
    DEFERRED + "m.load_weights('a.h5', by_name=True)",
    DEFERRED + "m.load_weights('a.h5', **more)",
    DEFERRED + "m(x)\nm.load_weights('a.weights.h5')",
    DEFERRED + "m.build((None, 3))\nm.load_weights('a.weights.h5')",
    DEFERRED + "m.fit(x, y)\nm.load_weights('a.weights.h5')",
    DEFERRED + "m.predict(x)\nm.load_weights('a.weights.h5')",
    DEFERRED + "warm(m)\nm.load_weights('a.weights.h5')",
    DEFERRED + "for n in range(2):\n    m.fit(x, y)\n    m.load_weights('a.weights.h5')",
    DEFERRED + "try:\n    m.load_weights('a.weights.h5')\nexcept ValueError:\n    pass",
    DEFERRED + "if os.path.exists('a.h5' + '.index'):\n    m.load_weights('a.h5')",
    DEFERRED + "with pytest.raises(ValueError):\n    m.load_weights('a.weights.h5')",
    "m = Sequential([Input((3,)), Dense(1)])\nm.load_weights('a.weights.h5')",
    "m = Sequential([Dense(1, input_shape=(3,))])\nm.load_weights('a.weights.h5')",
    "m = Sequential([layers.Embedding(9, 4), Dense(1)])\nm.load_weights('a.weights.h5')",
    "m = Sequential([unseen(), Dense(1)])\nm.load_weights('a.weights.h5')",
    "m = keras.applications.ResNet50()\nm.load_weights('a.weights.h5')",
    "m = unseen()\nm.load_weights('a.weights.h5')",
    f"{OWN}        self.base = base\n{CALL}m.load_weights('a.weights.h5')",
    "class B(Model):\n    def __init__(self):\n        super().__init__()\n        self.out = Dense(1)\n"
    "        self.build((None, 3))\n    def call(self, x):\n        return self.out(x)\nm = B()\n"
    "m.load_weights('a.weights.h5')",
]


@pytest.mark.parametrize("code", LOADED)
def test_weights_that_are_loaded_before_there_are_any(code: str) -> None:
    for target in ("keras2", "keras3", "2.16"):
        (found,) = lint(HEAD + code, target, only="TFC723")
        assert found.endswith("error")
    assert fix(HEAD + code, only="TFC723", unsafe=True) == HEAD + code


@pytest.mark.parametrize("code", LOADED_BUILT)
def test_weights_that_are_loaded_when_there_may_be_some(code: str) -> None:
    assert lint(HEAD + code, "both", only="TFC723") == []


def test_the_model_is_called_before_its_weights_are_loaded() -> None:
    code = "x = tf.zeros((8, 3))\n" + DEFERRED + "{}m.load_weights('a.weights.h5')\nm.fit(x, y)"
    before, after = HEAD + code.format(""), HEAD + code.format("m(x[:1])\n")
    assert fix(before, only="TFC723") == before
    assert fix(before, only="TFC723", unsafe=True) == after


@pytest.mark.parametrize(("target", "expected"), [("2.10", 0), ("keras2", 0), ("both", 0), ("keras3", 1)])
def test_an_embedding_has_its_variables_at_once_on_keras_2(target: str, expected: int) -> None:
    layers = "keras.layers.Embedding(9, 4), keras.layers.LSTM(3)"
    code = f"from tensorflow import keras\nm = keras.Sequential([{layers}])\nm.load_weights('a.h5')\n"
    assert len(lint(code, target, "TFC723")) == expected
