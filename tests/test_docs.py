"""What the pages say of the repository: links lead somewhere, the picture and the example are current."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tflint_ckpt import runner
from tflint_ckpt.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
BLOB = "https://github.com/tflint-ckpt/tflint-ckpt/"
PAGES = {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")}
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|^ {4}.*?$|`[^`\n]+`", re.DOTALL | re.MULTILINE)


def prose(page: Path) -> str:
    """A page without its code."""
    return CODE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def target(page: Path, link: str) -> tuple[Path, str] | None:
    """The file of the repository that *link* leads to, and the heading in it; ``None`` for another site."""
    path, _, anchor = link.partition("#")
    if path.startswith(BLOB):
        kind = re.match(r"(?:blob|tree|raw)/main/(.*)", path[len(BLOB) :])
        return (ROOT / kind[1], anchor) if kind else None
    if "://" in path or path.startswith("mailto:"):
        return None
    return (page.parent / path if path else page, anchor)


@pytest.mark.parametrize("page", sorted(PAGES), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        led = target(page, link)
        if led is not None:
            path, anchor = led
            assert path.exists(), link
            assert not anchor or path.suffix != ".md" or anchor in anchors(path), link


def test_links_of_the_readme_work_on_the_package_index() -> None:
    """Which knows nothing of the repository around it."""
    links = LINK.findall(prose(ROOT / "README.md"))
    assert links
    assert [link for link in links if not link.startswith("https://")] == []


def test_the_readme_is_one_screen() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) <= 85
    assert "\n    python tools/check.py\n" in readme, "the one command that sets up and passes the tests"


@pytest.mark.skipif(sys.platform == "win32", reason="the picture is of a terminal of Unix")
def test_the_picture_is_current() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools/screenshot.py"), "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_example_has_something_of_everything_and_is_mended_whole() -> None:
    [found] = runner.run([str(ROOT / "examples/train.py")], Settings()).files
    assert [finding.code for finding in found.findings] == ["TFC103", "TFC101", "TFC202", "TFC501"]
    [fixed] = runner.run([str(ROOT / "examples/train.py")], Settings(), fix=True).files
    assert (fixed.findings, fixed.fixed) == ([], 4)


def test_no_page_of_a_rule_has_an_empty_example() -> None:
    pages = sorted((ROOT / "docs/rules").glob("*.md"))
    assert [page.name for page in pages if "```python\n\n```" in page.read_text("utf-8")] == []


def test_every_page_is_in_the_list_of_pages() -> None:
    index = ROOT / "docs/README.md"
    led = [target(index, link) for link in LINK.findall(prose(index))]
    listed = {each[0].name for each in led if each is not None}
    assert {page.name for page in ROOT.glob("docs/*.md")} - listed == set()
