"""What methods of strings and of pathlib make of a text: as Python says."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

STRINGS = [
    ("show('a.b.c'.replace('.', ''))", "abc"),
    ("show('abcabc'.replace('b', 'x', 1))", "?"),
    ("show('a.b'.replace('', 'x'))", "?"),
    ("x = 'ab'\nshow(f'{x}c'.replace('bc', 'z'))", "az"),
    ("x = input if len('') else 'a'\nshow(f'{x}bc'.replace('ab', 'z'))", "? zc"),
    ("x = input if len('') else 'a'\nshow(f'{x}b{x}'.replace('aba', 'z'))", "? z"),
    ("x = input if len('') else 'a'\nshow(f'{x}.h5'.replace('h5', 'keras'))", "⟨…⟩.keras a.keras"),
    ("show(' a '.strip())", "a"),
    ("show(''.strip())", "''"),
    ("show('xxa'.lstrip('x'))", "a"),
    ("show('a.h5'.rstrip('.h5'))", "a"),
    ("show('a'.lstrip(None))", "?"),
    ("x = input if len('') else 'b'\nshow(f'b{x}'.strip('b'))", "⟨…⟩ ''"),
    ("show('a.h5'.removesuffix('.h5'))", "a"),
    ("show('a'.removesuffix(''))", "a"),
    ("show('x'.removeprefix('xy'))", "x"),
    ("x = input if len('') else 'a'\nshow(f'{x}.h5'.removesuffix('a.h5'))", "?"),
    ("show('aB'.upper().lower())", "ab"),
    ("x = input if len('') else 'a'\nshow(f'{x}B'.lower())", "⟨…⟩b ab"),
    ("show('ab'.title())", "?"),
    ("show('a_b'.split('_')[0])", "?"),
    ("show('A'.lower(*[]))", "?"),
]
PATHS = [
    ("from pathlib import Path\nshow(Path('a/b').with_suffix('.x'))", "a/b.x"),
    ("from pathlib import Path\nshow(Path('a.b/c').with_suffix('.x'))", "a.b/c.x"),
    ("from pathlib import Path\nshow(Path('a/b.tar.gz').with_suffix(''))", "a/b.tar"),
    ("from pathlib import Path\nshow(Path('.b').with_suffix('.x'))", ".b.x"),
    ("from pathlib import Path\nshow(Path('a.').with_suffix('.x'))", "?"),
    ("from pathlib import Path\nshow(Path('model.' + 'h5').with_suffix('.keras'))", "model.keras"),
    ("from pathlib import Path\nshow(Path('a' + '.b' + '.c').with_suffix('.x'))", "a.b.x"),
    ("from pathlib import Path\nshow(Path('a/' + '.b').with_suffix('.x'))", "a/.b.x"),
    ("from pathlib import Path\nx = str\nshow(Path(f'{x}.h5').with_suffix('.x'))", "⟨…⟩.x"),
    ("from pathlib import Path\nx = str\nshow(Path(f'a/{x}').with_suffix('.x'))", "⟨…⟩.x"),
    ("from pathlib import Path\nshow(Path('/a').with_name('c'))", "/c"),
    ("from pathlib import Path\nshow(Path('a/b').with_name('c.x'))", "a/c.x"),
    ("from pathlib import Path\nshow(Path('a').with_name('b.c').with_suffix('.x'))", "b.x"),
    ("from pathlib import Path\nx = str\nshow(Path(f'a/{x}').with_name('c'))", "⟨…⟩c"),
    ("from pathlib import Path\nshow(Path('a').with_stem('c'))", "?"),
    ("from pathlib import Path\nshow(Path('a').lower()) if len('') else show('a')", "?; a"),
]


@pytest.mark.parametrize(("code", "expected"), [*STRINGS, *PATHS])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected
