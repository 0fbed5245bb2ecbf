"""Completions for shells, from the table of options; bash and zsh by way of shtab.

They are written when the project is built, by ``tools/configuration.py``, and shipped as files, so that
nobody who lints pays for them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import shtab  # noqa: E402

from tflint_ckpt import options  # noqa: E402
from tflint_ckpt.command_line import parser  # noqa: E402

WORDS = {
    "init": "write a configuration to start from",
    "rule": "print the page of a rule",
    "check": "lint, as without this word",
}
"""What can stand in the place of the first path."""
FILES = ("--config", "--baseline", "--output", "--output-file", "--explain-pipeline", "--stdin-filename")
FOLDERS = ("--cache-dir",)
RULES = ("--explain", "--select", "--ignore", "--extend-select", "--fixable", "--unfixable")


def completions() -> dict[str, str]:
    """The text of each completion, by the name of its file."""
    return {
        f"{options.PROGRAM}.bash": _by_shtab("bash"),
        f"{options.PROGRAM}.zsh": _by_shtab("zsh"),
        f"{options.PROGRAM}.fish": "\n".join(_fish()) + "\n",
    }


def _by_shtab(shell: str) -> str:
    made = parser()
    made.add_argument("paths", nargs="*", help="files and folders").complete = shtab.FILE  # type: ignore[attr-defined]
    for action in made._actions:
        flags = set(action.option_strings)
        if flags.intersection(FILES):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif flags.intersection(FOLDERS):
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        choices = next((row.choices for row in _rows() if flags.intersection(row.flags)), ())
        if choices:
            action.choices = choices
    text = shtab.complete(made, shell=shell)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _fish() -> Iterator[str]:
    yield f"# Completion of {options.PROGRAM} for fish, written by tools/configuration.py."
    for word, about in WORDS.items():
        yield f"complete -c {options.PROGRAM} -n __fish_is_first_arg -a {word} -d {_quoted(about)}"
    rules = f"({options.PROGRAM} --list-rules | string match -rg '^(TFC\\d+) ')"
    for row in _rows():
        parts = ["complete", "-c", options.PROGRAM]
        for flag in row.flags:
            parts += ["-l", flag[2:]] if flag.startswith("--") else ["-s", flag[1:]]
        if row.choices:
            parts += ["-x", "-a", _quoted(" ".join(row.choices))]
        elif row.flags[-1] in RULES:
            parts += ["-x", "-a", _quoted(rules)]
        elif row.flags[-1] in (*FILES, *FOLDERS):
            parts += ["-r"]
        elif row.kind in ("value", "list", "each"):
            parts += ["-x"]
        yield " ".join([*parts, "-d", _quoted(row.about)])


def _rows() -> Iterator[options.Option]:
    for rows in options.OPTIONS.values():
        yield from rows


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
