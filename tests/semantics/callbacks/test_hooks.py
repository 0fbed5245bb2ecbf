"""Hooks: whether a function takes what Keras gives it, as Python itself says, and who else calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.hooks import HOOKS, Form, is_called, is_called_otherwise, takes

SIGNATURES = [
    "",
    "epoch",
    "epoch, logs",
    "epoch, logs=None",
    "epoch=0, logs={}",
    "batch, info",
    "batch, info=None",
    "logs",
    "logs, batch",
    "epoch, logs, more",
    "epoch, logs, more=3",
    "epoch, *, logs",
    "epoch, *, logs=None",
    "epoch, *, logs=None, more",
    "epoch, *, logs=None, more=1",
    "*args",
    "**kwargs",
    "*args, **kwargs",
    "epoch, *args",
    "epoch, **kwargs",
    "epoch, *args, logs=None",
    "epoch, logs, **kwargs",
    "epoch, logs, /",
    "epoch, /, logs",
    "epoch, /, logs=None, *, more=3",
    "epoch, logs=None, /, **kwargs",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("hook", ["on_epoch_end", "on_train_begin", "on_train_batch_end", "set_model"])
def test_takes_what_python_takes(hook: str, signature: str) -> None:
    known = HOOKS[hook]
    for bound in (True, False):
        head = f"self, {signature}" if bound else signature
        function = cst.parse_expression(f"lambda {head}: 0")
        assert isinstance(function, cst.Lambda)
        for form in Form:
            if form is Form.KEYWORD and "logs" not in known.parameters:
                continue
            assert takes(function.params, known, form, bound=bound) is python_takes(
                eval(f"lambda {head}: 0"), len(known.parameters) + bound, form
            ), (head, form)


def python_takes(function: Callable[..., Any], count: int, form: Form) -> bool:
    """Whether Python can call *function* with *count* arguments, the last one as *form* says."""
    given = [None] * (count - (form is Form.KEYWORD))
    named = {"logs": None} if form is Form.KEYWORD else {}
    try:
        function(*given, **named)
    except TypeError:
        return False
    return True


CALLS = [
    ("", False, False),
    ("class M(Callback):\n    def on_epoch_end(self, e):\n        super().on_epoch_end(e)", False, False),
    ("class M(Callback):\n    def f(self, e):\n        Callback.on_epoch_end(self, e)", False, False),
    ("cb.on_epoch_end(3, logs)", True, False),
    ("cb.on_epoch_end(3, logs=logs)", True, False),
    ("cb.on_epoch_end(3)", True, True),
    ("cb.on_epoch_end(*given)", True, True),
    ("run(cb.on_epoch_end)", True, True),
    ("getattr(cb, 'on_epoch_end')(3)", True, True),
    ("# on_epoch_end", False, False),
    ("cb.on_train_end()", False, False),
]


@pytest.mark.parametrize(("code", "called", "otherwise"), CALLS)
def test_who_calls(code: str, called: bool, otherwise: bool) -> None:
    facts = module(f"from keras.callbacks import Callback\n{code}\n")
    assert is_called(facts, HOOKS["on_epoch_end"]) is called
    assert is_called_otherwise(facts, HOOKS["on_epoch_end"]) is otherwise


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("def on_epoch_end(self, epoch): pass", False),
        ("super().on_epoch_end(epoch)", False),
        ("callback.on_epoch_end(epoch)", True),
        ("hooks = ['on_epoch_end']", True),
    ],
)
def test_who_calls_in_other_files(other: str, expected: bool) -> None:
    facts = module("import keras\n", other=f"import keras\n{other}\n")
    assert is_called_otherwise(facts, HOOKS["on_epoch_end"]) is expected
