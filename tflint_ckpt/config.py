"""The configuration file nearest to a file, and what it says."""

from __future__ import annotations

import os
import sys

from tflint_ckpt import looks
from tflint_ckpt.paths import shown
from tflint_ckpt.settings import FILE_NAMES, ConfigError, Settings, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Configurations:
    """The settings of every folder: those of the configuration file nearest to it, and *over* them others.

    *over* are arguments of ``Settings.override``, what the command line says. Called with a path, it gives
    the settings for that file (a folder: with a slash at its end). Each file is read once.

    Raises :class:`ConfigError` where the nearest file cannot be used.
    """

    def __init__(self, over: Mapping[str, Any]) -> None:
        self._over = dict(over)
        self._by_folder: dict[str, Settings] = {}
        """By the folder, as it was asked for and with its whole path."""

    def __call__(self, path: str) -> Settings:
        folder = os.path.dirname(path)
        known = self._by_folder.get(folder)
        if known is None:
            known = self._by_folder[folder] = self._of(os.path.abspath(folder))
        return known

    def _of(self, folder: str) -> Settings:
        """The settings of a folder by its whole path; the folders on the way to their file have the same."""
        passed = []
        while (known := self._by_folder.get(folder)) is None:
            passed.append(folder)
            path = find_in(folder)
            parent = os.path.dirname(folder)
            if path is not None or parent == folder:
                known = load(path) if path is not None else Settings()
                known.override(**self._over)
                known.nearest = self
                break
            folder = parent
        self._by_folder.update(dict.fromkeys(passed, known))
        return known


def find(folder: str) -> str | None:
    """The nearest configuration file, from *folder* upward; a ``pyproject.toml`` without our table is none.

    Raises :class:`ConfigError` where a ``pyproject.toml`` that names this tool is not TOML.
    """
    folder = os.path.abspath(folder)
    while True:
        path = find_in(folder)
        parent = os.path.dirname(folder)
        if path is not None or parent == folder:
            return path
        folder = parent


def find_in(folder: str) -> str | None:
    """The configuration file in *folder* itself. Raises :class:`ConfigError` as :func:`find` does."""
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if looks.is_file(path) and (name == "tflint-ckpt.toml" or _has_table(path)):
            return path
    return None


def load(path: str, extended_by: tuple[str, ...] = ()) -> Settings:
    """The settings in a configuration file: a table of ``pyproject.toml``, or all of any other file.

    They begin with those of the file that it extends; *extended_by* are the files on the way to this one.
    Raises :class:`ConfigError`, naming file and key, for whatever cannot be used in it.
    """
    where = shown(path)
    document = _document(path, _read(path))
    table: object = document
    if os.path.basename(path) == "pyproject.toml":
        place = f"{where}: [tool.tflint-ckpt]"
        table = _table(document) or {}
    else:
        place = f"{where}:"
    values = _values(table, place)
    folder = os.path.dirname(os.path.abspath(path))
    base = values.pop("extend", None)
    settings = Settings()
    if base is not None:
        settings = _extended(path, os.path.join(folder, base), extended_by, place)
    _apply(values, settings, folder, where, is_first=base is None)
    return settings


def parse_toml(text: str) -> dict[str, object]:
    """*text* as TOML. Raises ``ValueError``."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    document: dict[str, object] = tomllib.loads(text)
    return document


def _values(table: object, place: str) -> dict[str, Any]:
    """The values of a table, as the settings hold them, by key."""
    from tflint_ckpt.config_keys import BY_NAME
    from tflint_ckpt.config_values import kind

    if not isinstance(table, dict):
        raise ConfigError(f"{place} must be a table, not {kind(table)}")
    values = {}
    for key, value in table.items():
        if key not in BY_NAME:
            raise ConfigError(f'{place} unknown key "{key}"{nearest(key, BY_NAME)}')
        try:
            values[key] = BY_NAME[key].read(value)
        except ConfigError as error:
            raise ConfigError(f'{place} "{key}" {error}') from None
    return values


def _extended(path: str, base: str, extended_by: tuple[str, ...], place: str) -> Settings:
    """The settings of the file *base*, which the one at *path* extends."""
    way = (*extended_by, os.path.realpath(path))
    if os.path.realpath(base) in way:
        raise ConfigError(f'{place} "extend" leads round in a circle, by way of {shown(base)}')
    if not looks.is_file(base):
        raise ConfigError(f'{place} "extend" names {shown(base)}, which is no file')
    return load(os.path.normpath(base), way)


def _apply(values: dict[str, Any], settings: Settings, folder: str, where: str, *, is_first: bool) -> None:
    """Put *values*, which are written in a file of *folder*, over those that *settings* have.

    *is_first*: there are none, and patterns that are not written start from *folder* as well.
    """
    settings.origin = where
    if is_first or "target" in values:
        settings.target_source = where
    if is_first or "per-file-ignores" in values:
        settings.root = folder
    if is_first or "exclude" in values:
        settings.exclude_root = folder
    if "select" in values:
        settings.extend_select = settings.ignore = ()
    if "fixable" in values:
        settings.unfixable = ()
    if "extend-exclude" in values:
        values["extend-exclude"] = tuple((pattern, folder) for pattern in values["extend-exclude"])
    if "cache-dir" in values:
        values["cache-dir"] = os.path.join(folder, values["cache-dir"])
    for key, value in values.items():
        name = key.replace("-", "_")
        setattr(settings, name, getattr(settings, name) + value if key in _ADDED else value)


_ADDED = frozenset({"extend-select", "ignore", "unfixable", "extend-exclude"})
"""Lists that add to those of the file that is extended; each other value takes the place of its own."""


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            looks.opened(path, file.fileno())
            return file.read()
    except OSError as error:
        looks.not_opened(path)
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
