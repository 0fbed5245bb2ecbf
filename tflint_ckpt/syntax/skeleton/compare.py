"""Where two trees of nodes differ in code: a skeleton and what LibCST's parser makes of the same text."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

_NOT_CODE = frozenset(
    "lpar rpar comma semicolon equal dot colon first_colon second_colon lbrace rbrace lbracket rbracket "
    "slash posonly_ind star_sep leading_lines lines_after_decorators header footer indent encoding "
    "default_indent default_newline has_trailing_newline trailing_whitespace newline".split()
)
"""Fields that hold how code is written; so do all with ``whitespace`` in their names."""


def differences(mine: cst.CSTNode, theirs: cst.CSTNode) -> Iterator[str]:
    """Each place where a field of code of *theirs* is another in *mine*, or missing."""
    stack: list[tuple[str, object, object]] = [("", mine, theirs)]
    while stack:
        place, ours, other = stack.pop()
        if isinstance(other, cst.CSTNode):
            if type(ours) is not type(other):
                yield f"{place}: {type(ours).__name__} instead of {type(other).__name__}"
                continue
            for field in type(other).__dataclass_fields__:
                if _is_code(field):
                    value = getattr(ours, field, AttributeError)
                    stack.append((f"{place}.{field}", value, getattr(other, field)))
        elif isinstance(other, tuple):
            if not isinstance(ours, tuple) or len(ours) != len(other):
                yield f"{place}: {ours!r:.80} instead of {len(other)} nodes"
            else:
                stack.extend((f"{place}[{n}]", *each) for n, each in enumerate(zip(ours, other, strict=True)))
        elif ours != other:
            yield f"{place}: {ours!r:.80} instead of {other!r:.80}"


def _is_code(field: str) -> bool:
    return field not in _NOT_CODE and "whitespace" not in field and not field.startswith("_")
