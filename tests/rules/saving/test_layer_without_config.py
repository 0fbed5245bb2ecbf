"""TFC516 layer-without-config."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
"""
LAYER = """
class Scale(layers.Layer):
    def __init__(self, factor{more}):
        super().__init__({given})
        self.factor = factor
    def call(self, inputs):
        return inputs * self.factor
"""
PLAIN = LAYER.format(more="", given="")
WITH_KEYWORDS = LAYER.format(more=", **kwargs", given="**kwargs")
WITH_CONFIG = PLAIN + "    def get_config(self):\n        return {'factor': self.factor}\n"
NET = """
class Net(Model):
    def __init__(self, units):
        super().__init__()
        self.last = layers.Dense(units)
    def call(self, inputs):
        return self.last(inputs)
"""
BUILD = """
def build():
    inputs = Input((4,))
    return Model(inputs, layers.Dense(1)(Scale({})(inputs)))
model = build()
model.compile("adam", "mse")
"""
OPTIONAL = """
class Net(Model):
    def __init__(self{taken}):
        super().__init__()
        self.last = layers.Dense(1)
    def call(self, inputs):
        return self.last(inputs)
model = Net({given})
model.save("m.keras")
"""
CHECKPOINT = "model.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint({})])\n"

FIRES = [
    PLAIN
    + "def scaled(x):\n    return Scale(2)(x)\n"
    + "def build():\n    i = Input((3,))\n    return Model(i, scaled(i))\nbuild().save('m.keras')",
    PLAIN + BUILD.format("0.5") + "model.save('m.keras')",
    PLAIN + BUILD.format("0.5") + "keras.models.save_model(model, 'm.h5')",
    PLAIN + BUILD.format("0.5") + CHECKPOINT.format("'m.keras', save_best_only=True"),
    PLAIN + BUILD.format("0.5") + CHECKPOINT.format("'m_{epoch}.keras'"),
    PLAIN + "model = Sequential([Scale(2.0), layers.Dense(1)])\nmodel.save('m.keras')",
    PLAIN.replace(", factor)", ")").replace("= factor", "= 2.0")
    + "model = Sequential([Scale(), layers.Dense(1)])\nmodel.save('m.keras')",
    WITH_KEYWORDS + BUILD.format("layers.Dense(2)") + "model.save('m.keras')",
    WITH_KEYWORDS + BUILD.format("tf.nn.relu") + "model.save('m.keras')",
    NET + "model = Net(4)\nmodel.compile('adam', 'mse')\nmodel.save('m.keras')",
    NET + "model = Net(4)\nmodel.compile('adam', 'mse')\n" + CHECKPOINT.format("'m.keras'"),
    OPTIONAL.format(taken=", name=None", given=""),
    OPTIONAL.format(taken=", units=1", given="2"),
    OPTIONAL.format(taken="", given=""),
    OPTIONAL.format(taken=", units, **kwargs", given="4"),
]

