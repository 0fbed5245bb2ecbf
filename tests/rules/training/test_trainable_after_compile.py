"""TFC701 trainable-after-compile."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
from tensorflow import keras
from tensorflow.keras.layers import BatchNormalization, Dense
base = keras.Sequential([Dense(4), Dense(4)])
"""
MODEL = "model = keras.Sequential([keras.Input((3,)), base, Dense(1)])\n"
COMPILE = "model.compile('adam', 'mse')\n"
FIT = "model.fit(x, y)\n"
FREEZE, FREE = "base.trainable = False\n", "base.trainable = True\n"
BEGUN = FREEZE + MODEL + COMPILE + FIT

# What stands after HEAD, and which line is reported.
ON_BOTH = [
    (BEGUN + FREE + FIT, 8),
    (BEGUN + "model.evaluate(x, y)\n" + FREE + "print(1)\n" + FIT, 9),
    (MODEL + COMPILE + FIT + FREEZE + FIT, 7),
    (BEGUN + FREE + "h = model.fit(x, y, epochs=5)\nmodel.save('m.keras')\n", 8),
    (MODEL + FREEZE + COMPILE + "model.train_on_batch(x, y)\n" + FREE + "model.train_on_batch(x, y)\n", 8),
    (
        "for layer in base.layers:\n    layer.trainable = False\n"
        + MODEL
        + COMPILE
        + FIT
        + "for layer in base.layers:\n    layer.trainable = True\n"
        + FIT,
        10,
    ),
    (
        MODEL + COMPILE + FIT + "for layer in model.layers:\n    layer.trainable = False\n" + FIT,
        8,
    ),
    (MODEL + COMPILE + FIT + "model.layers[0].trainable = False\n" + FIT, 7),
    (MODEL + COMPILE + FIT + "model.get_layer('d').trainable = False\n" + FIT, 7),
    (MODEL + COMPILE + FIT + "model.trainable = False\n" + FIT, 7),
    (
        "base.trainable = False\ni = keras.Input((3,))\nmodel = keras.Model(i, Dense(1)(base(i)))\n"
        + COMPILE
        + FIT
        + FREE
        + FIT,
        9,
    ),
    (
        "net = keras.applications.ResNet50(include_top=False)\nnet.trainable = False\ni = keras.Input((3,))\n"
        "h = net(i, training=False)\nh = keras.layers.Flatten()(h)\nmodel = keras.Model(i, Dense(1)(h))\n"
        + COMPILE
        + FIT
        + "net.trainable = True\n"
        + FIT,
        12,
    ),
    (
        "def run():\n    net = keras.Sequential()\n    net.compile('sgd', 'mse')\n    net.fit(x, y)\n"
        "    net.trainable = False\n    net.fit(x, y)\n",
        8,
    ),
    ("model = keras.Sequential()\nmodel.add(base)\n" + COMPILE + FIT + FREEZE + FIT, 8),
    (BEGUN + COMPILE + FIT + FREE + FIT, 10),
    # in functions and methods
    ("def main():\n    " + (BEGUN + FREE + FIT).replace("\n", "\n    ") + "\nmain()\n", 9),
    (BEGUN + "def tune():\n    base.trainable = True\ntune()\n" + FIT, 9),
    (
        "def make():\n    net = keras.applications.VGG16(include_top=False)\n    net.trainable = False\n"
        "    m = keras.Sequential([net, Dense(1)])\n    m.compile('adam', 'mse')\n    return m, net\n"
        "def free(net):\n    net.trainable = True\ndef train(m, n):\n    return m.fit(x, y, epochs=n)\n"
        "m, net = make()\ntrain(m, 1)\nfree(net)\ntrain(m, 5)\n",
        11,
    ),
    (
        "class T:\n    def __init__(self):\n        base.trainable = False\n"
        "        self.m = keras.Sequential([base, Dense(1)])\n        self.m.compile('adam', 'mse')\n"
        "    def head(self, x):\n        self.m.fit(x)\n"
        "    def tune(self, x):\n        base.trainable = True\n        self.m.fit(x)\n"
        "t = T()\nt.head(1)\nt.tune(1)\n",
        12,
    ),
    # a part of the layers
    (BEGUN + "for layer in base.layers[2:]:\n    layer.trainable = True\n" + FIT, 9),
    (
        MODEL
        + "model.layers[0].trainable = False\n"
        + COMPILE
        + FIT
        + "model.layers[0].trainable = True\n"
        + FIT,
        8,
    ),
    (
        "net = keras.applications.VGG16(include_top=False)\nfor layer in net.layers:\n"
        "    layer.trainable = False\nh = keras.layers.Flatten()(net.output)\n"
        "model = keras.Model(net.input, Dense(1)(h))\n"
        + COMPILE
        + FIT
        + "for layer in model.layers[:9]:\n    layer.trainable = False\n"
        "for layer in model.layers[9:]:\n    layer.trainable = True\n" + FIT,
        14,
    ),
]

