"""Put the tables of a run of `make bench` into docs/benchmarks.md: `scripts/refresh_benchmarks.py bench.log`.

Tables stand under the same headings in both; the words between them are written by hand and stay.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEADING = re.compile(r"^## (.+)\n", re.MULTILINE)
TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


def sections(text: str) -> dict[str, str]:
    """Heading → what stands below it."""
    parts = HEADING.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def plain(table: str) -> str:
    """A table without the blanks that align it in a terminal."""
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]
    rows[1] = ["---"] * len(rows[0])
    return "".join(f"| {' | '.join(cells)} |\n".replace("  |", " |") for cells in rows).replace("| --- ", "|---")


def replaced(below: str, tables: list[str]) -> str:
    """What stands below a heading, its tables exchanged for new ones in their order."""
    fresh = iter(tables)
    return TABLE.sub(lambda old: plain(next(fresh, old[0])), below)


def main(log: str) -> int:
    """Write the page; ends with 1 where the run has a section that the page has not."""
    page, measured = PAGE.read_text(encoding="utf-8"), sections(Path(log).read_text(encoding="utf-8"))
    known = sections(page)
    for heading, said in measured.items():
        if heading not in known:
            print(f"not in {PAGE.name}: {heading}", file=sys.stderr)
            return 1
        page = page.replace(known[heading], replaced(known[heading], TABLE.findall(said)))
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
