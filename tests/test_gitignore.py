"""The patterns of a ``.gitignore`` mean what pathspec makes of them, which most are read without."""

from __future__ import annotations

import re
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from tflint_ckpt.gitignore import Patterns, _read

PATHS = (
    *("a", "a/", "b/a", "b/a/", "a/b", "a/b/", "a/b/c", "b/a/c/", "train.py", "src/train.py", "a.pyc"),
    *("build/", "build/lib/", "build/lib/a.py", "docs/_build/", "docs/_build/a.py", "x/docs/_build/", "ab"),
    *(".env", ".env.local", "notebook.ipynb", "runs/", "runs/1/", "runs/1/model.py", ".ipynb_checkpoints/"),
    *("env.py", "tflint.egg-info/", "a b.py", "ü.py", "[a]", "a?", "*", "!a", "#a", "weird\nname", "a\n"),
)
READ_HERE = (
    *("a", "a/", "/a", "/a/", "a/b", "a/b/", "/a/b", "*", "*/", "/*", "*.py", "*.py[cod]", "*$py.class"),
    *("build/", "docs/_build/", "**/a", "**/a/", "**/a/b", "a/**", "runs/*/", "runs/*/model.py", "*/b"),
    *("a?", "?", "train.*"),
    *("[ab]", "t*n.p?", "*a*b*", ".*", ".env*", "!a", "!*.py", "!build/", "#a", "", "a b.py", "*.egg-info/"),
)
LEFT_TO_PATHSPEC = (
    *("\\!a", "\\#a", "a ", " a", "a\\ ", "[a-c]", "[!a]", "[^a]", "[]a]", "a/**/c", "**", "**/", "/"),
    *("a//b", "!", "[a", "a[", "[]", "\t", "a\r"),
)


def checked(lines: list[str], path: str) -> bool | None:
    """What pathspec says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return GitIgnoreSpec.from_lines(lines).check_file(path).include


@pytest.mark.parametrize("line", READ_HERE)
def test_read_here(line: str) -> None:
    assert not line or line[0] == "#" or _read(line.removeprefix("!")) is not None
    for path in PATHS:
        assert Patterns([line]).check(path) == checked([line], path), path


@pytest.mark.parametrize("line", LEFT_TO_PATHSPEC)
def test_left_to_pathspec(line: str) -> None:
    assert _read(line.removeprefix("!")) is None
    try:
        expected = [checked([line, "*.py"], path) for path in PATHS]
    except (ValueError, re.error):
        with pytest.raises(ValueError, match=r"."):
            Patterns([line, "*.py"])
    else:
        assert [Patterns([line, "*.py"]).check(path) for path in PATHS] == expected


LISTS = (
    ["*.py", "!train.py"],
    ["!train.py", "*.py"],
    ["build/", "!build/lib/", "*.pyc"],
    ["*", "!*/", "!*.py"],
    ["/*", "!/src", "!/src/*.py"],
    ["runs/", "!runs/1/model.py"],
    ["a", "!a", "a/b", "[a-c]"],
)


@pytest.mark.parametrize("lines", LISTS, ids=" ".join)
def test_the_last_line_decides(lines: list[str]) -> None:
    patterns = Patterns(lines)
    for path in PATHS:
        assert patterns.check(path) == checked(lines, path), path
        assert patterns.leave_out(path) == bool(checked(lines, path)), path


_PART = st.text(st.sampled_from("ab.*?[]!"), min_size=1, max_size=5)
_LINES = st.lists(
    st.builds(
        lambda sign, start, parts, end: sign + start + "/".join(parts) + end,
        st.sampled_from(("", "", "!")),
        st.sampled_from(("", "", "/", "**/")),
        st.lists(_PART, min_size=1, max_size=3),
        st.sampled_from(("", "", "/", "/**")),
    ),
    max_size=5,
)
_NAMES = st.lists(st.text(st.sampled_from("ab."), min_size=1, max_size=4), min_size=1, max_size=4)


@settings(max_examples=400, deadline=None)
@given(_LINES, _NAMES, st.booleans())
def test_as_pathspec(lines: list[str], parts: list[str], is_folder: bool) -> None:
    if parts[0] in (".", ".."):
        parts[0] = "a"
    path = "/".join(parts) + "/" * is_folder
    try:
        expected = checked(lines, path)
    except (ValueError, re.error):
        return
    assert Patterns(lines).check(path) == expected
