"""How the work grows with the size of a file or a project: what doubles should double the work, and no more.

    python benchmarks/growth.py                    # CPU time, every shape
    python benchmarks/growth.py suffixes calls     # the shapes named
    python benchmarks/growth.py --from 50          # begin with 50 of each

Each shape is linted with one, two, four, eight and sixteen times as many repetitions; the ratios should stay
at or below 2.2 (``GOAL``).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]  # the linter of this checkout, whatever is installed

from tflint_ckpt.linter import Linter  # noqa: E402
from tflint_ckpt.project import Project  # noqa: E402
from tflint_ckpt.rules.catalogue import RULES  # noqa: E402
from tflint_ckpt.source import Source  # noqa: E402
from tflint_ckpt.target import NEWEST, Target, Targets  # noqa: E402

GOAL = 2.2
"""What twice as much may take, in times of that before: linear, and a tenth for all that is besides."""
DOUBLINGS = 4
PATH = "train.py"

MODEL = """\
import keras
import numpy as np
x, y = np.zeros((8, 4)), np.zeros((8, 1))
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
"""


def suffixes(count: int) -> str:
    """Files whose suffix Keras 3 refuses: each finding has a fix that looks at all others."""
    return MODEL + "".join(f'model.save_weights("epoch_{number}.h5")\n' for number in range(count))


def callbacks(count: int) -> str:
    """Callbacks that are appended to one list."""
    made = "".join(
        f'callbacks.append(keras.callbacks.ModelCheckpoint("best_{number}.keras", monitor="loss"))\n'
        for number in range(count)
    )
    return f"{MODEL}callbacks = []\n{made}model.fit(x, y, callbacks=callbacks)\n"


def callers(count: int) -> str:
    """Calls of one function of the file."""
    function = "def train(path, units):\n    model.save(path)\n    return keras.layers.Dense(units)\n"
    calls = "".join(f'train("run_{number}.keras", {number + 1})\n' for number in range(count))
    return MODEL + function + calls


def findings(count: int) -> str:
    """Findings with a fix that looks at nothing else."""
    return MODEL + "".join(f"keras.optimizers.Adam(lr=0.{number + 1})\n" for number in range(count))


def lines(count: int) -> str:
    """Functions that train a model each, as they should."""
    function = """
def train_{0}(x, y, units=8):
    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(units, activation="relu")(inputs)
    outputs = keras.layers.Dense(1)(hidden)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
    saved = keras.callbacks.ModelCheckpoint("run_{0}.keras", monitor="val_loss", save_best_only=True)
    history = model.fit(x, y, epochs=10, validation_split=0.2, callbacks=[saved])
    best = min(history.history["val_loss"])
    if best > 0.5:
        print("poor", best)
    return model
"""
    return MODEL + "".join(function.format(number) for number in range(count))


def files(count: int) -> dict[str, str]:
    """Pairs of files: a script imports the function that makes its model, and saves to a file of its own.

    The fix of what it saves to looks for others that name the file, in the whole project.
    """
    maker = """\
import keras


def build(units, model=None):
    return model or keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])
"""
    script = """\
import numpy as np
from models_{0} import build

model = build({0})
model.compile("adam", "mse")
model.fit(np.zeros((8, 4)), np.zeros((8, {0})))
model.save_weights("epoch_{0}.h5")
"""
    made: dict[str, str] = {}
    for number in range(1, count + 1):
        made[f"models_{number}.py"] = maker
        made[f"train_{number}.py"] = script.format(number)
    return made


Shape = Callable[[int], str | dict[str, str]]
"""The text of one file, or the texts of several by path, with so many repetitions."""

SHAPES: dict[str, tuple[Shape, int]] = {
    "suffixes": (suffixes, 40),
    "callbacks": (callbacks, 40),
    "callers": (callers, 40),
    "findings": (findings, 80),
    "lines": (lines, 20),
    "files": (files, 20),
}
"""The shapes, with the least number of repetitions."""


def lint(code: str | dict[str, str]) -> int:
    """Lint one file, or those of a project, with every recommended rule on the newest release; how many
    findings there are."""
    texts = {PATH: code} if isinstance(code, str) else code
    sources = {path: Source(path, text.encode()) for path, text in texts.items()}
    targets = Targets(Target((NEWEST,), "--target"), forced=True)
    project = Project(list(sources), sources.get, lambda source: targets)
    rules = [rule for rule in RULES if "recommended" in rule.presets]
    linter = Linter(lambda path: rules, project)
    return sum(len(linter.check(source).findings) for source in sources.values())


def seconds(work: Callable[[], object]) -> float:
    """The CPU time that *work* takes, the least of three runs."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def calls(work: Callable[[], object]) -> float:
    """How many functions *work* calls, those of C included: the same in each run, and on each machine."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(
    shape: Shape,
    begin: int,
    doublings: int = DOUBLINGS,
    measured: Callable[[Callable[[], object]], float] = seconds,
) -> list[float]:
    """What linting *begin* repetitions of *shape* takes, of twice as many, and so on."""
    lint(shape(1))  # imports, and what is kept for the run
    sizes = (shape(begin << doubling) for doubling in range(doublings + 1))
    return [measured(partial(lint, code)) for code in sizes]


def main() -> int:
    """Print the table; 1 if some ratio is above the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shapes", nargs="*", default=list(SHAPES), help=f"of {', '.join(SHAPES)}")
    parser.add_argument("--from", dest="begin", type=int, help="repetitions to begin with")
    parser.add_argument("--calls", action="store_true", help="count calls of functions, not seconds")
    options = parser.parse_args()
    print(f"| shape | repetitions | {'calls' if options.calls else 'CPU'} | ratios (goal ≤ {GOAL}) |")
    print("| --- | --- | --- | --- |")
    missed = False
    for name in options.shapes:
        shape, begin = SHAPES[name]
        begin = options.begin or begin
        took = growth(shape, begin, measured=calls if options.calls else seconds)
        ratios = [after / before for before, after in pairwise(took)]
        missed = missed or any(ratio > GOAL for ratio in ratios)
        cost = f"{took[-1]:,.0f}" if options.calls else f"{took[-1]:.2f} s"
        shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {name} | {begin} to {begin << DOUBLINGS} | {cost} | {shown} |", flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
