"""Texts and paths that are put together: what Python makes of them must be among the answers."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

HEAD = "import os\nfrom pathlib import Path\na, n = ['x', 'y'], 3\n"

# An expression, and what it may be.
TEXTS = [
    # "%": a star takes what comes next, and what stands behind an unpacked list may be anywhere.
    ("'%s-%s' % ('a', 'b')", "a-b"),
    ("'%s-%s-%s' % (*a, 'b')", "⟨…⟩-⟨…⟩-⟨…⟩"),
    ("'%s-%s-%s' % ('b', *a)", "b-⟨…⟩-⟨…⟩"),
    ("'%*d.h5' % (5, n)", "⟨…⟩.h5"),
    ("'%*d-%s.h5' % (5, n, 'a')", "⟨…⟩-a.h5"),
    ("'%.*f-%s.h5' % (2, 1.0, 'a')", "⟨…⟩-a.h5"),
    ("'%ld.h5' % n", "3.h5"),
    ("'%.f.h5' % n", "⟨…⟩.h5"),
    # "format": a field may stand in the format of another.
    ("'{}-{}'.format('a', n)", "a-3"),
    ("'{:{w}}.h5'.format(n, w=4)", "⟨…⟩.h5"),
    ("'{:{}}.h5'.format(n, 4)", "⟨…⟩.h5"),
    ("'{0:{1}}-{2}.h5'.format(n, 4, 'a')", "⟨…⟩-a.h5"),
    ("'{:>{w}}/{x}'.format('a', w=4, x='b')", "⟨…⟩/b"),
    ("'{{{}}}'.format('a')", "{a}"),
    # Neither is a class that writes itself, nor a number that may be written in several ways.
    ("str(1.5)", "⟨…⟩"),
    ("str(True)", "⟨…⟩"),
    ("str(b'a')", "⟨…⟩"),
    ("str(b'a', 'utf8')", "?"),
    ("b'a' b'b'", "b'ab'"),
    # Sets have no order.
    ("'-'.join(['a', 'b'])", "a-b"),
    ("'-'.join({'a', 'b'})", "?"),
    ("'-'.join('ab')", "?"),
    ("'-'.join({'a': 1, 'b': 2})", "?"),
]
# A path is written without "." and without slashes that say nothing.
PATHS = [
    ("str(Path('./a'))", "a"),
    ("str(Path('a/'))", "a"),
    ("str(Path('a//b/./c/'))", "a/b/c"),
    ("str(Path(''))", "."),
    ("str(Path())", "."),
    ("str(Path('/'))", "/"),
    ("str(Path('a', ''))", "a"),
    ("str(Path('a') / '')", "a"),
    ("str(Path('.') / 'a')", "a"),
    ("str(Path('a') / './b')", "a/b"),
    ("str('./a' / Path('b'))", "a/b"),
    ("str(Path('a').joinpath('b/', 'c/'))", "a/b/c"),
    ("str(Path('a/..'))", "a/.."),
    ("str(Path('.hidden/a.'))", ".hidden/a."),
    ("f\"{Path('a/')}/x\"", "a/x"),
    ("str(Path('a').parent)", "."),
    ("str(Path('a/').parent)", "."),
    ("str(Path('/a').parent)", "/"),
    ("str(Path('a/b/c').parent.parent)", "a"),
    ("str(Path(*a))", "⟨…⟩"),
    ("str(Path('r', *a, 'b'))", "⟨…⟩"),
    ("str(Path('r').joinpath(*a))", "⟨…⟩"),
    # os.path keeps what is written, but for the slashes at which it cuts.
    ("os.path.join('a/', './b')", "a/./b"),
    ("os.path.dirname('a/b')", "a"),
    ("os.path.dirname('a//b')", "a"),
    ("os.path.dirname('a/b/')", "a/b"),
    ("os.path.dirname('//b')", "//"),
    ("os.path.dirname('b')", "''"),
    ("os.path.normpath('./a//b/')", "a/b"),
    ("os.path.normpath('')", "."),
    ("os.path.normpath('a/../b')", "?"),
    ("os.path.normpath('..a/b..')", "..a/b.."),
    # What is in the environment is not in the code.
    ("os.path.expandvars('$PATH/b')", "⟨…⟩/b"),
    ("os.path.expandvars('c/${PATH}x')", "c/⟨…⟩x"),
    ("os.path.expandvars('a/b')", "a/b"),
]


@pytest.mark.parametrize(("expression", "expected"), [*TEXTS, *PATHS])
def test_what_python_makes_of_it(expression: str, expected: str) -> None:
    assert compared(f"{HEAD}show({expression})") == expected
