"""Which exceptions the code around a place waits for."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled

EXPECTED = [
    "with pytest.raises(TypeError):\n    call()",
    "with self.assertRaises(TypeError) as caught:\n    call()",
    "with np.testing.assert_raises(TypeError):\n    call()",
    "with suppress(TypeError), open(p):\n    if x:\n        call()",
]
NOT_EXPECTED = ["call()", "with open(p):\n    call()", "with pytest.warns(UserWarning):\n    call()"]

HANDLED = [
    "try:\n    call()\nexcept errors.TypeError:\n    pass",
    "try:\n    call()\nexcept (tf.errors.TypeError, KeyError):\n    pass",
    "try:\n    call()\nexcept TypeError:\n    pass",
    "try:\n    call()\nexcept (ValueError, TypeError):\n    pass",
    "try:\n    call()\nexcept* TypeError:\n    pass",
    "try:\n    if x:\n        call()\nexcept Exception as error:\n    pass",
    "try:\n    call()\nexcept:\n    pass",
    "try:\n    call()\nexcept TypeError as error:\n    if x:\n        return\n    raise",
    "try:\n    call()\nexcept TypeError as error:\n    raise Told() from error",
    "try:\n    call()\nexcept TypeError as error:\n    raise other",
    "for x in y:\n  try:\n    call()\n  except TypeError:\n    if x:\n      continue\n    raise",
    "try:\n    try:\n        call()\n    except TypeError:\n        raise\nexcept TypeError:\n    pass",
]
NOT_HANDLED = [
    "try:\n    call()\nexcept TypeError.other:\n    pass",
    "try:\n    call()\nexcept errors.KeyError:\n    pass",
    "call()",
    "try:\n    call()\nexcept KeyError:\n    pass",
    "try:\n    pass\nexcept TypeError:\n    call()",
    "try:\n    pass\nexcept TypeError:\n    pass\nelse:\n    call()",
    "try:\n    call()\nfinally:\n    pass",
    "try:\n    call()\nexcept TypeError:\n    print(1)\n    raise",
    "try:\n    call()\nexcept Exception as error:\n    log(error); raise error",
    "try:\n    def f():\n        call()\nexcept TypeError:\n    pass",
]


@pytest.mark.parametrize(
    ("code", "answer"), [(c, True) for c in EXPECTED] + [(c, False) for c in NOT_EXPECTED]
)
def test_expected(code: str, answer: bool) -> None:
    facts = module(dedent(code))
    [call] = [node for node in facts.facts.calls if getattr(node.func, "value", "") == "call"]
    assert is_expected(facts, call) is answer


@pytest.mark.parametrize(("code", "answer"), [(c, True) for c in HANDLED] + [(c, False) for c in NOT_HANDLED])
def test_handled(code: str, answer: bool) -> None:
    facts = module(dedent(code))
    [call] = [node for node in facts.facts.calls if getattr(node.func, "value", "") == "call"]
    assert is_handled(facts, call, "TypeError") is answer
