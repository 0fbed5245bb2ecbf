"""Where checkpoints lie: the folder that the latest one is looked for in."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.saving.latest import sources
from tflint_ckpt.semantics.saving.places import Place, is_latest, places

HEAD = "import tensorflow as tf\nmanager = tf.train.CheckpointManager(c, 'a', max_to_keep=3)\n"

LATEST = [
    ("show(tf.train.latest_checkpoint('a'))", True),
    ("show(manager.latest_checkpoint)", True),
    ("show(tf.train.latest_checkpoint)", False),
    ("show('a')", False),
    ("show(manager.checkpoints)", False),
    ("show(other.latest_checkpoint())", False),
    ("show(mine.train.latest_checkpoint('a'))", False),
]
# Code that shows an expression, and what gives it its value; None where not all of that is seen.
SOURCES = [
    ("show('a')", "'a'"),
    ("p = 'a'\nshow(p)", "'a'"),
    ("p = 'a' if t else 'b'\nshow(p)", "'a' 'b'"),
    ("p = 'a'\nif t:\n    p = 'b'\nshow(p)", "'a' 'b'"),
    ("def f(p):\n    show(p)\nf('a')", "'a'"),
    ("def f(p):\n    show(p)\nuse(f)", None),
    ("for p in q:\n    show(p)", None),
]


@pytest.mark.parametrize(("code", "expected"), LATEST)
def test_is_latest(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    assert is_latest(facts, node) is expected


@pytest.mark.parametrize(("code", "expected"), SOURCES)
def test_sources(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    found = sources(facts, node)
    assert (None if found is None else " ".join(sorted(map(facts.text, found)))) == expected


# What gives the path of the latest checkpoint, and the folder; "?" for that of a manager.
FOLDERS = [
    ("tf.train.latest_checkpoint('./a/')", "a"),
    ("tf.train.latest_checkpoint(checkpoint_dir='a')", "a"),
    ("tf.train.latest_checkpoint(latest_filename='x', checkpoint_dir='a')", "a"),
    ("manager.latest_checkpoint", "a"),
    ("tf.train.CheckpointManager(c, folder, 3).latest_checkpoint", "?"),
    ("tf.train.latest_checkpoint(folder)", ""),
    ("tf.train.latest_checkpoint(latest_filename='x')", ""),
    ("tf.train.latest_checkpoint(*a)", ""),
    ("other.latest_checkpoint", ""),
    ("'a'", ""),
]


@pytest.mark.parametrize(("code", "expected"), FOLDERS)
def test_folders(code: str, expected: str) -> None:
    def name(place: Place) -> str:
        return place if isinstance(place, str) else "?"

    assert " ".join(map(name, places(*marked(f"{HEAD}show({code})")))) == expected
