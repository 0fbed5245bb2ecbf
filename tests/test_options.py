"""The command line, read with argparse and without it: both ways agree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tflint_ckpt.command_line import parse, parse_fully
from tflint_ckpt.options import OPTIONS, Option, Options, UsageError, check, parse_plain

ROWS = [row for section in OPTIONS.values() for row in section]
FLAGS = [flag for row in ROWS if row.kind == "flag" for flag in row.flags]

PLAIN = [
    [],
    ["src/"],
    ["--fix", "src/"],
    ["-q", "a.py"],
    ["a.py", "--fix", "b.py", "-v", "c.py"],
    ["-"],
    ["--diff", "-"],
    ["--fix", "--fix"],
    ["", "a b.py"],
    *[[flag] for flag in FLAGS],
    [*FLAGS, "a.py"],
]


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_plain_calls_read_the_same_both_ways(arguments: list[str]) -> None:
    plain = parse_plain(arguments)
    assert plain is not None
    assert vars(plain) == vars(parse_fully(arguments))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--target", "2.15"],
        ["--target=2.15"],
        ["-qv"],
        ["--", "a.py"],
        ["--help"],
        ["-h"],
        ["--fxi"],
        ["-x"],
        ["--fix="],
    ],
    ids=" ".join,
)
def test_other_calls_are_left_to_argparse(arguments: list[str]) -> None:
    assert parse_plain(arguments) is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.flags[-1])
def test_every_option_has_its_place(row: Option) -> None:
    if row.kind != "help":
        assert hasattr(Options(), row.destination)


def test_nothing_but_paths_is_set_without_an_option() -> None:
    assert set(vars(Options())) - {"paths"} == {row.destination for row in ROWS if row.kind != "help"}


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--select", "TFC1,model-parameter"], "select", ["TFC1", "model-parameter"]),
        (["--select", "TFC1", "--select=TFC2, TFC3 ,"], "select", ["TFC1", "TFC2", "TFC3"]),
        (["--ignore", "TFC104"], "ignore", ["TFC104"]),
        (["--extend-select", "canonical"], "extend_select", ["canonical"]),
        (["--exclude", "a/*,b"], "exclude", ["a/*", "b"]),
        (["--target", "keras2"], "target", "keras2"),
        (["--format", "json"], "format", "json"),
        (["--output", "out.json"], "output", ["out.json"]),
        (["--output", "a", "--output", "sarif:b"], "output", ["a", "sarif:b"]),
        (["--fail-on", "never"], "fail_on", "never"),
        (["--color=always"], "color", "always"),
        (["--explain", "TFC101"], "explain", "TFC101"),
        (["--config", "a.toml"], "config", "a.toml"),
        (["--cache-dir", "kept"], "cache_dir", "kept"),
        (["--jobs", "1"], "jobs", 1),
        (["--jobs=12"], "jobs", 12),
        (["--jobs", "auto"], "jobs", None),
        (["--file-timeout", "90"], "file_timeout", 90),
        (["--file-timeout", "0.5"], "file_timeout", 0.5),
        (["--file-timeout", "0"], "file_timeout", 0),
        (["--stdin-filename", "a.py"], "stdin_filename", "a.py"),
        (["-qv"], "quiet", True),
        (["-qv"], "verbose", True),
        (["a.py", "--target", "2.15", "b.py"], "paths", ["a.py", "b.py"]),
        (["a.py", "--", "--fix", "--", "-b.py"], "paths", ["a.py", "--fix", "--", "-b.py"]),
        (["--target", "2.15", "--", "-"], "paths", ["-"]),
        (["--target", "2.15", "-"], "paths", ["-"]),
    ],
)
def test_options_with_a_value(arguments: list[str], name: str, value: object) -> None:
    assert getattr(parse(arguments), name) == value


def test_one_call_does_not_leak_into_the_next() -> None:
    assert parse(["--select", "TFC1"]).select == ["TFC1"]
    assert parse(["--target", "2.15"]).select == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fxi"], 'unknown option "--fxi"; did you mean "--fix"?'),
        (["a.py", "--statistic"], 'unknown option "--statistic"; did you mean "--statistics"?'),
        (["--selct=TFC1"], 'unknown option "--selct"; did you mean "--select"?'),
        (["--target", "2.15", "--zzzzz"], 'unknown option "--zzzzz"; see --help'),
        (["-1"], 'unknown option "-1"; see --help'),
        (["-1\r\x1b[2J"], 'unknown option "-1\\r\\x1b[2J"; see --help'),
        (["--fail"], 'unknown option "--fail"; did you mean "--fail-on"?'),
        (["--verb"], 'unknown option "--verb"; did you mean "--verbose"?'),
        (["--show"], 'unknown option "--show"; '
         'did you mean "--show-fixes", "--show-settings" or "--show-files"?'),
        (["--fmt"], 'unknown option "--fmt"; did you mean "--format"?'),
        *(([wrong], f'unknown option "{wrong}"; see --help')
          for wrong in ("--bogus", "--foo", "--nope", "--warn", "--e")),
        (["--format", "jsn"], '--format: "jsn" is not one of text, concise, json, json-lines, sarif, '
         'github, gitlab, azure, junit, rdjson, pylint, markdown, mermaid, svg; '
         'did you mean "json"?'),
        (["--fail-on", "errors"], '--fail-on: "errors" is not one of error, warning, info, never; '
         'did you mean "error"?'),
        (["--color", "blue"], '--color: "blue" is not one of auto, always, never'),
        *(
            (["--jobs", wrong], f'--jobs: "{wrong}" is neither a number from 1 on nor auto')
            for wrong in ("0", "two", "1.5", "", "²", "٣")
        ),
        (["--jobs=-1"], '--jobs: "-1" is neither a number from 1 on nor auto'),
        (["--file-timeout", "soon"], '--file-timeout: "soon" is not a number of seconds'),
        *(
            ([f"--file-timeout={wrong}"], "--file-timeout: must be a number of seconds "
             "from 0 (no limit) to 1,000,000")
            for wrong in ("-1", "nan", "inf", "1e7")
        ),
        (["--select", ","], "--select: expected at least one value"),
        (["--select"], "--select: expected one argument"),
        (["--select", "--fix"], "--select: expected one argument"),
        (["--fix=yes"], "--fix: ignored explicit argument 'yes'"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_line(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(arguments)
    assert str(caught.value) == message


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["--fix", "--help"])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("usage: tflint-ckpt [OPTIONS] [PATH ...]\n")
    assert all(flag in shown for row in ROWS for flag in row.flags)


@pytest.mark.parametrize(
    ("arguments", "slow"),
    [
        (
            ["--version"],
            {"typing", "dataclasses", "re", "enum", "pathlib", "argparse", "json", "collections.abc"},
        ),
        (
            ["--fix", "clean.py"],
            {
                *("typing", "dataclasses", "re", "enum", "pathlib", "argparse", "json", "collections.abc"),
                *("libcst", "difflib", "tempfile", "unicodedata", "tomllib", "pathspec", "packaging", "yaml"),
                *("sqlite3", "hashlib", "multiprocessing", "signal", "tqdm"),
            },
        ),
    ],
    ids=["--version", "a clean file"],
)
def test_what_costs_time_is_not_imported(tmp_path: Path, arguments: list[str], slow: set[str]) -> None:
    (tmp_path / "clean.py").write_text("import keras\n")
    script = f"""
