"""Which logs of CSVLogger are emptied, and why; more cases are those of TFC126."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.log_files import Again, emptied_logs

HEAD = """\
import keras
from keras.callbacks import BackupAndRestore, CSVLogger
m = keras.Sequential([keras.layers.Dense(1)])
m.compile('sgd', 'mse')
log = CSVLogger('log.csv')
"""
FIT = "m.fit(x, callbacks=[log])\n"

EMPTIED: list[tuple[str, tuple[Again, str, bool] | None]] = [
    (FIT, None),
    ("m.fit(x, callbacks=[log, BackupAndRestore('b')])", (Again.RESUMED, "BackupAndRestore('b')", True)),
    (FIT + FIT, (Again.TWICE, "m.fit(x, callbacks=[log])", True)),
    (f"for part in x:\n    {FIT}", (Again.LOOP, f"for part in x:\n    {FIT}", True)),
    (f"for part in x:\n    m = keras.Sequential()\n    {FIT}", (Again.LOOP, "", False)),
    (FIT + "show('log.csv')\n" + FIT, None),
]


@pytest.mark.parametrize(("code", "expected"), EMPTIED)
def test_emptied(code: str, expected: tuple[Again, str, bool] | None) -> None:
    facts = module(HEAD + code)
    found = [(each.why, facts.text(each.place[1]), each.goes_on) for each in emptied_logs(facts)]
    if expected is None:
        assert found == []
        return
    ((why, text, goes_on),) = found
    assert (why, goes_on) == (expected[0], expected[2])
    assert expected[1].strip() in text
