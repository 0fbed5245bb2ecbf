"""A file is replaced whole and unchanged otherwise, or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tflint_ckpt.write import Change, WriteError, replace

OLD, NEW = b"old\r\n", b"\xef\xbb\xbfnew\r\n"


@pytest.fixture
def train(tmp_path: Path) -> Path:
    path = tmp_path / "train.py"
    path.write_bytes(OLD)
    return path


def replace_one(path: str, expected: bytes, new: bytes) -> None:
    replace([Change(path, expected, new)])


def assert_untouched(path: Path) -> None:
    """The file is as it was, and nothing is left beside it."""
    assert path.read_bytes() == OLD
    assert sorted(path.parent.iterdir()) == [path]


def test_the_bytes_are_replaced(train: Path) -> None:
    replace_one(str(train), OLD, NEW)
    assert train.read_bytes() == NEW
    assert list(train.parent.iterdir()) == [train]


def test_a_bare_file_name(train: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(train.parent)
    replace_one("train.py", OLD, NEW)
    assert train.read_bytes() == NEW


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o4755])
def test_the_mode_is_kept_whatever_the_umask(train: Path, mode: int) -> None:
    train.chmod(mode)
    umask = os.umask(0o077)
    try:
        replace_one(str(train), OLD, NEW)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(train.stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(train: Path) -> None:
    os.chown(train, 1234, 5678)
    replace_one(str(train), OLD, NEW)
    assert (train.stat().st_uid, train.stat().st_gid) == (1234, 5678)


def test_the_owner_is_not_worth_failing_for(train: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, uid: int, gid: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    replace_one(str(train), OLD, NEW)
    assert train.read_bytes() == NEW


def test_a_symbolic_link_is_followed(train: Path) -> None:
    folder = train.parent / "folder"
    folder.mkdir()
    link = folder / "link.py"
    link.symlink_to(os.path.join(os.pardir, "train.py"))
    replace_one(str(link), OLD, NEW)
    assert link.is_symlink()
    assert train.read_bytes() == NEW
    assert list(folder.iterdir()) == [link]


def test_another_hard_link_keeps_the_old_content(train: Path) -> None:
    other = train.parent / "other.py"
    os.link(train, other)
    replace_one(str(train), OLD, NEW)
    assert (train.read_bytes(), other.read_bytes()) == (NEW, OLD)


def test_a_file_that_changed_meanwhile_is_left_alone(train: Path) -> None:
    with pytest.raises(WriteError, match=r"train\.py: not written: it changed while it was linted$"):
        replace_one(str(train), b"older\n", NEW)
    assert_untouched(train)


def test_a_read_only_file_is_left_alone_even_by_root(train: Path) -> None:
    train.chmod(0o444)
    with pytest.raises(WriteError, match=r"train\.py: not written: the file is read-only$"):
        replace_one(str(train), OLD, NEW)
    assert_untouched(train)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"gone\.py: not written: No such file or directory$"):
        replace_one(str(tmp_path / "gone.py"), OLD, NEW)
    assert list(tmp_path.iterdir()) == []


def test_left_overs_of_killed_runs_are_stepped_over(train: Path) -> None:
    left_over = train.parent / f".tflint-ckpt-{os.getpid()}-0.tmp"
    left_over.write_bytes(b"x")
    replace_one(str(train), OLD, NEW)
    assert (train.read_bytes(), left_over.read_bytes()) == (NEW, b"x")


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*arguments: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_at_any_step_leaves_the_file_and_nothing_else(
    train: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(os, step, failing(OSError(28, "No space left on device")))
    with pytest.raises(WriteError, match=r"train\.py: not written: No space left on device$"):
        replace_one(str(train), OLD, NEW)
    assert_untouched(train)


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_an_interruption_leaves_no_temporary_file(
    train: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(os, step, failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        replace_one(str(train), OLD, NEW)
    assert_untouched(train)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk(train: Path) -> None:
    """The kernel refuses the write, as it does on a full disk, after part of it is written."""
    script = """
        import resource, sys
        from tflint_ckpt.write import Change, WriteError, replace

        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            replace([Change(sys.argv[1], b"old\\r\\n", b"x" * 100_000)])
        except WriteError as error:
            sys.exit(f"refused: {error}")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(train)], capture_output=True, text=True
    )
    assert done.stderr == f"refused: {train}: not written: File too large\n"
    assert_untouched(train)


def test_files_of_one_fix_are_all_written_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_bytes(OLD)
    second.write_bytes(OLD)
    second.chmod(0o444)
    with pytest.raises(WriteError, match="read-only"):
        replace([Change(str(first), OLD, NEW), Change(str(second), OLD, NEW)])
    assert first.read_bytes() == second.read_bytes() == OLD
    second.chmod(0o644)
    replace([Change(str(first), OLD, NEW), Change(str(second), OLD, NEW)])
    assert first.read_bytes() == second.read_bytes() == NEW
    assert sorted(tmp_path.iterdir()) == [first, second]
