"""The environments of the trial: those of ``tools/pythons.py``, with the libraries that scripts import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import pythons
import running

LIBRARIES = ("scikit-learn", "pandas", "matplotlib", "scipy", "seaborn", "tqdm", "pillow", "h5py", "ipython")
"""What training scripts import beside TensorFlow. NumPy stays the one that TensorFlow came with."""


def interpreter(name: str) -> Path:
    """The Python of ``keras3`` or ``tf2.15`` with `LIBRARIES`, made where it is not there.

    It lies over the environment of the same name, whose packages it finds. Raises `running.CheckError`.
    """
    base = pythons.training_environment(name)
    folder = pythons.ENVIRONMENTS / f"trial-{name}"
    python = folder / "bin" / "python"
    below, numpy = _told(
        base, "import sysconfig, numpy; print(sysconfig.get_path('purelib'), numpy.__version__)"
    )
    complete, stamp = folder / "complete.txt", " ".join((below, numpy, *LIBRARIES))
    if complete.is_file() and complete.read_text("utf-8") == stamp:
        return python
    print(f"\nsetting up {folder.relative_to(running.ROOT)} (over {below}) …", flush=True)
    running.step([base, "-m", "venv", "--clear", "--without-pip", folder])
    own = folder / Path(below).relative_to(base.parent.parent)
    (own / "below.pth").write_text(f"import site; site.addsitedir({below!r})\n", "utf-8")
    pythons.install(python, f"numpy=={numpy}", *LIBRARIES)
    complete.write_text(stamp, "utf-8")
    return python


def _told(python: Path, code: str) -> tuple[str, str]:
    """The two words that *code* prints."""
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    first, second = done.stdout.split()
    return first, second
