"""TFC826 numpy-removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.cli import main

HEAD = "import numpy as np\nimport tensorflow as tf\n"

FIRES = [
    ("x = np.zeros(3, dtype=np.float)", "2.21", "error"),
    ("x = np.zeros(3, dtype=np.float)", "2.15", "warning"),
    ("x = np.zeros(3, dtype=np.bool)", "2.15", "warning"),
    ("x = np.Inf", "2.21", "warning"),
    ("def f():\n    return np.product(shape)", "2.21", "warning"),
    ("import numpy\nx = numpy.object", "2.21", "error"),
    ("from numpy import float as F", "2.21", "error"),
    ("from numpy import product\nproduct(x)", "2.21", "warning"),
    ("x = np.trapz(y)", "2.21", "warning"),
    ("x = np.int.__name__", "2.21", "error"),
    ("area = getattr(np, 'trapezoid', np.trapz)(y)", "2.21", "warning"),
    ("if getattr(args, 'exact', None):\n    x = np.float", "2.21", "error"),
    ("x = np.reshape(y, newshape=(2, 2))", "2.21", "warning"),
    ("from numpy import reshape\nx = reshape(y, newshape=(2, 2))", "2.21", "warning"),
]

SILENT = [
    ("x = np.float", "2.12"),
    ("x = np.bool", "2.21"),
    ("x = np.Inf", "2.16"),
    ("x = np.trapz(y)", "2.16"),
    ("x = np.reshape(y, newshape=(2, 2))", "2.16"),
    ("x = np.reshape(y, (2, 2))", "2.21"),
    ("x = np.reshape(y, shape=(2, 2))", "2.21"),
    ("x = tf.reshape(y, newshape=(2, 2))", "2.21"),
    ("x = np.float32, np.int64, np.bool_, np.inf, np.nan, np.str_", "2.21"),
    ("x = model.float", "2.21"),
    ("x = tf.experimental.numpy.float", "2.21"),
    ("import jax.numpy as np\nx = np.float", "2.21"),
    ("class np:\n    float = 3\nx = np.float", "2.21"),
    ("def f(np):\n    return np.float", "2.21"),
    ("np.float = float\nx = np.float", "2.21"),
    ("setattr(np, 'float', float)\nx = np.float", "2.21"),
    ("for n, v in {'float': float}.items():\n    setattr(np, n, v)\nx = np.float", "2.21"),
    ("for n in ('float',):\n    np.__dict__[n] = float\nx = np.float", "2.21"),
    ("vars(np).update({'float': float})\nx = np.float", "2.21"),
    ("area = (getattr(np, 'trapezoid', None) or np.trapz)(y)", "2.21"),
    ("area = getattr(np, 'trapezoid', None)\nif area is None:\n    area = np.trapz", "2.21"),
    ("if not hasattr(np, 'float'):\n    np.float = float\nx = np.zeros(3, np.float)", "2.21"),
    ("try:\n    x = np.float\nexcept AttributeError:\n    x = float", "2.21"),
    ("try:\n    from numpy import product\nexcept ImportError:\n    product = np.prod", "2.21"),
    ("x = np.float if hasattr(np, 'float') else float", "2.21"),
    ("from numpy.random import rand", "2.21"),
]

FIXED = [
    ("x = np.zeros(3, dtype=np.float)", "x = np.zeros(3, dtype=float)"),
    ("x = np.unicode(y)", "x = str(y)"),
    ("x = -np.Inf", "x = -np.inf"),
    ("x = np . float_(3)", "x = np . float64(3)"),
    ("import numpy\nx = numpy.alltrue(y)", "import numpy\nx = numpy.all(y)"),
    ("x = np.reshape(y, newshape=(2, 2))", "x = np.reshape(y, (2, 2))"),
    ("x = np.reshape(y, newshape = [2, 2], order='C')", "x = np.reshape(y, [2, 2], order='C')"),
    ("x = np.reshape(y, newshape=((2, 2)))", "x = np.reshape(y, ((2, 2)))"),
]

BY_HAND = [
    "def f(float):\n    return np.float",
    "x = np.NINF",
    "x = np.in1d(y, z)",
    "from numpy import product",
    "x = np.reshape(newshape=(2, 2), a=y)",
    "x = np.reshape(y, newshape=  # two rows\n    (2, 2))",
    "x = np.reshape(*y, newshape=(2, 2))",
]


@pytest.mark.parametrize(("code", "target", "severity"), FIRES)
def test_fires(code: str, target: str, severity: str) -> None:
    found = lint(HEAD + code, target, only="TFC826")
    assert [each.partition(" ")[2] for each in found] == [severity]


@pytest.mark.parametrize(("code", "target"), SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, only="TFC826") == []


@pytest.mark.parametrize(("code", "expected"), FIXED)
def test_safe_fix(code: str, expected: str) -> None:
    assert fix(HEAD + code, only="TFC826") == HEAD + expected


@pytest.mark.parametrize("code", BY_HAND)
def test_left_to_a_person(code: str) -> None:
    assert fix(HEAD + code, only="TFC826", unsafe=True) == HEAD + code
    assert all(found.fix is not None and found.fix.title for found in findings(HEAD + code, only="TFC826"))


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("requirements.txt", "tensorflow==2.21\n", ["float", "Inf"]),
        ("requirements.txt", "tensorflow==2.21\nnumpy\n", ["float", "Inf"]),
        ("requirements.txt", "tensorflow==2.21\nnumpy>=1.20\n", ["float", "Inf"]),
        ("requirements.txt", "tensorflow==2.21\nnumpy<2\n", ["float"]),
        ("requirements.txt", "tensorflow==2.21\nnumpy==1.26.4\n", ["float"]),
        ("requirements.txt", "tensorflow==2.21\nnumpy~=1.26\n", ["float"]),
        ("requirements.txt", "tensorflow==2.15\nnumpy==1.23.5\n", []),
        ("requirements.txt", "tensorflow==2.21\nnumpy >=1.16.2, <2.0.0\n", ["float"]),
        ("requirements.txt", "tensorflow==2.21\nnumpy>=1.20; python_version<'3.12'\n", ["float", "Inf"]),
        ("requirements.txt", "tensorflow==2.21\nnumpy>=1.20  # <2 is slow\n", ["float", "Inf"]),
        ("requirements.txt", "tensorflow==2.21\nnumpydoc==1.5\n", ["float", "Inf"]),
        ("setup.py", "setup(install_requires=['numpy>=1.16.2, !=1.19.0, <2.0.0'])\n", ["float"]),
        ("setup.py", "setup(install_requires=['numpy', 'scipy<2'])\n", ["float", "Inf"]),
        ("environment.yml", "dependencies:\n  - numpy=1.26\n", ["float"]),
        ("pyproject.toml", '[tool.poetry.dependencies]\nnumpy = "^1.26"\n', ["float"]),
        ("compat.py", "import numpy as np\nnp.Inf = np.inf\n", ["float"]),
    ],
)
def test_what_the_project_asks_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, codes: list[str]
) -> None:
    (tmp_path / "setup.py").write_text("")
    (tmp_path / name).write_text(text)
    (tmp_path / "train.py").write_text(f"{HEAD}print(np.float, np.Inf)\n")
    main(["--no-cache", "--select", "TFC826", "--output-format", "concise", str(tmp_path / "train.py")])
    shown = capsys.readouterr().out
    assert [name for name in ("float", "Inf") if f"np.{name} is gone" in shown] == codes
