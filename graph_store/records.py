"""`record`: a value that never changes, cheap to make.

The type checker treats a record as frozen. At run time it is a plain dataclass with slots, because a frozen one sets
every field through `object.__setattr__`, which for the thousands of values of one plan took a tenth of its reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class a record: slots, fields by position or name, equality and hash by value."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def named_record(cls: type[T]) -> type[T]:
    """As `record`, with fields given by name only."""
    return dataclass(slots=True, unsafe_hash=True, kw_only=True)(cls)
