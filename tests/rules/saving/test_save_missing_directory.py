"""save-missing-directory: what is inserted, and where there is nothing to say."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import os
import numpy as np
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
"""

# What --fix makes of a body on both Kerases; each line that begins with "+" is inserted.
BECOMES = {
    "the native format": """
        +os.makedirs("models", exist_ok=True)
        model.save("models/m.keras")
    """,
    "by function": """
        +os.makedirs('models', exist_ok=True)
        tf.keras.models.save_model(model, 'models/m.keras')
    """,
    "weights": """
        +os.makedirs("weights/best", exist_ok=True)
        model.save_weights("weights/best/m.weights.h5")
    """,
    "weights that only Keras 2 writes": """
        +os.makedirs("weights", exist_ok=True)
        model.save_weights("weights/m.h5")
    """,
    "a log": """
        +os.makedirs("logs", exist_ok=True)
        model.fit(x, y, callbacks=[tf.keras.callbacks.CSVLogger("logs/a.csv", append=True)])
    """,
    "a cache": """
        +os.makedirs("cache", exist_ok=True)
        ds = tf.data.Dataset.range(3).cache("cache/train").batch(2)
    """,
    "arrays": """
        +os.makedirs("out", exist_ok=True)
        np.save("out/a.npy", x)
        +os.makedirs("txt", exist_ok=True)
        np.savetxt(fname="txt/a.txt", X=x)
        +os.makedirs("zip", exist_ok=True)
        np.savez_compressed("zip/a", x=x)
    """,
    "figures": """
        import matplotlib.pyplot as plt
        def show(epoch):
            figure, axes = plt.subplots()
            +os.makedirs("images", exist_ok=True)
            figure.savefig("images/%d.png" % epoch)
        +os.makedirs("curves", exist_ok=True)
        plt.savefig(fname="curves/loss.png", dpi=100)
    """,
    "images": """
        from PIL import Image
        picture = Image.new("L", (280, 280))
        def show(image, epoch):
            +os.makedirs("images", exist_ok=True)
            picture.save("images/of_epoch_%d.png" % epoch)
            +os.makedirs("arrays", exist_ok=True)
            Image.fromarray(image, mode="L").save(fp="arrays/last.png")
    """,
    "several in one folder": """
        +os.makedirs("out", exist_ok=True)
        np.save("out/a.npy", x)
        np.save("out/b.npy", y)
    """,
    "several kinds in one folder": """
        +os.makedirs("out", exist_ok=True)
        np.save("out/a.npy", x)
        model.save("out/m.keras")
    """,
    "in the arms of a condition": """
        if big:
            +os.makedirs("out", exist_ok=True)
            model.save("out/big.keras")
        else:
            +os.makedirs("out", exist_ok=True)
            model.save("out/small.keras")
    """,
    "a join": """
        folder = "models"
        +os.makedirs(folder, exist_ok=True)
        model.save(os.path.join(folder, "m.keras"))
    """,
    "an f-string": """
        for fold in range(3):
            +os.makedirs(f"models/{fold}", exist_ok=True)
            model.save(f"models/{fold}/m.keras")
    """,
    "a parameter that is a model by what is called on it": """
        def train(net):
            net.fit(x, y)
            +os.makedirs("models", exist_ok=True)
            net.save("models/m.keras")
    """,
    "a subclass": """
        class Net(tf.keras.Model):
            pass
        net = Net()
        +os.makedirs("models", exist_ok=True)
        net.save_weights("models/net.weights.h5")
    """,
    "another folder is made": """
        os.makedirs("logs", exist_ok=True)
        +os.makedirs("models", exist_ok=True)
        model.save("models/m.keras")
    """,
    "made too late": """
        +os.makedirs("models", exist_ok=True)
        model.save("models/m.keras")
        loaded = tf.keras.models.load_model("models/m.keras")
    """,
    "its own array read back in another function": """
        size = 8
        def prepare(images):
            +os.makedirs("arrays", exist_ok=True)
            np.save("arrays/train_%d" % size, images)
        def train():
            return np.load("arrays/train_%d.npy" % size)
    """,
    "its own table read back in another function": """
        def prepare(rows):
            +os.makedirs("tables", exist_ok=True)
            np.savetxt("tables/t.csv", rows)
        def train():
            return np.genfromtxt("tables/t.csv")
    """,
    "its own model read back by a method": """
        def train(net):
            net.fit(x, y)
            +os.makedirs("models", exist_ok=True)
            net.save("models/m.keras")
        class Server:
            def start(self):
                self.net = tf.keras.models.load_model("models/m.keras")
    """,
    "its own log read back": """
        def train():
            +os.makedirs("logs", exist_ok=True)
            return tf.keras.callbacks.CSVLogger("logs/a.csv")
        def show():
            import pandas as pd
            return pd.read_csv("logs/a.csv")
    """,
    "a command behind it": """
        +os.makedirs("models", exist_ok=True)
        model.save("models/m.keras")
        # !mkdir models
    """,
    "a callback in another folder": """
        c = tf.keras.callbacks.ModelCheckpoint("ckpt/m.keras")
        +os.makedirs("models", exist_ok=True)
        model.save("models/m.keras")
    """,
}

