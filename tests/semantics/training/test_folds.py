"""Loops over folds, and which rows of a fold something is made of."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.folds import folds_of, rows_of

HEAD = "import sklearn.model_selection as ms\nfrom tqdm import tqdm\n"

# The head of a loop, with what stands before it, and the variables for the rows of a fold.
LOOPS: list[tuple[str, tuple[str, str] | None]] = [
    ("for a, b in ms.KFold(5).split(x):", ("a", "b")),
    ("for a, b in ms.RepeatedStratifiedKFold().split(x, y):", ("a", "b")),
    ("for n, (a, b) in enumerate(ms.GroupKFold().split(x, y, g), 1):", ("a", "b")),
    ("for n, (a, b) in tqdm(enumerate(ms.KFold().split(x))):", ("a", "b")),
    ("k = ms.KFold()\ns = list(k.split(x))\nfor [a, b] in s:", ("a", "b")),
    ("k = ms.KFold() if few else ms.StratifiedKFold()\nfor a, b in k.split(x):", ("a", "b")),
    ("n = 3\nfor a, b in ms.ShuffleSplit(n).split(x):", ("a", "b")),
    ("for a, b in ms.GroupShuffleSplit(test_size=0.5).split(x):", ("a", "b")),
    ("for a, b in ms.ShuffleSplit(1).split(x):", None),
    ("for a, b in ms.ShuffleSplit(n_splits=n).split(x):", None),
    ("for a, b in ms.KFold(*given).split(x):", None),
    ("for a, b in ms.TimeSeriesSplit().split(x):", None),
    ("k = ms.KFold() if few else other\nfor a, b in k.split(x):", None),
    ("for a in ms.KFold().split(x):", None),
    ("for a, a in ms.KFold().split(x):", None),
    ("for n, a in enumerate(ms.KFold().split(x)):", None),
    ("for a, b in list(ms.KFold().split(x))[:1]:", None),
    ("for a, b in zip(ms.KFold().split(x), y):", None),
    ("for a, b in ms.KFold():", None),
    ("s = ms.KFold().split(x)\ns = s[1:]\nfor a, b in s:", None),
    # of a list that is read by others as well; of one that is changed, or an iterator that is used up
    ("s = list(ms.KFold().split(x))\nprint(len(s), s[0])\nfor a, b in s:", ("a", "b")),
    ("s = list(ms.KFold().split(x))\nd = [c for c in s]\nfor a, b in s:", ("a", "b")),
    ("s = list(ms.KFold().split(x))\ndel s[1:]\nfor a, b in s:", None),
    ("s = list(ms.KFold().split(x))\ns[:] = s[:1]\nfor a, b in s:", None),
    ("s = list(ms.KFold().split(x))\ns.pop()\nfor a, b in s:", None),
    ("s = list(ms.KFold().split(x))\nt = s\nt.pop()\nfor a, b in s:", None),
    ("s = list(ms.KFold().split(x))\ns *= 0\nfor a, b in s:", None),
    ("s = list(ms.KFold().split(x))\nshorten(s)\nfor a, b in s:", None),
    ("s = ms.KFold(2).split(x)\nnext(s)\nfor a, b in s:", None),
    ("s = ms.KFold(2).split(x)\nprint(len(list(s)))\nfor a, b in s:", None),
]


@pytest.mark.parametrize(("code", "names"), LOOPS)
def test_loops(code: str, names: tuple[str, str] | None) -> None:
    inside = module(f"{HEAD}{code}\n    pass\n")
    (loop,) = (node for node in inside.facts.parents if isinstance(node, cst.For))
    found = folds_of(inside, loop)
    assert (found and tuple(name.value for name in found.targets)) == names


# What stands in the loop over the rows a and b; the last is what is looked at.
ROWS = [
    ("x[a]", "a"),
    ("x.iloc[b].values", "b"),
    ("f(x[a], y[b])", "ab"),
    ("x.a + f(a=1)", ""),
    ("c = x[a]; c = c / 2; c", "a"),
    ("c, d = x[a], x[b]; d", "b"),
    ("c, d = f(a, b); d", "ab"),
    ("c = [x[i] for i in a]; c", "a"),
    ("outer", ""),
    ("make(len(a))", ""),
    ("x[:len(a)]", ""),
]


@pytest.mark.parametrize(("code", "rows"), ROWS)
def test_rows(code: str, rows: str) -> None:
    inside = module(f"{HEAD}outer = a = 3\nfor a, b in ms.KFold().split(x):\n    {code}\n")
    (loop,) = (node for node in inside.facts.parents if isinstance(node, cst.For))
    folds = folds_of(inside, loop)
    assert folds is not None
    (*_, last) = (node for node in inside.facts.parents if isinstance(node, cst.Expr))
    assert isinstance(last, cst.Expr)
    assert {name.value for name in rows_of(inside, folds, last.value, ())} == set(rows)


ARRAYS = [("x[a]", {"x"}), ("x.iloc[a, 0] + self.y[a]", {"x", "self.y"}), ("f(x[a], a)", {"x", ""})]


@pytest.mark.parametrize(("code", "arrays"), ARRAYS)
def test_arrays(code: str, arrays: set[str]) -> None:
    inside = module(f"{HEAD}for a, b in ms.KFold().split(x):\n    {code}\n")
    (loop,) = (node for node in inside.facts.parents if isinstance(node, cst.For))
    folds = folds_of(inside, loop)
    (*_, last) = (node for node in inside.facts.parents if isinstance(node, cst.Expr))
    assert folds is not None and isinstance(last, cst.Expr)
    assert list(rows_of(inside, folds, last.value, ()).values()) == [arrays]
