"""Configuration files: used, or refused with the file and the key; what is shown of them reads the same."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.grammar import Grammar
from tflint_ckpt import target
from tflint_ckpt.config import find, load, parse_toml
from tflint_ckpt.report.settings import Shown, render
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.selection import select
from tflint_ckpt.settings import FILE_NAMES, ConfigError, Settings, one_line

GRAMMAR = Grammar(r"""
start = [tool.tflint-ckpt]\n<pair>*<tables>? | <pair>*<pair>*<tables>* | \xef\xbb\xbf<pair>*
    | [tool]\ntflint-ckpt = {<key> = <value>, <key> = <value>}\n | tool = <value>\n
    | <others>\n[tool.tflint-ckpt]\n<pair>*
tables = [<prefix>?per-file-ignores]\n<glob> = <rules>\n<glob> = <rules>\n
    | [<prefix>?fixes]\n<rule> = <fix>\n | [<prefix>?<key>]\n<pair>*
prefix = tool.tflint-ckpt.
others = [project]\nname = 'x'\ndependencies = ['tflint-ckpt'] | [tool.ruff]\nselect = [] | # x
pair = <key> = <value>\n | select = <rules>\n | ignore = <rules>\n | exclude = <globs>\n
    | target = <target>\n | fail-on = <level>\n | unsafe-fixes = <value>\n
    | extend-exclude = <globs>\n | fixable = <rules>\n | unfixable = <rules>\n | force-exclude = <value>\n
    | extend = <base>\n | per-file-ignores.<glob> = <rules>\n | fixes.<rule> = <fix>\n
    | cell-magics = <values>\n
key = select | extend-select | ignore | exclude | extend-exclude | extend | unfixable | target | fail-on
    | unsafe-fixes | per-file-ignores
    | fixes | cell-magics | cache-dir | file-timeout | selct | '' | "\\u0000" | origin | root | tool | 'a b'
value = true | false | 1 | 2.15 | nan | 'x' | [<value>] | [] | {} | {<key> = <value>} | 1979-05-27
    | 07:32:00 | '' | "\\ud7ff" | <rules> | <globs> | <target> | [[]]
values = [<value>, <value>] | [<glob>, <glob>] | []
rules = [<rule>] | [<rule>, <rule>] | []
rule = 'TFC101' | 'tfc1' | 'TFC' | 'all' | 'recommended' | 'checkpoint-max-to-keep' | 'checkpoint'
    | 'TFC9' | '' | 'checkpoint-save-frequency' | 'model-save-suffix' | TFC105
fix = 'keras' | 'weights' | 'epoch' | '' | <value>
globs = [<glob>] | [<glob>, <glob>, <glob>] | []
glob = '*.py' | '!tests/**' | '[a-z]*/' | '[z-a]' | '!' | '[' | '[!' | '\\' | 'a\\ ' | '**' | '***/' | '/'
    | '#x' | '' | '[[:alpha:]]' | 'a/../b' | ' ' | '?[]]' | '!!a' | "\\u0000" | "a\\nb" | "\\\\\\\\"
    | '[^]' | '{a,b}' | 'a**b' | '\xc3\xa9'
target = 'auto' | 'keras2' | 'keras3' | '2.15' | '2.12..2.15' | '2.15..2.12' | '2.15.1' | '..' | '2.'
    | '99.9' | '0.1' | '2.99' | '2.\\u0665' | '\xd9\xa2.1' | '2.15..' | '2..15' | ' 2.15' | '' | 'KERAS3'
    | '2.0000000015'
base = 'pyproject.toml' | 'tflint-ckpt.toml' | '.' | '' | '..' | '~/x' | "$\\u0000" | <value>
level = 'error' | 'warning' | 'info' | 'never' | 'warn' | 1
""")


def check(data: bytes) -> None:
    """A file is used or refused with its name and the key, and its settings can be shown and read again."""
    for name in FILE_NAMES:
        path = _folder() / name
        path.write_bytes(data)
        try:
            assert find(str(path.parent)) in (str(path), None)
        except ConfigError as error:
            assert str(error).startswith(str(path))
        try:
            settings = load(str(path))
        except ConfigError as error:
            _check_message(str(error), str(path), data)
        else:
            _check_use(settings)
            path.write_text(shown(settings), encoding="utf-8")
            again = load(str(path)) if name == "tflint-ckpt.toml" else settings
            assert values(again) == values(settings)
        finally:
            path.unlink()


def _check_message(message: str, path: str, data: bytes) -> None:
    assert message.startswith(path)
    assert "\n" not in message
    try:
        document = parse_toml(data.decode("utf-8-sig"))
    except ValueError:
        return
    tool = document.get("tool")
    keys = [*document, *(tool if isinstance(tool, dict) else ())]
    ours = tool.get("tflint-ckpt") if isinstance(tool, dict) else None
    keys += ours if isinstance(ours, dict) else ()
    assert any(one_line(key) in message for key in keys)


def _check_use(settings: Settings) -> None:
    """What was taken can be used: the run never meets a value that it cannot work with."""
    select(RULES, settings.select, settings.extend_select, settings.ignore)
    for path in ("a.py", "tests/a/b.py", "/x/y.py"):
        settings.ignored_in(path)
    if settings.target != "auto":
        assert target.parse(settings.target, "").releases


def shown(settings: Settings) -> str:
    """What ``--show-settings`` prints, which reads as a configuration file."""
    return render(settings, [Shown(".", target.Targets(target.parse("keras3", "")))], ())


def values(settings: Settings) -> dict[str, object]:
    """The settings that a file can make."""
    return {name: getattr(settings, name) for name in Settings.__slots__}


@cache
def _folder() -> Path:
    """A folder for the files, with nothing above it that could be found."""
    folder = TemporaryDirectory(prefix="fuzz-")
    _folders.append(folder)
    return Path(os.path.realpath(folder.name))


_folders: list[TemporaryDirectory[str]] = []
"""Removed at the end of the process."""
