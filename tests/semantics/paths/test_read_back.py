"""Files that the module writes itself, into folders that have to be there."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.read_back import OwnFiles, reads
from tflint_ckpt.semantics.paths.shape import HOLE, normal, shape
from tflint_ckpt.semantics.values.kinds import Text

# What the module writes, a path, and whether it is of such a file; ? is an unknown part.
WRITTEN = [
    ("np.save('a/x.npy', x)", "a/x.npy", True),
    ("np.save('a/x', x)", "a/x.npy", True),
    ("np.savez(f'{d}/x', x)", "?/x.npz", True),
    ("ModelCheckpoint('a/w_{epoch:02d}.h5')", "a/w_03.h5", True),
    ("ModelCheckpoint('a/w_{epoch:02d}.h5')", "a/w_?.h5", True),
    ("ModelCheckpoint('a/w_{epoch}-{val_loss:.2f}.h5')", "a/w_3-0.25.h5", True),
    ("ModelCheckpoint('a/w_{epoch:02d}.h5')", "a/w_best.h5", False),
    ("np.save('a/x.npy', x)", "a/y.npy", False),
    ("np.save('a/x.npy', x)", "?/x.npy", False),
    ("np.load('a/x.npy')", "a/x.npy", False),
    ("", "a/x.npy", False),
]
READS = [
    ("np.load(p)", True),
    ("keras.models.load_model(p)", True),
    ("pd.read_csv(p)", True),
    ("open(p)", True),
    ("open(p, 'rb')", True),
    ("open(p, mode='r')", True),
    ("open(p, 'w')", False),
    ("open(p, mode='r+')", False),
    ("open(p, mode)", False),
    ("np.save(p, x)", False),
    ("download(p)", False),
    ("upload(p)", False),
]


@pytest.mark.parametrize(("code", "path", "expected"), WRITTEN)
def test_own_files(code: str, path: str, expected: bool) -> None:
    facts = module(f"import numpy as np\nfrom keras.callbacks import ModelCheckpoint\n{code}")
    files = OwnFiles(
        facts,
        lambda call, node: [normal(shape(each)) for each in facts.evaluate(node) if isinstance(each, Text)],
    )
    assert files.has([path.replace("?", HOLE)]) is expected


@pytest.mark.parametrize(("code", "expected"), READS)
def test_reads(code: str, expected: bool) -> None:
    facts = module(code)
    assert reads(facts, facts.facts.calls[0]) is expected
    assert not reads(module("f()"), calls(module("f()"), "f")[0])
