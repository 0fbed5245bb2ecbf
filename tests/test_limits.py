"""How much is linted: a limit gives one finding, and only where a rule could have something to say."""

from __future__ import annotations

import re

import pytest

from tests import lint
from tflint_ckpt import gate, limits
from tflint_ckpt.finding import Finding

CALL = "import keras\nkeras.callbacks.ModelCheckpoint('m.keras', max_to_keep=3)\n"
ABOUT_NOTHING = "import numpy\n"


def findings(code: str) -> list[Finding]:
    return lint.findings(code, only="TFC101")


# What has about n levels of syntax.
NESTED = {
    "sum": lambda n: " + ".join("a" * n),
    "power": lambda n: " ** ".join("a" * n),
    "and": lambda n: " and ".join("a" * n),
    "or in lists": lambda n: "[" * 50 + "a or b or c" + (" or a" * (n // 50 - 2) + "]") * 50,
    "calls": lambda n: "f" + "()" * n,
    "subscripts": lambda n: "a" + "[0]" * n,
    "attributes": lambda n: "a" + ".b" * n,
    "not": lambda n: "not " * n + "a",
    "minus": lambda n: "-" * n + "1",
    "lambda": lambda n: "lambda: " * n + "1",
    "conditions": lambda n: "a if b else " * n + "c",
    "import": lambda n: "import a" + ".b" * n,
    "elif": lambda n: "if a: pass\n" + "elif b: pass\n" * n,
}


@pytest.mark.parametrize("shape", NESTED)
def test_code_in_more_levels_than_libcst_takes_is_not_linted(shape: str) -> None:
    found = [f"{each.code} {each.message}" for each in findings(CALL + NESTED[shape](450))]
    assert found == ["TFC001 is not linted: it is nested too deeply, in more than 400 levels"]


@pytest.mark.parametrize("shape", NESTED)
def test_code_in_fewer_levels_is(shape: str) -> None:
    deep = 190 if shape == "attributes" else 350
    assert [each.code for each in findings(CALL + NESTED[shape](deep) + "\n")] == ["TFC101"]


@pytest.mark.parametrize("shape", NESTED)
def test_what_is_deep_is_so_in_blocks_within_blocks(shape: str) -> None:
    inner = NESTED[shape](395).rstrip("\n").replace("\n", "\n" + " " * 8)
    code = f"class A:\n    def f(self):\n        {inner}\n"
    tree = gate.parse(code, "x.py")
    assert limits.why_not_linted(tree, code) == limits._why_too_much(tree, code)


HEADS = ["def f(a={}): pass", "@{}\nclass A(b):\n    x = 1", "with {} as a:\n    pass", "if {}: x = 1"]


@pytest.mark.parametrize("head", HEADS)
def test_heads_of_blocks_are_looked_at(head: str) -> None:
    for depth, too_deep in ((300, False), (450, True)):
        code = head.format("-" * depth + "1") + "\n"
        assert bool(limits.why_not_linted(gate.parse(code, "x.py"), code)) is too_deep


FLAT = {
    "statements": "a\n" * 5_000,
    "list": f"[{'1, ' * 5_000}]",
    "comparison": " < ".join("a" * 5_000),
    "arguments": f"f({'a, ' * 5_000})",
    "alternatives": f"match a:\n    case {' | '.join('1' * 5_000)}: pass",
    "dictionary": f"{{{'a: b, ' * 5_000}}}",
}


@pytest.mark.parametrize("shape", FLAT)
def test_what_is_long_is_not_deep(shape: str) -> None:
    assert limits.why_not_linted(gate.parse(FLAT[shape], "x.py"), FLAT[shape]) == ""


@pytest.mark.parametrize(
    "code", ["x = [" + "1, " * 160_000 + "]\n", "f(a)\n" * 38_000, "\n" * 150_000, "# comment\n" * 150_000]
)
def test_code_of_more_pieces_than_libcst_takes_is_not_linted(code: str) -> None:
    assert [each.message for each in findings(CALL + code)] == [
        "is not linted: it is too large, with more than 150,000 lines and nodes of syntax"
    ]


def test_code_of_more_tokens_than_a_parser_takes_is_not_linted() -> None:
    code = "x = [" + "1, " * 250_000 + "]\n"
    assert [each.message for each in findings(CALL + code)] == [
        "is not linted: it is too large, with more than 500,000 words and signs of code"
    ]


@pytest.mark.parametrize("code", ["x = [" + "1, " * 250_000 + "]\n", NESTED["sum"](450), "\n" * 150_000])
def test_of_what_no_rule_looks_at_nothing_is_said(code: str) -> None:
    assert findings(ABOUT_NOTHING + code) == []


def test_a_suppression_in_code_that_is_not_linted_is_not_called_unused() -> None:
    code = f"{CALL.strip()}  # tflint-ckpt: ignore[TFC101] why\n{NESTED['sum'](450)}\n"
    assert [each.code for each in lint.findings(code)] == ["TFC001"]


def test_data_in_a_string_is_not_much_code() -> None:
    assert [each.code for each in findings(f"{CALL}x = '{'a+b/' * 250_000}'\n")] == ["TFC101"]


TOKENS = [
    ("a = b1 + 2\n", ["a", "=", "b1", "+", "2"]),
    ("f('a b', \"c ' d\")", ["f", "(", "'a b'", ",", '"c \' d"', ")"]),
    ("'''a ' ''b\n''' 'c'", ["'''a ' ''b\n'''", "'c'"]),
    ('"""a\\"""b\n"""+1', ['"""a\\"""b\n"""', "+", "1"]),
    ("'it\\'s' # it's\nb", ["'it\\'s'", "# it's", "b"]),
    ("'''open\na", ["''", "'", "open", "a"]),
    ("'open\na'b'", ["'", "open", "a", "'b'"]),
]


@pytest.mark.parametrize(("code", "tokens"), TOKENS)
def test_tokens(code: str, tokens: list[str]) -> None:
    assert [match[0] for match in re.finditer(limits._TOKEN, code, re.DOTALL)] == tokens


def test_quotes_that_never_end_do_not_make_counting_slow() -> None:
    text = "'''\"\"\"\\'" * 100_000
    assert sum(1 for _ in re.finditer(limits._TOKEN, text, re.DOTALL)) < len(text)


SIZES = [
    ("a.py", 0, ""),
    ("a.py", 20_000_000, ""),
    ("a.py", 21_000_000, "is not linted: it has 21 MB, and a file may have 20 MB"),
    ("a.ipynb", 100_000_000, ""),
    ("a.ipynb", 2_345_678_900, "is not linted: it has 2,346 MB, and a notebook may have 100 MB"),
]


@pytest.mark.parametrize(("path", "size", "said"), SIZES)
def test_how_large_a_file_may_be(path: str, size: int, said: str) -> None:
    assert limits.why_not_read(path, size) == said
