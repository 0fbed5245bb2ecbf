"""Folders of files that a call writes, where nothing makes them before."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.shape import templates
from tflint_ckpt.semantics.saving.missing_folders import is_made_by_checkpoint, missing_folders

HEAD = "import os, keras\nfrom pathlib import Path\nfrom keras.callbacks import ModelCheckpoint\n"
# Code that writes a file, and the folders that are missing.
MISSING = [
    ("write('a/b/m.h5')", "a/b"),
    ("d = 'a'\nwrite(os.path.join(d, 'm.h5'))", "a"),
    ("write(Path('a') / 'm.h5')", "a"),
    ("write('a/{epoch}/m.h5')", "a"),
    ("write('a/m.h5' if t else 'b/m.h5')", "a b"),
    ("write('a/m.h5')\nos.makedirs('a')", ""),  # the function may be called twice
    ("os.makedirs('a/b')\nwrite('a/m.h5')", ""),
    ("os.makedirs('a')\nwrite('a/b/m.h5')", "a/b"),
    ("def make(d):\n    os.makedirs(d, exist_ok=True)\nmake('a')\nwrite('a/m.h5')", ""),
    ("ModelCheckpoint('a/c.keras')\nwrite('a/m.h5')", ""),
    ("ModelCheckpoint('b/c.keras')\nwrite('a/m.h5')", "a"),
    ("ModelCheckpoint(path)\nwrite('a/m.h5')", ""),
    ("write('m.h5')", ""),
    ("write('/a/m.h5')", ""),
    ("write(name + '/m.h5')", ""),
    ("write('gs://a/m.h5')", ""),
]


@pytest.mark.parametrize(("code", "expected"), MISSING)
def test_missing(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "write")
    paths = templates(facts.evaluate(call.args[0].value), facts.fact(Fillings).mark)
    assert paths is not None
    assert " ".join(missing_folders(facts, call, paths, (call,))) == expected


def test_folders_of_checkpoints() -> None:
    facts = module(f"{HEAD}ModelCheckpoint(f'a/{{n}}/m.keras')\nModelCheckpoint(monitor='loss')")
    assert [is_made_by_checkpoint(facts, each) for each in ("a", "a/b", "b")] == [True, True, False]
