"""TFC125 checkpoint-of-last-trial."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import os, shutil
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.models import load_model
def build(units=1):
    m = keras.Sequential([keras.Input((1,)), keras.layers.Dense(units)])
    m.compile('sgd', 'mse')
    return m
"""
HEAD = HEAD.replace("os, shutil", "os")
LINES = HEAD.count("\n")
BEST = "ModelCheckpoint('best.keras', save_best_only=True)"
AFTER = "b = load_model('best.keras')\n"
LOOP = f"for k in range(5):\n    m = build()\n    m.fit(x, callbacks=[{BEST}])\n"

TRAIN = f"""\
def train(units):
    m = build(units)
    h = m.fit(x, validation_data=v, callbacks=[EarlyStopping(), {BEST}])
    return min(h.history['val_loss'])
"""
CLASS = """\
class Trial:
    def __init__(self, units):
        self.model = build(units)
        self.path = os.path.join('work', 'best.weights.h5')
    def callbacks(self):
        return [ModelCheckpoint(self.path, save_best_only=True, save_weights_only=True)]
    def run(self):
        h = self.model.fit(x, validation_data=v, callbacks=self.callbacks())
        return min(h.history['val_loss'])
    def restore(self):
        self.model.load_weights(self.path)
        return self
"""
FOLDS = """\
path = 'out/best.keras'
for train, test in KFold(5).split(x):
    model = build()
    best = ModelCheckpoint(path, monitor='val_loss', save_best_only=True)
    model.fit(x[train], validation_data=x[test], callbacks=[best])
    scores.append(model.evaluate(x[test]))
final = load_model(path)
"""

FOUND = {
    "in the loop": (LOOP + AFTER, 3),
    "folds, a variable for the path": (FOLDS, 4),
    "several loops": (
        f"for units in (1, 2):\n    for rate in rates:\n        m = build(units)\n"
        f"        m.fit(x, callbacks=[{BEST}])\n{AFTER}",
        4,
    ),
    "a function": (f"{TRAIN}for units in (1, 2, 3):\n    scores.append(train(units))\n{AFTER}", 3),
    "a comprehension": (f"{TRAIN}scores = [train(units) for units in (1, 2, 3)]\n{AFTER}", 3),
    "by another name": (
        "from keras.callbacks import ModelCheckpoint as Best\n"
        + LOOP.replace("[Model", "[Best(").replace("(Checkpoint", "")
        + AFTER,
        4,
    ),
    "weights into another model": (
        "for k in range(5):\n    m = build(k)\n    c = ModelCheckpoint('b.weights.h5', save_best_only=True, "
        "save_weights_only=True)\n    m.fit(x, callbacks=[c])\nw = build(2)\n"
        "w.load_weights('b.weights.h5')\n",
        3,
    ),
    "a class": (
        f"{CLASS}def main():\n    for units in range(1, 5):\n        t = Trial(units)\n"
        "        scores.append((t.run(), units))\n    w = Trial(min(scores)[1]).restore()\nmain()\n",
        6,
    ),
    "main": (
        f"{TRAIN}def main():\n    for units in (1, 2):\n        print(train(units))\n    load()\n"
        f"def load():\n    return load_model('best.keras')\nmain()\n",
        3,
    ),
    "a folder that an option names": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--out', default='o')\n"
        "a = p.parse_args()\n"
        f"{LOOP}{AFTER}".replace("'best.keras'", "os.path.join(a.out, 'best.keras')"),
        7,
    ),
    "a folder that is a parameter of what has the loop": (
        f"def run(out):\n    for k in range(5):\n        m = build()\n        m.fit(x, callbacks=[{BEST}])\n"
        f"    {AFTER}".replace("'best.keras'", "f'{out}/best.keras'"),
        4,
    ),
    "a folder that is handed to the function that trains": (
        "OUT = os.environ['OUT']\n"
        + TRAIN.replace("train(units)", "train(units, out)").replace("'best.keras'", "out + '/best.keras'")
        + "for units in (1, 2, 3):\n    scores.append(train(units, OUT))\n"
        + AFTER.replace("'best.keras'", "OUT + '/best.keras'"),
        4,
    ),
    "the folder is made, an old file is removed before": (
        f"os.makedirs('out', exist_ok=True)\nif os.path.exists('best.keras'):\n    os.remove('best.keras')\n"
        f"{LOOP}{AFTER}",
        6,
    ),
    "settings that are copied, with others that do not matter": (
        "import copy\nBASE = {'units': 1, 'file': 'best.keras'}\nSPACE = {'units': [1, 2]}\n"
        "for k in range(5):\n    cfg = copy.deepcopy(BASE)\n    for key, every in SPACE.items():\n"
        "        cfg[key] = every[k % 2]\n    m = build(cfg['units'])\n"
        "    m.fit(x, callbacks=[ModelCheckpoint(cfg['file'], save_best_only=True)])\n"
        "b = load_model(BASE['file'])\n",
        9,
    ),
}


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("code", "line"), FOUND.values(), ids=list(FOUND))
def test_the_file_is_that_of_the_last(code: str, line: int, target: str) -> None:
    (finding,) = findings(HEAD + code, target, "TFC125")
    assert "only what the last pass trained is left" in finding.message
    assert lint(HEAD + code, target, "TFC125") == [f"TFC125:{LINES + line} warning"]
    assert fix(HEAD + code, target, "TFC125", unsafe=True) == HEAD + code


