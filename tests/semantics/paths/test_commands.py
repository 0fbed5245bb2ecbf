"""Which folders the commands bring that Python itself runs."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.commands import may_bring

# A call, and whether it may bring the folder data.
COMMANDS = [
    ("os.system('git clone https://example.org/data')", True),
    ("os.system('git clone https://example.org/x data')", True),
    ("os.system('unzip a.zip -d data')", True),
    ("os.system('unzip a.zip')", True),
    ("os.system(f'unzip {name} -d data/x')", False),
    ("os.system(f'unzip a.zip -d {folder}')", True),
    ("subprocess.run(['git', 'clone', url, 'data'])", False),  # not all words are known
    ("subprocess.run(['tar', 'xf', 'a.tgz', '-C', 'data'])", True),
    ("subprocess.check_call('tar xf a.tgz'.split())", True),
    ("subprocess.run(shlex.split('tar xf a.tgz'))", True),
    ("os.system('python prepare.py')", True),
    ("command = 'unzip a.zip'\nos.system(command)", True),
    ("os.system('git clone https://example.org/other')", False),
    ("os.system('ls data')", False),
    ("os.system('unzip a.zip -d other')", False),
    ("os.system(command)", False),
    ("os.system()", False),
    ("print('unzip a.zip')", False),
]


@pytest.mark.parametrize(("code", "expected"), COMMANDS)
def test_commands(code: str, expected: bool) -> None:
    facts = module(f"import os, shlex, subprocess\n{code}")
    found = [may_bring(facts, call, "data", lambda hole: "") for call in facts.facts.calls]
    assert any(found) is expected
