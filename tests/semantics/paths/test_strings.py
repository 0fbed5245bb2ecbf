"""The strings of a module that are no documentation, by the words in them."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.strings import Strings

STRINGS = '''
"""Documentation names best.h5."""
a = "best.h5"
b = "my_best.h5"
c = f"{a}/best.h5 or last.h5"
d = 'net.ckpt.index'
"best.h5"
e = "runs/" + "best.h5"
'''


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("best.h5", ['"best.h5"', "/best.h5 or last.h5", '"best.h5"']),
        ("my_best.h5", ['"my_best.h5"']),
        ("last.h5", ["/best.h5 or last.h5"]),
        ("best.keras", []),
        ("best", ['"best.h5"', "/best.h5 or last.h5", '"best.h5"']),
    ],
)
def test_strings_with_the_words(text: str, found: list[str]) -> None:
    strings = module(STRINGS).fact(Strings)
    assert [strings.written(token) for token in strings.with_words(text)] == found


def test_strings_by_themselves() -> None:
    strings = module(STRINGS).fact(Strings)
    assert [strings.written(token) for token in strings.saying(["best.h5", None])] == ['"best.h5"'] * 2
    assert [strings.written(token) for token in strings.own_files] == ["'net.ckpt.index'"]
    assert strings.with_words(".") == strings.tokens  # no word to go by


def test_what_is_no_documentation() -> None:
    """A string that stands by itself is none of its tokens, wherever it stands."""
    code = "def f():\n    'a.h5'\n    g('b.h5')\n    'c' 'd.h5'\n    return f'{x}e.h5', 'f' 'g.h5'\n"
    strings = module(code).fact(Strings)
    written = [strings.written(token) for token in strings.tokens]
    assert written == ["'b.h5'", "'c'", "'d.h5'", "e.h5", "'f'", "'g.h5'"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("'a.index'", True),
        ("'a.data-00000-of-00001'", True),
        ("'a/checkpoint'", True),
        ("f'{a}.index'", True),
        ("'a.index.html'", False),
        ("'checkpoint'", False),
        ("'a.indexed'", False),
    ],
)
def test_own_files(written: str, expected: bool) -> None:
    assert bool(module(f"x = {written}").fact(Strings).own_files) is expected
