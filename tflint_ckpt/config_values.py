"""Reading the values of a configuration file: what TOML gives, to what the settings hold.

Each raises ``ConfigError``, whose message goes on after the name of the key.
"""

from __future__ import annotations

import os

from tflint_ckpt.gitignore import Patterns
from tflint_ckpt.settings import FAIL_ON, ConfigError, nearest, seconds


def kind(value: object) -> str:
    """What a TOML value is, for a message."""
    kinds = {bool: "a boolean", int: "an integer", float: "a float", str: "a string", list: "a list"}
    return kinds.get(type(value), "a table" if isinstance(value, dict) else "a date or time")


def strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"must be a list of strings, not {kind(value)}")
    for item in value:
        if not isinstance(item, str):
            raise ConfigError(f"must be a list of strings, but holds {kind(item)}")
    return tuple(value)


def rules(value: object) -> tuple[str, ...]:
    from tflint_ckpt.rules.catalogue import RULES
    from tflint_ckpt.rules.selection import matching

    selectors = strings(value)
    for selector in selectors:
        matching(RULES, selector)
    return selectors


def rules_by_glob(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ConfigError(f"must be a table from globs to lists of rules, not {kind(value)}")
    table = {}
    for glob, selectors in value.items():
        patterns([glob.removeprefix("!")])
        try:
            table[glob] = rules(selectors)
        except ConfigError as error:
            raise ConfigError(f'of "{glob}": {error}') from None
    return table


def fixes(value: object) -> dict[str, str]:
    """Rule → fix, with codes for keys; a rule that knows one fix only cannot be asked for another."""
    from tflint_ckpt.rules.catalogue import RULES

    if not isinstance(value, dict):
        raise ConfigError(f"must be a table from rules to names of fixes, not {kind(value)}")
    several = {key: rule for rule in RULES if rule.alternatives for key in (rule.code, rule.name)}
    chosen = {}
    for key, name in value.items():
        rule = several.get(key)
        if rule is None:
            raise ConfigError(f'holds "{key}", which is no rule with several fixes{nearest(key, several)}')
        if not isinstance(name, str) or name not in rule.alternatives:
            known = ", ".join(f'"{each}"' for each in rule.alternatives)
            found = f'"{name}"{nearest(name, rule.alternatives)}' if isinstance(name, str) else kind(name)
            raise ConfigError(f'of "{key}": must be one of {known}, not {found}')
        chosen[rule.code] = name
    return chosen


def patterns(value: object) -> tuple[str, ...]:
    patterns = strings(value)
    for pattern in patterns:
        try:
            Patterns([pattern])
        except ValueError:
            raise ConfigError(f'holds "{pattern}", which is not a gitignore pattern') from None
    return patterns


def cell_magics(value: object) -> tuple[str, ...]:
    """Names of cell magics as they follow the ``%%``, which may be written too."""
    names = []
    for word in strings(value):
        name = word.removeprefix("%%")
        if name.startswith("%") or name.split() != [name]:
            raise ConfigError(f'holds "{word}", which is not the name of a cell magic')
        names.append(name)
    return tuple(names)


def target(value: object) -> str:
    # TOML reads 2.20 without quotes as the number 2.2.
    if not isinstance(value, str):
        raise ConfigError(f'must be a string such as "2.15", not {kind(value)}')
    if value != "auto":
        from tflint_ckpt.target import parse

        parse(value, "")
    return value


def fail_on(value: object) -> str:
    if not isinstance(value, str) or value not in FAIL_ON:
        found = f'"{value}"{nearest(value, FAIL_ON)}' if isinstance(value, str) else kind(value)
        raise ConfigError(f"must be one of {', '.join(FAIL_ON)}, not {found}")
    return value


def folder(value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"must be the path of a folder, not {kind(value)}")
    if not value or "\0" in value:
        raise ConfigError("must be the path of a folder")
    return os.path.expanduser(value)


def timeout(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigError(f"must be a number of seconds, not {kind(value)}")
    return seconds(float(value))


def boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"must be true or false, not {kind(value)}")
    return value


def path(value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"must be the path of a file, not {kind(value)}")
    if not value or "\0" in value:
        raise ConfigError("must be the path of a file")
    return os.path.expandvars(os.path.expanduser(value))
