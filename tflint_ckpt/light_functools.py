"""``cache``, ``cached_property``, ``lru_cache``, ``partial`` and ``reduce`` as in ``functools``.

That takes 1.5 ms to import, most of it for named tuples. Here is what CPython has of them in C, and a
``cached_property`` without a lock: a file is linted in one thread. What a type checker sees is the standard
library's.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import cache, cached_property, lru_cache, partial, reduce
    from typing import Any

    _kept: Any

__all__ = ["cache", "cached_property", "lru_cache", "partial", "reduce"]


class _CachedProperty:
    """A property whose value is worked out once and kept in the ``__dict__`` of its object."""

    def __init__(self, function: Callable[[Any], object]) -> None:
        self._function = function
        self._name = ""
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, item: Any, owner: type | None = None) -> object:
        if item is None:
            return self
        value = item.__dict__[self._name] = self._function(item)
        return value


def _lru_cache(maxsize: int | None) -> Callable[[Callable[..., object]], object]:
    def kept(function: Callable[..., object]) -> object:
        return _kept(function, maxsize, False, _info)

    return kept


def _cache(function: Callable[..., object]) -> object:
    return _kept(function, None, False, _info)


def _info(*counts: int) -> object:
    """What ``cache_info`` tells; nobody but a test asks."""
    from functools import _CacheInfo

    return _CacheInfo(*counts)


if not TYPE_CHECKING:
    cached_property = _CachedProperty
    try:
        from _functools import _lru_cache_wrapper as _kept
        from _functools import partial, reduce
    except ImportError:  # another Python than CPython
        from functools import cache, lru_cache, partial, reduce
    else:
        cache, lru_cache = _cache, _lru_cache
