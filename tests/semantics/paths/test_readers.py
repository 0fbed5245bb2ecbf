"""Calls that may get at a file without its whole name."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.readers import folder_handed, folder_readers, is_own_file
from tflint_ckpt.semantics.values.kinds import Text

HEAD = "import glob, os, shutil\nimport tensorflow as tf\nfrom pathlib import Path\n"
# Code, and why files runs/a/….h5 that become .keras may not be found; ! where they surely are not.
READERS = [
    (
        "tf.train.latest_checkpoint('runs/a')",
        "tf.train.latest_checkpoint finds only TensorFlow's own checkpoints!",
    ),
    ("tf.train.latest_checkpoint('runs/b')", ""),
    ("tf.train.latest_checkpoint(d)", "tf.train.latest_checkpoint finds only TensorFlow's own checkpoints!"),
    ("glob.glob('runs/a/*.h5')", "glob() may look for it!"),
    ("glob.glob('runs/*/*.h5')", "glob() may look for it!"),
    ("glob.glob('runs/a/*')", "glob() may look for it"),
    ("glob.glob(p)", "glob() may look for it"),
    ("glob.glob(os.path.join(d, '*.h5'))", "glob() may look for it!"),
    ("Path('runs').rglob('*.h5')", "rglob() may look for it!"),
    ("glob.glob('runs/a/*.jpg')", ""),
    ("glob.glob('runs/b/*.h5')", ""),
    ("glob.glob('../input/*.h5')", ""),
    ("os.listdir('runs/a')", "listdir() may list its folder"),
    ("os.listdir('runs')", "listdir() may list its folder"),
    (
        "[n for n in os.listdir('runs/a') if n.endswith('.h5')]",
        "listdir() may list its folder, for names that end in .h5!",
    ),
    ("os.listdir('runs/a/b')", ""),
    ("Path('runs/a').iterdir()", "iterdir() may list its folder"),
    ("os.walk('/data')", "walk() may list its folder"),
    (
        "tf.train.Checkpoint().restore(p)",
        "tf.train.Checkpoint.restore reads only TensorFlow's own checkpoints",
    ),
    ("other.restore(p)", ""),
    ("tf.saved_model.load('runs/a')", "load() may read it"),
    ("os.makedirs('runs/a')", ""),
]
# Code, and who gets the folder of the file runs/a/w.h5.
HANDED = [
    ("send('runs/a')", "send() is handed its folder"),
    ("send('./runs/a/')", "send() is handed its folder"),
    (
        "d = 'runs/a'\nshutil.make_archive(d, 'zip', d)",
        "make_archive() is handed its folder, make_archive() is handed its folder",
    ),
    ("def f(d):\n    os.makedirs(d)\nf('runs/a')", ""),
    ("os.makedirs('runs/a')\nprint('runs/a')", ""),
    ("send('runs')", ""),
    ("send(d)", ""),
]


@pytest.mark.parametrize(("code", "expected"), READERS)
def test_folder_readers(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [why + "!" * sure for why, sure in folder_readers(facts, "runs/a", ".h5", ".keras")]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(("code", "expected"), HANDED)
def test_folder_handed(code: str, expected: str) -> None:
    facts = module(f"{HEAD}show('runs/a/w.h5')\n{code}")
    (show,) = calls(facts, "show")
    (text,) = facts.evaluate(show.args[0].value)
    assert isinstance(text, Text)
    assert ", ".join(folder_handed(facts, text)) == expected


def test_own_files() -> None:
    for name in ("a.index", "a.data-00000-of-00001", "runs/checkpoint"):
        assert is_own_file(name)
    for name in ("a.h5", "checkpoint", "a.index.json", "runs/checkpoint.txt"):
        assert not is_own_file(name)
