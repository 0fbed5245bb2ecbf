"""Layers that a checkpoint of TensorFlow does not find."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints
from tflint_ckpt.semantics.saving.unreached import unreached

HEAD = "import tensorflow as tf\nfrom keras import Model, layers\n"
CLASS = "class Net(Model):\n    def __init__(self):\n        super().__init__()\n"
END = "tf.train.Checkpoint(net=Net())\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.a = [layers.Dense(1)]", [("a", False, False)]),
        ("self.a = {'b': layers.Dense(1)}", [("a", True, False)]),
        ("self.a = dict(b=layers.Dense(1))", [("a", True, False)]),
        ("self.a = []\n        self.a.append(layers.Dense(1))", [("a", False, True)]),
        (
            "self.a = [layers.Dense(1)]\n        self.b = [layers.GRU(1)]",
            [("a", False, False), ("b", False, False)],
        ),
        ("self.a = (layers.Dense(1),)", []),
        ("self.a = [layers.ReLU()]", []),
    ],
)
def test_what_is_found(body: str, expected: list[tuple[str, bool, bool]]) -> None:
    code = module(f"{HEAD}{CLASS}        {body}\n{END}", "keras3")
    (checkpoint,) = code.fact(Checkpoints).all
    origins = code.objects.origins(checkpoint.objects["net"].value)
    found = [each for origin in origins for each in unreached(code, origin)]
    assert [(each.attribute, each.is_mapping, each.changes) for each in found] == expected
    assert all(each.home is code and each.owner.name.value == "Net" for each in found)
