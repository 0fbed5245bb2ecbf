"""What ``compile`` is given."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.given import given_losses, losses_of, metrics_of, not_a_list

HEAD = "from tensorflow import keras\nm = keras.Sequential()\n"

# The arguments of compile, its metrics, and its losses.
COMPILED = [
    ("'sgd', 'mse'", "", "'mse'"),
    ("'sgd', loss='mse', metrics=['mae', 'acc']", "'mae' 'acc'", "'mse'"),
    ("'sgd', loss=['mse', 'mae'], metrics=[['a'], 'b']", "'a' 'b'", "'mse' 'mae'"),
    ("'sgd', loss={'x': 'mse'}", "", "'mse'"),
    ("'sgd', loss=loss, metrics=metrics", "", "loss"),
    ("'sgd'", "", ""),
]
METRICS = [
    ("'acc'", "one string"),
    ("keras.metrics.Mean()", "one metric"),
    ("['acc']", None),
    ("[]", None),
    ("{'a': 'acc'}", None),
    ("None", None),
    ("metrics", None),
    ("['acc'] if t else 'acc'", None),
]


@pytest.mark.parametrize(("arguments", "metrics", "losses"), COMPILED)
def test_metrics_and_losses(arguments: str, metrics: str, losses: str) -> None:
    facts = module(f"{HEAD}m.compile({arguments})")
    (compiled,) = facts.training.compiles
    assert " ".join(map(facts.text, metrics_of(compiled))) == metrics
    assert " ".join(map(facts.text, given_losses(compiled))) == losses


@pytest.mark.parametrize(("written", "expected"), METRICS)
def test_not_a_list(written: str, expected: str | None) -> None:
    facts, node = marked(f"{HEAD}show({written})")
    found = not_a_list(facts, node)
    assert (found is not None) is (expected is not None)


def test_the_loss_of_one_output() -> None:
    (compiled,) = module(f"{HEAD}m.compile('sgd', keras.losses.MeanSquaredError())").training.compiles
    assert losses_of(compiled) == {"mean_squared_error"}
    (compiled,) = module(f"{HEAD}m.compile('sgd', loss)").training.compiles
    assert not losses_of(compiled)
