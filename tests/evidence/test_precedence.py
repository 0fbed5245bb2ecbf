"""Which of several sources is believed, and how all of them are shown."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.evidence.made import NEW, installed, write
from tflint_ckpt.cli import main
from tflint_ckpt.detection import Detector

ANY = {"pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.8"]\n'}
BOUND = {"pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.10,<2.12"]\n'}
PIN = {"requirements.txt": "tensorflow==2.9\n"}
LOCK = {"poetry.lock": '[[package]]\nname = "tensorflow"\nversion = "2.13.0"\n'}
IMAGE = {"Dockerfile": "FROM tensorflow/tensorflow:2.14.0\n"}
TESTED = {"tox.ini": "[testenv]\ndeps = tensorflow==2.15\n"}
CI = {".github/workflows/test.yml": "run: pip install tensorflow==2.11\n"}
TOLD = {"README.md": "# A\n\n    pip install tensorflow==2.7\n"}
ADDONS = {"pkg/m.py": "import tensorflow_addons\n"}

IN_ONE_FOLDER = [
    ("a pin before bounds", BOUND | PIN, "2.9/2"),
    ("a lock before bounds", BOUND | LOCK, "2.13/2"),
    ("what is written before what was locked", PIN | LOCK, "2.9/2"),
    ("bounds before an image", BOUND | IMAGE, "2.10..2.11/2"),
    ("a lock before an image", ANY | LOCK | IMAGE, "2.13/2"),
    ("an image before any release", ANY | IMAGE, "2.14/2"),
    ("an image before tests", IMAGE | TESTED | CI, "2.14/2"),
    ("tests before any release", ANY | TESTED, "2.15/2"),
    ("tests before CI", TESTED | CI, "2.15/2"),
    ("CI before any release", ANY | CI, "2.11/2"),
    (
        "an image of a release that is no longer taken",
        {"pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.16"]\n'} | IMAGE | TESTED,
        NEW,
    ),
    ("any release before nothing", ANY, NEW),
    ("what users are told before any release", {"requirements.txt": "tensorflow>=2.4\n"} | TOLD, "2.7/2"),
    ("CI before what users are told", CI | TOLD, "2.11/2"),
    ("bounds before what users are told", BOUND | TOLD, "2.10..2.11/2"),
    ("addons before what users are told", ADDONS | TOLD, "2.15/2"),
    ("what users are told of a release that is no longer taken", ANY | TOLD, NEW),
]


@pytest.mark.parametrize(
    ("files", "target"), [r[1:] for r in IN_ONE_FOLDER], ids=[r[0] for r in IN_ONE_FOLDER]
)
def test_in_one_folder(files: dict[str, str], target: str) -> None:
    write(files)
    assert installed()[0] == target


def below(folder: str, files: dict[str, str]) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in files.items()}


ACROSS_FOLDERS = [
    ("the nearest", PIN | below("pkg", IMAGE), "2.14/2"),
    ("the nearest, though it takes any", PIN | below("pkg", {"requirements.txt": "tensorflow\n"}), NEW),
    (
        "a project without a word hides nothing",
        PIN | below("pkg", {"pyproject.toml": "[project]\n"}),
        "2.9/2",
    ),
    (
        "nor does one that is about others",
        PIN | below("pkg", {"requirements.txt": "keras-tuner==1\n"}),
        "2.9/2",
    ),
    ("a sibling", below("other", PIN), NEW),
]


@pytest.mark.parametrize(
    ("files", "target"), [r[1:] for r in ACROSS_FOLDERS], ids=[r[0] for r in ACROSS_FOLDERS]
)
def test_across_folders(files: dict[str, str], target: str) -> None:
    write(files)
    assert installed()[0] == target


def test_the_file_is_nearest() -> None:
    write(PIN | {"pkg/train.py": "%pip install tensorflow==2.15\n"})
    assert installed() == ("2.15/2", "pkg/train.py:1 (pip install)")


def test_where_a_release_is_asked_for_the_project_is_not() -> None:
    write({".env": "TF_USE_LEGACY_KERAS=1\n", "requirements.txt": "tensorflow==2.9\n"})
    target = Detector("2.15..2.21").target("pkg/train.py", "")
    assert (target.keras, target.source) == ("2..3", "--target")


def test_the_order_of_the_files_changes_nothing() -> None:
    """The folder of the first is a project's own, and further up for the second."""
    Path("a/b").mkdir(parents=True)
    Path("Dockerfile").write_text("FROM tensorflow/tensorflow:2.9.1\n")
    Path("a/setup.sh").write_text("pip install tensorflow==2.11\n")
    paths = ["x.py", "a/x.py", "a/b/x.py", "a/b/c/x.py"]
    found = []
    for order in (paths, paths[::-1]):
        detector = Detector()
        found.append({path: detector.target(path, "").source for path in order})
    assert found[0] == found[1]


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["--isolated", "--show-settings", *arguments]) == 0
    return capsys.readouterr().out


def test_all_sources_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    write(ANY | IMAGE | CI | {".env": "TF_USE_LEGACY_KERAS=1\n", "pkg/m.py": "import tensorflow_addons\n"})
    lines = [line for line in shown(capsys, "pkg").splitlines() if line.startswith("#")]
    assert lines[1 : lines.index("# rules:")] == [
        "# target: TensorFlow 2.14 (Keras 2), from Dockerfile:1",
        "# looked at for pkg:",
        "#   Dockerfile:1: TensorFlow 2.14 (Keras 2) [decides]",
        "#   .github/workflows/test.yml:1: TensorFlow 2.11 (Keras 2)",
        "#   pyproject.toml:2: TensorFlow 2.21 (Keras 3)",
        "#   .env:1 (TF_USE_LEGACY_KERAS): tf.keras is Keras 2",
        "#   pkg/m.py:1 (tensorflow_addons): TensorFlow 2.15 (Keras 2)",
    ]


