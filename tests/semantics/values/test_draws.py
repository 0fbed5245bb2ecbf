"""What the generators of NumPy draw, and what that is in shape and type: as NumPy itself says."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.draws import drawn_by

HEAD = "import numpy as np\nfrom numpy.random import default_rng\nrng = np.random.default_rng(3)\n"
KEPT = """\
class A:
    def __init__(self{given}): self.r = {kept}
    def f(self): show(self.r.random(7))
"""
# A call; the function of NumPy that gives the same, and the shape and type of what it gives.
DRAWN = [
    ("rng.integers(0, 5, (7, 1))", "randint", "7 1 int64"),
    ("rng.integers(5, size=7)", "randint", "7 int64"),
    ("rng.integers(0, 5, 7, dtype=np.int32)", "randint", "7 int32"),
    ("rng.random((7, 3))", "random", "7 3 float64"),
    ("rng.random((7, 3), dtype='float32')", "random", "7 3 float32"),
    ("rng.normal(size=(7, 3))", "normal", "7 3 float64"),
    ("rng.normal(0, 1, (7, 3)).astype('float32')", "", "7 3 float32"),
    ("rng.uniform(0, 1, 7)", "uniform", "7 float64"),
    ("rng.standard_normal((7, 2), dtype=np.float32)", "standard_normal", "7 2 float32"),
    ("np.random.default_rng().random(7)", "random", "7 float64"),
    ("default_rng(1).integers(0, 5, 7)", "randint", "7 int64"),
    ("np.random.RandomState(0).rand(7, 2)", "rand", "7 2 float64"),
    ("np.random.RandomState(0).randint(0, 5, size=(7,))", "randint", "7 int64"),
    # A number, or rows of what it chooses from.
    ("rng.normal()", "normal", None),
    ("rng.integers(5)", "randint", None),
    ("rng.choice(np.zeros((4, 3)), 7)", "", None),
]
OTHERS = [
    "other.integers(0, 5, (7, 1))",
    "np.random.mtrand.integers(0, 5, 7)",
    "(rng if x else other).integers(0, 5, 7)",
    "rng.shuffle(x)",
    "rng.bit_generator.random(7)",
    "random(7)",
]


@pytest.mark.parametrize(("code", "same", "expected"), DRAWN)
def test_what_is_drawn(code: str, same: str, expected: str | None) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    assert drawn_by(facts, cst.ensure_type(node, cst.Call)) == (f"numpy.random.{same}" if same else "")
    shape = facts.fact(Shapes).at(node)
    assert (f"{' '.join(map(str, shape.axes))} {shape.dtype}" if shape is not None else None) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(r): show(r.random(7))\nf(rng)", "random"),
        ("def f(r): show(r.random(7))\nf(rng)\nf(other)", ""),
        (f"{KEPT.format(given='', kept='default_rng()')}", "random"),
        (f"{KEPT.format(given=', r', kept='r')}A(rng).f()", "random"),
        (f"{KEPT.format(given=', r', kept='r')}A(other).f()", ""),
    ],
)
def test_where_the_generator_comes_from(code: str, expected: str) -> None:
    facts, node = marked(HEAD + code)
    assert drawn_by(facts, cst.ensure_type(node, cst.Call)).rpartition(".")[2] == expected


@pytest.mark.parametrize("code", OTHERS)
def test_what_no_generator_draws(code: str) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    assert drawn_by(facts, cst.ensure_type(node, cst.Call)) == ""
