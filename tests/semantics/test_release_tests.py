"""Comparisons of a release: they are right on a release where Python's answer is that of the numbers."""

from __future__ import annotations

import pytest

from tests.lint import RELEASES, module
from tests.semantics.marked import marked
from tflint_ckpt.semantics.release_forms import ReleaseForms
from tflint_ckpt.semantics.release_tests import comparisons

HEAD = "import keras\nimport tensorflow as tf\n"
# A comparison, and the releases on which it says something else than the numbers do.
WRONG = [
    ("tf.__version__ < '2.4'", "2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.21"),
    ("tf.__version__ >= '2.0'", ""),
    ("'2.9' > tf.__version__", "2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.21"),
    ("tf.__version__ >= '2.15'", "2.4"),
    ("tf.__version__[:3] >= '2.4'", "2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.21"),
    ("float(tf.__version__[:3]) >= 2.4", "2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.21"),
    ("int(tf.__version__.split('.')[1]) >= 4", ""),
    ("tf.__version__.split('.')[1] >= '4'", "2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.21"),
    ("int(tf.__version__[2]) >= 4", "2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.21"),
    ("int(tf.__version__[0]) >= 2", ""),
    ("tf.__version__.split('.') >= ['2', '4']", "2.10 2.11 2.12 2.13 2.14 2.15 2.16 2.21"),
]
# What is no comparison of a release, or of one that nobody knows.
NONE = [
    "tf.__version__ == '2.4'",
    "tf.__version__ in ('2.4',)",
    "tf.__version__ < wanted",
    "tf.__version__ < '2.x'",
    "tf.__version__ < '2.4' < other",
    "tf.__version__[1:] < '2.4'",
    "tf.__version__[::2] < '2.4'",
    "tf.__version__.split('-')[0] < '2.4'",
    "tf.__version__.replace('.', '') < '24'",
    "version.parse(tf.__version__) < version.parse('2.4')",
    "float(tf.__version__) < 2.4",
    "np.__version__ < '2.4'",
    "tuple(map(int, tf.__version__.split('.')[:2])) < (2, 4)",
]


def evaluated(comparison: str, release: str) -> bool:
    """What Python says with a ``tf`` of that release."""
    fake = type("tf", (), {"__version__": f"{release}.0"})
    return bool(eval(comparison, {"tf": fake}))


@pytest.mark.parametrize(("comparison", "wrong"), WRONG)
def test_on_which_releases_it_is_wrong(comparison: str, wrong: str) -> None:
    (found,) = comparisons(module(f"{HEAD}if {comparison}: pass\n"))
    assert " ".join(name for name, release in RELEASES.items() if found.is_wrong(release)) == wrong
    for name, release in RELEASES.items():
        assert f"is {evaluated(comparison, name)}" in found.message(release)


@pytest.mark.parametrize("comparison", NONE)
def test_what_is_left_alone(comparison: str) -> None:
    assert list(comparisons(module(f"{HEAD}if {comparison}: pass\n"))) == []


# Code that shows an expression, and what it is on 2.10; None for what is not known.
FORMS = [
    ("show(tf.__version__)", "2.10.0"),
    ("v = tf.__version__\nshow(v[:3])", "2.1"),
    ("v = tf.__version__.split('.')\nshow(v)", ("2", "10", "0")),
    ("v = tf.__version__.split('.')\nshow(int(v[1]))", 10),
    ("show('.'.join(tf.__version__.split('.')[:2]))", "2.10"),
    ("show(float('.'.join(tf.__version__.split('.')[:2])))", 2.1),
    ("a, b, c = tf.__version__.split('.')\nshow(b)", "10"),
    ("a, *b = tf.__version__.split('.')\nshow(a)", "2"),
    ("def f(): return tf.__version__\nshow(f())", "2.10.0"),
    # Another text, or perhaps another one.
    ("tf.__version__ = '2.0'\nshow(tf.__version__)", None),
    ("v = tf.__version__\nif c: v = '2.0'\nshow(v)", None),
    ("*a, b = tf.__version__.split('.')\nshow(b)", None),
    ("show(tf.__version__[-1])", None),
    ("show(tf.__version__[1])", None),
    ("show(tf.__version__ + '0')", None),
    ("show(tf.__version__.split('.', 1)[0])", None),
    ("show(str(tf.__version__))", None),
]


@pytest.mark.parametrize(("code", "expected"), FORMS)
def test_what_is_taken_of_a_release(code: str, expected: object) -> None:
    facts, node = marked(HEAD + code)
    form = facts.fact(ReleaseForms).of(node)
    assert (form.of((2, 10)) if form is not None else None) == expected
