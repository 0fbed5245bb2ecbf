"""Hooks that Keras cannot call as it does."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.signatures import mismatches

HEAD = "from tensorflow import keras\nclass Mine(keras.callbacks.Callback):\n    "

# The head of a hook, and on which Keras it fails.
HOOKS = [
    ("def on_epoch_end(self): pass", "2 3"),
    ("def on_epoch_end(self, epoch): pass", "2 3"),
    ("def on_train_begin(self): pass", "2 3"),
    ("def on_epoch_end(self, epoch, logs, more): pass", "2 3"),
    ("def on_epoch_end(self, epoch, logs=None): pass", ""),
    ("def on_epoch_end(self, epoch, logs): pass", ""),
    ("def on_epoch_end(self, epoch, logs=None, more=1): pass", ""),
    ("def on_epoch_end(self, *args, **kwargs): pass", ""),
    ("def on_epoch_end(self, *args): pass", ""),
    ("def report(self): pass", ""),
]


@pytest.mark.parametrize(("hook", "expected"), HOOKS)
def test_hooks(hook: str, expected: str) -> None:
    found = list(mismatches(module(HEAD + hook)))
    fails = [release for one in found for release, on in (("2", one.on_keras2), ("3", one.on_keras3)) if on]
    assert " ".join(fails) == expected
