"""The settings of a run, and where they come from."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.target import Target


def render(settings: Settings, target: Target, rules: Iterable[RuleEntry]) -> str:
    """The settings as they would stand in a configuration file, with the rules they come down to."""
    lines = [
        f"# configuration: {settings.origin or 'none'}",
        f"# target: {target.describe()}",
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


def render_json(settings: Settings, target: Target, rules: Iterable[RuleEntry]) -> str:
    """The same as one JSON object."""
    from tflint_ckpt import __version__
    from tflint_ckpt.report.json_ import dump

    return dump(
        {
            "version": __version__,
            "configuration": settings.origin,
            "target": {"tensorflow": target.tensorflow, "keras": target.keras, "source": target.source},
            "settings": _values(settings),
            "rules": [rule.code for rule in rules],
        }
    )


def _values(settings: Settings) -> dict[str, Any]:
    folder = {"cache-dir": settings.cache_dir} if settings.cache_dir is not None else {}
    return {
        "select": settings.select,
        "extend-select": settings.extend_select,
        "ignore": settings.ignore,
        "exclude": settings.exclude,
        "cell-magics": settings.cell_magics,
        **folder,
        "file-timeout": settings.file_timeout,
        "target": settings.target,
        "fail-on": settings.fail_on,
        "unsafe-fixes": settings.unsafe_fixes,
        "per-file-ignores": settings.per_file_ignores,
        "fixes": settings.fixes,
    }
