"""Fits whose pictures a generator brings to another scale than those that validate."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.unlike_scales import Unlike, unlike_scales

HEAD = """\
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator as Data
model = keras.Sequential([keras.layers.Dense(2)])
model.compile("adam", "mse")
"""

# Generators for training and validation, and their scales: of the one to be like the other, and of that.
SCALES = [
    ("rescale=0.5", "", "1.0 0.5"),
    ("", "rescale=0.5", "1.0 0.5"),
    ("rescale=1 / 4", "rescale=None", "1.0 0.25"),
    ("rescale=0.25", "rescale=1 / 8", "0.125 0.25"),
    ("rescale=0.25", "rescale=0.2", ""),
    ("rescale=0.25", "rescale=f", ""),
    ("rescale=0.25", "**f", ""),
    ("rescale=0.25", "preprocessing_function=f", ""),
    ("rescale=0.25", "samplewise_center=True", ""),
    ("rescale=0.25", "samplewise_center=False", "1.0 0.25"),
]
# What flows from the two, and whether that is known to have one scale.
FLOWS = [
    ("flow_from_directory('a')", "flow_from_directory('b')", True),
    ("flow_from_directory('a')", "flow_from_dataframe(df)", True),
    ("flow_from_directory('a')", "flow(x)", False),
    ("flow(x)", "flow(x[9:])", True),
    ("flow(x=x)", "flow(x.copy()[9:])", True),
    ("flow(x)", "flow(x / 255)", False),
    ("flow(x)", "flow(y)", False),
    ("flow(*x)", "flow(*x)", False),
]


def unlike(training: str, validation: str) -> list[tuple[Unlike, bool]]:
    """What is found of a fit with two generators."""
    made = f"a = Data(rescale=0.5)\nb = Data()\nx = load()\ny = load()\n{HEAD}"
    code = f"{HEAD}{made}model.fit({training}, validation_data={validation})\n"
    return list(unlike_scales(module(code)))


@pytest.mark.parametrize(("training", "validation", "expected"), SCALES)
def test_scales(training: str, validation: str, expected: str) -> None:
    found = unlike(
        f"Data({training}).flow_from_directory('a')", f"Data({validation}).flow_from_directory('b')"
    )
    assert [f"{each.plain.scale} {each.other.scale}" for each, _ in found] == ([expected] if expected else [])


@pytest.mark.parametrize(("training", "validation", "expected"), FLOWS)
def test_flows(training: str, validation: str, expected: bool) -> None:
    assert bool(unlike(f"a.{training}", f"b.{validation}")) is expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", True),
        ("model.fit(b.flow(x))\n", False),
        ("model.fit(a.flow(x))\n", True),
        ("c = Data(rescale=0.2)\nmodel.fit(c.flow(x), validation_data=b.flow(x))\n", False),
    ],
)
def test_whether_the_plain_one_serves_for_nothing_else(more: str, expected: bool) -> None:
    code = f"{HEAD}x = load()\na = Data(rescale=0.5)\nb = Data()\n"
    code += "model.fit(a.flow(x), validation_data=b.flow(x))\n"
    assert {alone for _, alone in unlike_scales(module(code + more))} == {expected}
