"""What a callback does to the logs of an epoch."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.callbacks import may_write, puts_rate

HEAD = """\
import keras
from keras.callbacks import Callback, EarlyStopping, LambdaCallback, ReduceLROnPlateau
m = keras.Sequential()
"""

# Bodies of ``on_epoch_end(self, epoch, logs=None)``, and whether they may write.
HOOKS = [
    ("print(logs['loss'], logs.get('a'), sorted(logs))", False),
    ("logs = logs or {}\nprint(logs['a'])", False),
    ("if logs and 'a' in logs:\n    x = logs['a']", False),
    ("super().on_epoch_end(epoch, logs)", False),
    ("Callback.on_epoch_end(self, epoch, logs)", False),
    ("x = dict(logs)\nx['a'] = 1", False),
    ("x = {**logs, 'a': 1}", False),
    ("for k, v in logs.items():\n    print(f'{k} {logs}')", False),
    ("(logs or {}).get('a')", False),
    ("logs['a'] = 1", True),
    ("logs['a'] += 1", True),
    ("logs['a'], logs['b'] = 1, 2", True),
    ("[logs['a'], *rest] = x", True),
    ("del logs['a'], logs['b']", True),
    ("logs.update(a=1)", True),
    ("(logs or {}).update(a=1)", True),
    ("logs |= {'a': 1}", True),
    ("x = logs\nx['a'] = 1", True),
    ("add(logs)", True),
    ("self.other.on_epoch_end(epoch, logs)", True),
    ("def add():\n    logs['a'] = 1\nadd()", True),
]


@pytest.mark.parametrize(("body", "expected"), HOOKS)
def test_hooks(body: str, expected: bool) -> None:
    hook = f"    def on_epoch_end(self, epoch, logs=None):\n{indent(body, ' ' * 8)}\n"
    assert writes(f"class C(Callback):\n{hook}c = C()\n") is expected


# Code that makes the callback ``c``.
CALLBACKS = [
    ("c = EarlyStopping()", False),
    ("c = LambdaCallback(on_epoch_end=lambda e, logs: print(logs))", False),
    ("c = LambdaCallback(on_epoch_begin=f)", False),
    ("def f(e, logs):\n    print(logs['a'])\nc = LambdaCallback(on_epoch_end=f)", False),
    ("class C(Callback):\n    def on_batch_end(self, b, logs):\n        logs['a'] = 1\nc = C()", False),
    ("class C(Callback):\n    pass\nc = C()", False),
    (
        "class C(Callback):\n    def hook(self, e, logs):\n        pass\n    on_epoch_end = hook\nc = C()",
        True,
    ),
    ("c = EarlyStopping()\nc.on_epoch_end = f", True),
    ("c = LambdaCallback(on_epoch_end=f)", True),
    ("c = LambdaCallback(None, f)", True),
    ("c = LambdaCallback(**k)", True),
    ("def f(e, logs):\n    logs['a'] = 1\nc = LambdaCallback(on_epoch_end=f)", True),
    (
        "class C(LambdaCallback):\n    def __init__(self):\n"
        "        super().__init__(on_epoch_end=lambda e, logs: logs.update(a=1))\nc = C()",
        True,
    ),
    (
        "class C(Callback):\n    def on_epoch_end(self, epoch, *rest):\n        rest[0]['a'] = 1\nc = C()",
        True,
    ),
    ("class C(Callback):\n    def on_epoch_end(self, e, logs, **k):\n        logs['a'] = 1\nc = C()", True),
    (
        "class B(Callback):\n    def on_epoch_end(self, e, logs):\n        logs['a'] = 1\n"
        "class C(B):\n    pass\nc = C()",
        True,
    ),
]


@pytest.mark.parametrize(("code", "expected"), CALLBACKS)
def test_callbacks(code: str, expected: bool) -> None:
    assert writes(code) is expected


def writes(code: str) -> bool:
    facts = module(f"{HEAD}{code}\nm.fit(x, callbacks=[c])\n")
    (found,) = facts.training.fits[0].callbacks or ()
    return may_write(found)


@pytest.mark.parametrize(("made", "expected"), [("ReduceLROnPlateau()", True), ("EarlyStopping()", False)])
def test_the_learning_rate(made: str, expected: bool) -> None:
    (found,) = module(f"{HEAD}m.fit(x, callbacks=[{made}])\n").training.fits[0].callbacks or ()
    assert puts_rate(found) is expected
