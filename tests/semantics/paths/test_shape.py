"""Shapes of paths: their folders, whose they are, and which folder shows which."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.paths.shape import FIRST_MARK, HOLE, PathTemplate, covers, normal
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text


def template(path: str) -> PathTemplate:
    """The template of *path*, in which ``?`` is an unknown part."""
    parts: list[Piece | Hole] = []
    for place, known in enumerate(path.split("?")):
        parts += [Hole(None)] if place else []
        parts.append(Piece(known))
    return PathTemplate(Text(tuple(parts)), path.replace("?", HOLE))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b", "a/b"),
        ("./a//b/./", "a/b"),
        ("a/../b", "b"),
        ("../a", "../a"),
        ("../../a", "../../a"),
        (f"{HOLE}/../a", f"{HOLE}/../a"),
        ("/a/", "/a"),
        (".", ""),
        ("", ""),
    ],
)
def test_normal(path: str, expected: str) -> None:
    assert normal(path) == expected


@pytest.mark.parametrize(
    ("path", "directory", "stable"),
    [
        ("m.h5", "", ""),
        ("./m.h5", "", ""),
        ("../m.h5", "..", ""),
        ("a/b/m_{epoch}.h5", "a/b", "a/b"),
        ("a/{epoch}/b/m.h5", "a/{epoch}/b", "a"),
        ("a/b_{epoch}/m.h5", "a/b_{epoch}", "a"),
        ("{epoch}/m.h5", "{epoch}", ""),
        ("a/?/m.h5", f"a/{HOLE}", f"a/{HOLE}"),
        ("a/?", "a", "a"),
    ],
)
def test_directory(path: str, directory: str, stable: str) -> None:
    assert template(path).directory == directory
    assert template(path).stable_directory == stable


OWN = ("a/m.h5", "./a/m.h5", "../a/m.h5", "a_?/m.h5", "a/?/m.h5", "input/m.h5")
NOT_OWN = (
    *("m.h5", "./m.h5", "/a/m.h5", "~/a/m.h5", "$A/m.h5", "C:/a/m.h5", "\\\\host/a/m.h5"),
    *("gs://a/m.h5", "hdfs://a/m.h5", "drive/MyDrive/m.h5", "../input/a/m.h5", "../working/m.h5"),
    *("?/m.h5", "./?/a/m.h5", "../?/m.h5", "a/b/"),
)


@pytest.mark.parametrize("path", OWN)
def test_a_folder_that_the_code_names(path: str) -> None:
    assert template(path).is_own


@pytest.mark.parametrize("path", NOT_OWN)
def test_a_folder_of_the_user_or_the_platform(path: str) -> None:
    assert not template(path).is_own


@pytest.mark.parametrize(
    ("made", "directory", "expected"),
    [
        ("a", "a", True),
        ("a/b", "a", True),
        ("a/b/m.h5", "a/b", True),
        ("a", "a/b", False),
        ("ab", "a", False),
        ("b", "a", False),
        ("", "a", False),
        ("?", "a", False),
        ("?/a", "a", False),
        ("a/?", "a", True),
        ("a/?", "a/b", True),
        ("a/?", "a/b/c", True),
        ("a/?/c", "a/b", True),
        ("a/b_?", "a/c", False),
        ("a?", "a/b", True),
        ("a/?", "a/?", True),
        ("a/b", "a/?", False),
        ("a/b", "a/?/b", False),
    ],
)
def test_covers(made: str, directory: str, expected: bool) -> None:
    assert covers(made.replace("?", HOLE), directory.replace("?", HOLE)) is expected


ONE, OTHER = HOLE + chr(FIRST_MARK), HOLE + chr(FIRST_MARK + 1)


@pytest.mark.parametrize(
    ("made", "directory", "expected"),
    [
        (f"a/{ONE}", f"a/{ONE}", True),
        (f"a/{ONE}", f"a/{OTHER}", False),
        (f"a/{ONE}/b", f"a/{OTHER}", False),
        (f"a/{ONE}/b", f"a/{ONE}", True),
        (f"a/{ONE}/b", f"a/{ONE}/{OTHER}", False),
        (f"a/{ONE}", "a/b", True),
        (f"a/{ONE}", "a", True),
        (f"a/{HOLE}", f"a/{ONE}", True),
        (f"a/{ONE}", f"a/{HOLE}", True),
    ],
)
def test_covers_what_is_filled_in_alike(made: str, directory: str, expected: bool) -> None:
    def differ(one: str, other: str) -> bool:
        return bool(one and other) and one != other

    assert covers(made, directory, differ) is expected
    assert covers(made, directory)
