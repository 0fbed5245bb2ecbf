"""The second fix of TFC101: a KeepLastN callback in the place of the ModelCheckpoint."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tests.lint import PATH, Lab, findings
from tflint_ckpt.cli import main
from tflint_ckpt.edits import splice
from tflint_ckpt.finding import Fix
from tflint_ckpt.linter import Handling, Linter
from tflint_ckpt.source import Source

HEAD = """\
import os
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""


def offered(code: str, target: str = "keras3", **files: str) -> Fix | None:
    """The alternative of the first finding."""
    found = findings(code, target, "TFC101", **files)
    assert found, code
    return found[0].alternatives[0] if found[0].alternatives else None


HANDLING = Handling({"TFC101": "keep-last-n"})


def chosen(code: str, target: str = "keras3") -> str:
    """*code* after its unsafe fixes, where the configuration chooses keep-last-n; a fixed point of them."""
    lab = Lab(code, target, "TFC101")
    linter = Linter(lab.linter._rules_for, lab.project, lambda path: HANDLING)
    text = linter.fix(lab.sources[PATH], unsafe=True).source.text
    again = Lab(text, target, "TFC101")
    linter = Linter(again.linter._rules_for, again.project, lambda path: HANDLING)
    assert linter.fix(again.sources[PATH], unsafe=True).source.text == text
    return text


# What stands after HEAD, and what stands in the place of the call.
BECOMES = [
    ("x = ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)", "x = KeepLastN('a', max_to_keep=3)"),
    ("x = ModelCheckpoint('a/b/m_{epoch:02d}.keras', max_to_keep=3, verbose=1)",
     "x = KeepLastN('a/b', max_to_keep=3)"),
    ("x = ModelCheckpoint('m_{epoch}.keras', max_to_keep=3)", 'x = KeepLastN(".", max_to_keep=3)'),
    ("x = ModelCheckpoint('a/m.keras', max_to_keep=3)", "x = KeepLastN('a', max_to_keep=3)"),
    ("N = 5\nx = ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=N)",
     "N = 5\nx = KeepLastN('a', max_to_keep=N)"),
    ("x = ModelCheckpoint(os.path.join('a', 'b', 'm_{epoch}.h5'), keep_max=2)",
     "x = KeepLastN(os.path.join('a', 'b'), max_to_keep=2)"),
    ("def f(run):\n    return ModelCheckpoint(f'{run}/m_{{epoch}}.h5', max_to_keep=2)",
     "def f(run):\n    return KeepLastN(f'{run}', max_to_keep=2)"),
    ("x = ModelCheckpoint('a/m_{epoch}.h5', save_freq='epoch', max_to_keep=3)",
     "x = KeepLastN('a', max_to_keep=3)"),
    ("x = ModelCheckpoint('a/m_{epoch}.h5', 'loss', 0, False, True, 'min', 'epoch', max_to_keep=3)",
     "x = KeepLastN('a', max_to_keep=3)"),
    ("x = ModelCheckpoint('a/m_{epoch}.h5', save_best_only=True, max_to_keep=3)",
     'x = KeepLastN(\'a\', max_to_keep=3, monitor="val_loss", mode="min")'),
    ("x = ModelCheckpoint('a/m_{epoch}.h5', monitor='val_accuracy', save_best_only=True, max_to_keep=3)",
     "x = KeepLastN('a', max_to_keep=3, monitor='val_accuracy', mode=\"max\")"),
    ("x = ModelCheckpoint('a/m_{epoch}.h5', 'val_auc', save_best_only=True, mode='max', max_to_keep=3)",
     "x = KeepLastN('a', max_to_keep=3, monitor='val_auc', mode=\"max\")"),
    ("x = ModelCheckpoint('a/m_{epoch}.h5', monitor='val_loss', max_to_keep=3)",
     "x = KeepLastN('a', max_to_keep=3)"),
    ("c = [ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3), tf.keras.callbacks.CSVLogger('log.csv')]",
     "c = [KeepLastN('a', max_to_keep=3), tf.keras.callbacks.CSVLogger('log.csv')]"),
    ("print('to a/m_1.h5')\nx = ModelCheckpoint('b/m_{epoch}.h5', max_to_keep=3)",
     "print('to a/m_1.h5')\nx = KeepLastN('b', max_to_keep=3)"),
]  # fmt: skip


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str, target: str) -> None:
    text = chosen(f"{HEAD}{before}\n", target)
    head, _, rest = text.partition("\n\n\nclass KeepLastN(tf.keras.callbacks.Callback):\n")
    assert head + "\n" == HEAD
    assert rest.endswith(f"        self.manager.save(checkpoint_number=epoch + 1)\n\n\n{after}\n")


