"""Every key of the configuration: how it is read, what it means, and what a schema says of it.

One table: the configuration is read with it, and the page about it and the JSON Schema are written from it.
"""

from __future__ import annotations

from tflint_ckpt import config_values
from tflint_ckpt.settings import DEFAULT_EXCLUDE, FAIL_ON, FILE_TIMEOUT, MOST_SECONDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FILES, RUN = "each file", "the run"
"""What a key is about: files, which go by the configuration nearest to them, or the run as a whole."""


class Key:
    """One row of the table.

    Attributes:
        name: how it is written.
        read: its value as TOML gives it to what the settings hold. Raises ``ConfigError``, whose message goes
            on after the name of the key.
        schema: what JSON Schema says of its value.
        about: what it means, in Markdown; the first line is its heading's.
        default: what holds where it is not written, in TOML; empty where nothing does.
        example: a line or table of TOML that uses it.
        scope: what it is about, :data:`FILES` or :data:`RUN`.
    """

    __slots__ = ("about", "default", "example", "name", "read", "schema", "scope")

    def __init__(
        self,
        name: str,
        read: Callable[[object], object],
        schema: Callable[[], dict[str, Any]],
        about: str,
        *,
        default: str,
        example: str,
        scope: str = FILES,
    ) -> None:
        self.name = name
        self.read = read
        self.schema = schema
        self.about = about
        self.default = default
        self.example = example
        self.scope = scope


def _rules_schema() -> dict[str, Any]:
    from tflint_ckpt.rules.catalogue import RULES
    from tflint_ckpt.rules.selection import PRESETS

    names = sorted({word for rule in RULES for word in (rule.name, rule.group)} - set(PRESETS))
    codes = [rule.code for rule in RULES]
    prefixes = sorted({code[:length] for code in codes for length in range(3, len(code))} - set(codes))
    return {"type": "array", "items": {"enum": [*PRESETS, *codes, *prefixes, *names]}}


def _fixes_schema() -> dict[str, Any]:
    from tflint_ckpt.rules.catalogue import RULES

    several = [rule for rule in RULES if rule.alternatives]
    keys = {key: {"enum": list(rule.alternatives)} for rule in several for key in (rule.code, rule.name)}
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _patterns_schema() -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "minLength": 1}}


def _boolean_schema() -> dict[str, Any]:
    return {"type": "boolean"}


def _path_schema() -> dict[str, Any]:
    return {"type": "string", "minLength": 1}