def _beginning(first: str, folder: str = "a.out") -> str:
    """The loop, each pass of which begins with a line, for a file in a folder."""
    loop = LOOP.replace("    m", f"    {first}\n    m", 1)
    return loop.replace("'best.keras'", f"os.path.join({folder}, 'best.keras')")


SILENT = {
    "nobody reads it": LOOP,
    "read in the pass": f"{LOOP}    m.load_weights('best.keras')\n{AFTER}",
    "read in the pass as a model": f"{LOOP}    every.append(load_model('best.keras'))\n{AFTER}",
    "read in a function that the pass calls": (
        f"def test():\n    return load_model('best.keras').evaluate(x)\n{LOOP}    print(test())\n{AFTER}"
    ),
    "read before": f"{AFTER}{LOOP}",
    "a file for each pass": (
        LOOP.replace("'best.keras'", "f'best{k}.keras'") + "b = load_model('best4.keras')\n"
    ),
    "a file for each pass, by a parameter": (
        "def train(p):\n    m = build()\n    m.fit(x, callbacks=[ModelCheckpoint(p, save_best_only=True)])\n"
        "for p in ('a.keras', 'b.keras'):\n    train(p)\nb = load_model('b.keras')\n"
    ),
    "a folder for each pass": (
        "for k in range(5):\n    m = build()\n    os.makedirs(f'run{k}')\n    os.chdir(f'run{k}')\n"
        f"    m.fit(x, callbacks=[{BEST}])\n    os.chdir('..')\n{AFTER}"
    ),
    "the path is a setting of the pass": (
        "BASE = {'file': 'a.keras'}\nfor name in names:\n    cfg = dict(BASE)\n    cfg['file'] = name\n"
        "    m = build()\n    m.fit(x, callbacks=[ModelCheckpoint(cfg['file'], save_best_only=True)])\n"
        "b = load_model('a.keras')\n"
    ),
    "any setting may be changed": (
        "BASE = {'file': 'a.keras'}\nfor k in range(3):\n    cfg = dict(BASE)\n    for key in keys:\n"
        "        cfg[key] = k\n    m = build()\n"
        "    m.fit(x, callbacks=[ModelCheckpoint(cfg['file'], save_best_only=True)])\n"
        "b = load_model('a.keras')\n"
    ),
    "the setting is among those that are changed": (
        "BASE = {'file': 'a.keras'}\nNAMES = {'file': ['b.keras', 'c.keras']}\nfor k in range(2):\n"
        "    cfg = dict(BASE)\n    for key in NAMES:\n        cfg[key] = NAMES[key][k]\n    m = build()\n"
        "    m.fit(x, callbacks=[ModelCheckpoint(cfg['file'], save_best_only=True)])\n"
        "b = load_model('a.keras')\n"
    ),
    "copied": "import shutil\n" + LOOP + f"    shutil.copy('best.keras', f'best{{k}}.keras')\n{AFTER}",
    "renamed": LOOP + f"    if k == 0:\n        os.rename('best.keras', 'kept.keras')\n{AFTER}",
    "asked for in the pass": LOOP + f"    print(os.path.exists('best.keras'))\n{AFTER}",
    "also written otherwise": LOOP + f"    if better:\n        m.save('best.keras')\n{AFTER}",
    "written again behind the loop": LOOP + f"build().save('best.keras')\n{AFTER}",
    "trained again behind the loop": (
        f"{TRAIN}for units in (1, 2, 3):\n    scores.append(train(units))\ntrain(best)\n{AFTER}"
    ),
    "only the better ones": (
        "for k in range(5):\n    m = build()\n    if m.evaluate(x) < best:\n"
        f"        m.fit(x, callbacks=[{BEST}])\n{AFTER}"
    ),
    "until it is good enough": LOOP + f"    if m.evaluate(x) < 1:\n        break\n{AFTER}",
    "while": LOOP.replace("for k in range(5)", "while bad()") + AFTER,
    "one pass": LOOP.replace("5", "1") + AFTER,
    "one element": LOOP.replace("range(5)", "['only']") + AFTER,
    "one model that is trained on": (
        f"m = build()\nfor k in range(5):\n    m.fit(x, callbacks=[{BEST}])\n{AFTER}"
    ),
    "one model, made in the first pass": (
        f"m = None\nfor k in range(5):\n    if m is None:\n        m = build()\n"
        f"    m.fit(x, callbacks=[{BEST}])\n{AFTER}"
    ),
    "a model that goes on": (
        f"w = None\n{LOOP}    w = m.get_weights()\n".replace(
            "build()\n", "build()\n    if w:\n        m.set_weights(w)\n"
        )
        + AFTER
    ),
    "a copy of the last one": (
        f"m = build()\nfor k in range(5):\n    m = keras.models.clone_model(m)\n    m.compile('sgd', 'mse')\n"
        f"    m.fit(x, callbacks=[{BEST}])\n{AFTER}"
    ),
    "one callback, which remembers the best of all": (
        f"c = {BEST}\nfor k in range(5):\n    m = build()\n    m.fit(x, callbacks=[c])\n{AFTER}"
    ),
    "the last model gets its own best": (
        "for k in range(5):\n    m = build()\n    m.fit(x, callbacks=[ModelCheckpoint('b.weights.h5', "
        "save_best_only=True, save_weights_only=True)])\nm.load_weights('b.weights.h5')\n"
    ),
    "a folder of each pass, in an attribute": (
        _beginning("a.out = new(k)") + AFTER.replace("'best.keras'", "os.path.join(a.out, 'best.keras')")
    ),
    "a folder of each pass, in a dictionary": (
        _beginning("a['out'] = new(k)", "a['out']")
        + AFTER.replace("'best.keras'", "os.path.join(a['out'], 'best.keras')")
    ),
    "a folder of each pass, from a function": (
        _beginning("out = new()", "out") + AFTER.replace("'best.keras'", "os.path.join(out, 'best.keras')")
    ),
    "a folder of each pass, called for": (
        f"{LOOP}{AFTER}".replace("'best.keras'", "os.path.join(new(), 'best.keras')")
    ),
    "a folder of each pass, handed to the function that trains": (
        TRAIN.replace("train(units)", "train(units, out)").replace("'best.keras'", "out + '/best.keras'")
        + "for units in (1, 2, 3):\n    scores.append(train(units, new(units)))\n"
        + AFTER.replace("'best.keras'", "out + '/best.keras'")
    ),
    "a folder that is not known is another one behind the loop": (
        f"{LOOP}{AFTER}".replace("'best.keras'", "os.path.join(a.out, 'best.keras')", 1).replace(
            "'best.keras'", "os.path.join(a.other, 'best.keras')"
        )
    ),
    "a folder that is not known, read in the pass by another name": (
        f"out = a.out\n{LOOP}    m.load_weights(path)\n{AFTER}".replace(
            "'best.keras'", "os.path.join(out, 'best.keras')"
        )
    ),
    "a whole path that is not known": f"{LOOP}{AFTER}".replace("'best.keras'", "a.out + '.keras'"),
    "told how good the others were": LOOP.replace("True)", "True, initial_value_threshold=best)") + AFTER,
    "each epoch": LOOP.replace(", save_best_only=True", "") + AFTER,
    "not known whether the best": LOOP.replace("=True", "=flag") + AFTER,
    "a path with placeholders": LOOP.replace("best.k", "best{epoch}.k") + "b = load_model('best1.keras')\n",
    "another file is read": LOOP + "b = load_model('other.keras')\n",
    "the path is not known": LOOP.replace("'best.keras'", "path") + "b = load_model(path)\n",
    "by a shell": LOOP + f"    os.system(f'cp best.keras best{{k}}.keras')\n{AFTER}",
    "the path of the callback is read": (
        f"for k in range(5):\n    m = build()\n    c = {BEST}\n    m.fit(x, callbacks=[c])\n"
        f"    keep(c.filepath)\n{AFTER}"
    ),
    "read in a function that is not seen called": f"{LOOP}def use():\n    return load_model('best.keras')\n",
    "the model is not seen made": f"for m in models:\n    m.fit(x, callbacks=[{BEST}])\n{AFTER}",
    "a class whose object stays": (
        f"{CLASS}t = Trial(1)\nfor k in range(3):\n    print(t.run())\nw = Trial(1).restore()\n"
    ),
    "a class that restores in the pass": (
        f"{CLASS}for k in range(3):\n    t = Trial(k)\n    t.run()\n    t.restore()\nw = Trial(1).restore()\n"
    ),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=list(SILENT))
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC125") == []