# Where the removal is all that is offered.
NOT_OFFERED = [
    # What is asked for is not known, or not what the callback does.
    "ModelCheckpoint(path, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=n)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=None)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=0)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=True)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=ask())",
    "ModelCheckpoint('a/m_{epoch}.h5', save_freq=100, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', save_freq=f, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', period=2, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', save_best_only=best, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', monitor=m, save_best_only=True, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', monitor='val_auc', save_best_only=True, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', mode=m, save_best_only=True, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', initial_value_threshold=1, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', options=o, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3, keep_max=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3, **options)",
    "ModelCheckpoint('a/m_{epoch}.h5', *rest, max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5', **{'max_to_keep': 3})",
    "functools.partial(ModelCheckpoint, 'a/m_{epoch}.h5', max_to_keep=3)",
    "ModelCheckpoint('a/m_{epoch}.h5',  # each\n    max_to_keep=3)",
    # Where it goes is not known, or shared.
    "ModelCheckpoint('a_{epoch}/m.h5', max_to_keep=3)",
    "ModelCheckpoint('a/' + name + '_{epoch}.h5', max_to_keep=3)",
    "[ModelCheckpoint(f'a/{fold}_{{epoch}}.h5', max_to_keep=3) for fold in range(5)]",
    "[ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3), ModelCheckpoint('a/n_{epoch}.h5', max_to_keep=3)]",
    # Something reads the files, or asks the callback.
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nmodel.load_weights('a/m_3.h5')",
    "ModelCheckpoint('a/m.h5', max_to_keep=3)\nmodel.load_weights('a/m.h5')",
    "ModelCheckpoint('a/m.h5', max_to_keep=3)\nif os.path.exists('a/m.h5'):\n    pass",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nmodel.load_weights(best)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nfiles = os.listdir('a')",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nlast = tf.train.latest_checkpoint('a')",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nmodel.save('a/m_0.h5')",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nupload('a')",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nprint(x.best)",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nx.filepath = 'b'",
    # The name is taken.
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nclass KeepLastN:\n    pass",
    "ModelCheckpoint('a/m_{epoch}.h5', max_to_keep=3)\nfrom mine import KeepLastN",
]


@pytest.mark.parametrize("code", NOT_OFFERED)
def test_is_not_offered(code: str) -> None:
    assert offered(f"import functools\n{HEAD}x = {code}\n") is None


# The imports, where the class goes, and what it is derived from.
IMPORTS = [
    ("import tensorflow as tf\nx = tf.keras.callbacks.",
     "import tensorflow as tf", "tf.keras.callbacks", "tf"),
    ("import tensorflow as T\nx = T.keras.callbacks.", "import tensorflow as T", "T.keras.callbacks", "T"),
    ("import tensorflow\nfrom tensorflow import keras\nx = keras.callbacks.",
     "import tensorflow\nfrom tensorflow import keras", "tensorflow.keras.callbacks", "tensorflow"),
    ("from tensorflow.keras.callbacks import ModelCheckpoint\nx = ",
     "import tensorflow as tf\nfrom tensorflow.keras.callbacks import ModelCheckpoint",
     "tf.keras.callbacks", "tf"),
    ("import numpy as np\nfrom tensorflow.keras import callbacks\nx = callbacks.",
     "import numpy as np\nimport tensorflow as tf\nfrom tensorflow.keras import callbacks",
     "tf.keras.callbacks", "tf"),
    ("import keras\nx = keras.callbacks.", "import keras\nimport tensorflow as tf", "keras.callbacks", "tf"),
    ("import keras\nimport tensorflow as tf\nx = keras.callbacks.",
     "import keras\nimport tensorflow as tf", "keras.callbacks", "tf"),
    ("from keras.callbacks import Callback, ModelCheckpoint\nx = ",
     "import tensorflow as tf\nfrom keras.callbacks import Callback, ModelCheckpoint", "", "tf"),
    ("from keras.callbacks import ModelCheckpoint\nx = ",
     "import keras\nimport tensorflow as tf\nfrom keras.callbacks import ModelCheckpoint",
     "keras.callbacks", "tf"),
    ("import tf_keras as k\nimport tensorflow as tf\nx = k.callbacks.",
     "import tf_keras as k\nimport tensorflow as tf", "k.callbacks", "tf"),
    ("import os\nimport tensorflow as tf\n\nSEED = 1\nimport sys\n\n\n\nx = tf.keras.callbacks.",
     "import os\nimport tensorflow as tf", "tf.keras.callbacks", "tf"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "imports", "package", "tf"), IMPORTS)
