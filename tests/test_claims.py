"""The reader of ``claims.toml`` takes what is right and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.claims import Case, ClaimsError, Lint, Memory, Outcome, is_release, match, read, releases
from tests.notebook.made import document

WHOLE = """
title = "A title"
example = true
[lint]
target = "keras3"
fix = "safe"
findings = ["TFC101:31"]
remaining = []
[lint.keras2]
fix = "unsafe"
[before.keras2]
files_exactly = ["m_{epoch}.h5"]
[before."tf2.15"]
warns = ["odd"]
[before.keras3]
raises = "TypeError"
message = "unexpected"
trained_epochs = 0
[before."keras3.10"]
[before."keras3.9"]
raises = "ValueError"
[after.keras2]
reloads = { "a.h5" = 1, "b.h5" = "last" }
[after.keras3]
[after."tf2.11"]
absent = ["b.h5"]
[memory]
at = "peak"
ratio_at_least = 1.5
"""


def case(folder: Path, claims: str) -> Case:
    folder.mkdir(parents=True, exist_ok=True)
    for script in ("before.py", "after.py"):
        (folder / script).write_text("pass\n")
    (folder / "claims.toml").write_text(claims)
    return read(folder)


def test_a_whole_file(tmp_path: Path) -> None:
    whole = case(tmp_path / "checkpoint" / "checkpoint-max-to-keep" / "in-a-hurry", WHOLE)
    assert (whole.group, whole.rule, whole.name) == ("checkpoint", "checkpoint-max-to-keep", "in-a-hurry")
    assert (whole.title, whole.example, whole.memory) == ("A title", True, Memory("peak", 1.5))
    assert whole.text("before") == "pass\n"
    rule = ("checkpoint-max-to-keep",)
    assert whole.lint == (
        Lint("keras3", "safe", ("TFC101:31",), (), rule),
        Lint("keras2", "unsafe", ("TFC101:31",), (), rule),
    )
    assert whole.outcome("before", "keras3", "keras3") == Outcome(
        raises="TypeError", message="unexpected", trained_epochs=0
    )
    assert whole.outcome("before", "tf_keras", "keras2") == Outcome(files_exactly=("m_{epoch}.h5",))
    assert whole.outcome("before", "tf2.15", "keras2") == Outcome(warns=("odd",))
    assert whole.outcome("after", "tf2.15", "keras2") == Outcome(reloads={"a.h5": 1, "b.h5": "last"})
    assert whole.outcome("after", "keras3", "keras3") == Outcome()


def test_releases_are_run_where_a_section_names_them(tmp_path: Path) -> None:
    whole = case(tmp_path / "checkpoint" / "checkpoint-max-to-keep" / "in-a-hurry", WHOLE)
    assert whole.releases == ("keras3.9", "keras3.10", "tf2.11")
    assert whole.outcome("before", "keras3.9", "keras3") == Outcome(raises="ValueError")
    assert whole.outcome("before", "keras3.10", "keras3") == Outcome()
    assert whole.outcome("after", "keras3.9", "keras3") == Outcome()
    assert whole.outcome("after", "tf2.11", "keras2") == Outcome(absent=("b.h5",))
    assert whole.outcome("before", "tf2.11", "keras2") == Outcome(files_exactly=("m_{epoch}.h5",))
    with pytest.raises(ClaimsError):
        case(tmp_path / "checkpoint" / "checkpoint-max-to-keep" / "unreadable", "")
    assert releases(tmp_path) == whole.releases
    assert releases(tmp_path, {whole.rule}) == whole.releases
    assert releases(tmp_path, {"another-rule"}) == ()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("keras3.0", True),
        ("keras3.15", True),
        ("tf2.8", True),
        ("tf2.15", True),
        ("tf2.16", False),  # the Keras 3 that runs on it counts
        ("tf2.7", False),
        ("keras3", False),
        ("keras3.07", False),
        ("keras3.7.0", False),
        ("keras2.15", False),
    ],
)
def test_names_of_releases(name: str, known: bool) -> None:
    assert is_release(name) is known


def test_a_case_of_several_rules_says_which(tmp_path: Path) -> None:
    several = WHOLE.replace("[lint]", '[lint]\nselect = ["canonical", "TFC101"]')
    preset = case(tmp_path / "presets" / "canonical" / "all-at-once", several)
    assert (preset.group, preset.rule) == ("presets", "canonical")
    assert [lint.select for lint in preset.lint] == [("canonical", "TFC101")] * 2


@pytest.mark.parametrize("span", ["2.16", "2.15..2.21"])
def test_what_differs_on_a_release_or_a_range_of_them(tmp_path: Path, span: str) -> None:
    differs = case(tmp_path, WHOLE.replace("[lint.keras2]", f'[lint."{span}"]'))
    assert [lint.target for lint in differs.lint] == ["keras3", span]


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("title =", "titel =", "unknown key 'titel'"),
        ('title = "A title"', "", "title is missing"),
        ('title = "A title"', "title = 3", "title must be a str, not 3"),
        ('title = "A title"', r'title = "A\ntitle"', "title must be one line"),
        ("example = true", 'example = "yes"', "example must be a bool"),
        ('fix = "safe"', 'fix = "perhaps"', r"\[lint\]: fix must be one of safe, unsafe, mixed, none"),
        ('fix = "safe"', "", r"\[lint\]: fix is missing"),
        ("remaining = []", "", r"\[lint\]: remaining is missing"),
        ("TFC101:31", "TFC101", "findings must look like 'TFC101:31'"),
        ("[lint.keras2]", '[lint.keras2]\ntarget = "2.15"', r"\[lint\].keras2: unknown key 'target'"),
        ("[lint]", "[lint]\nselect = []", r"\[lint\]: select names no rule"),
        ("[lint]", '[lint]\nselect = "canonical"', r"\[lint\]: select must be a list"),
        ("[lint.keras2]", "[lint.2.16]", r"\[lint\].2: unknown key '16'; write a release in quotes"),
        ('[before."keras3.9"]', "[before.keras3.9]", r"unknown key '9'; write a release in quotes"),
        (
            '[before."keras3.9"]',
            '[before."keras4.9"]',
            r"\[before\]: unknown key 'keras4.9'; known: .* keras3.N",
        ),
        ("raises =", "raise =", r"\[before.keras3\]: unknown key 'raise'"),
        ('raises = "TypeError"', "", r"\[before.keras3\]: message needs raises"),
        ('raises = "TypeError"', 'raises = ["TypeError"]', "raises must be a str"),
        ("trained_epochs = 0", "trained_epochs = true", "trained_epochs must be a int"),
        ('warns = ["odd"]', 'warns = "odd"', "warns must be a list"),
        ('warns = ["odd"]', 'warns = [""]', "warns must hold strings that are not empty"),
        ("m_{epoch}.h5", "/tmp/m.h5", "'/tmp/m.h5' is not below the folder of the run"),
        ("m_{epoch}.h5", "../m.h5", "'../m.h5' is not below the folder of the run"),
        ('"a.h5" = 1', '"a.h5" = 0', "must be an epoch from 1, 'last' or 'any'"),
        ('"a.h5" = 1', '"a.h5" = "first"', "must be an epoch from 1, 'last' or 'any'"),
        ("[after.keras3]", '[after.keras3]\nraises = "E"\nreloads = { a = 1 }', "nothing is reloaded"),
        ("[after.keras3]", "", r"\[after.keras3\] is missing"),
        ("[after.keras3]", "[after.keras4]", r"\[after\]: unknown key 'keras4'"),
        ("ratio_at_least = 1.5", "ratio_at_least = 1.0", "ratio_at_least must be above 1"),
        ("ratio_at_least = 1.5", "ratio = 1.5", r"\[memory\]: unknown key 'ratio'"),
        ('at = "peak"', 'at = "end"', r"\[memory\]: at must be one of peak, last epoch"),
        ("title =", "title = title =", "Invalid value"),
    ],
)
def test_what_is_wrong(tmp_path: Path, good: str, bad: str, message: str) -> None:
    assert good in WHOLE
    with pytest.raises(ClaimsError, match=message) as error:
        case(tmp_path, WHOLE.replace(good, bad, 1))
    assert "claims.toml: " in str(error.value)


def test_both_scripts_are_needed(tmp_path: Path) -> None:
    case(tmp_path, WHOLE)
    (tmp_path / "after.py").unlink()
    with pytest.raises(ClaimsError, match=r"no after\.py beside it"):
        read(tmp_path)


def test_both_may_be_notebooks(tmp_path: Path) -> None:
    claims = WHOLE.replace("example = true", "").replace("TFC101:31", "TFC101:cell 2:1")
    (tmp_path / "before.ipynb").write_text(document("import os\n%pwd\n", "!ls\nprint(os)"))
    with pytest.raises(ClaimsError, match=r"no after\.ipynb beside it"):
        case(tmp_path, claims)
    (tmp_path / "after.ipynb").write_text(document("print(1)"))
    notebook = read(tmp_path)
    assert notebook.lint[0].findings == ("TFC101:cell 2:1",)
    assert notebook.path("after") == tmp_path / "after.ipynb"
    lines = notebook.runnable("before", tmp_path).read_text().splitlines()
    assert [line for line in lines if line.strip("# ")] == ["import os", "print(os)"]
    (tmp_path / "claims.toml").write_text(WHOLE)
    with pytest.raises(ClaimsError, match="a notebook cannot be an example"):
        read(tmp_path)


def test_an_untouched_script_is_claimed_of_once(tmp_path: Path) -> None:
    once = WHOLE[: WHOLE.index("[after.keras2]")]
    untouched = case(tmp_path, once)
    assert untouched.untouched
    assert untouched.outcome("after", "tf2.15", "keras2") == Outcome(warns=("odd",))
    assert not case(tmp_path, WHOLE).untouched
    (tmp_path / "after.py").write_text("print()\n")
    (tmp_path / "claims.toml").write_text(once)
    with pytest.raises(ClaimsError, match="after is missing"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("m_01.h5", "m_01.h5", True),
        ("m_01.h5", "a/m_01.h5", False),
        ("m_*.h5", "m_01.h5", True),
        ("m_0?.h5", "m_01.h5", True),
        ("m_0?.h5", "m_010.h5", False),
        ("*.h5", "a/m.h5", False),
        ("**.h5", "a/m.h5", True),
        ("a/**", "a/b/c", True),
        ("a/**", "b/c", False),
        ("m_{epoch:02d}.h5", "m_{epoch:02d}.h5", True),
        ("m_[01].h5", "m_0.h5", False),
        ("m_ 1.h5 ", "m_ 1.h5 ", True),
        ("m.h5", "mxh5", False),
    ],
)
def test_patterns_of_files(pattern: str, path: str, matches: bool) -> None:
    assert match(pattern, path) is matches
