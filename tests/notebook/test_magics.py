"""IPython's syntax becomes Python of the same length.

``#`` and ``0`` stand where a line or a statement was masked, with blanks behind them.
"""

from __future__ import annotations

import ast
import re
from time import process_time

import pytest

from tflint_ckpt.notebook.magics import PYTHON_CELLS, Masked

MASKED = [
    # at the start of a line
    ("!ls -l", "#"),
    ("!!ls", "#"),
    ("%matplotlib inline\nx = 1", "#\nx = 1"),
    ("x = 1\n?len\n??len\ny = 2", "x = 1\n#\n#\ny = 2"),
    (",f a b\n;f a b\n/f a b", "#\n#\n#"),
    ("!ls 'it\nx = 1", "#\nx = 1"),
    ('!echo """\nx = 1', "#\nx = 1"),
    ("!pip install \\\n  tensorflow\\\n\nx = 1", "#\n#\n\nx = 1"),
    ("!ls \\\r\n -l\r\nx = 1\r\n", "#\r\n#\r\nx = 1\r\n"),
    ("!ls \\", "#"),
    ("x = 1\r!ls\ry = 2", "x = 1\r#\ry = 2"),
    ("%cd a # remark\n", "#\n"),
    # indented
    ("if x:\n    !ls\n    y = 1", "if x:\n    0\n    y = 1"),
    ("for x in y:\n\t%cd a \\\n  b\n\tz", "for x in y:\n\t0\n\n\tz"),
    ("if x:\n    x?\nelse:\n    !!ls", "if x:\n    0\nelse:\n    0"),
    # help
    ("model.fit?", "#"),
    ("model.fit??\n*int*?\n%time?\nx[0].y?  ", "#\n#\n#\n#"),
    ("%%time?\nx = 1", "#\nx = 1"),
    ("x = foo?", "#"),
    # assigned
    ("files = !ls *.h5", "files = __"),
    ("files = %sx ls\nx = 1", "files = __\nx = 1"),
    ("a.b[0] = !ls \\\n -l", "a.b[0] = __\n"),
    ("x = !", "x = _"),
    ("x = \\\n  !ls", "x = \\\n  __"),
    ("x: list = !ls", "x: list = __"),
    ("if x: y = !ls", "if x: y = __"),
    # line magics that hold a statement
    ("%time history = model.fit(x)", "0;    history = model.fit(x)"),
    ("if x:\n    %timeit f(x)", "if x:\n    0;      f(x)"),
    ("%timeit -n 10 -r3 -o f(x)", "0;" + 19 * " " + "f(x)"),
    ("%prun -s cumulative f(x)", "0;" + 18 * " " + "f(x)"),
    ("%memit -r 1 f(x)", "0;          f(x)"),
    ("%time f(1, \\\n  2)\ng()", "0;    f(1, \\\n  2)\ng()"),
    ("%time\n%time -x\n%time for x in y: pass\n%time f(\n%times x", "#\n#\n#\n#\n#"),
    ("h = %time model.fit(x)", "h =       model.fit(x)"),
    ("h = %timeit -o f(x)", "h = __"),
    # one line without a percent sign
    ("pip install tensorflow", "#"),
    ("cd ../data\n", "#\n"),
    ("ls ./data", "#"),
    # cell magics
    ("%%time\nx = 1", "#\nx = 1"),
    ("\n \n%%capture out\n%%time\n!ls\nx = 1", "\n \n#\n#\n#\nx = 1"),
    ("%%bash\nmkdir a\n\n  ls", "#\n#\n\n#"),
    ("%%html", "#"),
    ("%%capture\n%%bash\nls", "#\n#\n#"),
    ("%%mine\nx = 1", "#\nx = 1"),
    ("# remark\n%%time\nx = 1", "# remark\n#\nx = 1"),
    # all lines indented
    (" x = 1\n if x:\n     y", "\fx = 1\n\fif x:\n\f    y"),
    ("  !ls\n\n  x = (1,\n    2)", " \f#\n\n \fx = (1,\n    2)"),
    ("%%time\n  x = 1", "#\n \fx = 1"),
    ("  x = 1\n \n  y", " \fx = 1\n \n \fy"),
    ("%%time\n\n  x = 1\n  y", "#\n\n \fx = 1\n \fy"),
    # the first line only, or some
    (" x = 1\ny = 2\n", "\fx = 1\ny = 2\n"),
    ("  if x:\n    y\nz", " \fif x:\n \f  y\nz"),
    (" if x:\n  y\nelse:\n  z\n", "\fif x:\n\f y\nelse:\n\f z\n"),
    ("\tx = 1\n \n\f\ny", "\fx = 1\n \n\f\ny"),
    (" x = '''a\n b\nc'''\ny", "\fx = '''a\n b\nc'''\ny"),
    (" %%time\nx = 1", " #\nx = 1"),
    (" %%time\n  x = 1\n y", " #\n \fx = 1\n\fy"),
    (" %%time\n %%capture\n   x\ny", " #\n #\n  \fx\ny"),
    (" %%bash\nls", "#\n#"),
    (" %matplotlib inline\nx = 1", "\f#\nx = 1"),
    (" x = 1\n!ls\n !ls", "\fx = 1\n#\n\f#"),
    (" pip install tensorflow", " #"),
    (" model.fit?\nx", "\f#\nx"),
]  # fmt: skip