def test_the_class_is_written_as_the_file_would(code: str, imports: str, package: str, tf: str) -> None:
    text = chosen(f"{code}ModelCheckpoint('a/m_{{epoch}}.keras', max_to_keep=3)\n")
    base = f"{package}.Callback".lstrip(".")
    assert text.startswith(f"{imports}\n\n\nclass KeepLastN({base}):\n")
    assert f"checkpoint = {tf}.train.Checkpoint(" in text
    assert "epoch + 1)\n\n\n" in text
    assert text.endswith("x = KeepLastN('a', max_to_keep=3)\n")


NO_PLACE = [
    "def f():\n    import tensorflow as tf\n    return tf.keras.callbacks.<call>",
    "try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\nx = tf.keras.callbacks.<call>",
    "tf = 1\nfrom tensorflow.keras.callbacks import ModelCheckpoint\nx = <call>",
    "from keras.callbacks import ModelCheckpoint\nx = <call>\nimport tensorflow as tf",
    "from tensorflow.keras.callbacks import *\nx = <call>",
    "from keras.src.callbacks import ModelCheckpoint\nx = <call>",
]


@pytest.mark.parametrize("code", NO_PLACE)
def test_is_not_offered_where_the_class_has_no_place(code: str) -> None:
    call = "ModelCheckpoint('a/m.h5', max_to_keep=3)"
    assert offered(code.replace("<call>", call) + "\n") is None


def test_several_share_one_class() -> None:
    code = HEAD + dedent("""\
        c = [
            ModelCheckpoint("a/m_{epoch}.keras", max_to_keep=3),
            ModelCheckpoint("b/best_{epoch}.keras", save_best_only=True, max_to_keep=1),
        ]
    """)
    text = chosen(code)
    assert text.count("class KeepLastN") == 1
    assert '    KeepLastN("a", max_to_keep=3),\n    KeepLastN("b", max_to_keep=1, monitor' in text


def test_a_class_that_is_there_is_used() -> None:
    first = chosen(f"{HEAD}x = ModelCheckpoint('a/m_{{epoch}}.keras', max_to_keep=3)\n")
    more = f"{first}y = ModelCheckpoint('b/m_{{epoch}}.keras', max_to_keep=2)\n"
    assert chosen(more) == f"{first}y = KeepLastN('b', max_to_keep=2)\n"
    changed = more.replace("epoch + 1)", "epoch)", 1)
    assert offered(changed) is None


def test_a_long_call_has_one_argument_a_line() -> None:
    code = HEAD + dedent("""\
        def callbacks(root):
            return [
                ModelCheckpoint(
                    os.path.join(root, "checkpoints", "epoch_{epoch:03d}.weights.h5"),
                    monitor="val_sparse_categorical_accuracy",
                    save_best_only=True,
                    save_weights_only=True,
                    max_to_keep=3,
                ),
            ]
    """)
    assert chosen(code).endswith(
        dedent("""\
        def callbacks(root):
            return [
                KeepLastN(
                    os.path.join(root, "checkpoints"),
                    max_to_keep=3,
                    monitor="val_sparse_categorical_accuracy",
                    mode="max",
                ),
            ]
    """)
    )


def test_line_endings_are_those_of_the_file() -> None:
    code = f"{HEAD}x = ModelCheckpoint('a/m_{{epoch}}.keras', max_to_keep=3)\n".replace("\n", "\r\n")
    fix = offered(code)
    assert fix is not None
    text = splice(code, fix.edits)
    assert text.count("\n") == text.count("\r\n")
    Source("a.py", text.encode())


def test_json_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "train.py"
    path.write_text(f"{HEAD}x = ModelCheckpoint('a/m_{{epoch}}.keras', max_to_keep=3)\n")
    main(["--isolated", "--select", "TFC101", "--format", "json", str(path)])
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    assert finding["fix"]["title"] == "remove max_to_keep"
    [other] = finding["alternatives"]
    assert (other["name"], other["applicability"]) == ("keep-last-n", "unsafe")
    assert [edit["text"].startswith("\n\nclass KeepLastN(") for edit in other["edits"]] == [True, False]
