"""The project around the files of a run: what is asked of it, whichever files were named."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tflint_ckpt import runner
from tflint_ckpt.around import around
from tflint_ckpt.around.root import Roots
from tflint_ckpt.cache.cache import Cache
from tflint_ckpt.evidence.project import root_of
from tflint_ckpt.finding import Applicability, Finding
from tflint_ckpt.result import RunResult
from tflint_ckpt.session import Session
from tflint_ckpt.settings import Settings

HEAD = """\
import os
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
"""
TRAIN = (
    HEAD
    + """\
best = tf.keras.callbacks.ModelCheckpoint("runs/best.h5", save_weights_only=True)
model.fit([[0.0] * 4], [0.0], callbacks=[best])
model.load_weights("runs/best.h5")
"""
)
RENAMED = TRAIN.replace("best.h5", "best.weights.h5")
READER = HEAD + 'model.load_weights("runs/best.h5")\n'
BY_JOIN = HEAD + 'model.load_weights(os.path.join("runs", "best.h5"))\n'
BY_FOLDER = HEAD + 'def load(folder):\n    model.load_weights(f"{folder}/best.h5")\n'
HDF5 = "import h5py\n\nwith h5py.File('runs/best.h5') as file:\n    print(list(file))\n"
OPTION = (
    HEAD
    + "import argparse\n\nparser = argparse.ArgumentParser()\n"
    + ('parser.add_argument("--weights", default="runs/best.h5")\n')
)
ELSEWHERE = HEAD + 'model.load_weights("other/best.h5")\n'
WHOLE = HEAD + 'tf.keras.models.load_model("runs/best.h5")\n'
BROKEN = "model.load_weights('runs/best.h5'\n"
SAFE, UNSAFE, MANUAL = Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL


def notebook(*cells: str) -> str:
    """A notebook of these cells of code."""
    made = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": cell}
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that is the current folder."""
    place = tmp_path / "project"
    place.mkdir()
    (place / "pyproject.toml").write_text("[project]\nname = 'nets'\n")
    monkeypatch.chdir(place)
    return place


def write(files: Mapping[str, str]) -> None:
    """Files in the current folder, by their paths."""
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(
    *paths: str, fix: bool = False, unsafe: bool = False, only: str = "TFC105", **values: object
) -> RunResult:
    """One run over *paths* with one rule."""
    settings = Settings()
    settings.select, settings.target = (only,), "2.21"
    for name, value in values.items():
        setattr(settings, name, value)
    return runner.run(paths, settings, fix=fix, unsafe=unsafe, jobs=1)


def finding(path: str, *paths: str, **values: object) -> Finding:
    """The only finding in the file at *path* in a run over *paths*, or over that file."""
    result = run(*(paths or (path,)), **values)  # type: ignore[arg-type]
    [found] = [each for file in result.files if file.path == path for each in file.findings]
    return found


