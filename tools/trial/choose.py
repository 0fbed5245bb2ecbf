"""Which files of a folder of repositories are training scripts that can run with nothing but themselves."""

from __future__ import annotations

import ast
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from pathlib import Path

import script

KERAS = {"tensorflow", "keras", "tf_keras"}
TRAINS = re.compile(r"\.(?:fit|fit_generator|train_on_batch|apply_gradients|compile)\(")
MODEL = re.compile(r"Sequential|\bModel\(|layers\.|GradientTape|applications\.")
MAKES_DATA = re.compile(
    r"keras\.datasets|datasets import|sklearn\.datasets|load_data\(|\bnp\.|\bnumpy\.|tf\.random|tf\.constant"
    r"|tf\.range"
)
WANTS = {
    "reads a table": r"read_csv|read_excel|read_table|read_json|genfromtxt|loadtxt|read_pickle|csv\.reader",
    "reads images": r"imread|flow_from_directory|flow_from_dataframe|from_directory\(|load_img|Image\.open"
    r"|VideoCapture",
    "reads arrays or models": r"np\.load\(|numpy\.load\(|pickle\.load\(|joblib\.load\("
    r"|h5py\.File\([^)]*['\"]r|TFRecordDataset",
    "downloads": r"tensorflow_datasets|tfds\.|tensorflow_hub|hub\.|urlretrieve|urlopen|requests\.get|"
    r"kagglehub|kaggle\.api|transformers|yfinance|DataReader",
    "cloud, colab or kaggle": r"/kaggle/|google\.colab|google\.cloud|files\.upload|drive\.mount|gs://|bigquery",
    "asks its user": r"\binput\(|sys\.argv|FLAGS\.|getpass",
    "is an exercise": r"\(\.\.\.[,)]|[=(] *\.\.\.$",
    "plays games": r"import gym|gymnasium|pygame",
}
"""What a script wants of the world, and how that looks; such a script is left out."""
PATTERNS = {why: re.compile(pattern) for why, pattern in WANTS.items()}
Entry = dict[str, str]
"""``repo``, the name of a folder, and ``path`` in it."""


def select(root: Path) -> tuple[list[Entry], Counter[str]]:
    """The chosen files, in turn from each repository below *root*, and a count of the others by reason."""
    chosen: dict[str, list[Entry]] = {}
    refused: Counter[str] = Counter()
    seen: set[str] = set()
    for repository in sorted(path for path in root.iterdir() if path.is_dir()):
        for path in sorted(chain(repository.rglob("*.py"), repository.rglob("*.ipynb"))):
            why = "checkpoint copy" if ".ipynb_checkpoints" in path.parts else refusal(path, seen)
            if why is None:
                entry = {"repo": repository.name, "path": path.relative_to(repository).as_posix()}
                chosen.setdefault(repository.name, []).append(entry)
            elif why != "no Keras":
                refused[why] += 1
    turns = chain.from_iterable(zip_longest(*chosen.values()))
    return [entry for entry in turns if entry], refused


def sample(chosen: Sequence[Entry], seed: int | None, most: int | None) -> list[Entry]:
    """*chosen* in the random order of a seed, if there is one, and at most so many of a repository."""
    ordered = list(chosen)
    if seed is not None:
        random.Random(seed).shuffle(ordered)
    taken: Counter[str] = Counter()
    kept = []
    for entry in ordered:
        taken[entry["repo"]] += 1
        if most is None or taken[entry["repo"]] <= most:
            kept.append(entry)
    return kept


def refusal(path: Path, seen: set[str]) -> str | None:
    """Why a file is left out; ``None`` if it is chosen. *seen* has the digests of those before."""
    if b"keras" not in path.read_bytes():
        return "no Keras"
    if path.stem in KERAS:
        return "has the name of what it imports"
    try:
        text = script.read(path).text
        tree = ast.parse(text)
        code = ast.unparse(ast.Module([node for node in tree.body if not script.is_text(node)], []))
        digest = script.digest(tree)
        imported = script.imports(text)
    except (SyntaxError, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return "no Python 3"
    if not imported & KERAS:
        return "no Keras"
    if not trains(code.splitlines()):
        return "trains nothing"
    for why, pattern in PATTERNS.items():
        if pattern.search(code):
            return why
    if not MAKES_DATA.search(code):
        return "makes no data"
    if digest in seen:
        return "copy of another"
    seen.add(digest)
    return None


def trains(lines: Iterable[str]) -> bool:
    """Whether this code, imports aside, has a model and compiles or trains it."""
    code = "\n".join(line for line in lines if not line.lstrip().startswith(("import ", "from ")))
    return bool(TRAINS.search(code) and MODEL.search(code))
