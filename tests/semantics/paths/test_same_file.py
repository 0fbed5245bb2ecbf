"""Whether two paths name one file."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.same_file import Sameness, same_file
from tflint_ckpt.semantics.values.kinds import Text

PAIRS = [
    # One function that is given folder, other, name and number.
    ("'a/w.h5'", "'a/w.h5'", Sameness.SAME),
    ("'a/w.h5'", "'./a//w.h5'", Sameness.SAME),
    ("'a/w.h5'", "os.path.join('a', 'w.h5')", Sameness.SAME),
    ("folder + 'best.h5'", "folder + 'best.h5'", Sameness.SAME),
    ("folder + '/best.h5'", "os.path.join(folder, 'best.h5')", Sameness.SAME),
    ("f'{folder}/{name}.h5'", "os.path.join(folder, name + '.h5')", Sameness.SAME),
    ("'w_{epoch:02d}.h5'", "'w_{epoch:02d}.h5'", Sameness.SAME),
    ("'w_{epoch:02d}.h5'", "'w_03.h5'", Sameness.ONE_OF),
    ("'a/w_{epoch:02d}.h5'", "f'a/w_{number:02d}.h5'", Sameness.ONE_OF),
    ("folder + '/w_{epoch:02d}.h5'", "folder + '/w_03.h5'", Sameness.ONE_OF),
    ("folder + 'start.h5'", "folder + 'best.h5'", Sameness.OTHER),
    ("folder + '/start.h5'", "other + '/best.h5'", Sameness.OTHER),
    ("folder + '/best.h5'", "folder + '/best.keras'", Sameness.OTHER),
    ("folder + '/best.h5'", "folder + '/last/best.h5'", Sameness.OTHER),
    ("folder + '_best.h5'", "folder + '.h5'", Sameness.OTHER),
    ("folder + '/a/w.h5'", "folder + '/b/w.h5'", Sameness.OTHER),
    ("'a/w.h5'", "'b/w.h5'", Sameness.OTHER),
    ("'a/w.h5'", "'w.h5'", Sameness.OTHER),
    ("'w.h5'", "'/content/w.h5'", Sameness.PERHAPS),
    ("'D:/runs/a/w.h5'", "'a/w.h5'", Sameness.PERHAPS),
    ("'w.h5'", "'/content/v_w.h5'", Sameness.OTHER),
    ("'a/w.h5'", "'/content/w.h5'", Sameness.OTHER),
    ("'/a/w.h5'", "'/content/a/w.h5'", Sameness.OTHER),
    ("'a/w.h5'", "f'b/{name}.h5'", Sameness.OTHER),
    ("'a/w_{epoch:02d}.h5'", "'a/v_03.h5'", Sameness.OTHER),
    ("'a/w_{epoch:02d}.h5'", "'a/w_/03.h5'", Sameness.OTHER),
    ("folder + '/best.h5'", "other + '/best.h5'", Sameness.OTHER),
    ("'a/w.h5'", "f'a/{name}.h5'", Sameness.PERHAPS),
    ("'a/w.h5'", "name", Sameness.PERHAPS),
    ("'a/w.h5'", "folder + '/w.h5'", Sameness.PERHAPS),
    ("folder + '/w.h5'", "'a/w.h5'", Sameness.PERHAPS),
    ("folder + '/w.h5'", "find() + '/w.h5'", Sameness.PERHAPS),
    ("find() + '/w.h5'", "find() + '/w.h5'", Sameness.ALIKE),
]


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS, ids=[f"{row[0]} and {row[1]}" for row in PAIRS])
def test_in_one_function(one: str, other: str, expected: Sameness) -> None:
    code = f"import os\ndef f(folder, other, name, number):\n    first({one})\n    second(str({other}))\n"
    assert _compared(code) is expected


FUNCTIONS = [
    ("the same words", "folder + '/best.h5'", "folder + '/best.h5'", Sameness.ALIKE),
    ("other words", "folder + '/best.h5'", "place + '/best.h5'", Sameness.PERHAPS),
    ("the same words, another name", "folder + '/start.h5'", "folder + '/best.h5'", Sameness.OTHER),
    ("other words, another name", "folder + 'start.h5'", "place + 'best.h5'", Sameness.OTHER),
    ("one of a template", "folder + '/w_{epoch}.h5'", "folder + '/w_3.h5'", Sameness.ALIKE),
    ("a constant of the module", "ROOT + '/w.h5'", "ROOT + '/w.h5'", Sameness.SAME),
    ("an attribute", "self.folder + 'best.h5'", "self.folder + 'best.h5'", Sameness.SAME),
    ("an attribute, another name", "self.folder + 'best.h5'", "self.folder + 'start.h5'", Sameness.OTHER),
    ("two attributes", "self.folder + 'best.h5'", "self.other + 'best.h5'", Sameness.OTHER),
]


@pytest.mark.parametrize(
    ("one", "other", "expected"), [row[1:] for row in FUNCTIONS], ids=[row[0] for row in FUNCTIONS]
)
def test_in_two_methods(one: str, other: str, expected: Sameness) -> None:
    code = f"""
    ROOT = get()
    class T:
        def __init__(self, folder, other):
            self.folder = folder
            self.other = other
        def f(self, folder):
            first({one})
        def g(self, folder, place):
            second(str({other}))
    """
    assert _compared(dedent(code)) is expected


def test_a_variable_that_is_set_again_is_another_folder() -> None:
    code = "folder = a()\nfirst(folder + '/w.h5')\nfolder = b()\nsecond(str(folder + '/w.h5'))\n"
    assert _compared(code) is Sameness.OTHER


def test_inside_a_loop_a_path_is_itself() -> None:
    body = "first(f'{run}.h5')\nsecond(str(f'{run}.h5'))\n"
    assert _compared("for run in runs:\n" + indent(body, "    ")) is Sameness.SAME


def _compared(code: str) -> Sameness:
    facts = module(code)
    found: dict[str, Text] = {}
    for call in facts.facts.calls:
        name = facts.text(call.func)
        if name in ("first", "second"):
            (value,) = facts.evaluate(call.args[0].value)
            assert isinstance(value, Text)
            found[name] = value
    return same_file(facts, found["first"], found["second"])
