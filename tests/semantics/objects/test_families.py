"""Which family a class of the API belongs to, and what its functions make."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.objects.families import concrete, is_a, made_by, shared

MEMBERS = [
    ("keras.metrics.Mean", "keras.metrics.Metric", True),
    ("keras.Sequential", "keras.Model", True),
    ("keras.Sequential", "keras.layers.Layer", True),
    ("keras.models.Functional", "keras.Model", True),
    ("keras.applications.resnet50.ResNet50", "keras.Model", True),
    ("keras.layers.LSTM", "keras.layers.RNN", True),
    ("keras.layers.LSTM", "keras.layers.Layer", True),
    ("keras.layers.experimental.preprocessing.Rescaling", "keras.layers.Layer", True),
    ("keras.optimizers.legacy.Adam", "keras.optimizers.Optimizer", True),
    ("keras.optimizers.schedules.CosineDecay", "keras.optimizers.schedules.LearningRateSchedule", True),
    ("tensorflow.optimizers.Adam", "keras.optimizers.Optimizer", True),
    ("tensorflow_addons.optimizers.AdamW", "keras.optimizers.Optimizer", True),
    ("tensorflow.train.AdamOptimizer", "tensorflow.train.Optimizer", True),
    ("tensorflow.distribute.MirroredStrategy", "tensorflow.distribute.Strategy", True),
    ("keras.Model", "keras.Sequential", False),
    ("keras.optimizers.schedules.CosineDecay", "keras.optimizers.Optimizer", False),
    ("tensorflow.train.AdamOptimizer", "keras.optimizers.Optimizer", False),
    ("keras.callbacks.CallbackList", "keras.callbacks.Callback", False),
    ("keras.layers.add", "keras.layers.Layer", False),
    ("tensorflow.distribute.ReduceOp", "tensorflow.distribute.Strategy", False),
    ("mine.metrics.Mean", "keras.metrics.Metric", False),
]


@pytest.mark.parametrize(("name", "family", "expected"), MEMBERS)
def test_members(name: str, family: str, expected: bool) -> None:
    assert is_a(name, family) is expected


MADE = [
    ("keras.layers.Dense", "keras.layers.Dense"),
    ("keras.models.load_model", "keras.Model"),
    ("keras.models.Sequential", "keras.Sequential"),
    ("keras.Sequential.from_config", "keras.Sequential"),
    ("keras.optimizers.get", "keras.optimizers.Optimizer"),
    ("tensorflow.metrics.Mean", "keras.metrics.Mean"),
    ("keras.Input", None),
    ("keras.layers.add", None),
    ("tensorflow.Assert", None),
    ("sklearn.svm.SVC", None),
]


@pytest.mark.parametrize(("function", "expected"), MADE)
def test_what_is_made(function: str, expected: str | None) -> None:
    assert made_by(function) == expected


def test_one_name_for_each_class() -> None:
    names = ["keras.models.Model", "keras.engine.training.Model", "keras.models.Functional"]
    assert {concrete(name) for name in names} == {"keras.Model"}
    assert concrete("keras.engine.base_layer.Layer") == "keras.layers.Layer"
    assert concrete("tensorflow_addons.layers.GELU") == "tensorflow_addons.layers.GELU"


SHARED = [
    (["keras.layers.Dense", "keras.layers.Dense"], "keras.layers.Dense"),
    (["keras.layers.LSTM", "keras.layers.GRU"], "keras.layers.RNN"),
    (["keras.layers.LSTM", "keras.layers.Dense"], "keras.layers.Layer"),
    (["keras.Sequential", "keras.applications.VGG16"], "keras.Model"),
    (["keras.layers.Dense", "keras.metrics.Mean"], None),
    ([], None),
]


@pytest.mark.parametrize(("names", "expected"), SHARED)
def test_what_several_share(names: list[str], expected: str | None) -> None:
    assert shared(names) == expected
