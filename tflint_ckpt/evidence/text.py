"""Small questions to the text of a file, asked by all that read one."""

from __future__ import annotations

from tflint_ckpt.config import parse_toml


def toml(text: str) -> dict[str, object]:
    """*text* as TOML; empty where it is none, which is for the tool that owns the file to complain about."""
    try:
        return parse_toml(text)
    except ValueError:
        return {}


def table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def line_of(text: str, item: str) -> int:
    return line_at(text, max(text.find(item), 0))


def line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
