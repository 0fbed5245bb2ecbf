"""What becomes of the arguments of a call when another callable takes the place of the one that is called."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.keras_api.signature import Signature
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.successor import Successor, is_default

OLD = Signature({"k": "f", "p": ["generator", "steps=None", "verbose=1", "workers=1"]})
NEW = Signature({"k": "f", "p": ["x", "y=None", "verbose='auto'", "steps=None"]})
# The arguments of a call; those that are given by another name, those that are dropped, what has to be given
# that was left at another default, and whether nothing changes without the dropped ones.
CALLS = [
    ("a", ("", "", "verbose=1", True)),
    ("a, 3", ("steps=3", "", "verbose=1", True)),
    ("generator=a, steps=3", ("x=a", "", "verbose=1", True)),
    ("a, verbose=0", ("", "", "", True)),
    ("a, workers=1", ("", "workers=1", "verbose=1", True)),
    ("a, workers=4", ("", "workers=4", "verbose=1", False)),
    ("a, None, 1, n", ("steps=None verbose=1", "workers=n", "", False)),
    ("a, epochs=3", None),
    ("a, nb=3", ("steps=3", "", "verbose=1", True)),
    ("a, 2, steps=3", None),
    ("a, nb=2, steps=3", None),
    ("a, 1, 2, 3, 4", None),
    ("*a", None),
    ("a, **k", None),
    ("a, **{'steps': 1}", None),
]


@pytest.mark.parametrize(("given", "expected"), CALLS)
def test_how_arguments_go_over(given: str, expected: tuple[str, str, str, bool] | None) -> None:
    facts = module(f"x = old({given})\n")
    (node,) = facts.facts.calls
    found = Successor.of(facts, bind(facts, node, "old"), OLD, NEW, {"nb": "steps"})
    if expected is None:
        assert found is None
        return
    assert found is not None
    named, dropped = (
        " ".join(f"{name}={facts.text(one.value)}" for one, name in every)
        for every in (found.named, found.dropped)
    )
    missing = " ".join(f"{name}={value}" for name, value in found.missing.items())
    assert (named, dropped, missing, found.same) == expected


@pytest.mark.parametrize(
    ("code", "default", "expected"),
    [
        ("x = 1", "1", True),
        ("x = None", "None", True),
        ("x = False", "None", True),
        ("x = 0", "False", True),
        ("x = 'auto'", "'auto'", True),
        ("n = 1\nx = n", "1", True),
        ("x = 1 if t else 2", "1", False),
        ("x = 1.0", "1", False),
        ("x = 'None'", "None", False),
        ("x = a", "1", False),
        ("x = [1]", "[1]", False),
        ("x = None", None, False),
    ],
)
def test_is_default(code: str, default: str | None, expected: bool) -> None:
    facts = module(code + "\n")
    assert is_default(facts, assigned(facts, "x"), default) is expected
