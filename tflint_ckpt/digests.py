"""BLAKE2 without ``hashlib``, which loads OpenSSL: several milliseconds of a file from the cache."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
