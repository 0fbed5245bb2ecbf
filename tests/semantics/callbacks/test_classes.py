"""Classes that derive from Keras' Callback: which they are, what stands behind them, what they have."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.classes import CallbackClass, CallbackClasses

HEAD = "import keras\nfrom keras.callbacks import Callback\n"
BASES = """\
import tensorflow as tf
class Base(tf.keras.callbacks.Callback):
    kept = 3
    def __init__(self):
        self.set_here = 1
    def on_epoch_end(self, epoch, logs=None):
        pass
class Plain:
    pass
"""

# The callback classes, each with what is behind it; ``…`` where some base is not known.
CLASSES = [
    ("class C(Callback): pass", ["C: Callback"]),
    ("class C(keras.callbacks.ModelCheckpoint): pass", ["C: ModelCheckpoint"]),
    ("class B(Callback): pass\nclass C(B): pass", ["B: Callback", "C B: Callback"]),
    ("class C(Callback, Mixin): pass", ["C: Callback …"]),
    ("from other import Mixin\nclass C(Mixin, Callback): pass", ["C: Callback …"]),
    ("import abc\nclass C(Callback, abc.ABC): pass", ["C: Callback"]),
    ("class M(object): pass\nclass C(M, Callback): pass", ["C M: Callback"]),
    ("from bases import Base\nclass C(Base): pass", ["C Base: Callback"]),
    ("import bases\nclass C(bases.Base): pass", ["C Base: Callback"]),
    ("from bases import Plain\nclass C(Plain): pass", []),
    ("from bases import Plain\nclass C(Plain, Callback): pass", ["C Plain: Callback"]),
    ("class C: pass", []),
    ("class C(Unknown): pass", []),
    ("class C(*bases): pass", []),
    ("class C(C): pass", []),
    ("class A(B): pass\nclass B(A): pass", []),
    ("from pytorch_lightning import Callback\nclass C(Callback): pass", []),
    ("from pytorch_lightning.callbacks import ModelCheckpoint\nclass C(ModelCheckpoint): pass", []),
    ("from transformers import TrainerCallback\nclass C(TrainerCallback): pass", []),
    ("class C(keras.callbacks.CallbackList): pass", []),
    ("class Callback: pass\nclass C(Callback): pass", []),
    ("@registered\nclass C(Callback): pass", []),
    ("@keras.saving.register_keras_serializable()\nclass C(Callback): pass", ["C: Callback"]),
    ("class C(Callback, metaclass=Meta): pass", ["C: Callback …"]),
]


@pytest.mark.parametrize(("code", "expected"), CLASSES)
def test_classes(code: str, expected: list[str]) -> None:
    facts = module(f"{HEAD}{code}\n", bases=BASES)
    assert [shown(each) for each in facts.fact(CallbackClasses)] == expected


def shown(callback: CallbackClass) -> str:
    line = " ".join(each.node.name.value for each in callback.line)
    bases = " ".join(sorted(name.rpartition(".")[2] for name in callback.bases))
    return f"{line}: {bases}" + ("" if callback.closed else " …")


CODE = HEAD + dedent("""\
    from bases import Base
    class Near(Base):
        def on_train_end(self, logs=None):
            self.mine = self.model
            def inner():
                return self.model
    class Far(Near):
        limit: float = 0.5
    class Other:
        def f(self):
            return self.model
    """)


def test_what_a_class_has() -> None:
    near, far = module(CODE, bases=BASES).fact(CallbackClasses)
    for name in ("kept", "set_here", "on_epoch_end", "mine", "on_train_end"):
        assert near.has(name)
        assert far.has(name)
    assert not near.has("limit")
    assert far.has("limit")
    assert not far.has("model")


def test_methods_are_found_in_other_files() -> None:
    _, far = module(CODE, bases=BASES).fact(CallbackClasses)
    found = far.method("on_epoch_end")
    assert found is not None
    assert (found[0].node.name.value, found[0].module.path) == ("Base", "bases.py")
    near = far.method("on_train_end")
    assert near is not None
    assert near[0].node.name.value == "Near"
    assert far.method("limit") is None
    assert far.method("on_test_end") is None


def test_where_self_is_a_callback() -> None:
    callbacks = module(CODE, bases=BASES).fact(CallbackClasses)
    assert [shown(each) for each, _ in callbacks.uses_of_self("model")] == ["Near Base: Callback"] * 2


def test_heirs() -> None:
    callbacks = module(CODE, bases=BASES).fact(CallbackClasses)
    near, far = callbacks
    assert callbacks.with_heirs(near) == [near, far]
    assert callbacks.with_heirs(far) == [far]
