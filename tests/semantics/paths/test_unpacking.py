"""Which folders a command of a shell brings that it does not name one by one."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.paths.unpacking import brought, is_below

# A command, and the folders it may bring; * for any. The variable d is out, others are not known.
COMMANDS = [
    ("git clone https://example.org/repo.git", "repo"),
    ("git clone -b main --depth 1 https://example.org/repo here", "here"),
    ("git clone", "*"),
    ("git pull", ""),
    ("unzip -q a.zip", "*"),
    ("unzip -qd out a.zip", "out"),
    ("unzip a.zip -d {d}/x", "out/x"),
    ("unzip a.zip -d $d", "out"),
    ("unzip a.zip -d {other}", "*"),
    ("unzip a.zip -d /content/out", "out"),
    ("unzip a.zip -d /content", "*"),
    ("unzip a.zip -d /data", "*"),
    ("unzip a.zip -d /tmp/x", "/tmp/x"),
    ("unzip a.zip -d out/*", "*"),
    ("tar xzf a.tgz -C out", "out"),
    ("tar czf a.tgz out", ""),
    ("tar --create -f a.tgz out", ""),
    ("7z x a.7z -oout", "out"),
    ("7z a a.7z out", ""),
    ("unrar x a.rar out/", "out"),
    ("cp -r runs out", "out"),
    ("cp a.h5 out", ""),
    ("mv repo/* .", "*"),
    ("ln -s /drive/runs", "runs"),
    ("kaggle datasets download x --unzip -p out", "out"),
    ("kaggle datasets download x", ""),
    ("gdown --folder 1a2b -O out", "out"),
    ("mkdir out && cd out", "*"),
    ("mkdir out; unzip a.zip -d b | tar xf x -C c", "b c"),
    ("curl u | tar xz -C out", "out"),
    ("python prepare.py", "*"),
    ("./run.sh", "*"),
    ("python -c 1", ""),
    ("sudo unzip a.zip -d out", "out"),
    ("apt-get install unzip", ""),
    ("rm -rf out", ""),
    ("echo 'unzip", ""),
    ("unzip 'a.zip -d out", "out"),
    ("", ""),
]
BELOW = [
    ("out", "out", True),
    ("out", "out/a", True),
    ("out", "output", False),
    ("out/a", "out", False),
    (f"out/{HOLE}", "out/a", True),
    (f"{HOLE}", "out/a", True),
    (f"{HOLE}/b", "out/a", False),
    ("a.b", "aXb", False),
]


@pytest.mark.parametrize(("line", "expected"), COMMANDS)
def test_brought(line: str, expected: str) -> None:
    found = brought(line, lambda name: ["out"] if name == "d" else [])
    assert " ".join(place if place is not None else "*" for place in found) == expected


@pytest.mark.parametrize(("place", "directory", "expected"), BELOW)
def test_below(place: str, directory: str, expected: bool) -> None:
    assert is_below(place, directory) is expected
