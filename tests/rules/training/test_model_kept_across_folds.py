"""TFC731 model-kept-across-folds."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
from tensorflow import keras
import tensorflow as tf
import numpy as np
from sklearn.model_selection import *
from sklearn.model_selection import KFold, StratifiedKFold, GroupKFold, RepeatedKFold, TimeSeriesSplit
from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit
"""
BUILD = """\
def build():
    m = keras.Sequential([keras.layers.Dense(1)])
    m.compile("adam", "mse")
    return m
"""
MODEL = """\
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("adam", "mse")
"""
FIT = "    model.fit(x[train], y[train])\n"
TEST = "    model.evaluate(x[test], y[test])\n"
BODY = FIT + TEST
LOOP = "for train, test in KFold(5).split(x):\n"

OWN = """\
class Trial:
    def __init__(self):
        self.model = build()
    def run(self, x, y):
        for train, test in KFold(5).split(x):
            {}self.model.fit(x[train], y[train])
            self.model.evaluate(x[test], y[test])
    def again(self):
        {}
trial = Trial()
"""
"""A class that has the model, with what its loop does first, and what another method does."""
RUN = "trial.run(x, y)\n"

# What stands behind HEAD, and what the reported line begins with.
FIRING = [
    MODEL + LOOP + BODY,
    BUILD + "model = build()\n" + LOOP + BODY,
    MODEL + "folds = KFold(n_splits=5, shuffle=True)\nfor train, test in folds.split(x, y):\n" + BODY,
    MODEL + "for n, (train, test) in enumerate(StratifiedKFold(n_splits=n).split(x, y)):\n" + BODY,
    MODEL + "for n, (train, test) in enumerate(list(RepeatedKFold().split(x)), 1):\n" + BODY,
    MODEL + "splits = list(GroupKFold(3).split(x, y, groups))\nfor train, test in splits:\n" + BODY,
    MODEL + "for train, test in ShuffleSplit(10).split(x):\n" + BODY,
    MODEL + "s = StratifiedShuffleSplit(test_size=0.2)\nfor train, test in s.split(x, y):\n" + BODY,
    MODEL + "import sklearn.model_selection as ms\nfor train, test in ms.KFold(4).split(x):\n" + BODY,
    MODEL + "from tqdm import tqdm\nfor train, test in tqdm(KFold(4).split(x)):\n" + BODY,
    # tested in other ways
    MODEL + LOOP + FIT + "    p[test] = model.predict(x[test])\n",
    MODEL + LOOP + "    model.fit(x[train], y[train], validation_data=(x[test], y[test]))\n",
    MODEL + LOOP + FIT + "    if verbose:\n        model.evaluate(x[test], y[test])\n",
    # rows by way of variables
    MODEL
    + LOOP
    + "    a, b = x[train], x[test]\n    c, d = y[train], y[test]\n    a = a / 255\n    model.fit(a, c)\n"
    + "    model.evaluate(b, d)\n",
    MODEL + LOOP + "    a = df.iloc[train].values\n    b = df.iloc[test]\n    model.fit(a, c)\n"
    "    model.predict(b)\n",
    MODEL + LOOP + "    data = tf.data.Dataset.from_tensor_slices((x[train], y[train])).batch(8)\n"
    "    model.fit(data, epochs=3)\n" + TEST,
    MODEL + LOOP + "    for e in range(9):\n        model.train_on_batch(x[train], y[train])\n" + TEST,
    # what gives no weights back
    MODEL + LOOP + "    model.compile('adam', 'mse')\n" + BODY,
    MODEL + LOOP + "    keras.backend.clear_session()\n" + BODY,
    MODEL + LOOP + BODY + "    model.save_weights('fold.weights.h5')\n    print(model.summary())\n",
    MODEL + LOOP + "    model.fit(x[train], y[train], callbacks=[keras.callbacks.EarlyStopping()])\n" + TEST,
    MODEL + "w = model.get_weights()\n" + LOOP + BODY,
    MODEL
    + "print(model.layers[0].name)\nfor layer in model.layers:\n    layer.trainable = True\n"
    + LOOP
    + BODY,
    MODEL + LOOP + "    tf.random.set_seed(1)\n" + BODY + "    p = model(x[test])\n",
    MODEL + LOOP + "    with tf.device('CPU'):\n        model.fit(x[train], y[train])\n" + TEST,
    MODEL + "s = np.zeros(3)\n" + LOOP + "    with open('log') as log:\n        log.write('fold')\n" + BODY,
    # data by other names of what the rows are of
    MODEL
    + LOOP
    + "    a = x[train]\n    a = np.concatenate([a, noise[train]])\n    model.fit(a, y)\n"
    + TEST,
    MODEL + LOOP + "    model.fit(take(x, train))\n    model.evaluate(take(x, test))\n",
    # in functions
    BUILD + "def validate(x, y):\n    model = build()\n    for train, test in KFold(5).split(x):\n"
    "        model.fit(x[train], y[train])\n"
    "        print(model.evaluate(x[test], y[test]))\n    return model\nvalidate(x, y)\n",
    BUILD + "def validate(model):\n    for train, test in KFold(5).split(x):\n"
    "        model.fit(x[train], y[train])\n"
    "        print(model.evaluate(x[test], y[test]))\nvalidate(build())\n",
    BUILD + "def one(model, a, b):\n    model.fit(a, y)\n    return model.evaluate(b, z)\n"
    "net = build()\nfor train, test in KFold(5).split(x):\n    one(net, x[train], x[test])\n",
    BUILD + "for n in (8, 16):\n    model = build()\n    for train, test in KFold(5).split(x):\n"
    "        model.fit(x[train], y[train])\n        model.evaluate(x[test], y[test])\n",
    BUILD + OWN.format("", "pass") + RUN,
    BUILD + OWN.format("self.again(); ", "print(self.model.name)") + RUN,
    BUILD + OWN.format("self.again(); ", "super(Trial, self).again()") + RUN,
    BUILD + OWN.format("self.model.compile('adam'); ", "self.other = build()") + RUN,
    BUILD + "class Trial:\n    def run(self, x):\n        self.net = build()\n"
    "        for train, test in KFold(5).split(x):\n            self.one(x[train], x[test])\n"
    "    def one(self, a, b):\n        self.net.fit(a)\n        self.net.evaluate(b)\nTrial().run(x)\n",
    # functional models, one of the file's own, one that is loaded
    "i = keras.Input((3,))\n"
    "model = keras.Model(i, keras.layers.Dense(1)(i))\nmodel.compile('adam')\n" + LOOP + BODY,
    "class Net(keras.Model):\n    def call(self, x):\n        return x\nmodel = Net()\n"
    "model.compile('adam')\n" + LOOP + BODY,
    "model = keras.models.load_model('m.keras')\n" + LOOP + BODY,
]

