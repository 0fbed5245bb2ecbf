"""What stands in the way of renaming a parameter, and who could notice."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tflint_ckpt.semantics.calls.callers import callers
from tflint_ckpt.semantics.parameters.judged import parameters
from tflint_ckpt.semantics.parameters.renaming import is_contained, mixed_binding, obstacle, with_texts

HEAD = "import functools\nimport tensorflow as tf\n"
# A file with a parameter ``model``, and the beginning of what stands in the way of another name.
OBSTACLES = [
    ("def f(model): open(model)\nf('a')", None),
    ("def f(model): open(model)\nf(model='a')", None),
    ("def f(model): open(model)\nfunctools.partial(f, model='a')", None),
    ("def f(model='a'): open(model)\nfunctools.partial(f, 1)", None),
    (
        "def f(x, model): open(model)\ng = functools.partial(f, 1)",
        "functools.partial leaves it to later calls",
    ),
    ("def f(model): open(model)\nf(**{'model': 'a'})", "a call passes it by the key 'model'"),
    ("def f(model): open(model)\nf(**options)", "a call passes it by the key 'model'"),
    ("def f(x, model='a'): open(model)\nf(1, **options)", None),
    ("def f(model='a'): open(model)\ndef g(**k): f(**k)", "a call passes on the keyword arguments"),
    ("def f(model): open(model)\nhooks = [f]", "it is handed on as a value"),
    ("def f(model): pass\ndef f(model): pass\nf(model=1)", "the function is defined more than once"),
    (
        "class C:\n    def f(self, model): pass\nx.f(model=1)",
        "a call by keyword may be of this function or of",
    ),
    # In the function
    ("def f(model): print(locals())", "the function looks its variables up by name"),
    ("def f(model): return eval('model')", "the function looks its variables up by name"),
    ("def f(model):\n    if t: import model\n    open(model)", "an import or definition takes its place"),
    (
        "def f(model):\n    if t:\n        def model(): pass\n    open(model)",
        "an import or definition takes its place",
    ),
    ("@click.option('--model')\ndef f(model): pass", "a decorator passes it by name"),
    ("@pytest.mark.parametrize('model', x)\ndef f(model): pass", "a decorator passes it by name"),
    ("@tf.function(model=1)\ndef f(model): pass", "a decorator passes it by name"),
    ("@register\ndef f(model): pass", "a decorator passes it by name"),
    ("@tf.function\ndef f(model): pass", None),
    ("def f(model): pass\nfire.Fire()", "the functions of the file are commands"),
    (
        "class C:\n    def __init__(self, model): pass\n    def get_config(self): return {'model': self.m}",
        "get_config stores it under that name",
    ),
    ("class C:\n    def __init__(self, model): pass\n    def get_config(self): return {}", None),
]


def lab_of(code: str, **files: str) -> Lab:
    return Lab(HEAD + code + "\n", **files)


@pytest.mark.parametrize(("code", "expected"), OBSTACLES)
def test_obstacle(code: str, expected: str | None) -> None:
    facts = lab_of(code).module
    parameter = next(parameters(facts, "model"))
    found = callers(facts, parameter.function, "model", thorough=True)
    told = obstacle(facts, parameter, with_texts(facts, parameter), found)
    assert told is None if expected is None else told is not None and told.startswith(expected), told


RUN = "\nif __name__ == '__main__': pass"
CONTAINED = [
    ("def f(model): open(model)\nf('a')" + RUN, {}, True),
    ("def _f(model): open(model)\n_f('a')", {}, True),
    ("def g():\n    def f(model): open(model)\n    f('a')", {}, True),
    ("class _C:\n    def f(self, model): open(model)\n    def g(self): self.f('a')", {}, True),
    ("@tf.function\ndef f(model): open(model)\nf('a')" + RUN, {}, True),
    ("def f(model): open(model)" + RUN, {}, False),
    ("def f(model): open(model)\ndef g(): f('a')", {}, False),
    ("def f(model): open(model)\nf('a')\nf(**x)" + RUN, {}, False),
    ("def f(model): open(model)\nf('a')\nx = f" + RUN, {}, False),
    ("def f(model): print(f'{model=}')\nf('a')" + RUN, {}, False),
    ("@mine\ndef f(model): open(model)\nf('a')" + RUN, {}, False),
    ("def f(model): open(model)\nf('a')" + RUN, {"__init__": ""}, False),
]


@pytest.mark.parametrize(("code", "files", "expected"), CONTAINED)
def test_is_contained(code: str, files: dict[str, str], expected: bool) -> None:
    facts = lab_of(code, **files).module
    parameter = next(parameters(facts, "model"))
    found = callers(facts, parameter.function, "model", thorough=True)
    assert is_contained(facts, parameter, found) is expected


# The body of a function, how many ranges hold a text, and whether a use may see something else.
RANGES = [
    ("open(model)", 1, False),
    ("open(model)\n    model = 'a'\n    open(model)", 2, False),
    ("open(model)\n    model = build()\n    model.fit(x)", 1, False),
    ("if t: model = 'a'\n    open(model)", 1, False),
    ("if t: model += 'a'\n    open(model)", 1, False),
    ("if t: model = build()\n    open(model)", 1, True),
    ("if t: model, x = 'a', 1\n    open(model)", 1, False),
    ("if t: del model\n    open(model)", 1, False),
    ("for model in x: pass\n    open(model)", 1, True),
]


@pytest.mark.parametrize(("body", "texts", "mixed"), RANGES)
def test_ranges(body: str, texts: int, mixed: bool) -> None:
    facts = lab_of(f"def f(model):\n    {body}").module
    parameter = next(parameters(facts, "model"))
    assert len(with_texts(facts, parameter)) == texts
    assert (mixed_binding(facts, parameter) is not None) is mixed
