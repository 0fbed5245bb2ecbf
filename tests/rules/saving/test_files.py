"""The file that a model is saved to, or loaded from: TFC501 to TFC504, TFC512 to TFC514."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import keras
from keras.models import load_model
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
"""
"""Four lines; the snippets begin on the fifth."""
PARSED = (
    "import argparse, os; p = argparse.ArgumentParser(); p.add_argument('--base', default='out'); "
    "p.add_argument('--n', type=int, default=1); args = p.parse_args(); "
)

NET = (
    "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.last = keras.layers.Dense(1)\n    def call(self, x):\n        return self.last(x)\n"
    "net = Net()\n"
)


def found(code: str, rule: str, target: str = "keras3") -> list[str]:
    return lint(HEAD + code, target, rule)


class TestSaveWeightsSuffix:
    RULE = "TFC501"

    @pytest.mark.parametrize(
        ("code", "line"),
        [
            ("from zoo import build\nnet = build()\n", 3),
            ("import nets\nnet = nets.make()\n", 3),
            ("from zoo import Net\nnet = Net()\n", 4),
        ],
    )
    def test_the_message_says_which_file_makes_the_model(self, code: str, line: int) -> None:
        zoo = "import keras\ndef build():\n    return keras.Sequential()\nclass Net(keras.Model):\n    pass\n"
        nets = "from zoo import build\ndef make():\n    return build()\n"
        code += "net.save_weights('w.h5')\n"
        (one,) = findings(code, "keras3", self.RULE, zoo=zoo, nets=nets)
        assert one.message.startswith(
            f"'w.h5' does not end in .weights.h5 (the model is made in zoo.py, line {line}): Keras 3 raises"
        )

    @pytest.mark.parametrize(
        "code",
        [
            'model.save_weights("w.h5")',
            'model.save_weights("w.hdf5")',
            'model.save_weights("w.ckpt")',
            'model.save_weights("w.keras")',
            'model.save_weights("w")',
            'model.save_weights("out/w.weights.H5")',
            'model.save_weights(filepath="w.h5")',
            'name = "w.h5"; model.save_weights(name)',
            'for run in range(3): model.save_weights(f"w{run}.h5")',
            'def save(path): model.save_weights(path)\nsave("w.ckpt")',
            'def save(path): model.save_weights(path)\nagain = save\nagain("w.ckpt")',
            'import functools\ndef save(path): model.save_weights(path)\nfunctools.partial(save, "w.ckpt")()',
            "import functools\ndef save(path, n): model.save_weights(path)\n"
            'run(functools.partial(save, "w.ckpt"))',
            'class T:\n    def __init__(self, path): model.save_weights(path)\nT("w.ckpt")',
            "class T:\n    def save(self, path): model.save_weights(path)\n"
            "class U(T): pass\nU().save('w.ckpt')",
            "class T:\n    def save(self, path): model.save_weights(path)\n"
            "class U(T):\n    def save(self): super().save('w.ckpt')",
            "class T:\n    def save(self, path): model.save_weights(path)\nT.save(t, 'w.ckpt')",
            'model.save_weights(f"w_{score:.2f}")',
            'model.save_weights("w_%.3f" % score)',
            'model.save_weights("w-{:03d}".format(step))',
            'for step in range(3): model.save_weights("w_%d" % step)',
            'for step in range(3): model.save_weights("w_{s}".format(s=step))',
            'for fold, rows in enumerate(folds): model.save_weights("w" + str(fold))',
            "def save(step): model.save_weights(f'w_{step}')\nfor step in range(3): save(step)",
        ],
    )
    def test_raises_on_keras_3(self, code: str) -> None:
        [finding] = found(code, self.RULE)
        assert finding.endswith("error")
        assert found(code, self.RULE, "keras2") == []
        assert [each.split()[1] for each in found(code, self.RULE, "both")] == ["error"]

    @pytest.mark.parametrize(
        "code",
        [
            'model.save_weights("w.weights.h5")',
            'model.save_weights(f"{run}.weights.h5")',
            "model.save_weights(path)",
            'def save(path): model.save_weights(path)\nsave("w.weights.h5")',
            "def save(path): model.save_weights(path)\nsave(read())",
            "import functools\ndef save(n, path): model.save_weights(path)\n"
            'run(functools.partial(save, "w.ckpt"))',
            'def save(path): model.save_weights(path)\nagain = save\nagain = print\nagain("w.ckpt")',
            'class T:\n    def __init__(self, path): model.save_weights(path)\nT("w.weights.h5")',
            "class T:\n    def save(self, path): model.save_weights(path)\nother.save('w.ckpt')",
            "class T:\n    def save(self, path): model.save_weights(path)\n"
            "class U(T):\n    def save(self, path): pass\nU().save('w.ckpt')",
            "class T:\n    def save(self, path, n=0): model.save_weights(path)\nT.save('w.ckpt', read())",
            'model.save_weights("w.weights.json", max_shard_size=1)',
            "model.save_weights(*paths)",
            'other.save_weights("w.h5")',
            'def f(model): model.save_weights("w.h5")',
            "with pytest.raises(ValueError):\n    model.save_weights('w.h5')",
            "try:\n    model.save_weights('w.h5')\nexcept ValueError:\n    pass",
            "if keras.__version__ < '3':\n    model.save_weights('w.h5')",
            "class Net(keras.Model):\n    def save_weights(self, path): ...\nNet().save_weights('w.h5')",
            'suffix = ".weights.h5"; model.save_weights("w" + suffix)',
            'model.save_weights(f"w_{name}")',
            'model.save_weights("w_%s" % name)',
            'model.save_weights(f"w_{now:%Y-%m-%d}")',
            'for name in names: model.save_weights("w_{}".format(name))',
            'for step in range(3): model.save_weights(f"w_{step}.weights.h5")',
            'for step in range(3): model.save_weights(f"w_{step}" + suffix)',
            "def save(step): model.save_weights(f'w_{step}')\nsave(name)",
        ],
    )
    def test_silent(self, code: str) -> None:
        assert found(code, self.RULE) == []

    def test_the_reader_is_renamed_with_it(self) -> None:
        code = HEAD + 'model.save_weights("w.h5")\nmodel.load_weights("w.h5")\n'
        assert fix(code, only=self.RULE) == code.replace("w.h5", "w.weights.h5")

    def test_what_ran_on_keras_2_is_not_renamed_safely(self) -> None:
        code = HEAD + 'model.save_weights("w.h5")\n'
        assert fix(code, "both", self.RULE) == code
        assert fix(code, "both", self.RULE, unsafe=True) == code.replace("w.h5", "w.weights.h5")


