"""Where a name is defined that a file imports: in which file of the project, also through packages."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tests.semantics.marked import marked
from tests.semantics.python_says import written
from tflint_ckpt.semantics.calls.definitions import Definitions

FOUND = [
    ("from net import Net", "net.Net", {"net": "class Net: pass"}, "net.py:Net"),
    ("import net", "net.Net", {"net": "class Net: pass"}, "net.py:Net"),
    ("from nets.small import Net", "nets.small.Net", {"nets/small": "class Net: pass"}, "nets/small.py:Net"),
    (
        "from nets import Net",
        "nets.Net",
        {"nets/__init__": "from .small import Net", "nets/small": "class Net: pass"},
        "nets/small.py:Net",
    ),
    (
        "from nets import Net",
        "nets.Net",
        {"nets/__init__": "from .small import *", "nets/small": "class Net: pass"},
        "nets/small.py:Net",
    ),
    (
        "from nets import Net",
        "nets.Net",
        {"nets/__init__": "from nets.small import Small as Net", "nets/small": "class Small: pass"},
        "nets/small.py:Small",
    ),
    (
        "from nets import Net",
        "nets.Net",
        {"nets/__init__": "from .small import (\n    Other,\n    Net,\n)", "nets/small": "class Net: pass"},
        "nets/small.py:Net",
    ),
    ("from config import PATH", "config.PATH", {"config": "PATH: str = 'a'"}, "config.py:PATH"),
    ("from config import PATH", "config.PATH", {"config": "PATH = 'a'"}, "config.py:PATH"),
    ("from net import build", "net.build", {"src/net": "def build(): pass"}, "src/net.py:build"),
]
NOT_FOUND = [
    ("no such file", "net.Net", {"nets": "class Net: pass"}),
    ("no such name", "net.Net", {"net": "class Nets: pass"}),
    ("bound twice", "net.Net", {"net": "class Net: pass\nclass Net: pass"}),
    ("in one branch of two", "net.Net", {"net": "if a:\n    class Net: pass\nelse:\n    Net = None"}),
    ("a package that no project has a module of", "keras.Model", {"keras": "class Model: pass"}),
    ("a module of the standard library", "types.Net", {"types": "class Net: pass"}),
    ("a file that is no Python", "net.Net", {"net": "class Net pass"}),
    ("files that import from each other", "a.Net", {"a": "from b import Net", "b": "from a import Net"}),
    ("from a package that is not there", "net.Net", {"net": "from other import Net"}),
    ("within a function", "net.Net", {"net": "def f():\n    class Net: pass"}),
]


def defined(code: str, imported: str, files: dict[str, str]) -> str | None:
    """Where *imported* is defined, as ``file:name``."""
    found = Lab(code, **files).module.fact(Definitions).of(imported)
    return f"{found.module.path}:{found.binding.name}" if found is not None else None


@pytest.mark.parametrize(("code", "imported", "files", "expected"), FOUND)
def test_found(code: str, imported: str, files: dict[str, str], expected: str) -> None:
    assert defined(code, imported, files) == expected


@pytest.mark.parametrize(
    ("imported", "files"), [row[1:] for row in NOT_FOUND], ids=[row[0] for row in NOT_FOUND]
)
def test_not_found(imported: str, files: dict[str, str]) -> None:
    assert defined("import os", imported, files) is None


# ``import *`` from files of the project, and what X is then.
STARS = [
    ("from a import *\nshow(X)", {"a": "X = 1"}, "1"),
    ("from a import *\nfrom b import *\nshow(X)", {"a": "X = 1", "b": "X = 2"}, "2"),
    ("from a import *\nfrom b import *\nshow(X)", {"a": "X = 1", "b": "Y = 2"}, "1"),
    ("from a import *\nfrom b import *\nshow(X)", {"a": "X = 1", "b": "Y = 'the X'"}, "1"),
    ("from a import *\nfrom b import *\nshow(X)", {"a": "X = 1", "b": "X = 2\nX = 3"}, "?"),
    ("from a import *\nfrom b import *\nshow(X)", {"a": "X = 1", "b": "__all__ = ['Y']\nX = 2"}, "1"),
    ("from a import *\nfrom b import *\nshow(X)", {"a": "X = 1", "b": "__all__ = ['X']\nX = 2"}, "2"),
    ("from a import *\nfrom b import *\nshow(X)", {"a": "X = 1", "b": "__all__ = names()\nX = 2"}, "2"),
    (
        "from a import *\nfrom b import *\nshow(X)",
        {"a": "X = 1", "b": "__all__ = ['Y']\n__all__.append('X')\nX = 2"},
        "2",
    ),
    ("from a import *\nfrom numpy import *\nshow(X)", {"a": "X = 1"}, "?"),
    ("from a import *\nshow(_X)", {"a": "_X = 1"}, "?"),
    ("from a import *\nshow(_X)", {"a": "__all__ = ['_X']\n_X = 1"}, "1"),
    ("from a import *\nshow(X)", {"a": "from b import *", "b": "X = 1"}, "1"),
    ("from a import *\nshow(X)", {"a": "from b import *", "b": "__all__ = []\nX = 1"}, "?"),
    ("from a import *\nshow(X)", {"a": "from b import *\nfrom numpy import *", "b": "X = 1"}, "?"),
    ("from a import *\nshow(X)", {"a": "from b import *\nfrom c import *", "b": "X = 1", "c": "X = 2"}, "2"),
]


@pytest.mark.parametrize(("code", "files", "expected"), STARS)
def test_star_imports(code: str, files: dict[str, str], expected: str) -> None:
    facts, node = marked(code, **files)
    assert written(facts.evaluate(node)) == expected