# In several files

CONFIG = """\
import copy
BASE = {'units': 1, 'dir': 'work', 'name': 'f.weights.h5'}
SPACE = {'units': [1, 2]}
"""
SAMPLE = """\
def sample(rng):
    cfg = copy.deepcopy(BASE)
    for k, options in SPACE.items():
        cfg[k] = options[rng.integers(2)]
    return cfg
"""
TRAINER = """\
import os
import keras
from models import build
class Trainer:
    def __init__(self, cfg):
        self.model = build(cfg)
        self.ckpt = os.path.join(cfg['dir'], cfg['name'])
    def callbacks(self):
        return [keras.callbacks.ModelCheckpoint(self.ckpt, save_best_only=True, save_weights_only=True)]
    def fit(self):
        h = self.model.fit(x, validation_data=v, callbacks=self.callbacks())
        return min(h.history['val_loss'])
    def restore(self):
        self.model.load_weights(self.ckpt)
        return self
"""
MODELS = """\
import keras
def build(cfg):
    return keras.Sequential([keras.Input((1,)), keras.layers.Dense(cfg['units'])])
"""
SEARCH = """\
from config import sample
from trainer import Trainer
def main():
    results = []
    for trial in range(n):
        cfg = sample(rng)
        trainer = Trainer(cfg)
        score = trainer.fit()
        results.append({'score': score, 'cfg': cfg})
    results.sort(key=lambda r: r['score'])
    winner = Trainer(results[0]['cfg']).restore()
main()
"""


