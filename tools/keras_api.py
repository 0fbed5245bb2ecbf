"""Make the tables of Keras' public API, ``tflint_ckpt/keras_api/data``, from releases that are really
installed.

Makes an environment a TensorFlow release in ``build/keras_api`` (pip, network, and the Python that each
release runs on, down to 3.7) and puts each Keras 3 over one of them. Each release is asked in processes of
its own, by ``keras_api_probe.py``. A standalone Keras of before TensorFlow 2.6 is not run:
``keras_api_source.py`` reads its wheel. A second run installs only what is missing.

Usage: python tools/keras_api.py [--only 3.15,2.11]
           of these releases; the others stay as they are in the tree
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
from pathlib import Path
from typing import Any

from keras_api_source import Sources, joined, renamed_arguments
from keras_api_tables import (
    DATA,
    RENAMED,
    View,
    committed,
    committed_view,
    files,
    merged,
    recalled,
    record_at,
    renamed_below,
    view,
    with_sources,
    written,
)
from pythons import interpreter

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "keras_api"
PROBE = Path(__file__).with_name("keras_api_probe.py")

_OLD = "protobuf<3.21"
BASES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "1.15": ("3.7", (_OLD,)),
    "2.1": ("3.7", (_OLD,)),
    "2.2": ("3.8", (_OLD,)),
    "2.4": ("3.8", (_OLD,)),
    "2.5": ("3.9", (_OLD,)),
    "2.6": ("3.9", (_OLD, "keras==2.6.*")),
    "2.7": ("3.9", (_OLD, "keras==2.7.*", "numpy<1.24")),
    "2.8": ("3.10", (_OLD, "numpy<2")),
    **{f"2.{minor}": ("3.10", ("numpy<2",)) for minor in range(9, 15)},
    "2.15": ("3.11", ()),
    "2.16": ("3.11", ("dm-tree",)),
    "2.18": ("3.11", ()),
    "2.21": ("3.11", ()),
}
"""TensorFlow release → the Python it runs on, and what pip has to be told besides."""


@dataclass(frozen=True)
class Snapshot:
    """One Keras release, the TensorFlow release it is asked on, and the releases of a standalone Keras whose
    source is read besides, oldest first."""

    keras: tuple[int, int]
    tensorflow: str
    sources: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return "{}.{}".format(*self.keras)

    @property
    def file(self) -> Path:
        """What `keras_api_probe` wrote about it."""
        return BUILD / f"{self.name}.json"


# The first is what there was before TensorFlow 2. Keras 2.4 for itself hands on what tf.keras has, so that on
# TensorFlow 2.3 to 2.5 a standalone Keras is 2.3.1 or that. Keras 3.0 to 3.5 do not run on NumPy 2, which
# TensorFlow 2.18 brings.
SNAPSHOTS = (
    Snapshot((2, 1), "1.15", ("1.2.2", "2.1.6")),
    Snapshot((2, 2), "2.1", ("2.2.4", "2.2.5")),
    Snapshot((2, 3), "2.2", ("2.3.1",)),
    Snapshot((2, 4), "2.4", ("2.3.1",)),
    Snapshot((2, 5), "2.5", ("2.3.1",)),
    *(Snapshot((2, minor), f"2.{minor}") for minor in range(6, 16)),
    *(Snapshot((3, minor), "2.16" if minor < 6 else "2.18" if minor < 9 else "2.21") for minor in range(16)),
)
"""Oldest first. A new release is one more line."""
RENAMING = ("2.3.1", "2.15.0")
"""The releases whose source tells which arguments they take by an older name too."""


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


def source(release: str) -> Sources:
    """The source of a release of Keras, downloaded where it was not yet."""
    folder = BUILD / f"source{release}"
    if not folder.is_dir():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", folder]
        subprocess.run([*command, f"keras=={release}"], check=True)
    return Sources(next(folder.iterdir()))


def parameters_seen(views: Iterable[View]) -> dict[str, set[str]]:
    """Name → the parameters that the object of that name has in any snapshot."""
    known: dict[str, set[str]] = {}
    for seen in views:
        for root in ("tf.keras", "keras"):
            for name, value in seen[root].items():
                parameters = names_of_parameters(record_at(seen, root, value).get("p"))
                known.setdefault(name, set()).update(parameters)
    return known


def generate(only: set[str]) -> None:
    """Ask every snapshot, or those in *only* anew, and write the tables."""
    BUILD.mkdir(parents=True, exist_ok=True)
    sources = {snapshot.name: list(map(source, snapshot.sources)) for snapshot in SNAPSHOTS}
    once = sorted({name for read in sources.values() for name in joined(read)})
    made, entries = committed()
    numbers = {"{}.{}".format(*each["keras"]): number for number, each in enumerate(made)}
    raws: dict[str, Any] = {}
    for snapshot in SNAPSHOTS:
        if only and snapshot.name not in only and snapshot.name in numbers:
            continue
        if not snapshot.file.exists() or snapshot.name in only or not only:
            snapshot.file.write_text(json.dumps(once), "utf-8")
            ask(*installed(snapshot), "collect", snapshot.file)
            print("collected", snapshot.name, flush=True)
        raws[snapshot.name] = json.loads(snapshot.file.read_text("utf-8"))
    old = {name: committed_view(entries, number) for name, number in numbers.items() if name not in raws}
    frequency: Counter[str] = Counter()
    for snapshot in SNAPSHOTS:
        roots = raws[snapshot.name]["names"] if snapshot.name in raws else old[snapshot.name]
        own = joined(sources[snapshot.name])
        frequency.update({*roots["tf.keras"], *roots["keras"], *roots.get("inner", ()), *own})
    first = {name: view(raw, {}, frequency) for name, raw in raws.items()}
    known = parameters_seen([*old.values(), *first.values()])
    views = []
    for snapshot in SNAPSHOTS:
        if snapshot.name not in raws:
            views.append(recalled(old[snapshot.name], frequency))
            continue
        seen = view(raws[snapshot.name], probed(snapshot, raws[snapshot.name], known), frequency)
        views.append(with_sources(seen, joined(sources[snapshot.name]), alone=snapshot.keras < (2, 4)))
    releases = []
    for snapshot in SNAPSHOTS:
        told = raws.get(snapshot.name)
        own = {"keras": list(snapshot.keras)}
        asked = told and {**own, "release": told["keras"], "tensorflow": told["tensorflow"]}
        releases.append(asked or made[numbers[snapshot.name]])
    renamed: dict[str, dict[str, str]] = {}
    for release in RENAMING:
        for called, names in renamed_arguments(source(release)).items():
            renamed.setdefault(called, {}).update(names)
    write(views, releases, renamed)


def probed(snapshot: Snapshot, raw: Mapping[str, Any], known: Mapping[str, set[str]]) -> Any:
    """What the classes of a snapshot take; asked where it was not asked the same before."""
    file = BUILD / f"{snapshot.name}.probed.json"
    asked = BUILD / f"{snapshot.name}.asked.json"
    wanted = json.loads(json.dumps(candidates(raw, known)))
    if not (file.exists() and asked.exists() and json.loads(asked.read_text("utf-8")) == wanted):
        file.write_text(json.dumps(wanted), "utf-8")
        ask(*installed(snapshot), "probe", file)
        asked.write_text(json.dumps(wanted), "utf-8")
        print("probed", snapshot.name, flush=True)
    return json.loads(file.read_text("utf-8"))


def write(views: list[View], releases: list[Any], renamed: Mapping[str, Mapping[str, str]]) -> None:
    """The tables, and the list of what they were made from."""
    DATA.mkdir(parents=True, exist_ok=True)
    for old in DATA.glob("*.json"):
        old.unlink()
    parts = files(merged(views))
    for name, entries in parts.items():
        (DATA / f"{name}.json").write_text(written(entries), "utf-8")
    (DATA / f"{RENAMED}.json").write_text(written(renamed_below(views, renamed)), "utf-8")
    lines = ",\n".join(json.dumps(line) for line in releases)
    (DATA / "_snapshots.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    size = sum(file.stat().st_size for file in DATA.glob("*.json"))
    print(f"{sum(map(len, parts.values()))} names, {size / 1e3:.0f} kB")


def once_there(entries: Mapping[str, Any]) -> list[str]:
    """The names that a standalone Keras of before TensorFlow 2.6 had, by the tables in the tree."""
    views = [committed_view(entries, number) for number, each in enumerate(SNAPSHOTS) if each.sources]
    return sorted({name for seen in views for name in seen["keras"]})


def check(python: Path) -> int:
    """1 where the tables in the tree are not what is installed for *python*; 3 where they do not know that
    release."""
    snapshots, entries = committed()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "asked.json"
        file.write_text(json.dumps(once_there(entries)), "utf-8")
        raw = ask(python, {}, "collect", file)
        number = next((n for n, made in enumerate(snapshots) if made["release"] == raw["keras"]), None)
        if number is None:
            print(f"there is no snapshot of Keras {raw['keras']}")
            return 3
        views = [committed_view(entries, other) for other in range(len(snapshots))]
        frequency = Counter(name for seen in views for name in {*seen["tf.keras"], *seen["keras"]})
        known = parameters_seen(views)
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
