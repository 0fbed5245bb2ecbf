"""Write what is said of the configuration and the command line from the tables that read them.

That is the keys in ``docs/configuration.md``, ``docs/configuration.schema.json``, the options in
``docs/command-line.md``, and the completions for shells; ``--check`` only compares.

Usage: python tools/configuration.py [--check]
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]  # the tables of this checkout, whatever is installed

from tflint_ckpt import config_keys, options  # noqa: E402
from tools.completion import completions  # noqa: E402

DOCS = ROOT / "docs"
WIDTH = 128
"""Characters of a line of the pages."""
BEGIN, END = "<!-- {}: begin -->\n", "<!-- {}: end -->\n"


def main() -> int:
    """Write the files, or name those that are stale."""
    schema = json.dumps(config_keys.schema(), indent=2, ensure_ascii=False) + "\n"
    wanted = {
        DOCS / "configuration.schema.json": schema,
        DOCS / "configuration.md": filled(DOCS / "configuration.md", "keys", keys()),
        DOCS / "command-line.md": filled(DOCS / "command-line.md", "options", option_tables()),
        **{ROOT / "tflint_ckpt" / "completion" / name: text for name, text in completions().items()},
    }
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if "--check" in sys.argv[1:]:
            print(f"{path.relative_to(ROOT)} is stale: run python tools/configuration.py", file=sys.stderr)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], "utf-8", newline="\n")
    return int("--check" in sys.argv[1:] and bool(stale))


def filled(path: Path, name: str, text: str) -> str:
    """The page at *path* with *text* between its two marks."""
    begin, end = BEGIN.format(name), END.format(name)
    head, _, rest = path.read_text("utf-8").partition(begin)
    return f"{head}{begin}\n{text}\n{end}{rest.partition(end)[2]}"


def keys() -> str:
    """A table of all keys, and a section for each."""
    rows = ["| key | what it says | about |", "| --- | --- | --- |"]
    sections = []
    for key in config_keys.KEYS:
        heading, _, more = key.about.partition("\n\n")
        rows.append(f"| [`{key.name}`](#{key.name}) | {_lowered(heading)} | {key.scope} |")
        default = f"`{key.default}`" if key.default else "none"
        example = re.sub(r"^\[(?=\w)", "[tool.tflint-ckpt.", key.example)
        if example == key.example:
            example = f"[tool.tflint-ckpt]\n{example}"
        about = textwrap.fill(f"{heading}. {more}".strip(), WIDTH, break_long_words=False)
        default = textwrap.fill(f"Default: {default}", WIDTH, break_on_hyphens=False)
        parts = [f"### `{key.name}`\n", f"{about}\n", f"{default}\n"]
        sections.append("\n".join([*parts, f"```toml\n{example}\n```\n"]))
    return "\n".join(["\n".join(rows) + "\n", *sections]).rstrip() + "\n"


def option_tables() -> str:
    """A table of options for each of their groups."""
    return "\n".join(_option_table(group, rows) for group, rows in options.OPTIONS.items())


def _option_table(group: str, rows: tuple[options.Option, ...]) -> str:
    lines = [f"### {group[0].upper()}{group[1:]}\n", "| option | meaning |", "| --- | --- |"]
    lines += [f"| {', '.join(_flags(row))} | {row.about} |" for row in rows]
    return "\n".join(lines) + "\n"


def _flags(row: options.Option) -> Iterator[str]:
    *others, last = row.flags
    yield from (f"`{flag}`" for flag in others)
    metavar = (row.metavar or "").replace("|", "\\|")
    yield f"`{last} {metavar}`" if metavar else f"`{last}`"


def _lowered(heading: str) -> str:
    return heading[0].lower() + heading[1:]


if __name__ == "__main__":
    sys.exit(main())
