"""What a requirement such as ``tensorflow>=2.12,<2.16`` says about the releases the code runs on."""

from __future__ import annotations

from tflint_ckpt.evidence.markers import CURRENT, holds, newest_tensorflow
from tflint_ckpt.evidence.text import line_of
from tflint_ckpt.evidence.versions import ANYTHING, intervals, is_pin, meet, series
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.target import NEWEST, RELEASES, Release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tflint_ckpt.evidence.markers import Pythons
    from tflint_ckpt.evidence.versions import Interval

TENSORFLOW = frozenset(
    {
        "intel-tensorflow",
        "tensorflow",
        "tensorflow-aarch64",
        "tensorflow-base",
        "tensorflow-cpu",
        "tensorflow-cpu-aws",
        "tensorflow-gpu",
        "tensorflow-intel",
        "tensorflow-macos",
        "tensorflow-mkl",
        "tensorflow-rocm",
        "tensorflow-tpu",
        "tf-nightly",
        "tf-nightly-cpu",
        "tf-nightly-gpu",
    }
)
"""Distributions that are TensorFlow and numbered as it is, on PyPI and conda."""
KERAS = frozenset({"keras", "keras-gpu", "keras-nightly"})
TF_KERAS = frozenset({"tf-keras", "tf-keras-nightly"})
ADDONS = frozenset({"tensorflow-addons", "tfa-nightly"})
"""Given up: 0.23, the last release, was built against TensorFlow 2.15."""
TEXT = frozenset({"tensorflow-text", "tensorflow-text-nightly"})
"""Numbered as TensorFlow is, and each release requires the TensorFlow of its own minor release."""
NAMES = TENSORFLOW | KERAS | TF_KERAS | ADDONS | TEXT
"""The distributions that say something."""

PIN, BOUND, ANY = 0, 1, 2
"""How requirements choose: one release, some of the releases, or whatever pip installs today."""

_LAST_ADDONS = (0, 23)
_LAST_OF = {"tensorflow-gpu": (2, 12), "tf-nightly-gpu": (2, 12), "tensorflow-macos": (2, 16)}
"""The last release on PyPI of distributions that were given up."""
_LEAST_KERAS = {16: (3, 0), 17: (3, 2), 18: (3, 5), 19: (3, 5), 20: (3, 10), 21: (3, 12)}
"""The Keras 3 that each TensorFlow 2.x requires at least (``Requires-Dist`` of its wheel)."""
_NAME = pattern(r"\s*([A-Za-z0-9][\w.-]*)")
_REQUIREMENT = pattern(r"\s*[A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?\s*\(?([^;#]*)")
_PLAIN = pattern(
    r"\s*[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\[\w+(?:,\w+)*\])?\s*"
    r"((?:(?:==|!=|<=|>=|<|>)\s*\d+(?:\.\d+)*\s*(?:,\s*(?=[<>=!])|$))*)",
    re.ASCII,
)
"""A distribution, and numbers of versions, as everybody writes them."""
_HASH = pattern(r"\s(?:#|--hash=|\\$).*")
_LONGEST = 1000
"""Characters of a requirement: nobody writes a longer one by hand."""


class Requirement:
    """One distribution that is asked for, and the versions that will do.

    Attributes:
        name: the normalized name of the distribution.
        intervals: the versions allowed, any of the intervals.
        line: where it is written, from 1.
        marker: the environments it is for, as after a semicolon; empty for all.
        path: the file where it is written; ``None`` for the one that is read.
        conda: whether it is a package of conda's.
        narrows: whether it is a constraint: it asks for nothing, and narrows what others ask for.
    """

    __slots__ = ("conda", "intervals", "line", "marker", "name", "narrows", "path")

    def __init__(self, name: str, specifier: str, line: int, marker: str = "") -> None:
        self.name = normalized(name)
        self.intervals = intervals(specifier)
        self.line = line
        self.marker = marker
        self.path: str | None = None
        self.conda = False
        self.narrows = False

    @classmethod
    def parse(cls, text: str, line: int) -> Requirement | None:
        """A requirement as pip and conda write it; ``None`` for anything that says nothing of a release.

        That is any distribution that is none of ours, and a URL.
        """
        found = _NAME.match(text)
        if found is None or normalized(found[1]) not in NAMES or len(text) > _LONGEST:
            return None
        head, _, marker = _HASH.sub("", text).partition(";")
        if "@" in head:
            return None
        return cls(found[1], _specifier(head), line, marker.strip())


