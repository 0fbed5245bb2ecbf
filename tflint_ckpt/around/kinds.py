"""What kind of text a file is, by its name: Python, what a machine reads, what people read, or none."""

from __future__ import annotations

from tflint_ckpt.files import SUFFIXES

PYTHON, MACHINE, PEOPLE = "python", "machine", "people"

_MACHINE = tuple(
    """.sh .bash .zsh .fish .bat .cmd .ps1 .mk .env .yml .yaml .toml .json .cfg .ini .conf .js .mjs .cjs .jsx
    .ts .tsx .html .htm .dockerfile .slurm .sbatch .pbs .service .tf .properties .dvc""".split()
)
"""Scripts and settings: what such a file names is opened, copied or served by that name."""
_PEOPLE = (".md", ".markdown", ".rst", ".txt", ".gitignore", ".gitattributes", ".dockerignore")
"""Documentation, lists of names and patterns: nothing fails there when a file gets another name."""
_NAMES = frozenset("Makefile makefile GNUmakefile Justfile justfile Jenkinsfile Procfile Snakefile".split())
_PREFIXES = ("Dockerfile", "Containerfile", ".env.")


def kind_of(name: str) -> str:
    """The kind of the file called *name*; empty where it is none of those that are searched."""
    if name.endswith(SUFFIXES):
        return PYTHON
    if name.endswith(_MACHINE) or name in _NAMES or name.startswith(_PREFIXES):
        return MACHINE
    return PEOPLE if name.endswith(_PEOPLE) else ""
