"""Notebooks for tests, laid out as Jupyter does it."""

from __future__ import annotations

import json

from tflint_ckpt.notebook.notebook import Notebook


def document(*sources: object, indent: int | None = 1, ascii_only: bool = False, **metadata: object) -> str:
    """The JSON text of a notebook with these sources of code cells, and things of its own between them."""
    cells: list[dict[str, object]] = [{"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "é"]}]
    for number, source in enumerate(sources):
        output = {
            "data": {"text/plain": ["'\u00e9'"]},
            "execution_count": number,
            "output_type": "execute_result",
        }
        cells.append(
            {"cell_type": "code", "execution_count": number, "id": f"c{number}", "metadata": {"tags": []},
             "outputs": [output], "source": source}
        )  # fmt: skip
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=indent, ensure_ascii=ascii_only) + "\n"


def lines(text: str) -> list[str]:
    """A cell's text as Jupyter writes it: a list of lines."""
    return text.splitlines(keepends=True)


def notebook(*texts: str, **layout: object) -> Notebook:
    """A notebook with these texts in its code cells."""
    return Notebook("n.ipynb", document(*map(lines, texts), **layout).encode())  # type: ignore[arg-type]