class TestModelSaveSuffix:
    RULE = "TFC502"

    @pytest.mark.parametrize(
        "code",
        [
            'model.save("m")',
            'model.save("out/m/")',
            'model.save("m.H5")',
            'model.save("m.tf")',
            'model.save("m", save_format="tf")',
            'keras.models.save_model(model, "m")',
            'keras.saving.save_model(model, filepath="m")',
            'model.save(f"{run}/saved")',
            'model.save(f"m_{score:.2f}")',
            'for fold in range(5): model.save("m_" + str(fold))',
            PARSED + "model.save(os.path.join(args.base, str(args.n)))",
        ],
    )
    def test_raises_on_keras_3(self, code: str) -> None:
        assert found(code, self.RULE) == ["TFC502:5 error"]
        assert found(code, self.RULE, "keras2") == []

    @pytest.mark.parametrize(
        "code",
        [
            'model.save("m.keras")',
            'model.save("m.h5")',
            'model.save("m.hdf5")',
            'model.save("m", zipped=False)',
            'model.save("hf://me/m")',
            "model.save(path)",
            'model.save("m" + suffix)',
            'for name in names: model.save("m_" + str(name))',
            PARSED.replace(", default=1", "") + "model.save(os.path.join(args.base, str(args.n)))",
            PARSED.replace("type=int, default=1", "type=str") + "model.save(os.path.join('a', args.n))",
            PARSED.replace("type=int, default=1", "nargs=2, type=int") + "model.save(f'a/{args.n}')",
            'for fold in range(5): model.save(f"m_{fold}.keras")',
            'model.export("m")',
            'image.save("m.png")',
            'def f(model): model.save("m")',
            'keras.models.save_model("m", **kwargs)',
            "from pathlib import Path\nmodel.save(Path('m.keras/'))",
            "from pathlib import Path\nmodel.save(Path(*folders, 'm.keras'))",
            "import os\nmodel.save(os.path.expandvars('$MODEL'))",
            "c = {'paths': {'model': 'm'}}\nc['paths']['model'] = 'm.keras'\nmodel.save(c['paths']['model'])",
            "def new(): return {'model': 'm'}\nc = new()\nc['model'] = 'm.keras'\nmodel.save(c['model'])",
            "def save(c):\n    c['model'] = 'm.keras'\n    model.save(c['model'])\nsave({'model': 'm'})",
            "c = {'path': 'm'}\nc['path']: str = 'm.keras'\nmodel.save(c['path'])",
            "c = {}\nif resume: c['path'] = 'm'\nmodel.save(c.get('path', 'm.keras'))",
            "*folders, path = 'a', 'b', 'm.keras'\nmodel.save(path)",
            "class C:\n    path = 'm.keras'\n    def old(self): self.path = 'm'\nmodel.save(C().path)",
            "class C:\n    def __init__(self, **k):\n        self.path = 'm'\n"
            "        self.__dict__.update(k)\nmodel.save(C(path='m.keras').path)",
            "from dataclasses import dataclass\n@dataclass\nclass C:\n    path: str = 'm'\nc = C()\n"
            "for a, b in options: setattr(c, a, b)\nmodel.save(c.path)",
            "class C:\n    def path(self): return 'm'\nc = C()\nc.path = lambda: 'm.keras'\n"
            "model.save(c.path())",
            "class C:\n    path = 'm'\n    def new(self): type(self).path = 'm.keras'\nC().new()\n"
            "model.save(C.path)",
            "path = 'm'\nexec(open('configurator.py').read())\nmodel.save(path)",
            "path = 'm'\nfrom settings import *\nmodel.save(path)",
            "path = 'm'\nglobals().update(options)\nmodel.save(path)",
            "with self.assertRaises(ValueError):\n    model.save('m')",
            "if hasattr(model, 'export'):\n    model.export('m')\nelse:\n    model.save('m')",
        ],
    )
    def test_silent(self, code: str) -> None:
        assert found(code, self.RULE) == []

    @pytest.mark.parametrize(
        ("code", "settings"),
        [
            ("settings.PATH = 'm.keras'\nmodel.save(settings.PATH)", "PATH = 'm'"),
            (
                "settings.FILES['model'] = 'm.keras'\nmodel.save(settings.FILES['model'])",
                "FILES = {'model': 'm'}",
            ),
            ("model.save(settings.PATH)", "PATH = 'm'\nfrom local_settings import *"),
        ],
    )
    def test_silent_where_another_file_is_overruled(self, code: str, settings: str) -> None:
        assert lint(f"{HEAD}import settings\n{code}\n", only=self.RULE, settings=settings) == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('model.save("m")', 'model.save("m.keras")'),
            ('model.save("m", save_format="tf")', 'model.save("m.keras")'),
            (
                'model.save("m")\nagain = load_model("m")',
                'model.save("m.keras")\nagain = load_model("m.keras")',
            ),
        ],
    )
    def test_fixed_on_demand_only(self, before: str, after: str) -> None:
        assert fix(HEAD + before, only=self.RULE) == HEAD + before
        assert fix(HEAD + before, only=self.RULE, unsafe=True) == HEAD + after

    @pytest.mark.parametrize(
        ("target", "is_written"),
        [
            ("2.11 2.21", False),
            ("2.12 2.21", False),
            ("2.12 2.15 2.21", False),
            ("2.13 2.21", True),
            ("2.15 2.21", True),
            ("2.16 2.21", True),
        ],
    )
    def test_no_keras_where_a_release_would_write_hdf5_to_it(self, target: str, is_written: bool) -> None:
        code = HEAD + 'model.save("m")\n'
        wanted = code.replace('"m"', '"m.keras"') if is_written else code
        assert fix(code, target, self.RULE, unsafe=True) == wanted
        [told] = findings(code, target, self.RULE)
        assert told.fix is not None
        assert told.fix.title.startswith("write 'm.keras'" if is_written else "give a whole model .keras on")

    def test_what_keras_2_writes_where_the_format_is_given(self) -> None:
        [finding] = findings(HEAD + 'model.save("logo.model", save_format="h5")', "both", self.RULE)
        assert "writes HDF5, whatever the name" in finding.message
        assert "SavedModel" not in finding.message

    @pytest.mark.parametrize(
        "code",
        [
            'model.save("m")\nagain = tf.saved_model.load("m")',
            'path = "m"\nmodel.save(path)\nagain = tf.saved_model.load(path)',
            'path = "m"\nmodel.save(path)\ntf.lite.TFLiteConverter.from_saved_model(saved_model_dir=path)',
            'model.save("m", options=options)',
            'model.save("m", signatures=None)',
            'model.save("m", include_optimizer=False)',
        ],
    )
    def test_by_hand_where_a_file_would_not_do(self, code: str) -> None:
        code = HEAD + "import tensorflow as tf\n" + code
        [finding] = findings(code, "both", self.RULE)
        assert finding.fix is not None
        assert finding.fix.applicability is Applicability.MANUAL

    @pytest.mark.parametrize(
        ("load", "expected"),
        [
            ('load_model("m")', "manual"),
            ('load_model("m", compile=False)', "manual"),
            ('load_model("m", custom_objects={"Net": Net})', "unsafe"),
            ('model.load_weights("m")', "unsafe"),
        ],
    )
    def test_a_saved_model_holds_a_class_of_ones_own(self, load: str, expected: str) -> None:
        net = "class Net(keras.Model):\n    def get_config(self): return {}\nmodel = Net()\nmodel.fit(x)\n"
        [finding] = findings(HEAD + net + f'model.save("m")\n{load}', "both", self.RULE)
        assert finding.fix is not None
        assert finding.fix.applicability.value == expected

    def test_a_registered_class_is_found_again(self) -> None:
        net = "@keras.saving.register_keras_serializable()\nclass Net(keras.Model):\n"
        net += "    def get_config(self): return {}\nmodel = Net()\nmodel.fit(x)\n"
        [finding] = findings(HEAD + net + 'model.save("m")\nload_model("m")', "both", self.RULE)
        assert finding.fix is not None
        assert finding.fix.applicability is Applicability.UNSAFE

    def test_the_same_name_in_another_folder_stays(self) -> None:
        code = """
        def train(out):
            model.save(out + "/second/net")
            load_model(out + "/first/net")
        """
        fixed = fix(HEAD + dedent(code), only=self.RULE, unsafe=True)
        assert "/second/net.keras" in fixed
        assert '/first/net"' in fixed

    def test_a_folder_needs_a_name(self) -> None:
        code = HEAD + 'model.save("out/m/")'
        assert fix(code, only=self.RULE, unsafe=True) == code


