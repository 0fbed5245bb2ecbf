"""What a model is compiled with that another file saves; more cases are those of TFC517."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.saving.saved_elsewhere import saved_elsewhere

FITTING = """\
import keras
def mine(y_true, y_pred):
    return y_pred
net = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
net.compile('adam', mine)
net.fit(x, callbacks=[keras.callbacks.ModelCheckpoint(f'out/{name}_{{epoch}}.keras')])
net.save('final.keras')
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("'final.keras'", ["mine"]),
        ("'./final.keras'", ["mine"]),
        ("'out/a_3.keras'", ["mine"]),
        ("f'out/{a}_{b}.keras'", ["mine"]),
        ("f'out/{a}_{b}.keras' if t else 'final.keras'", ["mine"]),
        ("f'out/{a}.keras'", None),
        ("'out/a.keras'", None),
        ("'final.keras' if t else path", None),
        ("'final.keras' if t else 'other.keras'", None),
        ("a + '_3.keras'", None),
        ("'final'", None),
    ],
)
def test_saved_elsewhere(path: str, expected: list[str] | None) -> None:
    facts = module(f"import keras\nkeras.models.load_model({path})\n", fitting=FITTING)
    (load,) = file_calls(facts, Action.LOAD)
    found = saved_elsewhere(facts, load)
    assert (found and [own.name for own in found.own]) == expected
    assert found is None or found.module.path == "fitting.py"