BESIDE = "aug = Scale(2)\nds = ds.map(lambda x, y: (aug(x), y))\n"
SILENT = [
    # layers beside the model
    PLAIN + BESIDE + "net = Sequential([Input((3,)), layers.Dense(1)])\nnet.save('m.keras')",
    PLAIN + BESIDE + "i = Input((3,))\nnet = Model(i, layers.Dense(1)(i))\nnet.save('m.keras')",
    PLAIN + "net = Sequential([Input((3,))])\nif t:\n    net.add(Scale(2))\nnet.save('m.keras')",
    # models that Keras makes again without an argument
    OPTIONAL.format(taken=", name=None, **kwargs", given=""),
    OPTIONAL.format(taken=", name=None, **kwargs", given="name='net'"),
    OPTIONAL.format(taken=", **kwargs", given=""),
    OPTIONAL.format(taken=", **kwargs", given="name='net'"),
    OPTIONAL.format(taken=", *args, **kwargs", given=""),
    OPTIONAL.format(taken=", name='net', trainable=True, dtype=None", given=""),
    OPTIONAL.format(taken=", units=1, **kwargs", given=""),
    OPTIONAL.format(taken=", units=1, **kwargs", given="2"),  # is loaded with one unit
    OPTIONAL.format(taken=", units=UNITS, **kwargs", given=""),
    # what is saved with its config, or needs none
    WITH_CONFIG + BUILD.format("0.5") + "model.save('m.keras')",
    WITH_KEYWORDS + BUILD.format("0.5") + "model.save('m.keras')",
    WITH_KEYWORDS + "FACTOR = 0.5\n" + BUILD.format("FACTOR") + "model.save('m.keras')",
    "class Scale(layers.Layer):\n    def call(self, x):\n        return x\n"
    + BUILD.format("")
    + "model.save('m.keras')",
    "class Scale(layers.Dense):\n    def __init__(self, units):\n        super().__init__(units)\n"
    + BUILD.format("3")
    + "model.save('m.keras')",
    NET + "    def get_config(self):\n        return {}\nmodel = Net(4)\nmodel.save('m.keras')",
    NET
    + "    @classmethod\n    def from_config(cls, config):\n        return cls(4)\nNet(4).save('m.keras')",
    # the weights only
    PLAIN + BUILD.format("0.5") + "model.save_weights('m.weights.h5')",
    PLAIN + BUILD.format("0.5") + CHECKPOINT.format("'m.weights.h5', save_weights_only=True"),
    NET + "model = Net(4)\nmodel.save_weights('m.weights.h5')",
    PLAIN + BUILD.format("0.5") + "model.save('m.keras')\nbuild().load_weights('m.keras')",
    PLAIN + BUILD.format("0.5") + "model.export('served')",
    # another path, or one out of sight
    PLAIN + BUILD.format("0.5") + "model.save('folder')",
    PLAIN + BUILD.format("0.5") + "model.save(path)",
    # another model
    PLAIN + BUILD.format("0.5") + "other = Sequential([layers.Dense(1)])\nother.save('m.keras')",
    PLAIN + BUILD.format("0.5"),
    PLAIN + "def train(model):\n    model.save('m.keras')",
    PLAIN + "a = Sequential([layers.Dense(1)])\nb = Sequential([Scale(2.0)])\na.save('m.keras')\n",
    # inside of a class, which makes it itself
    PLAIN + NET.replace("layers.Dense(units)", "Scale(units)") + "model = Net(4)\n",
    # expected
    NET + "model = Net(4)\ntry:\n    model.save('m.keras')\nexcept NotImplementedError:\n    pass",
    NET + "model = Net(4)\nwith pytest.raises(NotImplementedError):\n    model.save('m.keras')",
    # not of Keras
    "class Net:\n    def __init__(self, units):\n        self.units = units\nNet(4).save('m.keras')",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    [found] = lint(HEAD + code, only="TFC516")
    assert found == "TFC516:5 error"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC516") == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (FIRES[0], []),
        (FIRES[-1], []),
        (WITH_KEYWORDS + BUILD.format("layers.Dense(2)") + "model.save('m.keras')", ["TFC516:5 error"]),
    ],
)
def test_keras_2(code: str, expected: list[str]) -> None:
    assert lint(HEAD + code, "keras2", only="TFC516") == expected


TYPE_ERROR = "saves it, and load_model raises TypeError: its constructor"
REFUSED = "raises NotImplementedError when the model is saved, and leaves a file without a model"


@pytest.mark.parametrize(
    ("taken", "target", "expected"),
    [
        (", name=None", "keras3", f"{TYPE_ERROR} does not take trainable and dtype"),
        ("", "keras3", f"{TYPE_ERROR} does not take name, trainable and dtype"),
        (", units=1", "keras3", f"{TYPE_ERROR} does not take name, trainable and dtype"),
        (", units=UNITS", "keras3", "does not save it, or load_model cannot make it again"),
        (", act=tf.nn.relu", "keras3", REFUSED),
        (", units", "keras3", REFUSED),
        (", units", "2.16", f"{TYPE_ERROR} does not take name, trainable and dtype"),
        (", units, **kwargs", "keras3", REFUSED),
        (", units, **kwargs", "2.16", f"{TYPE_ERROR} is not given units"),
        (", name, **kwargs", "keras3", REFUSED),
    ],
)
def test_what_keras_does(taken: str, target: str, expected: str) -> None:
    [found] = findings(HEAD + OPTIONAL.format(taken=taken, given="name"), target, only="TFC516")
    assert found.message.endswith(expected)


def test_a_name_that_must_be_given() -> None:
    assert lint(HEAD + OPTIONAL.format(taken=", name, **kwargs", given="'n'"), "2.16", only="TFC516") == []


