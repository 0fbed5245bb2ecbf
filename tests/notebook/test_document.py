"""What is a notebook, and where its cells stand."""

from __future__ import annotations

import json

import pytest

from tests.notebook.made import document, lines
from tflint_ckpt.notebook.document import Document
from tflint_ckpt.reading import read
from tflint_ckpt.source import SourceError

REFUSED = [
    ("", "not JSON: expecting an object", 0, "error"),
    ("[]", "not JSON: expecting an object", 0, "error"),
    ("{", "not JSON: expecting property name", 1, "error"),
    ('{"nbformat": 4,}', "not JSON: expecting property name", 15, "error"),
    ('{"nbformat" 4}', "not JSON: expecting ':'", 12, "error"),
    ('{"nbformat": 4 "cells": []}', "not JSON: expecting ','", 15, "error"),
    ('{"é": nope}', "not JSON: expecting value", 7, "error"),
    ('{"cells": [{"source": ["a" "b"]}]}', "not JSON: expecting ','", 27, "error"),
    ('{"cells": [{"source": "a\nb"}]}', "not JSON: invalid control character", 24, "error"),
    ('{"nbformat": 4} x', "not JSON: extra data", 16, "error"),
    ('<<<<<<< HEAD\n{"nbformat": 4}', "not JSON: expecting an object", 0, "error"),
    ('{"metadata": ' + "[" * 200_000, "not JSON: nested too deeply", 0, "error"),
    ("{}", "no notebook: it has no nbformat", 0, "error"),
    ('{"nbformat": "4"}', "no notebook: it has no nbformat", 0, "error"),
    ('{"nbformat": 3, "worksheets": []}', "format 3, and only 4 is read; 'jupyter nbconvert", 0, "warning"),
    ('{"nbformat": 5, "cells": []}', "format 5, and only 4 is known", 0, "warning"),
]


@pytest.mark.parametrize(("text", "said", "offset", "severity"), REFUSED)
def test_what_is_no_notebook_of_format_4(text: str, said: str, offset: int, severity: str) -> None:
    with pytest.raises(SourceError) as raised:
        read("n.ipynb", text.encode())
    assert said in raised.value.message
    assert (raised.value.offset, raised.value.severity) == (offset, severity)


def test_bytes_that_are_no_utf8_are_refused_where_they_stand() -> None:
    with pytest.raises(SourceError, match="not utf-8 text") as raised:
        read("n.ipynb", b'\xef\xbb\xbf{"x": "\xff"}')
    assert raised.value.offset == 10


LANGUAGES = [
    ({}, None),
    ({"kernelspec": {"name": "python3"}}, None),
    ({"kernelspec": {"language": "python"}, "language_info": {"name": "python"}}, None),
    ({"language_info": {"name": "Python"}}, None),
    ({"kernelspec": [], "language_info": {"name": 3}}, None),
    ({"kernelspec": {"language": "R"}}, "R"),
    ({"language_info": {"name": "julia"}}, "julia"),
    ({"kernelspec": {"language": ""}, "language_info": {"name": "scala"}}, "scala"),
]


@pytest.mark.parametrize(("metadata", "other"), LANGUAGES)
def test_the_language_is_python_unless_the_notebook_says_otherwise(
    metadata: dict[str, object], other: str | None
) -> None:
    data = document("x = 1", **metadata).encode()
    if other is None:
        assert read("n.ipynb", data).text == "x = 1"
        return
    with pytest.raises(SourceError, match=f"a notebook in {other}, not in Python") as raised:
        read("n.ipynb", data)
    assert raised.value.severity == "info"


@pytest.mark.parametrize("indent", [None, 0, 1, 4])
@pytest.mark.parametrize("text", ["", "x = 1", "x = 'é\\n😀'\ny = \"a\"\n", "a\r\nb\r\n\r\n"])
def test_the_strings_of_a_source_are_found_in_the_text(text: str, indent: int | None) -> None:
    for source in (text, lines(text)):
        written = document(source, "z", indent=indent)
        cell, _ = Document(written).cells
        assert cell.text == text
        assert json.loads(written[cell.start : cell.end]) == source
        strings = [json.loads(f'"{written[start:end]}"') for start, end in cell.strings]
        assert "".join(strings) == text


def cells(written: str) -> list[str]:
    return [cell.text for cell in Document(written).cells]


ODD = [
    ('{"nbformat": 4}', []),
    ('{"nbformat": 4, "cells": null}', []),
    ('{"nbformat": 4, "cells": [1, null, "x", {}]}', []),
    ('{"cells": [{"cell_type": "code"}], "nbformat": 4}', [""]),
    ('{"cells": [{"source": "x", "cell_type": "code"}], "nbformat": 4}', ["x"]),
    ('{"cells": [{"source": "x", "cell_type": "raw"}], "nbformat": 4}', []),
    ('{"cells": [{"cell_type": "code", "source": 3}], "nbformat": 4}', [""]),
    ('{"cells": [{"cell_type": "code", "source": ["x", 3]}], "nbformat": 4}', [""]),
    ('{"cells": [{"cell_type": "code", "source": "x", "source": "y"}], "nbformat": 4}', ["y"]),
    ('{"cells": [{"cell_type": "code", "source": "x"}], "nbformat": 4, "cells": []}', []),
    ('{"cells": [{"cell_type": "code", "source": "\\ud83d\\ude00\\ud83d"}], "nbformat": 4}', ["😀\ufffd"]),
    ('{"cells": [{"cell_type": "code", "source": "x", "m": {"source": "y"}}], "nbformat": 4}', ["x"]),
    ('{"a": NaN, "nbformat": 3, "nbformat": 4}', []),
]


@pytest.mark.parametrize(("written", "texts"), ODD)
def test_odd_notebooks_are_read_as_json_reads_them(written: str, texts: list[str]) -> None:
    assert cells(written) == texts
