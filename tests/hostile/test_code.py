"""Code that is too much for a parser, or looks as if: one finding, or all of them, in time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hostile.code import HEAD, LINTED, START, TEXTS, TRAIN, WORK, repeated
from tests.hostile.command import run, written

GOOD = START + "model.fit(x, y, callbacks=[checkpoint])\n"


@pytest.mark.parametrize("title", TEXTS)
def test_code(tmp_path: Path, title: str) -> None:
    text, said = TEXTS[title]
    written(tmp_path, [("hostile.py", START + text), ("good.py", GOOD)])
    done = run(tmp_path, "--format", "json")
    done.ends_well()
    assert done.codes("good.py") == ["TFC101"]
    if said == LINTED:
        assert "TFC101" in done.codes("hostile.py")
        assert "TFC001" not in done.codes("hostile.py")
    elif "TFC101" not in done.codes("hostile.py") or "LINTED" not in said:
        [(code, message)] = done.of("hostile.py")
        assert code == "TFC001"
        assert re.search(said, message)
        assert "\n" not in message
    assert done.status == 1


@pytest.mark.parametrize("title", ["sum", "and, a hundred thousand times", "a million numbers", "elif"])
def test_code_that_no_rule_looks_at_is_passed_over(tmp_path: Path, title: str) -> None:
    """What CPython cannot parse is told all the same."""
    text, _ = TEXTS[title]
    written(tmp_path, [("hostile.py", "import numpy as np\n" + text), ("good.py", GOOD)])
    done = run(tmp_path, "--format", "json")
    done.ends_well()
    assert set(done.codes("hostile.py")) <= {"TFC001"}
    assert all("to be parsed" in message for _, message in done.of("hostile.py"))
    assert done.codes("good.py") == ["TFC101"]


def test_a_file_of_50000_lines_without_keras(tmp_path: Path) -> None:
    written(tmp_path, [("plain.py", repeated(WORK, 50_000)), ("good.py", GOOD)])
    done = run(tmp_path, "--format", "json")
    done.ends_well()
    assert (done.codes("plain.py"), done.codes("good.py")) == ([], ["TFC101"])


def test_a_file_of_500_lines_full_of_keras(tmp_path: Path) -> None:
    written(tmp_path, [("many.py", HEAD + repeated(TRAIN, 500)), ("good.py", GOOD)])
    done = run(tmp_path, "--format", "json")
    done.ends_well()
    assert done.codes("many.py").count("TFC801") == 500 // TRAIN.count("\n")
    assert done.codes("good.py") == ["TFC101"]


BYTES = {
    "a null byte": (START.encode() + b"\0\n", "null byte"),
    "UTF-16": (START.encode("utf-16"), "null byte"),
    "UTF-16 without a mark": (START.encode("utf-16-le"), "null byte"),
    "UTF-32": (START.encode("utf-32"), "null byte"),
    "Latin-1": (START.encode() + b"# caf\xe9\n", "not utf-8 text"),
    "an unknown encoding": (b"# coding: klingon\n" + START.encode(), "klingon"),
    "an encoding of no text": (b"# coding: rot13\n" + START.encode(), "rot.?13"),
    "nothing but null bytes": (b"\0" * 1_000_000, "null byte"),
    "random bytes": (bytes(range(256)) * 4_000, "null byte"),
}


@pytest.mark.parametrize("title", BYTES)
def test_bytes_that_are_no_text(tmp_path: Path, title: str) -> None:
    data, said = BYTES[title]
    written(tmp_path, [("hostile.py", data), ("good.py", GOOD)])
    done = run(tmp_path, "--format", "json", "--fix")
    done.ends_well()
    [(code, message)] = done.of("hostile.py")
    assert code == "TFC001"
    assert re.search(said, message)
    assert (tmp_path / "hostile.py").read_bytes() == data
    assert "max_to_keep" not in (tmp_path / "good.py").read_text()


def test_a_finding_in_a_line_of_5_mb_is_shown_in_few_characters(tmp_path: Path) -> None:
    written(tmp_path, [("hostile.py", f"{HEAD}x = '{'a' * 5_000_000}'; {START.splitlines()[1]}\n")])
    done = run(tmp_path)
    done.ends_well()
    assert "TFC101" in done.out
    assert len(done.out) < 20_000