TRAIN_ELSEWHERE = """\
import keras
from models import build
def trial(cfg):
    m = build(cfg)
    c = keras.callbacks.ModelCheckpoint('best.keras', save_best_only=True)
    return m.fit(x, callbacks=[c]).history['loss'][-1]
"""
LOOP_ELSEWHERE = """\
import keras
from train import trial
scores = [trial({'units': k}) for k in range(1, 5)]
best = keras.models.load_model('best.keras')
"""


def _in_trainer(search: str = SEARCH, trainer: str = TRAINER, config: str = CONFIG + SAMPLE) -> list[str]:
    search = search.replace("from trainer", "from train")
    found = findings(trainer, "both", "TFC125", config=config, models=MODELS, search=search)
    return [each.message for each in found]


def test_the_loop_is_in_another_file() -> None:
    (message,) = _in_trainer()
    assert "(search.py, line 5)" in message
    assert "'work/f.weights.h5'" in message
    found = findings(TRAIN_ELSEWHERE, "both", "TFC125", models=MODELS, search=LOOP_ELSEWHERE)
    assert "loaded behind it (search.py, line 4)" in found[0].message


SCORE = "        score = trainer.fit()\n"
IN_PASS = {
    "restored": "        trainer.restore()\n",
    "moved": "        os.rename('work', f'work{trial}')\n",
    "left": "        if score < 1: break\n",
}


