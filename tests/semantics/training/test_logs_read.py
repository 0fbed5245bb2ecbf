"""Keys of the logs that a callback reads and cannot do without."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.logs_read import reads

HEAD = "import keras\nfrom keras.callbacks import Callback, LambdaCallback\n"

# Bodies of ``on_epoch_end(self, epoch, logs=None)``: the keys, with what is raised where one is missing.
BODIES: list[tuple[str, list[str]]] = [
    ("print(logs['acc'])", ["acc KeyError"]),
    ("logs = logs or {}\nprint(logs['acc'])", ["acc KeyError"]),
    ("if logs.get('acc') > 0.9:\n    stop()", ["acc TypeError"]),
    ("if 0.9 < logs.get('acc'):\n    stop()", ["acc TypeError"]),
    ("x = round(logs.get('acc'), 2) - 1", ["acc TypeError"]),
    ("print(f\"{logs.get('acc'):.3f}\")", ["acc TypeError"]),
    ("print('%s' % logs['acc'], logs.get('a'))", ["acc KeyError"]),
    ("super().on_epoch_end(epoch, logs)\nx = logs['acc']", ["acc KeyError"]),
    ("if epoch > 3:\n    return\nx = logs['acc']", ["acc KeyError"]),
    ("k = 'acc'\nx = logs[k]", ["acc KeyError"]),
    ("if logs is not None:\n    x = logs['acc']", ["acc KeyError"]),
    ("if self.verbose:\n    x = logs['val_loss']", ["val_loss KeyError"]),
    ("if self.verbose:\n    x = logs['acc']", ["acc KeyError"]),
    # may be there, is asked for, or does not matter
    ("print(logs.get('acc'))", []),
    ("print(f\"{logs.get('acc')}\")", []),
    ("x = logs.get('acc', 0) > 0.9", []),
    ("if 'acc' in logs:\n    x = logs['acc']", []),
    ("if logs.get('acc') is not None and logs.get('acc') > 0.9:\n    stop()", []),
    ("if logs.get('acc') is None:\n    return\nif logs['acc'] > 0.9:\n    stop()", []),
    ("if not logs.get('acc'):\n    return\nx = logs['acc']", []),
    ("logs['acc'] = 1\nx = logs['acc']", []),
    ("logs['acc'], y = 1, 2\nx = logs['acc']", []),
    ("logs.update(acc=1)\nx = logs['acc']", []),
    ("logs |= {'acc': 1}\nx = logs['acc']", []),
    ("mine = logs\nmine['acc'] = 1\nx = logs['acc']", []),
    ("add(logs)\nx = logs['acc']", []),
    ("self.inner.on_epoch_end(epoch, logs)\nx = logs['acc']", []),
    ("x = logs[key]", []),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_bodies(body: str, expected: list[str]) -> None:
    hook = f"class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n{indent(body, ' ' * 8)}\n"
    assert found(f"{hook}C()\n") == expected


CALLBACKS: list[tuple[str, list[str]]] = [
    ("LambdaCallback(on_epoch_end=lambda e, logs: print(logs['acc']))", ["acc KeyError"]),
    ("def f(e, logs):\n    print(logs['acc'])\nLambdaCallback(on_epoch_end=f)", ["acc KeyError"]),
    (
        "class C(Callback):\n    def on_epoch_end(self, e, logs, **k):\n        x = logs['acc'], k['b']\nC()",
        ["acc KeyError"],
    ),
    ("class C(Callback):\n    def on_epoch_end(self, e, *rest):\n        x = rest['acc']\nC()", []),
    ("class C(Callback):\n    def on_batch_end(self, b, logs):\n        x = logs['acc']\nC()", []),
    ("class C:\n    def on_epoch_end(self, e, logs):\n        x = logs['acc']\nC()", []),
    ("class C(Callback):\n    def on_epoch_end(self, e, logs):\n        x = logs['acc']", []),
    (
        "class C(Callback):\n    def on_epoch_end(self, e, logs):\n        x = logs['acc']\n"
        "class D(C): pass\nC()\nD()",
        [],
    ),
    ("class C(Callback):\n    @off\n    def on_epoch_end(self, e, logs):\n        x = logs['acc']\nC()", []),
    ("LambdaCallback(on_epoch_end=f)", []),
    (
        "class C(Callback):\n    def __init__(self, val=False):\n        super().__init__()\n"
        "        self.val = val\n"
        "    def on_epoch_end(self, e, logs):\n        if self.val:\n"
        "            x = logs['val_acc']\nm.fit(x, callbacks=[C()])",
        [],
    ),
]


@pytest.mark.parametrize(("code", "expected"), CALLBACKS)
def test_callbacks(code: str, expected: list[str]) -> None:
    assert found(code) == expected


def found(code: str) -> list[str]:
    return [f"{each.key} {each.error}" for each in reads(module(HEAD + code))]
