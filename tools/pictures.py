"""Draw the pictures of ``docs/pictures/`` from what was measured; ``--check`` only compares.

Bars of the memory that caches and prefetches take; which ending is written and read back on which release.
`tools/measure.py` measures; the pictures are SVG, for light and dark pages.

Usage: python tools/pictures.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
MEASURED = PICTURES / "measured.json"

STYLE = """<style>
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}.head{font-weight:600}
.small{font-size:11px;fill:#59636e}.bar{fill:#1976d2}.loads{fill:#dcefe1;stroke:#3f8f5f}
.lost{fill:#ffedc7;stroke:#b7791f}.raises{fill:#fde1dd;stroke:#c2412d}.none{fill:#f3f4f6;stroke:#c4c9cf}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9aa4af}.bar{fill:#4d9fec}
.loads{fill:#12341f;stroke:#4fae74}.lost{fill:#3d2f0d;stroke:#d9a441}.raises{fill:#44160f;stroke:#ec7765}
.none{fill:#22272e;stroke:#4a5058}}
</style>
"""
WIDTH, MARGIN, LINE = 720, 16, 26
"""Pixels: of a picture, around it, of a row."""
_LABEL = 170
"""Pixels of what stands left of the bars."""
_ENDING = 100
"""Pixels of an ending, left of its cells."""

CACHES = {
    "no cache": "no cache",
    "batch, then cache": "batch().cache()",
    "cache, then batch": "cache().batch()",
    "map, then cache": "map(f).cache().batch()",
    "cached twice": "cache().batch().cache()",
    "repeat, then cache": "batch().repeat().cache()",
}
BUFFERS = {
    "AUTOTUNE": "prefetch(AUTOTUNE)",
    **{size: f"prefetch({size})" for size in ("1", "16", "100", "1000", "3000")},
}
_MODEL, _WEIGHTS = "read with load_model; compiled with loss='mse'", "read with load_weights"
_BEST = "ModelCheckpoint(path, save_best_only=True"
CALLS = {
    "save": ("model.save(path)", _MODEL),
    "save_weights": ("model.save_weights(path)", _WEIGHTS),
    "checkpoint": (f"{_BEST})", _MODEL),
    "checkpoint_weights": (f"{_BEST}, save_weights_only=True)", _WEIGHTS),
}
ENDINGS = (".keras", ".h5", ".hdf5", ".weights.h5", ".ckpt", "")
OUTCOMES = {"loads": ("loads", "loads"), "not loaded": ("lost", "not loaded"), "raises": ("raises", "raises")}
"""Of each outcome the class of its cell, and its word."""


def main() -> int:
    """Draw the pictures, or name those that are stale."""
    check = "--check" in sys.argv[1:]
    found = json.loads(MEASURED.read_text("utf-8"))
    drawn = {
        "endings.svg": endings(found["endings"]),
        "cache-memory.svg": bars(
            "Memory after two epochs: an array of 191 MiB, rows of 4000 bytes, batches of 500",
            CACHES,
            found["cache"],
        ),
        "prefetch-memory.svg": bars(
            "Memory of a prefetch of batches of 512 KiB, read slowly", BUFFERS, found["prefetch"]
        ),
    }
    paths = {PICTURES / name: text for name, text in drawn.items()}
    stale = [path for path, text in paths.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is stale: run python tools/pictures.py", file=sys.stderr)
        else:
            path.write_text(paths[path], "utf-8", newline="\n")
    return int(check and bool(stale))


def bars(title: str, labels: dict[str, str], measured: dict[str, object]) -> str:
    """Horizontal bars of MiB, each with its number; *labels* by what was measured, in order."""
    values = measured["MiB"]
    assert isinstance(values, dict)
    most = max(values.values())
    left, room = MARGIN + _LABEL, WIDTH - 2 * MARGIN - _LABEL - 80
    parts = [_text(MARGIN, MARGIN + 12, title, "head")]
    top = MARGIN + LINE
    for key, label in labels.items():
        size = max(values[key], 0)
        length = max(round(room * size / most), 2)
        parts.append(_text(left - 8, top + 17, label, "code small", ' text-anchor="end"'))
        parts.append(f'<rect class="bar" x="{left}" y="{top + 4}" width="{length}" height="17" rx="3"/>\n')
        parts.append(_text(left + length + 8, top + 17, f"{size} MiB"))
        top += LINE
    told = f"TensorFlow {measured['tensorflow']}; growth of a fresh process, measured once"
    parts.append(_text(MARGIN, top + 14, told, "small"))
    shown = "; ".join(f"{label}: {max(values[key], 0)} MiB" for key, label in labels.items())
    return _svg(parts, top + LINE + 4, f"{title}. {shown}")


def endings(measured: dict[str, dict[str, object]]) -> str:
    """For each way of saving a table: a row an ending, a column a release."""
    releases = sorted(measured.values(), key=lambda one: [int(part) for part in _version(one).split(".")])
    step = (WIDTH - 2 * MARGIN - _ENDING) // len(releases)
    parts: list[str] = []
    told: list[str] = []
    top = MARGIN
    for call, (title, reading) in CALLS.items():
        parts.append(_text(MARGIN, top + 12, title, "code head"))
        parts.append(_text(WIDTH - MARGIN, top + 12, reading, "small", ' text-anchor="end"'))
        top += LINE
        for place, release in enumerate(releases):
            middle = MARGIN + _ENDING + place * step + step // 2
            for line, label in enumerate(_heading(release)):
                parts.append(_text(middle, top + 6 + 14 * line, label, "small", ' text-anchor="middle"'))
        top += LINE + 2
        for ending in ENDINGS:
            label = ending or "no ending"
            parts.append(_text(MARGIN, top + 16, label, "code"))
            row = [release["answer"][call][ending]["outcome"] for release in releases]  # type: ignore[index]
            for place, outcome in enumerate(row):
                style, word = OUTCOMES[outcome]
                x = MARGIN + _ENDING + place * step
                box = f'x="{x + 1}" y="{top + 1}" width="{step - 3}" height="{LINE - 4}" rx="3"'
                parts.append(f'<rect class="{style}" {box}/>\n')
                parts.append(_text(x + step // 2, top + 16, word, "small", ' text-anchor="middle"'))
            told.append(f"{title} {label}: {', '.join(OUTCOMES[outcome][1] for outcome in row)}")
            top += LINE - 2
        top += 14
    names = ", ".join(" ".join(_heading(release)) for release in releases)
    return _svg(parts, top, f"On {names}: {'; '.join(told)}")


def _version(release: dict[str, object]) -> str:
    return str(release["keras"]).partition("+")[0]


def _heading(release: dict[str, object]) -> tuple[str, str]:
    """``Keras 3.3`` and ``TF 2.16``."""
    keras, tensorflow = (".".join(str(release[name]).split(".")[:2]) for name in ("keras", "tensorflow"))
    return f"Keras {keras}", f"TF {tensorflow}"


def _svg(parts: list[str], height: int, description: str) -> str:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n<desc>{escape(description)}</desc>\n'
    return f"{head}{STYLE}{''.join(parts)}</svg>\n"


def _text(x: int, y: int, line: str, style: str = "", more: str = "") -> str:
    named = f' class="{style}"' if style else ""
    return f'<text{named} x="{x}" y="{y}"{more}>{escape(line)}</text>\n'


if __name__ == "__main__":
    sys.exit(main())
