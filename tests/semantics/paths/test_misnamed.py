"""Checkpoints of Keras whose path does not end in the suffix that Keras 3 goes by."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.misnamed import misnamed, named_keras

HEAD = "import keras\nfrom keras.callbacks import ModelCheckpoint\n"
ONLY = "save_weights_only=True"
# A checkpoint; the path that is misnamed as one of weights, as one of a whole model, and what is not judged.
CHECKPOINTS = [
    (f"ModelCheckpoint('a.ckpt', {ONLY})", "a.ckpt", "", ""),
    (f"ModelCheckpoint('a.h5', {ONLY})", "a.h5", "", ""),
    (f"ModelCheckpoint('a.weights.h5', {ONLY})", "", "", ""),
    ("ModelCheckpoint('a.ckpt')", "", "a.ckpt", ""),
    ("ModelCheckpoint('a_{epoch}.h5')", "", "a_{epoch}.h5", ""),
    ("ModelCheckpoint('a.keras')", "", "", ""),
    ("ModelCheckpoint('a.ckpt', save_weights_only=flag)", "", "a.ckpt", ""),
    ("ModelCheckpoint('a.h5', save_weights_only=flag)", "", "", "1"),
    ("ModelCheckpoint('a. keras')", "", "", ""),  # another defect
    ("ModelCheckpoint(path)", "", "", "1"),
    ("ModelCheckpoint(**options)", "", "", "1"),
    ("ModelCheckpoint(monitor='loss')", "", "", ""),
    ("try:\n    ModelCheckpoint('a.ckpt')\nexcept ValueError:\n    pass", "", "", ""),
]


@pytest.mark.parametrize(("code", "weights", "models", "open_"), CHECKPOINTS)
def test_misnamed(code: str, weights: str, models: str, open_: str) -> None:
    facts = module(HEAD + code)
    for expected, is_weights in ((weights, True), (models, False)):
        found = misnamed(facts, "TFC105", weights=is_weights)
        assert " ".join(text.shown for one in found for text in one.texts) == expected
    assert str(facts.not_judged["TFC105"] or "") == open_


def test_how_it_is_shown() -> None:
    facts = module(f"{HEAD}ModelCheckpoint('a.ckpt' if t else 'b.h5')")
    (found,) = misnamed(facts, "TFC105", weights=False)
    assert found.shown == "'a.ckpt'"
    assert found.ends_in(".h5", ".ckpt")
    assert not found.ends_in(".h5")


def test_whole_models_in_keras_files() -> None:
    code = f"ModelCheckpoint('a.keras')\nModelCheckpoint('b.keras', {ONLY})\nModelCheckpoint('c.h5')\n"
    facts = module(f"{HEAD}{code}ModelCheckpoint('d.keras' if t else 'd.h5')\nModelCheckpoint(p)")
    assert [shown for _, _, shown in named_keras(facts)] == ["a.keras"]
