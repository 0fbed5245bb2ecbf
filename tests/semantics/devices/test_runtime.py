"""What starts the runtime of TensorFlow, and what configures its devices."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.devices.runtime import configurations, starters

HEAD = "import tensorflow as tf\nfrom tensorflow import keras\n"

STARTERS = [
    ("tf.constant(1)", True),
    ("tf.zeros(3)", True),
    ("tf.data.Dataset.range(3)", True),
    ("tf.distribute.MirroredStrategy()", True),
    ("keras.optimizers.Adam()", True),
    ("tf.config.list_physical_devices('GPU')", False),
    ("keras.callbacks.EarlyStopping()", False),
    ("print(tf.__version__)", False),
    ("mine.constant(1)", False),
]
CONFIGURATIONS = [
    ("tf.config.experimental.set_memory_growth(g, True)", True),
    ("tf.config.set_visible_devices(g)", True),
    ("tf.config.set_logical_device_configuration(g, [c])", True),
    ("tf.config.list_physical_devices('GPU')", False),
    ("tf.config.run_functions_eagerly(True)", False),
]


@pytest.mark.parametrize(("code", "expected"), STARTERS)
def test_starters(code: str, expected: bool) -> None:
    assert bool(list(starters(module(HEAD + code)))) is expected


@pytest.mark.parametrize(("code", "expected"), CONFIGURATIONS)
def test_configurations(code: str, expected: bool) -> None:
    assert bool(list(configurations(module(HEAD + code)))) is expected