SILENT = {
    "no folder": 'model.save("m.keras")',
    "an image without one": 'from PIL import Image\nImage.open("a.png").save("b.png")',
    "an image to a folder of the user": 'from PIL import Image\nImage.open("a.png").save("/data/b.png")',
    "an image of another library": 'import pictures\npictures.open("a.png").save("images/b.png")',
    "an image that may be another thing": 'def keep(image):\n    image.save("images/b.png")',
    "an image to a stream": 'import io\nfrom PIL import Image\nImage.open("a.png").save(io.BytesIO(), "PNG")',
    "a figure without one": 'import matplotlib.pyplot as plt\nplt.savefig("loss.png")',
    "a figure in a buffer": "import io\nimport matplotlib.pyplot as plt\nplt.savefig(io.BytesIO())",
    "the folder is made": """
        os.makedirs("models", exist_ok=True)
        model.save("models/m.keras")
    """,
    "made by mkdir": """
        if not os.path.exists("models"):
            os.mkdir("models")
        model.save("models/m.keras")
    """,
    "made by pathlib": """
        from pathlib import Path
        folder = Path("models")
        folder.mkdir(exist_ok=True)
        model.save(folder / "m.keras")
    """,
    "made by a helper": """
        from library import ensure_dir
        ensure_dir("models")
        model.save("models/m.keras")
    """,
    "made below": """
        os.makedirs("models/best", exist_ok=True)
        model.save("models/m.keras")
    """,
    "made in another function": """
        def prepare():
            os.makedirs("models", exist_ok=True)
        def train():
            model.save("models/m.keras")
    """,
    "HDF5 makes its folder": 'model.save("models/m.h5")',
    "a SavedModel makes its folder": 'model.save("models/m")',
    "a TensorFlow checkpoint makes its folder": 'model.save_weights("ckpt/m.ckpt")',
    "weights without a suffix": 'model.save_weights("ckpt/m")',
    "export": 'model.export("exported/m")',
    "tf.train.Checkpoint": 'tf.train.Checkpoint(model=model).save("ck/ckpt")',
    "a dataset that is saved": 'tf.data.Dataset.range(3).save("data/d")',
    "TensorBoard": 'c = tf.keras.callbacks.TensorBoard("logs/run")',
    "BackupAndRestore": 'c = tf.keras.callbacks.BackupAndRestore("backup/run")',
    "a callback makes it": """
        c = tf.keras.callbacks.ModelCheckpoint("models/m_{epoch}.keras")
        model.fit(x, y, callbacks=[c])
        model.save("models/last.keras")
    """,
    "a callback that cannot be seen whole may make it": """
        c = tf.keras.callbacks.ModelCheckpoint(path)
        model.fit(x, y, callbacks=[c])
        model.save("models/last.keras")
    """,
    "HDF5 made it before": """
        model.save("models/m.h5")
        model.save_weights("models/m.weights.h5")
    """,
    "read before": """
        x = np.load("data/x.npy")
        np.save("data/y.npy", x)
    """,
    "another array is read in another function": """
        def prepare():
            np.save("data/y.npy", x)
        def read():
            return np.load("data/x.npy")
    """,
    "an array of any name is read in another function": """
        def prepare():
            np.save("data/y.npy", x)
        def read(name):
            return np.load(f"data/{name}.npy")
    """,
    "its own array is written by something else as well": """
        def prepare():
            np.save("data/y.npy", x)
        def other():
            with open("data/y.npy", "wb") as file:
                file.write(b"")
    """,
    "downloaded in another function": """
        def prepare():
            np.save("data/y.npy", x)
        def fetch():
            download("data/y.npy")
    """,
    "a command before the call of the function": """
        def prepare():
            np.save("data/y.npy", x)
        # !mkdir data
        prepare()
    """,
    "a cache is read who knows when": """
        data = tf.data.Dataset.range(3).cache("data/c")
        # !mkdir data
        for row in data:
            print(row)
    """,
    "listed before": """
        for name in os.listdir("data"):
            print(name)
        np.save("data/y.npy", x)
    """,
    "handed to something": """
        setup("models")
        model.save("models/m.keras")
    """,
    "absolute": 'model.save("/srv/models/m.keras")',
    "home": 'model.save("~/models/m.keras")',
    "a remote store": 'model.save("gs://bucket/models/m.keras")',
    "a mounted drive": 'model.save("drive/MyDrive/m.keras")',
    "a parameter": """
        def train(folder):
            model.save(os.path.join(folder, "m.keras"))
    """,
    "a flag": """
        import argparse
        args = argparse.ArgumentParser().parse_args()
        model.save(args.out + "/m.keras")
    """,
    "the environment": 'model.save(os.environ["OUT"] + "/m.keras")',
    "a try": """
        try:
            model.save("models/m.keras")
        except OSError:
            os.makedirs("models")
    """,
    "expected to raise": """
        import pytest
        with pytest.raises(FileNotFoundError):
            model.save("models/m.keras")
    """,
    "a format of its own": 'model.save("models/m.keras", save_format="tf")',
    "a cache in memory": "ds = tf.data.Dataset.range(3).cache()",
    "a cache of something else": 'service.cache("models/a")',
    "a logger of Lightning": """
        from pytorch_lightning.loggers import CSVLogger
        logger = CSVLogger("logs/a")
    """,
    "a method of a class of the module": """
        class Net:
            def save(self, path):
                os.makedirs(os.path.dirname(path), exist_ok=True)
        Net().save("models/m.keras")
    """,
    "an overridden method": """
        class Net(tf.keras.Model):
            def save_weights(self, path):
                os.makedirs(os.path.dirname(path), exist_ok=True)
        Net().save_weights("models/m.weights.h5")
    """,
    "an array on an open file": """
        with open("out/a.npy", "wb") as file:
            np.save(file, x)
    """,
    "braces in the folder": 'model.save("models/{}/m.keras".replace("{}", name))',
    "one of two suffixes": """
        path = "models/m.keras" if new else "models/m.h5"
        model.save(path)
    """,
    "a notebook's shell": """
        # !mkdir -p models
        model.save("models/m.keras")
    """,
}


