"""Linting in several processes: the same outcome for every number of them, whatever becomes of one."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tflint_ckpt.processes import dispatch
from tflint_ckpt.processes.deadline import Deadline, TooSlow
from tflint_ckpt.processes.wire_result import WireResult
from tflint_ckpt.session import Session
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source

ROOT = Path(__file__).parents[2]
HARMFUL = Path(__file__).with_name("harmful.py")
CLEAN = "import tensorflow as tf\n"
BROKEN = 'import tensorflow as tf\nc = tf.keras.callbacks.ModelCheckpoint("m.keras", max_to_keep=3)\n'
FOUND = "TFC101"
LONG = "risky = 1; " * 600 + "\n"
"""A line that may crash a parser, for all we see at once."""
unix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


def start(folder: Path, *arguments: str, **options: str) -> subprocess.Popen[str]:
    """The command of ``harmful.py`` on *folder*, in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, str(HARMFUL), "--isolated", "--no-cache", *arguments, "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **options},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def lint(folder: Path, *arguments: str, status: int = 1, **options: str) -> list[str]:
    """What is found, as ``file: code and message``."""
    process = start(folder, "--format", "json", *arguments, **options)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (status, "")
    found = json.loads(out)["findings"]
    return [f"{each['path']}: {each['code']} {each['message']}" for each in found]


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text)
    return folder


SHARE = 20
"""Each mode lints one real script in so many, others than those of the other modes."""


def many(folder: Path, turn: int) -> Path:
    """A folder with real scripts, files that use each other, and some that cannot be read."""
    folder.mkdir()
    for number, case in enumerate(sorted((ROOT / "fixtures").glob("*/*/*/before.py"))[turn::SHARE]):
        shutil.copy(case, folder / f"case{number}.py")
    written(
        folder,
        build="def build(model):\n    return 1 if model == 'cnn' else 2\n\nimport keras\n",
        use="import keras\nfrom build import build\n\nbuild(model='rnn')\n",
        syntax="def (:\n",
        empty="",
        two="import tf_keras\nimport keras\nkeras.optimizers.Adam(lr=1)\ntf_keras.optimizers.Adam(lr=1)\n",
    )
    (folder / "latin.py").write_bytes(b"x = '\xe9'\n")
    return folder


MODES = (
    ["--format", "text"],
    ["--format", "json", "--select", "all", "--target", "2.15..2.21"],
    ["--diff", "--unsafe-fixes"],
    ["--fix", "--unsafe-fixes"],
    ["--statistics"],
)


class TestTheSameOutcome:
    @pytest.mark.parametrize("mode", MODES, ids=" ".join)
    def test_for_any_number_of_processes(self, tmp_path: Path, mode: list[str]) -> None:
        given = many(tmp_path / "given", MODES.index(mode))
        outcomes = []
        for jobs, options in (("1", {}), ("2", {}), ("5", {}), ("2", {"TEST_SPAWN": "1"})):
            folder = tmp_path / f"{jobs}{len(options)}"
            shutil.copytree(given, folder)
            process = start(folder, "--jobs", jobs, *mode, **options)
            outcomes.append((process, folder))
        seen = [
            (
                *process.communicate(timeout=120),
                process.returncode,
                {path.name: path.read_bytes() for path in folder.iterdir()},
            )
            for process, folder in outcomes
        ]
        assert "TFC" in seen[0][0] or "@@" in seen[0][0]
        assert seen[0] == seen[1] == seen[2] == seen[3]

    def test_however_much_of_the_stack_is_used_up_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """That differs between processes, and says which text is nested too deeply."""
        rooms: list[int] = []
        monkeypatch.setattr(Session, "_result_of", lambda *_, **__: rooms.append(room()))
        session = Session(["a.py"], Settings())

        def room() -> int:
            try:
                return 1 + room()
            except RecursionError:
                return 1

        def from_below(depth: int) -> None:
            if depth:
                from_below(depth - 1)
            else:
                session.lint_file("a.py")

        limit = sys.getrecursionlimit()
        for depth in (0, 100, 300):
            from_below(depth)
        assert rooms == rooms[:1] * 3
        assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize("way", [{}, {"TEST_SPAWN": "1"}], ids=["fork", "spawn"])
