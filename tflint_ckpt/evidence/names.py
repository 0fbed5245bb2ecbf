"""Names of files and folders that may say what a project runs on; whatever else is in a folder says nothing.

Of a folder such as the system's for temporary files, in which somebody's project lies, only these count.
"""

from __future__ import annotations

from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_README = pattern(r"(?:readme|install)[\w.-]*\.(?:md|rst|txt)", re.IGNORECASE)
_WHOLE = frozenset(
    """setup.py noxfile.py setup.cfg pipfile makefile jenkinsfile requirements reqs deps docker dockerfiles
    .devcontainer .github .circleci scripts bin ci .ci tools tox.ini singularity binder .binder conda envs
    tests test""".split()
)
_ENDS = (".toml", ".lock", ".yml", ".yaml", ".sh", ".dockerfile", ".def")
_BEGINS = ("dockerfile", "containerfile", "singularity.")
_LISTS = (".txt", ".in", ".pip")
_TELLING = (".md", ".rst", ".txt")


def saying(names: Iterable[str]) -> list[str]:
    """Those of *names* that may say something."""
    return [name for name in names if _says(name.lower())]


def is_readme(name: str) -> bool:
    """Whether a file of this name tells users how to install the project."""
    return name.lower().startswith(("readme", "install")) and _README.fullmatch(name) is not None


def _says(name: str) -> bool:
    if name in _WHOLE or name.endswith(_ENDS) or name.startswith(_BEGINS):
        return True
    if name.endswith(_LISTS) and ("requirements" in name or name.startswith("constraints")):
        return True
    return name.endswith(_TELLING) and name.startswith(("readme", "install"))