SCHEDULE = """
class Warm(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, width):
        self.width = width
    def __call__(self, step):
        return self.width / step
"""
FIT = "model.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint('m.keras')])\n"
COMPILE = "model = Sequential([layers.Dense(1)])\nmodel.compile(keras.optimizers.Adam(Warm(8)), 'mse')\n"
SCHEDULED = [
    COMPILE + "model.save('m.keras')",
    COMPILE + "model.save('m.h5')",
    COMPILE + "keras.models.save_model(model, 'm.keras')",
    COMPILE + FIT,
    COMPILE.replace("Adam(", "SGD(learning_rate=") + FIT,
    COMPILE.replace("compile(", "compile(loss='mae', optimizer=").replace(", 'mse'", "") + FIT,
    "keep = keras.callbacks.ModelCheckpoint('m.keras')\n" + COMPILE + "model.fit(x, y, callbacks=[keep])",
    "rate = Warm(width=8)\noptimizer = keras.optimizers.Adam(rate)\n"
    "model = Sequential([layers.Dense(1)])\nmodel.compile(optimizer, 'mse')\n" + FIT,
    "def train(path):\n    model = Sequential([layers.Dense(1)])\n"
    "    model.compile(keras.optimizers.Adam(Warm(8)))\n    model.save(path)\ntrain('m.keras')",
    "class Warmer(Warm):\n    pass\n" + COMPILE.replace("Warm(8)", "Warmer(8)") + FIT,
]
NOT_SCHEDULED = [
    COMPILE,
    COMPILE + "model.fit(x, y)\nmodel.save_weights('m.weights.h5')",
    COMPILE + FIT.replace("'m.keras'", "'m.weights.h5', save_weights_only=True"),
    COMPILE + "model.save('m.h5', include_optimizer=False)",
    COMPILE + "model.save(path)",
    COMPILE + "model.export('folder')",
    COMPILE + "model.compile('adam', 'mse')\nmodel.save('m.keras')",
    COMPILE + "other = Sequential([layers.Dense(1)])\nother.compile('adam')\nother.save('m.keras')",
    COMPILE + "try:\n    model.save('m.keras')\nexcept NotImplementedError:\n    pass",
    COMPILE.replace("\n", "\nmodel.save('m.keras')\n", 1),
    COMPILE.replace("Warm(8)", "Warm(8) if warm else 0.1") + FIT,
    COMPILE.replace("Warm(8)", "0.1") + FIT,
    COMPILE.replace("keras.optimizers.Adam(Warm(8))", "make(Warm(8))") + FIT,
    COMPILE + "optimizer = choose()\nmodel.compile(optimizer)\n" + FIT,
    "class Told(Warm):\n    def get_config(self):\n        return {}\n"
    + COMPILE.replace("Warm(", "Told(")
    + FIT,
    "class Mixed(Warm, Kept):\n    pass\n" + COMPILE.replace("Warm(", "Mixed(") + FIT,
]


@pytest.mark.parametrize("code", SCHEDULED)
@pytest.mark.parametrize("target", ["keras3", "keras2"])
def test_a_schedule_is_saved_with_the_optimizer(code: str, target: str) -> None:
    found = lint(HEAD + SCHEDULE + code, target, only="TFC516")
    assert [each.split()[1] for each in found] == ["error"]


@pytest.mark.parametrize("code", NOT_SCHEDULED)
def test_schedules_that_are_not_saved(code: str) -> None:
    assert lint(HEAD + SCHEDULE + code, only="TFC516") == []


def test_a_schedule_with_a_config() -> None:
    config = "    def get_config(self):\n        return {'width': self.width}\n"
    assert lint(HEAD + SCHEDULE + config + COMPILE + FIT, only="TFC516") == []


# A model that another file makes

FILES = {
    "parts": HEAD + WITH_KEYWORDS,
    "limits": "import numpy as np\nLEVELS = np.array([0.1, 0.5])\nPLAIN = [0.1, 0.5]\nPATH = 'm.keras'\n",
    "zoo/__init__": "from .nets import build\n",
}
NETS = f"""{HEAD}import numpy as np
from parts import Scale
from limits import LEVELS, PLAIN
def build(units=4):
    inputs = Input((4,))
    return Model(inputs, layers.Dense(units)(Scale({{}})(inputs)))
"""


def nets(given: str, **other: str) -> dict[str, str]:
    return {**FILES, "zoo/nets": NETS.format(given), **other}


IN_MAIN = "def main():\n    model = build(3)\n    model.fit(x, y)\n    model.save('m.keras')\nmain()\n"
SAVING = [
    f"from zoo import build\n{IN_MAIN}",
    f"from zoo.nets import build\n{IN_MAIN}".replace("'m.keras'", "filepath='m.keras'"),
    f"import zoo\n{IN_MAIN}".replace("build", "zoo.build"),
    f"from zoo import build\nfrom limits import PATH\n{IN_MAIN}".replace("'m.keras'", "PATH"),
    "from zoo import build\nclass Run:\n    def __init__(self):\n        self.model = build()\n"
    "    def end(self):\n        self.model.save('m.keras')\n",
    f"from zoo import build\n{HEAD}model = build()\n" + CHECKPOINT.format("'m.keras'"),
]


@pytest.mark.parametrize("code", SAVING)
@pytest.mark.parametrize("target", ["keras3", "keras2"])
@pytest.mark.parametrize(
    "given", ["LEVELS", "factor=LEVELS", "np.float32(2)", "layers.Dense(2)", "tf.nn.relu"]
)
def test_a_model_that_another_file_makes(code: str, target: str, given: str) -> None:
    (found,) = findings(code, target, "TFC516", **nets(given))
    assert found.message.startswith(
        "Scale (zoo/nets.py, line 9) has no get_config, and the model is saved whole"
    )
    assert code[found.start : found.end] in ("'m.keras'", "PATH")