def without_blanks_at_the_end(code: str) -> str:
    return re.sub(r" +(?=[\r\n]|$)", "", code)


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_masked(text: str, expected: str) -> None:
    masked = Masked(text, PYTHON_CELLS | {"mine"})
    assert len(masked.code) == len(text)
    assert without_blanks_at_the_end(masked.code) == without_blanks_at_the_end(expected)
    ast.parse(masked.code.rstrip("\\") + "\n")


PYTHON = [
    "",
    "x = 1\n",
    "x = a \\\n  % b\ny = (a\n  % b)\n",
    "x = '''\n!ls\n%time\n'''\n",
    'x = """it\'s\n!ls"""; y = r"\\""\n',
    "f(\n  x,\n  # why?\n)\n",
    "def f(\n  x,\n  /,\n  y):\n  pass\n",
    "x = 'what?'\n# what?\nprint('?') # what?\n",
    "x = y == a\nf(a=1)\nx %= 2\n",
    "plt.plot();\n",
    "await f()\nasync with a as b: pass\n",
    "x = {\n'a': 1}['a']\n",
    "x = f'{a!r}'\n",
    "pip = 1\n",
    "ls",
    "cd.x = 1",
]


@pytest.mark.parametrize("text", ["  %x\n\u2028", "  x\n\f\n  y", " \t?\n\x1f", " \n\f\n\u2028  x"])
def test_lines_of_strange_blanks_keep_their_length(text: str) -> None:
    assert len(Masked(text).code) == len(text)


@pytest.mark.parametrize("text", PYTHON)
def test_python_stays(text: str) -> None:
    masked = Masked(text)
    assert masked.code == text
    assert masked.spans == []
    ast.parse(text)


def test_what_is_assigned_by_a_shell_line_is_a_name_that_is_not_bound() -> None:
    code = Masked("files = !ls").code
    assert ast.unparse(ast.parse(code)) == "files = __"


def test_a_statement_of_a_magic_stays_at_its_column() -> None:
    text = "%timeit -n 10 f(x)"
    assert Masked(text).code.index("f(x)") == text.index("f(x)")


TAKEN = [
    ("!ls\nx = 1", "x", "y", True),
    ("!ls\nx = 1", "l", "y", False),
    ("!ls\nx = 1", "!ls\n", "", False),
    ("!ls\nx = 1", "\nx", "x", False),
    ("!ls\nx = 1", "|x", "import os\nx", True),
    ("!ls\nx = 1", "|!ls", "import os\n!ls", True),
    ("!ls\nx = 1", "|!ls", "os!ls", False),
    ("!ls\nx = 1", "|\n", "; x\n", False),
    ("%time f(x)", "x", "x, y=1", True),
    ("%time f(x)", "x", "x,\n  y=1", False),
    ("%time f(x)", "|%time", "g()\n%time", True),
    ("x = !ls", "x", "y", True),
    ("x = !ls", "x = ", "", True),
    ("if x:\n    !ls\n    y", "|y", "z\n    y", True),
    ("if x:\n    !ls\n    y", "|!ls", "z\n    !ls", True),
    ("%%time\nx = 1", "|%%time", "import os\n%%time", False),
    ("%%time\nx = 1", "|x", "import os\nx", True),
    ("%%bash\nx = 1", "x", "y", False),
    ("%%bash\nls", "s", "s\nls", False),
    (" x = 1\n y = 2", "x", "z", True),
    (" x = 1\n y = 2", "| y", "import os\n y", False),
    (" x = 1\n y = 2", "| y", " import os\n y", True),
    ("x = 1\n y", "1", "(1,\n2)", True),
    (" x = 1\ny = 2", "x", "z", True),
    (" x = 1\ny = 2", "y", "z", True),
    (" x = 1\ny = 2", "| x", "import os\n x", False),
    (" x = 1\ny = 2", "|y", "import os\ny", True),
    (" x = 1\ny = 2", " x = 1\n", "", False),
    (" %%time\nx = 1", "x", "y", True),
    (" %%time\nx = 1", "|x", " x", False),
]


@pytest.mark.parametrize(("text", "old", "new", "taken"), TAKEN)
def test_an_edit_leaves_to_ipython_what_it_reads(text: str, old: str, new: str, taken: bool) -> None:
    start = text.index(old.lstrip("|"))
    if old.startswith("|"):  # what is inserted in front of the rest
        end, new = start, new[: len(new) - len(old) + 1]
    else:
        end = start + len(old)
    assert Masked(text).takes(start, end, new) is taken


LONG = [
    "!a\n" * 5000,
    "a." * 100_000 + "?",
    "    x\n" * 5000,
    '!ls\n"""' + 'a"' * 100_000,
    "%timeit " + "-n 1 " * 50_000 + "x",
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_a_long_cell_takes_no_more_than_its_share_of_time(text: str) -> None:
    begun = process_time()
    assert len(Masked(text).code) == len(text)
    assert process_time() - begun < 5
