"""Versions that a specifier allows, as intervals: what pip, Poetry and conda write."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

Version = tuple[int, ...]
Interval = tuple[Version, Version]
"""Versions from the first up to, not including, the second, neither with trailing zeros."""

LAST: Version = (10**9,)
ANYTHING: tuple[Interval, ...] = (((), LAST),)
_CLAUSE = pattern(r"\s*(===|==|~=|!=|<=|>=|<|>|\^|~|=|)\s*v?(\d+(?:\.\d+)*)(\.\*)?")


def series(version: tuple[int, int], *, oldest: bool = False, newest: bool = False) -> Interval:
    """All versions ``major.minor.*``, and those before or after as well."""
    return () if oldest else trimmed(version), LAST if newest else (version[0], version[1] + 1)


def meet(allowed: Sequence[Interval], others: Interval) -> bool:
    """Whether some version is in both."""
    return any(max(low, others[0]) < min(high, others[1]) for low, high in allowed)


def is_pin(allowed: Sequence[Interval]) -> bool:
    """Whether all versions are of one series, such as 2.15."""
    return all(low and high <= (low[0], (low[1] if len(low) > 1 else 0) + 1) for low, high in allowed)


def intervals(specifier: str) -> list[Interval]:
    """The versions a specifier of pip, Poetry or conda allows; ``||`` and ``|`` stand for "or"."""
    found = []
    for alternative in re.split(r"\|\|?", specifier):
        low: Version = ()
        high: Version = LAST
        for clause in re.split(r",|\s+(?=[<>=!~^])", alternative):
            match = _CLAUSE.match(clause)
            if match is None:
                continue
            clause_low, clause_high = _interval(match[1], _numbers(match[2]), bool(match[3]))
            low, high = max(low, clause_low), min(high, clause_high)
        found.append((low, high))
    return found


def _interval(operator: str, version: Version, any_patch: bool) -> Interval:
    low = trimmed(version)
    just_above = (*version, *(0,) * 6, 1)
    if operator in (">=", ">"):
        return low, LAST
    if operator == "<":
        return (), low
    if operator == "<=":
        return (), just_above
    if operator == "!=":
        return (), LAST
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
    return (*version[:-1], version[-1] + 1) if version else LAST


def trimmed(version: Version) -> Version:
    """*version* without trailing zeros, so that 2.15 and 2.15.0 compare as the same."""
    while version and not version[-1]:
        version = version[:-1]
    return version
