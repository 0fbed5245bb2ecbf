"""The format for people: each finding with its line of source, a caret, and what would fix it."""

from __future__ import annotations

from tflint_ckpt.report import parts, rule_url
from tflint_ckpt.report.summary import summary
from tflint_ckpt.report.terminal import BLUE, BOLD, GREEN, LEAST, SEVERITY_COLORS, link, paint, visible, wrap

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
    """The findings of one file; of notes that advise the same, the first shows its line and what to do."""
    source = file.source
    if source is None:
        return ""
    blocks, first = [], dict[tuple[str, str], str]()
    for finding in file.findings:
        advice = _advice(finding)
        where = first.get(advice, "") if advice and not finding.alternatives else ""
        blocks.append(_block(finding, source, view, same=where))
        if advice:
            first.setdefault(advice, str(source.place(finding.start)))
    return "".join(f"{block}\n" for block in blocks)


closing = summary
"""What stands below the findings."""


def _advice(finding: Finding) -> tuple[str, str] | None:
    """What a note advises a person to do, with its rule: a file that has many should say it once."""
    fix = finding.fix
    if finding.severity.value != "info" or fix is None or fix.edits:
        return None
    return finding.code, fix.title


def _block(finding: Finding, source: Source, view: View, *, same: str = "") -> str:
    """A finding, its line, and what would fix it; short where that is *same* as at another place."""
    from tflint_ckpt.report.snippet import WIDTH, mark

    tint = SEVERITY_COLORS[finding.severity.value]
    line, column = source.position(finding.start)
    start = source.place(finding.start)
    place = paint(f"{visible(finding.path)}:{start}:", BOLD, color=view.color)
    severity = paint(finding.severity.value, BOLD, tint, color=view.color)
    code = link(finding.code, rule_url(finding.name), links=view.links)
    head = f"{place} {severity} {code} {finding.name}"
    if same:
        said = wrap(f"{visible(finding.message)} (help: as in {same})", view.width, "  ")
        return "".join(f"{row}\n" for row in [head, *said])
    text = source.line_text(line)
    last_line, last_column = source.position(finding.end)
    end = last_column - 1 if last_line == line else len(text.rstrip())
    blank = " " * len(str(start.line))
    gutter = len(blank) + len(" | …")
    room = min(WIDTH, max(view.width - gutter - 1, LEAST)) if view.width is not None else WIDTH
    shown, carets = mark(text, min(column - 1, len(text)), end, room)
    rows = [
        head,
        *(row for part in finding.message.splitlines() for row in wrap(visible(part), view.width, "  ")),
        *_cell(source, finding.start, text, room),
        paint(f"{blank} |", BLUE, color=view.color),
        f"{paint(f'{start.line} |', BLUE, color=view.color)} {shown}".rstrip(),
        f"{paint(f'{blank} |', BLUE, color=view.color)} {paint(carets, tint, color=view.color)}",
    ]
    if finding.fix:
        rows += _titled(_fix_line(finding.fix, view), blank, view)
    for fix in finding.alternatives:
        rows += _titled(_other_line(finding, fix), blank, view)
    return "".join(f"{row}\n" for row in rows)


def _cell(source: Source, offset: int, shown: str, room: int) -> list[str]:
    """The cell of a notebook as its reader finds it: what Jupyter shows beside it, and its first line.

    That is left out where it is the line that is *shown* anyway.
    """
    prompt = source.prompt(offset)
    if not prompt:
        return []
    line = next((line for line in source.cell_text(offset).splitlines() if line.strip()), "").strip()
    if line == shown.strip():
        return [f"  {prompt}"]
    from tflint_ckpt.report.snippet import mark

    return [f"  {prompt}: {mark(line, 0, 1, room - len(prompt))[0]}"]


def _titled(line: tuple[str, str], blank: str, view: View) -> list[str]:
    """A head and what follows it, in as many lines as it takes."""
    head, text = line
    first, *rest = wrap(f"{head} {text}", view.width, f"{blank} ", "  ")
    return [first.replace(head, paint(head, GREEN, color=view.color), 1), *rest]


def _fix_line(fix: Fix, view: View) -> tuple[str, str]:
    """What is said of a fix: how it is applied, and what it does."""
    title = visible(fix.title)
    if fix.applicability.value == "safe":
        return "fix:", f"{title} (safe)"
    if fix.applicability.value == "unsafe":
        return "fix (unsafe):", title if view.unsafe else f"{title}, apply with --unsafe-fixes"
    return "help:", title


def _other_line(finding: Finding, fix: Fix) -> tuple[str, str]:
    """Another fix, and the setting that chooses it."""
    setting = f'fixes.{finding.name} = "{fix.name}"' if fix.name else "another fix"
    return f"or ({fix.applicability.value}):", f"{visible(fix.title)}, with {setting}"
