"""Make the tables of Keras' public API, ``tflint_ckpt/keras_api/data``, from releases that are really
installed.

Makes an environment a TensorFlow release in ``build/keras_api`` (pip, network; Python 3.9 for TensorFlow
2.5, 3.10 for 2.11, 3.11 for the others) and puts each Keras 3 over one of them. Each release is asked in
processes of its own, by ``keras_api_probe.py``. A second run installs only what is missing.

Usage: python tools/keras_api.py [--only 3.15,2.11]
       python tools/keras_api.py --check PYTHON    compare the tables with what is installed for PYTHON
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from check import interpreter
from keras_api_tables import DATA, View, committed, committed_view, files, merged, record_at, view, written

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "keras_api"
PROBE = Path(__file__).with_name("keras_api_probe.py")

BASES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "2.5": ("3.9", ("protobuf<3.21",)),
    "2.11": ("3.10", ("numpy<2",)),
    "2.15": ("3.11", ()),
    "2.16": ("3.11", ("dm-tree",)),
    "2.18": ("3.11", ()),
    "2.21": ("3.11", ()),
}
"""TensorFlow release → the Python it runs on, and what pip has to be told besides."""


@dataclass(frozen=True)
class Snapshot:
    """One Keras release, and the TensorFlow release it is asked on."""

    keras: tuple[int, int]
    tensorflow: str

    @property
    def name(self) -> str:
        return "{}.{}".format(*self.keras)

    @property
    def file(self) -> Path:
        """What `keras_api_probe` wrote about it."""
        return BUILD / f"{self.name}.json"


# Keras 3.0 to 3.5 do not run on NumPy 2, which TensorFlow 2.18 brings.
SNAPSHOTS = (
    *(Snapshot((2, minor), f"2.{minor}") for minor in (5, 11, 15)),
    *(Snapshot((3, minor), "2.16" if minor < 6 else "2.18" if minor < 9 else "2.21") for minor in range(16)),
)
"""Oldest first. A new release is one more line."""


def installed(snapshot: Snapshot) -> tuple[Path, dict[str, str]]:
    """The interpreter, and the variables, with which this Keras is imported; installed first where it is
    not."""
    version, besides = BASES[snapshot.tensorflow]
    folder = BUILD / f"tf{snapshot.tensorflow}"
    python = folder / "bin" / "python"
    if not (folder / ".done").exists():
        base = interpreter(version)
        if base is None:
            raise SystemExit(f"TensorFlow {snapshot.tensorflow} needs Python {version}: none was found")
        subprocess.run([base, "-m", "venv", "--clear", folder], check=True)
        requirement = f"tensorflow-cpu=={snapshot.tensorflow}.*"
        subprocess.run([python, "-m", "pip", "install", "-q", requirement, *besides], check=True)
        (folder / ".done").touch()
    if snapshot.keras[0] == 2:
        return python, {}
    overlay = BUILD / f"keras{snapshot.name}"
    if not (overlay / "keras" / "__init__.py").exists():
        command = [python, "-m", "pip", "install", "-q", "--no-deps", "--target", overlay]
        subprocess.run([*command, f"keras=={snapshot.name}.*"], check=True)
    return python, {"PYTHONPATH": str(overlay)}


def ask(python: Path, variables: Mapping[str, str], mode: str, file: Path) -> Any:
    """Run the probe in a fresh process; what it wrote."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TF_", "KERAS"))
    }
    quiet = {"CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}
    environment = {**kept, **quiet, **variables, "PYTHONHASHSEED": "0"}
    ran = subprocess.run(
        [python, PROBE, mode, file],
        env=environment,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise SystemExit(f"{mode} failed for {file.name}:\n{ran.stderr[-3000:]}")
    return json.loads(file.read_text("utf-8"))


def names_of_parameters(parameters: Iterable[str] | None) -> list[str]:
    """Those that may be given by name."""
    return [text.partition("=")[0] for text in parameters or () if text[0] not in "*/"]


def candidates(raw: Mapping[str, Any], known: Mapping[str, set[str]]) -> dict[str, tuple[list[str], ...]]:
    """``root:name`` of each class with ``**kwargs`` → the required parameters, the others, and the words to
    try: those of the class in any snapshot (*known*), and every word in the source of its constructors."""
    wanted: dict[str, tuple[list[str], ...]] = {}
    seen: set[int] = set()
    for root in ("tf.keras", "keras"):
        for name, number in raw["names"][root].items():
            record = raw["objects"][number]
            if number in seen or "reads" not in record:
                continue
            seen.add(number)
            own = set(names_of_parameters(record["parameters"]))
            aliases = [other for found in raw["names"].values() for other, n in found.items() if n == number]
            words = set(record["strings"]) | set(record["reads"])
            words = words.union(*(known.get(alias, set()) for alias in aliases)) - own
            required = [text for text in record["parameters"] if "=" not in text and text[0] not in "*/"]
            wanted[f"{root}:{name}"] = (required, sorted(own.difference(required)), sorted(words))
    return wanted


def parameters_seen(views_or_raw: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Name → the parameters that the object of that name has in any snapshot."""
    known: dict[str, set[str]] = {}
    for raw in views_or_raw:
        for root in ("tf.keras", "keras"):
            for name, number in raw["names"][root].items():
                known.setdefault(name, set()).update(
                    names_of_parameters(raw["objects"][number].get("parameters"))
                )
    return known


def generate(only: set[str]) -> None:
    """Ask every snapshot, or those in *only* anew, and write the tables."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for snapshot in SNAPSHOTS:
        if not snapshot.file.exists() or not only or snapshot.name in only:
            ask(*installed(snapshot), "collect", snapshot.file)
            print("collected", snapshot.name, flush=True)
    raws = [json.loads(snapshot.file.read_text("utf-8")) for snapshot in SNAPSHOTS]
    known = parameters_seen(raws)
    frequency = Counter(name for raw in raws for name in {*raw["names"]["tf.keras"], *raw["names"]["keras"]})
    views = []
    for snapshot, raw in zip(SNAPSHOTS, raws, strict=True):
        file = BUILD / f"{snapshot.name}.probed.json"
        wanted = candidates(raw, known)
        asked = BUILD / f"{snapshot.name}.asked.json"
        if (
            not file.exists()
            or not asked.exists()
            or json.loads(asked.read_text("utf-8")) != json.loads(json.dumps(wanted))
        ):
            file.write_text(json.dumps(wanted), "utf-8")
            ask(*installed(snapshot), "probe", file)
            asked.write_text(json.dumps(wanted), "utf-8")
            print("probed", snapshot.name, flush=True)
        views.append(view(raw, json.loads(file.read_text("utf-8")), frequency))
    for older, newer in reversed(list(pairwise(views))):
        if (
            older["keras"] is older["tf.keras"]
        ):  # no standalone Keras was asked: nothing is said of its own names
            own = {name: value for name, value in newer["keras"].items() if name not in newer["tf.keras"]}
            older["keras"] = {**own, **older["tf.keras"]}
    write(views, raws)


def write(views: list[View], raws: list[Any]) -> None:
    """The tables, and the list of what they were made from."""
    DATA.mkdir(parents=True, exist_ok=True)
    for old in DATA.glob("*.json"):
        old.unlink()
    parts = files(merged(views))
    for name, entries in parts.items():
        (DATA / f"{name}.json").write_text(written(entries), "utf-8")
    made = [
        {"keras": list(s.keras), "release": raw["keras"], "tensorflow": raw["tensorflow"]}
        for s, raw in zip(SNAPSHOTS, raws, strict=True)
    ]
    lines = ",\n".join(json.dumps(line) for line in made)
    (DATA / "_snapshots.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    size = sum(file.stat().st_size for file in DATA.glob("*.json"))
    print(f"{sum(map(len, parts.values()))} names, {size / 1e3:.0f} kB")


def check(python: Path) -> int:
    """1 where the tables in the tree are not what is installed for *python*; 3 where they do not know that
    release."""
    snapshots, entries = committed()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "asked.json"
        raw = ask(python, {}, "collect", file)
        number = next((n for n, made in enumerate(snapshots) if made["release"] == raw["keras"]), None)
        if number is None:
            print(f"there is no snapshot of Keras {raw['keras']}")
            return 3
        known: dict[str, set[str]] = {}
        frequency: Counter[str] = Counter()
        for other in range(len(snapshots)):
            seen = committed_view(entries, other)
            for root in ("tf.keras", "keras"):
                for name, value in seen[root].items():
                    known.setdefault(name, set()).update(
                        names_of_parameters(record_at(seen, root, value).get("p"))
                    )
            frequency.update({*seen["tf.keras"], *seen["keras"]})
        file.write_text(json.dumps(candidates(raw, known)), "utf-8")
        now = view(raw, ask(python, {}, "probe", file), frequency)
    then = committed_view(entries, number)
    differing = [
        f"{part} {name}: {then[part].get(name)} is now {now[part].get(name)}"
        for part in then
        for name in sorted({*then[part], *now[part]})
        if then[part].get(name) != now[part].get(name)
    ]
    print(*differing or [f"Keras {raw['keras']}: as in the tables"], sep="\n")
    return int(bool(differing))


def main() -> int:
    """Make the tables, or check them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="ask only these releases anew, comma-separated")
    parser.add_argument("--check", metavar="PYTHON", type=Path)
    options = parser.parse_args()
    if options.check:
        return check(options.check)
    generate(set(filter(None, options.only.split(","))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
