"""Syntax that came after the Python that runs the linter: the same files are linted on all of them."""

from __future__ import annotations

import sys

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt import limits
from tflint_ckpt.newer import Release, is_newer

NEWER: dict[str, tuple[Release, str]] = {
    "except*": ((3, 11), "try:\n    a()\nexcept* ValueError:\n    pass\n"),
    "a starred index": ((3, 11), "x = a[*b]\n"),
    "a starred annotation": ((3, 11), "def f(*args: *Ts): pass\n"),
    "an f-string with its own quotes": ((3, 12), "x = f'{a['b']}'\n"),
    "f-strings in f-strings": ((3, 12), 'x = f"{f"{f"{1}"}"}"\n'),
    "a line of its own in braces": ((3, 12), "x = f'{\n    a  # remark\n}'\n"),
    "a backslash in braces": ((3, 12), "x = f'{'\\n'.join(a)}'\n"),
    "a format with its own quotes": ((3, 12), "x = f'{a:{b['c']}}'\n"),
    "a type alias": ((3, 12), "type X = int\n"),
    "a generic type alias": ((3, 12), "type X[T] = list[T]\n"),
    "a generic function": ((3, 12), "def f[T: int](x: T) -> T:\n    return x\n"),
    "a generic class": ((3, 12), "class A[T, *Ts, **P]:\n    pass\n"),
    "a default of a type parameter": ((3, 13), "class A[T = int]:\n    pass\n"),
    "except without parentheses": ((3, 14), "try:\n    a()\nexcept ValueError, OSError:\n    pass\n"),
    "except* without parentheses": ((3, 14), "try:\n    a()\nexcept* ValueError, OSError:\n    pass\n"),
    "a template": ((3, 14), "x = t'{a}'\n"),
    "a template beside a string": ((3, 14), "x = f(t'{a}', 'b')\n"),
    "a raw template": ((3, 14), "x = rt'{a!r:>{b}}'\n"),
}
OLD = {
    "a match": "match x:\n    case [1, *y]:\n        pass\n",
    "with in parentheses": "with (a as b, c as d):\n    pass\n",
    "an f-string": "x = f'{a[\"b\"]!r:>{c}} {{}} \\n' f\"\"\"{\n  a}\"\"\"\n",
    "except with parentheses": "try:\n    a()\nexcept (ValueError, OSError):\n    pass\n",
}
WRONG = {
    "Python 2": "print 'a'\n",
    "a name that ends too early": "x = 'C:\\Users'\n",
    "bytes beside text": "x = 'a' b'b'\n",
    "an annotated tuple": "(a, b): int = 1\n",
    "half a call": "x = f(\n",
    "half an f-string": "x = f'{a b}'\n",
    "a form that came later, and one that never came": "type X = int\nprint 'a'\n",
}
CALL = "import keras\nkeras.callbacks.ModelCheckpoint('m.keras', max_to_keep=3)\n"


@pytest.mark.parametrize("shape", NEWER)
def test_it_is_newer_than_the_pythons_before(shape: str) -> None:
    since, text = NEWER[shape]
    before = (since[0], since[1] - 1)
    assert is_newer(text, before)
    assert is_newer(text, (3, 10))
    assert not is_newer(text, since)


@pytest.mark.parametrize("shape", NEWER)
def test_python_agrees(shape: str) -> None:
    since, text = NEWER[shape]
    if sys.version_info >= since:
        compile(text, "x", "exec")
    else:
        with pytest.raises(SyntaxError):
            compile(text, "x", "exec")


@pytest.mark.parametrize("shape", [*OLD, *WRONG])
def test_nothing_in_it_is_newer(shape: str) -> None:
    assert not is_newer((OLD | WRONG)[shape], (3, 10))


READ = {name: text for name, (_, text) in NEWER.items()} | OLD


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_suppressions_beside_it_work(text: str) -> None:
    assert lint(text + CALL.replace("3)", "3)  # tflint-ckpt: ignore[TFC101] why"), only="TFC101") == []


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_it_is_linted_and_fixed_on_every_python(text: str) -> None:
    assert lint(text + CALL, only="TFC101") == [f"TFC101:{text.count(chr(10)) + 2} error"]
    assert fix(text + CALL, only="TFC101") == text + CALL.replace(", max_to_keep=3", "")


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_no_python_reads_is_one_finding(text: str) -> None:
    [finding] = findings(CALL + text)
    assert finding.code == "TFC001"
    assert finding.message.startswith("cannot be parsed as Python 3: ")


FLAT = {
    "statements": "a.b(c)\n" * 5_000,
    "list": f"[{'1, ' * 5_000}]",
    "docstring": f'"""{"a word, or two; " * 500}"""',
    "lines that are joined": "f(a,\n  b + c,\n  d)\n" * 2_000,
    "dictionary": f"{{{'a: (b, c), ' * 5_000}}}",
    "f-strings": "f'{a} {b}', " * 2_000,
}
NESTED = {
    "parentheses": "(" * 3000 + ")" * 3000,
    "parentheses in an f-string": "f'{" + "(" * 3000 + ")" * 3000 + "}'",
    "sum": " + ".join("a" * 3000),
    "sum over lines": " + \\\n".join("a" * 3000),
    "calls": "f" + "()" * 3000,
    "lambda": "lambda a, b: " * 1000 + "1",
    "elif": "if a: pass\n" + "elif b: pass\n" * 1000,
    "blocks": "".join("\t" * depth + "if a:\n" for depth in range(900)),
    "strings": " ".join(["'a'"] * 3000),
    "too much": "a\n" * 200_000,
}


@pytest.mark.parametrize("shape", FLAT)
def test_flat_code_is_surely_flat(shape: str) -> None:
    assert limits.is_surely_flat(FLAT[shape])


@pytest.mark.parametrize("shape", NESTED)
def test_nested_code_never_is(shape: str) -> None:
    assert not limits.is_surely_flat(NESTED[shape])
    assert not is_newer(f"type X = int\n{NESTED[shape]}\n", (3, 10))


SAID = {
    "import\n": "invalid syntax",
    "import a from b\n": "invalid syntax",
    "from a import\n": "invalid syntax",
    "def f(a=1, b): pass\n": "parameter without a default follows parameter with a default",
    "x = f'{}'\n": "f-string: valid expression required before '}'",
    "x = f'{a b}'\n": "invalid syntax. Perhaps you forgot a comma?",
    "x = f'{a!x}'\n": "f-string: invalid conversion character",
    "x = f'{a!}'\n": "f-string: invalid conversion character",
    "x = f'{a'\n": "f-string: expecting '}'",
    "print 'a'\n": "Missing parentheses in call to 'print'. Did you mean print(...)?",
    "x = (\n": "'(' was never closed",
}


@pytest.mark.parametrize("text", SAID)
def test_all_pythons_say_the_same(text: str) -> None:
    [finding] = findings(text)
    assert finding.message == f"cannot be parsed as Python 3: {SAID[text]}"
