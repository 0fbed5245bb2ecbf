"""Which types an annotation allows."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.annotations import allowed_types, annotation_of, is_typed

HEAD = "import typing\nfrom typing import Optional, Union\nimport tensorflow as tf\nimport keras\n"

# An annotation, and the types that it allows; "*" where they are models only.
ANNOTATIONS = [
    ("keras.Model", "keras.Model*"),
    ("tf.keras.Model", "tf.keras.Model*"),
    ("'keras.Model'", "keras.Model*"),
    ("Optional[keras.Model]", "keras.Model*"),
    ("keras.Model | None", "keras.Model*"),
    ("typing.Union[keras.Model, None]", "keras.Model*"),
    ("Union[keras.Model, str]", "keras.Model str"),
    ("keras.Model | str", "keras.Model str"),
    ("str", "str"),
    ("list[keras.Model]", "list[keras.Model]"),
    ("Mine", "Mine"),
]


@pytest.mark.parametrize(("written", "expected"), ANNOTATIONS)
def test_annotations(written: str, expected: str) -> None:
    facts = module(f"{HEAD}def f(x: {written}):\n    return x")
    (function,) = facts.facts.functions
    binding = facts.facts.scopes[function.body].bindings["x"][0]
    annotation = annotation_of(facts, binding)
    assert annotation is not None
    texts = [facts.tree.code_for_node(each) for each in allowed_types(facts, annotation.annotation)]
    only = is_typed(facts, annotation, "keras.Model")
    assert " ".join(texts) + ("*" if only else "") == expected


def test_what_has_no_annotation() -> None:
    facts = module("def f(x):\n    return x")
    (function,) = facts.facts.functions
    binding = facts.facts.scopes[function.body].bindings["x"][0]
    assert annotation_of(facts, binding) is None
    assert not is_typed(facts, None, "keras.Model")
