"""What is asked of the disk is noted: by everybody that findings may follow from."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import tflint_ckpt
from tflint_ckpt import looks
from tflint_ckpt.evidence.names import saying

PACKAGE = Path(tflint_ckpt.__file__).parent
ASKING = frozenset("exists isfile isdir lexists islink listdir scandir stat lstat walk glob iglob".split())
"""Functions that ask the disk; ``open`` besides."""
MODULES = ("os", "os.path", "entry", "glob")
ELSEWHERE = (
    *("adoption", "report", "processes", "cache", "keras_api", "fast_libcst", "completion"),
    *("write", "watch", "instead", "outputs", "command_line", "explain_pipeline", "looks"),
)
"""What comes before or after a result is found, or is part of the tool."""
NOTED_BESIDE = {
    ("files", "stat"): "what is named: looks.kind in the line above",
    ("files", "scandir"): "looks.listed",
    ("files", "open"): "looks.opened",
    ("config", "open"): "looks.opened",
    ("session", "open"): "looks.opened",
    ("evidence.text", "open"): "looks.opened",
    ("evidence.folder", "listdir"): "looks.named",
    ("evidence.project", "scandir"): "looks.listed",
    ("around.around", "stat"): "files of the run are noted when they are read, others with looks.measured",
    ("around.around", "open"): "files whose state is noted by the walk",
    ("around.around", "exists"): "only says which words need not be kept any more",
}


@pytest.fixture
def noted() -> Iterator[looks.Looks]:
    looks.begin()
    seen = looks.noted()
    assert seen is not None
    yield seen
    looks.end()


def asked() -> Iterator[tuple[str, str]]:
    """Each module that asks the disk, and by which function."""
    return ((module, name) for module, name in called() if name in ("open", *ASKING))


def called() -> Iterator[tuple[str, str]]:
    """Each module that calls ``open`` or a function of these modules, and which."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        if module.split(".")[0] in ELSEWHERE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id == "open":
                yield module, "open"
            elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in MODULES:
                yield module, node.func.attr


def test_nobody_asks_the_disk_without_a_note() -> None:
    assert {each for each in asked() if each not in NOTED_BESIDE} == set()


def test_nothing_is_noted_before_somebody_wants_it(tmp_path: Path) -> None:
    assert looks.noted() is None
    assert not looks.exists(str(tmp_path / "a"))
    assert looks.noted() is None
    assert looks.news() is None


def test_what_is_at_a_path(noted: looks.Looks, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "nowhere").symlink_to("missing")
    kinds = {"file": looks.FILE, "link": looks.FILE, "nowhere": looks.NOTHING, ".": looks.FOLDER}
    for name, kind in kinds.items():
        path = os.path.join(str(tmp_path), name)
        assert looks.kind(path) == kind
        assert looks.exists(path) == os.path.exists(path)
        assert looks.is_file(path) == os.path.isfile(path)
        assert looks.is_folder(path) == os.path.isdir(path)
        assert noted.kinds[path] == kind
    assert not looks.exists("a\0b")
    assert noted.is_steady


def test_what_is_otherwise_the_second_time_is_not_steady(noted: looks.Looks, tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    assert not looks.exists(path)
    (tmp_path / "file").write_text("")
    assert looks.exists(path)
    assert not noted.is_steady


def test_entries_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    with os.scandir(tmp_path) as entries:
        assert looks.names_of(entries) == {"file", "folder/", "link@"}


def test_what_another_process_saw_is_added(noted: looks.Looks) -> None:
    other = looks.Looks()
    other.note_state("a", (1, 2, 3, 4))
    other.note_kind("b", looks.FILE)
    other.note_names("c", frozenset(["d"]))
    other.note_chosen("e", frozenset(["f"]))
    noted.add(other)
    assert (noted.states, noted.kinds) == ({"a": (1, 2, 3, 4)}, {"b": looks.FILE})
    assert (noted.names, noted.chosen) == ({"c": frozenset("d")}, {"e": frozenset("f")})
    other.is_steady = False
    noted.add(other)
    assert not noted.is_steady


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("requirements.txt", True),
        ("my-Requirements-gpu.in", True),
        ("constraints.txt", True),
        ("Dockerfile.gpu", True),
        ("gpu.Dockerfile", True),
        ("README.md", True),
        ("INSTALL.rst", True),
        ("environment-gpu.yaml", True),
        (".github", True),
        ("Makefile", True),
        ("notes.txt", False),
        ("train.py", False),
        ("tmpab12", False),
        ("pytest-of-me", False),
    ],
)
def test_names_that_may_say_something(name: str, says: bool) -> None:
    assert saying([name]) == ([name] if says else [])
