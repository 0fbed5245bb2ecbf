"""The bar of a long run: on a terminal only, only when it takes a while, and gone at the end."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tflint_ckpt.processes import progress

ROOT = Path(__file__).parents[2]
HARMFUL = Path(__file__).with_name("harmful.py")
pty = pytest.importorskip("pty", reason="there are no terminals to make here")
fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
BROKEN = 'import tensorflow as tf\nc = tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)\n'
SLOW = "# sleep\n" + BROKEN


def at_terminal(
    folder: Path, *arguments: str, both: bool = False, **environment: str
) -> tuple[str, str, int]:
    """What the command writes to stdout, a pipe, and to stderr, a terminal (with *both*, all of it there).

    Last, its exit status.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, str(HARMFUL), "--isolated", "--no-cache", *arguments, "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdout=theirs if both else subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    written = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    out, _ = process.communicate(timeout=60)
    return out or "", written.decode(), process.returncode


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody holds the other end any more
        return b""


def screen(written: str) -> list[str]:
    """The lines that are to be seen in the end."""
    lines = []
    for line in written.split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        lines.append(shown.rstrip())
    return [line for line in lines if line]


def slow(folder: Path, files: int = 8) -> Path:
    for number in range(files):
        (folder / f"a{number}.py").write_text(SLOW)
    return folder


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_long_run_shows_how_far_it_is(tmp_path: Path, jobs: str) -> None:
    out, err, status = at_terminal(slow(tmp_path, 12), "--jobs", jobs, "--format", "concise")
    assert "/12" in err
    assert "file/s" in err
    assert screen(err) == []
    assert out.count("TFC101") == 12
    assert status == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_findings_that_appear_meanwhile_are_not_written_over(tmp_path: Path, jobs: str) -> None:
    arguments = ("--jobs", jobs, "--format", "concise", "--color", "never")
    _, written, status = at_terminal(slow(tmp_path, 12), *arguments, both=True)
    assert "file/s" in written
    *findings, target, total = screen(written.replace("\r\n", "\n"))
    assert [line.partition(":")[0] for line in findings] == sorted(f"a{number}.py" for number in range(12))
    assert {line.partition(" ")[2] for line in findings} == {findings[0].partition(" ")[2]}
    assert (target.partition(":")[0], total.partition(" ")[0], status) == ("target", "Found", 1)


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--quiet"], {}), ([], {"TERM": "dumb"})],
)
def test_who_does_not_want_it_sees_none(
    tmp_path: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    _, err, status = at_terminal(slow(tmp_path), *arguments, **environment)
    assert (err, status) == ("", 1)


def test_a_short_run_shows_none(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BROKEN)
    (tmp_path / "b.py").write_text(BROKEN)
    _, err, status = at_terminal(tmp_path)
    assert (err, status) == ("", 1)


def test_it_has_no_colours(tmp_path: Path) -> None:
    _, err, _ = at_terminal(slow(tmp_path), NO_COLOR="1")
    assert "file/s" in err
    assert "\x1b[3" not in err


def test_what_goes_wrong_is_said_on_a_line_of_its_own(tmp_path: Path) -> None:
    (slow(tmp_path) / "z.py").write_text("# defect\n" + BROKEN)
    _, err, status = at_terminal(tmp_path, "--jobs", "1")
    assert status == 2
    assert "file/s" in err
    assert "".join(screen(err)).startswith("tflint-ckpt: internal error: LookupError: a defect of ours")


def test_a_pipe_gets_nothing_of_it(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, str(HARMFUL), "--isolated", "--no-cache", "."],
        cwd=slow(tmp_path),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.stderr == ""


def test_the_results_are_closed_with_it() -> None:
    closed = []

    def results() -> Iterator[int]:
        try:
            yield from range(5)
        finally:
            closed.append(True)

    results_with_bar = progress.Bar(5).over(results())  # type: ignore[arg-type]
    assert next(results_with_bar) == 0
    results_with_bar.close()
    assert closed == [True]


def test_nothing_is_imported_for_a_short_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert list(progress.Bar(5).over(number for number in range(5))) == [0, 1, 2, 3, 4]


def test_a_bar_starts_no_thread() -> None:
    """One that watches over bars would keep processes from being copied."""
    code = (
        "import threading, time\n"
        "from tflint_ckpt.processes import progress\n"
        "progress._SHORT = 0\n"
        "for _ in progress.Bar(20).over(time.sleep(0.01) for _ in range(20)):\n"
        "    assert threading.active_count() == 1\n"
        "assert 'tqdm' in __import__('sys').modules\n"
    )
    subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, timeout=60
    )
