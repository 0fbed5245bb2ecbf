"""The command as its users meet it: what it prints where, what it writes, and its exit status."""

from __future__ import annotations

import gc
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.report.build import file_result, finding, run_result, source
from tflint_ckpt import __main__, cli, runner
from tflint_ckpt.finding import Severity
from tflint_ckpt.result import RunResult
from tflint_ckpt.settings import DEFAULT_EXCLUDE

BROKEN = """\
import keras

checkpoint = keras.callbacks.ModelCheckpoint(
    "model.keras",
    max_to_keep=3,
)
"""
MENDED = BROKEN.replace("    max_to_keep=3,\n", "")
CLEAN = "import keras\n"
DIFF = """\
--- train.py
+++ train.py
@@ -2,5 +2,4 @@
 
 checkpoint = keras.callbacks.ModelCheckpoint(
     "model.keras",
-    max_to_keep=3,
 )
"""  # noqa: W293 - a blank line of the file, in the diff
LINE = "train.py:5:5: error TFC101 [*] "


class Outcome:
    """What a call printed and returned."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


class Folder:
    """A folder with one file that has a fixable error, and the command run in it."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self.train = path / "train.py"
        self.train.write_text(BROKEN)
        self._capsys = capsys

    def run(self, *arguments: str) -> Outcome:
        status = cli.main(arguments)
        return Outcome(status, *self._capsys.readouterr())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Folder:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Folder(tmp_path, capsys)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))


def test_findings_exit_1(folder: Folder) -> None:
    done = folder.run()
    assert done.status == 1
    assert done.out.startswith("train.py:5:5: error TFC101 checkpoint-max-to-keep\n")
    assert done.out.endswith("Found 1 error in 1 file. 1 fixable with --fix.\n")
    assert done.err == ""
    assert folder.train.read_text() == BROKEN


def test_nothing_to_report_exits_0(folder: Folder) -> None:
    folder.train.write_text(CLEAN)
    done = folder.run("train.py")
    assert (done.status, done.out, done.err) == (0, "All checks passed.\n", "")


def test_quiet(folder: Folder) -> None:
    folder.train.write_text(CLEAN)
    done = folder.run("-q")
    assert (done.status, done.out, done.err) == (0, "", "")


def test_verbose_says_what_was_used(folder: Folder) -> None:
    folder.train.write_text(CLEAN)
    assert folder.run("-v", "--isolated").out == (
        "target: TensorFlow 2.21 (Keras 3), by default\n"
        "settings: no configuration file\n"
        "checked: 1 file\n"
        "All checks passed.\n"
    )


def test_no_files(folder: Folder) -> None:
    folder.train.unlink()
    done = folder.run()
    assert (done.status, done.out) == (0, "")
    assert done.err == "tflint-ckpt: note: no files to check\n"


class TestFixing:
    def test_fix_writes_and_says_so(self, folder: Folder) -> None:
        done = folder.run("--fix")
        assert (done.status, done.err) == (0, "")
        assert done.out == "Fixed 1 finding in 1 file. All checks passed.\n"
        assert folder.train.read_text() == MENDED

    def test_fixing_again_changes_nothing(self, folder: Folder) -> None:
        folder.run("--fix")
        before = folder.train.stat().st_mtime_ns, folder.train.stat().st_ino
        assert folder.run("--fix").out == "All checks passed.\n"
        assert (folder.train.stat().st_mtime_ns, folder.train.stat().st_ino) == before

    def test_unsafe_fixes_alone_write_nothing(self, folder: Folder) -> None:
        assert folder.run("--unsafe-fixes").status == 1
        assert folder.train.read_text() == BROKEN

    @pytest.mark.parametrize("arguments", [["--diff"], ["--fix", "--diff"]], ids=" ".join)
    def test_diff_shows_what_fix_would_do(self, folder: Folder, arguments: list[str]) -> None:
        done = folder.run(*arguments)
        assert (done.status, done.out, done.err) == (1, DIFF, "Would fix 1 finding in 1 file.\n")
        assert folder.train.read_text() == BROKEN

    def test_diff_of_nothing(self, folder: Folder) -> None:
        folder.train.write_text(MENDED)
        done = folder.run("--diff")
        assert (done.status, done.out, done.err) == (0, "", "Would fix nothing.\n")

    def test_diff_does_not_hide_what_it_cannot_mend(self, folder: Folder) -> None:
        folder.train.write_text("def f(:\n")
        done = folder.run("--diff")
        assert (done.status, done.out) == (1, "")
        assert done.err == "Would fix nothing. 1 error left in 1 file.\n"
        assert folder.run("--diff", "--fail-on", "never").status == 0

    def test_a_file_that_cannot_be_written_is_reported_as_it_is(self, folder: Folder) -> None:
        folder.train.chmod(0o444)
        other = folder.path / "other.py"
        other.write_text(BROKEN)
        done = folder.run("--fix", "--format", "concise")
        assert done.status == 2
        assert done.err == "tflint-ckpt: error: train.py: not written: the file is read-only\n"
        assert done.out.startswith(LINE)
        assert done.out.endswith("Fixed 1 finding in 1 file. 1 error left in 1 file. 1 fixable with --fix.\n")
        assert (folder.train.read_text(), other.read_text()) == (BROKEN, MENDED)


