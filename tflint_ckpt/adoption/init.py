"""``--init``: a configuration to start from, every key in it as a comment."""

from __future__ import annotations

import os
from textwrap import fill

from tflint_ckpt import config
from tflint_ckpt.paths import shown
from tflint_ckpt.settings import FILE_NAMES, ConfigError
from tflint_ckpt.write import Change, WriteError, replace

OWN, PROJECT = FILE_NAMES
WIDTH = 96
"""Characters of a line, without the sign of a comment."""
TABLE = "tool.tflint-ckpt"
DOCUMENTATION = "https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/configuration.md"


def run(folder: str) -> str:
    """Write the configuration of *folder*, at the end of its ``pyproject.toml`` or into a file of its own.

    Nothing that is there changes. Returns what to tell the user. Raises ``ConfigError`` where there is a
    configuration already, or none can be written.
    """
    there = config.find_in(folder)
    if there is not None:
        raise ConfigError(f"{shown(there)} has a configuration already, which stays as it is")
    above = config.find(folder)
    own, project = os.path.join(folder, OWN), os.path.join(folder, PROJECT)
    if os.path.isfile(project):
        before = _read(project)
        after = _appended(before, section(_base(above, folder), TABLE))
        if after is not None:
            _write(Change(project, before, after))
            return _told(f"[{TABLE}] added at the end of {shown(project)}", above)
    try:
        with open(own, "x", encoding="utf-8", newline="\n") as file:
            file.write(section(_base(above, folder), ""))
    except OSError as error:
        raise ConfigError(f"cannot write {shown(own)}: {error.strerror or error}") from None
    return _told(f"{shown(own)} written", above)


def section(base: str | None, table: str) -> str:
    """The text of a configuration that extends the file *base*, in *table* (empty: at the top of a file)."""
    from tflint_ckpt.config_keys import KEYS

    lines = [f"[{table}]"] if table else []
    lines += [f"# Every key with what holds without it: {DOCUMENTATION}"]
    lines += [f'extend = "{base}"'] if base is not None else []
    # Tables come last: what stands below the head of one is in it.
    for key in sorted(KEYS, key=lambda key: key.default.startswith("{")):
        if key.name == "extend":
            continue
        text = f"{key.name} = {key.default}" if key.default else key.example
        if key.default.startswith("{"):
            text = key.example.replace("[", f"[{table}." if table else "[", 1)
        heading = key.about.partition("\n\n")[0]
        lines += [
            "",
            f"# {heading}:",
            *(f"# {line}" for each in text.splitlines() for line in _wrapped(each)),
        ]
    return "".join(f"{line}\n" for line in lines)


def _wrapped(line: str) -> list[str]:
    """A line of TOML; a long list on several."""
    if len(line) <= WIDTH:
        return [line]
    head, _, items = line.removesuffix("]").partition("[")
    indent = "    "
    items = fill(f"{items},", WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return [f"{head}[", *items.splitlines(), "]"]


def _appended(before: bytes, text: str) -> bytes | None:
    """A ``pyproject.toml`` with *text* at its end, in its line endings; ``None`` where that is no TOML."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before.strip() else newline if before.endswith(b"\n") else newline * 2
    after = before + gap + text.encode().replace(b"\n", newline)
    try:
        config.parse_toml(after.decode("utf-8-sig"))
    except ValueError:
        return None
    return after


def _base(above: str | None, folder: str) -> str | None:
    """The way from *folder* to the configuration that held there until now."""
    return os.path.relpath(above, folder or os.curdir).replace(os.sep, "/") if above is not None else None


def _told(what: str, above: str | None) -> str:
    extends = f"; it extends {shown(above)}, so that nothing changes" if above is not None else ""
    return f"{what}{extends}. All keys are comments: remove the # from what you want to set.\n"


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"{shown(path)}: cannot be read: {error.strerror or error}") from None


def _write(change: Change) -> None:
    try:
        replace([change])
    except WriteError as error:
        raise ConfigError(str(error)) from None