ALONE = [
    # what else there is, how applicable the fix is when train.py is named, and what its title ends in
    ({}, SAFE, "wherever the file is used"),
    ({"evaluate.py": HEAD}, SAFE, "wherever the file is used"),
    ({"evaluate.py": READER.replace("best", "last")}, SAFE, "wherever the file is used"),
    ({"evaluate.py": READER.replace("best", "thebest")}, SAFE, "wherever the file is used"),
    ({"evaluate.py": "# reads runs/best.h5\n"}, SAFE, "wherever the file is used"),
    ({"evaluate.py": '"""Reads runs/best.h5."""\n'}, SAFE, "wherever the file is used"),
    ({"results.csv": "runs/best.h5,0.9\n"}, SAFE, "wherever the file is used"),
    ({"notes.txt": "runs/last.h5\n"}, SAFE, "wherever the file is used"),
    ({"serve.sh": "python serve.py --weights runs/last.h5\n"}, SAFE, "wherever the file is used"),
    ({"build/evaluate.py": READER, "venv/x.py": READER}, SAFE, "wherever the file is used"),
    ({"env/pyvenv.cfg": "home = /usr\n", "env/evaluate.py": READER}, SAFE, "wherever the file is used"),
    ({"README.md": "Then\nlook at runs/best.h5.\n"}, UNSAFE, "not safe: README.md:2 names it too"),
    ({"docs/use.rst": "runs/best.h5\n"}, UNSAFE, "not safe: docs/use.rst:1 names it too"),
    ({"notes.txt": "runs/best.h5\n"}, UNSAFE, "not safe: notes.txt:1 names it too"),
    ({".gitignore": "*.h5x\nbest.h5\n"}, UNSAFE, "not safe: .gitignore:2 has a pattern for the old name"),
    ({"serve.sh": "#!/bin/sh\n\nserve runs/best.h5\n"}, MANUAL, "serve.sh:3 names such a file too"),
    ({"serve.sh": "cp runs/*.h5 /models\n"}, SAFE, "wherever the file is used"),
    ({"serve.sh": "cp runs/be??.h5 /models\n"}, MANUAL, "serve.sh:1 names such a file too"),
    ({"Makefile": "serve:\n\tserve best.h5\n"}, MANUAL, "Makefile:2 names such a file too"),
    ({"docker/Dockerfile.gpu": "COPY best.h5 /\n"}, MANUAL, "docker/Dockerfile.gpu:1 names such a file too"),
    ({".github/workflows/ci.yml": "path: runs/best.h5\n"}, MANUAL, ".github/workflows/ci.yml:1 names"),
    ({"config.yaml": "weights: runs/best.h5\n"}, MANUAL, "config.yaml:1 names such a file too"),
    ({"config.toml": 'weights = "best.h5"\n'}, MANUAL, "config.toml:1 names such a file too"),
    ({"config.json": '{"weights": "best.h5"}\n'}, MANUAL, "config.json:1 names such a file too"),
    ({"serve.ini": "[a]\nweights = best.h5\n"}, MANUAL, "serve.ini:2 names such a file too"),
    ({".env": "WEIGHTS=best.h5\n"}, MANUAL, ".env:1 names such a file too"),
    ({"web/load.js": 'load("best.h5")\n'}, MANUAL, "web/load.js:1 names such a file too"),
    ({"run.ps1": "serve best.h5\n"}, MANUAL, "run.ps1:1 names such a file too"),
    ({"evaluate.py": READER}, MANUAL, "`tflint-ckpt --fix --unsafe-fixes .` does all of it"),
    ({"sub/evaluate.py": READER}, MANUAL, "sub/evaluate.py would have to be edited as well"),
    ({"evaluate.py": READER, "other.py": READER}, MANUAL, "evaluate.py and 1 more would have to be edited"),
    ({"evaluate.ipynb": notebook(READER)}, MANUAL, "evaluate.ipynb would have to be edited as well"),
    ({"evaluate.ipynb": notebook("!cp runs/best.h5 /drive")}, MANUAL, "evaluate.ipynb:cell 1:1 names such"),
    ({"evaluate.py": HDF5}, MANUAL, "evaluate.py:3 names such a file too, where it is handed to File()"),
    ({"evaluate.py": OPTION}, MANUAL, "where it is the default of a command-line option"),
    ({"evaluate.py": ELSEWHERE}, MANUAL, "in a folder that may be another one"),
    ({"evaluate.py": WHOLE}, MANUAL, "in a call that reads a whole model"),
    ({"evaluate.py": BROKEN}, MANUAL, "evaluate.py names such a file too, and cannot be parsed"),
]


@pytest.mark.parametrize(("files", "applicability", "title"), ALONE)
def test_the_fix_of_a_file_that_is_named_alone(
    files: dict[str, str], applicability: Applicability, title: str
) -> None:
    write({"train.py": TRAIN, **files})
    fix = finding("train.py").fix
    assert fix is not None
    assert (fix.applicability, bool(fix.edits)) == (applicability, applicability is not MANUAL)
    assert title in fix.title


@pytest.mark.parametrize("files", [row[0] for row in ALONE])
def test_no_fix_is_safer_alone_than_in_the_project(files: dict[str, str]) -> None:
    write({"train.py": TRAIN, **files})
    rank = [SAFE, UNSAFE, MANUAL].index
    alone, among = finding("train.py"), finding("train.py", ".")
    assert alone.fix
    assert among.fix
    assert rank(alone.fix.applicability) >= rank(among.fix.applicability)
    assert (alone.message, alone.severity) == (among.message, among.severity)


