"""Which argument is given now instead of an older one."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.renamed import Successor, gives_sides, instead, successor

# A layer, what it is given, the argument that is asked about, the target, and what is given instead:
# "name", "name=value", "?" before what is not the same, "!" behind where more has to be changed.
ARGUMENTS = [
    ("Dense", "output_dim=3", "output_dim", "keras3", "units"),
    ("Dense", "output_dim=3", "output_dim", "2.10 2.21", "units"),
    ("Dense", "3, output_dim=4", "output_dim", "keras3", None),
    ("Dense", "units=3, output_dim=4", "output_dim", "keras3", None),
    ("Dense", "output_dim=3, **k", "output_dim", "keras3", None),
    ("Dense", "*a, output_dim=3", "output_dim", "keras3", None),
    ("Dense", "3, init='glorot_uniform'", "init", "keras3", "kernel_initializer"),
    ("Dense", "3, montior=1", "montior", "keras3", None),
    ("Conv2D", "3, 3, border_mode='same'", "border_mode", "keras3", "padding"),
    ("Conv2D", "8, 3, 3, border_mode='same'", "border_mode", "keras3", "padding!"),
    ("Conv2D", "8, 3, 3, subsample=(2, 2)", "subsample", "keras3", "strides!"),
    ("Conv2D", "8, (3, 3), (1, 1), border_mode='same'", "border_mode", "keras3", "padding!"),
    ("Conv2D", "3, 3, dim_ordering='th'", "dim_ordering", "keras3", "data_format='channels_first'"),
    ("Conv2D", "3, 3, dim_ordering='tf'", "dim_ordering", "keras3", "data_format='channels_last'"),
    ("Conv2D", "3, 3, dim_ordering=order", "dim_ordering", "keras3", None),
    (
        "DepthwiseConv2D",
        "3, kernel_initializer='zeros'",
        "kernel_initializer",
        "keras3",
        "?depthwise_initializer",
    ),
    ("Conv2D", "3, 3, kernel_initializer='zeros'", "kernel_initializer", "keras3", None),
]


def shown(found: Successor | None) -> str | None:
    if found is None:
        return None
    value = f"={found.value}" if found.value is not None else ""
    return "?" * (not found.same) + found.name + value + "!" * bool(found.besides)


@pytest.mark.parametrize(("layer", "given", "asked", "target", "expected"), ARGUMENTS)
def test_successor(layer: str, given: str, asked: str, target: str, expected: str | None) -> None:
    facts = module(f"import keras\nkeras.layers.{layer}({given})\n", target)
    owner = f"keras.layers.{layer}"
    call = bind(facts, facts.facts.calls[0], owner)
    argument = call.argument(asked)
    assert argument is not None
    assert shown(successor(facts, call, owner, "", argument)) == expected


@pytest.mark.parametrize(
    ("layer", "given", "expected"),
    [
        ("Conv2D", "8, 3, 3", True),
        ("Conv2D", "8, 3", False),
        ("Conv2D", "8, (3, 3), strides=2", False),
        ("Conv1D", "8, 3, 3", False),
        ("Convolution2D", "8, 3, 3", True),
        ("Conv2DTranspose", "8, 3, 3", True),
        ("DepthwiseConv2D", "3, 3, 1", False),
        ("Dense", "8, 3, 3", False),
    ],
)
def test_sides_of_a_kernel(layer: str, given: str, expected: bool) -> None:
    facts = module(f"import keras\nkeras.layers.{layer}({given})\n")
    assert gives_sides(facts.facts.calls[0], f"keras.layers.{layer}") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("weights=[w]", "call set_weights([w]) once the layer is built"),
        (
            "batch_input_shape=(1, n)",
            "give the shape to an input of its own: keras.Input(batch_shape=(1, n))",
        ),
        ("dynamic=True", "give run_eagerly=True to compile instead"),
        ("mine=1", "remove mine, or find another way to do what it asked for"),
    ],
)
def test_what_a_person_can_do(given: str, expected: str) -> None:
    facts = module(f"import keras\nkeras.layers.Dense({given})\n")
    (argument,) = bind(facts, facts.facts.calls[0], "keras.layers.Dense").arguments
    assert instead(facts, argument) == expected
