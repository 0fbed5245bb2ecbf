"""What the settings exclude: the lists of patterns, and whether they hold for something that was named."""

from __future__ import annotations

import os

from tflint_ckpt.gitignore import Patterns
from tflint_ckpt.paths import relative
from tflint_ckpt.settings import DEFAULT_EXCLUDE, ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.settings import Settings


def pattern_lists(settings: Settings) -> list[tuple[Sequence[str], str]]:
    """The patterns that exclude, each list with the folder it starts from; of two lists the later decides.

    The folders that are excluded by default are none of them: their names are compared without patterns.
    """
    lists: list[tuple[Sequence[str], str]] = []
    if settings.exclude and settings.exclude != DEFAULT_EXCLUDE:
        lists.append((settings.exclude, settings.exclude_root or os.curdir))
    for root in dict.fromkeys(root for _, root in settings.extend_exclude):
        lists.append(([each for each, own in settings.extend_exclude if own == root], root or os.curdir))
    return lists


def is_excluded(path: str, settings: Settings, *, folder: bool) -> bool:
    """Whether *settings* exclude what was named, a file or a *folder*, or a folder that it lies in.

    The folder that the patterns start from, and those above it, are not meant: whoever runs the tool in
    ``build/project`` does not mean that ``build``. Raises ``ConfigError`` for a pattern that is none.
    """
    for patterns, start in reversed(pattern_lists(settings)):
        name = relative(path, start)
        if not name:
            continue
        try:
            include = Patterns(patterns).check(f"{name}/" if folder else name)
        except ValueError as error:
            raise ConfigError(f"not a gitignore pattern: {error}") from None
        if include is not None:
            return include
    root = os.path.abspath(settings.exclude_root or os.curdir)
    if settings.exclude != DEFAULT_EXCLUDE or not os.path.abspath(path).startswith(os.path.join(root, "")):
        return False
    parts = relative(path, root).split("/")
    return any(part in DEFAULT_EXCLUDE for part in (parts if folder else parts[:-1]))