SILENT = [
    # another model in each pass
    BUILD + LOOP + "    model = build()\n" + BODY,
    BUILD + "model = build()\n" + LOOP + "    model = build()\n" + BODY,
    BUILD + "model = build()\n" + LOOP + BODY + "    model = build()\n",
    LOOP + "    model = keras.Sequential([keras.layers.Dense(1)])\n    model.compile('adam', 'mse')\n" + BODY,
    BUILD + "model = build()\n" + LOOP + "    if fresh:\n        model = build()\n" + BODY,
    MODEL + "first = model\n" + LOOP + "    model = keras.models.clone_model(first)\n"
    "    model.compile('adam')\n" + BODY,
    MODEL + "model.save('m.keras')\n" + LOOP + "    model = keras.models.load_model('m.keras')\n" + BODY,
    MODEL + LOOP + "    copy = keras.models.clone_model(model)\n    copy.fit(x[train])\n"
    "    copy.evaluate(x[test])\n",
    BUILD + "model = build()\ndef again():\n    global model\n"
    "    model = build()\n" + LOOP + "    again()\n" + BODY,
    BUILD + "models = [build() for _ in range(5)]\nfor n, (train, test) in enumerate(KFold(5).split(x)):\n"
    "    models[n].fit(x[train])\n    models[n].evaluate(x[test])\n",
    BUILD + "models = [build() for _ in range(5)]\n"
    "for (train, test), model in zip(KFold(5).split(x), models):\n" + BODY,
    BUILD + "models = [build() for _ in range(5)]\nfor n, (train, test) in enumerate(KFold(5).split(x)):\n"
    "    model = models[n]\n" + BODY,
    BUILD + "def one(a, b):\n    model = build()\n    model.fit(a, y)\n    return model.evaluate(b, z)\n"
    "for train, test in KFold(5).split(x):\n    one(x[train], x[test])\n",
    BUILD + "def one(a, b, model=None):\n    model = model or build()\n    model.fit(a, y)\n"
    "    return model.evaluate(b, z)\n"
    "for train, test in KFold(5).split(x):\n    one(x[train], x[test])\n",
    BUILD + "def one(model, a, b):\n    model.fit(a, y)\n    return model.evaluate(b, z)\n"
    "for train, test in KFold(5).split(x):\n    one(build(), x[train], x[test])\n",
    # its first weights
    MODEL + "w = model.get_weights()\n" + LOOP + "    model.set_weights(w)\n" + BODY,
    MODEL + "w = model.get_weights()\n" + LOOP + BODY + "    model.set_weights(w)\n",
    MODEL + "model.save_weights('w.h5')\n" + LOOP + "    model.load_weights('w.h5')\n" + BODY,
    MODEL + "def reset(m):\n    m.set_weights(w)\n" + LOOP + "    reset(model)\n" + BODY,
    MODEL + "def reset():\n    model.set_weights(w)\n" + LOOP + "    reset()\n" + BODY,
    MODEL + LOOP + "    for layer in model.layers:\n"
    "        layer.kernel.assign(layer.kernel_initializer(s))\n" + BODY,
    MODEL + LOOP + "    for layer in model.layers:\n        reset(layer)\n" + BODY,
    MODEL
    + "def reset(m):\n    for layer in m.layers:\n        again(layer)\n"
    + LOOP
    + "    reset(model)\n"
    + BODY,
    MODEL + LOOP + "    for w in model.trainable_weights:\n        w.assign(init(w.shape))\n" + BODY,
    MODEL + "c = tf.train.Checkpoint(model=model)\nc.save('c')\n" + LOOP + "    c.restore('c-1')\n" + BODY,
    MODEL + LOOP + "    getattr(model, 'set_weights')(w)\n" + BODY,
    MODEL + "from helpers import reset\n" + LOOP + "    reset(model)\n" + BODY,
    MODEL + "from helpers import Runner\nrunner = Runner(model)\n" + LOOP + "    runner.begin()\n" + BODY,
    MODEL + "class Runner:\n    def __init__(self, m):\n        self.m = m\n    def begin(self):\n"
    "        self.m.set_weights(w)\n" + "runner = Runner(model)\n" + LOOP + "    runner.begin()\n" + BODY,
    MODEL + "models = [model]\n" + LOOP + "    begin(models)\n" + BODY,
    "base = keras.layers.Dense(3)\nmodel = keras.Sequential([base])\nmodel.compile('adam')\n"
    + LOOP
    + "    base.set_weights(w)\n"
    + BODY,
    "class Net(keras.Sequential):\n    def fit(self, *a, **k):\n        self.again()\n"
    "        super().fit(*a, **k)\n"
    "model = Net([keras.layers.Dense(1)])\n" + LOOP + BODY,
    "class Net(keras.Sequential):\n    def again(self):\n        self.set_weights(w)\n"
    "model = Net([keras.layers.Dense(1)])\n" + LOOP + "    model.again()\n" + BODY,
    MODEL + "class Again(keras.callbacks.Callback):\n    def on_train_begin(self, logs=None):\n"
    "        again(self.model)\n" + LOOP + "    model.fit(x[train], y[train], callbacks=[Again()])\n" + TEST,
    MODEL + LOOP + "    model.fit(x[train], y[train], callbacks=callbacks)\n" + TEST,
    MODEL
    + "again = keras.callbacks.LambdaCallback(on_train_begin=lambda logs: model.set_weights(w))\n"
    + LOOP
    + "    model.fit(x[train], y[train], callbacks=[again])\n"
    + TEST,
    MODEL + LOOP + "    globals()['model'] = build()\n" + BODY,
    MODEL + LOOP + BODY + "    del model\n",
    MODEL + "reset = lambda: model.set_weights(w)\n" + LOOP + "    reset()\n" + BODY,
    MODEL + "reset = {'now': lambda: model.set_weights(w)}\n" + LOOP + "    reset['now']()\n" + BODY,
    MODEL
    + "hooks = []\nhooks.append(lambda: model.set_weights(w))\n"
    + LOOP
    + "    for hook in hooks:\n        hook()\n"
    + BODY,
    MODEL + "hooks = [model.set_weights]\n" + LOOP + "    for hook in hooks:\n        hook(w)\n" + BODY,
    MODEL
    + "from functools import partial\nreset = partial(model.set_weights, model.get_weights())\n"
    + LOOP
    + "    reset()\n"
    + BODY,
    MODEL + "from mine import later\nlater(model.layers)\n" + LOOP + "    later.begin()\n" + BODY,
    MODEL
    + "c = tf.train.Checkpoint(model=model)\nm = tf.train.CheckpointManager(c, 'c', 1)\nm.save()\n"
    + LOOP
    + "    m.restore_or_initialize()\n"
    + BODY,
    MODEL
    + "layers = model.layers\n"
    + LOOP
    + "    for layer in layers:\n        layer.build((None, 3))\n"
    + BODY,
    MODEL + "layers = model.layers\n" + LOOP + "    for layer in layers:\n"
    "        layer.load_own_variables(w)\n" + BODY,
    MODEL + "layers = model.layers\nclass Again:\n    def __enter__(self):\n        begin(layers)\n"
    "    def __exit__(self, *error):\n        pass\n"
    + LOOP
    + "    with Again():\n        print('again')\n"
    + BODY,
    MODEL
    + "layers = model.layers\nfrom mine import Again\nagain = Again(layers)\n"
    + LOOP
    + "    with again:\n        print('again')\n"
    + BODY,
    "from nets import model, reset\n" + LOOP + "    reset()\n" + BODY,
    # a model of an object
    BUILD + OWN.format("self.again(); ", "self.model = build()") + RUN,
    BUILD + OWN.format("self.model = build(); ", "pass") + RUN,
    BUILD
    + OWN.format("self.again(); ", "self.model = build()").replace("self.model = build()", "pass", 1)
    + RUN,
    BUILD + OWN.format("self.again(); ", "self.model.set_weights(w)") + RUN,
    BUILD + OWN.format("self.again(); ", "begin(self.model)") + RUN,
    BUILD + OWN.format("self.again(); ", "begin(self)") + RUN,
    BUILD + OWN.format("begin(self); ", "pass") + RUN,
    BUILD + OWN.format("self.again(); ", "setattr(self, 'model', build())") + RUN,
    BUILD + OWN.format("self.again(); ", "self.__dict__.update(model=build())") + RUN,
    BUILD + OWN.format("", "for self.model in models: pass") + RUN,
    BUILD + OWN.format("", "pass") + "trial.model = build()\n" + RUN,
    BUILD + OWN.format("self.helper.begin(); ", "self.helper = Helper(self)") + RUN,
    BUILD + OWN.format("self.helper.begin(); ", "self.helper.owner = self") + RUN,
    BUILD + OWN.format("del self.model; self.__init__(); ", "pass") + RUN,
    BUILD + OWN.format("self.__init__(); ", "pass") + RUN,
    BUILD
    + OWN.format("", "pass")
    + "class Other(Trial):\n    def begin(self):\n        self.model = 3\n"
    + RUN,
    BUILD + "class Trial:\n    def __init__(self):\n        self.model = build()\n    def run(self, a, b):\n"
    "        self.model.fit(a)\n        self.model.evaluate(b)\n"
    "for train, test in KFold(5).split(x):\n    Trial().run(x[train], x[test])\n",
    BUILD + "class Trial:\n    def __init__(self):\n        self.model = build()\n    def one(self, a, b):\n"
    "        self.model.fit(a)\n        self.model.evaluate(b)\n    def run(self):\n"
    "        for train, test in KFold(5).split(x):\n            Trial().one(x[train], x[test])\n"
    "Trial().run()\n",
    # it learns nothing
    MODEL + "model.trainable = False\nmodel.compile('adam', 'mse')\n" + LOOP + BODY,
    # what is tested with is other data
    MODEL + LOOP + "    model.fit(simulated[train], y[train])\n    model.evaluate(measured[test], z[test])\n",
    MODEL + LOOP + "    a, b = simulated.iloc[train], measured.iloc[test]\n    model.fit(a)\n"
    "    model.evaluate(b)\n",
    MODEL + LOOP + "    model.fit(make(len(train)))\n    model.evaluate(make(len(test)))\n",
    # nothing is tested, or nothing of the folds
    MODEL + LOOP + FIT,
    MODEL + LOOP + FIT + "model.evaluate(x[test], y[test])\n",
    MODEL + LOOP + FIT + "    model.evaluate(held_back, y)\n",
    MODEL + LOOP + FIT + "    model.evaluate(x[train], y[train])\n",
    MODEL + LOOP + FIT + "    other.evaluate(x[test], y[test])\n",
    MODEL + LOOP + TEST,
    MODEL + LOOP + "    model.fit(x, y)\n" + TEST,
    MODEL + LOOP + "    both = np.concatenate([x[train], x[test]])\n    model.fit(both, y)\n" + TEST,
    MODEL + LOOP + "    a, b = halves(x, train, test)\n    model.fit(a)\n    model.evaluate(b)\n",
    MODEL + LOOP + "    model.fit(x.train, y.train)\n    model.evaluate(x.test, y.test)\n",
    # tested with the first fold alone
    MODEL
    + "for n, (train, test) in enumerate(KFold(5).split(x)):\n"
    + FIT
    + "    if n == 0:\n        model.evaluate(x[test], y[test])\n",
    MODEL
    + "for n, (train, test) in enumerate(KFold(5).split(x)):\n"
    + FIT
    + "    p = None if n else model.predict(x[test])\n",
    MODEL + "n = 0\n" + LOOP + FIT + "    if n == 0:\n        model.evaluate(x[test], y[test])\n    n += 1\n",
    # one fold only
    MODEL + LOOP + BODY + "    break\n",
    MODEL + LOOP + BODY + "    if n == 0:\n        break\n",
    MODEL + "for n, (train, test) in enumerate(KFold(5).split(x)):\n    if n != fold:\n"
    "        continue\n" + BODY,
    MODEL + "for n, (train, test) in enumerate(KFold(5).split(x)):\n    if n == fold:\n"
    "        model.fit(x[train])\n        model.evaluate(x[test])\n",
    MODEL + "def run(model):\n    for train, test in KFold(5).split(x):\n        model.fit(x[train])\n"
    "        return model.evaluate(x[test])\nrun(model)\n",
    MODEL + "train, test = next(KFold(5).split(x))\nfor n in range(3):\n" + BODY,
    MODEL + "for train, test in ShuffleSplit(n_splits=1).split(x):\n" + BODY,
    MODEL + "for train, test in ShuffleSplit(1).split(x):\n" + BODY,
    MODEL + "for train, test in StratifiedShuffleSplit(n_splits=args.n).split(x, y):\n" + BODY,
    MODEL + "for train, test in list(KFold(5).split(x))[:1]:\n" + BODY,
    # splitters of another kind, or out of sight
    MODEL + "for train, test in TimeSeriesSplit(5).split(x):\n" + BODY,
    MODEL + "folds = TimeSeriesSplit() if series else KFold()\nfor train, test in folds.split(x):\n" + BODY,
    MODEL + "for train, test in folds.split(x):\n" + BODY,
    MODEL + "from mine import KFold\n" + LOOP + BODY,
    MODEL + "for train, test in zip(trains, tests):\n" + BODY,
    MODEL + "k = KFold(5)\nfor train, test in text.split(','):\n" + BODY,
    # models of another kind, or out of sight
    "from sklearn.linear_model import LogisticRegression\nmodel = LogisticRegression()\n" + LOOP + BODY,
    "from scikeras.wrappers import KerasClassifier\nmodel = KerasClassifier(build)\n"
    + LOOP
    + "    model.fit(x[train], y[train], epochs=3)\n    model.predict(x[test])\n",
    "model = keras.wrappers.SKLearnClassifier(build)\n" + LOOP + FIT + "    model.predict(x[test])\n",
    "def run(model):\n    for train, test in KFold(5).split(x):\n"
    "        model.fit(x[train], y[train], epochs=3)\n"
    "        model.predict(x[test])\n",
    "model = make()\n" + LOOP + BODY,
    "import autokeras as ak\nmodel = ak.StructuredDataClassifier()\n" + LOOP + BODY,
    "import tensorflow as tf\n"
    "session = tf.compat.v1.Session()\n" + MODEL + LOOP + "    session.run(start)\n" + BODY,
]


