"""Files that a function of another file writes behind a training; more cases are those of TFC511."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.written_behind import written_behind

FITTING = "import keras\nfrom other import f\nm = keras.Sequential()\nm.fit(x)\nf(1)\nm.save('m.keras')\n"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("import numpy as np\ndef f(n): np.save('a/x.npy', n)", [("a",)]),
        ("import matplotlib.pyplot as plt\ndef f(n): plt.savefig(f'a/b/{n}.png')", [("a/b",)]),
        ("import numpy as np\ndef f(n): np.save('x.npy', n)", []),
        ("import numpy as np\ndef f(n):\n    np.save('a/x.npy', n)\n    np.save('a/y.npy', n)", [("a",)]),
        ("import numpy as np, os\ndef f(n):\n    os.makedirs('a')\n    np.save('a/x.npy', n)", []),
        ("import numpy as np\ndef g(n): np.save('a/x.npy', n)\ndef f(n): pass", []),
        ("import numpy as np\nimport keras\ndef f(n): np.save('a/x.npy', n)", []),
        ("import numpy as np\n@once\ndef f(n): np.save('a/x.npy', n)", []),
        ("import numpy as np\ndef f(n): np.save(n, n)", []),
        ("import numpy as np\ndef f(n, keep=False):\n    if keep:\n        np.save('a/x.npy', n)", []),
        ("import numpy as np\ndef f(n, k=0):\n    if not k:\n        return\n    np.save('a/x.npy', n)", []),
    ],
)
def test_written_behind(other: str, expected: list[tuple[str, ...]]) -> None:
    facts = module(FITTING, other=other)
    assert [found.missing for found in written_behind(facts)] == expected


@pytest.mark.parametrize(
    ("before", "files"),
    [
        ("import os\nos.makedirs('a')\n", {}),
        ("import os\nos.mkdir(name)\n", {}),
        ("import pathlib\npathlib.Path('a').mkdir()\n", {}),
        ("from keras.callbacks import ModelCheckpoint\nModelCheckpoint('a/m.keras')\n", {}),
        ("", {"folders": "import os\ndef make():\n    os.makedirs('a')\n"}),
        ("", {"folders": "import os\ndef make():\n    os.makedirs('a/b', exist_ok=True)\n"}),
        ("", {"folders": "import os\ndef make():\n    for each in ('b', 'a'):\n        os.makedirs(each)\n"}),
        ("", {"folders": "import os\ndef make(d):\n    os.makedirs(d)\n"}),
    ],
)
def test_another_file_makes_the_folder(before: str, files: dict[str, str]) -> None:
    other = "import numpy as np\ndef f(n): np.save('a/x.npy', n)\n"
    assert list(written_behind(module(before + FITTING, other=other, **files))) == []


def test_another_file_makes_another_folder() -> None:
    other = "import numpy as np\ndef f(n): np.save('a/x.npy', n)\n"
    facts = module(f"import os\nos.makedirs('b')\n{FITTING}", other=other, more="import os\nos.mkdir('c')\n")
    assert [found.missing for found in written_behind(facts)] == [("a",)]