@pytest.mark.parametrize("files", [row[0] for row in ALONE])
@pytest.mark.parametrize("named", ["train.py", "."])
def test_all_uses_are_renamed_or_none(files: dict[str, str], named: str) -> None:
    write({"train.py": TRAIN, **files})
    result = run(named, fix=True, unsafe=True)
    written = {file.path: file.source.text for file in result.files if file.source and file.is_changed}
    texts = {"train.py": TRAIN, **files, **written}
    for path, text in texts.items():
        if path.endswith((".py", ".ipynb")) and "build" not in path and "v/" not in path:
            code = "".join(line for line in text.splitlines() if not line.startswith(("#", '"""')))
            if "train.py" in written:
                assert "/best.h5" not in code, path
            else:
                assert "best.weights.h5" not in code, path


TOGETHER = [
    ({"evaluate.py": READER}, True),
    ({"evaluate.py": BY_JOIN}, True),
    ({"evaluate.py": BY_FOLDER}, True),
    ({"evaluate.py": READER + 'print("runs/best.h5")\n'}, True),
    ({"evaluate.py": HEAD + 'if os.path.exists("runs/best.h5"):\n    pass\n'}, True),
    ({"evaluate.py": READER, "sub/again.py": READER, "book.ipynb": notebook("1", READER)}, True),
    ({"evaluate.py": READER, "README.md": "runs/best.h5"}, True),
    ({"evaluate.py": READER, "serve.sh": "serve runs/best.h5"}, False),
    ({"evaluate.py": READER, "again.py": OPTION}, False),
    ({"evaluate.py": READER, "again.py": HDF5}, False),
    ({"evaluate.py": ELSEWHERE}, False),
    ({"evaluate.py": HEAD + 'model.load_weights("best.h5")\n'}, False),
]

SAVED = HEAD + 'model.save("runs/net.h5")\n'
CHECKPOINTS = HEAD + 'best = tf.keras.callbacks.ModelCheckpoint("runs/cp.ckpt", save_weights_only=True)\n'
INDIRECT = [
    # what finds the file without its whole name
    (
        "TFC510",
        SAVED,
        "import glob\n\nprint(glob.glob('runs/*.h5'))\n",
        MANUAL,
        "other.py:3 looks for such files",
    ),
    ("TFC510", SAVED, "import glob\n\nprint(glob.glob('data/*.h5'))\n", UNSAFE, ""),
    ("TFC510", SAVED, "import glob\n\nprint(glob.glob('runs/*.jpg'))\n", UNSAFE, ""),
    ("TFC510", SAVED, "import glob\n\nprint(glob.glob('runs/*'))\n", UNSAFE, ""),
    (
        "TFC510",
        SAVED,
        "from pathlib import Path\n\nPath('x').glob('n*.h5')\n",
        UNSAFE,
        "looks for such files",
    ),
    ("TFC105", TRAIN, "import glob\n\nprint(glob.glob('runs/*.h5'))\n", SAFE, ""),
    ("TFC105", TRAIN, "import tensorflow as tf\n\ntf.train.latest_checkpoint('runs')\n", SAFE, ""),
    (
        "TFC105",
        CHECKPOINTS,
        "import tensorflow as tf\n\ntf.train.latest_checkpoint('runs')\n",
        MANUAL,
        "only Tens",
    ),
    (
        "TFC105",
        CHECKPOINTS,
        "import tensorflow as tf\n\ntf.train.latest_checkpoint(d)\n",
        UNSAFE,
        "only Tens",
    ),
    ("TFC105", CHECKPOINTS, "import os\n\nos.path.exists('runs/cp.ckpt.index')\n", MANUAL, "with more in it"),
    ("TFC105", CHECKPOINTS, "import os\n\nos.path.exists('cp.ckpt')\n", MANUAL, "folder that may be another"),
]


@pytest.mark.parametrize(("rule", "text", "other", "applicability", "title"), INDIRECT)
def test_who_finds_the_file_without_its_name(
    rule: str, text: str, other: str, applicability: Applicability, title: str
) -> None:
    write({"train.py": text, "other.py": other})
    for paths in (["train.py"], ["."]):
        fix = finding("train.py", *paths, only=rule).fix
        assert fix
        assert fix.applicability is applicability
        assert title in fix.title


SOME_NAME = (
    HEAD
    + """\
def callbacks(name):
    return [tf.keras.callbacks.ModelCheckpoint(f"runs/{name}.h5", save_weights_only=True)]
"""
)
LITTLE_KNOWN = [
    ({}, SAFE, ""),
    ({"evaluate.py": "open('notes.txt')\n"}, SAFE, ""),
    ({"serve.sh": "serve runs/best.h5\n"}, SAFE, ""),
    ({"data.py": "import h5py\n\nh5py.File('digits.h5')\n"}, UNSAFE, "data.py:3 names such a file too"),
    ({"evaluate.py": READER}, MANUAL, "evaluate.py:6 names such a file too"),
    ({f"m{number}.py": "open('x.h5')\n" for number in range(20)}, UNSAFE, "m0.py:1 names such a file too"),
]


