"""Which rules a run uses: codes, prefixes, names, groups and presets, the more specific over the rest."""

from __future__ import annotations

from tflint_ckpt.settings import ConfigError, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from typing import Protocol, TypeVar

    class Selectable(Protocol):
        """What selecting looks at; ``RuleEntry`` is one."""

        code: str
        name: str
        group: str
        presets: tuple[str, ...]

    Entry = TypeVar("Entry", bound=Selectable)

PRESETS = ("recommended", "canonical", "keras3", "all")
NOT_CANONICAL = "not canonical"
"""Stands among the presets of a recommended rule that the house pattern goes against on purpose."""

_ALL, _PRESET, _GROUP, _PREFIX, _EXACT = range(5)


def select(
    entries: Sequence[Entry], select: Iterable[str], extend_select: Iterable[str], ignore: Iterable[str]
) -> tuple[Entry, ...]:
    """The entries that are selected and not ignored, in their own order.

    For each rule the most specific selector that matches it decides: a code or name over a prefix (a
    longer over a shorter one), over a group, over a preset, over everything (``all``, ``TFC``). Of
    equally specific ones ``ignore`` wins. Raises ``ConfigError`` for a selector that matches no rule.
    """
    verdicts: dict[str, tuple[tuple[int, int], bool]] = {}
    for key, selectors in (("select", select), ("extend-select", extend_select), ("ignore", ignore)):
        for selector in selectors:
            try:
                specificity, matched = matching(entries, selector)
            except ConfigError as error:
                raise ConfigError(f"--{key}: {error}") from None
            for entry in matched:
                if entry.code not in verdicts or specificity >= verdicts[entry.code][0]:
                    verdicts[entry.code] = (specificity, key != "ignore")
    return tuple(entry for entry in entries if verdicts.get(entry.code, ((0, 0), False))[1])


def matching(entries: Sequence[Entry], selector: str) -> tuple[tuple[int, int], list[Entry]]:
    """How specific a selector is (greater is more), and the entries it matches, in order.

    Letter case does not matter. Raises ``ConfigError`` for a selector that is nothing we know.
    """
    code, name = selector.upper(), selector.lower()
    if name == "all" or code == "TFC":
        return (_ALL, 0), list(entries)
    if exact := [entry for entry in entries if code == entry.code or name == entry.name]:
        return (_EXACT, 0), exact
    if name in PRESETS:
        return (_PRESET, 0), [entry for entry in entries if _has(name, entry.presets)]
    if group := [entry for entry in entries if name == entry.group]:
        return (_GROUP, 0), group
    if code.startswith("TFC") and (prefixed := [entry for entry in entries if entry.code.startswith(code)]):
        return (_PREFIX, len(code)), prefixed
    known = [*PRESETS, *(word for entry in entries for word in (entry.code, entry.name, entry.group))]
    raise ConfigError(f'unknown rule "{selector}"{did_you_mean(selector, known)}')


def _has(preset: str, presets: tuple[str, ...]) -> bool:
    """Whether a rule of *presets* is switched on by *preset*."""
    if preset == "canonical":
        return "canonical" in presets or ("recommended" in presets and NOT_CANONICAL not in presets)
    return preset in presets


def did_you_mean(word: str, known: Collection[str]) -> str:
    """What to add to a message that *word* is no rule: the code or name of *known* that was meant.

    Codes are as near to one another as to a mistyped one, so only letters that look like digits are
    put right in a code.
    """
    if not word.upper().startswith("TFC"):
        names = [name for name in known if not name.startswith("TFC")]
        return nearest(word.lower(), names) or "; see --list-rules"
    code = "TFC" + word[3:].upper().translate(str.maketrans("OIL", "011"))
    return f'; did you mean "{code}"?' if code in known else "; see --list-rules"
