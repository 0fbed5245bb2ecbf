"""Where garbage is collected: for each batch, or once after a training."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.collecting import after_training, batch_hooks, batch_lambdas

HEAD = (
    "import gc\nimport keras\nfrom gc import collect\nfrom keras.callbacks import Callback, LambdaCallback\n"
)
HOOKS = [
    ("class C(Callback):\n    def on_train_batch_end(self, batch, logs=None):\n        gc.collect()", 1),
    ("class C(Callback):\n    def on_batch_end(self, batch, logs=None):\n        collect()", 1),
    ("class B(Callback): pass\nclass C(B):\n    def on_test_batch_end(self, b, l):\n        gc.collect()", 1),
    ("class C(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        gc.collect()", 0),
    (
        "class C(Callback):\n    def on_batch_end(self, b, l):\n        if b % 9 == 0:\n"
        "            gc.collect()",
        0,
    ),
    ("class C:\n    def on_batch_end(self, b, l):\n        gc.collect()", 0),
    ("def on_batch_end(b, l):\n    gc.collect()", 0),
    ("class C(Callback):\n    def on_batch_end(self, b, l):\n        n = gc.collect()", 0),
    ("class C(Callback):\n    def on_batch_end(self, b, l):\n        gc.collect(0)", 0),
    ("class C(Callback):\n    def on_batch_end(self, b, l):\n        def f():\n            gc.collect()", 0),
]


@pytest.mark.parametrize(("code", "expected"), HOOKS)
def test_hooks(code: str, expected: int) -> None:
    assert len(list(batch_hooks(module(HEAD + code)))) == expected


LAMBDAS = [
    ("LambdaCallback(on_batch_end=lambda b, l: gc.collect())", 1),
    ("LambdaCallback(on_epoch_end=lambda e, l: gc.collect())", 0),
    ("f(on_batch_end=lambda b, l: gc.collect())", 0),
    ("LambdaCallback(None, lambda b, l: gc.collect())", 0),
]


@pytest.mark.parametrize(("code", "expected"), LAMBDAS)
def test_lambdas(code: str, expected: int) -> None:
    assert len(list(batch_lambdas(module(HEAD + code)))) == expected


FIT = "def f(m=1):\n    m = keras.Sequential()\n    m.fit(x, epochs=9)\n"
AFTER = [
    (f"{FIT}    gc.collect()\nf()", True),
    (f"{FIT}    print(m)\n    gc.collect()\nf()", True),
    (f"{FIT}    gc.collect()\ndef main():\n    f()\nmain()", True),
    (f"{FIT}    gc.collect()", True),
    ("def f():\n    for k in m.fit(x, epochs=9).history:\n        print(k)\n    gc.collect()\nf()", False),
    ("def f():\n    if m.fit(x, epochs=9):\n        pass\n    gc.collect()\nf()", False),
    ("def f():\n    with a: m.fit(x, epochs=9)\n    gc.collect()\nf()", False),
    ("def f(h=m.fit(x, epochs=9)):\n    gc.collect()\nf()", False),
    ("def f(): gc.collect()\nf()", False),
    (f"{FIT}    gc.collect()\nf()\nf()", False),
    (f"{FIT}    gc.collect()\nfor i in n:\n    f()", False),
    (f"{FIT}    gc.collect()\n[f() for i in n]", False),
    (f"{FIT}    gc.collect()\nmap(f, n)", False),
    (f"{FIT}    gc.collect()\nf()\ngc.collect()", False),
    (f"{FIT}    keras.backend.clear_session()\n    gc.collect()\nf()", False),
    (f"{FIT}    m = None\n    gc.collect()\nf()", False),
    (f"{FIT}    m.save('a.keras')\n    gc.collect()\nf()", False),
    (f"{FIT.replace('9', '1')}    gc.collect()\nf()", False),
    (f"{FIT}    gc.collect()\n    f()\nf()", False),
    ("m = keras.Sequential()\nm.fit(x, epochs=9)\ngc.collect()", False),
]


@pytest.mark.parametrize(("code", "expected"), AFTER)
def test_after_training(code: str, expected: bool) -> None:
    assert (after_training(module(HEAD + code)) is not None) is expected
