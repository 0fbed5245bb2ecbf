"""What models are made of: layers in order, and what is known of the outputs."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.models.architecture import Architecture, Architectures
from tflint_ckpt.semantics.models.outputs import Output

HEAD = """\
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Model, Sequential, layers
from keras.layers import Activation, Conv2D, Dense, Dropout, Flatten, LSTM
"""


def architectures(code: str, target: str = "keras3") -> tuple[Architecture, ...]:
    """What the receiver of the only ``compile`` in *code* is made of."""
    facts = module(HEAD + dedent(code), target)
    (call,) = (
        node
        for node in facts.facts.calls
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "compile"
    )
    return facts.fact(Architectures).of_receiver(call)


def layers(output: Output | None) -> str:
    if output is None:
        return "?"
    names = [layer.name or layer.application or "?" for layer in output.chain.layers]
    return f"{output.chain.start.name} {' '.join(names)}".rstrip()


HANDING = (
    "class Net(Model):\n    def __init__(self, units=1, **kwargs):\n        super().__init__(**kwargs)\n"
    "        self.out = Dense(units)\n    def call(self, x):\n        return self.out(x)\n"
)
"""A class that hands on what it is given by name."""
# Code that compiles one model, and the layers that lead to its outputs.
LAYERS = [
    # Sequential
    ("m = Sequential([Dense(4), Dense(1)])", "DEFERRED Dense Dense"),
    ("m = Sequential((Input((3,)), Dense(1)))", "INPUT Dense"),
    ("m = Sequential(layers=[layers.InputLayer((3,)), Dense(1)])", "INPUT Dense"),
    ("m = Sequential([Dense(4, input_shape=(3,)), Dense(1)])", "INPUT Dense Dense"),
    ("m = Sequential([Dense(4, input_dim=3)])", "INPUT Dense"),
    ("m = Sequential()\nm.add(Dense(4))\nm.add(Activation('relu'))", "DEFERRED Dense Activation"),
    ("m = Sequential([Dense(4)], name='a')\nm.add(Dense(1))", "DEFERRED Dense Dense"),
    ("parts = [Dense(4)]\nparts.append(Dense(1))\nm = Sequential(parts)", "DEFERRED Dense Dense"),
    ("last = Dense(1)\nm = Sequential([Dense(4), last])", "DEFERRED Dense Dense"),
    ("m = Sequential([layers.Embedding(9, 4), LSTM(3)])", "DEFERRED Embedding LSTM"),
    ("m = Sequential([keras.applications.VGG16(), Dense(1)])", "OWN VGG16 Dense"),
    ("m = Sequential([thing, Dense(1)])", "UNKNOWN ? Dense"),
    # only the end is known
    ("m = Sequential([*stem, Dense(1)])", "UNKNOWN Dense"),
    ("m = Sequential(stem)\nm.add(Dense(1))", "UNKNOWN Dense"),
    ("m = Sequential()\nfor n in sizes:\n    m.add(Dense(n))\nm.add(Dense(1))", "SOME Dense"),
    ("m = Sequential()\nm.add(Dense(4))\nif deep:\n    m.add(Dense(4))\nm.add(Dense(1))", "SOME Dense"),
    ("def stem(m):\n    m.add(Dense(4))\nm = Sequential()\nstem(m)\nm.add(Dense(1))", "UNKNOWN Dense"),
    ("parts = [Dense(4)]\nfor n in s:\n    parts.append(Dense(n))\nm = Sequential(parts)", "SOME"),
    # in functions
    ("def make(n):\n    m = Sequential([Dense(n)])\n    return m\nm = make(3)", "DEFERRED Dense"),
    # functional
    ("i = Input((3,))\nx = Dense(4)(i)\nx = Dense(1)(x)\nm = Model(i, x)", "INPUT Dense Dense"),
    ("i = Input((3,))\nm = Model(inputs=i, outputs=[Dense(1)(i)])", "INPUT Dense"),
    ("i = Input((3,))\nm = Model(i, [Dense(1)(i), Flatten()(i)])", "INPUT Dense, INPUT Flatten"),
    ("i = Input((3,))\nm = Model(i, {'a': Dense(1)(i), 'b': Flatten()(i)})", "INPUT Dense, INPUT Flatten"),
    ("i = Input((3,))\no = [Dense(1)(i), Flatten()(i)]\nm = Model(i, o)", "INPUT Dense, INPUT Flatten"),
    ("i = Input((3,))\nx = layers.add([i, Dense(3)(i)])\nm = Model(i, Dense(1)(x))", "UNKNOWN Dense"),
    ("i = Input((3,))\nx = layers.Add()([i, i])\nm = Model(i, Dense(1)(x))", "SEVERAL Add Dense"),
    ("i = Input((3,))\nm = Model(i, Dense(1)(unseen(i)))", "UNKNOWN Dense"),
    ("i = Input((3,))\nm = Model(i, [Dense(1)(i), unseen(i)])", "INPUT Dense, ?"),
    ("i = x = Input((3,))\nfor n in s:\n    x = Dense(n)(x)\nm = Model(i, Dense(1)(x))", "UNKNOWN Dense"),
    (
        "def block(x, n):\n    x = Dense(n)(x)\n    return Dropout(0.5)(x)\n"
        "i = Input((3,))\nm = Model(i, Dense(1)(block(block(i, 4), 8)))",
        "INPUT Dense Dropout Dense Dropout Dense",
    ),
    (
        "def make(n):\n    i = Input((3,))\n    return Model(i, Dense(n)(i))\nm = make(2)",
        "INPUT Dense",
    ),
    (
        "b = keras.applications.ResNet50(include_top=False)\nm = Model(b.input, Dense(1)(b.output))",
        "OWN ResNet50 Dense",
    ),
    (
        "b = keras.applications.ResNet50(include_top=False)\ni = Input((9, 9, 3))\n"
        "m = Model(i, Dense(1)(b(i, training=False)))",
        "INPUT ResNet50 Dense",
    ),
    # subclasses
    (
        "class Net(Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.out = Dense(1)\n    def call(self, x):\n        return self.out(x)\nm = Net()",
        "UNKNOWN Dense",
    ),
    (f"{HANDING}m = Net()", "UNKNOWN Dense"),
    (f"{HANDING}m = Net(3, name='net')", "UNKNOWN Dense"),
    (HANDING.replace("**kwargs)\n        s", "name='n')\n        s") + "m = Net()", "UNKNOWN Dense"),
    ("m = keras.applications.VGG16(weights=None)", "OWN VGG16"),
]

# Code of whose model nothing is known.
UNKNOWN = [
    "m = keras.models.load_model('a')",
    "m = Sequential([Dense(1)])\nm.pop()",
    "m = Sequential([Dense(1)])\nm.layers.pop()",
    "m = Sequential([Dense(1)])\nfinish(m)",
    "m = Sequential.from_config(c)",
    "m = Sequential(**options)",
    "m = Model(*tensors)",
    "m = Model(i, o) if flag else unseen",
    "class Net(Sequential): pass\nm = Net()",
    "class Net(Model): pass\nm = Net()",
    "class Net(Base):\n    def call(self, x):\n        return Dense(1)(x)\nm = Net()",
    "class Net(Model):\n    def __init__(self, i, o):\n        super().__init__(i, o)\n"
    "    def call(self, x):\n        return Dense(1)(x)\nm = Net()",
    f"{HANDING}m = Net(inputs=i, outputs=o)",
    f"{HANDING}m = Net(3, **options)",
    f"{HANDING}m = Net(*options)",
    HANDING.replace("__init__(**", "__init__(*units, **") + "m = Net()",
    HANDING.replace("__init__(**kwargs", "__init__(inputs=units, outputs=units") + "m = Net()",
    "import torch\nm = torch.nn.Sequential(torch.nn.Linear(1, 1))",
]


@pytest.mark.parametrize(("code", "expected"), LAYERS)
def test_layers(code: str, expected: str) -> None:
    (found,) = architectures(f"{code}\nm.compile('sgd', 'mse')")
    assert ", ".join(map(layers, found.outputs or ())) == expected


@pytest.mark.parametrize("code", UNKNOWN)
def test_unknown(code: str) -> None:
    assert architectures(f"{code}\nm.compile('sgd', 'mse')") == ()


# The layers of a Sequential, with the activation, the units and the rank of its output.
OUTPUTS = [
    ("Dense(3)", "linear 3 None"),
    ("Input((4,)), Dense(3)", "linear 3 2"),
    ("Dense(3, 'softmax')", "softmax 3 None"),
    ("Dense(3, activation=tf.nn.softmax)", "softmax 3 None"),
    ("Dense(3, activation=keras.activations.sigmoid)", "sigmoid 3 None"),
    ("Dense(3, activation=None)", "linear 3 None"),
    ("Dense(3, activation=unseen)", "None 3 None"),
    ("Dense(unseen, activation='relu')", "relu None None"),
    ("Dense(3, **options)", "None None None"),
    ("Dense(3), Activation('softmax')", "softmax 3 None"),
    ("Dense(3, activation='tanh'), Activation('linear')", "tanh 3 None"),
    ("Dense(3), layers.Softmax()", "softmax 3 None"),
    ("Dense(6, activation='softmax'), layers.Reshape((2, 3))", "softmax None 3"),
    ("Dense(3), layers.BatchNormalization()", "None 3 None"),
    ("Dense(3), layers.Lambda(f)", "None None None"),
    ("Conv2D(8, 3), Flatten(), Dense(2)", "linear 2 2"),
    ("Conv2D(8, 3, activation='relu')", "relu 8 4"),
    ("Conv2D(8, 3, data_format='channels_first')", "linear None 4"),
    ("LSTM(4), Dense(2)", "linear 2 2"),
    ("LSTM(4, return_sequences=True), Dense(2)", "linear 2 3"),
    ("LSTM(4, return_sequences=flag), Dense(2)", "linear 2 None"),
    ("layers.Bidirectional(LSTM(4)), Dense(2)", "linear 2 2"),
    ("layers.TimeDistributed(Dense(2, activation='softmax'))", "softmax 2 None"),
    ("LSTM(4, return_sequences=True), layers.TimeDistributed(Dense(2))", "linear 2 3"),
    ("layers.TimeDistributed(Flatten()), Dense(2)", "linear 2 3"),
    ("layers.GlobalAveragePooling2D(), Dense(2)", "linear 2 2"),
    ("layers.GlobalAveragePooling2D(keepdims=True), Dense(2)", "linear 2 None"),
    ("Input((5,)), layers.Embedding(9, 4)", "None None 3"),
    ("Dense(3, input_shape=(5, 4))", "linear 3 3"),
    ("Input(shape), Dense(3)", "linear 3 None"),
    ("keras.applications.VGG16()", "softmax 1000 2"),
    ("keras.applications.VGG16(classes=7, classifier_activation=None)", "linear 7 2"),
    ("keras.applications.VGG16(include_top=False), Dense(2)", "linear 2 4"),
    ("keras.applications.VGG16(False, pooling='avg'), Dense(2)", "linear 2 2"),
    ("keras.applications.VGG16(include_top=top), Dense(2)", "linear 2 None"),
    ("Sequential([Input((4,)), Dense(3)]), Activation('softmax')", "softmax 3 2"),
    ("Input((4,)), Sequential([Dense(3, activation='softmax')])", "softmax 3 None"),
    ("Dense(3), unseen", "None None None"),
]


@pytest.mark.parametrize(("code", "expected"), OUTPUTS)
def test_outputs(code: str, expected: str) -> None:
    (found,) = architectures(f"m = Sequential([{code}])\nm.compile('sgd', 'mse')")
    assert found.output is not None
    assert f"{found.output.activation} {found.output.units} {found.output.rank}" == expected


def test_what_comes_later_does_not_count() -> None:
    code = "m = Sequential([Dense(3)])\nm.compile('sgd', 'mse')\nm.add(Activation('softmax'))\nfinish(m)"
    (found,) = architectures(code)
    assert found.output is not None
    assert found.output.activation == "linear"


def test_inside_a_function_that_hands_it_out() -> None:
    code = "def make():\n    m = Sequential([Dense(3)])\n    m.compile('sgd', 'mse')\n    return m"
    (found,) = architectures(code)
    assert layers(found.output) == "DEFERRED Dense"


def test_frames_give_units() -> None:
    code = "def make(n):\n    return Sequential([Dense(n)])\nmake(2)\nm = make(5)\nm.compile('sgd', 'mse')"
    (found,) = architectures(code)
    assert found.output is not None
    assert found.output.units == 5


# Whether a model has its variables before it is called.
BUILT = [
    ("m = Sequential([Dense(1)])", False),
    ("m = Sequential([Input((3,)), Dense(1)])", True),
    ("m = Sequential([Dense(1, input_shape=(3,))])", True),
    ("m = Sequential([unseen, Dense(1)])", None),
    ("m = Sequential([keras.applications.VGG16(), Dense(1)])", None),
    ("m = Sequential([layers.Embedding(9, 4)])", False),
    ("i = Input((3,))\nm = Model(i, Dense(1)(i))", True),
    ("class Net(Model):\n    def call(self, x):\n        return self.out(x)\nm = Net()", False),
    (
        "class Net(Model):\n    def build(self, shape): pass\n"
        "    def call(self, x):\n        return x\nm = Net()",
        None,
    ),
]


@pytest.mark.parametrize(("code", "expected"), BUILT)
def test_built(code: str, expected: bool | None) -> None:
    (found,) = architectures(f"{code}\nm.compile('sgd', 'mse')")
    assert found.built is expected


def test_an_embedding_knows_its_shape_on_keras_2() -> None:
    code = "m = Sequential([layers.Embedding(9, 4)])\nm.compile('sgd', 'mse')"
    (found,) = architectures(code, "keras2")
    assert found.built is None
    assert ", ".join(map(layers, found.outputs or ())) == "UNKNOWN Embedding"
