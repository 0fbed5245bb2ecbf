"""Small projects, and what is found to run in them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tflint_ckpt.detection import Detector
from tflint_ckpt.target import Target

NEW = "2.21/3"
"""The newest known release, which is what runs where nothing says otherwise."""
NOTHING = (NEW, "default")


def write(files: dict[str, str]) -> None:
    """Write a project into the current folder, a repository unless *files* say what it is."""
    for name, text in {".git/HEAD": "", **files}.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")


def installed(path: str = "pkg/train.py") -> tuple[str, str]:
    """The releases that ``import keras`` of a file runs on, and where that is written."""
    return _brief(Detector().targets(path, _text(path)).environment)


def tf_keras(path: str = "pkg/train.py") -> tuple[str, str]:
    """The releases that ``tf.keras`` of a file runs on, and where that is written."""
    return _brief(Detector().targets(path, _text(path)).tensorflow)


def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") if Path(path).is_file() else ""


def _brief(target: Target) -> tuple[str, str]:
    return f"{target.tensorflow}/{target.keras}", target.source
