"""``ImageDataGenerator``: which one pictures flow from, and whether it changes them at random."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls, marked
from tflint_ckpt.semantics.datasets.generators import flow_of, flows, random_options

HEAD = "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"

# The arguments of a generator, and those that surely change pictures at random.
OPTIONS = [
    ("rotation_range=20", "rotation_range"),
    ("horizontal_flip=True, zoom_range=0.2", "horizontal_flip zoom_range"),
    ("brightness_range=(0.5, 1.5)", "brightness_range"),
    ("rescale=1 / 255", ""),
    ("rotation_range=0", ""),
    ("horizontal_flip=False", ""),
    ("horizontal_flip=f", ""),
    ("validation_split=0.2", ""),
    ("**options", ""),
]
# Code that shows an expression, and the flow that it comes from.
FLOWS = [
    ("gen = ImageDataGenerator()\nshow(gen.flow(x))", "gen.flow(x)"),
    (
        "gen = ImageDataGenerator()\ndata = gen.flow_from_directory('a')\nshow(data)",
        "gen.flow_from_directory('a')",
    ),
    ("show(gen.flow(x))", ""),
    ("gen = ImageDataGenerator()\nshow(gen)", ""),
    ("gen = ImageDataGenerator()\ndata = gen.flow(x) if t else y\nshow(data)", ""),
]


@pytest.mark.parametrize(("arguments", "expected"), OPTIONS)
def test_random_options(arguments: str, expected: str) -> None:
    facts = module(f"{HEAD}gen = ImageDataGenerator({arguments})\n")
    (call,) = calls(facts, "ImageDataGenerator")
    assert " ".join(sorted(random_options(facts, call))) == expected


@pytest.mark.parametrize(("code", "expected"), FLOWS)
def test_flow_of(code: str, expected: str) -> None:
    facts, node = marked(HEAD + code)
    found = flow_of(facts, node)
    assert (facts.text(found) if found is not None else "") == expected


def test_each_flow_has_its_generator() -> None:
    code = "a = ImageDataGenerator(rescale=2)\nb = ImageDataGenerator()\na.flow(x)\nb.flow(y)\nc.flow(z)\n"
    facts = module(HEAD + code)
    found = [(facts.text(flow), facts.text(made)) for flow, made, _ in flows(facts)]
    assert found == [("a.flow(x)", "ImageDataGenerator(rescale=2)"), ("b.flow(y)", "ImageDataGenerator()")]
