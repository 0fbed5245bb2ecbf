"""TFC520 newest-by-name."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os, glob, sys
from glob import glob as find
from pathlib import Path
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.models import load_model
net = keras.Sequential([keras.layers.Dense(1)])
net.compile("sgd", "mse")
"""
FIT = """\
keep = ModelCheckpoint({path})
net.fit(x, y, epochs={epochs}, callbacks=[keep])
{load}
"""
LAST = 'load_model(sorted(glob.glob("ckpt/*.keras"))[-1])'
PLAIN = '"ckpt/model_{epoch}.keras"'


def trained(load: str = LAST, path: str = PLAIN, epochs: str = "EPOCHS") -> str:
    """A training that keeps a file of each epoch, and then loads one."""
    return FIT.format(path=path, epochs=epochs, load=load)


def looped(path: str, loop: str = "for epoch in range(EPOCHS)", load: str = "", before: str = "") -> str:
    """A loop that saves."""
    load = load or 'net.load_weights(max(glob.glob("ckpt/*.h5")))'
    return f"{loop}:\n    net.fit(x, y)\n    {before}net.save_weights({path})\n{load}\n"


KEEPS = """\
class Trainer:
    def __init__(self, folder):
        self.folder = folder
        self.net = keras.Sequential([keras.layers.Dense(1)])
    def train(self):
        keep = ModelCheckpoint({})
        self.net.fit(x, y, epochs=EPOCHS, callbacks=[keep])
    def newest(self):
        return {}
    def load(self):
        self.net.load_weights(self.newest())
"""

# How the last by name is taken
TAKES = [
    LAST,
    'load_model(max(glob.glob("ckpt/*.keras")))',
    'load_model(max(glob.glob("ckpt/model_*.keras"), default=None))',
    'load_model(sorted(find("./ckpt/*"))[-1])',
    'load_model(os.path.join("ckpt", sorted(os.listdir("ckpt"))[-1]))',
    'load_model("ckpt/" + max(os.listdir("ckpt")))',
    "load_model(f\"ckpt/{sorted(os.listdir('ckpt'))[-1]}\")",
    'load_model(sorted(Path("ckpt").glob("*"))[-1])',
    'load_model(str(sorted(Path("ckpt").glob("*.keras"))[-1]))',
    'load_model(max(Path("ckpt").iterdir()))',
    'load_model(sorted(glob.glob("ckpt/*.keras"), reverse=True)[0])',
    'load_model(sorted(glob.glob("ckpt/*.keras"), reverse=False)[-1])',
    'files = glob.glob("ckpt/*.keras")\nfiles.sort()\nload_model(files[-1])',
    'files = glob.glob("ckpt/*.keras")\nfiles.sort(reverse=True)\nload_model(files[0])',
    'files = sorted(glob.glob("ckpt/*.keras"))\nprint(len(files))\nnewest = files[-1]\nload_model(newest)',
    'files = sorted(list(glob.iglob("ckpt/*.keras")))\nload_model(files[-1] if files else None)',
    'FOLDER = "ckpt"\nload_model(sorted(glob.glob(os.path.join(FOLDER, "*.keras")))[-1])',
    'files = [f for f in os.listdir("ckpt") if f.endswith(".keras")]\n'
    'load_model(os.path.join("ckpt", sorted(files)[-1]))',
    'files = [os.path.join("ckpt", f) for f in os.listdir("ckpt")]\nload_model(max(files))',
    'files = [f for f in os.listdir("ckpt") if f.startswith("model") and 1]\n'
    'files = 0\nload_model(max(glob.glob("ckpt/*.keras")))',
    'load_model(max(glob.glob("./ckpt//*.keras")))',
    'files = glob.glob("ckpt/*.keras")\nfiles = sorted(files)\nload_model(files[-1])',
    'def newest(folder):\n    files = sorted(glob.glob(folder + "/*.keras"))\n'
    '    return files[-1] if files else None\nload_model(newest("ckpt"))',
    'def newest(folder):\n    return sorted(glob.glob("ckpt/*.keras"))[-1]\nload_model(newest("ckpt"))',
    'def load(path):\n    return load_model(path)\nload(max(glob.glob("ckpt/*.keras")))',
]

