"""Several configuration files in one run: the nearest to each file wins, and one may extend another."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from tflint_ckpt import cli, files
from tflint_ckpt.config import Configurations, load
from tflint_ckpt.settings import ConfigError, Settings

CODE = """\
import keras

checkpoint = keras.callbacks.ModelCheckpoint("model.keras", max_to_keep=3)
"""
TABLE = "[tool.tflint-ckpt]\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def write(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def found(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, list[str]]]:
    """The codes of the findings in each file, by path."""

    def run(*arguments: str) -> dict[str, list[str]]:
        cli.main(["--format", "json", *arguments])
        out, err = capsys.readouterr()
        assert err == ""
        by_path: dict[str, list[str]] = {}
        for finding in json.loads(out)["findings"]:
            by_path.setdefault(finding["path"], []).append(finding["code"])
        return by_path

    return run


Found = Callable[..., dict[str, list[str]]]


class TestTheNearest:
    def test_each_file_goes_by_its_own(self, found: Found) -> None:
        write(
            {
                "pyproject.toml": f'{TABLE}select = ["TFC101"]\n',
                "train.py": CODE,
                "old/tflint-ckpt.toml": 'select = ["TFC102"]\n',
                "old/train.py": CODE,
                "old/deep/train.py": CODE,
                "other/pyproject.toml": "[tool.ruff]\n",
                "other/train.py": CODE,
            }
        )
        assert found() == {"other/train.py": ["TFC101"], "train.py": ["TFC101"]}
        assert found("train.py", "old/train.py") == {"train.py": ["TFC101"]}
        assert found("--select", "TFC101", "old") == {
            "old/deep/train.py": ["TFC101"],
            "old/train.py": ["TFC101"],
        }
        assert found("--config", "pyproject.toml", "old/train.py") == {"old/train.py": ["TFC101"]}

    def test_several_processes_agree(self, found: Found) -> None:
        write({f"a{number}.py": CODE for number in range(3)})
        write({"old/tflint-ckpt.toml": 'ignore = ["TFC101"]\n', "old/train.py": CODE})
        alone = found("--jobs", "1", "--no-cache")
        assert alone == found("--jobs", "2", "--no-cache") == found() == found()
        assert set(alone) == {"a0.py", "a1.py", "a2.py"}

    def test_a_target_is_that_of_the_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        write({"train.py": CODE, "old/train.py": CODE, "old/tflint-ckpt.toml": 'target = "2.15"\n'})
        cli.main(["--format", "json", "--select", "TFC101"])
        report = json.loads(capsys.readouterr().out)
        assert {target["tensorflow"] for target in report["targets"]} == {"2.15", "2.21"}

    def test_a_kept_result_is_of_the_same_settings(self, found: Found) -> None:
        write({"a/train.py": CODE, "b/train.py": CODE})
        assert found("--cache-dir", "kept") == {"a/train.py": ["TFC101"], "b/train.py": ["TFC101"]}
        write({"b/tflint-ckpt.toml": 'unfixable = ["TFC101"]\nselect = ["TFC101"]\n'})
        assert found("--cache-dir", "kept", "--fix") == {"b/train.py": ["TFC101"]}
        assert Path("b/train.py").read_text() == CODE
        assert Path("a/train.py").read_text() != CODE

    def test_one_that_is_broken_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        write({"train.py": CODE, "old/train.py": CODE, "old/tflint-ckpt.toml": "selct = []\n"})
        assert cli.main([]) == cli.main(["train.py", "old/train.py"]) == 2
        assert capsys.readouterr().err == (
            'tflint-ckpt: error: old/tflint-ckpt.toml: unknown key "selct"; did you mean "select"?\n' * 2
        )
        assert cli.main(["train.py"]) == 1

    def test_what_is_said_of_the_run_is_said_by_the_one_above_all_paths(self) -> None:
        write({"tflint-ckpt.toml": 'fail-on = "never"\n', "train.py": CODE})
        write({"strict/tflint-ckpt.toml": 'fail-on = "error"\n', "strict/train.py": CODE})
        assert cli.main([]) == 0
        assert cli.main(["strict"]) == 1

    def test_settings_of_a_path(self, capsys: pytest.CaptureFixture[str]) -> None:
        write({"train.py": CODE, "old/train.py": CODE, "old/tflint-ckpt.toml": 'target = "2.15"\n'})
        cli.main(["--show-settings", "old/train.py"])
        out = capsys.readouterr().out
        assert "# configuration: old/tflint-ckpt.toml\n" in out
        assert 'target = "2.15"\n' in out
        cli.main(["--show-settings", ".", "old"])
        assert capsys.readouterr().err == "tflint-ckpt: note: old goes by old/tflint-ckpt.toml\n"

    def test_they_can_be_sent_to_another_process(self) -> None:
        write({"a/tflint-ckpt.toml": 'ignore = ["TFC101"]\n'})
        settings = pickle.loads(pickle.dumps(Configurations({"extend_select": ["all"]})("a/")))
        assert settings.of("a/x/y.py").ignore == ("TFC101",)
        assert settings.of("y.py").ignore == ()
        assert settings.of("y.py").extend_select == ("all",)


class TestExclude:
    def test_each_folder_excludes_for_itself(self) -> None:
        write({"a/gen/x.py": "", "b/gen/x.py": "", "a/tflint-ckpt.toml": 'exclude = ["gen"]\n'})
        assert collected(".") == ["b/gen/x.py"]
        assert collected(".", extend_exclude=["gen"]) == []

    def test_the_folder_above_says_whether_it_is_entered(self) -> None:
        write({"tflint-ckpt.toml": 'extend-exclude = ["a"]\n', "a/x.py": "", "a/tflint-ckpt.toml": ""})
        assert collected(".") == []
        assert collected("a") == ["a/x.py"]

    @pytest.mark.parametrize(
        ("patterns", "left"),
        [
            ('extend-exclude = ["gen"]', "a.py"),
            ('extend-exclude = ["!build"]', "a.py build/x.py gen/y.py"),
            ('exclude = ["gen"]', "a.py build/x.py"),
            ("exclude = []", "a.py build/x.py gen/y.py"),
            ('exclude = ["gen"]\nextend-exclude = ["a.py"]', "build/x.py"),
            ('exclude = ["*.py"]\nextend-exclude = ["!a.py"]', "a.py"),
        ],
    )
    def test_patterns_add_to_others(self, patterns: str, left: str) -> None:
        write({"a.py": "", "build/x.py": "", "gen/y.py": "", "tflint-ckpt.toml": patterns})
        assert " ".join(collected(".")) == left

    @pytest.mark.parametrize(
        ("named", "left"),
        [
            ("gen", ""),
            ("gen/", ""),
            ("gen/sub", ""),
            ("gen/sub/y.py", ""),
            ("build", ""),
            ("build/x.py", ""),
            ("venv/lib", ""),
            ("src", "src/build.py"),
            ("src/build.py", "src/build.py"),
            (".", "src/build.py"),
        ],
    )
    def test_force_exclude_holds_for_named_folders(self, named: str, left: str) -> None:
        write({"gen/sub/y.py": "", "build/x.py": "", "venv/lib/z.py": "", "src/build.py": ""})
        write({"tflint-ckpt.toml": 'extend-exclude = ["gen"]\nforce-exclude = true\n'})
        assert " ".join(collected(named)) == left

    def test_force_exclude_does_not_mean_the_folder_of_the_project(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write({"build/app/x.py": "", "build/app/tflint-ckpt.toml": "", "build/app/dist/y.py": ""})
        monkeypatch.chdir("build/app")
        for named in (".", "x.py", str(project / "build" / "app")):
            assert [os.path.basename(each) for each in collected(named, force_exclude=True)] == ["x.py"]
        assert collected("dist", force_exclude=True) == []


def collected(*paths: str, **over: object) -> list[str]:
    return files.collect(paths, Configurations(over)("")).files


class TestExtend:
    def test_what_is_written_stands_over_it(self, project: Path) -> None:
        write(
            {
                "base.toml": """\
                    select = ["all"]
                    ignore = ["TFC101"]
                    exclude = ["gen"]
                    extend-exclude = ["old"]
                    target = "2.15"
                    fail-on = "never"
                    unfixable = ["TFC102"]
                    cache-dir = "kept"
                    per-file-ignores = {"*.py" = ["TFC103"]}
                    """,
                "sub/tflint-ckpt.toml": """\
                    extend = "../base.toml"
                    ignore = ["TFC104"]
                    extend-exclude = ["new"]
                    unfixable = ["TFC201"]
                    fail-on = "error"
                    """,
            }
        )
        settings = load("sub/tflint-ckpt.toml")
        assert settings.select == ("all",)
        assert settings.ignore == ("TFC101", "TFC104")
        assert (settings.exclude, settings.exclude_root) == (("gen",), str(project))
        assert settings.extend_exclude == (("old", str(project)), ("new", str(project / "sub")))
        assert (settings.target, settings.target_source) == ("2.15", "base.toml")
        assert settings.fail_on == "error"
        assert settings.unfixable == ("TFC102", "TFC201")
        assert settings.cache_dir == str(project / "kept")
        assert (settings.root, settings.per_file_ignores) == (str(project), {"*.py": ("TFC103",)})
        assert settings.origin == "sub/tflint-ckpt.toml"

    def test_select_starts_afresh(self) -> None:
        write({"base.toml": 'select = ["all"]\nignore = ["TFC101"]\nextend-select = ["TFC1"]\n'})
        write({"tflint-ckpt.toml": 'extend = "base.toml"\nselect = ["TFC2"]\n'})
        settings = load("tflint-ckpt.toml")
        assert (settings.select, settings.ignore, settings.extend_select) == (("TFC2",), (), ())

    def test_a_table_of_pyproject_and_over_several(self) -> None:
        write({"pyproject.toml": f'{TABLE}target = "2.15"\n'})
        write({"a/tflint-ckpt.toml": 'extend = "../pyproject.toml"\nignore = ["TFC101"]\n'})
        write({"a/b/pyproject.toml": f'{TABLE}extend = "../tflint-ckpt.toml"\n'})
        settings = load("a/b/pyproject.toml")
        assert (settings.target, settings.ignore) == ("2.15", ("TFC101",))

    def test_the_home_and_variables_are_filled_in(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(project))
        monkeypatch.setenv("SHARED", str(project / "shared"))
        write({"shared/x.toml": 'target = "2.11"\n'})
        for written in ("~/shared/x.toml", "$SHARED/x.toml"):
            write({"tflint-ckpt.toml": f'extend = "{written}"\n'})
            assert load("tflint-ckpt.toml").target == "2.11"

    @pytest.mark.parametrize(
        ("texts", "message"),
        [
            ({"a.toml": 'extend = "gone.toml"'}, 'a.toml: "extend" names gone.toml, which is no file'),
            ({"a.toml": 'extend = "."'}, 'a.toml: "extend" names '),
            ({"a.toml": 'extend = "a.toml"'}, 'a.toml: "extend" leads round in a circle, by way of a.toml'),
            (
                {"a.toml": 'extend = "b.toml"', "b.toml": 'extend = "a.toml"'},
                'b.toml: "extend" leads round in a circle, by way of a.toml',
            ),
            ({"a.toml": 'extend = "b.toml"', "b.toml": "x = 1"}, 'b.toml: unknown key "x"'),
            ({"a.toml": "extend = 1"}, 'a.toml: "extend" must be the path of a file, not an integer'),
            ({"a.toml": 'extend = ""'}, 'a.toml: "extend" must be the path of a file'),
        ],
    )
    def test_what_cannot_be_extended_is_named(self, texts: dict[str, str], message: str) -> None:
        write(texts)
        with pytest.raises(ConfigError) as caught:
            load("a.toml")
        assert str(caught.value).startswith(message)


def test_without_any_file_all_settings_are_the_same_object() -> None:
    write({"a/b.py": ""})
    settings = Configurations({})("")
    assert settings.of("a/b.py") is settings.of("c.py") is settings
    assert settings.exclude == Settings().exclude
