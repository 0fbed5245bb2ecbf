"""What a finding is known by from run to run, when lines above it come and go."""

from __future__ import annotations

from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.finding import Finding
    from tflint_ckpt.result import FileResult

VERSION = "tflintCkpt/v1"
"""The name of this way to make them; it changes when they do."""


def fingerprints(file: FileResult, path: str | None = None) -> list[str]:
    """One fingerprint for each finding of *file*, in their order: 64 hexadecimal digits.

    It is made of the rule, the path and the line's text without the white space around it, and of how many
    such findings stand before it; neither line numbers nor messages are part of it. *path* is the one that
    counts, if it is not the one that is shown.
    """
    seen: dict[tuple[str, str], int] = {}
    found = []
    for finding in file.findings:
        key = finding.code, _line(file, finding)
        seen[key] = seen.get(key, 0) + 1
        parts = (finding.code, path or finding.path, key[1], str(seen[key]))
        found.append(sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest())
    return found


def _line(file: FileResult, finding: Finding) -> str:
    source = file.source
    return source.line_text(source.position(finding.start)[0]).strip() if source is not None else ""
