"""Files that are read for what they say, and small questions to their text."""

from __future__ import annotations

from tflint_ckpt import looks
from tflint_ckpt.config import parse_toml

_OURS = ("tensorflow", "keras", "tf-nightly", "tf_nightly", "tfa-nightly", "deeplearning-platform-release")
MOST_BYTES = 20_000_000
"""Of a lock file; what people write is far smaller."""


def read_text(path: str, most: int = MOST_BYTES) -> str | None:
    """The text of a file; ``None`` where it is no regular file, too large, or cannot be read."""
    data = read_bytes(path, most)
    return None if data is None else decoded(data)


def read_bytes(path: str, most: int = MOST_BYTES) -> bytes | None:
    """The content of a file; ``None`` where it is no regular file, too large, or cannot be read."""
    try:
        # Opening a pipe would wait for its other end.
        return read_file(path, most) if looks.is_file(path) else None
    except ValueError:  # a name with a NUL in it
        return None


def read_file(path: str, most: int) -> bytes | None:
    """The content of a regular file; ``None`` where it is too large, or cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:
            looks.opened(path, file.fileno())
            data = file.read(most + 1)
    except OSError:
        looks.not_opened(path)
        return None
    return None if data is None or len(data) > most else data


def decoded(data: bytes) -> str:
    """*data* as text, with ``\\n`` for line endings where all are ``\\r\\n``."""
    # PowerShell's ``pip freeze > requirements.txt`` writes UTF-16, and pip reads it.
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\r\n", "\n")


def mentions_us(text: str) -> bool:
    """Whether a text may say something about TensorFlow or Keras."""
    words = text.lower()
    return any(word in words for word in _OURS)


def toml(text: str) -> dict[str, object]:
    """*text* as TOML; empty where it is none, which is for the tool that owns the file to complain about."""
    try:
        return parse_toml(text)
    except (ValueError, RecursionError):
        return {}


def table(value: object) -> dict[str, object]:
    """*value* where it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}


def line_of(text: str, item: str) -> int:
    """The line, from 1, of the first place that has *item* and is no comment; 1 where none has."""
    start = 0
    first = text.find(item)
    while (found := text.find(item, start)) >= 0:
        if not text[text.rfind("\n", 0, found) + 1 : found].lstrip().startswith("#"):
            return line_at(text, found)
        start = found + max(len(item), 1)
    return line_at(text, max(first, 0))


def line_at(text: str, offset: int) -> int:
    """The line, from 1, of the place *offset* characters into *text*."""
    return text.count("\n", 0, offset) + 1
