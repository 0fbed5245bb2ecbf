"""What a file is chosen from that is the last by its name."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.newest import Listed, newest_by_name

HEAD = "import glob, os\nfrom pathlib import Path\nfrom keras.models import load_model\n"

# How a file is chosen, the folder of the files, one that is among them, and one that is not.
CHOSEN = [
    ("max(glob.glob('a/m_*.h5'))", "a", "m_1.h5", "n_1.h5"),
    ("max(glob.glob('/a/?.h5'))", "/a", "1.h5", "10.h5"),
    ("sorted(glob.glob('*.h5'))[-1]", "", "m.h5", "m.keras"),
    ("sorted(Path('a', 'b').iterdir())[-1]", "a/b", "m.h5", ""),
    ("max((Path('a') / 'b').glob('*.h5'))", "a/b", "m.h5", "m.keras"),
    ("'a/' + max(os.listdir('a'))", "a", "m.h5", ""),
    ("max(f for f in glob.glob('a/*') if f.endswith('.h5'))", "a", "m.h5", "m.keras"),
    ("'a/' + max(f for f in os.listdir('a') if f.startswith('m') if f.endswith('.h5'))", "a", "m.h5", "n.h5"),
    ("max(str(f) for f in Path('a').glob('*.h5'))", "a", "m.h5", "m.keras"),
    ("max([f'a/{f}' for f in os.listdir('a')])", "a", "m.h5", ""),
]

NOT = [
    "max(f for f in glob.glob('a/*') if f.startswith('m'))",  # of a path
    "max(f for f in glob.glob('a/*') if not f.endswith('.h5'))",
    "max(f for f in glob.glob('a/*') if f.endswith(ENDINGS))",
    "max(f for d in dirs for f in glob.glob(d))",
    "max(f'b/{f}' for f in os.listdir('a'))",
    "max(f.name for f in Path('a').glob('*'))",
    "max(os.listdir('a'))",
    "max(files(), glob.glob('a/*'))",
    "max(*glob.glob('a/*'))",
    "max(glob.glob('m*', root_dir='a'))",
    "max(glob.glob('a*/m'))",
    "sorted(glob.glob('a/*'))[-2]",
    "sorted(glob.glob('a/*'))[-1:]",
    "sorted(glob.glob('a/*'), reverse=REVERSE)[-1]",
    "Path('a').glob('*')[-1]",
    "tool.glob('*')",
    "'a/m.h5'",
    "path",
]


def chosen(node: str) -> list[Listed]:
    return [each.listed for each in newest_by_name(module(f"{HEAD}load_model({node})"))]


@pytest.mark.parametrize(("node", "folder", "one", "none"), CHOSEN)
def test_chosen(node: str, folder: str, one: str, none: str) -> None:
    [listed] = chosen(node)
    assert listed.directory == folder
    assert listed.has(folder, one)
    assert not listed.has("elsewhere", one)
    assert not none or not listed.has(folder, none)


@pytest.mark.parametrize("node", NOT)
def test_not_chosen(node: str) -> None:
    assert chosen(node) == []


def test_once_for_each_place_that_chooses() -> None:
    code = "files = sorted(glob.glob('a/*'))\nlast = files[-1]\nload_model(last)\nload_model(last)\n"
    assert len(list(newest_by_name(module(HEAD + code)))) == 1
