"""Which rules' claims are trained everywhere: those that a change touches, and a quarter of the others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent.parent / "tools"
sys.path.insert(0, str(TOOLS))
try:
    import touched
finally:
    sys.path.remove(str(TOOLS))

RULES = ("a-rule", "checkpoint-period", "h5-legacy", "keras-everything", "model-parameter", "presets-of-ours")
SUBJECTS = (*RULES, "trainer", "keras-api")
Git = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a case of each rule and two commits on its branch ``main``."""
    git = git_of(tmp_path)
    git("init", "-q", "-b", "main")
    for rule in RULES:
        write(tmp_path / "fixtures" / "group" / rule / "case" / "claims.toml", "")
    write(tmp_path / "fixtures" / "README.md", "")
    for number in range(2):
        write(tmp_path / "README.md", str(number))
        commit(tmp_path)
    return tmp_path


def git_of(root: Path) -> Git:
    keys = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
    who = {f"GIT_{key}": "a@b.example" for key in keys}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments],
            cwd=root,
            env={**os.environ, **who, **alone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    return git


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def commit(root: Path, *paths: str) -> None:
    """A commit that changes *paths*."""
    git = git_of(root)
    for path in paths:
        write(root / path, "changed\n")
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "x")


def case_of(rule: str) -> str:
    return f"fixtures/group/{rule}/case/before.py"


@pytest.mark.parametrize(
    ("path", "subjects"),
    [
        ("fixtures/checkpoint/checkpoint-period/every-epoch/before.py", "checkpoint-period"),
        ("fixtures/checkpoint/checkpoint-period/every-epoch/claims.toml", "checkpoint-period"),
        ("tflint_ckpt/rules/checkpoint/period.py", "checkpoint-period"),
        ("tflint_ckpt/rules/saving/h5_legacy.py", "h5-legacy"),
        ("tests/integration/trainer.py", "trainer"),
        ("tflint_ckpt/keras_api/data/3.10.json", "keras-api"),
        ("tools/keras_api_probe.py", "keras-api"),
        ("fixtures/README.md", ""),
        ("fixtures/checkpoint/a-rule-that-is-gone/case/before.py", ""),
        ("tflint_ckpt/rules/rule.py", ""),
        ("tflint_ckpt/rules/catalogue.py", ""),
        ("tflint_ckpt/semantics/keras.py", ""),
        ("tflint_ckpt/rules/saving/__init__.py", ""),
        ("tests/rules/checkpoint/test_period.py", ""),
        ("docs/rules/checkpoint-period.md", ""),
    ],
)
def test_what_a_file_belongs_to(path: str, subjects: str) -> None:
    assert touched.touched([path], SUBJECTS) == set(subjects.split())


def test_every_rule_and_every_fixture_belongs_to_something() -> None:
    subjects = touched.all_subjects(touched.ROOT)
    assert len(subjects) == len(set(subjects)) > 50
    for folder in touched.ROOT.glob("fixtures/*/*/*"):
        if folder.is_dir():
            [path] = {path.relative_to(touched.ROOT).as_posix() for path in folder.glob("claims.toml")}
            assert touched.touched([path], subjects) == {folder.parent.name}
    for rule in touched.RULES:
        path = f"{rule.module.replace('.', '/')}.py"
        assert (touched.ROOT / path).is_file()
        assert (rule.name in touched.touched([path], subjects)) is (rule.name in subjects)


def test_on_the_main_branch_the_last_commit_counts(root: Path) -> None:
    commit(root, case_of("a-rule"))
    commit(root, case_of("h5-legacy"))
    choice = touched.choose(root)
    assert choice.changed == ("h5-legacy",)
    assert "the commit before" in choice.why


def test_of_a_merge_all_that_it_brings_counts(root: Path) -> None:
    git = git_of(root)
    git("switch", "-q", "-c", "work")
    commit(root, case_of("a-rule"))
    commit(root, case_of("h5-legacy"))
    git("switch", "-q", "main")
    commit(root, case_of("model-parameter"))
    git("merge", "-q", "--no-ff", "-m", "merged", "work")
    assert touched.choose(root).changed == ("a-rule", "h5-legacy")


def test_on_a_branch_all_its_commits_count_and_what_is_not_committed(root: Path) -> None:
    git = git_of(root)
    git("switch", "-q", "-c", "work")
    commit(root, case_of("a-rule"))
    commit(root, case_of("h5-legacy"))
    git("switch", "-q", "main")
    commit(root, case_of("model-parameter"))
    git("switch", "-q", "work")
    write(root / case_of("checkpoint-period"), "new, and not added")
    (root / "fixtures/group/presets-of-ours/case/claims.toml").unlink()
    write(root / "fixtures/group/presets-of-ours/another/claims.toml", "")
    choice = touched.choose(root)
    assert choice.changed == ("a-rule", "checkpoint-period", "h5-legacy", "presets-of-ours")
    assert "where the branch left main" in choice.why
    assert touched.choose(root, "HEAD").changed == ("checkpoint-period", "presets-of-ours")


def test_a_moved_case_counts_where_it_was_and_where_it_is(root: Path) -> None:
    write(root / "fixtures/group/a-rule/more/before.py", "x = 1\n" * 50)
    commit(root)
    git_of(root)("mv", "fixtures/group/a-rule/more", "fixtures/group/h5-legacy/more")
    commit(root)
    assert touched.choose(root).changed == ("a-rule", "h5-legacy")


def test_all_have_their_turn_within_four_commits(root: Path) -> None:
    turns = []
    for _ in range(touched.TURNS):
        commit(root, case_of("a-rule") + str(len(turns)))
        choice = touched.choose(root)
        assert choice == touched.choose(root)
        assert choice.changed == ("a-rule",)
        assert sorted((*choice.everywhere, *choice.left_out)) == sorted(SUBJECTS)
        assert len(choice.turn) in (1, 2)
        turns += choice.turn
    assert sorted(turns) == sorted(set(SUBJECTS) - {"a-rule"})


def test_without_history_all_are_trained(root: Path, tmp_path: Path) -> None:
    first = git_of(root)("rev-list", "--max-parents=0", "HEAD")
    git_of(root)("checkout", "-q", first)
    git_of(root)("branch", "-q", "-D", "main")
    choice = touched.choose(root)
    assert (choice.changed, choice.turn, choice.left_out) == (SUBJECTS, (), ())


def test_outside_of_a_repository_all_are_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path / "fixtures" / "group" / "a-rule" / "case" / "claims.toml", "")
    assert touched.choose(tmp_path).changed == ("a-rule", "trainer", "keras-api")
    monkeypatch.setenv("PATH", "")
    assert touched.choose(tmp_path).changed == ("a-rule", "trainer", "keras-api")


def test_a_shallow_clone_turns_with_the_days(root: Path, tmp_path: Path) -> None:
    for _ in range(3):
        commit(root)
    clone = tmp_path / "clone"
    git_of(root)("clone", "-q", "--depth", "2", f"file://{root}", str(clone))
    assert "by the day of the last commit" in touched.choose(clone, "HEAD~").why
    assert "by the number of commits" in touched.choose(root).why


def test_an_unknown_commit_is_refused(root: Path) -> None:
    with pytest.raises(ValueError, match="no commit nowhere"):
        touched.choose(root, "nowhere")


def test_the_choice_says_what_is_left_out(root: Path) -> None:
    commit(root, case_of("h5-legacy"))
    choice = touched.choose(root)
    text = choice.text()
    assert all(name in text for name in (*choice.changed, *choice.turn, *choice.left_out))
    assert f"(--all trains them everywhere): {', '.join(choice.left_out)}" in text
