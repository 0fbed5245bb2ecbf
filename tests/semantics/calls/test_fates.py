"""What becomes of an argument, release by release."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.keras_api.signature import Takes
from tflint_ckpt.semantics.calls.fates import callback_names, fates, meant, says_nothing

CHECKPOINT = "keras.callbacks.ModelCheckpoint"


@pytest.mark.parametrize(
    ("argument", "keras2", "keras3"),
    [
        ("verbose", Takes.NAMED, Takes.NAMED),
        ("options", Takes.NAMED, Takes.REFUSED),
        ("load_weights_on_restart", Takes.ACCEPTED, Takes.REFUSED),
        ("montior", Takes.SWALLOWED, Takes.REFUSED),
    ],
)
def test_majors_differ(argument: str, keras2: Takes, keras3: Takes) -> None:
    found = fates(CHECKPOINT, argument)
    assert (found[-2].answer, found[-1].answer) == (keras2, keras3)
    assert [fate.since for fate in found][-1] == (3, 0)
    assert (found[-2].until, found[0].since) == ((3, 0), (0, 0))


def test_an_argument_that_came_later_was_swallowed_before() -> None:
    before, after, _ = fates(CHECKPOINT, "initial_value_threshold")
    assert (before.answer, after.answer) == (Takes.SWALLOWED, Takes.NAMED)
    assert before.until == after.since == (2, 8)


def test_which_callbacks_a_module_builds() -> None:
    code = """\
    from functools import partial
    from tensorflow.keras import callbacks
    class Mine(callbacks.EarlyStopping):
        pass
    x = [callbacks.ModelCheckpoint("m"), partial(callbacks.CSVLogger, "l"), Dense(3), Callback]
    """
    assert sorted(callback_names(module(code))) == [
        "keras.callbacks.CSVLogger",
        "keras.callbacks.EarlyStopping",
        "keras.callbacks.ModelCheckpoint",
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("montior='a'", "monitor"),
        ("best_only=True", "save_best_only"),
        ("monitor='b', montior='a'", None),
        ("filename='a'", None),
        ("load_weights_on_restart=True", None),
    ],
)
def test_what_a_misspelled_argument_means(given: str, expected: str | None) -> None:
    facts = module(f"from keras.callbacks import ModelCheckpoint\nModelCheckpoint('m', {given})\n")
    [call] = facts.calls(CHECKPOINT)
    argument = call.arguments[-1]
    assert meant(call, argument, [(2, 15), (3, 15)]) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("options=None", True),
        ("options=o", False),
        ("load_weights_on_restart=False", True),
        ("load_weights_on_restart=True", False),
        ("mode='auto'", True),
        ("mode='min'", False),
    ],
)
def test_an_argument_that_says_nothing(given: str, expected: bool) -> None:
    facts = module(f"from keras.callbacks import ModelCheckpoint\nModelCheckpoint('m', {given})\n")
    [call] = facts.calls(CHECKPOINT)
    assert says_nothing(facts, CHECKPOINT, call.arguments[-1]) is expected
