"""The format for people: each finding with its line of source, a caret, and what would fix it."""

from __future__ import annotations

from tflint_ckpt.report import parts
from tflint_ckpt.report.summary import summary
from tflint_ckpt.report.terminal import BLUE, BOLD, GREEN, SEVERITY_COLORS, paint, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.finding import Finding, Fix
    from tflint_ckpt.report import SourceOf, View
    from tflint_ckpt.result import FileResult, RunResult
    from tflint_ckpt.source import Source


def render(result: RunResult, view: View) -> str:
    """Every finding, a blank line after each, then the summary."""
    return parts(of_file, result, view) + closing(result, view)


def of_file(file: FileResult, view: View, source_of: SourceOf) -> str:
    """The findings of one file."""
    source = file.source
    return "".join(f"{_block(finding, source, view)}\n" for finding in file.findings) if source else ""


closing = summary
"""What stands below the findings."""


def _block(finding: Finding, source: Source, view: View) -> str:
    from tflint_ckpt.report.snippet import mark

    tint = SEVERITY_COLORS[finding.severity.value]
    line, column = source.position(finding.start)
    start = source.place(finding.start)
    place = paint(f"{visible(finding.path)}:{start}:", BOLD, color=view.color)
    severity = paint(finding.severity.value, BOLD, tint, color=view.color)
    message = "\n".join(f"  {visible(part)}" for part in finding.message.splitlines())
    text = source.line_text(line)
    last_line, last_column = source.position(finding.end)
    end = last_column - 1 if last_line == line else len(text.rstrip())
    shown, carets = mark(text, min(column - 1, len(text)), end)
    blank = " " * len(str(start.line))
    rows = [
        f"{place} {severity} {finding.code} {finding.name}",
        message,
        paint(f"{blank} |", BLUE, color=view.color),
        f"{paint(f'{start.line} |', BLUE, color=view.color)} {shown}".rstrip(),
        f"{paint(f'{blank} |', BLUE, color=view.color)} {paint(carets, tint, color=view.color)}",
    ]
    if finding.fix:
        rows.append(f"{blank} {_fix_line(finding.fix, view)}")
    for fix in finding.alternatives:
        rows.append(f"{blank} {_other_line(finding, fix, view)}")
    return "".join(f"{row}\n" for row in rows)


def _fix_line(fix: Fix, view: View) -> str:
    title = visible(fix.title)
    if fix.applicability.value == "safe":
        return f"{paint('fix:', GREEN, color=view.color)} {title} (safe)"
    if fix.applicability.value == "unsafe":
        hint = "" if view.unsafe else ", apply with --unsafe-fixes"
        return f"{paint('fix (unsafe):', GREEN, color=view.color)} {title}{hint}"
    return f"{paint('help:', GREEN, color=view.color)} {title}"


def _other_line(finding: Finding, fix: Fix, view: View) -> str:
    """Another fix, and the setting that chooses it."""
    setting = f'fixes.{finding.name} = "{fix.name}"' if fix.name else "another fix"
    head = f"or ({fix.applicability.value}):"
    return f"{paint(head, GREEN, color=view.color)} {visible(fix.title)}, with {setting}"
