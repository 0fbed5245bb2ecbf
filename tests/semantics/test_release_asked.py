"""Whether a file asks which TensorFlow runs."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.release_asked import asks_which_runs

HEAD = "import tensorflow as tf\nimport keras\nimport sklearn\n"

ASKS = [
    "if tf.__version__ < '2':\n    pass",
    "if tf.__version__.startswith('1.'):\n    pass",
    "if tf.__version__[0] == '1':\n    pass",
    "IS_TF2 = parse(tf.__version__) >= parse('2.0')",
    "IS_TF2 = LooseVersion(tf.__version__) >= LooseVersion('2.0')",
    "if version.parse(tf.version.VERSION).major < 2:\n    pass",
    "if Version(keras.__version__) >= Version('3'):\n    pass",
    "v = tf.__version__.split('.')\nif int(v[0]) > 1:\n    pass",
    "major, minor = map(int, tf.__version__.split('.')[:2])\nOLD = major == 1",
    "v = tf.__version__\nw: str = v\nassert w > '1.9'",
    "OLD = tf.__version__.startswith('1')",
    "OLD = bool(re.match(r'1\\.', tf.__version__))\nx = 1 if OLD else 2",
    "if is_old(tf.__version__):\n    pass",
    "def old():\n    return tf.__version__[0]",
    "x = 1 if tf.__version__ in ('1.15', '1.14') else 2",
    "from tensorflow import __version__ as v\nif v < '2':\n    pass",
    "x = y if tf.executing_eagerly() else z",
    "from util import _executing_eagerly\nif not _executing_eagerly():\n    pass",
    "if tf.compat.v1.executing_eagerly():\n    pass",
]
ASKS_NOTHING = [
    "print(tf.__version__)",
    "print('TensorFlow', tf.__version__, tf.__version__ or '')",
    "logging.info('%s', tf.__version__)",
    "print(f'TensorFlow {tf.__version__}')",
    "v = tf.__version__\nprint(v)",
    "v = 'TensorFlow {}'.format(tf.__version__)",
    "if verbose:\n    print(tf.__version__)",
    "if sklearn.__version__ < '1':\n    pass",
    "# if tf.__version__ < '2' or tf.executing_eagerly()",
    "'tf.__version__ >= 2'",
    "__version__ = '2'\nif __version__ < '3':\n    pass",
    "tf.keras.Sequential()",
]


@pytest.mark.parametrize("code", ASKS)
def test_asks(code: str) -> None:
    assert asks_which_runs(module(HEAD + code + "\n"))


@pytest.mark.parametrize("code", ASKS_NOTHING)
def test_asks_nothing(code: str) -> None:
    assert not asks_which_runs(module(HEAD + code + "\n"))
