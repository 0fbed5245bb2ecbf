"""Each kind of claim can fail, and says how."""

from __future__ import annotations

from typing import Any

import pytest

from tests.claims import Outcome
from tests.integration.environments import Run
from tests.integration.verdict import broken_claims

DONE: dict[str, Any] = {
    "ended": "done",
    "raised": None,
    "trained_epochs": 3,
    "stdout": "epoch 1\nepoch 2\n",
    "stderr": "UserWarning: odd\n",
    "files": ("ckpt/m_{epoch}.h5", "log.csv"),
    "reloads": {
        "a.h5": {"epochs": [2], "of": 3},
        "b.h5": {"error": "OSError: gone"},
        "c.h5": {"epochs": [], "of": 3},
    },
    "seconds": 1.0,
}
RAISED = {**DONE, "raised": ("KeyError", "'epoch '"), "trained_epochs": 1}


@pytest.mark.parametrize(
    ("claimed", "happened"),
    [
        ({}, DONE),
        ({"trained_epochs": 3, "prints": ("epoch 1", "epoch 2"), "warns": ("odd",)}, DONE),
        ({"silent_about": ("deprecated",), "absent": ("*.keras", "*.h5")}, DONE),
        ({"files": ("ckpt/*",)}, DONE),
        ({"files_exactly": ("ckpt/m_{epoch}.h5", "*.csv")}, DONE),
        ({"files_exactly": ("**",)}, DONE),
        ({"files_exactly": ()}, {**DONE, "files": ()}),
        ({"reloads": {"a.h5": 2}}, DONE),
        ({"reloads": {"a.h5": "any"}}, DONE),
        ({"reloads": {"a.h5": "last"}}, {**DONE, "reloads": {"a.h5": {"epochs": [2, 3], "of": 3}}}),
        ({"raises": "KeyError", "message": "epoch ", "trained_epochs": 1}, RAISED),
    ],
)
def test_borne_out(claimed: dict[str, Any], happened: dict[str, Any]) -> None:
    assert broken_claims(Outcome(**claimed), Run(**happened)) == []


@pytest.mark.parametrize(
    ("claimed", "happened", "broken"),
    [
        ({}, RAISED, "raises KeyError, not nothing: 'epoch '"),
        ({"raises": "KeyError"}, DONE, "raises nothing, not KeyError"),
        ({"raises": "ValueError"}, RAISED, "raises KeyError, not ValueError: 'epoch '"),
        ({"raises": "KeyError", "message": "val_acc"}, RAISED, "the message has no 'val_acc': 'epoch '"),
        ({"trained_epochs": 2}, DONE, "3 epochs were trained, not 2"),
        ({"trained_epochs": 0}, DONE, "3 epochs were trained, not 0"),
        ({"prints": ("epoch 3",)}, DONE, "does not print 'epoch 3'"),
        ({"prints": ("epoch 2", "epoch 1")}, DONE, "does not print 'epoch 1' after what goes before it"),
        ({"warns": ("deprecated",)}, DONE, "does not warn of 'deprecated'"),
        ({"silent_about": ("odd",)}, DONE, "says 'odd'"),
        ({"files": ("*.h5",)}, DONE, "leaves no file '*.h5'"),
        ({"files_exactly": ("ckpt/*",)}, DONE, "leaves a file 'log.csv'"),
        ({"files_exactly": ()}, {**DONE, "files": ("a",)}, "leaves a file 'a'"),
        ({"files_exactly": ("**", "x.h5")}, DONE, "leaves no file 'x.h5'"),
        ({"absent": ("ckpt/*",)}, DONE, "leaves the file 'ckpt/m_{epoch}.h5'"),
        ({"reloads": {"a.h5": 1}}, DONE, "'a.h5' holds the weights of 2, not of 1"),
        ({"reloads": {"a.h5": "last"}}, DONE, "'a.h5' holds the weights of 2, not of 3"),
        ({"reloads": {"b.h5": "any"}}, DONE, "'b.h5' does not load: OSError: gone"),
        ({"reloads": {"c.h5": "any"}}, DONE, "'c.h5' holds the weights of no epoch, not of any"),
        ({}, {**DONE, "ended": "killed: out of time"}, "killed: out of time"),
    ],
)
def test_broken(claimed: dict[str, Any], happened: dict[str, Any], broken: str) -> None:
    assert broken_claims(Outcome(**claimed), Run(**happened)) == [broken]
