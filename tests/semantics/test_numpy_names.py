"""Which NumPy lacks a name, and with which TensorFlow it is installed."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.numpy_names import BUILTINS, OTHERS, RESHAPED, SAME, beside, first_without, lacks
from tflint_ckpt.target import Release

KERAS3 = (3, 0)


@pytest.mark.parametrize(
    ("tensorflow", "expected"),
    [
        ((2, 12), None),
        ((2, 13), ((1, 22), (1, 24))),
        ((2, 15), ((1, 23), (1, 26))),
        ((2, 18), ((1, 26), (2, 0))),
        ((2, 19), ((1, 26), (2, 1))),
        ((2, 21), ((1, 26), (2, 5))),
    ],
)
def test_beside(tensorflow: tuple[int, int], expected: object) -> None:
    assert beside(tensorflow) == expected


@pytest.mark.parametrize(
    ("name", "had", "gone"),
    [
        ("float", [(1, 23)], [(1, 24), (1, 26), (2, 0), (2, 5)]),
        ("bool", [(1, 23), (2, 0), (2, 5)], [(1, 24), (1, 26)]),
        ("Inf", [(1, 26)], [(2, 0)]),
        ("trapz", [(1, 26), (2, 3)], [(2, 4)]),
        ("row_stack", [(2, 4)], [(2, 5)]),
        (RESHAPED, [(2, 3)], [(2, 4)]),
        ("asscalar", [(1, 22)], [(1, 23)]),
    ],
)
def test_lacks(name: str, had: list[tuple[int, int]], gone: list[tuple[int, int]]) -> None:
    assert [lacks(name, each) for each in had] == [False] * len(had)
    assert [lacks(name, each) for each in gone] == [True] * len(gone)


@pytest.mark.parametrize(
    ("name", "releases", "expected"),
    [
        ("float", [(2, 10)], None),
        ("float", [(2, 10), (2, 13), (2, 21)], ((2, 13), False)),
        ("float", [(2, 18)], ((2, 18), True)),
        ("bool", [(2, 17)], ((2, 17), False)),
        ("bool", [(2, 18)], None),  # it is there again
        ("product", [(2, 17)], None),
        ("product", [(2, 21)], ((2, 21), False)),
        (RESHAPED, [(2, 19)], None),
        (RESHAPED, [(2, 20)], ((2, 20), False)),
    ],
)
def test_first_without(name: str, releases: list[tuple[int, int]], expected: object) -> None:
    found = first_without(name, [Release(each, KERAS3) for each in releases])
    assert (found and (found[0].tensorflow, found[1])) == expected


def test_each_name_has_one_advice() -> None:
    names = [*BUILTINS, *SAME, *OTHERS]
    assert len(names) == len(set(names))
    assert all(any(lacks(name, numpy) for numpy in ((1, 24), (2, 5))) for name in names)
