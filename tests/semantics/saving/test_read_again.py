"""Whether the module itself loads the model again that it saves whole."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.saving.read_again import knows_own_names, unaided
from tflint_ckpt.semantics.saving.whole import whole_saves

HEAD = "import keras\nfrom keras.models import load_model\nnet = keras.Sequential()\n"
# Code that saves, and the line of the load that surely reads that; "-" for none in sight, "" for none at all.
READ = [
    ("net.save('a.keras')", "-"),
    ("net.save('a.keras')\nload_model('a.keras')", "5"),
    ("p = 'a.h5'\nnet.save(p)\nload_model(p)", "6"),
    ("net.save('a.keras')\nload_model(path)", "-"),
    ("net.save('a.keras')\nload_model('b.keras')", "-"),
    ("net.save('a.keras' if t else 'b.keras')\nload_model('a.keras')", "-"),
    ("net.save(f'{d}/a.keras')\nload_model(f'{d}/a.keras')", "-"),
    ("net.save('a.keras')\nload_model('a.keras', custom_objects=c)\nload_model('a.keras')", "6"),
    # read otherwise, or of another kind
    ("net.save('a.keras')\nload_model('a.keras', custom_objects=c)", ""),
    ("net.save('a.keras')\nload_model('a.keras', c)", ""),
    ("net.save('a.keras')\nload_model('a.keras', **options)", ""),
    ("net.save('a.keras')\ntry:\n    load_model('a.keras')\nexcept ValueError:\n    pass", ""),
    ("net.save('a.keras')\nnet.load_weights('a.keras')", ""),
    ("net.save('a')", ""),
    ("net.save(path)", ""),
]


@pytest.mark.parametrize(("code", "expected"), READ)
def test_unaided(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    (save,) = whole_saves(facts)
    found = unaided(facts, save)
    load = found.load if found is not None else None
    assert ("" if found is None else "-" if load is None else f"{line(facts, load.call.node)}") == expected


def test_names_of_its_own() -> None:
    assert knows_own_names(module("import keras\nkeras.utils.get_custom_objects()['f'] = f"))
    assert knows_own_names(module("with keras.utils.CustomObjectScope({'f': f}):\n    pass"))
    assert not knows_own_names(module(HEAD))
