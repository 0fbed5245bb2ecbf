"""Which folders a project ships: the fact, whichever files the run was given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tflint_ckpt import files
from tflint_ckpt.around import around
from tflint_ckpt.around.around import Around
from tflint_ckpt.processes.wire_result import WireResult
from tflint_ckpt.session import Session
from tflint_ckpt.settings import Settings


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is no project yet."""
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def write(texts: Mapping[str, str]) -> None:
    """Files in the current folder, by their paths."""
    for name, text in texts.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def around_of(*named: str) -> Around:
    """The projects of these files, nothing kept."""
    return Around(named, lambda path, data: data.decode(), None)


def ships(folder: str, path: str, *named: str) -> bool:
    """What is said in a run over *named*, or over *path* alone; the same with absolute paths."""
    named = named or (path,)
    said = around_of(*named).ships(folder, path)
    assert around_of(*(str(Path(each).absolute()) for each in named)).ships(folder, path) is said
    return said


def test_folders_with_files_and_those_above_them() -> None:
    write({"a/b/c.bin": "", "a/x/.gitkeep": "", "d.bin": "", "e/.gitignore": "*", "e/f.bin": ""})
    Path("g").mkdir()
    found: dict[str, object] = {}
    files.tracked(".", lambda name: name == "c.bin", most=100, shipped=found)  # type: ignore[arg-type]
    assert set(found) == {"", "a/b/", "a/x/"}
    write({"a/m.keras": "", "e/m.h5": "", "m.hdf5": ""})
    files.tracked(".", lambda name: name == "c.bin", most=100, shipped=found)  # type: ignore[arg-type]
    assert set(found) == {"", "a/", "a/b/", "a/x/", "a/m.keras", "m.hdf5"}
    write({"train.py": ""})
    assert [each for each in ("a", "a/b", "a/x", "a/y", "d.bin", "e", "g") if ships(each, "train.py")] == [
        "a",
        "a/b",
        "a/x",
    ]


def test_files_of_models() -> None:
    write(
        {
            "pyproject.toml": "",
            ".gitignore": "*.h5\n",
            "m.keras": "",
            "m.h5": "",
            "m.bin": "",
            "a/n.keras": "",
        }
    )
    write({"train.py": "", "a/train.py": ""})
    assert [
        each for each in ("m.keras", "m.h5", "m.bin", "a/n.keras", "n.keras") if ships(each, "train.py")
    ] == [
        "m.keras",
        "a/n.keras",
    ]
    assert ships("n.keras", "a/train.py")
    assert ships("m.keras", "a/train.py")


def test_without_git_what_is_listed_counts_as_well() -> None:
    write({"pyproject.toml": "", "weights/first.h5": "", "out/.gitignore": "*", "pkg/train.py": ""})
    assert ships("weights", "pkg/train.py")
    assert not ships("out", "pkg/train.py")


def test_without_any_marker_only_what_is_below_the_file() -> None:
    write({"weights/a.h5": "", "sub/train.py": "", "sub/runs/a.h5": "", "train.py": ""})
    write({"theirs/setup.py": ""})
    for named in (("sub/train.py",), ("sub/train.py", "train.py"), ("theirs/setup.py", "sub/train.py")):
        assert ships("runs", "sub/train.py", *named)
        assert not ships("weights", "sub/train.py", *named)
        assert not ships("../weights", "sub/train.py", *named)
    for named in (("train.py",), ("theirs/setup.py", "train.py")):
        assert ships("weights", "train.py", *named)
        assert not ships("theirs", "train.py", *named)


def test_another_project_does_not_count() -> None:
    write({"one/.git/HEAD": "", "one/train.py": "", "two/.git/HEAD": "", "two/weights/a.h5": ""})
    write({"two/train.py": ""})
    for named in (("one/train.py",), ("one/train.py", "two/train.py")):
        assert not ships("../two/weights", "one/train.py", *named)
        assert not ships("weights", "one/train.py", *named)
    assert ships("weights", "two/train.py", "one/train.py", "two/train.py")


def test_a_file_that_git_ignores_has_its_folder_and_its_project() -> None:
    write({".git/HEAD": "", ".gitignore": "scratch/\n", "scratch/train.py": "", "scratch/out/x.txt": ""})
    write({"weights/.gitkeep": "", "train.py": ""})
    for named in (("scratch/train.py",), ("scratch/train.py", "train.py")):
        assert ships("weights", "scratch/train.py", *named)
        assert ships("out", "scratch/train.py", *named)
    for named in (("train.py",), ("scratch/train.py", "train.py")):
        assert not ships("scratch/out", "train.py", *named)


def test_below_the_home_of_the_user_nothing_is_shipped(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(place))
    write({"train.py": "", "weights/a.h5": "", ".git/HEAD": ""})
    assert not ships("weights", "train.py")


def test_of_too_many_files_no_folder_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"train.py": "", "pyproject.toml": "", "weights/a.h5": ""})
    assert ships("weights", "train.py")
    monkeypatch.setattr(around, "MOST_ENTRIES", 3)
    assert not ships("weights", "train.py")


def test_no_file_is_read_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Around, "_found", None)
    write({"train.py": "", "pyproject.toml": "", "weights/notes.txt": ""})
    assert ships("weights", "train.py")


@pytest.mark.parametrize("name", ["digest", "folder_digest"])
def test_the_digests_follow_folders(name: str) -> None:
    def digest() -> bytes:
        made: bytes = getattr(around_of("train.py"), name)
        return made

    write({"train.py": "", "pyproject.toml": "", "weights/.gitkeep": ""})
    first = digest()
    write({"weights/.gitignore": "*.h5\n"})
    Path("weights/.gitignore").unlink()
    write({"weights/a.bin": "", "b.bin": ""})
    assert digest() == first
    write({"weights/best/.gitkeep": ""})
    assert digest() != first
    Path("weights/best/.gitkeep").unlink()
    assert digest() == first


def test_nothing_is_walked_where_every_folder_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Around, "_walks", None)
    code = "import os, keras\nos.makedirs('weights')\nkeras.callbacks.ModelCheckpoint('weights/m.keras')\n"
    write({"train.py": code, "pyproject.toml": ""})
    settings = Settings()
    settings.select = ("TFC102", "TFC511")
    session = Session(["train.py"], settings)
    result = session.lint_file("train.py")
    assert (result.findings, result.problems, result.asks_folders) == ([], [], False)


@pytest.mark.parametrize("shipped", [True, False])
def test_what_hangs_on_a_folder_is_noted(shipped: bool) -> None:
    code = "import keras\nkeras.callbacks.ModelCheckpoint('weights/m.keras')\n"
    write({"train.py": code, "pyproject.toml": "", **({"weights/.gitkeep": ""} if shipped else {})})
    settings = Settings()
    settings.select = ("TFC102",)
    session = Session(["train.py"], settings)
    result = session.lint_file("train.py")
    # Where the folder is not there, other files are asked whether they make it.
    assert (len(result.findings), result.is_self_contained) == ((0, True) if shipped else (1, False))
    assert result.asks_folders
    assert WireResult(result).receive(session).asks_folders  # from another process, too