def line_of(code: str) -> int:
    """The line of the first training."""
    lines = code.splitlines()
    return next(n for n, line in enumerate(lines, 1) if ".fit(" in line or ".train_on_batch(" in line)


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", FIRING)
def test_reported(code: str, target: str) -> None:
    code = HEAD + code
    assert lint(code, target, "TFC731") == [f"TFC731:{line_of(code)} warning"]


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "keras3", "TFC731") == []


def test_a_file_that_has_the_model_may_reset_it() -> None:
    nets = (
        "import keras\nmodel = keras.Sequential([])\nmodel.compile('adam')\ndef reset():\n    begin(model)\n"
    )
    assert lint(HEAD + "from nets import model, reset\n" + LOOP + "    reset()\n" + BODY, nets=nets) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("import train\n    train.model.set_weights(first)", 0),
        ("again()\ndef again():\n    import train\n    train.model.set_weights(first)", 0),
        ("net.fit(x, callbacks=[Own()])", 0),
        ("print('next fold')", 1),
    ],
)
def test_a_function_of_another_file(body: str, count: int) -> None:
    code = f"{HEAD}from folding import begin\n{MODEL}{LOOP}    begin()\n{BODY}"
    folding = f"import keras\nnet = keras.Sequential([])\ndef begin():\n    {body}\n"
    assert len(lint(code, "keras3", "TFC731", folding=folding)) == count


def test_several_models_and_loops() -> None:
    two = MODEL + MODEL.replace("model", "other")
    body = BODY + BODY.replace("model", "other")
    assert len(lint(HEAD + two + LOOP + body + LOOP + BODY, "keras3", "TFC731")) == 3
    assert len(lint(HEAD + MODEL + LOOP + FIT + BODY, "keras3", "TFC731")) == 1


def test_messages() -> None:
    (found,) = findings(HEAD + MODEL + LOOP + BODY, only="TFC731")
    assert found.message == (
        "model goes on from fold to fold (line 9): from the second on it is tested with what it was "
        "trained on, and scores too well"
    )
    assert found.fix is not None
    assert found.fix.title == "make the model in the loop, as by a function that builds and compiles it"
    (found,) = findings(HEAD + MODEL + LOOP + "    model.compile('adam', 'mse')\n" + BODY, only="TFC731")
    assert found.message.endswith("; compile leaves its weights as they are")
