"""What code takes of the text of a release: as Python gives it, on releases with one and two digits."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.release_forms import ReleaseForms

HEAD = "import tensorflow as tf\nimport keras\n"
RELEASES = [(2, 4), (2, 10), (3, 15)]
# An expression, and which of the numbers alone it is.
FORMS = [
    ("tf.__version__", None),
    ("tf.version.VERSION", None),
    ("keras.__version__", None),
    ("tf.keras.__version__[0]", 0),
    ("tf.__version__[2]", 1),
    ("tf.__version__[:1]", 0),
    ("tf.__version__[:3]", None),
    ("tf.__version__[0:3]", None),
    ("float(tf.__version__[:3])", None),
    ("int(tf.__version__[0])", 0),
    ("float(tf.__version__[2])", 1),
    ("tf.__version__.split('.')", None),
    ("tf.__version__.split('.')[0]", 0),
    ("int(tf.__version__.split('.')[1])", 1),
    ("tf.__version__.split('.')[:2]", None),
    ("tf.__version__.split('.')[:2][1]", 1),
    ("'.'.join(tf.__version__.split('.')[:2])", None),
    ("float('.'.join(tf.__version__.split('.')[:2]))", None),
]
OTHERS = [
    "tf.__version__[1]",
    "tf.__version__[-1]",
    "tf.__version__[:5]",
    "tf.__version__[1:3]",
    "tf.__version__[:n]",
    "tf.__version__[::2]",
    "tf.__version__[0][0]",
    "tf.__version__[:3][0]",
    "tf.__version__.split('.')[2]",
    "tf.__version__.split('.')[-1]",
    "tf.__version__.split('.')[0][0]",
    "tf.__version__.split()",
    "tf.__version__.split('-')",
    "tf.__version__.split('.', 1)",
    "tf.__version__[:3].split('.')",
    "list(map(int, tf.__version__.split('.')))",
    "tuple(tf.__version__.split('.'))",
    "float(tf.__version__)",
    "version.parse(tf.__version__)",
    "np.__version__",
    "'2.4'.split('.')",
    "tf.__version__ if t else keras.__version__",
    # Python raises for these.
    "int(tf.__version__[:3])",
    "int('.'.join(tf.__version__.split('.')[:2]))",
    "int(tf.__version__.split('.'))",
    "tf.__version__.split('.')[:1][1]",
    "float(tf.__version__[:3])[0]",
]


@pytest.mark.parametrize(("code", "part"), FORMS)
def test_forms(code: str, part: int | None) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    form = facts.fact(ReleaseForms).of(node)
    assert form is not None
    assert form.part == part
    assert form.package == ("TensorFlow" if "keras" not in code else "Keras")
    for numbers in RELEASES:
        found = form.of(numbers)
        text = f"{numbers[0]}.{numbers[1]}.0"
        names = {"tf": _Fake(text), "keras": _Fake(text)}
        says = eval(code, names)  # type: ignore[arg-type]
        assert (list(found) if isinstance(found, tuple) else found) == says
        assert type(found) is (tuple if isinstance(says, list) else type(says))
        assert form.is_list is isinstance(says, list)
        assert form.is_number is isinstance(says, (int, float))


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_none(code: str) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    assert facts.fact(ReleaseForms).of(node) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("tf.__version__[:3]", True),
        ("tf.__version__[2]", True),
        ("tf.__version__.split('.')[1]", False),
        ("tf.__version__", False),
    ],
)
def test_whether_characters_are_counted(code: str, expected: bool) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    form = facts.fact(ReleaseForms).of(node)
    assert form is not None
    assert form.is_cut is expected


@pytest.mark.parametrize(
    "code",
    ["v = tf.__version__\nshow(v[:3])", "V = tf.__version__\ndef f(): return V\nshow(f()[:3])"],
)
def test_through_variables(code: str) -> None:
    facts, node = marked(HEAD + code)
    form = facts.fact(ReleaseForms).of(node)
    assert form is not None
    assert form.package == "TensorFlow"
    assert form.of((2, 10)) == "2.1"


class _Fake:
    """A package of a release."""

    def __init__(self, text: str) -> None:
        self.__version__ = self.VERSION = text

    @property
    def version(self) -> _Fake:
        return self

    @property
    def keras(self) -> _Fake:
        return self
