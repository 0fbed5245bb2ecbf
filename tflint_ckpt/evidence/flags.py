"""``TF_USE_LEGACY_KERAS`` in scripts, images and settings: files that set it for what they start."""

from __future__ import annotations

from itertools import islice

from tflint_ckpt.evidence.install import is_comment, is_told
from tflint_ckpt.evidence.text import line_at
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = "TF_USE_LEGACY_KERAS"
YES = frozenset({"1", "true", "True"})
"""The values that TensorFlow takes for yes (``keras_api`` of its ``__init__``)."""
NO = frozenset({"0", "false", "False"})
_MOST_PLACES = 200
"""In one file."""
_VALUE = r"""["']?(?P<value>1|[Tt]rue|0|[Ff]alse)(?![\w.])"""
_SET = pattern(
    rf"""(?<![\w$\{{-]){WORD}["']?"""
    rf"""(?:[ \t]*(?:[:?+]?=|:)[ \t]*|(?<=[ \t]{WORD})[ \t]+(?=\S+[ \t]*$)){_VALUE}"""
    rf"""|name["']?:[ \t]*["']?{WORD}["']?[ \t]*[,\n][ \t]*["']?value["']?:[ \t]*(?P<second>["']?\w+)""",
    re.MULTILINE,
)
"""An assignment of a shell, of Make, Docker, YAML, TOML or JSON; and the two lines of Kubernetes."""
_DIRECTIVES = ("#SBATCH", "#PBS")
"""What a scheduler reads in a line that is a comment to the shell."""
_PRINTED = pattern(
    r"^[ \t]*cat[ \t]*<<-?[ \t]*[\"']?(\w+)[\"']?[ \t]*\n(?:.*\n){0,200}?[ \t]*\1[ \t]*$", re.MULTILINE
)
"""A text that a script only prints, such as how it is used."""
_TITLE = pattern(r"[\s-]*(?:name|description|title|summary|help)[ \t]*[:=]")
_SEPARATE = pattern(r"(?:^|[\s;&|])(?:ENV|setenv|set|env)(?:[ \t]+-\w+)*[ \t]+$", re.IGNORECASE)
"""What stands before a name that its value follows without a sign between them."""

_SETTINGS = (".env", ".envrc")
_PATTERN = pattern(r"example|template|sample|dist")
"""In the name of a file that is copied and changed before it is used."""
_SCRIPTS = tuple(".sh .bash .zsh .ksh .csh .fish .bat .cmd .ps1 .sbatch .slurm .pbs".split())
_STARTING = ("procfile", "supervisord.conf")
"""Files that say how programs are started; and ``.service`` of systemd."""
_MAKE = ("makefile", "gnumakefile", "justfile")
_TESTS = ("tox.ini", "pytest.ini", "setup.cfg", "pyproject.toml", "hatch.toml", "jenkinsfile")
USUAL = frozenset(
    ".circleci .ci .devcontainer .github .gitlab .kokoro bin build_scripts ci deploy deployment docker "
    "dockerfiles dockers entrypoint entrypoints infra jobs k8s kubernetes launch launchers make run script "
    "scripts shell slurm tools".split()
)
"""Folders whose files are about the folder above them."""


def rank_of_file(name: str, folder: str) -> int | None:
    """How a file that is no Python may set the variable: the smaller the nearer to what runs.

    *name* is the file's, *folder* the way to it from the project's root. ``None``: it does not.
    """
    low = name.lower()
    parts = folder.lower().split("/")
    if low == "pixi.toml":
        return 0
    if low in _SETTINGS or low.endswith(".env") or low.startswith(".env."):
        return None if _PATTERN.search(low) else 0
    if low.endswith(_SCRIPTS) or low in _STARTING or low.endswith(".service"):
        return 1
    if is_dockerfile(low) or low == "devcontainer.json":
        return 2
    if low in _MAKE or low.endswith(".mk"):
        return 3
    if parts[0] == ".github" and parts[1:2] not in (["workflows"], ["actions"]):
        return None
    if low in _TESTS or {".github", ".circleci", ".ci", ".kokoro"} & {*parts}:
        return 4 if low.endswith((".yml", ".yaml", ".ini", ".cfg", ".toml", "jenkinsfile")) else None
    if low.endswith((".yml", ".yaml")):
        return 4 if low.startswith((".", "azure-pipelines", "bitbucket-", "cloudbuild", "appveyor")) else 2
    return None


def is_dockerfile(name: str) -> bool:
    """Whether a file of this name says how an image is built."""
    low = name.lower()
    if low.startswith(("dockerfile", "containerfile")) or low.endswith((".dockerfile", ".def")):
        return True
    return low == "singularity" or (low.startswith("singularity.") and not low.endswith((".sh", ".md")))


def settings(text: str) -> Iterator[tuple[int, bool]]:
    """The lines, from 1, where a text gives the variable a value, and whether that is yes."""
    text = unprinted(text)
    for offset, yes in places(text):
        yield line_at(text, offset), yes


def unprinted(text: str) -> str:
    """*text* without what a script of it only prints; the lines stay where they are."""
    return _PRINTED.sub(lambda match: "\n" * match[0].count("\n"), text) if "<<" in text else text


def places(text: str) -> Iterator[tuple[int, bool]]:
    """The offsets where *text*, which prints nothing, gives the variable a value, and whether that is yes."""
    for match in islice(_SET.finditer(text), _MOST_PLACES):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        after = text[match.end() : text.find("\n", match.end()) % (len(text) + 1)]
        if (is_comment(before) and not before.startswith(_DIRECTIVES)) or (
            is_told(before) and ">>" not in after
        ):
            continue
        if match["value"] and (_TITLE.match(before) or _is_in_a_sentence(before)):
            continue
        if match["value"] and re.match(rf"{WORD}[ \t]+[\"'\w]", match[0]) and not _SEPARATE.search(before):
            continue
        value = match["value"] or match["second"].strip("\"'")
        yield match.start(), value in YES


def _is_in_a_sentence(before: str) -> bool:
    """Whether what follows *before* in its line stands in quotes, and is not where a command begins."""
    quote, start = "", 0
    for offset, sign in enumerate(before):
        if sign in "\"'" and quote in ("", sign):
            quote, start = ("", 0) if quote else (sign, offset + 1)
    inner = before[start:].strip()
    if not quote or not inner or inner.endswith((";", "|", "&", ",", "=")):
        return False
    last = re.split(r"[;|&]", inner)[-1].split()
    return not all(word in ("export", "env", "set") or "=" in word for word in last)


def agreed(found: list[tuple[int, bool]]) -> tuple[int, bool] | None:
    """The first of *found*, where all of them say the same."""
    return found[0] if found and len({yes for _, yes in found}) == 1 else None
