"""Strings that look up a definition by its name."""

from __future__ import annotations

import random
import re

import pytest

from tflint_ckpt.semantics.calls.unseen import _ends_of_strings, _looked_up

STRINGS = [
    "x = 'f'",
    "x = 'pkg.f' + \"pkg:f\"",
    "'a.f'f'",
    "''f''",
    "'a:b:f' '.f' ':f'",
    "don't f'\n\"f\"",
    "ü.f' 'ü.f'",
    "'ff' 'f.f' f'",
    "",
]


def by_the_pattern(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[\"']((?:[\w.]+[.:])?)f[\"']", text)]


@pytest.mark.parametrize("text", STRINGS)
def test_strings_are_found_from_their_ends(text: str) -> None:
    assert [match.span() for match in _ends_of_strings(text, "f")] == by_the_pattern(text)


def test_the_same_in_any_text() -> None:
    draw = random.Random(1)
    for _ in range(5_000):
        text = "".join(draw.choices(["f", "g", ".", ":", '"', "'", " ", "ab", "ü", "_", "\n"], k=9))
        assert [match.span() for match in _ends_of_strings(text, "f")] == by_the_pattern(text), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("getattr(module, 'f')", [None]),
        ("x = {'f': 1}", []),
        ("train = 'a.f'", ["a"]),
        ("my_import('f')", [None]),
        ("x = 1\n\n\n\n\ny = 'f'\n\n\ngetattr(a, b)", []),  # too far away
    ],
)
def test_what_may_be_looked_up(text: str, expected: list[str | None]) -> None:
    assert [before for _, before, _ in _looked_up(text, "f")] == expected
