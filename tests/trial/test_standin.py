"""Short calls of what trains, without TensorFlow."""

from __future__ import annotations

from typing import Any

import pytest
import standin_data
import standin_training


class Array:
    """What has a shape, and can be cut."""

    def __init__(self, *shape: int) -> None:
        self.shape = shape

    def __getitem__(self, part: slice) -> Array:
        return Array(min(part.stop, self.shape[0]), *self.shape[1:])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, 64),
        ({"batch_size": 8}, 64),
        ({"batch_size": 100}, 200),
        ({"batch_size": 512}, 512),
        ({"batch_size": 4096}, 512),
        ({"batch_size": "8"}, 64),
        ({"validation_split": 0.01}, 300),
    ],
)
def test_so_many_samples_are_enough(given: dict[str, Any], expected: int) -> None:
    assert standin_training.samples(given) == expected


def test_the_length_of_arrays() -> None:
    five = Array(5, 2)
    assert [standin_training.length(each) for each in (five, [five, five], {"a": five}, [1, 2], Array())] == [
        *(5, 5, 5),
        *(None, None),
    ]


def test_a_cut_keeps_what_holds_the_arrays() -> None:
    cut = standin_training.head({"a": [Array(9), Array(9, 3)]}, 4)
    assert [each.shape for each in cut["a"]] == [(4,), (4, 3)]


def test_a_call_that_does_not_bind_raises_as_it_would() -> None:
    def fit(x: object, epochs: int = 1) -> int:
        return epochs

    def cut(given: dict[str, Any]) -> None:
        given["epochs"] = 2

    short = standin_training.short(fit, cut)
    assert short(0, epochs=90) == 2
    with pytest.raises(TypeError, match="unexpected keyword argument 'epoch'"):
        short(0, epoch=90)


def test_files_of_weights_are_named_and_others_refused() -> None:
    assert standin_data.get_file("a_notop.h5").startswith(standin_data.WEIGHTS)
    with pytest.raises(standin_data.OfflineError, match="flowers"):
        standin_data.get_file("flowers.tgz", "https://example.org/flowers.tgz")