def body(code: str) -> str:
    return HEAD + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize("code", BECOMES.values(), ids=BECOMES.keys())
def test_becomes(code: str) -> None:
    after = body(code)
    before = "".join(line for line in after.splitlines(True) if not line.lstrip().startswith("+"))
    assert fix(before, "both", only="TFC511") == after.replace("+os.", "os.")
    assert {found.severity.value for found in findings(before, "both", only="TFC511")} == {"warning"}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC511") == []


@pytest.mark.parametrize(
    ("call", "fires"),
    [
        ('model.save("models/m.keras")', ("2.15", "2.16", "2.21")),
        ('model.save_weights("models/m.weights.h5")', ("2.11", "2.15", "2.16", "2.21")),
        ('model.save_weights("models/m.h5")', ("2.11", "2.15")),
        ('model.save_weights("models/m.keras")', ("2.11", "2.15")),
        ('tf.keras.callbacks.CSVLogger("logs/a.csv")', ("2.11", "2.15", "2.16", "2.21")),
    ],
)
def test_each_release(call: str, fires: tuple[str, ...]) -> None:
    releases = ("2.11", "2.15", "2.16", "2.21")
    assert tuple(each for each in releases if lint(body(call), each, only="TFC511")) == fires


def test_says_what_is_raised_where() -> None:
    (found,) = findings(body('model.save("models/m.keras")'), "2.11 2.21", only="TFC511")
    assert 'nothing in this file makes "models"' in found.message
    assert "Keras 2 before 2.13 (TensorFlow 2.11) makes it" in found.message
    assert "Keras from 2.13 (TensorFlow 2.21) raises FileNotFoundError" in found.message


def test_a_path_made_by_a_call_is_left_to_a_person() -> None:
    (found,) = findings(body('model.save(f"models/{time()}/m.keras")'), only="TFC511")
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


def test_of_several_in_one_folder_one_is_reported() -> None:
    code = body('np.save("out/a.npy", x)\nnp.save("out/b.npy", y)')
    assert lint(code, only="TFC511") == ["TFC511:5 warning"]


