"""The page on the architecture names files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## Where a behaviour lives")[2].partition("\n## ")[0]
FILES = sorted(set(re.findall(r"`([\w/]+\.py)`", TABLE)))


def test_the_table_has_rows() -> None:
    assert len(FILES) > 40


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_there(name: str) -> None:
    package = ROOT / "tflint_ckpt"
    beside = ("datasets/",) if "/" not in name else ()
    folders = (package / "semantics", package, *(package / "semantics" / each for each in beside))
    assert any((folder / name).is_file() for folder in folders)
