"""LibCST with its nodes only is LibCST in all that the linter uses; a surprise gives the whole of it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import libcst
import pytest

import tflint_ckpt
from tflint_ckpt.fast_libcst.finder import _KNOWN, Finder, install
from tflint_ckpt.fast_libcst.identity import is_identity
from tflint_ckpt.fast_libcst.standins import _literal_eval

HERE = Path(__file__).parent
PACKAGE = Path(tflint_ckpt.__file__).parent
FILES = (
    *("cli.py", "linter.py", "semantics/code.py", "semantics/module.py", "syntax/walk.py", "edits.py"),
    *("notebook/magics.py", "keras_api/reader.py", "evidence/setup_py.py", "fast_libcst/standins.py"),
)


def printed(code: str) -> list[str]:
    """The lines that a new interpreter prints when it runs *code*."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_same_classes_and_trees() -> None:
    files = [str(PACKAGE / name) for name in FILES]

    def said(*options: str) -> list[str]:
        command = [sys.executable, str(HERE / "said.py"), *options, *files]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout.splitlines()

    fast, whole = said("--fast"), said()
    assert len(fast) > 250
    for ours, theirs in zip(fast, whole, strict=True):
        assert ours == theirs


@pytest.mark.parametrize(
    "literal",
    [
        *("'a'", '"a"', "''", "'it\"s'", "'ü'", r"'\n'", r"'\''", "'''a'''", '""""""'),
        *("'a' 'b'", "r'a'", "b'a'"),
        *("0", "7", "1024", "1_000", "0x10", "0o17", "00", "1e3", "2.5", "1j", "123456789012345678901234"),
    ],
)
def test_literals_mean_what_python_reads(literal: str) -> None:
    read, means = _literal_eval(literal), ast.literal_eval(literal)
    assert (type(read), read) == (type(means), means)


STATE = """
import sys
import libcst as cst
print(getattr(cst, "_nodes_only", False), hasattr(cst, "CSTTransformer"))
print(type(cst.Name) is type, cst.Name.__hash__ is object.__hash__, cst.Name.__eq__ is object.__eq__)
from libcst._nodes.base import CSTNode
from libcst._nodes.internal import CodegenState
from libcst._nodes.expression import Name
print(Name is cst.Name, issubclass(cst.Call, CSTNode), cst.parse_module("a = 1").code)
print(any(type(module).__module__.startswith("tflint_ckpt.") for module in list(sys.modules.values())))
"""
"""What LibCST is in a process; last: there is one of each, and no stand-in among the modules."""
WELL = ["True True a = 1", "False"]
INSTALL = "from tflint_ckpt.fast_libcst import finder, nodes, standins\nfinder.install()\n"


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python 3.14 gets the whole of LibCST")
def test_nodes_only() -> None:
    assert printed(INSTALL + STATE) == ["True False", "True True True", *WELL]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python 3.14 gets the whole of LibCST")
@pytest.mark.parametrize("option", ["--no-cache", "--statistics"])
def test_the_command_has_it(tmp_path: Path, option: str) -> None:
    """Also where it keeps results."""
    file = tmp_path / "train.py"
    file.write_text("import tensorflow as tf\ntf.keras.callbacks.ModelCheckpoint('a.keras', max_to_keep=1)\n")
    code = f"""
import os, sys
os._exit = lambda status: print(getattr(sys.modules["libcst"], "_nodes_only", False))
sys.argv = ["tflint-ckpt", "--isolated", {option!r}, "-q", {str(file)!r}]
from tflint_ckpt.__main__ import run
run()
"""
    assert printed(code)[-1] == "True"


SURPRISES = {
    "an unknown release": "finder._KNOWN = frozenset()",
    "another Python": "finder._PYTHONS = ((3, 9), (3, 10))",
    "a new import": "made = standins.modules()\ndel made['dataclasses']\nstandins.modules = lambda: made",
    "a new name": "made = standins.modules()\ndel made['re'].compile\nstandins.modules = lambda: made",
    "a missing module": "nodes._NODES = (*nodes._NODES, 'patterns')",
    "other equality": "nodes.classes.is_identity = lambda methods: False",
}


@pytest.mark.parametrize("surprise", SURPRISES.values(), ids=SURPRISES)
def test_a_surprise_gives_the_whole(surprise: str) -> None:
    """Its nodes are compared by ``object``, nevertheless."""
    assert printed(f"{INSTALL}{surprise}\n{STATE}") == ["False True", "False True True", *WELL]


def test_whoever_has_imported_it_keeps_it() -> None:
    assert printed(f"import libcst\n{INSTALL}{STATE}")[0] == "False True"
    before = list(sys.meta_path)
    install()
    assert sys.meta_path == before


def test_where_it_is_may_be_asked_before() -> None:
    """As the cache does, whose results hang on the release."""
    asked = "import sys\nassert sys.meta_path[0].find_spec('libcst', None).origin.endswith('__init__.py')\n"
    assert printed(f"{INSTALL}{asked}{STATE}")[0] == "True False"


def test_it_is_installed_once() -> None:
    count = "print(sum(type(each) is finder.Finder for each in sys.meta_path))"
    assert printed(f"import sys\n{INSTALL}{INSTALL}{count}") == ["1"]
    assert Finder().find_spec("libcst.native") is None


def test_the_rest_of_it_says_that_it_is_missing() -> None:
    """Rather than work with half of it."""
    missing = "try:\n    import libcst.metadata\nexcept AttributeError as error:\n    print(error)"
    assert printed(f"{INSTALL}{missing}") == ["module 'libcst' has no attribute 'CSTVisitor'"]


def test_nodes_are_compared_by_identity() -> None:
    assert is_identity(vars(libcst.CSTNode))
    assert not is_identity(vars(dict) | {"__hash__": id})
    own = [
        kind.__name__
        for kind in vars(libcst).values()
        if isinstance(kind, type)
        and issubclass(kind, libcst.CSTNode)
        and (kind.__eq__, kind.__hash__) != (libcst.CSTNode.__eq__, libcst.CSTNode.__hash__)
    ]
    assert own == []


def test_the_oldest_release_is_the_one_that_is_required() -> None:
    text = (PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"libcst>={min(_KNOWN)}"' in text