class TestTheFolderOfTheNewFile:
    """SavedModel, TensorFlow's own checkpoints and models in HDF5 make their folder; the new files do not."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                'model.save_weights("out/w.ckpt")',
                'os.makedirs("out", exist_ok=True)\nmodel.save_weights("out/w.weights.h5")',
            ),
            (
                'path = "out/w.ckpt"\nmodel.save_weights(path)',
                'path = "out/w.weights.h5"\nos.makedirs(os.path.dirname(path), exist_ok=True)\n'
                "model.save_weights(path)",
            ),
            ('model.save("out/m.h5")', 'os.makedirs("out", exist_ok=True)\nmodel.save("out/m.keras")'),
            ('model.save("out/m")', 'os.makedirs("out", exist_ok=True)\nmodel.save("out/m.keras")'),
            (
                'model.save("out/m.h5")\nmodel.save("out/n.h5")',
                'os.makedirs("out", exist_ok=True)\nmodel.save("out/m.keras")\nmodel.save("out/n.keras")',
            ),
            (
                'if os.path.exists("out/m.h5"): pass\nmodel.save("out/m.h5")',
                'if os.path.exists("out/m.keras"): pass\nos.makedirs("out", exist_ok=True)\n'
                'model.save("out/m.keras")',
            ),
        ],
    )
    def test_is_made(self, before: str, after: str) -> None:
        assert fix("import os\n" + HEAD + before, "both", "TFC5", unsafe=True) == "import os\n" + HEAD + after

    @pytest.mark.parametrize(
        "code",
        [
            'model.save_weights("w.ckpt")',
            'os.makedirs("out", exist_ok=True)\nmodel.save_weights("out/w.ckpt")',
            'os.mkdir("out")\nmodel.save("out/m.h5")',
            'np.save("out/x.npy", x)\nmodel.save("/data/m.h5")',
        ],
    )
    def test_is_there(self, code: str) -> None:
        code = "import os\n" + HEAD + code
        assert fix(code, "both", "TFC50", unsafe=True).count("\n") == code.count("\n")

    @pytest.mark.parametrize("path", ["/data/run/m.h5", "D:/run/m.h5", "~/run/m.h5"])
    def test_that_is_the_machines_is_doubted(self, path: str) -> None:
        [finding] = findings(f"{HEAD}model.save({path!r})\n", "keras3", "TFC510")
        assert finding.fix is not None
        assert finding.fix.applicability is Applicability.UNSAFE
        assert "the new format does not make the folder" in finding.fix.title

    @pytest.mark.parametrize("only", ["TFC501", "TFC510"])
    def test_of_which_nothing_is_known_is_doubted(self, only: str) -> None:
        call = 'save_weights(folder + "/w.ckpt")' if only == "TFC501" else 'save(folder + "/m.h5")'
        code = f"{HEAD}def f(folder):\n    m = keras.Sequential([keras.Input((3,))])\n    m.{call}\n"
        [finding] = findings(code, "keras3", only)
        assert finding.fix is not None
        assert finding.fix.applicability is Applicability.UNSAFE
        assert "the new format does not make the folder" in finding.fix.title


@pytest.mark.parametrize(
    ("argument", "expected"),
    [("", "unsafe"), (', save_format="h5"', "unsafe"), (', save_format="tf"', "manual")],
)
def test_weights_whose_format_is_written_out_are_not_half_mended(argument: str, expected: str) -> None:
    code = f'{HEAD}import os\nos.listdir(".")\nmodel.save_weights("w"{argument})\n'
    [finding] = findings(code, "keras3", "TFC501")
    assert finding.fix is not None
    assert finding.fix.applicability.value == expected


class TestSaveFormatArgument:
    RULE = "TFC503"

    @pytest.mark.parametrize(
        ("before", "after", "severity"),
        [
            ('model.save("m.h5", save_format="h5")', 'model.save("m.h5")', "warning"),
            ('model.save("m.keras", save_format="keras")', 'model.save("m.keras")', "warning"),
            ('model.save("m.keras", save_format="tf")', None, "warning"),
            ('model.save(path, save_format="tf")', None, "error"),
            ('model.save(path, include_optimizer=False, save_format="tf")', None, "error"),
            ('model.save(os.path.join(folder, name), save_format="tf")', None, "error"),
            ('model.save(f"{folder}/{name}", save_format="tensorflow")', None, "error"),
            ('keras.models.save_model(model, path, save_format="tf")', None, "error"),
            ('kind = "tf"; model.save(path, save_format=kind)', None, "error"),
            ('def export(to): model.save(to, save_format="tf")', None, "error"),
            ('model.save("m", save_format="tf")', None, "error"),
            ('model.save(f"{folder}/m", save_format="tf")', None, "error"),
            ('def export(to): model.save(to, save_format="tf")\nexport("m")', None, "error"),
            ('model.save("m.keras" if new else "m", save_format="tf")', None, "error"),
            ('model.save(f"{folder}/m.h5", save_format="tf")', None, "warning"),
            ('def _save(to): model.save(to, save_format="tf")\n_save("m.keras")', None, "warning"),
            ('model.save("m.keras", options=None)', 'model.save("m.keras")', "error"),
            ('model.save("m", signatures=None)', 'model.save("m")', "error"),
            ('model.save("m.h5", options=opts)', None, "error"),
            ('model.save("m.keras", save_traces=False)', None, "error"),
            ('model.save_weights("w.h5", save_format="h5")', 'model.save_weights("w.h5")', "error"),
            ('model.save_weights("w", save_format="h5")', None, "error"),
            ('model.save_weights("w", save_format="tf")', 'model.save_weights("w")', "error"),
            ('model.save_weights("w.h5", save_format=None)', 'model.save_weights("w.h5")', "error"),
            ("model.save_weights(path, save_format=kind)", None, "error"),
            ("model.save_weights(path, options=None)", None, "error"),
            (
                'model.save_weights("w.weights.h5", options=None)',
                'model.save_weights("w.weights.h5")',
                "error",
            ),
        ],
    )
    def test_gone(self, before: str, after: str | None, severity: str) -> None:
        assert found(before, self.RULE) == [f"TFC503:5 {severity}"]
        assert found(before, self.RULE, "keras2") == []
        wanted = HEAD + (before if after is None else after)
        assert fix(HEAD + before, only=self.RULE) == wanted
        if "save_weights" not in before:
            assert fix(HEAD + before, "both", self.RULE) == wanted

    @pytest.mark.parametrize(
        ("code", "target", "is_safe"),
        [
            ('model.save_weights("w.weights.h5", save_format="h5")', "keras3", True),
            ('model.save_weights("w.weights.h5", save_format="h5")', "both", True),
            ('model.save_weights(f"{run}.weights.h5", save_format=None)', "both", True),
            ('name = "w.weights.h5"; model.save_weights(name, save_format="h5")', "both", True),
            # the path gets another ending as well, which is safe where nothing of Keras 2 runs
            ('model.save_weights("w.h5", save_format="h5")', "keras3", True),
            ('model.save_weights("w", save_format="tf")', "keras3", True),
            ('model.save_weights("w.h5", save_format="h5")', "both", False),
            ('model.save_weights("w.hdf5", options=None)', "both", False),
            ('model.save_weights("w", save_format="tf")', "both", False),
            ('model.save_weights("w.h5", save_format="h5"); print(open("w.h5"))', "keras3", False),
            ("model.save_weights(path, save_format=None)", "keras3", False),
            ('model.save_weights(path + suffix, save_format="tf")', "keras3", False),
        ],
    )
    def test_the_weights_can_be_written_then(self, code: str, target: str, is_safe: bool) -> None:
        [told] = findings(HEAD + code, target, self.RULE)
        assert told.fix is not None
        assert told.fix.applicability is (Applicability.SAFE if is_safe else Applicability.MANUAL)
        assert bool(told.fix.edits) == is_safe
        if not is_safe and "suffix" not in code:
            argument = "options" if "options" in code else "save_format"
            assert told.fix.title == f"remove {argument}, and end the path in .weights.h5"

    @pytest.mark.parametrize(
        ("argument", "title"),
        [
            (
                "signatures",
                "write the folder that is served with tf.saved_model.save(model, folder, signatures=…)",
            ),
            ("options", "leave options out, which are for a SavedModel folder or a TensorFlow checkpoint"),
            ("save_traces", "leave save_traces out: a file of Keras 3 has no traces"),
        ],
    )
    def test_what_means_something_is_not_just_removed(self, argument: str, title: str) -> None:
        [told] = findings(f'{HEAD}model.save("m.keras", {argument}=given)', only=self.RULE)
        assert told.fix is not None
        assert told.fix.title == title

    @pytest.mark.parametrize(
        "code",
        [
            'model.save("m.h5")',
            'model.save("m.h5", include_optimizer=False)',
            'model.save("m.h5", save_format=None)',
            'model.save("m.h5", save_format=kind)',
            'model.save(path, save_format="h5")',
            'model.save(path, save_format="keras")',
            "model.save(path, save_format=None)",
            "model.save(path, save_format=kind)",
            # model-save-suffix speaks of these
            "try:\n    model.save(path, save_format='tf')\nexcept ValueError:\n    model.export(path)",
            "if keras.__version__ < '3':\n    model.save(path, save_format='tf')",
            'def f(model): model.save(path, save_format="tf")',
            'image.save(path, save_format="tf")',
            'other.save("m.h5", save_format="h5")',
            'def f(model): model.save_weights("w.h5", save_format="h5")',
            'df.to_csv("x", options=None)',
            'tf.saved_model.save(model, "m", options=None)',
            "try:\n    model.save('m.h5', options=None)\nexcept ValueError:\n    model.save('m.h5')",
        ],
    )
    def test_silent(self, code: str) -> None:
        assert found(code, self.RULE) == []


class TestLoadUnsupportedFormat:
    RULE = "TFC504"

    @pytest.mark.parametrize(
        "code",
        [
            'load_model("m")',
            'load_model("out/m/")',
            'keras.models.load_model("m.tf")',
            'model.load_weights("w.ckpt")',
            'model.load_weights("w")',
            'model.load_weights(f"cp-{3:04d}.ckpt")',
            "import tensorflow as tf; model.load_weights(tf.train.latest_checkpoint('out'))",
            "import tensorflow as tf; last = tf.train.latest_checkpoint('out'); model.load_weights(last)",
        ],
    )
    def test_raises_on_keras_3(self, code: str) -> None:
        assert found(code, self.RULE) == ["TFC504:5 error"]
        assert found(code, self.RULE, "keras2") == []

    @pytest.mark.parametrize(
        "code",
        [
            'load_model("m.keras")',
            'load_model("m.h5")',
            'load_model("m.hdf5")',
            'load_model("hf://me/m")',
            "load_model(path)",
            "load_model(f'{path}')",
            'model.load_weights("w.weights.h5")',
            'model.load_weights("w.h5", by_name=True)',
            'model.load_weights("w.keras")',
            'model.load_weights("w.weights.json")',
            "model.load_weights(find())",
            'other.load_weights("w.ckpt")',
            'def f(model): model.load_weights("w.ckpt")',
            'checkpoint.load_model("m")',
            "def build(weights='imagenet'):\n    if weights == 'imagenet': weights = fetch()\n"
            "    model.load_weights(weights)\nbuild('imagenet')",
            "from keras.callbacks import OrbaxCheckpoint; load_model('out/3')",
            "with pytest.raises(ValueError):\n    load_model('m')",
            "import tensorflow as tf; tf.train.Checkpoint(model).restore(tf.train.latest_checkpoint('out'))",
        ],
    )
    def test_silent(self, code: str) -> None:
        assert found(code, self.RULE) == []


class TestTemplateNeverExpanded:
    RULE = "TFC514"

    @pytest.mark.parametrize(
        "code",
        [
            'model.load_weights("m_{epoch:02d}.weights.h5")',
            'load_model("m_{epoch}-{val_loss:.2f}.keras")',
            'path = "m_{epoch:02d}.weights.h5"; model.load_weights(path)',
            'import os; model.load_weights(os.path.join("out", "m_{val_accuracy:.2f}.weights.h5"))',
        ],
    )
    def test_raises(self, code: str) -> None:
        for target in ("keras2", "keras3", "both"):
            assert found(code, self.RULE, target) == ["TFC514:5 error"]

    @pytest.mark.parametrize(
        "code",
        [
            'model.load_weights("m_{epoch:02d}.weights.h5".format(epoch=3))',
            'path = "m_{epoch:02d}.weights.h5"; model.load_weights(path.format(epoch=3))',
            'epoch = 3; model.load_weights(f"m_{epoch:02d}.weights.h5")',
            'model.load_weights("m_{run}.weights.h5")',
            'model.load_weights("m_{}.weights.h5".format(3))',
            'model.load_weights("m_03.weights.h5")',
            "model.load_weights(path)",
            'other.load_weights("m_{epoch}.weights.h5")',
            'keras.callbacks.ModelCheckpoint("m_{{epoch}}.h5"); model.load_weights("m_{epoch}.h5")',
        ],
    )
    def test_silent(self, code: str) -> None:
        assert found(code, self.RULE) == []


class TestH5Legacy:
    RULE = "TFC510"

    @pytest.mark.parametrize(
        ("layer", "expected"),
        [
            ("keras.layers.Dense(1)", Applicability.UNSAFE),
            ("keras.layers.Lambda(lambda x: x)", Applicability.MANUAL),
        ],
    )
    def test_another_file_that_could_not_load_it_again(self, layer: str, expected: Applicability) -> None:
        other = f"{HEAD}net = keras.Sequential([{layer}])\nnet.save('m.h5')\n"
        [finding] = findings(f"{HEAD}model.save('m.h5')\n", "keras2", self.RULE, other=other)
        assert finding.fix is not None
        assert finding.fix.applicability is expected

    def test_a_file_that_is_loaded_by_its_whole_path(self) -> None:
        code = f"{HEAD}model.save('m.h5')\nkeras.models.load_model('/content/m.h5')\n"
        assert fix(code, "keras2", self.RULE, unsafe=True) == code

    @pytest.mark.parametrize(
        ("code", "keras2", "keras3"),
        [
            ('model.save("m.h5")', "info", "warning"),
            ('model.save("m.hdf5")', "info", "warning"),
            ('keras.models.save_model(model, "m.h5")', "info", "warning"),
            ('model.save(f"{run}.h5")', "info", "warning"),
            ('model.compile("adam", ["mae"]); model.save("m.h5")', "info", "warning"),
            ('model.compile("adam", "mean_squared_error"); model.save("m.h5")', "info", "info"),
            ('model.compile("adam", keras.losses.MeanSquaredError()); model.save("m.h5")', "info", "info"),
            ('model.compile("adam", loss); model.save("m.h5")', "info", "info"),
            ('model.save("m.h5", include_optimizer=False)', "info", "info"),
            ('model.save("m.h5", include_optimizer=flag)', "info", "info"),
            ('m = load_model("a.keras"); m.save("m.h5")', "info", "info"),
            ('m = model if new else load_model("m.h5")\nm.save("m.h5")', "info", "warning"),
            ('m = model if new else load_model("a.h5")\nm.save("m.h5")', "info", "info"),
            ('m = model if new else load_model(path)\nm.save("m.h5")', "info", "info"),
            ('m = load_model("m.h5")\nm.save("m.h5")', "info", "info"),
            ('model.save("m.h5"); m = load_model("m.h5", compile=False)', "info", "info"),
            ('model.save("m.h5"); m = load_model("m.h5", compile=flag)', "info", "warning"),
            ('model.save("m.h5"); m = load_model("a.h5", compile=False)', "info", "warning"),
            (
                'model.save("m.h5"); m = load_model("m.h5", compile=False)\nn = load_model("m.h5")',
                "info",
                "warning",
            ),
            ('net = keras.Sequential(); net.save("m.h5"); net.compile("adam", "mse")', "info", "info"),
            (
                'n = keras.Sequential(); n.compile("adam", "mse"); n.save("m.h5"); n.compile("sgd", "mse")',
                "info",
                "warning",
            ),
        ],
    )
    def test_saved(self, code: str, keras2: str, keras3: str) -> None:
        [old], [new] = found(code, self.RULE, "keras2"), found(code, self.RULE)
        assert (old.split()[1], new.split()[1]) == (keras2, keras3)

    @pytest.mark.parametrize(
        "code",
        [
            'model.save("m.keras")',
            'model.save("m")',
            'model.save("m.H5")',
            'model.save_weights("m.h5")',
            "model.save(path)",
            'model.save("m.h5" if old else "m.keras")',
            'other.save("m.h5")',
            'def f(model): model.save("m.h5")',
            'frame.to_hdf("m.h5")',
            "try:\n    model.save('m.h5')\nexcept ValueError:\n    model.save('m.keras')",
            NET + "try:\n    net.save('m.h5')\nexcept NotImplementedError:\n    net.save('m')",
        ],
    )
    def test_silent(self, code: str) -> None:
        assert found(code, self.RULE) == []

    @pytest.mark.parametrize(
        ("code", "keras2"),
        [
            (NET + 'net.save("m.h5")', "error"),
            (NET + 'net.compile("adam", "mse"); net.fit(x, y); net.save("m.hdf5")', "error"),
            (NET + 'keras.models.save_model(net, "m.h5")', "error"),
            (NET + 'net = model if old else net; net.save("m.h5")', "info"),
            (NET + 'net.save("m.h5", save_format="tf")', "info"),
            (NET + 'model.save("m.h5")', "info"),
            (NET.replace("keras.Model", "keras.Sequential") + 'net.save("m.h5")', "info"),
            (NET.replace("call", "forward") + 'net.save("m.h5")', "info"),
            (NET.replace("__init__()", "__init__(i, o)", 1) + 'net.save("m.h5")', "info"),
            (
                "class Mixin:\n    pass\n" + NET.replace("s.Model)", "s.Model, Mixin)") + 'net.save("m.h5")',
                "info",
            ),
        ],
    )
    def test_a_class_of_its_own(self, code: str, keras2: str) -> None:
        assert [each.split()[1] for each in found(code, self.RULE, "keras2")] == [keras2]
        [new] = found(code, self.RULE)
        assert not new.endswith("error")

    @pytest.mark.parametrize(
        ("code", "target", "expected"),
        [
            ('model.save("m.h5")', "2.12", ""),
            ('model.save("m.h5")', "2.13", "info"),
            ('model.save("m.keras")', "2.11", "warning"),
            ('model.save("m.keras")', "2.12 2.21", "warning"),
            ('model.save("m.keras")', "2.13", ""),
            ('model.save("m.keras", save_format="keras")', "2.12", ""),
        ],
    )
    def test_before_the_keras_format(self, code: str, target: str, expected: str) -> None:
        reported = findings(HEAD + code, target, self.RULE)
        assert [each.severity.value for each in reported] == ([expected] if expected else [])
        for each in reported if "2.13" not in target else ():
            assert each.fix is not None
            assert (each.fix.edits, each.fix.title) == (
                (),
                "give a whole model .keras on TensorFlow 2.13 and later, .h5 before",
            )

    def test_renamed_with_its_reader_on_demand(self) -> None:
        code = HEAD + 'model.save("m.h5")\nagain = load_model("m.h5")\n'
        assert fix(code, only=self.RULE) == code
        assert fix(code, only=self.RULE, unsafe=True) == code.replace("m.h5", "m.keras")


LAMBDA = "net = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(lambda x: x * 2)])\n"


class TestLambdaLayer:
    RULE = "TFC512"

    @pytest.mark.parametrize(
        ("code", "keras2", "keras3"),
        [
            ('net.save("m.keras")', "warning", "warning"),
            ('net.save("m.h5")', "info", "warning"),
            ('keras.models.save_model(net, "m.keras")', "warning", "warning"),
            ('net.fit(x, callbacks=[keras.callbacks.ModelCheckpoint("m.keras")])', "warning", "warning"),
            ('net.save("m.keras")  # safe_mode=False is not for us', "warning", "warning"),
            ('net.save("m.keras"); keras.models.load_model("m.keras")', "warning", "warning"),
            ('net.save("m.keras"); keras.models.load_model("m.keras", safe_mode=True)', "warning", "warning"),
            (
                'net.save("m.keras"); keras.models.load_model("n.keras", safe_mode=False); '
                'keras.models.load_model("m.keras")',
                "warning",
                "warning",
            ),
            (
                'safe_mode = False; net.save("m.keras"); keras.models.load_model("m.keras")',
                "warning",
                "warning",
            ),
        ],
    )
    def test_saved(self, code: str, keras2: str, keras3: str) -> None:
        text = "import keras\n" + LAMBDA + code
        assert lint(text, "keras2", self.RULE) == [f"TFC512:2 {keras2}"]
        assert lint(text, "keras3", self.RULE) == [f"TFC512:2 {keras3}"]

    @pytest.mark.parametrize(
        "code",
        [
            LAMBDA,
            LAMBDA + 'net.save_weights("m.weights.h5")',
            'double = keras.layers.Lambda(lambda x: x * 2)\nx = double(data)\n'
            'net = keras.Sequential([keras.layers.Dense(1)])\nnet.save("m.keras")',
            LAMBDA.replace("lambda x: x * 2", "double") + 'net.save("m.keras")',
            LAMBDA + "net.save(path)",
            LAMBDA + 'net.save("m.keras"); keras.models.load_model("m.keras", safe_mode=False)',
            LAMBDA + 'net.save("m.keras"); keras.models.load_model("m.keras", None, True, False)',
            LAMBDA + 'net.save("m.keras"); keras.models.load_model("m.keras", safe_mode=trusted)',
            LAMBDA + 'net.save("m.keras"); keras.models.load_model(path, safe_mode=False)',
            LAMBDA + 'keras.config.enable_unsafe_deserialization(); net.save("m.keras")',
            LAMBDA + 'net.fit(x, callbacks=[keras.callbacks.ModelCheckpoint("m.weights.h5", '
            "save_weights_only=True)])",
            LAMBDA + 'other = keras.Sequential([]); other.save("m.keras")',
            "def build():\n    " + LAMBDA + "    return net\ndef other(): return keras.Sequential()\n"
            "other().save('m.keras')",
        ],
    )
    def test_silent(self, code: str) -> None:
        assert lint("import keras\n" + code, "keras3", self.RULE) == []


class TestRecompileAfterLoad:
    RULE = "TFC513"

    @pytest.mark.parametrize(
        "code",
        [
            'm = load_model("m.keras")\nm.compile("adam", "mse")\nm.fit(x)',
            'm = load_model("m.keras")\nm.summary()\nm.compile("adam", "mse")\nm.fit(x)\nm.save("m.keras")',
            'def f():\n    m = load_model("m.keras", compile=True)\n    m.compile("adam")\n    m.fit(x)',
            'm = load_model("m.keras") if resume else keras.Sequential()\nm.compile("adam")\nm.fit(x)',
            'if exists("m.keras"):\n    m = load_model("m.keras")\nelse:\n    m = keras.Sequential()\n'
            '    m.add(keras.layers.Dense(1))\nm.compile("adam")\nm.fit(x)',
            'try:\n    m = load_model("m.keras")\nexcept OSError:\n    m = keras.Sequential()\n'
            'm.compile("adam")\nm.fit(x)\n',
            'def new():\n    return keras.Sequential()\nm = new()\nif resume:\n    m = load_model("m.h5")\n'
            'm.compile("adam")\nm.fit(x)',
        ],
    )
    def test_starts_anew(self, code: str) -> None:
        [finding] = found(code, self.RULE)
        assert finding.endswith("info")

    @pytest.mark.parametrize(
        "code",
        [
            'm = load_model("m.keras", compile=False)\nm.compile("adam", "mse")\nm.fit(x)',
            'm = load_model("m.keras", compile=flag)\nm.compile("adam", "mse")\nm.fit(x)',
            'm = load_model("m.keras")\nm.fit(x)',
            'm = load_model("m.keras")\nm.compile("adam", "mse")\nm.evaluate(x)',
            'm = load_model("m.keras")\nm.trainable = False\nm.compile("adam", "mse")\nm.fit(x)',
            'm = load_model("m.keras")\nfor l in m.layers: l.trainable = True\nm.compile("adam")\nm.fit(x)',
            'm = load_model("m.keras")\nfreeze(m)\nm.compile("adam", "mse")\nm.fit(x)',
            'm = load_model("m.keras")\nm.fit(x)\nm.compile("adam", "mse")',
            'm = keras.Sequential()\nm.compile("adam", "mse")\nm.fit(x)',
            'if resume:\n    m = load_model("m.keras")\nelse:\n    m = keras.Sequential()\n'
            '    m.compile("adam")\nm.fit(x)',
            'if resume:\n    m = load_model("m.keras")\n    m.layers[0].trainable = False\nelse:\n'
            '    m = keras.Sequential()\nm.compile("adam")\nm.fit(x)',
            'if resume:\n    m = load_model("m.keras", compile=False)\nelse:\n    m = keras.Sequential()\n'
            'm.compile("adam")\nm.fit(x)',
            "def go(m):\n    m.compile('adam', 'mse')\n    m.fit(x)",
        ],
    )
    def test_silent(self, code: str) -> None:
        assert found(code, self.RULE) == []


USE = """\
def run(net, data):
    net.compile(optimizer="adam", loss="mse")
    net.fit(data, epochs=3)
    {}
