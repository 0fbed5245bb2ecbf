"""Giving what a call calls a shorter or a longer name."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import Lab, module
from tflint_ckpt import gate
from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.callee import rename_callee, rename_callees
from tflint_ckpt.syntax.skeleton import hydrate

# ``long_name`` becomes ``name``: lines that are aligned move five columns to the left.
BECOMES = [
    ("long_name()", "name()"),
    ("long_name(x, y)", "name(x, y)"),
    ("long_name(x,\n          y)", "name(x,\n     y)"),
    ("o.long_name(x,\n            y,\n            z=1)", "o.name(x,\n       y,\n       z=1)"),
    ("a = o.long_name(x,\r\n                y)", "a = o.name(x,\r\n           y)"),
    ("long_name( x,\n           y )", "name( x,\n      y )"),
    ("long_name(x,  # one\n          # two\n          y)", "name(x,  # one\n     # two\n     y)"),
    ("long_name(x,\n\n          y)", "name(x,\n\n     y)"),
    ("long_name(x,\n          y\n          )", "name(x,\n     y\n     )"),
    ("long_name(x,\n          y\n         )", "name(x,\n     y\n    )"),
    ("if 1:\n\tlong_name(x,\n\t          y)", "if 1:\n\tname(x,\n\t     y)"),
    # what is nested in an argument that moves
    ("long_name(x, [1,\n              2])", "name(x, [1,\n         2])"),
    ("long_name(x,\n          y=[1,\n             2])", "name(x,\n     y=[1,\n        2])"),
    ("long_name(x,\n          y=[\n    1])", "name(x,\n     y=[\n    1])"),
]

# Only the name changes.
STAYS = [
    "long_name(\n    x,\n    y)",
    "long_name(\n          x,\n          y)",
    "long_name(x,\n    y)",
    "long_name(x,\n        y)",
    "long_name(x,\n            y)",
    "long_name(x,\n            [1,\n             2])",
    "long_name(x, [\n    1,\n])",
    "long_name(x,\n    y\n)",
    "if 1:\n\tlong_name(x,\n\t\t\ty)",
    "if 1:\n\tlong_name(x,\n              y)",
    "long_name(\tx,\n           y)",
    'long_name("""x\n          y""")',
    "long_name('x\\\n          y')",
    'long_name(f"""x\n          {y}""")',
    "long_name(x)\nf(\n          y)",
    "long_name \\\n         (x,\n          y)",
]


def renamed(before: str, new: str, *others: Edit, old: str = "long_name") -> str:
    facts = module(before)
    call = next(call for call in facts.facts.calls if old in facts.text(call.func))
    name = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    assert isinstance(name, cst.Name)
    text = before
    for edit in sorted(rename_callee(facts, call, name, new, others), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert renamed(before, "name") == after
    assert renamed(after, "long_name", old="name") == before


@pytest.mark.parametrize("before", STAYS)
def test_the_lines_stay(before: str) -> None:
    assert renamed(before, "name") == before.replace("long_name", "name")


def test_a_longer_name() -> None:
    assert renamed("long_name(x,\n          y)", "longer_name") == "longer_name(x,\n            y)"


def test_a_string_over_several_lines_stays_between_lines_that_move() -> None:
    before = 'long_name(x,\n          """a\n          b""",\n          y)'
    assert renamed(before, "name") == 'name(x,\n     """a\n          b""",\n     y)'


def test_a_line_that_goes_away_is_not_moved() -> None:
    before = "long_name(x,\n          y,\n          z)"
    start = before.index("          y")
    gone = Edit("train.py", start, before.index("          z"), "")
    assert renamed(before, "name", gone) == "name(x,\n     z)"


def test_a_line_that_is_added_is_aligned() -> None:
    before = "long_name(x,\n          y)"
    place = before.index("\n          y")
    added = Edit("train.py", place, place, "\n          z,")
    assert renamed(before, "name", added) == "name(x,\n     z,\n     y)"


# ``o.old.long_name`` becomes ``o.name`` wherever it stands: what is aligned behind it moves nine columns.
CHAINS = [
    ("o.old.long_name(x,\n                y)", "o.name(x,\n       y)"),
    ("o.old.long_name (x,\n                 y\n                )", "o.name (x,\n        y\n       )"),
    ("(o.old.long_name)(x,\n                  y)", "(o.name)(x,\n         y)"),
    ("f(o.old.long_name(x,\n                  y))", "f(o.name(x,\n         y))"),
    ("f(o.old.long_name(x,\n                  y),\n  z)", "f(o.name(x,\n         y),\n  z)"),
    ("f(x,\n  o.old.long_name(x,\n                  y))", "f(x,\n  o.name(x,\n         y))"),
    # what is called is an attribute of it, or what it returns
    ("o.old.long_name.make(x,\n                     y)", "o.name.make(x,\n            y)"),
    ("o.old.long_name(1)(x,\n                   y)", "o.name(1)(x,\n          y)"),
    ("o.old.long_name[1](x,\n                   y)", "o.name[1](x,\n          y)"),
    # another call that begins behind it
    (
        "a, b = o.old.long_name, f(x,\n                          y)",
        "a, b = o.name, f(x,\n                 y)",
    ),
    ("f(o.old.long_name, g(x,\n                     y))", "f(o.name, g(x,\n            y))"),
    # several, in one line and nested
    (
        "o.old.long_name(o.old.long_name(x,\n                                y),\n                z)",
        "o.name(o.name(x,\n              y),\n       z)",
    ),
    (
        "o.old.long_name(x,\n                o.old.long_name(y,\n                                z))",
        "o.name(x,\n       o.name(y,\n              z))",
    ),
    (
        "a = o.old.long_name(x), o.old.long_name(y,\n                                        z)",
        "a = o.name(x), o.name(y,\n                      z)",
    ),
]
CHAINS_STAY = [
    "o.old.long_name",
    "o.old.long_name(x)",
    "o.old.long_name(\n    x,\n    y,\n)",
    "o.old.long_name(x,\n    y)",
    "f(x, o.old.long_name,\n  y)",
    "f(x,\n  o.old.long_name,\n  y)",
    "f(x, [o.old.long_name(\n    y)])",
    "g(x,\n  y); o.old.long_name(x)",
    "a = [o.old.long_name,\n     f(x,\n       y)]",
    'o.old.long_name("""x\n                y""")',
    "o.old.long_name(x)\nf(x,\n                y)",
]


def renamed_chains(before: str, old: str, new: str) -> str:
    facts = module(before)
    attributes = [node for node in facts.facts.scopes if isinstance(node, cst.Attribute)]
    names = [(node, new) for node in attributes if facts.text(node).strip("()") == old]
    assert names
    # Each by itself, as the rules give them: two edits may neither overlap nor be the same.
    edits = [edit for each in names for edit in rename_callees(facts, [each])]
    assert len(set(edits)) == len(edits)
    text, last = before, len(before)
    for edit in sorted(edits, reverse=True):
        assert edit.end <= last
        text, last = text[: edit.start] + edit.text + text[edit.end :], edit.start
    assert sorted(edits) == sorted(rename_callees(facts, names))
    return text


@pytest.mark.parametrize(("before", "after"), CHAINS)
def test_a_chain_becomes(before: str, after: str) -> None:
    assert renamed_chains(before, "o.old.long_name", "o.name") == after
    assert renamed_chains(after, "o.name", "o.old.long_name") == before


@pytest.mark.parametrize("before", CHAINS_STAY)
def test_the_lines_about_a_chain_stay(before: str) -> None:
    after = before.replace("o.old.long_name", "o.name")
    assert renamed_chains(before, "o.old.long_name", "o.name") == after


@pytest.mark.parametrize(
    ("use", "parsed"),
    [
        ("a = o.long_name(x, y)\n", 1),
        ("a = o.long_name(x,\n                y)\n", 1),
        ("a = o.long_name('(', y)\n", 1),
        ("with o.long_name(x, y): pass\n", 1),
    ],
)
def test_only_the_statement_of_the_name_is_parsed(
    use: str, parsed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, texts = hydrate._parsed, []

    def counted(text: str, *, is_line: bool) -> object:
        texts.append(text)
        return real(text, is_line=is_line)

    monkeypatch.setattr(hydrate, "_parsed", counted)
    lab = Lab("".join(f"print({number}, [1,\n    2])\n" for number in range(20)) + use)
    source = lab.sources["train.py"]
    with lab.project.skeletons():
        made = lab.project.parse(source, gate.parse(source.code, "train.py"))
        (name,) = made.attributes("long_name")
        rename_callees(made, [(name, "o.name")])
    assert len(texts) == parsed