class Evidence:
    """The releases that the requirements of one file leave.

    Attributes:
        releases: the releases, oldest first.
        line: the requirement that says so, lines from 1.
        path: the file where it stands; ``None`` for the one that was read.
        strength: ``PIN`` or ``BOUND`` where the requirements chose them, ``ANY`` where they are what pip
            installs today.
        oldest: the oldest TensorFlow that the requirements allow.
    """

    __slots__ = ("line", "oldest", "path", "releases", "strength")

    def __init__(
        self, releases: tuple[Release, ...], decisive: Requirement, strength: int, oldest: tuple[int, int]
    ) -> None:
        self.releases = releases
        self.oldest = oldest
        self.line = decisive.line
        self.path = decisive.path
        self.strength = strength


def normalized(name: str) -> str:
    """The name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def evidence(requirements: Iterable[Requirement], pythons: Pythons = CURRENT) -> Evidence | None:
    """What the requirements of one file say together; ``None`` if TensorFlow and Keras are not among them.

    Bounds that leave the newest release in mean the newest: pip installs it, and a lower bound such as
    ``>=2.8`` is a habit, no promise to run everywhere. An upper bound alone (``<2.16``, also
    ``>=2,<2.16``) means the newest it allows, for the same reason. Bounds on both sides mean all known
    releases between them. ``!=`` is not looked at. Several requirements of the same distribution, with
    markers or in different extras, mean all of them but those whose markers hold on none of *pythons*.

    A ``keras`` requirement narrows the releases where it can be met together with TensorFlow. ``tf-keras``
    beside ``tensorflow`` proves nothing (libraries pull it in); alone it says which TensorFlow it needs.
    ``tensorflow-addons``, and Pythons that newer releases have no wheels for, are upper bounds where
    TensorFlow's own requirement has none; so is the end of a distribution such as ``tensorflow-gpu``.
    ``tensorflow-text`` that is held below the newest release holds TensorFlow where nothing else does.
    """
    found = [each for each in requirements if each.name in NAMES and holds(each.marker, pythons)]
    narrowed = {each.name for each in found if each.narrows}
    found = [each for each in found if each.narrows or each.name not in narrowed]
    tensorflow, keras, addons = _named(found, TENSORFLOW), _named(found, KERAS), _named(found, ADDONS)
    if not any(map(_excludes_newest, tensorflow)):
        tensorflow = [text for text in _named(found, TEXT) if _excludes_newest(text)] or tensorflow
    if not tensorflow and not (addons and not keras):
        tensorflow = _named(found, TF_KERAS)
    if not (tensorflow or keras or addons):
        return None
    limits = [limit for limit in (*map(_addons_limit, addons), newest_tensorflow(pythons)) if limit]
    chosen: dict[tuple[int, int], Release] = {}
    binding = False
    # The distributions that go on come first: beside them, one that was given up is for old machines.
    for wanted in sorted(tensorflow, key=_ends) or [Requirement("tensorflow", "", 0)]:
        if _ends(wanted) and NEWEST.tensorflow in chosen:
            continue
        own = [_LAST_OF[wanted.name]] if _ends(wanted) else []
        releases, decided = _choose(wanted, keras, min([*limits, *own], default=None))
        chosen.update((release.tensorflow, release) for release in releases)
        binding = binding or decided
    if not chosen:
        return None
    ordered = tuple(chosen[version] for version in sorted(chosen))
    told = [*tensorflow, *keras, *addons]
    decisive = [each for each in told if _excludes_newest(each)] or told
    pinned = binding and all(is_pin(each.intervals) for each in decisive)
    oldest = [release.tensorflow for each in tensorflow for release in _allowed(each.intervals)[:1]]
    oldest += [release.tensorflow for each in keras for release in _allowed(ANYTHING, each.intervals)[:1]]
    strength = PIN if pinned else BOUND if binding else ANY
    return Evidence(ordered, decisive[0], strength, max(oldest, default=RELEASES[0].tensorflow))


def in_list(items: object, text: str) -> Iterator[Requirement]:
    """The requirements in a TOML list, each with the line of *text* where it stands."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, str) and (requirement := Requirement.parse(item, line_of(text, item))):
            yield requirement


