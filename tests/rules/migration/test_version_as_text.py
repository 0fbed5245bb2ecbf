"""TFC817 version-as-text."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = "import keras\nimport tensorflow as tf\nfrom packaging import version\n"
NUMBERS = 'tuple(map(int, tf.__version__.split(".")[:2]))'

# What stands after HEAD, and what --fix --unsafe-fixes makes of it on TensorFlow 2.21.
BECOMES = [
    ('assert tf.__version__ >= "2.4"', f"assert {NUMBERS} >= (2, 4)"),
    ("if tf.__version__ < '2.5':\n    pass", f"if {NUMBERS} < (2, 5):\n    pass"),
    ('new = "2.9" <= tf.__version__', f"new = (2, 9) <= {NUMBERS}"),
    ('if "2.4" > tf.__version__: pass', f"if (2, 4) > {NUMBERS}: pass"),
    ('if tf.__version__[:3] >= "2.6": pass', f"if {NUMBERS} >= (2, 6): pass"),
    ("if float(tf.__version__[:3]) >= 2.4: pass", f"if {NUMBERS} >= (2, 4): pass"),
    ("if float(tf.__version__[0:3]) < 2.3: pass", f"if {NUMBERS} < (2, 3): pass"),
    ("NEEDED = '2.8'\nassert tf.version.VERSION >= NEEDED", f"NEEDED = '2.8'\nassert {NUMBERS} >= (2, 8)"),
    (
        'v = tf.__version__\nassert v >= "2.4"',
        'v = tf.__version__\nassert tuple(map(int, v.split(".")[:2])) >= (2, 4)',
    ),
    (
        'v = tf.__version__\nif v[:3] < "2.4": pass',
        'v = tf.__version__\nif tuple(map(int, v.split(".")[:2])) < (2, 4): pass',
    ),
    (
        'if tf.__version__.split(".")[1] > "4": pass',
        'if int(tf.__version__.split(".")[1]) > 4: pass',
    ),
    (
        "v = tf.__version__\nif '3' <= v.split('.')[1]: pass",
        "v = tf.__version__\nif 3 <= int(v.split('.')[1]): pass",
    ),
    ('if keras.__version__ >= "3.8": pass', f"if {NUMBERS} >= (3, 8): pass"),
    (
        'minor = tf.__version__.split(".")[1]\nif minor >= "4": pass',
        'minor = tf.__version__.split(".")[1]\nif int(minor) >= 4: pass',
    ),
    (
        'major, minor = tf.__version__.split(".")[:2]\nif major == "2" and minor < "3": pass',
        'major, minor = tf.__version__.split(".")[:2]\nif major == "2" and int(minor) < 3: pass',
    ),
    (
        'v = tf.__version__.split(".")\nif v[0] == "2" and v[1] < "4": pass',
        'v = tf.__version__.split(".")\nif v[0] == "2" and int(v[1]) < 4: pass',
    ),
    ("if int(tf.__version__[2]) >= 4: pass", 'if int(tf.__version__.split(".")[1]) >= 4: pass'),
    ('if tf.__version__[2] < "4": pass', 'if int(tf.__version__.split(".")[1]) < 4: pass'),
    ('if float(".".join(tf.__version__.split(".")[:2])) < 2.4: pass', f"if {NUMBERS} < (2, 4): pass"),
    ('if tf.__version__.split(".") >= ["2", "4"]: pass', f"if {NUMBERS} >= (2, 4): pass"),
    ('if tf.__version__.split(".")[:2] >= ["2", "4"]: pass', f"if {NUMBERS} >= (2, 4): pass"),
]

SILENT = [
    'if tf.__version__.split(".")[1] > "1": pass',
    'if tf.__version__.split(".")[1] >= "11": pass',
    'if tf.__version__.split(".")[1] == "4": pass',
    'if int(tf.__version__.split(".")[1]) > 4: pass',
    'if tf.__version__.split("-")[1] > "4": pass',
    'if tf.__version__.split(".")[2] > "4": pass',
    'if tf.__version__.split(".")[-1] > "4": pass',
    'if tf.__version__.split(".")[1] > "4.0": pass',
    'if tf.__version__.split(".")[1] > needed: pass',
    'if tf.__version__.split()[1] > "4": pass',
    'if tf.__version__[:3].split(".")[1] > "4": pass',
    'minor = tf.__version__.split(".")[1]\nif minor > "0": pass',
    'minor = int(tf.__version__.split(".")[1])\nif minor >= 4: pass',
    'parts = [int(p) for p in tf.__version__.split(".")[:2]]\nif parts >= [2, 4]: pass',
    'if tf.__version__.split(".") >= ["2", "10"]: pass',
    'if tf.__version__.split(".")[1:] >= ["4"]: pass',
    "if int(tf.__version__[2]) >= 2: pass",
    "if int(tf.__version__[2:4]) >= 4: pass",
    "if int(tf.__version__[4]) >= 4: pass",
    "if float(tf.__version__[2:]) >= 4: pass",
    'if int(tf.__version__.replace(".", "")[:2]) >= 24: pass',
    'major, minor = tf.__version__.split(".")[:2]\nif major > "1": pass',
    'def new(minor):\n    return minor >= "4"\nnew(tf.__version__.split(".")[1])\nnew("7")',
    'minor = tf.__version__.split(".")[1] if tf else "4"\nif minor >= "4": pass',
    'if (2, 4) <= tuple(int(n) for n in tf.__version__.split(".")[:2]): pass',
    'if sys.version.split(".")[1] > "4": pass',
    'major, minor, _ = tf.__version__.split(".")\nif major >= "2": pass',
    'minor = tf.__version__.split(".")[1]\nminor = other()\nif minor >= "4": pass',
    'assert tf.__version__ >= "2.0"',
    'assert tf.__version__ >= "2"',
    'v = tf.__version__\nassert v >= "2.0"',
    'v = tf.__version__\nv = other()\nassert v >= "2.4"',
    'v = tf.__version__.split(".")[0]\nassert v >= "2"',
    'import numpy\nv = numpy.__version__\nassert v >= "1.9"',
    'assert tf.__version__ >= "1.15"',
    'if tf.__version__ < "2": pass',
    'if tf.__version__ >= "3": pass',
    'if tf.__version__ == "2.4": pass',
    'if tf.__version__ != "2.4.1": pass',
    'if tf.__version__.startswith("2."): pass',
    'if tf.__version__[0] == "2": pass',
    "if int(tf.__version__[0]) >= 2: pass",
    'if tf.__version__.split(".")[0] >= "2": pass',
    'assert version.parse(tf.__version__) >= version.parse("2.4")',
    'assert tuple(map(int, tf.__version__.split(".")[:2])) >= (2, 4)',
    "if tf.__version__ >= needed: pass",
    'if tf.__version__ >= "2.x": pass',
    "if float(tf.__version__) >= 2.0: pass",
    "if float(tf.__version__[:3]) >= 2.0: pass",
    'if tf.__version__[:1] >= "2": pass',
    'import numpy as np\nif np.__version__ >= "1.9": pass',
    'import torch\nif torch.__version__ >= "1.9": pass',
    'class A:\n    __version__ = "2.21"\nif A.__version__ >= "2.4": pass',
    "print(tf.__version__)",
    'if tf.__version__ in ("2.4", "2.5"): pass',
    'with pytest.raises(AssertionError):\n    assert tf.__version__ >= "2.4"',
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    after = after.replace("tf.__version__", "tf.version.VERSION" if "VERSION" in before else "tf.__version__")
    after = after.replace("tf.__version__", "keras.__version__") if "keras" in before else after
    assert fix(HEAD + before, only="TFC817", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC817") == []


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ('assert tf.__version__ >= "2.4"', "2.4", []),
        ('assert tf.__version__ >= "2.4"', "2.10", ["TFC817:4 warning"]),
        ('assert tf.__version__ >= "2.4"', "2.4 2.21", ["TFC817:4 warning"]),
        ('assert tf.__version__ >= "2.10"', "2.4", ["TFC817:4 warning"]),
        ('assert tf.__version__ >= "2.10"', "2.15", []),
        ('assert keras.__version__ >= "3.8"', "2.16", []),
    ],
)
def test_targets(code: str, target: str, expected: list[str]) -> None:
    assert lint(HEAD + code, target, only="TFC817") == expected


def test_message() -> None:
    [found] = findings(HEAD + 'assert tf.__version__ >= "2.4"', only="TFC817")
    assert found.message == ('the release is compared as text: on TensorFlow 2.21 "2.21.0" >= "2.4" is False')
    [found] = findings(HEAD + "assert float(tf.__version__[:3]) >= 2.4", only="TFC817")
    assert found.message == (
        "only three characters of the release are compared: TensorFlow 2.21 counts as 2.2, "
        "and 2.2 >= 2.4 is False"
    )


def test_three_numbers_are_left_to_a_person() -> None:
    [found] = findings(HEAD + 'assert tf.__version__ >= "2.4.1"', only="TFC817")
    assert found.fix is not None
    assert not found.fix.edits


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "assert int(tf.__version__[2]) >= 4",
            "only one character of the release is compared: TensorFlow 2.21 counts as 2, and 2 >= 4 is False",
        ),
        (
            'assert float(".".join(tf.__version__.split(".")[:2])) >= 2.4',
            "the release is compared as a decimal number: TensorFlow 2.21 counts as 2.21, "
            "and 2.21 >= 2.4 is False",
        ),
        (
            'minor = tf.__version__.split(".")[1]\nassert minor >= "4"',
            'a part of the release is compared as text: on TensorFlow 2.21 "21" >= "4" is False',
        ),
        (
            'assert tf.__version__.split(".") >= ["2", "4"]',
            'the release is compared as text: on TensorFlow 2.21 ["2", "21", "0"] >= ["2", "4"] is False',
        ),
    ],
)
def test_says_what_is_compared(code: str, message: str) -> None:
    [found] = findings(HEAD + code, only="TFC817")
    assert found.message == message


@pytest.mark.parametrize(
    "code",
    [
        'from tensorflow import __version__ as release\nassert release > "2.3"',
        'def new(release=tf.__version__):\n    return release >= "2.4"\nnew()',
        "class Model:\n    def __init__(self):\n        self.release = tf.__version__\n"
        '    def old(self):\n        return self.release < "2.4"',
        "minor = tf.__version__[2]\nif int(minor) >= 4: pass",
    ],
)
def test_finds(code: str) -> None:
    assert [
        found.code for found in findings(code if "__version__ as" in code else HEAD + code, only="TFC817")
    ]
