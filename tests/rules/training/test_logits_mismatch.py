"""TFC702 logits-mismatch."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers, losses
from tensorflow.keras.layers import Activation, Dense, Softmax
"""

# Code that compiles m, without its last line.
SPARSE = "m.compile('adam', loss='sparse_categorical_crossentropy')"

FIRES = [
    ("m = Sequential([Dense(4), Dense(3)])", SPARSE),
    ("m = Sequential([Dense(4), Dense(3, activation='relu')])", SPARSE),
    ("m = Sequential([Dense(4), Dense(3, activation='linear')])", SPARSE),
    ("m = Sequential([Dense(3), Activation('linear')])", SPARSE),
    ("m = Sequential([Dense(12), layers.Reshape((4, 3))])", SPARSE),
    ("m = Sequential()\nm.add(Dense(4))\nm.add(Dense(3))", SPARSE),
    ("m = Sequential([layers.Conv2D(8, 3)])", SPARSE),
    ("m = Sequential([Dense(3)])", "m.compile('adam', 'categorical_crossentropy')"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', 'binary_crossentropy')"),
    ("m = Sequential([Dense(1, 'tanh')])", "m.compile('adam', 'binary_crossentropy')"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', losses.BinaryCrossentropy())"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', losses.BinaryCrossentropy(from_logits=False))"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', losses.binary_crossentropy)"),
    ("m = Sequential([Dense(1)])\nloss = losses.BinaryCrossentropy()", "m.compile('adam', loss)"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', ['binary_crossentropy'])"),
    ("m = Sequential([Dense(1)])", "m.compile(**{'optimizer': 'sgd', 'loss': 'binary_crossentropy'})"),
    ("i = Input((4,))\nx = Dense(4)(i)\nm = Model(i, Dense(3)(x))", SPARSE),
    ("def make(n):\n    i = Input((4,))\n    return Model(i, Dense(n)(i))\nm = make(3)", SPARSE),
    (
        "class Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.d = Dense(3)\n"
        "    def call(self, x):\n        return self.d(x)\nm = Net()",
        SPARSE,
    ),
    ("m = keras.applications.VGG16(classifier_activation=None)\nd = Dense", SPARSE),
    ("m = Sequential([Dense(3)])\nm.fit(x, y)\nprint(m(x))", SPARSE),
    # one of several losses
    ("m = Sequential([Dense(1)])", "m.compile('adam', 'binary_crossentropy' if p else 'mse')"),
    (
        "m = Sequential([Dense(1)])\nloss = mine() if p else losses.BinaryCrossentropy()",
        "m.compile('adam', loss)",
    ),
    ("def make(loss):\n    m = Sequential([Dense(1)])\n    m.compile('adam', loss)\n    return m\n"
     "m = make('mse')\nm = make('binary_crossentropy')", "p"),
    # the probabilities are those of another model
    ("m = Sequential([Dense(3)])\np = Sequential([m, Softmax()])\nm.fit(x, y)", SPARSE),
]

SILENT = [
    # What is added by another name of ``add``, and what is handed out before the last layer.
    ("m = Sequential([Dense(3)])\nadd = m.add\nadd(Softmax())", SPARSE),
    ("m = Sequential([Dense(3)])\nlist(map(m.add, [Softmax()]))", SPARSE),
    (
        "def build(top):\n    m = Sequential([Dense(3, 'softmax')])\n    if not top:\n        return m\n"
        "    m.add(Dense(5))\n    return m\nm = build(False)",
        SPARSE,
    ),
    ("m = Sequential([Dense(3, activation='softmax')])", SPARSE),
    ("m = Sequential([Dense(3, activation='sigmoid')])", SPARSE),
    ("m = Sequential([Dense(3, activation=tf.nn.softmax)])", SPARSE),
    ("m = Sequential([Dense(3), Activation('softmax')])", SPARSE),
    ("m = Sequential([Dense(3), Softmax()])", SPARSE),
    ("m = Sequential([Dense(12, 'softmax'), layers.Reshape((4, 3))])", SPARSE),
    ("m = Sequential([Dense(3), layers.Lambda(tf.nn.softmax)])", SPARSE),
    ("m = Sequential([Dense(3), layers.BatchNormalization()])", SPARSE),
    ("m = Sequential([Dense(3, activation=act)])", SPARSE),
    ("m = Sequential([Dense(3, **options)])", SPARSE),
    ("m = Sequential([Dense(4), last])", SPARSE),
    ("m = Sequential([Dense(3)])\nm.add(Softmax())", SPARSE),
    ("m = Sequential([Dense(3)])\nif probabilities:\n    m.add(Softmax())", SPARSE),
    ("m = Sequential([Dense(3)])\nfinish(m)", SPARSE),
    ("m = Sequential([Dense(3)]) if flag else unseen()", SPARSE),
    ("m = Sequential([Dense(3) if flag else Dense(3, 'softmax')])", SPARSE),
    # other losses
    ("m = Sequential([Dense(3)])", "m.compile('adam', 'mse')"),
    ("m = Sequential([Dense(3)])", "m.compile('adam')"),
    ("m = Sequential([Dense(3)])", "m.compile(loss=losses.SparseCategoricalCrossentropy(from_logits=True))"),
    ("m = Sequential([Dense(3)])", "m.compile('adam', losses.SparseCategoricalCrossentropy(from_logits=x))"),
    ("m = Sequential([Dense(3)])", "m.compile('adam', losses.SparseCategoricalCrossentropy(**options))"),
    ("m = Sequential([Dense(3)])", "m.compile('adam', losses.CategoricalCrossentropy(True))"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', lambda t, p: losses.binary_crossentropy(t, p, True))"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', mine)"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', 'hinge')"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', **options)"),
    ("def mse(t, p): pass\nm = Sequential([Dense(1)])", "m.compile('sgd', mse)"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', mine if p else 'mse')"),
    ("m = Sequential([Dense(1)])", "m.compile('adam', losses.BinaryCrossentropy(True) if p else 'mse')"),
    # one of several losses, and probabilities or not
    ("m = Sequential([Dense(1, None if p else 'sigmoid')])", "m.compile('adam', 'mse' if p else 'bce')"),
    ("m = Sequential([Dense(1)])\nif p:\n    m.add(Softmax())", "m.compile('adam', 'bce' if p else 'mse')"),
    (
        "def make(a, loss):\n    m = Sequential([Dense(1, a)])\n    m.compile('adam', loss)\n    return m\n"
        "m = make('sigmoid', 'bce')",
        "m = make(None, 'mse')",
    ),
    # softmax with from_logits=True is noticed by Keras
    (
        "m = Sequential([Dense(3, activation='softmax')])",
        "m.compile('adam', losses.SparseCategoricalCrossentropy(from_logits=True))",
    ),
    # the compiled model is the one with the probabilities
    ("b = Sequential([Dense(3)])\nm = Sequential([b, Softmax()])", SPARSE),
    ("i = Input((4,))\nx = Dense(3)(i)\nm = Model(i, Softmax()(x))", SPARSE),
    ("i = Input((4,))\nx = Dense(3)(i)\nm = Model(i, tf.nn.softmax(x))", SPARSE),
    ("m = Sequential([Dense(3)])\nm.layers[-1].activation = tf.nn.softmax", SPARSE),
    # several outputs
    ("i = Input((4,))\nm = Model(i, [Dense(3)(i), Dense(3)(i)])", SPARSE),
    # a class with a way of its own
    (
        "class Net(Model):\n    def train_step(self, data): pass\n    def __init__(self):\n"
        "        super().__init__()\n        self.d = Dense(3)\n"
        "    def call(self, x):\n        return self.d(x)\nm = Net()",
        SPARSE,
    ),
    (
        "class Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.d = Dense(3)\n"
        "    def call(self, x):\n        return tf.nn.softmax(self.d(x))\nm = Net()",
        SPARSE,
    ),
    # another library
    ("from mine import Sequential\nm = Sequential([Dense(3)])", SPARSE),
]  # fmt: skip


@pytest.mark.parametrize(("code", "compiled"), FIRES)
def test_fires(code: str, compiled: str) -> None:
    text = f"{HEAD}{code}\n{compiled}\nm.fit(x, y)\n"
    for target in ("keras2", "keras3"):
        (found,) = lint(text, target, "TFC702")
        assert found.endswith("warning")


@pytest.mark.parametrize(("code", "compiled"), SILENT)
def test_silent(code: str, compiled: str) -> None:
    assert lint(f"{HEAD}{code}\n{compiled}\nm.fit(x, y)\n", "both", "TFC702") == []


COMPILED = f"m = Sequential([Dense(3)])\n{SPARSE}\n"
BUILD = f"def build():\n    m = Sequential([Dense(3)])\n    {SPARSE}\n    return m\n"
NETWORKS = """
g = Sequential([Dense(3, activation='tanh')])
g.compile('adam', 'binary_crossentropy')
d = Sequential([Dense(1, activation='sigmoid')])
d.compile('adam', 'binary_crossentropy')
z = Input((3,))
combined = Model(z, d(g(z)))
combined.compile('adam', 'binary_crossentropy')
"""


@pytest.mark.parametrize(
    "code",
    [
        COMPILED + "m.fit(x, y)",
        COMPILED + "m.evaluate(x, y)",
        COMPILED + "for x, y in data:\n    m.train_on_batch(x, y)",
        COMPILED + "m.fit_generator(data)",
        BUILD + "m = build()\nm.fit(x, y)",
        BUILD + "def main():\n    build().fit(x, y)\nmain()",
        COMPILED + "def run(net):\n    net.fit(x, y)\nrun(m)",
        "class T:\n    def __init__(self):\n        self.m = Sequential([Dense(3)])\n        self."
        + SPARSE
        + "\n    def train(self):\n        self.m.fit(x, y)\nT().train()",
        NETWORKS.replace("'sigmoid'", "'tanh'").replace("combined.compile", "combined.summary")
        + "d.train_on_batch(x, y)",
    ],
)
def test_is_trained(code: str) -> None:
    assert len(lint(HEAD + code, "keras2", "TFC702")) == 1


@pytest.mark.parametrize(
    "code",
    [
        # the generator of a GAN is trained as a part of another model
        NETWORKS + "d.train_on_batch(x, y)\ncombined.train_on_batch(x, y)",
        NETWORKS + "combined.fit(x, y)\ng.predict(x)",
        NETWORKS + "for x in data:\n    fake = g(x)\n    combined.train_on_batch(x, y)\ng.save('g.h5')",
        # nobody is seen to train it
        COMPILED,
        COMPILED + "m.predict(x)",
        COMPILED + "m.summary()\nm.save('m.h5')",
        COMPILED + "m.load_weights('w.h5')\nm.predict(x)",
        COMPILED + "other = Sequential([Dense(3)])\nother.fit(x, y)",
        BUILD,
        BUILD + "build().summary()",
    ],
)
def test_is_not_trained(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC702") == []


def test_a_test_hardly_asks_how_well_a_model_is_trained() -> None:
    code = f"def test_fit(self):\n    m = Sequential([Dense(3)])\n    {SPARSE}\n    m.fit(x, y)\n"
    assert lint(HEAD + code, only="TFC702") == ["TFC702:7 info"]
    assert lint(HEAD + code.replace("test_fit", "train"), only="TFC702") == ["TFC702:7 warning"]


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ("m.evaluate(x, y)", "the loss that it reports means nothing"),
        ("m.test_on_batch(x, y)", "the loss that it reports means nothing"),
        ("m.fit(x, y)\nm.evaluate(x, y)", "the model trains badly without a word"),
    ],
)
def test_what_becomes_of_a_model_that_is_only_evaluated(calls: str, expected: str) -> None:
    (found,) = findings(f"{HEAD}m = Sequential([Dense(3)])\n{SPARSE}\n{calls}", only="TFC702")
    assert found.message.endswith(expected)


def test_message() -> None:
    (found,) = findings(f"{HEAD}m = Sequential([Dense(3)])\n{SPARSE}\nm.fit(x, y)", "keras3", "TFC702")
    assert found.message == (
        "sparse_categorical_crossentropy takes probabilities, and the last layer of the model (line 5) has "
        "no activation: Keras clips what is not between 0 and 1, and the model trains badly without a word"
    )
    assert found.fix is not None
    assert found.fix.title == (
        "use keras.losses.SparseCategoricalCrossentropy(from_logits=True), or give the last layer "
        'activation="softmax"'
    )


# Models that another file makes

ZOO = """\
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import Dense, Softmax
def small(classes):
    return Sequential([Input((4,)), Dense(classes)])
def large(classes, width=8):
    inputs = Input((4,))
    return Model(inputs, Dense(classes)(Dense(width)(inputs)))
def ending(classes, activation=None):
    return Sequential([Input((4,)), Dense(classes, activation=activation)])
def right(classes):
    return Sequential([Input((4,)), Dense(classes, activation="softmax")])
def later(classes):
    model = small(classes)
    model.add(Softmax())
    return model
class Net(Model):
    def __init__(self, classes):
        super().__init__()
        self.last = Dense(classes)
    def call(self, x):
        return self.last(x)
class Own(Net):
    def train_step(self, data):
        return {}
MODELS = {"small": small, "large": large}
def create(name, classes):
    return MODELS[name](classes)
def choose(name, classes):
    if name == "small":
        return small(classes)
    return large(classes)
def any_of(name, classes):
    return right(classes) if name == "right" else small(classes)
"""
ON = "from tensorflow import keras\nfrom keras.layers import Softmax\nimport zoo\nfrom zoo import *\n"
TRAINED = f"{SPARSE}\nm.fit(x, y)\n"
MADE_ELSEWHERE = [
    "m = small(3)\n",
    "m = zoo.large(3, width=9)\n",
    "m = create(name, 3)\n",
    "m = choose('large', 3)\n",
    "m = ending(3)\n",
    "def run(name, n):\n    return create(name, n)\nm = run('small', 3)\n",
    "m = large(3)\nm.summary()\nkeras.utils.plot_model(m)\n",
]
RIGHT_ELSEWHERE = [
    "m = right(3)\n",
    "m = later(3)\n",
    "m = Own(3)\n",
    "m = any_of(name, 3)\n",
    "m = ending(3, activation='softmax')\n",
    "m = ending(3, activation=a)\n",
    "m = small(3)\nm.add(Softmax())\n",
    "m = small(3)\nfinish(m)\n",
    "m = small(3)\nm.layers[-1].activation = keras.activations.softmax\n",
    "m = large(3)\nm.layers[-1].activation = keras.activations.softmax\n",
    "m = keras.Sequential([small(3), Softmax()])\n",
    "base = large(3)\nm = keras.Model(base.input, Softmax()(base.output))\n",
    "m = unknown(3)\n",
]


@pytest.mark.parametrize("code", MADE_ELSEWHERE)
def test_a_model_of_another_file(code: str) -> None:
    names = "small, large, ending, right, later, Net, Own, create, choose, any_of"
    head = ON.replace("*", names)
    (found,) = findings(f"{head}{code}{TRAINED}", only="TFC702", zoo=ZOO)
    assert "the last layer of the model (zoo.py, line " in found.message
    assert lint(f"{head}{code}{SPARSE}\n", only="TFC702", zoo=ZOO) == []


@pytest.mark.parametrize("code", RIGHT_ELSEWHERE)
def test_a_model_of_another_file_that_suits_the_loss(code: str) -> None:
    names = "small, large, ending, right, later, Net, Own, create, choose, any_of"
    assert lint(f"{ON.replace('*', names)}{code}{TRAINED}", only="TFC702", zoo=ZOO) == []


@pytest.mark.parametrize(
    "made",
    [
        "m = MODELS[name](3)",
        "m = MODELS.get(name)(3)",
        "m = MODELS.get(name, large)(3)",
        "build = MODELS[name]\nm = build(3)",
        "build = MODELS.get(name, small)\nm = build(classes=3)",
    ],
)
def test_a_model_out_of_a_dictionary(made: str) -> None:
    assert len(lint(f"{ZOO}{made}\n{TRAINED}", only="TFC702")) == 1
    silent = ZOO.replace('"large": large', '"right": right')
    assert lint(f"{silent}{made}\n{TRAINED}", only="TFC702") == []
    changed = f"{ZOO}MODELS[other] = build_another\n{made}\n{TRAINED}"
    assert lint(changed, only="TFC702") == []
