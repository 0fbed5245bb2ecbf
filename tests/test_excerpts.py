"""What a page shows of a script: whole statements, in the blocks that they stand in."""

from __future__ import annotations

import ast

import pytest

from tests import claims
from tools.excerpts import differing, excerpt

SCRIPT = '''\
import keras


def callbacks(folder):
    """The callbacks."""
    path = folder + "/m.keras"

    print(path)
    return [
        keras.callbacks.ModelCheckpoint(
            path,
            save_best_only=True,
            max_to_keep=3,
        ),
    ]


run(callbacks("a"))
'''


def test_a_statement_is_shown_whole_with_the_head_of_its_block() -> None:
    assert excerpt(SCRIPT, [(12, 13)]) == '''\
def callbacks(folder):
    # …
    print(path)
    return [
        keras.callbacks.ModelCheckpoint(
            path,
            save_best_only=True,
            max_to_keep=3,
        ),
    ]'''


def test_the_same_is_shown_of_both() -> None:
    before, after = differing(SCRIPT, SCRIPT.replace("            max_to_keep=3,\n", ""))
    assert after == before.replace("            max_to_keep=3,\n", "")


def test_what_is_inserted_is_shown_between_whole_statements() -> None:
    made = SCRIPT.replace("    print(path)\n", "    print(path)\n    os.makedirs(folder)\n")
    before, after = differing("import os\n" + SCRIPT, "import os\n" + made)
    assert after == before.replace("    print(path)\n", "    print(path)\n    os.makedirs(folder)\n")
    assert before.endswith("    ]")


def test_places_far_apart_have_a_mark_between() -> None:
    text = "a = 1\n" + "x = 0\n" * 9 + "b = 2\n"
    assert excerpt(text, [(0, 1), (10, 11)]) == "a = 1\nx = 0\nx = 0\n# …\nx = 0\nx = 0\nb = 2"


def test_what_is_no_python_is_shown_by_lines() -> None:
    assert excerpt("print 'a'\nb\nc\nd\n", [(0, 1)]) == "print 'a'\nb\nc"


CASES = [case for folder in claims.case_folders() if (case := claims.read(folder)).example]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.name}")
def test_every_example_reads_as_python(case: claims.Case) -> None:
    for shown in differing(case.text("before"), case.text("after")):
        assert shown == shown.strip("\n")
        try:
            ast.parse(case.text("before"))
        except SyntaxError:
            continue
        ast.parse(shown.replace("# …", "..."))
