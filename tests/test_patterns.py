"""A pattern that is compiled later is one that was compiled at once."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tflint_ckpt.patterns import pattern

ROOT = Path(__file__).resolve().parent.parent
TEXT, FLAGS = r"(?P<name>\w+)=(\d+)", re.IGNORECASE
CALLS: dict[str, tuple[Any, ...]] = {
    "search": ("a b=1",),
    "match": ("b=1", 0),
    "fullmatch": ("b=1",),
    "findall": ("b=1 c=2",),
    "split": ("x b=1 y",),
    "sub": (r"\1", "b=1 c=2"),
    "subn": (r"\1", "b=1 c=2", 1),
}


@pytest.mark.parametrize("method", CALLS)
def test_methods(method: str) -> None:
    """Each is the first that is asked of its pattern."""
    later, now = pattern(TEXT, FLAGS), re.compile(TEXT, FLAGS)
    for _ in range(2):
        ours, theirs = (getattr(each, method)(*CALLS[method]) for each in (later, now))
        if isinstance(theirs, re.Match):
            ours, theirs = (each.span("name") for each in (ours, theirs))
        assert ours == theirs


def test_attributes() -> None:
    later, now = pattern(TEXT, FLAGS), re.compile(TEXT, FLAGS)
    assert (later.pattern, later.flags, later.groups) == (now.pattern, now.flags, now.groups)
    assert dict(later.groupindex) == dict(now.groupindex)
    assert [found.group() for found in later.finditer("b=1 c=2")] == ["b=1", "c=2"]
    assert pattern(rb"\d").search(b"a1") is not None
    assert pickle.loads(pickle.dumps(later)).search("b=1") is not None
    with pytest.raises(AttributeError):
        later.unknown  # type: ignore[attr-defined]  # noqa: B018


def test_an_error_is_told_when_it_is_used() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_none_is_compiled_on_import() -> None:
    code = "import sys\nimport tflint_ckpt.patterns as p\np.pattern('a')\nprint('re' in sys.modules)"
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
