"""The files of one folder that say which TensorFlow is installed."""

from __future__ import annotations

import os

from tflint_ckpt import looks
from tflint_ckpt.evidence.flags import is_dockerfile
from tflint_ckpt.evidence.names import is_readme, saying
from tflint_ckpt.evidence.source import CONTAINER, METADATA, TESTED, TOLD, Source, rank_of
from tflint_ckpt.evidence.text import MOST_BYTES, line_of, mentions_us, read_text
from tflint_ckpt.paths import shown
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.target import NEWEST, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tflint_ckpt.evidence.markers import Pythons
    from tflint_ckpt.evidence.requirement import Requirement

    Reader = Callable[[str, str], Iterable[Requirement]]
    Row = tuple[int, str, str]

_MOST_FILES = 40
"""Of one kind in one folder."""
_MOST_WRITTEN = 400_000
"""Bytes of what people write."""
_LISTS_IN = ("requirements", "reqs", "deps")
_TESTS_IN = ("tests", "test")
_CONDA_IN = ("binder", ".binder", "conda", "envs")
_IMAGES_IN = ("docker", "dockerfiles", ".devcontainer")
_COMMANDS_IN = (".github/workflows", ".circleci", "scripts", "bin", "ci", ".ci", "tools")
_CONDA = ("environment*.y*ml", "env*.y*ml", "conda*.y*ml")
_CONDA_PYTHON = lazy_pattern(
    r"^[ \t]*-[ \t]*[\"']?python[ \t]*(=[ \t]*3\.\d+|[=<>]=[ \t]*3\.[\d., <>=*]+)", re.MULTILINE
)
_IMAGE_PYTHON = lazy_pattern(r"^FROM[ \t]+(?:\S*/)?python:(3\.\d+)\b", re.MULTILINE)
_COMMANDS = (
    *("*.sh", "Makefile", "makefile", ".travis.yml", ".gitlab-ci.yml", "azure-pipelines*.yml"),
    *("bitbucket-pipelines.yml", "cloudbuild.y*ml", "appveyor.yml", ".appveyor.yml", "Jenkinsfile"),
)
_COMPOSED = ("docker-compose*.y*ml", "compose*.y*ml")
_NOX = lazy_pattern(r"^[ \t]*session\.(?:conda_)?install\((?P<words>[^()]{0,1000})\)", re.MULTILINE)
_WORKFLOWS = ("*.yml", "*.yaml", "*.sh")
_ASIDE = ("lint", "format", "style", "doc", "release", "publish")
"""Parts of the names of commands that do not run the code, or only what was there already."""


def sources_in(folder: str, *, every: bool = False, only_metadata: bool = False) -> list[Source]:
    """What the files of *folder* say of the releases that are installed, the one to believe first.

    A pin of the project's own files beats all others, so what comes after it is read only for *every*.
    With *only_metadata* neither images nor tests are looked at.
    """
    pythons: list[Pythons] = []
    found: list[Source] = []
    for group, name, read in _rows(folder):
        if only_metadata and group != METADATA:
            break
        path = os.path.join(folder, *name.split("/"))
        text = read_text(path, _LARGER_OR_SMALLER.get(read, _MOST_WRITTEN))
        if text is None or not (mentions_us(text) or _names_lists(text)):
            continue
        from tflint_ckpt.evidence.requirement import ANY, PIN, evidence

        if not pythons:
            pythons.append(_pythons(folder))
        proof = evidence(_reader(read)(text, path), _pythons_in(text, read) or pythons[0])
        if proof is not None and not (group == TOLD and proof.releases[-1].tensorflow == NEWEST.tensorflow):
            rank = rank_of(group, proof.strength)
            target = Target(proof.releases, f"{shown(proof.path or path)}:{proof.line}")
            # What users are told may be old: like a requirement that takes any release, it gives way.
            strength = ANY if group == TOLD else proof.strength
            source = Source(target.source, target, rank=rank, strength=strength, oldest=proof.oldest)
            found.append(source)
            if group == METADATA and proof.strength == PIN and not every:
                break
    _demote(found)
    return sorted(found, key=lambda source: source.rank)


def _names_lists(text: str) -> bool:
    """Whether a text may name files of requirements."""
    return ".txt" in text or ".in" in text


