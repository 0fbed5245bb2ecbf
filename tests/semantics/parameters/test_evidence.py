"""What one use of a variable proves about its value."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.parameters.evidence import Proof, is_keras, is_text, of_use

HEAD = """\
import os, glob, logging
from pathlib import Path
import keras
OPTIONS = {"a": 1}
MIXED = {"a": 1, other: 2}
NAMES = ["a", "b"]
def f(model, x=1):
    """

# A use of ``model``, and what it proves.
USES = [
    ("model.lower()", "METHOD"),
    ("model.fit(x)", "ATTRIBUTE"),
    ("model()", "CALLED"),
    ("model.__class__", "-"),
    ("isinstance(model, str)", "EITHER"),
    ("isinstance(model, keras.Model)", "CHECKED"),
    ("isinstance(x, model)", "-"),
    ("is_string(model)", "EITHER"),
    ("is_strong(model)", "-"),
    ("getattr(x, model)", "KEY"),
    ("getattr(model, x)", "-"),
    ("os.path.join(x, model)", "JOINED"),
    ("open(model)", "OPENED"),
    ("open(x, model)", "-"),
    ("open(file=model)", "OPENED"),
    ("glob.glob(model)", "PATH"),
    ("model + '.h5'", "ADDED"),
    ("model + x", "-"),
    ("Path('a') / model", "JOINED"),
    ("x / model", "-"),
    ("'%s.h5' % model", "FORMATTED"),
    ("'%s' % model", "-"),
    ("'%s.h5' % (model, 1)", "FORMATTED"),
    ("f'a/{model}'", "FORMATTED"),
    ("f'{model}'", "-"),
    ("print(f'a/{model}.h5')", "-"),
    ("raise ValueError(f'a/{model}.h5')", "-"),
    ("path = f'{model}'", "FORMATTED"),
    ("log_dir = 'run_{}'.format(model)", "FORMATTED"),
    ("model == 'a'", "COMPARED"),
    ("'a' == model", "COMPARED"),
    ("'a' == model == x", "-"),
    ("model != x", "-"),
    ("model in NAMES", "COMPARED"),
    ("model in OPTIONS.keys()", "COMPARED"),
    ("model in ('a', 1)", "-"),
    ("OPTIONS[model]", "KEY"),
    ("OPTIONS[model] = 2", "-"),
    ("OPTIONS[model] += 1", "KEY"),
    ("MIXED[model]", "-"),
    ("x[model]", "-"),
    ("NAMES[model]", "-"),
    ("model.x = 1", "ATTRIBUTE"),
    ("print(*model)", "-"),
    ("x(**model)", "-"),
    ("model.mkdir()", "OPENED"),
    ("model.stem(x)", "ATTRIBUTE"),
    ("model.stem.trainable = False", "ATTRIBUTE"),
    ("model.stem", "-"),
    ("model.stem = x", "ATTRIBUTE"),
    ("model.stem.lower()", "OPENED"),
    ("f'{model.stem}.h5'", "OPENED"),
    ("model.suffix == '.h5'", "OPENED"),
    ("model.suffix in ('.h5', '.keras')", "OPENED"),
    ("'.h5' == model.suffix", "OPENED"),
    ("[model.stem, x]", "-"),
    ("match model:\n        case 'a' | 'b': pass", "COMPARED"),
    ("match model:\n        case keras.Model(): pass", "-"),
]


@pytest.mark.parametrize(("body", "expected"), USES)
def test_what_a_use_proves(body: str, expected: str) -> None:
    facts = module(f"{HEAD}{body}\n")
    (use,) = (each for each in facts.facts.named("model"))
    proof = of_use(facts, use)
    assert (proof.proof.name if proof is not None else "-") == expected


def test_each_proof_is_of_one_thing() -> None:
    for proof in Proof:
        looks = proof in (Proof.CHECKED, Proof.EITHER)
        assert [proof.of_name, proof.of_object, looks].count(True) == 1
        assert proof.of_name or not (proof.raises or proof.of_path)
    assert [proof.rank for proof in Proof] == list(range(len(Proof)))


KERAS = [
    ("model.fit_generator(x)", True),
    ("model.fit(x, epochs=3)", True),
    ("model.fit(x)", True),
    ("model.layers", True),
    ("model(x, training=True)", True),
    ("model(x)", False),
    ("model.anything()", False),
]


@pytest.mark.parametrize(("body", "expected"), KERAS)
def test_whether_an_object_is_a_model_of_keras(body: str, expected: bool) -> None:
    facts = module(HEAD + body + "\n")
    (use,) = (each for each in facts.facts.named("model"))
    proof = of_use(facts, use)
    assert proof is not None
    assert is_keras(facts, proof) is expected


@pytest.mark.parametrize("above", ["import sklearn", "class Own:\n    def fit(self, x): pass"])
def test_fit_alone_is_none_where_others_have_it(above: str) -> None:
    for body, expected in (("model.fit(x)", False), ("model.fit(x, epochs=3)", True)):
        facts = module(f"{above}\n{HEAD}{body}\n")
        proof = of_use(facts, facts.facts.named("model")[-1])
        assert proof is not None
        assert is_keras(facts, proof) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("'a'", True),
        ("'a' + x", True),
        ("f'{x}'", True),
        ("str(x)", True),
        ("x.lower()", True),
        ("os.path.basename(x)", True),
        ("x", False),
        ("x.fit()", False),
        ("3", False),
        ("b'a'", False),
        ("['a']", False),
    ],
)
def test_is_text(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}pass\nresult = {code}\n")
    assert is_text(facts, assigned(facts, "result")) is expected