@pytest.mark.usefixtures("stdin")
class TestStdin:
    def test_it_is_linted(self, folder: Folder) -> None:
        folder.train.unlink()
        done = folder.run("-", "--format", "concise", "-q")
        assert done.status == 1
        assert done.out.startswith("<stdin>:5:5: error TFC101 [*] ")

    @pytest.mark.parametrize("paths", [[], ["-"]], ids=["without -", "with -"])
    def test_under_a_name(self, folder: Folder, paths: list[str]) -> None:
        done = folder.run("--stdin-filename", "src/model.py", "--format", "concise", *paths)
        assert done.status == 1
        assert done.out.startswith("src/model.py:5:5: error TFC101 [*] ")

    def test_fixing_is_a_filter(self, folder: Folder) -> None:
        done = folder.run("--fix", "-")
        assert (done.status, done.out) == (0, MENDED)
        assert done.err == "Fixed 1 finding in 1 file. All checks passed.\n"

    def test_a_filter_passes_on_what_it_cannot_fix(
        self, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = b"def f(:\r\n"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        done = folder.run("--fix", "-q", "--format", "concise", "-")
        assert (done.status, done.out) == (1, data.decode())
        assert done.err.startswith("<stdin>:1:7: error TFC001 ")

    def test_diff(self, folder: Folder) -> None:
        done = folder.run("--diff", "--stdin-filename", "train.py")
        assert (done.status, done.out) == (1, DIFF)

    def test_the_file_of_that_name_is_not_touched(self, folder: Folder) -> None:
        folder.train.write_text(CLEAN)
        folder.run("--fix", "--stdin-filename", "train.py", "-")
        assert folder.train.read_text() == CLEAN


class TestOutput:
    def test_formats(self, folder: Folder) -> None:
        assert folder.run("--format", "concise").out.startswith(LINE)
        report = json.loads(folder.run("--format", "json").out)
        assert report["summary"]["errors"] == 1
        assert report["findings"][0]["path"] == "train.py"

    def test_to_a_file(self, folder: Folder) -> None:
        done = folder.run("--format", "concise", "--output", "report.txt", "-q")
        assert (done.status, done.out, done.err) == (1, "", "")
        assert (folder.path / "report.txt").read_text().startswith(LINE)

    def test_to_a_file_that_cannot_be_written(self, folder: Folder) -> None:
        done = folder.run("--output", "no/report.txt")
        assert (done.status, done.out) == (2, "")
        assert done.err == "tflint-ckpt: error: cannot write no/report.txt: No such file or directory\n"

    def test_statistics(self, folder: Folder) -> None:
        assert folder.run("--statistics").out == (
            "found  errors  safe  unsafe  by hand  not judged  rule\n"
            "    1       1     1       0        0           0  TFC101  checkpoint-max-to-keep\n"
            "\n"
            "target: TensorFlow 2.21 (Keras 3), by default: 1 file\n"
        )
        (row,) = json.loads(folder.run("--statistics", "--format", "json").out)["statistics"]
        assert (row["code"], row["count"]) == ("TFC101", 1)

    def test_colour(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\033[" not in folder.run().out
        assert "\033[" in folder.run("--color", "always").out
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\033[" in folder.run().out
        assert "\033[" not in folder.run("--color", "never").out
        folder.run("--output", "report.txt", "--color", "auto")
        monkeypatch.delenv("FORCE_COLOR")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        folder.run("--output", "report.txt")
        assert "\033[" not in (folder.path / "report.txt").read_text()


class TestInsteadOfLinting:
    def test_version(self, folder: Folder) -> None:
        assert folder.run("--version").out == "tflint-ckpt 0.1.0\n"

    @pytest.mark.parametrize("word", ["TFC101", "tfc101", "Checkpoint-Max-To-Keep"])
    def test_explain(self, folder: Folder, word: str) -> None:
        done = folder.run("--explain", word)
        assert done.status == 0
        assert done.out.startswith("# checkpoint-max-to-keep (TFC101)\n\nKeras 2: error. Keras 3: error.\n")
        assert "\n## Fix safety\n" in done.out
        assert "\nWhat `--fix` makes of it:\n" in done.out
        assert "\n    Keras 3 (TF 2.21): **TypeError**" in done.out

    def test_explain_a_preset(self, folder: Folder) -> None:
        assert folder.run("--explain", "keras3").out.startswith("# keras3\n\nA preset: ")
        done = folder.run("--explain", "TFC5", "--format", "json")
        assert {rule["group"] for rule in json.loads(done.out)["rules"]} == {"saving"}

    def test_explain_in_json(self, folder: Folder) -> None:
        assert json.loads(folder.run("--explain", "TFC101", "--format", "json").out)["code"] == "TFC101"

    def test_list_rules(self, folder: Folder) -> None:
        assert "\nTFC101  checkpoint-max-to-keep " in folder.run("--list-rules").out
        rules = json.loads(folder.run("--list-rules", "--format", "json").out)["rules"]
        assert "TFC101" in [rule["code"] for rule in rules]

    def test_show_files(self, folder: Folder) -> None:
        (folder.path / "a.txt").write_text("")
        done = folder.run("--show-files")
        assert (done.status, done.out) == (0, "train.py\n")

    def test_show_files_of_a_path_that_does_not_exist(self, folder: Folder) -> None:
        done = folder.run("--show-files", "train.py", "gone.py")
        assert (done.status, done.out) == (2, "train.py\n")
        assert "gone.py" in done.err

    def test_show_settings(self, folder: Folder) -> None:
        (folder.path / "requirements.txt").write_text("tensorflow==2.15\n")
        done = folder.run("--show-settings", "--isolated", "--select", "TFC101", "--fail-on", "error")
        assert done.status == 0
        assert done.out == (
            "# configuration: none\n"
            "# target: TensorFlow 2.15 (Keras 2), from requirements.txt:1\n"
            "# looked at for .:\n"
            "#   requirements.txt:1: TensorFlow 2.15 (Keras 2) [decides]\n"
            'select = ["TFC101"]\n'
            "extend-select = []\n"
            "ignore = []\n"
            'fixable = ["all"]\n'
            "unfixable = []\n"
            f"exclude = {json.dumps(DEFAULT_EXCLUDE)}\n"
            "extend-exclude = []\n"
            "force-exclude = false\n"
            "cell-magics = []\n"
            "file-timeout = 30\n"
            'target = "auto"\n'
            'fail-on = "error"\n'
            "unsafe-fixes = false\n"
            "# rules:\n"
            "#   TFC101 checkpoint-max-to-keep\n"
        )

    def test_show_settings_in_json(self, folder: Folder) -> None:
        shown = json.loads(folder.run("--show-settings", "--format", "json", "--target", "2.15").out)
        assert shown["target"] == {"tensorflow": "2.15", "keras": "2", "source": "--target"}
        assert "TFC101" in shown["rules"]


class TestSettings:
    def test_the_configuration_of_the_linted_folder(self, folder: Folder) -> None:
        project = folder.path / "project"
        project.mkdir()
        (project / "train.py").write_text(BROKEN)
        (project / "tflint-ckpt.toml").write_text('ignore = ["TFC101"]\n')
        assert folder.run("project").status == 0
        assert folder.run("project/train.py").status == 0
        assert folder.run("project", "train.py").status == 1
        assert folder.run("--isolated", "project").status == 1
        assert folder.run("--select", "TFC101", "project").status == 1
        assert folder.run("--config", "project/tflint-ckpt.toml", "train.py").status == 0

    def test_the_command_line_is_over_it(self, folder: Folder) -> None:
        (folder.path / "tflint-ckpt.toml").write_text('target = "2.11"\nexclude = ["train.py"]\n')
        shown = json.loads(folder.run("--format", "json", "--target", "2.15", "--exclude", "x").out)
        assert shown["target"]["tensorflow"] == "2.15"
        assert shown["summary"]["warnings"] == 1

    def test_ignore(self, folder: Folder) -> None:
        assert folder.run("--ignore", "checkpoint-max-to-keep").status == 0


FAKE = source("lr = 1\n")


@pytest.mark.parametrize(
    ("severity", "fail_on", "status"),
    [
        (Severity.ERROR, None, 1),
        (Severity.WARNING, None, 1),
        (Severity.INFO, None, 0),
        (Severity.ERROR, "error", 1),
        (Severity.WARNING, "error", 0),
        (Severity.INFO, "info", 1),
        (Severity.ERROR, "never", 0),
    ],
)
def test_fail_on(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, severity: Severity, fail_on: str | None, status: int
) -> None:
    def run(paths: object, settings: object, **options: object) -> RunResult:
        result = run_result(file_result(FAKE, finding(FAKE, "lr", severity=severity)))
        result.settings.fail_on = fail_on or result.settings.fail_on
        return result

    monkeypatch.setattr(runner, "run", run)
    done = folder.run()
    assert done.status == status
    noun = "note" if severity is Severity.INFO else severity.value
    assert f"Found 1 {noun} in 1 file.\n" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fxi"], 'unknown option "--fxi"; did you mean "--fix"?'),
        (["--explain", "tfc1o1"], 'no rule is called "tfc1o1"; did you mean "TFC101"?'),
        (["--explain", "Checkpoint-Max-Keep"], 'did you mean "checkpoint-max-to-keep"?'),
        (["--explain", "zzzzzzzzz"], 'no rule is called "zzzzzzzzz"; see --list-rules'),
        (["--explain", "checkpoint-maxtokeep"], 'no rule is called "checkpoint-maxtokeep"; '
         'did you mean "checkpoint-max-to-keep"?'),
        (["--select", "checkpoint-maxtokeep"], '--select: unknown rule "checkpoint-maxtokeep"; '
         'did you mean "checkpoint-max-to-keep"?'),
        (["--select", "E501"], '--select: unknown rule "E501"; see --list-rules'),
        (["-", "train.py"], "- (stdin) cannot be combined with other paths"),
        (["--stdin-filename", "a.py", "train.py"], "--stdin-filename needs - as the only path"),
        (["--isolated", "--config", "a.toml"], "--isolated and --config cannot be combined"),
        (["-q", "-v"], "--quiet and --verbose cannot be combined"),
        (["--watch", "-"], "--watch is for files, not for stdin"),
        (["--add-ignore", "--stdin-filename", "train.py"], "--add-ignore is for files, not for stdin"),
        (["--target", "banana"], '--target: "banana" is not a TensorFlow release'),
        (["--config", "gone.toml"], "gone.toml"),
        (["gone.py"], "gone.py"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_used_is_one_line_and_exits_2(
    folder: Folder, arguments: list[str], message: str
) -> None:
    done = folder.run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("tflint-ckpt: error: ")
    assert message in done.err
    assert done.err.count("\n") == 1


def test_a_path_that_does_not_exist_does_not_hide_findings(folder: Folder) -> None:
    done = folder.run("gone.py", "train.py")
    assert done.status == 2
    assert "Found 1 error in 1 file." in done.out


class TestInternalErrors:
    @pytest.fixture(autouse=True)
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def run(*arguments: object, **options: object) -> RunResult:
            raise ZeroDivisionError("division\nby zero")

        monkeypatch.setattr(runner, "run", run)

    def test_no_traceback_reaches_a_user(self, folder: Folder) -> None:
        done = folder.run("train.py")
        assert (done.status, done.out) == (2, "")
        assert done.err == (
            "tflint-ckpt: internal error: ZeroDivisionError: division by zero (please report it, with the "
            "output of -v, at https://github.com/tflint-ckpt/tflint-ckpt/issues)\n"
        )

    def test_unless_asked_for(self, folder: Folder) -> None:
        done = folder.run("-v", "train.py")
        assert done.err.startswith("Traceback (most recent call last):\n")
        assert "\ntflint-ckpt: internal error: ZeroDivisionError: " in done.err


def start(cwd: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-m", "tflint_ckpt", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


class TestProcess:
    def test_the_exit_status_is_that_of_the_process(self, tmp_path: Path) -> None:
        (tmp_path / "train.py").write_text(BROKEN)
        process = start(tmp_path, "-q", "--format", "concise")
        out, err = process.communicate()
        assert process.returncode == 1
        assert out.decode().startswith(LINE)
        assert err == b""

    def test_a_terminal_without_the_characters(self, tmp_path: Path) -> None:
        name = os.fsdecode(b"caf\xe9\xe6\xa4\x9c.py")
        (tmp_path / name).write_text(BROKEN.replace("model", "検査点"))
        process = start(tmp_path, "--color", "never", name, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        out, err = process.communicate()
        assert (process.returncode, err) == (1, b"")
        assert out.startswith(b"caf\\udce9\\u691c.py:5:5: error TFC101")

    def test_line_endings_of_a_fixed_stdin(self, tmp_path: Path) -> None:
        data = b"\xef\xbb\xbf" + BROKEN.replace("\n", "\r\n").encode()
        out, _ = start(tmp_path, "--fix", "-").communicate(data)
        assert out == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()

    @pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
    @pytest.mark.parametrize(
        ("closed", "message"),
        [
            ("- <&-", "cannot read stdin: it is closed"),
            ("--version >&-", "cannot write the output: stdout is closed"),
        ],
    )
    def test_a_closed_stream(self, closed: str, message: str) -> None:
        done = subprocess.run(
            f"{shlex.quote(sys.executable)} -m tflint_ckpt {closed}",
            shell=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (2, f"tflint-ckpt: error: {message}\n")

    @pytest.mark.skipif(os.name != "posix", reason="pipes break otherwise there")
    def test_a_closed_pipe_ends_it_quietly(self, tmp_path: Path) -> None:
        process = start(tmp_path, "--list-rules")
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate()
        assert (process.returncode, err) == (141, b"")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
    def test_a_full_disk_under_stdout(self, tmp_path: Path) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "tflint_ckpt", "--version"],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                stdout=full,
                stderr=subprocess.PIPE,
            )
        assert done.returncode == 2
        assert done.stderr == b"tflint-ckpt: error: cannot write to <stdout>: No space left on device\n"


def test_an_interruption_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def main(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", main)
    monkeypatch.setattr(gc, "disable", lambda: None)  # the other tests want it
    assert __main__.status([]) == 130
    assert capsys.readouterr() == ("", "tflint-ckpt: interrupted\n")


class TestOutputs:
    def test_several_formats_at_once(self, folder: Folder) -> None:
        done = folder.run("--output", "sarif:out.sarif", "--output", "junit:out.xml")
        assert "TFC101" in done.out
        assert json.loads((folder.path / "out.sarif").read_text())["version"] == "2.1.0"
        assert (folder.path / "out.xml").read_text().startswith("<?xml")

    def test_a_file_beside_them(self, folder: Folder) -> None:
        done = folder.run("--format", "json", "--output", "out.json", "--output", "github:out.txt")
        assert done.out == ""
        assert json.loads((folder.path / "out.json").read_text())["findings"]
        assert (folder.path / "out.txt").read_text().startswith("::")

    def test_one_file_has_no_format_of_its_own(self, folder: Folder) -> None:
        done = folder.run("--output", "a", "--output", "b")
        assert done.status == 2
        assert "--output a and b: write FORMAT:FILE for all but one" in done.err

    def test_a_format_is_no_file(self, folder: Folder) -> None:
        done = folder.run("--output", "concise")
        assert done.status == 2
        assert "--output names a file; for that format write --format concise" in done.err
        assert not (folder.path / "concise").exists()

    def test_a_format_that_there_is_not_is_no_part_of_a_file_name(self, folder: Folder) -> None:
        done = folder.run("--output", "sarfi:out.sarif")
        assert (done.status, done.out) == (2, "")
        assert '"sarfi" is no format; did you mean "sarif"?' in done.err
        assert '"yaml" is no format; for a file of that name write ' in folder.run("-o", "yaml:a").err
        assert "--output svg:a.svg: write --format svg --output a.svg" in folder.run("-o", "svg:a.svg").err
        assert not list(folder.path.glob("*:*"))

    def test_a_file_whose_name_has_a_colon(self, folder: Folder) -> None:
        name = str(folder.path / "a:b.txt") if os.name == "posix" else str(folder.path / "b.txt")
        assert folder.run("--output", name).status == 1
        assert "TFC101" in Path(name).read_text()

    @pytest.mark.parametrize("option", ["--list-rules", "--show-files", "--diff", "--write-baseline"])
    def test_only_findings_have_more_than_one_format(self, folder: Folder, option: str) -> None:
        done = folder.run(option, "--output", "json:out.json")
        assert (done.status, done.out) == (2, "")
        assert f"--output json:out.json is for findings, which {option} does not write" in done.err

    def test_a_file_without_a_name(self, folder: Folder) -> None:
        assert "--output: expected the name of a file" in folder.run("--output", "").err
        assert "--output sarif: expected the name of a file" in folder.run("--output", "sarif:").err


def test_min_severity_leaves_out_what_is_milder(folder: Folder) -> None:
    assert json.loads(folder.run("--min-severity", "warning", "-f", "json").out)["findings"]
    done = folder.run("--target", "keras2", "--select", "TFC101", "--min-severity", "error", "-f", "json")
    assert json.loads(done.out)["findings"] == []
    assert done.status == 0


def test_exit_zero(folder: Folder) -> None:
    done = folder.run("--exit-zero")
    assert (done.status, "TFC101" in done.out) == (0, True)
    assert "--exit-zero and --fail-on cannot be combined" in folder.run("-e", "--fail-on", "error").err


class TestFixesAreListed:
    LISTED = "fixed in train.py:\n  1 TFC101 checkpoint-max-to-keep\n"

    @pytest.mark.parametrize("form", ["text", "concise"])
    def test_in_the_report(self, folder: Folder, form: str) -> None:
        done = folder.run("--fix", "--show-fixes", "-f", form)
        assert self.LISTED in done.out
        assert done.err == ""

    @pytest.mark.parametrize("form", ["json", "sarif"])
    def test_beside_what_machines_read(self, folder: Folder, form: str) -> None:
        done = folder.run("--fix", "--show-fixes", "-f", form)
        assert json.loads(done.out)
        assert done.err == self.LISTED

    def test_beside_a_diff(self, folder: Folder) -> None:
        done = folder.run("--diff", "--show-fixes")
        assert (done.out, done.err) == (DIFF, f"Would fix 1 finding in 1 file.\n{self.LISTED}")

    def test_quietly(self, folder: Folder) -> None:
        assert folder.run("--fix", "--show-fixes", "-q").out == self.LISTED

    def test_of_several_processes(self, folder: Folder) -> None:
        for name in ("a.py", "b.py", "c.py"):
            (folder.path / name).write_text(BROKEN)
        done = folder.run("--fix", "--show-fixes", "-q", "--jobs", "2")
        assert done.out.count("  1 TFC101 checkpoint-max-to-keep\n") == 4

    def test_nothing_is_listed_where_nothing_was_fixed(self, folder: Folder) -> None:
        folder.train.write_text(CLEAN)
        assert folder.run("--fix", "--show-fixes").out == "All checks passed.\n"


class TestFixable:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["--unfixable", "TFC101"],
            ["--unfixable", "checkpoint"],
            ["--fixable", "TFC2"],
            ["--fixable", "TFC1", "--unfixable", "checkpoint-max-to-keep"],
        ],
    )
    def test_what_is_unfixable_stays_as_advice(self, folder: Folder, arguments: list[str]) -> None:
        done = folder.run("--fix", *arguments)
        assert done.status == 1
        assert folder.train.read_text() == BROKEN
        assert "help: remove max_to_keep" in done.out
        assert "fixable with" not in done.out

    @pytest.mark.parametrize("arguments", [["--fixable", "TFC101"], ["--unfixable", "TFC2"]])
    def test_what_is_fixable_is_fixed(self, folder: Folder, arguments: list[str]) -> None:
        assert folder.run("--fix", *arguments).status == 0
        assert folder.train.read_text() == MENDED

    def test_an_unknown_rule(self, folder: Folder) -> None:
        done = folder.run("--unfixable", "TFC1O1")
        assert done.status == 2
        assert 'unfixable: unknown rule "TFC1O1"; did you mean "TFC101"?' in done.err


def test_completion_is_printed(folder: Folder) -> None:
    done = folder.run("--completion", "fish")
    assert (done.status, done.err) == (0, "")
    assert "complete -c tflint-ckpt -l fix" in done.out
