"""Every error that Zeren raises on purpose, as one tree.

ZerenError                     message in Chinese first: what, where, what to do next
├── BadInput                   the user's file, name or option cannot be used       (exit code 2)
│   ├── UnreadableFile         a file that no reader can turn into text
│   └── BadSetting             --data, --graph or an environment variable is wrong
├── NotFound                   no such unit, task, policy, document …                (exit code 1)
├── AmbiguousName              several units bear the name that was asked for        (exit code 1)
├── SpanOutsideText            a range that does not lie in its text (a defect of ours)
└── StoreError                 the archive or the engine cannot do what was asked    (exit code 2)
    ├── StoreUnreachable       server down, wrong address, wrong password
    ├── StoreBusy              another process is building or writing
    ├── StoreDamaged           a hash, a quote or the log does not agree
    └── QueryTimeout           the question took longer than the limit
"""

from __future__ import annotations


class ZerenError(Exception):
    """Base of all errors that carry a message for the user."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class BadInput(ZerenError):
    """The user's file, name or option cannot be used."""


class UnreadableFile(BadInput):
    """A file that no reader can turn into text."""


class BadSetting(BadInput):
    """A setting (--data, --graph, an environment variable) is wrong."""


class NotFound(ZerenError):
    """What was asked for is not in the graph or the archive."""


class AmbiguousName(ZerenError):
    """Several units bear the name that was asked for; `candidates` lists them as (id, name, jurisdiction)."""

    def __init__(self, message: str, candidates: tuple[tuple[str, str, str], ...], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates


class SpanOutsideText(ZerenError):
    """A range that does not lie in its text."""

    def __init__(self, start: int, end: int, length: int) -> None:
        super().__init__(f"位置 [{start}, {end}) 不在长度为 {length} 的原文之内。")


class StoreError(ZerenError):
    """The archive or the engine cannot do what was asked."""


class StoreUnreachable(StoreError):
    """The server is down, the address is wrong, or it refuses us."""


class StoreBusy(StoreError):
    """Another process is building or writing."""


class StoreDamaged(StoreError):
    """A hash, a quote or the log does not agree with what was recorded."""


class QueryTimeout(StoreError):
    """The question took longer than its limit."""
