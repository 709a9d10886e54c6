"""Clocks, medians and tables. Two ways are measured in pairs A B A B …, so that a busy machine slows both alike."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def machine() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return (
        f"{os.cpu_count()} cores, {pages * size / 2**30:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def say(words: str = "") -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def title(words: str) -> None:
    say(f"\n## {words}\n")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that one run takes, and what it gives."""
    gc.collect()
    begun = time.perf_counter()
    given = work()
    return time.perf_counter() - begun, given


def median_of(work: Callable[[], Any], rounds: int) -> float:
    return statistics.median(timed(work)[0] for _ in range(rounds))


def paired(left: Callable[[], Any], right: Callable[[], Any], rounds: int) -> tuple[float, float, float]:
    """Medians of both, run by turns, and the median of the ratios left / right of each turn."""
    lefts, rights = [], []
    for _ in range(rounds):
        lefts.append(timed(left)[0])
        rights.append(timed(right)[0])
    ratios = [a / b for a, b in zip(lefts, rights, strict=True)]
    return statistics.median(lefts), statistics.median(rights), statistics.median(ratios)


def seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value * 1000:.0f} ms"


def megabytes(size: float) -> str:
    return f"{size / 2**20:.1f} MB"


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def peak_memory() -> float:
    """The most memory that this process has held, in bytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table with its columns in line."""
    wide = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * size for size in wide], *rows):
        say("| " + " | ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, wide, strict=True)) + " |")


def width(words: str) -> int:
    """Columns that words take: a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