@pytest.mark.parametrize(("files", "applicability", "title"), LITTLE_KNOWN)
def test_a_name_of_which_only_the_suffix_is_known(
    files: dict[str, str], applicability: Applicability, title: str
) -> None:
    write({"train.py": SOME_NAME, **files})
    fix = finding("train.py").fix
    assert fix
    assert fix.applicability is applicability
    assert title in fix.title


@pytest.mark.parametrize(
    ("use", "edited"),
    [
        ("tf.keras.callbacks.ModelCheckpoint(NAME, save_weights_only=True)\n", True),
        ("print(os.path.join('x', NAME))\n", True),
        ("open(NAME)\n", False),
        ("names = [NAME]\n", False),
    ],
)
def test_a_template_of_fields_alone_is_renamed_where_it_stands_again_or_nowhere(
    use: str, edited: bool
) -> None:
    name = "'{epoch:02d}-{val_loss:.2f}.h5'"
    writer = HEAD + f"best = tf.keras.callbacks.ModelCheckpoint({name}, save_weights_only=True)\n"
    write({"train.py": writer, "other.py": HEAD + use.replace("NAME", name)})
    result = run(".", fix=True, unsafe=True)
    texts = {file.path: file.source.text for file in result.files if file.source}
    assert ["}.weights.h5'" in texts[path] for path in ("train.py", "other.py")] == [edited, edited]


def test_a_name_that_many_files_have_is_left_to_a_person() -> None:
    write({"train.py": TRAIN, **{f"m{number}.py": READER for number in range(17)}})
    fix = finding("train.py", ".").fix
    assert fix
    assert (fix.applicability, fix.edits) == (MANUAL, ())
    assert "more than 16 other files name such a file" in fix.title


@pytest.mark.parametrize(("files", "edited"), TOGETHER)
def test_one_fix_edits_every_file_that_names_it_or_none(files: dict[str, str], edited: bool) -> None:
    write({"train.py": TRAIN, **files})
    result = run(".", fix=True, unsafe=True)
    texts = {file.path: file.source.text for file in result.files if file.source}
    assert texts["train.py"] == (RENAMED if edited else TRAIN)
    for path, before in files.items():
        if path.endswith(".py"):
            assert texts[path] == (before.replace("best.h5", "best.weights.h5") if edited else before)
    together = {path for group in result.together for path in group}
    assert together == ({"train.py", *files} & set(texts) if edited else set())


def test_the_files_around_are_neither_linted_nor_written() -> None:
    write({"train.py": TRAIN, "evaluate.py": TRAIN, "broken.py": "def ("})
    result = run("train.py", fix=True, unsafe=True)
    assert [file.path for file in result.files] == ["train.py"]
    assert not any(file.is_changed for file in result.files)


def test_a_file_that_is_excluded_or_named_from_below_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"train.py": TRAIN, "sub/evaluate.py": READER})
    found = finding("train.py", ".", exclude=("sub",))
    assert found.fix
    assert "sub/evaluate.py would have to be edited" in found.fix.title
    monkeypatch.chdir("sub")
    found = finding("../train.py")
    assert found.fix
    assert "evaluate.py would have to be edited" in found.fix.title
    assert found.fix.title.endswith("`tflint-ckpt --fix --unsafe-fixes ..` does all of it")


def test_absolute_paths_stay_absolute(folder: Path) -> None:
    write({"train.py": TRAIN, "evaluate.py": READER})
    found = finding(str(folder / "train.py"))
    assert found.fix
    assert f"{folder}/evaluate.py would have to be edited" in found.fix.title
    assert found.fix.title.endswith(f"`tflint-ckpt --fix --unsafe-fixes {folder}` does all of it")


@pytest.mark.parametrize("way", ["link/train.py", "alias.py"])
def test_a_link_to_a_file_of_the_run_is_that_file(way: str) -> None:
    write({"pkg/train.py": TRAIN})
    os.symlink("pkg", "link")
    os.symlink("pkg/train.py", "alias.py")
    fix = finding(way).fix
    assert fix
    assert fix.applicability is SAFE


