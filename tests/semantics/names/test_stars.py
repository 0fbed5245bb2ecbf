"""A name that a star import brings is no builtin."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from tensorflow import *\nshow(print)", None),
        ("from tensorflow import *\nshow(range)", None),
        ("from tensorflow import *\nshow(sum)", "sum"),
        ("from numpy import *\nshow(sum)", None),
        ("from numpy import *\nshow(print)", "print"),
        ("from numpy.random import *\nshow(sum)", "sum"),
        ("from keras.backend import *\nshow(max)", None),
        ("from tensorflow.keras.backend import *\ndef f():\n    return [show(max) for _ in x]", None),
        ("from tensorflow.keras.layers import *\nshow(max)", "max"),
        ("from numpy import *\nsum = 3\nshow(sum)", None),
        ("import numpy\nshow(sum)", "sum"),
    ],
)
def test_a_builtin_that_a_star_import_brings_is_none(code: str, expected: str | None) -> None:
    facts, node = marked(code)
    assert facts.builtin(node) == expected
