"""Another suffix for the file of a checkpoint, with everything that reads it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab
from tflint_ckpt.edits import splice
from tflint_ckpt.semantics.paths.renaming import Renaming, rename_suffix
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text
from tflint_ckpt.target import NEWEST, Target, Targets

HEAD = """\
import functools, glob, os, shutil, argparse
from pathlib import Path
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(2,))])
"""


def renamed(code: str, suffix: str, **files: str) -> tuple[str, Renaming]:
    lab = Lab(HEAD + dedent(code), **files)
    module = lab.module
    call = next(module.calls("keras.callbacks.ModelCheckpoint"))
    argument = call.argument("filepath", position=0)
    assert argument is not None
    texts = [value for value in module.evaluate(argument.value) if isinstance(value, Text)]
    renaming = rename_suffix(module, call.node, texts, suffix)
    return splice(module.source.text, renaming.edits)[len(HEAD) :], renaming


WEIGHTS = [
    ("in the call", "ModelCheckpoint('w.ckpt', save_weights_only=True)"),
    ("by a variable", "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\nprint(p)"),
    ("two tokens", "p = 'w' + '.ckpt'\nModelCheckpoint(p, save_weights_only=True)"),
    ("suffix of its own", "s = '.ckpt'\nModelCheckpoint('w' + s, save_weights_only=True)"),
    ("joined", "def f(d):\n    ModelCheckpoint(os.path.join(d, 'w.ckpt'), save_weights_only=True)"),
    ("formatted", "def f(n):\n    ModelCheckpoint(f'{n}_b.ckpt', save_weights_only=True)"),
    ("percent", "def f(n):\n    ModelCheckpoint('%s_b.ckpt' % n, save_weights_only=True)"),
    ("format", "def f(n):\n    ModelCheckpoint('{}_b.ckpt'.format(n), save_weights_only=True)"),
    ("join", "def f(n):\n    ModelCheckpoint(''.join([n, '_', 'b.ckpt']), save_weights_only=True)"),
    ("pathlib", "def f(n):\n    ModelCheckpoint(Path(n) / 'b.ckpt', save_weights_only=True)"),
    ("template", "ModelCheckpoint('c/w_{epoch:02d}_{val_loss:.2f}.ckpt', save_weights_only=True)"),
    ("dictionary", "d = dict(filepath='w.ckpt', save_weights_only=True)\nModelCheckpoint(**d)"),
    (
        "read afterwards",
        """
        ModelCheckpoint('w.ckpt', save_weights_only=True)
        model.fit(x)
        model.load_weights('w.ckpt')
        """,
    ),
    (
        "read and removed by way of a variable",
        """
        p = os.path.join('a', 'w.ckpt')
        ModelCheckpoint(p, save_weights_only=True)
        model.fit(x)
        if os.path.exists(p):
            model.load_weights(p)
            os.remove('a/w.ckpt')
        """,
    ),
    (
        "taken up again where it is there",
        """
        if os.path.isfile('w.ckpt'):
            model.load_weights('w.ckpt')
        ModelCheckpoint('w.ckpt', save_weights_only=True)
        """,
    ),
    (
        "a function writes, the only caller reads",
        """
        p = 'w.ckpt'
        def train():
            with strategy.scope():
                ModelCheckpoint(p, save_weights_only=True)
            model.fit(x)
        train()
        model.load_weights(p)
        """,
    ),
    (
        "handed to a function of the module",
        """
        def callbacks(path):
            return [ModelCheckpoint(path + '.ckpt', save_weights_only=True)]
        callbacks('w')
        """,
    ),
    (
        "lists other folders",
        """
        ModelCheckpoint('w.ckpt', save_weights_only=True)
        os.walk('/kaggle/input'), os.listdir('in'), os.makedirs('.', exist_ok=True)
        """,
    ),
    (
        "a whole model of that name",
        "ModelCheckpoint('w.ckpt', save_weights_only=True)\nmodel.save('w.keras')",
    ),
    (
        "a message",
        """
        ModelCheckpoint('w.ckpt', save_weights_only=True)
        print('see w.ckpt')
        os.listdir('data'), glob.glob('in/*.jpg')
        """,
    ),
]


@pytest.mark.parametrize("code", [row[1] for row in WEIGHTS], ids=[row[0] for row in WEIGHTS])
def test_renames_all_of_it(code: str) -> None:
    text, renaming = renamed(code, ".weights.h5")
    assert renaming.why_not == ""
    assert renaming.certain
    assert text == dedent(code).replace(".ckpt", ".weights.h5")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'w.h5'", "'w.weights.h5'"),
        ("'weights.{epoch:02d}.hdf5'", "'weights.{epoch:02d}.weights.h5'"),
        ("'c/model_{epoch}'", "'c/model_{epoch}.weights.h5'"),
        ("'c/model_v1.2'", "'c/model_v1.2.weights.h5'"),
        ("'c/w-{val_loss:.2f}'", "'c/w-{val_loss:.2f}.weights.h5'"),
        ("'w.weights'", "'w.weights.h5'"),
        ("'w.weights.H5'", "'w.weights.h5'"),
        ("'w.weights.hdf5'", "'w.weights.h5'"),
        ("f'w_{{epoch}}'", "f'w_{{epoch}}.weights.h5'"),
        ("'w.keras'", "'w.weights.h5'"),
        ("Path('w.tf')", "Path('w.weights.h5')"),
    ],
)
def test_what_is_a_suffix(before: str, after: str) -> None:
    text, _ = renamed(f"ModelCheckpoint({before}, save_weights_only=True)", ".weights.h5")
    assert text == f"ModelCheckpoint({after}, save_weights_only=True)"


CALL = "ModelCheckpoint('c/w.ckpt', save_weights_only=True)\n"
DOUBTED = [
    ("reads TensorFlow's own", CALL + "tf.train.latest_checkpoint('c')", "latest_checkpoint finds only"),
    ("restores", CALL + "tf.train.Checkpoint(m=model).restore('c/w.ckpt')", "names such a file too"),
    ("restores what it finds", CALL + "tf.train.Checkpoint(m=model).restore(find())", "restore reads only"),
    ("lists the folder", CALL + "os.listdir('c')", "listdir() may list"),
    ("lists any folder", CALL + "def f(d):\n    os.listdir(d)", "listdir() may list"),
    ("globs", CALL + "glob.glob('c/*.ckpt')", "glob() may look"),
    ("globs the index", CALL + "Path('c').glob('*.index')", "glob() may look"),
    (
        "a folder that is handed on",
        "d = tmp()\nModelCheckpoint(os.path.join(d, 'w.ckpt'), save_weights_only=True)\nevaluate(d)",
        "evaluate() is handed its folder",
    ),
    ("serves", CALL + "tf.lite.TFLiteConverter.from_saved_model('c/w.ckpt')", "names such a file too"),
    ("reads it first", "model.load_weights('c/w.ckpt')\n" + CALL, "is there already"),
    ("reads it elsewhere", CALL + "def f():\n    model.load_weights('c/w.ckpt')", "is there already"),
    (
        "reads it alone",
        "if t:\n    " + CALL + "else:\n    model.load_weights('c/w.ckpt')",
        "is there already",
    ),
    ("reads it in any case", "if t:\n    " + CALL + "model.load_weights('c/w.ckpt')", "is there already"),
    (
        "reads it in the same block",
        "with scope():\n    model.load_weights('c/w.ckpt')\n    " + CALL,
        "is there already",
    ),
    ("reads something", CALL + "def f(p):\n    model.load_weights(p)", "load_weights(p) may read it"),
    (
        "a model that may not be built",
        CALL + "other = tf.keras.Sequential([tf.keras.layers.Dense(1)])\nother.load_weights('c/w.ckpt')",
        "before the model is built",
    ),
    ("a whole model too", CALL + "model.save('c/w.ckpt')", "save() writes a whole model"),
    ("reads it as a model", CALL + "tf.keras.models.load_model('c/w.ckpt')", "load_model() reads"),
    ("compares", "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\np == q", "is compared"),
    ("takes apart", "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\np.split('.')", "taken apart"),
    ("a subscript", "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\np[:-5]", "handed on"),
    (
        "a part",
        "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\nopen(p + '.index')",
        "handed to open()",
    ),
    ("a part that is removed", CALL + "os.remove('c/w.ckpt.index')", "own checkpoints"),
    (
        "a part that is asked for",
        CALL + "os.path.exists('c/w.ckpt.index')",
        "no longer finds what an older Keras left",
    ),
    (
        "a part by a variable",
        "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\nos.remove(p + 'x')",
        "made of it",
    ),
    ("the state", CALL + "os.path.exists('c/checkpoint')", "own checkpoints"),
    (
        "copied",
        "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\nshutil.copy(p, q)",
        "handed to copy()",
    ),
    (
        "a function",
        "def f(p):\n    send(p)\nq = 'w.ckpt'\nModelCheckpoint(q, save_weights_only=True)\nf(q)",
        "send()",
    ),
    (
        "**",
        "def f(**k):\n    g(**k)\nq = 'w.ckpt'\nModelCheckpoint(q, save_weights_only=True)\nf(p=q)",
        "handed to f()",
    ),
    ("a list", "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\na = [p]", "kept in a list"),
    ("the name in a string", CALL + "os.system('cp c/w.ckpt /drive')", "names such a file too"),
    ("the name in the shell", CALL + "# !cp c/w.ckpt /drive", "names such a file too"),
    (
        "the name in another form",
        "ModelCheckpoint('w_{epoch}.ckpt', save_weights_only=True)\nf('w_3.ckpt')",
        "names",
    ),
    ("only placeholders", "ModelCheckpoint('{epoch}', save_weights_only=True)", "nothing but placeholders"),
    ("the new name is taken", CALL + "model.save_weights('c/w.weights.h5')", "the name of another file"),
    (
        "returned to others",
        "def f():\n    p = 'w.ckpt'\n    ModelCheckpoint(p, save_weights_only=True)\n    return p",
        "f() returns it",
    ),
    ("no end", "def f(e):\n    ModelCheckpoint('w.' + e, save_weights_only=True)", "does not write the end"),
    ("a folder", "ModelCheckpoint('c/', save_weights_only=True)", "does not write the end"),
]


@pytest.mark.parametrize(("code", "reason"), [row[1:] for row in DOUBTED], ids=[row[0] for row in DOUBTED])
def test_says_why_it_is_not_certain(code: str, reason: str) -> None:
    _, renaming = renamed(code, ".weights.h5")
    assert reason in renaming.why_not
    assert not renaming.certain


@pytest.mark.parametrize(
    ("code", "other"),
    [
        (CALL, "model.load_weights('out/c/w.ckpt')"),
        ("P = 'c/w.ckpt'\nModelCheckpoint(P, save_weights_only=True)", "from train import P\nread(P)"),
        ("P = 'c/w.ckpt'\nModelCheckpoint(P, save_weights_only=True)", "import train\nread(train.P)"),
        (
            "class T:\n    def f(self):\n        self.p = 'c/w.ckpt'\n"
            "        ModelCheckpoint(self.p, save_weights_only=True)",
            "from train import T\nread(T().p)",
        ),
    ],
)
def test_another_file(code: str, other: str) -> None:
    _, renaming = renamed(code, ".weights.h5", other=other)
    assert "other.py" in renaming.why_not


NAMED = "p = 'w.ckpt'\nModelCheckpoint(p, save_weights_only=True)\n"
LEFT = [
    ("opened as HDF5", "import h5py\n" + CALL + "h5py.File('c/w.ckpt')", "names such a file"),
    (
        "opened by a variable",
        NAMED + "open(p, 'rb')",
        "open() on line 8",
    ),
    (
        "read by what does not resolve",
        CALL + "from other import load_model\nload_model('c/w.ckpt')",
        "names such",
    ),
    ("copied over another file", CALL + "shutil.copy('c/w.ckpt', 'last.h5')", "names such a file"),
    (
        "copied to what is not known",
        CALL + "def f(d):\n    shutil.copy('c/w.ckpt', d)",
        "names such a file",
    ),
    (
        "handed to a process",
        CALL + "import subprocess\nsubprocess.run(['cp', 'c/w.ckpt', 'd'])",
        "names such",
    ),
    (
        "handed to a process by a variable",
        NAMED + "subprocess.run(['cp', p])",
        "it is handed to run()",
    ),
    ("copied in the shell", CALL + "# !cp c/w.ckpt /drive", "names such a file"),
    ("found by its ending", CALL + "[f for f in os.listdir('c') if f.endswith('.ckpt')]", "end in .ckpt"),
    ("found by a pattern", CALL + "glob.glob('c/*.ckpt')", "glob() may look for it"),
    ("TensorFlow's own by a pattern", CALL + "glob.glob('c/w.ckpt*')", "names such a file"),
    ("latest", CALL + "model.load_weights(tf.train.latest_checkpoint('c'))", "finds only"),
    (
        "latest of some folder",
        CALL + "def f(d):\n    tf.train.latest_checkpoint(d)",
        "finds only",
    ),
    (
        "a pattern of its own files",
        NAMED + "glob.glob(p + '*')",
        "glob",
    ),
    ("a part that is removed", CALL + "os.remove('c/w.ckpt.data-00000-of-00001')", "own checkpoints"),
    (
        "two files that would be one",
        CALL + "model.save_weights('c/w')",
        "save_weights('c/w') would write the same file",
    ),
    (
        "evaluated aside",
        CALL + "tf.keras.utils.SidecarEvaluator(model, data, checkpoint_dir='c')",
        "SidecarEvaluator finds only TensorFlow's own checkpoints",
    ),
    ("both names", CALL + "model.save_weights('c/w.weights.h5')", "is the name of another file"),
    (
        "a name of the same ending",
        CALL + "def f(name):\n    model.load_weights(f'c/{name}.ckpt')",
        "may mean the same file",
    ),
    (
        "in another folder",
        CALL + "def f(d):\n    model.load_weights(os.path.join(d, 'w.ckpt'))",
        "may mean the same",
    ),
    ("compared", NAMED + "if p == q: pass", "is compared"),
    (
        "a model that is never built",
        CALL + "other = tf.keras.Sequential([tf.keras.layers.Dense(1)])\nother.load_weights('c/w.ckpt')",
        "is called before the model is built",
    ),
    (
        "a class that is never built",
        CALL
        + "class Net(tf.keras.Model):\n    def __init__(self, **k):\n        super().__init__(**k)\n"
        + "    def call(self, x):\n        return x\n"
        + "model = Net()\nmodel.compile('adam')\nmodel.load_weights('c/w.ckpt')",
        "is called before the model is built",
    ),
    (
        "a variable that held one that is built",
        CALL
        + "model.fit(x)\nmodel = tf.keras.Sequential([tf.keras.layers.Dense(1)])\n"
        + "model.load_weights('c/w.ckpt')",
        "is called before the model is built",
    ),
]


@pytest.mark.parametrize(("code", "reason"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT])
def test_no_edit_where_a_use_would_be_left(code: str, reason: str) -> None:
    text, renaming = renamed(code, ".weights.h5")
    assert text == code
    assert reason in renaming.why_not


UNBUILT = (
    "model = tf.keras.Sequential([tf.keras.layers.Dense(1)])\nmodel.compile('adam')\n"
    "if os.path.exists('c/w.ckpt.index'):\n    model.load_weights('c/w.ckpt')\n"
)


def test_a_model_is_built_before_its_weights_are_loaded() -> None:
    """HDF5 cannot be read into a model that has none; one sample of the training data gives it some."""
    code = CALL + "x, y = data()\n" + UNBUILT + "model.fit(x, y)\n"
    text, renaming = renamed(code, ".weights.h5")
    assert "    model(x[:1])\n    model.load_weights('c/w.weights.h5')\n" in text
    assert "is called before the model is built, so model(x[:1]) is inserted" in renaming.why_not


@pytest.mark.parametrize(
    "code",
    [
        UNBUILT + "x, y = data()\nmodel.fit(x, y)",  # not there yet
        "x = data()\n" + UNBUILT + "model.fit(x)",  # may be a dataset
        "x = [1, 2]\n" + UNBUILT + "model.fit(x, y)",
        "x, y = data()\n" + UNBUILT + "model.fit(x, y)\nmodel.fit(z, y)",
        "x, y = data()\n" + UNBUILT + "model.fit(x / 2, y)",
        UNBUILT + "def f(x, y):\n    model.fit(x, y)",
    ],
)
def test_a_model_that_nothing_in_sight_builds(code: str) -> None:
    text, renaming = renamed(CALL + code, ".weights.h5")
    assert "is called before the model is built" in renaming.why_not
    assert "inserted" not in renaming.why_not
    assert "model(" not in text.replace("model.", "")


FUNCTION = "def path():\n    return 'w.ckpt'\nModelCheckpoint(path(), save_weights_only=True)\n"
NAME = "P = 'w.ckpt'\nModelCheckpoint(P, save_weights_only=True)\nmodel.fit(x)\n"
METHOD = NAME + "class T:\n    def path(self):\n        return P\n"
PROPERTY = METHOD.replace("    def", "    @property\n    def")
GIVEN = NAME + "class T:\n    def read(self, a):\n        h5py.File(a)\n"
NET = NAME + "class Net:\n    def __init__(self, a):\n        model.load_weights(a)\n"
PARTIAL = NAME + "def read(n, a, b=''):\n    h5py.File(a)\n    print(b)\n"
CALLERS = [
    ("called only", FUNCTION + "model.fit(x)\nmodel.load_weights(path())", ""),
    ("handed on", FUNCTION + "register(path)", "to whatever else gets the function"),
    ("another name", FUNCTION + "other = path", "to whatever else gets the function"),
    (
        "in a dictionary",
        FUNCTION + "d = {'path': path}",
        "to whatever else gets the function",
    ),
    (
        "decorated",
        FUNCTION.replace("def", "@register\ndef") + "model.fit(x)",
        "the code does not write the end",
    ),
    (
        "a method",
        """
        class T:
            def path(self):
                return 'w.ckpt'
            def fit(self):
                ModelCheckpoint(self.path(), save_weights_only=True)
                model.fit(x)
        t = T()
        t.fit()
        h5py.File(t.path())
        """,
        "it is handed to File()",
    ),
    ("another name that is called", FUNCTION + "model.fit(x)\nagain = path\nmodel.load_weights(again())", ""),
    ("another name that reads it", FUNCTION + "again = path\nh5py.File(again())", "it is handed to File()"),
    ("a partial", FUNCTION + "p = functools.partial(path)\nh5py.File(p())", "it is handed to File()"),
    (
        "a partial that is handed on",
        FUNCTION + "register(functools.partial(path))",
        "to whatever gets the partial in line",
    ),
    ("of an unknown object", METHOD + "h5py.File(t.path())", "an object of an unknown class"),
    ("inherited", METHOD + "class U(T): pass\nh5py.File(U().path())", "it is handed to File()"),
    (
        "super",
        METHOD + "class U(T):\n    def path(self):\n        return h5py.File(super().path())\n",
        "it is handed to File()",
    ),
    (
        "a property",
        PROPERTY + "h5py.File(T().path)",
        "it is handed to File()",
    ),
    ("a property that is read as a path", PROPERTY + "model.load_weights(T().path)", ""),
    ("a property of an unknown object", PROPERTY + "h5py.File(t.path)", "an object of an unknown class"),
    ("a method that the class is asked for", GIVEN + "T.read(T(), P)", "it is handed to File()"),
    ("a class", GIVEN.replace("read", "__init__") + "T(P)", "it is handed to File()"),
    ("a class that only reads it", NET + "Net(P)", ""),
    (
        "a class that keeps it",
        NET.replace("model.load_weights(a)", "self.a = a") + "open(Net(P).a)",
        "to open()",
    ),
    ("a partial that gets more", PARTIAL + "functools.partial(read, 1)(P)", "it is handed to File()"),
    ("a partial that holds it", PARTIAL + "x(functools.partial(read, 1, P))", "it is handed to partial()"),
    ("another place of a partial", PARTIAL + "functools.partial(read, 1, 2)(P)", ""),
    ("a method of an object", GIVEN + "T().read(P)", "it is handed to File()"),
]


@pytest.mark.parametrize(("code", "reason"), [row[1:] for row in CALLERS], ids=[row[0] for row in CALLERS])
def test_what_else_may_get_the_path_from_a_function(code: str, reason: str) -> None:
    _, renaming = renamed(code, ".weights.h5")
    assert (reason in renaming.why_not) if reason else renaming.certain


HIDDEN = [
    ("a constant of a class", "class C:\n    P = 'w.ckpt'\n{}open(C.P)", "C.P", "it is handed to open()"),
    (
        "a constant of a class by self",
        "class C:\n    P = 'w.ckpt'\n    def f(self):\n        open(self.P)\n{}",
        "C.P",
        "it is handed to open()",
    ),
    ("getattr", "class C:\n    P = 'w.ckpt'\n{}open(getattr(C, 'P'))", "C.P", "getattr() may read it"),
    ("getattr of any name", "P = 'w.ckpt'\n{}open(getattr(m, name))", "P", "getattr() may read it"),
    ("getattr of another name", "P = 'w.ckpt'\n{}open(getattr(m, 'x'))", "P", ""),
    ("globals", "P = 'w.ckpt'\n{}open(globals()['P'])", "P", "globals() may read it"),
    ("a lambda", "P = 'w.ckpt'\n{}f = lambda: open(P)", "P", "it is handed to open()"),
]


@pytest.mark.parametrize(
    ("code", "path", "reason"), [row[1:] for row in HIDDEN], ids=[row[0] for row in HIDDEN]
)
def test_where_else_a_variable_is_read(code: str, path: str, reason: str) -> None:
    _, renaming = renamed(code.format(f"ModelCheckpoint({path}, save_weights_only=True)\n"), ".weights.h5")
    assert (reason in renaming.why_not) if reason else renaming.certain


OWN_FILES = [
    ("p = 'c/w.ckpt'\n{}os.path.exists(p + '.index')", "os.path.exists(p)"),
    ("p = 'c/w.ckpt'\n{}os.path.isfile(f'{{p}}.index')", "os.path.isfile(f'{p}')"),
    ("p = 'c/w.ckpt'\n{}os.path.exists('%s.index' % p)", "os.path.exists('%s' % p)"),
    ("p = 'c/w.ckpt'\n{}os.path.exists('{{}}.index'.format(p))", "os.path.exists('{}'.format(p))"),
    ("p = 'c/w.ckpt'\n{}tf.io.gfile.exists(p + '.index')", "tf.io.gfile.exists(p)"),
    ("p = 'c/w.ckpt'\n{}Path(p + '.index').exists()", "Path(p).exists()"),
    ("p = 'c/w.ckpt'\n{}i = p + '.index'\nos.path.exists(i)", "i = p\nos.path.exists(i)"),
    ("p = 'c/w.ckpt'\n{}os.path.exists(p + '.data-00000-of-00001')", "os.path.exists(p)"),
    ("p = 'c/w.ckpt'\n{}os.path.exists('c/w.ckpt.index')", "os.path.exists('c/w.weights.h5')"),
    (
        "p = os.path.join('c', 'w.ckpt')\n{}os.path.exists(os.path.join('c', 'w.ckpt.index'))",
        "os.path.exists(os.path.join('c', 'w.weights.h5'))",
    ),
]


@pytest.mark.parametrize(("code", "expected"), OWN_FILES)
def test_a_test_for_the_index_becomes_one_for_the_file(code: str, expected: str) -> None:
    text, renaming = renamed(code.format("ModelCheckpoint(p, save_weights_only=True)\n"), ".weights.h5")
    assert text.splitlines()[2:] == expected.splitlines()
    assert text.splitlines()[0].endswith("w.weights.h5'" if "join" not in code else "w.weights.h5')")
    assert "no longer finds what an older Keras left" in renaming.why_not


MODELS = [
    (
        "read by another name of the same",
        """
        ModelCheckpoint('a/m.h5')
        model.fit(x)
        best = tf.keras.models.load_model(os.path.join('a', 'm.h5'))
        """,
        True,
    ),
    ("weights of it", "ModelCheckpoint('m.h5')\nmodel.fit(x)\nmodel.load_weights('m.h5')", True),
    ("saved once more", "p = 'm.h5'\nModelCheckpoint(p)\nmodel.fit(x)\nmodel.save(p)", True),
    (
        "one of its files",
        "ModelCheckpoint('m_{epoch:02d}.h5')\nmodel.fit(x)\ntf.keras.models.load_model('m_03.h5')",
        False,
    ),
]


@pytest.mark.parametrize(("code", "certain"), [row[1:] for row in MODELS], ids=[row[0] for row in MODELS])
def test_whole_models(code: str, certain: bool) -> None:
    text, renaming = renamed(code, ".keras")
    assert text == dedent(code).replace(".h5", ".keras")
    assert renaming.certain is certain


@pytest.mark.parametrize(
    "code",
    [
        "p = 'm.h5'\nModelCheckpoint(p)\nmodel.save_weights(p)",
        "ModelCheckpoint('m.h5')\nmodel.save_weights('m.h5')\nmodel.load_weights('m.h5')",
    ],
)
def test_a_file_that_weights_are_written_to_does_not_become_a_whole_model(code: str) -> None:
    text, renaming = renamed(code, ".keras")
    assert text == code
    assert "save_weights() writes weights, of the same name" in renaming.why_not


@pytest.mark.parametrize(
    ("reader", "edited"),
    [
        ("from tensorflow.python.keras.models import load_model as old\nold('m.h5')", False),
        ("import tf_keras\ntf_keras.models.load_model('m.h5')", False),
        ("import keras\nkeras.models.load_model('m.h5')", True),
        ("tf.keras.models.load_model('m.h5')\nimport tf_keras", True),
    ],
)
def test_a_file_that_another_keras_reads_keeps_its_name(reader: str, edited: bool) -> None:
    lab = Lab(f"{HEAD}ModelCheckpoint('m.h5')\n{reader}\n")
    lab.targets = Targets(Target((NEWEST,), "--target"))
    module = lab.module
    call = next(module.calls("keras.callbacks.ModelCheckpoint"))
    texts = [value for value in module.evaluate(call.node.args[0].value) if isinstance(value, Text)]
    renaming = rename_suffix(module, call.node, texts, ".keras")
    assert bool(renaming.edits) is edited
    assert edited or "is of another Keras" in renaming.why_not


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("w.weights.h5",), True),
        (("w.h5",), False),
        ((None, ".weights.h5"), True),
        ((None, "_a.h5"), False),
        ((None, ".h5"), None),
        ((None,), None),
        (("w", None), None),
    ],
)
def test_ends_in(parts: tuple[str | None, ...], expected: bool | None) -> None:
    text = Text(tuple(Hole(None) if part is None else Piece(part) for part in parts))
    assert ends_in(text, ".weights.h5") is expected
