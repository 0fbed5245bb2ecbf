"""The tables themselves, and the releases that the rest of the tool knows."""

from __future__ import annotations

import json
from pathlib import Path

import tflint_ckpt
from tflint_ckpt import keras_api
from tflint_ckpt.keras_api import boundaries
from tflint_ckpt.target import NEWEST, RELEASES

DATA = Path(tflint_ckpt.__file__).parent / "keras_api" / "data"
REQUIRED = {16: (3, 0), 17: (3, 2), 18: (3, 5), 19: (3, 5), 20: (3, 10), 21: (3, 12)}
"""TensorFlow minor → the oldest Keras that its wheel requires."""


def test_size() -> None:
    assert sum(file.stat().st_size for file in DATA.glob("*.json")) < 1_000_000


def test_one_name_a_line_in_order() -> None:
    for file in DATA.glob("[!_]*.json"):
        names = list(json.loads(file.read_text("utf-8")))
        assert names == sorted(names)
        assert len(names) == file.read_text("utf-8").count("\n") - 2


def test_snapshots_in_order() -> None:
    known = keras_api.snapshots()
    assert list(known) == sorted(known)
    assert {(2, 11), (2, 15), (3, 3), (3, 6), NEWEST.keras} <= set(known)


def test_every_release_of_keras_3_that_comes_with_tensorflow_has_a_snapshot() -> None:
    newer = {release.tensorflow[1]: release.keras for release in RELEASES if release.keras[0] == 3}
    assert set(newer.values()) <= set(keras_api.snapshots())
    assert all(keras >= REQUIRED[minor] for minor, keras in newer.items())
    assert list(newer.values()) == sorted(newer.values())


def test_boundaries_are_releases() -> None:
    named = {name: value for name, value in vars(boundaries).items() if name.isupper()}
    versions = [value for name, value in named.items() if name != "TYPE_CHECKING"]
    assert len(versions) > 20
    assert all((2, 5) < version <= NEWEST.keras for version in versions)
