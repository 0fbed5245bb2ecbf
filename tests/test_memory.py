"""A module goes without the collector when nobody can ask it any more, and not before."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest

from tests.lint import RELEASES
from tflint_ckpt import project as projects
from tflint_ckpt.project import Project
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.session import Session
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source
from tflint_ckpt.target import Target, Targets

RULES = sorted((Path(__file__).parent.parent / "fixtures").glob("*/*"))


@pytest.fixture(autouse=True)
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def project(**texts: str) -> Project:
    """A project of files with these texts, by the names of the files without their suffix."""
    sources = {f"{name}.py": Source(f"{name}.py", text.encode()) for name, text in texts.items()}
    target = Target((RELEASES["2.21"],), "test")
    return Project(tuple(sources), sources.get, lambda source: Targets(target))


def parsed(files: Project, path: str) -> Module:
    source = files.source(path, besides=path)
    assert source is not None
    return files.parse(source)


def shared(files: Project, path: str) -> Module:
    source = files.source(path, besides=path)
    module = files.module(source) if source is not None else None
    assert module is not None
    return module


def test_one_that_nobody_else_knows_goes() -> None:
    files = project(one="def f(x):\n    return f(x)\n")
    module = parsed(files, "one.py")
    known = ref(module)
    files.done(module)
    del module
    assert known() is None


def test_one_that_made_room_for_others_while_it_was_linted_goes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "_MOST_KEPT", 10)
    files = project(one="x = 1\n", other="x = 2\n")
    module = parsed(files, "one.py")
    other = shared(files, "other.py")
    known = ref(module)
    files.done(module)
    del module
    assert known() is None
    assert shared(files, "other.py") is other


def test_one_that_others_asked_for_stays() -> None:
    files = project(one="x = 1\n")
    module = shared(files, "one.py")
    files.done(module)
    assert shared(files, "one.py") is module


def test_what_facts_of_one_that_stays_refer_to_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is room for ``user`` and ``last``; facts of the former know the module of ``maker``."""
    user_text, maker_text, last_text = "from maker import make\nmake()\n", "def make(): ...\n", "x = 1\n"
    monkeypatch.setattr(projects, "_MOST_KEPT", len(user_text + maker_text))
    files = project(user=user_text, maker=maker_text, last=last_text)
    user = shared(files, "user.py")
    made = user.fact(Definitions).of("maker.make")
    assert made is not None
    assert shared(files, "user.py") is user
    files.done(shared(files, "last.py"))
    assert made.module.path == "maker.py"
    assert made.module.facts.module.bindings
    assert shared(files, "maker.py") is not made.module  # the other is kept by the facts of ``user`` only
    known = [ref(user), ref(made.module)]
    del made, user
    files.drop_dependents()
    files.done(shared(files, "last.py"))
    assert [module() for module in known] == [None, None]


def test_what_is_kept_is_bounded_by_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "_MOST_KEPT", 25)
    files = project(one="x = 1\n" * 2, two="x = 2\n" * 2, three="x = 3\n" * 2, large="x = 4\n" * 10)
    known = [ref(shared(files, f"{name}.py")) for name in ("one", "two", "three")]
    files.done(shared(files, "three.py"))
    assert [module() is not None for module in known] == [False, True, True]
    large = shared(files, "large.py")
    files.done(large)
    assert [module() is not None for module in known] == [False, False, False]
    assert shared(files, "large.py") is large


def cases() -> list[Path]:
    """One fixture of each rule."""
    return [before[0] for before in (sorted(rule.glob("*/before.py")) for rule in RULES) if before]


def test_no_rule_leaves_a_circle() -> None:
    """Each fixture by itself, in one session."""
    paths = [str(path) for path in cases()[::4]]
    session = Session(paths, Settings())
    for path in paths:
        session.lint_file(path)
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        left = [item for item in gc.garbage if type(item).__module__.startswith("tflint_ckpt.semantics")]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert left == []


def test_those_that_are_parsed_whole_instead_go_with_the_next_that_is_done() -> None:
    files = project(one="def f(x):\n    return f(x)\n", two="def g(x):\n    return g(x)\n")
    dropped = [ref(parsed(files, "one.py")), ref(shared(files, "two.py"))]
    files.drop_modules()
    again = parsed(files, "one.py")
    assert again is not dropped[0]()
    files.done(again)
    assert [each() for each in dropped] == [None, None]
