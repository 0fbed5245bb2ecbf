"""The completions, each in its shell, where that is installed."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tflint_ckpt.options import OPTIONS, SHELLS

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = ROOT / "tflint_ckpt" / "completion"
FLAGS = [flag for rows in OPTIONS.values() for row in rows for flag in row.flags]
CASES = [
    (["--wri"], {"--write-baseline"}),
    (["--unf"], {"--unfixable"}),
    (["--color", ""], {"auto", "always", "never"}),
    (["--fail-on", "e"], {"error"}),
    (["--explain", "TFC00"], {"TFC001", "TFC002", "TFC003"}),
    (["--select", "TFC101,TFC00"], {"TFC101,TFC001", "TFC101,TFC002", "TFC101,TFC003"}),
    (["rule", "TFC00"], {"TFC001", "TFC002", "TFC003"}),
    (["in"], {"init"}),
    (["first.py", "oth"], {"other.py"}),
    (["first.py", "--stati"], {"--statistics"}),
]

cases = pytest.mark.parametrize(("words", "expected"), CASES, ids=lambda each: " ".join(sorted(each)))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two scripts, and the command where a shell finds it."""
    (tmp_path / "first.py").touch()
    (tmp_path / "other.py").touch()
    tools = tmp_path / "tools"
    tools.mkdir()
    command = tools / "tflint-ckpt"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tflint_ckpt "$@"\n')
    command.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


@pytest.mark.parametrize("shell", SHELLS)
def test_every_option_is_in_it(shell: str) -> None:
    text = (SCRIPTS / f"tflint-ckpt.{shell}").read_text("utf-8")
    for flag in FLAGS:
        written = re.sub("^--?", lambda dashes: {"--": "-l ", "-": "-s "}[dashes[0]], flag)
        assert (written if shell == "fish" else flag) in text


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@cases
def test_bash_completes(place: Path, words: list[str], expected: set[str]) -> None:
    script = (SCRIPTS / "tflint-ckpt.bash").read_text("utf-8")
    listed = " ".join(f"'{word}'" for word in ["tflint-ckpt", *words])
    script += f"""
COMP_WORDS=({listed}); COMP_CWORD={len(words)}; COMP_LINE="${{COMP_WORDS[*]}}"; COMP_POINT=${{#COMP_LINE}}
$(complete -p tflint-ckpt | sed 's/.*-F \\([^ ]*\\).*/\\1/') tflint-ckpt '{words[-1]}'
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert {line.strip() for line in done.stdout.splitlines()} == expected


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
@cases
def test_fish_completes(place: Path, words: list[str], expected: set[str]) -> None:
    line = " ".join(["tflint-ckpt", *words])
    script = f"source {SCRIPTS / 'tflint-ckpt.fish'}; complete -C '{line}'"
    environment = {**os.environ, **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(place))}
    done = subprocess.run(["fish", "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert {line.partition("\t")[0] for line in done.stdout.splitlines()} == expected


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
@cases
def test_zsh_completes(place: Path, words: list[str], expected: set[str]) -> None:
    """It completes in a terminal only, where the one word, or a list, follows what is typed and two tabs."""
    (place / "functions").mkdir()
    shutil.copy(SCRIPTS / "tflint-ckpt.zsh", place / "functions" / "_tflint-ckpt")
    shown = _typed_in_zsh(place, " ".join(["tflint-ckpt", *words]))
    for word in expected:
        assert word.rpartition(",")[2] in shown
    others = {flag for flag in FLAGS if flag.startswith("--")}.difference(expected, words)
    assert not any(re.search(rf"{re.escape(flag)}(?![\w-])", shown) for flag in others)


def _typed_in_zsh(place: Path, line: str) -> str:
    """What a terminal with zsh shows after *line* and two tabs."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "dumb", "HOME": str(place)}
        os.execvp("zsh", ["zsh", "-f", "-i"])
    setup = "fpath=(functions $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=1000; echo REA''DY\n"
    os.write(terminal, setup.encode())
    _read(terminal, "READY\r\n", 30)
    os.write(terminal, f"{line}\t\t".encode())
    shown = _read(terminal, None, 3)
    os.kill(process, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(process, 0)
    return shown


def _read(terminal: int, until: str | None, seconds: float) -> str:
    """What *terminal* shows, until there is *until*, or until it says nothing more for some *seconds*."""
    shown = ""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and (until is None or until not in shown):
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                shown += os.read(terminal, 65536).decode(errors="replace")
            except OSError:  # it has ended
                break
            if until is None:
                deadline = time.monotonic() + 1.5
    return shown
