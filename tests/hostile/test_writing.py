"""What happens to files that are fixed while somebody, or something, else is at them."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.code import START
from tests.hostile.command import run, written
from tflint_ckpt import cli
from tflint_ckpt.linter import Linter

GOOD = START + "model.fit(x, y, callbacks=[checkpoint])\n"
FIXED = GOOD.replace(", max_to_keep=3", "")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made of what POSIX has")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files that can be fixed."""
    return written(tmp_path, [("a.py", GOOD), ("b.py", GOOD)])


def test_a_file_that_changes_during_the_run_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run in this process, where the moment can be chosen: after a file is fixed in memory."""
    fix = Linter.fix

    def fix_and_interfere(self: Linter, source, *, unsafe: bool):  # type: ignore[no-untyped-def]
        fixed = fix(self, source, unsafe=unsafe)
        if source.path == "a.py":
            (folder / "a.py").write_text("# somebody saved this\n")
        return fixed

    monkeypatch.setattr(Linter, "fix", fix_and_interfere)
    monkeypatch.chdir(folder)
    status = cli.main(["--isolated", "--no-cache", "--jobs", "1", "--fix"])
    assert status == 2
    assert (
        capsys.readouterr().err == "tflint-ckpt: error: a.py: not written: it changed while it was linted\n"
    )
    assert (folder / "a.py").read_text() == "# somebody saved this\n"
    assert (folder / "b.py").read_text() == FIXED


def test_a_file_that_vanishes_between_walk_and_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fix = Linter.fix

    def fix_and_interfere(self: Linter, source, *, unsafe: bool):  # type: ignore[no-untyped-def]
        if source.path == "a.py":
            (folder / "b.py").unlink(missing_ok=True)
        return fix(self, source, unsafe=unsafe)

    monkeypatch.setattr(Linter, "fix", fix_and_interfere)
    monkeypatch.chdir(folder)
    status = cli.main(["--isolated", "--no-cache", "--jobs", "1", "--fix"])
    assert status == 2
    assert capsys.readouterr().err == "tflint-ckpt: error: b.py: cannot be read: No such file or directory\n"
    assert (folder / "a.py").read_text() == FIXED


def test_hard_links_are_both_fixed_and_neither_loses_anything(folder: Path) -> None:
    os.link(folder / "a.py", folder / "c.py")
    done = run(folder, "--fix")
    done.ends_well()
    assert (done.status, done.err) == (0, "")
    assert [(folder / name).read_text() for name in ("a.py", "b.py", "c.py")] == [FIXED] * 3


def test_a_link_stays_a_link_and_what_it_leads_to_is_fixed_once(folder: Path, tmp_path: Path) -> None:
    os.symlink("a.py", folder / "link.py")
    done = run(folder, "--fix", "link.py", "a.py", ".")
    done.ends_well()
    assert (folder / "link.py").is_symlink()
    assert (folder / "a.py").read_text() == FIXED
    assert done.out.count("Fixed 2 findings") == 1


def small_files() -> None:
    """No file may grow beyond 32 bytes: the kernel refuses the write as it does on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (32, 32))


def test_no_room_for_the_new_content_by_a_limit_on_file_size(folder: Path) -> None:
    """The outputs go to a pipe, which has no such limit."""
    done = subprocess.run(
        [sys.executable, "-m", "tflint_ckpt", "--isolated", "--no-cache", "--fix"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2])])},
        capture_output=True,
        text=True,
        preexec_fn=small_files,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "tflint-ckpt: error: a.py: not written: File too large",
        "tflint-ckpt: error: b.py: not written: File too large",
    ]
    assert "2 errors" in done.stdout  # they are reported as they are on disk
    assert sorted(os.listdir(folder)) == ["a.py", "b.py"]
    assert (folder / "a.py").read_text() == (folder / "b.py").read_text() == GOOD


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small file system")
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """On a tmpfs of two pages, in a mount namespace of its own, that one of the two files fills."""
    script = """
        mount -t tmpfs -o size=8k tmpfs disk && cd disk || exit 99
        printf '%s' "$1" > a.py && head -c 4096 /dev/zero | tr '\\\\0' '#' > z.py || exit 98
        "$2" -m tflint_ckpt --isolated --no-cache --fix a.py
        status=$?
        ls; cat a.py
        exit $status
    """
    (tmp_path / "disk").mkdir()
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", GOOD, sys.executable],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    if done.returncode in (1, 99) and "tflint-ckpt" not in done.stderr:
        pytest.skip(f"may not mount a file system here: {done.stderr.strip()}")
    assert done.stderr == "tflint-ckpt: error: a.py: not written: No space left on device\n"
    assert done.returncode == 2
    assert done.stdout.endswith(f"a.py\nz.py\n{GOOD}")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_report_that_has_no_room(folder: Path) -> None:
    done = run(folder, "--output", "/dev/full")
    done.ends_well()
    assert (done.status, done.err) == (
        2,
        "tflint-ckpt: error: cannot write /dev/full: No space left on device\n",
    )
