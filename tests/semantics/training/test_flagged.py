"""Whether code is run only where something says so."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.training.flagged import is_flagged, is_off, may_be_told

PLACES = [
    ("if validate:\n    show()", True),
    ("if not validate:\n    pass\nelse:\n    show()", True),
    ("if data is not None:\n    show()", True),
    ("if split > 0:\n    show()", True),
    ("if args.validate and True:\n    show()", True),
    ("x = show() if validate else 0", True),
    ("validate and show()", True),
    ("def f(validate=False):\n    if not validate:\n        return\n    show()\nf()", True),
    ("def f(validate=False):\n    if validate:\n        show()\nf()\nf(True)", True),
    ("class C:\n    def f(self):\n        if self.validate:\n            show()", True),
    ("VALIDATE = False\nif VALIDATE:\n    show()", True),
    # on, about nothing else, or not around it
    ("show()", False),
    ("VALIDATE = True\nif VALIDATE:\n    show()", False),
    ("def f(plot=True):\n    if plot:\n        show()\nf()", False),
    ("if __name__ == '__main__':\n    show()", False),
    ("if epoch % 10 == 0:\n    show()", False),
    ("if len(epoch) > 3 or True:\n    show()", False),
    ("if show():\n    pass", False),
    ("if validate:\n    pass\nshow()", False),
    ("if validate:\n    def f():\n        show()", False),
    ("for i in n:\n    show()", False),
]


@pytest.mark.parametrize(("code", "expected"), PLACES)
def test_places(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    (call,) = calls(facts, "show")
    assert is_flagged(facts, call, ("epoch",)) is expected


OFF = [
    ("def f(validate=False):\n    if validate:\n        show()\nf()", True),
    ("def f(validate=False):\n    if validate:\n        show()\nf(True)\nf()", True),
    ("def f(data=None):\n    if data is not None and True:\n        show()\nf()", True),
    ("def f(validate=False):\n    if not validate:\n        return\n    show()\nf()", True),
    ("PLOT = False\nif PLOT:\n    show()", True),
    ("PLOT = True\nif PLOT:\n    show()", False),
    ("if args.plot:\n    show()", False),
    ("def f(plot=False):\n    if plot:\n        show()\nf(True)", False),
    ("if len(x) > 3:\n    show()", False),
    ("show()", False),
]


@pytest.mark.parametrize(("code", "expected"), OFF)
def test_left_off(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    (call,) = calls(facts, "show")
    assert is_off(facts, call) is expected


TOLD = [
    ("m.fit(x, validation_data=v)\nif t:\n    show()", True),
    ("m.fit(x, validation_split=0.1 if t else 0)\nif t:\n    show()", True),
    ("if t:\n    m.fit(x, validation_data=v)\nshow()", True),
    ("m.fit(x)\nif t:\n    show()", False),
    ("m.fit(x, validation_data=None, validation_split=0.0)\nif t:\n    show()", False),
    ("m.fit(x, validation_data=v)\nshow()", False),
]


@pytest.mark.parametrize(("code", "expected"), TOLD)
def test_one_flag_for_both(code: str, expected: bool) -> None:
    facts = module(f"import keras\nm = keras.Sequential()\n{code}\n")
    (call,) = calls(facts, "show")
    assert may_be_told(facts.training.fits, facts, call) is expected
