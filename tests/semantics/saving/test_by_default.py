"""Folders of files that an option names by default."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.by_default import missing_by_default
from tflint_ckpt.semantics.saving.folders import Writings

HEAD = """\
import argparse
import os
import numpy as np
import keras
p = argparse.ArgumentParser()
p.add_argument("--out", default="runs/a")
args = p.parse_args()
"""

FOLDERS = [
    ("np.save(args.out + '/x.npy', x)", "runs/a"),
    ("np.save(f'{args.out}/x_{n}.npy', x)", "runs/a"),
    ("keras.callbacks.CSVLogger(args.out)", "runs"),
    # told, and so no matter of options
    ("np.save('there/x.npy', x)", ""),
    ("np.save(name, x)", ""),
    ("np.save(f'{args.out}/{n}/x.npy', x)", ""),
    # made
    ("os.makedirs(args.out)\nnp.save(args.out + '/x.npy', x)", ""),
    ("os.makedirs(name)\nnp.save(args.out + '/x.npy', x)", ""),
    ("keras.callbacks.ModelCheckpoint(args.out + '/m.keras')\nnp.save(args.out + '/x.npy', x)", ""),
]


@pytest.mark.parametrize(("code", "folder"), FOLDERS)
def test_missing_by_default(code: str, folder: str) -> None:
    facts = module(f"{HEAD}{code}\n")
    (writing,) = facts.fact(Writings).every
    assert missing_by_default(facts, writing, [writing.node]) == folder
