"""Folders that another file of the project names, and may make."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.paths.made_elsewhere import may_be_made_elsewhere
from tflint_ckpt.semantics.paths.shape import templates

CONFIG = "folder = 'runs'\nname = 'a.h5'\n"
MAKING = "import os\nos.makedirs(p)"
# Code that shows a path, another file, and whether that may make the folder.
FILES = [
    ("show(config.folder + '/a.h5')", MAKING, True),
    ("show(f'{config.folder}/a.h5')", "p.mkdir()", True),
    ("show(f'a/{config.folder}/b.h5')", MAKING, True),
    ("show(config.folder + '/a.h5')", "import os\nos.makedirs('runs')", True),
    ("show(config.folder + '/a.h5')", "import os\nos.makedirs('logs')", False),
    ("show(config.folder + '/a.h5')", "import os, config\nos.makedirs('logs')\nuse(config.folder)", True),
    ("show(unknown + config.folder + '/a.h5')", "import os\nos.makedirs('logs')", True),
    ("import os\nshow(os.path.join(config.folder, 'a.h5'))", MAKING, True),
    ("show(config.folder + '/a.h5')", "", False),
    ("show(config.folder + '/a.h5')", "makedirs_all(p)", False),
    ("show('runs/' + config.name)", MAKING, False),  # only the file has that name
    ("show('runs/a.h5')", MAKING, False),
    ("show(config.name)", MAKING, False),
    ("show(unknown + '/a.h5')", MAKING, False),
]


@pytest.mark.parametrize(("code", "other", "expected"), FILES)
def test_files(code: str, other: str, expected: bool) -> None:
    facts, node = marked(f"import config\n{code}", config=CONFIG, other=other)
    found = templates(facts.evaluate(node))
    assert found
    assert may_be_made_elsewhere(facts, found[0], node) is expected
