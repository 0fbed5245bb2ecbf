"""Tests for the files that make up one of TensorFlow's own checkpoints."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import marked
from tflint_ckpt.edits import splice
from tflint_ckpt.semantics.paths.own_files import OwnFileTests, never_true, without_ending
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text

HEAD = "import os\nimport tensorflow as tf\nfrom pathlib import Path\n"
# Code that asks for such a file, and the same without the ending; "" where that is not certain.
ASKED = [
    ("if os.path.exists(p + '.index'): pass", "if os.path.exists(p): pass"),
    ("if os.path.exists('a.ckpt.index'): pass", "if os.path.exists('a.ckpt'): pass"),
    ("os.path.isfile(f'{p}.data-00000-of-00001')", "os.path.isfile(f'{p}')"),
    ("tf.io.gfile.exists(p + '.index')", "tf.io.gfile.exists(p)"),
    ("q = p + '.index'\nos.path.exists(q)", "q = p\nos.path.exists(q)"),
    ("Path('a.ckpt.index').exists()", "Path('a.ckpt').exists()"),
    ("q = p + '.index'\nos.path.exists(q)\nopen(q)", ""),
    ("e = '.index'\nos.path.exists(p + e)", ""),
    ("os.path.exists('%s.index' % p)", "os.path.exists('%s' % p)"),
    ("os.path.exists(p)", ""),
    ("os.remove(p + '.index')", ""),
    ("open(p + '.index')", ""),
    ("os.path.exists('index')", ""),
]


@pytest.mark.parametrize(("code", "expected"), ASKED)
def test_tests(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = facts.fact(OwnFileTests).every
    text = splice(facts.source.text, [one.edit for one in found]) if found else ""
    assert text.removeprefix(HEAD) == expected


NEVER = [
    ("os.path.exists('a.h5.index')", True),
    ("os.path.exists(f'{n}.keras.index')", True),
    ("t and os.path.isfile('a.h5.data-00000-of-00001')", True),
    ("there", True),
    ("os.path.exists('a.ckpt.index')", False),
    ("os.path.exists('a.h5')", False),
    ("os.path.exists('a.h5.index' if t else 'a.index')", False),
    ("t or os.path.exists('a.h5.index')", False),
    ("not os.path.exists('a.h5.index')", False),
    ("open('a.h5.index')", False),
    ("os.path.exists(p)", False),
]


@pytest.mark.parametrize(("test", "expected"), NEVER)
def test_never_true(test: str, expected: bool) -> None:
    facts, node = marked(f"{HEAD}there = os.path.exists('a.h5.index')\nshow({test})")
    assert never_true(facts, node) is expected


def test_without_ending() -> None:
    assert without_ending(Text((Piece("a/b.index"),))).literal == "a/b"
    assert without_ending(Text((Piece("a/b.ckpt"),))).literal == "a/b.ckpt"
    split = Text((Hole(None), Piece(".in"), Piece("dex")))
    assert without_ending(split) == Text((Hole(None),))
    assert without_ending(Text((Hole(None), Piece(".data-00000-of-00001")))) == Text((Hole(None),))
