"""What class weights are instead of a dictionary."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.class_weights import counts_from_zero, not_a_dictionary

HEAD = "import numpy as np\nfrom sklearn.utils.class_weight import compute_class_weight\n"

WEIGHTS = [
    ("show(compute_class_weight('balanced', classes=c, y=y))", "ARRAY"),
    ("w = compute_class_weight('balanced', classes=c, y=y)\nshow(w)", "ARRAY"),
    ("show(np.array([1, 2]))", "ARRAY"),
    ("show([1, 2])", "LIST"),
    ("show((1, 2))", "LIST"),
    ("show('balanced')", "TEXT"),
    # a dictionary, or not known
    ("show({0: 1, 1: 2})", None),
    ("show(dict(enumerate(compute_class_weight('balanced', classes=c, y=y))))", None),
    ("show(None)", None),
    ("show(w)", None),
    ("show(make(y))", None),
    ("w = [1, 2] if t else {0: 1}\nshow(w)", None),
]


@pytest.mark.parametrize(("code", "expected"), WEIGHTS)
def test_weights(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    found = not_a_dictionary(facts, node)
    assert (found.name if found is not None else None) == expected


# What ``weights`` of another file returns, and what it gives then.
ELSEWHERE = [
    ("return n / np.bincount(y)", "ARRAY"),
    ("return np.maximum(y, 1)", "ARRAY"),
    ("if n: return np.ones(n)\n    return np.zeros(9)", "ARRAY"),
    ("return [1, 2]", "LIST"),
    ("return dict(enumerate(np.bincount(y)))", None),
    ("if n: return {0: 1}\n    return np.zeros(9)", None),
    ("if n: return np.zeros(9)", None),
    ("return y", None),
    ("return y / n", None),
]


@pytest.mark.parametrize(("body", "expected"), ELSEWHERE)
def test_weights_that_another_file_makes(body: str, expected: str | None) -> None:
    other = f"import numpy as np\ndef weights(y, n=0):\n    {body}\n"
    code = f"{HEAD}from other import weights\nw = weights(y)\nshow(w)"
    facts, node = marked(code, other=other)
    found = not_a_dictionary(facts, node)
    assert (found.name if found is not None else None) == expected
    assert expected != 'ARRAY' or not counts_from_zero(facts, node)
