"""Facts that span files: searches in the texts of the run."""

from __future__ import annotations

import ast
import re

import pytest

from tests.lint import RELEASES, target_of
from tflint_ckpt import gate
from tflint_ckpt.project import Project
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.source import Source
from tflint_ckpt.target import Target, Targets


def project(**texts: str) -> Project:
    """A project of files with these texts, by the names of the files without their suffix."""
    sources = {f"{name}.py": Source(f"{name}.py", text.encode()) for name, text in texts.items()}
    return Project(tuple(sources), sources.get, lambda source: Target((RELEASES["2.21"],), "test"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 'best.h5'", True),
        ("x = 'best.h5'\n", True),
        ("a\nb.h5 'best.h5'\nc", True),
        ("mybest.h5\nx.h5\nbest.h5", True),
        ("best.h5py\nmybest.h5", False),
        ("best\n.h5", False),
        ("best.keras", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("word", [".h5", "best", "best.h5"])
def test_a_line_that_matches(text: str, word: str, expected: bool) -> None:
    pattern = re.compile(r"(?<![\w.-])best\.h5(?!\w)")
    files = project(one=text, other="best.h5")
    found = [source.path for source in files.matching(pattern, word, besides="other.py")]
    assert found == (["one.py"] if expected else [])
    assert bool(pattern.search(text)) is expected


@pytest.mark.parametrize(
    "text", ["x = " + " and ".join("a" * 100_000), "x = (", "x = [" + "1, " * 160_000 + "]"]
)
def test_what_is_not_linted_itself_gives_no_facts_to_others(text: str) -> None:
    """LibCST's parser would end the process, or take minutes."""
    assert project().module(Source("deep.py", text.encode())) is None


def test_who_watches_knows_of_a_file_before_any_parser_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text may end the process that parses it, and CPython's parser is the first."""
    events: list[str] = []
    files = project()
    files.watch = lambda path, begins: events.append(f"{'begin' if begins else 'end'} {path}")
    parse = gate.parse

    def watched_parse(text: str, path: str) -> ast.Module:
        events.append("parse")
        return parse(text, path)

    monkeypatch.setattr(gate, "parse", watched_parse)
    assert files.module(Source("a.py", b"x = (")) is None
    assert events == ["begin a.py", "parse", "end a.py"]


def test_a_fact_from_another_file_does_not_outlive_its_text() -> None:
    texts = {"train.py": "from config import PATH\nx = PATH\n", "config.py": "PATH = 'a.h5'\n"}
    sources = {path: Source(path, text.encode()) for path, text in texts.items()}
    targets = Targets(target_of("keras3"), forced=True)
    every = Project(sorted(sources), sources.get, lambda source: targets)
    assert shown(every.parse(sources["train.py"])) == ["a.h5"]
    sources["config.py"] = Source("config.py", b"PATH = 'b.keras'\n")
    every.drop_dependents()
    assert shown(every.parse(sources["train.py"])) == ["b.keras"]


def shown(module: Module) -> list[str | None]:
    """The texts that the variable ``x`` may be."""
    (binding,) = module.facts.module.bindings["x"]
    assert binding.value is not None
    return [value.literal for value in module.evaluate(binding.value) if isinstance(value, Text)]