import sys
from tflint_ckpt.__main__ import status
status(sys.argv[1:])
print(sorted({slow} & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
    )
    assert (done.stdout.splitlines()[1:], done.stderr) == (["[]"], "")


class TestWordsOfOtherLinters:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    @pytest.mark.parametrize(
        ("arguments", "name", "value"),
        [
            (["check", "src"], "paths", ["src"]),
            (["check"], "paths", []),
            (["check", "--fix", "."], "fix", True),
            (["rule", "TFC101"], "explain", "TFC101"),
            (["explain", "TFC101", "-f", "json"], "explain", "TFC101"),
            (["init"], "init", True),
            (["version"], "version", True),
            (["--fix", "watch", "src"], "watch", True),
            (["./check"], "paths", ["./check"]),
            (["src", "check"], "paths", ["src", "check"]),
            (["--", "check"], "paths", ["check"]),
        ],
    )
    def test_understood(self, arguments: list[str], name: str, value: object) -> None:
        assert getattr(parse(arguments), name) == value

    def test_a_file_of_that_name_is_meant(self) -> None:
        Path("check").mkdir()
        assert parse(["check", "src"]).paths == ["check", "src"]

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["rule"], "write rule with the code or name of one rule; --list-rules lists them"),
            (["rule", "TFC101", "TFC102"], "write rule with the code or name of one rule; --list-rules"),
            (["format", "src"], 'no file is called "format", and this linter formats nothing; --fix applies'),
            (["linter"], "--list-rules lists every rule"),
            (["config"], "--show-settings prints the settings in use, and init writes all keys"),
            (["--add-noqa"], 'unknown option "--add-noqa"; --add-ignore writes comments'),
            (["--extend-ignore", "TFC101"], '"--extend-ignore"; --ignore adds to what the configuration ign'),
            (["--target-version=py311"], '"--target-version"; write --target with a release of TensorFlow'),
            (["--disable=all"], 'unknown option "--disable"; write --ignore RULES'),
        ],
    )
    def test_answered(self, arguments: list[str], message: str) -> None:
        with pytest.raises(UsageError) as caught:
            parse(arguments)
        assert message in str(caught.value)

    def test_help_is_a_word_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            parse(["help"])
        assert capsys.readouterr().out.startswith("usage: tflint-ckpt")

    @pytest.mark.parametrize(
        ("arguments", "name", "value"),
        [
            (["--output-format", "json"], "format", "json"),
            (["--output-file", "a.txt"], "output", ["a.txt"]),
            (["--ignore-noqa"], "ignore_suppressions", True),
            (["-n"], "no_cache", True),
            (["-w"], "watch", True),
            (["-e"], "exit_zero", True),
            (["--fixable", "TFC1,TFC2", "--unfixable", "TFC101"], "fixable", ["TFC1", "TFC2"]),
            (["--extend-exclude", "a,b"], "extend_exclude", ["a", "b"]),
            (["--completion", "fish"], "completion", "fish"),
        ],
    )
    def test_what_users_of_ruff_type(self, arguments: list[str], name: str, value: object) -> None:
        assert getattr(parse(arguments), name) == value


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-q", "-v"], "--quiet and --verbose cannot be combined"),
        (["--isolated", "--config", "x"], "--isolated and --config cannot be combined"),
        (["--no-cache", "--cache-dir", "x"], "--no-cache and --cache-dir cannot be combined"),
        (["-e", "--fail-on", "error"], "--exit-zero and --fail-on cannot be combined"),
        (["--write-baseline", "--since", "main"], "--write-baseline and --since cannot be combined"),
        (["--write-baseline", "--add-ignore"], "--write-baseline and --add-ignore cannot be combined"),
        (["--write-baseline", "--fix"], "--write-baseline and --fix cannot be combined"),
        (["--diff", "--statistics"], "--diff and --statistics cannot be combined"),
        (["--staged", "--fix"], "--staged and --fix cannot be combined"),
        (["--staged", "--since", "main"], "--since and --staged cannot be combined"),
        (["--add-ignore", "--fix"], "--add-ignore and --fix cannot be combined"),
        (["--add-ignore", "--diff"], "--add-ignore and --diff cannot be combined"),
        (["--add-ignore", "--ignore-noqa"], "--add-ignore and --ignore-suppressions cannot be combined"),
        (["--watch", "--diff"], "--diff and --watch cannot be combined"),
        (["--watch", "--write-baseline"], "--write-baseline and --watch cannot be combined"),
        (["--list-rules", "--show-files"], "--list-rules and --show-files cannot be combined"),
        (["--explain", "TFC101", "--fix"], "--explain and --fix cannot be combined"),
        (["--init", "--fix"], "--init and --fix cannot be combined"),
        (["--reason", "x"], "--reason is for --add-ignore"),
        (["--show-fixes"], "--show-fixes is for --fix and --diff"),
        (["--diff", "-f", "sarif"], "--diff is not written as sarif, but as text or concise"),
        (["--statistics", "-f", "sarif"],
         "--statistics is not written as sarif, but as text, concise or json"),
        (["--show-files", "-f", "json"], "--show-files is not written as json, but as text or concise"),
        (["--since", ""], "--since: expected a value"),
        (["--baseline="], "--baseline: expected a value"),
        (["--stdin-filename", ""], "--stdin-filename: expected a value"),
        (["-f", "svg"], "--format svg is for --explain-pipeline"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_together(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(parse(arguments))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--fix", "--diff"],
        ["--fix", "--show-fixes", "--unsafe-fixes"],
        ["--diff", "--show-fixes"],
        ["--unsafe-fixes"],
        ["--add-ignore", "--since", "main", "--reason", "x"],
        ["--write-baseline", "--baseline", "x"],
        ["--statistics", "--fix"],
        ["--watch", "--fix"],
        ["--list-rules", "-f", "json"],
        ["--explain-pipeline", "a.py:3", "-f", "svg"],
        ["--version", "-v"],
        ["--show-settings", "-f", "json", "--isolated"],
    ],
)
def test_options_that_do(arguments: list[str]) -> None:
    check(parse(arguments))