def test_without_tensorflow() -> None:
    assert lint('import numpy as np\nnp.save("out/keras.npy", x)\n', only="TFC511") == []


# Below a folder that the code does not name

SAVED = "np.save(HERE + '/out/x.npy', x)"
BY_PATH = "np.save(HERE / 'out' / 'x.npy', x)"
FOLDER = "HERE = os.path.dirname(__file__)\n"
AS_PATH = "HERE = Path(__file__).resolve().parent\n"
WORK = "HERE = os.environ.get('WORK', 'work')\n"
BELOW = {
    "of the file": f"{FOLDER}np.save(os.path.join(HERE, 'out', 'x.npy'), x)",
    "of the file, as a path": AS_PATH + BY_PATH,
    "of the file, in one text": "np.save(os.path.dirname(__file__) + '/out/x.npy', x)",
    "of the environment": f"{WORK}os.makedirs(HERE, exist_ok=True)\n{SAVED}",
    "of the environment, with others": (
        f"{WORK}LOGS = os.path.join(HERE, 'logs')\nos.makedirs(LOGS)\n"
        "plt.savefig(os.path.join(HERE, 'out', f'{n}.png'))"
    ),
}
NOT_BELOW = {
    "made": f"{FOLDER}os.makedirs(os.path.join(HERE, 'out'))\n{SAVED}",
    "made as a path": f"{AS_PATH}(HERE / 'out').mkdir()\n{BY_PATH}",
    "one in it is made": f"{AS_PATH}(HERE / 'out' / 'a').mkdir()\n{BY_PATH}",
    "some folder is made": f"{AS_PATH}os.makedirs(where)\n{BY_PATH}",
    "it is listed": f"{FOLDER}os.listdir(HERE + '/out')\n{SAVED}",
    "it is read from": f"{FOLDER}np.load(HERE + '/out/y.npy')\n{SAVED}",
    "a helper may make it": f"{FOLDER}prepare(HERE + '/out')\n{SAVED}",
    "beside the file": "np.save(os.path.join(os.path.dirname(__file__), 'x.npy'), x)",
    "the working folder": "np.save(os.path.join(os.getcwd(), 'out', 'x.npy'), x)",
    "home": "np.save(os.path.join(os.path.expanduser('~'), 'out', 'x.npy'), x)",
    "a parameter": "def f(d):\n    np.save(os.path.join(d, 'out', 'x.npy'), x)",
    "the environment, and nothing makes it": WORK + SAVED,
    "the environment, without another": f"HERE = os.environ['W']\nos.makedirs(HERE)\n{SAVED}",
    "unpacked": f"zipfile.ZipFile(z).extractall(d)\n{FOLDER}{SAVED}",
    "the folder has a hole": "np.save(os.path.dirname(__file__) + f'/out/{n}/x.npy', x)",
    "above": "np.save(os.path.dirname(__file__) + '/../out/x.npy', x)",
    "caught": f"{FOLDER}try:\n    {SAVED}\nexcept OSError:\n    pass",
}
BEFORE = (
    "import os\nfrom pathlib import Path\nimport numpy as np\nimport matplotlib.pyplot as plt\nimport keras\n"
)


@pytest.mark.parametrize("code", BELOW.values(), ids=list(BELOW))
def test_below_a_folder_that_is_not_named(code: str) -> None:
    (found,) = findings(f"{BEFORE}{code}\n", "both", "TFC511")
    assert 'nothing in the project makes "⟨…⟩/out"' in found.message
    fixed = fix(f"{BEFORE}{code}\n", "both", "TFC511")
    assert "makedirs" in fixed.replace(code, "")
    assert lint(fixed, "both", "TFC511") == []


@pytest.mark.parametrize("code", NOT_BELOW.values(), ids=list(NOT_BELOW))
def test_silent_below_a_folder_that_is_not_named(code: str) -> None:
    assert lint(f"{BEFORE}{code}\n", "both", "TFC511") == []


# Where an option leads by default

