"""The kept inputs of every target, some new ones, and whether it would notice that something is wrong."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name
from random import Random
from typing import Any

import pytest

from tests.fuzz import TARGETS, kept, load
from tests.fuzz.grammar import Grammar
from tests.fuzz.shrink import failure, shrink

KEPT = [pytest.param(name, path, id=f"{name}-{path.name}") for name in TARGETS for path in kept(name)]
NEW = 60
"""Inputs made anew for each target, the same in every run."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """CPython's parser warns of escapes and comparisons in what nobody would write."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


@pytest.mark.parametrize(("name", "path"), KEPT)
def test_what_was_kept_breaks_no_promise(name: str, path: Path) -> None:
    load(name).check(path.read_bytes())


def made(grammar: Grammar) -> Iterator[bytes]:
    """Inputs of a grammar, every other one mutated."""
    for number in range(NEW):
        random = Random(number)
        data = grammar.generate(random)
        yield grammar.mutate(data, random, 1000) if number % 2 else data


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_made_anew_breaks_no_promise(name: str) -> None:
    target = load(name)
    for data in made(target.GRAMMAR):
        target.check(data)


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_seeds(name: str) -> None:
    assert len(list(kept(name))) >= 4


PLANTED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "source": (
        "tflint_ckpt.source.Source.encode",
        lambda encode: lambda self, text: encode(self, text) + b" ",
    ),
    "suppressions": (
        "tflint_ckpt.suppress._whole_removal",
        lambda removal: lambda *where: replace(removal(*where), start=0),
    ),
    "configuration": ("tflint_ckpt.config.shown", lambda shown: lambda path: "a file"),
    "requirements": ("tflint_ckpt.evidence.requirement.line_of", lambda line_of: lambda text, item: 99),
    "options": ("tflint_ckpt.options.is_path", lambda is_path: lambda argument: True),
    "notebook": ("tflint_ckpt.notebook.editing._SHORT", lambda short: {}),
    "skeleton": (
        "tflint_ckpt.syntax.skeleton.expressions.elements",
        lambda elements: lambda lines, each: elements(lines, each[::-1]),
    ),
}
"""For each target the name that gets a defect, and the defect."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_planted_defect_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target = load(name)
    place, defect = PLANTED[name]
    monkeypatch.setattr(place, defect(resolve_name(place)))
    inputs = [*(path.read_bytes() for path in kept(name)), *made(target.GRAMMAR)]
    assert any(failure(target.check, data) for data in inputs)


WORDS = Grammar(r"""
start = <word>*;<end>? | (<start>)
word = a | \xff\x20 | \\n | <>
end = \r\n
    | .
""")


def test_a_grammar_makes_what_it_says() -> None:
    texts = {WORDS.generate(Random(number), depth=3) for number in range(300)}
    assert {b";", b"a;", b"\xff ;", b"\\n;", b";\r\n", b";.", b"(;)", b"((;))"} <= texts
    assert all(text.count(b"(") == text.count(b")") <= 3 for text in texts)
    assert WORDS.generate(Random(1)) == WORDS.generate(Random(1))


def test_a_grammar_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no end of more, start"):
        Grammar("start = <more> | x<start>\nmore = <start>\nend = .")


def test_mutations_differ_and_keep_the_limit() -> None:
    texts = {WORDS.mutate(b"a line;\r\nanother;\n", Random(number), 40) for number in range(300)}
    assert len(texts) > 100
    assert max(map(len, texts)) <= 40


def test_an_input_is_shrunk_to_what_fails() -> None:
    def check(data: bytes) -> None:
        assert not (b"x" in data and data.endswith(b"y"))

    assert shrink(check, b"a long x and a y and what is between y") == b"xy"
    assert shrink(check, b"nothing wrong") == b"nothing wrong"
