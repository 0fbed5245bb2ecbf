"""Up to where in a file its folders are needed."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.needed import needed_until

HEAD = "import keras\nimport tensorflow as tf\nnet = keras.Sequential()\n"
# Code with a call of save, ModelCheckpoint or cache, and the line up to which it is needed.
NEEDED = [
    ("save('a')", 4),
    ("def f():\n    save('a')\nf()\nprint()\nf()", 8),
    ("def g():\n    save('a')\ndef f():\n    g()\nf()", 8),
    ("c = keras.callbacks.ModelCheckpoint('a')\nprint()\nnet.fit(x, callbacks=[c])", 6),
    ("c = keras.callbacks.ModelCheckpoint('a')\nnet.fit(x, callbacks=[c])\nnet.fit(y, callbacks=[c])", 6),
    ("def f(c):\n    net.fit(x, callbacks=[c])\nf(keras.callbacks.ModelCheckpoint('a'))", 6),
    # nobody can tell
    ("def f():\n    save('a')", None),
    ("keras.callbacks.ModelCheckpoint('a')", None),
    ("def f(c):\n    net.fit(x, callbacks=[c])\nuse(keras.callbacks.ModelCheckpoint('a'))", None),
    ("tf.data.Dataset.range(3).cache('a')", None),
]


@pytest.mark.parametrize(("code", "expected"), NEEDED)
def test_needed_until(code: str, expected: int | None) -> None:
    facts = module(HEAD + code)
    (call,) = (call for name in ("save", "ModelCheckpoint", "cache") for call in calls(facts, name))
    offset = needed_until(facts, call)
    assert (facts.source.position(offset)[0] if offset is not None else None) == expected
