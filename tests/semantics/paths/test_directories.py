"""Which folders the code of a module makes, or shows to exist."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.directories import Directories

HEAD = "import os, shutil, sys\nimport numpy as np\nimport tensorflow as tf\nfrom pathlib import Path\n"
# Code with a call of need, and whether the folder a/b is there for it.
THERE = [
    "os.makedirs('a/b')\nneed()",
    "os.makedirs('a/b/c', exist_ok=True)\nneed()",
    "Path('a/b').mkdir(parents=True)\nneed()",
    "(Path('a') / 'b').mkdir()\nneed()",
    "d = os.path.join('a', 'b')\nif not os.path.exists(d):\n    os.mkdir(d)\nneed()",
    "for d in ['a/b', 'c']:\n    os.makedirs(d)\nneed()",
    "def make(d):\n    os.makedirs(d)\nmake('a/b')\nneed()",
    "def make(*names):\n    os.makedirs(os.path.join(*names))\nmake('a', 'b')\nneed()",
    "class T:\n    def __init__(self):\n        self.d = 'a/b'\n        os.makedirs(self.d)\nneed()",
    "from helpers import make_dirs\nmake_dirs('a/b')\nneed()",
    "from helpers import setup_folders\nsetup_folders()\nneed()",
    "from helpers import prepare\nprepare('a/b')\nneed()",
    "os.makedirs(os.path.dirname('a/b/x.h5'))\nneed()",
    "os.makedirs(Path('a/b/x.h5').parent)\nneed()",
    "os.listdir('a/b')\nneed()",
    "tf.keras.callbacks.TensorBoard('a/b')\nneed()",
    "np.load('a/b/x.npy')\nneed()",
    "os.chdir(folder)\nneed()",
    "tf.io.gfile.makedirs(f'a/{name}')\nneed()",
    "os.system('mkdir -p a/b')\nneed()",
    "os.system('git clone https://example.org/a')\nneed()",
    "shutil.unpack_archive('x.zip')\nneed()",
    "shutil.rmtree('a/b/old')\nneed()",
    "def f():\n    need()\n    os.makedirs('a/b')\nf()",  # it may be called again
    "os.makedirs('a/b') if t else 0\nneed()",
]
MISSING = [
    "os.makedirs(sys.argv[1])\nneed()",
    "need()",
    "os.makedirs('a')\nneed()",
    "os.makedirs('b')\nneed()",
    "print('a/b')\nneed()",
    "d = os.path.join('a', 'b')\nneed(d)",
    "os.path.basename('a/b')\nneed()",
    "tf.keras.callbacks.ModelCheckpoint('a/b/x.keras')\nneed()",
    "tf.keras.layers.Dense(3, name='a/b')\nneed()",
    "need()\nnp.load('a/b/x.npy')",
    "need()\nopen('a/b/x.txt')",
    "shutil.rmtree('a/b', ignore_errors=True)\nneed()",
    "os.makedirs(f'{name}/a/b')\nneed()",
    "def make(d):\n    os.makedirs(d)\nmake('c')\nneed()",
    "parser.add_argument('--d', help='a/b')\nneed()",
    "np.save('a/b/x.npy', x)\nneed()\ndef f():\n    np.load('a/b/x.npy')",  # its own file
    "os.system('ls')\nneed()",
]


def has(code: str) -> bool:
    facts = module(HEAD + code)
    (call,) = calls(facts, "need")
    ignored = [*calls(facts, "save"), call]
    return facts.fact(Directories).has("a/b", call, ignored)


@pytest.mark.parametrize("code", THERE)
def test_there(code: str) -> None:
    assert has(code)


@pytest.mark.parametrize("code", MISSING)
def test_missing(code: str) -> None:
    assert not has(code)


MAKES = "import os\ndef go():\n    os.makedirs({}, exist_ok=True)\n"


@pytest.mark.parametrize(
    ("code", "files", "there"),
    [
        ("import other\nother.go()", {"other": MAKES.format("'a/b'")}, True),
        ("from other import go\ngo()", {"other": MAKES.format("'a/b/c'")}, True),
        ("from kit.other import go\ngo()", {"kit/other": MAKES.format("os.path.join('a', 'b')")}, True),
        ("import other", {"other": "import os\nfor d in 'c', 'a/b': os.makedirs(d)\n"}, True),
        ("import other\nother.go()", {"other": MAKES.format("'a'")}, False),
        ("import other\nother.go()", {"other": MAKES.format("folder")}, False),
        ("", {"other": MAKES.format("'a/b'")}, False),
        ("", {"main": MAKES.format("'a/b'") + "import train\ngo()\ntrain.main()\n"}, True),
        ("", {"main": MAKES.format("'a/b'") + "from train import main\n"}, True),
        ("", {"main": "import train\ntrain.main()\n"}, False),
    ],
)
def test_made_by_a_file_beside(code: str, files: dict[str, str], there: bool) -> None:
    facts = module(f"{code}\ndef main():\n    need()\n", **files)
    (call,) = calls(facts, "need")
    assert facts.fact(Directories).has("a/b", call, [call]) is there
