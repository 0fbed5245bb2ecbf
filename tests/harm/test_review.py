"""Fixes are drawn by lot in the same way each time, evenly over repositories, and shown whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MENDED = "import tensorflow as tf\n\n\nadam = tf.keras.optimizers.Adam(lr={rate})\n"


@pytest.fixture
def repositories(tmp_path: Path) -> Path:
    """Two repositories, one of them with many fixes."""
    for name, count in (("few", 1), ("many", 6)):
        for number in range(count):
            path = tmp_path / "repositories" / name / f"train{number}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(MENDED.format(rate=0.1 + number), "utf-8")
            (path.parent / "requirements.txt").write_text("tensorflow==2.21\n", "utf-8")
    return tmp_path / "repositories"


def review(repositories: Path, *options: str) -> tuple[int, str]:
    """The exit status of the tool, and what it wrote."""
    output = repositories.parent / "review.md"
    command = [sys.executable, ROOT / "tools" / "review.py", *options, repositories, output]
    return subprocess.run(command, capture_output=True).returncode, output.read_text("utf-8")


def test_what_is_drawn_has_its_message_and_its_diff(repositories: Path) -> None:
    status, text = review(repositories, "--safe", "4", "--unsafe", "0", "--most", "3")
    assert status == 0
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert [heading.split()[2] for heading in headings] == ["few:", "many:", "many:", "many:"]
    assert headings[0] == "## 1. few: train0.py:4 TFC801 optimizer-lr (error, safe)"
    assert text.count("-adam = tf.keras.optimizers.Adam(lr=") == 4
    assert "+adam = tf.keras.optimizers.Adam(learning_rate=0.1)\n" in text


def test_the_seed_decides(repositories: Path) -> None:
    options = ("--safe", "2", "--unsafe", "0", "--most", "1")
    drawn = {seed: review(repositories, *options, "--seed", seed) for seed in "12345"}
    assert drawn["1"] == review(repositories, *options, "--seed", "1")
    assert len(set(drawn.values())) > 1


def test_too_few_fixes_are_no_success(repositories: Path) -> None:
    status, text = review(repositories, "--safe", "4", "--unsafe", "1", "--most", "2")
    assert status == 1
    assert text.count("```diff") == 3