# What writes the files, what happens, and what they are called after the fix.
NINE = "loads an older model from number 10 on, as 9 stands behind it"
WRITES = [
    (trained(), NINE, '"ckpt/model_{epoch:04d}.keras"'),
    (trained(path='"ckpt/model_{epoch:d}.keras"'), NINE, '"ckpt/model_{epoch:04d}.keras"'),
    (trained(epochs="12"), "loads number 9 where 12 is the newest", '"ckpt/model_{epoch:04d}.keras"'),
    (trained(epochs="10"), "loads number 9 where 10 is the newest", '"ckpt/model_{epoch:04d}.keras"'),
    (
        trained(path='"ckpt/model_{epoch:02d}.keras"', epochs="150"),
        "loads number 99 where 150 is the newest",
        '"ckpt/model_{epoch:04d}.keras"',
    ),
    # the folder is emptied before
    *(
        (before + trained(), NINE, '"ckpt/model_{epoch:04d}.keras"')
        for before in (
            'import shutil\nif os.path.exists("ckpt"):\n    shutil.rmtree("ckpt")\nos.makedirs("ckpt")\n',
            'tf.io.gfile.rmtree("ckpt")\n',
        )
    ),
    # how far it comes is not known
    *(
        (
            code,
            "loads an older model from number 10 on, as 9 stands behind it",
            '"ckpt/model_{epoch:04d}.keras"',
        )
        for code in (
            trained(epochs="50, validation_split=0.1").replace("[keep]", "[keep, EarlyStopping()]"),
            trained(epochs="50").replace("[keep]", "[keep, *more]"),
            "class Stop(keras.callbacks.Callback):\n    pass\n"
            + trained(epochs="50").replace("[keep]", "[keep, Stop()]"),
            trained(path=PLAIN + ", monitor='loss', save_best_only=True", epochs="50"),
            trained(epochs="50, initial_epoch=begin"),
        )
    ),
    (
        trained(path='"ckpt/model_{epoch:02d}.keras"', epochs="150").replace(
            "[keep]", "[keep, EarlyStopping()]"
        ),
        "loads an older model from number 100 on, as 99 stands behind it",
        '"ckpt/model_{epoch:04d}.keras"',
    ),
    (
        trained(epochs="20, initial_epoch=5"),
        "loads number 9 where 20 is the newest",
        '"ckpt/model_{epoch:04d}.keras"',
    ),
    (
        trained(epochs="20, initial_epoch=10").replace(
            "net.fit", "net.fit(x, y, epochs=9, callbacks=[keep])\nnet.fit"
        ),
        "loads number 9 where 20 is the newest",
        '"ckpt/model_{epoch:04d}.keras"',
    ),
    (
        looped(
            'f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(50)", before="if bad():\n        break\n    "
        ),
        "loads an older model from number 10 on, as 9 stands behind it",
        "{epoch:04d}",
    ),
    (looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(1, EPOCHS)"), NINE, "{epoch:04d}"),
    (looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(begin, EPOCHS)"), NINE, "{epoch:04d}"),
    (looped('f"ckpt/w_{epoch + 1}.weights.h5"', "for epoch in range(0, EPOCHS, 1)"), NINE, "{epoch + 1:04d}"),
    (
        trained(path='"ckpt/model_{epoch}-{val_loss:.2f}.keras"'),
        NINE,
        '"ckpt/model_{epoch:04d}-{val_loss:.2f}.keras"',
    ),
    (
        trained(path='os.path.join("ckpt", "m{epoch}.keras"), save_best_only=True'),
        NINE,
        '"m{epoch:04d}.keras"',
    ),
    (
        trained(path='"ckpt/{val_loss:.2f}-{epoch:02d}.keras"'),
        "loads the file with the greatest val_loss",
        "",
    ),
    (
        KEEPS.format(
            'f"{self.folder}/w_{{epoch}}.weights.h5", save_weights_only=True',
            'max(glob.glob(f"{self.folder}/*.weights.h5"))',
        ),
        NINE,
        "w_{{epoch:04d}}.weights.h5",
    ),
    (
        'RUN = os.environ["RUN"]\n'
        + trained(
            'load_model(sorted(Path(RUN).glob("*.keras"))[-1])', 'os.path.join(RUN, "m_{epoch}.keras")'
        ),
        NINE,
        "m_{epoch:04d}.keras",
    ),
    (
        trained('load_model(max(glob.glob("*.keras")))', '"model_{epoch}.keras"'),
        NINE,
        '"model_{epoch:04d}.keras"',
    ),
    (
        trained('load_model(max(f for f in os.listdir() if f.endswith(".keras")))', '"m_{epoch}.keras"'),
        NINE,
        "04d",
    ),
    (looped('f"ckpt/w_{epoch}.weights.h5"'), NINE, "{epoch:04d}"),
    (
        looped('f"ckpt/w_{epoch + 1}.weights.h5"', "for epoch in range(20)"),
        "loads number 9 where 20 is the newest",
        "{epoch + 1:04d}",
    ),
    (
        looped('f"ckpt/w_{i}.weights.h5"', "for i in range(20)"),
        "loads number 9 where 19 is the newest",
        "{i:04d}",
    ),
    (
        looped('f"ckpt/w_{i}.weights.h5"', "for i in range(200)", before="if i % 20 == 0: "),
        "loads number 80 where 180 is the newest",
        "{i:04d}",
    ),
    (looped('"ckpt/w_%d.weights.h5" % epoch'), NINE, ""),
    (looped('"ckpt/w_%s_%s.weights.h5" % (epoch, run)'), NINE, ""),
    (looped('"ckpt/w_{}.weights.h5".format(epoch)'), NINE, ""),
    (looped('"ckpt/w_" + str(epoch) + ".weights.h5"'), NINE, ""),
    (
        looped('"ckpt/w_%02d.weights.h5" % epoch', "for epoch in range(300)"),
        "loads number 99 where 299 is the newest",
        "",
    ),
]

SILENT = [
    # another order than that of the names
    *(
        trained(load)
        for load in (
            'load_model(sorted(glob.glob("ckpt/*.keras"), key=os.path.getmtime)[-1])',
            'load_model(max(glob.glob("ckpt/*.keras"), key=os.path.getctime))',
            'load_model(max(glob.glob("ckpt/*.keras"), key=lambda f: int(f.split("_")[1][:-6])))',
            'load_model(sorted(glob.glob("ckpt/*.keras"), key=natural)[-1])',
            'load_model(sorted(glob.glob("ckpt/*.keras"), **how)[-1])',
            'load_model(sorted(glob.glob("ckpt/*.keras"), reverse=backward)[-1])',
            'load_model(sorted(glob.glob("ckpt/*.keras"), reverse=True)[-1])',
            'load_model(natsorted(glob.glob("ckpt/*.keras"))[-1])',
            'load_model(glob.glob("ckpt/*.keras")[-1])',
            'files = glob.glob("ckpt/*.keras")\nfiles.sort(key=os.path.getmtime)\nload_model(files[-1])',
            'files = glob.glob("ckpt/*.keras")\nfiles.sort()\nfiles.sort(key=len)\nload_model(files[-1])',
            'files = glob.glob("ckpt/*.keras")\nload_model(files[-1])\nfiles.sort()',
            'files = glob.glob("ckpt/*.keras")\nfiles.sort()\nfiles = glob.glob("ckpt/m*")\n'
            "load_model(files[-1])",
            "files = []\nfor _ in range(n):\n    files = sorted(files)\n    load_model(files[-1])",
            "files = list(files)\nload_model(max(files))",
            "while True:\n    files = [f for f in files]\n    load_model(max(files))",
            'files = sorted(glob.glob("ckpt/*.keras"))\nfiles = files[:5]\nload_model(files[-1])',
            'files = sorted(glob.glob("ckpt/*.keras"))\nif few:\n    files = []\nload_model(files[-1])',
            'files = sorted(glob.glob("ckpt/*.keras"))\nfiles.reverse()\nload_model(files[-1])',
            'load_model(sorted(glob.glob("ckpt/*.keras"))[0])',
            'load_model(sorted(glob.glob("ckpt/*.keras"))[n])',
            'load_model(min(glob.glob("ckpt/*.keras")))',
            'load_model(max(glob.glob("ckpt/*.keras"), "ckpt/best.keras"))',
            'net.load_weights(tf.train.latest_checkpoint("ckpt"))',
            # other files
            'load_model(sorted(glob.glob("other/*.keras"))[-1])',
            'load_model(sorted(glob.glob("ckpt/*.h5"))[-1])',
            'load_model(sorted(glob.glob("ckpt/best_*.keras"))[-1])',
            'load_model(sorted(glob.glob("ckpt/model_?.keras"))[-1])',
            'load_model(sorted(glob.glob("ckpt/model_[0-9].keras"))[-1])',
            'load_model(sorted(glob.glob("ckpt/*/*.keras"))[-1])',
            'load_model(sorted(glob.glob("**/*.keras", recursive=True))[-1])',
            "load_model(sorted(glob.glob(pattern))[-1])",
            'load_model(sorted(glob.glob(f"{folder}/*.keras"))[-1])',
            'load_model(sorted(glob.glob(sys.argv[1] + "/*.keras"))[-1])',
            'load_model(sorted(os.listdir("ckpt"))[-1])',
            'load_model(os.path.join("other", sorted(os.listdir("ckpt"))[-1]))',
            'load_model(os.path.join("ckpt", sorted(glob.glob("ckpt/*.keras"))[-1]))',
            "load_model(sorted(names)[-1])",
            # more is asked of them
            'files = [f for f in glob.glob("ckpt/*.keras") if good(f)]\nload_model(sorted(files)[-1])',
            'files = [f for f in os.listdir("ckpt") if len(f) == 13]\n'
            'load_model(os.path.join("ckpt", sorted(files)[-1]))',
            'files = [f for f in os.listdir("ckpt") if f.endswith(".h5")]\n'
            'load_model(os.path.join("ckpt", sorted(files)[-1]))',
            'files = glob.glob("ckpt/*.keras")\nfiles.remove("ckpt/model_9.keras")\nfiles.sort()\n'
            "load_model(files[-1])",
            'files = sorted(glob.glob("ckpt/*.keras"))\nfiles += ["z.keras"]\nload_model(files[-1])',
            'files = sorted(glob.glob("ckpt/*.keras"))\nchoose(files)\nload_model(files[-1])',
            'files = sorted(glob.glob("ckpt/*.keras"))\ndel files[-1]\nload_model(files[-1])',
            'files = glob.glob("ckpt/*.keras")\nother = files\nfiles.sort()\nother.sort(key=len)\n'
            "load_model(files[-1])",
            'files = sorted(glob.glob("ckpt/*.keras"))\nboth = [files, more]\nload_model(files[-1])',
            'load_model(sorted(filter(good, glob.glob("ckpt/*.keras")))[-1])',
            'for file in sorted(glob.glob("ckpt/*.keras")):\n    load_model(file)',
            # files are taken away, or others are there
            'os.remove("ckpt/model_9.keras")\n' + LAST,
            'net.save("ckpt/model_final.keras")\n' + LAST,
            # nothing is loaded
            'print(sorted(glob.glob("ckpt/*.keras"))[-1])',
            'plot(max(glob.glob("ckpt/*.keras")))',
        )
    ),
    # the names are in order
    trained(path='"ckpt/model_{epoch:02d}.keras"'),
    trained(path='"ckpt/model_{epoch:02d}.keras"', epochs="99"),
    trained(path='"ckpt/model_{epoch:03d}.keras"', epochs="150"),
    trained(path='"ckpt/model_{epoch:03}.keras"', epochs="150"),
    trained(path='"ckpt/model_{epoch:0>3}.keras"', epochs="150"),
    trained(epochs="9"),
    trained(epochs="99"),  # 99 stands last
    trained().replace("epochs=EPOCHS, ", ""),
    "EPOCHS = 5\n" + trained(),
    trained(epochs="20, initial_epoch=10"),
    trained(epochs="99, initial_epoch=10"),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(100, EPOCHS)"),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(0, EPOCHS, 10)"),
    looped('f"ckpt/w_{epoch + 1000}.weights.h5"'),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(50)", before="if epoch == 6: break\n    "),
    looped('f"ckpt/w_{epoch}.weights.h5"', before="if epoch == 6 or bad(): break\n    "),
    # files are taken away as well
    looped('f"ckpt/w_{epoch}.weights.h5"', before="shutil.rmtree('ckpt')\n    ").replace(
        "for", "import shutil\nfor", 1
    ),
    "import shutil\ndef clear():\n    shutil.rmtree('ckpt')\n" + trained(),
    "import shutil\n" + trained("shutil.rmtree('ckpt')\n" + LAST),
    # another folder by then
    trained("os.chdir('runs')\n" + LAST),
    # another name, or one that nobody can say
    trained(path='"ckpt/model.keras"'),
    trained(path='"ckpt/model_{val_accuracy:.3f}_{epoch}.keras"'),
    trained(path='f"ckpt/{kind}_{{epoch}}.keras"'),
    trained(path='folder + "/model_{epoch}.keras"'),
    trained(path='"ckpt/{epoch}/model.keras"'),
    trained(path='"ckpt/model_{epoch:<3}.keras"'),
    trained(path='"ckpt/model_{epoch}"', load='load_model(max(glob.glob("ckpt/*")))'),
    trained(path='"ckpt/model_{epoch}.keras", save_freq=500'),
    trained(path='"ckpt/model_{epoch}.keras", period=10'),
    trained(path="path"),
    trained('load_model(max(glob.glob("*")))', '"model_{epoch}.keras"'),
    trained('load_model(max(os.listdir("./")))', '"model_{epoch}.keras"'),
    # epochs and paths of several calls
    """
    def train(path, epochs):
        keep = ModelCheckpoint(path)
        net.fit(x, y, epochs=epochs, callbacks=[keep])
    train("ckpt/model_{epoch}.keras", 9)
    train("padded/model_{epoch:02d}.keras", 12)
    load_model(max(glob.glob("ckpt/*.keras")))
    """,
    trained(epochs="n_epochs").replace("[keep]", "[]"),  # is not used
    KEEPS.format(
        'f"{self.folder}/w_{{epoch}}.weights.h5", save_weights_only=True',
        'max(glob.glob(f"{self.other}/*.weights.h5"))',
    ),
    'keep = ModelCheckpoint("ckpt/best.keras", save_best_only=True)\n' + trained(),
    "def keep_last(net):\n    net.save('ckpt/z.keras')\n" + trained(),
    LAST,
    looped('f"ckpt/w_{epoch:03d}.weights.h5"'),
    looped('f"ckpt/w_{epoch:03d}.weights.h5"', "for epoch in range(300)"),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(10)"),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(10, 100)"),
    looped('f"ckpt/w_{i}.weights.h5"', "for i in range(100)", before="if i % 10 == 0: "),
    looped('f"ckpt/w_{epoch}.weights.h5"', before="if epoch % 10 == 0: "),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(50)", before="if epoch % 10: continue\n    "),
    looped('f"ckpt/w_{epoch}.weights.h5"', before="if epoch % 10: continue\n    "),
    looped('f"ckpt/w_{fold}.weights.h5"', "for fold in range(FOLDS)"),
    looped('f"ckpt/w_{name}.weights.h5"', "for name in names"),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in [1, 5, 9]"),
    looped('f"ckpt/{run}_{epoch}.weights.h5"'),
    looped('f"ckpt/w_{str(epoch).zfill(3)}.weights.h5"'),
    looped('"ckpt/w_" + str(epoch).zfill(3) + ".weights.h5"'),
    looped('"ckpt/w_%03d.weights.h5" % epoch', "for epoch in range(300)"),
    looped('"ckpt/w_{:03d}.weights.h5".format(epoch)'),
    looped('f"ckpt/w_{epoch}.weights.h5"', "for epoch in range(20, 0, -1)"),
    looped('f"ckpt/w_{1 / epoch}.weights.h5"'),
]


@pytest.mark.parametrize("load", TAKES)
def test_takes_the_last_by_name(load: str) -> None:
    found = lint(HEAD + trained(load), only="TFC520")
    assert [each.split()[1] for each in found] == ["warning"]


@pytest.mark.parametrize(("code", "happens", "fixed"), WRITES)
def test_writes_numbers(code: str, happens: str, fixed: str) -> None:
    [found] = findings(HEAD + code, only="TFC520")
    assert found.message.endswith(f": Keras {happens}")
    assert found.fix is not None
    assert found.fix.applicability is (Applicability.UNSAFE if fixed else Applicability.MANUAL)
    after = fix(HEAD + code, only="TFC520", unsafe=True)
    assert fixed in after
    assert lint(after, only="TFC520") == ([] if fixed else lint(HEAD + code, only="TFC520"))


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC520") == []


@pytest.mark.parametrize("target", ["keras2", "both", "2.11"])
def test_targets(target: str) -> None:
    assert len(lint(HEAD + trained(), target, only="TFC520")) == 1


def test_a_name_that_is_written_out_elsewhere_keeps_the_number() -> None:
    code = HEAD + trained() + 'first = load_model("ckpt/model_1.keras")\n'
    [found] = findings(code, only="TFC520")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
