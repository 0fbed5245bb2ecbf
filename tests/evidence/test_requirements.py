"""Requirements in every other file that a project's folder may have."""

from __future__ import annotations

import pytest

from tests.evidence.made import NOTHING, installed, write

DECIDE = [
    ("requirements.in", {"requirements.in": "tensorflow==2.9\n"}, "2.9/2", "requirements.in:1"),
    ("a name of its own", {"pip-requirements.txt": "tensorflow==2.9\n"}, "2.9/2", "pip-requirements.txt:1"),
    ("constraints", {"constraints.txt": "tensorflow==2.9\n"}, "2.9/2", "constraints.txt:1"),
    ("a folder", {"requirements/base.txt": "tensorflow==2.6.1\n"}, "2.6/2", "requirements/base.txt:1"),
    (
        "a folder, what is for all before the tests",
        {"requirements/a-test.txt": "tensorflow==2.9\n", "requirements/base.txt": "tensorflow==2.13\n"},
        "2.13/2",
        "requirements/base.txt:1",
    ),
    (
        "an include",
        {"requirements.txt": "numpy\n-r needs/all.txt\n", "needs/all.txt": "# tf\ntensorflow==2.9\n"},
        "2.9/2",
        "needs/all.txt:2",
    ),
    (
        "a constraint beside a requirement",
        {"requirements.txt": "--constraint=fixed.txt\ntensorflow\n", "fixed.txt": "keras==2.15.0\n"},
        "2.15/2",
        "fixed.txt:1",
    ),
    (
        "an include in an include, which includes the first",
        {
            "requirements.txt": "-r a/b.txt\n",
            "a/b.txt": "-r ../requirements.txt\n-r c.txt\n-rc.txt\n",
            "a/c.txt": "tensorflow<2.12\n",
        },
        "2.11/2",
        "a/c.txt:1",
    ),
    ("extras", {"requirements.txt": "tensorflow[and-cuda]<2.16\n"}, "2.15/2", "requirements.txt:1"),
    (
        "a system's marker",
        {"requirements.txt": "tensorflow==2.13; sys_platform != 'darwin'\n"},
        "2.13/2",
        "requirements.txt:1",
    ),
    (
        "a marker of a Python in use",
        {
            "requirements.txt": "tensorflow==2.4; python_version < '3.9'\n"
            "tensorflow==2.15; python_version >= '3.9'\n"
        },
        "2.15/2",
        "requirements.txt:2",
    ),
    (
        "a marker of the project's Python",
        {
            "requirements.txt": "tensorflow==2.4; python_version < '3.9'\n"
            "tensorflow==2.15; python_version >= '3.9'\n",
            "pyproject.toml": '[project]\nrequires-python = "==3.8.*"\n',
        },
        "2.4/2",
        "requirements.txt:1",
    ),
    (
        "a Python",
        {"requirements.txt": "tensorflow\n", ".python-version": "3.8.10\n"},
        "2.13/2",
        "requirements.txt:1",
    ),
    ("what was given up", {"requirements.txt": "tensorflow-gpu\nnumpy\n"}, "2.12/2", "requirements.txt:1"),
    (
        "TensorFlow Addons",
        {"requirements.txt": "tensorflow\ntensorflow-addons\n"},
        "2.15/2",
        "requirements.txt:2",
    ),
    ("tensorflow-text", {"requirements.txt": "tensorflow-text==2.13.*\n"}, "2.13/2", "requirements.txt:1"),
    (
        "tensorflow-text beside a TensorFlow without a release",
        {"requirements.txt": "tensorflow\ntensorflow_text==2.11.0\n"},
        "2.11/2",
        "requirements.txt:2",
    ),
    (
        "tensorflow-text beside a TensorFlow with one",
        {"requirements.txt": "tensorflow-text==2.11.0\ntensorflow==2.12\n"},
        "2.12/2",
        "requirements.txt:2",
    ),
    (
        "a bound of tensorflow-text",
        {"env.yml": "dependencies:\n  - tensorflow-text<2.16\n"},
        "2.15/2",
        "env.yml:2",
    ),
    ("and its release", {"requirements.txt": "tensorflow_addons==0.14.0\n"}, "2.6/2", "requirements.txt:1"),
    ("Pipfile", {"Pipfile": '[packages]\nkeras = "<3"\n'}, "2.15/2", "Pipfile:2"),
    (
        "Pipfile's table",
        {"Pipfile": '[packages]\nnumpy = "*"\n[dev-packages]\ntensorflow = {version = "==2.9"}\n'},
        "2.9/2",
        "Pipfile:4",
    ),
    (
        "Pipfile.lock",
        {
            "Pipfile": '[packages]\ntensorflow = "*"\n',
            "Pipfile.lock": '{"default": {\n"tensorflow": {"version": "==2.9.1"}}}',
        },
        "2.9/2",
        "Pipfile.lock:2",
    ),
    (
        "pdm.lock",
        {"pdm.lock": '[[package]]\nname = "tensorflow"\nversion = "2.9.1"\n'},
        "2.9/2",
        "pdm.lock:3",
    ),
    (
        "pixi.toml",
        {"pixi.toml": '[dependencies]\npython = "3.10.*"\ntensorflow-gpu = ">=2.9,<2.12"\n'},
        "2.9..2.11/2",
        "pixi.toml:3",
    ),
    (
        "pixi's packages of PyPI, in a feature",
        {"pixi.toml": '[feature.tf.pypi-dependencies]\ntensorflow = {version = "==2.9"}\n'},
        "2.9/2",
        "pixi.toml:2",
    ),
    (
        "pixi.lock",
        {"pixi.lock": "packages:\n- conda: https://example.org/linux-64/tensorflow-2.9.1-cpu_py310.conda\n"},
        "2.9/2",
        "pixi.lock:2",
    ),
    (
        "pixi in pyproject.toml",
        {"pyproject.toml": '[tool.pixi.dependencies]\ntensorflow = "2.9.*"\n'},
        "2.9/2",
        "pyproject.toml:2",
    ),
    ("env.yml", {"env.yml": "dependencies:\n  - tensorflow=2.9\n"}, "2.9/2", "env.yml:2"),
    (
        "conda-gpu.yaml",
        {"conda-gpu.yaml": "dependencies: [python=3.9, tensorflow=2.9]\n"},
        "2.9/2",
        "conda-gpu.yaml:1",
    ),
    (
        "environment-dev.yml, pip",
        {"environment-dev.yml": "dependencies:\n  - pip\n  - pip:\n      - tensorflow<2.16  # old\n"},
        "2.15/2",
        "environment-dev.yml:4",
    ),
    ("conda's Python", {"env.yml": "dependencies:\n  - python=3.7\n  - tensorflow\n"}, "2.11/2", "env.yml:3"),
    (
        "setup.cfg's own list",
        {"setup.cfg": "[options]\ninstall_requires = file: needs.txt\n", "needs.txt": "tensorflow==2.9\n"},
        "2.9/2",
        "needs.txt:1",
    ),
    (
        "pyproject.toml's own list",
        {
            "pyproject.toml": '[tool.setuptools.dynamic]\ndependencies = {file = ["needs.txt"]}\n',
            "needs.txt": "tensorflow==2.9\n",
        },
        "2.9/2",
        "needs.txt:1",
    ),
    (
        "uv's constraints",
        {"pyproject.toml": '[tool.uv]\nconstraint-dependencies = ["tensorflow<2.16"]\n'},
        "2.15/2",
        "pyproject.toml:2",
    ),
    (
        "Poetry's old table for developers",
        {"pyproject.toml": '[tool.poetry.dev-dependencies]\ntensorflow = "~2.9"\n'},
        "2.9/2",
        "pyproject.toml:2",
    ),
    (
        "Poetry's Pythons",
        {
            "pyproject.toml": "[tool.poetry.dependencies]\n"
            'tensorflow = [{version = "2.9", python = "<3.8"}, {version = "2.15", python = ">=3.8"}]\n'
        },
        "2.15/2",
        "pyproject.toml:2",
    ),
    (
        "hatch",
        {"pyproject.toml": '[tool.hatch.envs.default]\ndependencies = ["pytest", "tensorflow==2.9"]\n'},
        "2.9/2",
        "pyproject.toml:2",
    ),
    (
        "hatch.toml",
        {"hatch.toml": '[envs.test]\nextra-dependencies = ["tensorflow<2.16"]\n'},
        "2.15/2",
        "hatch.toml:2",
    ),
    ("tox", {"tox.ini": "[testenv]\ndeps =\n  pytest\n  tensorflow==2.9\n"}, "2.9/2", "tox.ini:4"),
    (
        "tox's factors",
        {"tox.ini": "[testenv:py{39,310}]\ndeps =\n  tf9: tensorflow==2.9.*\n  tf15: tensorflow==2.15.*\n"},
        "2.9..2.15/2",
        "tox.ini:3",
    ),
]

