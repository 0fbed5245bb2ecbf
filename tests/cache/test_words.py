"""The words of a project's files, kept from run to run: never older than the files, and never in the way."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tflint_ckpt import runner
from tflint_ckpt.around.around import Around
from tflint_ckpt.around.words import Words, pieces
from tflint_ckpt.cache import database
from tflint_ckpt.cache.cache import Cache
from tflint_ckpt.cache.database import CacheError, WordStore
from tflint_ckpt.finding import Applicability
from tflint_ckpt.settings import Settings

TRAIN = """\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
best = tf.keras.callbacks.ModelCheckpoint("runs/best.h5", save_weights_only=True)
"""
READER = "import tensorflow as tf\n\ntf.keras.Sequential().load_weights('runs/best.h5')\n"
NO_READER = READER.replace("best", "last")
TEXTS = [
    ("open('best.h5')", "best.h5", True),
    ("open('best.h5')", "est.h", True),
    ("open('best.h5')", "best.h5'", True),
    ("open('best.h5')", "'best h5'", True),
    ("open('best.h5')", "'best h6'", False),
    ("open('best.h5')", "last.h5", False),
    ("open('7.h5')", "7.h5", True),
    ("x = 1.5", "1.5", True),
    ("x = 'é.h5'", "é.h5", True),
    ("", "best", False),
    ("anything", "", True),
]


@pytest.mark.parametrize(("text", "word", "expected"), TEXTS)
def test_the_sieve_lets_through_what_may_hold_a_word(text: str, word: str, expected: bool) -> None:
    kept, raw = Words.of(text, python=True), Words(text.encode().decode("latin-1"))
    assert all(piece in kept.tokens for piece in pieces(word)) is expected
    assert word not in text or all(piece in each.tokens for each in (kept, raw) for piece in pieces(word))


@pytest.mark.parametrize(
    ("text", "imports", "calls"),
    [
        ("from a import b", True, False),
        ("import b.c as d", True, False),
        ("x.b(1)", False, True),
        ("b(1)", False, False),
        ("import bb", False, False),
        ("from a import (\n    c,\n    b,\n)", True, False),
    ],
)
def test_imports_and_calls_are_told_apart(text: str, imports: bool, calls: bool) -> None:
    told = Words.of(text, python=True)
    assert (told.may_import("b"), told.may_call("b")) == (imports, calls)
    assert Words(text).may_import("b")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("")
    (folder / "train.py").write_text(TRAIN)
    (folder / "other.py").write_text(NO_READER)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> str:
    return str(tmp_path / "kept")


def settle(*names: str) -> None:
    """Let files be older than what may still be written without a change of their time."""
    for name in names:
        before = time.time() - 60
        os.utime(name, (before, before))


def applicability(kept: str | None) -> Applicability:
    settings = Settings()
    settings.select, settings.target = ("TFC105",), "2.21"
    cache = Cache(kept) if kept is not None else None
    [found] = runner.run(["train.py"], settings, cache=cache, jobs=1).files[0].findings
    assert found.fix is not None
    return found.fix.applicability


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files whose words were looked up."""
    read: list[str] = []
    looked_up = Around._words

    def watched(self: Around, path: str) -> object:
        read.append(os.path.basename(path))
        return looked_up(self, path)

    monkeypatch.setattr(Around, "_words", watched)
    # What was just written counts as settled, else the test would have to wait.
    monkeypatch.setattr("tflint_ckpt.around.around._SETTLED", -(10**15))
    yield read


def test_what_did_not_change_is_read_once(kept: str, reads: list[str]) -> None:
    for _ in range(2):
        assert applicability(kept) is Applicability.SAFE
    assert sorted(reads) == ["other.py", "pyproject.toml"]


def test_what_changed_is_read_again(kept: str, reads: list[str]) -> None:
    assert applicability(kept) is Applicability.SAFE
    reads.clear()
    Path("other.py").write_text(READER)
    assert applicability(kept) is Applicability.MANUAL
    assert reads == ["other.py"]
    Path("other.py").unlink()
    assert applicability(kept) is Applicability.SAFE
    Path("again.py").write_text(READER)
    assert applicability(kept) is Applicability.MANUAL
    assert reads == ["other.py", "again.py"]


def test_what_was_written_a_moment_ago_is_not_kept(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be written once more within the same tick of the clock."""
    assert applicability(kept) is Applicability.SAFE
    stat = os.stat("other.py")
    Path("other.py").write_text(READER)
    os.utime("other.py", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert applicability(kept) is Applicability.MANUAL


@pytest.mark.parametrize(
    "steps", [("other.py", READER), ("new.py", READER), ("serve.sh", "x runs/best.h5\n")]
)
def test_a_replayed_result_follows_the_files_around(
    kept: str, steps: tuple[str, str], reads: list[str]
) -> None:
    name, text = steps
    assert applicability(kept) is applicability(kept) is Applicability.SAFE
    Path(name).write_text(text)
    assert applicability(kept) is applicability(kept) is applicability(None) is Applicability.MANUAL


@pytest.mark.parametrize("column", ["tokens", "content", "path", "changed", "imports"])
@pytest.mark.parametrize("value", [b"valve", None, 7])
def test_a_damaged_row_is_none(kept: str, column: str, value: object, reads: list[str]) -> None:
    applicability(kept)
    with sqlite3.connect(os.path.join(kept, database.WORDS_NAME)) as connection:
        connection.execute(f"UPDATE OR REPLACE files SET {column} = ?", (value,))
    connection.close()
    reads.clear()
    assert applicability(kept) is Applicability.SAFE
    assert sorted(reads) == ["other.py", "pyproject.toml"]


def test_a_file_that_is_no_database_is_left_alone(kept: str) -> None:
    os.makedirs(kept)
    place = Path(kept, database.WORDS_NAME)
    place.write_bytes(b"mine")
    assert applicability(kept) is Applicability.SAFE
    assert place.read_bytes() == b"mine"
    with pytest.raises(CacheError):
        WordStore(kept).load("/project")


def test_projects_that_nobody_asks_for_are_dropped(kept: str) -> None:
    row = ((1, 2, 3), b"digest", Words("a", "", ""))
    store = WordStore(kept)
    store.store("/old", {"a.py": row}, ())
    store._today += database._MOST_DAYS + 1
    store.store("/new", {"b.py": row}, ())
    assert store.load("/old") == {}
    assert list(store.load("/new")) == ["b.py"]


def test_too_much_drops_the_other_projects(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ((1, 2, 3), b"digest", Words("a" * 100_000, "", ""))
    store = WordStore(kept)
    store.store("/old", {"a.py": row}, ())
    monkeypatch.setattr(database, "_MOST_WORD_BYTES", 1000)
    store.store("/new", {"b.py": row, "c.py": row}, ())
    store.store("/new", {}, ("b.py",))
    assert store.load("/old") == {}
    assert list(store.load("/new")) == ["c.py"]
