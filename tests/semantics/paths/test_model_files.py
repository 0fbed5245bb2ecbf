"""Files of models: which one a call may be given, who writes it, and who brings it."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls, marked
from tflint_ckpt.semantics.paths import model_files
from tflint_ckpt.semantics.paths.handled import HandledFiles
from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.values.kinds import Text

# Where a file is written, where one is read; whether they surely are the same, and whether they may be.
PAIRS = [
    ("'a/b.h5'", "'a/b.h5'", True, True),
    ("'./a/b.h5'", "'a//b.h5'", True, True),
    ("'a/{epoch}.h5'", "'a/12.h5'", True, True),
    ("f'a/{x}.h5'", "'a/12.h5'", True, True),
    ("'a/%02d.h5' % x", "'a/12.h5'", True, True),
    ("f'{x}/b.h5'", "'a/b.h5'", False, True),
    ("f'{x}/b.h5'", "'b.h5'", False, True),
    ("'b.h5'", "f'{x}/b.h5'", False, True),
    ("f'{x}/b.h5'", "'c.h5'", False, False),
    ("'a/b.h5'", "f'{x}/b.h5'", False, True),
    ("'a/b.h5'", "'a/c.h5'", False, False),
    ("'a/b.h5'", "'c/b.h5'", False, False),
    ("f'a/{x}.keras'", "'a/b.h5'", False, False),
    ("x", "'a/b.h5'", False, True),
]


@pytest.mark.parametrize(("written", "read", "surely", "maybe"), PAIRS)
def test_the_same_file(written: str, read: str, surely: bool, maybe: bool) -> None:
    facts = module(f"show({written}, {read})")
    (call,) = calls(facts, "show")
    (one,), (other,) = (facts.evaluate(each.value) for each in call.args)
    assert isinstance(other, Text)
    assert (model_files.is_at(one, other), model_files.may_be_at(one, other)) == (surely, maybe)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("load best.h5", True),
        ("'out/best.h5'", True),
        ("net_best.h5", False),
        ("net-best.h5", False),
        ("best.h5x", False),
        ("bestxh5", False),
    ],
)
def test_a_name_in_a_text(text: str, found: bool) -> None:
    assert (model_files.naming("best.h5").search(text) is not None) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("load fold_3.h5", True),
        ("f'out/fold_{k}.h5'", True),
        ("'fold_%d.h5' % k", True),
        ("my_fold_3.h5", False),
        ("fold 3.h5", False),
        ("fold_a/b.h5", False),
        ("fold_3.h5x", False),
    ],
)
def test_a_name_with_a_field_in_a_text(text: str, found: bool) -> None:
    assert (model_files.naming(f"fold_{HOLE}.h5").search(text) is not None) is found
    assert model_files.word_of(f"fold_{HOLE}.h5") == "fold_"


@pytest.mark.parametrize(
    ("path", "telling"),
    [("'b.h5'", True), ("'out/b.h5'", True), ("f'out/{x}'", True), ("f'{x}.h5'", False), ("f'{x}/b'", False)],
)
def test_what_tells_enough(path: str, telling: bool) -> None:
    facts, node = marked(f"show({path})")
    (text,) = facts.evaluate(node)
    assert isinstance(text, Text)
    assert model_files.is_telling(text) is telling


@pytest.mark.parametrize(
    ("path", "may"),
    [("'b.h5'", True), ("f'{x}.h5'", True), ("x", True), ("'c.h5'", False), ("'b.keras'", False)],
)
def test_what_a_call_may_be_given(path: str, may: bool) -> None:
    facts = module(f"import keras\nm = keras.Sequential()\nm.save({path})\n")
    (handled,) = facts.fact(HandledFiles).every
    assert model_files.may_be(handled, "b.h5") is may


def test_the_files_that_load_or_save_models() -> None:
    others = {"a": "m.save('x')", "b": "print(1)", "c": "from k import ModelCheckpoint as M\nM('x')"}
    found = model_files.files_with(module("pass", **others)) or []
    assert [each.path for each in found] == ["a.py", "c.py"]
    found = model_files.files_with(module("pass", **others), ["save"]) or []
    assert [each.path for each in found] == ["a.py"]
    assert model_files.files_with(module("pass", a="m.save('x')\ndef (")) is None
    many = {f"f{n}": "m.save('x')" for n in range(20)}
    assert model_files.files_with(module("pass", **many)) is None


@pytest.mark.parametrize(
    ("code", "brought"),
    [
        ("pass", False),
        ("'a'.replace('a', 'b')", False),
        ("d.copy()", False),
        ("import copy\ncopy.copy(d)", False),
        ("import shutil\nshutil.rmtree(d)", False),
        ("import shutil\nshutil.copy(a, b)", True),
        ("from shutil import rmtree, copy\ncopy(a, b)", True),
        ("import os\nos.replace(a, b)", True),
        ("import os\nos.symlink(a, b)", True),
        ("Path(a).symlink_to(b)", True),
        ("tf.io.gfile.copy(a, b)", True),
        ("download_all()", True),
    ],
)
def test_what_brings_files(code: str, brought: bool) -> None:
    assert model_files.is_brought(module(code)) is brought
    assert model_files.is_brought(module("pass", other=code)) is brought


@pytest.mark.parametrize(
    ("code", "unseen"),
    [("m.save('a')", False), ("np.save('a', x)", False), ("m.save(*a)", True), ("m.load_model(*a)", False)],
)
def test_what_saves_to_an_unseen_path(code: str, unseen: bool) -> None:
    assert model_files.saves_unseen(module(f"import numpy as np\n{code}\n")) is unseen


@pytest.mark.parametrize(
    ("code", "asks"),
    [
        ("pass", False),
        ("os.path.exists('out/b.h5')", True),
        ("os.path.exists('other/b.h5')", True),
        ("os.path.exists('out')", True),
        ("os.path.exists(where)", True),
        ("os.listdir('out')", True),
        ("os.path.exists('data/x.npy')", False),
        ("os.path.exists('outer')", False),
        ("list(filter(os.path.exists, every))", True),
        ("if not os.path.exists('out'): os.makedirs('out')", False),
        ("if not os.path.exists('out'): os.makedirs('other')", True),
        ("if os.path.exists('out'): os.makedirs('out')", True),
        ("if not Path(d).exists(): Path(d).mkdir()", False),
        ("os.path.exists('data/x.npy')\nos.path.exists('out/b.h5')", True),
    ],
)
def test_what_asks_for_a_file(code: str, asks: bool) -> None:
    facts = module(f"import os\nfrom pathlib import Path\n{code}\nshow('out/b.h5')\n")
    (call,) = calls(facts, "show")
    (text,) = facts.evaluate(call.args[0].value)
    assert isinstance(text, Text)
    assert model_files.asks(facts, [text]) is asks
