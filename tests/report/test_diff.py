"""The diff is what ``patch`` takes: it gives the fixed file, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.notebook.made import document, lines
from tests.report.build import file_result, finding, run_result, source
from tflint_ckpt.finding import Edit
from tflint_ckpt.reading import read
from tflint_ckpt.report import View
from tflint_ckpt.report.diff import render, verdict
from tflint_ckpt.source import Source

OLD = "import os\ncall(\n    max_to_keep=3,\n)\n"
NEW = "import os\ncall(\n)\n"


def test_a_diff() -> None:
    untouched = file_result(source("x = 1\n", "other.py"))
    changed = file_result(source(NEW), original=source(OLD), fixed=1)
    assert render(run_result(untouched, changed), View()) == (
        "--- train.py\n+++ train.py\n@@ -1,4 +1,3 @@\n import os\n call(\n-    max_to_keep=3,\n )\n"
    )


def test_no_newline_at_the_end() -> None:
    changed = file_result(source("a = 2"), original=source("a = 1"), fixed=1)
    assert render(run_result(changed), View()) == (
        "--- train.py\n"
        "+++ train.py\n"
        "@@ -1 +1 @@\n"
        "-a = 1\n"
        "\\ No newline at end of file\n"
        "+a = 2\n"
        "\\ No newline at end of file\n"
    )


def test_colour() -> None:
    changed = file_result(source("b\nc\n"), original=source("a\nc\n"), fixed=1)
    assert render(run_result(changed), View(color=True)) == (
        "\033[1m--- train.py\033[0m\n"
        "\033[1m+++ train.py\033[0m\n"
        "\033[36m@@ -1,2 +1,2 @@\033[0m\n"
        "\033[31m-a\033[0m\n"
        "\033[32m+b\033[0m\n"
        " c\n"
    )


def test_a_removed_line_of_dashes_is_no_header() -> None:
    changed = file_result(source("c\n"), original=source("-- a\nc\n"), fixed=1)
    assert "\033[31m--- a\033[0m\n" in render(run_result(changed), View(color=True))


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ([file_result(source(NEW))], "Would fix nothing.\n"),
        ([file_result(source(NEW), original=source(OLD), fixed=1)], "Would fix 1 finding in 1 file.\n"),
        (
            [
                file_result(source(NEW), finding(source(NEW), "os"), original=source(OLD), fixed=2),
                file_result(source(NEW), finding(source(NEW), "os")),
            ],
            "Would fix 2 findings in 1 file. 2 errors left in 2 files.\n",
        ),
        (
            [file_result(source(NEW), finding(source(NEW), "os"))],
            "Would fix nothing. 1 error left in 1 file.\n",
        ),
    ],
)
def test_what_it_comes_to(files, line: str) -> None:  # type: ignore[no-untyped-def]
    assert verdict(run_result(*files)) == line


TEXTS = {
    "plain": (OLD, NEW),
    "crlf": (OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")),
    "cr only": (OLD.replace("\n", "\r"), NEW.replace("\n", "\r")),
    "mixed line endings": ("a\r\nb\nc\r\n", "a\r\nc\r\n"),
    "form feed and unicode line separators": ("a\x0cb\n'\u2028\x85'\nc\n", "a\x0cb\n'\u2028\x85'\nd\n"),
    "byte order mark": ("\ufeffa\nb\n", "\ufeffc\nb\n"),
    "no newline at the end": ("a\nb", "a\nc"),
    "newline added at the end": ("a\nb", "a\nb\n"),
    "emptied": ("a\n", ""),
}


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch(1)")
@pytest.mark.parametrize(("old", "new"), TEXTS.values(), ids=TEXTS)
def test_patch_makes_the_fixed_file_of_it(tmp_path: Path, old: str, new: str) -> None:
    before, after = source(old), source(new)
    assert patched(tmp_path, before, after) == after.data


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch(1)")
@pytest.mark.parametrize("name", ["my train.py", "train (1).py", "a\\b.py", "caf\xe9 1.py"])
def test_patch_finds_the_file_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    assert patched(tmp_path, source(OLD, name), source(NEW, name)) == NEW.encode()


def jupyter(newline: str = "\n", bom: bytes = b"", indent: int | None = 1) -> bytes:
    """A notebook as it may lie on disk."""
    cells = ("import os  # \x0c \u2028\n%matplotlib inline", "call(\n    max_to_keep=3,\n)")
    return bom + document(*map(lines, cells), indent=indent).replace("\n", newline).encode()


NOTEBOOKS = {
    "as Jupyter writes it": jupyter(),
    "without a newline at the end": jupyter().rstrip(),
    "crlf": jupyter("\r\n"),
    "byte order mark": jupyter(bom=b"\xef\xbb\xbf"),
    "all in one line": jupyter(indent=None),
}


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch(1)")
@pytest.mark.parametrize("data", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_patch_makes_the_fixed_notebook_of_it(tmp_path: Path, data: bytes) -> None:
    before = read("train.ipynb", data)
    start = before.text.index("    max_to_keep")
    removal = Edit(before.path, start, start + len("    max_to_keep=3,\n"), "")
    after = before.edited([removal, Edit(before.path, 0, 0, "import gc\n")])
    assert after.text == "import gc\n" + before.text.replace("    max_to_keep=3,\n", "")
    assert patched(tmp_path, before, after) == after.data != data


def patched(folder: Path, before: Source, after: Source) -> bytes:
    """What ``patch`` makes in *folder* of the file *before* with the diff to *after*."""
    file = folder / before.path
    file.write_bytes(before.data)
    diff = render(run_result(file_result(after, original=before, fixed=1)), View())
    command = ["patch", "-p0", "--binary", "--posix"]
    subprocess.run(command, input=diff.encode(), cwd=folder, check=True, stdout=subprocess.PIPE)
    return file.read_bytes()
