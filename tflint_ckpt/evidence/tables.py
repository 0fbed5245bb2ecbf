"""Tables of TOML in which the names of distributions are keys, as Poetry, Pipenv and pixi write them."""

from __future__ import annotations

from tflint_ckpt.evidence.requirement import NAMES, Requirement, normalized
from tflint_ckpt.evidence.text import line_at, line_of, table
from tflint_ckpt.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def in_table(named: object, text: str) -> Iterator[Requirement]:
    """The requirements in a table: names with a version, a table that has one, or several of either."""
    for name, value in table(named).items():
        if normalized(name) not in NAMES:
            continue
        for one in value if isinstance(value, list) else [value]:
            version = table(one).get("version", None if _is_elsewhere(one) else "*")
            if isinstance(one, str):
                version = one
            if isinstance(version, str):
                yield Requirement(name, version, _line(text, name), _marker(one))


def _is_elsewhere(value: object) -> bool:
    """Whether a package comes from a place that has no release numbers."""
    return any(key in table(value) for key in ("git", "path", "url", "file"))


def _marker(value: object) -> str:
    """The environments a requirement is for: PEP 508's, or Poetry's range of Pythons."""
    marker, python = table(value).get("markers"), table(value).get("python")
    if isinstance(marker, str):
        return marker
    clauses = [part.strip() for part in python.split(",")] if isinstance(python, str) else []
    pairs = [re.fullmatch(r"(>=|<=|==|<|>)\s*(3\.\d+)", clause) for clause in clauses]
    return " and ".join(f'python_version {pair[1]} "{pair[2]}"' for pair in pairs if pair)


def _line(text: str, name: str) -> int:
    found = re.search(rf"""^\s*["']?{re.escape(name)}["']?\s*=""", text, re.MULTILINE)
    return line_at(text, found.end()) if found else line_of(text, name)
