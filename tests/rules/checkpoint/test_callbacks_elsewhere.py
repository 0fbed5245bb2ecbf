"""Callbacks that one file makes and another one gives to ``fit``: the finding stands where they are made.

What is linted is the file that makes them, ``train.py``; ``run.py`` trains.
"""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.lint import findings, lint

HEAD = """\
from tensorflow import keras
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, TensorBoard
"""
RETURNED = "def get(out):\n    return [EarlyStopping(monitor='val_acc', mode='max')]\n"
FIT = "m.fit(x, y, validation_split=0.1, callbacks=get('out'))"
MODEL = """\
import tensorflow as tf
m = tf.keras.Sequential([tf.keras.layers.Dense(1)])
m.compile("sgd", "bce", metrics=["accuracy"])
"""
RUN = f"from train import *\n{MODEL}{FIT}\n"

# How the callback gets from the file that makes it to the fit: what makes it, and what trains.
STOP = "EarlyStopping(monitor='val_acc', mode='max')"
METHOD = f"class Made:\n    def get(self):\n        return [{STOP}]"
TRAINED = "m.fit(x, y, validation_split=0.1, callbacks={})"
COMPILED = "m.compile('sgd', 'bce', metrics=['accuracy'])"
WAYS = {
    "list that a function returns": (RETURNED, f"from train import get\n{MODEL}{FIT}"),
    "by the module": (RETURNED, f"import train\n{MODEL}{FIT.replace('get(', 'train.get(')}"),
    "by another name": (RETURNED, f"from train import get as g\n{MODEL}{FIT.replace('get(', 'g(')}"),
    "by a star": (RETURNED, RUN),
    "variable of the function": (
        RETURNED.replace("return [", "made = [").replace(")]", ")]\n    return made"),
        RUN,
    ),
    "appended": (
        "def get(out):\n    c = []\n    c.append(EarlyStopping(monitor='val_acc', mode='max'))\n    return c",
        RUN,
    ),
    "appended in a branch": (
        f"def get(out):\n    c = []\n    if out:\n        c.append({STOP})\n    return c",
        RUN,
    ),
    "one callback": (
        "def get(out):\n    return EarlyStopping(monitor='val_acc', mode='max')",
        RUN.replace("get('out')", "[get('out')]"),
    ),
    "kept in a variable": (
        RETURNED,
        f"from train import *\n{MODEL}made = get('out')\n{TRAINED.format('made')}",
    ),
    "more added there": (
        RETURNED,
        f"from train import *\n{MODEL}made = get('out')\n"
        f"made.append(tf.keras.callbacks.TensorBoard('logs'))\n{TRAINED.format('made')}",
    ),
    "added to others": (
        RETURNED,
        RUN.replace("get('out')", "[tf.keras.callbacks.TensorBoard('logs')] + get('out')"),
    ),
    "beside others in a list": (
        RETURNED,
        RUN.replace("get('out')", "[tf.keras.callbacks.TensorBoard('logs'), *get('out')]"),
    ),
    "one of a tuple": (
        f"def get(out):\n    return [{STOP}], out",
        f"from train import *\n{MODEL}made, _ = get('out')\n{TRAINED.format('made')}",
    ),
    "through a function there": (
        RETURNED,
        f"from train import *\n{MODEL}def mine():\n    return get('out')\n{TRAINED.format('mine()')}",
    ),
    "in a function there": (
        RETURNED,
        f"from train import *\ndef main():\n{indent(MODEL + FIT, '    ')}\nmain()",
    ),
    "list of the module": (
        "MADE = [EarlyStopping(monitor='val_acc', mode='max')]",
        f"from train import MADE\n{MODEL}m.fit(x, y, validation_split=0.1, callbacks=MADE)",
    ),
    "list of the module, by the module": (
        "MADE = [EarlyStopping(monitor='val_acc', mode='max')]",
        f"import train\n{MODEL}m.fit(x, y, validation_split=0.1, callbacks=train.MADE)",
    ),
    "dictionary of the module": (
        "MADE = {'stop': EarlyStopping(monitor='val_acc', mode='max')}",
        f"from train import MADE\n{MODEL}m.fit(x, y, validation_split=0.1, callbacks=list(MADE.values()))",
    ),
    "key of a dictionary of the module": (
        "MADE = {'stop': EarlyStopping(monitor='val_acc', mode='max')}",
        f"from train import MADE\n{MODEL}m.fit(x, y, validation_split=0.1, callbacks=[MADE['stop']])",
    ),
    "method": (
        METHOD,
        f"from train import Made\n{MODEL}m.fit(x, y, validation_split=0.1, callbacks=Made().get())",
    ),
    "beside a callback of a third file": (
        RETURNED,
        "from third import Quiet\n" + RUN.replace("get('out')", "[Quiet()] + get('out')"),
    ),
    "two fits": (RETURNED, f"{RUN}\n{FIT}"),
    "model of a third file": (
        RETURNED,
        f"from train import get\nfrom third import build\nm = build()\n{COMPILED}\n{FIT}",
    ),
    "model that a third file compiles": (
        RETURNED,
        f"from train import get\nfrom third import compiled\nm = compiled()\n{FIT}",
    ),
    "functional model of a third file": (
        RETURNED,
        f"from train import get\nfrom third import functional\nm = functional()\n{COMPILED}\n{FIT}",
    ),
}
THIRD = """\
import keras
from keras.callbacks import Callback

class Quiet(Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch)

class Writing(Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["val_acc"] = logs["val_accuracy"]

def build():
    return keras.Sequential([keras.layers.Dense(1)])

def compiled():
    model = build_it()
    return model

def build_it():
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "bce", metrics=["accuracy"])
    return model

def functional():
    inputs = keras.Input((3,))
    return keras.Model(inputs, keras.layers.Dense(1)(inputs))

def two():
    inputs = keras.Input((3,))
    return keras.Model(inputs, [keras.layers.Dense(1)(inputs), keras.layers.Dense(1)(inputs)])

def maybe(flag):
    model = keras.Sequential([keras.layers.Dense(1)])
    if flag:
        model.compile("sgd", "bce", metrics=["accuracy"])
    return model

class Own(keras.Model):
    def train_step(self, data):
        return {"acc": 1}

def own():
    return Own()

def train(model, callbacks):
    model.fit(x, y, validation_split=0.1, callbacks=callbacks)

def wrapped(callbacks):
    return callbacks
"""


