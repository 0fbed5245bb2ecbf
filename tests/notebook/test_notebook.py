"""A notebook as one module: its text, its code, its places, and what is wrong with its cells."""

from __future__ import annotations

import json

import libcst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notebook.made import document, notebook
from tflint_ckpt.notebook.notebook import Notebook
from tflint_ckpt.reading import read
from tflint_ckpt.source import Source

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
"""What Python thinks of the style of a random cell."""


def test_a_notebook_is_read_by_its_suffix() -> None:
    source = read("a/n.ipynb", document("x = 1").encode())
    assert isinstance(source, Notebook)
    assert (source.path, source.text, source.readable) == ("a/n.ipynb", "x = 1", True)


def test_names_flow_from_cell_to_cell() -> None:
    source = notebook("import tensorflow as tf\n", "!ls\n%time x = tf.constant(1)", "", "x?")
    assert source.text == "import tensorflow as tf\n\n\n!ls\n%time x = tf.constant(1)\n\n\n\nx?"
    assert source.code == "import tensorflow as tf\n\n\n#  \n0;    x = tf.constant(1)\n\n\n\n# "
    assert source.broken == []


def test_the_setting_says_which_other_cells_hold_python() -> None:
    data = document("%%mine\nx = 1\n", "%%other\ny = 1").encode()
    assert "x = 1" not in Notebook("n.ipynb", data).code
    for name in ("mine", "%%mine"):
        source = Notebook("n.ipynb", data, [name])
        assert "x = 1" in source.code
        assert "y = 1" not in source.code
        assert "x = 1" in source.edited([]).code


def test_the_document_is_the_whole_text() -> None:
    written = document("x = 1")
    assert Notebook("n.ipynb", written.encode()).document == written
    source = Notebook("n.ipynb", b"\xef\xbb\xbf" + written.encode())
    assert source.document == "\ufeff" + written
    assert source.edited([]).data == source.data


PLACES = [
    ("import", "cell 1:1:1"),
    ("np", "cell 1:1:8"),
    ("x = ", "cell 2:1:1"),
    ("y = ", "cell 2:3:1"),
    ("z", "cell 4:1:1"),
]


@pytest.mark.parametrize(("word", "place"), PLACES)
def test_places_are_counted_in_code_cells(word: str, place: str) -> None:
    source = notebook("import np", "x = 1\n\ny = 2\n", "", "z")
    offset = source.text.index(word)
    assert str(source.place(offset)) == place
    assert source.line_text(source.position(offset)[0]).startswith(word[:1] if word != "np" else "import")


def test_the_line_behind_a_cell_belongs_to_it() -> None:
    source = notebook("a\nb", "c")
    assert [str(source.place(offset)) for offset in (3, 4, 5)] == ["cell 1:2:2", "cell 1:3:1", "cell 2:1:1"]


def test_a_notebook_without_code_has_a_place_too() -> None:
    source = Notebook("n.ipynb", document().encode())
    assert (source.text, source.code, source.broken, str(source.place(0))) == ("", "", [], "1:1")


BROKEN = [
    (("x = 1", "y = ", "z = 3"), [("cell 2:1:5", "invalid syntax")]),
    (("x = 1", "a\nprint 'x'\n", "z = 3"), [("cell 2:2:1", "Missing parentheses")]),
    (("x = (1,", "2)", "z = 3"), [("cell 1:1:5", "'(' was never closed"), ("cell 2:1:2", "unmatched ')'")]),
    (("x = '''", "y'''", "z = 3"), [("cell 1:1:5", "unterminated"), ("cell 2:1:2", "unterminated")]),
    (("if x:\n    y", "else:\n    z"), [("cell 2:1:1", "invalid syntax")]),
    (("@decorated", "def f(): pass"), [("cell 1:1:", "invalid syntax")]),
    (("\\\r",), [("cell 1:1:", "unexpected EOF")]),
    (("\\\r\n",), [("cell 1:1:", "unexpected EOF")]),
    (("x = 1 \\", "y = 2"), [("cell 1:1:8", "unexpected EOF")]),
    (("x = 1", "x = '\0'", "y = 2"), [("cell 2:1:1", "null byte")]),
    (("x = 1\r\ny\r\nz =", "y = 2"), [("cell 1:3:4", "invalid syntax")]),
    (("a\rb\rc =", "y = 2"), [("cell 1:3:4", "invalid syntax")]),
    (("if x:\n  y\n z",), [("cell 1:3:3", "unindent does not match")]),
    ((" x = 1\n  y = 2",), [("cell 1:2:", "unexpected indent")]),
    (("(" * 3000 + ")" * 3000, "x = 1"), [("cell 1:", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "said"), BROKEN)
def test_a_cell_that_does_not_parse_is_named_and_left_out(
    texts: tuple[str, ...], said: list[tuple[str, str]]
) -> None:
    source = notebook(*texts)
    found = [(str(source.place(offset)), message) for offset, message in source.broken]
    assert len(found) == len(said)
    for (place, message), (expected, words) in zip(found, said, strict=True):
        assert place.startswith(expected)
        assert words in message
    compile(source.code, "n", "exec")


@pytest.mark.parametrize(
    "texts", [("if x:\n    y", " z"), ("if x:\n    y", "z"), ("x = 1 # \\\n", "y"), ("", "")]
)
def test_cells_that_parse_by_themselves_are_kept(texts: tuple[str, ...]) -> None:
    assert notebook(*texts).broken == []


PIECES = [
    "import tensorflow as tf\n", "x = 1", "if x:\n    y = 2\n    !ls\n", "!ls \\\n -l", "%%bash\nls\n",
    "%%time\n", "%time f(x)\n", "x = !ls\n", "'''a\n!b'''\n", "f(\n  1)\n", "# é 😀\n", "\r\n", "\f", "\n",
    " ", "  a\n", "?", "x?\n", "x = (\n", "\\", "\\\n", "\r", '"', "@f\n", "def g(): pass\n",
]  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=5)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_code_is_as_long_as_the_text_and_parses(texts: list[str]) -> None:
    source = Notebook("n.ipynb", document(*texts).encode())
    assert len(source.code) == len(source.text)
    ends = {"\n", "\r"}
    assert [c if c in ends else "" for c in source.code] == [c if c in ends else "" for c in source.text]
    compile(source.code, "n", "exec", 0x400)
    if "\\" not in source.code:  # which LibCST does not take at every place where Python does
        assert libcst.parse_module(source.parseable).body is not None


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_offset_has_a_place_in_its_cell(texts: list[str]) -> None:
    source = Notebook("n.ipynb", document(*texts).encode())
    start = 0
    for number, text in enumerate(texts, 1):
        alone = Source("cell.py", text.encode())
        # A carriage return at the end and the line feed behind the cell are one line ending.
        for offset in range(len(text) + (not text.endswith("\r"))):
            place = source.place(start + offset)
            assert (place.cell, place.line, place.column) == (number, *alone.position(offset))
            assert source.offset(*source.position(start + offset)) == start + offset
        start += len(text) + 2


def test_the_texts_are_those_that_json_reads() -> None:
    written = document("a\u2028b", ["c\n", "d"], "")
    texts = [cell["source"] for cell in json.loads(written)["cells"] if cell["cell_type"] == "code"]
    assert Notebook("n.ipynb", written.encode()).text == "\n\n".join("".join(text) for text in texts)
