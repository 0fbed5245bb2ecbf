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


BASE = "import keras\nclass Base(keras.Model):\n    def fit_twice(self): pass\n"
# The file that defines ``Net``, derived from the model of a third one, and what its class defines.
DERIVED = [
    ("from base import Base\nclass Net(Base):\n    def call(self, x): return x\n", {"call", "fit_twice"}),
    ("import base\nclass Mixin: pass\nclass Net(Mixin, base.Base): pass\n", {"fit_twice"}),
    ("import base as b\nclass Middle(b.Base):\n    def up(self): pass\nclass Net(Middle): pass\n", None),
]


@pytest.mark.parametrize(("there", "defines"), DERIVED)
def test_a_model_derived_from_one_of_a_third_file(there: str, defines: set[str] | None) -> None:
    facts = module("import there\nm = there.Net()\n", there=f"import keras\n{there}", base=BASE)
    (origin,) = facts.objects.origins(assigned(facts, "m"))
    assert (origin.name, origin.is_made) == ("keras.Model", False)
    assert origin.overridden is not None
    assert origin.overridden == (defines or {"up", "fit_twice"})


def test_a_class_of_this_file_derived_from_a_model_of_another() -> None:
    facts = module("from base import Base\nclass Net(Base): pass\nm = Net()\n", base=BASE)
    (origin,) = facts.objects.origins(assigned(facts, "m"))
    assert (origin.name, origin.is_made) == ("keras.Model", False)


@pytest.mark.parametrize(
    "base",
    [
        "class Base: pass\n",
        "import keras\nclass Base(keras.layers.Layer): pass\n",
        "from train import Net\nclass Base(Net): pass\n",
        "import keras\n@replaced\nclass Base(keras.Model): pass\n",
    ],
)
def test_no_model_is_derived_from_what_is_none(base: str) -> None:
    facts = module("from base import Base\nclass Net(Base): pass\nm = Net()\n", base=base)
    assert facts.objects.origins(assigned(facts, "m")) == ()


def test_what_is_made_here_is_not_elsewhere() -> None:
    facts = module("import keras\nm = keras.Sequential()\n")
    (origin,) = facts.objects.origins(assigned(facts, "m"))
    assert origin.elsewhere is None