PARSER = """\
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--export", default="export/m.keras")
parser.add_argument("--out", default="runs/a")
"""
PARSED = f"{PARSER}args = parser.parse_args()\n"
EXPORTS = "def export(net, path):\n    net.save(path)\n"
BY_DEFAULT = {
    "as it is": f"{PARSED}model.save(args.export)",
    "in a function": (
        f"{PARSER}def main():\n    a, _ = parser.parse_known_args()\n    model.save(a.export)\nmain()"
    ),
    "joined": f"{PARSED}model.save(os.path.join(args.out, 'm.keras'))",
    "in a text": f"{PARSED}model.save_weights(filepath=f'{{args.out}}/m.weights.h5')",
    "of a dictionary": f"{PARSER}a = vars(parser.parse_args())\nmodel.save(a['export'])",
    "handed on": f"{PARSED}{EXPORTS}export(model, path=args.export)",
    "handed on together": f"{PARSER}def run(a):\n    model.save(a.export)\nrun(parser.parse_args())",
    "an attribute": (
        f"{PARSED}class Run:\n    def __init__(self, path):\n        self.path = path\n"
        "    def end(self):\n        model.save(self.path)\nRun(args.export).end()"
    ),
    "read back": f"{PARSED}model.save(args.export)\nmodel = tf.keras.models.load_model(args.export)",
    "arrays": f"{PARSED}np.save(args.out + '/x.npy', x)",
}
NOT_BY_DEFAULT = {
    "made": f"{PARSED}os.makedirs(os.path.dirname(args.export), exist_ok=True)\nmodel.save(args.export)",
    "made as a path": (
        f"from pathlib import Path\n{PARSED}Path(args.export).parent.mkdir(exist_ok=True)\n"
        "model.save(args.export)"
    ),
    "made in a function": (
        f"{PARSED}def ensure(path):\n    os.makedirs(os.path.dirname(path), exist_ok=True)\n"
        "ensure(args.export)\nmodel.save(args.export)"
    ),
    "made by a checkpoint": (
        f"{PARSED}model.fit(x, callbacks=[tf.keras.callbacks.ModelCheckpoint(args.out + '/b.keras')])\n"
        "model.save(args.out + '/m.keras')"
    ),
    "another is made, who knows which": f"{PARSED}os.makedirs(where)\nmodel.save(args.export)",
    "looked for": f"{PARSED}assert os.path.isdir(args.out)\nmodel.save(args.out + '/m.keras')",
    "no default": f"{PARSER}parser.add_argument('--to')\nmodel.save(parser.parse_args().to)",
    "no folder": f"{PARSER}parser.add_argument('--to', default='m.h5')\nmodel.save(parser.parse_args().to)",
    "an absolute folder": f"{PARSED.replace('export/', '/srv/')}model.save(args.export)",
    "the environment": "model.save(os.environ.get('TO', 'export/m.keras'))",
    "made by Keras": f"{PARSED.replace('.keras', '.h5')}model.save(args.export)",
}


@pytest.mark.parametrize("code", BY_DEFAULT.values(), ids=list(BY_DEFAULT))
def test_by_default(code: str) -> None:
    (found,) = findings(f"{HEAD}{code}\n", only="TFC511")
    assert ", where this leads if no option is given: " in found.message
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize("code", NOT_BY_DEFAULT.values(), ids=list(NOT_BY_DEFAULT))
def test_silent_by_default(code: str) -> None:
    assert lint(f"{HEAD}{code}\n", only="TFC511") == []


def test_an_option_of_another_file() -> None:
    parse = PARSER + "def parse():\n    return parser.parse_args()\n"
    code = f"{HEAD}from options import parse\nmodel.save(parse().export)\n"
    assert lint(code, only="TFC511", options=parse) == ["TFC511:6 warning"]
    code = f"{HEAD}def export(path):\n    model.save(path)\n"
    main = f"{PARSED}from train import export\nexport(args.export)\n"
    assert lint(code, only="TFC511", main=main) == ["TFC511:6 warning"]


def test_another_file_may_make_where_an_option_leads() -> None:
    code = f"{HEAD}{PARSED}from places import prepare\nprepare(args)\nmodel.save(args.export)\n"
    made = "import os\ndef prepare(a):\n    os.makedirs(os.path.dirname(a.export))\n"
    assert lint(code, only="TFC511", places=made) == []
    assert lint(code, only="TFC511", places=made.replace("makedirs", "listdir")) == ["TFC511:12 warning"]


# A function of another file, between the training and the saving

