"""What was fixed, by file and rule."""

from __future__ import annotations

from tflint_ckpt.report.terminal import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.result import RunResult


def render(result: RunResult) -> str:
    """Under the path of each file that was fixed, how many findings of which rules; empty where none was."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: RunResult) -> Iterator[str]:
    from tflint_ckpt.rules.catalogue import RULES

    names = {rule.code: rule.name for rule in RULES}
    for file in result.files:
        if not (file.fixed_codes or file.is_changed):
            continue
        yield f"fixed in {visible(file.path)}:"
        for code, count in sorted(file.fixed_codes.items()):
            yield f"  {count} {code} {names.get(code, '')}".rstrip()
        if not file.fixed_codes:
            yield "  what a fix in another file needs here"
