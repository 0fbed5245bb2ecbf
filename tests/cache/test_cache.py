"""Runs with a cache: they say what runs without one say, whatever changed in between."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cache.projects import BOOK, FILES, lint, replayed, said, settings, write
from tflint_ckpt import linter, not_linted
from tflint_ckpt.cache import answers, database, tool
from tflint_ckpt.cache.cache import Cache
from tflint_ckpt.finding import Finding
from tflint_ckpt.linter import Linter
from tflint_ckpt.result import FileResult
from tflint_ckpt.rules.checkpoint.max_to_keep import CheckpointMaxToKeep
from tflint_ckpt.runner import run
from tflint_ckpt.session import Session
from tflint_ckpt.target import Target

LINTED = len(FILES) - 1
"""All files but the requirements."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write(tmp_path / "project")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A cache that knows the project as it is."""
    return str(tmp_path / "cache")


def test_a_second_run_replays_all(project: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = lint(project, Cache(folder))
    monkeypatch.setattr(Linter, "check", None)
    cache = Cache(folder)
    second = lint(project, cache)
    assert replayed(cache) == f"{LINTED} of {LINTED}"
    assert said(second) == said(first)
    assert [(file.is_self_contained, told(file.targets)) for file in second.files] == [
        (file.is_self_contained, told(file.targets)) for file in first.files
    ]


def test_what_is_said_is_what_is_said_without_a_cache(project: Path, folder: str) -> None:
    lint(project, Cache(folder))
    result = lint(project, Cache(folder))
    assert said(result) == said(lint(project, None))
    found = {(os.path.basename(file.path), each.code) for file in result.files for each in file.findings}
    assert {("model.py", "TFC104"), ("half.py", "TFC001"), ("helper.py", "TFC118")} <= found
    assert not all(file.is_self_contained for file in result.files)


def told(targets: Mapping[str, Target]) -> str:
    return repr([(root, target.source, target.releases) for root, target in targets.items()])


CHANGES: dict[str, Callable[[Path], object]] = {
    **{f"a line in {name}": lambda path, name=name: append(path / name) for name in FILES},  # type: ignore[misc]
    **{f"no {name}": lambda path, name=name: (path / name).unlink() for name in FILES},  # type: ignore[misc]
    "a caller more": lambda path: (path / "more.py").write_text("import model\nmodel.build(model=other)\n"),
    "a reader more": lambda path: (path / "more.py").write_text("import h5py\nh5py.File('runs/m.h5')\n"),
    "another release": lambda path: (path / "requirements.txt").write_text("tensorflow==2.15\n"),
    "another release below": lambda path: (path / "sub/requirements.txt").write_text("tensorflow==2.21\n"),
    "another name": lambda path: (path / "caller.py").rename(path / "call.py"),
    "another folder": lambda path: (path / "sub").rename(path / "below"),
    "no text": lambda path: (path / "caller.py").write_bytes(b"\xff\xfe"),
    "nothing to read": lambda path: [(path / "caller.py").unlink(), (path / "caller.py").symlink_to("none")],
    "a folder that is shipped": lambda path: keep(path / "runs"),
    "a folder in it": lambda path: keep(path / "runs/best"),
    "a folder that is ignored": lambda path: [keep(path / "runs"), (path / ".gitignore").write_text("runs")],
    "a file of the same name": lambda path: (path / "runs").write_text(""),
    "nothing": lambda path: None,
}


def keep(path: Path) -> None:
    path.mkdir(parents=True)
    (path / ".gitkeep").write_bytes(b"")


def append(path: Path) -> None:
    text = path.read_text()
    added = "x = 1\n" if path.suffix == ".py" else "# later\n" if path.suffix == ".txt" else "\n"
    path.write_text(text + added)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_any_change_the_same_is_said_as_without_a_cache(
    project: Path, folder: str, change: Callable[[Path], object]
) -> None:
    lint(project, Cache(folder))
    change(project)
    for _ in range(2):
        assert said(lint(project, Cache(folder))) == said(lint(project, None))


def test_a_folder_that_comes_and_goes_is_no_secret_of_the_cache(project: Path, folder: str) -> None:
    (project / "saver.py").write_text("import keras\nkeras.callbacks.ModelCheckpoint('runs/m.keras')\n")
    (project / "runs").mkdir()

    def missing() -> list[str]:
        found = lint(project, Cache(folder))
        assert said(found) == said(lint(project, None))
        shown = [each for file in found.files for each in file.findings if each.code == "TFC102"]
        return [os.path.basename(each.path) for each in shown]

    first = missing()
    assert "saver.py" in first
    (project / "runs/.gitkeep").write_bytes(b"")
    assert missing() == [] == missing()
    (project / "runs/.gitkeep").unlink()
    assert missing() == first == missing()


def test_a_result_that_hangs_on_folders_holds_until_one_changes(tmp_path: Path, folder: str) -> None:
    place = tmp_path / "small"
    (place / "runs").mkdir(parents=True)
    for name, text in (
        ("setup.py", ""),
        ("saver.py", "import keras\nkeras.callbacks.ModelCheckpoint('runs/m.keras')\n"),
        ("other.py", "x = 1\n"),
    ):
        (place / name).write_text(text)
    keep(place / "runs/first")

    def known() -> list[bool]:
        cache = Cache(folder)
        asked = settings(select=("TFC102",))
        found = lint(place, cache, asked)
        assert said(found) == said(lint(place, None, asked))
        assert [file.asks_folders for file in found.files if file.path.endswith("saver.py")] == [True]
        return [file.path in cache._replayed for file in found.files if file.path.endswith("saver.py")]

    time.sleep(0.05)  # what was written when the run had begun is not kept
    assert known() == [False]
    assert known() == [True]
    append(place / "other.py")
    (place / "runs/more.bin").write_bytes(b"")
    time.sleep(0.05)
    assert known() == [True]
    keep(place / "runs/second")
    time.sleep(0.05)
    assert known() == [True]
    shutil.rmtree(place / "runs")
    time.sleep(0.05)
    assert known() == [False]
    assert known() == [True]


LINES = {
    "model.py": ["import os", "def load(model): build(model)", "build('cnn')", "build = None"],
    "caller.py": ["build(model='z')", "build(units=1, model='q')", "import reader", "x = 'runs/m.h5'"],
    "reader.py": ["import caller", "net.save('runs/m.h5')", "open('runs/m.h5')", "import os; os.remove('a')"],
    "clean.py": ["from model import build", "import caller", "build(model=1)", "print('runs/m.h5')"],
    "sub/helper.py": ["import model", "open('1.h5')", "import glob; glob.glob('*.h5')"],
    "sub/requirements.txt": ["tensorflow==2.12", "tensorflow==2.16", "tensorflow>=2.10", "keras==3.8"],
}
"""What a walk adds to, or takes from, files that are asked about each other."""


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_of_changes_says_at_each_step_what_is_said_without_a_cache(
    project: Path, folder: str, seed: int
) -> None:
    choose = random.Random(seed)
    for _ in range(6):
        name = choose.choice(list(LINES))
        lines = (project / name).read_text().splitlines()
        line = choose.choice(LINES[name])
        lines = [each for each in lines if each != line] if line in lines else [*lines, line]
        (project / name).write_text("".join(f"{each}\n" for each in lines))
        assert said(lint(project, Cache(folder))) == said(lint(project, None))


EDITS = [
    # the file, what is written below it, and what is linted anew
    ("clean.py", "x = 1\n", {"clean.py"}),
    # ``reader`` names the checkpoint that ``caller`` saves, and ``model`` asks what ``caller`` calls it with
    ("reader.py", "x = 1\n", {"reader.py", "caller.py", "model.py"}),
    ("clean.py", "open('runs/m.h5')\n", {"clean.py", "caller.py", "model.py"}),
    ("clean.py", "from model import build\n", {"clean.py", "model.py"}),
    ("clean.py", "from elsewhere import build\n", {"clean.py", "model.py"}),
    ("clean.py", "from elsewhere import construct\n", {"clean.py"}),
    ("clean.py", "build(model=1)\n", {"clean.py", "model.py"}),
    ("clean.py", "print('no build')\n", {"clean.py"}),
    ("model.py", "x = 1\n", {"model.py"}),
    ("README.md", "Run the training first.\n", set()),
    ("README.md", "The best is in runs/m.h5.\n", {"caller.py", "model.py"}),
    ("serve.yaml", "model: runs/m.h5\n", {"caller.py", "model.py"}),
]


@pytest.mark.parametrize(("name", "line", "anew"), EDITS)
def test_only_where_an_answer_changes_is_linted_anew(
    project: Path, folder: str, name: str, line: str, anew: set[str]
) -> None:
    time.sleep(0.05)  # what hangs on files that were written when the run had begun is not kept
    lint(project, Cache(folder))
    with (project / name).open("a") as file:
        file.write(line)
    cache = Cache(folder)
    result = lint(project, cache)
    assert said(result) == said(lint(project, None))
    assert {os.path.basename(file.path) for file in result.files if file.path not in cache._replayed} == anew


def test_after_many_edits_nobody_looks_which_answers_changed(
    project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(0.05)
    first = lint(project, Cache(folder))
    monkeypatch.setattr(answers, "_MOST_SEARCHES", 0)
    append(project / "clean.py")
    cache = Cache(folder)
    assert said(lint(project, cache)) == said(lint(project, None))
    asking = sum(not file.is_self_contained or file.asks_folders for file in first.files)
    assert replayed(cache) == f"{LINTED - 1 - asking} of {LINTED}"


def test_an_import_counts_as_soon_as_it_is_used(tmp_path: Path, folder: str) -> None:
    place = tmp_path / "small"
    place.mkdir()
    (place / "setup.py").write_text("")
    saver = "import keras\ndef saver(path):\n    return keras.callbacks.ModelCheckpoint(path)\n"
    (place / "saver.py").write_text(saver)

    def found(user: str) -> list[str]:
        (place / "user.py").write_text("from saver import saver\n" + user)
        asked = settings(select=("TFC106",), target="keras3")
        result = lint(place, Cache(folder), asked)
        assert said(result) == said(lint(place, None, asked))
        return [each.code for file in result.files for each in file.findings]

    assert found("") == []
    assert found("print(1)\n") == []
    assert found("saver('best.h6')\n") == ["TFC106"]
    assert found("") == []


def test_what_one_file_says_through_another_counts(project: Path, folder: str) -> None:
    """The caller follows the builder, and that asks which files there are: so does the caller."""
    (project / "train.py").write_text(
        "import keras\nfrom paths import WHERE\nkeras.callbacks.ModelCheckpoint(WHERE, max_to_keep=1)\n"
    )
    (project / "paths.py").write_text("from names import NAME\nWHERE = NAME\n")
    first = lint(project, Cache(folder))
    assert not any("names" in each.message for file in first.files for each in file.findings)
    (project / "names.py").write_text("NAME = 'a b.keras'\n")
    for _ in range(2):
        cache = Cache(folder)
        assert said(lint(project, cache)) == said(lint(project, None))
    assert replayed(cache) == f"{LINTED + 3} of {LINTED + 3}"


@pytest.mark.parametrize("jobs", [1, 3])
def test_answers_given_in_any_process_are_kept(project: Path, folder: str, jobs: int) -> None:
    expected = run([str(project)], settings(), jobs=jobs, cache=Cache(folder))
    (project / "clean.py").write_text("import os\n")
    cache = Cache(folder)
    assert len(said(lint(project, cache))) == len(said(expected))
    assert replayed(cache) == f"{LINTED - 1} of {LINTED}"


@pytest.mark.parametrize(
    "asked",
    [
        settings(select=("recommended",)),
        settings(ignore=("TFC101",)),
        settings(target="2.15"),
        settings(target="2.15..2.21"),
        settings(target="keras2"),
        settings(fixes={"TFC101": "keep-last-n"}),
        settings(per_file_ignores={"model.py": ("TFC104",)}),
    ],
    ids=["select", "ignore", "target", "range", "keras2", "fixes", "per-file-ignores"],
)
def test_other_settings_have_results_of_their_own(project: Path, folder: str, asked: object) -> None:
    before = said(lint(project, Cache(folder)))
    expected = said(lint(project, None, asked))  # type: ignore[arg-type]
    assert expected != before
    for _ in range(2):
        assert said(lint(project, Cache(folder), asked)) == expected  # type: ignore[arg-type]
    assert said(lint(project, Cache(folder))) == before


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("known", [False, True], ids=["cold", "warm"])
def test_fixing_does_what_it_does_without_a_cache(
    project: Path, folder: str, unsafe: bool, known: bool
) -> None:
    if known:
        lint(project, Cache(folder))
    expected = lint(project, None, fix=True, unsafe=unsafe)
    assert sum(file.fixed for file in expected.files)
    for _ in range(2):
        assert said(lint(project, Cache(folder), fix=True, unsafe=unsafe)) == said(expected)
    assert said(lint(project, Cache(folder))) == said(lint(project, None))


def test_fixing_needs_no_work_where_nothing_can_be_fixed(project: Path, folder: str) -> None:
    fixable = {file.path for file in lint(project, Cache(folder), fix=True).files if file.fixed}
    cache = Cache(folder)
    lint(project, cache, fix=True)
    assert replayed(cache) == f"{LINTED - len(fixable)} of {LINTED}"


def test_what_went_wrong_in_a_rule_is_not_kept(
    project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, module: object) -> list[Finding]:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(CheckpointMaxToKeep, "check", fail)
        assert any(file.problems for file in lint(project, Cache(folder)).files)
    assert said(lint(project, Cache(folder))) == said(lint(project, None))


def test_what_took_too_much_memory_is_tried_again(
    project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "deep.py").write_text("x = 1\n")

    def parse(text: str, path: str) -> object:
        if path.endswith("deep.py"):
            raise MemoryError
        return real(text, path)

    with monkeypatch.context() as patched:
        real = linter.gate.parse
        patched.setattr(linter.gate, "parse", parse)
        given_up = lint(project, Cache(folder)).files[2].findings
        assert [finding.message for finding in given_up] == [not_linted.TOO_DEEP]
    assert said(lint(project, Cache(folder))) == said(lint(project, None))


def test_what_took_too_much_time_is_tried_again(project: Path, folder: str) -> None:
    paths = ["caller.py", "model.py"]
    session, cache = Session(paths, settings()), Cache(folder)
    assert cache.replay(session) == {}
    cache.keep(session, {path: session.lint_file(path) for path in paths} | {"caller.py": slow(session)})
    assert Cache(folder).replay(Session(paths, settings())) == {}


def slow(session: Session) -> FileResult:
    return session.give_up("caller.py", "linting it took more than 1 second")


def test_a_notebook_has_other_results_where_other_cells_hold_python(tmp_path: Path, folder: str) -> None:
    path = str(tmp_path / "book.ipynb")
    Path(path).write_text(BOOK)
    for magics, found in [((), []), (("fast",), ["TFC118", "TFC101"])] * 2:
        session, cache = Session([path], settings(cell_magics=magics)), Cache(folder)
        results = {path: session.lint_file(path)} | cache.replay(session)
        cache.keep(session, results)
        assert [finding.code for finding in results[path].findings] == found
    assert "1 of 1" in cache.note


def test_a_file_has_another_result_under_another_name(project: Path, folder: str) -> None:
    lint(project, Cache(folder))
    (project / "model.py").rename(project / "models.py")
    assert said(lint(project, Cache(folder))) == said(lint(project, None))


def test_other_code_of_the_tool_has_results_of_its_own(
    project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lint(project, Cache(folder))
    monkeypatch.setattr(tool, "_code", lambda package: "edited")
    cache = Cache(folder)
    lint(project, cache)
    assert replayed(cache) == f"0 of {LINTED}"


def test_nothing_is_kept_where_the_tool_changed_while_it_ran(
    project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        states = iter(["before", "after"])
        patched.setattr(tool, "_code", lambda package: next(states))
        lint(project, Cache(folder))
    assert not os.path.exists(folder)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("import os\n", False),
        ("import keras\nmodel = keras.Sequential()\n", False),
        ("import keras\nx = (\n", False),
        (FILES["model.py"], True),
        ("x = 1\n" * 20_000, True),
    ],
    ids=["no keras", "nothing for a rule", "no Python", "something for a rule", "much"],
)
def test_it_is_asked_only_where_that_may_be_faster(
    tmp_path: Path, folder: str, text: str, asked: bool
) -> None:
    (tmp_path / "train.py").write_text(text)
    run([str(tmp_path / "train.py")], settings(), cache=Cache(folder))
    assert os.path.exists(folder) is asked


def test_runs_at_once_say_the_same(project: Path, folder: str) -> None:
    expected = repr(said(lint(project, None)))
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.starmap(_said_by_another_process, [(project, folder)] * 8, 1) == [expected] * 8
    cache = Cache(folder)
    assert (repr(said(lint(project, cache))), replayed(cache)) == (expected, f"{LINTED} of {LINTED}")


def _said_by_another_process(project: Path, folder: str) -> str:
    os.chdir(project)
    return repr(said(lint(project, Cache(folder))))


def test_a_run_over_part_of_the_files_does_not_mislead_one_over_all(project: Path, folder: str) -> None:
    run(["model.py"], settings(), cache=Cache(folder))
    assert said(lint(project, Cache(folder))) == said(lint(project, None))
    expected = said(run(["model.py"], settings()))
    assert said(run(["model.py"], settings(), cache=Cache(folder))) == expected


def test_without_sqlite_there_is_no_cache(
    project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "_sqlite3", None)
    cache = Cache(folder)
    assert said(lint(project, cache)) == said(lint(project, None))
    assert not os.path.exists(os.path.join(folder, database.RESULTS_NAME))
    assert "lacks sqlite3" in cache.note
