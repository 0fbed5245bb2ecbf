"""Targets as they are written, and as they are found in files and projects."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent

import pytest

from tests.notebook.made import notebook
from tflint_ckpt.detection import Detector
from tflint_ckpt.evidence.requirement import ANY, Requirement, evidence
from tflint_ckpt.session import Session
from tflint_ckpt.settings import ConfigError, Settings
from tflint_ckpt.target import NEWEST, RELEASES, ROOTS, Target, Targets, parse

NEW = "2.21/3"
"""The newest known release, which is what an unbounded requirement means."""


def brief(target: Target) -> str:
    return f"{target.tensorflow}/{target.keras}"


def tf_keras_target(path: str | None, text: str, detector: Detector | None = None) -> Target:
    return (detector or Detector()).target(path, text)


def test_releases_are_in_order_and_their_keras_too() -> None:
    assert [release.tensorflow for release in RELEASES] == [(2, minor) for minor in range(22)]
    assert sorted(release.keras for release in RELEASES) == [release.keras for release in RELEASES]
    keras = {release.tensorflow[1]: release.keras for release in RELEASES}
    assert (keras[11], keras[15], keras[16], keras[21]) == ((2, 11), (2, 15), (3, 3), (3, 15))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.15", "2.15/2"),
        ("2.15.1", "2.15/2"),
        (" 2.16 ", "2.16/3"),
        ("2.0", "2.0/2"),
        ("2.9", "2.9/2"),
        ("2.22", NEW),
        ("keras2", "2.15/2"),
        ("Keras3", NEW),
        ("2.15..2.21", "2.15..2.21/2..3"),
        ("2.12..2.15", "2.12..2.15/2"),
        ("2.15.1..2.99", "2.15..2.21/2..3"),
        ("2.15..2.15", "2.15/2"),
    ],
)
def test_a_target_is_read(text: str, expected: str) -> None:
    target = parse(text, "--target")
    assert brief(target) == expected
    assert target.source == "--target"
    assert target.is_range == (len(target.releases) > 1) == (".." in target.tensorflow)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tf2", r'"2\.15\.\.2\.21"'),
        ("2", 'such as "2\\.15"'),
        ("2.x", '"keras2"'),
        ("", "is not a TensorFlow release"),
        ("2.15..", "is not a TensorFlow release"),
        ("..2.15", "is not a TensorFlow release"),
        ("2.15.1.2", "is not a TensorFlow release"),
        ("²·15", "is not a TensorFlow release"),
        (">=2.15", "is not a TensorFlow release"),
        ("3.0", 'newer than any TensorFlow release we know; the newest is "2\\.21"'),
        ("1.15", 'older than any TensorFlow release we know; the oldest is "2\\.0"'),
        ("2.21..2.15", 'write "2\\.15\\.\\.2\\.21"'),
    ],
)
def test_a_target_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse(text, "--target")


def test_what_a_target_answers() -> None:
    both = parse("2.15..2.16", "")
    assert both.keras2
    assert both.keras3
    assert both.before((2, 16))
    assert not both.before((2, 15))
    old = parse("2.15", "")
    assert old.keras2
    assert not old.keras3
    new = parse("keras3", "")
    assert not new.keras2
    assert new.keras3


def test_a_target_is_described() -> None:
    assert parse("2.15", "a.txt:3").describe() == "TensorFlow 2.15 (Keras 2), from a.txt:3"
    assert Target((NEWEST,), "default").describe() == "TensorFlow 2.21 (Keras 3), by default"


def test_legacy_keras_is_numbered_as_tensorflow() -> None:
    assert NEWEST.legacy.keras == NEWEST.tensorflow
    old = parse("2.13", "").releases[0]
    assert old.legacy is old


REQUIREMENTS = [
    # Nothing that excludes the newest release: pip installs it.
    ("tensorflow", NEW, "weak"),
    ("tensorflow>=2.8", NEW, "weak"),
    ("tensorflow>2.15", NEW, "weak"),
    ("tensorflow<3", NEW, "weak"),
    ("tensorflow>=2.8,<3.0", NEW, "weak"),
    ("tensorflow~=2.15", NEW, "weak"),
    ("tensorflow^2.15", NEW, "weak"),
    ("tensorflow==2.*", NEW, "weak"),
    ("tensorflow!=2.15.0", NEW, "weak"),
    ("tf-nightly", NEW, "weak"),
    ("keras", NEW, "weak"),
    ("keras>=2.4", NEW, "weak"),
    ("keras>=3", NEW, "weak"),
    ("tf-keras", NEW, "weak"),
    ("tensorflow; tf-keras", NEW, "weak"),
    ("tensorflow; tf-keras==2.15", NEW, "weak"),
    # One release.
    ("tensorflow==2.21.0", NEW, "binding"),
    ("tensorflow==2.30.1", NEW, "binding"),
    ("tensorflow==2.15", "2.15/2", "binding"),
    ("tensorflow == 2.15.1", "2.15/2", "binding"),
    ("tensorflow==2.15.*", "2.15/2", "binding"),
    ("tensorflow===2.15.0", "2.15/2", "binding"),
    ("tensorflow==2.16.0rc0", "2.16/3", "binding"),
    ("tensorflow~=2.15.0", "2.15/2", "binding"),
    ("tensorflow~2.15", "2.15/2", "binding"),
    ("tensorflow=2.15", "2.15/2", "binding"),
    ("tensorflow=2.10.0=gpu_py310hdf", "2.10/2", "binding"),
    ("tensorflow[and-cuda]==2.16.1", "2.16/3", "binding"),
    ("tensorflow_cpu==2.12", "2.12/2", "binding"),
    ("tensorflow-gpu==2.10.0", "2.10/2", "binding"),
    ("TensorFlow-macos==2.13.*", "2.13/2", "binding"),
    ("tf.nightly==2.17.0.dev20240601", "2.17/3", "binding"),
    ("tf-keras==2.15.1", "2.15/2", "binding"),
    # An upper bound alone: the newest it allows.
    ("tensorflow<2.16", "2.15/2", "binding"),
    ("tensorflow<=2.15", "2.15/2", "binding"),
    ("tensorflow<2.15.1", "2.15/2", "binding"),
    ("tensorflow<2.15.0", "2.14/2", "binding"),
    ("tensorflow>=2,<2.16", "2.15/2", "binding"),
    ("keras<3", "2.15/2", "binding"),
    ("keras==2.*", "2.15/2", "binding"),
    ("tensorflow; keras<3", "2.15/2", "binding"),
    # Both bounds: all between.
    ("tensorflow>=2.12,<2.16", "2.12..2.15/2", "binding"),
    ("tensorflow (>=2.12, <2.17)", "2.12..2.16/2..3", "binding"),
    ("tensorflow >=2.12 <2.16", "2.12..2.15/2", "binding"),
    ("tensorflow>=2.14.1,<=2.16", "2.14..2.16/2..3", "binding"),
    ("tensorflow~2.14 || ~2.15", "2.14..2.15/2", "binding"),
    ("tensorflow>=2.12; keras<3", "2.12..2.15/2", "binding"),
    ("keras>=3,<3.5", "2.16..2.17/3", "binding"),
    # TensorFlow 1 is the oldest we know.
    ("tensorflow==1.15", "2.0/2", "binding"),
    ("tensorflow-gpu<2", "2.0/2", "binding"),
    # Up to 2.4 TensorFlow did not require the keras beside it.
    ("keras==2.0.8", "2.0..2.4/2", "binding"),
    ("tensorflow>=1.4; keras==2.0.8", "2.0..2.4/2", "binding"),
    ("tensorflow>=2.3; keras>=2.0.9,<=2.3.1", "2.3..2.4/2", "binding"),
    ("keras==2.5", "2.5/2", "binding"),
    # Several: all of them.
    ("tensorflow==2.10; tensorflow-cpu==2.15", "2.10..2.15/2", "binding"),
    ("tensorflow; tensorflow==2.15", "2.15..2.21/2..3", "binding"),
    # Keras that pip installs over the one TensorFlow asks for: TensorFlow's own counts.
    ("tensorflow==2.15; keras==3.3", "2.15/2", "binding"),
    # Nothing at all.
    ("numpy; torch==2.15", None, ""),
    ("tensorflow-datasets==4.9; tensorflow-probability==0.2; keras-tuner==1", None, ""),
    ("tensorflow @ https://example.org/tensorflow-2.15.0-cp310.whl", None, ""),
    ("tensorflow>=2.12,<2.10", None, ""),
    ("-r other.txt; --index-url https://example.org; # tensorflow==2.15", None, ""),
]


@pytest.mark.parametrize(("text", "expected", "strength"), REQUIREMENTS)
def test_requirements(text: str, expected: str | None, strength: str) -> None:
    parsed = [Requirement.parse(one.strip(), 1) for one in text.split(";")]
    found = evidence([requirement for requirement in parsed if requirement])
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert brief(Target(found.releases, "")) == expected
        assert (found.strength != ANY) == (strength == "binding")


def test_a_pinned_keras_3_is_the_one_that_runs() -> None:
    pins = [Requirement("tensorflow", "==2.16.1", 1), Requirement("keras", "==3.9.2", 2)]
    found = evidence(pins)
    assert found is not None
    assert [release.keras for release in found.releases] == [(3, 9)]


def test_a_pinned_keras_3_narrows_tensorflow_to_those_that_take_it() -> None:
    found = evidence([Requirement("tensorflow", "", 1), Requirement("keras", "==3.3.3", 2)])
    assert found is not None
    assert [(release.tensorflow, release.keras) for release in found.releases] == [
        ((2, 16), (3, 3)),
        ((2, 17), (3, 3)),
    ]
    assert found.line == 2


def at(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text), encoding="utf-8")


PROJECTS = [
    # (what, files, target, source)
    ("nothing", {}, NEW, "default"),
    (
        "no requirement of ours",
        {"requirements.txt": "numpy\n", "pyproject.toml": "[project]\n"},
        NEW,
        "default",
    ),
    (
        "requirements.txt",
        {"requirements.txt": "# pinned\nnumpy\ntensorflow==2.15.0 \\\n    --hash=sha256:0\n"},
        "2.15/2",
        "requirements.txt:3",
    ),
    (
        "a marker is not looked at",
        {"requirements.txt": 'tensorflow==2.15 ; python_version < "3.12"  # old\n'},
        "2.15/2",
        "requirements.txt:1",
    ),
    ("the line that decides", {"requirements.txt": "tensorflow\nkeras<3\n"}, "2.15/2", "requirements.txt:2"),
    (
        "requirements.txt before its siblings",
        {"requirements-old.txt": "tensorflow==2.9\n", "requirements.txt": "tensorflow==2.15\n"},
        "2.15/2",
        "requirements.txt:1",
    ),
    (
        "a sibling that pins before one that does not",
        {"requirements-gpu.txt": "tensorflow==2.9\n", "requirements.txt": "tensorflow\n"},
        "2.9/2",
        "requirements-gpu.txt:1",
    ),
    ("other text files are not looked at", {"notes.txt": "tensorflow==2.9\n"}, NEW, "default"),
    (
        "project.dependencies",
        {
            "pyproject.toml": """\
            [project]
            name = "x"
            dependencies = [
                "numpy",
                "tensorflow>=2.12,<2.16",
            ]
            """
        },
        "2.12..2.15/2",
        "pyproject.toml:5",
    ),
    (
        "project.dependencies before extras and groups",
        {
            "pyproject.toml": """\
            [project]
            dependencies = ["tensorflow==2.14"]
            optional-dependencies = {old = ["tensorflow==2.9"]}
            [dependency-groups]
            test = ["tensorflow", {include-group = "old"}]
            """
        },
        "2.14/2",
        "pyproject.toml:2",
    ),
    (
        "optional dependencies and dependency groups",
        {
            "pyproject.toml": """\
            [project.optional-dependencies]
            tf = ["tensorflow-cpu==2.14"]
            [dependency-groups]
            test = [{include-group = "x"}, "tensorflow==2.15"]
            """
        },
        "2.14..2.15/2",
        "pyproject.toml:2",
    ),
    (
        "poetry",
        {
            "pyproject.toml": """\
            [tool.poetry.dependencies]
            python = ">=3.10,<3.12"
            tensorflow = {version = "~2.15", extras = ["and-cuda"]}
            """
        },
        "2.15/2",
        "pyproject.toml:3",
    ),
    (
        "poetry, several and exact",
        {
            "pyproject.toml": """\
            [tool.poetry.group.ml.dependencies]
            "tensorflow-cpu" = "2.14.0"
            tensorflow-gpu = [{version = "2.13.0", markers = "x"}, {git = "https://example.org"}]
            """
        },
        "2.13..2.14/2",
        "pyproject.toml:2",
    ),
    (
        "pyproject.toml that is no TOML is for others to refuse",
        {"pyproject.toml": "dependencies = [tensorflow==2.9\n"},
        NEW,
        "default",
    ),
    (
        "TensorFlow as a word among settings",
        {"pyproject.toml": '[project]\nkeywords = ["tensorflow==2.9"]\ndescription = "tensorflow==2.8"\n'},
        NEW,
        "default",
    ),
    (
        "setup.cfg",
        {
            "setup.cfg": "[options]\npackages = tensorflow==2.9\n"
            "install_requires =\n  numpy\n  tensorflow<2.15\n"
        },
        "2.14/2",
        "setup.cfg:5",
    ),
    (
        "setup.cfg, an extra",
        {"setup.cfg": "[metadata]\nname = x\n[options.extras_require]\ntf = tensorflow==2.13.1\n"},
        "2.13/2",
        "setup.cfg:4",
    ),
    (
        "environment.yml",
        {
            "environment.yml": """\
            name: tensorflow
            dependencies:
              - python=3.9
              - conda-forge::tensorflow-gpu=2.10  # CUDA 11
              - pip:
                - "numpy"
            """
        },
        "2.10/2",
        "environment.yml:4",
    ),
    (
        "environment.yml, pip",
        {"environment.yml": "dependencies:\n- pip:\n  - tensorflow==2.12.*\n"},
        "2.12/2",
        "environment.yml:3",
    ),
    (
        "uv.lock knows better than a lower bound",
        {
            "pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.8"]\n',
            "uv.lock": 'version = 1\n[[package]]\nname = "tensorflow"\nversion = "2.15.1"\n'
            'dependencies = [\n    { name = "keras" },\n]\n',
        },
        "2.15/2",
        "uv.lock:4",
    ),
    (
        "poetry.lock with its Keras",
        {
            "poetry.lock": '[[package]]\nname = "keras"\nversion = "3.9.2"\n\n'
            '[[package]]\nname = "tensorflow"\nversion = "2.19.0"\n'
        },
        "2.19/3",
        "poetry.lock:7",
    ),
    (
        "a lock knows better than bounds",
        {
            "pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.12,<2.16"]\n',
            "uv.lock": '[[package]]\nname = "tensorflow"\nversion = "2.15.1"\n',
        },
        "2.15/2",
        "uv.lock:3",
    ),
    (
        "a lower bound is told as the source",
        {"requirements.txt": "tensorflow>=2.8\n"},
        NEW,
        "requirements.txt:1",
    ),
]


@pytest.mark.parametrize(
    ("files", "expected", "source"), [r[1:] for r in PROJECTS], ids=[r[0] for r in PROJECTS]
)
def test_a_project_says_what_it_runs_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], expected: str, source: str
) -> None:
    at(tmp_path, {".git/HEAD": "", **files}, monkeypatch)
    target = tf_keras_target("src/train.py", "")
    assert (brief(target), target.source) == (expected, source)


@pytest.mark.parametrize(
    ("text", "encoding"), [("tensorflow==2.9\n", "utf-16"), ("\ufefftensorflow==2.9\r\n", "utf-8")]
)
def test_requirements_as_windows_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, encoding: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").write_bytes(text.encode(encoding))
    assert brief(tf_keras_target("train.py", "")) == "2.9/2"


def test_the_nearest_folder_that_asks_for_tensorflow_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "requirements.txt": "tensorflow==2.9\n",
        "a/requirements.txt": "tensorflow==2.13\n",
        "a/b/requirements.txt": "numpy\n",
        "c/requirements.txt": "tensorflow\n",
    }
    at(tmp_path, files, monkeypatch)
    detector = Detector()
    paths = ("x.py", "a/x.py", "a/b/x.py", "a/b", "c/x.py")
    found = {path: tf_keras_target(path, "", detector).source for path in paths}
    assert found == {
        "x.py": "requirements.txt:1",
        "a/x.py": "a/requirements.txt:1",
        "a/b/x.py": "a/requirements.txt:1",
        "a/b": "a/requirements.txt:1",
        "c/x.py": "c/requirements.txt:1",
    }


def test_nothing_is_looked_for_above_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, {"requirements.txt": "tensorflow==2.9\n", "repo/.git": "gitdir: x\n"}, monkeypatch)
    assert tf_keras_target("repo/src/train.py", "").source == "default"
    assert tf_keras_target("other/train.py", "").source == "requirements.txt:1"


def test_a_folder_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, {".git/HEAD": "", "requirements.txt": "tensorflow==2.9\n", "a/b/x.py": ""}, monkeypatch)
    detector = Detector()
    first = tf_keras_target("a/b/x.py", "", detector)
    (tmp_path / "requirements.txt").unlink()
    for path in ("a/b/y.py", "a/z.py", "a/b/c/new.py", None):
        assert tf_keras_target(path, "", detector) is first


def test_nothing_found_is_kept_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, {".git/HEAD": "", "a/x.py": ""}, monkeypatch)
    detector = Detector()
    tf_keras_target("a/x.py", "", detector)
    monkeypatch.setattr(os, "listdir", lambda folder: pytest.fail(f"read {folder} again"))
    assert tf_keras_target("a/y.py", "", detector).source == "default"


SCRIPT = """\
#!/usr/bin/env -S uv run
# /// script
# requires-python = ">=3.10"
# dependencies = [
#     "numpy",
#     "tensorflow==2.15.*",
# ]
# ///
"""

FILES = [
    ("metadata", SCRIPT, "2.15/2", "train.py:6 (PEP 723)"),
    ("with other line endings", SCRIPT.replace("\n", "\r\n"), "2.15/2", "train.py:6 (PEP 723)"),
    ("without TensorFlow", SCRIPT.replace("tensorflow", "torch"), "2.14/2", "requirements.txt:1"),
    ("metadata that is no TOML", SCRIPT.replace("[", "(", 1), "2.14/2", "requirements.txt:1"),
    ("not closed", SCRIPT.replace("# ///\n", "#\n"), "2.14/2", "requirements.txt:1"),
    ("of another type", SCRIPT.replace("script", "other"), "2.14/2", "requirements.txt:1"),
    ("an install line", "!pip install tensorflow==2.15\n", "2.15/2", "train.py:1 (pip install)"),
    (
        "as Jupytext has it",
        "# %%\n# !pip install -q 'tensorflow<2.16'\n",
        "2.15/2",
        "train.py:2 (pip install)",
    ),
    ("a magic", "x\n%pip install tensorflow==2.13 numpy\n", "2.13/2", "train.py:2 (pip install)"),
    (
        "pip of a Python",
        "!{sys.executable} -m pip install tensorflow~=2.15.0\n",
        "2.15/2",
        "train.py:1 (pip install)",
    ),
    ("pip3", "!pip3 install tf-nightly-gpu==2.9.*\n", "2.9/2", "train.py:1 (pip install)"),
    (
        "as nbconvert has it",
        "get_ipython().system('pip install tensorflow==2.15')\n",
        "2.15/2",
        "train.py:1 (pip install)",
    ),
    (
        "two lines",
        "!pip install tensorflow==2.18\n!pip install keras==3.6\n",
        "2.18/3",
        "train.py:1 (pip install)",
    ),
    (
        "the later",
        "!pip install tensorflow==2.9\n!pip install tensorflow==2.15\n",
        "2.15/2",
        "train.py:2 (pip install)",
    ),
    (
        "after another command",
        "!apt update && pip install tensorflow==2.9\n",
        "2.9/2",
        "train.py:1 (pip install)",
    ),
    ("a cell for a shell", "%%bash\nls\npip install tensorflow==2.9\n", "2.9/2", "train.py:3 (pip install)"),
    ("a cell for HTML", "%%html\npip install tensorflow==2.9\n", "2.14/2", "requirements.txt:1"),
    (
        "behind a cell for a shell",
        "%%sh\nls\n\npip install tensorflow==2.9\n",
        "2.14/2",
        "requirements.txt:1",
    ),
    ("uv", "!uv pip install tensorflow==2.9\n", "2.9/2", "train.py:1 (pip install)"),
    ("two lines", "!pip install -q \\\n  tensorflow==2.9\n", "2.9/2", "train.py:1 (pip install)"),
    ("Colab's TensorFlow 1", "x\n%tensorflow_version 1.x\n", "2.0/2", "train.py:2 (pip install)"),
    ("Colab's TensorFlow 2", "%tensorflow_version 2.x\n", "2.14/2", "requirements.txt:1"),
    ("an upgrade", "!pip install -qU tensorflow\n", "2.21/3", "train.py:1 (pip install)"),
    ("any release", "!pip install tensorflow\n", "2.14/2", "requirements.txt:1"),
    ("something else", "!pip install torch==2.15\n", "2.14/2", "requirements.txt:1"),
    ("another command", "!pip show tensorflow==2.15\n", "2.14/2", "requirements.txt:1"),
    ("a file of constraints", "!pip install -c tensorflow==2.15 numpy\n", "2.14/2", "requirements.txt:1"),
    ("advice", "# pip install tensorflow==2.15\n", "2.14/2", "requirements.txt:1"),
    ("advice in a text", "print('!pip install tensorflow==2.15')\n", "2.14/2", "requirements.txt:1"),
    ("after a semicolon", "!pip install numpy; echo tensorflow==2.15\n", "2.14/2", "requirements.txt:1"),
    ("a quote left open", "!pip install 'tensorflow==2.15\n", "2.14/2", "requirements.txt:1"),
    ("metadata and a line", SCRIPT + "!pip install tensorflow==2.9\n", "2.15/2", "train.py:6 (PEP 723)"),
]


@pytest.mark.parametrize(("text", "expected", "source"), [r[1:] for r in FILES], ids=[r[0] for r in FILES])
def test_script_metadata_comes_before_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: str, source: str
) -> None:
    at(tmp_path, {"requirements.txt": "tensorflow==2.14\n"}, monkeypatch)
    target = tf_keras_target("train.py", text)
    assert (brief(target), target.source) == (expected, source)


LEGACY = [
    'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n',
    "import os\nos.environ['TF_USE_LEGACY_KERAS']='True'\n",
    'import os\nos.environ.setdefault("TF_USE_LEGACY_KERAS", "1")\n',
    'import os\nos.putenv("TF_USE_LEGACY_KERAS", "true")\n',
    'from os import environ\nenviron["TF_USE_LEGACY_KERAS"] = "1"\n',
    "import os\n%env TF_USE_LEGACY_KERAS=1\n",
    "import os\n%set_env TF_USE_LEGACY_KERAS true\n",
    "import os\nimport tf_keras as keras\n",
    "if True:\n    from tf_keras.callbacks import ModelCheckpoint\n",
]

NOT_LEGACY = [
    'os.environ["TF_USE_LEGACY_KERAS"] = "0"\n',
    'os.environ["TF_USE_LEGACY_KERAS"] = flag\n',
    'os.environ["TF_USE_LEGACY_KERAS"] = "10"\n',
    'if os.environ["TF_USE_LEGACY_KERAS"] == "1": pass\n',
    'if os.environ.get("TF_USE_LEGACY_KERAS", "1"): pass\n',
    '# os.environ["TF_USE_LEGACY_KERAS"] = "1"\n',
    "%env TF_USE_LEGACY_KERAS=0\n",
    "%env TF_USE_LEGACY_KERAS\n",
    "# %env TF_USE_LEGACY_KERAS=1\n",
    "# import tf_keras\n",
    "import tf_keras_vis\n",
    "from tf_keras_models import unet\n",
    "import keras  # not tf_keras\n",
    # A Keras 2 of TensorFlow's own, which leaves tf.keras alone.
    "from tensorflow.python.keras.callbacks import ModelCheckpoint\n",
    "import tensorflow.python.keras as keras\n",
    "from tensorflow.python import keras\n",
]


@pytest.mark.parametrize("text", LEGACY)
def test_a_file_may_ask_for_legacy_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    at(tmp_path, {".git/HEAD": ""}, monkeypatch)
    target = tf_keras_target("train.py", text)
    word = "TF_USE_LEGACY_KERAS" if "LEGACY" in text else "tf_keras"
    assert (brief(target), target.source) == ("2.21/2", f"train.py:2 ({word})")


@pytest.mark.parametrize(
    "text",
    [
        "from tensorflow.python.keras.callbacks import ModelCheckpoint\n",
        "import tensorflow.python.keras as keras\n",
        "from tensorflow.python import keras\n",
    ],
)
def test_the_copy_inside_tensorflow_is_keras_2_and_leaves_the_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    at(tmp_path, {".git/HEAD": ""}, monkeypatch)
    targets = Detector().targets("train.py", text)
    private = targets.of("tensorflow.python.keras")
    assert (brief(private), private.source) == ("2.21/2", "default (tensorflow.python.keras)")
    assert [brief(targets.of(root)) for root in ("tensorflow", "keras")] == ["2.21/3", "2.21/3"]


@pytest.mark.parametrize("text", NOT_LEGACY)
def test_a_file_that_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    at(tmp_path, {".git/HEAD": ""}, monkeypatch)
    assert tf_keras_target("train.py", text).source == "default"


def test_legacy_keras_changes_keras_and_not_tensorflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(tmp_path, {"requirements.txt": "tensorflow>=2.14,<2.18\ntf-keras\n"}, monkeypatch)
    assert brief(tf_keras_target("train.py", "")) == "2.14..2.17/2..3"
    assert brief(tf_keras_target("train.py", "import tf_keras\n")) == "2.14..2.17/2"
    assert brief(tf_keras_target("train.py", SCRIPT + "import tf_keras\n")) == "2.15/2"
    assert tf_keras_target("train.py", SCRIPT + "import tf_keras\n").source == "train.py:6 (PEP 723)"


def test_stdin_has_the_target_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, {"requirements.txt": "tensorflow==2.9\n"}, monkeypatch)
    assert tf_keras_target(None, "").source == "requirements.txt:1"
    assert tf_keras_target(None, "import tf_keras\n").source == "requirements.txt:1"
    assert tf_keras_target("<stdin>", "").source == "requirements.txt:1"


def test_a_file_on_legacy_keras_is_on_it_whatever_release_is_asked_for() -> None:
    text = SCRIPT + "import tf_keras\n"
    asked = Detector("2.15..2.21").target("train.py", text)
    assert (asked.keras2, asked.keras3, asked.source) == (True, False, "train.py:9 (tf_keras)")
    assert Detector("keras3").target("train.py", text).keras3
    assert not Detector("2.15").target("train.py", text).keras3


WHERE_EACH_ROOT_RUNS = [
    # setting, written in the file, tf.keras, keras, tf_keras, tensorflow.python.keras
    ("2.10", "", "2.10", "2.10", "2.10", "2.6"),
    ("2.10", "import tf_keras", "2.10", "2.10", "2.10", "2.6"),
    ("2.4", "", "2.4", "2.4", "2.4", "2.4"),
    ("2.21", "", "3.15", "3.15", "2.21", "2.6"),
    ("2.21", "import tf_keras", "2.21", "3.15", "2.21", "2.6"),
    ("2.21", "%env TF_USE_LEGACY_KERAS=1", "2.21", "3.15", "2.21", "2.6"),
    ("2.21", "import tensorflow.python.keras", "3.15", "3.15", "2.21", "2.6"),
    ("2.15..2.16", "", "2.15 3.3", "2.15 3.3", "2.15 2.16", "2.6 2.6"),
    ("2.15..2.16", "import tf_keras", "2.15 2.16", "2.15 3.3", "2.15 2.16", "2.6 2.6"),
    # A Keras that is asked for by name is that of all.
    ("keras3", "import tf_keras", "3.15", "3.15", "3.15", "3.15"),
    ("keras3", "import tensorflow.python.keras", "3.15", "3.15", "3.15", "3.15"),
    ("keras2", "import keras", "2.15", "2.15", "2.15", "2.15"),
]


@pytest.mark.parametrize(
    ("setting", "text", "tensorflow", "keras", "tf_keras", "private"), WHERE_EACH_ROOT_RUNS
)
def test_what_each_import_root_runs_on(
    setting: str, text: str, tensorflow: str, keras: str, tf_keras: str, private: str
) -> None:
    targets = Detector(setting).targets("train.py", text)
    found = [
        " ".join(".".join(map(str, release.keras)) for release in targets.of(root).releases) for root in ROOTS
    ]
    assert found == [tensorflow, keras, tf_keras, private]


def test_a_target_of_its_own_says_where_it_comes_from() -> None:
    targets = Detector("2.21").targets("train.py", "import os\n%env TF_USE_LEGACY_KERAS=1")
    assert [targets.of(root).source for root in ROOTS] == [
        "train.py:2 (TF_USE_LEGACY_KERAS)",
        "--target",
        "train.py:2 (TF_USE_LEGACY_KERAS)",
        "--target (tensorflow.python.keras)",
    ]
    private = Targets(Target((NEWEST,), "default")).of("tensorflow.python.keras")
    assert private.describe() == "TensorFlow 2.21 (Keras 2), by default (tensorflow.python.keras)"


@pytest.mark.parametrize(
    ("setting", "text", "differ"),
    [
        ("2.21", "import keras\nimport tensorflow as tf\n", False),
        ("2.21", "import os\n%env TF_USE_LEGACY_KERAS=1\n", True),
        ("2.21", "import tf_keras\n", True),
        ("2.21", "from tensorflow.python.keras import backend\n", True),
        ("2.15", "import os\n%env TF_USE_LEGACY_KERAS=1\n", False),
        ("2.15", "import tf_keras\n", False),
        ("2.15", "from tensorflow.python.keras import backend\n", True),
        ("keras3", "import tf_keras\nimport tensorflow.python.keras\n", False),
    ],
)
def test_most_files_are_not_asked_which_roots_they_import(setting: str, text: str, differ: bool) -> None:
    assert Detector(setting).targets("train.py", text).may_differ(text) is differ


IN_CELLS = [
    ("an install", ["import os", "x = 1\n!pip install tensorflow==2.12"], "n.ipynb:cell 2:2 (pip install)"),
    ("a setting", ["import os", "%env TF_USE_LEGACY_KERAS=1"], "n.ipynb:cell 2:1 (TF_USE_LEGACY_KERAS)"),
    ("an import", ["import os", "x = 1\n\nimport tf_keras"], "n.ipynb:cell 2:3 (tf_keras)"),
    ("metadata", ["%pwd", SCRIPT], "n.ipynb:cell 2:6 (PEP 723)"),
]


@pytest.mark.parametrize(("cells", "source"), [row[1:] for row in IN_CELLS], ids=[row[0] for row in IN_CELLS])
def test_of_a_notebook_the_cell_is_named(cells: list[str], source: str) -> None:
    file = notebook(*cells)
    session = Session([file.path], Settings(), {file.path: file.data})
    assert session.target_of(file).source == source


def test_a_target_that_is_set_is_not_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, {"requirements.txt": "tensorflow==2.9\n"}, monkeypatch)
    assert Detector("auto").target("train.py", "").source == "requirements.txt:1"
    target = Detector("2.16", "pyproject.toml").target("train.py", SCRIPT)
    assert (brief(target), target.source) == ("2.16/3", "pyproject.toml")
    with pytest.raises(ConfigError):
        Detector("nonsense")
