"""What is known of a model that another file makes."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module

NET = "import keras\nclass Net(keras.Model):\n    def call(self, x): return x\n"
BUILD = "import keras\ndef build():\n    return keras.Sequential()\n"

# How this file gets ``m``, the other file, and whether it is made anew each time, and is plain.
MODELS: list[tuple[str, str, bool, bool]] = [
    ("m = there.build()", BUILD, True, True),
    ("m = there.Net()", NET, True, True),
    ("m = there.model", "import keras\nmodel = keras.Sequential()\n", False, True),
    (
        "m = there.build()",
        "import keras\nmodel = keras.Sequential()\ndef build():\n    return model\n",
        False,
        True,
    ),
    (
        "m = there.build()",
        f"import functools\n{BUILD.replace('def', '@functools.lru_cache' + chr(10) + 'def')}",
        False,
        True,
    ),
    (
        "m = there.build()",
        f"{NET}def build():\n    m = Net()\n    m.load_weights('a')\n    return m\n",
        False,
        True,
    ),
    ("m = there.build()", f"{BUILD}def inner(m):\n    m.train_step = f\n", True, False),
    ("m = there.build()", f"{BUILD}metric = keras.metrics.Mean(name='val_f1')\n", True, False),
    ("m = there.Net()", f"{NET}    def fit(self, x): pass\n", True, False),
    ("m = there.Net()", f"{NET}    def train_step(self, d): return {{'val_f1': 1}}\n", True, False),
    ("m = there.Net()", f"{NET}    def train_step(self, d): return {{'f1': 1}}\n", True, True),
    ("m = there.Net()", f"{NET}print('val_loss')\n", True, True),
]


@pytest.mark.parametrize(("code", "there", "anew", "plain"), MODELS)
def test_models(code: str, there: str, anew: bool, plain: bool) -> None:
    facts = module(f"import there\n{code}\n", there=there)
    (origin,) = facts.objects.origins(assigned(facts, "m"))
    known = origin.elsewhere
    assert known is not None
    assert (known.anew, known.plain) == (anew, plain)
    assert known.there is not None
    assert known.there[0].path == "there.py"


def test_what_is_made_here_is_not_elsewhere() -> None:
    facts = module("import keras\nm = keras.Sequential()\n")
    (origin,) = facts.objects.origins(assigned(facts, "m"))
    assert origin.elsewhere is None
