"""The calls that read, write or test a file, by the names of the files."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.handled import HandledFiles
from tflint_ckpt.semantics.values.kinds import Text

FILES = """
import os, sys
import keras
model = keras.Sequential([keras.layers.Dense(1)])
folder = sys.argv[1]
model.save("runs/best.h5")
model.save("/data/runs/best.h5")
model.save("runs/last.keras")
model.save(folder + "/best.h5")
model.save("best_{epoch}.h5")
os.path.exists("last.keras")
model.load_weights(sys.argv[2])
"""


@pytest.mark.parametrize(
    ("path", "calls"),
    [
        ("runs/best.h5", [0, 1, 3, 4, 6]),
        ("last.keras", [2, 3, 4, 5, 6]),
        ("other.h5", [3, 4, 6]),
        ("best_{epoch}.h5", [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_calls_whose_file_may_be_the_same(path: str, calls: list[int]) -> None:
    """All that are not written out whole, and of the others those of the same file name."""
    file = module(f"{FILES}x = '{path}'\n")
    handled = file.fact(HandledFiles)
    every = [*handled.calls]
    binding = file.facts.module.bindings["x"][0]
    assert binding.value is not None
    texts = [value for value in file.evaluate(binding.value) if isinstance(value, Text)]
    assert [every.index(each.call) for each in handled.like(texts)] == calls


def test_calls_whose_file_has_the_stem() -> None:
    handled = module(FILES).fact(HandledFiles)
    every = [*handled.calls]
    assert [every.index(each.call) for each in handled.with_stems(["best"])] == [0, 1, 3]
