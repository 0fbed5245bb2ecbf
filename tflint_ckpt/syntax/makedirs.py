"""Making the folder of a path before the statement that writes there."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.directory import directory_source
from tflint_ckpt.syntax.imports import import_module, imported_name
from tflint_ckpt.syntax.statements import insert_before, statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


def make_directory(
    module: Engine, call: cst.Call, path: cst.BaseExpression, *, remote: bool
) -> tuple[str, tuple[Edit, ...]] | None:
    """A statement that makes the folder of *path*, and the edits that put it before that of *call*.

    The folder is written in the terms in which the path is; *remote* is for the address of a store.
    ``None`` where that cannot be done: see :func:`directory_source`, :func:`import_module`.
    """
    statement = statement_of(module, call)
    available = import_module(module, "os", statement)
    if available is None:
        return None
    name, imports = available
    directory = directory_source(module, path, call, name)
    if directory is None:
        return None
    code = f"{name}.makedirs({directory}, exist_ok=True)"
    own = imported_name(module, "os.makedirs", statement) if imports and f"{name}." not in directory else None
    if own is not None:
        code, imports = f"{own}({directory}, exist_ok=True)", ()
    if remote:
        tensorflow = import_module(module, "tensorflow", statement)
        if tensorflow is None or tensorflow[1]:
            return None
        code = f"{tensorflow[0]}.io.gfile.makedirs({directory})"
        imports = imports if f"{name}." in directory else ()
    return code, (*imports, insert_before(module, call, code))
