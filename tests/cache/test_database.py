"""The file results are kept in: whatever is found in its place, runs go on and nothing of others is lost."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tflint_ckpt.cache import database
from tflint_ckpt.cache.database import CacheError, ResultStore

KEY, OTHER_KEY = b"k" * 16, b"j" * 16


def rows(count: int, size: int = 10) -> list[tuple[bytes, bytes, bytes]]:
    return [(number.to_bytes(16, "big"), b"", os.urandom(size)) for number in range(count)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a cache that knows one result."""
    ResultStore(str(tmp_path / "cache")).store([(KEY, b"others", b"value")])
    return tmp_path / "cache"


def known(folder: Path) -> dict[bytes, tuple[bytes, bytes]]:
    return ResultStore(str(folder)).look_up([KEY, OTHER_KEY])


def test_what_is_stored_is_found(folder: Path) -> None:
    assert known(folder) == {KEY: (b"others", b"value")}
    ResultStore(str(folder)).store([(KEY, b"", b"new"), (OTHER_KEY, b"", b"")])
    assert known(folder) == {KEY: (b"", b"new"), OTHER_KEY: (b"", b"")}


def test_more_than_one_statement_takes(tmp_path: Path) -> None:
    stored = rows(2 * database._MOST_VARIABLES + 1)
    kept = ResultStore(str(tmp_path))
    kept.store(stored)
    assert kept.look_up([key for key, _, _ in stored]) == {key: tuple(rest) for key, *rest in stored}


def test_looking_up_makes_no_file(tmp_path: Path) -> None:
    assert ResultStore(str(tmp_path / "cache")).look_up([KEY]) == {}
    assert not (tmp_path / "cache").exists()


def test_git_leaves_a_folder_of_ours_alone(folder: Path) -> None:
    assert (folder / ".gitignore").read_text() == "*\n"
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", database.RESULTS_NAME]


def test_a_folder_that_was_there_is_left_as_it_is(tmp_path: Path) -> None:
    ResultStore(str(tmp_path)).store(rows(1))
    assert [path.name for path in tmp_path.iterdir()] == [database.RESULTS_NAME]


def foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE results (key)")
    connection.close()


def foreign_application(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 7")
    connection.close()


def damaged_foreign_database(path: Path) -> None:
    foreign_database(path)
    path.write_bytes(path.read_bytes()[:2000])


FOREIGN: dict[str, Callable[[Path], object]] = {
    "a text": lambda path: path.write_text("precious\n" * 1000),
    "a short text": lambda path: path.write_text("x"),
    "a database of somebody": foreign_database,
    "an empty database of somebody": foreign_application,
    "a damaged database of somebody": damaged_foreign_database,
}


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
def test_what_is_not_ours_is_left_alone(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / database.RESULTS_NAME
    make(path)
    before = path.read_bytes()
    for action in (lambda kept: kept.look_up([KEY]), lambda kept: kept.store(rows(1))):
        with pytest.raises(CacheError, match="somebody else's file"):
            action(ResultStore(str(tmp_path)))
    assert path.read_bytes() == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scribble(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))


def drop(path: Path) -> None:
    with sqlite3.connect(path) as connection:  # some tool did
        connection.execute("DROP TABLE results")
    connection.close()


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, scribble, drop, empty])
def test_a_damaged_one_of_ours_is_begun_anew(folder: Path, damage: Callable[[Path], object]) -> None:
    ResultStore(str(folder)).store(rows(50, 1000))
    damage(folder / database.RESULTS_NAME)
    assert known(folder) == {}
    ResultStore(str(folder)).store([(KEY, b"", b"again")])
    ResultStore(str(folder)).store([(KEY, b"", b"again")])
    assert known(folder) == {KEY: (b"", b"again")}


@pytest.mark.parametrize("value", [b"valve", "value", "v\xe4lue", None, 7])
def test_a_damaged_result_is_none(folder: Path, value: object) -> None:
    with sqlite3.connect(folder / database.RESULTS_NAME) as connection:
        connection.execute("UPDATE results SET value = ?, others = ?", (value, value))
    connection.close()
    assert known(folder) == {}


def test_another_run_is_not_waited_for_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_SECONDS_TO_WAIT", 0.05)
    other = sqlite3.connect(folder / database.RESULTS_NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CacheError, match="locked"):
        known(folder)
    with pytest.raises(CacheError, match="locked"):
        ResultStore(str(folder)).store(rows(1))
    other.close()
    assert known(folder) == {KEY: (b"others", b"value")}


def test_a_run_that_is_killed_while_it_stores_costs_what_it_stored(folder: Path) -> None:
    for seconds in (0.0, 0.01, 0.02, 0.05):
        process = multiprocessing.get_context("spawn").Process(target=_store_for_ever, args=(str(folder),))
        process.start()
        while not (folder / "begun").exists():
            time.sleep(0.01)
        time.sleep(seconds)
        process.kill()
        process.join()
        (folder / "begun").unlink()
        assert known(folder) == {KEY: (b"others", b"value")}
        ResultStore(str(folder)).store(rows(1))


def _store_for_ever(folder: str) -> None:
    kept = ResultStore(folder)
    while True:
        kept.store([(os.urandom(16), b"", os.urandom(2000)) for _ in range(300)])
        Path(folder, "begun").touch()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheError, match="file"):
        ResultStore(str(tmp_path / "file" / "cache")).store(rows(1))


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / database.RESULTS_NAME).mkdir()
    with pytest.raises(CacheError, match="Is a directory"):
        known(tmp_path)
    assert (tmp_path / database.RESULTS_NAME).is_dir()


def test_what_nobody_asked_for_in_a_month_is_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = ResultStore(str(folder))
    later.store([(OTHER_KEY, b"", b"")])
    later._today += database._MOST_DAYS
    assert set(later.look_up([KEY])) == {KEY}
    later.store([])
    assert set(known(folder)) == {KEY, OTHER_KEY}
    later._today += 1
    later.store(rows(1))
    assert set(known(folder)) == {KEY}


def test_there_is_a_bound_to_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_MOST_RESULT_BYTES", 200_000)
    kept = ResultStore(str(tmp_path))
    for _ in range(20):
        kept.store([(os.urandom(16), b"", os.urandom(1000)) for _ in range(50)])
    assert os.path.getsize(tmp_path / database.RESULTS_NAME) < 260_000


def test_what_was_asked_for_last_goes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = rows(90, 1000)
    kept = ResultStore(str(tmp_path))
    kept.store(stored)
    kept._today += 1
    recent = [key for key, _, _ in stored[:45]]
    kept.look_up(recent)
    monkeypatch.setattr(database, "_MOST_RESULT_BYTES", 1000)
    kept.store([])
    assert set(kept.look_up([key for key, _, _ in stored])) == set(recent)
