"""Finding and reading configuration files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tflint_ckpt.config import find, load
from tflint_ckpt.settings import ConfigError, Settings


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


OURS = '[tool.tflint-ckpt]\nignore = ["TFC101"]\n'

FOUND = [
    ("in the folder", {"a/pyproject.toml": OURS}, "a", "a/pyproject.toml"),
    ("in a folder above", {"pyproject.toml": OURS}, "a/b", "pyproject.toml"),
    ("the nearer wins", {"pyproject.toml": OURS, "a/pyproject.toml": OURS}, "a/b", "a/pyproject.toml"),
    ("our own file first", {"pyproject.toml": OURS, "tflint-ckpt.toml": ""}, ".", "tflint-ckpt.toml"),
    ("the nearer even so", {"tflint-ckpt.toml": "", "a/pyproject.toml": OURS}, "a", "a/pyproject.toml"),
    ("an empty table is ours", {"pyproject.toml": "[tool.tflint-ckpt]\n"}, ".", "pyproject.toml"),
    ("written with dots", {"pyproject.toml": "[tool]\ntflint-ckpt.ignore = []\n"}, ".", "pyproject.toml"),
    ("others' tables are passed by", {"pyproject.toml": OURS, "a/pyproject.toml": "[tool.ruff]\n"}, "a",
     "pyproject.toml"),
    ("so is one that only depends on us",
     {"pyproject.toml": OURS, "a/pyproject.toml": '[dependency-groups]\nlint = ["tflint-ckpt"]\n'}, "a",
     "pyproject.toml"),
    ("and one that is no TOML, nor names us", {"pyproject.toml": OURS, "a/pyproject.toml": "<<<<"}, "a",
     "pyproject.toml"),
    ("a folder of that name is no file", {"pyproject.toml": OURS, "a/tflint-ckpt.toml/x": ""}, "a",
     "pyproject.toml"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "folder", "expected"), [row[1:] for row in FOUND], ids=[r[0] for r in FOUND]
)
def test_the_nearest_file_is_found(project: Path, files: dict[str, str], folder: str, expected: str) -> None:
    os.makedirs(folder, exist_ok=True)
    for path, text in files.items():
        write(path, text)
    assert find(folder) == str(project / expected)


def test_no_file_is_found() -> None:
    write("pyproject.toml", "[tool.black]\n")
    write("a/x.py", "")
    assert find("a") is None


def test_every_key_is_read(project: Path) -> None:
    write(
        "conf/pyproject.toml",
        """\
        [tool.tflint-ckpt]
        select = ["recommended", "TFC1"]
        extend-select = ["canonical"]
        ignore = ["checkpoint-max-to-keep"]
        exclude = ["legacy/", "*_pb2.py"]
        cell-magics = ["%%jit", "spark"]
        cache-dir = "kept"
        file-timeout = 2.5
        target = "2.12..2.15"
        fail-on = "error"
        unsafe-fixes = true
        [tool.tflint-ckpt.per-file-ignores]
        "tests/**" = ["TFC101"]
        """,
    )
    settings = load("conf/pyproject.toml")
    assert settings.select == ("recommended", "TFC1")
    assert settings.extend_select == ("canonical",)
    assert settings.ignore == ("checkpoint-max-to-keep",)
    assert settings.exclude == ("legacy/", "*_pb2.py")
    assert settings.cell_magics == ("jit", "spark")
    assert settings.cache_dir == str(project / "conf" / "kept")
    assert settings.file_timeout == 2.5
    assert settings.target == "2.12..2.15"
    assert settings.fail_on == "error"
    assert settings.unsafe_fixes is True
    assert settings.per_file_ignores == {"tests/**": ("TFC101",)}
    assert settings.origin == settings.target_source == "conf/pyproject.toml"
    assert settings.root == settings.exclude_root == str(project / "conf")


def test_what_is_not_written_stays_as_it_is_by_default() -> None:
    write("tflint-ckpt.toml", "unsafe-fixes = false\n")
    settings, default = load("tflint-ckpt.toml"), Settings()
    for key in ("select", "extend_select", "ignore", "exclude", "cell_magics", "target", "fail_on",
                "unsafe_fixes"):  # fmt: skip
        assert getattr(settings, key) == getattr(default, key)


def test_a_file_of_another_name_holds_the_keys_at_its_top() -> None:
    write("strict.toml", '\ufefftarget = "keras3"\n')
    assert load("strict.toml").target == "keras3"


WRONG = [
    ('selct = ["all"]', 'unknown key "selct"; did you mean "select"?'),
    ("extend_select = []", 'unknown key "extend_select"; did you mean "extend-select"?'),
    ("zzz = 1", 'unknown key "zzz"'),
    ('select = "TFC101"', '"select" must be a list of strings, not a string'),
    ("ignore = [101]", '"ignore" must be a list of strings, but holds an integer'),
    ('select = ["TFC1O1"]', '"select" unknown rule "TFC1O1"; did you mean "TFC101"?'),
    (
        'ignore = ["checkpoint-max-keep"]',
        '"ignore" unknown rule "checkpoint-max-keep"; did you mean "checkpoint-max-to-keep"?',
    ),
    (
        'extend-select = ["recomended"]',
        '"extend-select" unknown rule "recomended"; did you mean "recommended"?',
    ),
    ("exclude = {}", '"exclude" must be a list of strings, not a table'),
    ('exclude = ["a", "!"]', '"exclude" holds "!", which is not a gitignore pattern'),
    ('exclude = ["[z-a]"]', '"exclude" holds "[z-a]", which is not a gitignore pattern'),
    ('per-file-ignores = {"[z-a]" = []}',
     '"per-file-ignores" holds "[z-a]", which is not a gitignore pattern'),
    ('"a\\nb\\u001b" = 1', 'unknown key "a\\nb\\x1b"'),
    ("cache-dir = 1", '"cache-dir" must be the path of a folder, not an integer'),
    ('cache-dir = ""', '"cache-dir" must be the path of a folder'),
    ('cache-dir = "\\u0000"', '"cache-dir" must be the path of a folder'),
    ('file-timeout = "30"', '"file-timeout" must be a number of seconds, not a string'),
    ("file-timeout = true", '"file-timeout" must be a number of seconds, not a boolean'),
    *((f"file-timeout = {wrong}", '"file-timeout" must be a number of seconds from 0 (no limit) to 1,000,000')
      for wrong in ("-1", "nan", "inf")),
    ('cell-magics = "jit"', '"cell-magics" must be a list of strings, not a string'),
    ('cell-magics = ["jit", "%%"]', '"cell-magics" holds "%%", which is not the name of a cell magic'),
    ('cell-magics = ["%jit"]', '"cell-magics" holds "%jit", which is not the name of a cell magic'),
    ('cell-magics = ["%%jit -n"]', '"cell-magics" holds "%%jit -n", which is not the name of a cell magic'),
    ('cell-magic = ["jit"]', 'unknown key "cell-magic"; did you mean "cell-magics"?'),
    ("target = 2.15", '"target" must be a string such as "2.15", not a float'),
    ('target = "tf2"', '"target" "tf2" is not a TensorFlow release; write "auto", "keras2", "keras3", '
     'a release such as "2.15", or a range such as "2.15..2.21"'),
    ('fail-on = "warn"', '"fail-on" must be one of error, warning, info, never, not "warn"; '
     'did you mean "warning"?'),
    ("fail-on = true", '"fail-on" must be one of error, warning, info, never, not a boolean'),
    ('unsafe-fixes = "yes"', '"unsafe-fixes" must be true or false, not a string'),
    ("unsafe-fixes = 1979-05-27", '"unsafe-fixes" must be true or false, not a date or time'),
    ('per-file-ignores = ["TFC101"]',
     '"per-file-ignores" must be a table from globs to lists of rules, not a list'),
    ('per-file-ignores = {"a.py" = "TFC101"}',
     '"per-file-ignores" of "a.py": must be a list of strings, not a string'),
    ('per-file-ignores = {"a.py" = ["TFC1O1"]}',
     '"per-file-ignores" of "a.py": unknown rule "TFC1O1"; did you mean "TFC101"?'),
    ('fixes = "keep-last-n"', '"fixes" must be a table from rules to names of fixes, not a string'),
    ('fixes = {TFC1O1 = "keep-last-n"}',
     '"fixes" holds "TFC1O1", which is no rule with several fixes; did you mean "TFC101"?'),
    ('fixes = {checkpoint-max-keep = "keep-last-n"}',
     '"fixes" holds "checkpoint-max-keep", which is no rule with several fixes; '
     'did you mean "checkpoint-max-to-keep"?'),
    ('fixes = {TFC102 = "keep-last-n"}',
     '"fixes" holds "TFC102", which is no rule with several fixes; did you mean "TFC104"?'),
    ('fixes = {TFC101 = "keep-last"}',
     '"fixes" of "TFC101": must be one of "keep-last-n", not "keep-last"; did you mean "keep-last-n"?'),
    ('fixes = {checkpoint-max-to-keep = 3}',
     '"fixes" of "checkpoint-max-to-keep": must be one of "keep-last-n", not an integer'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), WRONG)
def test_what_cannot_be_used_is_named_in_one_line(line: str, message: str) -> None:
    write("pyproject.toml", f"[tool.tflint-ckpt]\n{line}\n")
    write("a/tflint-ckpt.toml", f"{line}\n")
    for path, where in (
        ("pyproject.toml", "pyproject.toml: [tool.tflint-ckpt]"),
        ("a/tflint-ckpt.toml", "a/tflint-ckpt.toml:"),
    ):
        with pytest.raises(ConfigError) as caught:
            load(path)
        assert str(caught.value) == f"{where} {message}"


@pytest.mark.parametrize("rule", ["TFC101", "checkpoint-max-to-keep"])
def test_a_fix_is_chosen_by_the_name_or_code_of_its_rule(rule: str) -> None:
    write("tflint-ckpt.toml", f'fixes = {{{rule} = "keep-last-n"}}\n')
    assert load("tflint-ckpt.toml").fixes == {"TFC101": "keep-last-n"}


def test_our_table_must_be_one() -> None:
    write("pyproject.toml", '[tool]\ntflint-ckpt = "all"\n')
    assert find(".") is not None
    with pytest.raises(
        ConfigError, match=r"^pyproject\.toml: \[tool\.tflint-ckpt\] must be a table, not a string$"
    ):
        load("pyproject.toml")


def test_what_is_not_toml_is_refused_with_its_place() -> None:
    write("pyproject.toml", "[tool.tflint-ckpt]\nselect = [\n")
    for read in (load, lambda path: find(os.path.dirname(path))):
        with pytest.raises(ConfigError, match=r"^pyproject\.toml: is not valid TOML: .*line|end of document"):
            read("pyproject.toml")


def test_what_is_not_text_is_refused() -> None:
    Path("tflint-ckpt.toml").write_bytes(b'target = "\xff"\n')
    with pytest.raises(ConfigError, match=r"^tflint-ckpt\.toml: is not UTF-8 text \(at byte 10\)$"):
        load("tflint-ckpt.toml")


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^nowhere\.toml: cannot be read: No such file"):
        load("nowhere.toml")


IGNORED = [
    ("tests/**", "tests/deep/test_x.py", True),
    ("tests/**", "src/tests/test_x.py", False),
    ("test_*.py", "src/test_x.py", True),
    ("test_*.py", "src/my_test_x.py", False),
    ("/train.py", "train.py", True),
    ("/train.py", "src/train.py", False),
    ("examples", "examples/a.py", True),
    ("!src/**", "src/a.py", False),
    ("!src/**", "tests/a.py", True),
]


@pytest.mark.parametrize(("glob", "path", "ignored"), IGNORED)
def test_per_file_ignores_start_from_the_file_that_holds_them(glob: str, path: str, ignored: bool) -> None:
    write("project/tflint-ckpt.toml", f'per-file-ignores = {{"{glob}" = ["TFC101"]}}\n')
    settings = load("project/tflint-ckpt.toml")
    assert settings.ignored_in(f"project/{path}") == (("TFC101",) if ignored else ())


def test_nothing_is_ignored_without_a_table() -> None:
    assert Settings().ignored_in("train.py") == ()


def from_file() -> Settings:
    settings = Settings()
    settings.select, settings.extend_select, settings.ignore = ("all",), ("TFC102",), ("TFC101",)
    settings.exclude, settings.exclude_root = ("gen",), "/project"
    settings.target, settings.target_source = "2.15", "pyproject.toml"
    settings.fail_on, settings.unsafe_fixes = "info", True
    return settings


def state(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in Settings.__slots__}


def test_an_empty_command_line_changes_nothing() -> None:
    settings = from_file()
    settings.override()
    assert state(settings) == state(from_file())


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({"select": ["TFC1"]}, {"select": ("TFC1",), "extend_select": (), "ignore": ()}),
        ({"extend_select": ["TFC2"]}, {"extend_select": ("TFC102", "TFC2")}),
        ({"ignore": ["TFC2"]}, {"ignore": ("TFC101", "TFC2")}),
        ({"exclude": ["old"]}, {"exclude": ("old",), "exclude_root": None}),
        ({"target": "auto"}, {"target": "auto", "target_source": "--target"}),
        ({"fail_on": "never"}, {"fail_on": "never"}),
        ({"unsafe_fixes": True}, {}),
    ],
)
def test_the_command_line_stands_over_the_file(given: dict[str, object], changed: dict[str, object]) -> None:
    settings = from_file()
    settings.override(**given)  # type: ignore[arg-type]
    assert state(settings) == {**state(from_file()), **changed}


def test_unsafe_fixes_can_be_switched_on_by_the_command_line() -> None:
    settings = Settings()
    settings.override(unsafe_fixes=True)
    assert settings.unsafe_fixes is True