def test_the_target_of_import_keras_is_shown_where_it_is_another(capsys: pytest.CaptureFixture[str]) -> None:
    write({".env": "TF_USE_LEGACY_KERAS=1\n", "pkg/m.py": ""})
    assert (
        "# target: TensorFlow 2.21 (Keras 2), from .env:1 (TF_USE_LEGACY_KERAS)\n"
        "#   but for import keras: TensorFlow 2.21 (Keras 3), by default\n"
        "# looked at for pkg/m.py:\n"
        "#   .env:1 (TF_USE_LEGACY_KERAS): tf.keras is Keras 2 [decides]\n"
    ) in shown(capsys, "pkg/m.py")


def test_the_path_that_was_given_is_shown_and_not_the_first_file_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(
        {
            "pkg/a/m.py": "",
            "pkg/a/requirements.txt": "tensorflow==2.9\n",
            "b.py": "%pip install tensorflow==2.13\n",
        }
    )
    assert "# target: TensorFlow 2.21 (Keras 3), by default\n" in shown(capsys, "pkg")
    assert "# target: TensorFlow 2.9 (Keras 2), from pkg/a/requirements.txt:1\n" in shown(capsys, "pkg/a")
    assert "from b.py:1 (pip install)\n" in shown(capsys, "b.py")


def test_of_several_paths_each_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    write({"a/m.py": "", "a/requirements.txt": "tensorflow==2.9\n", "b/m.py": ""})
    for paths in (("a", "b"), ("b", "a")):
        text = shown(capsys, *paths)
        assert "# target of a: TensorFlow 2.9 (Keras 2), from a/requirements.txt:1\n" in text
        assert "# target of b: TensorFlow 2.21 (Keras 3), by default\n" in text


def test_what_decides_is_told_of_each_path(capsys: pytest.CaptureFixture[str]) -> None:
    write({"a/.env": "TF_USE_LEGACY_KERAS=1\n", "b/.env": "TF_USE_LEGACY_KERAS=1\n"})
    document = json.loads(shown(capsys, "--format", "json", "a", "b"))
    decisive = [
        [source["source"] for source in each["sources"] if source["decides"]] for each in document["evidence"]
    ]
    assert decisive == [[f"{name}/.env:1 (TF_USE_LEGACY_KERAS)"] for name in ("a", "b")]


def test_weak_evidence_is_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    write({f"pkg/m{number}.py": "" for number in range(49)} | {"models/export.py": "import tf_keras\n"})
    place = "models/export.py:1 (tf_keras, in 1 of 50 modules)"
    document = json.loads(shown(capsys, "--format", "json", "pkg"))
    assert document["target"] == {"tensorflow": "2.21", "keras": "3", "source": "default"}
    source = {"source": place, "says": "tf.keras is Keras 2", "decides": False, "weak": True}
    assert [each["sources"] for each in document["evidence"]] == [[source]]
    assert f"#   {place}: tf.keras is Keras 2 [decides, weak]\n" in shown(capsys, "models")


def test_a_notebook_is_shown_with_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    cell = {"cell_type": "code", "source": "%pip install tensorflow==2.9", "metadata": {}, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    write({"n.ipynb": json.dumps(notebook)})
    assert "from n.ipynb:cell 1:1 (pip install)\n" in shown(capsys, "n.ipynb")


KERAS3_ONLY = "import tensorflow as tf\n\ntf.keras.backend.set_learning_phase(0)\n"


def test_what_only_keras3_refuses_is_found_when_the_project_moves_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A rule that has nothing to say on Keras 2 is not asked there, and so the result is one of Keras 2."""
    symbolic = "import tensorflow as tf\nx = tf.keras.Input((3,))\ny = tf.reshape(x, (-1,))\n"
    arguments = ["--format", "concise", "--cache-dir", "cache", "train.py"]
    for code in (symbolic, KERAS3_ONLY, symbolic + "tf.keras.optimizers.Adam(lr=0.1)\n"):
        write({"train.py": code, "requirements.txt": "tensorflow==2.9\n"})
        before = [main(arguments), main(arguments)]
        write({"requirements.txt": "tensorflow==2.21\n"})
        capsys.readouterr()
        assert main(arguments) == 1
        assert ("TFC808" if code is not KERAS3_ONLY else "TFC803") in capsys.readouterr().out
        assert before[0] == before[1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("setup.py", 'setup(install_requires=["tensorflow<2.16"])\n'),
        ("Dockerfile", "FROM tensorflow/tensorflow:2.9.1\n"),
        (".env", "TF_USE_LEGACY_KERAS=1\n"),
        ("launch.py", 'env["TF_USE_LEGACY_KERAS"] = "1"\n'),
        ("pkg/export.py", "import tf_keras\n"),
        ("pkg/other.py", "import tensorflow_addons\n"),
        ("requirements/base.txt", "tensorflow==2.9\n"),
        ("README.md", "pip install tensorflow==2.9\n"),
        ("Makefile", "a:\n\tTF_USE_LEGACY_KERAS=1 pytest pkg/train.py\n\tpytest pkg\n"),
    ],
)
def test_a_result_that_was_kept_is_as_old_as_its_evidence(
    name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing that the target follows from can change without its results being made anew."""
    write({"pkg/train.py": KERAS3_ONLY})
    arguments = ["--format", "concise", "--cache-dir", "cache", "pkg/train.py"]
    assert main(arguments) == main(arguments) == 1
    write({name: text})
    capsys.readouterr()
    assert main(arguments) == 0, capsys.readouterr().out
    os.remove(Path(name))
    assert main(arguments) == 1
