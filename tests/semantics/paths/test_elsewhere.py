"""The other files of the project that name the files of a path."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tflint_ckpt.edits import splice
from tflint_ckpt.semantics.paths.elsewhere import Elsewhere
from tflint_ckpt.semantics.paths.file_names import FileName
from tflint_ckpt.semantics.values.kinds import Text

IMPORTS = "import glob\nimport os\nimport tensorflow as tf\n"


def asked(path: str, other: str, suffix: str = ".weights.h5") -> tuple[str, str, bool]:
    """The other file as edited, the first reason, and whether it forbids the renaming."""
    lab = Lab(f"show({path})", other=IMPORTS + other)
    facts = lab.module
    (value,) = facts.evaluate(facts.facts.calls[0].args[0].value)
    assert isinstance(value, Text)
    found = Elsewhere(facts, FileName(value), value, suffix)
    edited = splice(lab.sources["other.py"].text, [edit for edit in found.edits if edit.path == "other.py"])
    reason, forbids = found.reasons[0] if found.reasons else ("", False)
    return edited.removeprefix(IMPORTS), reason.removeprefix("other.py:4 "), forbids


TOO = "names such a file too"
# A path, code of the other file, that as edited, and the reason; ! where a person is to do it.
OTHERS = [
    (
        "'a/w.ckpt'",
        "model.load_weights('a/w.ckpt')",
        "'a/w.weights.h5'",
        "is edited too, and a file of the old name may be there already",
    ),
    ("'a/w.ckpt'", "print('reads w.ckpt')", "w.weights.h5", ""),
    ("'a/w.ckpt'", "model.load_weights('b/w.ckpt')", "", f"{TOO}, in a folder that may be another one!"),
    ("'a/w.ckpt'", "use('a/w.ckpt')", "", f"{TOO}, where it is handed to use()!"),
    ("'a/w.ckpt'", "model.save('a/w.ckpt')", "", f"{TOO}, in a call that writes a whole model!"),
    (
        "'a/w.ckpt'",
        "os.path.exists('a/w.ckpt' + '.index')",
        "",
        f"{TOO}, where the name of another file is made of it!",
    ),
    ("'a/w.ckpt'", "tf.train.latest_checkpoint('a')", "", "finds only TensorFlow's own checkpoints!"),
    ("'a/w.ckpt'", "tf.train.latest_checkpoint(d)", "", "finds only TensorFlow's own checkpoints"),
    ("'a/w.ckpt'", "glob.glob('a/*.ckpt')", "", "looks for such files!"),
    ("'a/w.ckpt'", "glob.glob('b/*.ckpt')", "", ""),
    ("'a/w.ckpt'", "glob.glob('a/w.*')", "", ""),
    ("'a/w.ckpt'", "open('a/w.weights.h5')", "", "other.py names a file w.weights.h5"),
    ("'a/w.ckpt'", "model.load_weights('a/v.ckpt')", "", ""),
    ("'a/w.ckpt'", "model.load_weights('a/w.ckpt2')", "", ""),
    ("'a/w.ckpt'", "w = ckpt", "", ""),
    ("f'a/{n}.ckpt'", "model.load_weights(p + '.ckpt')", "", f"{TOO}!"),
    (
        "f'a/m_hl_{n}.ckpt'",
        "model.load_weights('a/m_hl_' + str(i) + '.ckpt')",
        "'a/m_hl_' + str(i) + '.weights.h5'",
        "is edited too, and a file of the old name may be there already",
    ),
    (
        "f'{d}/model/m_hl_{n}.ckpt'",
        "import pathlib\nd = pathlib.Path(p).joinpath('model')\n"
        "model.load_weights(d.joinpath('m_hl_' + str(i) + '.ckpt'))",
        "joinpath('m_hl_' + str(i) + '.weights.h5')",
        "other.py:6 is edited too, and a file of the old name may be there already",
    ),
    (
        "f'a/m_hl_{n}.ckpt'",
        "open('a/m_hl_' + str(i) + '.ckpt.index')",
        "",
        f"{TOO}, where it is handed to open()!",
    ),
    ("f'a/m_hl_{n}.ckpt'", "use('a/m_hl_%d' % i + '.ckpt')", "", f"{TOO}, where it is handed to use()!"),
    ("f'a/m_hl_{n}.ckpt'", "use('m_hl_' + str(i)); use('v.ckpt')", "", ""),
    ("f'a/{n}.ckpt'", "use('v.ckpt')", "", f"{TOO}"),
]


@pytest.mark.parametrize(("path", "other", "edited", "reason"), OTHERS)
def test_other_files(path: str, other: str, edited: str, reason: str) -> None:
    text, why, forbids = asked(path, other)
    assert why + "!" * forbids == reason
    assert (edited in text and text != other) if edited else text == other
