"""Scripts and notebooks as one text, and what is changed of it before it runs."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import script
import shorten


def notebook(tmp_path: Path, *cells: str) -> Path:
    """A notebook with code cells."""
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}))
    return path


def test_a_notebook_is_one_text_with_its_cells(tmp_path: Path) -> None:
    text = script.read(notebook(tmp_path, "a = 1\nb = 2", "c = 3"))
    assert text.text == "a = 1\nb = 2\nc = 3\n"
    assert [text.line(1, 2), text.line(2, 1), text.line(None, 7)] == [2, 3, 7]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("    !ls", "    pass"),
        ("files = !ls", "files = []"),
        ("%time x = 1", "x = 1"),
        ("model.fit?", "pass"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%bash\nls\n", "\n\n"),
    ],
)
def test_what_is_for_ipython_is_taken_out(tmp_path: Path, cell: str, expected: str) -> None:
    assert script.read(notebook(tmp_path, cell)).text == expected + "\n"


def test_copies_have_the_same_digest() -> None:
    one, same, other = "'''A.'''\nx = 1  # one\n", "'''B.'''\n\nx = 1\n", "x = 2\n"
    digests = [script.digest(ast.parse(text)) for text in (one, same, other)]
    assert digests[0] == digests[1] != digests[2]


def test_the_statement_of_a_line() -> None:
    text = "f(\n  1,\n)\nwith a(\n  2\n):\n  b = 3\n"
    assert [script.statement(text, line) for line in (2, 5, 7)] == [(1, 3), (4, 6), (7, 7)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EPOCHS = 50", {"EPOCHS": 2}),
        ("num_epochs = 1", {"num_epochs": 1}),
        ("units = 50", {"units": 50}),
        ("def f(epochs=30): return epochs\na = f()", {"a": 2}),
        ("def f(epochs): return epochs\na = f(epochs=9)", {"a": 2}),
        ("def f(epochs, initial_epoch): return epochs\na = f(epochs=9, initial_epoch=5)", {"a": 9}),
        ("a = 0\nfor epoch in range(30): a += 1", {"a": 2}),
        ("a = 0\nfor epoch in range(1, 30): a += 1", {"a": 1}),
        ("a = [i for i in (1, 2, 3)]", {"a": [1, 2, 3]}),
    ],
)
def test_training_is_short(text: str, expected: dict[str, Any]) -> None:
    names: dict[str, Any] = {shorten.FEW: lambda iterable: iterable}
    exec(shorten.shorten(text, Path("s.py"), 2), names)
    assert {name: names[name] for name in expected} == expected


def test_loops_over_a_dataset_are_cut() -> None:
    names: dict[str, Any] = {shorten.FEW: lambda iterable: list(iterable)[:2], "seen": [], "data": range(9)}
    exec(shorten.shorten("for i, x in enumerate(data): seen.append(x)", Path("s.py"), 2), names)
    assert names["seen"] == [0, 1]


def test_what_is_made_is_followed_into_what_raises() -> None:
    text = (
        "board = TensorBoard(\n    'logs')\nothers = []\nothers.append(board)\nfew = [1]\n"
        "m.fit(x, callbacks=others)\n"
    )
    assert script.assigned(text, 2) == ["board"]
    assert script.fed(text, 6) >= {"others", "board", "x"}
    assert "few" not in script.fed(text, 6)
    assert script.begun(text, {1, 2, 3}) == 2
    assert script.begun("if a:\n    b(\n        c)\nd()\n", {1, 3}) == 2
