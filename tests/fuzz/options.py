"""The command line: understood, or refused in one line; the quick reader agrees with the full one."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

from tests.fuzz.grammar import Grammar
from tflint_ckpt.command_line import parse, parse_fully
from tflint_ckpt.options import OPTIONS, UsageError, is_path, parse_plain

FLAGS = [flag for rows in OPTIONS.values() for row in rows for flag in row.flags]

GRAMMAR = Grammar(rf"""
start = <argument>*<argument>* | <argument>
argument = <option>\n | <option>\n<value>\n | <option>=<value>\n | <path>\n | <odd>\n
option = {" | ".join(FLAGS)}
value = json | text | TFC101,TFC2 | , | <> | all | error | always | 2.15 | x.toml | -
path = src | a.py | - | .. | a b | <> | \xff | \xc3\xa9 | a=b | @x
odd = -- | --- | -qv | -x | --fi | --fix=1 | -vq- | --no-fix | -1 | --= | -= | -\xff | --formt | -h x
    | --select= | -- fix
""")


def check(data: bytes) -> None:
    """One argument a line: options, or `UsageError` in one line; ``--help`` alone ends the process."""
    arguments = [line.decode("utf-8", "surrogateescape") for line in data.split(b"\n")[:-1]]
    if any("\0" in argument for argument in arguments):  # no process can be started with one
        return
    quick = parse_plain(arguments)
    if quick is not None:
        assert vars(quick) == vars(parse_fully(arguments))
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            options = parse(arguments)
    except UsageError as error:
        assert str(error)
        assert len(str(error).splitlines()) == 1
    except SystemExit as ended:
        assert not ended.code
        assert any(one == "--help" or one.startswith(("-h", "-q", "-v")) for one in arguments)
        assert "--fix" in printed.getvalue()
    else:
        assert not printed.getvalue()
        assert [path for path in options.paths if not is_path(path)] == _after_dashes(arguments)


def _after_dashes(arguments: list[str]) -> list[str]:
    """The paths that begin as an option does, which is possible behind ``--`` only."""
    after = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    return [argument for argument in after if not is_path(argument)]
