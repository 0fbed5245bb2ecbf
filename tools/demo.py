"""Set up tflint-ckpt in a virtual environment and let it fix a copy of the project's own fixtures.

Needs Python 3.10 or newer with pip, and the package index. Writes only to ``build/demo``, made anew, where
the fixed scripts can be read and run afterwards.

Usage: python tools/demo.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "build" / "demo"
ONE = "scripts/canonical--naive-script.py"
STEPS = (
    (ONE,),
    ("--unsafe-fixes", "--diff", ONE),
    ("--statistics", "scripts"),
    ("--fix", "--statistics", "scripts"),
    ("--fix", "--unsafe-fixes", "--statistics", "scripts"),
)
"""One script in full, and what all fixes would make of it; then all, and what each kind of fix leaves."""


def main() -> int:
    """Install, copy what the fixtures start from, show what is found, fix it, and say how much is left."""
    shutil.rmtree(DEMO, ignore_errors=True)
    print(f"setting up {DEMO.relative_to(ROOT)}/venv …", flush=True)
    venv.create(DEMO / "venv", with_pip=True)
    folder = DEMO / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([folder / "python", "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
    scripts = DEMO / "scripts"
    scripts.mkdir()
    for before in sorted((ROOT / "fixtures").glob("*/*/*/before.*")):
        _, rule, case, _ = before.relative_to(ROOT / "fixtures").parts
        shutil.copy(before, scripts / f"{rule}--{case}{before.suffix}")
    tflint = [folder / "tflint-ckpt", "--isolated", "--target", "keras3"]
    for arguments in STEPS:
        print(f"\n$ tflint-ckpt {' '.join(arguments)}", flush=True)
        status = subprocess.run([*tflint, *arguments], cwd=DEMO).returncode
        if status not in (0, 1):
            return status
    print(f"\nWhat is left is for a person to decide. The fixed scripts are in {scripts.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
