"""What a parameter called ``model`` holds, as far as its function and its callers show."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.callers import callers
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.parameters.judged import Parameter, parameters, passed

HEAD = "import os\nfrom pathlib import Path\nimport keras\nimport torch\n"
# The signature and body of a function, and by what the parameter is shown to hold a name.
NAMES = [
    ("model", "open(model)", "OPENED"),
    ("model: str", "pass", "ANNOTATED"),
    ("model: Path", "model.exists()", "ANNOTATED_PATH"),
    ("model='a'", "pass", "DEFAULT"),
    ("model=f'a'", "print(model)", "DEFAULT"),
    ("*, model", "model.lower()", "METHOD"),
    ("model, /", "model + 'a'", "ADDED"),
    # The strongest
    ("model", "model == 'a'\n    open(model)", "OPENED"),
    ("model: str = 'a'", "open(model)", "ANNOTATED"),
    # Something else as well, or nothing
    ("model", "pass", None),
    ("model", "open(model)\n    model.fit(x)", None),
    ("model", "if isinstance(model, str):\n        open(model)", None),
    ("model: str", "model.fit(x)", None),
    ("model: Path", "model()", None),
    ("model: str | keras.Model", "open(model)", None),
    ("model: keras.Model", "open(model)", None),
    ("model='a'", "model()", None),
    ("model=None", "pass", None),
    # What is bound later is another variable.
    ("model", "model = build(model)\n    model.fit(x)", None),
    ("model", "open(model)\n    model = build()\n    model.fit(x)", "OPENED"),
    ("model", "if model == 'a': model = build()\n    model.fit(x)", None),
    ("model", "if model.lower(): model = build()\n    model.fit(x)", "METHOD"),
    ("model", "def g(model):\n        model.fit(x)\n    open(model)", "OPENED"),
    ("model", "def g():\n        model.fit(x)\n    open(model)", None),
    ("model", "[model.fit(x) for model in y]\n    open(model)", "OPENED"),
]


def read(signature: str, body: str) -> tuple[Module, Parameter]:
    facts = module(f"{HEAD}def f({signature}):\n    {body}\n")
    return facts, next(parameters(facts, "model"))


@pytest.mark.parametrize(("signature", "body", "expected"), NAMES)
def test_held_name(signature: str, body: str, expected: str | None) -> None:
    _, parameter = read(signature, body)
    found = parameter.held_name()
    assert (found.proof.name if found is not None else None) == expected


# The same, and what else is known of the parameter.
KNOWN = [
    ("model", "open(model)", {"path"}),
    ("model: Path", "pass", {"path"}),
    ("model", "model = build()\n    model.fit(x)", {"ignored"}),
    ("model", "pass", set()),
    ("model", "model.layers", {"keras"}),
    ("model", "model.layers\n    isinstance(model, str)", {"keras", "checked"}),
    ("model: keras.Model", "pass", {"keras"}),
    ("model: Mine", "model.layers", set()),
    ("model", "model.state_dict()", {"foreign"}),
    ("model: torch.nn.Module", "pass", {"foreign"}),
    ("model", "type(model)", {"checked"}),
    ("model", "if t: model = build()\n    model.layers", {"keras", "mixed"}),
]


@pytest.mark.parametrize(("signature", "body", "expected"), KNOWN)
def test_what_else_is_known(signature: str, body: str, expected: set[str]) -> None:
    facts, parameter = read(signature, body)
    known = {
        "path": parameter.is_path,
        "ignored": parameter.ignored,
        "keras": parameter.keras(facts) is not None,
        "checked": parameter.checked is not None,
        "foreign": parameter.foreign,
        "mixed": bool(parameter.mixed),
    }
    assert {name for name, holds in known.items() if holds} == expected


def test_to_delete_it_is_no_read() -> None:
    facts, parameter = read("model", "del model")
    assert len(parameter.own.uses) == 1
    assert parameter.reads(facts) == []


def test_each_function_has_its_own() -> None:
    facts = module(
        "def f(model): pass\nclass C:\n    def g(self, x, model=1): pass\ndef h(*model, **k): pass\n"
    )
    found = list(parameters(facts, "model"))
    assert [each.function.name.value for each in found] == ["f", "g"]
    assert {each.name for each in found} == {"model"}


PASSED = [
    ("f('a')", (True, False)),
    ("f(model='a')", (True, False)),
    ("f('a')\nf('b')", (True, False)),
    ("f('a')\nf(3)", (True, True)),
    ("f(keras.Model())", (False, True)),
    ("f(unknown)", (False, False)),
    ("f(*more)", (False, False)),
    ("pass", (False, False)),
]


@pytest.mark.parametrize(("code", "expected"), PASSED)
def test_what_callers_pass(code: str, expected: tuple[bool, bool]) -> None:
    facts = module(f"{HEAD}def f(model): pass\n{code}\n")
    parameter = next(parameters(facts, "model"))
    found = callers(facts, parameter.function, "model", thorough=True)
    string, other = passed(parameter, found)
    assert (string is not None, other) == expected
    held = parameter.held_name(string)
    assert (held.proof.name if held is not None else None) == ("CALLERS" if expected[0] else None)
