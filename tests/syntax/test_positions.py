"""Positions: the same as LibCST's own providers give, as offsets."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider

from tests.claims import FIXTURES
from tests.syntax.nasty import NASTY
from tflint_ckpt.source import Source
from tflint_ckpt.syntax.positions import Positions

ROOT = Path(__file__).parents[2]
FILES = [*sorted(FIXTURES.glob("*/*/*/*.py")), *sorted((ROOT / "tflint_ckpt").glob("semantics/*.py"))]


def compare(data: bytes) -> int:
    """Compare every node's positions in a file with LibCST's; how many there were."""
    source = Source("code.py", data)
    wrapper = MetadataWrapper(cst.parse_module(source.parseable), unsafe_skip_copy=True)
    positions = Positions(wrapper.module)
    assert positions.text == source.parseable
    compared = 0
    for provider, found in (
        (PositionProvider, positions.syntactic),
        (WhitespaceInclusivePositionProvider, positions.full),
    ):
        expected = wrapper.resolve(provider)
        for node, range_ in expected.items():
            start = source.offset(range_.start.line, range_.start.column + 1)
            end = source.offset(range_.end.line, range_.end.column + 1)
            assert found[node] == (start, end), type(node)
            compared += 1
        assert found.keys() == expected.keys()
    return compared


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_positions_are_those_of_libcst(path: Path) -> None:
    assert compare(path.read_bytes()) > 10


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_in_code_with_a_bit_of_everything(newline: str) -> None:
    assert compare(NASTY.replace("\n", newline).encode()) > 1000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"x",
        b"x = 1",
        b"x = 1\r\n",
        b"\xef\xbb\xbfx = 1\n",
        b"# only a comment",
        b"\n\n# a\n\n",
        b"x\n ",
    ],
)
def test_in_small_files(data: bytes) -> None:
    compare(data)


@pytest.mark.parametrize(
    "text",
    [
        "try: a\nexcept A : b\nc\n",
        "try: a\nexcept  A \\\n  : b\nc\n",
        "try: a\nexcept* A\t: b\nc\n",
    ],
)
def test_white_space_that_libcst_loses_is_there(text: str) -> None:
    tree = cst.parse_module(text)
    assert tree.code != text, "LibCST does no longer lose it"
    positions = Positions(tree, text)
    assert positions.text == text
    last = tree.body[-1]
    assert positions.syntactic[last] == (text.rindex("c"), text.rindex("c") + 1)


def test_a_tree_that_is_too_deep_says_so_in_a_few_words() -> None:
    elifs = "".join(f"elif a == {place}: pass\n" for place in range(2000))
    tree = cst.parse_module(f"if a: pass\n{elifs}")
    with pytest.raises(RecursionError) as raised:
        Positions(tree)
    assert len(str(raised.value)) < 200