def test_what_git_ignores_does_not_count() -> None:
    write({"train.py": TRAIN, "old/evaluate.py": READER, "x.py": READER, ".gitignore": "/old\nx.py\n"})
    subprocess.run(["git", "init", "-q"], check=True)
    fix = finding("train.py").fix
    assert fix
    assert fix.applicability is SAFE


def test_a_file_that_git_ignores_has_its_own_folder_for_a_project() -> None:
    write({"old/train.py": TRAIN, "old/evaluate.py": READER, ".gitignore": "/old\n"})
    subprocess.run(["git", "init", "-q"], check=True)
    fix = finding("old/train.py").fix
    assert fix
    assert "old/evaluate.py would have to be edited" in fix.title


@pytest.mark.parametrize("limit", ["MOST_FILES", "MOST_BYTES", "MOST_ENTRIES"])
def test_a_project_that_is_too_large_makes_no_fix_safe(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"train.py": TRAIN, **{f"m{number}.py": "import os\n" for number in range(5)}})
    monkeypatch.setattr(around, limit, 2)
    fix = finding("train.py").fix
    assert fix
    assert fix.applicability is UNSAFE
    assert "not safe: the project has more than" in fix.title


def test_a_file_that_is_too_large_makes_no_fix_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"train.py": TRAIN, "data.json": "[" + "1," * 100 + "1]"})
    monkeypatch.setattr(around, "MOST_TEXT", 100)
    fix = finding("train.py").fix
    assert fix
    assert fix.applicability is UNSAFE
    assert "data.json is too large to be searched" in fix.title


