"""Write ``tflint_ckpt/keras_api/members.py``: the names that Keras' own classes have, or ask objects for.

Usage: python tools/keras_members.py PYTHON…, each the interpreter of an environment with another Keras.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

FILE = Path(__file__).parent.parent / "tflint_ckpt" / "keras_api" / "members.py"
BEGIN, END = '_NAMES = """\n', '"""\n'
PROBE = """
import pathlib, re, sys
import tensorflow
import keras
api = keras if keras.__version__[0] == "3" else tensorflow.keras
api.Model, api.layers.Layer, api.callbacks.Callback  # a lazy loader becomes what it loads
names = set()
for place, module in list(sys.modules.items()):
    if place.startswith("keras.") and not place.startswith("keras.src."):
        for found in list(vars(module).values()):
            if isinstance(found, type) and str(found.__module__).startswith(("keras", "tensorflow")):
                names.update(dir(found))
for path in pathlib.Path(keras.__file__).parent.rglob("*.py"):
    if "test" not in path.name:
        text = path.read_text(encoding="utf-8", errors="replace")
        names.update(re.findall(r'(?:hasattr|getattr)\\(\\s*[\\w.\\[\\]()]+,\\s*"(\\w+)"', text))
print("members:", *names)
"""


def main(pythons: list[str]) -> None:
    names: set[str] = set()
    quiet = {**os.environ, "CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    for python in pythons:
        told = subprocess.run([python, "-c", PROBE], env=quiet, check=True, capture_output=True, text=True)
        names.update(told.stdout.partition("members:")[2].split())
    plain = sorted(name for name in names if not name.startswith("__") and not name[0].isupper())
    before, _, rest = FILE.read_text(encoding="utf-8").partition(BEGIN)
    lines = textwrap.fill(" ".join(plain), 106, break_long_words=False, break_on_hyphens=False)
    FILE.write_text(f"{before}{BEGIN}{lines}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
