"""Whether a file is run rather than imported."""

from __future__ import annotations

import pytest

from tests.lint import Lab, module
from tflint_ckpt.semantics.calls.scripts import is_script

RUN = [
    "if __name__ == '__main__':\n    pass",
    "def f(): pass\nif __name__ == '__main__': f()",
    "def f(): pass\nf()",
    "def f(): pass\nfor x in y:\n    f()",
    "def f(): pass\nx = f()",
    "(lambda: 1)()",
    "from functools import partial\ndef f(): pass\npartial(f, 1)()",
    "model.fit(x)",
    "model.compile('adam')",
    "import keras\nkeras.Model.fit(model, x)",
    "with strategy.scope():\n    model.compile('adam')",
]
IMPORTED = [
    "def f(): pass",
    "def f(): pass\ndef g():\n    f()",
    "class C:\n    model.fit(x)",
    "print(1)",
    "import keras\nmodel = keras.Sequential()",
    "import re\nNUMBER = re.compile('[0-9]')",
    "from re import compile\nNUMBER = compile('[0-9]')",
    "import numpy as np\nx = np.fit(y)",
    "if os.name == 'nt':\n    pass",
    "def main():\n    if __name__ == '__main__': pass",
    "def f(): pass\nx = f",
    "f()",
]


@pytest.mark.parametrize(("code", "expected"), [(c, True) for c in RUN] + [(c, False) for c in IMPORTED])
def test_is_script(code: str, expected: bool) -> None:
    assert is_script(module(code + "\n")) is expected


def test_a_package_is_imported() -> None:
    lab = Lab("", **{"pkg/__init__": "def f(): pass\nf()\n"})
    package = lab.project.parse(lab.sources["pkg/__init__.py"])
    assert not is_script(package)


CLASS = "class C:\n    def run(self): pass\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("C().run()", True),
        ("print(C().run())", True),
        ("c = C()\nx = c.run()", True),
        ("c = C()", False),
        ("def f():\n    return C().run()", False),
        ("x = other().run()", False),
    ],
)
def test_a_file_that_runs_methods_of_its_own_is_a_script(code: str, expected: bool) -> None:
    assert module(f"{CLASS}{code}\n").call_sites.is_script is expected
