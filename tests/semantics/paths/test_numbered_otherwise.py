"""Files that are numbered in two ways; more cases are those of TFC522."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.numbered_otherwise import numbered_otherwise

HEAD = "import keras\nm = keras.Sequential()\nfor k in range(1, 4): m.save(f'f_{k}.keras')\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("for k in range(3): keras.models.load_model(f'f_{k}.keras')", [(0, 1)]),
        ("{k: keras.models.load_model(f'f_{k}.keras') for k in range(3)}", [(0, 1)]),
        ("for k in range(-1, 3): keras.models.load_model(f'f_{k}.keras')", [(-1, 1)]),
        ("for k in range(2, 3): keras.models.load_model(f'f_{k}.keras')", []),
        ("def f(k): return keras.models.load_model(f'f_{k}.keras')\nfor k in range(3): f(k)", []),
        ("for k in range(3): keras.models.load_model(f'g_{k}.keras')", []),
        ("[keras.models.load_model(f'f_{k}.keras') for k in range(3) for j in r]", []),
    ],
)
def test_the_first(code: str, expected: list[tuple[int, int]]) -> None:
    found = list(numbered_otherwise(module(HEAD + code)))
    assert [(each.first, each.written[0]) for each in found] == expected