def _demote(found: list[Source]) -> None:
    """Put last the images and tests of releases that the project itself no longer takes."""
    if not found:
        return
    from tflint_ckpt.evidence.requirement import ANY

    takes_any = [source for source in found if source.rank == rank_of(METADATA, ANY)]
    floor = max((source.oldest for source in takes_any), default=(2, 0))
    for source in found:
        if source.target is not None and source.target.releases[-1].tensorflow < floor:
            source.rank += len(found) + 10


def _rows(folder: str) -> Iterator[Row]:
    """The files that may say something, in the order they are believed, and what reads each.

    That is a function, by its module and name: most folders have few kinds of files, and need few of these.
    """
    names = _names(folder, only=saying)
    if not names:
        return
    from tflint_ckpt.evidence import lists

    named = [name for name in names if lists.is_list(name)]
    for inner in _LISTS_IN:
        if inner in names:
            below = _names(os.path.join(folder, inner))
            endings = tuple(f".{ending}" for ending in lists.ENDINGS)
            named += [f"{inner}/{name}" for name in below if name.endswith(endings)]
    named.sort(key=lists.order)
    rows: list[Row] = [
        (METADATA, "pyproject.toml", "metadata.pyproject"),
        (METADATA, "setup.py", "setup_py.setup_py"),
        (METADATA, "setup.cfg", "metadata.setup_cfg"),
        *((METADATA, name, "lists.read_list") for name in named[:_MOST_FILES]),
        (METADATA, "Pipfile", "metadata.pipfile"),
        (METADATA, "pixi.toml", "conda.pixi"),
        *((METADATA, name, "conda.environment") for name in _matching(names, _CONDA)),
        (METADATA, "uv.lock", "locks.lock"),
        (METADATA, "poetry.lock", "locks.lock"),
        (METADATA, "pdm.lock", "locks.lock"),
        (METADATA, "Pipfile.lock", "locks.pipfile_lock"),
        (METADATA, "pixi.lock", "locks.pixi_lock"),
        (METADATA, "conda-lock.yml", "locks.pixi_lock"),
        *((CONTAINER, name, "container.dockerfile") for name in _images(folder, names, is_dockerfile)),
        *((CONTAINER, name, "lists.read_list") for name in _images(folder, [], lists.is_list)),
        *((CONTAINER, name, "container.images") for name in _matching(names, _COMPOSED)),
        (CONTAINER, "cog.yaml", "container.cog"),
        *_below(folder, names, _CONDA_IN, CONTAINER),
        (CONTAINER, ".devcontainer/devcontainer.json", "container.images"),
        (TESTED, "tox.ini", ".tox"),
        (TESTED, "noxfile.py", ".nox"),
        (TESTED, "pyproject.toml", "metadata.hatch"),
        (TESTED, "hatch.toml", "metadata.hatch"),
        *((TESTED, name, ".commands") for name in _command_files(folder, names)),
        *_below(folder, names, _TESTS_IN, TESTED),
        *((TOLD, name, "readme.commands") for name in names if is_readme(name)),
    ]
    present = set(names)
    for group, name, read in rows:
        if "/" in name or name in present:
            yield group, name, read


def _below(folder: str, names: list[str], inner: tuple[str, ...], group: int) -> list[Row]:
    """The lists of requirements, and environments of conda's, in folders that are usual for them."""
    from tflint_ckpt.evidence import lists

    found: list[Row] = []
    for each in inner:
        for name in _names(os.path.join(folder, each)) if each in names else ():
            if lists.is_list(name):
                found.append((group, f"{each}/{name}", "lists.read_list"))
            elif each in _CONDA_IN and name.endswith((".yml", ".yaml")):
                found.append((group, f"{each}/{name}", "conda.environment"))
    return found[:_MOST_FILES]


def _names(folder: str, only: Callable[[Iterable[str]], list[str]] = list) -> list[str]:
    try:
        names = only(os.listdir(folder))
    except (OSError, ValueError):
        looks.listed(folder, None)
        return []
    looks.named(folder, names, chosen=only is saying)
    return sorted(names)


def _matching(names: list[str], patterns: tuple[str, ...]) -> list[str]:
    whole = {pattern for pattern in patterns if "*" not in pattern}
    parted = [pattern for pattern in patterns if pattern not in whole]
    ends = tuple(pattern.rpartition("*")[2] for pattern in parted)
    found = [
        name
        for name in names
        if name in whole or (name.endswith(ends) and any(_fits(name, pattern) for pattern in parted))
    ]
    return sorted(found, key=lambda name: (not name.startswith("environment."), name))[:_MOST_FILES]


