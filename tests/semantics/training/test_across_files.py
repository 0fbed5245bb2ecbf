"""A training whose model, compile and validation data other files give: what its logs have.

``train.py``, which trains, is linted for TFC113 (the logs have ``val_accuracy``, and ``val_acc`` is
monitored) and TFC112 (there is no validation data).
"""

from __future__ import annotations

import pytest

from tests.lint import lint

CALLBACK = "callbacks=[keras.callbacks.EarlyStopping('val_acc', mode='max')]"
FIT = f"m.fit(x, y, {{}}, {CALLBACK})"
SPLIT = FIT.format("validation_split=0.1")
GIVEN = FIT.format("validation_data=val")
HERE = "m = keras.Sequential([keras.layers.Dense(1)])\nm.compile('sgd', 'bce', metrics=['accuracy'])\n"
COMPILE = "m.compile('sgd', 'bce', metrics=['accuracy'])"
PLAIN = "import keras\ndef {}(n=1):\n    return keras.Sequential([keras.layers.Dense(n)])\n"
COMPILED = f"import keras\ndef make(n=1):\n    m = keras.Sequential([keras.layers.Dense(n)])\n    {COMPILE}\n"
COMPILED += "    return m\n"

# What train.py does, and the other files.
NAMED_OTHERWISE = {
    "made and compiled there": ("from a import make\nm = make()", {"a": COMPILED}),
    "made there, compiled on the way": (
        "from b import get\nm = get()",
        {
            "a": PLAIN.format("make"),
            "b": f"from a import make\ndef get():\n    m = make()\n    {COMPILE}\n    return m",
        },
    ),
    "compiled again on the way": (
        "from b import get\nm = get()",
        {
            "a": COMPILED.replace("'accuracy'", "'acc'"),
            "b": f"from a import make\ndef get():\n    m = make()\n    {COMPILE}\n    return m",
        },
    ),
    "handed on by a third file": (
        "from b import get\nm = get()",
        {"a": COMPILED, "b": "from a import make\ndef get():\n    return make()"},
    ),
    "from a table of makers of another file": (
        "from b import get\nm = get(name)",
        {
            "a": PLAIN.format("one") + PLAIN.format("two"),
            "b": "from a import one, two\nM = {'one': one, 'two': two}\n"
            f"def get(name, *args):\n    m = M[name](*args)\n    {COMPILE}\n    return m",
        },
    ),
    "from a table of makers here": (
        f"from a import one, two\nM = {{'one': one, 'two': two}}\nm = M[name]()\n{COMPILE}",
        {"a": PLAIN.format("one") + PLAIN.format("two")},
    ),
    "from a table, one of the makers here": (
        "from a import one\ndef two():\n    return keras.Sequential()\nM = [one, two]\n"
        f"m = M[n]()\n{COMPILE}",
        {"a": PLAIN.format("one")},
    ),
}
NOT_KNOWN = {
    "compiled in a branch on the way": (
        "from b import get\nm = get()",
        {
            "a": COMPILED.replace("'accuracy'", "'acc'"),
            "b": "from a import make\ndef get(c):\n    m = make()\n    if c:\n"
            f"        {COMPILE}\n    return m",
        },
    ),
    "handed on on the way": (
        "from b import get\nm = get()",
        {"a": COMPILED, "b": "from a import make\ndef get():\n    m = make()\n    change(m)\n    return m"},
    ),
    "compiled with both names": (
        "from b import get\nm = get()",
        {"a": COMPILED, "b": "from a import make\nmade = make()\nused(made)\ndef get():\n    return made"},
    ),
    "a table with an unknown maker": (
        f"from a import one\nM = {{'one': one, 'two': other()}}\nm = M[name]()\n{COMPILE}",
        {"a": PLAIN.format("one")},
    ),
    "a table with a maker that compiles otherwise": (
        "from a import make\nfrom b import two\nM = {'one': make, 'two': two}\nm = M[name]()",
        {"a": COMPILED, "b": COMPILED.replace("make", "two").replace("'accuracy'", "'acc'")},
    ),
    "a table that is added to": (
        f"from a import one\nM = {{'one': one}}\nM.update(other())\nm = M[name]()\n{COMPILE}",
        {"a": PLAIN.format("one")},
    ),
    "a table with a class of its own training": (
        f"from a import T\nM = {{'t': T}}\nm = M[name]()\n{COMPILE}",
        {"a": "import keras\nclass T(keras.Model):\n    def train_step(self, data):\n        return {}"},
    ),
}

