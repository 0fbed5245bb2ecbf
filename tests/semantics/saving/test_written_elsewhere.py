"""Which other files write the checkpoints that a restore reads."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints
from tflint_ckpt.semantics.saving.written_elsewhere import made_alike, saved_elsewhere

READ = """\
import tensorflow as tf
from settings import FOLDER
tf.train.Checkpoint(net=net).restore(tf.train.latest_checkpoint({}))
"""
SAVE = "import tensorflow as tf\nfrom settings import FOLDER\ntf.train.Checkpoint(m=model).save({})\n"
SETTINGS = "FOLDER = 'runs/a'\ndef build():\n    return 3\n"


@pytest.mark.parametrize(
    ("read", "saved", "expected"),
    [
        ("FOLDER", "FOLDER + '/ckpt'", 1),
        ("FOLDER", "f'{FOLDER}/ckpt'", 1),
        ("FOLDER", "'runs/a/ckpt'", 0),
        ("'runs/a'", "FOLDER + '/ckpt'", 0),
        ("FOLDER", "FOLDER + '/sub/ckpt'", 0),
        ("FOLDER", "somewhere", 0),
        ("somewhere", "FOLDER + '/ckpt'", 0),
    ],
)
def test_saved(read: str, saved: str, expected: int) -> None:
    facts = module(READ.format(read), settings=SETTINGS, fit=SAVE.format(saved))
    (restore,) = facts.fact(Checkpoints).restores
    assert [there.path for there, _ in saved_elsewhere(facts, restore)] == ["fit.py"] * expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from settings import build\na, b = build(), build()\nshow(a, b)", True),
        ("from settings import build, FOLDER\na = build()\nshow(a, FOLDER)", False),
        ("import settings\nfrom settings import build as b\nshow(settings.build(), b())", True),
        ("def build():\n    return 3\nshow(build(), build())", False),
    ],
)
def test_made_alike(code: str, expected: bool) -> None:
    facts = module(code, settings=SETTINGS)
    (show,) = (call for call in facts.facts.calls if facts.text(call.func) == "show")
    one, other = (argument.value for argument in show.args)
    assert made_alike(facts, one, facts, other) is expected
