"""Whoever sets ``TF_USE_LEGACY_KERAS`` for the code, and what its neighbours import."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence.made import NEW, NOTHING, installed, tf_keras, write

WORD = "TF_USE_LEGACY_KERAS"
WORKFLOW = ".github/workflows/test.yml"

FILES = [
    (".env", "A=1\nTF_USE_LEGACY_KERAS=1\n", 2),
    (".env.local", "TF_USE_LEGACY_KERAS='true'\n", 1),
    (".envrc", "export TF_USE_LEGACY_KERAS=1\n", 1),
    ("train.sh", "#!/bin/sh\nexport TF_USE_LEGACY_KERAS=1\npython -m pkg.train\n", 2),
    ("train.sh", "TF_USE_LEGACY_KERAS=1 python -m pkg.train\n", 1),
    ("train.sh", "env TF_USE_LEGACY_KERAS=True python -m pkg.train\n", 1),
    ("scripts/train.sh", 'export TF_USE_LEGACY_KERAS="1"\n', 1),
    ("tools/build_scripts/run.sh", "export A=2 TF_USE_LEGACY_KERAS=1\n", 1),
    ("train.sh", 'bash -c "cd pkg && TF_USE_LEGACY_KERAS=1 python train.py"\n', 1),
    ("train.sh", "docker run -e A=1 -e 'TF_USE_LEGACY_KERAS=1' image\n", 1),
    ("run.csh", "setenv TF_USE_LEGACY_KERAS 1\n", 1),
    ("run.bat", "set TF_USE_LEGACY_KERAS=1\n", 1),
    ("run.fish", "set -gx TF_USE_LEGACY_KERAS 1\n", 1),
    ("Procfile", "web: TF_USE_LEGACY_KERAS=1 python app.py\n", 1),
    ("deploy/train.service", "[Service]\nEnvironment=TF_USE_LEGACY_KERAS=1\n", 2),
    ("supervisord.conf", '[program:t]\nenvironment=TF_USE_LEGACY_KERAS="1"\n', 2),
    ("train.def", "Bootstrap: docker\nFrom: x\n%environment\n    export TF_USE_LEGACY_KERAS=1\n", 4),
    ("run.ps1", '$env:TF_USE_LEGACY_KERAS = "1"\n', 1),
    ("Makefile", "test:\n\tTF_USE_LEGACY_KERAS=1 pytest tests\n", 2),
    ("Makefile", "export TF_USE_LEGACY_KERAS := 1\n", 1),
    ("Dockerfile", "FROM x\nENV TF_USE_LEGACY_KERAS=1\n", 2),
    ("Dockerfile", "FROM x\nENV A=1 \\\n    TF_USE_LEGACY_KERAS=1\n", 3),
    ("docker/Dockerfile", "FROM x\nENV TF_USE_LEGACY_KERAS 1\n", 2),
    ("docker-compose.yml", "environment:\n  - TF_USE_LEGACY_KERAS=1\n", 2),
    ("k8s/job.yaml", 'env:\n  - name: TF_USE_LEGACY_KERAS\n    value: "1"\n', 2),
    (".devcontainer/devcontainer.json", '{"containerEnv": {"TF_USE_LEGACY_KERAS": "1"}}', 1),
    (WORKFLOW, 'env:\n  TF_USE_LEGACY_KERAS: "1"\n', 2),
    (WORKFLOW, 'run: echo "TF_USE_LEGACY_KERAS=1" >> "$GITHUB_ENV"\n', 1),
    (".gitlab-ci.yml", "variables:\n  TF_USE_LEGACY_KERAS: 1\n", 2),
    ("train.sbatch", "#SBATCH --export=ALL,TF_USE_LEGACY_KERAS=1\nsrun python train.py\n", 1),
    ("pixi.toml", '[activation.env]\nTF_USE_LEGACY_KERAS = "1"\n', 2),
    ("k8s/job.yaml", 'env: [{name: TF_USE_LEGACY_KERAS, value: "1"}]\n', 1),
    ("tox.ini", "[testenv]\nsetenv =\n  TF_USE_LEGACY_KERAS = 1\n", 3),
    ("environment.yml", "variables:\n  TF_USE_LEGACY_KERAS: 1\n", 2),
]

OTHER_FILES = [
    (".env", "TF_USE_LEGACY_KERAS=0\n"),
    (".env", "#TF_USE_LEGACY_KERAS=1\n"),
    (".env", "TF_USE_LEGACY_KERAS=\n"),
    (".env", "TF_USE_LEGACY_KERAS=10\n"),
    (".env", "MY_TF_USE_LEGACY_KERAS=1\n"),
    (".env.example", "TF_USE_LEGACY_KERAS=1\n"),
    ("train.sh", "# export TF_USE_LEGACY_KERAS=1\n"),
    ("train.sh", "python train.py  # with TF_USE_LEGACY_KERAS=1\n"),
    ("train.sh", 'echo "set TF_USE_LEGACY_KERAS=1 first"\n'),
    ("train.sh", 'if [ "$TF_USE_LEGACY_KERAS" = "1" ]; then exit; fi\n'),
    ("train.sh", "export TF_USE_LEGACY_KERAS=$LEGACY\n"),
    ("train.sh", "unset TF_USE_LEGACY_KERAS\n"),
    ("train.sh", "export TF_USE_LEGACY_KERAS=0\n"),
    ("run.fish", "set -e TF_USE_LEGACY_KERAS\n"),
    ("run.fish", "# set -x TF_USE_LEGACY_KERAS 1\n"),
    ("train.sh", "TF_USE_LEGACY_KERAS=1 pytest a\nTF_USE_LEGACY_KERAS=0 pytest b\n"),
    ("Dockerfile", "FROM x\n# ENV TF_USE_LEGACY_KERAS=1\n"),
    (WORKFLOW, "env:\n  TF_USE_LEGACY_KERAS: ${{ matrix.legacy }}\n"),
    (WORKFLOW, "matrix:\n  TF_USE_LEGACY_KERAS: [0, 1]\n"),
    (WORKFLOW, "- name: Tests with TF_USE_LEGACY_KERAS=1\n"),
    (WORKFLOW, "if: env.TF_USE_LEGACY_KERAS == '1'\n"),
    (".github/ISSUE_TEMPLATE/bug.yml", "- description: |\n    Is TF_USE_LEGACY_KERAS=1 set?\n"),
    ("train.sh", "cat <<EOF\nUsage:\n  TF_USE_LEGACY_KERAS=1 ./train.sh\nEOF\n"),
    ("train.sh", 'HELP="please set TF_USE_LEGACY_KERAS=1"\n'),
    ("README.md", "Set `TF_USE_LEGACY_KERAS=1`.\n\n    export TF_USE_LEGACY_KERAS=1\n"),
    ("docs/install.rst", "export TF_USE_LEGACY_KERAS=1\n"),
    ("notes.txt", "TF_USE_LEGACY_KERAS=1\n"),
    ("other/train.sh", "export TF_USE_LEGACY_KERAS=1\n"),
    ("other/scripts/train.sh", "export TF_USE_LEGACY_KERAS=1\n"),
    ("venv/bin/activate.sh", "export TF_USE_LEGACY_KERAS=1\n"),
]


@pytest.mark.parametrize(("name", "text", "line"), FILES)
def test_a_file_that_sets_it(name: str, text: str, line: int) -> None:
    write({name: text})
    assert tf_keras() == ("2.21/2", f"{name}:{line} ({WORD})")
    assert installed() == NOTHING


@pytest.mark.parametrize(("name", "text"), OTHER_FILES)
def test_a_file_that_does_not(name: str, text: str) -> None:
    write({name: text})
    assert tf_keras() == NOTHING


ONE_COMMAND = [
    ("Makefile", "a:\n\tTF_USE_LEGACY_KERAS=1 pytest -q pkg/old.py\n\tpytest --ignore=pkg/old.py pkg\n"),
    ("Makefile", "a:\n\t@env A=2 TF_USE_LEGACY_KERAS=1 python pkg/old.py\n\tpython pkg/train.py\n"),
    ("run.sh", "python -m pkg.train\nTF_USE_LEGACY_KERAS=1 python -m pkg.old --epochs 3\n"),
    ("run.sh", "pip install x && TF_USE_LEGACY_KERAS=1 A=2 \\\n  python pkg/old.py\npoetry run pytest pkg\n"),
    ("run.sh", "cd pkg\nTF_USE_LEGACY_KERAS=1 pytest pkg/old.py::test_a\npython3 train.py\n"),
    ("scripts/run.sh", "TF_USE_LEGACY_KERAS=1 python pkg/old.py\npython pkg/train.py\n"),
    (WORKFLOW, "steps:\n  - run: TF_USE_LEGACY_KERAS=1 pytest pkg/old.py\n  - run: python -m pytest pkg\n"),
    ("pkg/run.sh", "TF_USE_LEGACY_KERAS=1 python old.py\npython train.py\n"),
]

ALL_THE_SAME = [
    "TF_USE_LEGACY_KERAS=1 python pkg/old.py\n",
    "TF_USE_LEGACY_KERAS=1 python pkg/old.py\n# python pkg/train.py\n",
    'TF_USE_LEGACY_KERAS=1 python pkg/old.py\necho "python pkg/train.py"\n',
    "TF_USE_LEGACY_KERAS=1 python pkg/old.py\npip install pytest\n",
    "TF_USE_LEGACY_KERAS=1 python pkg/old.py\npython -m pip install x\npython setup.py install\n",
    "TF_USE_LEGACY_KERAS=1 python pkg/old.py\nTF_USE_LEGACY_KERAS=1 python pkg/train.py\n",
    "export TF_USE_LEGACY_KERAS=1\npython pkg/old.py\n",
    "TF_USE_LEGACY_KERAS=1\nexport TF_USE_LEGACY_KERAS\npython pkg/old.py\n",
    "TF_USE_LEGACY_KERAS=1 python pkg/old.py\nexport TF_USE_LEGACY_KERAS=1\npython pkg/train.py\n",
    "docker run -e TF_USE_LEGACY_KERAS=1 image python pkg/old.py\npython pkg/train.py\n",
    "TF_USE_LEGACY_KERAS=1 make test\npython pkg/train.py\n",
]


@pytest.mark.parametrize(("name", "text"), ONE_COMMAND)
def test_one_of_several_commands_has_it_for_what_it_names(name: str, text: str) -> None:
    write({name: text, "pkg/old.py": "", "pkg/train.py": ""})
    release, place = tf_keras("pkg/old.py")
    assert release == "2.21/2"
    assert place.startswith(f"{name}:")
    assert place.endswith(f" ({WORD}, for this command)")
    assert tf_keras("pkg/train.py") == tf_keras("pkg") == NOTHING


def test_one_of_several_commands_names_a_folder_of_tests() -> None:
    text = "TF_USE_LEGACY_KERAS=1 pytest tests/old\npytest tests/new\n"
    write({"run.sh": text, "tests/old/test_a.py": "", "tests/new/test_a.py": ""})
    assert tf_keras("tests/old/test_a.py") == ("2.21/2", f"run.sh:1 ({WORD}, for this command)")
    assert tf_keras("tests/new/test_a.py") == tf_keras() == NOTHING


def test_one_of_several_commands_names_nothing_of_the_project() -> None:
    write({"run.sh": "TF_USE_LEGACY_KERAS=1 python ../elsewhere.py\npython pkg/train.py\n"})
    assert tf_keras() == NOTHING


@pytest.mark.parametrize("text", ALL_THE_SAME)
def test_all_commands_have_it(text: str) -> None:
    write({"run.sh": text, "pkg/old.py": "", "pkg/train.py": ""})
    assert tf_keras()[0] == "2.21/2"
    assert tf_keras()[1].endswith(f" ({WORD})")


LAUNCHERS = [
    ('import subprocess\nenv = dict(os.environ)\nenv["TF_USE_LEGACY_KERAS"] = "1"\n', 3),
    (
        'import os, subprocess\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\nsubprocess.run(["python"])\n',
        2,
    ),
    ('import os, subprocess\nos.environ.setdefault("TF_USE_LEGACY_KERAS", "1")\nsubprocess.run(["x"])\n', 2),
    ('import os, subprocess\nos.putenv("TF_USE_LEGACY_KERAS", "true")\nos.system("python -m pkg")\n', 2),
    ('run(["python"], env={\n    **os.environ, "TF_USE_LEGACY_KERAS": "1"})\n', 2),
    ('run(["python"],\n    env=dict(os.environ, TF_USE_LEGACY_KERAS="1"))\n', 2),
    ('import os\nos.system("TF_USE_LEGACY_KERAS=1 python -m pkg.train")\n', 2),
    ('import os\nvariables = "TF_USE_LEGACY_KERAS=1"\n', 2),
    ('import os\nrun(f"TF_USE_LEGACY_KERAS=1 {command}", shell=True)\n', 2),
    ("import os\nrun(f\"mpirun bash -c 'TF_USE_LEGACY_KERAS=1 python {script}'\")\n", 2),
    ('import os\nrun(["env", "TF_USE_LEGACY_KERAS=1", "python", "train.py"])\n', 2),
]

NO_LAUNCHERS = [
    '"""TF_USE_LEGACY_KERAS=1"""\n',
    'def f():\n    """Start with\n\n    TF_USE_LEGACY_KERAS=1 python x\n    """\n',
    '# env["TF_USE_LEGACY_KERAS"] = "1"\n',
    'print("TF_USE_LEGACY_KERAS=1 python train.py")\n',
    'raise ValueError("TF_USE_LEGACY_KERAS=1 python train.py")\n',
    'assert legacy, "TF_USE_LEGACY_KERAS=1 python train.py"\n',
    'warnings.warn("TF_USE_LEGACY_KERAS=1")\n',
    'message = "Set TF_USE_LEGACY_KERAS=1 to fix this."\n',
    'message = "TF_USE_LEGACY_KERAS=1 has to be set."\n',
    'parser.add_argument("--x", help="TF_USE_LEGACY_KERAS=1")\n',
    'env["TF_USE_LEGACY_KERAS"] = "0"\n',
    'env["TF_USE_LEGACY_KERAS"] = flag\n',
    'env["OTHER"] = "TF_USE_LEGACY_KERAS"\n',
    'if env["TF_USE_LEGACY_KERAS"] == "1":\n    pass\n',
    'legacy = os.environ.get("TF_USE_LEGACY_KERAS", "1")\n',
    'env["TF_USE_LEGACY_KERAS"] = "1"\nno Python\n',
]


@pytest.mark.parametrize("name", ["launch.py", "bin/launch.py", "other/cli/launch.py"])
@pytest.mark.parametrize(("text", "line"), LAUNCHERS)
def test_a_launcher_sets_it_for_the_whole_project(text: str, line: int, name: str) -> None:
    write({name: text})
    assert tf_keras() == ("2.21/2", f"{name}:{line} ({WORD})")


@pytest.mark.parametrize("text", NO_LAUNCHERS)
def test_modules_that_start_nothing_with_it(text: str) -> None:
    write({"launch.py": text})
    assert tf_keras() == NOTHING


def modules(count: int, folder: str = "pkg") -> dict[str, str]:
    return {f"{folder}/m{number}.py": "import tensorflow as tf\n" for number in range(count)}


class TestModules:
    def test_a_module_of_the_same_folder(self) -> None:
        write({**modules(3), "pkg/export.py": "import os\nimport tf_keras\n"})
        assert tf_keras() == ("2.21/2", "pkg/export.py:2 (tf_keras, in 1 of 4 modules)")
        assert installed() == NOTHING

    def test_of_a_small_project_it_decides_for_all(self) -> None:
        write({**modules(8), "pkg/export/model.py": "from tf_keras import layers\n"})
        assert tf_keras() == ("2.21/2", "pkg/export/model.py:1 (tf_keras, in 1 of 9 modules)")

    def test_of_fifty_it_decides_for_its_own_folder_and_below(self) -> None:
        write({**modules(49), "models/export.py": "import os\n\nimport tf_keras\n"})
        place = "models/export.py:3 (tf_keras, in 1 of 50 modules)"
        assert tf_keras("models/train.py") == tf_keras("models/a/b.py") == ("2.21/2", place)
        assert tf_keras("pkg/train.py") == tf_keras("train.py") == NOTHING

    def test_of_fifty_one_at_the_root_decides_for_itself_alone(self) -> None:
        write({**modules(49), "export.py": "import tf_keras\n"})
        assert tf_keras("export.py")[0] == "2.21/2"
        assert tf_keras("train.py") == tf_keras("pkg/train.py") == NOTHING

    def test_in_a_folder_that_is_no_project_one_in_three_decides(self) -> None:
        folder = Path.cwd() / "pile" / "scripts"
        folder.mkdir(parents=True)
        for number in range(3):
            (folder / f"m{number}.py").write_text("import tensorflow as tf\n")
        (folder / "export.py").write_text("import tf_keras\n")
        assert tf_keras("pile/scripts/m1.py")[0] == NEW
        (folder / "other.py").write_text("import tf_keras\n")
        assert tf_keras("pile/scripts/m1.py")[0] == "2.21/2"

    def test_an_import_instead_of_another_says_nothing(self) -> None:
        write({"a.py": "try:\n    import hub\nexcept ImportError:\n    import tf_keras\n", "b.py": "x = 1\n"})
        assert tf_keras("b.py") == NOTHING

    @pytest.mark.parametrize(
        "text",
        [
            "# import tf_keras\n",
            '"""\nimport tf_keras\n"""\n',
            "import tf_keras_vis\n",
            "from .tf_keras import x\n",
            "from my import tf_keras\n",
            "try:\n    import tf_keras\nexcept ImportError:\n    pass\n",
            "if x:\n    import tf_keras\nno Python\n",
            'x = """\nimport tf_keras\n"""\n',
            "from tensorflow.python import keras\n",
            "if TYPE_CHECKING:\n    import tf_keras\n",
        ],
    )
    def test_no_import_of_it(self, text: str) -> None:
        write({"pkg/export.py": text})
        assert tf_keras() == NOTHING

    def test_a_package_of_that_name(self) -> None:
        write({"tf_keras/__init__.py": "", "pkg/a.py": "from tf_keras import unet\n"})
        assert tf_keras() == NOTHING

    def test_what_git_has_elsewhere(self) -> None:
        write(
            {
                "pkg/lib/.git/HEAD": "",
                "pkg/lib/a.py": "import tf_keras\n",
                "pkg/env/pyvenv.cfg": "",
                "pkg/env/lib/tf_keras.py": "import tf_keras\n",
                "build/lib/a.py": "import tf_keras\n",
            }
        )
        assert tf_keras() == NOTHING

    def test_a_package_that_sets_it_for_itself(self) -> None:
        write({"pkg/__init__.py": 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n', "other/a.py": ""})
        assert tf_keras("pkg/sub/train.py") == ("2.21/2", f"pkg/__init__.py:2 ({WORD})")
        assert tf_keras("other/a.py") == NOTHING

    def test_the_tests_set_it_for_themselves(self) -> None:
        text = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'
        write(
            {
                "tests/conftest.py": text,
                "tests/helpers/run.py": f"import subprocess\n{text}",
                "tests/test_a.py": text,
            }
        )
        assert tf_keras("tests/unit/test_b.py") == ("2.21/2", f"tests/conftest.py:2 ({WORD})")
        assert tf_keras() == NOTHING

    def test_a_script_sets_it_for_the_packages_that_it_imports(self) -> None:
        text = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\nfrom pkg.sub import train\n'
        write({**modules(30), "run.py": text, "other/train.py": ""})
        assert tf_keras("pkg/sub/train.py") == ("2.21/2", f"run.py:2 ({WORD})")
        assert tf_keras("other/train.py") == NOTHING

    def test_a_script_that_sets_it_for_its_own_process(self) -> None:
        text = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'
        write({**modules(30), "examples/one/train.py": text})
        assert tf_keras("examples/one/model.py")[0] == "2.21/2"
        assert tf_keras("examples/two/model.py") == NOTHING


class TestAddons:
    """The last release of ``tensorflow_addons`` was made for TensorFlow 2.15."""

    def test_the_file_itself(self) -> None:
        write({"pkg/train.py": "import tensorflow as tf\nimport tensorflow_addons as tfa\n"})
        assert installed() == tf_keras() == ("2.15/2", "pkg/train.py:2 (tensorflow_addons)")

    def test_a_module_of_a_small_project(self) -> None:
        write({**modules(12), "a/train.py": "import tensorflow_addons as tfa\n"})
        assert installed() == ("2.15/2", "a/train.py:1 (tensorflow_addons, in 1 of 13 modules)")

    def test_a_module_of_a_large_one(self) -> None:
        write({**modules(49), "a/train.py": "import tensorflow_addons as tfa\n"})
        assert installed("a/b/x.py") == ("2.15/2", "a/train.py:1 (tensorflow_addons, in 1 of 50 modules)")
        assert installed() == NOTHING

    def test_any_release_is_no_contradiction(self) -> None:
        write({"pkg/train.py": "import tensorflow_addons\n", "requirements.txt": "tensorflow>=2.4\n"})
        assert installed()[0] == "2.15/2"

    @pytest.mark.parametrize(
        "asked", ["tensorflow==2.6", "tensorflow>=2.16", "tensorflow==2.17", "tensorflow<2.18"]
    )
    def test_a_release_that_is_asked_for_is_nearer(self, asked: str) -> None:
        write({"pkg/train.py": "import tensorflow_addons\n", "requirements.txt": f"{asked}\n"})
        assert installed()[1] == "requirements.txt:1"

    @pytest.mark.parametrize(
        "text",
        [
            "# import tensorflow_addons\n",
            "try:\n    import tensorflow_addons as tfa\nexcept ImportError:\n    tfa = None\n",
            'print("import tensorflow_addons")\n',
            "import tensorflow_addons_free\n",
        ],
    )
    def test_no_import_of_it(self, text: str) -> None:
        write({"pkg/train.py": text})
        assert installed() == NOTHING


class TestTogether:
    def test_requiring_tf_keras_changes_nothing(self) -> None:
        write({"requirements.txt": "tensorflow>=2.16,<2.19\ntf-keras>=2.16,<2.19\n"})
        assert tf_keras() == ("2.16..2.18/3", "requirements.txt:1")

    def test_the_variable_does(self) -> None:
        write(
            {
                "requirements.txt": "tensorflow>=2.16,<2.19\ntf-keras\n",
                "Makefile": "a:\n\tTF_USE_LEGACY_KERAS=1 pytest\n",
            }
        )
        assert tf_keras() == ("2.16..2.18/2", f"Makefile:2 ({WORD})")
        assert installed() == ("2.16..2.18/3", "requirements.txt:1")

    def test_the_file_is_nearest(self) -> None:
        text = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "0"\n'
        write({".env": "TF_USE_LEGACY_KERAS=1\n", "pkg/train.py": text})
        assert tf_keras() == NOTHING
        assert tf_keras("pkg/model.py")[0] == "2.21/2"

    def test_the_nearer_folder_is_next(self) -> None:
        write({".env": "TF_USE_LEGACY_KERAS=1\n", "a/.env": "TF_USE_LEGACY_KERAS=0\n"})
        assert tf_keras("a/b/x.py") == NOTHING
        assert tf_keras("b/x.py")[0] == "2.21/2"

    def test_settings_come_before_scripts_and_these_before_ci(self) -> None:
        write({WORKFLOW: "TF_USE_LEGACY_KERAS: 1\n", "run.sh": "export TF_USE_LEGACY_KERAS=0\n"})
        assert tf_keras() == NOTHING
        write({".env": "TF_USE_LEGACY_KERAS=1\n"})
        assert tf_keras() == ("2.21/2", f".env:1 ({WORD})")

    def test_the_variable_comes_before_imports(self) -> None:
        write({".env": "TF_USE_LEGACY_KERAS=0\n", "pkg/export.py": "import tf_keras\n"})
        assert tf_keras() == NOTHING

    def test_a_project_on_keras_2_is_not_looked_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write({"requirements.txt": "tensorflow==2.9\n", ".env": "TF_USE_LEGACY_KERAS=1\n"})
        monkeypatch.setattr("tflint_ckpt.evidence.project.Scan", lambda root, **how: pytest.fail(root))
        assert tf_keras() == ("2.9/2", "requirements.txt:1")


def test_a_folder_that_is_no_project_has_its_parents_scripts() -> None:
    folder = Path.cwd() / "a" / "pkg"
    folder.mkdir(parents=True)
    assert tf_keras("a/pkg/train.py") == NOTHING
    Path("a/Makefile").write_text("train:\n\tTF_USE_LEGACY_KERAS=1 python pkg/train.py\n")
    assert tf_keras("a/pkg/train.py") == ("2.21/2", f"a/Makefile:2 ({WORD})")
    assert tf_keras("a/pkg/deeper/train.py") == NOTHING


def test_scripts_in_a_folder_that_holds_anything_speak_for_no_one(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path.cwd() / "anything" / "scratch"
    folder.mkdir(parents=True)
    (folder / "train.py").write_text("import tensorflow as tf\n")
    (folder.parent / "run.sh").write_text("export TF_USE_LEGACY_KERAS=1\n")
    (folder.parent / "other.py").write_text("import tf_keras\n")
    assert tf_keras("anything/scratch/train.py")[0] == "2.21/2"
    for variable in ("TMPDIR", "HOME"):
        with monkeypatch.context() as changed:
            changed.setenv(variable, str(folder.parent))
            assert tf_keras("anything/scratch/train.py") == NOTHING
            assert tf_keras("anything/new.py") == NOTHING
