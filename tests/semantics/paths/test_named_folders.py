"""Folders as they are compared across the functions of a module."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.named_folders import NamedFolders
from tflint_ckpt.semantics.values.kinds import Text

# The paths of two calls of ``show``, and whether they are surely in one folder.
PAIRS = [
    ("'a/x.h5'", "'./a//y.h5'", True),
    ("'a/x.h5'", "'b/x.h5'", False),
    ("'x.h5'", "'y.h5'", True),
    ("f'{RUN}/x.h5'", "f'{RUN}/y.h5'", True),
    ("f'{RUN}/x.h5'", "f'{OTHER}/x.h5'", False),
    ("f'{made()}/x.h5'", "f'{made()}/{RUN}/x.h5'", False),
    ("'a/{epoch}/x.h5'", "'a/{epoch}/y.h5'", False),  # nobody can say which
    ("'a\\\\b/x.h5'", "'a\\\\b/x.h5'", False),
]

CLASS = """
class Trainer:
    def __init__(self, folder):
        self.folder = folder
        {}
    def one(self):
        show(f"{{self.folder}}/x.h5")
    def other(self):
        show(f"{{self.{}}}/y.h5")
"""
IN_CLASSES = [
    (CLASS.format("pass", "folder"), True),
    (CLASS.format("self.kept = made()", "kept"), False),
    (CLASS.format("self.folder = made()", "folder"), False),  # which of the two
]


def are_one(code: str) -> bool:
    facts = module("import os\nRUN = os.environ['RUN']\nOTHER = os.environ['OTHER']\n" + code)
    paths = [facts.only(call.args[0].value) for call in calls(facts, "show")]
    one, other = (facts.fact(NamedFolders).split(path)[0] for path in paths if isinstance(path, Text))
    return one is not None and one == other


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_of_one_folder(one: str, other: str, expected: bool) -> None:
    assert are_one(f"show({one})\nshow({other})") is expected


@pytest.mark.parametrize(("code", "expected"), IN_CLASSES)
def test_in_the_methods_of_a_class(code: str, expected: bool) -> None:
    assert are_one(code) is expected


def test_a_folder_itself() -> None:
    facts = module("show('a/b/')")
    path = facts.only(calls(facts, "show")[0].args[0].value)
    assert isinstance(path, Text)
    assert facts.fact(NamedFolders).of(path) == "a/b"
    assert facts.fact(NamedFolders).split(path) == ("a/b", "")
