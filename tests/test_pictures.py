"""The pictures of the documentation are what was measured, and are shown where they belong."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from tflint_ckpt.rules.catalogue import RULES

ROOT = Path(__file__).resolve().parents[1]
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.svg"))


def tool(name: str) -> ModuleType:
    """A module of ``tools/``."""
    spec = importlib.util.spec_from_file_location(f"{name}_tool", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_they_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/pictures.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_it_says_which_are_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = tool("pictures")
    monkeypatch.setattr(drawing, "ROOT", tmp_path)
    monkeypatch.setattr(drawing, "PICTURES", tmp_path)
    monkeypatch.setattr(sys, "argv", ["pictures.py", "--check"])
    assert drawing.main() == 1
    monkeypatch.setattr(sys, "argv", ["pictures.py"])
    assert drawing.main() == 0
    monkeypatch.setattr(sys, "argv", ["pictures.py", "--check"])
    assert drawing.main() == 0
    assert {path.name for path in tmp_path.glob("*.svg")} < {path.name for path in PICTURES}


@pytest.mark.parametrize("path", PICTURES, ids=[path.stem for path in PICTURES])
def test_each_is_a_picture_for_light_and_dark_pages(path: Path) -> None:
    root = ElementTree.fromstring(path.read_text("utf-8"))
    assert root.tag.endswith("svg")
    assert "prefers-color-scheme:dark" in path.read_text("utf-8")


def test_every_bar_and_cell_is_measured() -> None:
    drawing = tool("pictures")
    labels = {"a": "cache()", "b": "no cache"}
    drawn = drawing.bars("Memory", labels, {"tensorflow": "2.21.0", "MiB": {"a": 200, "b": 100}})
    widths = [
        float(each.get("width", "0")) for each in ElementTree.fromstring(drawn) if each.tag.endswith("rect")
    ]
    assert widths[0] == pytest.approx(2 * widths[1], abs=1)
    assert "200 MiB" in drawn


def test_pages_show_pictures_that_there_are() -> None:
    docs = tool("docs")
    assert docs.PICTURES.keys() <= {rule.name for rule in RULES}
    assert {file for file, _ in docs.PICTURES.values()} <= {path.name for path in PICTURES}
    page = docs.page(next(rule for rule in RULES if rule.name == "pipeline-cache"))
    assert "](../pictures/cache-memory.svg)" in page
