"""Which rules a change touches, and which of the others have their turn: their claims are trained everywhere.

Every claim is trained on Keras 3 in each run of the checks. The other environments, Keras 2 and the releases,
take the cases of the rules chosen here; `python tools/check.py --all` takes them all. The choice depends on
the commit and the changed files only, so that a run can be repeated. Beside the rules there are two more
subjects: ``trainer``, the tests of what runs the scripts, and ``keras-api``, the tables against what is
installed.

Usage: python tools/touched.py [--since COMMIT]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tflint_ckpt.rules.catalogue import RULES  # noqa: E402

TURNS = 4
"""Commits in which each subject has its turn once."""
BRANCHES = ("origin/main", "origin/master", "main", "master")
"""What a branch is compared with: the first of these that it has left."""
OTHER_SUBJECTS = {
    "trainer": ("tests/integration/",),
    "keras-api": ("tflint_ckpt/keras_api/", "tools/keras_api"),
}
"""What is not a rule → how the paths of its files begin."""
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Choice:
    """What is trained everywhere.

    Attributes:
        changed: the subjects that the change touches, in order.
        turn: those of the others whose turn it is, in order.
        left_out: the rest, in order: trained on Keras 3 alone.
        why: what the change was compared with, and what decided whose turn it is; one line.
    """

    changed: tuple[str, ...]
    turn: tuple[str, ...]
    left_out: tuple[str, ...]
    why: str

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The subjects that are trained in every environment."""
        return (*self.changed, *self.turn)

    @property
    def count(self) -> int:
        """How many subjects there are."""
        return len(self.everywhere) + len(self.left_out)

    def text(self) -> str:
        """The choice for people, four lines."""
        parts = {
            "in every environment, because changed": self.changed,
            "in every environment, because it is their turn": self.turn,
            "on Keras 3 only, as all claims of memory (--all trains them everywhere)": self.left_out,
        }
        lines = [f"{title}: {', '.join(subjects) or 'none'}" for title, subjects in parts.items()]
        return "\n".join([f"compared with {self.why}", *lines])


def choose(root: Path = ROOT, since: str | None = None) -> Choice:
    """The choice for the working tree of *root*, compared with the commit *since* or what `base` finds.

    Everything counts as changed where there is no history to compare with. Raises ``ValueError`` where there
    is no commit *since*.
    """
    subjects = all_subjects(root)
    found = base(root, since)
    if found is None:
        return Choice(subjects, (), (), "nothing: there is no history")
    commit, name = found
    changed = touched(changed_files(root, commit), subjects)
    others = [subject for subject in subjects if subject not in changed]
    number, of = turn(root)
    chosen = tuple(others[number % TURNS :: TURNS])
    return Choice(
        tuple(subject for subject in subjects if subject in changed),
        chosen,
        tuple(subject for subject in others if subject not in chosen),
        f"{name} ({commit[:12]}); turn {number % TURNS + 1} of {TURNS}, by {of}",
    )


def all_subjects(root: Path) -> tuple[str, ...]:
    """The names of the folders of cases, most of them rules, and the other subjects, in order."""
    folders = {path.parent.name for path in (root / "fixtures").glob("*/*/*") if path.is_dir()}
    return (*sorted(folders), *OTHER_SUBJECTS)


def touched(paths: Iterable[str], subjects: Iterable[str]) -> frozenset[str]:
    """The *subjects* that have a file among *paths*: a fixture, or the module of the rule itself.

    What rules share belongs to none: it changes nothing that a script does when it is trained.
    """
    modules: Mapping[str, list[str]] = _rules_by_file()
    found = set()
    for path in paths:
        parts = path.split("/")
        if parts[0] == "fixtures" and len(parts) > 3:
            found.add(parts[2])
        found.update(modules.get(path, ()))
        found.update(name for name, starts in OTHER_SUBJECTS.items() if path.startswith(starts))
    return frozenset(found.intersection(subjects))


def _rules_by_file() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in RULES:
        found.setdefault(rule.module.replace(".", "/") + ".py", []).append(rule.name)
    return found


def base(root: Path, since: str | None = None) -> tuple[str, str] | None:
    """The commit to compare with, and what it is; ``None`` where there is none.

    That is *since*; or where a branch left the main one; or, on the main one, the commit before the last,
    which of a merge is what it was merged into. Raises ``ValueError`` where there is no commit *since*.
    """
    if since is not None:
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}")
        if not commit:
            raise ValueError(f"no commit {since}")
        return commit, since
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    for branch in BRANCHES:
        commit = _git(root, "merge-base", "HEAD", branch)
        if commit and commit != head:
            return commit, f"where the branch left {branch}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", "HEAD~")
    return (commit, "the commit before") if commit else None


def changed_files(root: Path, commit: str) -> tuple[str, ...]:
    """The files that differ from *commit*, under the old and the new name, and those not added yet."""
    differing = _git(root, "diff", "--name-only", "--no-renames", "-z", commit)
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return tuple(filter(None, f"{differing}\0{new}".split("\0")))


def turn(root: Path) -> tuple[int, str]:
    """A number that goes up from commit to commit, and what it is of; in a shallow clone from day to day."""
    if _git(root, "rev-parse", "--is-shallow-repository") == "true":
        return int(_git(root, "log", "-1", "--format=%ct") or 0) // DAY, "the day of the last commit"
    return int(_git(root, "rev-list", "--count", "HEAD") or 0), "the number of commits"


def _git(root: Path, *arguments: str) -> str:
    """What Git prints, without the line feed at its end; nothing where it fails, or is not installed."""
    try:
        ran = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return ran.stdout.strip("\n") if ran.returncode == 0 else ""


def main() -> int:
    """Show the choice."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--since", metavar="COMMIT", help="compare with it (default: where the branch began)")
    arguments = parser.parse_args()
    try:
        print(choose(since=arguments.since).text())
    except ValueError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
