"""Whether any file of the project may make a folder."""

from __future__ import annotations

import re

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.makers import Makers, run_together

HEAD = "import os\nfrom pathlib import Path\nHERE = os.path.dirname(__file__)\nENV = os.getenv('A', 'a')\n"


@pytest.mark.parametrize(
    ("code", "folder", "expected"),
    [
        ("", "out", False),
        ("os.makedirs('out')", "out", True),
        ("os.makedirs('./out/')", "out", True),
        ("os.makedirs('out/a')", "out", True),
        ("os.makedirs('outer')", "out", False),
        ("os.makedirs('other')", "out", False),
        ("os.makedirs(name='out')", "out", True),
        ("Path('out').mkdir()", "out", True),
        ("Path('other').mkdir()", "out", False),
        ("os.makedirs(where)", "out", True),
        ("os.makedirs(where + '/other')", "out", True),
        ("os.makedirs(HERE + '/other')", "\0/out", False),
        ("os.makedirs(HERE + '/out')", "\0/out", True),
        ("os.makedirs(HERE + '/out/a')", "\0/out", True),
        ("os.makedirs(f'{HERE}/a/{n}')", "\0/out", True),
        ("os.makedirs(ENV)", "\0/out", False),
        ("os.makedirs(os.path.dirname(f(ENV)))", "\0/out", True),
        ("os.makedirs(os.path.dirname(ENV) + '/a')", "\0/out", True),
        ("os.makedirs('a/out')", "\0/out", True),
        ("for each in ('a', 'b'): os.makedirs(each)", "out", False),
        ("for each in ('a', 'out'): os.makedirs(each)", "out", True),
        ("def f(d): os.makedirs(d)\nf('a')\nf('b')", "out", False),
        ("def f(d): os.makedirs(d)\nf('a')\nf(b)", "out", True),
        ("def f(d): os.makedirs(d)\n" + "f(HERE)\n" * 14, "\0/out", False),
        ("def f(d): os.makedirs(d)\n" + "f(HERE + x)\n" * 14, "\0/out", True),
        ("def f(d): os.makedirs(d)\n" + "f(ENV)\n" * 14, "\0/out", False),
        ("def f(d): os.makedirs(d)\n" + "f(os.path.join(ENV, x))\n" * 14, "\0/out", True),
        ("def f(d): os.makedirs(d + '/a')\n" + "f(HERE + x)\n" * 14, "\0/out", True),
        ("import zipfile\nz.extractall()", "out", True),
        ("os.chdir(d)", "out", True),
    ],
)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_may_make(code: str, folder: str, expected: bool, elsewhere: bool) -> None:
    if elsewhere and "makedirs" not in code and "mkdir" not in code:
        return  # nobody looks into that file
    facts = module("show('out')", more=HEAD + code) if elsewhere else module(f"show('out')\n{HEAD}{code}")
    named_elsewhere = elsewhere and re.search(r"\bout\b", code) is not None
    assert facts.fact(Makers).may_make(folder, "") is (expected or named_elsewhere)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("os.makedirs(ENV + '/a')", False), ("os.makedirs(HERE + '/a')", True), ("", True)],
)
def test_from_the_environment(code: str, expected: bool) -> None:
    facts = module(f"show('out')\n{HEAD}{code}")
    assert facts.fact(Makers).may_make("\0/out", "", from_environment=True) is expected


@pytest.mark.parametrize(
    ("code", "named", "expected"),
    [
        ("OUT = 'out'", "OUT", False),
        ("OUT = 'out'\nuse(OUT)", "OUT", True),
        ("OUT = 'out'\n# in out", "OUT", True),
        ("outer = 1", "", False),
        ("", "", False),
    ],
)
def test_what_other_files_say_of_it(code: str, named: str, expected: bool) -> None:
    facts = module("show(places.OUT)", places=code)
    assert facts.fact(Makers).may_make("out", named) is expected


MAKES = "import os\nos.makedirs({})\n"


@pytest.mark.parametrize(
    ("code", "files", "by_related", "expected"),
    [
        ("", {"other": MAKES.format("'a/b'")}, False, True),
        ("", {"other": MAKES.format("'a/b'")}, True, False),
        ("", {"other": MAKES.format("'a/b/c'")}, False, True),
        ("", {"other": MAKES.format("'a'")}, False, False),
        ("", {"other": MAKES.format("f'a/{b}'")}, False, False),
        ("import other", {"other": MAKES.format("f'a/{b}'")}, False, True),
        ("import other", {"other": MAKES.format("f'a/{b}'")}, True, True),
        ("import other", {"kit/other": MAKES.format("'a/b'")}, True, True),
        ("from .other import x", {"other": MAKES.format("'a/b'")}, True, True),
        ("from kit import x", {"kit/__init__": MAKES.format("'a/b'")}, True, True),
        ("import other", {"other": f"from c import D\n{MAKES.format('D')}", "c": "D = 'a/b'"}, True, True),
        ("", {"run/go": f"import train\n{MAKES.format(repr('a/b'))}"}, True, True),
        ("", {"run/go": f"import train\n{MAKES.format(repr('b'))}"}, False, False),
    ],
)
def test_makes(code: str, files: dict[str, str], by_related: bool, expected: bool) -> None:
    facts = module(code, **files)
    assert facts.fact(Makers).makes("a/b", by_related=by_related) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("train.py", "use.py", True),
        ("train.py", "tools/use.py", True),
        ("a/cv/train.py", "a/use.py", True),
        ("a/train.py", "b/use.py", False),
        ("a/train.py", "ab/use.py", False),
    ],
)
def test_programs_that_are_run_from_one_folder(one: str, other: str, expected: bool) -> None:
    assert run_together(one, other) is expected
