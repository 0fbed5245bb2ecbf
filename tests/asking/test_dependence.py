"""Which files were told something else, once a file has another text."""

from __future__ import annotations

import pytest

from tflint_ckpt.asking.asked import Asked
from tflint_ckpt.asking.dependence import Dependence
from tflint_ckpt.asking.search import CALLED, IMPORTED, QUOTED, WORD, Search
from tflint_ckpt.result import FileResult
from tflint_ckpt.source import Source

BEFORE = "model.save('best.h5')\nimport a\n"


def result(path: str, *, read: str = "", followed: str = "", search: Search | None = None) -> FileResult:
    asked = Asked()
    asked.read, asked.followed = set(read.split()), set(followed.split())
    asked.found = {search: set()} if search is not None else {}
    found = FileResult(path, None, None)
    found.is_self_contained, found.asked = False, {path: asked}
    return found


def told(now: str, *results: FileResult) -> set[str]:
    before, after = (Source("changed.py", text.encode()) for text in (BEFORE, now))
    return Dependence(results).told_of(before, after)


@pytest.mark.parametrize(
    ("search", "now", "is_told"),
    [
        (Search(WORD, "best"), "model.save('last.h5')", True),
        (Search(WORD, "model"), "model.save('last.h5')", False),
        (Search(WORD, "last"), "model.save('last.h5')", True),
        (Search(QUOTED, "h5", r"best\.h5['\"]"), "model.save('best.keras')", True),
        (Search(QUOTED, "keras", r"last\.keras['\"]"), "model.save('best.keras')", False),
        (Search(CALLED, "save"), "model.save_weights('best.h5')", True),
        (Search(CALLED, "fit"), "model.save_weights('best.h5')", False),
        # The index of imports is made once.
        (Search(IMPORTED, "a", "a.py"), "model.save('best.h5')", False),
    ],
)
def test_a_search_counts_where_it_finds_something_else(search: Search, now: str, is_told: bool) -> None:
    assert told(now, result("other.py", search=search)) == ({"other.py"} if is_told else set())


def test_whoever_read_the_file_is_told_and_who_follows_that_one() -> None:
    results = [
        result("reader.py", read="changed.py"),
        result("follower.py", read="reader.py", followed="reader.py"),
        result("changed.py", read="reader.py"),
        result("other.py", read="reader.py"),
    ]
    assert told("", *results) == {"reader.py", "follower.py"}


@pytest.mark.parametrize(
    ("path", "word", "has", "is_told"),
    [
        ("changed.py", "best", True, True),
        ("changed.py", "best", False, False),
        ("changed.py", "last", False, True),
        ("changed.py", "save", True, False),
        ("another.py", "best", True, False),
    ],
)
def test_a_question_about_one_file_counts_where_its_answer_is_another(
    path: str, word: str, has: bool, is_told: bool
) -> None:
    asker = result("other.py")
    asker.asked["other.py"].told[path, Search(WORD, word)] = has
    assert told("model.save('last.h5')", asker) == ({"other.py"} if is_told else set())


def test_of_a_file_that_asked_nobody_knows_what_all_counts() -> None:
    unknown = FileResult("unknown.py", None, None)
    unknown.is_self_contained = False
    assert told("", unknown, FileResult("alone.py", None, None)) == {"unknown.py"}
