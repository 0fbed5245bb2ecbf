"""What a requirement such as ``tensorflow>=2.12,<2.16`` says about the releases the code runs on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_ckpt.evidence.text import line_of
from tflint_ckpt.target import NEWEST, RELEASES, Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        "tf-nightly",
        "tf-nightly-cpu",
        "tf-nightly-gpu",
    }
)
"""Distributions that are TensorFlow and numbered as it is, on PyPI and conda."""
KERAS = frozenset({"keras", "keras-gpu", "keras-nightly"})
TF_KERAS = frozenset({"tf-keras", "tf-keras-nightly"})

_LEAST_KERAS = {16: (3, 0), 17: (3, 2), 18: (3, 5), 19: (3, 5), 20: (3, 10), 21: (3, 12)}
"""The Keras 3 that each TensorFlow 2.x requires at least (``Requires-Dist`` of its wheel)."""

Version = tuple[int, ...]
Interval = tuple[Version, Version]
"""Versions from the first up to, not including, the second, neither with trailing zeros."""

_LAST: Version = (10**9,)
_ANYTHING: tuple[Interval, ...] = (((), _LAST),)
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(\(?)([^;#]*)")
_CLAUSE = re.compile(r"\s*(===|==|~=|!=|<=|>=|<|>|\^|~|=|)\s*v?(\d+(?:\.\d+)*)(\.\*)?")


class Requirement:
    """One distribution that is asked for, and the versions that will do.

    Attributes:
        name: the normalized name of the distribution.
        intervals: the versions allowed, any of the intervals.
        line: where it is written, from 1.
    """

    __slots__ = ("intervals", "line", "name")

    def __init__(self, name: str, specifier: str, line: int) -> None:
        self.name = re.sub(r"[-_.]+", "-", name).lower()
        self.intervals = _intervals(specifier)
        self.line = line

    @classmethod
    def parse(cls, text: str, line: int) -> Requirement | None:
        """A requirement as pip and conda write it; ``None`` for anything else, a URL among it."""
        match = _REQUIREMENT.match(text)
        if match is None or match[3].lstrip().startswith("@"):
            return None
        return cls(match[1], match[3], line)


class Evidence:
    """The releases that the requirements of one file leave.

    Attributes:
        releases: the releases, oldest first.
        line: the requirement that says so, lines from 1.
        binding: whether the requirements chose them; if not, they are what pip installs today.
    """

    __slots__ = ("binding", "line", "releases")

    def __init__(self, releases: tuple[Release, ...], line: int, binding: bool) -> None:
        self.releases = releases
        self.line = line
        self.binding = binding


def evidence(requirements: Iterable[Requirement]) -> Evidence | None:
    """What the requirements of one file say together; ``None`` if TensorFlow and Keras are not among them.

    Bounds that leave the newest release in mean the newest: pip installs it, and a lower bound such as
    ``>=2.8`` is a habit, no promise to run everywhere. An upper bound alone (``<2.16``, also
    ``>=2,<2.16``) means the newest it allows, for the same reason. Bounds on both sides mean all known
    releases between them. ``!=`` is not looked at. Several requirements of the same distribution, with
    markers or in different extras, mean all of them.

    A ``keras`` requirement narrows the releases where it can be met together with TensorFlow. ``tf-keras``
    beside ``tensorflow`` proves nothing (libraries pull it in); alone it says which TensorFlow it needs.
    """
    found = list(requirements)
    tensorflow = _named(found, TENSORFLOW) or _named(found, TF_KERAS)
    keras = _named(found, KERAS)
    if not tensorflow and not keras:
        return None
    chosen: dict[tuple[int, int], Release] = {}
    binding = False
    for wanted in tensorflow or [Requirement("tensorflow", "", 0)]:
        releases, decided = _choose(wanted, keras)
        chosen.update((release.tensorflow, release) for release in releases)
        binding = binding or decided
    if not chosen:
        return None
    ordered = tuple(chosen[version] for version in sorted(chosen))
    decisive = filter(_excludes_newest, tensorflow + keras)
    return Evidence(ordered, next(decisive, (tensorflow or keras)[0]).line, binding)


def in_list(items: object, text: str) -> Iterator[Requirement]:
    """The requirements in a TOML list, each with the line of *text* where it stands."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, str) and (requirement := Requirement.parse(item, line_of(text, item))):
            yield requirement


