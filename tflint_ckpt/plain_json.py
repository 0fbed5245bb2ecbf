"""JSON of this package, read and written without ``json``, which compiles six patterns on its import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scan = Callable[[str, int], tuple[Any, int]]


class _Usual:
    """What ``json.JSONDecoder`` tells the scanner."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float

    def __init__(self) -> None:
        self.memo: dict[str, str] = {}


def _made() -> Scan | None:
    """What reads a value and says where it ends; ``None`` on another Python than CPython."""
    try:
        from _json import make_scanner
    except ImportError:
        return None
    make: Any = make_scanner
    return make(_Usual())  # type: ignore[no-any-return]


_SCAN = _made()


def dumps(value: object) -> str:
    """As ``json.dumps``, without blanks. Raises ``TypeError``."""
    try:
        from _json import encode_basestring_ascii, make_encoder
    except ImportError:
        import json

        return json.dumps(value, separators=(",", ":"))
    make: Any = make_encoder
    write = make(None, _refuse, encode_basestring_ascii, None, ":", ",", False, False, True)
    return "".join(write(value, 0))


def _refuse(value: object) -> None:
    raise TypeError(f"{type(value).__name__} is no JSON")


def loads(text: str) -> Any:
    """As ``json.loads``. Raises ``ValueError``."""
    if _SCAN is not None:
        bare = text.strip(" \t\r\n")
        try:
            value, end = _SCAN(bare, 0)
        except StopIteration:
            end = -1
        if end == len(bare):
            return value
    import json  # which says what is wrong with it

    return json.loads(text)
