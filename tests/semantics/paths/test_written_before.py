"""Whether a reader of a file runs only where the file was written before."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.written_before import runs_after
from tflint_ckpt.semantics.paths.written_before import tested_before as is_tested_before

AFTER = [
    ("write()\nread()", True),
    ("with open(p):\n    write()\nread()", True),
    ("with a:\n    with b:\n        write()\nif t:\n    read()", True),
    ("def f():\n    write()\n    read()", True),
    ("def f():\n    write()\nf()\nread()", True),
    ("write()\ndef f():\n    read()\nf()", True),
    ("def main():\n    g()\n    h()\ndef g(): write()\ndef h(): read()\nmain()", True),
    ("for x in y:\n    write()\n    read()", True),
    ("read()\nwrite()", False),
    ("if t:\n    write()\nread()", False),
    ("for x in y:\n    write()\nread()", False),
    ("try:\n    write()\nexcept E:\n    pass\nread()", False),
    ("def f():\n    if t:\n        write()\nf()\nread()", False),
    ("def f():\n    write()\nread()\nf()", False),
    ("def f():\n    if t:\n        return\n    write()\nf()\nread()", False),
    ("def f():\n    with a:\n        write()\nf()\nread()", True),
    ("calls = [write()] if t else []\nread()", False),
    ("t and write()\nread()", False),
    ("x = [write(), 3]\nread()", True),
    ("def f():\n    write()\nuse(f)\nread()", False),
    ("write()\ndef f():\n    read()\nuse(f)", False),
    ("if t:\n    write()\nelse:\n    read()", False),
    ("x = write() if t else 0\nread()", False),
]


@pytest.mark.parametrize(("code", "expected"), AFTER)
def test_runs_after(code: str, expected: bool) -> None:
    facts = module(code)
    (writer,), (reader,) = calls(facts, "write"), calls(facts, "read")
    assert runs_after(facts, writer, reader) is expected


TESTED = [
    ("if exists():\n    read()\nwrite()", True),
    ("if t and exists():\n    read()\nwrite()", True),
    ("if exists():\n    read()\ndef f():\n    write()\nf()", True),
    ("if exists():\n    pass\nread()\nwrite()", False),
    ("write()\nif exists():\n    read()", False),
    ("if t:\n    read()\nexists()\nwrite()", False),
    ("if exists():\n    read()\ndef f():\n    write()\nuse(f)", False),
]


@pytest.mark.parametrize(("code", "expected"), TESTED)
def test_tested_before(code: str, expected: bool) -> None:
    facts = module(code)
    (test,), (reader,), (writer,) = (calls(facts, name) for name in ("exists", "read", "write"))
    assert is_tested_before(facts, [test], reader, writer) is expected
