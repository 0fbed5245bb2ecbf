"""Whether a file that names neither TensorFlow nor Keras gets what they make from one of its project:
from one that it imports, or from one that calls its functions."""

from __future__ import annotations

from tflint_ckpt import gate
from tflint_ckpt.asking.imports import ImportsOf, file_meant, joined
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_ckpt.project_files import ProjectFiles
    from tflint_ckpt.source import Source

_MOST_FILES = 40
"""Files of the project that are looked at for one file."""
_MOST_STEPS = 3
"""Files that import from one another, one after the other."""
_OF_KERAS = (".save_weights(", ".fit_generator(", ".evaluate_generator(", ".predict_generator(")
_DEFINED = pattern(r"(?m)^(?:def|class)[ \t]+(\w+)")
_MOST_NAMES = 20
"""Functions and classes of one file whose importers are looked for."""


def imports_keras_user(source: Source, project_of: Callable[[], ProjectFiles]) -> bool:
    """Whether *source* imports a file of the project that names Keras, itself or through packages.

    The project is asked for only where some import may be of it.
    """
    names = _own(source.text)
    if not names:
        return False
    project, here = project_of(), source.path
    project.begin(here)
    looked = {here}
    queue = [(here, name, 0) for name in names]
    while queue and len(looked) < _MOST_FILES:
        path, name, steps = queue.pop(0)
        file = file_meant(path, name, here, lambda each: project.holds(each, besides=here))
        if file is None or file in looked:
            continue
        looked.add(file)
        other = project.source(file, besides=here)
        if other is None:
            continue
        if gate.names_keras(other.text):
            return True
        if steps < _MOST_STEPS:
            queue += [(file, each, steps + 1) for each in _own(other.text)]
    return False


def keras_user_imports(source: Source, project_of: Callable[[], ProjectFiles]) -> bool:
    """Whether a file of the project that names Keras imports *source*, to call functions with parameters.

    The project is asked for only where *source* calls what models of Keras have and few others.
    """
    if not any(method in source.text for method in _OF_KERAS):
        return False
    names = list(dict.fromkeys(match[1] for match in _DEFINED.finditer(source.text)))
    project, here = project_of(), source.path
    project.begin(here)
    for name in names[:_MOST_NAMES]:
        importers = list(project.importers(name, besides=here))
        if any(other.path.endswith("__init__.py") for other in importers):  # which hands it on
            importers += project.importing(name, besides=here)
        if any(gate.names_keras(other.text) for other in importers):
            return True
    return False


def _own(text: str) -> list[str]:
    """The dotted names that a text imports and that may be of its project."""
    found: list[str] = []
    for origin, words in ImportsOf(text).statements:
        bare = [word for place, word in enumerate(words) if "as" not in words[max(place - 1, 0) : place + 1]]
        found += [origin] if origin else []
        found += (joined(origin, word) if origin else word for word in bare)
    return [name for name in dict.fromkeys(found) if name.split(".")[0] not in ELSEWHERE]
