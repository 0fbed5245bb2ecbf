"""Which statements a notebook shows the value of."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module, target_of
from tests.notebook.made import notebook
from tflint_ckpt.project import Project
from tflint_ckpt.semantics.datasets.shown import is_shown
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.target import Targets


def cells(*texts: str) -> Module:
    source = notebook(*texts)
    targets = Targets(target_of("keras3"))
    return Project([source.path], {source.path: source}.get, lambda source: targets).parse(source)


def shown(facts: Module) -> str:
    every = facts.facts.every(cst.Expr)
    return " ".join(facts.text(each.value) for each in every if is_shown(facts, each))


NOTEBOOKS = [
    (["a"], "a"),
    (["a\nb"], "b"),
    (["a", "b"], "a b"),
    (["a; b", "c"], "b c"),
    (["a\n# the end", "b"], "a b"),
    (["x = 1\na\n", "b\nx = 2"], "a"),
    (["for x in y:\n    a", "b"], "b"),
    (["if x:\n    a"], ""),
    (["def f():\n    a"], ""),
]


@pytest.mark.parametrize(("texts", "expected"), NOTEBOOKS)
def test_cells(texts: list[str], expected: str) -> None:
    assert shown(cells(*texts)) == expected


SCRIPTS = [
    ("a\nb\n", ""),
    ("# %%\na\n# %%\nb\n", "a b"),
    ("#%%\na\nb\n", "b"),
    ("# In[1]:\na\nx = 1\n# In[2]:\nb\n", "b"),
    ("# COMMAND ----------\na\n", "a"),
    ("# In the end\na\n", ""),
    ("a\n", ""),
]


@pytest.mark.parametrize(("code", "expected"), SCRIPTS)
def test_scripts(code: str, expected: str) -> None:
    assert shown(module(code)) == expected
