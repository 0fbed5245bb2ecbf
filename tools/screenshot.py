"""Draw what the command says of ``examples/train.py`` as ``docs/pictures/terminal.svg``; or compare.

The command is run in a terminal of its own (so not on Windows), on a copy of the script; colours become
classes, which are those of a light or a dark page.

Usage: python tools/screenshot.py [--check]
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "examples" / "train.py"
PICTURE = ROOT / "docs" / "pictures" / "terminal.svg"
CALLS = (("train.py",), ("--fix", "train.py"))
COLUMNS = 92
LEFT, LINE, CHARACTER = 16, 19, 7.83
"""Pixels: beside the text, of a line, and of a character at 13 pixels."""
SGR = re.compile(r"\x1b\[(\d*)m")
CLASSES = {"1": "b", "31": "e", "32": "g", "33": "w", "34": "d", "36": "i"}
"""What each code for colour is for the picture: bold, error, fix, warning, gutter, note."""
STYLE = """<style>
rect{fill:#ffffff;stroke:#d0d7de}
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2328}
.b{font-weight:bold}.e{fill:#cf222e}.w{fill:#9a6700}.i{fill:#1b7c83}.g{fill:#1a7f37}.d{fill:#0969da}
@media (prefers-color-scheme:dark){rect{fill:#0d1117;stroke:#30363d}text{fill:#e6edf3}
.e{fill:#ff7b72}.w{fill:#d29922}.i{fill:#39c5cf}.g{fill:#3fb950}.d{fill:#58a6ff}}
</style>
"""


def main() -> int:
    """Draw the picture, or say that it is not what would be drawn now."""
    picture = drawn(transcript())
    if "--check" not in sys.argv[1:]:
        PICTURE.write_text(picture, "utf-8", newline="\n")
        return 0
    if PICTURE.read_text("utf-8") == picture:
        return 0
    print(f"{PICTURE.relative_to(ROOT)} is stale: run python tools/screenshot.py", file=sys.stderr)
    return 1


def transcript() -> list[str]:
    """The commands and what each of them writes to a terminal, by lines."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(SCRIPT, folder)
        for arguments in CALLS:
            lines += [f"$ \x1b[1mtflint-ckpt {' '.join(arguments)}\x1b[0m", *shown(arguments, folder), ""]
    return lines[:-1]


def shown(arguments: tuple[str, ...], folder: str) -> list[str]:
    """What the command writes to a terminal of so many columns. Raises ``RuntimeError`` if it fails."""
    environment = {
        "PATH": os.environ["PATH"],
        "TERM": "xterm",
        "COLUMNS": str(COLUMNS),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tflint_ckpt", "--isolated", "--no-cache", *arguments]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.STDOUT
    ) as run:
        os.close(theirs)
        written = b""
        try:
            while part := os.read(ours, 4096):
                written += part
        except OSError:  # how Linux says that nobody writes there any more
            pass
        os.close(ours)
    text = written.decode().replace("\r\n", "\n")
    if run.returncode not in (0, 1):
        raise RuntimeError(text)
    return text.rstrip("\n").split("\n")


def drawn(lines: list[str]) -> str:
    """*lines*, with their codes for colour, as an SVG picture."""
    width, height = round(2 * LEFT + COLUMNS * CHARACTER), LINE * len(lines) + 2 * LEFT
    rows = "".join(
        f'<text x="{LEFT}" y="{LEFT + LINE * number + 13}">{line}</text>\n'
        for number, line in enumerate(map(spans, lines))
        if line
    )
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    frame = f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>\n'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n{STYLE}{frame}{rows}</svg>\n'


def spans(line: str) -> str:
    """One line, each run of a colour in an element of its own."""
    parts, classes = [], list[str]()
    for place, part in enumerate(SGR.split(line)):
        if place % 2:
            classes = [*classes, CLASSES[part]] if part in CLASSES else []
        elif part:
            text = escape(part).replace(
                " ", "\N{NO-BREAK SPACE}"
            )  # others become one where they stand in a row
            parts.append(f'<tspan class="{" ".join(classes)}">{text}</tspan>' if classes else text)
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