DECIDE += [
    (
        "a constraint narrows a requirement",
        {"requirements.txt": "-c fixed.txt\ntensorflow>=2.4\n", "fixed.txt": "tensorflow==2.9\n"},
        "2.9/2",
        "fixed.txt:1",
    ),
    (
        "uv's constraint narrows a dependency",
        {
            "pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.4"]\n'
            '[tool.uv]\nconstraint-dependencies = ["tensorflow<2.12"]\n'
        },
        "2.11/2",
        "pyproject.toml:4",
    ),
    (
        "Pipfile's Python",
        {"Pipfile": '[packages]\ntensorflow = "*"\n[requires]\npython_version = "3.8"\n'},
        "2.13/2",
        "Pipfile:2",
    ),
    (
        "TensorFlow Addons as an extra",
        {
            "pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.4"]\n'
            'optional-dependencies = {a = ["tensorflow-addons"]}\n'
        },
        "2.15/2",
        "pyproject.toml:3",
    ),
    (
        "conda-lock.yml",
        {"conda-lock.yml": "- name: tensorflow\n  version: 2.9.1\n"},
        "2.9/2",
        "conda-lock.yml:2",
    ),
    (
        "an include of conda's pip",
        {"env.yml": "dependencies:\n  - pip:\n    - -r needs.txt\n", "needs.txt": "tensorflow==2.9\n"},
        "2.9/2",
        "needs.txt:1",
    ),
    (
        "an include of tox",
        {"tox.ini": "[testenv]\ndeps = -r needs.txt\n", "needs.txt": "tensorflow==2.9\n"},
        "2.9/2",
        "needs.txt:1",
    ),
    ("nox", {"noxfile.py": "session.install('pytest', 'tensorflow==2.9')\n"}, "2.9/2", "noxfile.py:1"),
]

