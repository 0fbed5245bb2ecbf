"""Lock files: the releases that were chosen. They are large, so they are searched, not parsed."""

from __future__ import annotations

from tflint_ckpt.evidence.requirement import NAMES, Requirement, normalized
from tflint_ckpt.evidence.text import line_at, line_of, table
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS = "|".join(name.replace("-", "[-_.]") for name in sorted(NAMES, key=len, reverse=True))
_PACKAGE = pattern(
    rf"""^name = "(?P<name>{_OURS})"[ \t]*\n(?:[a-z-]+ = [^\n]*\n)??version = "(?P<version>[^"\n]*)\"""",
    re.MULTILINE | re.IGNORECASE,
)
"""``uv.lock``, ``poetry.lock`` and ``pdm.lock`` write both in two lines."""
_ADDRESS = pattern(rf"/(?P<name>{_OURS})-(?P<version>\d+(?:\.\d+)+)[-.]", re.IGNORECASE)
_ENTRY = pattern(
    rf"^(?P<indent>[ -]*)name: (?P<name>{_OURS})\n +version: ['\"]?(?P<version>\d[\w.]*)",
    re.MULTILINE | re.IGNORECASE,
)


def lock(text: str, path: str = "") -> Iterator[Requirement]:
    """The packages of a ``uv.lock``, ``poetry.lock`` or ``pdm.lock``."""
    for match in _PACKAGE.finditer(text):
        yield _locked(text, match)


def pixi_lock(text: str, path: str = "") -> Iterator[Requirement]:
    """The packages of a ``pixi.lock`` or ``conda-lock.yml``, by name and version or by address."""
    for match in [*_ENTRY.finditer(text), *_ADDRESS.finditer(text)]:
        yield _locked(text, match)


def pipfile_lock(text: str, path: str = "") -> Iterator[Requirement]:
    """The packages of a ``Pipfile.lock``; those for developers where no others say anything."""
    import json

    try:
        document = table(json.loads(text))
    except (ValueError, RecursionError):
        return
    for group in ("default", "develop"):
        found = False
        for name, package in table(document.get(group)).items():
            version = table(package).get("version")
            if normalized(name) in NAMES and isinstance(version, str):
                found = True
                marker = table(package).get("markers")
                line = line_of(text, f'"{name}"')
                yield Requirement(name, version, line, marker if isinstance(marker, str) else "")
        if found:
            return


def _locked(text: str, match: re.Match[str]) -> Requirement:
    return Requirement(match["name"], "==" + match["version"], line_at(text, match.start("version")))
