"""TFC119 checkpoint-path-join."""

from __future__ import annotations

import os

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.rules.catalogue import RULES

HEAD = """\
import os
import pathlib
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint

d, n, s, t = 'ckpt', 'net', 'ckpt/', '/tmp/x'
"""

# A path, and what the fix makes of it; the text of each part is known.
SAFE = [
    ("d + '/m_{epoch}.keras'", "os.path.join(d, 'm_{epoch}.keras')"),
    ("d + '/' + 'm_{epoch}.keras'", "os.path.join(d, 'm_{epoch}.keras')"),
    ('d + "/" + n + ".keras"', 'os.path.join(d, n + ".keras")'),
    ("d + '/' + n + '/m.keras'", "os.path.join(d, n, 'm.keras')"),
    ("d + '/runs/a/' + n + '.keras'", "os.path.join(d, 'runs/a', n + '.keras')"),
    ("f'./{d}/{n}.keras'", "os.path.join('.', d, f'{n}.keras')"),
    ("f'/{d}/m.keras'", "os.path.join('/', d, 'm.keras')"),
    ("'/' + d + '/m.keras'", "os.path.join('/', d, 'm.keras')"),
    ("'../' + n + '.keras'", "os.path.join('..', n + '.keras')"),
    ("'ckpt/' + n", "os.path.join('ckpt', n)"),
    ("'./ckpt/' + n + '.keras'", "os.path.join('./ckpt', n + '.keras')"),
    ("'/data/ckpt/' + n + '.keras'", "os.path.join('/data/ckpt', n + '.keras')"),
    ("'ckpt/m_' + n + '_{epoch}.keras'", "os.path.join('ckpt', 'm_' + n + '_{epoch}.keras')"),
    ("s + 'm_{epoch}.keras'", "os.path.join(s, 'm_{epoch}.keras')"),
    ("t + '/m.keras'", "os.path.join(t, 'm.keras')"),
    ("(d + '/m.keras')", "os.path.join(d, 'm.keras')"),
    ("d + '/' + str('a' if n else 'b') + '.keras'", "os.path.join(d, str('a' if n else 'b') + '.keras')"),
    ("f'{d}/m_{{epoch:02d}}.keras'", "os.path.join(d, 'm_{epoch:02d}.keras')"),
    ('f"{d}/{n}.keras"', 'os.path.join(d, f"{n}.keras")'),
    ("f'{d}/{n}/m.keras'", "os.path.join(d, n, 'm.keras')"),
    ("f'ckpt/m_{n}_{{epoch}}.keras'", "os.path.join('ckpt', f'm_{n}_{{epoch}}.keras')"),
    ("f'ckpt/m_{x!r:>5}.keras'", "os.path.join('ckpt', f'm_{x!r:>5}.keras')"),
    ("f'ckpt/run_{x:03d}/m.keras'", "os.path.join('ckpt', f'run_{x:03d}', 'm.keras')"),
    ("f'ckpt/m_{x + 1}.keras'", "os.path.join('ckpt', f'm_{x + 1}.keras')"),
    ("f'{s}m_{{epoch}}.keras'", "os.path.join(s, 'm_{epoch}.keras')"),
    ("'%s/m_{epoch}.keras' % d", "os.path.join(d, 'm_{epoch}.keras')"),
    ("'%s/%s.keras' % (d, n)", "os.path.join(d, '%s.keras' % n)"),
    ("'%s/a%03d_%s.keras' % (d, x, n)", "os.path.join(d, 'a%03d_%s.keras' % (x, n))"),
    ("'ckpt/m_%d.keras' % (x + 1)", "os.path.join('ckpt', 'm_%d.keras' % ((x + 1),))"),
    ("'ckpt/%d%%_%s.keras' % (3, n)", None),
    ("'ckpt/a%%_%s.keras' % n", "os.path.join('ckpt', 'a%%_%s.keras' % n)"),
    ("d + f'/m_{{epoch}}.keras'", "os.path.join(d, 'm_{epoch}.keras')"),
    ("d + '/' f'm_{n}.keras'", "os.path.join(d, f'm_{n}.keras')"),
]


