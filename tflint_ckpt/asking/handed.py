"""Whether a file that names neither TensorFlow nor Keras gets what they make from one of its project.

It imports that from there, or another file gives it to one of its functions.
"""

from __future__ import annotations

from tflint_ckpt import gate
from tflint_ckpt.asking.imports import ImportsOf, file_meant, joined
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_ckpt.project_files import ProjectFiles
    from tflint_ckpt.source import Source

_MOST_FILES = 40
"""Files of the project that are looked at for one file."""
_MOST_CALLERS = 6
"""Files that import what trains in another one."""
_NAMES = ("keras", "tensorflow", "tf_keras")
_TOP = pattern(r"^(?:(?:async[ ]+)?def|class)[ ]+(\w+)", re.MULTILINE)
_TAKES_NOTHING = pattern(r"\s*\(\s*\)")
_MOST_STEPS = 3
"""Files that import from one another, one after the other."""


def imports_keras_user(source: Source, project_of: Callable[[], ProjectFiles]) -> bool:
    """Whether *source* imports a file of the project that names Keras, itself or through packages.

    The project is asked for only where some import may be of it.
    """
    names = _own(source.text)
    if not names:
        return False
    project = project_of()
    project.begin(source.path)
    return _leads_to_keras(source.path, names, project, source.path)


def is_given_by_keras_user(source: Source, project_of: Callable[[], ProjectFiles]) -> bool:
    """Whether a file that names Keras, or imports one that does, imports what trains in *source*.

    That is a function or class that calls what models have. The project is asked for only where there is one.
    """
    names = _training(source.text)
    if not names:
        return False
    project, here = project_of(), source.path
    project.begin(here)
    looked = {here}
    for name in names:
        for path in project.paths_importing(name, besides=here):
            if path in looked:
                continue
            looked.add(path)
            if len(looked) > _MOST_CALLERS:
                return False
            if any(project.has(path, None, word, besides=here) for word in _NAMES):
                return True
            user = project.source(path, besides=here)
            if user is not None and _leads_to_keras(path, _own(user.text), project, here):
                return True
    return False


def _training(text: str) -> list[str]:
    """The functions and classes at the top of a text that call what models have, and get something."""
    found: list[str] = []
    starts = [*_TOP.finditer(text)]
    for place, match in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        body = text[match.start() : end].replace("re.compile(", "")
        if gate.may_train(body) and not _TAKES_NOTHING.match(text, match.end()):
            found.append(match[1])
    return found


def _leads_to_keras(path: str, names: list[str], project: ProjectFiles, here: str) -> bool:
    """Whether what the file at *path* imports as *names* names Keras; asked for the sake of *here*."""
    looked = {here, path}
    queue = [(path, name, 0) for name in names]
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


def _own(text: str) -> list[str]:
    """The dotted names that a text imports and that may be of its project."""
    found: list[str] = []
    for origin, words in ImportsOf(text).statements:
        bare = [word for place, word in enumerate(words) if "as" not in words[max(place - 1, 0) : place + 1]]
        found += [origin] if origin else []
        found += (joined(origin, word) if origin else word for word in bare)
    return [name for name in dict.fromkeys(found) if name.split(".")[0] not in ELSEWHERE]
