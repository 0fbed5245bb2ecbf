"""Calls that write or read the file of a model, and how the file ends."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.saving.files import MODEL_SUFFIXES, Action, file_calls, wrong_endings

HEAD = "import keras\nmodel = keras.Sequential()\n"
# Code, and what its calls do with which path on which model, all that is known of it.
CALLS = [
    ("model.save('a')", "SAVE 'a' model"),
    ("model.save(filepath='a')", "SAVE 'a' model"),
    ("model.save_weights('a')", "SAVE_WEIGHTS 'a' model"),
    ("model.load_weights('a')", "LOAD_WEIGHTS 'a' model"),
    ("keras.models.save_model(model, 'a')", "SAVE 'a' model"),
    ("keras.saving.save_model(filepath='a', model=model)", "SAVE 'a' model"),
    ("keras.models.load_model('a')", "LOAD 'a' -"),
    ("from keras.saving import load_model as read\nread('a')", "LOAD 'a' -"),
    ("m = keras.models.load_model('a')\nm.save('b')", "SAVE 'b' m, LOAD 'a' -"),
    ("model.save(*names)", "SAVE - model"),
    ("def f(m: keras.Model):\n    m.save('a')", "SAVE 'a' m"),
    ("class M(keras.Model):\n    def f(self):\n        self.save_weights('a')", "SAVE_WEIGHTS 'a' self"),
    ("class M(keras.Model):\n    def save(self, p): pass\nM().save('a')", ""),
    ("other.save('a')", ""),
    ("figure.save_weights", ""),
    ("save_model(model, 'a')", ""),
]
# A path, and whether the call is one of those that end in no suffix of a model.
ENDINGS = [
    ("'a.ckpt'", "'a.ckpt'"),
    ("'a'", "'a'"),
    ("f'{n}/a.tf'", "'⟨…⟩/a.tf'"),
    ("'a.ckpt' if t else 'b.ckpt'", "'a.ckpt'"),
    ("'a.keras'", ""),
    ("'a' + '.h5'", ""),
    ("'a.keras' if t else 'a.ckpt'", ""),
    ("name", ""),
    ("n + '.h5'", ""),
]


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_file_calls(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = []
    for file in file_calls(facts, *Action):
        path = facts.text(file.path.value) if file.path is not None else "-"
        model = facts.text(file.receiver) if file.receiver is not None else "-"
        found.append(f"{file.action.name} {path} {model}")
    assert ", ".join(found) == expected


def test_only_the_actions_that_are_asked_for() -> None:
    facts = module(f"{HEAD}model.save('a')\nkeras.models.load_model('a')\nmodel.save_weights('a')")
    assert [file.name for file in file_calls(facts, Action.LOAD)] == ["load_model"]
    assert [file.name for file in file_calls(facts, Action.SAVE_WEIGHTS)] == ["save_weights"]


@pytest.mark.parametrize(("path", "expected"), ENDINGS)
def test_wrong_endings(path: str, expected: str) -> None:
    facts = module(f"{HEAD}model.save({path})")
    found = list(wrong_endings(facts, "TFC101", MODEL_SUFFIXES, Action.SAVE))
    assert "".join(one.shown for one in found) == expected


# Saves to a wrong ending that are meant to fail, or run on one Keras only.
MEANT = [
    "try:\n    model.save('a')\nexcept ValueError:\n    pass",
    "import pytest\nwith pytest.raises(ValueError):\n    model.save('a')",
    "if keras.__version__.startswith('2.'):\n    model.save('a')",
]


@pytest.mark.parametrize("code", MEANT)
def test_what_is_meant_to_fail(code: str) -> None:
    assert not list(wrong_endings(module(HEAD + code), "TFC101", MODEL_SUFFIXES, Action.SAVE))


def test_a_path_that_is_not_known_is_counted() -> None:
    facts = module(f"{HEAD}model.save(name)\nmodel.save(*names)\nmodel.save('a.keras')\nmodel.save('b')")
    found = list(wrong_endings(facts, "TFC101", MODEL_SUFFIXES, Action.SAVE))
    assert [line(facts, one.file.call.node) for one in found] == [6]
    assert facts.not_judged["TFC101"] == 2
