"""Which APIs draw at random, and what of it is the same again (run on TensorFlow 2.15 and 2.21)."""

from __future__ import annotations

import importlib
import random

import pytest

from tflint_ckpt.semantics.functions.random_names import (
    CLOCKS,
    HOST_DRAWS,
    HOST_GENERATORS,
    HOST_WORDS,
    Draws,
    draws,
    is_drawing,
    layer_draws,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tensorflow.random.normal", Draws.OPERATION),
        ("tensorflow.random.shuffle", Draws.OPERATION),
        ("tensorflow.image.random_crop", Draws.OPERATION),
        ("tensorflow.nn.dropout", Draws.OPERATION),
        ("keras.random.uniform", Draws.STATE),
        ("numpy.random.permutation", Draws.HOST),
        ("random.choice", Draws.HOST),
        ("time.time", Draws.HOST),
        # What is told all it draws from, sets a seed, or makes an object.
        ("tensorflow.random.stateless_uniform", None),
        ("tensorflow.image.stateless_random_crop", None),
        ("tensorflow.random.set_seed", None),
        ("tensorflow.random.split", None),
        ("keras.random.SeedGenerator", None),
        ("numpy.random.seed", None),
        ("numpy.random.default_rng", None),
        ("numpy.random.RandomState", None),
        ("random.seed", None),
        ("random.Random", None),
        ("random.getstate", None),
        ("time.sleep", None),
        ("tensorflow.nn.relu", None),
        ("mine.random.normal", None),
    ],
)
def test_how_it_draws(name: str, expected: Draws | None) -> None:
    assert draws(name) is expected


def test_all_that_pythons_module_draws_is_known() -> None:
    """But for what keeps or sets the state, and classes."""
    quiet = {"seed", "getstate", "setstate"}
    functions = {name for name in random.__all__ if name[0].islower()} - quiet
    assert {name for name in functions if draws(f"random.{name}") is not Draws.HOST} == set()
    assert {name for name in functions if f"random.{name}" not in HOST_DRAWS} == set()
    assert all(draws(f"random.{name}") is None for name in quiet)


@pytest.mark.parametrize("name", sorted(name for name in CLOCKS | HOST_GENERATORS if "numpy" not in name))
def test_python_has_it(name: str) -> None:
    package, *rest = name.split(".")
    found: object = importlib.import_module(package)
    for part in rest:
        found = getattr(found, part)
    assert callable(found)


@pytest.mark.parametrize(
    ("method", "expected"),
    [("normal", True), ("permuted", True), ("choice", True), ("seed", False), ("spawn", False), ("f", True)],
)
def test_methods_of_generators(method: str, expected: bool) -> None:
    assert is_drawing(method) is expected


def test_what_the_host_draws() -> None:
    assert all(draws(name) is Draws.HOST for name in HOST_DRAWS | CLOCKS)
    assert not any(draws(name) for name in HOST_GENERATORS)
    for name in HOST_DRAWS | CLOCKS | HOST_GENERATORS:
        assert set(name.split(".")) & set(HOST_WORDS), name


@pytest.mark.parametrize(
    ("layer", "told", "training", "inference"),
    [
        ("keras.layers.Dropout", False, True, False),
        ("keras.layers.RandomFlip", True, True, False),
        ("keras.layers.Rescaling", False, False, False),
        ("keras.layers.experimental.RandomFourierFeatures", False, False, False),
        ("keras.layers.Dense", False, False, False),
    ],
)
def test_layers(layer: str, told: bool, training: bool, inference: bool) -> None:
    """Where nobody says whether it trains, where it does, and where it does not."""
    assert [layer_draws(layer, training=each) for each in (None, True, False)] == [told, training, inference]
