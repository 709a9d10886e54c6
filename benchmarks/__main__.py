"""One run of everything, as tables: `python -m benchmarks [reading|formats|graphs|growth|start|servers]…`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import formats, graphs, growth, reading, servers, start
from benchmarks.measure import machine, say, title

SECTIONS: dict[str, Callable[[Path], None]] = {
    "reading": reading.run,
    "formats": formats.run,
    "graphs": graphs.run,
    "growth": growth.run,
    "start": start.run,
    "servers": servers.run,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        say(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
        return 2
    begun = time.perf_counter()
    title("Machine")
    say(machine())
    for name in names or SECTIONS:
        with tempfile.TemporaryDirectory(prefix="zeren-bench-") as folder:
            SECTIONS[name](Path(folder))
    say(f"\nwhole run: {time.perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
