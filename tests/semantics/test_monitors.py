"""What callbacks monitor, and which way it is better."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.monitors import CHECKPOINT, STOPPING, Direction, better, inferred, monitors

HEAD = "from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau\n"

# A callback, what it monitors and in which mode; "?" for what the code does not tell.
MONITORS = [
    ("EarlyStopping()", "val_loss auto"),
    ("EarlyStopping('loss')", "loss auto"),
    ("EarlyStopping(monitor='val_acc', mode='max')", "val_acc max"),
    ("ModelCheckpoint('a', 'acc')", "acc auto"),
    ("m = 'acc'\nReduceLROnPlateau(monitor=m)", "acc auto"),
    ("EarlyStopping(monitor='acc' if t else 'loss')", "acc,loss auto"),
    ("EarlyStopping(monitor=m)", "? auto"),
    ("EarlyStopping(mode=m)", "val_loss ?"),
]
# A quantity, and which way it gets better by its name.
BETTER = [
    ("val_loss", Direction.MIN),
    ("val_accuracy", Direction.MAX),
    ("acc", Direction.MAX),
    ("val_auc", Direction.MAX),
    ("mean_absolute_error", Direction.MIN),
    ("my_quantity", None),
]


@pytest.mark.parametrize(("code", "expected"), MONITORS)
def test_monitors(code: str, expected: str) -> None:
    (monitor,) = monitors(module(HEAD + code))
    names = "?" if monitor.names is None else ",".join(sorted(monitor.names))
    assert f"{names} {monitor.mode or '?'}" == expected


@pytest.mark.parametrize(("name", "expected"), BETTER)
def test_better(name: str, expected: Direction | None) -> None:
    assert better(name) is expected


def test_what_auto_takes_a_quantity_for() -> None:
    assert inferred(CHECKPOINT, "val_accuracy", (2, 15)) is Direction.MAX
    assert inferred(CHECKPOINT, "val_auc", (2, 15)) is Direction.MIN
    assert inferred(STOPPING, "val_auc", (2, 15)) is Direction.MAX
    assert inferred(CHECKPOINT, "val_auc", (3, 11)) is None
