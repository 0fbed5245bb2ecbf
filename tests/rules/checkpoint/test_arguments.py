"""TFC118 checkpoint-arguments."""

from __future__ import annotations

import ast

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability, Severity
from tflint_ckpt.rules.checkpoint.arguments import CheckpointArguments

ALL = 'monitor="val_loss", save_best_only=True, save_weights_only=True, mode="min"'
IMPORT = "from keras.callbacks import ModelCheckpoint\n"
TRAIN = (
    "import keras\n"
    "from keras.callbacks import ModelCheckpoint\n"
    "model = keras.Sequential()\n"
    "saver = {}\n"
    "model.fit(x, y, epochs=9{}, callbacks=[saver])\n"
)
VALIDATED = ", validation_split=0.2"

BECOMES = [
    # As it stands, in a file that trains elsewhere.
    ('ModelCheckpoint("m.keras")', f'ModelCheckpoint("m.weights.h5", {ALL})'),
    ('ModelCheckpoint("m.h5")', f'ModelCheckpoint("m.weights.h5", {ALL})'),
    ('ModelCheckpoint("m")', f'ModelCheckpoint("m.weights.h5", {ALL})'),
    ('ModelCheckpoint("m.weights.h5")', f'ModelCheckpoint("m.weights.h5", {ALL})'),
    ('ModelCheckpoint("{epoch}.h5")', f'ModelCheckpoint("{{epoch}}.weights.h5", {ALL})'),
    ('ModelCheckpoint("{val_loss}.h5")', f'ModelCheckpoint("{{val_loss}}.weights.h5", {ALL})'),
    # Only what is missing; a metric of one's own keeps its direction.
    (
        'ModelCheckpoint("m.h5", "val_accuracy", save_best_only=True)',
        'ModelCheckpoint("m.weights.h5", "val_accuracy", save_best_only=True, '
        'save_weights_only=True, mode="max")',
    ),
    (
        'ModelCheckpoint("m.weights.h5", monitor="loss", save_weights_only=True)',
        'ModelCheckpoint("m.weights.h5", monitor="loss", save_weights_only=True, '
        'save_best_only=True, mode="min")',
    ),
    (
        'ModelCheckpoint("m.weights.h5", "val_loss", 1, True, True)',
        'ModelCheckpoint("m.weights.h5", "val_loss", 1, True, True, mode="min")',
    ),
    (
        'ModelCheckpoint("m.weights.h5", save_best_only=True, save_weights_only=True, mode="auto")',
        'ModelCheckpoint(\n    "m.weights.h5",\n    save_best_only=True,\n    save_weights_only=True,\n'
        '    mode="auto",\n    monitor="val_loss",\n)',
    ),
    # What another rule mends does not hide it: it would be said as soon as that is done.
    (
        'ModelCheckpoint("m.weights.h5", "val_auc", 0, True, True, period=1)',
        'ModelCheckpoint("m.weights.h5", "val_auc", 0, True, True, period=1, mode="max")',
    ),
    (
        'ModelCheckpoint("{ epoch}.weights.h5", save_best_only=True, save_weights_only=True)',
        'ModelCheckpoint("{ epoch}.weights.h5", save_best_only=True, save_weights_only=True, '
        'monitor="val_loss", mode="min")',
    ),
    (
        'ModelCheckpoint("m.weights.h5", "val_auc", 0, True, mode="auto")',
        'ModelCheckpoint("m.weights.h5", "val_auc", 0, True, mode="auto", save_weights_only=True)',
    ),
    # A metric whose direction its name does not tell.
    (
        'ModelCheckpoint("m.h5", "val_quality", save_best_only=True)',
        'ModelCheckpoint("m.weights.h5", "val_quality", save_best_only=True, save_weights_only=True)',
    ),
    # The file is read as a whole model, or in a way that cannot be seen: it stays one.
    (
        'ModelCheckpoint("m.keras")\nkeras.models.load_model("m.keras")',
        'ModelCheckpoint("m.keras", monitor="val_loss", save_best_only=True, mode="min")\n'
        'keras.models.load_model("m.keras")',
    ),
    (
        "ModelCheckpoint(path)",
        'ModelCheckpoint(path, monitor="val_loss", save_best_only=True, mode="min")',
    ),
    (
        'path = "m.keras"\nshow(path)\nModelCheckpoint(path)',
        'path = "m.keras"\nshow(path)\n'
        'ModelCheckpoint(path, monitor="val_loss", save_best_only=True, mode="min")',
    ),
    # Where the file is used, its name changes too.
    (
        'import os\nModelCheckpoint("m.keras")\nif os.path.exists("m.keras"):\n    os.remove("m.keras")',
        f'import os\nModelCheckpoint("m.weights.h5", {ALL})\n'
        'if os.path.exists("m.weights.h5"):\n    os.remove("m.weights.h5")',
    ),
    # Its arguments from a dictionary that is known.
    (
        'how = {"save_best_only": True}\nModelCheckpoint("m.weights.h5", **how)',
        'how = {"save_best_only": True}\n'
        'ModelCheckpoint("m.weights.h5", **how, monitor="val_loss", save_weights_only=True, mode="min")',
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str, target: str) -> None:
    # How a call that grows too long for a line is laid out, tests/syntax/test_added.py tells.
    fixed = fix(IMPORT + before, target, "TFC118", unsafe=True)
    assert ast.dump(ast.parse(fixed)) == ast.dump(ast.parse(IMPORT + after))
    assert fix(IMPORT + before, target, "TFC118") == IMPORT + before


SILENT = [
    # The pattern.
    f'ModelCheckpoint("m.weights.h5", {ALL})',
    'ModelCheckpoint("m.weights.h5", "val_auc", 0, True, True, "max")',
    'ModelCheckpoint("m.weights.h5", "val_quality", 0, True, True)',
    # What is written says otherwise.
    'ModelCheckpoint("m.keras", save_best_only=False)',
    'ModelCheckpoint("m.keras", "val_loss", 0, False)',
    'ModelCheckpoint("m.keras", save_weights_only=False)',
    'ModelCheckpoint("m.keras", save_best_only=True, save_weights_only=False)',
    'ModelCheckpoint("m.keras", save_freq=100)',
    'ModelCheckpoint("m.keras", save_freq=5 * steps)',
    'ModelCheckpoint("m.keras", save_freq=frequency)',
    'ModelCheckpoint("m.h5", period=5)',
    'ModelCheckpoint("m.keras", mode="max")',
    'ModelCheckpoint("m.keras", "val_loss", mode="max")',
    'ModelCheckpoint("m.keras", "val_auc", mode="auto")',
    'ModelCheckpoint("m.keras", "val_auc", mode="min")',
    'ModelCheckpoint("m.keras", "val_quality")',
    'ModelCheckpoint("{epoch}-{val_accuracy}.keras")',
    'ModelCheckpoint("{epoch}-{loss}.keras")',
    'ModelCheckpoint("{epoch}-{batch}.keras")',
    'ModelCheckpoint("{epoch}-{val_acc}.keras", "val_loss")',
    # Which epochs are there is known elsewhere: one is read by its number, or the newest is looked for.
    'ModelCheckpoint("{epoch}.weights.h5", save_weights_only=True)\n'
    'net.load_weights("{epoch}.weights.h5".format(epoch=9))',
    'path = "{epoch:02d}.weights.h5"\nModelCheckpoint(path, save_weights_only=True)\n'
    "net.load_weights(path.format(epoch=9))",
    'import tensorflow as tf\nModelCheckpoint("m/{epoch}", save_weights_only=True)\n'
    'net.load_weights(tf.train.latest_checkpoint("m"))',
    'import os\nModelCheckpoint("m/{epoch}.keras")\nfiles = os.listdir("m")',
    'import glob\nModelCheckpoint("m/{epoch}.keras")\nfiles = glob.glob("m/*")',
    'ModelCheckpoint("last.keras")\nnet.fit(x, epochs=9, initial_epoch=done, validation_split=0.1)',
    # The best one is kept by another callback.
    f'ModelCheckpoint("best.weights.h5", {ALL})\nModelCheckpoint("last.keras")',
    # What cannot be seen.
    'ModelCheckpoint("m.keras", **options)',
    'ModelCheckpoint("m.keras", *options)',
    'ModelCheckpoint("m.keras", monitor=args.monitor)',
    'ModelCheckpoint("m.keras", monitor="val_loss" if x else "val_accuracy")',
    'ModelCheckpoint("m.keras", save_best_only=args.best)',
    'ModelCheckpoint("m.keras", save_weights_only=args.weights)',
    'ModelCheckpoint("m.keras", mode=args.mode)',
    'import functools\nfunctools.partial(ModelCheckpoint, "m.keras")',
    'saver = ModelCheckpoint("m.keras")\nsaver.save_weights_only = True',
    'saver = ModelCheckpoint("m.keras")\nsaver.monitor = "loss"',
    # Another class, and a call that is meant to fail.
    'class Own(ModelCheckpoint):\n    def __init__(self, path):\n        self.path = path\nOwn("m.keras")',
    'class Own(ModelCheckpoint):\n    pass\nOwn("m.keras")',
    'import pytest\nwith pytest.raises(ValueError):\n    ModelCheckpoint("m")',
    "ModelCheckpoint()",
    # A whole model by design: nothing but the weights is left to ask for.
    'ModelCheckpoint("m.h5", "val_loss", save_best_only=True, mode="min")\nkeras.models.load_model("m.h5")',
]


@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str) -> None:
    assert lint(IMPORT + code, "both", "TFC118") == []


