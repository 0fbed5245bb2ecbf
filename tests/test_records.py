"""Records behave as the standard library's dataclasses, which the same class bodies are made with here."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

import tflint_ckpt
from tflint_ckpt import records


def classes(module: Any) -> dict[str, Any]:
    """The same classes, made with *module*: ``records`` or ``dataclasses``."""
    dataclass, field = module.dataclass, module.field

    @dataclass(frozen=True, slots=True)
    class Plain:
        number: int
        text: str = "a"
        found: tuple[str, ...] = ()

        kinds: ClassVar[int] = 3

        @property
        def doubled(self) -> int:
            return self.number * 2

    @dataclass(frozen=True, slots=True)
    class Heir(Plain):
        text: str = "b"
        more: int = 0

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        first: int
        second: int = field(default=0, compare=False)

    @dataclass(slots=True)
    class Growing:
        names: list[str] = field(default_factory=list)
        hidden: int = field(default=1, repr=False, compare=False, hash=False)
        later: int = field(init=False)

        def __post_init__(self) -> None:
            self.later = len(self.names)

    @dataclass(frozen=True, eq=False, slots=True)
    class Unique:
        number: int

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    found = (Plain, Heir, Ordered, Growing, Unique, Empty)
    return {kind.__name__: kind for kind in found}


THEIRS = classes(dataclasses)
QUESTIONS: list[Callable[[dict[str, Any]], object]] = [
    lambda made: repr(made["Plain"](1)).replace("classes.<locals>.", ""),
    lambda made: repr(made["Growing"](["x"], hidden=2)),
    lambda made: made["Plain"](1, "c", found=("d",)).found,
    lambda made: made["Plain"](1) == made["Plain"](1, "a"),
    lambda made: made["Plain"](1) == made["Plain"](2),
    lambda made: made["Plain"](1) == made["Heir"](1),
    lambda made: made["Plain"](1) == "Plain",
    lambda made: len({made["Plain"](1), made["Plain"](1), made["Plain"](2)}),
    lambda made: hash(made["Growing"]()),
    lambda made: made["Growing"]() == made["Growing"](hidden=2),
    lambda made: made["Growing"]().names is made["Growing"]().names,
    lambda made: made["Growing"](["a", "b"]).later,
    lambda made: (made["Heir"](1).text, made["Heir"](1, "c", (), 4).more, made["Heir"](2).doubled),
    lambda made: repr(made["Heir"](1)),
    lambda made: sorted([made["Ordered"](2), made["Ordered"](1, 5)])[0].second,
    lambda made: made["Ordered"](1) < 3,
    lambda made: (made["Ordered"](1) <= made["Ordered"](1, 2), made["Ordered"](1) == made["Ordered"](1, 2)),
    lambda made: made["Plain"](1) < made["Plain"](2),
    lambda made: made["Unique"](1) == made["Unique"](1),
    lambda made: isinstance(hash(made["Unique"](1)), int),
    lambda made: (made["Empty"]() == made["Empty"](), len({made["Empty"](), made["Empty"]()})),
    lambda made: made["Plain"](),
    lambda made: made["Plain"](1, wrong=2),
    lambda made: made["Plain"](1, "b", (), 4),
    lambda made: made["Plain"](1, number=2),
    lambda made: made["Growing"](later=1),
    lambda made: setattr(made["Plain"](1), "number", 2),
    lambda made: delattr(made["Plain"](1), "number"),
    lambda made: setattr(made["Growing"](), "unknown", 2),
    lambda made: setattr(made["Growing"](), "hidden", 2),
    lambda made: [made[name].__match_args__ for name in sorted(made)],
    lambda made: [made[name].__slots__ for name in sorted(made) if made[name].__bases__ == (object,)],
    lambda made: [made[name].__qualname__ for name in sorted(made)],
    lambda made: made["Plain"].kinds,
    lambda made: copy.copy(made["Plain"](1, "b")) == made["Plain"](1, "b"),
    lambda made: copy.deepcopy(made["Growing"](["b"])).names,
    lambda made: dataclasses.replace(made["Heir"](1), more=2).more,
    lambda made: dataclasses.asdict(made["Heir"](1)),
    lambda made: dataclasses.is_dataclass(made["Heir"]),
    lambda made: [(each.name, each.type, each.compare) for each in dataclasses.fields(made["Growing"])],
]


@pytest.fixture(params=[0, 1000], ids=["written", "by hand"])
def ours(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Our classes, which set the fields of their objects in one of two ways: see ``init_when_needed``."""
    monkeypatch.setattr(records, "_BY_HAND", request.param)
    return classes(records)


@pytest.mark.parametrize("question", QUESTIONS)
def test_as_dataclasses(question: Callable[[dict[str, Any]], object], ours: dict[str, Any]) -> None:
    def answer(made: dict[str, Any]) -> object:
        try:
            return question(made)
        except (TypeError, AttributeError) as error:
            return type(error), str(error).replace("classes.<locals>.", "")

    assert answer(ours) == answer(THEIRS)


def test_what_has_a_base_adds_its_own_slots_only(ours: dict[str, Any]) -> None:
    assert ours["Heir"].__slots__ == ("more",)  # the dataclasses of 3.10 add those of the base once more


def test_replace(ours: dict[str, Any]) -> None:
    changed = records.replace(ours["Heir"](1), text="c")
    assert (changed.number, changed.text, changed.more) == (1, "c", 0)
    with pytest.raises(TypeError):
        records.replace(ours["Heir"](1), unknown=1)


@records.dataclass(frozen=True, slots=True)
class Sent:
    """What is sent to another process, which finds the class by its name."""

    number: int
    text: str = ""


def test_pickle() -> None:
    assert pickle.loads(pickle.dumps(Sent(1, "a"))) == Sent(1, "a")


def test_init_is_written_for_the_class_that_has_it() -> None:
    """The first object may be one of a subclass, which has an ``__init__`` of its own."""

    @records.dataclass(slots=True)
    class Base:
        number: int

    class Own(Base):
        def __init__(self) -> None:
            super().__init__(3)

    assert Own().number == 3
    assert Own().number == Base(3).number


def test_all_records_are_these() -> None:
    """The standard library's dataclasses cost 0.4 ms each, and 8 ms once, at start-up."""

    def importers() -> Iterator[str]:
        package = Path(tflint_ckpt.__file__).parent
        for path in sorted(package.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if path.name != "records.py" and ("from dataclasses" in text or "import dataclasses" in text):
                yield path.relative_to(package).as_posix()

    assert list(importers()) == []
