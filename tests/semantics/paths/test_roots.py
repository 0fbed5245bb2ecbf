"""Where a path begins that the code does not name."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.paths.roots import Root, is_setting, root_of

HEAD = "import os\nfrom pathlib import Path\nimport other\n"
OTHER = "import os\nHERE = os.path.dirname(__file__)\nOUT = os.path.join(HERE, 'out')\nTWO = a\nTWO = b\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = __file__", Root.FILE),
        ("x = os.path.dirname(os.path.abspath(__file__))", Root.FILE),
        ("x = Path(__file__).resolve().parent.parent / 'out'", Root.FILE),
        ("x = Path(__file__).parents[1]", Root.FILE),
        ("x = str(Path(__file__))", Root.FILE),
        ("a = os.path.dirname(__file__)\nx = os.path.join(a, 'out')", Root.FILE),
        ("x = os.path.dirname(__file__) + '/out'", Root.FILE),
        ("a = __file__\nx = f'{a}/out'", Root.FILE),
        ("x = other.OUT", Root.FILE),
        ("x = os.environ.get('A', 'b')", Root.ENVIRONMENT),
        ("a = os.getenv('A', 'b')\nx = os.path.join(a, 'c')", Root.ENVIRONMENT),
        ("x = os.path.dirname(os.environ.get('A', 'b'))", None),
        ("x = Path(os.environ.get('A', 'b')).parent / 'c'", None),
        ("x = os.environ.get('A')", None),
        ("x = os.environ['A']", None),
        ("x = 'out'", None),
        ("x = os.getcwd()", None),
        ("x = os.path.join(*parts)", None),
        ("x = f'out/{a}'", None),
        ("x = other.TWO", None),
        ("x = other.NONE", None),
        ("a = b\na = __file__\nx = a", None),
        ("x = make(__file__)", None),
    ],
)
def test_root_of(code: str, expected: Root | None) -> None:
    facts = module(HEAD + code, other=OTHER)
    assert root_of(facts, assigned(facts, "x")) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = os.environ.get('A', 'b')", True),
        ("a = os.environ.get('A', 'b')\nx = a", True),
        ("x = other.ENV", True),
        ("x = os.environ.get('A', 'b') + '/c'", False),
        ("a = os.environ.get('A', 'b') + '/c'\nx = a", False),
        ("x = os.path.join(os.environ.get('A', 'b'), c)", False),
        ("x = other.BELOW", False),
        ("x = __file__", False),
        ("x = f()", False),
    ],
)
def test_is_setting(code: str, expected: bool) -> None:
    there = "import os\nENV = os.getenv('A', 'b')\nBELOW = os.path.join(ENV, 'c')\n"
    facts = module(HEAD + code, other=there)
    assert is_setting(facts, assigned(facts, "x")) is expected
