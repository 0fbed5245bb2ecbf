"""A cell that is not read may use and change what the others name."""

from __future__ import annotations

import ast

import pytest

from tests.lint import target_of
from tests.notebook.made import notebook
from tflint_ckpt.linter import Linter
from tflint_ckpt.notebook.magics import registered
from tflint_ckpt.notebook.standin import stand_in, variables
from tflint_ckpt.project import Project
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.target import Targets


def test_what_is_named_is_handed_to_somebody() -> None:
    names = {"model", "x"}
    assert stand_in("%%mine\nmodel.fit(x)", names) == "__(   \nmodel,x,)   "
    assert stand_in("%%mine\r\nf(model)\r\n", names) == "__(   \r\nmodel,) \r\n"
    assert stand_in("%%mine\nx = model.predict(y, 1)", names) == "__(   \nmodel,(x:=__(x)),)     "
    assert stand_in("print 'a'\nfor x in model: pass", names) == "__(model,\n(x:=__(x)),)        "
    assert stand_in("%%mine\nx = 1", names) == "__(x,)\n     "  # no room to set it


@pytest.mark.parametrize("text", ["%%mine", "%%mine\nother.model.x(model_x)", "x", ""])
def test_nothing_is_handed_on_where_nothing_is_named_or_there_is_no_room(text: str) -> None:
    assert stand_in(text, {"model", "x"}) is None


SET = ["x = 1", "x, y = f()", "(y, x) = f()", "y = x = 1", "x += 1", "x[0] = 1", "for x in y:",
       "with y as x:", "x: int = 1", "def x():", "import x", "del x"]  # fmt: skip
READ = ["f(x)", "f(x=1)", "f(x, y=1)", "x == 1", "y = x", "x.fit(a=1)", "y = f(x)", "for y in x:", "y = x.a"]


@pytest.mark.parametrize("line", SET + READ)
def test_a_name_that_may_be_set_is_set_to_something_unknown(line: str) -> None:
    code = stand_in(f"%%mine with room enough\n{line}\n", {"x"})
    assert code is not None
    assert (":=" in code) is (line in SET)
    ast.parse(code)


def test_variables_are_those_of_the_module() -> None:
    code = "import os\na = 1\nfor b, c in d: e = [f for f in g]\ndef h(i): j = 1\n"
    code += "class K:\n  l = 1\nwith m as n: o: int = 1\n"
    assert variables(ast.parse(code)) == set("abcefhKno")


def codes(*cells: str) -> list[str]:
    source = notebook(
        "import tensorflow as tf\n"
        "model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])\n"
        "model.compile('adam', 'mse')",
        *cells,
    )
    targets = Targets(target_of("keras3"))
    project = Project([source.path], {source.path: source}.get, lambda source: targets)
    rules = tuple(rule for rule in RULES if rule.code in ("TFC112", "TFC116", "TFC201", "TFC506"))
    found = Linter(lambda path: rules, project).check(source).findings
    return [finding.code for finding in found if finding.code != "TFC001"]


CALLBACK = "cb = tf.keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)"
JUDGED = [
    ([CALLBACK, "{}", "model.fit(x, y)"], "model.fit(x, y, callbacks=[cb])", ["TFC116"]),
    ([CALLBACK, "{}", "model.fit(x, y, callbacks=[cb])"], "cb.monitor = 'loss'", ["TFC112"]),
    (["s = tf.train.Checkpoint(m=model).restore('x')", "{}"], "s.assert_consumed()", ["TFC506"]),
    (
        ["d = tf.data.Dataset.from_tensor_slices(x).batch(3)", "{}", "d = d.cache()\nmodel.fit(d)"],
        "d = d.map(f)",
        ["TFC201"],
    ),
]


@pytest.mark.parametrize(("cells", "code", "found"), JUDGED)
def test_a_cell_that_is_not_read_may_be_the_reason_that_all_is_well(
    cells: list[str], code: str, found: list[str]
) -> None:
    def with_cell(cell: str) -> list[str]:
        return codes(*(each.replace("{}", cell) for each in cells))

    assert with_cell("1") == found
    assert with_cell(f"%%bash\n{code}") == found
    assert with_cell(f"%%mine\n{code}") == []
    assert with_cell(f"print 'x'\n{code}") == []


def test_a_magic_that_the_notebook_defines_holds_python_where_it_runs_its_cell() -> None:
    define = "@register_cell_magic\ndef backend(line, cell):\n    get_ipython().run_cell(cell)\n"
    other = "@magic.register_line_cell_magic\ndef shown(line, cell):\n    print(cell)\n"
    assert registered([define, other, "run_cell"]) == {"backend"}
    source = notebook(define, "%%backend tensorflow\nx = 1")
    assert source.code.endswith("\nx = 1")