KEYS: tuple[Key, ...] = (
    Key(
        "extend",
        config_values.path,
        _path_schema,
        "Begin with the settings of another configuration file\n\n"
        "Its path starts from this file; `~` and environment variables are filled in. What is written "
        "here stands over what is written there: `select`, `fixable`, `exclude`, tables and single "
        "values take the place of theirs; `extend-select`, `ignore`, `unfixable` and `extend-exclude` "
        "add to theirs. Paths and patterns start from the file that they are written in.",
        default="",
        example='extend = "../pyproject.toml"',
    ),
    Key(
        "select",
        config_values.rules,
        _rules_schema,
        "The rules that run\n\n"
        "Codes (`TFC101`), prefixes of codes (`TFC1`), names (`checkpoint-max-to-keep`), groups "
        "(`checkpoint`) and presets (`recommended`, `canonical`, `keras3`, `all`). For each rule the "
        "most specific word that speaks of it decides; of two equally specific ones, `ignore` does.",
        default='["recommended"]',
        example='select = ["recommended", "TFC3"]',
    ),
    Key(
        "extend-select",
        config_values.rules,
        _rules_schema,
        "Rules that run besides those of `select`",
        default="[]",
        example='extend-select = ["canonical"]',
    ),
    Key(
        "ignore",
        config_values.rules,
        _rules_schema,
        "Rules that do not run",
        default="[]",
        example='ignore = ["pipeline-prefetch"]',
    ),
    Key(
        "per-file-ignores",
        config_values.rules_by_glob,
        lambda: {"type": "object", "additionalProperties": _rules_schema()},
        "Rules that do not run on some files\n\n"
        "From patterns of `.gitignore`, which start from the folder of this file, to lists of rules. "
        "A pattern that begins with `!` means all other files.",
        default="{}",
        example='[per-file-ignores]\n"notebooks/*" = ["model-parameter"]',
    ),
    Key(
        "target",
        config_values.target,
        lambda: {
            "type": "string",
            "pattern": r"^(auto|[Kk][Ee][Rr][Aa][Ss][23]|2\.[0-9]+(\.[0-9]+)?(\.\.2\.[0-9]+(\.[0-9]+)?)?)$",
        },
        "The TensorFlow that the code runs on\n\n"
        "`auto`, `keras2`, `keras3`, a release, or a range of two. `auto` looks it up where the "
        "project says it: see [which Keras runs](target.md).",
        default='"auto"',
        example='target = "2.15..2.21"',
    ),
    Key(
        "fixable",
        config_values.rules,
        _rules_schema,
        "The rules whose fixes may be applied\n\n"
        "The fixes of others are shown as advice, and no option applies them.",
        default='["all"]',
        example='fixable = ["checkpoint", "TFC8"]',
    ),
    Key(
        "unfixable",
        config_values.rules,
        _rules_schema,
        "Rules whose fixes may not be applied",
        default="[]",
        example='unfixable = ["pipeline-cache"]',
    ),
    Key(
        "fixes",
        config_values.fixes,
        _fixes_schema,
        "Which fix to apply, for rules that know several\n\n"
        "From rules to names of fixes; a rule's page lists them.",
        default="{}",
        example='[fixes]\ncheckpoint-max-to-keep = "keep-last-n"',
    ),
    Key(
        "cell-magics",
        config_values.cell_magics,
        lambda: {"type": "array", "items": {"type": "string", "pattern": r"^(%%)?[^%\s]\S*$"}},
        "Cell magics whose cells hold Python, besides those that are known\n\n"
        "Cells of a notebook that begin with another magic are not linted.",
        default="[]",
        example='cell-magics = ["spark"]',
    ),
    Key(
        "exclude",
        config_values.patterns,
        _patterns_schema,
        "Files and folders that are left out\n\n"
        "Patterns of `.gitignore`, which start from the folder of this file. They take the place of "
        "the list below, so `extend-exclude` is what most projects want. What git ignores, and a "
        "virtual environment (a folder with a `pyvenv.cfg`) or pages that Sphinx made (a folder with "
        "`searchindex.js` and `objects.inv`), is left out whatever is written here. "
        "What is named on the command line is linted even so, unless `force-exclude` is set.",
        default="[" + ", ".join(f'"{each}"' for each in DEFAULT_EXCLUDE) + "]",
        example='exclude = [".git", "third_party"]',
    ),
    Key(
        "extend-exclude",
        config_values.patterns,
        _patterns_schema,
        "Files and folders that are left out besides those of `exclude`\n\n"
        "A pattern that begins with `!` takes back what is left out: `!build` lets the folder `build` "
        "in.",
        default="[]",
        example='extend-exclude = ["third_party", "*_pb2.py"]',
    ),
    Key(
        "force-exclude",
        config_values.boolean,
        _boolean_schema,
        "Leave out what is excluded even where it is named\n\n"
        "For hooks, which name every file that is staged. It holds for files and for folders.",
        default="false",
        example="force-exclude = true",
        scope=RUN,
    ),
    Key(
        "unsafe-fixes",
        config_values.boolean,
        _boolean_schema,
        "Let `--fix` and `--diff` apply unsafe fixes as well",
        default="false",
        example="unsafe-fixes = true",
        scope=RUN,
    ),
    Key(
        "fail-on",
        config_values.fail_on,
        lambda: {"enum": list(FAIL_ON)},
        "The mildest severity that makes the exit status 1\n\n`error`, `warning`, `info` or `never`.",
        default='"warning"',
        example='fail-on = "error"',
        scope=RUN,
    ),
    Key(
        "cache-dir",
        config_values.folder,
        _path_schema,
        "The folder that results are kept in\n\n"
        "Its path starts from this file. Without it they are in your own cache folder: see "
        "[cache](cache.md).",
        default="",
        example='cache-dir = ".tflint-ckpt-cache"',
        scope=RUN,
    ),
    Key(
        "file-timeout",
        config_values.timeout,
        lambda: {"type": "number", "minimum": 0, "maximum": MOST_SECONDS},
        "How many seconds one file may take\n\n0: any. See [processes](processes.md).",
        default=str(FILE_TIMEOUT),
        example="file-timeout = 60",
        scope=RUN,
    ),
)
"""Every key, in the order of the page."""
BY_NAME = {key.name: key for key in KEYS}


def schema() -> dict[str, Any]:
    """The JSON Schema of a ``tflint-ckpt.toml``, and of the table ``tool.tflint-ckpt``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/configuration.schema.json",
        "title": "Configuration of tflint-ckpt",
        "type": "object",
        "properties": {
            key.name: {"description": key.about.replace("\n\n", ". "), **key.schema()} for key in KEYS
        },
        "additionalProperties": False,
    }
