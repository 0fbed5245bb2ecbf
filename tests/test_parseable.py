"""What LibCST gets: nothing of it is lost, nothing moves, and it means the same."""

from __future__ import annotations

import ast

import libcst
import pytest

from tflint_ckpt.parseable import parseable, untabbed

TEXTS = {
    "nothing": "",
    "one name": "a",
    "a form feed alone": "\f",
    "form feeds before code": "\f\fa\n",
    "a form feed in a line of its own": "\f\n\fa\n",
    "form feeds in a block": "if a:\n    b\n\f    c\n    \fd\n",
    "a form feed before a comment": "a\n\f\t# b\n",
    "a form feed in a string": 'a = """b\n\fc\n  \f\td"""\n',
    "a form feed in brackets": "a = (\n\fb,\n  \fc)\n\fd\n",
    "a form feed behind a backslash": "a = 1 + \\\n\f2\n",
    "the same on Windows": "a = 1 + \\\r\n\f2\r\n",
    "form feeds between words": "a\f=\f1\f#\fb\n",
    "carriage returns": "a\rb\r",
    "a carriage return behind others": "a\r\nb\r",
    "line endings of all kinds": "\r\r\n\n\r",
    "a carriage return in a string": "a = '''\r'''\r",
    "blanks at the end": "a  \n\n   \n\t\n",
    "a form feed at the end": "\fa\r\f",
    "an indented comment at the end": "a\n\n    # b\n",
    "one that is indented less than the block": "if a:\n    b\n\n  # c\n\n# d\n   # e",
    "one on Windows": "a\r\n\r\n    # b\r\n",
    "indented comments only": "   # a\n  # b\n",
    "a comment that ends in a backslash": "a\n\n  # b\\\n",
    "a comment behind a backslash": "a = 1 \\\n  # b\n",
    "a string that ends like a comment": 'a = """\n   # b\n   """\n',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nothing_is_lost_and_nothing_moves(text: str) -> None:
    given = parseable(text)
    assert len(given) == len(text)
    assert all(mine == theirs or theirs == "\n" for mine, theirs in zip(text, given, strict=True))
    assert given.split() == text.split()
    assert ast.dump(ast.parse(given)) == ast.dump(ast.parse(text))
    # White space behind the last line, where nothing stands, may go.
    assert libcst.parse_module(given).code.rstrip() == given.rstrip()


@pytest.mark.parametrize("text", ["a\n", "if a:\n    # b\n    c\n\n    # d\n    e\n", "a = '\t'\r\n\r\n"])
def test_most_text_stays_as_it_is(text: str) -> None:
    assert parseable(text) == text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_form_feed_behind_a_backslash_that_stands_alone_begins_no_line(ending: str) -> None:
    text = ending.join(["if x:", " def f():1", " \\", "\f1"])
    assert ast.dump(ast.parse(parseable(text))) == ast.dump(ast.parse(text))


def test_what_is_no_python_keeps_its_offsets() -> None:
    for text in ("a = (\n\fb\n", "\f'''\n\f", "if a:\n\fb\n  \fc\n", "\f\\"):
        assert len(parseable(text)) == len(text)


MIXED = {
    "a tab, then spaces and tabs": "def f():\n\tfor a in b:\n    \t\tc\n\treturn 1\n",
    "spaces, then tabs": "if a:\n        b\n        if c:\n        \td\n",
    "as many characters in other order": "if a:\n \t \tb\n \t \tc\n",
    "inside a string and brackets": "if a:\n\tif b:\n   \t\tc = '''\n\t\td\n'''\n   \t\te = (1,\n2)\n\tf\n",
    "a comment and an empty line": "if a:\n\t# b\n\tif c:\n   \t\t# d\n\t \n   \t\te\n\tf\n",
    "a joined line": "if a:\n\tif b:\n   \t\tc = \\\n\t\t\t1\n\td\n",
}


@pytest.mark.parametrize("text", MIXED.values(), ids=MIXED)
def test_tabs_and_spaces_that_python_takes(text: str) -> None:
    given = untabbed(parseable(text))
    assert len(given) == len(text)
    assert ast.dump(ast.parse(given)) == ast.dump(ast.parse(text))
    assert libcst.parse_module(given).code == given


def test_what_has_no_tabs_in_front_stays() -> None:
    for text in ("if a:\n    b\tc\n", "a = '\t'\n", ""):
        assert untabbed(text) == text
