"""The paths that reach Keras' own ModelCheckpoint, and what becomes of their fields."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.saved import (
    filled,
    frequency,
    is_keras_field,
    is_used_once,
    malformed,
    saved_paths,
    takes_files_away,
)
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text

HEAD = """\
import functools, os, shutil
import keras
from pathlib import Path
from keras.callbacks import ModelCheckpoint
"""
# Code, the paths that are filled in when it saves, and how many are not judged.
PATHS = [
    ("ModelCheckpoint('a')", "a", 0),
    ("ModelCheckpoint('a' if t else 'b')", "a b", 0),
    ("ModelCheckpoint(p)", "", 1),
    ("ModelCheckpoint(**options)", "", 0),
    ("functools.partial(ModelCheckpoint, 'a')", "a", 0),
    ("class C(ModelCheckpoint):\n    pass\nC('a')", "a", 0),
    ("class C(ModelCheckpoint):\n    def on_epoch_end(self, e, logs): pass\nC('a')", "", 0),
    ("c = ModelCheckpoint('a')\nc.filepath = 'b'", "", 0),
    ("import pytest\nwith pytest.raises(ValueError):\n    ModelCheckpoint('a')", "", 0),
    ("keras.callbacks.BackupAndRestore('a')", "", 0),
]
FREQUENCIES = [
    ("", "EPOCH"),
    ("save_freq='epoch'", "EPOCH"),
    ("save_freq=100", "BATCHES"),
    ("save_freq=5 * steps", "BATCHES"),
    ("save_freq=int(steps)", "BATCHES"),
    ("save_freq='batch'", "NEVER"),
    ("save_freq=1.5", "NEVER"),
    ("save_freq=None", "NEVER"),
    ("save_freq=n", "None"),
    ("save_freq='epoch' if t else 100", "None"),
    ("**options", "None"),
]
AWAY = [
    ("os.remove(p)", True),
    ("Path(p).unlink()", True),
    ("shutil.rmtree(p)", True),
    ("os.system('rm -r a')", True),
    ("KeepLastCheckpoints()", True),
    ("remove_old_ckpt(p)", True),
    ("from os import remove as gone\ngone(p)", True),
    ("os.makedirs(p)", False),
    ("names.remove(p)", False),
    ("model.save_weights(p)", False),
]
# A field, and what it becomes; an exception by its class, and "?" where nobody can say.
FILLED = [
    ("{epoch}", "7"),
    ("{epoch:02d}", "07"),
    ("{val_loss:.2f}", "0.50"),
    ("{val_dice:.1f}", "0.5"),
    ("{loss:d}", "ValueError"),
    ("{epoch:02 d}", "ValueError"),
    ("{val_mine:d}", "?"),
    ("{epoch:20000d}", "?"),
    ("{other}", "?"),
    ("{epoch.real}", "?"),
]
MALFORMED = [
    ("w_{epoch}.h5", True),
    ("w_{{x}}.h5", True),
    ("w_{epoch.h5", False),
    ("w_epoch}.h5", False),
    ("?epoch}.h5", True),  # it may be opened in what is not known
    ("{?}.h5", True),
    ("?{epoch.h5", False),
]


@pytest.mark.parametrize(("code", "paths", "open_"), PATHS)
def test_saved_paths(code: str, paths: str, open_: int) -> None:
    facts = module(HEAD + code)
    assert " ".join(one.template.text for one in saved_paths(facts, "TFC107")) == paths
    assert facts.not_judged["TFC107"] == open_


@pytest.mark.parametrize(("arguments", "expected"), FREQUENCIES)
def test_frequencies(arguments: str, expected: str) -> None:
    facts = module(f"{HEAD}ModelCheckpoint('a', {arguments})")
    (call,) = facts.calls("keras.callbacks.ModelCheckpoint")
    found = frequency(facts, call)
    assert (found.name if found is not None else "None") == expected


@pytest.mark.parametrize(("code", "expected"), AWAY)
def test_files_that_are_taken_away(code: str, expected: bool) -> None:
    assert takes_files_away(module(HEAD + code)) is expected


@pytest.mark.parametrize(("field", "expected"), FILLED)
def test_filled(field: str, expected: str) -> None:
    found = filled(field)
    assert ("?" if found is None else found if isinstance(found, str) else type(found).__name__) == expected


@pytest.mark.parametrize(("path", "is_fine"), MALFORMED)
def test_malformed(path: str, is_fine: bool) -> None:
    known, *rest = path.split("?")
    parts: list[Piece | Hole] = [Piece(known)]
    for each in rest:
        parts += [Hole(None), Piece(each)]
    assert (malformed(Text(tuple(parts))) is None) is is_fine


def test_names_that_keras_fills_in() -> None:
    assert all(map(is_keras_field, ("epoch", "batch", "loss", "val_loss", "val_mine", "accuracy")))
    assert not any(map(is_keras_field, ("name", "run", "epochs", "my_loss", "", "Epoch")))


# Code that shows a path, and whether only it reads where its characters are written.
ONCE = [
    ("show('abc')", True),
    ("p = 'abc'\nshow(p)", True),
    ("show('a' + 'bc')", True),
    ("p = 'abc'\nshow(p)\nprint(p)", False),
    ("p = 'a'\nshow(p + 'bc')", False),
    ("def f(p):\n    show(p)\nf('abc')", False),
]


@pytest.mark.parametrize(("code", "expected"), ONCE)
def test_used_once(code: str, expected: bool) -> None:
    facts = module(code)
    (call,) = calls(facts, "show")
    (text,) = facts.evaluate(call.args[0].value)
    assert isinstance(text, Text)
    assert is_used_once(facts, Template(text), (0, 3), call.args[0].value) is expected
