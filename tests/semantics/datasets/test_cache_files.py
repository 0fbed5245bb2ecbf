"""Files that several datasets are cached in."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.datasets.cache_files import shared_files

HEAD = "import os\nfrom tensorflow.data import Dataset\na = Dataset.range(3)\nb = Dataset.range(5)\n"

SHARED = [
    ("a = a.cache('x')\nb = b.cache('x')", "x 5 6"),
    ("a = a.cache(filename='x')\nb = b.cache('x')", "x 5 6"),
    ("name = 'x'\na = a.cache(name)\nb = b.cache(name)", "x 6 7"),
    ("def f(ds):\n    return ds.cache('x')\na = f(a)\nb = f(b)", "x 7 8"),
    # other files, other runs, or the same dataset
    ("a = a.cache('x')\nb = b.cache('y')", ""),
    ("a = a.cache()\nb = b.cache()", ""),
    ("a = a.cache('')\nb = b.cache('')", ""),
    ("a = a.cache(name)\nb = b.cache(name)", ""),
    ("if t:\n    a = a.cache('x')\nelse:\n    b = b.cache('x')", ""),
    ("a = a.cache('x')", ""),
    ("def f(ds, n):\n    return ds.cache(n)\na = f(a, 'x')\nb = f(b, 'y')", ""),
]


@pytest.mark.parametrize(("code", "expected"), SHARED)
def test_shared_files(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [f"{one.name} {line(facts, one.first)} {line(facts, one.second)}" for one in shared_files(facts)]
    assert ", ".join(found) == expected
