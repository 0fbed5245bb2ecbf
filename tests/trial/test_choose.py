"""Which files of a repository can run with nothing but themselves."""

from __future__ import annotations

from pathlib import Path

import choose
import pytest

TRAINS = """import numpy as np
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse")
model.fit(np.ones((8, 2)), np.ones(8))
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (TRAINS, None),
        (TRAINS.replace("from tensorflow import keras", "from keras import layers\nimport keras"), None),
        ("x = 1\n", "no Keras"),
        ("# keras\n" + TRAINS.replace("from tensorflow import keras", "import torch"), "no Keras"),
        ("print 'keras'\n", "no Python 3"),
        ("import keras\n", "trains nothing"),
        ("from keras.layers import Dense\nfit = compile\n", "trains nothing"),
        (TRAINS.replace("import numpy as np\n", "").replace("np.ones", "ones"), "makes no data"),
        (TRAINS + "pd.read_csv('a.csv')\n", "reads a table"),
        (TRAINS + "'''pd.read_csv(...) would do as well'''\n", None),
        (TRAINS + "x = np.load('a.npy')\n", "reads arrays or models"),
        (TRAINS + "import tensorflow_datasets as tfds\ntfds.load('mnist')\n", "downloads"),
        (TRAINS + "name = input('name?')\n", "asks its user"),
    ],
)
def test_files(tmp_path: Path, text: str, why: str | None) -> None:
    path = tmp_path / "train.py"
    path.write_text(text)
    assert choose.refusal(path, set()) == why


def test_a_notebook_that_would_be_imported_as_keras(tmp_path: Path) -> None:
    path = tmp_path / "keras.py"
    path.write_text(TRAINS)
    assert choose.refusal(path, set()) == "has the name of what it imports"


def test_copies_are_chosen_once_and_repositories_take_turns(tmp_path: Path) -> None:
    for name, files in {"a+a": "xy", "b+b": "z"}.items():
        (tmp_path / name).mkdir()
        for file in files:
            text = TRAINS.replace("Dense(1)", f"Dense(1, name='{file}')")
            (tmp_path / name / f"{file}.py").write_text(text)
            (tmp_path / name / f"{file}_copy.py").write_text(f"# a copy\n{text}")
    chosen, refused = choose.select(tmp_path)
    assert [(entry["repo"], entry["path"]) for entry in chosen] == [
        ("a+a", "x.py"),
        ("b+b", "z.py"),
        ("a+a", "y.py"),
    ]
    assert refused == {"copy of another": 3}


def test_a_sample_is_the_same_each_time_and_has_few_of_each_repository() -> None:
    chosen = [{"repo": repo, "path": f"{number}.py"} for repo in "aab" for number in range(9)]
    first = choose.sample(chosen, 13, 4)
    assert first == choose.sample(chosen, 13, 4)
    assert first != choose.sample(chosen, 14, 4)
    assert sorted(entry["repo"] for entry in first) == [*"aaaabbbb"]
    assert choose.sample(chosen, None, None) == chosen
    assert [entry["path"] for entry in choose.sample(chosen, None, 2)] == ["0.py", "1.py", "0.py", "1.py"]