def _specifier(head: str) -> str:
    """The versions in a requirement; what pip would refuse is as Poetry and conda write it."""
    if (plain := _PLAIN.fullmatch(head)) is not None:  # to import ``packaging`` takes 20 ms
        return ",".join(sorted({"".join(clause.split()) for clause in plain[1].split(",") if clause.strip()}))
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Parsed

    try:
        return str(Parsed(head.strip()).specifier)
    except (InvalidRequirement, ValueError):
        match = _REQUIREMENT.match(head)
        return match[1] if match else ""


def _choose(
    tensorflow: Requirement, keras: Sequence[Requirement], limit: tuple[int, int] | None
) -> tuple[list[Release], bool]:
    """The releases one requirement of TensorFlow means, and whether bounds or *limit* chose them."""
    together = [_allowed(tensorflow.intervals, requirement.intervals) for requirement in keras]
    releases = [release for allowed in together for release in allowed] or _allowed(tensorflow.intervals)
    releases.sort(key=lambda release: release.tensorflow)
    if limit is not None:
        below = [release for release in releases if release.tensorflow <= limit]
        if below and below != releases:  # nobody wrote the limit, so it is no promise to run on all below it
            return below[-1:], True
    if releases and releases[-1].tensorflow == NEWEST.tensorflow:
        return releases[-1:], len(releases) == 1
    # Both TensorFlow and Keras begin at 2 here, so ">=2" says nothing about the oldest release in use.
    floor = any(low > (2,) for requirement in [tensorflow, *keras] for low, _ in requirement.intervals)
    return releases if floor else releases[-1:], bool(releases)


def _named(requirements: Sequence[Requirement], names: frozenset[str]) -> list[Requirement]:
    return [requirement for requirement in requirements if requirement.name in names]


def _ends(requirement: Requirement) -> bool:
    """Whether its distribution has no releases like the newest; conda's goes on."""
    return requirement.name in _LAST_OF and not requirement.conda


def _addons_limit(requirement: Requirement) -> tuple[int, int]:
    """The newest TensorFlow that a release of TensorFlow Addons was built against: 2.15 for 0.23."""
    newest = _LAST_ADDONS[1]
    minors = [minor for minor in range(newest + 1) if meet(requirement.intervals, series((0, minor)))]
    return 2, max((minors[-1] if minors else newest) - 8, 1)


def _excludes_newest(requirement: Requirement) -> bool:
    if requirement.name in ADDONS or _ends(requirement):
        return True
    if requirement.name in KERAS:
        allowed = _allowed(ANYTHING, requirement.intervals)
    else:
        allowed = _allowed(requirement.intervals)
    return NEWEST.tensorflow not in [release.tensorflow for release in allowed]


def _allowed(tensorflow: Sequence[Interval], keras: Sequence[Interval] = ANYTHING) -> list[Release]:
    """The known releases that both allow, each with the Keras it then gets."""
    allowed = []
    for release in RELEASES:
        # The oldest known release also stands for all before it, and the newest for all to come.
        versions = series(release.tensorflow, oldest=release is RELEASES[0], newest=release is NEWEST)
        if not meet(tensorflow, versions):
            continue
        if meet(keras, _keras_of(release)):
            allowed.append(release)
        elif release.keras[0] == 3:
            minors = range(_LEAST_KERAS[release.tensorflow[1]][1], NEWEST.keras[1] + 1)
            others = [(3, minor) for minor in minors if meet(keras, series((3, minor)))]
            allowed += [Release(release.tensorflow, others[-1])] if others else []
    return allowed


def _keras_of(release: Release) -> Interval:
    """The versions of the distribution ``keras`` that go with a release, at first choice."""
    if release.tensorflow < (2, 5):  # these did not require it; any older one stood beside them
        return (), (2, 5)
    return series(release.keras, newest=release is NEWEST)
