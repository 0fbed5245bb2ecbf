"""What ``os.path`` makes of a path: what Python gives must be among the answers."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tests.semantics.python_says import compared, written
from tflint_ckpt.semantics.values.kinds import Hole, Piece
from tflint_ckpt.semantics.values.path_parts import without_end

DIRNAME = [
    ("import os\nshow(os.path.dirname('a/b/c'))", "a/b"),
    ("import os\nshow(os.path.dirname('a'))", "''"),
    ("import os\nshow(os.path.dirname('a/' + '/b'))", "a"),
    ("import os\nshow(os.path.dirname('a//b//c'))", "a//b"),
    ("import os\nshow(os.path.dirname('//b'))", "//"),
    ("import os\nshow(os.path.dirname('/' + '/b'))", "//"),
    ("import os\nx = str\nshow(os.path.dirname(f'{x}/b'))", "⟨…⟩"),
    ("import os\nx = str\nshow(os.path.dirname(f'a/{x}'))", "?"),
    ("import os\nshow(os.path.dirname(*['a/b']))", "?"),
    ("from pathlib import Path\nshow(Path('a').parent)\nshow(Path('/').parent)", ".; /"),
]
OTHERS = [
    ("import os\nx = 'q'\nshow(os.path.basename(f'a/{x}.h5'))", "q.h5"),
    ("import os\nshow(os.path.basename('a/'))", "''"),
    ("import os\nshow(os.path.basename('a/' + 'b'))", "b"),
    ("import os\nshow(os.path.normpath('./a//b/'))", "a/b"),
    ("import os\nshow(os.path.normpath('a/../b'))", "?"),
    ("import os\nshow(os.path.normpath(''))", "."),
    ("import os\nshow(os.path.expandvars('a/b'))", "a/b"),
    ("import os\nshow(os.path.expandvars('$HOMEX/a'))", "⟨…⟩/a"),
    ("import os\nshow(os.path.expandvars('${HOMEX}a$'))", "⟨…⟩a$"),
    ("import os\nshow(os.path.expanduser('a/b'))", "a/b"),
    ("from pathlib import Path\nshow(Path.cwd() / 'a')", "⟨…⟩/a"),
]


@pytest.mark.parametrize(("code", "expected"), [*DIRNAME, *OTHERS])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os.path.abspath('a/./b')", "a/b"),
        ("os.path.realpath('a')", "a"),
        ("os.path.abspath('../a')", "?"),
        ("os.path.expanduser('~/a')", "~/a"),
    ],
)
def test_the_same_path_from_the_root(code: str, expected: str) -> None:
    """To the code it is the same file, though it is written otherwise."""
    facts, node = marked(f"import os\nshow({code})")
    assert written(facts.evaluate(node)) == expected


@pytest.mark.parametrize(
    ("pieces", "count", "expected"),
    [
        (["ab"], 0, ["ab"]),
        (["ab"], 1, ["a"]),
        (["a", "b"], 1, ["a"]),
        (["a", "bc"], 3, []),
        (["a", "", "b"], 2, []),
        ([None, "b"], 1, [None]),
    ],
)
def test_without_end(pieces: list[str | None], count: int, expected: list[str | None]) -> None:
    parts = tuple(Piece(text) if text is not None else Hole(None) for text in pieces)
    left = without_end(parts, count)
    assert [part.text if isinstance(part, Piece) else None for part in left] == expected
