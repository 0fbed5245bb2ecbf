"""What callbacks do to their model."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.callbacks.model import drops_model, sets_model, stops_itself

HEAD = "from tensorflow import keras\nclass Mine(keras.callbacks.Callback):\n"

# The body of a callback, and what is wrong with it.
BODIES = [
    ("    def on_epoch_end(self, epoch, logs=None):\n        self.stop_training = True", "stops itself"),
    ("    def __init__(self, m):\n        self.model = m", "sets its model"),
    (
        "    def set_model(self, model):\n        pass\n"
        "    def on_epoch_end(self, epoch, logs=None):\n        self.model.save('a')",
        "drops its model",
    ),
    ("    def on_epoch_end(self, epoch, logs=None):\n        self.model.stop_training = True", ""),
    ("    def __init__(self, m):\n        self.net = m", ""),
    ("    def set_model(self, model):\n        super().set_model(model)", ""),
    (
        "    def on_epoch_end(self, epoch, logs=None):\n        self.stop_training = True\n"
        "    def on_train_end(self, logs=None):\n        print(self.stop_training)",
        "",
    ),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_bodies(body: str, expected: str) -> None:
    facts = module(HEAD + body)
    answers = {
        "stops itself": stops_itself(facts),
        "sets its model": list(sets_model(facts)),
        "drops its model": list(drops_model(facts)),
    }
    assert " ".join(name for name, found in answers.items() if found) == expected


def test_what_is_no_callback_may_set_any_attribute() -> None:
    facts = module(
        "class Mine:\n    def __init__(self, m):\n        self.model = m\n        self.stop_training = True"
    )
    assert not stops_itself(facts)
    assert not list(sets_model(facts))