ON_KERAS_2 = [
    (MODEL + COMPILE + FREEZE + FIT, 6),
    (FREEZE + MODEL + COMPILE + FREE + FIT, 7),
    (MODEL + COMPILE + "model.evaluate(x, y)\n" + FREEZE + FIT, 7),
    (MODEL + COMPILE + "model.layers[0].trainable = False\n" + FIT, 6),
]

SILENT = [
    BEGUN + FREE + COMPILE + FIT,
    BEGUN + FREE,
    BEGUN + FREE + "model.evaluate(x, y)\nmodel.save('m.keras')\n",
    FREEZE + MODEL + COMPILE + FIT + FIT,
    # what changes nothing
    MODEL + COMPILE + FIT + FREE + FIT,
    BEGUN + FREEZE + FIT,
    # not known which way, or whether
    BEGUN + "base.trainable = flag\n" + FIT,
    BEGUN + "if tune:\n    base.trainable = True\n    model.compile('sgd', 'mse')\n" + FIT,
    BEGUN + FREE + "if tune:\n    model.compile('sgd', 'mse')\n" + FIT,
    BEGUN + FREE + "compile_again(model)\n" + FIT,
    BEGUN + FREE + "trainer.prepare(model)\n" + FIT,
    # another model
    BEGUN + "other = keras.Sequential([Dense(1)])\nother.trainable = False\n" + FIT,
    BEGUN
    + FREE
    + "tuned = keras.Sequential([base, Dense(1)])\ntuned.compile('sgd', 'mse')\ntuned.fit(x, y)\n",
    BEGUN + "layer.trainable = True\n" + FIT,
    BEGUN + FREE + "model = build()\n" + FIT,
    # loops and functions
    FREEZE + MODEL + COMPILE + "for phase in range(2):\n    model.fit(x, y)\n    base.trainable = True\n",
    MODEL + COMPILE + "for step in range(9):\n    base.trainable = False\n    model.train_on_batch(x, y)\n"
    "    base.trainable = True\n    model.train_on_batch(x, y)\n",
    "def tune(model):\n    base.trainable = True\n    model.fit(x, y)\n",
    BEGUN + "def tune():\n    base.trainable = True\n    model.compile('sgd', 'mse')\ntune()\n" + FIT,
    BEGUN + "def tune():\n    base.trainable = True\n" + FIT,
    "def phase(on):\n    base.trainable = on\n    model.compile('sgd', 'mse')\n    model.fit(x, y)\n"
    + MODEL
    + "phase(False)\nphase(True)\n",
    MODEL
    + COMPILE
    + "def step():\n    base.trainable = False\n    model.fit(x, y)\n    base.trainable = True\n"
    "    model.fit(x, y)\nfor n in range(9):\n    step()\n",
    "class T:\n    def __init__(self):\n        base.trainable = False\n"
    "        self.m = keras.Sequential([base, Dense(1)])\n        self.again()\n"
    "    def again(self):\n        self.m.compile('adam', 'mse')\n"
    "    def head(self, x):\n        self.m.fit(x)\n"
    "    def tune(self, x):\n        base.trainable = True\n        self.again()\n        self.m.fit(x)\n"
    "t = T()\nt.head(1)\nt.tune(1)\n",
    # a part of what was so before, or not known to be otherwise
    BEGUN + "for layer in base.layers[:2]:\n    layer.trainable = False\n" + FIT,
    MODEL + COMPILE + FIT + "for layer in base.layers[2:]:\n    layer.trainable = True\n" + FIT,
    MODEL + COMPILE + FIT + "model.layers[0].trainable = True\n" + FIT,
    BEGUN + "for layer in base.layers[2:]:\n    layer.trainable = True\n" + COMPILE + FIT,
    # the model trains in its own way
    "class Net(keras.Model):\n    def train_step(self, data):\n        return {}\nmodel = Net()\n"
    + COMPILE
    + FIT
    + "model.trainable = False\n"
    + FIT,
    MODEL + "model.compile('adam', 'mse', run_eagerly=True)\n" + FIT + FREEZE + FIT,
    MODEL + "model.compile(**options)\n" + FIT + FREEZE + FIT,
    # variables of another kind
    "import tensorflow as tf\nv = tf.Variable(1.0, trainable=False)\n" + MODEL + COMPILE + FIT + FIT,
    "import torch\nbase.trainable = True\n" + MODEL,
]

