"""Paths as pathlib writes them: the same as pathlib itself does."""

from __future__ import annotations

import os.path
import random
from pathlib import PurePosixPath

import libcst as cst
import pytest

from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text
from tflint_ckpt.semantics.values.pure_paths import climbs, normal

TOKEN = cst.SimpleString("''")


def test_paths_without_holes_are_what_pathlib_says() -> None:
    source = random.Random(1)
    for _ in range(2000):
        path = "".join(source.choice("/./a..") for _ in range(source.randint(0, 8)))
        if path.startswith("//"):
            continue  # two slashes at the beginning mean something of their own
        assert normal(Text((Piece(path),))).literal == str(PurePosixPath(path)), path
        if not climbs(Text((Piece(path),))):
            assert normal(Text((Piece(path),)), is_path=False).literal == os.path.normpath(path)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("./a/", "/b//c/", "a/⟨…⟩/b/c"),
        ("", "/", "⟨…⟩"),
        ("./", "", "⟨…⟩"),
        ("a/./", ".h5", "a/⟨…⟩.h5"),
        ("a.", "./b", "a.⟨…⟩./b"),
    ],
)
def test_a_hole_stays_as_it_is(before: str, after: str, expected: str) -> None:
    text = normal(Text((Piece(before), Hole(None), Piece(after))))
    assert text.shown == expected
    assert text.is_path


def test_what_is_kept_knows_where_it_is_written() -> None:
    text = normal(Text((Piece("./a//b/", TOKEN),)))
    assert [(piece.text, piece.at) for piece in text.pieces] == [("a/", 2), ("b", 5)]
    assert all(piece.node is TOKEN for piece in text.pieces)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/../b", True), ("..", True), ("../a", True), ("a..b/c", False), ("...", False), ("", False)],
)
def test_whether_a_path_climbs(path: str, expected: bool) -> None:
    assert climbs(Text((Piece(path),))) is expected
