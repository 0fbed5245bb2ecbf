"""Can a model that the module saves whole be loaded again?"""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls, marked
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.instances import Origin, made
from tflint_ckpt.semantics.saving.reloading import (
    is_plain,
    lost_classes,
    refused_lambda,
    saved_models,
    unsaved_class,
)

HEAD = """\
import keras
import numpy as np
from keras import Input, Model, Sequential
from keras.layers import Dense, Lambda, Layer
from others import ARRAY, PAIR, Far
class Lost(Layer):
    def __init__(self, n): super().__init__()
class Open(Layer):
    def __init__(self, n, **kwargs): super().__init__(**kwargs)
class Kept(Lost):
    def get_config(self): return {}
class Net(Model):
    def __init__(self, n): super().__init__()
class Tower(Sequential):
    def __init__(self, n): super().__init__()
i = Input((3,))
"""
FAR = (
    "import keras\nimport numpy as np\nPAIR = [1, 2]\nARRAY = np.zeros(3)\n"
    "class Far(keras.layers.Layer):\n    def __init__(self, n): super().__init__()\n"
)


def saved(code: str, target: str = "keras3") -> tuple[Module, tuple[Origin, ...]]:
    facts = module(f"{HEAD}{code}\nshow(model)", target, others=FAR)
    (show,) = calls(facts, "show")
    return facts, made(facts.objects.origins(show.args[0].value))


# A model; the classes that load_model cannot make again on Keras 3, and on Keras 2; ! where saving raises.
LOST = [
    ("model = Sequential([Lost(3)])", "Lost", ""),
    ("model = Model(i, Lost(3)(i))", "Lost", ""),
    ("model = Sequential([Far(3)])", "Far", ""),
    ("model = Sequential([Lost(Dense(3))])", "Lost!", "Lost!"),
    ("model = Sequential([Open(Dense(3))])", "Open!", "Open!"),
    ("model = Sequential([Open(lambda x: x)])", "Open!", "Open!"),
    ("model = Sequential([Open(np.zeros(3))])", "Open!", "Open!"),
    ("model = Net(3)", "Net", ""),
    ("model = Sequential([Open(3)])", "", ""),
    ("model = Sequential([Open(unknown)])", "", ""),
    ("model = Sequential([Kept(3)])", "", ""),
    ("model = Tower(3)", "", ""),
    ("other = Lost(3)(data)\nmodel = Sequential([Dense(3)])", "", ""),
    ("model = unknown(Lost(3))", "", ""),
]


@pytest.mark.parametrize(("code", "keras3", "keras2"), LOST)
def test_lost_classes(code: str, keras3: str, keras2: str) -> None:
    for target, expected in (("keras3", keras3), ("keras2", keras2)):
        found = lost_classes(*saved(code, target))
        assert " ".join(one.owner.name.value + "!" * one.is_refused for one in found) == expected


# A model, and whether a class without get_config is in the way: sure, doubtful, or none.
CLASSES = [
    ("model = Net(3)", "sure"),
    ("model = Sequential([Lost(3)])", "sure"),
    ("def f():\n    return Lost(3)\nmodel = Model(i, f()(i))", "doubtful"),
    ("def f():\n    return Lost(3)\nmodel = Sequential([Dense(3)])", "none"),
    ("model = Sequential([Kept(3)])", "none"),
    ("model = unknown()", "none"),
]
LAMBDAS = [
    ("model = Sequential([Lambda(lambda x: x)])", "sure"),
    ("def f():\n    return Lambda(lambda x: x)\nmodel = Model(i, f()(i))", "doubtful"),
    ("def f():\n    return Lambda(lambda x: x)\nmodel = Sequential([Dense(3)])", "none"),
    ("model = Sequential([Lambda(unknown)])", "none"),
    ("model = Sequential([Lambda(lambda x: x)])\nkeras.models.load_model(p, safe_mode=False)", "none"),
    ("model = Sequential([Lambda(lambda x: x)])\nkeras.models.load_model(p, safe_mode=True)", "sure"),
    ("model = Sequential([Lambda(lambda x: x)])\nkeras.config.enable_unsafe_deserialization()", "none"),
]


@pytest.mark.parametrize(("code", "expected"), CLASSES)
def test_unsaved_class(code: str, expected: str) -> None:
    found = unsaved_class(*saved(code))
    assert ("none" if found is None else "sure" if found.is_sure else "doubtful") == expected


@pytest.mark.parametrize(("code", "expected"), LAMBDAS)
def test_refused_lambda(code: str, expected: str) -> None:
    found = refused_lambda(*saved(code))
    assert ("none" if found is None else "sure" if found.is_sure else "doubtful") == expected


PLAIN = [
    ("3", True),
    ("'relu'", True),
    ("[3, 'a', None]", True),
    ("(3, [Dense(3)])", False),
    ("Dense(3)", False),
    ("Lost(3)", False),
    ("lambda x: x", False),
    ("np.zeros(3)", False),
    ("np.float32(3)", False),
    ("np.sin", False),
    ("np.sqrt(3)", None),
    ("np.pi", True),
    ("keras.backend.floatx()", None),
    ("Far", False),
    ("PAIR", True),
    ("ARRAY", False),
    ("keras.activations.relu", False),
    ("[unknown, Dense(3)]", False),
    ("unknown", None),
    ("[3, unknown]", None),
    ("3 if t else unknown", None),
    ("3 if t else Dense(3)", False),
]


@pytest.mark.parametrize(("code", "expected"), PLAIN)
def test_plain(code: str, expected: bool | None) -> None:
    facts = module(f"{HEAD}show({code})", others=FAR)
    (show,) = calls(facts, "show")
    assert is_plain(facts, show.args[0].value) is expected


def test_a_list_in_itself() -> None:
    assert is_plain(*marked("a = []\na.append(a)\nshow(a)")) in (True, None)


# Code around a callback, and how many models it saves.
SAVED = [
    ("net = Sequential()\nnet.fit(x, callbacks=[callback()])", 1),
    ("net = Sequential() if t else Net(3)\nnet.fit(x, callbacks=[callback()])", 2),
    ("c = callback()\nfor net in (Sequential(), Net(3)):\n    net.fit(x, callbacks=[c])", 2),
    ("unknown.fit(x, callbacks=[callback()])", None),
    ("use(callback())", None),
]


@pytest.mark.parametrize(("code", "expected"), SAVED)
def test_saved_models(code: str, expected: int | None) -> None:
    facts = module(HEAD + code.replace("callback()", "keras.callbacks.ModelCheckpoint('a.keras')"))
    (callback,) = calls(facts, "ModelCheckpoint")
    found = saved_models(facts, callback)
    assert (None if found is None else len(found)) == expected