SILENT: list[tuple[str, dict[str, str]]] = [
    (
        "packages with like names",
        {"requirements.txt": "keras-tuner==1.4\ntensorflow_hub==0.12\ntensorflow-datasets<5\n"},
    ),
    ("a comment", {"requirements.txt": "numpy  # tensorflow==2.9\n# tensorflow==2.9\n#tensorflow==2.9\n"}),
    ("a README", {"README.md": "Requires tensorflow==2.9\n", "docs.txt": "tensorflow==2.9\n"}),
    ("another folder's list", {"other/requirements.txt": "tensorflow==2.9\n"}),
    ("a list in another folder's folder", {"other/requirements/base.txt": "tensorflow==2.9\n"}),
    ("an include that is not there", {"requirements.txt": "-r gone.txt\n"}),
    (
        "an include that is a folder",
        {"requirements.txt": "-r requirements\n", "requirements/x.md": "tensorflow==2.9"},
    ),
    ("an include of itself", {"requirements.txt": "-r requirements.txt\n-r ./requirements.txt\n"}),
    ("an address", {"requirements.txt": "git+https://example.org/tensorflow@2.9\n"}),
    (
        "a marker of a Python that is gone",
        {"requirements.txt": "tensorflow==2.4; python_version < '3.7'\n"},
    ),
    ("what a script fills in", {"requirements.txt": "$TF\n"}),
    ("Pipfile, commented out", {"Pipfile": '[packages]\n# tensorflow = "==2.9"\nkeras-tuner = "*"\n'}),
    ("Pipfile.lock that is no JSON", {"Pipfile.lock": '{"default": {"tensorflow": {"version": "==2.9"}}'}),
    ("Pipfile.lock of lists", {"Pipfile.lock": '{"default": ["tensorflow==2.9"]}'}),
    ("a lock of others", {"poetry.lock": '[[package]]\nname = "tensorflow-hub"\nversion = "2.9.0"\n'}),
    ("pixi.lock of others", {"pixi.lock": "- pypi: https://example.org/tensorflow_datasets-2.9.0-py3.whl\n"}),
    ("YAML of another kind", {"env.yml": "variables:\n  - tensorflow=2.9\n"}),
    ("YAML commented out", {"env.yml": "dependencies:\n  - numpy\n  # - tensorflow=2.9\n"}),
    ("YAML that is none", {"env.yml": "dependencies: [tensorflow=2.9\n"}),
    ("environment.yml by another name", {"conf/tf.yml": "dependencies:\n  - tensorflow=2.9\n"}),
    ("setup.cfg, other sections", {"setup.cfg": "[tool]\ninstall_requires = tensorflow==2.9\n"}),
    (
        "setup.cfg, commented out",
        {"setup.cfg": "[options]\ninstall_requires =\n  numpy\n  # tensorflow==2.9\n"},
    ),
    ("setup.cfg that is none", {"setup.cfg": "install_requires = tensorflow==2.9\n"}),
    (
        "tox, other keys",
        {"tox.ini": "[testenv]\ndescription = tensorflow==2.9\n[flake8]\ndeps = tensorflow==2.9\n"},
    ),
    (
        "hatch, other keys",
        {"pyproject.toml": '[tool.hatch.envs.a]\nscripts = {x = "pip install tensorflow==2.9"}\n'},
    ),
    ("tensorflow-text without a release", {"requirements.txt": "tensorflow-text\n"}),
    ("tensorflow-text from some release on", {"requirements.txt": "tensorflow-text>=2.11\n"}),
    ("extra tables", {"pyproject.toml": '[tool.other]\ndependencies = ["tensorflow==2.9"]\n'}),
]


@pytest.mark.parametrize(
    ("files", "target", "place"), [row[1:] for row in DECIDE], ids=[row[0] for row in DECIDE]
)
def test_it_decides(files: dict[str, str], target: str, place: str) -> None:
    write(files)
    assert installed() == (target, place)


@pytest.mark.parametrize("files", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_it_says_nothing(files: dict[str, str]) -> None:
    write(files)
    assert installed() == NOTHING
