"""The settings of a run, and where they come from."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from tflint_ckpt.evidence.source import Source
    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.target import Target, Targets


class Shown:
    """A path that was asked about: what its code runs on, and all places that say something of that."""

    __slots__ = ("path", "sources", "targets")

    def __init__(self, path: str, targets: Targets, sources: Sequence[Source] = ()) -> None:
        self.path = path
        self.targets = targets
        self.sources = sources


def render(settings: Settings, shown: Sequence[Shown], rules: Iterable[RuleEntry]) -> str:
    """The settings as they would stand in a configuration file, with the rules they come down to."""
    lines = [
        f"# configuration: {settings.origin or 'none'}",
        *(line for each in shown for line in _target(each, alone=len(shown) == 1)),
        *(
            f"{key} = {json.dumps(value)}"
            for key, value in _values(settings).items()
            if not isinstance(value, dict)
        ),
        *(
            f"per-file-ignores.{json.dumps(pattern)} = {json.dumps(codes)}"
            for pattern, codes in settings.per_file_ignores.items()
        ),
        *(f"fixes.{code} = {json.dumps(name)}" for code, name in settings.fixes.items()),
        "# rules:",
        *(f"#   {rule.code} {rule.name}" for rule in rules),
    ]
    return "".join(f"{line}\n" for line in lines)


def _target(shown: Shown, *, alone: bool) -> Iterator[str]:
    """The lines about the target of one path."""
    from tflint_ckpt.report.terminal import visible

    targets = shown.targets
    yield f"# target{'' if alone else f' of {visible(shown.path)}'}: {visible(targets.tensorflow.describe())}"
    if targets.tensorflow.source != targets.environment.source:
        yield f"#   but for import keras: {visible(targets.environment.describe())}"
    if shown.sources:
        yield f"# looked at for {visible(shown.path)}:"
    for source in shown.sources:
        notes = [note for note, holds in (("decides", source.won), ("weak", source.weak)) if holds]
        note = f" [{', '.join(notes)}]" if notes else ""
        yield f"#   {visible(source.place)}: {source.says}{note}"


def render_json(settings: Settings, shown: Sequence[Shown], rules: Iterable[RuleEntry]) -> str:
    """The same as one JSON object."""
    from tflint_ckpt import __version__
    from tflint_ckpt.report.json_ import dump

    return dump(
        {
            "version": __version__,
            "configuration": settings.origin,
            "target": _plain(shown[0].targets.tensorflow),
            "evidence": [
                {
                    "path": each.path,
                    "target": _plain(each.targets.tensorflow),
                    "environment": _plain(each.targets.environment),
                    "sources": [
                        {
                            "source": source.place,
                            "says": source.says,
                            "decides": source.won,
                            "weak": source.weak,
                        }
                        for source in each.sources
                    ],
                }
                for each in shown
            ],
            "settings": _values(settings),
            "rules": [rule.code for rule in rules],
        }
    )


def _plain(target: Target) -> dict[str, str]:
    return {"tensorflow": target.tensorflow, "keras": target.keras, "source": target.source}


def _values(settings: Settings) -> dict[str, Any]:
    folder = {"cache-dir": settings.cache_dir} if settings.cache_dir is not None else {}
    patterns = [pattern for pattern, _ in settings.extend_exclude]
    return {
        "select": settings.select,
        "extend-select": settings.extend_select,
        "ignore": settings.ignore,
        "fixable": settings.fixable,
        "unfixable": settings.unfixable,
        "exclude": settings.exclude,
        "extend-exclude": patterns,
        "force-exclude": settings.force_exclude,
        "cell-magics": settings.cell_magics,
        **folder,
        "file-timeout": settings.file_timeout,
        "target": settings.target,
        "fail-on": settings.fail_on,
        "unsafe-fixes": settings.unsafe_fixes,
        "per-file-ignores": settings.per_file_ignores,
        "fixes": settings.fixes,
    }