GAN = """\
d = keras.Sequential([Dense(1)])
d.compile('adam', 'binary_crossentropy')
d.trainable = False
g = keras.Sequential([Dense(3)])
i = keras.Input((2,))
gan = keras.Model(i, d(g(i)))
gan.compile('adam', 'binary_crossentropy')
for step in range(100):
    d.train_on_batch(x, y)
    gan.train_on_batch(z, y)
"""


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("code", "line"), ON_BOTH)
def test_goes_on_as_before(code: str, line: int, target: str) -> None:
    (found,) = findings(HEAD + code, target, "TFC701")
    assert lint(HEAD + code, target, "TFC701") == [f"TFC701:{line} warning"]
    assert "ignores that until the model is compiled again" in found.message
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize(("code", "line"), ON_KERAS_2)
def test_keras_3_looks_when_it_is_first_trained(code: str, line: int) -> None:
    assert lint(HEAD + code, "keras2", "TFC701") == [f"TFC701:{line} warning"]
    assert lint(HEAD + code, "keras3", "TFC701") == [f"TFC701:{line} info"]
    (found,) = findings(HEAD + code, "both", "TFC701")
    assert [(one.keras, one.text) for one in found.effects] == [
        ("Keras 2", "ignores that until the model is compiled again"),
        ("Keras 3", "takes it, but only because nothing was trained in between"),
    ]
    assert found.fix is not None
    assert found.fix.title == "set it before model.compile, where every Keras takes it"


LIBRARY = """\
import zoo
model = zoo.Detector(backbone=zoo.Backbone.from_preset('m'))
"""
OPTIMIZED = "model.compile(optimizer=keras.optimizers.SGD(0.1), box_loss='ciou')\n"
PART = "model.backbone.trainable = True\n"


@pytest.mark.parametrize(
    "switch",
    [
        PART,
        "model.backbone.trainable = False\n",
        "model.trainable = True\n",
        "model.layers[0].trainable = True\n",
        "model.get_layer('stem').trainable = True\n",
        "for layer in model.backbone.layers:\n    layer.trainable = True\n",
    ],
)
def test_a_model_of_another_library(switch: str) -> None:
    """Whatever was trainable before: Keras 2 does not look again."""
    code = LIBRARY + OPTIMIZED + switch
    line = 6 + switch.count("\n")
    assert lint(HEAD + code + FIT, "keras2", "TFC701") == [f"TFC701:{line} warning"]
    assert lint(HEAD + code + FIT, "keras3", "TFC701") == [f"TFC701:{line} info"]


