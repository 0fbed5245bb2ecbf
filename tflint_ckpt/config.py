"""Settings: defaults, the nearest configuration file, and the command line over both."""

from __future__ import annotations


class ConfigError(Exception):
    """The configuration or the call cannot be used; the message is one line for the user."""


class Settings:
    """What one run was asked to do. Every sequence is a tuple of strings."""

    __slots__ = (
        "exclude",
        "extend_select",
        "fail_on",
        "ignore",
        "origin",
        "per_file_ignores",
        "select",
        "target",
        "unsafe_fixes",
    )

    def __init__(self) -> None:
        self.select: tuple[str, ...] = ("recommended",)
        self.extend_select: tuple[str, ...] = ()
        self.ignore: tuple[str, ...] = ()
        self.exclude: tuple[str, ...] = ()
        self.per_file_ignores: dict[str, tuple[str, ...]] = {}
        self.target: str = "auto"
        self.fail_on: str = "warning"
        self.unsafe_fixes: bool = False
        self.origin: str | None = None
        """The configuration file the settings came from, as shown to the user."""
