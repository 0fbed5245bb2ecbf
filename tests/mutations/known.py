"""What is known of the linter under the dressings: defects that are to be mended, and how much it finds."""

from __future__ import annotations

_TUPLE = "the one value of a tuple in parentheses stays in a tuple: % (name,), which says the same as % name"
_COLLECT = "gc.collect() is looked for as a line by itself"

KNOWN: dict[tuple[str, str], str] = {
    ("parentheses", "checkpoint-path-join/three-ways"): _TUPLE,
    ("parentheses", "checkpoint-fstring-placeholder/braces-that-are-right"): _TUPLE,
    ("parentheses", "checkpoint-literal-placeholder/placeholders-that-are-right"): _TUPLE,
    ("semicolons", "gc-outside-epoch/after-training"): _COLLECT,
    ("semicolons", "canonical/naive-script"): _COLLECT,
    ("bodies on one line", "gc-outside-epoch/after-training"): _COLLECT,
    ("line continuations", "removed-name/decay-schedule"): "a name over several lines is not replaced",
    ("comments at every token", "checkpoint-max-to-keep/in-a-class"): (
        "parts of a path with comments in them are not joined: no finding, where a manual one would do"
    ),
    ("new lines in brackets", "checkpoint-max-to-keep/in-a-class"): (
        "parts of a path over several lines are not joined: it is left to a person"
    ),
    ("walrus in arguments", "restore-none/misspelled-folder"): (
        "a path with a name may be asked about: of the two rules, the milder one speaks"
    ),
    (
        "foreign identifiers",
        "model-parameter/name-taken",
    ): "the new name is another where model_name is not taken",
    ("foreign identifiers", "checkpoint-brace-prefix/the-loop-has-the-epoch"): (
        "the loop has the epoch only where its variable is called so"
    ),
}
"""Dressing and case → why something is not the same. Each is a test that must fail."""

FLOORS = {
    "walrus": 0.9,
    "walrus in arguments": 0.8,
    "nested calls": 0.9,
    "if main": 0.95,
    "try finally": 0.9,
    "try reraised": 0.5,
    "try printed": 0.5,
    "match": 0.9,
    "in a function": 0.9,
    "in a function below the imports": 0.9,
    "in a decorated function": 0.9,
    "in a class": 0.5,
    "in a method": 0.9,
    "strings in two": 0.8,
    "raw strings": 0.8,
    "escapes": 0.8,
}
"""Dressing → of how many scripts all findings are kept; somewhat less than what a nightly run printed."""
