"""What is sure of every value that an expression may have."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked

HEAD = "import numpy as np\nfrom tensorflow import keras\n"

# An expression, and what it surely is.
SURE = [
    ("True", "true"),
    ("False", "false"),
    ("None", "none"),
    ("3", "number"),
    ("-2.5", "number"),
    ("np.zeros(3)", "numpy"),
    ("keras.Model()", "keras"),
    ("True if t else True", "true"),
    ("3 if t else 4.5", "number"),
    # not sure
    ("a", ""),
    ("1", "number"),
    ("True if t else False", ""),
    ("True if t else a", ""),
    ("'True'", ""),
    ("3 if t else a", ""),
    ("np.zeros(3) if t else a", ""),
    ("np", ""),
    ("mine.zeros(3)", ""),
    ("[]", ""),
]


@pytest.mark.parametrize(("code", "expected"), SURE)
def test_what_is_sure(code: str, expected: str) -> None:
    facts, node = marked(f"{HEAD}x = {code}\nshow(x)")
    answers = {
        "true": facts.is_constant(node, True),
        "false": facts.is_constant(node, False),
        "none": facts.is_constant(node, None),
        "number": facts.is_number(node),
        "numpy": facts.made_by(node, "numpy"),
        "keras": facts.made_by(node, "keras"),
    }
    assert " ".join(name for name, answer in answers.items() if answer) == expected


def test_nothing_is_sure_of_what_is_not_given() -> None:
    facts, _ = marked("show(a)")
    assert not facts.is_constant(None, None)
    assert not facts.is_number(None)
    assert not facts.surely(None, lambda value: True)