def test_a_model_of_another_library_that_was_trained_before() -> None:
    code = LIBRARY + OPTIMIZED + FIT + PART + FIT
    assert lint(HEAD + code, "both", "TFC701") == ["TFC701:8 warning"]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(
    "code",
    [
        LIBRARY + PART + OPTIMIZED + FIT,
        LIBRARY + OPTIMIZED + PART,
        LIBRARY + OPTIMIZED + PART + OPTIMIZED + FIT,
        LIBRARY + OPTIMIZED + FIT + PART + OPTIMIZED + FIT,
        LIBRARY + OPTIMIZED + PART + "prepare(model)\n" + FIT,
        LIBRARY + OPTIMIZED + PART + "zoo.set_trainable(model)\n" + FIT,
        LIBRARY + OPTIMIZED + "if tune:\n    model.backbone.trainable = True\n    model.recompile()\n",
        LIBRARY + OPTIMIZED + "model.backbone.trainable = tune\n" + FIT,
        # set again to what it was
        LIBRARY + PART + OPTIMIZED + PART + FIT,
        # another model
        LIBRARY + OPTIMIZED + "other = zoo.Detector()\nother.backbone.trainable = True\n" + FIT,
        LIBRARY + OPTIMIZED + "model = zoo.Detector()\n" + PART + FIT,
        # no sign of Keras, or one of something else
        LIBRARY + "model.compile('sgd', box_loss='ciou')\n" + PART + FIT,
        LIBRARY + "model.compile(optimizer=zoo.SGD(0.1))\n" + PART + FIT,
        "import torch\n" + LIBRARY + OPTIMIZED + PART + FIT,
        "from rl.agents import DQNAgent\n" + LIBRARY + OPTIMIZED + PART + FIT,
        # a class of the file may have its own way
        "class Net:\n    pass\nmodel = Net()\n" + OPTIMIZED + PART + FIT,
        "model = make()\n" + OPTIMIZED + PART + FIT,
    ],
)
def test_a_model_of_another_library_is_let_alone(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC701") == []


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC701") == []


def test_the_old_way_to_write_a_gan() -> None:
    (found,) = findings(HEAD + GAN, "keras3", "TFC701")
    assert found.severity.value == "error"
    assert found.message == (
        "d is frozen after its compile, and trained by itself: Keras 3 trains nothing of it, and only warns"
    )
    assert lint(HEAD + GAN, "keras2", "TFC701") == []


def advice(code: str) -> str:
    (found,) = findings(HEAD + code, "keras3", "TFC701")
    assert found.fix is not None
    return found.fix.title


ALONE = "set d.trainable to True before d is trained, to False after it"
EACH = f"{ALONE}, and give each model an optimizer of its own"


@pytest.mark.parametrize(
    ("made", "first", "second", "title"),
    [
        ("", "'adam'", "'adam'", ALONE),
        ("a, b = keras.optimizers.Adam(), keras.optimizers.Adam()\n", "a", "b", ALONE),
        ("", "keras.optimizers.Adam()", "keras.optimizers.Adam()", ALONE),
        ("def new():\n    return keras.optimizers.Adam()\n", "new()", "new()", ALONE),
        ("opt = 'adam'\n", "opt", "opt", ALONE),
        ("opt = keras.optimizers.Adam()\n", "opt", "opt", EACH),
        ("opt = keras.optimizers.Adam()\n", "optimizer=opt", "opt", EACH),
        ("opt = keras.optimizers.Adam()\nsame = opt\n", "opt", "same", EACH),
    ],
)
def test_each_model_of_a_gan_needs_an_optimizer(made: str, first: str, second: str, title: str) -> None:
    code = GAN.replace("d.compile('adam', 'binary", f"d.compile({first}, loss='binary")
    code = code.replace("gan.compile('adam', 'binary", f"gan.compile({second}, loss='binary")
    assert advice(made + code) == title


LOOP = "for layer in d.layers:\n    {}layer.trainable = False\n"


def test_a_gan_whose_layers_are_frozen_one_by_one() -> None:
    code = GAN.replace("d.trainable = False\n", LOOP.format(""))
    (found,) = findings(HEAD + code, "keras3", "TFC701")
    assert found.message.startswith("d is frozen after its compile, and trained by itself: Keras 3 trains ")
    assert advice(code) == "set trainable of each layer of d to True before d is trained, to False after it"


def test_a_gan_whose_normalization_goes_on() -> None:
    test = "if not isinstance(layer, BatchNormalization):\n        "
    code = GAN.replace("d.trainable = False\n", LOOP.format(test))
    (found,) = findings(HEAD + code, "keras3", "TFC701")
    assert found.message == (
        "all layers of d but BatchNormalization are frozen after its compile, and it is trained by itself: "
        "Keras 3 trains none of the frozen ones"
    )
    assert lint(HEAD + code, "keras2", "TFC701") == []


@pytest.mark.parametrize(
    "test",
    [
        "if isinstance(layer, Dense):\n        ",
        "if not isinstance(layer, Dense):\n        ",
        "if not isinstance(layer, (BatchNormalization, Dense)):\n        ",
        "if 'bn' not in layer.name:\n        ",
        "if layer is d.layers[-1]:\n        continue\n    ",
        "if layer is d.layers[-1]:\n        break\n    ",
    ],
)
def test_a_gan_some_of_whose_layers_are_frozen(test: str) -> None:
    code = GAN.replace("d.trainable = False\n", LOOP.format(test))
    assert lint(HEAD + code, "keras3", "TFC701") == []
    assert lint(HEAD + code, "keras2", "TFC701") == []


@pytest.mark.parametrize(
    ("test", "which"),
    [
        ("", "base is"),
        ("if layer.name.startswith('block5'):\n        ", "a part of base is"),
        (
            "if not isinstance(layer, BatchNormalization):\n        ",
            "base, but for its BatchNormalization, is",
        ),
    ],
)
def test_layers_that_are_set_free_late(test: str, which: str) -> None:
    code = BEGUN + f"for layer in base.layers:\n    {test}layer.trainable = True\n" + FIT
    (found,) = findings(HEAD + code, only="TFC701")
    assert found.message.startswith(f"{which} unfrozen after model.compile (line 6): ")


def test_message() -> None:
    (found,) = findings(HEAD + BEGUN + FREE + FIT, only="TFC701")
    assert found.message == (
        "base is unfrozen after model.compile (line 6): Keras ignores that until the model is compiled again"
    )
    assert found.fix is not None
    assert found.fix.title == "compile model again, with a new optimizer, before line 9 trains it"


PARTS = """\
from tensorflow import keras
from freezing import freeze, freeze_if
def make_base(name="base"):
    i = keras.Input((8, 8, 3))
    return keras.Model(i, keras.layers.Conv2D(4, 3)(i), name=name)
def make_head():
    i = keras.Input((6, 6, 4))
    return keras.Model(i, keras.layers.Flatten()(i), name="head")
"""
FREEZING = """\
def freeze(m):
    m.trainable = False
def freeze_if(m, flag=True):
    m.trainable = not flag
def unfreeze(m):
    m.trainable = True
def unfreeze_last(m, n):
    m.trainable = True
    for layer in m.layers[:-n]:
        layer.trainable = False
    for layer in m.layers:
        if isinstance(layer, BatchNormalization):
            layer.trainable = False
def unfreeze_layers(m, n):
    for layer in m.layers[-n:]:
        layer.trainable = True
def set_trainable(m, flag):
    m.trainable = flag
def maybe(m):
    if m.built:
        m.trainable = True
def back(m):
    m.trainable = True
    m.trainable = False
def look(m):
    return len(m.trainable_weights)
def again(m):
    m.compile("adam", "mse")
"""
MAKE = """\
from tensorflow import keras
from freezing import freeze, freeze_if
from parts import make_base, make_head
def build():
    base, head = make_base(), make_head()
    {}
    i = keras.Input((8, 8, 3))
    model = keras.Model(i, keras.layers.Dense(1)(head(base(i))))
    {}
    return model
def build_both():
    base, head = make_base(), make_head()
    freeze(base)
    i = keras.Input((8, 8, 3))
    model = keras.Model(i, keras.layers.Dense(1)(head(base(i))))
    model.compile("adam", "mse")
    return model, base, head
"""
FROZEN, COMPILED = "freeze(base)", 'model.compile("adam", "mse")'
TUNE = "from zoo import build, build_both\nfrom freezing import *\nimport freezing\nmodel = build()\n{}{}{}"
BASE = "model.get_layer('base')"


def in_files(freeze: str = FROZEN, compiled: str = COMPILED) -> dict[str, str]:
    package = "from zoo.making import build, build_both\n"
    files = {"parts": PARTS, "freezing": FREEZING, "zoo/__init__": package}
    return {**files, "zoo/making": MAKE.format(freeze, compiled)}


# What sets layers free after a training, and where that stands in another file.
FREED = [
    (f"unfreeze({BASE})\n", 6),
    (f"unfreeze(m={BASE})\n", 6),
    (f"freezing.unfreeze({BASE})\n", 6),
    (f"unfreeze_last({BASE}, 4)\n", 8),
    (f"unfreeze_last(n=4, m={BASE})\n", 8),
    (f"unfreeze_layers({BASE}, 4)\n", 16),
    (f"set_trainable({BASE}, True)\n", 18),
    ("unfreeze(model)\n", 6),
    (f"print(look(model))\nunfreeze({BASE})\nprint(look(model))\n", 6),
    (f"{BASE}.trainable = True\n", None),
    (f"for layer in {BASE}.layers[-2:]:\n    layer.trainable = True\n", None),
    ("model.trainable = True\n", None),
]
NOT_FREED = [
    (f"unfreeze({BASE})\n", in_files(freeze="pass")),
    (f"unfreeze({BASE})\n", in_files(freeze="freeze(head)")),
    (f"unfreeze({BASE})\n", in_files(freeze="freeze(base)\n    base.trainable = True")),
    (f"unfreeze({BASE})\n", in_files(freeze="if flag:\n        freeze(base)")),
    (f"unfreeze({BASE})\n", in_files(freeze="freeze_if(base, flag)")),
    (f"unfreeze({BASE})\n", in_files(freeze="freeze_if(base, False)")),
    (f"unfreeze({BASE})\n", in_files(freeze="pass", compiled=f"{COMPILED}\n    freeze(base)")),
    (f"unfreeze({BASE})\n", in_files(compiled="pass")),
    (f"unfreeze({BASE})\n", in_files(compiled=f"if flag:\n        {COMPILED}")),
    (f"unfreeze({BASE})\n", in_files(compiled="model.compile('adam', 'mse', run_eagerly=True)")),
    (f"unfreeze({BASE})\n", in_files(compiled=f"{COMPILED}\n    {COMPILED}")),
    ("unfreeze(model.get_layer('head'))\n", in_files()),
    ("unfreeze(model.get_layer('other'))\n", in_files()),
    ("unfreeze(model.get_layer(name))\n", in_files()),
    ("unfreeze(other.get_layer('base'))\n", in_files()),
    (f"unfreeze({BASE})\nmodel.compile('adam', 'mse')\n", in_files()),
    (f"unfreeze({BASE})\nagain(model)\n", in_files()),
    (f"unfreeze({BASE})\nunknown(model)\n", in_files()),
    (f"if flag:\n    model.compile('adam', 'mse')\nunfreeze({BASE})\n", in_files()),
    (f"freeze({BASE})\n", in_files()),
    (f"back({BASE})\n", in_files()),
    (f"maybe({BASE})\n", in_files()),
    (f"look({BASE})\n", in_files()),
    (f"set_trainable({BASE}, flag)\n", in_files()),
    (f"set_trainable({BASE}, False)\n", in_files()),
    (f"unfreeze({BASE})\nfreeze({BASE})\n", in_files()),
    (f"def unfreeze(m):\n    pass\nunfreeze({BASE})\n", in_files()),
    ("model = other()\nmodel.compile('adam', 'mse')\n", in_files()),
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("switch", "line"), FREED)
def test_compiled_in_another_file(switch: str, line: int | None, target: str) -> None:
    code = TUNE.format(FIT, switch, FIT).replace("import *", "import unfreeze, unfreeze_last, "
        "unfreeze_layers, set_trainable, look")  # fmt: skip
    (finding,) = findings(code, target, "TFC701", **in_files())
    assert "after model was compiled (zoo/making.py, line 9)" in finding.message
    place = f"is unfrozen (freezing.py, line {line}) after" if line is not None else "is unfrozen after"
    assert place in finding.message
    assert finding.severity.value == "warning"


@pytest.mark.parametrize(("switch", "files"), NOT_FREED)
def test_nobody_knows_that_it_was_compiled_before(switch: str, files: dict[str, str]) -> None:
    names = "freeze, unfreeze, unfreeze_last, set_trainable, look, maybe, back, again"
    code = TUNE.format(FIT, switch, FIT).replace("import *", f"import {names}")
    assert lint(code, only="TFC701", **files) == []


@pytest.mark.parametrize(
    ("switch", "found"),
    [
        ("base.trainable = True\n", 1),
        ("unfreeze(base)\n", 1),
        ("for layer in base.layers[-3:]:\n    layer.trainable = True\n", 1),
        ("head.trainable = True\n", 0),
        ("unfreeze(head)\n", 0),
        ("base.trainable = True\nmodel.compile('adam', 'mse')\n", 0),
        ("base.trainable = True\nunknown(model)\n", 0),
        ("base.trainable = True\nunknown(base)\n", 1),
    ],
)
def test_a_base_that_is_returned_beside_the_model(switch: str, found: int) -> None:
    head = "from zoo import build_both\nfrom freezing import unfreeze\nmodel, base, head = build_both()\n"
    assert len(lint(f"{head}{FIT}{switch}{FIT}", only="TFC701", **in_files())) == found


@pytest.mark.parametrize(
    ("switch", "found"),
    [
        ("freeze(base)\n", 1),
        ("unfreeze(base)\n", 0),
        ("set_trainable(base, False)\n", 1),
        ("look(base)\n", 0),
    ],
)
def test_frozen_by_another_file(switch: str, found: int) -> None:
    head = f"from freezing import freeze, unfreeze, set_trainable, look\n{HEAD}{MODEL}{COMPILE}"
    assert len(lint(f"{head}{FIT}{switch}{FIT}", only="TFC701", freezing=FREEZING)) == found


# What a function is given, here or in another file, and what of it is switched

SETTERS = """\
from tensorflow.keras.layers import BatchNormalization
def whole(net, on):
    net.trainable = on
def base(net, on):
    layer = net.get_layer("base")
    layer.trainable = on
def written(net, on=True):
    net.get_layer(name="base").trainable = on
def but_normalization(net, on, skip=True):
    inner = net.get_layer("base")
    inner.trainable = on
    if on and skip:
        for layer in inner.layers:
            if isinstance(layer, BatchNormalization):
                layer.trainable = False
    return net
def head(net, on):
    net.get_layer("head").trainable = on
def again(net):
    net.compile("adam", "mse")
"""
NAMED = """\
from tensorflow import keras
from tensorflow.keras.layers import Dense
def build():
    base = keras.Sequential([Dense(4)], name="base")
    return keras.Sequential([keras.Input((3,)), base, Dense(1, name="head")])
"""
IN_ORDER = (
    "model = build()\n{0}(model, False)\nmodel.compile('adam', 'mse')\nmodel.fit(x, y)\n{1}model.fit(x, y)\n"
)
IN_A_CLASS = """\
class Tuner:
    def __init__(self):
        self.model = build()
    def prepare(self, rate):
        self.model.compile(keras.optimizers.Adam(rate), "mse")
    def fit(self):
        return self.model.fit(x, y)
    def run(self):
        {0}(self.model, False)
        self.prepare(0.1)
        self.fit()
        {0}(self.model, True)
        self.fit()
Tuner().run()
"""


@pytest.mark.parametrize("code", [IN_ORDER.format("{0}", "{0}(model, on=True)\n"), IN_A_CLASS])
@pytest.mark.parametrize(
    ("setter", "which"),
    [
        ("whole", "model"),
        ("base", "model.get_layer('base')"),
        ("written", "model.get_layer('base')"),
        ("but_normalization", "a part of model.get_layer('base')"),
    ],
)
def test_a_function_is_given_the_model(code: str, setter: str, which: str) -> None:
    """In one file, or in two."""
    (finding,) = findings(NAMED + SETTERS + code.format(setter), only="TFC701")
    assert " is unfrozen after " in finding.message
    code = f"{NAMED}from setters import {setter}\n{code.format(setter)}"
    (finding,) = findings(code, only="TFC701", setters=SETTERS)
    assert finding.message.replace("self.", "").startswith(f"{which} is unfrozen (setters.py, line ")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("base", "again(model)\nbase(model, True)\nagain(model)\n"),
        ("base", "base(model, True)\nagain(model)\n"),
        ("base", "head(model, True)\n"),
        ("base", "base(model, False)\n"),
        ("base", "base(model, flag)\n"),
        ("base", "base(other, True)\n"),
        ("base", "base(model, True)\nunknown(model)\n"),
        ("head", "but_normalization(model, True)\n"),
    ],
)
def test_a_function_is_given_the_model_and_all_is_right(first: str, then: str) -> None:
    code = IN_ORDER.format(first, then)
    assert lint(NAMED + SETTERS + code, only="TFC701") == []
    names = "base, head, again, but_normalization"
    assert lint(f"{NAMED}from setters import {names}\n{code}", only="TFC701", setters=SETTERS) == []


def test_a_function_that_another_model_is_given_says_nothing_of_this_one() -> None:
    first = "other = build()\nwhole(other, False)\nmodel = build()\nmodel.compile('adam', 'mse')\n"
    code = f"{first}model.fit(x, y)\nwhole(model, True)\nmodel.fit(x, y)\n"
    assert lint(NAMED + SETTERS + code, only="TFC701") == []
    assert lint(f"{NAMED}from setters import whole\n{code}", only="TFC701", setters=SETTERS) == []


@pytest.mark.parametrize(
    ("frozen", "freed", "found"), [("[:n]", "[n:]", 0), ("[:n]", "[m:]", 1), ("[n:]", "[:n]", 0)]
)
def test_slices_of_the_layers(frozen: str, freed: str, found: int) -> None:
    """What was never frozen cannot be set free."""
    code = f"for layer in base.layers{frozen}:\n    layer.trainable = False\n{MODEL}{COMPILE}{FIT}"
    code += f"for layer in base.layers{freed}:\n    layer.trainable = True\n{FIT}"
    assert len(lint(HEAD + code, only="TFC701")) == found