@pytest.mark.parametrize("line", IN_PASS.values(), ids=list(IN_PASS))
def test_silent_with_a_line_more_in_the_pass(line: str) -> None:
    assert _in_trainer(SEARCH.replace(SCORE, SCORE + line)) == []


NAMED = SEARCH.replace("        trainer", "        cfg['name'] = f'{trial}.h5'\n        trainer", 1)
ONE_TRAINER = SEARCH.replace("        trainer = Trainer(cfg)\n", "").replace(
    "    results = []", "    results = []\n    trainer = Trainer(sample(rng))"
)


@pytest.mark.parametrize(
    "files",
    [
        {"search": NAMED},
        {"search": ONE_TRAINER},
        {"config": CONFIG.replace("{'units': [", "{'name': ['a', 'b'], 'units': [") + SAMPLE},
        {"config": CONFIG + SAMPLE.replace("SPACE.items()", "rng.items()")},
        {"trainer": TRAINER.replace("    def restore", "    def restore_all")},
        {"trainer": TRAINER.replace("cfg['name'])", "cfg['name'] + str(next(numbers)))")},
    ],
)
def test_silent_across_files(files: dict[str, str]) -> None:
    assert _in_trainer(**files) == []


@pytest.mark.parametrize(
    "search",
    [
        LOOP_ELSEWHERE.replace("range(1, 5)", "[3]"),
        LOOP_ELSEWHERE.replace("best.k", "other.k"),
        LOOP_ELSEWHERE.replace("[trial({'units': k})", "[(trial({'units': k}), keras.models.load_model(p))"),
        LOOP_ELSEWHERE.replace("import keras", "import keras\nimport shutil"),
        LOOP_ELSEWHERE + "trial({'units': 7})\nbest = keras.models.load_model('best.keras')\n",
    ],
)
def test_silent_where_a_function_is_called_elsewhere(search: str) -> None:
    assert lint(TRAIN_ELSEWHERE, "both", "TFC125", models=MODELS, search=search) == []


# Read by another program

CV = f"{HEAD}{LOOP}"
USE = """\
import keras
from build import build
def main():
    m = build(1)
    m.load_weights('best.keras')
if __name__ == '__main__':
    main()
"""


def _in_cv(use: str = USE, cv: str = CV, **files: str) -> list[str]:
    return [each.message for each in findings(cv, "both", "TFC125", use=use, **files)]


def test_another_program_loads_it() -> None:
    (message,) = _in_cv()
    assert "loaded behind it (use.py, line 5)" in message
    (message,) = _in_cv("import keras\nm = keras.models.load_model('best.keras')\n")
    assert "loaded behind it (use.py, line 2)" in message


@pytest.mark.parametrize(
    "files",
    [
        {"use": USE.replace("best", "other")},
        {"use": USE.replace("'best.keras'", "path")},
        {"use": USE.replace("    main()\n", "    pass\n")},
        {"use": USE + "m.save('best.keras')\n"},
        {"other": "import keras\nc = keras.callbacks.ModelCheckpoint('best.keras')\n"},
        {"other": "import keras\nc = keras.callbacks.ModelCheckpoint(out + '/best.keras')\n"},
        {"other": "import keras\ndef keep(m, path):\n    m.save(path)\n"},
        {"cv": f"import use\n{CV}use.main()\n"},
        {"cv": f"from use import main\n{CV}    main()\n"},
        {
            "use": "import keras\nm = keras.models.load_model('best.keras')\n",
            "cv": f"from use import m\n{CV}",
        },
    ],
)
def test_silent_where_another_program_may_not(files: dict[str, str]) -> None:
    assert _in_cv(**files) == []
