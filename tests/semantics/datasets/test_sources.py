"""What the loaders that may return several datasets return for one call."""

from __future__ import annotations

import libcst as cst
import pytest

from tflint_ckpt.semantics.datasets.sources import gives

TFDS = "tensorflow_datasets.load"
IMAGES = "keras.utils.image_dataset_from_directory"

# A loader, the arguments of a call, and where in the result datasets stand, of the places asked for.
PLACES: tuple[tuple[int | str, ...], ...] = ((), (0,), (1,), (2,), (0, 0), (0, 1), ("train",), (0, "train"))
CALLS: list[tuple[str, str, tuple[tuple[int | str, ...], ...]]] = [
    ("tensorflow.data.Dataset.range", "3", ((),)),
    (TFDS, "'a', split='train'", ((),)),
    (TFDS, "'a', 'train'", ((),)),
    (TFDS, "'a', split=f'train[:{n}]'", ((),)),
    (TFDS, "'a', split='train', with_info=False", ((),)),
    (TFDS, "'a', split='train', with_info=True", ((0,),)),
    (TFDS, "'a', split=['train', 'test']", ((0,), (1,))),
    (TFDS, "'a', split=('train', 'test'), with_info=True", ((0, 0), (0, 1))),
    (TFDS, "'a'", (("train",),)),
    (TFDS, "'a', with_info=True", ((0, "train"),)),
    (TFDS, "'a', split=splits", ()),
    (TFDS, "'a', split='train', with_info=info", ()),
    (TFDS, "'a', split='train', batch_size=-1", ()),
    (TFDS, "'a', **options", ()),
    (TFDS, "*names", ()),
    (IMAGES, "'a'", ((),)),
    (IMAGES, "'a', subset=None", ((),)),
    (IMAGES, "'a', subset='training'", ((),)),
    (IMAGES, "'a', subset='both'", ((0,), (1,))),
    (IMAGES, "'a', subset=subset", ()),
    (IMAGES, "'a', subset=part", ((),)),
    (IMAGES, "'a', **options", ()),
]


@pytest.mark.parametrize(("name", "given", "expected"), CALLS)
def test_gives(name: str, given: str, expected: tuple[tuple[int | str, ...], ...]) -> None:
    call = cst.parse_expression(f"load({given})")
    assert isinstance(call, cst.Call)
    assert tuple(place for place in PLACES if gives(call, name, place, _is_part)) == expected


def _is_part(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "part"