FITS = [
    (TRAIN.format('ModelCheckpoint("m.keras")', VALIDATED), True),
    (TRAIN.format('ModelCheckpoint("m.keras")', ", validation_data=held_out"), True),
    (TRAIN.format('ModelCheckpoint("m.keras", "loss")', ""), True),
    (TRAIN.format('ModelCheckpoint("m.keras", "loss")', ", validation_freq=2"), True),
    # Nothing would ever be saved.
    (TRAIN.format('ModelCheckpoint("m.keras")', ""), False),
    (TRAIN.format('ModelCheckpoint("m.keras", "val_accuracy")', ""), False),
    (TRAIN.format('ModelCheckpoint("m.keras")', ", validation_data=None"), False),
    (TRAIN.format('ModelCheckpoint("m.keras")', VALIDATED) + "model.fit(x, y, callbacks=[saver])\n", False),
    (
        "import keras\nsaver = keras.callbacks.ModelCheckpoint('m.keras')\nheld_out = None\n"
        "if split:\n    held_out = load(split)\n"
        "keras.Model(a, b).fit(x, y, epochs=3, validation_data=held_out, callbacks=[saver])\n",
        False,
    ),
    # Not after each epoch.
    (TRAIN.format('ModelCheckpoint("m.keras")', VALIDATED + ", validation_freq=2"), False),
    # Which fit gets it is not known, and one has no validation data.
    (
        "import keras\ndef callbacks():\n    return [keras.callbacks.ModelCheckpoint('m.keras')]\n"
        "def train(model, x, y, callbacks):\n    model.fit(x, y, epochs=3, callbacks=callbacks)\n",
        False,
    ),
    (
        "import keras\ndef callbacks():\n    return [keras.callbacks.ModelCheckpoint('m.keras')]\n"
        "def train(model, x, y, callbacks):\n"
        "    model.fit(x, epochs=3, validation_data=y, callbacks=callbacks)\n",
        True,
    ),
]


