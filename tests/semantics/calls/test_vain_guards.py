"""Stand-ins that are imported in a ``try``, and built where nothing catches that."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.vain_guards import built_elsewhere, built_in_vain, is_handed_on
from tflint_ckpt.semantics.names.mentions import mentions

TRIED = "try:\n    from keras.optimizers.legacy import SGD{}\nexcept ImportError:\n    SGD = None\n"

# Code behind the import, and what builds it: a line of this file, or one of another.
BUILT = [
    ("", "", None),
    ("SGD(0.1)", "", ("train.py", "SGD")),
    ("if SGD is not None:\n    o = SGD(0.1)", "", ("train.py", "SGD")),
    ("isinstance(o, SGD)", "", None),
    ("", "from train import SGD\nSGD(0.1)", ("other.py", "SGD")),
    ("", "import train\ntrain.SGD(0.1)", ("other.py", "train.SGD")),
    ("", "from train import SGD\nisinstance(o, SGD)", None),
    ("try:\n    SGD(0.1)\nexcept ImportError:\n    pass", "", None),
]


@pytest.mark.parametrize(("code", "other", "expected"), BUILT)
def test_built_in_vain(code: str, other: str, expected: tuple[str, str] | None) -> None:
    facts = module(TRIED.format("") + code + "\n", other=f"import keras\n{other}\n")
    (mention,) = (each for each in mentions(facts, "keras") if each.name.endswith("SGD"))
    found = built_in_vain(facts, mention)
    assert (found and (found[0].path, found[0].text(found[1]))) == expected


def test_what_is_imported_for_others() -> None:
    facts = module(
        "from keras.optimizers.legacy import SGD as Old\n", other="from train import Old\nOld(0.1)\n"
    )
    (mention,) = mentions(facts, "keras")
    assert is_handed_on(facts, mention.node) == "Old"
    found = built_elsewhere(facts, "Old")
    assert found is not None
    assert found[0].path == "other.py"
    facts = module("from keras.optimizers.legacy import SGD\nSGD(0.1)\n")
    assert is_handed_on(facts, next(iter(mentions(facts, "keras"))).node) == ""
