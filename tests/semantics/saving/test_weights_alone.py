"""Files of weights alone that are loaded as models: which file, and what writes it."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.saving.weights_alone import weights_alone

HEAD = "import keras\nnet = keras.Sequential()\n"


def found(code: str, **files: str) -> list[str]:
    """For each load of a model: the path, and the file and line of what writes it; or ``-``."""
    facts = module(HEAD + code, **files)
    told = [weights_alone(facts, load) for load in file_calls(facts, Action.LOAD)]
    shown = [each and (each.path.shown, each.module.path, each.module.where(each.call)) for each in told]
    return [" ".join(each) if each else "-" for each in shown]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("net.save_weights('w.h5')\nkeras.models.load_model('w.h5')", ["w.h5 train.py line 3"]),
        ("net.save_weights('w.h5')\nkeras.models.load_model('v.h5')", ["-"]),
        (
            "net.save_weights('w.h5')\nnet.save_weights('v.h5')\n"
            "keras.models.load_model('w.h5' if best else 'v.h5')",
            ["w.h5 train.py line 3"],
        ),
        ("net.save_weights('w.h5')\nkeras.models.load_model('w.h5' if best else 'v.h5')", ["-"]),
        ("net.save_weights('w.h5' if best else 'v.h5')\nkeras.models.load_model('v.h5')", ["-"]),
        ("net.save_weights('w.{epoch}.h5')\nkeras.models.load_model('w.{epoch}.h5')", ["-"]),
        ("keras.models.load_model(some)", ["-"]),
    ],
)
def test_weights_alone(code: str, expected: list[str]) -> None:
    assert found(code) == expected


def test_too_many_files_that_may_write() -> None:
    code = "net.save_weights('w.h5')\nkeras.models.load_model('w.h5')"
    assert found(code, other="net.save_weights('a.h5')\n") == ["w.h5 train.py line 3"]
    many = {f"other{number}": "net.save_weights('a.h5')\n" for number in range(17)}
    assert found(code, **many) == ["-"]
