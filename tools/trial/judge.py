"""What the linter said against what happened: the verdicts of one script.

Of a crash: predicted or not, by the rules that its cause belongs to. Of the fixes: mended, progressed, same
or broken. Errors said of lines that ran without raising are candidates for false alarms; a person reads
those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from causes import cause
from choose import KERAS

ABSENT = re.compile(
    r"Unable to synchronously open file|cannot be built because it has no layers|TPU Name|No files matched|"
    r"COLAB_TPU|KAGGLE"
)
HOME = re.compile(r"(?:/[\w.+-]+)+/(?=[\w.+-]+)")
"""Where a file was, in a message."""
WRITES = re.compile(r"save|dump|open\([^)]*['\"]w|to_csv|write|create file|Parent directory")
TOKEN = re.compile(r"(?:['\"`](?=[\w.]+['\"`])|identifier: )([\w.]+)")
LOUD = ("error", "warning")
LATER = {"TFC818", "TFC723"}
"""Rules that speak of an object where it is made, while what uses it raises, naming nothing of it: they count
where the object has a name that goes into a statement that the exception went through."""
Run = dict[str, Any]
Record = dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """The verdicts of one script; runs are those of the newest environment where nothing else is said."""

    repo: str
    path: str
    status: dict[str, str]
    """How its runs ended, by environment."""
    origin: str | None
    """Whose the exception was: ``keras``, ``offline``, ``data``, ``another library``, ``script``."""
    runnable: bool = False
    error: str | None = None
    line: int | None = None
    cause: str | None = None
    said: str | None = None
    """The finding that foretold the crash."""
    fixed: dict[str, str] = field(default_factory=dict)
    """Verdicts of the fixes, by environment."""
    after: str | None = None
    """The exception after the fixes, and its cause."""
    after_said: str | None = None
    """The finding that foretells it in what the fixes left."""
    after_foretold: bool = False
    """Whether the first run of the linter said the same, with the crash that came before."""
    alarms: list[str] = field(default_factory=list)

    @property
    def crashed(self) -> bool:
        """Whether it crashes by Keras' own contract."""
        return self.cause is not None

    @property
    def newest(self) -> str:
        """The name of the newest environment."""
        return next(iter(self.status), "")

    @property
    def mended(self) -> bool:
        """Whether it runs to its end on the newest environment after the fixes, and crashed before."""
        return self.fixed.get(self.newest, "").startswith("MENDED")

    @property
    def broken(self) -> bool:
        """Whether the fixes made it crash, or crash sooner, anywhere."""
        return any(verdict.startswith("BROKEN") for verdict in self.fixed.values())


def judge(record: Record) -> Outcome:
    """The verdicts of one record of the trial."""
    runs: dict[str, Run] = record["runs"]
    newest = next(iter(runs.values()), {"status": "harness"})
    older = list(runs.values())[1:]
    outcome = Outcome(
        record["repo"], record["path"], {name: run["status"] for name, run in runs.items()}, origin(newest)
    )
    if outcome.origin not in (None, "keras", "offline", "data") and any(r["status"] == "ok" for r in older):
        outcome.origin = "keras"  # what runs with the older Keras, and not with the newer
    crashed = newest["status"] == "exception" and outcome.origin == "keras"
    ended = (run for run in (newest, *older) if run["status"] in ("ok", "time up"))
    outcome.runnable = crashed or any(run.get("trained", True) for run in ended)
    if newest["status"] == "exception":
        outcome.line, outcome.error = cast("int | None", newest.get("line")), short(newest)
    if crashed:
        outcome.cause, rules = cause(newest["type"], newest["message"])
        outcome.said = said(record["findings"], newest, rules)
    if newest["status"] in ("ok", "exception", "time up"):
        outcome.alarms = alarms(record["findings"], newest)
    for name, after in record["fixed"].items():
        if runs[name]["status"] != "time up":
            outcome.fixed[name] = compared(runs[name], after)
    after = record["fixed"].get(outcome.newest, {"status": "ok"})
    if after["status"] == "exception":
        name, rules = cause(after["type"], after["message"])
        outcome.after = f"{name}: line {after.get('line')}: {short(after)}"
        outcome.after_said = said(record.get("next", []), after, rules)
        code = (outcome.after_said or "").partition(" ")[0]
        outcome.after_foretold = any(finding["code"] == code for finding in record["findings"])
    return outcome


def short(run: Run) -> str:
    """The type and the beginning of the message of an exception, without folders."""
    return HOME.sub("", f"{run['type']}: {run['message']}")[:240]


