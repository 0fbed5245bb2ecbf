"""Which attributes objects of Keras 3 lack."""

from __future__ import annotations

import pytest

from tflint_ckpt.keras_api import instances

OPTIMIZER, LAYER, MODEL = "keras.optimizers.Optimizer", "keras.layers.Layer", "keras.Model"


@pytest.mark.parametrize(
    ("family", "gone", "there"),
    [
        (
            OPTIMIZER,
            ("minimize", "get_weights", "get_slot"),
            ("iterations", "learning_rate", "apply_gradients"),
        ),
        (LAYER, ("get_output_at", "inbound_nodes"), ("output", "add_weight", "output_shape", "reset_states")),
        (MODEL, ("input_names", "reset_states", "to_yaml"), ("metrics_names", "history", "input_shape")),
        ("keras.Sequential", ("predict_classes", "predict_proba"), ("add", "pop", "layers")),
        (
            "keras.mixed_precision.LossScaleOptimizer",
            ("get_scaled_loss", "get_unscaled_gradients"),
            ("inner_optimizer", "scale_loss"),
        ),
        ("keras.metrics.Metric", (), ("reset_state", "result")),
    ],
)
def test_is_gone(family: str, gone: tuple[str, ...], there: tuple[str, ...]) -> None:
    assert all(instances.is_gone(family, name) for name in gone)
    assert not any(instances.is_gone(family, name) for name in there)


def test_layers_that_are_no_models() -> None:
    assert instances.is_gone_from_layers("output_shape")
    assert not instances.is_gone_from_layers("output")
    assert instances.is_plain_layer("keras.layers.Dense")
    assert not instances.is_plain_layer("keras.layers.MultiHeadAttention")
    assert not instances.is_plain_layer(MODEL)


def test_is_uncalled() -> None:
    assert instances.is_uncalled(OPTIMIZER, "variables")
    assert not instances.is_uncalled(MODEL, "variables")


def test_every_attribute_is_of_some_family() -> None:
    assert {"minimize", "variables", "predict_classes"} <= set(instances.every_attribute())