PLACES = """\
import os
WORK = os.environ.get('WORK', 'work')
LOGS = os.path.join(WORK, 'logs')
MODELS = os.path.join(WORK, 'models')
CURVES = os.path.join(WORK, 'curves')
def prepare(*folders):
    for each in folders or (WORK, LOGS):
        os.makedirs(each, exist_ok=True)
"""
HISTORY = """\
import os
import numpy as np
import places
def dump(history, name):
    np.save(os.path.join(places.CURVES, name + '.npy'), history.history['loss'])
"""
FITTING = """\
import keras
import places
from history import dump
places.prepare()
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile('sgd', 'mse')
history = model.fit(x)
dump(history, 'net')
places.prepare(places.MODELS)
model.save(os.path.join(places.MODELS, 'm.h5'))
"""
PLAIN = """\
import numpy as np
def dump(history, name):
    np.save(f'curves/{name}.npy', history.history['loss'])
"""


def _behind(code: str = FITTING, **files: str) -> list[str]:
    every = {"places": PLACES, "history": HISTORY, **files}
    return [each.message for each in findings(code, "both", "TFC511", **every)]


def test_a_function_of_another_file() -> None:
    (message,) = _behind()
    assert 'makes "⟨…⟩/curves", to which this writes (history.py, line 5)' in message
    assert "the model is lost that fit trained before (line 7)" in message
    (message,) = _behind(history=PLAIN)
    assert 'makes "curves", to which this writes (history.py, line 3)' in message
    (message,) = _behind(FITTING.replace("dump(h", "print(dump(h").replace("'net')", "'net'))"))
    assert "(history.py, line 5)" in message


SAVED_BEFORE = FITTING.replace("dump(history, 'net')\n", "") + "dump(history, 'net')\n"
BEHIND_SILENT = {
    "made by the script": (FITTING.replace("prepare()", "prepare(places.CURVES)"), {}),
    "made elsewhere": (FITTING, {"more": "import os, places\nos.makedirs(places.CURVES)\n"}),
    "some folder is made elsewhere": (FITTING, {"more": "import os\ndef f(d):\n    os.makedirs(d)\n"}),
    "made by the function": (
        FITTING,
        {"history": HISTORY.replace("    np", "    os.makedirs(places.CURVES, exist_ok=True)\n    np")},
    ),
    "made where it is defined": (FITTING, {"places": PLACES + "os.makedirs(CURVES, exist_ok=True)\n"}),
    "all are made": (FITTING, {"places": PLACES + "for each in every:\n    os.makedirs(each)\n"}),
    "used elsewhere": (FITTING, {"more": "import places\nuse(places.CURVES)\n"}),
    "named elsewhere": (FITTING, {"more": "print('see curves/')\n"}),
    "nothing is made at all": (FITTING, {"places": PLACES.replace("os.makedirs", "print")}),
    "the root is an argument": (
        FITTING,
        {"places": PLACES.replace("os.environ.get('WORK', 'work')", "sys.argv[1]")},
    ),
    "saved before": (SAVED_BEFORE, {}),
    "a checkpoint": (FITTING.replace("fit(x)", "fit(x, callbacks=[keras.callbacks.ModelCheckpoint(p)])"), {}),
    "nothing is saved": (FITTING.partition("places.prepare(places")[0], {}),
    "before the training": (
        FITTING.replace("dump(h", "kept(h").replace("history =", "dump(h0, 'n')\nhistory ="),
        {},
    ),
    "caught": (
        FITTING.replace("dump(h", "try:\n    dump(h").replace(
            "'net')\n", "'net')\nexcept OSError:\n    pass\n"
        ),
        {},
    ),
    "caught there": (
        FITTING,
        {
            "history": HISTORY.replace("    np", "    try:\n        np")
            + "    except OSError:\n        pass\n"
        },
    ),
    "another function": (
        FITTING,
        {"history": HISTORY.replace("def dump", "def dump2") + "def dump(a, b): ...\n"},
    ),
    "a bare name": (FITTING, {"history": HISTORY.replace("places.CURVES, ", "")}),
}


@pytest.mark.parametrize(("code", "files"), BEHIND_SILENT.values(), ids=list(BEHIND_SILENT))
def test_silent_behind_the_training(code: str, files: dict[str, str]) -> None:
    assert _behind(code, **files) == []


def test_what_is_lost() -> None:
    code = f"{BEFORE}m = keras.Sequential()\nm.fit(x)\nnp.save('a/x.npy', x)\nm.save('m.h5')\n"
    (found,) = findings(code, "both", "TFC511")
    assert found.message.endswith("FileNotFoundError, and the model is lost that fit trained before (line 7)")
    (found,) = findings(code.replace("m.save('m.h5')\n", ""), "both", "TFC511")
    assert found.message.endswith("FileNotFoundError")
