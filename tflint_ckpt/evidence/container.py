"""What a ``Dockerfile``, or another definition of an image, says: what it starts from, and installs."""

from __future__ import annotations

from itertools import islice

from tflint_ckpt.evidence.install import commands, is_comment, is_told
from tflint_ckpt.evidence.requirement import Requirement
from tflint_ckpt.evidence.text import line_at
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_ARGUMENT = lazy_pattern(r"^\s*(?:ARG|ENV)\s+(\w+)[= ][\"']?([^\s\"']+)", re.MULTILINE | re.IGNORECASE)
_FROM = lazy_pattern(r"^\s*FROM(?:\s+|:\s*)(?:--\S+\s+)*(?P<image>\S+)", re.MULTILINE | re.IGNORECASE)
_IMAGE = lazy_pattern(
    r"""^[^#\n]*?(?<![\w-])["']?(?:image|container)["']?[ \t]*:[ \t]*["']?(?P<image>[^\s"',}]+)""",
    re.MULTILINE,
)
_STARTED = lazy_pattern(
    r"(?<![\w-])(?:(?:nvidia-)?docker|podman|singularity|apptainer)[ \t]+(?:run|pull|create|exec)[ \t]"
    r"(?P<words>(?:\\[ \t]*\r?\n|[^\n])*)"
)
"""A command that starts an image, or fetches one."""
_MOST_STARTED = 100
_LISTED = lazy_pattern(r"^[ \t]*-[ \t]*[\"']?(?P<word>[A-Za-z][\w.-]*[ \t]*[=<>~!][^\"'#\n]*)", re.MULTILINE)
_USE = lazy_pattern(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
_IMAGES = (
    # tensorflow/tensorflow:2.12.0-gpu-jupyter
    lazy_pattern(r"(?:^|/)tensorflow/(?:tensorflow|build):v?(?P<version>\d+\.\d+(?:\.\d+)?)(?![\w.])"),
    # intel/intel-optimized-tensorflow:2.9.1
    lazy_pattern(r"(?:^|/)intel-optimized-tensorflow:(?P<version>\d+\.\d+(?:\.\d+)?)(?![\w.])"),
    # AWS: …/tensorflow-training:2.11.0-gpu-py39-cu112-ubuntu20.04-sagemaker
    lazy_pattern(r"/tensorflow-(?:training|inference):(?P<version>\d+\.\d+(?:\.\d+)?)-"),
    # Google: gcr.io/deeplearning-platform-release/tf2-gpu.2-11
    lazy_pattern(r"deeplearning-platform-release/tf2?-[cg]pu\.(?P<version>\d+-\d+)"),
)
_NVIDIA = lazy_pattern(r"nvcr\.io/nvidia/tensorflow:(?P<month>\d\d\.\d\d)-tf(?P<major>[12])-")
_NVIDIA_FIRST = (
    ("20.03", "2.1"),
    ("20.06", "2.2"),
    ("20.09", "2.3"),
    ("21.02", "2.4"),
    ("21.06", "2.5"),
    ("21.09", "2.6"),
    ("22.01", "2.7"),
    ("22.03", "2.8"),
    ("22.06", "2.9"),
    ("22.10", "2.10"),
    ("23.01", "2.11"),
    ("23.04", "2.12"),
    ("23.08", "2.13"),
    ("23.11", "2.14"),
    ("24.02", "2.15"),
    ("24.06", ""),
)
"""NVIDIA's images by month: the first of each TensorFlow. Later ones carry several Kerases: no word."""


def dockerfile(text: str, path: str = "") -> Iterator[Requirement]:
    """What the images are and get; where several are built, all of them.

    An argument has its default. A tag that names no release, such as ``latest``, says nothing.
    """
    defaults = dict(reversed(_ARGUMENT.findall(text)))
    found: dict[str, Requirement] = {}
    for match in _FROM.finditer(text):
        if version := _release(_filled(match["image"], defaults)):
            line = line_at(text, match.start("image"))
            found["image"] = Requirement("tensorflow", f"=={version}.*", line)
    for requirement in commands(_filled(text, defaults)):
        found[requirement.name] = requirement
    if any(name in found for name in ("tensorflow", "tensorflow-cpu", "tensorflow-gpu")):
        pinned = found.pop("image", None)
        if pinned is not None and not _is_bounded(found):
            found = {"image": pinned}  # already installed, so it stays
    yield from found.values()


def cog(text: str, path: str = "") -> Iterator[Requirement]:
    """What a ``cog.yaml`` installs into its image: ``python_packages``, and commands."""
    for match in _LISTED.finditer(text):
        if requirement := Requirement.parse(match["word"].strip(), line_at(text, match.start("word"))):
            yield requirement
    yield from commands(text)


def images(text: str, path: str = "") -> Iterator[Requirement]:
    """What the images are that a file of CI or Docker Compose, or a ``devcontainer.json``, starts from."""
    for match in _IMAGE.finditer(text):
        if version := _release(match["image"]):
            yield Requirement("tensorflow", f"=={version}.*", line_at(text, match.start("image")))


def started(text: str) -> Iterator[Requirement]:
    """What the images are that the commands of a script start: ``docker run … image``."""
    for match in islice(_STARTED.finditer(text), _MOST_STARTED):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if is_comment(before) or is_told(before):
            continue
        for word in re.finditer(r"[^\s\"'=]+", match["words"]):
            if version := _release(word[0]):
                line = line_at(text, match.start("words") + word.start())
                yield Requirement("tensorflow", f"=={version}.*", line)


def _is_bounded(found: dict[str, Requirement]) -> bool:
    from tflint_ckpt.evidence.requirement import ANY, evidence

    proof = evidence(found.values())
    return proof is not None and proof.strength != ANY


def _filled(text: str, defaults: dict[str, str]) -> str:
    """*text* with the defaults of its arguments; others stay as they are, and so name no release."""
    return _USE.sub(lambda use: defaults.get(use[1] or use[3], use[2] or use[0]), text)


def _release(image: str) -> str | None:
    """The TensorFlow in an image, such as ``2.12``; ``None`` where its name does not say."""
    for pattern in _IMAGES:
        if match := pattern.search(image):
            return ".".join(match["version"].replace("-", ".").split(".")[:2])
    if (match := _NVIDIA.search(image)) is None:
        return None
    if match["major"] == "1":
        return "1.15"
    release = [version for first, version in _NVIDIA_FIRST if first <= match["month"]]
    return release[-1] or None if release else None