def _fits(name: str, pattern: str) -> bool:
    """Whether a *pattern* with some ``*``, each for anything, fits a whole *name*."""
    first, *others, last = pattern.split("*")
    end = len(name) - len(last)
    if end < len(first) or not (name.startswith(first) and name.endswith(last)):
        return False
    at = len(first)
    for part in others:
        at = name.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _images(folder: str, names: list[str], wanted: Callable[[str], bool]) -> list[str]:
    """The files that images are made from, of *names* and in the usual folders for them."""
    found = [name for name in names if wanted(name)]
    for inner in _IMAGES_IN:
        below = _names(os.path.join(folder, inner))
        found += [f"{inner}/{name}" for name in below if wanted(name)]
        for name in below[:_MOST_FILES]:  # docker/gpu/Dockerfile
            if "." not in name and not wanted(name):
                found += [
                    f"{inner}/{name}/{each}"
                    for each in _names(os.path.join(folder, inner, name))
                    if wanted(each)
                ]
    return found[:_MOST_FILES]


def _command_files(folder: str, names: list[str]) -> list[str]:
    found = _matching(names, _COMMANDS)
    for inner in _COMMANDS_IN:
        if inner.partition("/")[0] in names:
            below = _names(os.path.join(folder, *inner.split("/")))
            found += [f"{inner}/{name}" for name in _matching(below, _WORKFLOWS)]
    return sorted(found, key=lambda name: any(word in name.lower() for word in _ASIDE))


def _tox(text: str, path: str) -> Iterator[Requirement]:
    """What the environments of a ``tox.ini`` install; a factor may stand before each requirement."""
    from tflint_ckpt.evidence import metadata

    for name, section in metadata.ini(text).items():
        if name.startswith("testenv"):
            deps = re.sub(r"^\s*[\w,!{}.-]+:\s+", "", section.get("deps", ""), flags=re.MULTILINE)
            yield from metadata.in_lines(deps, text, path)


def _commands(text: str, path: str) -> Iterator[Requirement]:
    from tflint_ckpt.evidence import container, install

    yield from install.commands(install.with_matrix(text))
    yield from container.images(text)
    yield from container.started(text)


def _nox(text: str, path: str) -> Iterator[Requirement]:
    """What the sessions of a ``noxfile.py`` install."""
    from tflint_ckpt.evidence.requirement import Requirement

    for match in _NOX.finditer(text):
        for word in re.findall(r"[\"']([^\"'\n]+)[\"']", match["words"]):
            if requirement := Requirement.parse(word, line_of(text, word)):
                yield requirement


def _pythons(folder: str) -> Pythons:
    """The Pythons that the files of a folder ask for."""
    from tflint_ckpt.evidence import metadata
    from tflint_ckpt.evidence.markers import CURRENT, pythons_of

    for name in ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile"):
        text = read_text(os.path.join(folder, name), _MOST_WRITTEN)
        if text is not None and (wanted := metadata.python_of(text, name)) is not None:
            return pythons_of(wanted)
    for name in (".python-version", "runtime.txt"):
        text = read_text(os.path.join(folder, name), _MOST_WRITTEN)
        if text is not None and (match := re.match(r"\s*(?:python-)?(3\.\d+)", text)):
            return pythons_of(f"=={match[1]}.*")
    return CURRENT


def _reader(name: str) -> Reader:
    """The function that reads a kind of file, ``lists.read_list``."""
    module, _, function = name.partition(".")
    if module == "":
        return _OWN[function]
    imported = __import__(f"{__package__}.{module}", fromlist=(function,))
    found: Reader = getattr(imported, function)
    return found


def _pythons_in(text: str, read: str) -> Pythons | None:
    """The Python that an environment of conda's or an image has, where it says so."""
    from tflint_ckpt.evidence.markers import pythons_of

    found = None
    if read == "conda.environment":
        found = _CONDA_PYTHON.search(text)
    elif read == "container.dockerfile":
        found = _IMAGE_PYTHON.search(text)
    return pythons_of(found[1]) if found else None


_OWN: dict[str, Reader] = {"tox": _tox, "nox": _nox, "commands": _commands}
_LARGER_OR_SMALLER = {
    "locks.lock": MOST_BYTES,
    "locks.pipfile_lock": MOST_BYTES,
    "locks.pixi_lock": MOST_BYTES,
    "conda.environment": 100_000,  # YAML takes 10 s a megabyte
}
"""Bytes that are read of other kinds."""
