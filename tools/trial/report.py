"""The figures of a trial, from the verdicts of its scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from judge import Outcome


def report(outcomes: Sequence[Outcome]) -> str:
    """The figures as text: what ran, what crashed and why, what was predicted and mended."""
    runnable = [each for each in outcomes if each.runnable]
    crashed = [each for each in runnable if each.crashed]
    names = list(dict.fromkeys(name for each in runnable for name in each.status))
    lines = [f"{len(outcomes)} tried, {len(runnable)} runnable"]
    for name in names:
        ended = Counter(each.status[name] for each in runnable if name in each.status)
        lines.append(f"  {name}: {counted(ended)}")
    others = Counter(
        each.origin or each.status.get(each.newest, "the trial failed")
        for each in outcomes
        if not each.runnable
    )
    lines.append(f"not runnable: {counted(others)}")
    predicted, mended = sum(each.said is not None for each in crashed), sum(each.mended for each in crashed)
    lines.append(
        f"crashes of Keras: {len(crashed)}, predicted {share(predicted, len(crashed))}, "
        f"mended {share(mended, len(crashed))}"
    )
    lines += table(crashed)
    for name in names:
        verdicts = Counter(each.fixed[name] for each in runnable if name in each.fixed)
        lines.append(f"fixed, {name}: {counted(verdicts)}")
    later = [
        each for each in crashed if each.after and not each.broken and each.fixed[each.newest] == "PROGRESSED"
    ]
    lines.append(
        f"crash later after the fixes: {len(later)}; "
        f"{sum(each.after_said is not None for each in later)} are said of what the fixes left, "
        f"{sum(each.after_foretold for each in later)} were said at first"
    )
    alarmed = [each for each in outcomes if each.alarms]
    lines.append(
        f"errors said of lines that ran and did not raise: {sum(len(each.alarms) for each in alarmed)} in "
        f"{len(alarmed)} files, of which {sum(each.status[each.newest] == 'ok' for each in alarmed)} ran to "
        "their end"
    )
    return "\n".join(lines)


def table(crashed: Sequence[Outcome]) -> list[str]:
    """A row for each cause, the commonest first."""
    rows = [
        "",
        "| crashes | repositories | predicted | mended | cause |",
        "| ---: | ---: | ---: | ---: | --- |",
    ]
    for name, number in Counter(each.cause for each in crashed).most_common():
        of = [each for each in crashed if each.cause == name]
        where = len({each.repo for each in of})
        predicted, mended = sum(each.said is not None for each in of), sum(each.mended for each in of)
        rows.append(f"| {number} | {where} | {predicted} | {mended} | {name} |")
    return [*rows, ""]


def details(outcomes: Sequence[Outcome]) -> str:
    """What a person has to read: broken, not predicted, not mended, and candidates for false alarms."""
    lines: list[str] = []

    def section(title: str, chosen: Sequence[tuple[Outcome, str]]) -> None:
        lines.extend(["", f"== {title}: {len(chosen)}"])
        lines.extend(f"{each.repo}/{each.path}:{each.line or ''} {text}" for each, text in chosen)

    section("broken", [(each, f"{each.fixed} {each.after}") for each in outcomes if each.broken])
    crashed = [each for each in outcomes if each.crashed]
    section("not predicted", [(each, f"[{each.cause}] {each.error}") for each in crashed if not each.said])
    section(
        "not mended",
        [
            (
                each,
                f"[{each.cause}] {each.said} -> {each.fixed.get(each.newest, 'no fix')}: "
                f"{each.after or each.error}",
            )
            for each in crashed
            if not each.mended and not each.broken
        ],
    )
    ran = [each for each in outcomes if each.status.get(each.newest) == "ok"]
    section("errors said of scripts that ran", [(each, alarm) for each in ran for alarm in each.alarms])
    ended = [each for each in outcomes if each.status.get(each.newest) not in ("ok", None)]
    section(
        "errors said before the line of a crash", [(each, alarm) for each in ended for alarm in each.alarms]
    )
    return "\n".join(lines)


def share(part: int, whole: int) -> str:
    """A number, with its share of the whole in percent."""
    return f"{part} ({100 * part / whole:.0f} %)" if whole else f"{part}"


def counted(counts: Counter[str]) -> str:
    """Counts in one line, the greatest first."""
    return ", ".join(f"{name} {number}" for name, number in counts.most_common()) or "none"
