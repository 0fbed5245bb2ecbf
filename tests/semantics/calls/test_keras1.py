"""Arguments of Keras 1 that the first releases of Keras 2 took apart by hand."""

from __future__ import annotations

from tflint_ckpt.keras_api.reader import find, renamed_arguments
from tflint_ckpt.semantics.calls.keras1 import GONE, OTHER_SIDE, words


def test_no_table_knows_them() -> None:
    for owner, method, argument in GONE:
        assert find(owner) is not None, owner
        assert argument not in renamed_arguments(owner, method)


def test_what_is_raised_is_an_exception_of_python() -> None:
    assert {each for both in GONE.values() for each in both} == {"TypeError", "ValueError"}


def test_words() -> None:
    found = words()
    assert {"Embedding.dropout", "Conv2D.nb_row", "fit.show_accuracy", "evaluate.show_accuracy"} <= set(found)
    assert len(set(found)) == len(found) == len(GONE)
    assert not any(word.endswith(OTHER_SIDE) for word in found)