def _choose(tensorflow: Requirement, keras: Sequence[Requirement]) -> tuple[list[Release], bool]:
    """The releases one requirement of TensorFlow means, and whether its bounds or Keras' chose them."""
    together = [_allowed(tensorflow.intervals, requirement.intervals) for requirement in keras]
    releases = [release for allowed in together for release in allowed] or _allowed(tensorflow.intervals)
    releases.sort(key=lambda release: release.tensorflow)
    if releases and releases[-1].tensorflow == NEWEST.tensorflow:
        return releases[-1:], len(releases) == 1
    # Both TensorFlow and Keras begin at 2 here, so ">=2" says nothing about the oldest release in use.
    floor = any(low > (2,) for requirement in [tensorflow, *keras] for low, _ in requirement.intervals)
    return releases if floor else releases[-1:], bool(releases)


def _named(requirements: Sequence[Requirement], names: frozenset[str]) -> list[Requirement]:
    return [requirement for requirement in requirements if requirement.name in names]


def _excludes_newest(requirement: Requirement) -> bool:
    if requirement.name in KERAS:
        allowed = _allowed(_ANYTHING, requirement.intervals)
    else:
        allowed = _allowed(requirement.intervals)
    return NEWEST.tensorflow not in [release.tensorflow for release in allowed]


def _allowed(tensorflow: Sequence[Interval], keras: Sequence[Interval] = _ANYTHING) -> list[Release]:
    """The known releases that both allow, each with the Keras it then gets."""
    allowed = []
    for release in RELEASES:
        # The oldest known release also stands for all before it, and the newest for all to come.
        versions = _series(release.tensorflow, oldest=release is RELEASES[0], newest=release is NEWEST)
        if not _meet(tensorflow, versions):
            continue
        if _meet(keras, _keras_of(release)):
            allowed.append(release)
        elif release.keras[0] == 3:
            minors = range(_LEAST_KERAS[release.tensorflow[1]][1], NEWEST.keras[1] + 1)
            others = [(3, minor) for minor in minors if _meet(keras, _series((3, minor)))]
            allowed += [Release(release.tensorflow, others[-1])] if others else []
    return allowed


def _keras_of(release: Release) -> Interval:
    """The versions of the distribution ``keras`` that go with a release, at first choice."""
    if release.tensorflow < (2, 5):  # these did not require it; any older one stood beside them
        return (), (2, 5)
    return _series(release.keras, newest=release is NEWEST)


def _series(version: tuple[int, int], *, oldest: bool = False, newest: bool = False) -> Interval:
    """All versions ``major.minor.*``, and those before or after as well."""
    return () if oldest else _trimmed(version), _LAST if newest else (version[0], version[1] + 1)


def _meet(intervals: Sequence[Interval], series: Interval) -> bool:
    return any(max(low, series[0]) < min(high, series[1]) for low, high in intervals)


def _intervals(specifier: str) -> list[Interval]:
    """The versions a specifier of pip, Poetry or conda allows; ``||`` and ``|`` stand for "or"."""
    found = []
    for alternative in re.split(r"\|\|?", specifier):
        low: Version = ()
        high: Version = _LAST
        for clause in re.split(r",|\s+(?=[<>=!~^])", alternative):
            match = _CLAUSE.match(clause)
            if match is None:
                continue
            clause_low, clause_high = _interval(match[1], _numbers(match[2]), bool(match[3]))
            low, high = max(low, clause_low), min(high, clause_high)
        found.append((low, high))
    return found


def _interval(operator: str, version: Version, any_patch: bool) -> Interval:
    low = _trimmed(version)
    just_above = (*version, *(0,) * 6, 1)
    if operator in (">=", ">"):
        return low, _LAST
    if operator == "<":
        return (), low
    if operator == "<=":
        return (), just_above
    if operator == "!=":
        return (), _LAST
    if operator == "^":
        return low, _after(version[:1])
    if operator == "~=":
        return low, _after(version[:-1])
    if operator == "~":
        return low, _after(version[:2])
    if any_patch or operator == "=":  # conda: 2.15 and all its patches
        return low, _after(version)
    return low, just_above


def _numbers(text: str) -> Version:
    return tuple(int(number) for number in text.split("."))


def _after(version: Version) -> Version:
    """The first version that no longer begins with *version*."""
    return (*version[:-1], version[-1] + 1) if version else _LAST


def _trimmed(version: Version) -> Version:
    """*version* without trailing zeros, so that 2.15 and 2.15.0 compare as the same."""
    while version and not version[-1]:
        version = version[:-1]
    return version
