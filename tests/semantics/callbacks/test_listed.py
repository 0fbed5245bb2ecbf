"""What stands in the ``callbacks`` of a fit and is no callback."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.listed import strangers

HEAD = """\
from tensorflow import keras
from tensorflow.keras.callbacks import EarlyStopping
model = keras.Sequential()
class Mine(keras.callbacks.Callback): pass
class Other: pass
def make():
    return EarlyStopping()
def nothing():
    pass
"""

# What a fit is given as callbacks, and what of it is none.
LISTS = [
    ("[EarlyStopping]", "CLASS"),
    ("[EarlyStopping(), Mine]", "CLASS"),
    ("Mine", "CLASS"),
    ("[make]", "FUNCTION"),
    ("['early']", "TEXT"),
    ("[None]", "NONE"),
    ("[Other()]", "OTHER"),
    ("nothing()", "NOTHING"),
    ("[nothing()]", "NONE"),
    ("{EarlyStopping()}", "SET"),
    ("[EarlyStopping(), None, 'a']", "NONE TEXT"),
    # callbacks, or not known
    ("[EarlyStopping(), Mine()]", ""),
    ("EarlyStopping()", ""),
    ("[make()]", ""),
    ("[]", ""),
    ("None", ""),
    ("[unknown]", ""),
    ("[unknown()]", ""),
    ("unknown", ""),
    ("[a or EarlyStopping()]", ""),
]


@pytest.mark.parametrize(("written", "expected"), LISTS)
def test_strangers(written: str, expected: str) -> None:
    facts = module(f"{HEAD}model.fit(x, callbacks={written})")
    assert " ".join(one.kind.name for one in strangers(facts)) == expected
