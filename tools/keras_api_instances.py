"""Make the table of attributes that objects of Keras 2 have and those of Keras 3 do not,
``tflint_ckpt/keras_api/instances.json``.

The other tables know what a class has. Some attributes are set on objects only (``model.input_names``), and
what is a property on Keras 2 may be set on each object by Keras 3 (``optimizer.iterations``); so objects are
made, called and trained, and asked. Environments are those of ``keras_api.py``.

Usage: python tools/keras_api_instances.py [--from FOLDER]
           FOLDER has what ``keras_api_instances_probe.py`` wrote for each release; else all are asked
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from keras_api import BUILD, SNAPSHOTS, installed
from keras_api_tables import DATA, committed

PROBE = Path(__file__).with_name("keras_api_instances_probe.py")
TABLE = DATA.parent / "instances.json"
FAMILIES = {
    "keras.layers.Layer": ("keras.layers.", "keras.Model", "keras.Sequential", "own"),
    "keras.layers": ("keras.layers.",),
    "keras.Model": ("keras.Model", "keras.Sequential", "own"),
    "keras.Sequential": ("keras.Sequential",),
    "keras.optimizers.Optimizer": ("keras.optimizers.", "keras.mixed_precision."),
    "keras.mixed_precision.LossScaleOptimizer": ("keras.mixed_precision.LossScaleOptimizer",),
}
"""A base class, or a class, and what the names of its classes begin with; ``keras.layers`` stands for the
layers of Keras that are no models."""
_DIFFERENT = ("keras.layers.Layer", "keras.layers.MultiHeadAttention")
"""No plain layers: the base class, and one that keeps an ``output_shape`` of its own."""
_TABLES = {
    "keras.optimizers.": ("keras.optimizers.Optimizer",),
    "keras.layers.": ("keras.layers.Layer",),
    "keras.Model": ("keras.Model", "keras.layers.Layer"),
    "own": ("keras.Model", "keras.layers.Layer"),
    "keras.Sequential": ("keras.Sequential", "keras.Model", "keras.layers.Layer"),
    "keras.mixed_precision.": ("keras.mixed_precision.LossScaleOptimizer", "keras.optimizers.Optimizer"),
}
"""The classes in the other tables whose methods an object had on older releases."""

Objects = Mapping[str, Mapping[str, bool]]


def ask(folder: Path) -> None:
    """Ask the objects of every release from Keras 2.11 on; what was asked before stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for snapshot in SNAPSHOTS:
        file = folder / f"{snapshot.name}.json"
        if snapshot.keras >= (2, 11) and not file.exists():
            python, variables = installed(snapshot)
            quiet = {"CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}
            subprocess.run([python, PROBE, file], check=True, env={**os.environ, **quiet, **variables})


def gone(asked: Iterable[Any]) -> dict[str, dict[str, list[str]]]:
    """Base class → what all its objects had, ``gone``, and what they call no more, ``uncalled``."""
    releases = [(tuple(map(int, each["keras"].split(".")[:2])), each["objects"]) for each in asked]
    older = [objects for keras, objects in releases if keras < (3, 0)]
    newer = [objects for keras, objects in releases if keras >= (3, 0)]
    classes = sorted({name for objects in older for name in objects})
    _, entries = committed()
    lost = {name: _lost(name, older, newer, entries) for name in classes}
    found: dict[str, dict[str, list[str]]] = {}
    for base, beginnings in FAMILIES.items():
        named = [name for name in classes if name.startswith(beginnings)]
        plain = base == "keras.layers"
        members = [lost[name] for name in named if not (plain and name in _DIFFERENT)]
        shared = {key: set.intersection(*(each[key] for each in members)) for key in ("gone", "uncalled")}
        found[base] = {key: sorted(names) for key, names in shared.items() if names}
    return found


def _lost(name: str, older: list[Objects], newer: list[Objects], entries: Any) -> dict[str, set[str]]:
    """What objects of one class do not have, or do not call, on any release of Keras 3."""
    last = older[-1].get(name, {})
    before = {each for objects in older for each in objects.get(name, {})}
    for beginning, owners in _TABLES.items():
        if name.startswith(beginning):
            before.update(each for owner in owners for each in _methods(entries, owner))
    after = [objects[name] for objects in newer if name in objects]
    kept = {each for each in last if all(each in objects for objects in after)}
    return {
        "gone": {each for each in before if after and not any(each in objects for objects in after)},
        "uncalled": {each for each in kept if last[each] and not any(objects[each] for objects in after)},
    }


def _methods(entries: Mapping[str, Any], owner: str) -> list[str]:
    """The public methods that the tables know of a class on some release."""
    return [
        name
        for name, history in entries.get(owner, {}).get("m", {}).items()
        if any(isinstance(value, list) for _, value in history) and not name.startswith("_")
    ]


def main() -> int:
    """Make the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--from", dest="folder", type=Path)
    folder = parser.parse_args().folder
    if folder is None:
        folder = BUILD / "instances"
        ask(folder)
    asked = [json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")]
    asked.sort(key=lambda each: tuple(map(int, each["keras"].split("."))))
    layers = {name for each in asked for name in each["objects"] if name.startswith("keras.layers.")}
    table: dict[str, Any] = {
        "_releases": [each["keras"] for each in asked],
        "_layers": sorted(layers.difference(_DIFFERENT)),
        **gone(asked),
    }
    lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(table[name])}" for name in sorted(table))
    TABLE.write_text(f"{{\n{lines}\n}}\n", "utf-8")
    print(f"{len(table) - 2} classes, {TABLE.stat().st_size / 1e3:.1f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
