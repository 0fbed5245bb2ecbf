"""Get the repositories of the trial from GitHub, each at the commit that the figures are of."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

LIST = Path(__file__).with_name("repositories.json")


def fetch(folder: Path) -> list[str]:
    """Make a folder for each repository below *folder*, where it is not there; those that fail."""
    failed = []
    for repository in json.loads(LIST.read_text("utf-8")):
        name, commit = repository["name"], repository["commit"]
        target = folder / name.replace("/", "+")
        if not (target / ".git" / "shallow").exists() and not _fetched(target, name, commit):
            failed.append(name)
    return failed


def _fetched(target: Path, name: str, commit: str) -> bool:
    """Whether one commit, without its history, could be checked out."""
    target.mkdir(parents=True, exist_ok=True)
    for command in (
        ("init", "--quiet"),
        ("fetch", "--quiet", "--depth", "1", f"https://github.com/{name}", commit),
        ("checkout", "--quiet", "FETCH_HEAD"),
    ):
        if subprocess.run(["git", "-C", target, *command]).returncode:
            shutil.rmtree(target)
            return False
    return True
