"""The file name of a path, and which other texts may name such a file."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.paths.file_names import FileName
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text


def named(path: str) -> FileName:
    """The name of *path*, in which ``?`` is an unknown part."""
    parts: list[Piece | Hole] = []
    for place, known in enumerate(path.split("?")):
        parts += [Hole(None)] if place else []
        parts.append(Piece(known))
    return FileName(Text(tuple(parts)))


PARTS = [
    ("a/w.h5", "w", ".h5", ".h5", True),
    ("w.weights.h5", "w", ".weights.h5", ".weights.h5", True),
    ("a/w", "w", "", "w", True),
    ("a/w_{epoch:02d}.h5", "w_{epoch:02d}", ".h5", ".h5", False),
    ("a/best_?.h5", "best_\0", ".h5", "best_", False),
    ("a/?", "\0", "", "", False),
    ("a/", "", "", "", True),
]
# A path, a text, whether it names such a file.
NAMES = [
    ("a/w.h5", "load('w.h5')", True),
    ("a/w.h5", "b/w.h5", True),
    ("a/w.h5", "new_w.h5", False),
    ("a/w.h5", "w.h5x", False),
    ("a/w.h5", "w-h5", False),
    ("a/w.h5", "v.w.h5", False),
    ("w_{epoch}.h5", "w_03.h5", True),
    ("w_{epoch}.h5", "w_a/b.h5", False),
    ("?_w.h5", "any_w.h5", True),
]
# A path, a line, and whether the line puts such a name together.
PARTED = [
    ("w_{epoch}.h5", "load('w_' + n + '.h5')", True),
    ("w_?_last.h5", "load('w_' + n + '_last.h5')", True),
    ("w_?_last.h5", "load('w_' + n + '.h5')", False),
    ("w_?.h5", "load('w_' + n + '.h5x')", False),
    ("w_?.h5", "load('w_3.h5')", False),
    ("wa_?.h5", "load('w_' + n + '.h5')", False),
    ("?.h5", "load('w_' + n + '.h5')", False),
    ("w.h5", "load('w' + '.h5')", False),
]
# A command, and whether it means the file w.h5, or would not find w.keras.
COMMANDS = [
    ("cp w.h5 x", True),
    ("cp *.h5 x", True),
    ("cp w.* x", False),
    ("cp w.?5 x", True),
    ("cp v*.h5 x", False),
    ("ls", False),
]


@pytest.mark.parametrize(("path", "stem", "suffix", "known", "is_constant"), PARTS)
def test_parts(path: str, stem: str, suffix: str, known: str, is_constant: bool) -> None:
    name = named(path)
    assert (name.stem, name.suffix, name.known, name.is_constant) == (stem, suffix, known, is_constant)
    assert name.words == (stem + suffix if is_constant and stem else "")


@pytest.mark.parametrize(("path", "line", "expected"), PARTED)
def test_parted(path: str, line: str, expected: bool) -> None:
    parted = named(path).parted
    assert (parted is not None and parted.search(line) is not None) is expected


@pytest.mark.parametrize(("path", "text", "expected"), NAMES)
def test_names(path: str, text: str, expected: bool) -> None:
    assert bool(named(path).pattern.search(text)) is expected


@pytest.mark.parametrize(("line", "expected"), COMMANDS)
def test_commands(line: str, expected: bool) -> None:
    assert named("a/w.h5").is_meant(line, ".keras") is expected


def test_a_name_that_is_taken() -> None:
    assert named("w.ckpt").is_taken("open('w.h5')", ".h5")
    assert not named("w.ckpt").is_taken("open('new_w.h5')", ".h5")
    assert not named("w_{epoch}.ckpt").is_taken("open('w_{epoch}.h5')", ".h5")
