"""What Python and NumPy draw in functions of other files."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.functions.host_elsewhere import drawn_elsewhere

OTHER = """\
import numpy as np
def noise(n, seed=None):
    return np.random.normal(size=n)
def half(n):
    return noise(n) if n > 3 else n
def zero(n):
    return n * 0
"""


@pytest.mark.parametrize(
    ("code", "drawn"),
    [
        ("from other import noise\nnoise(3)", "numpy.random.normal"),
        ("import other\nother.noise(n=3)", "numpy.random.normal"),
        ("from pkg import noise\nnoise(3)", "numpy.random.normal"),
        ("from other import half\nhalf(3)", None),
        ("from other import zero\nzero(3)", None),
        ("import numpy as np\nnp.random.normal(3)", None),
        ("def noise(n):\n    return n\nnoise(3)", None),
        ("from other import noise\nnoise = zero\nnoise(3)", None),
        ("x.noise(3)", None),
    ],
)
def test_drawn(code: str, drawn: str | None) -> None:
    facts = module(code, other=OTHER, **{"pkg/__init__": "from other import noise\n"})
    found = drawn_elsewhere(facts, facts.facts.calls[-1], facts.tree)
    assert (found.name if found is not None else None) == drawn
    assert found is None or (found.there is not None and found.there[0].path == "other.py")
