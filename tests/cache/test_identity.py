"""Two tools whose results may differ are told apart; the same tool installed twice is not."""

from __future__ import annotations

import os
from pathlib import Path

import libcst
import pytest

import tflint_ckpt
from tflint_ckpt.cache.tool import _code, _libcst, identity

INFO = f"tflint_ckpt-{tflint_ckpt.__version__}.dist-info"
RECORD = f"""\
../../../bin/tflint-ckpt,sha256=aaa,200
{INFO}/METADATA,sha256=bbb,100
{INFO}/RECORD,,
tflint_ckpt/__init__.py,sha256=ccc,100
tflint_ckpt/__pycache__/__init__.cpython-311.pyc,,
"""


def installed(folder: Path, record: str | None) -> str:
    """The identity of a package in *folder*, as an installer or, without *record*, a checkout has it."""
    package = folder / "tflint_ckpt"
    (package / "rules").mkdir(parents=True)
    for name in ("__init__.py", "rules/one.py"):
        (package / name).write_text("")
        os.utime(package / name, (0, 0))
    if record is not None:
        (folder / INFO).mkdir()
        (folder / INFO / "RECORD").write_text(record)
    return _code(str(package))


def test_an_installed_release_is_the_same_in_every_environment(tmp_path: Path) -> None:
    elsewhere = RECORD.replace("aaa", "a1").replace("bbb", "b1")
    assert installed(tmp_path / "a", RECORD) == installed(tmp_path / "b", elsewhere)


def test_other_code_of_the_same_release_is_not(tmp_path: Path) -> None:
    assert installed(tmp_path / "a", RECORD) != installed(tmp_path / "b", RECORD.replace("ccc", "c1"))


@pytest.mark.parametrize("change", ["edit", "touch", "add", "remove"])
def test_a_checkout_changes_with_each_of_its_files(tmp_path: Path, change: str) -> None:
    before = installed(tmp_path, None)
    rule = tmp_path / "tflint_ckpt/rules/one.py"
    if change == "edit":
        rule.write_text("x = 1\n")
        os.utime(rule, (0, 0))
    elif change == "touch":
        os.utime(rule, (1, 1))
    elif change == "add":
        (rule.parent / "two.py").write_text("")
    else:
        rule.unlink()
    assert _code(str(tmp_path / "tflint_ckpt")) != before


def test_what_python_compiles_is_no_change(tmp_path: Path) -> None:
    before = installed(tmp_path, None)
    (tmp_path / "tflint_ckpt/__pycache__").mkdir()
    (tmp_path / "tflint_ckpt/__pycache__/x.pyc").write_text("")
    assert _code(str(tmp_path / "tflint_ckpt")) == before


def test_the_release_of_libcst_is_part_of_it() -> None:
    assert repr(libcst.LIBCST_VERSION) in _libcst()
    assert _libcst() in identity()