@pytest.mark.parametrize(("path", "after"), SAFE)
def test_plain_parts(path: str, after: str | None) -> None:
    code = f"{HEAD}x = ModelCheckpoint(%s)\n"
    assert lint(code % path, only="TFC119") == ["TFC119:7 info"]
    if after is not None:
        assert fix(code % path, only="TFC119") == code % after
        names = {"d": "ckpt", "n": "net", "s": "ckpt/", "t": "/tmp/x", "x": 3}

        assert eval(after, {"os": os}, names) == eval(path, names)


# The code does not tell that the path stays the same.
UNSAFE = [
    ("folder + '/m.keras'", "os.path.join(folder, 'm.keras')"),
    ("folder + '/' + name", "os.path.join(folder, name)"),
    ("d + '/' + name + '.keras'", "os.path.join(d, name + '.keras')"),
    ("d + '/' + t + '.keras'", "os.path.join(d, t + '.keras')"),
    ("f'{folder}/m.keras'", "os.path.join(folder, 'm.keras')"),
    ("f'{d}/{name}.keras'", "os.path.join(d, f'{name}.keras')"),
    ("'%s/m.keras' % folder", "os.path.join(folder, 'm.keras')"),
    ("args.folder + '/m.keras'", "os.path.join(args.folder, 'm.keras')"),
]


@pytest.mark.parametrize(("path", "after"), UNSAFE)
def test_parts_that_may_be_empty_or_absolute(path: str, after: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint(%s)\n"
    assert lint(code % path, only="TFC119") == ["TFC119:7 info"]
    assert fix(code % path, only="TFC119") == code % path
    assert fix(code % path, only="TFC119", unsafe=True) == code % after


# What a person has to do: a part may be a number, a comment would be lost, styles meet in one part.
BY_HAND = [
    "f'{d}/{run}/m.keras'",
    "f'{3}/m.keras'",
    "'%s/%s/m.keras' % (d, run)",
    "(d +  # the folder\n    '/m.keras')",
    "d + '/m_' + f'{n}_' + n + '.keras'",
    "(d +\n    '/' + '" + "m" * 110 + ".keras')",
    "d + '/' + name(\n    n) + '.keras'",
]


@pytest.mark.parametrize("path", BY_HAND)
def test_what_a_person_has_to_do(path: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint({path})\n"
    (finding,) = findings(code, only="TFC119")
    assert finding.fix is not None
    assert finding.fix.applicability.value == "manual"
    assert fix(code, only="TFC119", unsafe=True) == code


SILENT = [
    "'ckpt/m_{epoch}.keras'",
    "'ckpt/' 'm_{epoch}.keras'",
    "f'ckpt/m_{{epoch}}.keras'",
    "os.path.join(d, 'm.keras')",
    "os.path.join(d, n + '.keras')",
    "os.path.join(d + '/' + n, 'm.keras')",
    "pathlib.Path(d) / 'm.keras'",
    "f'{pathlib.Path(d)}/m.keras'",
    "'{}/m.keras'.format(d)",
    "'/'.join([d, 'm.keras'])",
    "d + 'm.keras'",
    "n + '.keras'",
    "f'{d}_{n}.keras'",
    "'%s_%s.keras' % (d, n)",
    "f'./{n}.keras'",
    "'./' + n",
    "f'/{n}.keras'",
    "'gs://bucket/' + n + '/m.keras'",
    "f's3://{d}/{n}.keras'",
    "d + '\\\\' + n",
    "d + '//' + n",
    "'ckpt\\\\' + n + '/m.keras'",
    "d + '/m\\x2ekeras'",
    "d + '/' + \"m.keras\"",
    "d + '''/m.keras'''",
    "'%(d)s/m.keras' % names",
    "d + '/'",
    "f'{d}/'",
    "s + '/m.keras'",
    "path",
    "folder",
]


@pytest.mark.parametrize("path", SILENT)
def test_stays_silent(path: str) -> None:
    assert lint(f"{HEAD}x = ModelCheckpoint({path})\n", only="TFC119") == []


@pytest.mark.parametrize(
    "code",
    [
        "m.save(d + '/m.keras')",
        "x = tf.keras.callbacks.CSVLogger(d + '/log.csv')",
        "x = tf.keras.callbacks.TensorBoard(f'{d}/logs')",
        "def f(path):\n    return ModelCheckpoint(path)\nf(d + '/m.keras')",
        "p = d + '/m.keras'\np = 'm.keras'\nx = ModelCheckpoint(p)",
        "class ModelCheckpoint:\n    pass\nx = ModelCheckpoint(d + '/m.keras')",
    ],
)
def test_stays_silent_elsewhere(code: str) -> None:
    assert lint(f"{HEAD}{code}\n", only="TFC119") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "p = d + '/m.keras'\nx = ModelCheckpoint(p)\nm.load_weights(p)",
            "p = os.path.join(d, 'm.keras')\nx = ModelCheckpoint(p)\nm.load_weights(p)",
        ),
        (
            "class T:\n    def f(self):\n        self.p = d + '/m.keras'\n"
            "    def g(self):\n        return ModelCheckpoint(self.p)",
            "class T:\n    def f(self):\n        self.p = os.path.join(d, 'm.keras')\n"
            "    def g(self):\n        return ModelCheckpoint(self.p)",
        ),
        (
            "x = [ModelCheckpoint(filepath=d + '/m.keras'), ModelCheckpoint(f'{d}/n.keras')]",
            "x = [ModelCheckpoint(filepath=os.path.join(d, 'm.keras')), "
            "ModelCheckpoint(os.path.join(d, 'n.keras'))]",
        ),
    ],
)
def test_where_the_path_is_built(before: str, after: str) -> None:
    assert fix(f"{HEAD}{before}\n", only="TFC119") == f"{HEAD}{after}\n"


