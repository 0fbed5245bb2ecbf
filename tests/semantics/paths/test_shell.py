"""What commands in a notebook do to folders and files."""

from __future__ import annotations

import re

import pytest

from tests.lint import target_of
from tests.notebook.made import notebook
from tflint_ckpt.project import Project
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.directories import Directories
from tflint_ckpt.semantics.paths.renaming import rename_suffix
from tflint_ckpt.semantics.paths.shell import foreign_lines, globs, variables
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.source import Source
from tflint_ckpt.target import Targets

IMPORTS = "import os\nimport tensorflow as tf"


def module(*cells: str) -> Module:
    source = notebook(*cells)
    targets = Targets(target_of("keras3"))
    return Project([source.path], {source.path: source}.get, lambda source: targets).parse(source)


def makes(*cells: str) -> bool:
    """Whether a folder ``ckpt`` may be there for a checkpoint in the last cell."""
    facts = module(IMPORTS, *cells, "c = tf.keras.callbacks.ModelCheckpoint('ckpt/m.keras')")
    [call] = facts.calls("keras.callbacks.ModelCheckpoint")
    return facts.fact(Directories).has("ckpt", call.node)


THERE = [
    "!mkdir ckpt",
    "!mkdir -p logs ckpt/best",
    "%mkdir ckpt",
    "mkdir ckpt",
    "x = !mkdir ckpt",
    "!mkdir -p \\\n  ckpt",
    "if x:\n    !mkdir ckpt",
    "%%capture\n!mkdir ckpt",
    "%%bash\nset -e\nmkdir -p ckpt",
    "%%sh\nmkdir -p logs && mkdir ckpt",
    "d = 'ckpt'\n!mkdir $d",
    "d = 'ckpt'\n!mkdir -p {d}/x",
    "import os\nd = os.path.join('.', 'ckpt')\n!mkdir {d}",
    "!mkdir {folder}",
    "!mkdir {os.path.join(a, b)}",
    "!ls ckpt",
    "!wget -P ckpt https://example.org/m.keras",
    "!git clone https://example.org/ckpt.git",
    "!git clone -b main --depth 1 https://example.org/repo ckpt",
    "!git clone https://example.org/{name}.git",
    "!git clone https://example.org/repo.git\n%cd repo",
    "!cd repo && git checkout main",
    "!unzip -q a.zip",
    "!unzip -q a.zip -d ckpt",
    "!unzip -q a.zip -d .",
    "!unzip a.zip -d /content",
    "!unzip a.zip -d /content/ckpt/",
    "!unzip a.zip -d {folder}",
    "d = './ckpt'\n!unzip a.zip -d {d}",
    "!unzip -d$OUT a.zip",
    "!wget -q https://example.org/a.zip; unzip -o a.zip",
    "%%bash\nif [ ! -d x ]; then unzip a.zip; fi",
    "!unzip 'a.zip",
    "!tar xzf a.tgz",
    "!tar -xzf a.tgz -C ckpt/best",
    "!tar --extract --file a.tgz --directory=./ckpt",
    "!curl https://example.org/a.tgz | tar xz",
    "!7z x a.7z",
    "!unrar x a.rar ckpt/",
    "!cp -r /content/drive/runs .",
    "!cp -r /content/drive/runs ckpt",
    "!mv repo/* .",
    "!ln -s /content/drive/ckpt",
    "!sudo unzip a.zip",
    "!kaggle datasets download -d x --unzip",
    "!gdown --folder 1a2b",
    "!python prepare.py",
    "!./prepare.sh",
    "%run prepare.py",
    "%cd repo",
    "cd repo",
    "os.chdir('repo')",
    "print 'ckpt'",
]
MISSING = [
    "",
    "!ls",
    "!mkdir logs",
    "d = 'logs'\n!mkdir $d",
    "%%bash\nls",
    "%%capture\n!pip install -q -r requirements.txt",
    "!wget https://example.org/tar.py",
    "!cp a.h5 b.h5",
    "!cat prepare.py",
    "!git clone https://example.org/repo.git",
    "!git clone https://example.org/ckpt.git repo",
    "!git clone --depth 1 -b main https://example.org/repo",
    "!git lfs install",
    "!unzip -q a.zip -d data",
    "!unzip -q -o a.zip -d ./data/",
    "!unzip a.zip -d /content/data",
    "!unzip a.zip -d /tmp/data",
    "d = 'data'\n!unzip a.zip -d {d}/x",
    "!unzip -ddata a.zip",
    "!mkdir -p data && unzip -q a.zip -d data",
    "!tar -xzf a.tgz -C data",
    "!tar --extract --file a.tgz --directory=data",
    "!curl https://example.org/a.tgz | tar xz -C data",
    "!tar czf out.tgz runs",
    "!7z x a.7z -odata",
    "!unrar x a.rar data/",
    "!kaggle datasets download -d me/ckpt_data --unzip -p data",
    "!gdown --folder 1a2b -O data",
    "!cp -r /content/drive/runs data",
    "!mkdir ~/.kaggle && mv kaggle.json ~/.kaggle",
    "!ln -s /content/drive/runs data",
    "!apt-get install -qq unzip",
    "!pip install dvc",
    "!rm -rf ckpt",
    "%%bash\nrm -rf ckpt\nmkdir data",
    "!nvidia-smi",
    "%matplotlib inline",
    "%time x = 1",
]


