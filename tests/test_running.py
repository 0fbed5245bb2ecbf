"""The steps of the checks: two lists at once, each with its own output, time and verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent.parent / "tools"
sys.path.insert(0, str(TOOLS))
try:
    import running
finally:
    sys.path.remove(str(TOOLS))

PYTHON = Path(sys.executable)
BUSY = "import time; all(time.process_time() < 0.2 for _ in iter(int, 1))"


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interpreter of these tests need not lie in the repository."""
    monkeypatch.setattr(running, "ROOT", Path(PYTHON.anchor))


def says(word: str, status: int = 0) -> Callable[[], None]:
    """A step that prints before, in, and after two commands."""

    def work() -> None:
        running.tell(f"{word} begins")
        running.run(PYTHON, "-c", f"print('{word} runs')")
        running.run(PYTHON, "-c", f"raise SystemExit({status})")
        running.tell(f"{word} ends")

    return work


def test_what_a_step_behind_prints_stays_together(capfd: pytest.CaptureFixture[str]) -> None:
    names = ["a", "b", "c", "d"]
    results = running.both(["a", "b"], ["c", "d"], {name: says(name) for name in names})
    assert sorted(result.name for result in results) == names
    assert {result.verdict for result in results} == {"passed"}
    said = capfd.readouterr().out.splitlines()
    lines = [line for line in said if line.endswith(("begins", "runs", "ends"))]
    for name in names:
        at = lines.index(f"{name} begins")
        assert lines[at : at + 3] == [f"{name} begins", f"{name} runs", f"{name} ends"]


@pytest.mark.parametrize(("front", "behind"), [("ab", "c"), ("c", "ab"), ("ab", ""), ("", "ab")])
def test_a_step_that_fails_keeps_no_other_from_running(
    front: str, behind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = {"a": says("a", status=3), "b": says("b"), "c": says("c")}
    verdicts = {result.name: result.verdict for result in running.both(front, behind, steps)}
    assert verdicts.pop("a").startswith("FAILED: exit status 3 of ")
    assert set(verdicts.values()) == {"passed"}
    assert "a ends" not in capfd.readouterr().out


def test_a_mistake_of_a_step_ends_all(capfd: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    for front, behind in (["a", "b"], []), (["b"], ["a"]):
        with pytest.MonkeyPatch.context() as patch, pytest.raises(ZeroDivisionError):
            patch.setattr(running, "_STOPPED", type(running._STOPPED)())
            running.both(front, behind, {"a": broken, "b": says("b")})


def test_after_a_stop_no_command_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = type(running._STOPPED)()
    stopped.set()
    monkeypatch.setattr(running, "_STOPPED", stopped)
    with pytest.raises(running.CheckError, match="stopped"):
        running.run(PYTHON, "-c", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell it")
def test_the_time_of_the_processor_is_that_of_the_step(capfd: pytest.CaptureFixture[str]) -> None:
    steps = {
        "idle": lambda: running.run(PYTHON, "-Sc", ""),
        "busy": lambda: running.each(lambda code: running.run(PYTHON, "-Sc", code), [BUSY, BUSY]),
    }
    spent = {result.name: result.processor for result in running.both(["idle"], ["busy"], steps)}
    assert spent["busy"] >= 0.4 > spent["idle"] >= 0


def test_the_table_has_a_line_for_each_step_and_one_for_all() -> None:
    results = [
        running.Result("lint", 0.0, 12.4, 11.6),
        running.Result("training", 12.4, 600.0, 1100.0, "FAILED: exit status 1 of pytest"),
    ]
    first, lint, training, everything = running.table(results).splitlines()
    assert first.split() == ["step", "began", "took", "processor"]
    assert lint == "lint            0 s   12 s       12 s  passed"
    assert training == "training       12 s  588 s     1100 s  FAILED: exit status 1 of pytest"
    assert everything.startswith("all             0 s") and everything.endswith("1112 s")
