"""Who imports a module, from the import statements of a project."""

from __future__ import annotations

import pytest

from tflint_ckpt.asking import imports
from tflint_ckpt.asking.imports import Importers, may_import, parts, stem
from tflint_ckpt.source import Source

MODULES = ["a/utils.py", "b/utils.py", "utils.py", "a/__init__.py", "src/pkg/utils.py"]

STATEMENTS = [
    # the file, what it says, and the modules among MODULES from which it imports ``build``
    ("a/train.py", "from utils import build", {"a/utils.py"}),
    ("c/train.py", "from utils import build", {"a/utils.py", "b/utils.py", "utils.py", "src/pkg/utils.py"}),
    ("train.py", "from utils import build", {"utils.py"}),
    ("train.py", "from a.utils import build", {"a/utils.py"}),
    ("c/train.py", "from a.utils import build", {"a/utils.py"}),
    ("train.py", "from a.utils import other", set()),
    ("train.py", "from a.utils import *", {"a/utils.py"}),
    ("train.py", "import a.utils", {"a/utils.py"}),
    ("train.py", "import os, b.utils as u", {"b/utils.py"}),
    ("train.py", "from a import (\n    utils,\n)", {"a/utils.py"}),
    ("a/train.py", "from .utils import build", {"a/utils.py"}),
    ("a/sub/train.py", "from ..utils import build", {"a/utils.py"}),
    ("a/train.py", "from . import utils", {"a/utils.py"}),
    ("c/train.py", "from .utils import build", set()),
    ("c/train.py", "from a import build", {"a/__init__.py"}),
    ("c/train.py", "from pkg.utils import build", {"src/pkg/utils.py"}),
    ("c/train.py", "x = 'utils build'", set()),
    ("c/train.py", "from utilities import build", set()),
]


def files(path: str, text: str) -> dict[str, Source]:
    texts = {**dict.fromkeys(MODULES, "def build(): ..."), path: text}
    return {each: Source(each, text.encode()) for each, text in texts.items()}


@pytest.mark.parametrize(("path", "text", "expected"), STATEMENTS)
def test_the_index_and_the_search_of_one_text_say_the_same(path: str, text: str, expected: set[str]) -> None:
    sources = files(path, text)
    index = Importers(list(sources), sources.get, sources.__contains__)
    assert {module for module in MODULES if path in index.of(module, "build")} == expected
    holds = sources.__contains__
    assert {each for each in MODULES if may_import(path, text, each, "build", holds)} == expected


def test_many_files_of_one_name_are_not_looked_through_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        f"p{number}/{name}.py": f"from {dots}utils import build"
        for number in range(100)
        for name, dots in (("train", "."), ("test", ""))
    }
    texts |= {f"p{number}/utils.py": "" for number in range(100)}
    sources = {path: Source(path, text.encode()) for path, text in texts.items()}
    index = Importers(list(sources), sources.get, sources.__contains__)
    looked_at: list[object] = []
    real = imports._imports
    monkeypatch.setattr(imports, "_imports", lambda *values: looked_at.append(values) or real(*values))
    for number in range(100):
        assert index.of(f"p{number}/utils.py", "build") == [f"p{number}/test.py", f"p{number}/train.py"]
    assert len(looked_at) == 200


@pytest.mark.parametrize(
    ("path", "expected", "last"),
    [
        ("a/b.py", ["a", "b"], "b"),
        ("./a/b.py", ["a", "b"], "b"),
        ("a/__init__.py", ["a"], "a"),
        ("/x/a.py", ["x", "a"], "a"),
        ("__init__.py", [], ""),
    ],
)
def test_the_name_of_a_module(path: str, expected: list[str], last: str) -> None:
    assert (parts(path), stem(path)) == (expected, last)
