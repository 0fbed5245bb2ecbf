"""Which files hold a word: the index finds all that a search of all texts would."""

from __future__ import annotations

import re

import pytest

from tflint_ckpt.asking import words
from tflint_ckpt.asking.words import WordIndex
from tflint_ckpt.project_files import ProjectFiles
from tflint_ckpt.source import Source

TEXTS = {
    "a.py": "model.save('runs/best.h5')\n",
    "b.py": "bestow = 1\nh5py = 2\n",
    "c.py": "rebuild(größe)\n",
    "d.py": "",
    "e.py": "x = '{epoch:02d}-{val_loss:.2f}.h5'\n",
}


def index(texts: dict[str, str]) -> WordIndex:
    sources = {path: Source(path, text.encode()) for path, text in texts.items()}
    return WordIndex(list(sources), sources.get)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("best.h5", ["a.py", "b.py"]),  # a part of each is in ``b``
        ("best", ["a.py", "b.py"]),
        (".h5", ["a.py", "b.py", "e.py"]),
        ("build", ["c.py"]),
        ("größe", ["c.py"]),
        ("{epoch:02d}-{val_loss:.2f}", ["e.py"]),
        ("absent", []),
        ("', '", list(TEXTS)),  # no word in it
    ],
)
def test_it_leaves_out_no_file_that_holds_a_word(
    word: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_WORTH_INDEX", 0)
    found = index(TEXTS).holding(word)
    assert list(found) == expected
    assert {path for path, text in TEXTS.items() if word in text} <= set(found)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("best", ["a.py"]),
        ("h5", ["a.py", "e.py"]),
        ("build", []),
        ("größe", ["c.py"]),
        ("said", ["f.py"]),  # beside quotes that are no ASCII
        ("absent", []),
    ],
)
def test_it_leaves_out_no_file_with_a_whole_word(
    word: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_WORTH_INDEX", 0)
    texts = {**TEXTS, "f.py": "x = '“said”'\n"}
    made = index(texts)
    for _ in range(2):  # the first question makes the index
        found = made.with_word(word)
        assert {path for path, text in texts.items() if re.search(rf"\b{word}\b", text)} <= set(found)
    assert list(found) == expected


def test_words_of_one_file_of_two_and_of_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_WORTH_INDEX", 0)
    made = index({"a": "one two three", "b": "two three", "c": "other three", "d": "three one_too two"})
    there = {word: list(made.holding(word)) for word in ("one", "two", "three", "other", "one_too")}
    assert there == {
        "one": ["a", "d"],
        "two": ["a", "b", "d"],
        "three": ["a", "b", "c", "d"],
        "other": ["c"],
        "one_too": ["d"],
    }


def test_few_questions_make_no_index() -> None:
    made = index(TEXTS)
    assert all(list(made.holding(f"word{number}")) == list(TEXTS) for number in range(words._WORTH_INDEX))
    assert made.holding("word") == []


def test_a_file_that_is_rewritten_is_searched_for_its_new_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_WORTH_INDEX", 0)
    sources = {path: Source(path, text.encode()) for path, text in TEXTS.items()}
    project = ProjectFiles(list(sources), sources.get)

    def quoting() -> list[str]:
        return [each.path for each in project.quoting(re.compile("[\"']new[\"']"), "new", besides="a.py")]

    assert list(project.mentioning("new", besides="a.py")) == quoting() == []
    sources["d.py"] = Source("d.py", b"x = 'new'\n")
    project.note_rewritten("d.py")
    assert [each.path for each in project.mentioning("new", besides="a.py")] == quoting() == ["d.py"]
    assert project.news()["a.py"].read == {"d.py"}