@pytest.mark.parametrize("order", [("train.py", "other.py"), ("other.py", "train.py")])
def test_where_a_limit_is_hit_no_order_tells(order: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The facts of other.py are asked for when train.py is linted; its own fix asks nothing."""
    other = READER + "tf.keras.optimizers.Adam(lr=0.1)\n"
    write({"train.py": TRAIN, "other.py": other, "m.py": "import os\n", "n.py": "import os\n"})
    monkeypatch.setattr(around, "MOST_FILES", 1)
    settings = Settings()
    settings.select, settings.target = ("TFC105", "TFC801"), "2.21"
    session = Session(["other.py", "train.py"], settings)
    said = {path: session.lint_file(path).findings for path in order}
    [optimizer], [best] = said["other.py"], said["train.py"]
    assert optimizer.fix
    assert best.fix
    assert optimizer.fix.applicability is SAFE
    assert best.fix.applicability is UNSAFE


def test_a_file_that_cannot_be_read_makes_no_fix_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"train.py": TRAIN, "secret.py": ""})
    monkeypatch.setattr(around, "_raw", lambda path: None)
    fix = finding("train.py").fix
    assert fix
    assert fix.applicability is UNSAFE
    assert "cannot be read" in fix.title


CALLEE = """\
import tensorflow as tf


def build(model):
    if model == "cnn":
        return tf.keras.Sequential()
    return None
"""


def test_a_caller_that_the_run_was_not_given_leaves_the_fix_to_a_person() -> None:
    write({"model.py": CALLEE, "caller.py": "from model import build\n\nbuild(model='cnn')\n"})
    among, alone = finding("model.py", ".", only="TFC104"), finding("model.py", only="TFC104")
    assert among.fix
    assert alone.fix
    assert among.fix.edits
    assert (alone.fix.applicability, alone.fix.edits) == (MANUAL, ())
    assert "caller.py would have to be edited as well" in alone.fix.title


ROOTS = [
    # files that are there, the folder of a file, and its project
    (["pyproject.toml"], "pkg/sub", ""),
    (["pkg/setup.cfg"], "pkg/sub", "pkg"),
    (["pyproject.toml", "pkg/setup.py"], "pkg/sub", "pkg"),
    ([".git/HEAD", "pkg/setup.py"], "pkg/sub", ""),
    ([".git"], "pkg/sub", ""),
    ([".git/HEAD", "pkg/.git"], "pkg/sub", "pkg"),
    (["tflint-ckpt.toml"], "pkg", ""),
    (["tflint-ckpt.toml", "pkg/tflint-ckpt.toml"], "pkg/sub", ""),
    (["setup.py", "pkg/tflint-ckpt.toml"], "pkg/sub", ""),
    (["tflint-ckpt.toml", "pkg/setup.py"], "pkg/sub", "pkg"),
    ([".git/HEAD", "pkg/tflint-ckpt.toml"], "pkg/sub", ""),
    (["requirements.txt"], "pkg/sub", "pkg/sub"),
]


@pytest.mark.parametrize(("files", "inside", "expected"), ROOTS)
def test_the_project_of_a_file(
    files: list[str], inside: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "roots"
    (place / inside).mkdir(parents=True)
    for name in files:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("")
    root = str(place / expected).rstrip("/")
    assert Roots().of(str(place / inside)).folder == root
    if files != ["requirements.txt"]:
        assert root_of(str(place / inside)) == (root, True)


def test_neither_the_home_of_the_user_nor_everything_is_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".git").mkdir()
    (tmp_path / "scratch").mkdir()
    assert Roots().of(str(tmp_path / "scratch")).folder == str(tmp_path / "scratch")
    home = Roots().of(str(tmp_path))
    assert (home.folder, home.deep) == (str(tmp_path), False)
    assert not Roots().of("/").deep


def test_without_a_marker_projects_below_are_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "loose"
    place.mkdir()
    monkeypatch.chdir(place)
    write({"train.py": TRAIN, "theirs/setup.py": "", "theirs/evaluate.py": READER})
    fix = finding("train.py").fix
    assert fix
    assert fix.applicability is SAFE
    write({"ours/evaluate.py": READER})
    fix = finding("train.py").fix
    assert fix
    assert fix.applicability is MANUAL


def test_stdin_has_the_project_of_its_name_and_none_without(folder: Path) -> None:
    write({"evaluate.py": READER})
    settings = Settings()
    settings.select, settings.target = ("TFC105",), "2.21"
    for name, applicability in (("train.py", MANUAL), (None, SAFE)):
        result = runner.run(["-"], settings, stdin=TRAIN.encode(), stdin_filename=name)
        [found] = result.files[0].findings
        assert found.fix
        assert found.fix.applicability is applicability


def test_a_clean_file_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around.Around, "_found", None)
    write({"clean.py": HEAD, "model.py": TRAIN})
    assert run("clean.py").files[0].findings == []


def outcome(result: RunResult) -> list[object]:
    """All that a run says of its files."""
    return [
        (file.path, file.findings, file.fixed, file.problems, file.source and file.source.data)
        for file in result.files
    ]


@pytest.mark.parametrize("fix", [False, True])
def test_what_is_said_depends_on_no_order_process_or_cache(fix: bool, tmp_path: Path) -> None:
    others = {f"m{number}.py": TRAIN.replace("best", f"best{number}") for number in range(4)}
    readers = {f"sub/r{number}.py": READER.replace("best", f"best{number}") for number in range(2)}
    write({"train.py": TRAIN, "model.py": CALLEE, **others, **readers, "serve.sh": "serve runs/best3.h5\n"})
    write({"again.py": READER, "caller.py": "from model import build\n\nbuild(model='cnn')\n"})
    named = ["train.py", "again.py", "model.py", *others]
    settings = Settings()
    settings.select, settings.target = ("all",), "2.21"
    outcomes = [
        outcome(runner.run(paths, settings, fix=fix, unsafe=True, cache=cache, jobs=jobs))
        for paths in (named, named[::-1])
        for jobs in (1, 3)
        for cache in (None, Cache(str(tmp_path / "kept")), Cache(str(tmp_path / f"{jobs}{paths[0]}")))
    ]
    assert all(each == outcomes[0] for each in outcomes)
    shown = {each.path: each for file in outcomes[0] for each in file[1] if each.code in ("TFC105", "TFC104")}  # type: ignore[index]
    assert {path: found.fix.applicability for path, found in shown.items()} == (
        {"m0.py": MANUAL, "m1.py": MANUAL, "m3.py": MANUAL, "model.py": MANUAL}
        if fix
        else {
            "m0.py": MANUAL,
            "m1.py": MANUAL,
            "m2.py": SAFE,
            "m3.py": MANUAL,
            "model.py": MANUAL,
            "train.py": UNSAFE,
        }
    )


def test_a_file_around_that_takes_too_long_is_given_up_and_not_reported() -> None:
    write({"train.py": TRAIN, "evaluate.py": READER + "x = " + " or ".join(["y"] * 9000) + "\n"})
    result = run("train.py", file_timeout=20)
    assert [file.path for file in result.files] == ["train.py"]
    [found] = result.files[0].findings
    assert found.fix
    assert found.fix.applicability is MANUAL
