"""Folders whose names stand in another file of the project, which may make them."""

from __future__ import annotations

import pytest

from tests.lint import lint

CONFIG = """\
class Config:
    out = "runs"

    def __init__(self, logs="logs"):
        self.logs = logs

OUT = "outs"
cfg = Config()
"""
HEAD = "import os\nimport keras\nimport numpy as np\nfrom config import OUT, Config, cfg\n"
NAMED = ["OUT", "Config.out", "cfg.out", "cfg.logs", "Config().logs"]
CHECKPOINT = "keras.callbacks.ModelCheckpoint(os.path.join({}, 'm.keras'))\n"
MADE = {
    "by the class": CONFIG.replace("OUT =", "    def make(self):\n        os.makedirs(self.out)\n\nOUT ="),
    "at once": CONFIG + "os.makedirs(OUT, exist_ok=True)\n",
    "by a path": CONFIG + "Path(OUT).mkdir()\n",
}
RESET = {
    "by its name": CONFIG + "def update(new):\n    for k, v in new.items():\n        setattr(cfg, k, v)\n",
    "by its dictionary": CONFIG + "cfg.__dict__.update(load())\n",
    "by vars": CONFIG + "vars(cfg).update(load())\n",
}


@pytest.mark.parametrize("name", NAMED)
def test_nothing_makes_it(name: str) -> None:
    assert lint(HEAD + CHECKPOINT.format(name), only="TFC102", config=CONFIG) == ["TFC102:5 info"]
    saved = f"np.save(os.path.join({name}, 'x.npy'), 3)\n"
    assert lint(HEAD + saved, only="TFC511", config=CONFIG) == ["TFC511:5 warning"]


@pytest.mark.parametrize("config", MADE.values(), ids=MADE)
@pytest.mark.parametrize("name", NAMED)
def test_the_other_file_may_make_it(name: str, config: str) -> None:
    assert lint(HEAD + CHECKPOINT.format(name), only="TFC102", config=config) == []
    assert lint(HEAD + f"np.save({name} + '/x.npy', 3)\n", only="TFC511", config=config) == []


def test_what_gets_the_folder_may_make_it() -> None:
    assert lint(HEAD + CHECKPOINT.format("Config('a').logs"), only="TFC102", config=CONFIG) == []


def test_a_third_file_may_make_it() -> None:
    text = HEAD + CHECKPOINT.format("OUT")
    assert lint(text, only="TFC102", config=CONFIG, setup="import os\nos.makedirs('outs')\n") == []


@pytest.mark.parametrize("config", RESET.values(), ids=RESET)
def test_the_attribute_may_be_set_otherwise(config: str) -> None:
    assert lint(HEAD + CHECKPOINT.format("cfg.out"), only="TFC102", config=config) == []


def test_a_third_file_sets_the_attribute() -> None:
    text, main = HEAD + CHECKPOINT.format("cfg.out"), "from config import cfg\ncfg.out = argv[1]\n"
    assert lint(text, only="TFC102", config=CONFIG, main=main) == []


def test_a_folder_that_is_named_here_counts_whatever_others_make() -> None:
    text = HEAD + "keras.callbacks.ModelCheckpoint(os.path.join('here', OUT + '.keras'))\n"
    assert lint(text, only="TFC102", config=MADE["at once"]) == ["TFC102:5 info"]


SAVED = (
    "import keras\n{}m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
    "m.save('models/x.keras')\n"
)
MAKES = {
    "a script": ("", "import os\nos.makedirs('models')\n"),
    "when it is imported": ("import other\n", "import os\nos.makedirs('./models/', exist_ok=True)\n"),
    "a function": ("import other\nother.begin()\n", "import os\ndef begin():\n    os.mkdir('models')\n"),
    "a function, by default": (
        "from other import begin\nbegin()\n",
        "import os\ndef begin(d='models'):\n    os.makedirs(d)\n",
    ),
    "a class": (
        "from other import Run\nRun()\n",
        "from pathlib import Path\nclass Run:\n    def __init__(self):\n        Path('models').mkdir()\n",
    ),
    "below a root": ("", "from pathlib import Path\n(Path(__file__).parent / 'models').mkdir()\n"),
    "a folder in it": ("", "import os\nos.makedirs('models/best')\n"),
    "some of several": ("", "import os\nfor d in ('models', 'logs'):\n    os.makedirs(d)\n"),
    "each of a folder": (
        "from other import f\nf(x)\n",
        "from pathlib import Path\ndef f(root):\n    for d in ('models', x):\n"
        "        (Path(root) / d).mkdir()\n",
    ),
}
OTHERWISE = {
    "another one": ("", "import os\nos.makedirs('logs')  # beside models\n"),
    "one above": ("", "import os\nos.makedirs('model')\n"),
    "what it is given": ("", "import os\ndef make(d):\n    os.makedirs(d)  # such as models\n"),
    "given another one": (
        "from other import make\nmake('logs')\n",
        "import os\ndef make(d):\n    os.makedirs(d)  # such as models\n",
    ),
    "any, by a file that is not imported": (
        "",
        "import os\nfor d in y:\n    os.makedirs(f'mod{d}')  # models\n",
    ),
    "only removed": ("", "import shutil\nshutil.rmtree('models')\n"),
}


@pytest.mark.parametrize(("here", "other"), MAKES.values(), ids=MAKES)
def test_another_file_makes_the_folder_that_is_named_here(here: str, other: str) -> None:
    assert lint(SAVED.format(here), only="TFC511", other=other) == []
    checkpoint = f"import keras\n{here}keras.callbacks.ModelCheckpoint('models/m.keras')\n"
    assert lint(checkpoint, only="TFC102", other=other) == []


@pytest.mark.parametrize(("here", "other"), OTHERWISE.values(), ids=OTHERWISE)
def test_another_file_makes_something_else(here: str, other: str) -> None:
    assert lint(SAVED.format(here), only="TFC511", other=other) == [
        f"TFC511:{here.count(chr(10)) + 3} warning"
    ]