@pytest.mark.parametrize("way", WAYS)
def test_reported_where_it_is_made(way: str) -> None:
    made, run = WAYS[way]
    assert len(lint(HEAD + made, only="TFC113", run=run, third=THIRD)) == 1


SILENT = {
    "nobody imports it": (RETURNED, MODEL),
    "no fit gets it": (RETURNED, f"from train import get\n{MODEL}made = get('out')"),
    "another file that cannot be parsed": (RETURNED, RUN + "\n)"),
    "the metric has that name": (
        RETURNED,
        RUN.replace("['accuracy']", "['acc']").replace('["accuracy"]', "['acc']"),
    ),
    "one fit of two has it": (RETURNED, f"{RUN}\nm.compile('sgd', 'bce', metrics=['acc'])\n{FIT}"),
    "handed to something else, too": (RETURNED, f"{RUN}\nother(get('out'))"),
    "the function is handed on": (RETURNED, f"{RUN}\nother(get)"),
    "the list is handed on": (RETURNED, f"from train import get\n{MODEL}made = get(1)\nother(made)\n{FIT}"),
    "returned with something unknown": (RETURNED.replace("[Early", "[unknown(), Early"), RUN),
    "an unknown one added there": (
        RETURNED,
        f"from train import *\n{MODEL}made = get('out')\nmade.append(unknown())\n"
        "m.fit(x, y, validation_split=0.1, callbacks=made)",
    ),
    "unknown ones beside it": (RETURNED, RUN.replace("get('out')", "get('out') + unknown()")),
    "a callback of a third file that writes": (
        RETURNED,
        "from third import Writing\n" + RUN.replace("get('out')", "[Writing()] + get('out')"),
    ),
    "the function is bound twice": (RETURNED + "if new:\n    def get(out):\n        return []\n", RUN),
    "the function is wrapped": ("@other\n" + RETURNED, RUN),
    "the name is set there": (
        RETURNED,
        f"import train\ntrain.get = other\n{MODEL}{FIT.replace('get(', 'train.get(')}",
    ),
    "looked up by its name": (RETURNED, f"{RUN}\nimport train\nf = getattr(train, 'get')"),
    "beside unknown ones in a list": (RETURNED, RUN.replace("get('out')", "[*unknown(), *get('out')]")),
    "beside others in a list that grows": (
        RETURNED,
        f"from train import *\n{MODEL}made = [*get('out')]\nmade += unknown()\n{TRAINED.format('made')}",
    ),
    "beside others in a list that something else gets": (
        RETURNED,
        f"from train import *\n{MODEL}made = [*get('out')]\nother(made)\n{TRAINED.format('made')}",
    ),
    "a list that others extend": (
        "MADE = [EarlyStopping(monitor='val_acc', mode='max')]",
        f"from train import MADE\n{MODEL}MADE.append(unknown())\n"
        "m.fit(x, y, validation_split=0.1, callbacks=MADE)",
    ),
    "a list that its own file extends": (
        "MADE = [EarlyStopping(monitor='val_acc', mode='max')]\nMADE.append(unknown())",
        f"from train import MADE\n{MODEL}m.fit(x, y, validation_split=0.1, callbacks=MADE)",
    ),
    "a dictionary that its own file changes": (
        "MADE = {'stop': EarlyStopping(monitor='val_acc', mode='max')}\nMADE['more'] = unknown()",
        f"from train import MADE\n{MODEL}m.fit(x, y, validation_split=0.1, callbacks=list(MADE.values()))",
    ),
    "a function that keeps it, too": (
        "KEPT = []\ndef get(out):\n    made = [EarlyStopping(monitor='val_acc', mode='max')]\n"
        "    KEPT.append(made)\n    other(made)\n    return made",
        RUN,
    ),
    "a method that a class there replaces": (
        METHOD,
        f"from train import Made\nclass Mine(Made):\n    def get(self):\n        return []\n{MODEL}"
        "m.fit(x, y, validation_split=0.1, callbacks=Mine().get())",
    ),
    "a method of something unknown": (
        METHOD,
        f"from train import Made\n{MODEL}{TRAINED.format('Made().get()')}\nother.get()",
    ),
    "a wrapper gets it": (RETURNED, RUN.replace("m.fit", "KerasClassifier(m).fit")),
    "unpacked arguments": (RETURNED, RUN.replace("callbacks=get", "**more, callbacks=get")),
    "by unpacked arguments": (RETURNED, RUN.replace("callbacks=get('out')", "**{'callbacks': get('out')}")),
    "a model with a step of its own": (
        RETURNED,
        f"from train import get\nfrom third import own\nm = own()\n{COMPILED}\n{FIT}",
    ),
    "a model of two outputs": (
        RETURNED,
        f"from train import get\nfrom third import two\nm = two()\n{COMPILED}\n{FIT}",
    ),
    "a model that may be compiled": (
        RETURNED,
        f"from train import get\nfrom third import maybe\nm = maybe(1)\n{FIT}",
    ),
    "a model that nobody compiles": (
        RETURNED,
        f"from train import get\nfrom third import build\nm = build()\n{FIT}",
    ),
    "a model that something else compiles": (
        RETURNED,
        f"from train import get\nfrom third import compiled\nm = compiled()\nother(m)\n{FIT}",
    ),
    "compiled again in a branch": (
        RETURNED,
        "from train import get\nfrom third import compiled\nm = compiled()\n"
        f"if new:\n    m.compile('sgd', 'bce', metrics=['acc'])\n{FIT}",
    ),
    "somebody waits for the error": (
        RETURNED,
        RUN.replace(FIT, f"try:\n    {FIT}\nexcept ValueError:\n    pass"),
    ),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    made, run = SILENT[case]
    assert lint(HEAD + made, only="TFC113", run=run, third=THIRD) == []


def test_the_message_names_the_other_file() -> None:
    run = RUN.replace("validation_split=0.1, ", "")
    [found] = findings(HEAD + RETURNED.replace("val_acc", "val_loss"), only="TFC112", run=run)
    assert "fit (run.py, line 5) gets no validation data" in found.message


SCHEDULED = """\
import tensorflow as tf
m = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
rate = tf.keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
m.compile(tf.keras.optimizers.SGD(rate), "mse")
"""
DICE = MODEL.replace('["accuracy"]', "[dice]").replace("m =", "def dice(a, b):\n    return a\n\nm =")
STEP = "\n\nclass Own(tf.keras.Sequential):\n    def train_step(self, data):\n        return {}\n\nm ="
# What the other file does, with what is wrong in the first one for it, and what is not.
CASES = {
    "TFC109": ("ModelCheckpoint('m-{val_acc:.2f}.keras')", MODEL, MODEL.replace("accuracy", "acc")),
    "TFC112": (
        "ModelCheckpoint('m.keras', save_best_only=True)",
        f"{MODEL}validation_split = 0",
        f"{MODEL}validation_split = 0.1",
    ),
    "TFC114": ("EarlyStopping(monitor='val_dice', mode='auto')", DICE, DICE.replace("[dice]", "['dice']")),
    "TFC124": (
        "keras.callbacks.BackupAndRestore('backup')",
        MODEL,
        MODEL.replace("[tf.keras.layers", "[tf.keras.Input((3,)), tf.keras.layers"),
    ),
    "TFC408": ("ReduceLROnPlateau()", SCHEDULED, SCHEDULED.replace("SGD(rate)", "SGD(0.1)")),
}


@pytest.mark.parametrize("code", CASES)
def test_other_rules(code: str) -> None:
    callback, wrong, right = CASES[code]
    split = "validation_split" if "validation_split" in wrong else "0.1"
    made = f"{HEAD}def get(out):\n    return [{callback}]"
    for run, count in (
        (wrong, 1),
        (right, 0),
        (wrong.replace("Sequential(", "Own(").replace("m =", STEP), 0),
    ):
        if code == "TFC408" and "Own(" in run:
            continue  # a step of its own has the same optimizer
        trained = f"from train import *\n{run}\nm.fit(x, y, validation_split={split}, callbacks=get(''))"
        assert len(lint(made, only=code, run=trained)) == count


def test_an_optimizer_of_the_other_file_is_named() -> None:
    run = f"from train import *\n{SCHEDULED}m.fit(x, y, callbacks=get())"
    [found] = findings(
        f"{HEAD}def get():\n    return [ReduceLROnPlateau(monitor='loss')]", only="TFC408", run=run
    )
    assert "the optimizer (run.py, line 5) follows a schedule" in found.message
