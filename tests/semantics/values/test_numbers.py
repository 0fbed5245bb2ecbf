"""Numbers in texts: whether an expression reads as one, and what a text that ends in one ends in."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.values.kinds import Hole, Text
from tflint_ckpt.semantics.values.numbers import Numbers, with_numbers

HEAD = "import time\nimport random\nimport numpy as np\nimport tensorflow as tf\n"

NUMBERS = [
    "x = 1.5",
    "x = 2 * n if (n := len(a)) else 3",
    "for i in range(3):\n    x = i + 1",
    "for i in np.arange(3):\n    x = i",
    "for i, name in enumerate(a):\n    x = i",
    "for i, k in zip(range(3), a):\n    x = i",
    "sizes = {'a': 3}\nx = sizes['a']",
    "class T:\n    def __init__(self, n):\n        self.n = n\n"
    "    def go(self):\n        global x\n        x = self.n\nT(3).go()",
    "i = 0\nfor name in a:\n    i += 1\nx = i",
    "i = 0\nwhile True:\n    i = i + 1\n    x = -i",
    "i, k = 1, a\nx = i",
    "x = time.time()",
    "x = int(time.time()) // 60",
    "x = float(loss)",
    "x = round(loss, 2)",
    "x = np.round(loss, 2)",
    "x = str(len(a))",
    "x = str(len(a)).zfill(3)",
    "x = format(a, '03d')",
    "import datetime\nx = datetime.datetime.now().strftime('%Y%m%d-%H%M%S')",
    "x = time.strftime('%d_%H:%M')",
    "def f(i):\n    global x\n    x = i\nf(1)\nf(len(a))",
    "def f(i=0):\n    global x\n    x = i\nf()",
    "class C:\n    def __init__(self):\n        self.n = 0\n    def f(self):\n        global x\n"
    "        x = self.n",
    "class C(tf.keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        global x\n        x = epoch",
    "class C(tf.keras.callbacks.Callback):\n    def on_train_batch_end(self, batch, logs=None):\n"
    "        global x\n        x = batch * 2",
]
PARSER = "import argparse\np = argparse.ArgumentParser()\n"
FLAGS = "from absl import flags\nFLAGS = flags.FLAGS\n"
OPTIONS = [
    PARSER + "p.add_argument('--n', type=int, default=1)\nargs = p.parse_args()\nx = args.n",
    PARSER + "p.add_argument('-n', '--rate', type=float, default=1e-3)\nargs = p.parse_args()\nx = args.rate",
    PARSER + "p.add_argument('--n', type=int, required=True)\nx = p.parse_args().n",
    PARSER + "p.add_argument('n', type=int)\nx = str(p.parse_args().n)",
    FLAGS + "flags.DEFINE_integer('n', 1, 'steps')\nx = FLAGS.n",
    FLAGS + "flags.DEFINE_float('n', 1.0, 'rate')\nx = -FLAGS.n",
]
NO_OPTIONS = [
    PARSER + "p.add_argument('--n', type=int)\nx = p.parse_args().n",  # None
    PARSER + "p.add_argument('--n', type=int, default=None)\nx = p.parse_args().n",
    PARSER + "p.add_argument('--n', type=int, required=False)\nx = p.parse_args().n",
    PARSER + "p.add_argument('--n', default=1)\nx = p.parse_args().n",
    PARSER + "p.add_argument('--n', type=str, default=1)\nx = p.parse_args().n",
    PARSER + "p.add_argument('--n', type=int, nargs='+', default=1)\nx = p.parse_args().n",
    PARSER + "p.add_argument('--n', type=int, default=1)\np.set_defaults(n=a)\nx = p.parse_args().n",
    PARSER + "p.add_argument('--n', type=int, default=1)\nx = other.n",
    PARSER + "p.add_argument('--n', type=int, default=1)\nargs = p.parse_args()\nargs.n = a\nx = args.n",
    PARSER + "p.add_argument('--n', type=int, default=1)\nq.add_argument('--n')\nx = p.parse_args().n",
    PARSER + "q.add_argument('--n')\np.add_argument('--n', type=int, default=1)\nx = p.parse_args().n",
    PARSER + "def int(a):\n    return a\np.add_argument('--n', type=int, default=1)\nx = p.parse_args().n",
    FLAGS + "flags.DEFINE_integer('n', None, 'steps')\nx = FLAGS.n",
    FLAGS + "flags.DEFINE_string('n', 'a', 'steps')\nx = FLAGS.n",
    FLAGS + "flags.DEFINE_integer('n', 1, '')\nflags.DEFINE_integer('n', 2, '')\nx = FLAGS.n",
    FLAGS + "flags.DEFINE_integer('n', 1, 'steps')\nx = FLAGS.m",
]
OTHERS = [
    "x = a",
    "x = '1'",
    "x = True",
    "x = None",
    "x = str(a)",
    "x = a.zfill(3)",
    "x = format(a)",
    "x = format(a, spec)",
    "x = format(a, '>8')",
    "x = time.strftime(spec)",
    "x = time.strftime('%Y-%b')",
    "x = time.strftime('w_%d.weights.h5')",
    "x = a + 1",
    "x = 1 * a",
    "x = '%d' % 1",
    "for i in a:\n    x = i",
    "for i, name in enumerate(a):\n    x = name",
    "for i in tf.range(3):\n    x = i",
    "for i, k in zip(range(3), a):\n    x = k",
    "i = a\nfor name in b:\n    i += 1\nx = i",
    "i = 0\ni += a\nx = i",
    "i, k = a\nx = i",
    "x = len",
    "def len(a):\n    return a\nx = len(a)",
    "def f(i):\n    global x\n    x = i",
    "def f(i):\n    global x\n    x = i\nf(1)\nf('a')",
    "def f(i):\n    global x\n    x = i\nf(*a)",
    "class C:\n    def on_epoch_end(self, epoch, logs=None):\n        global x\n        x = epoch",
    "class C(tf.keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        global x\n        x = logs",
    "class C(tf.keras.callbacks.Callback):\n    def on_train_end(self, logs=None):\n"
    "        global x\n        x = logs",
]


@pytest.mark.parametrize("code", NUMBERS + OPTIONS)
def test_is_a_number(code: str) -> None:
    facts = module(HEAD + code + "\n")
    assert facts.fact(Numbers).at(assigned(facts, "x"))


@pytest.mark.parametrize("code", OTHERS + NO_OPTIONS)
def test_may_be_something_else(code: str) -> None:
    facts = module(HEAD + code + "\n")
    assert not facts.fact(Numbers).at(assigned(facts, "x"))


def only_text(code: str) -> Text:
    facts = module(HEAD + dedent(code) + "\n")
    [value] = facts.evaluate(assigned(facts, "x"))
    assert isinstance(value, Text)
    return with_numbers(facts, value)


@pytest.mark.parametrize(
    ("code", "is_formatted"),
    [
        ("x = f'{n:.2f}'", True),
        ("x = f'{n:03d}'", True),
        ("x = f'{n:>8,.3e}'", True),
        ("x = f'{n:x}'", True),
        ("x = '%d' % n", True),
        ("x = '%s_%.3f' % (n, m)", True),
        ("x = '%(n)05d' % values", True),
        ("x = '{:.4f}'.format(n)", True),
        ("x = '{n:d}'.format(n=n)", True),
        ("for i in range(3):\n    x = 'a_{}'.format(i)", True),
        ("for i in range(3):\n    x = 'a_' + str(i)", True),
        ("for i in range(3):\n    x = f'a_{i}'", True),
        ("x = f'{n}'", False),
        ("x = f'{n!r:d}'", False),
        ("x = f'{n:{width}}'", False),
        ("x = f'{n:03}'", False),
        ("x = f'{n:s}'", False),
        ("x = f'{now:%Y-%m-%d}'", False),
        ("x = f'{now:%d}'", False),
        ("x = '%s' % n", False),
        ("x = '{}'.format(n)", False),
        ("x = '{:>10}'.format(n)", False),
        ("x = '{!s:d}'.format(n)", False),
    ],
)
def test_a_hole_knows_that_a_number_is_put_there(code: str, is_formatted: bool) -> None:
    holes = [part for part in only_text(code).parts if isinstance(part, Hole)]
    assert holes[-1].number is is_formatted


WEIGHTS = (".weights.h5",)


@pytest.mark.parametrize(
    ("code", "suffixes", "answer"),
    [
        ("x = f'w{n:d}'", WEIGHTS, False),
        ("x = f'{n}{m:d}'", WEIGHTS, False),
        ("x = f'w.weights{n:d}.h5'", WEIGHTS, False),
        ("x = f'w{n:d}.h5'", (".weights.h5", ".keras"), False),
        ("x = f'w{n:d}.h5'", (".keras", ".h5"), True),
        ("x = f'w{n:d}.weights.h5'", WEIGHTS, True),
        ("x = f'w{n:x}ras'", (".keras",), False),
        # The 5 of the suffix may be the number.
        ("x = f'w.weights.h{n:d}'", WEIGHTS, None),
        ("x = f'{n}.h{m:d}'", WEIGHTS, None),
        ("x = f'w{n}'", WEIGHTS, None),
        ("x = f'{n:d}{m}'", WEIGHTS, None),
        ("x = f'w{n:d}' + m", WEIGHTS, None),
        ("x = f'w{n}.h5'", WEIGHTS, None),
    ],
)
def test_the_end_of_a_text_with_numbers(code: str, suffixes: tuple[str, ...], answer: bool | None) -> None:
    assert ends_in(only_text(code), *suffixes) is answer
