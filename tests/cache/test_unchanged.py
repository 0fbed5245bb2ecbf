"""The whole of a run is given again only where nothing is otherwise that it followed from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tflint_ckpt import cli, looks, runner
from tflint_ckpt.cache import tool, unchanged
from tflint_ckpt.cache.unchanged import FOLDER_NAME

SCRIPT = """\
import tensorflow as tf
from helper import build
model = build()
model.compile(tf.keras.optimizers.Adam(lr=0.1), "mse")
best = tf.keras.callbacks.ModelCheckpoint("runs/best.h5", save_weights_only=True)
"""
HELPER = "import tensorflow as tf\ndef build():\n    return tf.keras.Sequential([tf.keras.layers.Dense(1)])\n"
FILES = {
    "pyproject.toml": "[project]\nname = 'ours'\n",
    "train.py": SCRIPT,
    "helper.py": HELPER,
    "sub/other.py": "import keras\nkeras.callbacks.ModelCheckpoint('a.keras', max_to_keep=3)\n",
    "serve.sh": "cp runs/last.h5 /srv\n",
    "clean.py": "import os\n",
}
LONG_AGO = 1_500_000_000
RESTED = unchanged._has_rested


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "project"
    for name, text in FILES.items():
        put(folder / name, text)
    monkeypatch.chdir(folder)
    # The time when the entry of a file changed cannot be set: here nothing has to rest.
    monkeypatch.setattr("tflint_ckpt.cache.unchanged._has_rested", lambda state, begun: True)
    yield folder
    looks.end()


def put(path: Path, text: str) -> None:
    """Write a file, with a time that no other content of it had."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(capsys, monkeypatch)


class Run:
    """The command, and whether it was told all that by an earlier run."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self.was_linted = False
        lint = runner.run

        def noticed(*arguments: object, **options: object) -> object:
            self.was_linted = True
            return lint(*arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(runner, "run", noticed)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, stdout, stderr."""
        self.was_linted = False
        status = cli.main(arguments or ["."])
        return (status, *self._capsys.readouterr())


def test_nothing_is_noted_after_a_run(project: Path, run: Run) -> None:
    run()
    assert looks.noted() is None
    run("--no-such-option")
    assert looks.noted() is None


