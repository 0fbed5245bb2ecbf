"""The nearest configuration file, and what it says."""

from __future__ import annotations

import os
import sys

from tflint_ckpt.paths import gitignore_patterns, shown
from tflint_ckpt.settings import FAIL_ON, ConfigError, Settings, nearest, seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

FILE_NAMES = ("tflint-ckpt.toml", "pyproject.toml")
"""Names of configuration files; in one folder the first wins."""


def find(folder: str) -> str | None:
    """The nearest configuration file, from *folder* upward; a ``pyproject.toml`` without our table is none.

    Raises :class:`ConfigError` where a ``pyproject.toml`` that names this tool is not TOML.
    """
    folder = os.path.abspath(folder)
    while True:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name == "tflint-ckpt.toml" or _has_table(path)):
                return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def load(path: str) -> Settings:
    """The settings in a configuration file: a table of ``pyproject.toml``, or all of any other file.

    Raises :class:`ConfigError`, naming file and key, for whatever cannot be used in it.
    """
    where = shown(path)
    settings = Settings()
    settings.origin = settings.target_source = where
    settings.root = settings.exclude_root = os.path.dirname(os.path.abspath(path))
    document = _document(path, _read(path))
    table: object = document
    if os.path.basename(path) == "pyproject.toml":
        where += ": [tool.tflint-ckpt]"
        table = _table(document) or {}
    else:
        where += ":"
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table, not {_kind(table)}")
    for key, value in table.items():
        if key not in _KEYS:
            raise ConfigError(f'{where} unknown key "{key}"{nearest(key, _KEYS)}')
        try:
            setattr(settings, key.replace("-", "_"), _KEYS[key](value))
        except ConfigError as error:
            raise ConfigError(f'{where} "{key}" {error}') from None
    if settings.cache_dir is not None:
        settings.cache_dir = os.path.join(settings.root, settings.cache_dir)
    return settings


def parse_toml(text: str) -> dict[str, object]:
    """*text* as TOML. Raises ``ValueError``."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    document: dict[str, object] = tomllib.loads(text)
    return document


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"{shown(path)}: cannot be read: {error.strerror or error}") from None


def _document(path: str, data: bytes) -> dict[str, object]:
    try:
        return parse_toml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown(path)}: is not UTF-8 text (at byte {error.start})") from None
    except ValueError as error:
        raise ConfigError(f"{shown(path)}: is not valid TOML: {error}") from None


def _table(document: dict[str, object]) -> object:
    tool = document.get("tool")
    return tool.get("tflint-ckpt") if isinstance(tool, dict) else None


def _has_table(path: str) -> bool:
    data = _read(path)
    # The name may also stand among the dependencies, so only the parsed file tells.
    return b"tflint-ckpt" in data and _table(_document(path, data)) is not None


def _kind(value: object) -> str:
    """What a TOML value is, for a message."""
    kinds = {bool: "a boolean", int: "an integer", float: "a float", str: "a string", list: "a list"}
    return kinds.get(type(value), "a table" if isinstance(value, dict) else "a date or time")


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"must be a list of strings, not {_kind(value)}")
    for item in value:
        if not isinstance(item, str):
            raise ConfigError(f"must be a list of strings, but holds {_kind(item)}")
    return tuple(value)


def _rules(value: object) -> tuple[str, ...]:
    from tflint_ckpt.rules.catalogue import RULES
    from tflint_ckpt.rules.selection import matching

    selectors = _strings(value)
    for selector in selectors:
        matching(RULES, selector)
    return selectors


def _rules_by_glob(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ConfigError(f"must be a table from globs to lists of rules, not {_kind(value)}")
    table = {}
    for glob, selectors in value.items():
        _patterns([glob.removeprefix("!")])
        try:
            table[glob] = _rules(selectors)
        except ConfigError as error:
            raise ConfigError(f'of "{glob}": {error}') from None
    return table


def _fixes(value: object) -> dict[str, str]:
    """Rule → fix, with codes for keys; a rule that knows one fix only cannot be asked for another."""
    from tflint_ckpt.rules.catalogue import RULES

    if not isinstance(value, dict):
        raise ConfigError(f"must be a table from rules to names of fixes, not {_kind(value)}")
    several = {key: rule for rule in RULES if rule.alternatives for key in (rule.code, rule.name)}
    chosen = {}
    for key, name in value.items():
        rule = several.get(key)
        if rule is None:
            raise ConfigError(f'holds "{key}", which is no rule with several fixes{nearest(key, several)}')
        if not isinstance(name, str) or name not in rule.alternatives:
            known = ", ".join(f'"{each}"' for each in rule.alternatives)
            found = f'"{name}"{nearest(name, rule.alternatives)}' if isinstance(name, str) else _kind(name)
            raise ConfigError(f'of "{key}": must be one of {known}, not {found}')
        chosen[rule.code] = name
    return chosen


def _patterns(value: object) -> tuple[str, ...]:
    patterns = _strings(value)
    for pattern in patterns:
        try:
            gitignore_patterns([pattern])
        except ValueError:
            raise ConfigError(f'holds "{pattern}", which is not a gitignore pattern') from None
    return patterns


def _cell_magics(value: object) -> tuple[str, ...]:
    """Names of cell magics as they follow the ``%%``, which may be written too."""
    names = []
    for word in _strings(value):
        name = word.removeprefix("%%")
        if name.startswith("%") or name.split() != [name]:
            raise ConfigError(f'holds "{word}", which is not the name of a cell magic')
        names.append(name)
    return tuple(names)


def _target(value: object) -> str:
    # TOML reads 2.20 without quotes as the number 2.2.
    if not isinstance(value, str):
        raise ConfigError(f'must be a string such as "2.15", not {_kind(value)}')
    if value != "auto":
        from tflint_ckpt.target import parse

        parse(value, "")
    return value


def _fail_on(value: object) -> str:
    if not isinstance(value, str) or value not in FAIL_ON:
        found = f'"{value}"{nearest(value, FAIL_ON)}' if isinstance(value, str) else _kind(value)
        raise ConfigError(f"must be one of {', '.join(FAIL_ON)}, not {found}")
    return value


def _folder(value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"must be the path of a folder, not {_kind(value)}")
    if not value or "\0" in value:
        raise ConfigError("must be the path of a folder")
    return os.path.expanduser(value)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigError(f"must be a number of seconds, not {_kind(value)}")
    return seconds(value)


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"must be true or false, not {_kind(value)}")
    return value


_KEYS: dict[str, Callable[[object], object]] = {
    "select": _rules,
    "extend-select": _rules,
    "ignore": _rules,
    "exclude": _patterns,
    "cell-magics": _cell_magics,
    "cache-dir": _folder,
    "file-timeout": _seconds,
    "target": _target,
    "fail-on": _fail_on,
    "unsafe-fixes": _boolean,
    "per-file-ignores": _rules_by_glob,
    "fixes": _fixes,
}
