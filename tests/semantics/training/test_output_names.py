"""By which names losses, metrics and targets can be given to a model."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tflint_ckpt.semantics.training.output_names import (
    FUNCTIONAL,
    KEYED,
    SEQUENTIAL,
    SUBCLASS,
    OutputNames,
    output_names,
)

HEAD = """\
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import Dense
i = Input((3,))
"""
CLASS = """\
class Net(Model):
    def __init__(self):
        super().__init__()
        self.a, self.b = Dense(1, name="a"), Dense(1, name="b")
    def call(self, x):
        return {}
m = Net()
"""


@pytest.mark.parametrize(
    ("code", "kind", "names"),
    [
        ('m = Model(i, Dense(1, name="a")(i))', FUNCTIONAL, ("a",)),
        ('m = Model(i, [Dense(1, name="a")(i), Dense(1)(i)])', FUNCTIONAL, ("a", None)),
        ('name = "a"\nm = Model(i, Dense(1, name=name)(i))', FUNCTIONAL, ("a",)),
        ('m = Model(i, {"k": Dense(1, name="a")(i)})', KEYED, ("k",)),
        ('m = Sequential([Dense(2), Dense(1, name="a")])', SEQUENTIAL, ("a",)),
        ("m = Sequential()\nm.add(Dense(1))", SEQUENTIAL, (None,)),
        (CLASS.format("self.a(x)"), SUBCLASS, ("output_1",)),
        (CLASS.format("self.a(x), self.b(x)"), SUBCLASS, ("output_1", "output_2")),
        (CLASS.format('{"k": self.a(x)}'), KEYED, ("k",)),
    ],
)
def test_names(code: str, kind: str, names: tuple[str | None, ...]) -> None:
    assert _names(code) == OutputNames(kind, len(names), names)


@pytest.mark.parametrize(
    "code",
    [
        "m = Model(i, unseen)",
        "m = make()",
        "m = Sequential([Dense(1)]) if one else Model(i, Dense(1)(i))",
        CLASS.format("self.a(x)").replace("call(self, x)", "train_step(self, data)"),
        "import keras\nm = keras.models.load_model('m.keras')",
    ],
)
def test_not_known(code: str) -> None:
    assert _names(code) is None


@pytest.mark.parametrize(
    ("names", "keys", "unknown", "missing"),
    [
        (("a", "b"), ("a",), (), ("b",)),
        (("a", "b"), ("a", "c"), ("c",), ("b",)),
        (("a", "b"), ("a", "b"), (), ()),
        (("a", None), ("a",), (), None),
        (("a", None), ("x", "y"), (), ()),
        (("a", "a"), ("a",), (), None),
    ],
)
def test_keys(
    names: tuple[str | None, ...],
    keys: tuple[str, ...],
    unknown: tuple[str, ...],
    missing: tuple[str, ...] | None,
) -> None:
    outputs = OutputNames(FUNCTIONAL, len(names), names)
    assert outputs.unknown(keys) == unknown
    assert outputs.missing(keys) == missing


def _names(code: str) -> OutputNames | None:
    module = Lab(f"{HEAD}{code}\nm.compile()\n").module
    return output_names(module, module.facts.calls[-1])
