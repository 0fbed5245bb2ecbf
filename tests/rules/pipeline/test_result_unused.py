"""TFC214 dataset-result-unused."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tests.notebook.made import document, lines
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from settings import SHUFFLE, paths
ds = tf.data.TFRecordDataset(paths)
"""

# What it is, the code, and what the unsafe fix makes of it; the same where it is left to a person.
BECOMES = [
    ("batch", "ds.batch(8)\nmodel.fit(ds)\n", "ds = ds.batch(8)\nmodel.fit(ds)\n"),
    ("a chain", "ds.shuffle(9).batch(8)\nmodel.fit(ds)\n", "ds = ds.shuffle(9).batch(8)\nmodel.fit(ds)\n"),
    (
        "under a condition",
        "if SHUFFLE:\n    ds.shuffle(9)\nmodel.fit(ds)\n",
        "if SHUFFLE:\n    ds = ds.shuffle(9)\nmodel.fit(ds)\n",
    ),
    ("over lines", "ds.map(\n    parse,\n)\nmodel.fit(ds)\n", "ds = ds.map(\n    parse,\n)\nmodel.fit(ds)\n"),
    (
        "in a function",
        "def load(ds: tf.data.Dataset):\n    ds.cache()\n    return ds\n",
        "def load(ds: tf.data.Dataset):\n    ds = ds.cache()\n    return ds\n",
    ),
    (
        "an attribute",
        "class Data:\n    def __init__(self):\n        self.ds = tf.data.TFRecordDataset('a')\n"
        "        self.ds.prefetch(1)\n",
        "class Data:\n    def __init__(self):\n        self.ds = tf.data.TFRecordDataset('a')\n"
        "        self.ds = self.ds.prefetch(1)\n",
    ),
    ("a variable of the module", "def shuffle():\n    ds.shuffle(9)\n", ""),
    (
        "mapped by another function further down",
        "ds.map(parse)\nmodel.fit(ds.map(augment))\n",
        "ds = ds.map(parse)\nmodel.fit(ds.map(augment))\n",
    ),
    (
        "another dataset is batched",
        "ds.batch(8)\nmodel.fit(ds, validation_data=tf.data.TFRecordDataset('v').batch(8))\n",
        "ds = ds.batch(8)\nmodel.fit(ds, validation_data=tf.data.TFRecordDataset('v').batch(8))\n",
    ),
    ("no variable", "tf.data.Dataset.range(3).batch(2)\nprint(1)\n", ""),
    ("on a line with others", "ds.batch(8); model.fit(ds)\n", "ds = ds.batch(8); model.fit(ds)\n"),
]

SILENT = [
    ("assigned", "ds = ds.batch(8)\n"),
    ("returned", "def load():\n    return ds.batch(8)\n"),
    ("given", "model.fit(ds.batch(8))\n"),
    ("gone through", "for v in ds.batch(8):\n    print(v)\n"),
    ("an attribute of it", "ds.batch(8).element_spec\n"),
    ("applied", "ds.apply(f)\n"),
    ("iterated", "ds.batch(8).as_numpy_iterator()\n"),
    ("expected to fail", "import pytest\nwith pytest.raises(ValueError):\n    ds.batch(0)\n"),
    ("tried", "try:\n    ds.batch(0)\nexcept Exception:\n    pass\n"),
    ("a test", "class Tests:\n    def test_map(self):\n        ds.batch(2).map(layer)\n"),
    ("a list", "names = ['a']\nnames.map(f)\n"),
    ("pandas", "import pandas as pd\nframe = pd.DataFrame()\nframe.filter(['a'])\nframe.shuffle(3)\n"),
    ("unknown", "from data import ds\nds.batch(8)\n"),
    ("an own cache", "class Cache:\n    def cache(self):\n        pass\nCache().cache()\n"),
    ("a script that was a notebook", "# In[1]:\nds.take(3)\n# In[2]:\nmodel.fit(ds)\n"),
    ("the end of one", "# %%\nmodel.fit(ds)\nds.batch(3)\n"),
]


@pytest.mark.parametrize(("code", "after"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES])
def test_becomes(code: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC214")
    assert finding.severity.value == "warning"
    assert finding.fix is not None
    assert finding.fix.applicability.value == ("unsafe" if after else "manual")
    assert fix(HEAD + code, only="TFC214", unsafe=True) == HEAD + (after or code)
    assert fix(HEAD + code, only="TFC214") == HEAD + code


LEFT_OVER = [
    (
        "done below",
        "ds.batch(8)\ntrain = ds.cache().shuffle(9).batch(8)\n",
        "train = ds.cache().shuffle(9).batch(8)\n",
    ),
    ("assigned below", "ds.batch(8)  # eight\nds = ds.batch(8)\n", "# eight\nds = ds.batch(8)\n"),
    ("a chain", "ds.cache().batch(8)\nds = ds.map(f).batch(8)\n", "ds = ds.map(f).batch(8)\n"),
    (
        "done below, through a variable",
        "ds.batch(8)\ntrain = ds.cache()\ntrain = train.batch(8)\n",
        "train = ds.cache()\ntrain = train.batch(8)\n",
    ),
    ("a function is traced", "ds.map(f)\nds = ds.map(f)\n", ""),
    ("a seed is drawn", "ds.shuffle(9)\nds = ds.shuffle(9)\n", ""),
    ("a size that is asked for", "ds.batch(ask())\nds = ds.batch(8)\n", ""),
    (
        "all of a block",
        "if SHUFFLE:\n    ds.batch(8)\nds = ds.batch(8)\n",
        "if SHUFFLE:\n    pass\nds = ds.batch(8)\n",
    ),
]


@pytest.mark.parametrize(("code", "after"), [row[1:] for row in LEFT_OVER], ids=[row[0] for row in LEFT_OVER])
def test_what_is_done_again_below_is_not_done_twice(code: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC214")
    assert finding.fix is not None
    assert finding.fix.title.startswith("remove it: ")
    assert finding.fix.applicability.value == ("safe" if after else "manual")
    assert fix(HEAD + code, only="TFC214") == HEAD + (after or code)


@pytest.mark.parametrize(
    "code",
    [
        "train = ds.batch(8)\nds.batch(8)\nmodel.fit(ds)\n",
        "ds.batch(8)\nmodel.fit(ds)\nother = ds.cache()\n",
        "ds.batch(8)\nother = tf.data.Dataset.range(9).batch(8)\n",
        "ds.shuffle(9)\nds = ds.interleave(tf.data.TextLineDataset)\nds = ds.shuffle(99)\n",
        "ds.batch(8)\ndef f(ds: tf.data.Dataset):\n    return ds.batch(8)\n",
    ],
)
def test_what_is_not_done_below_is_assigned(code: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC214")
    assert finding.fix is not None and finding.fix.title == "assign it to ds"


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC214") == []


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("ds.batch(8)\n", 0),
        ("ds.batch(8)\nprint(ds)\n", 1),
        ("print(ds)\nds.batch(8)\n", 0),
        ("if SHUFFLE:\n    ds.shuffle(8)\n", 1),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_a_notebook_shows_the_last_line_of_a_cell(cell: str, found: int, last: bool) -> None:
    cells = [HEAD, cell] if last else [HEAD, cell, "model.fit(ds)\n"]
    settings = Settings()
    settings.override(select=["TFC214"])
    data = document(*map(lines, cells)).encode()
    [file] = run(["-"], settings, stdin=data, stdin_filename="train.ipynb").files
    assert len(file.findings) == found
