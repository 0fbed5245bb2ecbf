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


OWN = "import tensorflow as tf\nFOLDER = 'runs/a'\ndef build(): return 3\n{}\n"


@pytest.mark.parametrize(
    ("imported", "read", "objects", "expected"),
    [
        ("import fit", "fit.FOLDER", "net", 1),
        ("from fit import FOLDER", "FOLDER", "net", 1),
        ("from pathlib import Path\nimport fit", "str(Path(fit.FOLDER))", "net", 1),
        ("from fit import build", "'runs/a'", "build()", 1),
        ("import fit", "'runs/a'", "net", 0),
        ("import fit\nFOLDER = 'runs/a'", "FOLDER", "net", 0),
        ("import fit\ndef build(): return 4", "'runs/a'", "build()", 0),
        ("import fit", "fit.FOLDER + '/b'", "net", 0),
    ],
)
def test_saved_by_the_file_that_names_the_folder(
    imported: str, read: str, objects: str, expected: int
) -> None:
    save = OWN.format("tf.train.Checkpoint(m=build()).save(FOLDER + '/ckpt')")
    latest = f"tf.train.latest_checkpoint({read})"
    code = f"import tensorflow as tf\n{imported}\ntf.train.Checkpoint(net={objects}).restore({latest})\n"
    facts = module(code, fit=save)
    (restore,) = facts.fact(Checkpoints).restores
    assert [there.path for there, _ in saved_elsewhere(facts, restore)] == ["fit.py"] * expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from settings import build\na, b = build(), build()\nshow(a, b)", True),
        ("from settings import build, FOLDER\na = build()\nshow(a, FOLDER)", False),
        ("import settings\nfrom settings import build as b\nshow(settings.build(), b())", True),
        ("def build():\n    return 3\nshow(build(), build())", True),
        ("def f():\n    def build(): return 3\n    show(build(), build())", False),
        ("show(build(), build())", False),
    ],
)
def test_made_alike(code: str, expected: bool) -> None:
    facts = module(code, settings=SETTINGS)
    (show,) = (call for call in facts.facts.calls if facts.text(call.func) == "show")
    one, other = (argument.value for argument in show.args)
    assert made_alike(facts, one, facts, other) is expected