def origin(run: Run) -> str | None:
    """Whose an exception is: ``keras`` (TensorFlow included), ``offline`` or ``data`` where something is
    absent, ``another library``, or the ``script``'s own; ``None`` where there was none."""
    if run["status"] != "exception":
        return None
    if run.get("offline") or ABSENT.search(run["message"]):
        return "offline"
    lacking, raised = run.get("lacking"), run.get("raised") or ""
    if run["type"] in ("ModuleNotFoundError", "ImportError"):
        return "keras" if _of_keras(lacking) else "another library"
    if _of_keras(lacking):
        return "keras"
    missing = (
        run["type"] in ("FileNotFoundError", "NotFoundError", "NotADirectoryError")
        or "No such file" in run["message"]
    )
    if missing and not WRITES.search(run["message"] + run.get("code", "")):
        return "data"
    below = (raised.split("/")[0], (run.get("first") or "").split("/")[0])
    if missing or "/keras/" in raised or KERAS & set(below):
        return "keras"
    if raised:
        return "another library" if "/" in raised and not raised.startswith("python/") else "script"
    return "keras" if run["type"] == "KeyError" and "history" in run.get("code", "") else "script"


def said(findings: Iterable[dict[str, Any]], run: Run, rules: Iterable[str]) -> str | None:
    """The finding that foretold an exception: of a rule of its cause, in a statement that it went through, or
    on a line that ran and naming what it names, or, of `LATER`, making what went into it."""
    tokens = set(TOKEN.findall(run["message"])) | {str(part) for part in run.get("lacking") or [] if part}
    tails = [re.escape(token.split(".")[-1]) for token in tokens if len(token) > 1]
    named = re.compile(rf"(?<!\w)(?:{'|'.join(tails) or '(?!)'})(?!\w)")
    loud = [each for each in findings if each["severity"] in LOUD and each["code"] in rules]
    there = [each for each in loud if any(within(each, place) for place in run.get("statements", ()))]
    ran = [
        each
        for each in loud
        if (_goes_into(each, run) if each["code"] in LATER else named.search(each["message"]))
        and each["lines"][0] in run["ran"].get(each["file"], [])
    ]
    return next(
        (f"{each['code']} line {each['lines'][0]}: {each['message']}" for each in (*there, *ran)), None
    )


def within(finding: dict[str, Any], place: tuple[str, int, int]) -> bool:
    """Whether a finding stands in a statement: a file, and its first and last line."""
    name, first, last = place
    return bool(finding["file"] == name and finding["lines"][0] <= last and finding["lines"][1] >= first)


def _goes_into(finding: dict[str, Any], run: Run) -> bool:
    return bool(set(finding.get("assigned", ())) & set(run.get("fed", ())))


def alarms(findings: Iterable[dict[str, Any]], run: Run) -> list[str]:
    """Errors said of lines that ran and are not where the run ended: a person reads them."""
    return [
        f"{each['code']} {each['file']}:{each['lines'][0]} {each['message']}"
        for each in findings
        if each["severity"] == "error"
        and set(range(each["lines"][0], each["lines"][1] + 1)) & set(run.get("ran", {}).get(each["file"], ()))
        and not any(within(each, place) for place in run.get("statements", ()))
    ]


def compared(before: Run, after: Run) -> str:
    """What the fixes did to a script, by its runs before and after them."""
    if before["status"] == "ok":
        return {"ok": "still ok", "time up": "slow"}.get(after["status"], "BROKEN")
    if after["status"] in ("ok", "time up"):
        return "MENDED" if after["status"] == "ok" else "MENDED (to the limit)"
    if (before.get("code"), before.get("type")) == (after.get("code"), after.get("type")):
        return "SAME"
    further = _further(before, after)
    if further > 0:
        return "PROGRESSED"
    return "BROKEN (crashes sooner)" if further < 0 else "SAME (another error)"


def _further(before: Run, after: Run) -> int:
    """How many more statements began of the file that an exception came from; lines, in older records."""
    file = after.get("file")
    if "begun" in before and "begun" in after:
        return int(after["begun"].get(file, 0) - before["begun"].get(file, 0))
    return len(after.get("ran", {}).get(file, ())) - len(before.get("ran", {}).get(file, ()))


def _of_keras(lacking: list[Any] | None) -> bool:
    return bool(lacking) and str(lacking[0]).split(".")[0] in KERAS  # type: ignore[index]
