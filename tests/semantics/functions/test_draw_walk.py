"""Statements and expressions in the order in which they draw."""

from __future__ import annotations

import pytest

from tests.semantics.functions.test_randomness import drawn

DRAW = "tf.random.uniform(())"


@pytest.mark.parametrize(
    ("body", "random"),
    [
        (f"return {DRAW}", True),
        (f"if AUGMENT:\n        v += {DRAW}\n    return v", True),
        (f"if not AUGMENT:\n        v += {DRAW}\n    return v", False),
        (f"if a:\n        return v\n    return {DRAW}", None),
        (f"return v\n    return {DRAW}", False),
        (f"for i in range(3):\n        v += {DRAW}\n    return v", True),
        (f"while a:\n        v += {DRAW}\n    return v", None),
        (f"return {DRAW} if AUGMENT else v", True),
        (f"return v if AUGMENT else {DRAW}", False),
        (f"return {DRAW} if a else v", None),
        (f"return a and {DRAW}", None),
    ],
)
def test_what_runs_draws(body: str, random: bool | None) -> None:
    assert drawn(f"def f(v):\n    {body}\nshow(f)").random is random
