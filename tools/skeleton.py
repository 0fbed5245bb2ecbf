"""Compare the nodes made from CPython's tree with those of LibCST's parser, in all Python files of folders.

Every field that holds code is compared, node by node. Files that one of the two does not read are counted.

Usage: python tools/skeleton.py FOLDER ...

Exit status: 1 where a field differs.
"""

from __future__ import annotations

import argparse
import ast
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import libcst as cst  # noqa: E402

from tflint_ckpt import gate, limits  # noqa: E402
from tflint_ckpt.reading import read  # noqa: E402
from tflint_ckpt.source import Source, SourceError  # noqa: E402
from tflint_ckpt.syntax.parse import parse_source  # noqa: E402
from tflint_ckpt.syntax.skeleton.build import build  # noqa: E402
from tflint_ckpt.syntax.skeleton.compare import differences  # noqa: E402
from tflint_ckpt.syntax.skeleton.lines import NotConverted  # noqa: E402

SHOWN = 5
"""Differences of one file that are printed."""
STACK = 3000
"""Calls within calls: more than the tool itself allows, so that no file is left out for its nesting."""


def main() -> int:
    """Compare the files of the folders that are named. The exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    sys.setrecursionlimit(STACK)
    seconds: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for path in sorted(path for folder in parser.parse_args().folders for path in files(folder)):
        outcome, different = compare(path, seconds)
        outcomes[outcome] += 1
        for each in different[:SHOWN]:
            print(f"{path}{each}")
        gc.collect(1)
    print(", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common()))
    print(", ".join(f"{who} {spent:.1f} s" for who, spent in seconds.items()))
    return 1 if outcomes["different"] else 0


def files(folder: Path) -> Iterator[Path]:
    """The scripts and notebooks below a folder."""
    for suffix in ("py", "ipynb"):
        yield from (path for path in folder.rglob(f"*.{suffix}") if path.is_file())


def compare(path: Path, seconds: Counter[str]) -> tuple[str, list[str]]:
    """What became of one file, and the differences; what each parser took is added to *seconds*."""
    try:
        source = read(str(path), path.read_bytes(), ())
        if limits.why_not_parsed(source.code):
            return "too large", []
        started = time.process_time()
        tree = gate.parse(source.code, source.path)
        seconds["CPython"] += time.process_time() - started
    except (SourceError, SyntaxError, ValueError, RecursionError, MemoryError):
        return "not Python 3", []
    if limits.why_not_linted(tree, source.code):
        return "too large", []
    return built(source, tree, seconds)


def built(source: Source, tree: ast.Module, seconds: Counter[str]) -> tuple[str, list[str]]:
    """The same for a file that CPython has parsed."""
    try:
        started = time.process_time()
        skeleton = build(source, tree)
        seconds["skeleton"] += time.process_time() - started
    except (NotConverted, RecursionError) as error:
        return f"not converted ({error})", []
    try:
        started = time.process_time()
        parsed = parse_source(source)[0]
        seconds["LibCST"] += time.process_time() - started
    except (cst.ParserSyntaxError, RecursionError):
        return "not read by LibCST", []
    different = list(differences(skeleton.tree, parsed))
    return ("different" if different else "equal"), different


if __name__ == "__main__":
    sys.exit(main())
