"""What a path ends in: the answer holds for every text that a hole may be."""

from __future__ import annotations

from itertools import product

import pytest

from tflint_ckpt.semantics.paths.suffix import ends_in, resuffixed, without_suffix
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text

SUFFIXES = [(".h5",), (".weights.h5",), (".keras",), (".keras", ".h5", ".hdf5"), ("5",)]
BEFORE = ["", "a", "m.weights", "m.h", "m.", "m.weights.h"]
BEHIND = ["", ".h5", "5", ".weights.h5", ".keras", "h5", ".ckpt", ".h5.bak", "_x"]
ANYTHING = ["", "a", ".weights", ".weights.h5", ".h5", ".weights.h", ".weights.", "m.h", ".keras"]
ANYTHING += [".", ".hdf", "5"]
NUMBERS = ["0", "5", "12", "1.5", "-3", "1e-05", "nan", "inf", "1,000", "5%"]


def holds(found: list[bool]) -> bool | None:
    return found[0] if len(set(found)) == 1 else None


@pytest.mark.parametrize("suffixes", SUFFIXES)
@pytest.mark.parametrize("number", [False, True])
def test_it_holds_for_whatever_stands_there(suffixes: tuple[str, ...], number: bool) -> None:
    for before, behind in product(BEFORE, BEHIND):
        text = Text((Piece(before), Hole(None, number), Piece(behind)))
        every = [f"{before}{one}{behind}" for one in (NUMBERS if number else ANYTHING)]
        real = holds([one.endswith(suffixes) for one in every])
        said = ends_in(text, *suffixes)
        assert said is None or said is real, (before, behind)
        if real is not None and not number:
            assert said is real, (before, behind)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("m.h5", "m"),
        ("m.weights.h5", "m"),
        ("m.HDF5", "m"),
        ("a.b/m", "a.b/m"),
        ("cnn_v1.2", "cnn_v1.2"),
        ("m.h5.bak", "m.h5.bak"),
        ("m", "m"),
    ],
)
def test_the_path_without_it(path: str, expected: str) -> None:
    assert without_suffix(path) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((Piece("a/m.h5"),), "m.keras"),
        ((Piece("a/"), Hole(None), Piece(".h5")), "….keras"),
        ((Piece("m_{epoch:02d}"),), "m_{epoch:02d}.keras"),
        ((Piece("a/"), Hole(None)), None),
        ((Piece("a/"),), None),
    ],
)
def test_another_one(parts: tuple[Piece | Hole, ...], expected: str | None) -> None:
    assert resuffixed(Text(parts), ".keras") == expected
