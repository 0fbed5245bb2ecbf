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
FUNCTIONS = {
    "bash": f"""\
# The codes of rules, after what stands before a comma.
_tflint_ckpt_rules() {{
  local before=""
  [[ "$1" == *,* ]] && before="${{1%,*}},"
  local codes="$({options.PROGRAM} --list-rules 2>/dev/null | sed -n 's/^\\(TFC[0-9]*\\) .*/\\1/p')"
  compgen -P "$before" -W "$codes" -- "${{1##*,}}"
}}

_tflint_ckpt_paths() {{
  if [[ "${{COMP_WORDS[1]}}" == rule && "$COMP_CWORD" -eq 2 ]]; then
    _tflint_ckpt_rules "$1"
    return
  fi
  [[ "$COMP_CWORD" -eq 1 ]] && compgen -W "{" ".join(WORDS)}" -- "$1"
  _shtab_compgen_files "$1"
}}
""",
    "zsh": f"""\
# The codes of rules, after what stands before a comma.
_tflint_ckpt_rules() {{
  local -a rules
  local names='s/^\\(TFC[0-9]*\\)  *\\([^ ]*\\).*/\\1:\\2/p'
  rules=(${{(f)"$({options.PROGRAM} --list-rules 2>/dev/null | sed -n $names)"}})
  compset -P '*,'
  _describe rule rules
}}

_tflint_ckpt_paths() {{
  local -a typed=(${{(z)BUFFER}})
  if [[ $typed[2] == rule ]]; then
    _tflint_ckpt_rules
    return
  fi
  if (( CURRENT == 2 )); then
    local -a first=({" ".join(f"'{word}:{about}'" for word, about in WORDS.items())})
    _describe word first
  fi
  _files
}}
""",
}
"""What the completions call for rules and for paths."""
MENDED = {
    "zsh": {
        '"(*)::files and folders:': '"*:files and folders:',
        "_shtab_tflint_ckpt_defaults_added=0": "_shtab_tflint_ckpt_defaults_added=1",
    }
}
"""What shtab writes, and what stands there instead: it has zsh complete the first path only."""


def completions() -> dict[str, str]:
    """The text of each completion, by the name of its file."""
    return {
        f"{options.PROGRAM}.bash": _by_shtab("bash"),
        f"{options.PROGRAM}.zsh": _by_shtab("zsh"),
        f"{options.PROGRAM}.fish": "\n".join(_fish()) + "\n",
    }


def _by_shtab(shell: str) -> str:
    made = parser()
    paths = dict.fromkeys(FUNCTIONS, "_tflint_ckpt_paths")
    made.add_argument("paths", nargs="*", help="files and folders").complete = paths  # type: ignore[attr-defined]
    for action in made._actions:
        flags = set(action.option_strings)
        if flags.intersection(RULES):
            action.complete = dict.fromkeys(FUNCTIONS, "_tflint_ckpt_rules")  # type: ignore[attr-defined]
        if flags.intersection(FILES):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif flags.intersection(FOLDERS):
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        choices = next((row.choices for row in _rows() if flags.intersection(row.flags)), ())
        if choices:
            action.choices = choices
    text = shtab.complete(made, shell=shell, preamble=FUNCTIONS)
    for old, new in MENDED.get(shell, {}).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _fish() -> Iterator[str]:
    yield f"# Completion of {options.PROGRAM} for fish, written by tools/configuration.py."
    for word, about in WORDS.items():
        yield f"complete -c {options.PROGRAM} -n __fish_is_first_arg -a {word} -d {_quoted(about)}"
    yield "function __tflint_ckpt_rules"
    yield f"    {options.PROGRAM} --list-rules | string replace -rf '^(TFC\\d+) +(\\S+).*' '$1\\t$2'"
    yield "end"
    yield f"complete -c {options.PROGRAM} -n '__fish_seen_subcommand_from rule' -x -a '(__tflint_ckpt_rules)'"
    for row in _rows():
        parts = ["complete", "-c", options.PROGRAM]
        for flag in row.flags:
            parts += ["-l", flag[2:]] if flag.startswith("--") else ["-s", flag[1:]]
        if row.choices:
            parts += ["-x", "-a", _quoted(" ".join(row.choices))]
        elif row.flags[-1] in RULES:
            several = "__fish_complete_list , " if row.kind == "list" else ""
            parts += ["-x", "-a", f"'({several}__tflint_ckpt_rules)'"]
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