@pytest.mark.parametrize("jobs", ["1", "2", "auto"])
class TestAFileThatEndsItsProcess:
    def test_costs_one_finding(self, tmp_path: Path, jobs: str, way: dict[str, str]) -> None:
        written(tmp_path, a=BROKEN, b="# crash\n" + LONG, c="# leave\n" + LONG, d=BROKEN, e=CLEAN + LONG)
        found = lint(tmp_path, "--jobs", jobs, **way)
        assert [each.split(" ")[:2] for each in found] == [
            ["a.py:", FOUND],
            ["b.py:", "TFC001"],
            ["c.py:", "TFC001"],
            ["d.py:", FOUND],
        ]
        assert found[1].endswith("is not linted: the process that read it ended with signal SIGSEGV")
        assert found[2].endswith("is not linted: the process that read it ended with status 7")

    def test_is_told_from_one_that_looks_at_it(self, tmp_path: Path, jobs: str, way: dict[str, str]) -> None:
        written(
            tmp_path,
            a="import tensorflow as tf\n\n\ndef build(model):\n    return 1 if model == 'cnn' else 2\n",
            b="# parse and crash\nimport tensorflow as tf\nfrom a import build\nbuild(model='rnn')\n" + LONG,
        )
        found = lint(tmp_path, "--jobs", jobs, "--select", "model-parameter", **way)
        assert [each.split(" ")[:2] for each in found] == [["a.py:", "TFC104"], ["b.py:", "TFC001"]]


@unix
class TestAFileThatHangs:
    MESSAGE = 'TFC001 is not linted: it takes longer than 1 seconds, which "file-timeout" allows'

    @pytest.mark.parametrize(("jobs", "harm"), [("1", "loop"), ("2", "loop"), ("2", "never")])
    def test_is_given_up(self, tmp_path: Path, jobs: str, harm: str) -> None:
        written(tmp_path, a=BROKEN, b=f"# {harm}\n", c=CLEAN)
        found = lint(tmp_path, "--jobs", jobs, "--file-timeout", "1")
        assert found[0].startswith(f"a.py: {FOUND}")
        assert found[1:] == [f"b.py: {self.MESSAGE}"]

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_is_told_from_one_that_looks_at_it(self, tmp_path: Path, jobs: str) -> None:
        build = "import tensorflow as tf\n\n\ndef build(model):\n    return 1 if model == 'cnn' else 2\n"
        calls = "import tensorflow as tf\nfrom a import build\nbuild(model='rnn')\n"
        written(tmp_path, a=build, b=f"# parse and loop\n{calls}")
        found = lint(tmp_path, "--jobs", jobs, "--file-timeout", "1", "--select", "model-parameter")
        assert found[0].startswith("a.py: TFC104")
        assert found[1:] == [f"b.py: {self.MESSAGE}"]

    def test_no_limit(self, tmp_path: Path) -> None:
        written(tmp_path, a="# sleep\n", b=BROKEN)
        assert len(lint(tmp_path, "--jobs", "2", "--file-timeout", "0")) == 1

    def test_the_time_of_all_files_together_does_not_count(self, tmp_path: Path) -> None:
        written(tmp_path, **{f"a{number}": "# sleep\n" for number in range(8)})
        assert lint(tmp_path, "--jobs", "2", "--file-timeout", "1", status=0) == []


@pytest.mark.parametrize("way", [{}, {"TEST_SPAWN": "1"}], ids=["fork", "spawn"])
@pytest.mark.parametrize(
    ("harm", "message"),
    [("config", "error: no such release"), ("defect", "internal error: LookupError: a defect of ours")],
)
def test_what_is_raised_in_a_process_is_raised_in_the_run(
    tmp_path: Path, harm: str, message: str, way: dict[str, str]
) -> None:
    written(tmp_path, a=BROKEN, b=f"# {harm}\n", c=BROKEN)
    process = start(tmp_path, "--jobs", "2", "-v", "--format", "json", **way)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert message in err
    assert ("in harm" in err) == (harm == "defect"), "where it was raised, in the process that did"


@unix
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (signal.SIGINT, 130, "tflint-ckpt: interrupted: [0-2] of 3 files were .*, and no file was changed\n"),
        (signal.SIGTERM, 143, ""),
    ],
)
def test_an_interrupted_run_leaves_nothing(
    tmp_path: Path, jobs: str, number: int, status: int, said: str
) -> None:
    texts = {"a": BROKEN, "b": "# loop\n", "c": BROKEN}
    written(tmp_path, **texts)
    process = start(tmp_path, "--jobs", jobs, "--fix")
    time.sleep(2)
    if number == signal.SIGINT:  # Ctrl-C goes to all processes of a terminal
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (out, process.returncode) == ("", status)
    assert re.fullmatch(said, err)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert {path.stem: path.read_text() for path in tmp_path.iterdir()} == texts


@unix
def test_processes_end_when_the_run_is_killed(tmp_path: Path) -> None:
    written(tmp_path, **{f"a{number}": "# sleep\n" for number in range(64)})
    process = start(tmp_path, "--jobs", "2")
    time.sleep(2)
    process.kill()
    process.communicate(timeout=30)
    deadline = time.monotonic() + 20
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(0.1)


