"""String tokens: what their characters are, and where each is written."""

from __future__ import annotations

import ast

import libcst as cst
import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.strings import characters, source_of
from tflint_ckpt.syntax.walk import descend

PLAIN = [
    "'m_{ epoch}.h5'",
    r"'C:\\ckpt\\m_{ epoch}.h5'",
    r"r'C:\ckpt\m.h5'",
    r"'\x20\u00e9\U0001F600\N{BULLET}\101\7\0'",
    r"'\d \é \% \{'",
    r"'a\'b\"c\\'",
    "'''two\nlines\\\njoined'''",
    "'''carriage\r\nreturn'''",
    "U'ü{{x}}'",
    "''",
]


@pytest.mark.parametrize("token", PLAIN)
@pytest.mark.filterwarnings("ignore")
def test_plain_strings_have_the_value_python_gives_them(token: str) -> None:
    node = cst.parse_expression(token)
    assert isinstance(node, cst.SimpleString)
    found = characters(node.raw_value, raw="r" in node.prefix.lower(), formatted=False)
    assert "".join(character.value for character in found) == ast.literal_eval(token)


@pytest.mark.parametrize(
    "token",
    [
        "f'm_{{ epoch}}.h5'",
        r"f'C:\\m_{{epoch}}\x41'",
        r"rf'C:\m_{{epoch}}\x41'",
        r"f'\N{BULLET}{{\N{LATIN SMALL LETTER A}}}'",
        r"f'\é{{'",
        "f''",
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_f_strings_without_expressions_have_the_value_python_gives_them(token: str) -> None:
    facts = module(f"x = {token}\n")
    texts = facts.evaluate(assigned(facts, "x"))
    assert [text.literal for text in texts if isinstance(text, Text)] == [eval(token)]


@pytest.mark.parametrize(
    ("expression", "character", "written"),
    [
        ("'ab{ c}'", "{", "{"),
        (r"'\\x{ c}'", "{", "{"),
        (r"'\\x{ c}'", "\\", r"\\"),
        (r"'\x7b c}'", "{", r"\x7b"),
        ("f'{d}/{{ c}}'", "{", "{{"),
        ("f'{d}/{{ c}}'", "c", "c"),
        ("'%s/{ c}' % d", "{", "{"),
        ("'{}/{{ c}}'.format(d)", "{", "{"),
        ("'{}/{{ c}}'.format(d)", "c", "c"),
        ("'ü/%d%%{ c}' % n", "c", "c"),
        ("os.path.join(d, 'x', '{ c}')", "c", "c"),
        ("os.path.dirname('yy/{ c}/x')", "c", "c"),
        ("'''a\r\n{ c}'''", "c", "c"),
    ],
)
def test_a_character_of_a_text_is_found_in_the_source(expression: str, character: str, written: str) -> None:
    facts = module(f"import os\nx = {expression}\n")
    node = assigned(facts, "x")
    (text,) = facts.evaluate(node)
    assert isinstance(text, Text)
    piece = next(piece for piece in text.pieces if character in piece.text)
    assert piece.node is not None
    assert piece.node in set(descend(node))
    found = source_of(facts, piece.node, piece.at + piece.text.index(character))
    assert found is not None
    assert found.value == character
    assert facts.source.text[found.start : found.end] == written
