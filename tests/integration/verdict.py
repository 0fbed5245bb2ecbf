"""Comparing what a script was claimed to do with what it did."""

from __future__ import annotations

from tests.claims import Outcome, match
from tests.integration.environments import Run


def broken_claims(outcome: Outcome, run: Run) -> list[str]:
    """One line for each claim of *outcome* that *run* does not bear out."""
    if run.ended != "done":
        return [run.ended]
    return [*_end(outcome, run), *_output(outcome, run), *_files(outcome, run), *_reloads(outcome, run)]


def _end(outcome: Outcome, run: Run) -> list[str]:
    broken = []
    raised, message = run.raised or (None, "")
    if raised != outcome.raises:
        broken.append(
            f"raises {raised or 'nothing'}, not {outcome.raises or 'nothing'}: {message}".rstrip(": ")
        )
    elif outcome.message is not None and outcome.message not in message:
        broken.append(f"the message has no {outcome.message!r}: {message}")
    if outcome.trained_epochs not in (None, run.trained_epochs):
        broken.append(f"{run.trained_epochs} epochs were trained, not {outcome.trained_epochs}")
    return broken


def _output(outcome: Outcome, run: Run) -> list[str]:
    broken = []
    position = 0
    for text in outcome.prints:
        found = run.stdout.find(text, position)
        if found < 0:
            broken.append(f"does not print {text!r}" + (" after what goes before it" if position else ""))
            break
        position = found + len(text)
    broken += [f"does not warn of {text!r}" for text in outcome.warns if text not in run.stderr]
    broken += [f"says {text!r}" for text in outcome.silent_about if text in run.stderr]
    return broken


def _files(outcome: Outcome, run: Run) -> list[str]:
    broken = []
    for pattern in (*outcome.files, *(outcome.files_exactly or ())):
        if not any(match(pattern, path) for path in run.files):
            broken.append(f"leaves no file {pattern!r}")
    for path in run.files:
        if outcome.files_exactly is not None and not any(match(one, path) for one in outcome.files_exactly):
            broken.append(f"leaves a file {path!r}")
        broken += [f"leaves the file {path!r}" for pattern in outcome.absent if match(pattern, path)]
    return broken


def _reloads(outcome: Outcome, run: Run) -> list[str]:
    broken = []
    for path, epoch in outcome.reloads.items():
        result = run.reloads[path]
        if "error" in result:
            broken.append(f"{path!r} does not load: {result['error']}")
            continue
        wanted = result["of"] if epoch == "last" else epoch
        if not result["epochs"] or (wanted != "any" and wanted not in result["epochs"]):
            held = ", ".join(map(str, result["epochs"])) or "no epoch"
            broken.append(f"{path!r} holds the weights of {held}, not of {wanted}")
    return broken