DATA = "import numpy as np\ndef load():\n    x = np.zeros((9, 2))\n    return {}\n"
FLAG = "import numpy as np\nfrom c import USE\ndef load():\n    x = np.zeros((9, 2))\n    if USE:\n"
FLAG += "        return x, (x, x)\n    return x, None\n"
LOAD = f"{HERE}from a import load\nx, val = load()"
# What train.py does before it fits with ``validation_data=val``, and the other files.
VALIDATES = {
    "a tuple": (LOAD, {"a": DATA.format("x, (x, x)")}),
    "a part of an array": (LOAD, {"a": DATA.format("x[:5], x[5:]")}),
    "what NumPy gives": (LOAD, {"a": DATA.format("x, np.ones(3)")}),
    "an object of a class of that file": (
        LOAD,
        {"a": DATA.format("x, D(x)") + "class D:\n    def __init__(self, x):\n        self.x = x"},
    ),
    "an object of a class of a third file": (
        LOAD,
        {"a": DATA.format("x, D(x)") + "from d import D", "d": "class D:\n    pass"},
    ),
    "a switch that is on": (LOAD, {"a": FLAG, "c": "USE = True"}),
    "whichever way": (LOAD, {"a": FLAG.replace("x, None", "x, (x, x)"), "c": "USE = False"}),
}
DOES_NOT = {
    "None": (LOAD, {"a": DATA.format("x, None")}),
    "nothing": (
        f"{HERE}from a import load\nval = load()",
        {"a": "def load():\n    print(1)\n    return None"},
    ),
    "a switch that is off": (LOAD, {"a": FLAG, "c": "USE = False"}),
    "a switch that is off, by a star": (
        LOAD,
        {"a": FLAG.replace("import USE", "import *"), "c": "USE = False"},
    ),
    "a switch that is off, here": (
        f"{HERE}from a import load\nUSE = False\nx, some = load()\nval = some if USE else None",
        {"a": DATA.format("x, (x, x)")},
    ),
    "None, asked for": (
        f"{LOAD}\nval = None if val is None else list(val)",
        {"a": DATA.format("x, None")},
    ),
}
MAY_VALIDATE = {
    "a switch that is set elsewhere": (
        f"{LOAD}\nimport c\nc.USE = True",
        {"a": FLAG, "c": "USE = False"},
    ),
    "a switch that a third file sets": (
        LOAD,
        {"a": FLAG, "c": "USE = False", "d": "import c\nc.USE = True"},
    ),
    "a switch that is set twice": (LOAD, {"a": FLAG, "c": "USE = False\nif o:\n    USE = True"}),
    "a switch of the environment": (LOAD, {"a": FLAG, "c": "import os\nUSE = bool(os.environ.get('U'))"}),
    "a switch by global": (LOAD, {"a": FLAG, "c": "USE = False\ndef f():\n    global USE\n    USE = True"}),
    "a parameter": (
        f"{HERE}from a import load\nx, val = load(unknown())",
        {"a": FLAG.replace("load()", "load(USE)"), "c": "USE = False"},
    ),
    "what an unknown function gives": (LOAD, {"a": DATA.format("x, other(x)")}),
    "None or not": (LOAD, {"a": FLAG.replace("if USE", "if other()"), "c": ""}),
}


def found(before: str, others: dict[str, str], fit: str) -> list[str]:
    code = f"import keras\n{before}\n{fit}\n"
    return sorted({each[:6] for each in lint(code, "keras3", "TFC11", **others)})


@pytest.mark.parametrize("way", NAMED_OTHERWISE)
def test_the_names_of_its_metrics_are_known(way: str) -> None:
    assert found(*NAMED_OTHERWISE[way], SPLIT) == ["TFC113"]


@pytest.mark.parametrize("way", NOT_KNOWN)
def test_the_names_of_its_metrics_are_not_known(way: str) -> None:
    assert found(*NOT_KNOWN[way], SPLIT) == []


@pytest.mark.parametrize("way", VALIDATES)
def test_there_is_validation_data(way: str) -> None:
    assert found(*VALIDATES[way], GIVEN) == ["TFC113"]


@pytest.mark.parametrize("way", DOES_NOT)
def test_there_is_no_validation_data(way: str) -> None:
    assert found(*DOES_NOT[way], GIVEN) == ["TFC112"]