def test_a_second_run_lints_nothing(project: Path, run: Run) -> None:
    without = run(".", "--no-cache")
    assert run() == without
    assert run.was_linted
    assert run() == without
    assert not run.was_linted


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github", "junit", "markdown"])
def test_it_is_shown_in_any_form(
    project: Path, run: Run, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # junit has the time
    without = run(".", "--no-cache", "--format", form)
    assert [run(".", "--format", form) for _ in range(3)] == [without] * 3
    assert not run.was_linted


def test_statistics_and_verbose(project: Path, run: Run, cache_folder: str) -> None:
    for options in (["--statistics"], ["-v"]):
        without = run(".", "--no-cache", *options)
        run(".", *options)
        again = run(".", *options)
        assert not run.was_linted
        assert again[:2] == without[:2]
    assert again[2] == f"tflint-ckpt: note: cache: 4 of 4 results are from {cache_folder}\n"


def change(path: str, text: str) -> Callable[[Path], None]:
    return lambda folder: put(folder / path, text)


def rename(before: str, after: str) -> Callable[[Path], None]:
    return lambda folder: (folder / before).rename(folder / after)  # type: ignore[return-value]


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def link(name: str, to: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(to)


CHANGES: dict[str, Callable[[Path], None]] = {
    "a file is edited": change("train.py", SCRIPT.replace("lr=0.1", "0.1")),
    "a file is edited, as long and of the same time": change("train.py", SCRIPT.replace("0.1", "0.2")),
    "a file is touched": lambda folder: os.utime(folder / "train.py", (1, 1)),
    "another file of the run is edited": change("helper.py", HELPER.replace("build", "make")),
    "a clean file gets a defect": change("clean.py", FILES["sub/other.py"]),
    "a file is renamed": rename("train.py", "trains.py"),
    "a file is removed": remove("sub/other.py"),
    "a file comes": change("sub/more.py", FILES["sub/other.py"]),
    "a file comes into a new folder": change("new/more.py", FILES["sub/other.py"]),
    "a link comes": link("linked.py", "sub/other.py"),
    "requirements come": change("requirements.txt", "tensorflow==2.12\n"),
    "requirements come below": change("sub/requirements.txt", "tensorflow==2.12\n"),
    "an image comes": change("Dockerfile", "FROM tensorflow/tensorflow:2.12.0\n"),
    "an image comes into a folder that was not there": change(
        "docker/Dockerfile", "FROM tensorflow/tensorflow:2.12.0\n"
    ),
    "a readme comes": change("README.md", "Install it:\n\n    pip install tensorflow==2.12\n"),
    "the project requires something": change(
        "pyproject.toml", "[project]\nname = 'ours'\ndependencies = ['tensorflow==2.12']\n"
    ),
    "a script sets a variable": change("serve.sh", "export TF_USE_LEGACY_KERAS=1\npython train.py\n"),
    "a script comes that names the file": change("other.sh", "cp runs/best.h5 /srv\n"),
    "a script names the file": change("serve.sh", "cp runs/best.h5 /srv\n"),
    "the configuration changes": change("pyproject.toml", "[tool.tflint-ckpt]\nignore = ['optimizer-lr']\n"),
    "a configuration comes": change("tflint-ckpt.toml", "ignore = ['optimizer-lr']\n"),
    "a configuration comes below": change("sub/tflint-ckpt.toml", "select = ['TFC001']\n"),
    "the folder becomes a repository": lambda folder: (folder / ".git").mkdir(),
    "a folder is ignored": lambda folder: (
        (folder / ".git").mkdir(),
        put(folder / ".gitignore", "sub\n"),
    )[0],
    "a folder becomes an environment": change("sub/pyvenv.cfg", ""),
    "a file is a folder now": lambda folder: (remove("clean.py")(folder), (folder / "clean.py").mkdir())[0],
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_noticed(project: Path, run: Run, name: str) -> None:
    run()
    run()
    assert not run.was_linted
    CHANGES[name](project)
    without = run(".", "--no-cache")
    assert run() == without
    assert run.was_linted
    assert run() == without


@pytest.mark.parametrize("arguments", [["."], ["linked.py", "train.py"]], ids=" ".join)
def test_a_link_that_leads_elsewhere_is_noticed(
    project: Path, run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    put(tmp_path / "elsewhere.py", FILES["sub/other.py"])
    (project / "linked.py").symlink_to("train.py")
    run(*arguments)
    run(*arguments)
    assert not run.was_linted
    (project / "linked.py").unlink()
    (project / "linked.py").symlink_to(tmp_path / "elsewhere.py")
    without = run(*arguments, "--no-cache")
    assert "linked.py" in without[1]
    assert run(*arguments) == without


def test_a_link_to_nowhere_is_none(project: Path, run: Run) -> None:
    (project / "linked.py").symlink_to("missing.py")
    assert [run(), run()] == [run(".", "--no-cache")] * 2
    put(project / "missing.py", FILES["sub/other.py"])
    assert run() == run(".", "--no-cache")


def test_a_clean_project_has_a_target_as_well(project: Path, run: Run) -> None:
    for name in ("train.py", "sub/other.py"):
        put(project / name, "import tensorflow as tf\n" * 5_000)
    put(project / "requirements.txt", "tensorflow==2.12\n")
    without = run(".", "--no-cache", "-v")
    assert [run(".", "-v")[:2] for _ in range(3)] == [without[:2]] * 3
    assert not run.was_linted
    assert "TensorFlow 2.12" in without[1]


def test_a_file_of_no_interest_is_none(project: Path, run: Run) -> None:
    without = run()
    (project.parent / "tmp1234").write_text("")
    assert run() == without
    assert not run.was_linted


def test_a_requirement_above_is_noticed(project: Path, run: Run) -> None:
    (project / "pyproject.toml").unlink()
    run()
    put(project.parent / "requirements.txt", "tensorflow==2.12\n")
    without = run(".", "--no-cache")
    assert run() == without
    assert run.was_linted


def test_one_file_hangs_on_its_project(project: Path, run: Run) -> None:
    without = run("train.py")
    assert run("train.py") == without
    assert not run.was_linted
    put(project / "helper.py", HELPER.replace("build", "make"))
    assert run("train.py") == run("train.py", "--no-cache")


@pytest.mark.parametrize(
    "options", [["--select", "TFC801"], ["--target", "2.12"], ["--isolated"], ["--ignore-noqa"]], ids=" ".join
)
def test_other_settings_have_a_run_of_their_own(project: Path, run: Run, options: list[str]) -> None:
    run()
    without = run(".", "--no-cache", *options)
    assert run(".", *options) == without
    assert run.was_linted


def test_another_folder_has_a_run_of_its_own(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    monkeypatch.chdir("sub")
    assert run() == run(".", "--no-cache")


def test_fixes_are_not_told_from_before(project: Path, run: Run) -> None:
    for option in ("--diff", "--fix"):
        run()
        run(".", option)
        assert run.was_linted
    assert run() == run(".", "--no-cache")


def test_another_tool_has_runs_of_its_own(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    monkeypatch.setattr(tool, "here", lambda: ("another",))
    run()
    assert run.was_linted


@pytest.mark.parametrize("how", ["cut", "changed", "empty"])
def test_a_damaged_record_is_none(project: Path, run: Run, cache_folder: str, how: str) -> None:
    without = run()
    for path in Path(cache_folder, FOLDER_NAME).iterdir():
        data = path.read_bytes()
        path.write_bytes({"cut": data[:-10], "changed": data.replace(b"train", b"brain"), "empty": b""}[how])
    assert run() == without
    assert run.was_linted


def test_a_record_of_long_ago_is_none(project: Path, run: Run, cache_folder: str) -> None:
    run()
    for path in Path(cache_folder, FOLDER_NAME).iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    run()
    assert run.was_linted


def test_so_many_runs_are_kept(
    project: Path, run: Run, cache_folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tflint_ckpt.cache.unchanged._MOST_RUNS", 2)
    for options in (["train.py"], ["helper.py"], ["sub"], ["."]):
        run(*options)
    assert len(list(Path(cache_folder, FOLDER_NAME).iterdir())) == 2
    assert run(".") == run(".", "--no-cache")


def test_a_file_that_cannot_be_read_is_told_each_time(project: Path, run: Run) -> None:
    (project / "bad.py").write_bytes(b"import keras\nx = '\xff'\n")
    without = run(".", "--no-cache")
    assert [run(), run()] == [without] * 2
    assert run.was_linted


def test_what_has_not_rested_is_not_trusted(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tflint_ckpt.cache.unchanged._has_rested", RESTED)
    put(project / "train.py", SCRIPT)
    run()
    run_again = run()
    put(project / "train.py", SCRIPT.replace("0.1", "0.2"))  # of the same size and, for all we know, time
    assert run() == run(".", "--no-cache") != run_again


@pytest.mark.parametrize(
    ("newest", "rested"),
    [(10**18 + 1, True), (10**18, False), (2 * 10**18 - 10**8 - 1, True), (2 * 10**18 - 10**7 - 1, False)],
)
def test_resting(newest: int, rested: bool) -> None:
    begun = 2 * 10**18 if newest != 10**18 else newest + 10**9
    assert RESTED((0, newest, 1, 1), begun) is rested


def test_the_cache_may_lie_in_the_project(project: Path, run: Run) -> None:
    without = run(".", "--no-cache")
    options = [".", "--cache-dir", "kept"]
    assert [run(*options) for _ in range(3)] == [without] * 3
    assert not run.was_linted


def test_processes_tell_what_they_saw(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from tflint_ckpt.processes import dispatch

    with monkeypatch.context() as patched:
        patched.setattr(dispatch._InProcess, "results", _nothing)
        without = run(".", "--jobs", "2")
    assert run() == without
    assert not run.was_linted
    put(project / "sub" / "requirements.txt", "tensorflow==2.12\n")
    assert run(".") == run(".", "--no-cache") != without


def _nothing(self: object, jobs: int = 1) -> Iterator[None]:
    return iter(())