def test_the_import_is_added() -> None:
    code = "from keras.callbacks import ModelCheckpoint\n\nd = 'a'\nx = ModelCheckpoint(d + '/m.keras')\n"
    assert fix(code, only="TFC119") == (
        "import os\n\nfrom keras.callbacks import ModelCheckpoint\n\nd = 'a'\n"
        "x = ModelCheckpoint(os.path.join(d, 'm.keras'))\n"
    )


def test_it_is_a_matter_of_the_house_pattern() -> None:

    (rule,) = [rule for rule in RULES if rule.code == "TFC119"]
    assert rule.presets == ("canonical",)


FOLDERS = [
    (
        'folder = "./epoch/" + name()\nModelCheckpoint(folder + "/m.keras")\n',
        'folder = os.path.join("./epoch", name())\nModelCheckpoint(os.path.join(folder, "m.keras"))\n',
    ),
    (
        'folder = "./epoch/" + name()\nModelCheckpoint(os.path.join(folder, "m.keras"))\n',
        'folder = os.path.join("./epoch", name())\nModelCheckpoint(os.path.join(folder, "m.keras"))\n',
    ),
    # Made once, and read by two callbacks.
    (
        'folder = "./epoch/" + name()\nModelCheckpoint(folder + "/a.keras")\n'
        'ModelCheckpoint(folder + "/b.keras")\n',
        'folder = os.path.join("./epoch", name())\nModelCheckpoint(os.path.join(folder, "a.keras"))\n'
        'ModelCheckpoint(os.path.join(folder, "b.keras"))\n',
    ),
    # It ends in a slash, which others may count on; or it is no path of its own.
    ('folder = "./epoch/" + name() + "/"\nModelCheckpoint(os.path.join(folder, "m.keras"))\n', ""),
    ('folder = "epoch" + name()\nModelCheckpoint(os.path.join(folder, "m.keras"))\n', ""),
    ('folder = make(name())\nModelCheckpoint(os.path.join(folder, "m.keras"))\n', ""),
    ('folder = "./epoch/" + name()\nModelCheckpoint(os.path.join(*folder, "m.keras"))\n', ""),
    (
        'folder = "./epoch/" + name()\nfolder = folder.lower()\n'
        'ModelCheckpoint(os.path.join(folder, "m.keras"))\n',
        "",
    ),
]


@pytest.mark.parametrize(("before", "after"), FOLDERS)
def test_the_folder_in_a_variable(before: str, after: str) -> None:
    head = "import os\nfrom keras.callbacks import ModelCheckpoint\ndef name():\n    return 'net'\n"
    assert fix(head + before, "both", "TFC119", unsafe=True) == head + (after or before)