@pytest.mark.parametrize("way", MAY_VALIDATE)
def test_there_may_be_validation_data(way: str) -> None:
    assert found(*MAY_VALIDATE[way], GIVEN) == []


STOP = "[keras.callbacks.EarlyStopping('val_acc', mode='max')]"
RUN = "def run(m, cbs, val=None):\n    m.fit(x, y, validation_data=val, callbacks=cbs)\n"
TRAINER = "class T:\n    def __init__(self, m, cbs):\n        self.m = m\n        self.cbs = cbs\n"
TRAINER += "    def go(self):\n        {}self.m.fit(x, y, validation_split=0.1, callbacks=self.cbs)\n"
SELF = COMPILE.replace("m.", "self.m.", 1) + "\n        "
# What train.py does, which makes the callback, what stands in the file that trains, and what is found.
GIVEN_ON = {
    "to a function": (f"{HERE}from b import run\nrun(m, {STOP}, val=(x, y))", RUN, ["TFC113"]),
    "to a function, from a variable": (
        f"{HERE}import b\ncbs = {STOP}\ncbs.append(keras.callbacks.TerminateOnNaN())\nb.run(m, cbs, (x, y))",
        RUN,
        ["TFC113"],
    ),
    "to a function that gets no validation data": (
        f"{HERE}from b import run\nrun(m, {STOP})",
        RUN,
        ["TFC112"],
    ),
    "to a function that compiles": (
        f"m = keras.Sequential([keras.layers.Dense(1)])\nfrom b import run\nrun(m, {STOP}, (x, y))",
        RUN.replace("    m.fit", f"    {COMPILE}\n    m.fit"),
        ["TFC113"],
    ),
    "to an object": (f"{HERE}from b import T\nT(m, {STOP}).go()", TRAINER.format(""), ["TFC113"]),
    "to an object that compiles": (
        f"m = keras.Sequential([keras.layers.Dense(1)])\nfrom b import T\nT(m, cbs={STOP}).go()",
        TRAINER.format(SELF),
        ["TFC113"],
    ),
    "to a function that adds another one": (
        f"{HERE}from b import run\nrun(m, {STOP}, (x, y))",
        "import keras\n" + RUN.replace("=cbs", "=cbs + [keras.callbacks.TerminateOnNaN()]"),
        ["TFC113"],
    ),
    "to a function that may add another one": (
        f"{HERE}from b import run\nrun(m, {STOP}, (x, y))",
        RUN.replace("    m.fit", "    cbs.append(other())\n    m.fit"),
        [],
    ),
    "to a function that gives it on": (
        f"{HERE}from b import run\nrun(m, {STOP}, (x, y))",
        RUN.replace("    m.fit", "    change(cbs)\n    m.fit"),
        [],
    ),
    "to a function that may compile": (
        f"{HERE}from b import run\nrun(m, {STOP}, (x, y))",
        RUN.replace("    m.fit", "    if val:\n        m.compile('sgd', 'bce', metrics=['acc'])\n    m.fit"),
        [],
    ),
    "to a function that trains another model": (
        f"{HERE}from b import run\nrun(m, {STOP}, (x, y))",
        RUN.replace("m.fit", "other(m).fit"),
        [],
    ),
    "to a function that puts in another value": (
        f"{HERE}from b import run\nrun(m, {STOP}, (x, y))",
        RUN.replace("    m.fit", "    cbs = cbs or other()\n    m.fit"),
        [],
    ),
    "to a function that other calls validate": (
        f"{HERE}from b import run\nrun(m, {STOP})\nrun(m, [], (x, y))",
        RUN,
        [],
    ),
    "to a function, the model being changed": (
        f"{HERE}m.train_step = other\nfrom b import run\nrun(m, {STOP}, (x, y))",
        RUN,
        [],
    ),
    "to a function under a decorator": (f"{HERE}from b import run\nrun(m, {STOP})", f"@other\n{RUN}", []),
    "to a function that nobody sees": (f"{HERE}from c import run\nrun(m, {STOP})", RUN, []),
}


@pytest.mark.parametrize("way", GIVEN_ON)
def test_a_callback_is_given_on(way: str) -> None:
    before, trains, codes = GIVEN_ON[way]
    assert found(before, {"b": trains}, "") == codes