"""
"""A function whose parameter is used as a model of Keras; after HEAD, what stands in it is on line 8."""


class TestWhatIsProvedByUse:
    @pytest.mark.parametrize(
        ("call", "rule"),
        [
            ('net.save_weights("w.h5")', "TFC501"),
            ('net.save("m")', "TFC502"),
            ('net.save("m.h5", save_format="h5")', "TFC503"),
            ('net.load_weights("w.ckpt")', "TFC504"),
            ('net.load_weights("w_{epoch}.weights.h5")', "TFC514"),
            ('net.save("m.h5")', "TFC510"),
            ('net.load_weights("w.weights.h5").expect_partial()', "TFC515"),
        ],
    )
    def test_found(self, call: str, rule: str) -> None:
        assert [each.split()[0] for each in found(USE.format(call), rule)] == [f"{rule}:8"]
        annotated = f"def run(net: keras.Model | None, data):\n    {call}\n"
        assert [each.split()[0] for each in found(annotated, rule)] == [f"{rule}:6"]

    @pytest.mark.parametrize(
        ("call", "rule"),
        [
            ('net.save_weights("w.weights.h5")', "TFC501"),
            ('net.inner.save_weights("w.h5")', "TFC501"),
            ('utils.save_weights(net, "w.h5")', "TFC501"),
            ('net = wrap(net)\n    net.save_weights("w.h5")', "TFC501"),
            ('net.get_layer("a").save("m")', "TFC502"),
            ('net.save("m.keras")', "TFC510"),
        ],
    )
    def test_silent(self, call: str, rule: str) -> None:
        assert found(USE.format(call), rule) == []

    @pytest.mark.parametrize("call", ['net.save("m")', 'net.save("m.h5")'])
    def test_a_model_of_an_unknown_class_is_not_given_another_format(self, call: str) -> None:
        code = HEAD + USE.format(call)
        assert fix(code, unsafe=True, only="TFC5") == code
        [finding] = findings(code, only="TFC5")
        assert finding.fix is not None
        assert finding.fix.title.endswith("left to you: the model that is saved is not in sight")

    def test_weights_are_renamed(self) -> None:
        code = HEAD + USE.format('net.save_weights("w.h5")')
        assert fix(code, only="TFC501") == code.replace("w.h5", "w.weights.h5")

    def test_a_lambda_elsewhere_in_the_function_is_not_of_it(self) -> None:
        layers = 'other = keras.Sequential([keras.layers.Lambda(lambda x: x)])\n    net.save("m.keras")'
        assert found(USE.format(layers), "TFC512") == []


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", "warning"),
        ("# Keep it.\n", "warning"),
        ("# The grader wants an .h5 file.\n", "info"),
        ("# The grader wants an .h5 file.\n\n# Nothing else.\n", "info"),
        ("# The grader wants an .h5 file.\n\nif DONE:\n    ", "info"),
        ("# The grader wants an .h5 file.\nprint(1)\n", "warning"),
        ("# about h5 files\n", "warning"),
    ],
)
def test_a_comment_that_asks_for_hdf5(before: str, expected: str) -> None:
    code = f"{HEAD}print(0)\n{before}model.save('m.h5')\n"
    assert [each.severity.value for each in findings(code, only="TFC510")] == [expected]
