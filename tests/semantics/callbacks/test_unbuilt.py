"""Classes that leave out the constructor of a callback of Keras."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.unbuilt import unbuilt

HEAD = "import keras\nfrom keras.callbacks import Callback, EarlyStopping, ModelCheckpoint, TensorBoard\n"
INIT = "    def __init__(self):\n        self.a = 1\n"

CLASSES: list[tuple[str, list[str]]] = [
    (f"class C(EarlyStopping):\n{INIT}", ["EarlyStopping monitor_op"]),
    (f"class C(ModelCheckpoint):\n{INIT}", ["ModelCheckpoint save_freq"]),
    (f"class C(keras.callbacks.ReduceLROnPlateau):\n{INIT}", ["ReduceLROnPlateau monitor"]),
    (f"class B(EarlyStopping): pass\nclass C(B):\n{INIT}", ["EarlyStopping monitor_op"]),
    (
        f"class C(EarlyStopping):\n{INIT}    def on_epoch_end(self, e, l):\n"
        f"        super().on_epoch_end(e, l)\n",
        ["EarlyStopping monitor_op"],
    ),
    (
        "class C(EarlyStopping):\n    def __init__(self, a):\n        if a:\n            raise ValueError\n",
        ["EarlyStopping monitor_op"],
    ),
    # it is called, may be, or is not needed
    ("class C(EarlyStopping):\n    def __init__(self):\n        raise NotImplementedError\n", []),
    ("class C(EarlyStopping):\n    def __init__(self): raise NotImplementedError\n", []),
    (f"class C(EarlyStopping):\n{INIT}    def __new__(cls):\n        return make(cls)\n", []),
    ("class C(EarlyStopping): pass", []),
    ("class C(EarlyStopping):\n    def __init__(self):\n        super().__init__()\n", []),
    ("class C(EarlyStopping):\n    def __init__(self):\n        EarlyStopping.__init__(self)\n", []),
    ("class C(EarlyStopping):\n    def __init__(self):\n        self.setup()\n", []),
    ("class C(EarlyStopping):\n    def __init__(self):\n        self.__dict__.update(a=1)\n", []),
    ("class C(EarlyStopping):\n    def __init__(self):\n        self.monitor_op = f\n", []),
    (f"class C(EarlyStopping):\n{INIT}    def on_epoch_end(self, e, l):\n        pass\n", []),
    (f"class C(Callback):\n{INIT}", []),
    (f"class C(Other):\n{INIT}", []),
    (f"class C(EarlyStopping, Mixin):\n{INIT}", []),
    (f"class C(EarlyStopping, TensorBoard):\n{INIT}", []),
    (f"class C(EarlyStopping):\n    @wrapped\n{INIT}", []),
]


@pytest.mark.parametrize(("code", "expected"), CLASSES)
def test_classes(code: str, expected: list[str]) -> None:
    assert [f"{each.base} {each.attribute}" for each in unbuilt(module(HEAD + code))] == expected
