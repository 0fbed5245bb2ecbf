"""Whether the path that a call is handed ends in a suffix that Keras takes there."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.endings import endings

HEAD = "import argparse\nimport os\n"
OPTIONS = """\
parser = argparse.ArgumentParser()
parser.add_argument('--p', default='{}')
args = parser.parse_args()
"""
# Code that shows a path, what ends otherwise than in .keras, and whether that is open for some way.
ENDINGS = [
    ("show('a.h5')", "a.h5", False),
    ("show('a.h5' if t else 'b.ckpt')", "a.h5 b.ckpt", False),
    ("show(os.path.join(d, 'a.h5'))", "⟨…⟩/a.h5", False),
    ("show(f'{d}.{n}')", "", True),
    ("show('a.keras')", "", False),
    ("show('a.keras' if t else 'a.h5')", "", True),
    ("show(path)", "", True),
    ("show('a.h5' if t else None)", "a.h5", False),
    ("show(None)", "", True),
    ("def f(p):\n    show(p)\nf('a.h5')", "a.h5", False),
    ("def f(p):\n    show(p)\nf('a.h5')\nf('b.keras')", "a.h5", False),
    ("def f(p):\n    show(p)\nf('b.keras')", "", False),
    ("def f(p):\n    show(p)\nf('b.keras')\nuse(f)", "", True),
    ("def f(p):\n    show(p)\nf('a.h5')\nuse(f)", "a.h5", False),
    ("def f(p):\n    show(p + '.keras')\nf('a')", "", False),
    (OPTIONS.format("a.h5") + "show(args.p)", "a.h5 by default", False),
    (OPTIONS.format("a.keras") + "show(args.p)", "", True),
    (OPTIONS.format("a.h5") + "if args.p.endswith('.keras'):\n    show(args.p)", "", True),
]


@pytest.mark.parametrize(("code", "wrong", "is_open"), ENDINGS)
def test_endings(code: str, wrong: str, is_open: bool) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "show")
    found = endings(facts, call, call.args[0].value, (".keras",))
    shown = " ".join(text.shown for text in found.wrong) + " by default" * found.by_default
    assert (shown, found.is_open) == (wrong, is_open)


def test_what_reads_does_not_ask_its_callers() -> None:
    facts = module("def f(p):\n    show(p)\nf('a.h5')\nuse(f)")
    (call,) = calls(facts, "show")
    assert endings(facts, call, call.args[0].value, (".keras",), callers=False).wrong == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("show(name + '.h5')", 1),
        ("show(name + '.h5')\nname = 'a.weights'", 0),
        ("show(f'{name}.weights.h5')", 0),
    ],
)
def test_a_name_to_which_the_end_of_weights_is_added(code: str, expected: int) -> None:
    facts = module(code)
    (call,) = calls(facts, "show")
    assert len(endings(facts, call, call.args[0].value, (".weights.h5",)).wrong) == expected
