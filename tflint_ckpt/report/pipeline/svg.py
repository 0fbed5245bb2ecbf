"""A pipeline as an SVG picture that stands for itself, in light and dark."""

from __future__ import annotations

from textwrap import wrap
from xml.sax.saxutils import escape

from tflint_ckpt.report.pipeline import flat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report.pipeline import Pipeline, Row

_WIDTH, _LEFT, _LINE, _GAP, _PADDING = 640, 20, 18, 22, 12
"""Pixels: of the picture, left of the boxes, of a line of text, between boxes, inside a box."""
_INDENT = 28
_CHARACTERS = 78
"""Of one line of a box at 13 pixels, of which a monospaced character takes 7.8."""
_STYLE = """<style>
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2328}
.code{font-weight:bold}.small{fill:#59636e}.find{fill:#9a3412}
rect{stroke-width:1.5}.every{fill:#e7f1fb;stroke:#1976d2}.first{fill:#f3f4f6;stroke:#8b949e}
.found{fill:#fff1e2;stroke:#d9480f}path{stroke:#8b949e;stroke-width:1.5;fill:none}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9aa4af}.find{fill:#ffb27a}
.every{fill:#10263d;stroke:#4d9fec}.first{fill:#22272e;stroke:#6e7681}.found{fill:#3b2410;stroke:#f08c4a}}
</style>
"""


def render(pipeline: Pipeline) -> str:
    """The ways in which the dataset may come about, one below the other."""
    parts: list[str] = []
    top = _GAP
    for number, rows in enumerate(pipeline.ways, 1):
        title = f"{pipeline.path}:{pipeline.place}"
        if len(pipeline.ways) > 1:
            title += f", one of {len(pipeline.ways)} ways: {number}"
        parts.append(_text(_LEFT, top, title, "small"))
        top += _LINE
        every = flat(rows)
        for place, (depth, row) in enumerate(every):
            height = _draw(parts, row, _LEFT + depth * _INDENT, top)
            if place + 1 < len(every):
                x = _LEFT + depth * _INDENT + _INDENT // 2
                parts.append(f'<path d="M{x} {top + height}v{_GAP}"/>\n')
            top += height + _GAP
    size = f'width="{_WIDTH}" height="{top}" viewBox="0 0 {_WIDTH} {top}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n{_STYLE}{"".join(parts)}</svg>\n'


def _draw(parts: list[str], row: Row, left: int, top: int) -> int:
    """Add the box of a step; its height in pixels."""
    lines = [(row.code, "code")]
    lines += [(line, "small") for note in row.notes for line in wrap(note, _CHARACTERS - 4)]
    lines += [(line, "find") for finding in row.findings for line in wrap(finding, _CHARACTERS - 4)]
    height = 2 * _PADDING + _LINE * len(lines)
    kind = "found" if row.findings else ("every" if row.epochs == "every epoch" else "first")
    width = _WIDTH - _LEFT - left
    parts.append(f'<rect class="{kind}" x="{left}" y="{top}" width="{width}" height="{height}" rx="6"/>\n')
    for place, (line, style) in enumerate(lines):
        parts.append(_text(left + _PADDING, top + _PADDING + 13 + place * _LINE, line, style))
    label = f"line {row.place}: {row.epochs}" if row.place.isdecimal() else row.epochs
    parts.append(_text(_WIDTH - _LEFT - _PADDING, top + _PADDING + 13, label, "small", ' text-anchor="end"'))
    return height


def _text(x: int, y: int, line: str, style: str, more: str = "") -> str:
    return f'<text class="{style}" x="{x}" y="{y}"{more}>{escape(line)}</text>\n'
