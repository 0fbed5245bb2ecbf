"""Requirements in a ``setup.py``, which is read and never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence.made import NOTHING, installed, write

DECIDE = [
    ("a list", 'setup(install_requires=["numpy", "tensorflow>=2.4,<2.11"])', "2.4..2.10/2", "setup.py:1"),
    (
        "of setuptools",
        'import setuptools\nsetuptools.setup(install_requires=["keras<3"])',
        "2.15/2",
        "setup.py:2",
    ),
    ("one text", 'setup(install_requires="tensorflow==2.9")', "2.9/2", "setup.py:1"),
    ("a text of lines", 'setup(install_requires="""\nnumpy\ntensorflow==2.9\n""")', "2.9/2", "setup.py:3"),
    ("a variable", 'NEEDS = ["tensorflow==2.9"]\nsetup(install_requires=NEEDS)', "2.9/2", "setup.py:1"),
    ("a typed variable", 'A: list = ["tensorflow==2.9"]\nsetup(install_requires=A)', "2.9/2", "setup.py:1"),
    ("a sum", 'A = ["numpy"]\nB = ["tensorflow==2.9"]\nsetup(install_requires=A + B)', "2.9/2", "setup.py:2"),
    ("unpacked", 'A = ["tensorflow==2.9"]\nsetup(install_requires=["numpy", *A])', "2.9/2", "setup.py:1"),
    ("appended", 'A = []\nA.append("tensorflow==2.9")\nsetup(install_requires=A)', "2.9/2", "setup.py:2"),
    ("extended", 'A = []\nA += ["tensorflow==2.9"]\nsetup(install_requires=A)', "2.9/2", "setup.py:2"),
    (
        "of either system",
        'if x:\n    tf = "tensorflow-macos==2.12"\nelse:\n    tf = "tensorflow==2.13"\n'
        "setup(install_requires=[tf])",
        "2.12..2.13/2",
        "setup.py:2",
    ),
    ("put together", 'V = "2.9"\nsetup(install_requires=[f"tensorflow=={V}.*"])', "2.9/2", "setup.py:2"),
    ("put in", 'V = "2.9"\nsetup(install_requires=["tensorflow==%s" % V])', "2.9/2", "setup.py:2"),
    ("formatted", 'V = "2.9"\nsetup(install_requires=["tensorflow=={}".format(V)])', "2.9/2", "setup.py:2"),
    ("what its tests need", 'setup(tests_require=["tensorflow==2.9"])', "2.9/2", "setup.py:1"),
    (
        "looked up in a list",
        'needs = ["numpy", "tensorflow<2.16", "keras<2.5"]\n'
        "table = {name: need for name, need in (split(each) for each in needs)}\n"
        'setup(install_requires=[table["numpy"]], extras_require={"tf": [table["tensorflow"]]})',
        "2.15/2",
        "setup.py:1",
    ),
    (
        "looked up by a function",
        'table = {"tensorflow": "tensorflow<2.16", "keras": "keras<2.5"}\n\n\ndef get(*names):\n'
        '    return [table[name] for name in names]\n\n\nsetup(install_requires=get("numpy", "tensorflow"))',
        "2.15/2",
        "setup.py:1",
    ),
    ("added up", 'V = "2.9"\nsetup(install_requires=["tensorflow==" + V])', "2.9/2", "setup.py:2"),
    (
        "extras",
        'setup(install_requires=["numpy"], extras_require={"tf": ["tensorflow<2.16"]})',
        "2.15/2",
        "setup.py:1",
    ),
    (
        "extras by name",
        'E = {"plot": []}\nE["tf"] = ["tensorflow==2.9"]\nsetup(extras_require=E)',
        "2.9/2",
        "setup.py:2",
    ),
    (
        "a table that is unpacked",
        'config = dict(name="x", install_requires=["tensorflow==2.9"])\nsetup(**config)',
        "2.9/2",
        "setup.py:1",
    ),
    (
        "a list of a table",
        'R = {"core": ["tensorflow==2.9"], "old": ["tensorflow==2.3"]}\nsetup(install_requires=R["core"])',
        "2.9/2",
        "setup.py:1",
    ),
    (
        "a marker of a Python in use",
        """setup(install_requires=['tensorflow==2.9; python_version < "3.7"', 'tensorflow==2.15'])""",
        "2.15/2",
        "setup.py:1",
    ),
    (
        "Pythons that newer releases do not have",
        'setup(python_requires=">=3.6,<3.9", install_requires=["tensorflow>=2.2"])',
        "2.13/2",
        "setup.py:1",
    ),
]

SILENT = [
    (
        "no requirement of ours",
        'setup(install_requires=["keras-tuner<2", "tensorflow-datasets==4", "tf-explain"])',
    ),
    ("its own name", 'setup(name="tensorflow", version="2.9", keywords="tensorflow==2.9")'),
    ("what builds it", 'setup(setup_requires=["tensorflow==2.9"])'),
    ("a comment", 'setup(install_requires=["numpy"])  # "tensorflow==2.9"'),
    ("commented out", 'setup(install_requires=["numpy",\n    # "tensorflow==2.9",\n])'),
    ("a list of nobody's", 'OLD = ["tensorflow==2.9"]\nsetup(install_requires=["numpy"])'),
    ("another function", 'configure(install_requires=["tensorflow==2.9"])'),
    ("an address", 'setup(install_requires=["tensorflow @ https://example.org/tf-2.9.whl"])'),
    ("what is not known", 'setup(install_requires=["tensorflow==" + version()[0]])'),
    ("formatted with what is not known", 'setup(install_requires=["tensorflow=={}".format(version())])'),
    ("a number of digits", 'setup(install_requires=["tensorflow==%9999999999d" % 2])'),
    ("a name that means itself", "A = A + B\nB = A\nsetup(install_requires=A)"),
    ("another README", 'setup(install_requires=open("README.md").read())'),
    ("a file that is not there", 'setup(install_requires=open("gone.txt").read())'),
    ("no Python", 'setup(install_requires=["tensorflow==2.9"]'),
    ("nested deeply", f'setup(install_requires={"[" * 250}"tensorflow==2.9"{"]" * 250})'),
]


@pytest.mark.parametrize(("text", "target", "place"), [r[1:] for r in DECIDE], ids=[r[0] for r in DECIDE])
def test_it_decides(text: str, target: str, place: str) -> None:
    write({"setup.py": f"{text}\n"})
    assert installed() == (target, place)


@pytest.mark.parametrize("text", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_it_says_nothing(text: str) -> None:
    write({"setup.py": f"{text}\n", "README.md": "tensorflow==2.9\n"})
    assert installed() == NOTHING


READERS = {
    "with": 'with open("needs.txt") as file:\n    needs = file.read().splitlines()\n',
    "lines": 'needs = open("needs.txt").readlines()\n',
    "stripped": 'needs = [line.strip() for line in open("needs.txt") if line.strip()]\n',
    "a loop": 'needs = []\nfor line in open("needs.txt"):\n    needs.append(line.strip())\n',
    "pathlib": 'needs = (Path(__file__).parent / "needs.txt").read_text().split("\\n")\n',
    "a folder": 'HERE = dirname(__file__)\nneeds = open(os.path.join(HERE, "needs.txt")).read().split()\n',
    "pip": 'needs = [str(each.req) for each in parse_requirements("needs.txt", session=None)]\n',
    "a function": "def read(name):\n    return open(name).readlines()\n\n\nneeds = read('needs.txt')\n",
    "a path's own": 'needs = Path("needs.txt").open().readlines()\n',
    "its own function": "def get():\n    with open('needs.txt') as f:\n        return f\n\n\nneeds = get()\n",
    "a default": "def read(name='needs.txt'):\n    return open(name).readlines()\n\n\nneeds = read()\n",
    "a path by name": 'PATH = "needs.txt"\nneeds = open(PATH).read().splitlines()\n',
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_list_that_it_reads(reader: str) -> None:
    write({"setup.py": f"{reader}setup(install_requires=needs)\n", "needs.txt": "numpy\ntensorflow==2.9\n"})
    assert installed() == ("2.9/2", "needs.txt:2")


def test_it_is_not_run() -> None:
    write({"setup.py": 'open("ran", "w")\nsetup(install_requires=["tensorflow==2.9"])\n'})
    assert installed()[0] == "2.9/2"
    assert not Path("ran").exists()
