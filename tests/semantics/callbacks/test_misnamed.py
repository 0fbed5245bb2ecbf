"""Methods that look like hooks of a callback and are none."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.misnamed import misnamed, nearest

# A name, and the hook that was meant.
NAMES = [
    ("on_epoch_ends", "on_epoch_end"),
    ("on_epoch_finish", "on_epoch_end"),
    ("on_train_start", "on_train_begin"),
    ("on_batch_start", "on_batch_begin"),
    ("on_training_end", "on_train_end"),
    ("on_epochend", "on_epoch_end"),
    ("on_message", None),
    ("report", None),
]
# The definition of a method, and the hook that it was meant to be.
METHODS = [
    ("def on_epoch_ends(self, epoch, logs=None): pass", "on_epoch_end"),
    ("def on_train_start(self, logs=None): pass", "on_train_begin"),
    ("def on_epoch_end(self, epoch, logs=None): pass", ""),
    ("def report(self): pass", ""),
    (
        "def on_epoch_ends(self): pass\n    def on_epoch_end(self, e, logs=None):\n"
        "        self.on_epoch_ends()",
        "",
    ),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_nearest(name: str, expected: str | None) -> None:
    assert nearest(name) == expected


@pytest.mark.parametrize(("method", "expected"), METHODS)
def test_methods(method: str, expected: str) -> None:
    head = "from tensorflow import keras\nclass Mine(keras.callbacks.Callback):\n    "
    found = [one.meant or "?" for one in misnamed(module(head + method))]
    assert " ".join(found) == expected


def test_what_is_no_callback_may_have_any_method() -> None:
    assert not list(misnamed(module("class Mine:\n    def on_epoch_ends(self): pass")))