@pytest.mark.parametrize(("code", "reported"), FITS)
def test_what_is_monitored_is_there(code: str, reported: bool) -> None:
    found = lint(code, "both", "TFC118")
    assert [each.split()[1] for each in found] == (["info"] if reported else [])


def test_another_file_may_load_the_model() -> None:
    code = 'import keras\nkeras.callbacks.ModelCheckpoint("net.keras")\n'
    other = 'import keras\nkeras.models.load_model("net.keras")\n'
    [finding] = findings(code, "both", "TFC118", serve=other)
    assert finding.fix is not None
    assert "save_weights_only" not in finding.fix.title


def test_message_and_title() -> None:
    code = 'import keras\nkeras.callbacks.ModelCheckpoint("net.keras", mode="min")\n'
    [finding] = findings(code, "both", "TFC118")
    assert finding.severity is Severity.INFO
    assert finding.message == (
        "ModelCheckpoint without monitor, save_best_only and save_weights_only: "
        "every epoch is saved, whether it is better or not"
    )
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE
    assert finding.fix.title == (
        'write monitor="val_loss", save_best_only=True, save_weights_only=True, '
        "and a path that ends in .weights.h5"
    )


def test_quotes_are_those_of_the_call() -> None:
    code = "import keras\nkeras.callbacks.ModelCheckpoint(path, 'val_auc', 1, True, True)\n"
    assert "mode='max')" in fix(code, "both", "TFC118", unsafe=True)


def test_a_comment_leaves_no_place() -> None:
    code = 'import keras\nkeras.callbacks.ModelCheckpoint(\n    "net.keras"  # best\n)\n'
    [finding] = findings(code, "both", "TFC118")
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.MANUAL


def test_preset() -> None:
    assert CheckpointArguments.presets == ("canonical",)


def test_is_silent_where_the_best_value_would_be_forgotten() -> None:
    code = "import keras\nfrom keras.callbacks import BackupAndRestore, ModelCheckpoint\n"
    code += "model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile('sgd', 'mse')\n"
    fit = "model.fit(x, y, validation_data=(x, y), callbacks=[ModelCheckpoint('m.weights.h5', "
    fit += "save_weights_only=True){}])\n"
    assert lint(code + fit.format(""), only="TFC118") == ["TFC118:5 info"]
    assert lint(code + fit.format(", BackupAndRestore('backup')"), only="TFC118") == []
    assert lint(code + "model.load_weights('m.weights.h5')\n" + fit.format(""), only="TFC118") == []
