"""What becomes of a path: from the string token it ends in to every call that is handed it."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.uses import uses_of

HEAD = "import os, functools\nfrom pathlib import Path\nfrom keras.models import load_model\n"
OTHERS = "to whatever else gets the function"
# Code with a string 'w', and the uses of the path: the role, or why it is unknown; ! for a person.
USES = [
    ("m.save('w')", "WRITES_MODEL"),
    ("p = 'w'\nm.save_weights(p)\nprint(p)", "WRITES_WEIGHTS, SPEECH"),
    ("p = os.path.join(d, 'w')\nload_model(p)", "READS_MODEL"),
    ("p = Path(d) / 'w'\nload_model(str(p))", "READS_MODEL"),
    ("load_model(f'{d}/' + 'w')", "READS_MODEL"),
    ("load_model('%s/w' % d)", "READS_MODEL"),
    ("load_model('{}/w'.format(d))", "READS_MODEL"),
    ("load_model('/'.join([d, 'w']))", "READS_MODEL"),
    ("a, b = 'w', 3\nload_model(a)", "READS_MODEL"),
    ("if (p := 'w'):\n    load_model(p)", "READS_MODEL"),
    ("p = 'w' if t else q\nload_model(p)", "READS_MODEL"),
    ("def f(p):\n    load_model(p)\nf('w')", "READS_MODEL"),
    ("def f():\n    return 'w'\nload_model(f())", "READS_MODEL"),
    ("class T:\n    def f(self):\n        self.p = 'w'\n        load_model(self.p)", "READS_MODEL"),
    ("k = {'filepath': 'w'}\nload_model(**k)", "READS_MODEL"),
    ("k = dict(filepath='w')\nload_model(**k)", "READS_MODEL"),
    ("p = 'w'\nload_model(p)\ndel p", "READS_MODEL"),
    ("os.path.exists('w')", "TEST"),
    ("Path('w').unlink()", "TEST"),
    ("d = Path('w').parent", "FOLDER"),
    ("raise ValueError('w')", "SPEECH"),
    ("if 'w': pass", ""),
    ("x = 'w' is None", ""),
    ("p = 'w'\np = 'v'\nload_model(p)", ""),
    # what nobody can see, or takes the name apart
    ("use('w')", "it is handed to use()!"),
    ("p = 'w'\np == q", "it is compared with another text!"),
    ("load_model('w' + s)", "the name of another file is made of it!"),
    ("load_model(f'{d}/w{n}.h5')", "the name of another file is made of it!"),
    ("load_model(os.path.join('w', n))", "the name of another file is made of it!"),
    ("'w'.replace(a, b)", "its text is taken apart by .replace!"),
    ("x = 'w'[:-3]", "it is handed on!"),
    ("x = {'w': 3}", "it is a key of a dictionary!"),
    ("x = ['w']", "it is kept in a list"),
    ("use(['w'])", "it is handed to use()!"),
    ("x = {'a': 'w'}\nuse(x)", "it is kept in a dictionary"),
    ("d['a'] = 'w'", "it is kept in d['a']"),
    ("def f(p='w'):\n    load_model(p)", "it is the default of the parameter p, READS_MODEL"),
    ("def f():\n    yield 'w'", "it is handed on!"),
    ("f = lambda: 'w'", "it is handed on!"),
    (
        "def f(): return 'w'\nuse(f)",
        f"f() returns it {OTHERS} (it is handed on in line 5)",
    ),
    ("parser.add_argument('--p', default='w')", "it is the default of a command-line option"),
    ("tf.train.latest_checkpoint('w')", "tf.train.latest_checkpoint reads the folder!"),
    ("p = 'w'\nprint(globals())", "globals() may read it"),
]


@pytest.mark.parametrize(("code", "expected"), USES)
def test_uses(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    (token,) = (
        node
        for node in facts.facts.among(cst.SimpleString, cst.FormattedStringText)
        if "w" in facts.text(node) and facts.text(node) != "'--p'"
    )
    found = [use.reason + "!" * use.forbids if use.reason else use.role.name for use in uses_of(facts, token)]
    assert ", ".join(found) == expected