def test_a_file_that_changes_meanwhile_is_not_written(tmp_path: Path) -> None:
    written(tmp_path, a="# meanwhile\n" + BROKEN, b=BROKEN)
    process = start(tmp_path, "--jobs", "2", "--fix")
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (
        2,
        "tflint-ckpt: error: a.py: not written: it changed while it was linted\n",
    )
    assert (tmp_path / "a.py").read_text() == "# somebody saved this\n"
    assert "max_to_keep" not in (tmp_path / "b.py").read_text()


def test_where_no_process_can_be_started_all_is_linted_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from multiprocessing.process import BaseProcess

    def start(self: BaseProcess) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(BaseProcess, "start", start)
    paths = [str(path) for path in written(tmp_path, a=BROKEN, b=CLEAN, c=BROKEN).iterdir()]
    session = Session(paths, Settings())
    results = list(dispatch.lint_files(session, paths, jobs=2, fix=False, unsafe=False))
    assert sorted(result.path for result in results) == sorted(paths)
    assert sum(len(result.findings) for result in results) == 2


def test_a_clean_file_is_sent_back_without_its_text(tmp_path: Path) -> None:
    path = written(tmp_path, a=CLEAN * 1000) / "a.py"
    session = Session([str(path)], Settings())
    assert len(pickle.dumps(WireResult(session.lint_file(str(path))))) < 1000


def test_what_is_sent_back_is_the_same_at_the_other_end(tmp_path: Path) -> None:
    path = str(written(tmp_path, a=BROKEN) / "a.py")
    there, here = Session([path], Settings()), Session([path], Settings())
    sent = there.lint_file(path, fix=True)
    wire_result: WireResult = pickle.loads(pickle.dumps(WireResult(sent)))
    Path(path).write_text("# it changes meanwhile\n")
    result = wire_result.receive(here)
    assert result.is_changed
    assert result.source is not None and sent.source is not None and sent.original is not None
    assert result.source.data == sent.source.data
    assert result.original is here.original(path)
    assert result.original is not None and result.original.data == sent.original.data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CLEAN * 1000, False),
        ("x = " + "- " * 2000 + "1\n", True),
        ("x = (a" + "\n    or a" * 3000 + ")\n", False),
        ("x = (a" + "\n.b()" * 90_000 + ")\n", sys.version_info < (3, 11)),
        ("for model in random:\n    pass\n" * 3000, False),
        ("# this and that, or nothing\n" * 900, False),
        ("# " + "this and that " * 900 + "\n", False),
        ("x = [" + "1.5, " * 9000 + "]\n", False),
        ("x = [" + "[0, 1], " * 9000 + "]\n", False),
        ("x = '" + "aGVsbG8 " * 9000 + "'\n", False),
        ("x = [" + "1, " * 9000 + "- " * 2000 + "1]\n", True),
        ("x = f'" + "{a.b.c} " * 900 + "'\n", False),
    ],
)
def test_what_may_crash_a_parser_is_seen_in_the_text(text: str, expected: bool) -> None:
    assert dispatch.may_crash(Source("a.py", text.encode())) is expected


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_of_every_kind_are_lines(ending: str) -> None:
    assert not dispatch.may_crash(Source("a.py", (CLEAN * 1000).replace("\n", ending).encode()))


@unix
class TestDeadline:
    def test_what_is_quick_enough_is_let_be(self) -> None:
        assert Deadline(5).hold(lambda: 3) == 3

    def test_what_takes_too_long_is_ended(self) -> None:
        with pytest.raises(TooSlow):
            Deadline(0.05).hold(lambda: time.sleep(20))

    def test_it_is_ended_again_where_the_first_time_was_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tflint_ckpt.processes.deadline._AGAIN", 0.05)

        def stubborn() -> None:
            try:
                time.sleep(20)
            except TooSlow:  # as in a finalizer
                time.sleep(20)

        with pytest.raises(TooSlow):
            Deadline(0.05).hold(stubborn)

    def test_the_time_can_start_afresh(self) -> None:
        deadline = Deadline(0.5)

        def steps() -> str:
            for _ in range(6):
                time.sleep(0.2)
                deadline.restart()
            return "done"

        assert deadline.hold(steps) == "done"

    def test_nothing_is_left_of_it(self) -> None:
        before = signal.getsignal(signal.SIGALRM)
        Deadline(5).hold(lambda: 3)
        assert signal.getsignal(signal.SIGALRM) is before
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)

    def test_a_thread_has_none(self) -> None:
        results: list[int] = []
        thread = threading.Thread(target=lambda: results.append(Deadline(0.01).hold(lambda: 3)))
        thread.start()
        thread.join()
        assert results == [3]
