"""What a call does with a path that it is handed."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.roles import Role, file_argument, role_in

HEAD = """\
import keras, os, shutil
from keras.callbacks import ModelCheckpoint
from keras.models import load_model, save_model
"""

# A call whose path is ``p``, and what it does with it.
ROLES = [
    ("model.save_weights(p)", Role.WRITES_WEIGHTS),
    ("model.save_weights(filepath=p)", Role.WRITES_WEIGHTS),
    ("model.load_weights(p)", Role.READS_WEIGHTS),
    ("model.save(p)", Role.WRITES_MODEL),
    ("save_model(model, p)", Role.WRITES_MODEL),
    ("keras.saving.save_model(model, p)", Role.WRITES_MODEL),
    ("save_model(p, model)", Role.UNKNOWN),
    ("load_model(p)", Role.READS_MODEL),
    ("keras.saving.load_model(p)", Role.READS_MODEL),
    ("trainer.load_model(p)", Role.READS_MODEL),
    ("load_model(q, p)", Role.UNKNOWN),
    ("ModelCheckpoint(p)", Role.WRITES_MODEL),
    ("ModelCheckpoint(p, save_weights_only=True)", Role.WRITES_WEIGHTS),
    ("ModelCheckpoint(p, save_weights_only=flag)", Role.WRITES_EITHER),
    ("ModelCheckpoint(q, p)", Role.UNKNOWN),
    ("os.path.exists(p)", Role.TEST),
    ("os.remove(p)", Role.TEST),
    ("os.path.dirname(p)", Role.FOLDER),
    ("shutil.copy(p, 'backup/')", Role.COPIES),
    ("shutil.copy(p, 'other.h5')", Role.UNKNOWN),
    ("shutil.copy(q, p)", Role.UNKNOWN),
    ("print(p)", Role.SPEECH),
    ("log.info('%s', p)", Role.SPEECH),
    ("parser.add_argument('--x', help=p)", Role.SPEECH),
    ("open(p)", Role.UNKNOWN),
    ("f(p)", Role.UNKNOWN),
]


@pytest.mark.parametrize(("code", "role"), ROLES)
def test_roles(code: str, role: Role) -> None:
    facts = module(f"{HEAD}{code}\n")
    (call,) = facts.facts.calls
    (place,) = (
        argument.keyword.value if argument.keyword is not None else position
        for position, argument in enumerate(call.args)
        if facts.text(argument.value) == "p"
    )
    assert role_in(facts, call, place) is role


@pytest.mark.parametrize(
    ("code", "argument", "role"),
    [
        ("model.save('a.h5')", "'a.h5'", Role.WRITES_MODEL),
        ("save_model(model, 'a.h5')", "'a.h5'", Role.WRITES_MODEL),
        ("path.exists()", "path", Role.TEST),
        ("os.path.exists(path)", "path", Role.TEST),
        ("load_model(*paths)", None, None),
        ("print('a.h5')", None, None),
    ],
)
def test_the_file_of_a_call(code: str, argument: str | None, role: Role | None) -> None:
    facts = module(f"{HEAD}{code}\n")
    found = file_argument(facts, facts.facts.calls[0])
    assert (found and (facts.text(found[0]), found[1])) == (argument and (argument, role))