@pytest.mark.parametrize(
    "given", ["2.0", "PLAIN", "LEVELS.tolist()", "np.sqrt(2.0)", "np.pi", "keras.backend.epsilon()"]
)
def test_numbers_are_saved(given: str) -> None:
    """A float64 of NumPy is a float; what a float32 or an array is given as is not saved."""
    assert lint(SAVING[0], only="TFC516", **nets(given)) == []
    here = HEAD + "import numpy as np\n" + WITH_KEYWORDS + BUILD.format(given) + "model.save('m.keras')"
    assert lint(here.replace("PLAIN", "[1, 2]"), only="TFC516") == []


def test_another_file_makes_a_model_that_is_saved_and_loaded() -> None:
    assert lint(SAVING[0], only="TFC516", **nets("LEVELS", parts=HEAD + WITH_CONFIG)) == []
    weights = SAVING[0].replace("save('m.keras')", "save_weights('m.weights.h5')")
    assert lint(weights, only="TFC516", **nets("LEVELS")) == []
    assert lint(SAVING[0].replace("build(3)", "other(3)"), only="TFC516", **nets("LEVELS")) == []


def test_a_class_of_another_file_is_the_model() -> None:
    code = "from nets import Net\nnet = Net(4)\nnet.fit(x, y)\nnet.save('m.keras')\n"
    (found,) = findings(code, only="TFC516", nets=HEAD + NET)
    assert found.message.startswith("Net (nets.py, line 5) has no get_config")
    config = NET + "    def get_config(self):\n        return {}\n"
    assert lint(code, only="TFC516", nets=HEAD + config) == []


GATES = """
import keras
from keras import layers
class Gate(layers.Layer):
    def __init__(self, units{taken}):
        super().__init__({given})
        self.d = layers.Dense(units)
    def call(self, x):
        return x * self.d(x)
class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.d = layers.Dense(units)
    def call(self, x):
        return self.d(x)
class Plain(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.d = layers.Dense(3)
    def call(self, x):
        return self.d(x)
def block(x):
    return Gate(4)(layers.Dense(4)(x))
def gated():
    i = keras.Input((3,))
    return keras.Model(i, layers.Dense(1)(block(i)))
def stacked():
    return keras.Sequential([keras.Input((3,)), Gate(3), layers.Dense(1)])
def bare():
    return keras.Sequential([keras.Input((3,)), layers.Dense(1)])
class Maker:
    def make(self):
        return gated()
"""
KEYWORDS = {"taken": ", **kwargs", "given": "**kwargs"}
BARE = {"taken": "", "given": ""}
# What another file gives a model by, how its layer is written, and whether it is found where it is saved.
MADE_ELSEWHERE = [
    ("m = gated()", BARE, True),
    ("m = stacked()", BARE, True),
    ("m = Net(4)", BARE, True),
    ("m = Maker().make()", BARE, True),
    ("m = stacked() if x else gated()", BARE, True),
    ("m = gated()", KEYWORDS, False),
    ("m = stacked()", KEYWORDS, False),
    ("m = bare()", BARE, False),
    ("m = Plain()", BARE, False),
    ("m = other()", BARE, False),
    ("m = keras.Sequential([other()])", BARE, False),
    ("m = stacked() if x else other()", BARE, False),
]


@pytest.mark.parametrize(("code", "written", "is_found"), MADE_ELSEWHERE)
def test_a_model_of_layers_of_another_file(code: str, written: dict[str, str], is_found: bool) -> None:
    made = f"import keras\nfrom nets import Maker, Net, Plain, bare, gated, stacked\n{code}\n"
    saved = lint(f"{made}m.save('a.keras')", only="TFC516", nets=GATES.format(**written))
    kept = f"{made}m.fit(x, callbacks=[keras.callbacks.ModelCheckpoint('a.keras')])"
    assert saved == (["TFC516:4 error"] if is_found else [])
    assert lint(kept, only="TFC516", nets=GATES.format(**written)) == saved
    weights_alone = f"{made}m.save_weights('a.weights.h5')"
    assert lint(weights_alone, only="TFC516", nets=GATES.format(**written)) == []


def test_the_message_about_a_layer_of_another_file() -> None:
    code = "import keras\nfrom nets import gated\nm = gated()\nm.save('a.keras')"
    (found,) = findings(code, "keras3", "TFC516", nets=GATES.format(**BARE))
    assert found.message.startswith(
        "Gate (nets.py, line 23) has no get_config, and the model is saved whole on line 4: Keras 3 saves "
    )
