"""``--explain-pipeline``: the pipeline at a line, in each format."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tflint_ckpt import cli

CODE = """\
import numpy as np
import tensorflow as tf

x = np.zeros((1000, 10), "float32")
train = (
    tf.data.Dataset.from_tensor_slices(x)
    .map(lambda v: v + tf.random.uniform([]))
    .batch(32)
    .prefetch(1000)
)
for batch in train:
    pass
"""
PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
TABLE = """\
train.py:11: train

line  step                                       runs in      holds                                  random
6     from_tensor_slices(x)                      every epoch  data in memory already, about 40 kB    -
7     map(lambda v: v + tf.random.uniform([]))   every epoch  -                                      values
8     batch(32)                                  every epoch  -                                      -
9     prefetch(1000)                             every epoch  1,000 batches                          -
      TFC202 warning: """


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(CODE)
    return tmp_path


def explained(capsys: pytest.CaptureFixture[str], where: str, form: str = "text") -> str:
    assert cli.main(["--explain-pipeline", where, "--format", form]) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("here")
def test_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    words = [line.split() for line in explained(capsys, "train.py:11").splitlines()]
    expected = [line.split() for line in TABLE.splitlines()]
    assert words[: len(expected) - 1] == expected[:-1]
    assert words[len(expected) - 1][:2] == expected[-1]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("line", [5, 6, 7, 8, 9, 11])
def test_any_line_of_it_will_do(capsys: pytest.CaptureFixture[str], line: int) -> None:
    steps = json.loads(explained(capsys, f"train.py:{line}", "json"))["ways"][0]
    assert [step["place"] for step in steps] == ["6", "7", "8", "9"]
    assert [step["bytes"] for step in steps] == [40_000, None, None, None]
    assert [len(step["findings"]) for step in steps] == [0, 0, 0, 1]


@pytest.mark.usefixtures("here")
def test_as_mermaid(capsys: pytest.CaptureFixture[str]) -> None:
    chart = explained(capsys, "train.py:11", "mermaid").splitlines()
    assert chart[0] == "flowchart TD"
    assert chart[1] == '    s1["from_tensor_slices(x)<br>holds data in memory already, about 40 kB"]:::every'
    assert [line.split() for line in chart if "-->" in line] == [
        ["s1", "-->", "s2"],
        ["s2", "-->", "s3"],
        ["s3", "-->", "s4"],
    ]


@pytest.mark.usefixtures("here")
def test_as_svg(capsys: pytest.CaptureFixture[str]) -> None:
    picture = ElementTree.fromstring(explained(capsys, "train.py:11", "svg"))
    space = "{http://www.w3.org/2000/svg}"
    assert [box.get("class") for box in picture.iter(f"{space}rect")] == ["every", "every", "every", "found"]
    assert "batch(32)" in [text.text for text in picture.iter(f"{space}text")]


def test_every_way_is_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "train.py").write_text(
        "import tensorflow as tf\nds = tf.data.Dataset.range(9)\nif quick:\n    ds = ds.take(3)\nuse(ds)\n"
    )
    shown = explained(capsys, "train.py:5")
    assert "one of 2 ways: 1" in shown
    assert shown.count("take(3)") == 1


def test_a_cell_of_a_notebook(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = [
        {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
        for text in (
            ["import tensorflow as tf\n", "ds = tf.data.Dataset.range(9)\n"],
            ["\n", "ds = ds.batch(3)\n"],
        )
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (here / "n.ipynb").write_text(json.dumps(notebook))
    assert "cell 2:2  batch(3)" in explained(capsys, "n.ipynb:2:2")
    assert cli.main(["--explain-pipeline", "n.ipynb:1:1"]) == 2
    told = capsys.readouterr().err
    assert "in sight on line 1 of cell 1 of n.ipynb; the file has pipelines at cell 1:2" in told


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--explain-pipeline", "train.py"], '"train.py" is not FILE:LINE'),
        (["--explain-pipeline", "train.py:1"], "no tf.data pipeline whose source is in sight on line 1 of"),
        (["--explain-pipeline", "gone.py:1"], "gone.py cannot be read as Python"),
        (["--explain-pipeline", "train.py:11", "--format", "concise"], "text, json, mermaid, svg"),
        (["--format", "svg", "train.py"], "--format svg is for --explain-pipeline"),
    ],
)
def test_what_cannot_be_explained(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert cli.main(arguments) == 2
    assert message in capsys.readouterr().err


def test_the_picture_of_the_docs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(PICTURES)
    assert explained(capsys, "train.py:12", "svg") == Path("pipeline.svg").read_text("utf-8")


TAKEN = """\
import tensorflow as tf
n = tf.data.Dataset.range(3).repeat()
ds = tf.data.Dataset.choose_from_datasets(
    [tf.data.Dataset.range(9).repeat()], n
).repeat().take( 20 ).cache("validation")
for batch in ds.repeat():
    pass
print(1)
"""


def test_what_a_take_ends_is_cached(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing before a cache that is complete runs again, nor do the datasets that it reads."""
    (here / "train.py").write_text(TAKEN)
    lines = explained(capsys, "train.py:6").splitlines()[3:]
    epochs = ["first" if "first epoch" in line else "every" for line in lines if " epoch " in line]
    assert epochs == ["first"] * (len(epochs) - 2) + ["every", "every"]
    assert any("take(20)" in line for line in lines)


def test_an_endless_cache_is_never_complete(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "train.py").write_text(TAKEN.replace(".take( 20 )", ""))
    assert "first epoch" not in explained(capsys, "train.py:6")


@pytest.mark.usefixtures("here")
def test_a_line_without_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--explain-pipeline", "train.py:1"]) == 2
    assert "on line 1 of train.py; the file has pipelines at 6, 7, 8, 9" in capsys.readouterr().err
    Path("other.py").write_text("print(1)\n")
    assert cli.main(["--explain-pipeline", "other.py:1"]) == 2
    assert "on line 1 of other.py, and none in the file" in capsys.readouterr().err