@pytest.mark.parametrize("cell", THERE)
def test_a_folder_that_a_command_may_have_brought_is_there(cell: str) -> None:
    assert makes(cell)


@pytest.mark.parametrize("cell", MISSING)
def test_other_commands_say_nothing_of_a_folder(cell: str) -> None:
    assert not makes(cell)


def why_not(cell: str, path: str = "out.h5") -> str:
    """Why the file that ``model.save_weights`` writes may not be renamed."""
    model = "model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])"
    facts = module(IMPORTS, model, f"model.save_weights('{path}')", cell)
    call = next(each for each in facts.facts.calls if facts.text(each.func) == "model.save_weights")
    texts = [value for value in facts.evaluate(call.args[0].value) if isinstance(value, Text)]
    return rename_suffix(facts, call, texts, ".weights.h5").why_not


NAMED = [
    "!cp out.h5 /content/drive",
    "%%bash\ncp out.h5 /content/drive",
    "x = !ls out.h5",
    "print 'out.h5'",
    "%%writefile eval.py\nload('out.h5')",
    "!cp out.h? /content/drive",
    "!zip a.zip *t.h5",
]
FREE = [
    "",
    "!ls",
    "!cp other.h5 x",
    "!zip a.zip out*",
    "!cp *.h5 /content/drive",
    "%%bash\nrm -f *.tmp",
    "%time model.save_weights('out.h5')",
]


@pytest.mark.parametrize("cell", NAMED)
def test_a_file_that_a_command_names_is_not_renamed_for_certain(cell: str) -> None:
    assert re.fullmatch("cell 4, line [123] names such a file too", why_not(cell))


@pytest.mark.parametrize("cell", FREE)
def test_other_commands_do_not_keep_a_file_from_being_renamed(cell: str) -> None:
    assert why_not(cell) == ""


def test_lines_that_are_no_python() -> None:
    source = notebook("x = 1\n!ls -l \\\n  a\n%cd b", "%%bash\nmkdir c", "y = 2")
    assert [line for _, line in foreign_lines(source)] == ["ls -l    a", "cd b", "mkdir c"]


def test_commands_that_jupytext_wrote_into_a_script() -> None:
    source = Source("a.py", b"# !mkdir a\n# %cd b\n#! /bin/sh\n# a comment!\nx = 3 % 4\n")
    assert [line for _, line in foreign_lines(source)] == ["mkdir a", "cd b", " /bin/sh"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("cp {a} $b ${c}", ["a", "b", "c"]),
        ("cp {a.b[0]} x", ["a.b[0]"]),
        ("ls", []),
        ("awk '{print}'", ["print"]),
    ],
)
def test_variables(line: str, found: list[str]) -> None:
    assert variables(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("cp *.h5 x", ["*.h5"]),
        ("cp runs/w.?5 x", ["w.?5"]),
        ("cp [a-z].h5 *.py", ["[a-z].h5"]),
        ("cp w.h5 x", []),
        ("cp v*.h5 x", []),
    ],
)
def test_globs(line: str, found: list[str]) -> None:
    assert globs(line, "w.h5") == found
