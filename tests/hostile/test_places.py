"""What stands where a file is looked for: pipes, folders, what may not be read, odd names, many files."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from pathlib import Path

import pytest

from tests.hostile.code import START
from tests.hostile.command import run, written

GOOD = START + "model.fit(x, y, callbacks=[checkpoint])\n"
FIXED = GOOD.replace(", max_to_keep=3", "")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made of what POSIX has")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that has one finding."""
    return written(tmp_path, [("good.py", GOOD)])


def test_a_pipe_that_is_named_is_a_problem_and_one_that_is_met_is_none(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    named = run(folder, "--format", "json", "pipe.py", "good.py")
    named.ends_well()
    assert named.err == "tflint-ckpt: error: pipe.py: is neither a file nor a folder\n"
    assert (named.status, named.codes("good.py")) == (2, ["TFC101"])
    met = run(folder, "--format", "json")
    met.ends_well()
    assert (met.status, met.err, met.codes("good.py")) == (1, "", ["TFC101"])


@pytest.mark.parametrize(
    "name", [".gitignore", "requirements.txt", "setup.cfg", "uv.lock", "environment.yml"]
)
def test_a_pipe_in_the_place_of_a_file_that_is_read_along_the_way(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)
    done = run(folder, "--format", "json", patience=60)
    done.ends_well()
    assert done.codes("good.py") == ["TFC101"]


@pytest.mark.parametrize("name", [".gitignore", "requirements.txt", "setup.cfg", "pyproject.toml"])
def test_a_folder_in_the_place_of_a_file_that_is_read_along_the_way(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    done = run(folder, "--format", "json")
    done.ends_well()
    assert done.codes("good.py") == ["TFC101"]


def test_a_socket_and_a_device(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(folder)  # the path of a socket has at most 107 bytes
        listening.bind("socket.py")
        os.symlink(os.devnull, folder / "device.py")
        done = run(folder, "--format", "json", ".", "socket.py", "device.py", "/dev/zero")
    done.ends_well()
    assert done.err.splitlines() == [
        f"tflint-ckpt: error: {name}: is neither a file nor a folder"
        for name in ("socket.py", "device.py", "/dev/zero")
    ]
    assert done.codes("good.py") == ["TFC101"]


def test_a_folder_named_like_a_file(folder: Path) -> None:
    written(folder, [("x.py/y.py", GOOD), ("n.ipynb/z.txt", "")])
    done = run(folder, "--format", "json", "x.py", "n.ipynb", "good.py")
    done.ends_well()
    assert (done.codes("x.py/y.py"), done.codes("good.py"), done.err) == (["TFC101"], ["TFC101"], "")


def without_privileges() -> None:
    """Let file modes hold for root, too: drop CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
                raise OSError("cannot drop a capability")


@pytest.mark.skipif(sys.platform != "linux", reason="drops capabilities where it runs as root")
def test_what_may_not_be_read(folder: Path) -> None:
    written(folder, [("secret.py", GOOD), ("locked/x.py", GOOD), ("listed/x.py", GOOD)])
    (folder / "secret.py").chmod(0)
    (folder / "locked").chmod(0)
    (folder / "listed").chmod(0o444)
    try:
        done = run(folder, "--format", "json", before=without_privileges)
    finally:
        (folder / "locked").chmod(0o755)
        (folder / "listed").chmod(0o755)
    done.ends_well()
    assert sorted(done.err.splitlines()) == [
        "tflint-ckpt: error: listed/x.py: cannot be read: Permission denied",
        "tflint-ckpt: error: locked: cannot be read: Permission denied",
        "tflint-ckpt: error: secret.py: cannot be read: Permission denied",
    ]
    assert (done.status, done.codes("good.py")) == (2, ["TFC101"])


def test_a_path_that_is_missing_costs_no_other(folder: Path) -> None:
    done = run(folder, "--format", "json", "gone.py", "good.py")
    done.ends_well()
    assert done.err == "tflint-ckpt: error: gone.py: no such file or folder\n"
    assert (done.status, done.codes("good.py")) == (2, ["TFC101"])


def test_nothing_to_lint(tmp_path: Path) -> None:
    done = run(tmp_path)
    done.ends_well()
    assert (done.status, done.err, done.out) == (0, "tflint-ckpt: note: no files to check\n", "")


NAMES = [
    b"with space.py",
    b"new\nline.py",
    b'it\'s "x".py',
    b"-fix.py",
    b"caf\xe9.py",
    b"\x1b[31m.py",
    b"x" * 252 + b".py",
]


def test_odd_names(folder: Path) -> None:
    """Linted, shown on one line each, taken from ``--show-files``, and fixed."""
    for name in NAMES:
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(GOOD)
    listed = run(folder, "--show-files")
    assert len(listed.out.splitlines()) == len(NAMES) + 1
    assert "\x1b" not in listed.out
    for form in ("text", "concise", "json"):
        done = run(folder, "--format", form)
        done.ends_well()
        assert done.status == 1
        assert "\x1b" not in done.out
    found = run(folder, "--format", "json").findings
    assert len({path for path, _, _ in found}) == len(found) == len(NAMES) + 1
    done = run(folder, "--fix", "--", *NAMES)
    done.ends_well()
    assert done.status == 0
    for name in NAMES:
        assert Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).read_text() == FIXED


def test_show_files_lists_what_is_linted(folder: Path) -> None:
    written(
        folder,
        [
            (".git/info/exclude", "excluded.py\n"),
            (".gitignore", "ignored/\n"),
            ("excluded.py", GOOD),
            ("ignored/x.py", GOOD),
            ("build/x.py", GOOD),
            ("a/b.py", GOOD),
            ("a/c.pyi", GOOD),
            ("notes.txt", GOOD),
            ("n.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'),
        ],
    )
    os.symlink("b.py", folder / "a/link.py")
    os.symlink("..", folder / "a/up")
    listed = run(folder, "--show-files").out.splitlines()
    assert listed == ["a/b.py", "a/c.pyi", "good.py", "n.ipynb"]
    found = {path for path, _, _ in run(folder, "--format", "json").findings}
    assert sorted({*found, "n.ipynb"}) == listed
    assert "checked: 4 files" in run(folder, "-v").out


def test_a_file_of_100_mb_is_not_read(folder: Path) -> None:
    for name in ("large.py", "large.ipynb"):
        with (folder / name).open("wb") as file:
            file.truncate(101_000_000)  # nothing but a hole
    done = run(folder, "--format", "json")
    done.ends_well(seconds=1)  # its memory begins with that of the process that started it
    said = "is not linted: it has 101 MB, and a {} may have {} MB"
    assert done.of("large.py") == [("TFC001", said.format("file", 20))]
    assert done.of("large.ipynb") == [("TFC001", said.format("notebook", 100))]
    assert done.codes("good.py") == ["TFC101"]


@pytest.mark.parametrize("line", ["x = 1\n", "# a comment of some words\n"])
def test_a_file_of_nearly_20_mb(folder: Path, line: str) -> None:
    (folder / "large.py").write_text(START + line * (19_900_000 // len(line)))
    done = run(folder, "--format", "json")
    (folder / "large.py").unlink()
    done.ends_well()
    assert done.codes("large.py") == ["TFC001"]
    assert done.codes("good.py") == ["TFC101"]


def test_a_tree_of_10000_files(tmp_path: Path) -> None:
    """One file in ten has a call that is found."""
    for number in range(100):
        (tmp_path / f"package_{number}").mkdir()
        for other in range(100):
            text = f"def f_{number}(x):\n    return x + {other}\n"
            (tmp_path / f"package_{number}/module_{other}.py").write_text(text if other % 10 else GOOD)
    done = run(tmp_path, "--format", "json", "--jobs", "1")
    done.ends_well(seconds=60)  # 33 to 40 s on two cores of an AMD EPYC, 4 ms a file
    found = done.findings
    assert {code for _, code, _ in found} == {"TFC101"}
    assert len({path for path, _, _ in found}) == len(found) == 1000
