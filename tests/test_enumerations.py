"""Enumerations do what those of the standard library do."""

from __future__ import annotations

import copy
import enum
import pickle
from typing import Any

import pytest

from tflint_ckpt import enumerations


def made(base: Any, *mixed_in: type) -> Any:
    class Colour(*mixed_in, base):  # type: ignore[misc]
        """What it is."""

        RED = "red"
        """As a rose."""
        BLUE = "blue"

        @property
        def is_warm(self) -> bool:
            return self is type(self).RED

    return Colour


def said(colour: Any) -> list[object]:
    """What there is to see of an enumeration."""
    return [
        [(each.name, each.value, each.is_warm, repr(each), str(each)) for each in colour],
        (len(colour), colour["RED"] is colour.RED, colour("blue") is colour.BLUE),
        (colour.RED == "red", colour.RED == colour.BLUE),
        (isinstance(colour.RED, colour), colour.__doc__, {colour.RED: 1}[colour.RED], bool(colour.RED)),
        (copy.deepcopy([colour.RED])[0] is colour.RED, copy.copy(colour.RED) is colour.RED),
    ]


@pytest.mark.parametrize("mixed_in", [(), (str,)], ids=["plain", "text"])
def test_as_the_standard_library(mixed_in: tuple[type, ...]) -> None:
    assert said(made(enumerations.Enum, *mixed_in)) == said(made(enum.Enum, *mixed_in))


def test_another_value() -> None:
    for base in (enumerations.Enum, enum.Enum):
        with pytest.raises(ValueError, match="'green' is not a valid"):
            made(base)("green")


def test_another_name() -> None:
    for base in (enumerations.Enum, enum.Enum):
        for name in ("GREEN", "is_warm"):
            with pytest.raises(KeyError, match=name):
                made(base)[name]


def test_two_members_of_one_value() -> None:
    """Which would be one, under two names."""
    with pytest.raises(ValueError, match=r"TWO has the value of Colour\.ONE"):

        class Colour(enumerations.Enum):
            ONE = "a"
            TWO = "a"


def test_numbers_are_ordered() -> None:
    class Size(int, enumerations.Enum):
        SMALL = 1
        LARGE = 2

    assert max(Size.SMALL, Size.LARGE) is Size.LARGE
    assert Size(1) is Size.SMALL < 2


def test_there_is_one_of_each_in_another_process() -> None:
    from tflint_ckpt.finding import Severity

    assert pickle.loads(pickle.dumps([Severity.ERROR, *Severity]))[0] is Severity.ERROR
